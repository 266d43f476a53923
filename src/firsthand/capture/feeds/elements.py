"""What the XML formats share: names of name spaces, texts of elements, links, media. One pass over an entry's children.

A child is known by its name *and* its name space: ``media:description`` is the caption of a photo and never what a feed
calls description, whichever stands first.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from firsthand.capture.feeds.dates import read_date
from firsthand.capture.feeds.tree import Element
from firsthand.capture.feeds.words import absolute, once, person, plain, whole
from firsthand.model.feed import Enclosure
from firsthand.model.moment import Moment

_FEW = 20
_XML = "{http://www.w3.org/XML/1998/namespace}"
#: Name spaces under the names that this package uses for them; old and wrong spellings are the same space.
_SPACES = {
    "": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://example.com/newformat#": "atom",
    "http://example.com/necho": "atom",
    "http://purl.org/echo/": "atom",
    "uri/of/echo/namespace#": "atom",
    "http://purl.org/pie/": "atom",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/net/rss1.1#": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.itunes.com/dtds/podcast-2.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
#: Name spaces that the writer declares anew on the first element.
_DECLARED = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"]*"')


def _space(address: str) -> str:
    address = address.strip().lower()
    return _SPACES.get(address) or _SPACES.get(address.rstrip("/"), "" if address in _SPACES else "other")


class Names(dict[str, str]):
    """From an element's tag to ``space:name`` (``title``, ``media:description``), worked out once a feed."""

    def __missing__(self, tag: str) -> str:
        if tag.startswith("{"):
            address, _, local = tag[1:].partition("}")
            space = _space(address)
        else:
            space, _, local = tag.rpartition(":")  # a prefix that was never declared, in a repaired tree
        name = f"{space}:{local.lower()}" if space and space != "rss" else local.lower()
        if len(self) < 1000:
            self[tag] = name
        return name


def children(element: Element, names: Names) -> Iterator[tuple[str, Element]]:
    """Give every child element with its name."""
    for child in element:
        if isinstance(child.tag, str):
            yield names[child.tag], child


def attribute(element: Element, name: str) -> str:
    """Return an attribute, whatever its case and name space; empty where it is not there."""
    value = element.get(name)
    if value is None and 0 < len(element.attrib) <= _FEW:  # lxml goes through them anew for each
        value = next((str(v) for k, v in element.attrib.items() if _local(str(k)) == name.lower()), "")
    return (value or "").strip()


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def language_of(element: Element) -> str:
    """Return ``xml:lang``."""
    return (element.get(f"{_XML}lang") or "").strip()


def base_of(element: Element, around: str) -> str:
    """Return the address that relative addresses in this element are seen from."""
    own = element.get(f"{_XML}base")
    return absolute(own, around) if own else around


def text_of(element: Element) -> str:
    """Return all text in an element; of one without children, its own."""
    return (element.text or "" if not len(element) else "".join(element.itertext())).strip()


def unpacked(element: Element, text: str) -> str:
    """Return the text of an Atom element, which may be in base64: Atom 0.3 says so, 1.0 by a type that is no text's.

    What is no text then (a picture) is left as it is: nothing is lost, and the bytes stay to be seen.
    """
    kind = (element.get("type") or "").lower()
    other = (
        kind
        and "/" in kind
        and not kind.startswith(("text/", "multipart/"))
        and "xml" not in kind
        and "html" not in kind
    )
    if len(element) or (element.get("mode") != "base64" and not other):
        return text
    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8").strip()
    except ValueError:
        return text


def html_of(element: Element) -> str:
    """Return what is in an element as html: its text is html already, elements in it are written out."""
    if not len(element):
        return (element.text or "").strip()
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_written(child))
        elif child.tail:
            parts.append(escape(child.tail, quote=False))
    return "".join(parts).strip()


def _written(element: Element) -> str:
    for node in element.iter("{http://www.w3.org/1999/xhtml}*"):
        node.tag = etree.QName(node).localname
    etree.cleanup_namespaces(element)
    opens, mark, rest = str(etree.tostring(element, encoding="unicode", method="html")).partition(">")
    return _DECLARED.sub("", opens) + mark + rest


@dataclass(slots=True)
class Gathered:
    """What one entry's children said so far: the first of each text, all of each list."""

    base: str
    texts: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    links: list[tuple[str, str, Element]] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)

    def first(self, *names: str) -> str:
        """Return the first of these that has text."""
        return next((self.texts[name] for name in names if self.texts.get(name)), "")

    def date(self, *names: str) -> Moment | None:
        """Return the first of these that is a date."""
        return next((date for name in names if (date := read_date(self.texts.get(name, "")))), None)

    def link(self, *relations: str) -> str:
        """Return the first link of these relations, a page before anything else."""
        fit = [(kind, address) for rel, address, e in self.links if rel in relations for kind in [e.get("type") or ""]]
        return next((a for kind, a in fit if not kind or "html" in kind), fit[0][1] if fit else "")

    def add_link(self, element: Element) -> None:
        """Add an Atom link; a file that comes with the entry is an enclosure."""
        address = absolute(attribute(element, "href"), base_of(element, self.base))
        relation = (element.get("rel") or "alternate").strip().lower().rpartition("/")[2]
        if address and relation == "enclosure":
            self.enclosures.append(Enclosure(address, element.get("type") or "", whole(element.get("length"))))
        elif address:
            self.links.append((relation, address, element))

    def add_enclosure(self, element: Element) -> None:
        """Add an RSS enclosure."""
        if address := absolute(attribute(element, "url") or attribute(element, "href"), self.base):
            self.enclosures.append(Enclosure(address, element.get("type") or "", whole(element.get("length"))))

    def add_category(self, element: Element) -> None:
        """Add a category: Atom's term, or the text of RSS's."""
        self.categories.append(plain(element.get("term") or element.get("label") or text_of(element)))

    def add_media(self, element: Element, names: Names, caption: str = "", credit: str = "") -> None:
        """Add ``media:content`` or ``media:group``, with what it says of its pictures; captions around it hold inside."""
        inner = []
        for name, child in children(element, names):
            if name in ("media:description", "media:text"):
                caption = plain(text_of(child)) or caption
                self.captions.append(caption)
            elif name == "media:title":
                self.captions.append(plain(text_of(child)))
            elif name == "media:credit":
                credit = credit or plain(text_of(child))
            elif name in ("media:content", "media:group"):
                inner.append(child)
        if url := attribute(element, "url"):
            kind = element.get("type") or element.get("medium") or ""
            address = absolute(url, self.base)
            self.enclosures.append(Enclosure(address, kind, whole(element.get("filesize")), caption, credit))
        for child in inner:
            self.add_media(child, names, caption, credit)

    def files(self) -> tuple[Enclosure, ...]:
        """Return every file once; where one is named twice, the one with a caption."""
        kept: dict[str, Enclosure] = {}
        for enclosure in self.enclosures:
            known = kept.get(enclosure.url)
            if known is None or (enclosure.caption and not known.caption):
                kept[enclosure.url] = enclosure
        return tuple(kept.values())

    def names(self) -> tuple[str, ...]:
        """Return the authors, each once."""
        return once([person(name) for name in self.authors])
