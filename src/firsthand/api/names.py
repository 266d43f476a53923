"""The routes of names: people, organisations, places, topics, outlets; and of stories near a story."""

from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter, SkipValidation

from firsthand import app
from firsthand.api.problem import failures
from firsthand.contract import NamePageOut, NamesOut, RelatedOut, SaidPageOut

Store = NamedDependency[SkipValidation[app.Store]]
Kind = Annotated[
    Literal["person", "organisation", "place", "topic", "outlet"], QueryParameter(description="What is named so.")
]
After = Annotated[
    str | None,
    QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$", description="The field next of the page before."),
]
Prefix = Annotated[str, QueryParameter(max_length=200, description="What a word of the name begins with.")]


@get("/api/names", operation_id="names", responses=failures(400, 401), sync_to_thread=True)
def names(store: Store, kind: Kind, prefix: Prefix = "") -> NamesOut:
    """List the names of a kind that are reported most of late, or those of which a word begins so."""
    return app.names(store, kind, prefix)


@get("/api/names/{name_id:str}", operation_id="name", responses=failures(400, 401, 404), sync_to_thread=True)
def name(store: Store, name_id: FromPath[str], kind: Kind, after: After = None) -> NamePageOut:
    """Return a name with its stories, what it says, and what stands beside it."""
    return app.name(store, kind, name_id, after or None)


@get("/api/names/{name_id:str}/said", operation_id="saidBy", responses=failures(400, 401, 404), sync_to_thread=True)
def said(store: Store, name_id: FromPath[str], kind: Kind, after: After = None) -> SaidPageOut:
    """Return what somebody says, newest story first."""
    return app.said_by(store, kind, name_id, after or None)


@get(
    "/api/stories/{story_id:str}/related",
    operation_id="related",
    responses=failures(400, 401, 404),
    sync_to_thread=True,
)
def related(store: Store, story_id: FromPath[str]) -> list[RelatedOut]:
    """Return stories that name the same rare people and things, and are not of the same thread."""
    return app.related(store, story_id)


NAMES: list[HTTPRouteHandler] = [names, name, said, related]
