"""The word lists the pure rooms are handed: data (`firsthand.profiles`). One language more is data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from firsthand.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Agency:
    """A wire agency: its name, the spellings under which pages credit it, and the addresses it publishes at.

    ``signoffs``: regular expressions of sign-offs that only this agency writes, for copies that lost its name.
    ``pages``: patterns (``outlet.example/wires/*``) of addresses where others print its stories unread.
    """

    name: str
    spellings: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    signoffs: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Boosted decision trees as flat columns: node ``i`` asks ``row[feature] <= threshold`` and goes left or right.

    A leaf points at itself and holds a ``value``; the sum of the leaves reached and the ``baseline`` are log odds.
    """

    columns: tuple[str, ...]
    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]
    baseline: float
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class TimeWords:
    """How one language says in running text when something was. Keys and words are small letters.

    ``months``: name -> 1..12. ``weekdays``: name -> 0 (Monday) to 6. ``days``: phrase -> days from the text's own date;
    ``leaning``: phrase -> days from the time named before. ``shifts``: word before a unit or a name -> -1, 0, 1;
    ``shifts_after``: the same standing after it. ``units``: word -> day, week, month, year. ``ago``, ``before`` and
    ``later`` stand after "two weeks", ``ago_first`` stands before it; ``leading`` are those of them that count from what is
    named behind them ("two days before the vote"), so that the day is a guess. ``within``: what stands before a month or year
    that is a time. ``ahead``: what says that a time is yet to come; ``past``: verbs that say that it was, ``past_ends`` how
    others of them end, ``not_past`` those that do not say it for all that, ``past_links`` what stands between verb and time.
    ``unreal``: what makes a thing only thought of. ``capital``: months and weekdays are written with a
    capital. ``month_first``: 5/6/2025 is in May.
    """

    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    leaning: Mapping[str, int] = field(default_factory=dict)
    shifts: Mapping[str, int] = field(default_factory=dict)
    shifts_after: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    ago: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    ago_first: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    past_ends: tuple[str, ...] = ()
    not_past: tuple[str, ...] = ()
    past_links: tuple[str, ...] = ()
    unreal: tuple[str, ...] = ()
    capital: bool = False
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class CueVerb:
    """One form of a verb that says that somebody speaks, thinks or wants.

    ``form``: ``finite``, ``participle`` or ``gerund`` (in languages without one: the infinitive). ``takes``: what is said
    with it (``clause``, ``speech``, ``told``, ``whether``, ``to``, ``thing``, or a preposition). ``stance``: what is done
    by saying it, ``""`` for plain asserting. ``particle`` stands apart from it, at the end of its clause.
    """

    form: str
    takes: frozenset[str]
    stance: str = ""
    particle: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class VoiceWords:
    """How one language says who said what. Small letters, straight apostrophes.

    ``verbs``: form -> what verbs it is a form of. ``words``: name of a list -> its words or phrases. ``pronouns``: word ->
    number (s, p) and gender or person (m, f, n, 1, 2).
    """

    verbs: Mapping[str, tuple[CueVerb, ...]] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pronouns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything that depends on a language or on who is who. Two are equal when they are the same object.

    ``furniture``: reason code -> phrases that pages carry around an article (regular-expression free, case folded; ``#``
    stands for a number). ``inline``: the same for phrases that are also cut out of the middle of a paragraph.
    ``profiles``: host -> what is known of an outlet's pages.
    ``ages``: unit (``minute`` ...) -> templates such as ``# minutes ago``. ``zones``: folded name -> minutes east of UTC.
    ``months``: folded month name or abbreviation -> 1..12. ``words``: name of a list -> its folded words.
    ``spellings``: folded variant -> its folded canonical form (``kiev`` -> ``kyiv``, ``programme`` -> ``program``).
    ``numerals``: folded number word -> digits. ``symbols``: sign -> the word it stands for (``%`` -> ``percent``).
    ``patterns``: name of a list -> regular expressions of ways to say one thing (``contributed``, ``citing``), in which
    ``{names}`` stands for names. ``trees``: the judge of a page's lines; without it a plain rule decides.
    ``times``: language -> how its texts say when. ``voices``: language -> how its texts say who said what.
    """

    furniture: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    agencies: tuple[Agency, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    inline: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    zones: Mapping[str, int] = field(default_factory=dict)
    numerals: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trees: Trees | None = None
    times: Mapping[str, TimeWords] = field(default_factory=dict)
    voices: Mapping[str, VoiceWords] = field(default_factory=dict)
