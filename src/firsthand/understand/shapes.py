"""Names that a row of words shows by itself: known ones, organisations by their words, events (which are no names here)."""

from firsthand.model.gazetteer import NameWords
from firsthand.understand.words import Word, said_by

#: A word in capitals is a place of the lists from so many letters on: below it, they are acronyms.
_LOUD = 4
#: A known name has at most so many words.
_MOST = 5


#: Bodies that have their nation in their name ("Norwegian Harbour Association"), unlike ministries.
_NATIONAL = frozenset({"association", "society", "academy", "federation", "institute", "confederation"})


def whole(row: tuple[Word, ...], at: int, names: NameWords) -> tuple[str, int]:
    """Say whether an organisation by its words, or a known name, begins at a word: its shape and its end, or 0."""
    if not row[at].text[0].isupper():
        return "", 0
    if stop := _event(row, at, names):
        return "none", stop
    organisation = _organisation(row, at, names)
    for stop in range(min(len(row), at + _MOST), max(at, organisation - 1), -1):
        said = said_by(row[at:stop])
        if said in names.not_names and (stop - at > 1):
            return "none", stop
        if said in names.orgs:
            return "known org", stop
        known = said in names.places or (stop - at > 1 and said in names.towns) or is_loud_place(said, names)
        known = known or (names.nouns and said[-1] == "s" and said[:-1] in names.countries)
        if known and not (stop == at + 1 and stop < len(row) and _may_be_person(row, at, names)):
            return "known place", stop
    return ("org", organisation) if organisation else ("", 0)


def is_loud_place(said: str, names: NameWords) -> bool:
    """Say whether a word in capitals is a place of the lists ("LONDON")."""
    if not said.isupper() or len(said) < _LOUD:
        return False
    titled = said.title()
    return titled in names.places or titled in names.towns


def _event(row: tuple[Word, ...], at: int, names: NameWords) -> int:
    """Return the end of an event or a work that begins at a word ("Davis Cup"), or 0."""
    for stop in range(at + 1, min(len(row), at + 4)):
        if row[stop].small in names.heads or not row[stop].text[0].isupper():
            return 0
        if row[stop].small in names.event_ends and said_by(row[at : stop + 1]) not in names.orgs:
            return stop + 1
    return 0


def _may_be_person(row: tuple[Word, ...], at: int, names: NameWords) -> bool:
    """Say whether a place's name is here somebody's given name ("Virginia Woolf")."""
    return row[at].text in names.given and row[at].text not in names.countries and row[at + 1].text[0].isupper()


def _organisation(row: tuple[Word, ...], at: int, names: NameWords) -> int:
    """Return the end of an organisation that begins at a word and has a word that says so, or 0."""
    first = row[at].text
    if (
        (first in ("The", "A", "An", "And", "But", "In", "At", "On", "For", "With", "From"))
        or row[at].small in names.titles
        or first in ("US", "U.S.", "UK", "U.K.")
    ):
        return 0
    ending = next((i for i in range(at, len(row)) if _ends_org(row, i, at, names)), None)
    head = row[at].small in names.org_heads and at + 2 < len(row) and row[at + 1].text in ("of", "for")
    if head:
        return _through(row, at + 2, names)
    if ending is None:
        return 0
    lead = first in names.nations and ending > at + 1 and row[ending].small not in _NATIONAL
    if lead or (ending > at + 1 and (row[at].small in names.heads or (row[at].small in ("former", "then")))):
        return 0
    stop = ending + 1
    while stop < len(row) and row[stop].small in names.org_ends:
        stop += 1
    if stop + 1 < len(row) and row[stop].text in ("of", "for"):
        return _through(row, stop + 1, names)
    return stop


def _ends_org(row: tuple[Word, ...], at: int, start: int, names: NameWords) -> bool:
    """Say whether a word ends an organisation: no office stands between it and the first."""
    if row[at].small not in names.org_ends or at == start:
        return False
    if names.nouns and row[at].text.isupper() and at + 1 < len(row):
        return False
    between = row[start:at]
    return not any(
        (w.small in names.heads and w.small not in ("general", "chief")) or w.text in ("of", "for", "to", "on", "the")
        for w in between
    )


def _through(row: tuple[Word, ...], at: int, names: NameWords) -> int:
    """Return the end of "Foreign Affairs", "the Interior", "Defence and Energy" after "Ministry of"."""
    while at < len(row) and not row[at].text[0].isupper():
        at += 1
    while at < len(row):
        if row[at].small in names.heads or row[at].small in names.titles:
            break
        school = row[at].text == "of" and (row[at - 1].small in names.org_heads)
        if not school and not row[at].text[0].isupper() and row[at].text not in ("and", "&", *names.particles):
            break
        at += 1
    return at
