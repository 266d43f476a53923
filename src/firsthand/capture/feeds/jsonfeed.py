"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Types are read leniently, as the standard asks: an id may be a number."""

import re
from html import escape

import msgspec

from firsthand.capture.feeds.bounds import MOST_ENTRIES
from firsthand.capture.feeds.dates import read_date
from firsthand.capture.feeds.words import absolute, once, plain
from firsthand.model.errors import InputError
from firsthand.model.feed import Enclosure, Entry, Feed, FeedKind

_OURS = "https://jsonfeed.org/version/"
_A_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
#: What stays as it is (another escape, or both halves of a letter), or a half alone.
_HALF = re.compile(
    rb"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\(?!u[dD][89a-fA-F])[\s\S])|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


class _Author(msgspec.Struct):
    name: str | None = None


class _Attachment(msgspec.Struct):
    url: str | None = None
    mime_type: str | None = None
    size_in_bytes: int | float | str | None = None
    title: str | None = None


class _Hub(msgspec.Struct):
    url: str | None = None


class _Item(msgspec.Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: str | None = None
    banner_image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: _Author | None = None
    authors: list[_Author] | None = None
    tags: list[str] | None = None
    language: str | None = None
    attachments: list[_Attachment] | None = None


class _Feed(msgspec.Struct):
    version: str | None = None
    title: str | None = None
    home_page_url: str | None = None
    feed_url: str | None = None
    description: str | None = None
    next_url: str | None = None
    icon: str | None = None
    favicon: str | None = None
    author: _Author | None = None
    authors: list[_Author] | None = None
    language: str | None = None
    hubs: list[_Hub] | None = None
    items: list[msgspec.Raw] | None = None


def read_json(content: bytes, url: str) -> Feed:
    """Read a JSON Feed; raises InputError where it is none. An item that cannot be read is left out and told of."""
    content = _mended(content)
    try:
        feed = msgspec.json.decode(content, type=_Feed)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError("feed-ill-formed", f"This is no JSON Feed: {error}.") from error
    if not (feed.version or "").startswith(_OURS) and feed.items is None:
        raise InputError("not-a-feed", "This is JSON, but no JSON Feed.", "Give the address of the feed.")
    entries, odd = [], 0
    items = feed.items or []
    for raw in items[:MOST_ENTRIES]:
        try:
            entries.append(_entry(msgspec.json.decode(raw, type=_Item), feed, url))
        except (msgspec.DecodeError, RecursionError):
            odd += 1
    return Feed(
        kind=FeedKind.JSON,
        version=(feed.version or "").removeprefix(_OURS),
        title=plain(feed.title or ""),
        link=absolute(feed.home_page_url or "", url),
        description=feed.description or "",
        language=feed.language or "",
        self_link=absolute(feed.feed_url or "", url),
        next_link=absolute(feed.next_url or "", url),
        hubs=once([hub.url or "" for hub in feed.hubs or ()]),
        image=absolute(feed.icon or feed.favicon or "", url),
        entries=tuple(entries),
        left_out=max(0, len(items) - MOST_ENTRIES),
        ill_formed=f"{odd} items cannot be read" if odd else "",
    )


def _mended(content: bytes) -> bytes:
    """Write halves of letters, and bytes that are none, as unknown letters: a cut emoji should not cost a whole feed."""
    try:
        content.decode()
    except UnicodeDecodeError:
        content = content.decode("utf-8", "replace").encode()
    return _HALF.sub(lambda found: found[1] or rb"\ufffd", content) if _A_HALF.search(content) else content


def _entry(item: _Item, feed: _Feed, url: str) -> Entry:
    authors = [*(item.authors or ()), *([item.author] if item.author else ())]
    pictures = [Enclosure(absolute(p, url), "image") for p in (item.image, item.banner_image) if p]
    return Entry(
        id=str(item.id) if item.id is not None else "",
        link=absolute(item.url or item.external_url or "", url),
        title=plain(item.title or ""),
        permalink=False,
        authors=once([plain(a.name or "") for a in authors]),
        published=read_date(item.date_published or ""),
        updated=read_date(item.date_modified or ""),
        summary=escape(item.summary or "", quote=False),
        content=item.content_html or escape(item.content_text or "", quote=False),
        categories=once([plain(tag) for tag in item.tags or ()]),
        enclosures=tuple(pictures + [_attached(a, url) for a in item.attachments or () if a.url]),
        captions=once([plain(a.title or "") for a in item.attachments or ()]),
        language=item.language or "",
    )


def _attached(attachment: _Attachment, url: str) -> Enclosure:
    size = attachment.size_in_bytes
    length = int(size) if isinstance(size, int | float) and 0 <= size < 1e15 else None
    return Enclosure(absolute(attachment.url or "", url), attachment.mime_type or "", length, attachment.title or "")
