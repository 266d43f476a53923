"""A story as it is told when somebody asks: what is kept of it (`firsthand.shelving`), with what changes without it.

kept page, or one made now  +  what people said  +  its place in a thread  +  the names that outlets go by
"""

from dataclasses import dataclass, replace

from firsthand import affairs, judging, present, shelving
from firsthand import contract as out
from firsthand.store import documents, shelf, speakers, stories
from firsthand.store import judgements as judgements_store
from firsthand.store.records import grown
from firsthand.store.transaction import Tx
from firsthand.thread.features import Background
from firsthand.understand.reading import Words


def page(tx: Tx, story_id: str, words: Words, background: Background) -> out.StoryPageOut:
    """Tell a story with its timeline and its evidence. Raises NotFound."""
    kept = shelf.page(tx, story_id)
    found = grown(out.StoryPageOut, kept) if kept is not None else _now(tx, story_id, words, background)
    return replace(found, story=_whole(tx, found.story))


def graph(tx: Tx, story_id: str, words: Words, background: Background) -> out.GraphOut:
    """Tell the evidence of a story, and read nothing else of it. Raises NotFound."""
    kept = shelf.page(tx, story_id)
    return grown(_Graph, kept).graph if kept is not None else _now(tx, story_id, words, background).graph


def timeline(tx: Tx, story_id: str, words: Words, background: Background) -> out.TimelineOut:
    """Tell what happened when in a story, and read nothing else of it. Raises NotFound."""
    kept = shelf.page(tx, story_id)
    return grown(_Timeline, kept).timeline if kept is not None else _now(tx, story_id, words, background).timeline


@dataclass(frozen=True, slots=True)
class _Graph:
    """A kept page of which one part is read; the rest is skipped."""

    graph: out.GraphOut


@dataclass(frozen=True, slots=True)
class _Timeline:
    """Likewise."""

    timeline: out.TimelineOut


def _now(tx: Tx, story_id: str, words: Words, background: Background) -> out.StoryPageOut:
    """Make what is not kept yet: the story changed a moment ago."""
    story = stories.get(tx, story_id)
    pages = documents.many(tx, [m.document for m in story.members])
    heard = speakers.heard_in(tx, story, pages)
    return shelving.page_of(story, pages, heard, shelving.voices_of(story, pages, heard, words), words, background)


def _whole(tx: Tx, story: out.StoryOut) -> out.StoryOut:
    """Put in what people said, the thread, and the pages that tell of other stories too."""
    of_outlets = judgements_store.of_outlets(tx)
    named = {name.casefold() for name in story.outlet_names}
    said = [j for j in of_outlets if {j.subject.casefold(), (j.object or "").casefold()} & named]
    told = judging.told(tx, [*judgements_store.of_story(tx, story.id), *said])
    unnamed = story.outlets - len(story.outlet_names)
    shown = present.one_name_each(story.outlet_names, judging.one_name(of_outlets))
    return replace(
        story,
        outlets=len(shown) + unnamed,
        outlet_names=shown,
        judgements=told,
        thread=affairs.place_of(tx, story.id),
        also_in=affairs.also_in(tx, story.id),
    )
