"""Gate `seeds`: labelled raw text captures, part by part, and the story the two seed captures tell.

Any folder of ``*_spans.json`` with their captures can be handed in; the story is measured where both seeds are in it.
"""

from datetime import UTC, datetime

from firsthand.model.document import BlockKind, Document, Extraction, PartKind, Role
from tests.gates import metrics
from tests.gates.data import Run
from tests.gates.figures import Figure, Row
from tests.gates.labels import BODY, FURNITURE, Labelled, read_labelled
from tests.gates.seed_story import COPY, ORIGINAL, story_figures

OWN = ("seeds",)

_BODY_KINDS = (BlockKind.PARAGRAPH, BlockKind.SUBHEAD, BlockKind.QUOTE, BlockKind.ITEM)
#: Some day after both captures were written (the later names 4 June 2025 as "Wednesday"; ages count back from here).
_SEEN = datetime(2025, 6, 5, tzinfo=UTC)
_MARGIN = 0.002
#: So many words in a row are no coincidence of two stories about one affair.
_RUN = 12


def measure(run: Run) -> list[Figure]:
    """Read every labelled capture and score its parts; then the story, if the seeds are among them."""
    import firsthand

    figures: list[Figure] = []
    read: dict[str, Extraction] = {}
    for folder in run.files(*OWN):
        for labelled in read_labelled(folder)[: run.limit]:
            extraction = firsthand.extract(labelled.content, media_type="text/plain", seen_at=_SEEN)
            read[labelled.name] = extraction
            figures += capture_figures(labelled, extraction)
    if {ORIGINAL, COPY} <= read.keys():
        figures += story_figures(read[ORIGINAL], read[COPY])
    return figures


def capture_figures(labelled: Labelled, extraction: Extraction) -> list[Figure]:
    """Score one capture: the body by characters, every labelled part, the glued-in pieces, the furniture."""
    name = f"seeds.{labelled.name.split('_')[0]}"
    main = extraction.main
    if main is None:
        return [Figure(f"{name}.main", 0.0, 1, margin=0.0)]
    score = body_score(labelled, main)
    wanted = len(metrics.places(labelled.ranges(*BODY), labelled.text))
    facts = {"main": True, "furniture": not furniture_in(labelled, extraction)} | parts_right(labelled, main)
    facts |= pieces_right(labelled, extraction)
    return [
        Figure(f"{name}.body_recall", score.recall, wanted, margin=_MARGIN),
        Figure(f"{name}.body_precision", score.precision, wanted, margin=_MARGIN),
        Figure(f"{name}.honest_sources", honest_sources(extraction), len(main.blocks), margin=0.0),
        *(fact(f"{name}.{what}", right) for what, right in facts.items()),
    ]


def fact(full: str, right: bool, note: str = "") -> Figure:
    """Give a yes as 1 and a no as 0, without a margin."""
    return Figure(full, float(right), 1, margin=0.0, rows=() if right else (Row(0.0, full, note),))


def body_score(labelled: Labelled, main: Document) -> metrics.Score:
    """Compare, character by character of the capture and without blanks, our body with the labelled one.

    Ours are the places of paragraphs, subheads, quotes and items; whether a block's words are those at its places is
    `honest_sources`.
    """
    ours = [(r.start, r.end) for block in main.blocks_of(*_BODY_KINDS) for r in block.sources]
    text = labelled.text
    return metrics.place_score(metrics.places(ours, text), metrics.places(labelled.ranges(*BODY), text))


def honest_sources(extraction: Extraction) -> float:
    """Give the share of blocks whose words are exactly what stands at their places in the reading, blanks aside."""
    same = []
    for document in extraction.documents:
        for block in document.blocks:
            there = "".join(r.of(extraction.reading) for r in block.sources)
            same.append(float(_bare(document.text[block.start : block.end]) == _bare(there)))
    return metrics.mean(same)


def furniture_in(labelled: Labelled, extraction: Extraction) -> str:
    """Return the furniture that stands in the text of any document: the places of its blocks, blanks aside."""
    furniture = metrics.places(labelled.ranges(*FURNITURE), labelled.text)
    ours = [(r.start, r.end) for doc in extraction.documents for block in doc.blocks for r in block.sources]
    return "".join(labelled.text[i] for i in sorted(metrics.places(ours, labelled.text) & furniture))


def parts_right(labelled: Labelled, main: Document) -> dict[str, bool]:
    """Say of every labelled part whether we have it exactly, in the right field, and nothing else in that field."""
    wanted = {
        "headline": (labelled.words("headline"), [main.headline]),
        "byline": (labelled.words("byline"), main.words_of(PartKind.BYLINE)),
        "dateline": (labelled.words("dateline"), _some(main.first(BlockKind.DATELINE))),
        "bullets": (labelled.words("summary-bullet"), main.words_of(PartKind.BULLET)),
        "caption": (labelled.words("caption"), main.words_of(PartKind.CAPTION)),
        "credit": (labelled.words("credit"), main.words_of(PartKind.CREDIT)),
        "topics": (labelled.words("topic"), main.words_of(PartKind.TOPIC)),
        "subheads": (labelled.words("subhead"), _words(main, BlockKind.SUBHEAD)),
        "signoff": (labelled.words("signoff"), _words(main, BlockKind.NOTE)),
    }
    right = {
        part: [_folded(words) for words in gold] == [_folded(words) for words in ours]
        for part, (gold, ours) in wanted.items()
        if gold
    }
    if labelled.published:
        right["published"] = metrics.same_minute(main.published, labelled.published)
    return right


def pieces_right(labelled: Labelled, extraction: Extraction) -> dict[str, bool]:
    """Say whether the glued-in pieces are exactly the labelled ones, each with its outlet, headline and whole body."""
    ours = [doc for doc in extraction.documents if doc.role is Role.RELATED]
    main = metrics.normal(extraction.main.text) if extraction.main else ""
    gold = list(labelled.related.values())
    right = {"pieces": len(ours) == len(gold)}
    if gold:
        right["piece_outlets"] = [doc.outlet for doc in ours] == [piece.get("source") for piece in gold]
        right["piece_headlines"] = [doc.headline for doc in ours] == [piece.get("headline") for piece in gold]
        right["piece_bodies"] = [_bare(doc.text) for doc in ours] == [_bare(piece.get("body", "")) for piece in gold]
        right["pieces_outside_main"] = not any(metrics.share_run(piece.get("body", ""), main, _RUN) for piece in gold)
    return right


def _words(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks_of(kind)]


def _some(words: str | None) -> list[str]:
    return [words] if words else []


def _folded(words: str) -> str:
    """Fold what a part may carry or leave out: blanks, a leading "By", the dash and the like at the end."""
    return metrics.normal(words).removeprefix("By ").rstrip(" -.:")


def _bare(words: str) -> str:
    return "".join(words.split())
