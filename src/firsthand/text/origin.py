"""Lines in which a page says where its story is from: "This story originally appeared on BGR", "More from The Sun".

Partners who reprint one another say so below the text, or send readers on to the other by its name. English; other
languages are silent here rather than guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Such a line is short; a sentence of the story that speaks of another story is not alone in a line, or is longer.
_LONGEST = 200
#: A name: an address, or capitalised words with small ones between them. An article before it is no part of it.
_WORD = r"(?:St\.|(?:[A-Z]\.)+|[\w&'’-]+(?:\.[\w&'’-]+)*)"
_NAME = (
    r"(?i:the )?(?P<name>(?:[\w-]+\.)+[a-z]{2,10}\b"
    rf"|(?=[^\W\d_a-z]){_WORD}(?: (?:(?:of|the|and|for|&|de|la|le) )*(?=[^\W_a-z]){_WORD})*)"
)
_STORY = r"(?:article|story|piece|post|column|report|interview|essay|op-ed|analysis|commentary|review|version)"
_STATED = (
    # Of the story itself: what comes between is its title.
    rf"^\W*(?i:this|the) {_STORY}(?: (?:[^\W_a-z]|\d|[“\"‘']).{{3,120}}?)?,? (?i:was |is )?(?:originally|first) "
    rf"(?:appeared|ran|published|posted)(?: online)? (?:in|on|at|by|with) {_NAME}",
    rf"^\W*(?i:originally|first|as first) (?:appeared|published|posted) (?:in|on|at|by) {_NAME}",
    rf"^\W*(?i:read|see) the original (?:{_STORY} )?(?:in|on|at|from) {_NAME}",
    rf"^\W*(?i:this {_STORY} (?:is|was) )?(?i:republished|reprinted) (?i:here )?(?i:with permission )?(?:from|of) {_NAME}",
)
_POINTED = (rf"^\W*(?i:(?:(?:click|tap)(?: here)? for|read|see|for) )?(?i:more from) {_NAME}\W*$",)
_WAYS = tuple((re.compile(way), stated) for ways, stated in ((_STATED, True), (_POINTED, False)) for way in ways)


@dataclass(frozen=True, slots=True)
class Origin:
    """The outlet that a line names. ``stated``: as the one that had the story first; else it only leads there."""

    name: str
    stated: bool


def origin(line: str) -> Origin | None:
    """Return the outlet from which, as a line of a page says, its story is.

    >>> origin("This story originally appeared on BGR.")
    Origin(name='BGR', stated=True)
    >>> origin("Click for more from The Wall Street Journal.")
    Origin(name='Wall Street Journal', stated=False)
    >>> origin("This article was originally published at 4:10 p.m.")
    """
    if len(line) > _LONGEST:
        return None
    found = ((match, stated) for way, stated in _WAYS if (match := way.search(line)))
    return next((Origin(match["name"], stated) for match, stated in found), None)


def origin_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that say where a story is from, each once, in order."""
    return tuple(dict.fromkeys(line for line in lines if origin(line)))
