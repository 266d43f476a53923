"""Who says what in a whole story, each thing once, in the shapes of ``firsthand voices --json`` and ``read --json``.

``sources`` counts independent sources: copies of one report add none. ``lineages`` names those of the story that have it.
"""

from dataclasses import dataclass

from firsthand.contract.evidence import PlaceOut, SpanOut
from firsthand.contract.voices import EntityOut, TopicOut


@dataclass(frozen=True, slots=True)
class ToldOut:
    """Where one document has it: its words in pieces (none where somebody only declined), the cue, and who says it."""

    document: str
    lineage: str
    words: list[PlaceOut]
    cue: PlaceOut | None
    speaker: PlaceOut | None


@dataclass(frozen=True, slots=True)
class StoryQuoteOut:
    """Somebody's words, once: ``text`` as the first of ``told`` has it, its pieces joined by " … "; ``cue`` likewise.

    ``party`` is an id of ``parties``. ``within`` is the place among the quotes of the sentence that these words in marks
    are part of, where they stand nowhere alone. ``judged`` says who put the speaker right, where somebody did.
    """

    text: str
    form: str
    cue: str | None
    party: str | None
    sources: int
    lineages: list[str]
    told: list[ToldOut]
    within: int | None
    judged: str = ""


@dataclass(frozen=True, slots=True)
class StoryClaimOut:
    """What a party asserts, denies, demands, promises, warns of, or declines to say, once.

    ``according_to`` are the parties in whose words it stands, nearest first. ``reported`` is when the first document here had
    it, ``dated`` when its own clause says that it was. ``dropped`` is where it is said that the party gives it up.
    ``judged`` is as in a quote.
    """

    stance: str
    text: str
    cue: str | None
    party: str | None
    according_to: list[str]
    about: list[SpanOut]
    conditional: bool
    negated: bool
    reported: str | None
    dated: str | None
    dropped: SpanOut | None
    sources: int
    lineages: list[str]
    told: list[ToldOut]
    judged: str = ""


@dataclass(frozen=True, slots=True)
class PartyOut:
    """Who speaks in a story; ``quotes`` and ``claims`` are places in those lists. ``named`` is where, first in each document.

    Unnamed people have an id for each independent source: two sources never share them.
    """

    id: str
    kind: str
    name: str
    role: str
    at_least: int
    sources: int
    lineages: list[str]
    named: list[SpanOut]
    quotes: list[int]
    claims: list[int]


@dataclass(frozen=True, slots=True)
class StoryNameOut:
    """A person, organisation or place under all its spellings; ``first`` is where each document names it first."""

    entity: EntityOut
    mentions: int
    documents: int
    sources: int
    lineages: list[str]
    first: list[SpanOut]


@dataclass(frozen=True, slots=True)
class DescribedOut:
    """What unnamed people are called, how many people these words are, and everywhere they stand."""

    text: str
    at_least: int
    places: list[SpanOut]


@dataclass(frozen=True, slots=True)
class UnnamedOut:
    """The unnamed people behind one independent source: at least so many, as the fullest of its documents has them."""

    at_least: int
    lineages: list[str]
    descriptions: list[DescribedOut]


@dataclass(frozen=True, slots=True)
class StoryEventOut:
    """What is said to have been at a time; ``told`` are the clauses, ``when`` the words that give the time."""

    date: str
    precision: str
    text: str
    participants: list[str]
    places: list[str]
    sources: int
    lineages: list[str]
    told: list[SpanOut]
    when: list[SpanOut]


@dataclass(frozen=True, slots=True)
class StorySummaryOut:
    """A sentence of a story's summary. ``spans`` are where it and its like stand, in one document of each source.

    The publisher's points stand beside the running text of ``document``: ``sources`` are their places in its capture's reading.
    """

    text: str
    given: str
    document: str | None
    spans: list[SpanOut]
    sources: list[PlaceOut]


@dataclass(frozen=True, slots=True)
class StoryVoicesOut:
    """All that a story says and who says it. What most sources say comes first in each list; events go by time.

    ``anonymous_sources`` is how many unnamed people speak, if no two independent sources spoke to the same ones;
    ``anonymous_at_least`` is how many for certain: those of the source that has most.
    """

    story: str
    anonymous_sources: int
    anonymous_at_least: int
    quotes: list[StoryQuoteOut]
    claims: list[StoryClaimOut]
    parties: list[PartyOut]
    unnamed: list[UnnamedOut]
    names: list[StoryNameOut]
    events: list[StoryEventOut]
    topics: list[TopicOut]
    hashtags: list[str]
    summary: list[StorySummaryOut]
