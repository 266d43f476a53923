"""The routes of a reader's own: the river under filters, what is read, kept and muted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, QueryParameter, SkipValidation

from firsthand import app
from firsthand.api.problem import failures
from firsthand.contract import MuteOut, Narrowed, RiverOut, ShelvesOut

Store = NamedDependency[SkipValidation[app.Store]]
Asked = Request[object, object, State]
Limit = Annotated[int, QueryParameter(ge=1, le=100, description="How many of them, 1 to 100.")]
After = Annotated[
    str | None,
    QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$", description="The field next of the page before."),
]
Order = Annotated[
    Literal["newest", "top"],
    QueryParameter(
        description="By the last report, or by rank: how new the newest source is, and how much stands behind."
    ),
]
Since = Annotated[
    datetime | None,
    QueryParameter(description="Only stories with a report after this time, and what of each is new. UTC if no zone."),
]
Language = Annotated[str, QueryParameter(max_length=20, description="The code of a language that it is told in.")]
Facet = Annotated[str, QueryParameter(max_length=300, description="An id (ent_...), or a name.")]
Folder = Annotated[str, QueryParameter(max_length=300, description="A tag of the sources that led to it.")]
Least = Annotated[int, QueryParameter(ge=0, le=10, description="The least number of independent sources.")]
Flag = Annotated[bool, QueryParameter(description="The reader's own: unread only, saved only, what is muted too.")]


@dataclass(frozen=True, slots=True)
class LookedBody:
    """A story that was looked at, with all its copies; ``unread`` keeps it unread instead."""

    story: str
    unread: bool = False


@dataclass(frozen=True, slots=True)
class SavedBody:
    """A story or a document to keep for later, by its id; ``keep``: false takes it out again."""

    item: str
    keep: bool = True


@dataclass(frozen=True, slots=True)
class MuteBody:
    """What to mute. ``kind``: outlet, topic (``value`` is an id or a name), language, word, story. ``off`` takes it back."""

    kind: str
    value: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class DoneBody:
    """It is done."""

    done: bool = True


@get("/api/stories", operation_id="stories", responses=failures(400, 401), sync_to_thread=True)
def stories(
    store: Store,
    request: Asked,
    limit: Limit = 30,
    after: After = None,
    order: Order = "newest",
    since: Since = None,
    language: Language = "",
    outlet: Facet = "",
    place: Facet = "",
    topic: Facet = "",
    person: Facet = "",
    organisation: Facet = "",
    folder: Folder = "",
    independent: Least = 0,
    unread: Flag = False,
    saved: Flag = False,
    muted: Flag = False,
) -> RiverOut:
    """List the stories, newest first or highest rank first, one page at a time. All filters that are given must hold."""
    at = since.replace(tzinfo=UTC) if since and since.tzinfo is None else since
    asked = Narrowed(language, outlet, place, topic, person, organisation, folder, independent, unread, saved, muted)
    return app.river(
        store,
        limit=limit,
        after=after or None,
        by_rank=order == "top",
        since=at,
        account=request.state.who.id,
        narrowed=asked,
    )


@get("/api/shelves", operation_id="shelves", responses=failures(401), sync_to_thread=True)
def shelves(store: Store) -> ShelvesOut:
    """Return what stories can be filtered by: sections, folders, languages, and the outlets and places of most stories."""
    return app.shelves(store)


@post("/api/looked", operation_id="look", responses=failures(400, 401, 403, 404), status_code=200, sync_to_thread=True)
def looked(store: Store, request: Asked, data: JSONBody[LookedBody]) -> DoneBody:
    """Mark a story as read, or keep it unread."""
    app.look(store, request.state.who.id, data.story, unread=data.unread)
    return DoneBody()


@post("/api/looked/all", operation_id="lookAtAll", responses=failures(401, 403), status_code=200, sync_to_thread=True)
def looked_at_all(store: Store, request: Asked) -> DoneBody:
    """Mark all that is there as read."""
    app.look_at_all(store, request.state.who.id)
    return DoneBody()


@post(
    "/api/looked/all/undo",
    operation_id="undoLookAtAll",
    responses=failures(401, 403),
    status_code=200,
    sync_to_thread=True,
)
def undo_looked_at_all(store: Store, request: Asked) -> DoneBody:
    """Take back what marking all as read did last."""
    app.undo_look_at_all(store, request.state.who.id)
    return DoneBody()


@post("/api/saved", operation_id="save", responses=failures(400, 401, 403, 404), status_code=200, sync_to_thread=True)
def save(store: Store, request: Asked, data: JSONBody[SavedBody]) -> DoneBody:
    """Keep a story or a document for later, or no longer."""
    app.save(store, request.state.who.id, data.item, keep=data.keep)
    return DoneBody()


@get("/api/muted", operation_id="muted", responses=failures(401), sync_to_thread=True)
def muted(store: Store, request: Asked) -> list[MuteOut]:
    """List what is muted."""
    return app.muted(store, request.state.who.id)


@post(
    "/api/muted", operation_id="mute", responses=failures(400, 401, 403, 404, 422), status_code=200, sync_to_thread=True
)
def mute(store: Store, request: Asked, data: JSONBody[MuteBody]) -> list[MuteOut]:
    """Mute something, or no longer; returns all that is muted."""
    account = request.state.who.id
    if data.off:
        app.unmute(store, account, data.kind, data.value)
    else:
        app.mute(store, account, data.kind, data.value)
    return app.muted(store, account)


READING: list[HTTPRouteHandler] = [
    stories, shelves, looked, looked_at_all, undo_looked_at_all, save, muted, mute,
]  # fmt: skip
