"""The second reader: feedparser, for what is too broken for a tree. Slow (some 20 times), and it forgives anything.

It is given bytes in memory and nothing else: a name would be opened, an address fetched. Its sanitiser is off, because
it leaves what runs and takes what does not; whoever shows html cleans it.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

from firsthand.capture.feeds.bounds import MOST_ENTRIES
from firsthand.capture.feeds.dates import read_date
from firsthand.capture.feeds.words import absolute, once, person, plain, whole
from firsthand.model.feed import Enclosure, Entry, Feed, FeedKind

_MEDIA = re.compile(rb"""xmlns:([A-Za-z][\w.-]{0,30})\s*=\s*["']http://search\.yahoo\.com/mrss""")
#: Where a feed declares its name spaces.
_HEAD = 4000
_KINDS = {"rss10": FeedKind.RDF, "rss090": FeedKind.RDF}


def parsed(content: bytes, headers: Mapping[str, str] | None = None) -> Any:
    """Return what feedparser makes of bytes; ``headers`` are those that the bytes came with, by small letters."""
    import feedparser  # type: ignore[import-untyped]  # rarely needed, and slow to import

    return feedparser.parse(
        io.BytesIO(content), sanitize_html=False, resolve_relative_uris=True, response_headers=dict(headers or {})
    )


def without_captions(content: bytes) -> bytes:
    """Cut out what is said of pictures: feedparser takes it for the summary of an entry that has none."""
    for prefix in {b"media", *_MEDIA.findall(content[:_HEAD])}:
        for name in (b"description", b"title", b"text"):
            content = _without(content, prefix + b":" + name)
    return content


def _without(content: bytes, tag: bytes) -> bytes:
    pieces, at, closes = [], 0, b"</" + tag
    while (opens := content.find(b"<" + tag, at)) >= 0:
        shut = content.find(closes, opens)
        ends = content.find(b">", shut) + 1 if shut >= 0 else 0
        if not ends:
            break
        pieces.append(content[at:opens])
        at = ends
    return b"".join((*pieces, content[at:])) if pieces else content


def read_loosely(content: bytes, url: str) -> Feed:
    """Read a feed that nothing else reads. It may have no entries and no title."""
    headers = {"content-type": "application/xml", **({"content-location": url} if url else {})}
    result = parsed(without_captions(content), headers)
    feed, version = result.feed, result.version or ""
    links = [(link.get("rel"), link.get("href") or "") for link in feed.get("links", ())]
    return Feed(
        kind=_KINDS.get(version, FeedKind.ATOM if version.startswith("atom") else FeedKind.RSS),
        version=version,
        title=plain(feed.get("title") or ""),
        link=absolute(feed.get("link") or "", url),
        description=feed.get("subtitle") or "",
        language=feed.get("language") or "",
        updated=read_date(feed.get("updated") or feed.get("published") or ""),
        self_link=next((absolute(href, url) for rel, href in links if rel == "self"), ""),
        next_link=next((absolute(href, url) for rel, href in links if rel == "next"), ""),
        hubs=once([href for rel, href in links if rel == "hub"]),
        ttl=whole(feed.get("ttl")),
        image=absolute((feed.get("image") or {}).get("href") or feed.get("logo") or "", url),
        entries=tuple(_entry(entry, url) for entry in result.entries[:MOST_ENTRIES]),
        left_out=max(0, len(result.entries) - MOST_ENTRIES),
        ill_formed=str(result.get("bozo_exception") or ""),
    )


def _entry(entry: Any, url: str) -> Entry:
    media = [m for m in entry.get("media_content", ()) if m.get("url")]
    files = [
        Enclosure(e.get("href") or "", e.get("type") or "", whole(e.get("length"))) for e in entry.get("enclosures", ())
    ]
    return Entry(
        id=entry.get("id") or "",
        link=absolute(entry.get("link") or "", url),
        title=plain(entry.get("title") or ""),
        permalink=bool(entry.get("guidislink")),
        authors=once([person(a.get("name") or a.get("email") or "") for a in entry.get("authors", ())]),
        published=read_date(entry.get("published") or ""),
        updated=read_date(entry.get("updated") or "") if "updated" in entry.keys() else None,  # noqa: SIM118 - it aliases
        summary=entry.get("summary") or "",
        content=next((c.value or "" for c in entry.get("content", ())), ""),
        categories=once([plain(t.get("term") or t.get("label") or "") for t in entry.get("tags", ())]),
        enclosures=tuple(f for f in files if f.url) + tuple(Enclosure(m["url"], m.get("type") or "") for m in media),
        comments=entry.get("comments") or "",
    )
