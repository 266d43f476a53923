"""What speaks for a person, an organisation or a place: the words of a piece, and the words around it. Points add up.

The points were chosen by eye on half of one set of marked names and checked on the other (gate `names`); sizes matter less
than their order: a title or an ending is sure (4 to 5), a list of names likely (2 to 3), a preposition a hint (1).
"""

import re
from collections import defaultdict

from firsthand.model.gazetteer import NameWords
from firsthand.model.voices import PartyKind
from firsthand.understand.candidates import Piece
from firsthand.understand.words import said_by

PERSON, ORGANISATION, PLACE = PartyKind.PERSON, PartyKind.ORGANISATION, PartyKind.PLACE
_ACRONYM = 6
#: What follows the place of a dateline.
_DATED = re.compile(r"[,(–—-]|\d")

Points = defaultdict[PartyKind, float]


def own_points(piece: Piece, names: NameWords) -> Points:
    """Weigh the words of a piece by themselves."""
    points: Points = defaultdict(float)
    match piece.shape:
        case "org":
            points[ORGANISATION] += 5
        case "known org":
            points[ORGANISATION] += 5
        case "known place":
            points[PLACE] += 5
        case _:
            _by_lists(points, piece, names)
    return points


def _by_lists(points: Points, piece: Piece, names: NameWords) -> None:
    said = said_by(piece.words)
    if said in names.towns:
        points[PLACE] += 2.5
    if len(piece.words) == 1:
        _single(points, said, names)
    else:
        _first_and_last(points, piece, names)
        _all_words(points, piece, names)


def _first_and_last(points: Points, piece: Piece, names: NameWords) -> None:
    first, last = piece.words[0], piece.words[-1]
    ends_place = any(said_by(piece.words[i:]) in names.places for i in range(1, len(piece.words)))
    initial = len(first.text) == 2 and first.text[1] == "."
    if last.small in names.place_ends:
        points[PLACE] += 4
    if first.small in names.place_heads:
        points[PLACE] += 5 if ends_place else 2
    elif first.text in names.given:
        points[PERSON] += 3
    elif ends_place and not initial:
        points[ORGANISATION] += 2.5
    if initial:
        points[PERSON] += 3
    if last.text in names.family:
        points[PERSON] += 1


def _all_words(points: Points, piece: Piece, names: NameWords) -> None:
    capital = [w for w in piece.words if w.text[0].isupper()]
    if any(w.text == "&" for w in piece.words):
        points[ORGANISATION] += 4
    if capital[0].text.isupper() and 2 <= len(capital[0].text) <= 4 and "." not in capital[0].text:
        points[ORGANISATION] += 3
    plain = sum(w.small in names.plain and w.text not in names.given for w in capital)
    points[ORGANISATION] += plain
    if not plain and len(piece.words) <= 4:
        points[PERSON] += 1.5
    if any(w.small in names.org_words for w in capital):
        points[ORGANISATION] += 2
    if any(w.text.isupper() and len(w.text) > 2 for w in capital):
        points[ORGANISATION] += 1


def _single(points: Points, word: str, names: NameWords) -> None:
    if word.isupper() and 2 <= len(word.replace(".", "")) <= _ACRONYM:
        points[ORGANISATION] += 2.5
        return
    points[PERSON] += 0.5 + 1.2 * (word in names.given) + 0.8 * (word in names.family)
    if (
        any(letter.isupper() for letter in word[1:])
        and "-" not in word
        and not word.startswith(("Mc", "Mac", "O'", "De"))
    ):
        points[ORGANISATION] += 1.5


def around_points(piece: Piece, names: NameWords) -> Points:
    """Weigh the words around a piece."""
    points: Points = defaultdict(float)
    before = piece.before[0] if piece.before else ""
    after = piece.after[0] if piece.after else ""
    if piece.table:
        _in_table(points, piece, before, after)
    if before == "(" and piece.shape != "known place":
        points[ORGANISATION] += 2
    if piece.titled or (before in names.heads):
        points[PERSON] += 4
    if _is_dateline(piece, after):
        points[PLACE] += 4
    if before.lower() == "the" and after in names.of_person and not piece.shape:
        points[PERSON] += 1
    else:
        _before(points, piece, before, names)
    _after(points, piece, before, after, names)
    return points


def _is_dateline(piece: Piece, after: str) -> bool:
    """Say whether a word in capitals opens a line and a date, an agency or a dash follows."""
    first = piece.words[0].text
    return piece.opening and not piece.before and first.isupper() and len(first) > 3 and bool(_DATED.match(after))


def _after(points: Points, piece: Piece, before: str, after: str, names: NameWords) -> None:
    if after in names.sure_person:
        points[PERSON] += 2
    elif after in names.after_person:
        points[PERSON] += 0.7
    if after in names.after_org:
        points[ORGANISATION] += 1.5
    if after in names.of_place:
        points[PLACE] += 1.5
    following = piece.after[1] if len(piece.after) > 1 else ""
    if after == "," and following.isdigit() and len(following) == 2:
        points[PERSON] += 4
    if after == "," and following in names.places and before in names.in_place:
        points[PLACE] += 3
    if after == "(" and following in names.places:
        points[PERSON] += 3
    if after == "(" and following.isupper() and len(following) > 1 and following not in names.places:
        points[ORGANISATION] += 2


def _in_table(points: Points, piece: Piece, before: str, after: str) -> None:
    """Weigh a name in a row of results: teams stand before their figures, people behind their rank."""
    if before == ")":
        points[ORGANISATION] += 3
    elif before == "." and len(piece.before) > 1 and piece.before[1].isdigit():
        points[PERSON] += 1.5
    elif after[:1].isdigit() and len(piece.words) < 3 and "." not in piece.words[0].text:
        points[ORGANISATION] += 3


#: Between the teams of a match.
_AGAINST = frozenset({"v", "v.", "vs", "vs."})


def is_team(piece: Piece) -> bool:
    """Say whether a place stands for its team: in a row of results, before figures, not behind "at" or a rank."""
    after = piece.after[0] if piece.after else ""
    before = piece.before[0].lower() if piece.before else ""
    if before in _AGAINST or after in _AGAINST:
        return True
    return piece.table and after[:1].isdigit() and "-" not in after[4:] and before not in ("at", ".", ",", "(", "in")


def _is_no_town(piece: Piece, names: NameWords) -> bool:
    """Say whether a name has two words, as a person's has, or is an acronym: "de" and "a" stand before those as well."""
    first = piece.words[0]
    many = len(piece.words) > 1 and first.small not in names.place_heads
    return many or (first.text.isupper() and len(first.text) > 1)


def _before(points: Points, piece: Piece, before: str, names: NameWords) -> None:
    small = before.lower()
    if small == "the":
        points[ORGANISATION] += 1.5
        points[PERSON] -= 2
    elif small in names.sure_place:
        points[PLACE] += 2.5
    elif small in names.in_place:
        points[PLACE] += 0.0 if names.short and _is_no_town(piece, names) else 0.8
    elif small in names.before_org:
        points[ORGANISATION] += 2
    elif small in names.of_place:
        points[PLACE] += 1.5
    elif before == "," and len(piece.before) > 1 and piece.before[1] in names.towns:
        points[PLACE] += 1
