"""The routes of what is followed: add, list, choose, make due, follow no more; lists of feeds in and out.

Nothing here reads a file of this machine or opens a mailbox: who adds by the network names addresses and packs.
"""

from dataclasses import dataclass, field
from typing import Annotated

from litestar import Response, Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter, RawBody, SkipValidation

from firsthand import app
from firsthand.api.bodies import raw
from firsthand.api.problem import failures
from firsthand.contract import AddOut, PackOut, SourceChoices, SourceOut, SourcePageOut, SourcesOut
from firsthand.model.account import Role
from firsthand.model.errors import InputError

Store = NamedDependency[SkipValidation[app.Store]]
Tag = Annotated[str | None, QueryParameter(max_length=100, description="Only sources with this tag.")]

_BODY_LIMIT = 1024 * 1024
_OPML = "text/x-opml"


@dataclass(frozen=True, slots=True)
class AddBody:
    """What to add, 1 to 50 things: web addresses (of a site, a feed, an article), names of sites, ``pack:LANGUAGE``.

    ``choices`` hold for every source that is new by it.
    """

    inputs: list[str]
    choices: SourceChoices = field(default_factory=SourceChoices)


@dataclass(frozen=True, slots=True)
class DueBody:
    """How many sources are due now; whoever follows in the background reads them."""

    due: int


@dataclass(frozen=True, slots=True)
class GoneBody:
    """What is followed no more. What was read of it stays."""

    id: str


@get("/api/sources", operation_id="sources", responses=failures(400, 401), sync_to_thread=True)
def sources(store: Store, tag: Tag = None) -> SourcesOut:
    """List what is followed, and how it goes: what is in trouble first, then by name."""
    return app.sources(store, tag)


@get("/api/sources/{source_id:str}", operation_id="source", responses=failures(400, 401, 404), sync_to_thread=True)
def source(store: Store, source_id: FromPath[str]) -> SourcePageOut:
    """Return one source with its history and its newest entries."""
    return app.source(store, source_id)


@post(
    "/api/sources",
    operation_id="add",
    responses=failures(400, 401, 403, 413, 422),
    request_max_body_size=_BODY_LIMIT,
    status_code=200,
    sync_to_thread=True,
)
def add(store: Store, data: JSONBody[AddBody]) -> AddOut:
    """Add sites, feeds, articles and packs. What cannot be added is a problem in the answer, and stops nothing."""
    if not 1 <= len(data.inputs) <= app.MOST_INPUTS or any(len(text) > app.LONGEST_INPUT for text in data.inputs):
        raise InputError(
            "bad_choice", f"1 to {app.MOST_INPUTS} addresses of {app.LONGEST_INPUT} signs at most are added at once."
        )
    return app.add(store, data.inputs, _from_afar(data.choices), from_afar=True)


@patch(
    "/api/sources/{source_id:str}",
    operation_id="choose",
    responses=failures(400, 401, 403, 404, 413, 422),
    request_max_body_size=_BODY_LIMIT,
    sync_to_thread=True,
)
def choose(store: Store, source_id: FromPath[str], data: JSONBody[SourceChoices]) -> SourceOut:
    """Change what was chosen for a source; what is absent or null stays as it is."""
    return app.choose(store, source_id, _from_afar(data))


@delete(
    "/api/sources/{source_id:str}",
    operation_id="unfollow",
    responses=failures(400, 401, 403, 404),
    status_code=200,
    sync_to_thread=True,
)
def unfollow(store: Store, source_id: FromPath[str]) -> GoneBody:
    """Follow a source no more. What was read of it stays; its list of entries goes."""
    app.unfollow(store, source_id)
    return GoneBody(source_id)


@post(
    "/api/sources/{source_id:str}/refresh",
    operation_id="refresh",
    responses=failures(400, 401, 403, 404),
    status_code=202,
    sync_to_thread=True,
)
def refresh(store: Store, source_id: FromPath[str]) -> DueBody:
    """Make a source due at once."""
    return DueBody(app.make_due(store, [source_id]))


@post("/api/refresh", operation_id="refresh_all", responses=failures(401, 403), status_code=202, sync_to_thread=True)
def refresh_all(store: Store) -> DueBody:
    """Make all sources due at once, those apart that are paused or gone."""
    return DueBody(app.make_due(store))


@get(
    "/api/sources.opml",
    operation_id="opml",
    responses={200: ResponseSpec(bytes, media_type=_OPML, generate_examples=False), **failures(401)},
    sync_to_thread=True,
)
def opml(store: Store) -> Response[bytes]:
    """Return every feed as OPML, with its tags as folders and what was chosen for it."""
    head = {"content-disposition": 'attachment; filename="firsthand.opml"'}
    return Response(app.opml(store), media_type=_OPML, headers=head)


@post(
    "/api/sources/opml",
    operation_id="add_opml",
    operation_class=raw(_OPML),
    responses=failures(400, 401, 403, 413, 422),
    request_max_body_size=app.UPLOAD_LIMIT,
    status_code=200,
    sync_to_thread=True,
)
def add_opml(store: Store, body: RawBody) -> AddOut:
    """Follow what a list of feeds (OPML, the body, at most 8 MiB) names. Twice is once; folders become tags."""
    added = app.add_content(store, body, "What was sent", lists_only=True)
    if not added.added and added.problems:
        first = added.problems[0]
        raise InputError(first.code, first.detail, first.next_try)
    return added


@get("/api/packs", operation_id="packs", responses=failures(401), sync_to_thread=True)
def packs() -> list[PackOut]:
    """List the starter packs: well-known public feeds by language. None is followed before it is added."""
    return app.packs()


def _from_afar(chosen: SourceChoices) -> SourceChoices:
    """Refuse the name of an environment variable: its value would be sent to whatever server a source names."""
    if chosen.password_env is not None:
        raise InputError(
            "not_from_here",
            "password_env is not chosen by the network.",
            "firsthand sources set ID --password-env NAME",
        )
    return chosen


#: A router of its own: of three methods on one path, the application itself would call the first twice over.
SOURCES = Router(
    "/",
    route_handlers=[sources, source, add, choose, unfollow, refresh, refresh_all, opml, add_opml, packs],
    opt={"role": Role.EDITOR},
)
