"""The routes under ``/api`` and ``/healthz``: each asks one use case of `firsthand.app` and returns its record."""

from dataclasses import dataclass
from typing import Annotated, Literal

from litestar import Request, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter, RawBody, SkipValidation

from firsthand import app
from firsthand.api.bodies import raw
from firsthand.api.judgements import JUDGEMENTS
from firsthand.api.metrics import metrics
from firsthand.api.names import NAMES
from firsthand.api.notes import NOTES
from firsthand.api.problem import failures
from firsthand.api.pushes import PUSHES
from firsthand.api.reading import READING
from firsthand.api.reference import openapi_json, reference_page
from firsthand.api.sources import SOURCES
from firsthand.contract import (
    ComparisonOut,
    DocumentOut,
    GraphOut,
    PositionsOut,
    ReadingOut,
    ReadOut,
    SearchOut,
    StoryOut,
    ThreadOut,
    ThreadsOut,
    TimelineOut,
    VersionOut,
    WhyOut,
)
from firsthand.model.account import Role
from firsthand.model.errors import UnsupportedInput

#: A page in one request; larger things are read from disk with ``firsthand read``.
BODY_LIMIT = 8 * 1024 * 1024

Store = NamedDependency[SkipValidation[app.Store]]
Limit = Annotated[int, QueryParameter(ge=1, le=100, description="How many of them, 1 to 100.")]
After = Annotated[
    str | None,
    QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$", description="The field next of the page before."),
]
Asked = Annotated[
    str,
    QueryParameter(
        description='Words, "phrases", prefix*, AND, OR, NOT, -word, parentheses, and the fields outlet: by: title: said: '
        "person: org: place: topic: lang: site: after: before: is:original independent:>=3 outlets:>=5."
    ),
]
SearchLimit = Annotated[int, QueryParameter(ge=1, le=50, description="How many stories, 1 to 50.")]
SearchOrder = Annotated[Literal["best", "newest"], QueryParameter(description="The best first, or the newest.")]
Side = Annotated[
    str,
    QueryParameter(
        max_length=200, pattern=r"^[\x21-\x7e]+$", description="The id of a document, an article, a lineage or a story."
    ),
]
Address = Annotated[
    str | None,
    QueryParameter(
        max_length=2000,
        pattern=r"^https?://[\x21-\x7e]+$",
        description="The address the text was found at, if it has one.",
    ),
]


@dataclass(frozen=True, slots=True)
class SessionBody:
    """Who is asking: the name and role of the account.

    A browser sends ``csrf`` as the X-CSRF-Token header with whatever changes something. It is empty, and not needed, for a
    program that comes by a password of its own.
    """

    csrf: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class HealthBody:
    """``status`` is ``ok``; a store that does not answer, or cannot be written to, gives 503 instead."""

    status: str


@get("/api/stories/{story_id:str}", operation_id="story", responses=failures(400, 401, 404), sync_to_thread=True)
def story(store: Store, story_id: FromPath[str]) -> StoryOut:
    """Return one story: its lineages, its documents, and what every copy changed."""
    return app.story(store, story_id)


@get("/api/stories/{story_id:str}/graph", operation_id="graph", responses=failures(400, 401, 404), sync_to_thread=True)
def graph(store: Store, story_id: FromPath[str]) -> GraphOut:
    """Return the evidence of a story as a graph: documents, absent originals and agencies, and who has what from whom."""
    return app.graph(store, story_id)


@get("/api/threads", operation_id="threads", responses=failures(400, 401), sync_to_thread=True)
def threads(store: Store, limit: Limit = 30, after: After = None) -> ThreadsOut:
    """List the threads (affairs of several stories), newest report first, one page at a time."""
    return app.threads(store, limit=limit, after=after or None)


@get("/api/threads/{thread_id:str}", operation_id="thread", responses=failures(400, 401, 404), sync_to_thread=True)
def thread(store: Store, thread_id: FromPath[str]) -> ThreadOut:
    """Return one thread: its stories in the order of time, and what is new in each."""
    return app.thread(store, thread_id)


@get(
    "/api/threads/{thread_id:str}/positions",
    operation_id="positions",
    responses=failures(400, 401, 404),
    sync_to_thread=True,
)
def positions(store: Store, thread_id: FromPath[str]) -> PositionsOut:
    """Return what the parties of a thread say on a subject over time, and what changed."""
    return app.positions(store, thread_id)


@get(
    "/api/stories/{story_id:str}/timeline",
    operation_id="timeline",
    responses=failures(400, 401, 404),
    sync_to_thread=True,
)
def timeline(store: Store, story_id: FromPath[str]) -> TimelineOut:
    """Return what the documents of a story say happened when, and who reported it when, each with its sentence."""
    return app.timeline(store, story_id)


@get(
    "/api/documents/{document_id:str}", operation_id="document", responses=failures(400, 401, 404), sync_to_thread=True
)
def document(store: Store, document_id: FromPath[str]) -> DocumentOut:
    """Return one document with its parts."""
    return app.document(store, document_id)


@get(
    "/api/documents/{document_id:str}/versions",
    operation_id="versions",
    responses=failures(400, 401, 404),
    sync_to_thread=True,
)
def versions(store: Store, document_id: FromPath[str]) -> list[VersionOut]:
    """Return the versions of the page that a document is a capture of, and what each changed."""
    return app.versions(store, document_id)


@get(
    "/api/captures/{capture_id:str}/reading",
    operation_id="reading",
    responses=failures(400, 401, 404),
    sync_to_thread=True,
)
def reading(store: Store, capture_id: FromPath[str]) -> ReadingOut:
    """Return a capture as text, and what became of every stretch of it."""
    return app.reading(store, capture_id)


@get(
    "/api/compare/{original_id:str}/{copy_id:str}",
    operation_id="compare",
    responses=failures(400, 401, 404),
    sync_to_thread=True,
)
def compare(store: Store, original_id: FromPath[str], copy_id: FromPath[str]) -> ComparisonOut:
    """Compare two documents paragraph by paragraph."""
    return app.comparison(store, original_id, copy_id)


@get("/api/why", operation_id="why", responses=failures(400, 401, 404, 422), sync_to_thread=True)
def why(store: Store, a: Side, b: Side) -> WhyOut:
    """Say why two pages or stories are in one story or are not: what decided, the score, and all it is made of."""
    return app.why(store, a, b)


@get("/api/search", operation_id="search", responses=failures(400, 401, 404), sync_to_thread=True)
def search(
    store: Store, q: Asked = "", limit: SearchLimit = 10, after: After = None, order: SearchOrder = "best"
) -> SearchOut:
    """Find stories by words, phrases and fields; no question is an error, and the answer says how it was understood."""
    return app.search(store, q, limit, after or None, newest=order == "newest")


@get("/api/session", operation_id="session", responses=failures(401), sync_to_thread=False)
def session(request: Request[object, object, State]) -> SessionBody:
    """Return who is asking, and what a changing request of this session must carry."""
    who = request.state.who
    return SessionBody(request.state.csrf, who.name, who.role.value)


@post(
    "/api/read",
    opt={"role": Role.EDITOR},
    operation_id="read",
    operation_class=raw("text/html", "text/plain"),
    responses=failures(400, 401, 403, 413, 422),
    request_max_body_size=BODY_LIMIT,
    status_code=200,
    sync_to_thread=True,
)
def read(store: Store, body: RawBody, request: Request[object, object, State], url: Address = None) -> ReadOut:
    """Read one page (the body: text/html or text/plain, at most 8 MiB) and return the stories it belongs to."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower() or None
    taken = app.read_content(store, body, url=url, media_type=media_type)
    if taken.problems and not taken.captures:
        first = taken.problems[0]
        raise UnsupportedInput(first.code, first.detail, first.next_try)
    return taken


@get("/healthz", opt={"public": True}, operation_id="health", responses=failures(503), sync_to_thread=True)
def health(store: Store) -> HealthBody:
    """Say whether the store answers, and can be written to. Open to everybody; tells nothing else."""
    app.health(store)
    return HealthBody("ok")


_HANDLERS: list[HTTPRouteHandler | Router] = [
    *READING, story, graph, timeline, threads, thread, positions, document, versions, reading, compare, why, search,
    session, read,
    *JUDGEMENTS, *NOTES, *NAMES, SOURCES, *PUSHES, health, metrics,
    reference_page, openapi_json,
]  # fmt: skip
#: Registered together: of handlers that share a path and are registered one by one, Litestar (2.25) wraps the first anew with
#: each that follows, and the first of three answered with a coroutine.
ROUTES: list[Router] = [Router("/", route_handlers=_HANDLERS)]
