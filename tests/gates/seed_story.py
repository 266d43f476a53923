"""What the two seed captures must tell: one story, one source, the agency's page first, what its copy changed.

Written down from the labels of both captures (DESIGN.md and issue 2): these are facts of the two files, not settings.
"""

from collections.abc import Sequence

from firsthand.model.comparison import Change, Comparison, Difference
from firsthand.model.document import BlockKind, Document, Extraction
from firsthand.model.span import Range
from firsthand.model.story import Relation, Story
from tests.gates import metrics
from tests.gates.figures import Figure, Row

#: The stems of the two captures: the agency's own page, and the aggregator's copy.
ORIGINAL, COPY = "004_56d9b15e0b4a503b", "000_0df427d05164a255"

#: Shares carried over, and how far off a measured one may be.
_OF_ORIGINAL, _OF_COPY, _TOLERANCE = 0.97, 0.93, 0.02

#: Where the two added paragraphs stand in the copy's capture (two sentences on the defence minister).
_ADDED = (Range(681, 904), Range(905, 1061))

#: Words before and after that are the same words in another house's style.
_STYLE = (("U.S.", "US"), ('"', "'"), ("formalised", "formalized"), ("ENLARGEMENT", "enlargement"))
#: The name the copy misspells.
_MISSPELT = "Zelenksyy"


def story_figures(original: Extraction, copy: Extraction) -> list[Figure]:
    """Group and compare the two captures and score every claim as a yes (1) or a no (0)."""
    import firsthand

    first, second = original.main, copy.main
    if first is None or second is None:
        return [_fact("one_story", False, "a capture has no main document")]
    stories = firsthand.group([*original.documents, *copy.documents])
    compared = firsthand.compare(first, second)
    return [*_membership(stories, first, second), *_differences(compared, first, second, copy.reading)]


def _membership(stories: Sequence[Story], first: Document, second: Document) -> list[Figure]:
    holding = [s for s in stories if {first.id, second.id} & {m.document for m in s.members}]
    together = len(holding) == 1 and {first.id, second.id} <= {m.document for m in holding[0].members}
    if not together:
        return [_fact("one_story", False, f"the two stand in {len(holding)} stories")]
    members = {m.document: m for m in holding[0].members}
    lineage = next(lin for lin in holding[0].lineages if lin.id == members[first.id].lineage)
    reasons = (*members[first.id].reasons, *members[second.id].reasons, *lineage.reasons)
    return [
        _fact("one_story", True),
        _fact("one_source", holding[0].independent_sources == 1, f"{holding[0].independent_sources} sources"),
        _fact("original", members[first.id].relation is Relation.ORIGINAL and lineage.original == first.id),
        _fact("copy", members[second.id].relation is Relation.COPY and members[second.id].original == first.id),
        _fact("reasons", any(reason.text for reason in reasons), "no reason in words"),
    ]


def _differences(compared: Comparison, first: Document, second: Document, reading: str) -> list[Figure]:
    coverage = compared.coverage
    added = " ".join(d.after.of(second.text) for d in compared.of(Change.ADDED) if d.after)
    wanted = " ".join(place.of(reading) for place in _ADDED)
    dropped = [d for d in compared.of(Change.DROPPED) if d.before and not _is_furniture(first, d.before)]
    style = [_sides(d, first, second) for d in compared.of(Change.HOUSE_STYLE)]
    reworded = [_sides(d, first, second) for d in compared.of(Change.REWORDED)]
    return [
        _fact("of_original", abs(coverage.of_original - _OF_ORIGINAL) <= _TOLERANCE, f"{coverage.of_original:.3f}"),
        _fact("of_copy", abs(coverage.of_copy - _OF_COPY) <= _TOLERANCE, f"{coverage.of_copy:.3f}"),
        _fact("added", metrics.tokens(added) == metrics.tokens(wanted), added[:200]),
        _fact("dropped", not dropped, " | ".join(d.before.of(first.text)[:60] for d in dropped if d.before)),
        *(
            _fact(f"style_{number}", any(before in b and after in a for b, a in style), f"{before} / {after}")
            for number, (before, after) in enumerate(_STYLE, 1)
        ),
        _fact("misspelt", any(_MISSPELT in a for _, a in reworded), str(reworded)[:200]),
        _fact("misspelt_alone", len(reworded) == 1, str(reworded)[:300]),
    ]


def _is_furniture(document: Document, place: Range) -> bool:
    """Say whether a dropped stretch touches nothing but dateline and notes (sign-off)."""
    touched = [b for b in document.blocks if place.overlaps(Range(b.start, b.end))]
    return all(b.kind in (BlockKind.DATELINE, BlockKind.NOTE) for b in touched)


def _sides(difference: Difference, first: Document, second: Document) -> tuple[str, str]:
    before = difference.before.of(first.text) if difference.before else ""
    return before, difference.after.of(second.text) if difference.after else ""


def _fact(name: str, right: bool, note: str = "") -> Figure:
    full = f"seeds.story.{name}"
    return Figure(full, float(right), 1, margin=0.0, rows=() if right else (Row(0.0, full, note),))
