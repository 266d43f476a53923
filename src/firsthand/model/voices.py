"""What a document says and who says it: quotes, claims, speakers, names, events, topics, a summary. All with their places.

Every value has its span. The words of a direct quote are those between `Span.start` and `Span.end` of the document's text.
"""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.model.moment import Moment
from firsthand.model.span import Range, Span


class Form(StrEnum):
    """How words are given: in quotation marks, in the reporter's words, both in one, or summed up ("called for calm")."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    REPORTED = "reported"


class PartyKind(StrEnum):
    """What somebody is that speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    ANONYMOUS = "anonymous"


class Stance(StrEnum):
    """What somebody does by saying something."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DEMANDS = "demands"
    PROMISES = "promises"
    WARNS = "warns"
    DECLINES = "declines"


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks. ``name`` is the fullest name the document gives, or what an anonymous source is called.

    ``at_least`` is how many people these are ("three officials": 3). ``span`` is where they are named for this quote or
    claim ("he"), ``full`` where ``name`` stands. ``entity`` is the same for all mentions of one party in a document.
    """

    kind: PartyKind
    name: str
    span: Span
    full: Span
    at_least: int = 1
    role: str = ""
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words. ``content`` are their places in order (a cue may stand between two); marks are not in them."""

    form: Form
    content: tuple[Span, ...]
    cue: Span | None = None
    speaker: Party | None = None
    addressee: Span | None = None
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a party asserts, denies, demands, promises, warns of, or declines to say. ``cue`` is the word that says which."""

    stance: Stance
    party: Party | None
    proposition: Span | None
    cue: Span
    about: Span | None = None
    conditional: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands. ``entity`` is the same for all mentions of one person, organisation or place."""

    kind: PartyKind
    span: Span
    entity: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place as a document (or many) names it: the fullest form, and all others."""

    id: str
    kind: PartyKind
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """An IPTC Media Topic: its code, its label, and how sure it is (0..1)."""

    id: str
    label: str
    score: float


class Given(StrEnum):
    """Whose a sentence of a summary is: the publisher's (a bullet, a standfirst), the article's own, or a model's."""

    PUBLISHER = "publisher"
    EXTRACTED = "extracted"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a summary and what it is taken from.

    EXTRACTED: ``text`` is the words of ``spans[0]``, exactly; further spans say the same in other sources. REWORDED:
    ``spans`` are what the model cites. PUBLISHER: the words stand beside the running text, in ``sources`` of the
    capture's reading (empty where they come from metadata); ``spans`` are empty.
    """

    text: str
    spans: tuple[Span, ...]
    given: Given = Given.EXTRACTED
    sources: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What a clause says was at a time. ``when`` is the time's expression, ``span`` the clause that tells the event.

    ``participants`` and ``places`` are entities named in the clause; ``place`` is the one behind "in", "at", "near", if any.
    """

    moment: Moment
    span: Span
    when: Span
    participants: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place: str | None = None
