"""Bytes become a Feed.

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
from dataclasses import replace

from lxml import etree

from firsthand.capture.feeds.elements import Names
from firsthand.capture.feeds.fallback import read_loosely
from firsthand.capture.feeds.formats import kind_of, read_tree
from firsthand.capture.feeds.jsonfeed import read_json
from firsthand.capture.feeds.tree import Element, named, prepared, repaired, strict
from firsthand.model.errors import InputError
from firsthand.model.feed import Entry, Feed

#: feedparser takes minutes for what is larger and made to harm; ill-formed feeds seen in the wild have half of this.
_LOOSE_AT_MOST = 1_000_000
#: No tag of a feed is this long but one with ten thousands of attributes, which feedparser compares in pairs.
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000}")


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
    if len(content) <= _LOOSE_AT_MOST and not _is_page(content) and not _LONG_TAG.search(content):
        loose = read_loosely(named(content), url)
        if loose.entries or loose.version:
            found.append(replace(loose, ill_formed=loose.ill_formed or wrong))
    if not found:
        if _is_page(content):
            raise InputError("not-a-feed", "This is a web page, not a feed.", "Give the address of the feed.")
        if wrong:
            raise InputError("feed-ill-formed", f"This is no feed that can be read: {wrong}.")
        raise InputError("not-a-feed", "This is XML, but no feed.", "Give the address of the feed.")
    return max(found, key=_weight)


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
