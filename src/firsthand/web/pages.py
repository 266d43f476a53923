"""The pages: a handler each, which asks one use case and hands its view to a template."""

from typing import Annotated

from litestar import Request, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation
from litestar.response import Template

from firsthand import app
from firsthand.web.judging import just_said
from firsthand.web.marks import wanted
from firsthand.web.said import breaths, id_in
from firsthand.web.strips import stretches

#: Threads on one page.
PAGE = 30

Store = NamedDependency[SkipValidation[app.Store]]
After = Annotated[str | None, QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$")]
Side = Annotated[str, QueryParameter(max_length=2000)]
Said = Annotated[str, QueryParameter(max_length=40)]
From = Annotated[int | None, QueryParameter(name="from", ge=0, le=1_000_000_000)]
To = Annotated[int | None, QueryParameter(name="to", ge=0, le=1_000_000_000)]


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


PAGES = [threads, thread, why, capture, about]
