"""Threads as they are told: a story's place in one, the pages that tell of several stories, and what each story brought.

thread -> its stories and the pages of their foremost sources -> what is new in each (computed when asked for) -> shapes
"""

from collections.abc import Iterable, Iterator, Mapping

from firsthand import contract as out
from firsthand import judging, present
from firsthand.model.document import Document
from firsthand.model.story import Reason, Story
from firsthand.model.thread import Thread
from firsthand.store import documents, stories, threads
from firsthand.store import judgements as judgements_store
from firsthand.store.transaction import Tx
from firsthand.thread.features import Background
from firsthand.thread.gists import ids_read
from firsthand.thread.news import with_news


def told(tx: Tx, thread: Thread, background: Background) -> out.ThreadOut:
    """Tell a thread with what is new in each of its stories."""
    known = stories.many(tx, [step.story for step in thread.steps])
    pages = documents.many(tx, {i for story in known.values() for i in ids_read(story)})
    names = judging.one_name(judgements_store.of_outlets(tx))
    whole = with_news(thread, known, pages, background)
    steps = [
        out.StepOut(
            present.story_line(known[step.story], names),
            [present.reason_out(reason) for reason in step.reasons],
            [present.reason_out(reason) for reason in step.new],
        )
        for step in whole.steps
    ]
    line = in_a_line(thread)
    return out.ThreadOut(line.id, line.headline, line.language, line.names, line.first, line.last, steps)


def in_a_line(thread: Thread) -> out.ThreadLineOut:
    """Tell a thread as one line of a list."""
    first, last = (str(moment) if moment else None for moment in (thread.first, thread.last))
    names = list(thread.names)
    return out.ThreadLineOut(thread.id, thread.headline, thread.language, names, len(thread.steps), first, last)


def place_of(tx: Tx, story_id: str) -> out.PlaceInThreadOut | None:
    """Say which thread a story is part of, and where it stands in it."""
    for thread in threads.of_stories(tx, [story_id]):
        position = [step.story for step in thread.steps].index(story_id) + 1
        return out.PlaceInThreadOut(thread.id, thread.headline, list(thread.names), position, len(thread.steps))
    return None


def also_in(tx: Tx, story_id: str) -> list[out.AlsoInOut]:
    """Tell of the pages that tell of this story and of others: round-ups, and live blogs by their entries."""
    touches = threads.touching(tx, story_id)
    live = _live(tx, story_id)
    if not touches and not live:
        return []
    others = stories.many(tx, {i for home, t in touches for i in (home, t.story)} | {i for _, i in live})
    found = documents.many(tx, {t.document for _, t in touches} | {page for page, _ in live})
    made = [
        _also("round_up", home == story_id, found[t.document], others[other], [t.reason])
        for home, t in touches
        if (other := t.story if home == story_id else home) in others and t.document in found
    ]
    return [*made, *(_also("live_blog", True, found[page], others[i], []) for page, i in live if i in others)]


def _live(tx: Tx, story_id: str) -> list[tuple[str, str]]:
    """Pair the story's entries of live blogs, or a blog itself, with the other stories that its other entries are of."""
    captures = documents.captures_of_story(tx, story_id)
    beside = documents.of_live_blogs(tx, set(captures.values()))
    where = stories.where(tx, [i for entries in beside.values() for i in entries]) if beside else {}
    return sorted(set(_pairs(story_id, captures, beside, where)))


def _pairs(
    story_id: str, captures: Mapping[str, str], beside: Mapping[str, list[str]], where: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for page, capture in captures.items():
        others = {where[i] for i in beside.get(capture, ()) if i in where}
        yield from ((page, other) for other in others - {story_id})


def _also(kind: str, here: bool, page: Document, other: Story, reasons: Iterable[Reason]) -> out.AlsoInOut:
    return out.AlsoInOut(
        kind,
        here,
        page.id,
        page.headline,
        page.outlet,
        page.url,
        str(page.published) if page.published else None,
        other.id,
        other.headline,
        [present.reason_out(reason) for reason in reasons],
    )
