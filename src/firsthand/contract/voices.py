"""What a document says and who says it, in the shapes of ``firsthand voices --json``.

Every ``text`` beside a ``start`` and an ``end`` is ``text[start:end]`` of the document.
"""

from dataclasses import dataclass, field

from firsthand.contract.evidence import PassageOut, PlaceOut


@dataclass(frozen=True, slots=True)
class SpeakerOut:
    """Who speaks: ``name`` is the fullest name that the document gives, or what an anonymous source is called.

    ``kind`` is ``person``, ``organisation``, ``place`` or ``anonymous``. ``start`` and ``end`` are where the speaker is
    named here ("he"). ``at_least``: so many people ("three officials": 3). ``entity`` is the same for all mentions of one.
    """

    kind: str
    name: str
    at_least: int
    start: int
    end: int
    role: str
    entity: str


@dataclass(frozen=True, slots=True)
class QuoteOut:
    """Words that somebody said: ``text[start:end]`` of the document, without their marks.

    ``form`` is ``direct`` (in marks), ``indirect`` (in the reporter's words), ``mixed``, or ``reported`` (summed up).
    ``cue`` is the word that says so, at ``cue_place``. Words on both sides of their cue are two entries: the second
    ``continues`` the entry of that index. ``inside`` is the entry in whose words this one stands. ``judged`` says who put
    the speaker right, where somebody did.
    """

    text: str
    start: int
    end: int
    form: str
    cue: str | None
    speaker: SpeakerOut | None
    cue_place: PlaceOut | None
    addressee: PassageOut | None
    continues: int | None
    inside: int | None
    judged: str = ""


@dataclass(frozen=True, slots=True)
class ClaimOut:
    """What a party ``asserts``, ``denies``, ``demands``, ``promises``, ``warns`` of, or ``declines`` to say.

    ``party`` is its name (None where the text names none), ``by`` the same with its place. ``start`` to ``end`` hold
    the cue and the proposition. ``about`` is whom it speaks of. ``judged`` is as in a quote.
    """

    stance: str
    party: str | None
    proposition: str | None
    about: str | None
    start: int
    end: int
    cue: str
    by: SpeakerOut | None
    proposition_place: PlaceOut | None
    about_place: PlaceOut | None
    conditional: bool
    negated: bool
    judged: str = ""


@dataclass(frozen=True, slots=True)
class NameOut:
    """A name where it stands. ``entity`` is the id of whom or what it names: the same in all documents."""

    text: str
    kind: str
    entity: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntityOut:
    """Whom or what names stand for: the fullest form, and all others."""

    id: str
    kind: str
    name: str
    aliases: list[str]


@dataclass(frozen=True, slots=True)
class TimeOut:
    """An expression of time; ``value`` is ISO 8601, cut to its ``precision``, seen from the day of the document."""

    text: str
    value: str
    precision: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EventOut:
    """What a clause says was at a time. ``participants``, ``places`` and ``place`` are ids of entities."""

    date: str
    precision: str
    text: str
    start: int
    end: int
    participants: list[str]
    places: list[str]
    place: str | None


@dataclass(frozen=True, slots=True)
class TopicOut:
    """A Media Topic of the IPTC: its code, its label, and how sure it is (0..1)."""

    id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class SummaryOut:
    """A sentence of a summary. ``given`` is ``extracted`` (words of the text), ``publisher`` or ``reworded`` (by a model).

    The publisher's points stand beside the running text: ``start`` and ``end`` are None, ``sources`` are their places in the
    capture's reading. A reworded sentence has no place of its own; ``cites`` are the places that it is checked against.
    """

    text: str
    start: int | None
    end: int | None
    given: str
    sources: list[PlaceOut] = field(default_factory=list)
    cites: list[PlaceOut] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class VoicesOut:
    """All that is understood of a document; each list is in the order of its text.

    ``anonymous_sources`` is how many unnamed people speak, at least. ``own_topics`` are those that the publisher gave.
    """

    quotes: list[QuoteOut]
    claims: list[ClaimOut]
    anonymous_sources: int
    names: list[NameOut]
    entities: list[EntityOut]
    times: list[TimeOut]
    events: list[EventOut]
    topics: list[TopicOut]
    own_topics: list[str]
    hashtags: list[str]
    summary: list[SummaryOut]
