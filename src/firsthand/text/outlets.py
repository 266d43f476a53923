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
#: ``Roe and Doe write for the Harbour Ledger.``, below a story that another outlet took over.
_WRITES_FOR = re.compile(r"\bwrites? for (?P<name>[^\W\d_a-z][^\n.;:]{2,50}|the [^\W\d_a-z][^\n.;:]{2,50})\.?$")
#: What stands before a name on its line where it credits: an open bracket, or a byline's beginning.
_CREDITS = re.compile(r"(?i)\([^()]*$|^(?:by|von|par|por) ")
_ADDRESS = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[^\W\d_]{2,})")


@lru_cache(maxsize=512)
def own_names(document: Document) -> frozenset[str]:
    """Return the folded names of a page's outlet: as told, as in its address, as in its copyright line."""
    names = [document.outlet or "", _label(_host(document)), _label((document.outlet or "").casefold())]
    for block in document.blocks[-_LAST_BLOCKS:]:
        line = document.text[block.start : block.end]
        if len(line) <= 2 * _LONGEST_NAME:
            names += [m["name"] for m in _COPYRIGHT.finditer(line)]
    return frozenset(f for name in names if len(f := fold_name(name)) >= _SHORTEST)


def is_one_outlet(a: Document, b: Document) -> bool:
    """Say whether two pages are one outlet's, told by its name or by its address (``USA TODAY``, ``usatoday.com``)."""
    return bool(_called(a) & _called(b))


def names_as_source(document: Document, other: Document) -> tuple[str, Span | None] | None:
    """Return the words by which ``document`` says that it has its story from ``other``'s outlet, and their place.

    None where it does not, or where the two are pages of one outlet.
    """
    theirs = own_names(other) - own_names(document)
    if not theirs or (_host(other) and _host(other) == _host(document)):
        return None
    for byline in document.words_of(PartKind.BYLINE):
        if any(name in fold_name(byline) for name in theirs):
            return byline, None
    return next(_lines(document, theirs), None) or next(_addresses(document, _host(other)), None)


def speaks_of_itself(document: Document) -> Span | None:
    """Return where the opening of a page names the owner of the page's own address or outlet, if it does.

    A newspaper rarely opens with its own name; a university, a company and a ministry do. In brackets it is the credit
    of a picture, and after ``by`` it is a byline.
    """
    names = {_label(_host(document)), (document.outlet or "").casefold()} - {""}
    opening = document.text[:_OPENING]
    for name in sorted(n for n in names if len(n) >= _SHORTEST):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", opening, re.IGNORECASE):
            if not _CREDITS.search(opening, opening.rfind("\n", 0, match.start()) + 1, match.start()):
                return Span(document.id, match.start(), match.end())
    return None


def _called(document: Document) -> frozenset[str]:
    """Return the folded names of a page's outlet, as told and as in its address; a short one only as it was told."""
    outlet, host = document.outlet or "", _host(document)
    labels = [f for name in (_label(host), _label(outlet.casefold())) if len(f := fold_name(name)) >= _SHORTEST]
    return frozenset({fold_name(outlet), host, *labels} - {""})


def fold_name(name: str) -> str:
    """Fold an outlet's name: ``The Washington Post`` and ``washingtonpost`` are one."""
    return "".join(c for c in name.casefold().removeprefix("by ").removeprefix("the ") if c.isalnum())


def _lines(document: Document, names: frozenset[str]) -> Iterator[tuple[str, Span]]:
    last = len(document.blocks) - _LAST_BLOCKS
    for place, block in enumerate(document.blocks):
        line = document.text[block.start : block.end]
        if len(line) > 2 * _LONGEST_NAME:
            continue
        writes = _WRITES_FOR.search(line)
        is_outside = place < _FIRST_BLOCKS or place >= last
        name = writes["name"] if writes else line if is_outside and len(line) <= _LONGEST_NAME else ""
        if name and fold_name(name) in names:
            yield line, Span(document.id, block.start, block.end)


def _addresses(document: Document, host: str) -> Iterator[tuple[str, Span]]:
    for match in _ADDRESS.finditer(document.text):
        there = match[1].casefold()
        if host and (there == host or host.endswith("." + there)):
            yield match[0], Span(document.id, match.start(), match.end())


def _host(document: Document) -> str:
    host = urlsplit(document.url).hostname if document.url else None
    return (host or "").removeprefix("www.")


def _label(host: str) -> str:
    """Return the part of a host that names its owner: the longest before the ending."""
    return max(host.split(".")[:-1], key=len, default="")
