"""Ways to narrow a search: links that put a field to the question, or take it away again. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from firsthand.contract import FoundStoryOut

#: Fields that are always offered, with what they are called.
_ALWAYS = (
    ("is:original", "originals only"),
    ("independent:>=2", "two independent sources or more"),
    ("independent:>=3", "three or more"),
    ("after:7d", "last week"),
    ("after:30d", "last month"),
)
#: Outlets that are offered, those that most of what was found is from; and languages.
_OUTLETS = 3


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A link that narrows a search by ``field``, or (``here``) takes that away again."""

    name: str
    field: str
    link: str
    here: bool


def address(query: str, order: str = "best", after: str | None = None) -> str:
    """Return the address of a search.

    >>> address("ferry strike", "newest")
    '/search?q=ferry+strike&order=newest'
    """
    asked = {"q": query, "order": order if order != "best" else "", "after": after or ""}
    return f"/search?{urlencode({name: value for name, value in asked.items() if value})}"


def narrowings(query: str, order: str, found: Sequence[FoundStoryOut]) -> list[Narrowing]:
    """Return the ways to narrow a search: those that are always offered, and by the outlets and languages of what was found."""
    pages = [page for story in found for page in story.pages]
    outlets = _most([page.outlet for page in pages if page.outlet])[:_OUTLETS]
    languages = _most([page.language.partition("-")[0] for page in pages if page.language])
    offered = [*_ALWAYS]
    offered += [(f"lang:{code}", f"lang:{code}") for code in languages if len(languages) > 1]
    offered += [(f'outlet:"{name}"', name) for name in outlets if len(outlets) > 1 and '"' not in name]
    return [_narrowing(query, order, field, name) for field, name in offered]


def _most(values: Sequence[str]) -> list[str]:
    return sorted(set(values), key=lambda value: (-values.count(value), value))


def _narrowing(query: str, order: str, field: str, name: str) -> Narrowing:
    standing = re.compile(rf"(?:^|\s){re.escape(field)}(?=\s|$)")
    here = bool(standing.search(query))
    narrowed = standing.sub("", query).strip() if here else f"{query} {field}".strip()
    return Narrowing(name, field, address(narrowed, order), here)
