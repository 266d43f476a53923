"""Cut a text into segments: at line breaks, and where the text nodes of a page were glued together.

joints by shape | is it one word after all? | edges of stamps and phrases | segments without the blanks around them

A joint is where no writer would leave out the blank: a small letter before a capital (``sayRussia``), capitals before a
capitalised word (``ENLARGEMENTAs``), a number before a word (``2025By``), the end of a sentence directly before the
next (``Kyiv."Putin``). Words such as ``YouTube`` or ``McDonald`` are told apart by the lexicon and by their repetition.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.extract.plain.furniture import WITHIN_SENTENCE, Cut
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Range
from firsthand.text.dates import Stamp

_JOINT = re.compile(
    r"(?P<line>n+)"
    r"|(?P<case>a(?=A))"
    r"|(?P<capitals>AA(?=Aa))"
    r"|(?P<number>0(?=Aa))"
    r"|(?P<stop>[.w]['q)\]]*+(?=[Aoc0(\[]))"
    r"|(?P<quote>(?<=[aA0o,)\] ])q(?=A))"
    r"|(?P<bracket>[)\]](?=A)|[a0](?=\[))"
    r"|(?P<colon>(?<=[aAo]):(?=Aa))"
)
_TOKEN_REACH = 40
_SENTENCE_END = re.compile(r"(?<=[a0)q])[.][q)\]']* (?=[Aq'(]A|A)")
#: The longest gold paragraph of the tune rows of extract/text_news has 1,679 characters (one in a thousand has 1,173).
_LONGEST_PARAGRAPH = 1700
#: Aggregators print whole articles in one line. By judgement: a line longer than most articles is a whole page.
_LONGEST_LINE = 12_000
#: "ENLARGEMENTAs" is a subhead glued to "As"; "NGOs" is a plural. Shorter runs of capitals take two small letters.
_LONG_CAPITALS = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """``reading[start:end]`` without blanks around it. ``breaks``: line breaks before it; ``sentence``: it was cut from
    its neighbour only because its script leaves no blank after a sentence, so the two may be one paragraph."""

    start: int
    end: int
    breaks: int
    sentence: bool = False


def segments(
    reading: str,
    shape: str,
    stamps: Iterable[Stamp],
    cuts: Iterable[Cut],
    titles: Iterable[Range],
    lexicon: Lexicon,
) -> tuple[Segment, ...]:
    """Return the segments of ``reading`` in order; only white space lies between two of them.

    ``titles`` are the places where the page's title is said again: they are segments, whatever is glued to them.
    """
    places = {edge: "title" for title in titles for edge in (title.start, title.end)}
    places.update(_edges(shape, stamps, cuts))
    places.update(_Joints(reading, shape, lexicon).find())
    places.update(_long_glued(shape, places))
    result: list[Segment] = []
    start, breaks, sentence = 0, 0, False
    for place in (*sorted(places), len(reading)):
        kind = places.get(place, "")
        first, last = _trimmed(shape, start, place)
        breaks += shape.count("n", start, first)
        if first < last:
            result.append(Segment(first, last, breaks, sentence and not breaks))
            breaks = 0
        breaks += shape.count("n", max(first, last), place)
        start, sentence = place, kind in ("wide", "sentence")
    return tuple(result)


def _long_glued(shape: str, places: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the ends of sentences in segments too long for a paragraph that were glued to something.

    There a page's text nodes were joined with blanks, and menu and article stand in one line. A long line of its own
    is left whole: its line breaks say that it is one paragraph.
    """
    bounds = [0, *sorted(places), len(shape)]
    for start, end in zip(bounds, bounds[1:], strict=False):
        whole_line = places.get(start, "line") == "line" and places.get(end, "line") == "line"
        if end - start > _LONGEST_PARAGRAPH and (not whole_line or end - start > _LONGEST_LINE):
            for match in _SENTENCE_END.finditer(shape, start, end):
                yield match.end(), "sentence"


def _trimmed(shape: str, start: int, end: int) -> tuple[int, int]:
    while start < end and shape[start] in " n_":
        start += 1
    while start < end and shape[end - 1] in " n_":
        end -= 1
    return start, end


def _edges(shape: str, stamps: Iterable[Stamp], cuts: Iterable[Cut]) -> Iterator[tuple[int, str]]:
    """Yield the edges of phrases that part blocks, and those edges of stamps to which something is glued."""
    for cut in cuts:
        if cut.reason not in WITHIN_SENTENCE:
            yield cut.start, "phrase"
            yield cut.end, "phrase"
    for stamp in stamps:
        if stamp.start and shape[stamp.start - 1] in "aAo.)]q'":
            yield stamp.start, "stamp"
        if shape[stamp.end : stamp.end + 1] in ("a", "A", "o", "0", "[", "q"):
            yield stamp.end, "stamp"


def _candidates(shape: str) -> list[int]:
    """Return where a joint may begin: two neighbours of certain shapes. Counting pairs is much faster than any
    pattern."""
    codes = np.frombuffer(shape.encode("ascii"), dtype=np.uint8)
    if len(codes) < 2:
        return []
    pairs = codes[:-1].astype(np.uint16) << 7 | codes[1:]
    marks = _PAIRS[pairs]
    if np.count_nonzero(pairs == _CASE) * _DENSEST > len(codes):
        marks &= pairs != _CASE
    if len(codes) > 3:
        capital, small = codes == ord("A"), codes == ord("a")
        marks[:-2] |= capital[:-3] & capital[1:-2] & capital[2:-1] & small[3:]
    return np.flatnonzero(marks).tolist()


def _pair_table(*pairs: tuple[str, str]) -> NDArray[np.bool_]:
    table = np.zeros(128 * 128, dtype=np.bool_)
    for firsts, seconds in pairs:
        for first in firsts:
            for second in seconds:
                table[ord(first) << 7 | ord(second)] = True
    return table


_PAIRS = _pair_table(
    ("n", "aAoc0.w,:'()[]qns-|_ "),
    ("a", "A["),
    ("0", "A["),
    (".w", "'q)]Aoc0(["),
    ("q", "A"),
    (")]", "A"),
    (":", "A"),
)
_CASE = ord("a") << 7 | ord("A")
#: Where more than every sixth pair goes from small to capital, the text is encoded data, and no words were glued.
_DENSEST = 6


class _Joints:
    """One pass over the shapes. It keeps count of open quotation marks since the last joint, to tell which way one
    faces."""

    def __init__(self, reading: str, shape: str, lexicon: Lexicon) -> None:
        self.reading, self.shape = reading, shape
        self.one_word = lexicon.words.get("one_word", frozenset())
        self.prefixes = lexicon.words.get("name_prefix", frozenset())
        self.tails = lexicon.words.get("joined_tail", frozenset())
        self.low_quotes = "„" in reading
        self.spaced_quotes = "« " in reading or "«\u00a0" in reading or "«\u202f" in reading
        self.paired = "“" in reading or self.low_quotes
        self.counted, self.quotes = 0, 0
        self.repeated: frozenset[str] | None = None

    def find(self) -> Iterator[tuple[int, str]]:
        """Yield every joint with its kind, in order."""
        reached = 0
        for candidate in _candidates(self.shape):
            match = _JOINT.match(self.shape, candidate) if candidate >= reached else None
            if match is None:
                continue
            reached = match.end()
            kind = match.lastgroup or ""
            place = self._place(kind, match.start(), reached)
            if place is not None:
                self.counted, self.quotes = place, 0
                wide = kind == "stop" and self.shape[match.start()] == "w"
                yield place, "wide" if wide else kind

    def _place(self, kind: str, start: int, end: int) -> int | None:
        if kind in ("line", "number", "bracket", "colon"):
            return end
        if kind == "case":
            return None if self._is_one_word(end) else end
        if kind == "capitals":
            return end if self._ends_capitals(start, end) else None
        if kind == "quote":
            return self._at_quote(start)
        return self._after_stop(start, end)

    def _at_quote(self, at: int) -> int | None:
        """Return the outer side of a quotation mark glued to a capital; one behind a blank opens, but in French."""
        if self.shape[at - 1] == " ":
            return at + 1 if self.reading[at] == "»" and self.spaced_quotes else None
        return at if self._opens(at) else at + 1

    def _after_stop(self, start: int, end: int) -> int | None:
        """Return where the sentence that stops at ``start`` was glued to the next; None for ``U.S.`` and
        ``site.com``."""
        quote = self.shape.find("q", start, end)
        if quote >= 0 and self._opens(quote):
            return quote
        following = self.shape[end]
        if self.shape[start] == "w":
            return end
        if following in "c'":
            return None
        if following == "0":
            return end if self.shape[max(0, start - 4) : start] == "aaaa" else None
        if following == "A" and end == start + 1 and self.reading[start] == ".":
            return end if self._ends_sentence(start) else None
        return end

    def _ends_sentence(self, stop: int) -> bool:
        before, after = self.shape[max(0, stop - 3) : stop], self.shape[stop + 1 : stop + 3]
        if before[-1:] != "A":
            return bool(before) and (after in ("Aa", "A ", "A'", "A.") or before[-2:] in ("aa", "00"))
        initial = len(before) < 2 or before[-2] not in "aA0"
        return after == "Aa" and (not initial or before == "A.A")

    def _opens(self, at: int) -> bool:
        sign = self.reading[at]
        if sign in "„「『《〝":
            return True
        if sign in "」』》" or (sign == "”" and self.paired):
            return False
        if sign == "“":
            return not self.low_quotes
        self.quotes += self.shape.count("q", self.counted, at)
        self.counted = at
        return self.quotes % 2 == 0

    def _ends_capitals(self, start: int, end: int) -> bool:
        small = self.shape[end + 1 : end + 3]
        if small == "aa":
            return self._token(end) not in self.one_word
        capitals = self.shape[max(0, start - _LONG_CAPITALS) : end]
        return len(capitals) >= _LONG_CAPITALS and capitals[-_LONG_CAPITALS:] == "A" * _LONG_CAPITALS

    def _token(self, at: int) -> str:
        start, end = at, at
        while start > max(0, at - _TOKEN_REACH) and self.shape[start - 1] in "aA":
            start -= 1
        limit = min(len(self.shape), at + _TOKEN_REACH)
        while end < limit and self.shape[end] in "aA":
            end += 1
        return self.reading[start:end].lower()

    def _is_one_word(self, at: int) -> bool:
        """Say whether the capital at ``at`` stands inside a word: iPhone, McDonald, GmbH, LehrerInnen, YouTube."""
        shape = self.shape
        start = at - 1
        while start and shape[start - 1] == "a" and at - start < _TOKEN_REACH:
            start -= 1
        if start and shape[start - 1] == "A":
            start -= 1
        end = at + 1
        while end < len(shape) and shape[end] == "a" and end - at < _TOKEN_REACH:
            end += 1
        head, tail = self.reading[start:at].lower(), self.reading[at:end].lower()
        if head + tail in self.one_word or tail in self.tails or head in self.prefixes:
            return True
        if at - start == 1 and shape[start] == "a" and not (start and shape[start - 1] in "aA"):
            return True
        if end == at + 1 and at - start <= 4 and shape[end : end + 1] not in ("A", "'"):
            return True
        return self.reading[start:end] in self._repeated()

    def _repeated(self) -> frozenset[str]:
        """Return the camel-case words that the text uses again and again as words: between blanks, with other
        neighbours."""
        if self.repeated is None:
            seen: dict[str, set[str]] = {}
            for match in _FREE_CAMEL.finditer(self.shape):
                word = self.reading[match.start("word") : match.end("word")]
                seen.setdefault(word, set()).add(self.reading[max(0, match.start() - 6) : match.start()])
            self.repeated = frozenset(word for word, before in seen.items() if len(before) > 2)
        return self.repeated


_FREE_CAMEL = re.compile(r"(?<=[a,]) (?P<word>A?a{1,20}Aa{1,20})(?=[ ,.'])")
