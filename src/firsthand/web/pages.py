"""The pages: a handler each, which asks one use case and hands its view to a template."""

from typing import Annotated

from litestar import Request, get
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation
from litestar.response import Template

from firsthand import app
from firsthand.web.article import passages, pictures
from firsthand.web.asked import Asked, may, who
from firsthand.web.columns import rows, tally
from firsthand.web.judging import just_said
from firsthand.web.marks import wanted
from firsthand.web.said import breaths, correcting, id_in
from firsthand.web.sources import sources
from firsthand.web.strips import stretches
from firsthand.web.voices import voices_of

#: Threads on one page.
PAGE = 30
#: Notes under a story or a document; a page of their own has them all.
_NOTES = 10

Store = NamedDependency[SkipValidation[app.Store]]
After = Annotated[str | None, QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$")]
Side = Annotated[str, QueryParameter(max_length=2000)]
Said = Annotated[str, QueryParameter(max_length=40)]
From = Annotated[int | None, QueryParameter(name="from", ge=0, le=1_000_000_000)]
To = Annotated[int | None, QueryParameter(name="to", ge=0, le=1_000_000_000)]


@get("/story/{story_id:str}", sync_to_thread=True)
def story(store: Store, story_id: FromPath[str], request: Request[object, object, State], said: Said = "") -> Template:
    """Show one story by its sources, with buttons to correct it; it is read by that, all its copies too."""
    told = app.story_page(store, story_id)
    found = told.story
    context = {
        "story": found,
        "sources": sources(found),
        "members": {m.id: m for m in found.documents},
        "said": breaths(found.judgements),
        "timeline": told.timeline,
        "voices": voices_of(found.voices) if found.voices else [],
        "flash": just_said(store, said),
        "notes": app.notes(store, who(request).id, story_id, limit=_NOTES),
        "related": app.related(store, story_id),
        "csrf": request.state.csrf,
    }
    looking = BackgroundTask(app.look, store, who(request).id, story_id)
    return Template("story.html", context=context, background=looking)


@get("/story/{story_id:str}/voices", sync_to_thread=True)
def voices(store: Store, story_id: FromPath[str]) -> Template:
    """Show who says what in a story, party by party."""
    found = app.story(store, story_id)
    return Template("voices.html", context={"story": found, "voices": voices_of(found.voices) if found.voices else []})


@get("/threads", sync_to_thread=True)
def threads(store: Store, after: After = None) -> Template:
    """Show the threads, newest report first."""
    page = app.threads(store, limit=PAGE, after=after or None)
    return Template("threads.html", context={"threads": page.threads, "next": page.next, "first_page": not after})


@get("/thread/{thread_id:str}", sync_to_thread=True)
def thread(store: Store, thread_id: FromPath[str]) -> Template:
    """Show one thread: its stories in the order of time, and what is new in each."""
    return Template(
        "thread.html",
        context={"thread": app.thread(store, thread_id), "positions": app.positions(store, thread_id).positions},
    )


@get("/compare/{original_id:str}/{copy_id:str}", sync_to_thread=True)
def compare(store: Store, original_id: FromPath[str], copy_id: FromPath[str]) -> Template:
    """Show two documents paragraph by paragraph."""
    found = app.comparison(store, original_id, copy_id)
    return Template("compare.html", context={"comparison": found, "rows": rows(found), "tally": tally(found)})


@get("/why", sync_to_thread=True)
def why(store: Store, a: Side, b: Side, request: Request[object, object, State], said: Said = "") -> Template:
    """Say why two pages or stories are together or are not, with buttons to put them otherwise."""
    found = app.why(store, id_in(a), id_in(b))
    context = {
        "why": found,
        "said": breaths(found.judgements),
        "flash": just_said(store, said),
        "csrf": request.state.csrf,
    }
    return Template("why.html", context=context)


@get("/document/{document_id:str}", sync_to_thread=True)
def document(
    store: Store, request: Asked, document_id: FromPath[str], start: From = None, end: To = None, said: Said = ""
) -> Template:
    """Show one article with its parts, and the passage that was asked for marked in it."""
    found = app.document(store, document_id)
    reading = app.reading(store, found.capture)
    mark = wanted(start, end, len(found.text))
    story_id = next((d.story for d in reading.documents if d.id == document_id), None)
    context = {
        "document": found,
        "mark": mark,
        "flash": just_said(store, said),
        "notes": app.notes(store, who(request).id, document_id, limit=_NOTES),
        "correct": correcting(app.story(store, story_id), document_id) if story_id and may(request, "editor") else None,
        "csrf": request.state.csrf,
        "passages": passages(found, mark),
        "pictures": pictures(found.parts),
        "capture": reading.capture,
        "versions": app.versions(store, document_id),
        "others": [d for d in reading.documents if d.id != document_id],
        "story_id": story_id,
    }
    return Template("document.html", context=context)


@get("/capture/{capture_id:str}", sync_to_thread=True)
def capture(store: Store, capture_id: FromPath[str], start: From = None, end: To = None) -> Template:
    """Show what came in, and what became of every stretch of it."""
    found = app.reading(store, capture_id)
    mark = wanted(start, end, len(found.reading))
    return Template("capture.html", context={"reading": found, "stretches": stretches(found, mark)})


@get("/about", sync_to_thread=False)
def about() -> Template:
    """Say what the numbers mean and what they do not."""
    return Template("about.html")


PAGES = [story, voices, threads, thread, compare, why, document, capture, about]
