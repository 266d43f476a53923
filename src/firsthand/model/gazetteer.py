"""What tells a name of a person from one of an organisation or a place: word lists, handed to the pure rooms as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """The word lists of one language (with those that count in all). Two are equal when they are the same object.

    Small letters: ``titles`` and ``roles`` stand before a person, and ``heads`` are those roles that end one
    ("minister", not "deputy"); ``org_ends``, ``org_words``, ``org_heads``, ``place_ends``, ``place_heads``,
    ``event_ends`` are the last, any or first word of a name, ``never_first`` never that of an organisation;
    ``in_place`` and ``sure_place`` stand before a place, ``of_place`` beside one; ``after_person``, ``sure_person``
    and ``after_org`` behind, ``before_org`` in front;
    ``of_person`` behind one that "the" stands before ("the Varga government"); ``joins`` and ``particles`` are small
    words inside a name;
    ``plain`` are words that are written small, ``plain_ends`` how such words end that no list has.

    As written: ``orgs``, ``places``, ``towns``, ``given``, ``family``, ``nations``; ``not_names`` are no names for all their
    capitals. ``countries``: any name of a country -> a code that all its names share. ``same``: a levelled spelling -> that
    under which it is known ("kiev" -> "kyiv"). ``nouns``: the language writes every noun with a capital.
    ``short``: ``plain`` has no more than
    the words of grammar, so that a word it has not may still be an ordinary one.
    """

    titles: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    org_ends: frozenset[str] = frozenset()
    org_words: frozenset[str] = frozenset()
    org_heads: frozenset[str] = frozenset()
    place_ends: frozenset[str] = frozenset()
    place_heads: frozenset[str] = frozenset()
    in_place: frozenset[str] = frozenset()
    sure_place: frozenset[str] = frozenset()
    of_place: frozenset[str] = frozenset()
    after_person: frozenset[str] = frozenset()
    sure_person: frozenset[str] = frozenset()
    after_org: frozenset[str] = frozenset()
    of_person: frozenset[str] = frozenset()
    before_org: frozenset[str] = frozenset()
    never_first: frozenset[str] = frozenset()
    event_ends: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    plain_ends: tuple[str, ...] = ()
    orgs: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    countries: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    nouns: bool = False
    short: bool = False
