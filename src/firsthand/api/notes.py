"""The routes of notes, mentions and workspaces: what is somebody's own, or their workspace's. Others' are not there (404)."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter, SkipValidation

from firsthand import app
from firsthand.api.problem import failures
from firsthand.contract import MentionsOut, NoteOut, NotesOut, WorkspaceOut

Store = NamedDependency[SkipValidation[app.Store]]
Asked = Request[Any, Any, Any]
Limit = Annotated[int, QueryParameter(ge=1, le=100, description="How many of them, 1 to 100.")]
After = Annotated[
    str | None,
    QueryParameter(max_length=400, pattern=r"^[\x20-\x7e]*$", description="The field next of the page before."),
]
On = Annotated[
    str,
    QueryParameter(pattern=r"^(sto|doc|ent)_[a-z2-7]{16}$", description="The id of a story, a document or a name."),
]
Order = Annotated[Literal["threads", "newest"], QueryParameter(description="As threads, or newest first.")]
_FAULTS = (400, 401, 403, 404, 422)


@dataclass(frozen=True, slots=True)
class NoteBody:
    """A note on a story, a document or a name, in Markdown; an answer, where ``parent`` is a note.

    ``workspace``: where to write it, if not in the one that is written in now. ``document``, ``start`` and ``end`` name a
    passage that is quoted with it.
    """

    on: str
    text: str
    parent: str | None = None
    workspace: str | None = None
    document: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class TextBody:
    """Other words for a note."""

    text: str


@dataclass(frozen=True, slots=True)
class WorkspaceBody:
    """The name of a workspace, or of somebody who is to be let in."""

    name: str


@get("/api/notes", operation_id="notes", responses=failures(400, 401, 404), sync_to_thread=True)
def notes(
    store: Store, request: Asked, on: On, limit: Limit = 30, after: After = None, order: Order = "threads"
) -> NotesOut:
    """List the notes on something, in the workspace that you write in."""
    return app.notes(store, request.state.who.id, on, limit, after or None, newest=order == "newest")


@get("/api/notes/{note_id:str}", operation_id="note", responses=failures(400, 401, 404), sync_to_thread=True)
def note(store: Store, request: Asked, note_id: FromPath[str]) -> NoteOut:
    """Return one note."""
    return app.note(store, request.state.who.id, note_id)


@post("/api/notes", operation_id="writeNote", responses=failures(*_FAULTS), status_code=200, sync_to_thread=True)
def write(store: Store, request: Asked, data: JSONBody[NoteBody]) -> NoteOut:
    """Write a note."""
    passage = app.Passage(data.document, data.start, data.end) if data.document else None
    mine = request.state.who.id
    return app.write_note(
        store, mine, data.on, data.text, parent=data.parent, passage=passage, workspace=data.workspace
    )


@put("/api/notes/{note_id:str}", operation_id="editNote", responses=failures(*_FAULTS), sync_to_thread=True)
def edit(store: Store, request: Asked, note_id: FromPath[str], data: JSONBody[TextBody]) -> NoteOut:
    """Put other words in a note's place: its author may, and the owner of its workspace."""
    return app.edit_note(store, request.state.who.id, note_id, data.text)


@delete(
    "/api/notes/{note_id:str}",
    operation_id="deleteNote",
    responses=failures(*_FAULTS),
    status_code=200,
    sync_to_thread=True,
)
def remove(store: Store, request: Asked, note_id: FromPath[str]) -> NoteOut:
    """Delete a note; the answers to it stay."""
    return app.delete_note(store, request.state.who.id, note_id)


@get("/api/mentions", operation_id="mentions", responses=failures(400, 401, 404), sync_to_thread=True)
def mentions(store: Store, request: Asked, limit: Limit = 30, after: After = None) -> MentionsOut:
    """List the notes that mention you, newest first."""
    return app.mentions(store, request.state.who.id, limit, after or None)


@get("/api/workspaces", operation_id="workspaces", responses=failures(401), sync_to_thread=True)
def workspaces(store: Store, request: Asked) -> list[WorkspaceOut]:
    """List the workspaces that you are in, your own first."""
    return app.workspaces(store, request.state.who.id)


@post(
    "/api/workspaces", operation_id="makeWorkspace", responses=failures(*_FAULTS), status_code=200, sync_to_thread=True
)
def make(store: Store, request: Asked, data: JSONBody[WorkspaceBody]) -> list[WorkspaceOut]:
    """Make a workspace to share, and write in it from now on."""
    return app.make_workspace(store, request.state.who.id, data.name)


@post(
    "/api/workspaces/{workspace_id:str}/members",
    operation_id="inviteMember",
    responses=failures(*_FAULTS),
    status_code=200,
    sync_to_thread=True,
)
def invite(
    store: Store, request: Asked, workspace_id: FromPath[str], data: JSONBody[WorkspaceBody]
) -> list[WorkspaceOut]:
    """Let the person of a name into a workspace: its owner may."""
    return app.invite_member(store, request.state.who.id, workspace_id, data.name)


@delete(
    "/api/workspaces/{workspace_id:str}/members/{member_id:str}",
    operation_id="removeMember",
    responses=failures(*_FAULTS),
    status_code=200,
    sync_to_thread=True,
)
def remove_member(
    store: Store, request: Asked, workspace_id: FromPath[str], member_id: FromPath[str]
) -> list[WorkspaceOut]:
    """Take somebody out of a workspace: its owner may; everybody else may take themselves out."""
    mine = request.state.who.id
    if member_id == mine:
        return app.leave_workspace(store, mine, workspace_id)
    return app.remove_member(store, mine, workspace_id, member_id)


@put(
    "/api/workspaces/{workspace_id:str}/current",
    operation_id="chooseWorkspace",
    responses=failures(*_FAULTS),
    sync_to_thread=True,
)
def choose(store: Store, request: Asked, workspace_id: FromPath[str]) -> list[WorkspaceOut]:
    """Write in this workspace from now on."""
    return app.choose_workspace(store, request.state.who.id, workspace_id)


NOTES: list[HTTPRouteHandler] = [
    notes, note, write, edit, remove, mentions, workspaces, make, invite, remove_member, choose,
]  # fmt: skip
