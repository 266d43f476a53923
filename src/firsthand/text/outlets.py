"""By which names an outlet goes on its own pages, and where another's page says that a story is from it.

Partners reprint one another under a line with the other's name, under its reporter's byline, with its reporter's
address at the end. A page's own name is no such sign.
"""

import re
from collections.abc import Iterator, Sequence
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
    names = _told(document)
    for block in document.blocks[-_LAST_BLOCKS:]:
        line = document.text[block.start : block.end]
        if len(line) <= 2 * _LONGEST_NAME:
            names += [m["name"] for m in _COPYRIGHT.finditer(line)]
    return frozenset(f for name in names if len(f := fold_name(name)) >= _SHORTEST)


def goes_by(document: Document, name: str) -> bool:
    """Say whether a name is that of a page's outlet, as told or as in its address: ``nytimes`` is ``New York Times``."""
    mine = {folded for told in _told(document) if (folded := fold_name(told))}
    words = [fold_name(word) for word in name.casefold().removeprefix("the ").split()]
    if fold_name(name) in mine or fold_name(_label(name.casefold())) in mine:
        return True
    return len(words) > 1 and any(_shortens(one, words) for one in mine)


def _shortens(short: str, words: Sequence[str]) -> bool:
    """Say whether a name is made of the beginnings of some words: their initials, or with the last of them whole."""
    if len(words) > 2 and short == "".join(word[:1] for word in words):
        return True
    return short.endswith(words[-1]) and _begins(short.removesuffix(words[-1]), words[:-1])


def _begins(short: str, words: Sequence[str]) -> bool:
    if not words or not short:
        return not words and not short
    return any(short.startswith(words[0][:n]) and _begins(short[n:], words[1:]) for n in range(1, len(words[0]) + 1))


def _told(document: Document) -> list[str]:
    return [document.outlet or "", _label(host_of(document.url)), _label((document.outlet or "").casefold())]


def is_address_of(address: str | None, document: Document) -> bool:
    """Say whether an address lies on the host of a page."""
    theirs, host = host_of(address), host_of(document.url)
    return bool(host and theirs) and f".{theirs}".endswith(f".{host}")


def is_one_outlet(a: Document, b: Document) -> bool:
    """Say whether two pages are one outlet's, told by its name or by its address (``USA TODAY``, ``usatoday.com``)."""
    return bool(_called(a) & _called(b))


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

    A newspaper rarely opens with its own name; a university, a company and a ministry do. In brackets it is the credit
    of a picture, and after ``by`` it is a byline.
    """
    names = {_label(host_of(document.url)), (document.outlet or "").casefold()} - {""}
    opening = document.text[:_OPENING]
    for name in sorted(n for n in names if len(n) >= _SHORTEST):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", opening, re.IGNORECASE):
            if not _CREDITS.search(opening, opening.rfind("\n", 0, match.start()) + 1, match.start()):
                return Span(document.id, match.start(), match.end())
    return None


def _called(document: Document) -> frozenset[str]:
    """Return the folded names of a page's outlet, as told and as in its address; a short one only as it was told."""
    outlet, host = document.outlet or "", host_of(document.url)
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
    for match in _ADDRESS.finditer(document.text) if host and "@" in document.text else ():
        there = match[1].casefold()
        if there == host or host.endswith("." + there):
            yield match[0], Span(document.id, match.start(), match.end())


@lru_cache(maxsize=4096)
def host_of(url: str | None) -> str:
    """Return the host of an address without ``www.``; '' when it has none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        host = None
    return (host or "").removeprefix("www.")


def _label(host: str) -> str:
    """Return the part of a host that names its owner: the longest before the ending."""
    return max(host.split(".")[:-1], key=len, default="")
