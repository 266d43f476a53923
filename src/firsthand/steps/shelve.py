"""What pages need of a story, kept ready: it is asked for a thousand times for every time it changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand import present, shelving
from firsthand.model.document import Document
from firsthand.model.name import Part, Spoken
from firsthand.model.shelf import Facet, StoryLine
from firsthand.model.story import Story
from firsthand.resolve.parts import parts_of
from firsthand.steps.context import Context
from firsthand.steps.shelves import pages_of
from firsthand.store import documents, names, shelf, speakers, stories
from firsthand.store.records import shrunk
from firsthand.store.transaction import Tx
from firsthand.understand.corrected import Corrected
from firsthand.understand.spoken_by import spoken_by


@dataclass(frozen=True)
class ToShelve:
    """A story with its pages and what was understood of them; None where it is gone, and is to be forgotten."""

    story: Story | None
    pages: Mapping[str, Document]
    heard: Mapping[str, Corrected]


@dataclass(frozen=True)
class Shelved:
    """What is kept of a story, or that it is gone; ``page`` is packed already: whoever runs this carries the cost."""

    story: Story | None
    line: StoryLine | None = None
    facets: tuple[Facet, ...] = ()
    page: bytes = b""
    said: tuple[Spoken, ...] = ()
    parts: tuple[Part, ...] = ()


def load(tx: Tx, story_id: str) -> ToShelve:
    """Fetch the story."""
    story = stories.many(tx, [story_id]).get(story_id)
    pages = documents.many(tx, [m.document for m in story.members]) if story else {}
    return ToShelve(story, pages, speakers.heard_in(tx, story, pages) if story else {})


def run(known: ToShelve, context: Context) -> Shelved:
    """Tell the story in full, in a line, and by what it can be filtered."""
    story, pages, words = known.story, known.pages, context.words
    if story is None:
        return Shelved(None)
    voices = shelving.voices_of(story, pages, known.heard, words)
    page = shelving.page_of(story, pages, known.heard, voices, words, context.background)
    line = shelving.line_of(story, pages, voices, words.topics)
    said, parts = tuple(spoken_by(voices)), tuple(parts_of(present.once(story), pages))
    return Shelved(story, line, shelving.facets_of(story, voices, words.topics), shrunk(page), said, parts)


def save(tx: Tx, story_id: str, shelved: Shelved) -> list[tuple[str, str]]:
    """Keep it; one that changed meanwhile is due again, and one that is gone leaves nothing."""
    now = stories.standing(tx, story_id)
    if now is None:
        shelf.drop(tx, story_id)
        names.drop(tx, story_id)
    elif now.story == shelved.story and shelved.line is not None:
        folded = shelving.folded(now.story.headline)
        place = shelf.Place(now.last_at, now.ranked_at)
        captured = documents.captures_of(tx, [m.document for m in now.story.members])
        shelf.put(tx, shelved.line, folded, shelved.facets, shelved.page, place, pages_of(captured.values()))
        names.put(tx, story_id, now.last_at, shelved.facets, shelved.said, shelved.parts)
    return []
