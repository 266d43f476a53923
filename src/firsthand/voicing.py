"""Voices as they are asked for: of documents by their ids or those of their stories, and of whole stories.

ids -> documents -> what was understood of each (kept by the stage `understand`), speakers put right by people -> shapes
"""

from collections.abc import Iterable, Mapping, Sequence

from firsthand import contract as out
from firsthand import present
from firsthand.model.document import Document
from firsthand.model.errors import NotFound
from firsthand.model.story import Story
from firsthand.model.story_voices import StoryVoices
from firsthand.present_positions import positions_out
from firsthand.present_story_voices import story_voices_out
from firsthand.present_voices import spoken
from firsthand.store import documents, speakers, stories, threads
from firsthand.store.transaction import Tx
from firsthand.understand.corrected import Corrected
from firsthand.understand.merged import story_voices
from firsthand.understand.positions import positions
from firsthand.understand.reading import Words


def documents_of(tx: Tx, ids: Iterable[str]) -> list[out.DocumentOut]:
    """Return documents named by their ids or by those of their stories, each once. Raises NotFound."""
    wanted: dict[str, None] = {}
    for asked in ids:
        members = [m.document for m in stories.get(tx, asked).members] if asked.startswith("sto_") else [asked]
        wanted.update(dict.fromkeys(members))
    pages = documents.many(tx, wanted)
    missing = next((i for i in wanted if i not in pages), None)
    if missing:
        raise NotFound(f"No document has the id {missing}.")
    return told_of(tx, {i: pages[i] for i in wanted})


def told_of(tx: Tx, pages: Mapping[str, Document]) -> list[out.DocumentOut]:
    """Tell of documents with what they say, as people put it right."""
    heard = speakers.heard(tx, pages)
    return [
        present.document_out(page, heard[i].understood, heard[i].places) if i in heard else present.document_out(page)
        for i, page in pages.items()
    ]


def told(
    tx: Tx, pages: Sequence[out.DocumentOut], problems: Iterable[out.ProblemOut], words: Words
) -> out.VoicesReadOut:
    """Tell what documents say, each with the story that it is part of."""
    found = stories.of_documents(tx, [page.id for page in pages])
    home = {member.document: story.id for story in found for member in story.members}
    made = [voices for page in pages if (voices := spoken(page, home.get(page.id)))]
    return out.VoicesReadOut(made, [of_story(tx, story, words) for story in found], list(problems))


def of_story(tx: Tx, story: Story, words: Words, pages: Mapping[str, Document] | None = None) -> out.StoryVoicesOut:
    """Tell who says what in a story, each thing once; ``pages`` are its documents, where they are at hand."""
    pages = pages or documents.many(tx, [m.document for m in story.members])
    heard = speakers.heard_in(tx, story, pages)
    return story_voices_out(_merged(story, pages, heard, words), pages, {i: one.places for i, one in heard.items()})


def positions_of(tx: Tx, asked: str, words: Words) -> out.PositionsOut:
    """Tell what parties say over time, in a thread or a story named by its id. Raises NotFound."""
    thread = asked.startswith("thr_")
    ids = [step.story for step in threads.get(tx, asked).steps] if thread else [stories.get(tx, asked).id]
    found = stories.many(tx, ids).values()
    pages = documents.many(tx, {m.document for story in found for m in story.members})
    heard = speakers.heard(tx, pages)
    said = [_merged(story, pages, heard, words) for story in found]
    return positions_out(asked, positions(said, words))


def _merged(story: Story, pages: Mapping[str, Document], heard: Mapping[str, Corrected], words: Words) -> StoryVoices:
    said = {m.document: heard[m.document].understood for m in story.members if m.document in heard}
    return story_voices(present.once(story), pages, said, words)
