"""Gate `clusters`: pages about one event together, the others apart. BCubed over whole sets, in one setting for all.

Everything is measured twice: by words alone, and (``with_model``) with the language model, where `firsthand[embed]` is
installed. The floors of the latter say that they need it, so that they are not missed where it is not.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from firsthand.backends.embedder import PACKAGE, load_embedder
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
    "story/wikinews_meantime_multilingual.jsonl.gz",
    "story/same_event_pairs_tgcontest.jsonl.gz",
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: The first three letters of months in Spanish, Italian and Dutch, where they are not the English ones.
_OTHER_MONTHS = {
    "ene": 1, "gen": 1, "mrt": 3, "abr": 4, "mei": 5, "mag": 5, "giu": 6, "lug": 7, "ago": 8, "set": 9, "okt": 10,
    "ott": 10, "dic": 12,
}  # fmt: skip


class Task(NamedTuple):
    """One stream to be grouped: its name, its documents by row id, and the gold event of each row.

    ``apart``: not one stream, but pairs (``7.first``, ``7.second``), each a stream of its own.
    """

    name: str
    documents: dict[str, Document]
    gold: dict[str, str]
    apart: bool = False
    with_model: bool = False


def measure(run: Run) -> list[Figure]:
    """Group each set, by words alone and with the model, where there is one."""
    ways = [False, True] if load_embedder() else [False]
    tasks = [task._replace(with_model=way) for task in read_tasks(run) for way in ways]
    found = run_all(membership, tasks, run.workers)
    return [figure for task, stories in zip(tasks, found, strict=True) for figure in figures_of(task, stories)]


def read_tasks(run: Run) -> list[Task]:
    """Read each set as one stream, and some kinds of set once more: titles alone, or without the dates."""
    tasks: list[Task] = []
    for path in run.files(*OWN):
        rows = run.rows(path)
        if not rows:
            continue
        name, read = _reader(rows[0])
        tasks.append(_task(name, rows, read))
        if name == "giveme5w1h":
            tasks.append(_task(f"{name}_titles", [row | {"text": "", "description": ""} for row in rows], read))
        if name == "wikinews":
            tasks.append(_task(f"{name}_undated", [row | {"undated": True} for row in rows], read))
    return tasks


def membership(task: Task) -> dict[str, str]:
    """Group a stream and give the story of each row; a row in several stories counts for its first."""
    import firsthand

    found: dict[str, str] = {}
    for some in _streams(task):
        found |= story_of_each(firsthand.group(list(some.values()), with_model=task.with_model), some)
    return found


def _streams(task: Task) -> list[dict[str, Document]]:
    if not task.apart:
        return [task.documents]
    pairs: dict[str, dict[str, Document]] = {}
    for row, document in task.documents.items():
        pairs.setdefault(row.partition(".")[0], {})[row] = document
    return list(pairs.values())


def story_of_each(stories: Sequence[Story], documents: Mapping[str, Document]) -> dict[str, str]:
    """Turn stories of documents into a map of rows."""
    of_document: dict[str, str] = {}
    for story in stories:
        for member in story.members:
            of_document.setdefault(member.document, story.id)
    return {row: of_document[doc.id] for row, doc in documents.items() if doc.id in of_document}


def figures_of(task: Task, found: Mapping[str, str]) -> list[Figure]:
    """Give F1, held to a floor; its precision and recall trade against each other and are only told."""
    score = _pairs(found, task.gold) if task.apart else metrics.bcubed(found, task.gold)
    prefix, n = f"clusters.{'with_model.' if task.with_model else ''}{task.name}", len(task.gold)
    needs = PACKAGE if task.with_model else ""
    rows = () if task.apart else _events(found, task.gold)
    return [
        Figure(f"{prefix}.f1", score.f1, n, rows=rows, needs=needs),
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


def _pairs(found: Mapping[str, str], gold: Mapping[str, str]) -> metrics.Score:
    """Compare the pairs put together with those that are: both rows of such a pair have one event."""
    ends = [(f"{pair}.first", f"{pair}.second") for pair in sorted({row.partition(".")[0] for row in gold})]
    return metrics.yes_no((found.get(a, a) == found.get(b, b), gold[a] == gold[b]) for a, b in ends)


# --- the formats ---

Read = Callable[[JsonRow], list[tuple[str, str, Document]]]


def _reader(row: JsonRow) -> tuple[str, Read]:
    if "event_id" in row:
        return "giveme5w1h", lambda row: [_giveme(row)]
    if "subtopic" in row:
        return "ecbplus", lambda row: [_ecbplus(row)]
    if "triplet-uuid" in row:
        return "basil", lambda row: [_basil(row)]
    if {"lang", "key", "sentences"} <= row.keys():
        return "wikinews", lambda row: [_wikinews(row)]
    if "first_text" in row:
        return "tgcontest", _tgcontest
    raise UnknownFormat(f"clusters: a row with the keys {sorted(row)} names no event")


def _task(name: str, rows: Sequence[JsonRow], read: Read) -> Task:
    found = [one for at, row in enumerate(rows) for one in read(row | {"at": at})]
    documents, gold = {id: doc for id, _, doc in found}, {id: event for id, event, _ in found}
    return Task(name, documents, gold, apart=name == "tgcontest")


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


def _wikinews(row: JsonRow) -> tuple[str, str, Document]:
    """Read an article in one of four languages: a title, the date as its page shows it, sentences."""
    title, said, *sentences = row["sentences"]
    date = None if row.get("undated") else day_of(said)
    id = f"{row['lang']}:{row['key']}"
    return id, row["key"], document_from_fields(title, "\n".join(sentences), date=date, key=id)


def day_of(said: str) -> str | None:
    """Read ``March 01 , 2008``, ``1 de marzo de 2008``, ``1 marzo 2008`` or ``01-Mar-08``; None for anything else."""
    month = re.search(r"[^\W\d]{3,}", said)
    numbers = re.findall(r"\d+", said)
    name = month.group()[:3].lower() if month else ""
    number = _MONTHS.index(name) + 1 if name in _MONTHS else _OTHER_MONTHS.get(name)
    if number is None or len(numbers) != 2:
        return None
    return f"{int(numbers[1]) % 100 + 2000}-{number:02}-{int(numbers[0]):02}"


def _tgcontest(row: JsonRow) -> list[tuple[str, str, Document]]:
    """Read a pair: one event (OK), or two."""
    found = []
    for side in ("first", "second"):
        id = f"{row['at']}.{side}"
        event = str(row["at"]) if row["label"] == "OK" else id
        found.append(
            (id, event, document_from_fields(row[f"{side}_title"], row[f"{side}_text"], row[f"{side}_url"], key=id))
        )
    return found
