"""The pages of one story: its sources, two of its texts side by side, who says what, what happened when, the evidence.

A handler asks use cases and hands its view to a template. All pages of a story have one head and one way between them.
"""

from typing import Annotated, Literal

from litestar import get
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import GraphOut, NodeOut, StoryOut, TimelineOut
from firsthand.model.errors import NotFound
from firsthand.web.article import passages, pictures
from firsthand.web.asked import Asked, is_ahead, may, prefs, who
from firsthand.web.columns import rows, tally
from firsthand.web.evidence import picture
from firsthand.web.judging import just_said
from firsthand.web.marks import spoken, wanted
from firsthand.web.moments import disputes, instants, short
from firsthand.web.pages import From, Said, Store, To
from firsthand.web.pairs import pairs
from firsthand.web.said import breaths, correcting
from firsthand.web.sources import names_of, sources
from firsthand.web.strips import stretches
from firsthand.web.voices import By, grouped, voices_of
from firsthand.web.words import named

#: What stands open on a story's page; the rest is one key away, under "and 31 more".
SOURCES_SHOWN, COPIES_SHOWN, NAMED_SHOWN = 12, 8, 8
#: Notes under a story or a document; a page of their own has them all.
_NOTES = 10

Sort = Annotated[By, QueryParameter()]
Party = Annotated[str, QueryParameter(max_length=80, pattern=r"^[a-z2-7_]*$")]
Page = Annotated[str | None, QueryParameter(max_length=80, pattern=r"^[a-z2-7_]*$")]
Switch = Annotated[Literal[0, 1], QueryParameter()]
Size = Annotated[Literal["s", "m", "l", "xl"] | None, QueryParameter()]


@get("/story/{story_id:str}", sync_to_thread=True)
def story(store: Store, story_id: FromPath[str], request: Asked, said: Said = "") -> Template:
    """Show one story by its sources, with buttons to correct it; it is read by that (not if fetched ahead), its copies too."""
    with store.snapshot():
        told = app.story_page(store, story_id)
        beside = {
            "flash": just_said(store, said),
            "notes": app.notes(store, who(request).id, story_id, limit=_NOTES),
            "related": app.related(store, story_id),
            "saved": app.is_saved(store, who(request).id, story_id),
            "csrf": request.state.csrf,
        }
        unseen = not is_ahead(request) and app.is_unseen(store, who(request).id, story_id)
    context = story_view(told.story, told.timeline, told.graph) | beside
    looking = BackgroundTask(app.look, store, who(request).id, story_id) if unseen else None
    return Template("story.html", context=context, background=looking)


def story_view(found: StoryOut, told: TimelineOut, graph: GraphOut) -> dict[str, object]:
    """Return what the page of a story shows."""
    moments = instants(told)
    return {
        "story": found,
        "sources": sources(found),
        "members": {m.id: m for m in found.documents},
        "names": names_of(found),
        "said": breaths(found.judgements),
        "picture": picture(graph, small=True),
        "moments": len(moments),
        "instants": short(moments),
        "voices": voices_of(found),
        "sources_shown": SOURCES_SHOWN,
        "copies_shown": COPIES_SHOWN,
        "named_shown": NAMED_SHOWN,
    }


@get("/story/{story_id:str}/voices", sync_to_thread=True)
def voices(store: Store, story_id: FromPath[str], by: Sort = "party", party: Party = "") -> Template:
    """Show who says what in a story: by party, by stance or in time; all of them, or one party."""
    found = app.story(store, story_id)
    everybody = voices_of(found)
    some = [voice for voice in everybody if voice.anchor == party] if party else everybody
    if not some and party:
        raise NotFound("Nobody of that name speaks in this story.", "See all its voices.")
    context = {
        "story": found,
        "members": {m.id: m for m in found.documents},
        "everybody": everybody,
        "voices": some,
        "groups": [] if by == "party" else grouped(some, by),
        "by": by,
        "party": party,
        "names": names_of(found),
    }
    return Template("voices.html", context=context)


@get("/story/{story_id:str}/timeline", sync_to_thread=True)
def timeline(store: Store, story_id: FromPath[str]) -> Template:
    """Show what happened and who told it, in time."""
    told = app.story_page(store, story_id)
    found = told.story
    context = {
        "story": found,
        "members": {m.id: m for m in found.documents},
        "instants": instants(told.timeline),
        "disputes": disputes(found.voices),
    }
    return Template("timeline.html", context=context)


@get("/story/{story_id:str}/evidence", sync_to_thread=True)
def evidence(store: Store, story_id: FromPath[str]) -> Template:
    """Show who has what from whom, drawn and listed."""
    told = app.story_page(store, story_id)
    return Template("evidence.html", context=evidence_view(told.story, told.graph))


def evidence_view(found: StoryOut, graph: GraphOut) -> dict[str, object]:
    """Return what the page of a story's evidence shows."""
    names = {m.id: named(m.outlet, m.url) for m in found.documents}
    return {"story": found, "members": {m.id: m for m in found.documents}, "picture": picture(graph, names)}


@get("/story/{story_id:str}/compare", sync_to_thread=True)
def choose(store: Store, story_id: FromPath[str], a: Page = None, b: Page = None) -> Template | Redirect:
    """Offer the pairs of a story; two that were chosen are shown at once."""
    if a and b:
        return Redirect(f"/compare/{a}/{b}", status_code=303)
    found = app.story(store, story_id)
    return Template("pairs.html", context={"story": found, "pairs": pairs(found), "nodes": found.documents})


@get("/story/{story_id:str}/thread", sync_to_thread=True)
def to_thread(store: Store, story_id: FromPath[str]) -> Redirect:
    """Lead to the thread of a story, for pages that do not know it; to the story where it is in none."""
    found = app.story(store, story_id)
    place = f"/thread/{found.thread.id}#{story_id}" if found.thread else f"/story/{story_id}"
    return Redirect(place, status_code=303)


@get("/compare/{original_id:str}/{copy_id:str}", sync_to_thread=True)
def compare(
    store: Store, original_id: FromPath[str], copy_id: FromPath[str], house: Switch = 0, only: Switch = 0
) -> Template:
    """Show two documents paragraph by paragraph; ``house`` shows house style, ``only`` what differs."""
    with store.snapshot():
        found = app.comparison(store, original_id, copy_id)
        nodes = _pages(app.graph(store, found.story)) if found.story else []
    laid = rows(found)
    context = {
        "comparison": found,
        "rows": laid,
        "tally": tally(laid),
        "nodes": nodes,
        "house": house,
        "only": only,
    }
    return Template("compare.html", context=context)


def _pages(graph: GraphOut) -> list[NodeOut]:
    """Return the pages of a story in time, to choose from."""
    return sorted(
        (node for node in graph.nodes if node.kind == "document"), key=lambda n: (n.published or n.seen or "~", n.id)
    )


@get("/document/{document_id:str}", sync_to_thread=True)
def document(
    store: Store,
    document_id: FromPath[str],
    request: Asked,
    start: From = None,
    end: To = None,
    size: Size = None,
    capture: Switch = 0,
    said: Said = "",
) -> Template:
    """Show one article with its parts, and the passage that was asked for marked in it; beside its capture, if wanted."""
    found = app.document(store, document_id)
    reading = app.reading(store, found.capture)
    mark = wanted(start, end, len(found.text))
    story_id = next((d.story for d in reading.documents if d.id == document_id), None)
    context = {
        "document": found,
        "mark": mark,
        "flash": just_said(store, said),
        "notes": app.notes(store, who(request).id, document_id, limit=_NOTES),
        "saved": app.is_saved(store, who(request).id, document_id),
        "correct": correcting(app.story(store, story_id), document_id) if story_id and may(request, "editor") else None,
        "passages": passages(found, mark, spoken(found)),
        "pictures": pictures(found.parts),
        "capture": reading.capture,
        "stretches": stretches(reading, None) if capture else [],
        "versions": app.versions(store, document_id),
        "others": [d for d in reading.documents if d.id != document_id],
        "story_id": story_id,
        "size": size or _preferred(request),
        "beside": capture,
        "csrf": request.state.csrf,
    }
    return Template("document.html", context=context)


def _preferred(request: Asked) -> str:
    """Return the text size that somebody prefers; the middle one where nothing is known of it."""
    return prefs(request).text_size.lower()


STORY_PAGES = [story, voices, timeline, evidence, choose, to_thread, compare, document]
