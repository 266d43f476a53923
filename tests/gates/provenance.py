"""Gate `provenance`: for a pair of pages, is one a copy, of what kind, do they count as one source, who was first.

Two labelled sets, told apart by their rows: ``odu`` (two blind labellers; only what they agree on counts) and ``gold``
(one labeller). Each pair is grouped on its own, because the labels are about two pages, not about a collection.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.model.document import Document
from firsthand.model.independence import evidence
from firsthand.model.story import Lineage, Link, Relation, Story
from tests.gates import metrics
from tests.gates.data import SHARED, JsonRow, Run, UnknownFormat, first_row, read_rows
from tests.gates.documents import document_from_fields
from tests.gates.figures import Figure, Row
from tests.gates.pool import run_all

OWN = ("story/provenance_pairs_odu.jsonl", "story/provenance_pairs_gold.jsonl.gz")
TEXTS = {"odu": "story/odu_stories.jsonl.gz", "gold": "story/event_clusters_giveme5w1h.jsonl.gz"}

#: The labels of both sets in three classes; what is not here is ``none``. Both rules files speak of press releases
#: and of other versions under more than one name.
_COPIES = ("same_wire", "edited_wire", "outlet_syndication", "press_release", "other_version")
_PARTIAL = ("partial_wire",)
#: What must never be linked or be one source, whatever it shares (issue 4).
_NEVER = ("shared_statement", "shared_social_post", "independent_agencies")
#: Our relations in the same classes. Excerpt and rewrite are mainly the other's words (``edited_wire``: "visibly edited,
#: shortened, or mixed"); what takes sentences into reporting of its own is partial, in both vocabularies. What only
#: shares a third's words or background is none.
_OURS = {
    Relation.ORIGINAL: "copy",
    Relation.COPY: "copy",
    Relation.EXCERPT: "copy",
    Relation.VERSION: "copy",
    Relation.REWRITE: "copy",
    Relation.PARTIAL: "partial",
}
#: Agencies under more than one name, folded as `_folded` does.
_ALIASES = {
    "ap": "associatedpress",
    "afp": "agencefrancepresse",
    "pa": "pressassociation",
    "pamedia": "pressassociation",
    "dpa": "deutschepresseagentur",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the labellers or we say of a pair. ``original`` is a, b, absent or none; ``origins`` are its names."""

    relation: str
    independent: bool | None
    original: str | None
    origins: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents, what the labellers say of them, and the label as it was written."""

    id: str
    a: Document
    b: Document
    gold: Verdict
    label: str


def measure(run: Run) -> list[Figure]:
    """Measure every set of pairs; a set's texts are the file handed in beside it, or its own."""
    files = run.files(*OWN)
    pair_files = [path for path in files if first_row(path).keys() & {"label", "relation"}]
    text_files = [path for path in files if path not in pair_files]
    if not pair_files:
        raise UnknownFormat("provenance: no file with labelled pairs")
    figures: list[Figure] = []
    for path in pair_files:
        rows = run.rows(path)
        kind = "odu" if "relation" in rows[0] else "gold"
        documents = load_documents(text_files or [SHARED / TEXTS[kind]], _wanted(rows))
        pairs = [pair_of(row, documents) for row in rows if row.get("agreed", True)]
        figures += figures_of(f"provenance.{kind}", pairs, run_all(judge, pairs, run.workers))
    return figures


# --- the gold ---


def pair_of(row: JsonRow, documents: Mapping[str, Document]) -> Pair:
    """Read a labelled pair. A list of labels (the labellers named different ones) counts as the first with a class."""
    label = row.get("relation") or row.get("label")
    labels = label if isinstance(label, list) else [label]
    origin = row.get("origin")
    origins = origin if isinstance(origin, list) else str(origin or "").split("/")
    gold = Verdict(
        relation=_class_of(row, labels),
        independent=row.get("independent"),
        original=row.get("original"),
        origins=frozenset(filter(None, map(_folded, origins))),
    )
    return Pair(
        row.get("pair") or f"{row['a'][:12]}-{row['b'][:12]}", documents[row["a"]], documents[row["b"]], gold, labels[0]
    )


def _class_of(row: JsonRow, labels: Sequence[str]) -> str:
    if "copy" in row:
        return {True: "copy", False: "none", "partial": "partial"}.get(row["copy"], "unknown")
    for label in labels:
        if label.startswith(_PARTIAL):
            return "partial"
        if label.startswith(_COPIES) or label.endswith(_COPIES):
            return "copy"
    return "none"


def load_documents(paths: Iterable[Path], wanted: frozenset[str]) -> dict[str, Document]:
    """Build the documents that pairs speak of, by the ids the pairs use."""
    found = {}
    for path in paths:
        for row in read_rows(path):
            id = row.get("id") or hashlib.md5(row["path"].encode(), usedforsecurity=False).hexdigest()[:12]
            if id in wanted:
                found[id] = document_of(id, row)
    return found


def document_of(id: str, row: JsonRow) -> Document:
    """Build a document of a stored row of either set, without authors that are addresses (``facebook.com/...``)."""
    return document_from_fields(
        **credit_of(row),
        title=row.get("title") or "",
        text=row.get("text") or "",
        url=row.get("url"),
        outlet=row.get("outlet") or row.get("sitename") or row.get("domain"),
        date=row.get("date"),
        authors=_authors(row),
        key=id,
    )


def credit_of(row: JsonRow) -> JsonRow:
    """Return the agency a stored page credits, those that helped, the lines that say where it is from, and when it says
    it was published, as our reader of plain text finds them in title, authors and text.

    The rows have no such fields, and a page never comes to `group` without having been read.
    """
    import firsthand

    bylines = [f"By {who}" for who in _authors(row)]
    content = "\n".join([row.get("title") or "", *bylines, row.get("text") or ""])
    main = firsthand.extract(content, media_type="text/plain", url=row.get("url")).main
    return (
        {"credit": main.credit, "helped": main.helped, "origins": main.origins, "said": main.published} if main else {}
    )


def _authors(row: JsonRow) -> list[str]:
    author = row.get("author")
    authors = row.get("authors") or ([author] if author else [])
    return [who for who in authors if "/" not in who]


def _wanted(rows: Iterable[JsonRow]) -> frozenset[str]:
    return frozenset(id for row in rows for id in (row["a"], row["b"]))


# --- our answer ---


def judge(pair: Pair) -> Verdict:
    """Group the two documents and say what came out, in the labellers' words."""
    import firsthand

    return verdict_of(firsthand.group([pair.a, pair.b]), pair.a, pair.b)


def verdict_of(stories: Sequence[Story], a: Document, b: Document) -> Verdict:
    """Read our verdict from the stories: one lineage is one source; a link, or else the membership, is the relation."""
    lineages = {lineage.id: lineage for story in stories for lineage in story.lineages}.values()
    together = next((lin for lin in lineages if {a.id, b.id} <= set(lin.members)), None)
    relation = _relation(stories, lineages, a.id, b.id)
    if relation is None:
        relation = "copy" if together else "none"
    if together is None:
        return Verdict(relation, not _leads_back(stories, a.id, b.id), "none", frozenset())
    original = {a.id: "a", b.id: "b"}.get(together.original or "", "absent")
    first = {a.id: a.outlet, b.id: b.outlet}.get(together.original or "")
    named = [together.absent, first] if together.absent or first else []
    return Verdict(relation, False, original, frozenset(filter(None, map(_folded, filter(None, named)))))


def _leads_back(stories: Sequence[Story], a: str, b: str) -> bool:
    """Say whether the story's count leads two lineages back to one source: what only cites another adds none."""
    for story in stories:
        if {a, b} <= {member.document for member in story.members}:
            return any({a, b} <= {*source} for source in evidence(story).sources)
    return False


def _relation(stories: Sequence[Story], lineages: Iterable[Lineage], a: str, b: str) -> str | None:
    links: list[Link] = [
        link
        for lineage in lineages
        for link in (*lineage.links, *lineage.beside)
        if {link.original, link.copy} == {a, b}
    ]
    for link in links:
        return _OURS.get(link.relation, "none")
    for story in stories:
        for member in story.members:
            if {member.document, member.original} == {a, b}:
                return _OURS.get(member.relation, "none")
    return None


# --- the figures ---


def figures_of(prefix: str, pairs: Sequence[Pair], ours: Sequence[Verdict]) -> list[Figure]:
    """Compare verdicts.

    ``copy``: carried or not, over pairs that are wholly a copy or none, as the containment baseline of issue 4 was
    measured; what we call partial is carried too. Pairs labelled partial count in ``partial`` and ``relation``.
    """
    both = list(zip(pairs, ours, strict=True))
    whole = [(p, v) for p, v in both if p.gold.relation in ("copy", "none")]
    copy = metrics.yes_no((v.relation != "none", p.gold.relation == "copy") for p, v in whole)
    partial = metrics.yes_no((v.relation == "partial", p.gold.relation == "partial") for p, v in both)
    sure = [(p, v) for p, v in both if p.gold.independent is not None]
    copies = [(p, v) for p, v in both if p.gold.relation == "copy"]
    never = [(p, v) for p, v in both if p.label in _NEVER]
    partials = sum(p.gold.relation == "partial" for p in pairs)
    return [
        Figure(f"{prefix}.copy_f1", copy.f1, len(whole), rows=_rows(whole, "relation")),
        Figure(f"{prefix}.copy_precision", copy.precision, len(whole), pinned=False),
        Figure(f"{prefix}.copy_recall", copy.recall, len(whole), pinned=False),
        Figure(f"{prefix}.partial_precision", partial.precision, partials, pinned=bool(partials)),
        Figure(f"{prefix}.partial_recall", partial.recall, partials, pinned=bool(partials)),
        _share(f"{prefix}.relation", both, "relation"),
        _share(f"{prefix}.independent", sure, "independent"),
        *_origin_figures(prefix, copies),
        _figure(
            f"{prefix}.never_copies",
            [(p, v.relation == "none" and v.independent is True, v.relation) for p, v in never],
        ),
    ]


def _origin_figures(prefix: str, copies: Sequence[tuple[Pair, Verdict]]) -> list[Figure]:
    """Of gold copies: was the right page (or none of the two) named as the original, and its owner by name."""
    placed = [(p, v) for p, v in copies if p.gold.original is not None]
    named = [(p, v) for p, v in copies if p.gold.origins]
    figures = [_share(f"{prefix}.original", placed, "original")] if placed else []
    hits = [(p, bool(p.gold.origins & v.origins), f"{set(v.origins)} for {set(p.gold.origins)}") for p, v in named]
    return [*figures, _figure(f"{prefix}.origin", hits)]


def _share(full: str, both: Sequence[tuple[Pair, Verdict]], what: str) -> Figure:
    return _figure(full, [(p, getattr(v, what) == getattr(p.gold, what), _said(p, v, what)) for p, v in both])


def _figure(full: str, hits: Sequence[tuple[Pair, bool, str]]) -> Figure:
    rows = tuple(Row(float(hit), p.id, f"{p.label}: {note}") for p, hit, note in hits)
    return Figure(full, metrics.mean(r.score for r in rows), len(rows), rows=rows)


def _rows(both: Sequence[tuple[Pair, Verdict]], what: str) -> tuple[Row, ...]:
    return tuple(
        Row(float((v.relation != "none") == (p.gold.relation == "copy")), p.id, _said(p, v, what)) for p, v in both
    )


def _said(pair: Pair, verdict: Verdict, what: str) -> str:
    return f"{what} {getattr(verdict, what)} for {getattr(pair.gold, what)}"


def _folded(text: str) -> str:
    """Fold the name of an outlet or agency: ``The Washington Post``, ``washingtonpost.com`` and ``www.`` are one."""
    folded = "".join(c for c in text.casefold().removeprefix("www.").removeprefix("the ").split(".")[0] if c.isalnum())
    return _ALIASES.get(folded, folded)
