"""Notes, mentions, workspaces: pages and plain forms that need no script. What is written leads back to where it stands.

Answering and editing are the page of the notes with a form open at the note (``?answer=``, ``?edit=``), so that nothing
has to be unfolded, and what is wrong with a note is said with its words still there.
"""

import re
from typing import Annotated, Any

from litestar import get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import NoteOut
from firsthand.model.errors import InputError
from firsthand.model.note import LONGEST
from firsthand.web.asked import Asked, who

Store = NamedDependency[SkipValidation[app.Store]]
After = Annotated[str, QueryParameter(max_length=400, pattern=r"^[\x20-\x7e]*$")]
One = Annotated[str, QueryParameter(max_length=40, pattern=r"^(not_[a-z2-7]{16})?$")]
Newest = Annotated[bool, QueryParameter()]
Seen = Annotated[bool, QueryParameter()]
_FORM = {"form": True}
#: A note of the longest kind, each character of four bytes and each byte written as three.
_FORM_LIMIT = 12 * LONGEST + 16 * 1024
_ID = re.compile(r"[a-z]+_[a-z2-7]{16}")


@get("/notes/{on_id:str}", sync_to_thread=True)
def notes(
    store: Store,
    request: Asked,
    on_id: FromPath[str],
    after: After = "",
    newest: Newest = False,
    answer: One = "",
    edit: One = "",
) -> Template:
    """Show the notes on something, as threads or newest first, with a form for one more."""
    return _page(store, request, on_id, after=after, newest=newest, answer=answer, edit=edit)


def _page(
    store: app.Store,
    request: Asked,
    on: str,
    *,
    after: str = "",
    newest: bool = False,
    answer: str = "",
    edit: str = "",
    wrong: str = "",
    text: str = "",
) -> Template:
    mine = who(request).id
    context = {
        "notes": app.notes(store, mine, on, after=after or None, newest=newest),
        "after": after,
        "newest": newest,
        "answered": app.note(store, mine, answer) if answer else None,
        "edited": app.note(store, mine, edit) if edit else None,
        "wrong": wrong,
        "text": text,
        "csrf": request.state.csrf,
    }
    return Template("notes.html", context=context, status_code=422 if wrong else 200)


@post("/notes", opt=_FORM, request_max_body_size=_FORM_LIMIT)
async def write(store: Store, request: Asked) -> Redirect | Template:
    """Write a note, an answer where ``parent`` names a note; what cannot be kept is shown again with what is wrong."""
    form = {k: v for k, v in (await request.form()).items() if isinstance(v, str)}
    return await sync_to_thread(_write, store, request, form)


def _write(store: app.Store, request: Asked, form: dict[str, str]) -> Redirect | Template:
    on, parent = form.get("on", ""), form.get("parent", "")
    try:
        made = app.write_note(
            store,
            who(request).id,
            on,
            form.get("text", ""),
            parent=parent or None,
            passage=_passage(form),
            workspace=form.get("workspace") or None,
        )
    except InputError as error:
        if not _ID.fullmatch(on):
            raise
        return _page(store, request, on, answer=parent, wrong=str(error), text=form.get("text", ""))
    return _to(made)


def _passage(form: dict[str, str]) -> app.Passage | None:
    """Return the passage that a form quotes; none where it names none."""
    document, start, end = (form.get(name, "") for name in ("document", "start", "end"))
    if not document:
        return None
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(start + end) < 20):
        raise InputError("no_passage", "The place that you quote is none.", "Choose it again.")
    return app.Passage(document, int(start), int(end))


def _to(note: NoteOut) -> Redirect:
    """Lead to where a note stands: the page of the notes on what it is on."""
    where = f"/notes/{note.on.id}#{note.id}" if note.on.id else "/mentions"
    return Redirect(where, status_code=303)


@post("/notes/{note_id:str}/edit", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def change(
    store: Store, request: Asked, note_id: FromPath[str], data: URLEncodedBody[dict[str, str]]
) -> Redirect | Template:
    """Put other words in a note's place."""
    try:
        return _to(app.edit_note(store, who(request).id, note_id, data.get("text", "")))
    except InputError as error:
        kept = app.note(store, who(request).id, note_id)
        if not kept.on.id or kept.deleted:
            raise
        return _page(store, request, kept.on.id, edit=note_id, wrong=str(error), text=data.get("text", ""))


@post("/notes/{note_id:str}/delete", opt=_FORM, request_max_body_size=16 * 1024, sync_to_thread=True)
def delete(store: Store, request: Asked, note_id: FromPath[str]) -> Redirect:
    """Delete a note; the answers to it stay."""
    gone = app.delete_note(store, who(request).id, note_id)
    return Redirect(f"/notes/{gone.on.id}#notes" if gone.on.id else "/mentions", status_code=303)


@get("/mentions", sync_to_thread=True)
def mentions(store: Store, request: Asked, after: After = "") -> Template:
    """Show the notes that mention whoever asks, newest first."""
    told = app.mentions(store, who(request).id, after=after or None)
    return Template("mentions.html", context={"told": told, "after": after, "csrf": request.state.csrf})


@post("/mentions/seen", opt=_FORM, request_max_body_size=16 * 1024, sync_to_thread=True)
def seen(store: Store, request: Asked) -> Redirect:
    """Say that all mentions were seen."""
    app.see_mentions(store, who(request).id)
    return Redirect("/mentions", status_code=303)


# Workspaces. --------------------------------------------------------------------------------------------------------

_DONE = {
    "made": "Your new workspace is here; you write in it now.",
    "named": "It has its new name.",
    "invited": "They are in.",
    "removed": "They are out. What they wrote stays.",
    "left": "You have left it. What you wrote there stays there.",
    "chosen": "From now on you write here.",
}


@get("/workspaces", sync_to_thread=True)
def workspaces(store: Store, request: Asked, did: Annotated[str, QueryParameter(max_length=20)] = "") -> Template:
    """Show the workspaces that whoever asks is in."""
    return _workspaces(store, request, did)


def _workspaces(store: app.Store, request: Asked, did: str = "", wrong: str = "", at: str = "") -> Template:
    context = {
        "workspaces": app.workspaces(store, who(request).id),
        "unseen": app.unseen_mentions(store, who(request).id),
        "me": who(request).id,
        "done": _DONE.get(did, ""),
        "wrong": wrong,
        "at": at,
        "csrf": request.state.csrf,
    }
    return Template("workspaces.html", context=context, status_code=422 if wrong else 200)


@post("/workspaces", opt=_FORM, request_max_body_size=16 * 1024, sync_to_thread=True)
def make(store: Store, request: Asked, data: URLEncodedBody[dict[str, str]]) -> Redirect | Template:
    """Make a workspace to share."""
    try:
        app.make_workspace(store, who(request).id, data.get("name", ""))
    except InputError as error:
        return _workspaces(store, request, wrong=str(error), at="new")
    return Redirect("/workspaces?did=made", status_code=303)


@post("/workspaces/{workspace_id:str}", opt=_FORM, request_max_body_size=16 * 1024, sync_to_thread=True)
def act(
    store: Store, request: Asked, workspace_id: FromPath[str], data: URLEncodedBody[dict[str, str]]
) -> Redirect | Template:
    """Do to a workspace what the button says: choose it, name it, invite somebody, take somebody out, leave."""
    mine, given = who(request).id, data.get("name", "")
    ways: dict[str, tuple[Any, tuple[str, ...]]] = {
        "chosen": (app.choose_workspace, ()),
        "named": (app.rename_workspace, (given,)),
        "invited": (app.invite_member, (given,)),
        "removed": (app.remove_member, (data.get("member", ""),)),
        "left": (app.leave_workspace, ()),
    }
    did = data.get("do", "")
    if did not in ways:
        raise InputError("unknown_button", "This button is unknown.", "Load the page again.")
    use_case, more = ways[did]
    try:
        use_case(store, mine, workspace_id, *more)
    except InputError as error:
        return _workspaces(store, request, wrong=str(error), at=workspace_id)
    return Redirect(f"/workspaces?did={did}", status_code=303)


NOTING = [notes, write, change, delete, mentions, seen, workspaces, make, act]
