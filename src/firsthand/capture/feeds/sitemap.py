"""Sitemaps (sitemaps.org) and news sitemaps: what stands in them becomes entries, what an index leads to becomes addresses.

A page is known by its address, so that is the id. A plain sitemap has neither titles nor texts: who follows one fetches
the pages. ``lastmod`` is when a page changed, never when it was published.
"""

import re

from firsthand.capture.feeds.bounds import MOST_ENTRIES
from firsthand.capture.feeds.dates import read_date
from firsthand.capture.feeds.tree import Element
from firsthand.capture.feeds.words import absolute, once, plain
from firsthand.model.feed import Enclosure, Entry, Feed, FeedKind
from firsthand.model.moment import Moment

#: Pictures of one page; sitemaps of shops have a thousand.
_MOST_PICTURES = 20
_COMMAS = re.compile(r"\s*[,;،、]\s*")
_NEWS = re.compile(r"news|nachrichten|actu|noticia|google[-_]?n", re.IGNORECASE)

Said = dict[str, str]


class _Names(dict[str, str]):
    """From a tag to ``space:name`` (``loc``, ``news:title``), by what is told in the address of its name space."""

    def __missing__(self, tag: str) -> str:
        space, _, local = tag.rpartition("}") if tag.startswith("{") else tag.rpartition(":")
        found = next((known for known in ("news", "image", "video", "xhtml") if known in space.lower()), "")
        name = f"{found}:{local.lower()}" if found else local.lower()
        if len(self) < 1000:
            self[tag] = name
        return name


def kind_of_map(root: Element) -> str:
    """Return ``urlset`` or ``sitemapindex``; empty where a root is no sitemap's."""
    local = root.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(root.tag, str) else ""
    return local if local in ("urlset", "sitemapindex") else ""


def read_sitemap(root: Element, url: str = "") -> Feed:
    """Read a sitemap or an index of some. Of more entries than a feed may have, the newest are kept."""
    names = _Names()
    if kind_of_map(root) == "sitemapindex":
        return Feed(FeedKind.SITEMAP, "index", sitemaps=_children(root, names, url))
    entries, titles, languages = [], set(), set()
    for element in root:
        if isinstance(element.tag, str) and names[element.tag] == "url":
            said, pictures = _said(element, names)
            if said.get("loc"):
                entries.append(_entry(said, pictures, url))
                titles.add(said.get("news:name", ""))
                languages.add(said.get("news:language", ""))
    kept = _newest(entries)
    dates = [moment.at for entry in kept if (moment := entry.published or entry.updated)]
    return Feed(
        kind=FeedKind.SITEMAP,
        version="news" if any(entry.title for entry in kept) else "",
        title=plain(min(titles)) if len(titles) == 1 else "",
        language=min(languages) if len(languages) == 1 else "",
        updated=max((m for e in kept if (m := e.published or e.updated)), key=lambda m: m.at) if dates else None,
        entries=kept,
        left_out=len(entries) - len(kept),
    )


def _said(element: Element, names: _Names) -> tuple[Said, list[Said]]:
    """Return the texts of one ``url`` by their names, the first of each, and those of its pictures."""
    said: Said = {}
    pictures: list[Said] = []
    for child in element:
        name = names[child.tag] if isinstance(child.tag, str) else ""
        if name == "image:image":
            if len(pictures) < _MOST_PICTURES:
                pictures.append(_texts(child, names))
        elif name == "news:news":
            for inner, text in _texts(child, names).items():
                said.setdefault(inner, text)
        elif name and name not in said and not name.startswith("video:"):
            said[name] = (child.text or "").strip()
    return said, pictures


def _texts(element: Element, names: _Names) -> Said:
    found: Said = {}
    for child in element.iterdescendants():
        if isinstance(child.tag, str):
            found.setdefault(names[child.tag], (child.text or "").strip())
    return found


def _entry(said: Said, pictures: list[Said], url: str) -> Entry:
    address = absolute(said["loc"], url)
    return Entry(
        id=address,
        link=address,
        title=plain(said.get("news:title", "")),
        permalink=True,
        published=read_date(said.get("news:publication_date", "")),
        updated=read_date(said.get("lastmod", "")),
        categories=once([plain(word) for word in _COMMAS.split(said.get("news:keywords", "")) if word]),
        enclosures=tuple(
            Enclosure(absolute(p["image:loc"], url), "image", caption=plain(p.get("image:caption", "")))
            for p in pictures
            if p.get("image:loc")
        ),
        captions=once([plain(p.get("image:caption", "") or p.get("image:title", "")) for p in pictures]),
        language=said.get("news:language", ""),
    )


def _newest(entries: list[Entry]) -> tuple[Entry, ...]:
    if len(entries) <= MOST_ENTRIES:
        return tuple(entries)
    order = sorted(range(len(entries)), key=lambda at: _age(entries[at].published or entries[at].updated))
    return tuple(entries[at] for at in sorted(order[:MOST_ENTRIES]))


def _children(root: Element, names: _Names, url: str) -> tuple[str, ...]:
    """Return the sitemaps of an index, the newest first; of one age, those of news, then in their order."""
    found: list[tuple[tuple[bool, float], bool, str]] = []
    for element in root:
        if isinstance(element.tag, str) and names[element.tag] == "sitemap" and len(found) < MOST_ENTRIES:
            said, _ = _said(element, names)
            if said.get("loc"):
                address = absolute(said["loc"], url)
                found.append((_age(read_date(said.get("lastmod", ""))), not _NEWS.search(address), address))
    return tuple(dict.fromkeys(address for _, _, address in sorted(found, key=lambda row: row[:2])))


def _age(moment: Moment | None) -> tuple[bool, float]:
    """Return a key that puts the newest first and what has no date last."""
    return moment is None, -moment.at.timestamp() if moment else 0.0
