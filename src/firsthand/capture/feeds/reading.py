"""Bytes become a Feed. `read_feed` is for feeds; `read_source` for whatever an address gives that has entries.

    bytes -> unpacked -> a sitemap | a page with entries marked up | a feed            read_source

    bytes -> JSON Feed, where it begins so
          -> a strict tree -> read                                             nearly every feed
          -> ill-formed, without entries, or entries without id, link and title:
             the tree as repaired, and feedparser; the one with more in it

The tree is ours. fastfeedparser was looked at for its place and is not used: it takes ``media:description`` for the
entry's own description where that stands first, fills one field from another, so that nobody can tell what the feed
said, reads the clock for dates that are cut short, and does not say hubs, time to live or whether a guid is a link
(note 021).
"""

import re
import zlib
from dataclasses import replace

from lxml import etree

from firsthand.capture.feeds.elements import Names
from firsthand.capture.feeds.fallback import read_loosely
from firsthand.capture.feeds.formats import kind_of, read_tree
from firsthand.capture.feeds.hfeed import read_hfeed
from firsthand.capture.feeds.jsonfeed import read_json
from firsthand.capture.feeds.nofeed import is_html, no_feed, wall_of
from firsthand.capture.feeds.sitemap import kind_of_map, read_sitemap
from firsthand.capture.feeds.tree import MOST_BYTES, Element, named, prepared, repaired, strict
from firsthand.capture.packing import Unpacking
from firsthand.extract.decode import decode
from firsthand.extract.html.tree import parse_page
from firsthand.model.errors import InputError, UnsupportedInput
from firsthand.model.feed import Entry, Feed

#: feedparser takes minutes for what is larger and made to harm; ill-formed feeds seen in the wild have half of this.
_LOOSE_AT_MOST = 1_000_000
#: It takes 25 microseconds an entry of nothing; a feed of so many in so few bytes says nothing in any reading.
_LOOSE_ENTRIES = 5_000
#: No tag of a feed is this long but one with ten thousands of attributes, which feedparser compares in pairs.
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000}")
#: Where the first element is looked for.
_HEAD = 4_000
_MAP = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_BEGINS = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:rss|feed|channel|RDF)[\s>]", re.IGNORECASE)


def read_feed(content: bytes, *, url: str = "", charset: str | None = None) -> Feed:
    """Read a feed of any format. ``url`` is where it came from, ``charset`` what its header said.

    Raises InputError: ``empty``, ``feed-size``, ``feed-depth``, ``feed-ill-formed``, ``not-a-feed``.
    """
    content = prepared(content, charset)
    if content[:1] in (b"{", b"["):
        return read_json(content, url)
    names, wrong = Names(), ""
    try:
        feed = _read(_strict(content), names, url)
        if feed is not None and _is_whole(feed):
            return feed
    except etree.XMLSyntaxError as error:
        feed, wrong = None, str(error)
    return _second(content, feed, wrong, url)


def read_source(content: bytes, *, url: str = "", charset: str | None = None, media_type: str | None = None) -> Feed:
    """Read whatever has entries: a feed of any format, a sitemap or an index of some (also packed), a page with h-entries.

    Raises InputError: ``not-a-feed`` with what it is instead, and those of `read_feed`.
    """
    content = _unpacked(content)
    whole = prepared(content, charset)
    is_page, begins = is_html(whole), bool(_BEGINS.search(whole[:_HEAD]))
    if is_page and not begins:
        return _read_page(content, url, charset, media_type)
    if (sitemap := _read_map(whole, url)) is not None:
        return sitemap
    try:
        return read_feed(content, url=url, charset=charset)
    except InputError as error:
        if error.code == "not-a-feed" or (error.code == "feed-ill-formed" and (is_page or not begins)):
            raise no_feed(content, media_type) from error
        raise


def _unpacked(content: bytes) -> bytes:
    """Unpack a sitemap that is a gzip file, within the bound of a feed."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacking = Unpacking("gzip")
    try:
        found = unpacking.feed(content, MOST_BYTES)
    except zlib.error as error:
        raise InputError("feed-ill-formed", "The packed file cannot be unpacked.", "Try again later.") from error
    if len(found) > MOST_BYTES:
        raise UnsupportedInput("feed-size", f"Unpacked, the feed has more than {MOST_BYTES} bytes.")
    return found


def _read_page(content: bytes, url: str, charset: str | None, media_type: str | None) -> Feed:
    if not wall_of(content):
        root = parse_page(decode(content, charset).text)
        if root is not None and (feed := read_hfeed(root, url)) is not None:
            return feed
    raise no_feed(content, media_type)


def _read_map(content: bytes, url: str) -> Feed | None:
    if not _MAP.search(content[:_HEAD]):
        return None
    root: Element | None
    try:
        root, wrong = _strict(content), ""
    except etree.XMLSyntaxError as error:
        root, wrong = repaired(content), str(error)
    if root is None or not kind_of_map(root):
        return None
    return replace(read_sitemap(root, url), ill_formed=wrong)


def _strict(content: bytes) -> Element:
    """Read a tree; where only names that HTML knows were undeclared, it is well-formed enough."""
    try:
        return strict(content)
    except etree.XMLSyntaxError:
        return strict(named(content))


def _read(root: Element | None, names: Names, url: str) -> Feed | None:
    kind = kind_of(root, names) if root is not None else None
    return read_tree(root, kind, names, url) if root is not None and kind is not None else None


def _second(content: bytes, feed: Feed | None, wrong: str, url: str) -> Feed:
    """Choose among what a repaired tree, feedparser and the strict tree gave: the one with most in it, the tree first."""
    found = [feed] if feed is not None else []
    if wrong and (mended := _read(repaired(content), Names(), url)) is not None:
        found.append(replace(mended, ill_formed=wrong))
    if _may_be_loose(content):
        loose = _loosely(named(content), url)
        if loose is not None and (loose.entries or loose.version):
            found.append(replace(loose, ill_formed=loose.ill_formed or wrong))
    if not found:
        if _is_page(content):
            raise InputError("not-a-feed", "This is a web page, not a feed.", "Give the address of the feed.")
        if wrong:
            raise InputError("feed-ill-formed", f"This is no feed that can be read: {wrong}.")
        raise InputError("not-a-feed", "This is XML, but no feed.", "Give the address of the feed.")
    return max(found, key=_weight)


def _loosely(content: bytes, url: str) -> Feed | None:
    """Read with feedparser; None where it breaks, which it does in many ways on a feed that is broken in the right place."""
    try:
        return read_loosely(content, url)
    except MemoryError:
        raise
    except Exception:
        return None


def _may_be_loose(content: bytes) -> bool:
    few = content.count(b"<item") + content.count(b"<entry") <= _LOOSE_ENTRIES
    return len(content) <= _LOOSE_AT_MOST and few and not _is_page(content) and not _LONG_TAG.search(content)


def _weight(feed: Feed) -> tuple[int, int]:
    return sum(_is_told(e) for e in feed.entries), sum(
        bool(e.body) + bool(e.published) + bool(e.link) for e in feed.entries
    )


def _is_whole(feed: Feed) -> bool:
    """Say whether a feed needs no second look. One without any entry is looked at twice: it costs nothing."""
    return bool(feed.entries) and all(map(_is_told, feed.entries))


def _is_told(entry: Entry) -> bool:
    """Say whether an entry says anything by which it can be known."""
    return bool(entry.id or entry.link or entry.title or entry.body or entry.captions or entry.enclosures)


def _is_page(content: bytes) -> bool:
    head = content[:2000].lstrip().lower()
    return head.startswith((b"<html", b"<head", b"<body")) or b"<html" in head
