"""What the search index must look at again: documents whose place in their story changed, or that were read anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.model.story import Story
from firsthand.search.facts import Facts, facts_of
from firsthand.steps.context import Context
from firsthand.store import search_changes, stories
from firsthand.store.search_changes import Change
from firsthand.store.transaction import Tx


@dataclass(frozen=True)
class ToIndex:
    """The stories that came, and what was noted last of their documents, of those of stories gone, and of others named."""

    stories: Mapping[str, Story]
    noted: Mapping[str, Change]
    gone: frozenset[str]
    again: frozenset[str]


def load(tx: Tx, items: Sequence[str]) -> ToIndex:
    """Fetch stories by their ids, and what was noted of documents, which may be named themselves."""
    ids = {i for i in items if i.startswith("sto_")}
    told = stories.many(tx, ids)
    before = search_changes.of_stories(tx, ids)
    named = search_changes.of_documents(tx, {*items} - ids)
    inside = search_changes.of_documents(tx, [m.document for story in told.values() for m in story.members])
    again = frozenset(i for i, change in named.items() if change.facts)
    return ToIndex(told, {**named, **before, **inside}, frozenset(before), again)


def run(known: ToIndex, _context: Context) -> dict[str, Facts | None]:
    """Say what is new of which document; None: it is in none of the stories it was in."""
    now: dict[str, Facts | None] = dict.fromkeys(known.gone)
    for story in known.stories.values():
        now |= facts_of(story)
    for document in known.again - now.keys():
        now[document] = known.noted[document].facts
    return {i: facts for i, facts in now.items() if i in known.again or _is_new(known.noted.get(i), facts)}


def _is_new(noted: Change | None, facts: Facts | None) -> bool:
    return facts is not None if noted is None else noted.facts != facts


def save(tx: Tx, _items: Sequence[str], noted: Mapping[str, Facts | None]) -> list[tuple[str, str]]:
    """Write the log; whoever keeps an index on some machine follows it."""
    search_changes.put(tx, noted)
    return []
