"""Records made up for the store's tests."""

from datetime import UTC, datetime, timedelta

from firsthand.model.capture import Capture, make_capture
from firsthand.model.comparison import Coverage
from firsthand.model.document import Block, BlockKind, Document, Drop, Extraction, Part, PartKind, Problem, Role
from firsthand.model.moment import Moment, Precision
from firsthand.model.shelf import Facet, News, StoryLine
from firsthand.model.span import Range, Span
from firsthand.model.story import Lineage, Link, Member, Reason, Relation, Story
from firsthand.model.thread import Gist, Roundup, Section, Step, Thread, Touch
from firsthand.model.voices import (
    Claim,
    Entity,
    Event,
    Form,
    Given,
    Mention,
    Party,
    PartyKind,
    Quote,
    Stance,
    SummarySentence,
    Topic,
)
from firsthand.profiles.background import load_background
from firsthand.text.times import Counted, Time
from firsthand.thread.features import features
from firsthand.thread.vector import Vector, vector
from firsthand.understand.reading import Understood

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def capture(number: int) -> tuple[Capture, bytes]:
    """Make the capture of a page, and its bytes."""
    content = f"page {number} · “words”\x00".encode()
    seen = NOON + timedelta(minutes=number)
    return make_capture(content, f"https://outlet.example/{number}", seen, "text/html", "utf-8"), content


def document(number: int, capture_id: str = "cap_x", role: Role = Role.MAIN) -> Document:
    """Make a document with something in every field that is awkward to store."""
    text = f"Text {number} with a NUL \x00, “quotes”, 🦉 and \u2028."
    return Document(
        id=f"doc_{number:04}",
        capture=capture_id,
        article=f"art_{number % 3}",
        role=role,
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text), (Range(3, 9), Range(12, 40)), "made"),),
        parts=(Part(PartKind.HEADLINE, f"Headline {number}", (Range(0, 3),), "made"),),
        drops=(Drop(40, 44, "toolbar"),),
        headline=f"Headline {number}",
        outlet=f"Outlet {number % 5}\x00",
        url=f"https://outlet.example/{number}",
        published=Moment(NOON + timedelta(hours=number), Precision.DAY, zone_known=False),
        seen=Moment(NOON + timedelta(days=number)),
        language="en",
    )


def extraction(capture_id: str, *documents: Document) -> Extraction:
    """Make what was found in a capture."""
    problems = (Problem("odd", "something odd", "look again"),)
    return Extraction(capture_id, "the reading", documents, problems, "text/html", "7")


def link(original: str, copy: str, share: float = 0.97) -> Link:
    """Make a link."""
    reasons = (Reason("credit", "It says so.", 0.1 + 0.2, (Span(copy, 1, 5),)),)
    return Link(Relation.COPY, original, copy, Coverage(share, 1 / 3), decided=True, reasons=reasons)


def lineage(name: str, *members: str) -> Lineage:
    """Make a lineage whose first member is the original."""
    links = tuple(link(members[0], member) for member in members[1:])
    return Lineage(f"lin_{name}", members, members[0], links=links)


def page(name: str, *words: str, when: datetime = NOON, sure: bool = False) -> Vector:
    """Make what is kept of a lineage's page: a page of some words, all of them names, seen when it came out or unseen."""
    text = " and ".join(words)
    document = Document(
        f"doc_{name}",
        "cap_x",
        "art_x",
        Role.MAIN,
        text,
        (),
        published=Moment(when),
        seen=Moment(when) if sure else None,
    )
    return vector(features(document, load_background()))


def story(name: str, *lineages: Lineage, last: datetime | None = NOON) -> Story:
    """Make a story of lineages."""
    members = tuple(
        Member(document, lin.id, Relation.COPY if document != lin.original else Relation.ORIGINAL, lin.original)
        for lin in lineages
        for document in lin.members
    )
    moment = None if last is None else Moment(last)
    return Story(f"sto_{name}", f"Story {name}", lineages, members, ("A", "B"), moment, moment)


def line(name: str, *facets: Facet) -> StoryLine:
    """Make what the river shows of a story."""
    news = (News(NOON, NOON, 1, 1, 0), News(NOON + timedelta(hours=1), None, 1, 0, 1))
    summary = (SummarySentence("A “point” \x00.", (Span("doc_0001", 0, 4),)),)
    told = (f"sto_{name}", "doc_0001", f"Story {name}", "en", ("A", "B\x00"), 1, 3, 2, "2026-03-01", None)
    return StoryLine(*told, ("wire",), ("en",), ("2 sources",), news, summary, facets, facets[:1])


def gist(name: str, *names: str, at: datetime = NOON, roundups: tuple[Roundup, ...] = ()) -> Gist:
    """Make the gist of a story that is known by some names."""
    known = frozenset(names)
    terms = dict.fromkeys(sorted(names), 1 / 3)
    moment = Moment(at)
    return Gist(
        f"sto_{name}",
        f"Story {name}",
        "en",
        moment,
        moment,
        True,
        2,
        terms,
        known,
        frozenset(),
        known,
        known,
        {name: name.title() for name in terms},
        frozenset({"doc_a doc_b"}),
        roundups,
    )


def roundup(document: str, *parts: str) -> Roundup:
    """Make a round-up with a section for each part, which has these words as its terms."""
    sections = tuple(Section(10 * n, 10 * n + 9, frozenset(part.split())) for n, part in enumerate(parts))
    return Roundup(document, NOON, sections)


def thread(name: str, *stories: str, last: datetime | None = NOON) -> Thread:
    """Make a thread of stories."""
    moment = None if last is None else Moment(last)
    steps = tuple(Step(f"sto_{story}", (Reason("same_affair", "shares much", 0.1 + 0.2),)) for story in stories)
    return Thread(f"thr_{name}", f"Thread {name}", "en", ("Ada", "Bo\x00"), steps, moment, moment)


def touch(document: str, story: str) -> Touch:
    """Make a touch."""
    return Touch(document, f"sto_{story}", Reason("touches", "a part of it", 0.0, (Span(document, 3, 9),)))


def understood(document: str) -> Understood:
    """Make what is understood of a document, with something of every kind."""
    span, when = Span(document, 0, 4), Moment(NOON, Precision.DAY)
    party = Party(PartyKind.ANONYMOUS, "three “officials” \x00", span, span, 3, "", "anonymous:0")
    return Understood(
        (Quote(Form.DIRECT, (span, Span(document, 5, 9)), span, party, span, None),),
        (Claim(Stance.DEMANDS, None, span, span, None, conditional=True),),
        3,
        (Mention(PartyKind.PLACE, span, "place:1"),),
        (Entity("place:1", PartyKind.PLACE, "Zemrin", ("Zemryn",)),),
        (Time(0, 4, when, Counted.FROM_TEXT),),
        (Event(when, span, span, ("place:1",), ("place:1",), "place:1"),),
        (Topic("medtop:11000000", "politics", 0.625),),
        ("Politik",),
        ("Zemrin",),
        (SummarySentence("A point.", (), Given.PUBLISHER, (Range(1, 3),)),),
    )
