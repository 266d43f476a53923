"""Gate `families`: in events whose families of copies were labelled by hand, the lineages, originals and the count.

The labels are ours (`giveme_families.toml`, ids and reasons only); the texts are the set's. Each event is grouped on
its own. A family is right when its pages, and no others, are one lineage.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from firsthand.model.document import Document
from firsthand.model.story import Lineage, Story
from tests.gates import metrics
from tests.gates.data import JsonRow, Run, UnknownFormat
from tests.gates.figures import Figure, Row
from tests.gates.provenance import document_of

OWN = ("story/event_clusters_giveme5w1h.jsonl.gz",)
LABELS = Path(__file__).with_name("giveme_families.toml")
_ID = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out for one event: lineages as sets of page ids, each one's original (page or name), the count."""

    lineages: tuple[frozenset[str], ...]
    originals: Mapping[frozenset[str], str]
    sources: int


def measure(run: Run) -> list[Figure]:
    """Measure the labelled events of every file."""
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    figures: list[Figure] = []
    for path in run.files(*OWN):
        rows = {row["id"][:_ID]: row for row in run.rows(path) if "event_id" in row}
        if not rows:
            raise UnknownFormat("families: no row names an event")
        figures += figures_of(labels, {event: answer(label, rows) for event, label in labels.items()})
    return figures


def answer(label: JsonRow, rows: Mapping[str, JsonRow]) -> Answer:
    """Group the labelled pages of one event."""
    import firsthand

    wanted = [*label["alone"], *(page for family in label["families"] for page in family["pages"])]
    pages = {page: document_of(page, rows[page]) for page in wanted if page in rows}
    return answer_of(firsthand.group(pages.values()), {document.id: page for page, document in pages.items()}, pages)


def answer_of(stories: list[Story], page_of: Mapping[str, str], pages: Mapping[str, Document]) -> Answer:
    """Read the answer from the stories; an event that fell into several counts the sources of all."""
    found = [lineage for story in stories for lineage in story.lineages]
    members = {lineage.id: frozenset(page_of[m] for m in lineage.members) for lineage in found}
    originals = {members[lineage.id]: _original(lineage, page_of) for lineage in found}
    return Answer(tuple(members.values()), originals, sum(story.independent_sources for story in stories))


def _original(lineage: Lineage, page_of: Mapping[str, str]) -> str:
    return page_of[lineage.original] if lineage.original else lineage.absent or ""


def figures_of(labels: Mapping[str, JsonRow], answers: Mapping[str, Answer]) -> list[Figure]:
    """Compare: families found whole, pages alone that stayed alone, originals, counts."""
    families, alone, originals, counts = [], [], [], []
    for event, label in labels.items():
        ours = answers[event]
        for family in label["families"]:
            pages = frozenset(family["pages"])
            name = f"{event}.{family['pages'][0]}"
            families.append(Row(float(pages in ours.lineages), name, label["what"]))
            said = ours.originals.get(pages, "no such lineage")
            originals.append(
                Row(float(said == family["original"]), name, f"{said or 'nothing'} for {family['original']}")
            )
        alone += [Row(float(frozenset([page]) in ours.lineages), f"{event}.{page}") for page in label["alone"]]
        counts.append(Row(float(ours.sources == label["sources"]), event, f"{ours.sources} for {label['sources']}"))
    named = (("lineages", families), ("alone", alone), ("originals", originals), ("sources", counts))
    return [
        Figure(f"families.{n}", metrics.mean(r.score for r in rows), len(rows), rows=tuple(rows)) for n, rows in named
    ]
