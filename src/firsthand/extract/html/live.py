"""The entries of a live blog become documents of their own.

A live blog is known by its linked data (LiveBlogPosting with its updates), which also says each entry's time and headline;
its words are taken from the page, where they stand with exact places. Entries whose words the page does not hold are left out:
they are in no reading.
"""

from dataclasses import dataclass
from typing import Any

from firsthand.extract.assemble import Draft, Facts, Piece
from firsthand.extract.html import jsonld
from firsthand.extract.html.clock import read_time
from firsthand.extract.html.features import squash
from firsthand.extract.html.reading import Frame, Line, Page
from firsthand.model.document import BlockKind, PartKind, Role
from firsthand.model.lexicon import Lexicon

#: One update is a correction or a teaser; three are a live blog.
_FEWEST_ENTRIES = 3
#: More entries than this on one page were not seen; the bound keeps hostile data cheap.
_MOST_ENTRIES = 400
#: Lines shorter than this are found by chance.
_NO_CHANCE = 12


@dataclass(frozen=True, slots=True)
class LiveItems:
    """The drafts of the entries, and the lines of the page that they hold."""

    drafts: tuple[Draft, ...]
    lines: frozenset[int]


def live_items(
    page: Page, kept: list[bool], updates: list[jsonld.Item], language: str | None, outlet: str | None
) -> LiveItems:
    """Return the live blog's entries that stand on the page, in the order of the page."""
    if len(updates) < _FEWEST_ENTRIES:
        return LiveItems((), frozenset())
    squashed = [squash(line.text) for line in page.lines]
    taken: set[int] = set()
    found: list[tuple[jsonld.Item, list[Line]]] = []
    for item in updates[:_MOST_ENTRIES]:
        lines = _lines_of(page, squashed, item, taken)
        if lines:
            taken.update(line.index for line in lines)
            found.append((item, lines))
    if len(found) < _FEWEST_ENTRIES:
        return LiveItems((), frozenset())
    whole = _completed(page, kept, [lines for _, lines in found])
    entries = sorted(zip(whole, (item for item, _ in found), strict=True), key=lambda pair: pair[0][0].index)
    drafts = tuple(_draft(item, lines, language, outlet) for lines, item in entries)
    return LiveItems(drafts, frozenset(line.index for lines in whole for line in lines))


def _completed(page: Page, kept: list[bool], entries: list[list[Line]]) -> list[list[Line]]:
    """Give each entry the body lines of the largest frame that holds no other entry: linked data cuts long entries short."""
    held: dict[Frame, set[int]] = {}
    for number, lines in enumerate(entries):
        for line in lines:
            for frame in line.frame.chain():
                held.setdefault(frame, set()).add(number)
    owner = {frame: next(iter(numbers)) for frame, numbers in held.items() if len(numbers) == 1}
    whole: list[list[Line]] = [[] for _ in entries]
    said = {line.index for lines in entries for line in lines}
    for line in page.lines:
        entry = next((owner[frame] for frame in line.frame.chain() if frame in owner), None)
        if entry is not None and (kept[line.index] or line.index in said):
            whole[entry].append(line)
    return [new or old for new, old in zip(whole, entries, strict=True)]


def _lines_of(page: Page, squashed: list[str], item: jsonld.Item, taken: set[int]) -> list[Line]:
    headline = squash(_first(item.get("headline")))
    body = squash(_first(item.get("articleBody")))
    if len(body) < _NO_CHANCE:
        return []
    hits = [
        line
        for line, text in zip(page.lines, squashed, strict=True)
        if line.index not in taken and len(text) >= _NO_CHANCE and (text in body or text == headline)
    ]
    return hits if any(squashed[line.index] in body for line in hits) else []


def _draft(item: jsonld.Item, lines: list[Line], language: str | None, outlet: str | None) -> Draft:
    headline = _first(item.get("headline"))
    heads = tuple(line.range for line in lines if squash(line.text) == squash(headline))
    published = read_time(_first(item.get("datePublished")), Lexicon())
    pieces = [Piece(PartKind.HEADLINE, headline, heads, "json-ld")] if headline else []
    pieces += [Piece(PartKind.PUBLISHED, str(published), (), "json-ld")] if published else []
    pieces += [
        Piece(BlockKind.PARAGRAPH, line.text, (line.range,), "json-ld") for line in lines if line.range not in heads
    ]
    facts = Facts(
        headline=headline, outlet=outlet, url=_first(item.get("url")) or None, published=published, language=language
    )
    return Draft(Role.LIVE_ITEM, tuple(pieces), (), facts)


def _first(value: Any) -> str:
    return next(iter(jsonld.texts(value)), "")
