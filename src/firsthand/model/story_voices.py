"""Who says what in a whole story, each thing once: with every place it stands and the independent sources that report it.

``sources`` always counts independent sources as `Story.independent_sources` does: copies of one report, and what only
cites another, add nothing. ``lineages`` names those of the story that have a thing.
"""

from dataclasses import dataclass

from firsthand.model.moment import Moment
from firsthand.model.span import Span
from firsthand.model.voices import Entity, Form, PartyKind, Stance, SummarySentence, Topic


@dataclass(frozen=True, slots=True)
class Told:
    """Where one document has a quote or a claim: its words (in pieces, where a cue stands between), the cue, who says it.

    ``words`` are empty for a claim that has none: somebody declined to speak, and only the ``cue`` says so.
    """

    document: str
    lineage: str
    words: tuple[Span, ...]
    cue: Span | None = None
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class StoryQuote:
    """Somebody's words, once. ``text`` is the fullest wording, that of ``told[0]``, its pieces joined by an ellipsis.

    ``party`` is an id of `StoryVoices.parties`. ``within`` is the place in `StoryVoices.quotes` of the sentence that these
    words in marks are part of, where they stand nowhere alone.
    """

    form: Form
    text: str
    party: str | None
    told: tuple[Told, ...]
    lineages: tuple[str, ...]
    sources: int
    within: int | None = None


@dataclass(frozen=True, slots=True)
class StoryClaim:
    """What a party asserts, denies, demands, promises, warns of, or declines to say: once. ``text`` as in a quote.

    ``according_to`` are the parties whose words it stands in ("sources say that Russia wants ..."), nearest first.
    ``reported`` is when the first page here had it; ``dated`` is when its own clause says that it was, if that is earlier.
    ``dropped`` is where it is said that the party gives it up.
    """

    stance: Stance
    text: str
    party: str | None
    told: tuple[Told, ...]
    lineages: tuple[str, ...]
    sources: int
    language: str = ""
    about: tuple[Span, ...] = ()
    conditional: bool = False
    negated: bool = False
    according_to: tuple[str, ...] = ()
    reported: Moment | None = None
    dated: Moment | None = None
    dropped: Span | None = None


@dataclass(frozen=True, slots=True)
class StoryParty:
    """Who speaks in a story. ``id`` is an entity's where the party has a name, and else made of its words.

    Unnamed people have an id for each independent source: two sources never share them. ``named`` are the places where
    they are named, the first of each document; ``quotes`` and ``claims`` are places in the lists of `StoryVoices`.
    """

    id: str
    kind: PartyKind
    name: str
    role: str = ""
    at_least: int = 1
    named: tuple[Span, ...] = ()
    quotes: tuple[int, ...] = ()
    claims: tuple[int, ...] = ()
    lineages: tuple[str, ...] = ()
    sources: int = 0


@dataclass(frozen=True, slots=True)
class StoryName:
    """A person, organisation or place of a story under all its spellings; ``first`` is where each document names it first."""

    entity: Entity
    mentions: int
    documents: int
    first: tuple[Span, ...]
    lineages: tuple[str, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Description:
    """What unnamed people are called, how many the words name, and everywhere they stand."""

    text: str
    at_least: int
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The unnamed people behind one independent source: at least so many, as the fullest of its pages has them."""

    lineages: tuple[str, ...]
    at_least: int
    descriptions: tuple[Description, ...]


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """What is said to have been at a time. ``told`` are the clauses (one a document), ``when`` the words that give the time."""

    moment: Moment
    text: str
    told: tuple[Span, ...]
    when: tuple[Span, ...]
    participants: tuple[str, ...]
    places: tuple[str, ...]
    lineages: tuple[str, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class StoryVoices:
    """All that a story says and who says it. What most sources say comes first in every list; events go by time."""

    story: str
    quotes: tuple[StoryQuote, ...] = ()
    claims: tuple[StoryClaim, ...] = ()
    parties: tuple[StoryParty, ...] = ()
    names: tuple[StoryName, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    events: tuple[StoryEvent, ...] = ()
    topics: tuple[Topic, ...] = ()
    hashtags: tuple[str, ...] = ()
    summary: tuple[SummarySentence, ...] = ()

    @property
    def anonymous(self) -> int:
        """How many unnamed people speak, if no two independent sources spoke to the same ones."""
        return sum(source.at_least for source in self.unnamed)

    @property
    def anonymous_at_least(self) -> int:
        """How many unnamed people speak for certain: those of the source that has most."""
        return max((source.at_least for source in self.unnamed), default=0)
