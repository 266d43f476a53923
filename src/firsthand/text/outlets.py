"""By which names an outlet goes on its own pages, and where another's page says that a story is from it.

Partners reprint one another under a line with the other's name, under its reporter's byline, with its reporter's
address at the end. A page's own name is no such sign.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from firsthand.model.document import Document, PartKind
from firsthand.model.span import Span

#: A line that is a name and nothing else is no longer, and stands among the first or the last blocks.
_LONGEST_NAME, _FIRST_BLOCKS, _LAST_BLOCKS = 60, 4, 6
#: A folded name shorter than this is found inside words.
_SHORTEST = 5
#: An opening, in characters: two or three sentences.
_OPENING = 500
_COPYRIGHT = re.compile(
    r"(?i)(?:copyright|©|\(c\))[\W\d]*(?:by )?(?P<name>[^\W\d_][^\n.|©]{2,50}?)\s*(?:[.|©\n]|all rights|$)"
)
_ADDRESS = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[^\W\d_]{2,})")


@lru_cache(maxsize=512)
def own_names(document: Document) -> frozenset[str]:
    """Return the folded names of a page's outlet: as told, as in its address, as in its copyright line."""
    names = [document.outlet or "", _label(host_of(document.url)), _label((document.outlet or "").casefold())]
    for block in document.blocks[-_LAST_BLOCKS:]:
        line = document.text[block.start : block.end]
        if len(line) <= 2 * _LONGEST_NAME:
            names += [m["name"] for m in _COPYRIGHT.finditer(line)]
    return frozenset(f for name in names if len(f := fold_name(name)) >= _SHORTEST)


def names_as_source(document: Document, other: Document) -> tuple[str, Span | None] | None:
    """Return the words by which ``document`` says that it has its story from ``other``'s outlet, and their place.

    None where it does not, or where the two are pages of one outlet.
    """
    theirs = own_names(other) - own_names(document)
    if not theirs or (host_of(other.url) and host_of(other.url) == host_of(document.url)):
        return None
    for byline in document.words_of(PartKind.BYLINE):
        if any(name in fold_name(byline) for name in theirs):
            return byline, None
    return next(_lines(document, theirs), None) or next(_addresses(document, host_of(other.url)), None)


def speaks_of_itself(document: Document) -> Span | None:
    """Return where the opening of a page names the owner of the page's own address or outlet, if it does.

    A newspaper rarely opens with its own name; a university, a company and a ministry do.
    """
    names = {_label(host_of(document.url)), (document.outlet or "").casefold()} - {""}
    opening = document.text[:_OPENING]
    for name in sorted(n for n in names if len(n) >= _SHORTEST):
        match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", opening, re.IGNORECASE)
        if match:
            return Span(document.id, match.start(), match.end())
    return None


def fold_name(name: str) -> str:
    """Fold an outlet's name: ``The Washington Post`` and ``washingtonpost`` are one."""
    return "".join(c for c in name.casefold().removeprefix("by ").removeprefix("the ") if c.isalnum())


def _lines(document: Document, names: frozenset[str]) -> Iterator[tuple[str, Span]]:
    for block in (*document.blocks[:_FIRST_BLOCKS], *document.blocks[-_LAST_BLOCKS:]):
        line = document.text[block.start : block.end]
        if len(line) <= _LONGEST_NAME and fold_name(line) in names:
            yield line, Span(document.id, block.start, block.end)


def _addresses(document: Document, host: str) -> Iterator[tuple[str, Span]]:
    for match in _ADDRESS.finditer(document.text) if host and "@" in document.text else ():
        there = match[1].casefold()
        if there == host or host.endswith("." + there):
            yield match[0], Span(document.id, match.start(), match.end())


@lru_cache(maxsize=4096)
def host_of(url: str | None) -> str:
    """Return the host of an address without ``www.``; '' when it has none."""
    return ((urlsplit(url).hostname if url else None) or "").removeprefix("www.")


def _label(host: str) -> str:
    """Return the part of a host that names its owner: the longest before the ending."""
    return max(host.split(".")[:-1], key=len, default="")
