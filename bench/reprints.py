"""The largest groups of reprints in two months of front pages of eleven outlets, with the original we name and why.

    python -m bench.reprints [--data ../shared/data/story/odu_stories.jsonl.gz] [--groups 40] [--json]

For reading: a person looks at each group and counts the wrong ones. Nothing here is gold.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

from firsthand.library import link_documents
from firsthand.model.document import Document
from firsthand.model.story import Lineage
from firsthand.profiles.lexicon import load_lexicon
from firsthand.resolve.lineages import lineages
from tests.gates.data import SHARED, read_rows
from tests.gates.provenance import load_documents

#: Shorter rows, in characters, are pages whose text was lost.
SHORTEST = 200
_DATA = SHARED / "story/odu_stories.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Group:
    """A lineage that reached several outlets."""

    lineage: Lineage
    pages: tuple[Document, ...]

    @property
    def outlets(self) -> list[str]:
        """The outlets that carry it, in order of their names."""
        return sorted({page.outlet or "" for page in self.pages})


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
    for number, group in enumerate(found[: given.groups], 1):
        if given.json:
            print(json.dumps({"outlets": group.outlets, "original": group.lineage.original, "n": len(group.pages)}))
        else:
            print(f"{number}.", "\n".join(told(group)))


def key(row: Mapping[str, object]) -> str:
    """Return the id under which the gate's loader knows a row."""
    return md5(str(row["path"]).encode(), usedforsecurity=False).hexdigest()[:12]


if __name__ == "__main__":
    main()
