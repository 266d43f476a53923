"""The largest groups of reprints in two months of front pages of eleven outlets, with the original we name and why.

    python -m bench.reprints [--data ../shared/data/story/odu_stories.jsonl.gz] [--groups 40] [--json]

For reading: `reprints_read.jsonl` holds what a reader of the full texts said of each group. A line counts as long as the
group has the members it was read with, and its word on the original as long as we name the same one. One reader, who
knew our answer: no gold.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

from firsthand.library import link_documents
from firsthand.model.document import Document
from firsthand.model.story import Lineage
from firsthand.profiles.lexicon import load_lexicon
from firsthand.resolve.lineages import lineages
from firsthand.text.outlets import is_one_outlet
from tests.gates.data import SHARED, read_rows
from tests.gates.provenance import load_documents

#: Shorter rows, in characters, are pages whose text was lost.
SHORTEST = 200
_DATA = SHARED / "story/odu_stories.jsonl.gz"
_READ = Path(__file__).parent / "reprints_read.jsonl"


@dataclass(frozen=True, slots=True)
class Group:
    """A lineage that reached several outlets."""

    lineage: Lineage
    pages: tuple[Document, ...]

    @property
    def outlets(self) -> list[str]:
        """The outlets that carry it, each once, in order of their names."""
        apart: list[Document] = []
        for page in sorted(self.pages, key=lambda p: p.outlet or ""):
            if not any(page.outlet == other.outlet or is_one_outlet(page, other) for other in apart):
                apart.append(page)
        return [page.outlet or "" for page in apart]

    @property
    def named(self) -> str:
        """What we name as the original: a page, or who is absent."""
        return self.lineage.original or self.lineage.absent or "undecided"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader of the full texts said of a group.

    ``verdict``: are its pages one source; ``original``: is the one we named right, or rightly told to be absent.
    """

    members: frozenset[str]
    named: str
    verdict: str
    original: str
    why: str


def readings(path: Path = _READ) -> dict[frozenset[str], Reading]:
    """Read what was said, by the members of the group."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [Reading(**{**row, "members": frozenset(row["members"])}) for row in rows]
    return {reading.members: reading for reading in found}


def said(group: Group, read: Mapping[frozenset[str], Reading]) -> tuple[str, str, str]:
    """Return what was said of a group, of its original, and why; "unread" for what is not as it was read."""
    reading = read.get(frozenset(group.lineage.members))
    if reading is None:
        return "unread", "unread", ""
    return reading.verdict, reading.original if reading.named == group.named else "unread", reading.why


def groups(documents: dict[str, Document]) -> list[Group]:
    """Return the lineages that more than one outlet carries, the widest first."""
    found = lineages(documents, link_documents(list(documents.values())), load_lexicon())
    made = [Group(lineage, tuple(documents[m] for m in lineage.members)) for lineage in found]
    wide = [group for group in made if len(group.outlets) > 1]
    return sorted(wide, key=lambda g: (-len(g.outlets), -len(g.pages), g.lineage.id))


def told(group: Group) -> Iterable[str]:
    """Describe a group in lines for a reader."""
    lineage = group.lineage
    original = next((p for p in group.pages if p.id == lineage.original), None)
    name = f"{original.outlet}: {original.headline}" if original else f"absent: {lineage.absent or 'undecided'}"
    yield f"{len(group.outlets)} outlets, {len(group.pages)} pages | original {name}"
    for reason in lineage.reasons[:4]:
        yield f"    because {reason.text}"
    for page in group.pages:
        link = next((k for k in lineage.links if k.copy == page.id and k.original == lineage.original), None)
        share = f"{link.coverage.of_original:.2f}/{link.coverage.of_copy:.2f}" if link else "     -   "
        when = str(page.published or "?")
        yield f"    {share}  {page.outlet or '?':24} {when:22} {page.credit or '-':8} {page.headline[:70]}"


def main() -> None:
    """Print the widest groups."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=_DATA)
    asked.add_argument("--groups", type=int, default=40)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    wanted = frozenset(key(row) for row in read_rows(given.data) if len(str(row["text"])) >= SHORTEST)
    documents = {document.id: document for document in load_documents([given.data], wanted).values()}
    found = groups(documents)
    print(f"{len(documents)} documents, {len(found)} groups over several outlets", file=sys.stderr)
    read = readings()
    for number, group in enumerate(found[: given.groups], 1):
        verdict, original, why = said(group, read)
        if given.json:
            row = {"outlets": group.outlets, "members": group.lineage.members, "named": group.named}
            print(json.dumps({**row, "verdict": verdict, "original": original, "why": why}))
        else:
            print(f"{number}.", "\n".join(told(group)))
            print(f"    read: {verdict}, original {original}: {why}" if why else "    not read as it is now")
    print(counted([said(group, read) for group in found[: given.groups]]), file=sys.stderr)


def counted(some: Sequence[tuple[str, str, str]]) -> str:
    """Count what was said in one line."""
    verdicts, originals = Counter(v for v, _, _ in some), Counter(o for _, o, _ in some)
    told = [", ".join(f"{count} {what}" for what, count in sorted(c.items())) for c in (verdicts, originals)]
    return f"of {len(some)} groups read: {told[0]}; originals: {told[1]}"


def key(row: Mapping[str, object]) -> str:
    """Return the id under which the gate's loader knows a row."""
    return md5(str(row["path"]).encode(), usedforsecurity=False).hexdigest()[:12]


if __name__ == "__main__":
    main()
