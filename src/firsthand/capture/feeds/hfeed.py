"""Pages whose own mark-up says what their entries are: h-feed and h-entry (microformats2), hfeed and hentry (hAtom).

Our own reader of these two, because mf2py brings html5lib and requests: the first has killer documents, the second is a
second door to the network. What is read is what a `Feed` has; vocabularies beside it are passed over.

One entry alone is an article that is marked up, and no feed, unless it stands in an h-feed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from lxml import etree
from lxml.html import HtmlElement

from firsthand.capture.feeds.bounds import MOST_ENTRIES
from firsthand.capture.feeds.dates import read_date
from firsthand.capture.feeds.words import absolute, once, plain
from firsthand.model.feed import Enclosure, Entry, Feed, FeedKind
from firsthand.model.moment import Moment

_ROOT = re.compile(r"h-[a-z][a-z0-9-]*\Z")
_PROPERTY = re.compile(r"(?:p|u|dt|e)-[a-z][a-z0-9-]*\Z")
#: What the older classes are called today. ``rel`` is read beside them.
_OLD = {
    "entry-title": "p-name",
    "entry-summary": "p-summary",
    "entry-content": "e-content",
    "published": "dt-published",
    "updated": "dt-updated",
    "author": "p-author",
    "category": "p-category",
}
_ADDRESS_OF = {
    "a": "href",
    "area": "href",
    "link": "href",
    "object": "data",
    **dict.fromkeys(("img", "audio", "video", "source", "iframe"), "src"),
}
_MUTE = frozenset(("script", "style", "template"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{3}")
_LONGEST_TEXT = 200_000
#: Elements of one page that are looked at.
_MOST_ELEMENTS = 500_000

Values = dict[str, list[tuple[str, HtmlElement]]]


@dataclass(slots=True)
class _Item:
    """One entry or feed: the elements of its properties, and what it holds."""

    element: HtmlElement
    old: bool
    properties: Values = field(default_factory=dict)

    def all(self, name: str) -> list[tuple[str, HtmlElement]]:
        """Return (prefix, element) of every property of this name."""
        return self.properties.get(name, [])


def read_hfeed(root: HtmlElement, url: str = "") -> Feed | None:
    """Read the entries of a page; None where it marks none up, or is one entry by itself."""
    base = next((absolute(b.get("href") or "", url) for b in root.iter("base") if b.get("href")), url)
    feed, entries = _found(root)
    read = [_entry(_item(element), base) for element in entries[:MOST_ENTRIES]]
    read = [entry for entry in read if entry.link or entry.id or entry.title or entry.body]
    explicit = feed is not None and "h-feed" in _classes(feed)
    if not read or (len(read) < 2 and not explicit):
        return None
    about = _item(feed) if feed is not None else None
    return Feed(
        kind=FeedKind.HFEED,
        version="mf2" if "h-entry" in _classes(entries[0]) else "hAtom",
        title=(_text(about, "name") if about else "") or plain(next((t.text or "" for t in root.iter("title")), "")),
        link=(_address(about, "url", base) if about else "") or url,
        description=escape(_text(about, "summary"), quote=False) if about else "",
        language=(root.get("lang") or "").strip(),
        self_link=next((absolute(e.get("href") or "", base) for e in _related(root, "self")), ""),
        next_link=next((absolute(e.get("href") or "", base) for e in _related(root, "next")), ""),
        hubs=once([absolute(e.get("href") or "", base) for e in _related(root, "hub")]),
        image=_address(about, "photo", base) if about else "",
        entries=tuple(read),
        left_out=max(0, len(entries) - MOST_ENTRIES),
    )


def _related(root: HtmlElement, relation: str) -> Iterator[HtmlElement]:
    for element in root.iter("link", "a"):
        if relation in (element.get("rel") or "").lower().split():
            yield element


def _found(root: HtmlElement) -> tuple[HtmlElement | None, list[HtmlElement]]:
    """Find the page's feed (the first that holds entries, else none) and its entries, those inside others left out."""
    entries: list[HtmlElement] = []
    feed: HtmlElement | None = None
    walked = _walk(root)
    for element, classes in walked:
        if classes & {"h-entry", "hentry"}:
            entries.append(element)
        elif feed is None and classes & {"h-feed", "hfeed"}:
            feed = element
    new = [e for e in entries if "h-entry" in _classes(e)]
    return feed, new or entries


def _walk(root: HtmlElement) -> Iterator[tuple[HtmlElement, set[str]]]:
    """Give every element with classes; what stands in an entry belongs to it and is passed over."""
    stack: list[HtmlElement] = [root]
    seen = 0
    while stack and seen < _MOST_ELEMENTS:
        element = stack.pop()
        seen += 1
        classes = _classes(element)
        if classes:
            yield element, classes
        if not classes & {"h-entry", "hentry", "h-cite"}:
            stack.extend(child for child in reversed(element) if isinstance(child.tag, str))


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _item(element: HtmlElement) -> _Item:
    """Gather the properties of an entry or feed, without those of what is nested in it."""
    old = not {"h-entry", "h-feed"} & _classes(element)
    item = _Item(element, old)
    stack = [child for child in reversed(element) if isinstance(child.tag, str)]
    while stack:
        child = stack.pop()
        classes = _classes(child)
        for name in _properties(child, classes, old):
            prefix, _, rest = name.partition("-")
            item.properties.setdefault(rest, []).append((prefix, child))
        nested = any(map(_ROOT.match, classes)) or classes & {"vcard", "hentry"}
        content = any(name.startswith("e-") for name in _properties(child, classes, old))
        if not nested and not content and child.tag not in _MUTE:
            stack.extend(grandchild for grandchild in reversed(child) if isinstance(grandchild.tag, str))
    return item


def _properties(element: HtmlElement, classes: set[str], old: bool) -> list[str]:
    if not old:
        return [name for name in classes if _PROPERTY.match(name)]
    found = [_OLD[name] for name in classes if name in _OLD]
    relations = (element.get("rel") or "").lower().split()
    if "bookmark" in relations:
        found.append("u-url")
    if "tag" in relations:
        found.append("p-category")
    return found


def _entry(item: _Item, base: str) -> Entry:
    content = next((_inside(element) for prefix, element in item.all("content") if prefix == "e"), "")
    content = content or escape(_text(item, "content"), quote=False)
    uid, url = _address(item, "uid", base), _address(item, "url", base)
    url = url or (_title_link(item, base) if not item.all("url") else "")
    return Entry(
        id=uid or url,
        link=url or uid,
        title=_title(item),
        permalink=bool(url or uid),
        authors=once([_person(element) for _, element in item.all("author")]),
        published=_date(item, "published"),
        updated=_date(item, "updated"),
        summary=escape(_text(item, "summary"), quote=False),
        content=content,
        categories=once([plain(_value(element)) for _, element in item.all("category")]),
        enclosures=tuple(
            Enclosure(address, kind)
            for name, kind in (("photo", "image"), ("audio", "audio"), ("video", "video"))
            for prefix, element in item.all(name)
            if (address := _address_in(prefix, element, base))
        ),
        captions=once([plain(element.get("alt") or "") for _, element in item.all("photo")]),
        language=(item.element.get("lang") or "").strip(),
    )


def _title(item: _Item) -> str:
    """Return the name; a note whose name is its content has none."""
    name = plain(_text(item, "name"))
    content = next((_all_text(element) for _, element in item.all("content")), "")
    return "" if name and name == plain(content) else name


def _title_link(item: _Item, base: str) -> str:
    """Return where the name leads: an entry without an address of its own is known by that."""
    for _, element in item.all("name"):
        inner = [element, *element.iter("a")]
        outer = next(element.iterancestors("a"), None)
        for link in (*inner, *([outer] if outer is not None else [])):
            if link.tag == "a" and link.get("href"):
                return absolute(link.get("href") or "", base)
    return ""


def _text(item: _Item, name: str) -> str:
    return next((text for _, element in item.all(name) if (text := _value(element))), "")


def _value(element: HtmlElement) -> str:
    """Return the value of a ``p-`` property."""
    parts = _value_parts(element)
    if parts:
        return " ".join(parts)
    tag = str(element.tag)
    given = {"abbr": "title", "link": "title", "data": "value", "input": "value", "img": "alt", "area": "alt"}.get(tag)
    own = (element.get(given) or "").strip() if given else ""
    return own or _all_text(element)


def _value_parts(element: HtmlElement) -> list[str]:
    """Return what stands in elements of class ``value`` (the value class pattern)."""
    found = []
    for child in element.iterdescendants():
        classes = _classes(child) if isinstance(child.tag, str) else set()
        if "value-title" in classes:
            found.append(child.get("title") or "")
        elif "value" in classes:
            found.append(child.get("datetime") or child.get("value") or child.get("title") or _all_text(child))
    return [text.strip() for text in found if text.strip()]


def _all_text(element: HtmlElement) -> str:
    parts = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > _LONGEST_TEXT:
            break
    return " ".join("".join(parts).split())


def _address(item: _Item, name: str, base: str) -> str:
    return next((a for prefix, element in item.all(name) if (a := _address_in(prefix, element, base))), "")


def _address_in(prefix: str, element: HtmlElement, base: str) -> str:
    attribute = _ADDRESS_OF.get(str(element.tag))
    own = (element.get(attribute) or "").strip() if attribute else ""
    text = own or (next(iter(_value_parts(element)), "") or element.get("title") or element.get("value") or "")
    text = text or (_all_text(element) if prefix == "u" else "")
    return absolute(text, base) if text and not re.search(r"\s", text) else ""


def _date(item: _Item, name: str) -> Moment | None:
    for _, element in item.all(name):
        for text in _date_texts(element):
            if (moment := read_date(text)) is not None:
                return moment
    return None


def _date_texts(element: HtmlElement) -> Iterator[str]:
    for own in (element, *element.iter("time", "abbr", "ins", "del", "data")):
        yield from (value for key in ("datetime", "title", "value", "content") if (value := own.get(key)))
    parts = _value_parts(element)
    day = next((part for part in parts if _DAY.match(part)), "")
    clock = "".join(part for part in parts if part != day)
    if day:
        yield f"{day}T{clock}" if clock else day
    yield _all_text(element)


def _person(element: HtmlElement) -> str:
    """Return the name in an author: of a card its name, else its text; a picture's name is its description."""
    for child in element.iterdescendants():
        if isinstance(child.tag, str) and _classes(child) & {"p-name", "fn"}:
            return plain(_value(child))
    text = plain(_value(element))
    return text or next((plain(image.get("alt") or "") for image in element.iter("img")), "")


def _inside(element: HtmlElement) -> str:
    """Return the html in an element."""
    parts = [escape(element.text or "", quote=False)]
    parts += [str(etree.tostring(child, encoding="unicode", method="html")) for child in element]
    return "".join(parts).strip()
