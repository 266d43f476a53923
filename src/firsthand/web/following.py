"""What is followed: the list, a page a source, adding, the starter packs. Plain forms that need no script.

A form of addresses may carry a file: its bytes are read, never a file of this machine. What came of adding is a page of
its own; adding again changes nothing, so that it may be loaded again.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import State, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import AddedOut, AddOut, ProblemOut, SourceChoices
from firsthand.model.account import Role
from firsthand.model.errors import InputError
from firsthand.model.moment import stamp
from firsthand.web.choosing import Typed, as_chosen, read_form, split_tags
from firsthand.web.shelf import shelf

Store = NamedDependency[SkipValidation[app.Store]]
Asked = Request[object, object, State]
Narrowed = Annotated[Literal["all", "trouble", "new", "ok", "paused"], QueryParameter(name="state")]
Tag = Annotated[str, QueryParameter(max_length=100)]
Page = Annotated[int, QueryParameter(ge=1, le=10_000)]
Did = Annotated[Literal["", "due", "chosen", "paused", "resumed", "gone"], QueryParameter()]

_FORM_LIMIT = 512 * 1024
_LOOK = {"role": Role.EDITOR}
_FORM = {**_LOOK, "form": True}


@get("/sources", opt=_LOOK, sync_to_thread=True)
def listed(
    store: Store, request: Asked, which: Narrowed = "all", tag: Tag = "", page: Page = 1, did: Did = ""
) -> Template:
    """Show what is followed, what is in trouble first."""
    told = app.sources(store)
    context = {
        "told": told,
        "shelf": shelf(told, which, tag, page),
        "tag": tag,
        "did": did,
        "now": _now(),
        "csrf": request.state.csrf,
    }
    return Template("sources.html", context=context)


@get("/sources/packs", opt=_LOOK, sync_to_thread=True)
def packs(request: Asked) -> Template:
    """Show the starter packs."""
    return Template("packs.html", context={"packs": app.packs(), "csrf": request.state.csrf})


@post("/sources", opt=_FORM, request_max_body_size=app.UPLOAD_LIMIT, status_code=200)
async def add(store: Store, request: Asked) -> Template:
    """Add what was typed or dropped, and show what came of it."""
    form = await request.form()
    typed = [text for value in form.getall("inputs", []) if isinstance(value, str) for text in value.split()]
    files = [await _content(value) for value in form.getall("file", []) if isinstance(value, UploadFile)]
    chosen = _for_new({name: value for name, value in form.items() if isinstance(value, str)})
    told = await sync_to_thread(_add, store, typed, [file for file in files if file], chosen)
    again = [text for text in typed if any(problem.place == text for problem in told.problems)]
    context = {"told": told, "again": again, "chosen": chosen, "csrf": request.state.csrf}
    return Template("added.html", context=context, status_code=200 if told.added else 422)


def _add(store: app.Store, typed: list[str], files: list[tuple[str, bytes]], chosen: SourceChoices) -> AddOut:
    added: list[AddedOut] = []
    problems: list[ProblemOut] = []
    if len(typed) > app.MOST_INPUTS:
        beyond = f"Only the first {app.MOST_INPUTS} of {len(typed)} addresses were added."
        problems.append(ProblemOut("too_many", beyond, "Put them into an OPML file, or add the rest afterwards.", ""))
    if not typed and not files:
        problems.append(ProblemOut("empty", "Nothing was named.", "Paste an address, or choose a file.", ""))
    try:
        some = [app.add_content(store, content, name, chosen) for name, content in files]
        if typed:
            inputs = [text[: app.LONGEST_INPUT] for text in typed[: app.MOST_INPUTS]]
            some.append(app.add(store, inputs, chosen, from_afar=True))
    except InputError as error:
        return AddOut(added, [ProblemOut(error.code, error.cause, error.next_try, "")])
    for told in some:
        added += told.added
        problems += told.problems
    return AddOut(added, problems)


async def _content(upload: UploadFile) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a file; None where the field was left empty."""
    content = await upload.read()
    await upload.close()
    return (upload.filename or "the file", content) if upload.filename or content else None


def _for_new(form: Mapping[str, str]) -> SourceChoices:
    return SourceChoices(tags=split_tags(form.get("tags", "")) or None, full_text=form.get("full_text") or None)


@post("/sources/refresh", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def refresh_all(store: Store) -> Redirect:
    """Make every source due."""
    app.make_due(store)
    return _to("/sources?did=due")


@get("/sources/{source_id:str}", opt=_LOOK, sync_to_thread=True)
def one(store: Store, source_id: FromPath[str], request: Asked, did: Did = "") -> Template:
    """Show one source: how it goes, its entries, its history, and the form of what is chosen for it."""
    return _page(store, source_id, request, None, did)


def _page(store: app.Store, source_id: str, request: Asked, typed: Typed | None, did: str) -> Template:
    found = app.source(store, source_id)
    context: dict[str, Any] = {
        "source": found.source,
        "history": found.history,
        "entries": found.entries,
        "typed": typed or as_chosen(found.source),
        "did": did,
        "now": _now(),
        "csrf": request.state.csrf,
    }
    return Template("source.html", context=context, status_code=422 if typed else 200)


@post("/sources/{source_id:str}", opt=_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def choose(
    store: Store, source_id: FromPath[str], request: Asked, data: URLEncodedBody[dict[str, str]]
) -> Redirect | Template:
    """Keep what was chosen; where something is wrong, show it beside what was typed."""
    typed = read_form(data, app.check)
    if typed.chosen is None:
        return _page(store, source_id, request, typed, "")
    app.choose(store, source_id, typed.chosen)
    return _to(f"/sources/{source_id}?did=chosen")


@post("/sources/{source_id:str}/refresh", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def refresh(store: Store, source_id: FromPath[str]) -> Redirect:
    """Make a source due."""
    app.make_due(store, [source_id])
    return _to(f"/sources/{source_id}?did=due")


@post("/sources/{source_id:str}/pause", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def pause(store: Store, source_id: FromPath[str]) -> Redirect:
    """Read a source no more until it is resumed."""
    app.choose(store, source_id, SourceChoices(paused=True))
    return _to(f"/sources/{source_id}?did=paused")


@post("/sources/{source_id:str}/resume", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def resume(store: Store, source_id: FromPath[str]) -> Redirect:
    """Read a paused source again."""
    app.choose(store, source_id, SourceChoices(paused=False))
    return _to(f"/sources/{source_id}?did=resumed")


@get("/sources/{source_id:str}/remove", opt=_LOOK, sync_to_thread=True)
def ask_first(store: Store, source_id: FromPath[str], request: Asked) -> Template:
    """Ask whether a source is really to be followed no more."""
    source = app.source(store, source_id).source
    return Template("unfollow.html", context={"source": source, "csrf": request.state.csrf})


@post("/sources/{source_id:str}/remove", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def remove(store: Store, source_id: FromPath[str]) -> Redirect:
    """Follow a source no more."""
    app.unfollow(store, source_id)
    return _to("/sources?did=gone")


def _to(address: str) -> Redirect:
    return Redirect(address, status_code=303)


def _now() -> str:
    return stamp(datetime.now(UTC))


FOLLOWING = [listed, packs, add, refresh_all, one, choose, refresh, pause, resume, ask_first, remove]
