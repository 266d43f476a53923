"""Find the names of people, organisations and places in a document, by rules and word lists.

text -> sentences -> pieces -> points for each kind -> votes of the whole document -> mentions

A name that is surely typed once is so typed everywhere in the document; last names follow the full name, acronyms what they
stand for. A word that opens a sentence is a name when the document or a list says so. Lines in capitals have the
names that the rest of the document (or a list) has. Other things with capitals (works, events, nations) are no names here.
What a model heard in the text, if there is one, is a voice among others (`understand.heard`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.model.document import Document
from firsthand.model.gazetteer import NameWords
from firsthand.model.span import Range, Span
from firsthand.model.voices import Entity, Mention, PartyKind
from firsthand.text.sentences import sentences
from firsthand.understand.aliases import entities_of, without_suffix
from firsthand.understand.candidates import Case, Piece, case_of, is_plain, is_table, pieces_of
from firsthand.understand.evidence import ORGANISATION, PERSON, PLACE, Points, around_points, is_team, own_points
from firsthand.understand.heard import Heard, Hearing
from firsthand.understand.words import Word, said_by, words_of

#: Raise it with every change after which the same text may have other names: it names the answers that are kept.
VERSION = "2"

#: "R-Texas", "D-CA": the party and the state of a member of congress.
_SEAT = re.compile(r"[DRI]-[A-Z][A-Za-z]*")
#: What makes a row of letters an address and no text.
_ADDRESS = re.compile(r"://|www\.|\w\.\w+/")
#: An address is looked for so far back.
_ADDRESS_REACH = 120
#: "I've", "They’d": no names, in whatever case.
_CONTRACTED = re.compile(r"['’](?:ve|d|ll|re|m|t)\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """``text[start:end]`` is a name of this kind."""

    start: int
    end: int
    kind: PartyKind


#: Finds the names in the stretches of a text (none given: in all of it): ``(text, language, stretches) -> names``, in order.
Tag = Callable[[str, str, Sequence[Range]], Sequence[Name]]


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: list[Word]
    case: Case


def mentions_in(document: Document, names: NameWords, tag: Tag | None = None) -> tuple[Mention, ...]:
    """Return every name in a document's running text, in order, none overlapping, each with the id of its entity.

    ``tag`` finds them; without it, the rules do, by ``names``.
    """
    return named_in(document, names, tag)[0]


def named_in(
    document: Document, names: NameWords, tag: Tag | None = None
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return the names of a document as `mentions_in` does, and the entities that they name, each once, in order."""
    text, language, blocks = read_of(document)
    found = tag(text, language, blocks) if tag else find_names(text, names, blocks)
    entities = entities_of([(text[n.start : n.end], n.kind) for n in found], names)
    mentions = (
        Mention(n.kind, Span(document.id, n.start, n.end), entity.id) for n, entity in zip(found, entities, strict=True)
    )
    return tuple(mentions), tuple({entity.id: entity for entity in entities}.values())


def read_of(document: Document) -> tuple[str, str, list[Range]]:
    """Return what is read of a document for its names: the text, its language, the stretches."""
    blocks = [Range(b.start, b.end) for b in document.blocks] or [Range(0, len(document.text))]
    return document.text, document.language or "", blocks


def find_names(text: str, names: NameWords, blocks: Sequence[Range] = (), heard: Iterable[Heard] = ()) -> list[Name]:
    """Return every name in some stretches of a text (none given: all of it), in order, none overlapping.

    ``heard`` is what a model makes of the same text.

    >>> words = NameWords(titles=frozenset({"mr"}), given=frozenset({"Ines"}), places=frozenset({"Oslo"}))
    >>> [n.kind.value for n in find_names("they met Ines Varga and Mr Orr near Oslo.", words)]
    ['person', 'person', 'place']
    """
    cut = [
        _sentence(text, at)
        for block in blocks or [Range(0, len(text))]
        for at in sentences(text, block.start, block.end)
    ]
    prose = [s for s in cut if s.case is not Case.CAPITALS]
    hearing = Hearing(heard)
    pieces = [p for s in prose for p in pieces_of(text, s.words, s.case, names) if not _is_address(text, p.start)]
    pieces = [p for p in pieces if not _is_shout(p, text, names)]
    sure = [_is_name(p, names) and not hearing.denies(p) for p in pieces]
    inside = {w.text for p, is_sure in zip(pieces, sure, strict=True) if is_sure and not p.opening for w in p.words}
    pieces = [p for p, is_sure in zip(pieces, sure, strict=True) if is_sure or _is_known(p, inside, names)]
    small = {w.text for s in prose for w in s.words if w.text.islower()}
    pieces = [p for p in pieces if not p.opening or _may_open(p, inside, small, names)]
    kinds = _vote(pieces, names, hearing)
    teams = {_said(p) for p in pieces if kinds[_said(p)] is PLACE and is_team(p)}
    found = [Name(p.start, p.end, ORGANISATION if _is_team_here(p, teams) else kinds[_said(p)]) for p in pieces]
    loud = [n for s in cut if s.case is Case.CAPITALS for n in _in_capitals(s.words, kinds, names)]
    return sorted([*found, *loud], key=lambda name: name.start)


def _is_team_here(piece: Piece, teams: set[str]) -> bool:
    """Say whether a place with a team in a document's results is the team: not behind "in" or "at", nor a dateline."""
    before = piece.before[0].lower() if piece.before else ""
    return _said(piece) in teams and before not in ("in", "at", "near", "from", "(", ",") and piece.after[:1] != (",",)


def _sentence(text: str, at: Range) -> _Sentence:
    words = words_of(text, at.start, at.end)
    return _Sentence(words, case_of(words))


def _said(piece: Piece) -> str:
    return said_by(piece.words)


def _is_name(piece: Piece, names: NameWords) -> bool:
    """Say whether a piece can be a name at all, by its last word and by lists."""
    said, last = _said(piece), piece.words[-1]
    if piece.shape:
        return piece.shape != "none"
    if _CONTRACTED.search(said):
        return False
    if said in names.not_names or said in names.nations or len(said.rstrip(".")) < _SHORTEST or _SEAT.fullmatch(said):
        return False
    joined = names.short and len(piece.words) > 1 and piece.words[-2].text.islower()  # "Ministerio de Justicia"
    if last.text in names.not_names and not joined:
        return False
    if (
        len(piece.words) == 1
        and last.small in names.org_ends
        and last.small[-1] == "s"
        and piece.before[:1] == ("the",)
    ):
        return True
    if len(piece.words) == 1 and (
        last.small in names.org_ends or last.small in names.roles or last.small in names.place_ends
    ):
        return False
    if names.nouns:
        return _is_sure(piece, names)
    if names.short and len(piece.words) == 1 and not piece.titled and is_plain(last.text, names):
        return False
    return not all(is_plain(w.text, names) and w.text not in names.given for w in piece.words) or piece.titled


def _is_address(text: str, at: int) -> bool:
    """Say whether a word is a handle, a hashtag or part of an address on the web."""
    before = text[max(0, at - _ADDRESS_REACH) : at]
    if before[-1:] in ("@", "#"):
        return True
    if not before or before[-1].isspace():
        return False
    return _ADDRESS.search(before.split()[-1]) is not None


def _is_shout(piece: Piece, text: str, names: NameWords) -> bool:
    """Say whether a piece is an ordinary word in capitals ("CRAZY"): no acronym, unless the text puts one in brackets."""
    word = piece.words[0].text
    if len(piece.words) > 1 or piece.shape or piece.titled or len(word) <= _LETTERS or not word.isupper():
        return False
    return word.lower() in names.plain and f"({word})" not in text


#: Letters of a name, at least.
_SHORTEST = 2
#: Words of so few letters are more often acronyms when they stand in capitals ("IT", "WHO").
_LETTERS = 3


def _is_known(piece: Piece, inside: set[str], names: NameWords) -> bool:
    """Say whether one word, plain elsewhere, is part of a name in this document ("Hope" after "Mr Hope")."""
    said = _said(piece)
    if names.short and is_plain(said, names):
        return False
    return said in inside and said not in names.not_names and said not in names.nations and not _CONTRACTED.search(said)


def _is_sure(piece: Piece, names: NameWords) -> bool:
    """Say whether a list or a title vouches for a piece, in a language where every noun has a capital."""
    first = piece.words[0].text
    many = len(piece.words) > 1
    return (
        piece.titled
        or (first in names.given and many)
        or _said(piece) in names.towns
        or (first.isupper() and len(first) > 1)
        or (len(first) == 2 and first[1] == "." and many)
        or (many and piece.words[-1].text in names.places and first not in names.not_names)
    )


def _may_open(piece: Piece, inside: set[str], small: set[str], names: NameWords) -> bool:
    """Say whether a piece that opens a sentence is a name and not a plain word with a capital.

    ``inside`` are the words that the document has as names elsewhere, ``small`` those that it writes small.
    """
    if piece.shape or piece.titled or len(piece.words) > 1:
        return True
    word = piece.words[0]
    if word.text in inside:
        return True
    if is_plain(word.text, names) or piece.after[:1] == (":",):
        return False
    listed = word.text in names.given or word.text in names.family or word.text in names.towns
    return listed or (word.text.lower() not in small and (not names.short or _is_marked(piece)))


def _is_marked(piece: Piece) -> bool:
    """Say whether more than its first letter shows that a word is a name: other capitals, a figure, an owner's "s"."""
    return any(not letter.islower() for letter in piece.words[0].text[1:]) or piece.after[:1] in (
        ("'s",),
        ("(",),
        (",",),
    )


# --- votes ---


def _vote(pieces: Sequence[Piece], names: NameWords, hearing: Hearing) -> dict[str, PartyKind]:
    """Add up all points for each form of a name, lend those of full names to short ones, and decide."""
    votes: dict[str, Points] = defaultdict(lambda: defaultdict(float))
    for piece in pieces:
        said = _said(piece)
        if said not in votes:
            _add(votes[said], own_points(piece, names))
        _add(votes[said], around_points(piece, names))
    for said, points in hearing.points(pieces).items():
        _add(votes[said], points)
    for piece in pieces:
        if piece.shape == "known place":
            votes[_said(piece)][ORGANISATION] = 0
    decided = {said: _best(points) for said, points in votes.items()}
    for said, kind in list(decided.items()):
        _lend(said, kind, votes)
    return {said: _best(points) for said, points in votes.items()}


def _add(to: Points, points: Points) -> None:
    for kind, more in points.items():
        to[kind] += more


def _best(points: Points) -> PartyKind:
    return max((PERSON, ORGANISATION, PLACE), key=lambda kind: points[kind])


#: Points that a full name lends its short form.
_LENT = 4


def _lend(said: str, kind: PartyKind, votes: Mapping[str, Points]) -> None:
    parts = said.split()
    if len(parts) < 2:
        return
    if kind is PERSON:
        parts = without_suffix(parts)
        if parts[-1] in votes and votes[parts[-1]][PLACE] < _LENT:
            votes[parts[-1]][PERSON] += _LENT
    elif kind is ORGANISATION:
        for short in (parts[0], " ".join(parts[:2]), " ".join(parts[:-1]), acronym(said)):
            if short in votes and short != said and votes[short][PLACE] < _LENT:
                votes[short][ORGANISATION] += _LENT if len(short.split()) > 1 or short == acronym(said) else 2


def acronym(said: str) -> str:
    """Return the first letters of the words of a name that have capitals."""
    return "".join(part[0] for part in said.split() if part[0].isupper())


# --- lines in capitals ---


def _in_capitals(words: Sequence[Word], kinds: Mapping[str, PartyKind], names: NameWords) -> Iterable[Name]:
    """Find in a line of capitals the names that the document or a list has, the longest first."""
    known = {said.split()[-1].upper(): kind for said, kind in kinds.items() if kind is PERSON}
    known |= {said.upper(): kind for said, kind in kinds.items()}
    table, at = is_table(words), 0
    while at < len(words):
        stop, kind = _known_here(words, at, known, names)
        if kind:
            if kind is PLACE and (table or at == 0) and _before_score(words, at, stop):
                kind = ORGANISATION
            yield Name(words[at].start, words[stop - 1].end, kind)
        at = stop


def _before_score(words: Sequence[Word], at: int, stop: int) -> bool:
    """Say whether what stands here is followed by a score and not by a date, and opens its line or follows another."""
    figure = words[stop].text if stop < len(words) else ""
    if figure == "AT":
        return True
    return figure[:1].isdigit() and len(figure) < 4 and (at == 0 or words[at - 1].text[0].isdigit())


def _known_here(
    words: Sequence[Word], at: int, known: Mapping[str, PartyKind], names: NameWords
) -> tuple[int, PartyKind | None]:
    for stop in range(min(len(words), at + 5), at, -1):
        said = said_by(words[at:stop])
        if kind := known.get(said):
            return stop, kind
        titled = " ".join(w.text.capitalize() for w in words[at:stop])
        if stop == at + 1 and said.lower() in names.plain:
            continue
        if titled in names.places or titled in names.towns or said in names.places:
            return stop, PLACE
        if said in names.orgs or titled in names.orgs:
            return stop, ORGANISATION
    return at + 1, None
