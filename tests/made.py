"""Documents made for tests, in one line each."""

from collections.abc import Sequence
from datetime import UTC, datetime

from firsthand.extract.assemble import Draft, Facts, Piece, assemble
from firsthand.model.capture import make_capture
from firsthand.model.document import BlockKind, Document, PartKind, Role
from firsthand.model.moment import Moment, Precision
from firsthand.model.story import Lineage, Member, Relation, Story

SEEN = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> Moment:
    """A moment of March 2026, to the minute."""
    return Moment(datetime(2026, 3, day, hour, minute, tzinfo=UTC), Precision.MINUTE)


def document(
    *paragraphs: str,
    url: str = "https://one.example/a",
    outlet: str | None = None,
    headline: str = "Harbour strike ends",
    dateline: str | None = None,
    signoff: str | None = None,
    byline: str | None = None,
    credit: str | None = None,
    published: Moment | None = None,
    seen: datetime = SEEN,
    extra: Sequence[Piece] = (),
) -> Document:
    """Make a document as the extractor would."""
    pieces = [Piece(PartKind.HEADLINE, headline)]
    pieces += [Piece(PartKind.BYLINE, byline)] if byline else []
    pieces += [Piece(BlockKind.DATELINE, dateline)] if dateline else []
    pieces += [Piece(BlockKind.PARAGRAPH, words) for words in paragraphs]
    pieces += [Piece(BlockKind.NOTE, signoff)] if signoff else []
    capture = make_capture("\n".join((headline, *paragraphs)).encode(), url, seen, url=url)
    facts = Facts(headline=headline, outlet=outlet, url=url, published=published, credit=credit)
    return assemble(capture, 0, Draft(Role.MAIN, (*pieces, *extra), (), facts))


STRIKE = (
    "Dockers at Port Alden voted on Tuesday to end a nine-day strike that had kept 41 ships waiting outside the harbour.",
    "The union said 812 of its 1,090 members backed an offer that raises pay by 6.5 percent over two years.",
    '"Nobody got everything they wanted," said Ines Varga, who led the talks for the Harbour Workers\' Union. '
    '"But the cranes will move tonight."',
    "The port authority put the cost of the stoppage at 23 million crowns and said it would take a week to clear "
    "the backlog.",
    "Grain exporters in the north had warned that a longer strike would leave last autumn's harvest rotting in "
    "open wagons.",
)
OTHER = (
    "Two climbers were rescued from the north face of Mount Kessel after spending a night on a ledge in freezing wind.",
    "A helicopter crew lifted the pair, both in their twenties, shortly after dawn, the mountain police reported.",
    "Doctors in Tolley described their condition as stable and said frostbite was confined to three fingers.",
)


def story(*lineages: Sequence[Document], headline: str = "Harbour strike ends") -> Story:
    """Make a story of lineages, each an original and its copies, whatever their words have in common."""
    made, members = [], []
    for documents in lineages:
        ids = tuple(document.id for document in documents)
        lineage = "lin_" + ids[0]
        made.append(Lineage(lineage, ids, ids[0]))
        original = Relation.ORIGINAL if len(ids) > 1 else Relation.INDEPENDENT
        members += [Member(i, lineage, original if i == ids[0] else Relation.COPY, ids[0]) for i in ids]
    return Story(f"sto_{made[0].id}", headline, tuple(made), tuple(members))
