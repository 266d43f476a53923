"""Linked data in a page's scripts: every object of every graph and array, also from JSON that is a little broken.

Broken in the wild: line breaks inside strings, comments and CDATA around, trailing commas, HTML entities for
quotation marks,
two objects in a row, a missing end. Each repair is tried only after the text as it stands has failed.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Item = dict[str, Any]

#: Objects looked at per page; a graph of a large site index must not cost the page its time.
_MOST_ITEMS = 2_000
#: A script longer than this is a data dump, not a description of the page.
_LONGEST_SCRIPT = 2_000_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')

ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle SatiricalArticle ScholarlyArticle TechArticle "
    "Report BlogPosting SocialMediaPosting LiveBlogPosting Review CriticReview Posting".split()
)


def find_items(root: HtmlElement) -> list[Item]:
    """Return every JSON-LD object of the page, outer ones first."""
    found: list[Item] = []
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" not in kind:
            continue
        for value in parse_leniently(script.text or ""):
            for item in _objects(value):
                found.append(item)
                if len(found) >= _MOST_ITEMS:
                    return found
    return found


def parse_leniently(text: str) -> list[Any]:
    """Parse JSON, or what can be saved of it.

    >>> parse_leniently('<!-- {"a": "b\\nc",} -->')
    [{'a': 'b\\nc'}]
    """
    if len(text) > _LONGEST_SCRIPT:
        return []
    for candidate in _repairs(text):
        values = _values(candidate)
        if values:
            return values
    return []


def _repairs(text: str) -> Iterator[str]:
    yield text
    text = _WRAPPING.sub("", text.strip()).strip().rstrip(";")
    yield text
    text = _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))
    yield text
    if "&quot;" in text:
        yield unescape(text)


def _values(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,;\ufeff":
            at += 1
        if at >= len(text):
            return values
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return values
        values.append(value)


def _objects(value: Any) -> Iterator[Item]:
    """Yield the objects inside a value, breadth first, without recursion."""
    level = [value]
    while level:
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                if "@type" in item or "headline" in item:
                    yield item
                below.extend(v for v in item.values() if isinstance(v, dict | list))
            elif isinstance(item, list):
                below.extend(v for v in item if isinstance(v, dict | list))
        level = below


def types_of(item: Item) -> set[str]:
    """Return the object's types without the prefix of their vocabulary."""
    kinds = item.get("@type")
    return {str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])}


def article_of(items: list[Item], url: str | None) -> Item | None:
    """Return the object that describes the page's article: the one that names the page, or else the fullest."""
    articles = [item for item in items if types_of(item) & ARTICLE_TYPES and ("headline" in item or "name" in item)]
    if not articles:
        return None
    return max(articles, key=lambda item: (_names_page(item, url), _fullness(item)))


def _names_page(item: Item, url: str | None) -> bool:
    if not url:
        return False
    page = _bare(url)
    return any(_bare(text) == page for text in (*texts(item.get("url")), *texts(item.get("mainEntityOfPage"), "@id")))


def _bare(url: str) -> str:
    return re.sub(r"^https?://(www\.|m\.|amp\.)?", "", url.split("?")[0].split("#")[0]).rstrip("/")


def _fullness(item: Item) -> int:
    return sum(
        bool(item.get(key)) for key in ("datePublished", "author", "headline", "articleBody", "image", "publisher")
    )


def texts(value: Any, *keys: str) -> list[str]:
    """Return the strings of a value: itself, its members, or the first of ``keys`` (else name, @value) its objects
    have.
    """
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = next((item[key] for key in (*keys, "name", "@value", "@id") if item.get(key)), None)
            if isinstance(item, list):
                item = item[0] if item else None
        if isinstance(item, str | int | float) and not isinstance(item, bool):
            text = unescape(str(item)).strip()
            if text:
                found.append(text)
    return found


def resolve(items: list[Item], value: Any) -> Any:
    """Replace objects that only point (``{"@id": ...}``) by the objects they point at."""
    if isinstance(value, list):
        return [resolve(items, member) for member in value[:50]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and "@id" in value:
        return next((i for i in items if i.get("@id") == value["@id"] and len(i) > len(value)), value)
    return value
