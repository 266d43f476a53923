"""An ``item`` or ``entry`` element becomes an Entry. One reader for all XML formats: outlets mix them freely."""

from html import escape

from firsthand.capture.feeds.elements import (
    Gathered,
    Names,
    attribute,
    base_of,
    children,
    html_of,
    language_of,
    text_of,
    unpacked,
)
from firsthand.capture.feeds.tree import Element
from firsthand.capture.feeds.words import absolute, once, plain
from firsthand.model.feed import Entry

_CONTENT = ("content:encoded", "atom:content", "xhtml:body", "xhtml:div", "content", "body", "fullitem")
_SUMMARY = ("description", "atom:summary", "summary", "dc:description", "dcterms:abstract", "itunes:summary")
_PUBLISHED = ("pubdate", "atom:published", "atom:issued", "dc:date", "dcterms:issued", "dcterms:created", "published")
_UPDATED = ("atom:updated", "atom:modified", "dcterms:modified", "lastbuilddate", "updated", "modified")
_HTML = frozenset((*_CONTENT, *_SUMMARY))
_LONE = ("media:description", "media:title", "media:text")


def read_entry(element: Element, names: Names, base: str) -> Entry:
    """Read one entry; ``base`` is the address that its relative addresses are seen from."""
    said = Gathered(base_of(element, base))
    guid = None
    for name, child in children(element, names):
        if name in _HTML:
            _take_html(said, name, child)
        elif name in ("atom:link", "link"):
            _take_link(said, child)
        elif name in (
            "atom:author",
            "author",
            "dc:creator",
            "dc:author",
            "itunes:author",
            "atom:contributor",
            "creator",
        ):
            _take_author(said, name, child, names)
        elif name in ("category", "atom:category", "dc:subject"):
            said.add_category(child)
        elif name == "enclosure":
            said.add_enclosure(child)
        elif name in ("media:content", "media:group"):
            said.add_media(child, names)
        elif name in _LONE:
            said.captions.append(plain(text_of(child)))
        elif name not in said.texts:
            said.texts[name] = unpacked(child, text_of(child)) if child.attrib else text_of(child)
            guid = child if name == "guid" else guid
    return _entry(said, element, guid)


def _take_html(said: Gathered, name: str, child: Element) -> None:
    if name == "atom:content" and child.get("src"):
        return  # the text is elsewhere; a link to it is given beside
    html = unpacked(child, html_of(child))
    if name.startswith("atom:") and child.get("type") in (None, "text", "text/plain") and not len(child):
        html = escape(html, quote=False) if child.get("type") or "<" not in html else html
    if html and not said.texts.get(name):
        said.texts[name] = html


def _take_link(said: Gathered, child: Element) -> None:
    if child.get("href"):
        said.add_link(child)
    elif text := text_of(child):
        said.texts.setdefault("link", absolute(text, base_of(child, said.base)))


def _take_author(said: Gathered, name: str, child: Element, names: Names) -> None:
    if name == "atom:contributor":
        return
    inner = {n.rpartition(":")[2]: text_of(c) for n, c in children(child, names)}
    text = inner.get("name") or inner.get("email", "") if inner else text_of(child)
    if name == "itunes:author":
        said.texts.setdefault(name, text)
    elif text:
        said.authors.append(text)


def _entry(said: Gathered, element: Element, guid: Element | None) -> Entry:
    given = said.first("guid", "atom:id", "id", "dc:identifier") or attribute(element, "about")
    permalink = guid is not None and attribute(guid, "isPermaLink").lower() != "false" and _is_address(given)
    link = said.first("feedburner:origlink", "link") or said.link("alternate")
    if not link and _is_address(given) and (guid is None or permalink):
        link = given
    content = said.first(*_CONTENT)
    return Entry(
        id=given,
        link=link or said.link("self", "related", "via"),
        title=plain(said.first("title", "atom:title", "dc:title", "itunes:title")),
        permalink=permalink,
        authors=said.names() or once([plain(said.first("itunes:author"))]),
        published=said.date(*_PUBLISHED),
        updated=said.date(*_UPDATED),
        summary=said.first(*_SUMMARY),
        content=content,
        categories=once(said.categories),
        enclosures=said.files(),
        captions=once(said.captions),
        language=language_of(element) or said.first("dc:language"),
        comments=said.first("comments"),
    )


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))
