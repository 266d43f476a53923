"""Where sentences end: initials, ``U.S.`` and ``Mr.`` do not end one; closing quotation marks belong to it."""

import re
from collections.abc import Iterator

from firsthand.model.span import Range

_CLOSERS = "\"'’”»›)]」』"
#: The first mark alone, so that the search leaps from mark to mark; what follows asks which one it was.
_END = re.compile(
    "[.!?…。！？\n](?:"
    rf"(?<=[.!?…])[.!?…]*[{re.escape(_CLOSERS)}]*(?=\s)|(?<=[。！？])[。！？]*[{re.escape(_CLOSERS)}]*|(?<=\n))"
)
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
#: Titles and the like that take a point, in several languages; a missing one costs a wrong cut, no more.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sen rep gen col lt sgt capt gov st rev hon jr sr vs no art approx dept est inc ltd co corp bros "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun bzw usw sr sra dra mme mlle".split()
)
#: German writes its ordinals with a point: "am 12. Mai", "zum 3. Mal", "im 19. Jahrhundert".
_ORDINAL = re.compile(r"(?:\b(vom|zum|zur|im|dem|den|der|des|ab|bis) )?(?<!\d)\d{1,2}$", re.IGNORECASE)
_BEFORE_ORDINAL = 8
_MONTH = re.compile(r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")
_LONGEST = max(map(len, _ABBREVIATIONS))


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """Return the sentences of ``text[start:end]``, without the white space around them; a line break ends one.

    >>> text = 'He met Mr. Orr. "No." A U.S. aide left.'
    >>> [place.of(text) for place in sentences(text)]
    ['He met Mr. Orr.', '"No."', 'A U.S. aide left.']
    """
    stop = len(text) if end is None else end
    found: list[Range] = []
    begin = start
    for cut in cuts(text, start, stop):
        _add(found, text, begin, cut)
        begin = cut
    return found


def cuts(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where the sentences of ``text[start:stop]`` end; white space around them is not looked at."""
    for match in _END.finditer(text, start, stop):
        point, after = match.span()
        if text[point] == "\n" or not _goes_on(text, point, after, stop):
            yield after
    yield stop


def _add(found: list[Range], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append(Range(start, end))


def _goes_on(text: str, point: int, after: int, stop: int) -> bool:
    following = after
    while following < stop and text[following].isspace():
        following += 1
    if following < stop and text[following].islower():
        return True
    if text[point] != "." or after - point > 1:
        return False
    if text[point - 1 : point].isdigit():
        ordinal = _ORDINAL.search(text, max(0, point - _BEFORE_ORDINAL), point)
        return ordinal is not None and bool(ordinal[1] or _MONTH.match(text, following, stop))
    last = _LAST_WORD.search(text, max(0, point - _LONGEST), point)
    # "U.S." before a capital is mostly "U.S. President"; "Mr." and an initial ("J.") never end a sentence.
    return last is not None and (len(last[0]) == 1 or last[0].lower() in _ABBREVIATIONS)
