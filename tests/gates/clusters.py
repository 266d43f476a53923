"""Gate `clusters`: pages about one event together, the others apart. BCubed over whole sets, in one setting for all."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from firsthand.model.document import Document
from firsthand.model.story import Story
from tests.gates import metrics
from tests.gates.data import JsonRow, Run, UnknownFormat
from tests.gates.documents import document_from_fields
from tests.gates.figures import Figure, Row
from tests.gates.pool import run_all

OWN = (
    "story/event_clusters_giveme5w1h.jsonl.gz",
    "story/event_clusters_ecbplus.jsonl.gz",
    "story/event_triplets_basil.jsonl.gz",
)


class Task(NamedTuple):
    """One stream to be grouped: its name, its documents by row id, and the gold event of each row."""

    name: str
    documents: dict[str, Document]
    gold: dict[str, str]


def measure(run: Run) -> list[Figure]:
    """Group each set as one stream, and the first kind of set once more with its titles alone."""
    tasks: list[Task] = []
    for path in run.files(*OWN):
        rows = run.rows(path)
        if not rows:
            continue
        name, read = _reader(rows[0])
        tasks.append(_task(name, rows, read))
        if name == "giveme5w1h":
            tasks.append(_task(f"{name}_titles", [row | {"text": "", "description": ""} for row in rows], read))
    found = run_all(membership, tasks, run.workers)
    return [figure for task, stories in zip(tasks, found, strict=True) for figure in figures_of(task, stories)]


def membership(task: Task) -> dict[str, str]:
    """Group a stream and give the story of each row; a row in several stories counts for its first."""
    import firsthand

    return story_of_each(firsthand.group(list(task.documents.values())), task.documents)


def story_of_each(stories: Sequence[Story], documents: Mapping[str, Document]) -> dict[str, str]:
    """Turn stories of documents into a map of rows."""
    of_document: dict[str, str] = {}
    for story in stories:
        for member in story.members:
            of_document.setdefault(member.document, story.id)
    return {row: of_document[doc.id] for row, doc in documents.items() if doc.id in of_document}


def figures_of(task: Task, found: Mapping[str, str]) -> list[Figure]:
    """Give BCubed F1, held to a floor; its precision and recall trade against each other and are only told."""
    score = metrics.bcubed(found, task.gold)
    prefix, n = f"clusters.{task.name}", len(task.gold)
    return [
        Figure(f"{prefix}.f1", score.f1, n, rows=_events(found, task.gold)),
        Figure(f"{prefix}.precision", score.precision, n, pinned=False),
        Figure(f"{prefix}.recall", score.recall, n, pinned=False),
        Figure(f"{prefix}.stories_per_event", len(set(found.values())) / len(set(task.gold.values())), n, pinned=False),
    ]


def _events(found: Mapping[str, str], gold: Mapping[str, str]) -> tuple[Row, ...]:
    """Give each event's own F1, for ``--worst``."""
    rows = []
    for event in sorted(set(gold.values())):
        members = {item for item, other in gold.items() if other == event}
        touched = {found.get(item, item) for item in members}
        near = {item: gold[item] for item in gold if item in members or found.get(item, item) in touched}
        rows.append(Row(metrics.bcubed(found, near).f1, event, f"{len(members)} pages in {len(touched)} stories"))
    return tuple(rows)


# --- the three formats ---


def _reader(row: JsonRow) -> tuple[str, Callable[[JsonRow], tuple[str, str, Document]]]:
    if "event_id" in row:
        return "giveme5w1h", _giveme
    if "subtopic" in row:
        return "ecbplus", _ecbplus
    if "triplet-uuid" in row:
        return "basil", _basil
    raise UnknownFormat(f"clusters: a row with the keys {sorted(row)} names no event")


def _task(name: str, rows: Sequence[JsonRow], read: Callable[[JsonRow], tuple[str, str, Document]]) -> Task:
    read_rows = [read(row) for row in rows]
    return Task(name, {id: doc for id, _, doc in read_rows}, {id: event for id, event, _ in read_rows})


def _giveme(row: JsonRow) -> tuple[str, str, Document]:
    document = document_from_fields(
        row["title"], row["text"], row["url"], row["outlet"], row["date"], row["authors"], key=row["id"]
    )
    return row["id"], str(row["event_id"]), document


def _ecbplus(row: JsonRow) -> tuple[str, str, Document]:
    """Read a row of ECB+: its event is the subtopic (a topic's ecb and ecbplus parts are two events of one kind).

    Rows have tokens, not text: the blanks around punctuation stay, and sentences that are an address are left out,
    because they would give the outlet's own words for the event. The first sentence stands as the headline. No dates.
    """
    sentences = [s for s in row["sentences"] if not s.startswith(("http :", "https :"))]
    title = sentences[0] if sentences else ""
    return row["id"], row["subtopic"], document_from_fields(title, "\n".join(sentences[1:]), key=row["id"])


def _basil(row: JsonRow) -> tuple[str, str, Document]:
    text = "\n".join(" ".join(sentences) for sentences in row["body-paragraphs"])
    document = document_from_fields(row["title"], text, row["url"], row["source"], row["date"], key=row["uuid"])
    return row["uuid"], row["triplet-uuid"], document
