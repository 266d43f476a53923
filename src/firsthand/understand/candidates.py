"""Where names may stand: words with a capital in a row, cut where a title, a nation or a plain word breaks the row.

sentence -> words -> rows of capitals (with the small words inside names) -> pieces, each with what stands around it
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from firsthand.model.gazetteer import NameWords
from firsthand.understand.letters import latin
from firsthand.understand.shapes import whole
from firsthand.understand.words import Word

#: Short words that take a point inside a name.
_POINTED = frozenset("st mt ft mr mrs ms dr prof gen sen rep gov col lt sgt capt maj adm rev hon jr sr".split())
#: A line is in capitals, or a headline with a capital on every word, from this share of its words on.
_CAPITALS, _TITLED, _FEW = 0.8, 0.75, 4
_LONG = 4


class Case(StrEnum):
    """How a sentence is written: as prose, all in capitals, or every word with a capital."""

    PROSE = "prose"
    CAPITALS = "capitals"
    TITLED = "titled"


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of words that may be one name. ``titled``: a title or role stands before it. ``opening``: it opens its sentence.

    ``before`` and ``after`` are the words around it, nearest first, two at most.
    """

    words: tuple[Word, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    titled: bool = False
    opening: bool = False
    shape: str = ""
    table: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end


def case_of(words: Sequence[Word]) -> Case:
    """Say how a sentence is written."""
    letters = [w.text for w in words if w.text[0].isalpha()]
    if not letters:
        return Case.PROSE
    upper = sum(w.isupper() for w in letters if len(w) > 1)
    if upper and upper >= _CAPITALS * sum(len(w) > 1 for w in letters) and (len(letters) > 1 or len(letters[0]) > 3):
        return Case.CAPITALS
    long = [w for w in letters if len(w) >= _LONG]
    if len(long) >= _FEW and sum(w[0].isupper() for w in long) >= _TITLED * len(long):
        return Case.TITLED
    return Case.PROSE


def pieces_of(text: str, words: Sequence[Word], case: Case, names: NameWords) -> Iterator[Piece]:
    """Yield the pieces of one sentence in order, none overlapping."""
    table = is_table(words)
    for first, last in _rows(text, words, names):
        row = tuple(words[first:last])
        for piece in _split(row, first == 0 or _opens(words, first), case, names):
            at = first + row.index(piece.words[0])
            stop = first + row.index(piece.words[-1]) + 1
            before = tuple(w.text for w in reversed(words[max(0, at - 2) : at]))
            after = tuple(w.text for w in words[stop : stop + 3])
            if row[stop - 1 - first].owned:
                after = ("'s", *after)
            yield replace(piece, before=before, after=after, table=table)


#: A row of more capitals is a table without its lines, and is read in parts.
LONGEST_ROW = 40
#: A line of a table has numbers and names, and hardly a word in small letters.
_SMALL_SHARE = 0.3


def is_table(words: Sequence[Word]) -> bool:
    """Say whether a line is a row of results: names with numbers."""
    letters = [w.text for w in words if w.text[0].isalpha()]
    figures = sum(w.text[0].isdigit() for w in words)
    return bool(figures) and bool(letters) and sum(w[0].islower() for w in letters) <= _SMALL_SHARE * len(letters)


def _opens(words: Sequence[Word], at: int) -> bool:
    """Say whether only marks stand before a word, or a colon or an opening quotation mark does."""
    if words[at - 1].text in (":", '"', "“", "„", "«", "--", "—"):
        return True
    return not any(w.text[0].isalnum() for w in islice(words, at))


def _rows(text: str, words: Sequence[Word], names: NameWords) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        if not _is_capital(words[at]):
            at += 1
            continue
        stop = at + 1
        while stop - at < LONGEST_ROW and (nxt := _next(text, words, stop, names)):
            stop = nxt
        yield at, stop
        at = stop


def _next(text: str, words: Sequence[Word], stop: int, names: NameWords) -> int:
    """Return where a row that ends before ``stop`` ends with one capital more, or 0."""
    last = words[stop - 1]
    if last.owned or stop >= len(words):
        return 0
    if words[stop].text == "." and last.small in _POINTED and words[stop].start == last.end:
        follows = stop + 1 < len(words) and _is_capital(words[stop + 1])
        return stop + 2 if follows and text[words[stop].end : words[stop + 1].start] == " " else 0
    for ahead in range(stop, min(stop + 3, len(words))):
        if text[words[ahead - 1].end : words[ahead].start] not in (" ", "\u00a0", ""):
            return 0
        if _is_capital(words[ahead]) or (ahead == stop and _is_syllables(words[ahead].text, names)):
            return ahead + 1
        if words[ahead].text not in names.joins:
            return 0
    return 0


def _is_capital(word: Word) -> bool:
    """Say whether a word begins with a capital and does not end as an adjective ("US-led")."""
    if not word.text[0].isupper():
        return False
    tail = word.text.rpartition("-")[2]
    return (
        tail is word.text or not tail[0].islower() or tail in ("al", "el", "i", "un", "sur", "on", "upon", "la", "de")
    )


#: A syllable of a Korean or Chinese given name in Latin letters.
_SYLLABLE = r"(?:[bcdfghjklmnpqrstwxyz]|[cs]h|ch|zh|kw)?y?w?[aeiouü]{1,3}(?:ng|[nhklmprt])?"
_SYLLABLES = re.compile(rf"(?=[A-Z])(?i:{_SYLLABLE})-{_SYLLABLE}")
_PREFIXES = frozenset({"pro", "non", "pre", "co", "re", "de", "un", "ex", "no", "so", "on", "in", "to"})


def _is_syllables(word: str, names: NameWords) -> bool:
    """Say whether a word is a given name of two syllables ("Min-seok"), which only a family name before it can show."""
    if not _SYLLABLES.fullmatch(word):
        return False
    first = word.partition("-")[0].lower()
    return first not in _PREFIXES and first not in names.plain


# --- rows into pieces ---


def _split(row: tuple[Word, ...], opening: bool, case: Case, names: NameWords) -> Iterator[Piece]:
    """Cut a row: known names first, then organisations by their words, then at titles, nations and small words."""
    at, titled = 0, False
    start = 0
    while at < len(row):
        shape, stop = whole(row, at, names)
        if stop and not (at == 0 and opening and stop == 1 and _is_plain(row[0], names)):
            if shape == "known place" and start < at and row[at - 1].text[0].isupper() and at - start < 3:
                yield from _piece(row[start:stop], titled, opening and start == 0)
                at = start = stop
                titled = False
                continue
            if start < at:
                yield from _piece(row[start:at], titled, opening and start == 0)
                titled = False
            yield Piece(row[at:stop], titled=titled, opening=opening and at == 0, shape=shape)
            at = start = stop
            titled = False
            continue
        if names.nouns and start < at and _begins_person(row, at, names):
            yield from _piece(row[start:at], titled, opening and start == 0)
            start, titled = at, row[at - 1].small in names.titles
        if start < at - 1 and row[at].text == row[start].text:  # "Ines Varga Ines Maria Varga": the same name once more
            yield from _piece(row[start:at], titled, opening and start == 0)
            start, titled = at, False
        if cut := _cuts(row, at, opening, case, names):
            if start < at:
                yield from _piece(row[start:at], titled, opening and start == 0)
            titled = cut == "title"
            start = at + 1
        at += 1
    if start < len(row):
        yield from _piece(row[start:], titled, opening and start == 0)


def _begins_person(row: tuple[Word, ...], at: int, names: NameWords) -> bool:
    """Say whether a person's name begins in the middle of a row of nouns ("Rockmusiker Ines Varga")."""
    before = row[at - 1].text
    many = at + 1 < len(row) and row[at + 1].text[0].isupper()
    return many and row[at].text in names.given and before not in names.given and before[-1] != "."


def _piece(words: tuple[Word, ...], titled: bool, opening: bool) -> Iterator[Piece]:
    while words and not words[-1].text[0].isupper():
        words = words[:-1]
    while words and not words[0].text[0].isupper():
        words = words[1:]
    if words:
        yield Piece(words, titled=titled, opening=opening)


def _is_plain(word: Word, names: NameWords) -> bool:
    return is_plain(word.text, names)


def is_plain(word: str, names: NameWords) -> bool:
    """Say whether a word is one that is written small: "We", "We're", "Summaries"; not "US"."""
    if word.isupper() and len(word) > 1:
        return False
    stem = word.lower().partition("'")[0].partition("’")[0]
    if not stem.isascii() and latin(stem) in names.plain:
        return True
    if stem in names.plain or (len(stem) > _LONG and stem[-1] == "s" and stem[:-1] in names.plain):
        return True
    return stem.endswith(names.plain_ends) and word not in names.family and word not in names.given


#: Articles that also stand inside names ("Wadi el Tarvo").
_ARTICLES = frozenset({"el", "la", "los", "las", "le", "les", "il", "lo", "gli"})


def _stands_before_article(row: tuple[Word, ...], names: NameWords) -> bool:
    """Say whether the word that opens a sentence is its verb ("Spoke the Harbour Council", as Spanish has it)."""
    return len(row) > 1 and row[1].text in _ARTICLES and row[0].text not in names.given


def _cuts(row: tuple[Word, ...], at: int, opening: bool, case: Case, names: NameWords) -> str:
    """Say what a word in a row is where it is no part of a name: a title, or something else."""
    word = row[at]
    small = word.text.lower()
    if (
        small in names.titles
        or small.removesuffix("s") in names.heads
        or small.rstrip(".") in names.titles
        or (small in names.roles and word.text != word.text.upper())
    ):
        return "title"
    if (
        word.text in names.nations
        or word.text.removesuffix("s") in names.nations
        or (at + 1 < len(row) and f"{word.text} {row[at + 1].text}" in names.nations)
    ):
        return "nation"
    if small in names.joins and small not in names.particles and word.text != "&":
        return "small"
    if word.text == ".":
        return ""
    follows = at > 0 and (
        (row[at - 1].text in names.given and word.text in names.family) or row[at - 1].text[-1] == "."
    )
    if at == 0 and opening and names.short and _stands_before_article(row, names):
        return "plain"
    alone = (at == 0 and opening) or (case is Case.TITLED and not follows)
    if (
        alone
        and len(row) > 1
        and word.text[0].isupper()
        and is_plain(word.text, names)
        and word.text not in names.given
    ):
        return "plain"
    return ""
