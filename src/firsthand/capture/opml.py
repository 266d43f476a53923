"""Lists of subscriptions as readers hand them on (OPML 1 and 2): read whatever they wrote, write what all of them read.

A folder is a tag: the folders on the way to a feed are its tags, a feed that stands in several places has the tags of
all of them, and ``category`` adds its own. We write a feed once in each of its folders, because that is how other
readers know a feed of several folders; what only we know stands in attributes of our own name space, so that what was
written is read again as it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml import etree

from firsthand.capture.feeds.elements import attribute
from firsthand.capture.feeds.tree import Element, prepared, repaired, strict
from firsthand.capture.feeds.words import once, plain
from firsthand.model.errors import InputError, UnsupportedInput

#: Our name space. It is a name; nothing is kept there.
OURS = "urn:firsthand:opml:1"
MOST_OUTLINES = 50_000
_LONGEST = 2_000
_KEY = re.compile(r"[a-z][a-z0-9-]{0,40}\Z")
_OPML = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:opml|outline)[\s>/]", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Attributes of ours that are no settings: where a subscription stood in the list, and its tags.
_PLACE, _TAGS = "place", "tags"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed. ``folders`` are tags, each once; ``settings`` are (name, value), names of small letters, digits and hyphens."""

    address: str
    title: str = ""
    site: str = ""
    folders: tuple[str, ...] = ()
    description: str = ""
    language: str = ""
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """A list of subscriptions, in order, each address once.

    ``included`` are lists that this one points at; they were not read. ``left_out`` says, a sentence each, what was not taken.
    """

    items: tuple[Subscription, ...] = ()
    title: str = ""
    included: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    ill_formed: str = ""


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    found: dict[str, Subscription] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    included: list[str] = field(default_factory=list)
    no_feeds: int = 0
    no_address: int = 0
    beyond: int = 0

    def left_out(self) -> tuple[str, ...]:
        """Say what was not taken."""
        told = (
            (self.no_feeds, "{} outlines lead to a page, not to a feed."),
            (self.no_address, "{} outlines have an address that cannot be read."),
            (self.beyond, f"{{}} outlines beyond {MOST_OUTLINES} were not read."),
        )
        return tuple(text.format(number) for number, text in told if number)


def read_opml(content: bytes, charset: str | None = None) -> Subscriptions:
    """Read a list of subscriptions; ``charset`` is what its header said.

    Raises InputError: ``empty``, ``opml-size``, ``opml-depth``, ``opml-ill-formed``, ``not-opml``.
    """
    root, wrong = _root(content, charset)
    reading = _Reading()
    for number, (outline, path) in enumerate(_outlines(root)):
        if number < MOST_OUTLINES:
            _take(reading, outline, path)
        else:
            reading.beyond += 1
    order = sorted(reading.found, key=lambda address: reading.places.get(address, MOST_OUTLINES))
    return Subscriptions(
        items=tuple(_with_tags(reading, reading.found[address]) for address in order),
        title=plain(next((e.text or "" for e in root.iter("{*}title")), "")),
        included=once(reading.included),
        left_out=reading.left_out(),
        ill_formed=wrong,
    )


def write_opml(subscriptions: Sequence[Subscription], title: str = "Subscriptions", created: str = "") -> bytes:
    """Write a list as OPML 2.0, UTF-8. ``created`` is a date as RFC 822 has it. Raises ValueError for a setting's odd name."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"firsthand": OURS})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _clean(title)
    if created:
        etree.SubElement(head, "dateCreated").text = _clean(created)
    body = etree.SubElement(root, "body")
    folders: dict[str, Element] = {}
    for place, item in enumerate(subscriptions):
        for name in item.folders or ("",):
            if name and name not in folders:
                folders[name] = etree.SubElement(body, "outline", {"text": _clean(name), "title": _clean(name)})
            _write(folders[name] if name else body, item, place)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _root(content: bytes, charset: str | None) -> tuple[Element, str]:
    try:
        whole = prepared(content, charset)
        try:
            root, wrong = strict(whole), ""
        except etree.XMLSyntaxError as error:
            found, wrong = repaired(whole), str(error)
            if found is None:
                raise InputError("opml-ill-formed", f"This is no list that can be read: {wrong}.") from error
            root = found
    except UnsupportedInput as error:
        raise _as_ours(error) from error
    if not _OPML.search(whole):
        raise InputError("not-opml", "This is no list of feeds (OPML).", "Export your feeds from your reader as OPML.")
    return root, wrong


def _as_ours(error: InputError) -> InputError:
    """Name what the reader of trees says of feeds as what it is here: a list."""
    code = error.code.replace("feed-", "opml-")
    return UnsupportedInput(code, error.cause.replace("feed", "list"), "Export the list again, in parts.")


def _outlines(root: Element) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Give every outline that is no folder, with the folders around it."""
    stack: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, path = stack.pop()
        inside = path
        if _local(element) == "outline":
            if _leads(element):
                yield element, path
            else:
                inside = (*path, *filter(None, [_name(element)]))
        stack.extend((child, inside) for child in reversed(element) if isinstance(child.tag, str))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _leads(element: Element) -> bool:
    """Say whether an outline leads somewhere; one that holds others and has only a page is a folder."""
    if attribute(element, "xmlUrl"):
        return True
    return bool(attribute(element, "url") or attribute(element, "htmlUrl")) and not len(element)


def _name(element: Element) -> str:
    return plain(attribute(element, "text") or attribute(element, "title"))


def _take(reading: _Reading, outline: Element, path: tuple[str, ...]) -> None:
    kind = attribute(outline, "type").lower()
    given = attribute(outline, "xmlUrl") or (attribute(outline, "url") if kind != "link" else "")
    if kind == "include" or (kind != "rss" and not attribute(outline, "xmlUrl") and given.lower().endswith(".opml")):
        reading.included.append(given)
        return
    if not attribute(outline, "xmlUrl") and kind not in ("rss", "atom"):
        reading.no_feeds += 1
        return
    address = _address(given)
    if not address:
        reading.no_address += 1
        return
    _add(reading, _subscription(outline, given, address, path))
    ours = dict(_ours(outline))
    if ours.get(_PLACE, "").isdecimal() and len(ours[_PLACE]) < 8:
        reading.places.setdefault(address, int(ours[_PLACE]))
    if ours.get(_TAGS):
        reading.tags[address] = tuple(ours[_TAGS].split("\n"))


def _subscription(outline: Element, given: str, address: str, path: tuple[str, ...]) -> Subscription:
    title = plain(attribute(outline, "title") or attribute(outline, "text"))
    categories = [part for text in attribute(outline, "category").split(",") for part in text.split("/")]
    return Subscription(
        address=address,
        title=title if title not in (given, address) else "",
        site=_address(attribute(outline, "htmlUrl")),
        folders=once([*path, *(plain(part) for part in categories)]),
        description=attribute(outline, "description")[:_LONGEST],
        language=attribute(outline, "language")[:40],
        settings=tuple((key, value) for key, value in _ours(outline) if key not in (_PLACE, _TAGS)),
    )


def _add(reading: _Reading, new: Subscription) -> None:
    """Keep a subscription; one that was there already gains folders, and what it lacked."""
    known = reading.found.get(new.address)
    if known is None:
        reading.found[new.address] = new
        return
    reading.found[new.address] = replace(
        known,
        title=known.title or new.title,
        site=known.site or new.site,
        folders=once([*known.folders, *new.folders]),
        description=known.description or new.description,
        language=known.language or new.language,
        settings=tuple(sorted({**dict(new.settings), **dict(known.settings)}.items())),
    )


def _with_tags(reading: _Reading, item: Subscription) -> Subscription:
    """Put the tags in the order they were written in; folders that somebody has added since come after them."""
    told = [tag for tag in reading.tags.get(item.address, ()) if tag in item.folders]
    return replace(item, folders=once([*told, *item.folders])) if told else item


def _ours(outline: Element) -> list[tuple[str, str]]:
    space = f"{{{OURS}}}"
    found = [(str(k).removeprefix(space), str(v)) for k, v in outline.attrib.items() if str(k).startswith(space)]
    return sorted((key, value) for key, value in found if _KEY.match(key))


def _address(text: str) -> str:
    """Return an address of the web, its scheme and host in small letters; empty for what is none."""
    text = text.strip()
    if text[:5].lower() == "feed:":
        text = text[5:] if text[5:].lower().startswith("http") else f"http:{text[5:]}"
    try:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname or len(text) > _LONGEST:
            return ""
        _ = parts.port
    except ValueError:
        return ""
    head = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
    sign, user = "@" if "@" in parts.netloc else "", parts.netloc.rpartition("@")[0]
    rest = text[text.index("//") + 2 + len(parts.netloc) :]
    return f"{parts.scheme}://{user}{sign}{head.partition('//')[2]}{rest}"


def _write(parent: Element, item: Subscription, place: int) -> None:
    name = _clean(item.title) or _clean(item.address)
    said = {"type": "rss", "text": name, "title": _clean(item.title), "xmlUrl": _clean(item.address)}
    said |= {"htmlUrl": _clean(item.site), "description": _clean(item.description), "language": _clean(item.language)}
    outline = etree.SubElement(parent, "outline", {key: value for key, value in said.items() if value})
    outline.set(f"{{{OURS}}}{_PLACE}", str(place))
    if len(item.folders) > 1:
        outline.set(f"{{{OURS}}}{_TAGS}", _clean("\n".join(item.folders)))
    for key, value in item.settings:
        if not _KEY.match(key) or key in (_PLACE, _TAGS):
            raise ValueError(f"no name for a setting: {key!r}")
        outline.set(f"{{{OURS}}}{key}", _clean(value))


def _clean(text: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return _NO_XML.sub("", text)
