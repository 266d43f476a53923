"""Which stretches of a text stand inside quotation marks, in the marks of many languages, nested and left open.

The same sign opens in one language and closes in another (``“`` closes German, ``»`` opens it): what is open decides.
An apostrophe is told from a mark by its neighbours. A paragraph that opens and does not close counts to its end: the
speech goes on in the next.
"""

import re
from dataclasses import dataclass

from firsthand.model.span import Range

#: Opening mark -> the marks that close it.
_CLOSERS = {
    "“": "”",
    "”": "”",
    "„": "“”",
    '"': '"',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "''": "''",
    "``": "''",
    "「": "」",
    "『": "』",
}
#: Marks that are apostrophes too, or stand both before and after words.
_SINGLE = "'‘’‚‹›"
_DOUBLE = frozenset('“”„"«»')
_DOUBLES = re.compile('[“”„"«»]')
#: Marks open at a time; more are decoration, and would be looked through at every mark.
_DEEPEST = 8
#: Closing mark -> the opening one of another style that careless typing pairs it with.
_MISTAKEN = {'"': "“", "”": '"'}
_MARK = re.compile("''|``|[“”„\"«»‹›‘’‚'「」『』]")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-:;,/“„«»\"'‘‚「『]")
#: Longest stretch in single marks, in characters: a lost one must not make every apostrophe a mark.
_LONGEST_SINGLE = 1500
#: What a mark that opens and never closes must stand behind, or at the beginning of its paragraph.
_LEAD = re.compile(r"[,:]\s*$|^\s*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]`` with its marks; ``inner`` are the words between them. ``depth`` 0 stands in no other."""

    start: int
    end: int
    inner: Range
    depth: int
    closed: bool = True


def stretches(text: str) -> list[Stretch]:
    """Return the quoted stretches of a text, in the order of their beginnings; nested ones have a depth above 0.

    >>> [s.inner.of("He's „nicht ‚fertig‘ damit“.") for s in stretches("He's „nicht ‚fertig‘ damit“.")]
    ['nicht ‚fertig‘ damit', 'fertig']
    """
    found: list[Stretch] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found += _paragraph(text, start, end)
        start = end + 1
    return found


def _paragraph(text: str, start: int, end: int) -> list[Stretch]:
    found: list[Stretch] = []
    opened: list[Range] = []
    closing: dict[str, tuple[int, int]] = {}
    for match in _MARK.finditer(text, start, end):
        mark = Range(*match.span())
        level = _closes(text, opened, mark, end)
        if level is not None:
            first = opened[level]
            found.append(Stretch(first.start, mark.end, _words(text, first, mark.start), level))
            del opened[level:]
        elif len(opened) < _DEEPEST and _opens(text, mark, start, end, opened, closing):
            opened.append(mark)
    if opened and _goes_on(text, opened[0], start, end):
        first = opened[0]
        found = [s for s in found if s.start < first.start or s.depth > 0]
        inner = _words(text, first, _trimmed(text, first.end, end))
        found.append(Stretch(first.start, inner.end, inner, 0, closed=False))
    elif opened:
        # A mark that was never closed opened nothing: what stands inside it stands alone.
        found = [_outermost(s) if s.start > opened[0].start else s for s in found]
    return sorted((s for s in found if s.inner.start < s.inner.end), key=lambda s: (s.start, -s.end))


def _words(text: str, opened: Range, end: int) -> Range:
    """Return what stands between the marks; a second mark beside the first, which nothing closes, is none of the words."""
    start = opened.end
    inside = len(_DOUBLES.findall(text, start, end))
    if start < end and inside % 2 and text[start] in _DOUBLE:
        start, inside = start + 1, inside - 1
    if end > start and inside % 2 and text[end - 1] in _DOUBLE:
        end -= 1
    return Range(start, end)


def _outermost(stretch: Stretch) -> Stretch:
    return Stretch(stretch.start, stretch.end, stretch.inner, max(0, stretch.depth - 1), stretch.closed)


def _closes(text: str, opened: list[Range], mark: Range, end: int) -> int | None:
    """Say which open mark (as a place in the stack) the mark at ``place`` closes."""
    sign = mark.of(text)
    if sign in _MISTAKEN and (level := _mistaken(text, opened, mark, end)) is not None:
        return level
    for level in range(len(opened) - 1, -1, -1):
        if sign in _CLOSERS[opened[level].of(text)]:
            if sign in "'’‘" and not _single_closes(text, mark.start, end):
                return None
            return level
    return None


def _mistaken(text: str, opened: list[Range], mark: Range, end: int) -> int | None:
    """A straight mark closes a curly one, and the reverse, where it stands behind the end of a sentence."""
    for level, first in enumerate(opened):
        if first.of(text) == _MISTAKEN[mark.of(text)] and mark.end - 1 > first.end and text[mark.start - 1] in ".,?!":
            follows = text[mark.end] if mark.end < end else " "
            return level if follows.isspace() else None
    return None


def _single_closes(text: str, place: int, end: int) -> bool:
    """Say whether a single mark closes: no letter after it; after an s, where a later one fits better, it does not."""
    if place + 1 < end and (text[place + 1].isalnum() or text[place + 1] in "_'"):
        return False
    if text[place - 1] in " \t'":
        return False
    if text[place - 1] in "sS" and place + 2 < end and text[place + 1] == " " and text[place + 2].islower():
        later = text.find(text[place], place + 1, end)
        return later < 0 or text[later - 1] not in ".,?!…"
    return True


def _opens(
    text: str, mark: Range, start: int, end: int, opened: list[Range], closing: dict[str, tuple[int, int]]
) -> bool:
    sign = mark.of(text)
    if sign not in _CLOSERS or mark.end >= end:
        return False
    if opened and opened[-1].end == mark.start and opened[-1].of(text) == sign:
        return False  # typed twice
    before, after = (text[mark.start - 1] if mark.start > start else " "), text[mark.end]
    if sign in "“„「『":
        return not after.isspace() or sign == "„"
    if not _BEFORE_OPENING.match(before) or (after.isspace() and sign != "«"):
        return False
    if sign in _SINGLE:
        return _single_opens(text, mark.start, end, opened, closing)
    return True


def _single_opens(text: str, place: int, end: int, opened: list[Range], closing: dict[str, tuple[int, int]]) -> bool:
    """Say whether a single mark opens: a fitting one closes it in its paragraph, and it is no '90s or 'em.

    ``closing`` keeps for each sign from where the next one that closes was looked for, and where it stands.
    """
    sign = text[place]
    if text[place + 1].isdigit() or any(o.of(text) == sign for o in opened):
        return False
    since, found = closing.get(sign, (end, -1))
    if not since <= place + 2 <= found:
        signs = _CLOSERS[sign]
        found = next((i for i in range(place + 2, end) if text[i] in signs and _single_closes(text, i, end)), end)
        closing[sign] = (place + 2, found)
    return found < end and found - place <= _LONGEST_SINGLE


def _goes_on(text: str, opened: Range, start: int, end: int) -> bool:
    """Say whether a mark left open is a speech that goes on: by the next paragraph, or by how it begins."""
    sign = opened.of(text)
    if sign not in ("“", "„", '"', "«", "''"):
        return False
    following = text[end : end + 40].lstrip()
    return following.startswith(sign) or (sign != "«" and bool(_LEAD.search(text[start : opened.start])))


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
