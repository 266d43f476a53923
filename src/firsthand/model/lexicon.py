"""The word lists the pure rooms are handed. They are data (`firsthand.profiles`), one language is more data, not more code."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Agency:
    """A wire agency: its name, the spellings under which pages credit it, and the addresses it publishes at."""

    name: str
    spellings: tuple[str, ...]
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that depends on a language or on who is who.

    ``furniture``: reason code -> phrases that pages carry around an article (regular-expression free, case folded).
    ``months``: folded month name or abbreviation -> 1..12. ``words``: name of a list -> its folded words.
    ``spellings``: folded variant -> its folded canonical form (house style: ``formalised`` -> ``formalized``).
    """

    furniture: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    agencies: tuple[Agency, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
