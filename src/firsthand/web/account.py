"""One's own account: name, password, how one likes to read, and which browsers and programs are signed in."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import AppPasswordOut
from firsthand.model.errors import FirsthandError, InputError, TooManyTries
from firsthand.web.asked import Asked, address, connecting, prefs, who
from firsthand.web.login import agent, let_in

Store = NamedDependency[SkipValidation[app.Store]]
Did = Annotated[Literal["", "name", "password", "preferences", "ended", "removed", "linked"], QueryParameter()]
Form = URLEncodedBody[dict[str, str]]

_FORM = {"form": True}
_FORM_LIMIT = 16 * 1024
#: What may be chosen, in the order that it is offered in.
_OFFERED = {
    "theme": (("auto", "As the device is"), ("light", "Light"), ("dark", "Dark")),
    "density": (("headlines", "Headlines only"), ("standard", "Standard"), ("summary", "With summaries")),
    "text_size": (("S", "Small"), ("M", "Medium"), ("L", "Large"), ("XL", "Very large")),
    "order": (("newest", "Newest first"), ("top", "Most important first")),
}


@get("/account", sync_to_thread=True)
def account(store: Store, request: Asked, did: Did = "") -> Template:
    """Show one's own account."""
    return _page(store, request, did=did)


def _page(
    store: app.Store,
    request: Asked,
    *,
    did: str = "",
    at: str = "",
    error: FirsthandError | None = None,
    made: AppPasswordOut | None = None,
) -> Template:
    found = app.own_account(store, who(request).id, request.state.session)
    context: dict[str, Any] = {
        "own": found,
        "chosen": prefs(request),
        "offered": _OFFERED,
        "ways": app.ways_in(store),
        "did": did,
        "at": at,
        "error": error,
        "made": made,
        "connect": connecting(request),
        "csrf": request.state.csrf,
    }
    status = 200 if error is None else 429 if isinstance(error, TooManyTries) else 422
    headers = {"cache-control": "no-store"}
    if isinstance(error, TooManyTries):
        headers["retry-after"] = str(error.seconds)
    return Template("account.html", context=context, status_code=status, headers=headers)


@post("/account/name", opt=_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def name(store: Store, request: Asked, data: Form) -> Redirect | Template:
    """Be called something else."""
    try:
        app.rename_account(store, who(request).id, data.get("name", ""))
    except InputError as error:
        return _page(store, request, at="name", error=error)
    return _to("name")


@post("/account/password", opt=_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def password(store: Store, request: Asked, data: Form) -> Redirect | Template:
    """Change the password; every browser but this one is signed out, and this one gets a new session."""
    id, old, new = who(request).id, data.get("old", ""), data.get("new", "")
    try:
        app.change_password(store, id, old, new, address=address(request))
    except (InputError, TooManyTries) as error:
        return _page(store, request, at="password", error=error)
    return let_in(store, request, app.enter_as(store, id, agent(request)), "/account?did=password")


@post("/account/preferences", opt=_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def choose(store: Store, request: Asked, data: Form) -> Redirect | Template:
    """Choose how one likes to read."""
    try:
        app.set_preferences(store, who(request).id, **_choices(data))
    except InputError as error:
        return _page(store, request, at="preferences", error=error)
    return _to("preferences")


def _choices(data: Mapping[str, str]) -> dict[str, object]:
    """Read the form: a box that is not ticked sends nothing, so that it says beside it that it was there."""
    chosen: dict[str, object] = {name: data[name] for name in _OFFERED if name in data}
    if "languages" in data:
        chosen["languages"] = data["languages"].replace(",", " ").split()
    chosen |= {name: name in data for name in ("keys", "pictures") if f"has_{name}" in data}
    return chosen


@post("/account/sessions/end", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def end_others(store: Store, request: Asked) -> Redirect:
    """Sign out everywhere else."""
    app.end_sessions(store, who(request).id, but=request.state.session)
    return _to("ended")


@post("/account/sessions/{session_id:str}/end", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def end(store: Store, request: Asked, session_id: FromPath[str]) -> Redirect:
    """Sign a browser out."""
    app.end_session(store, who(request).id, session_id)
    return _to("ended")


@post("/account/programs", opt=_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def let_program_in(store: Store, request: Asked, data: Form) -> Template:
    """Make a password for a program, and show it this once."""
    try:
        made = app.add_app_password(store, who(request).id, data.get("name", ""))
    except InputError as error:
        return _page(store, request, at="programs", error=error)
    return _page(store, request, made=made)


@post(
    "/account/programs/{app_password_id:str}/remove", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True
)
def let_program_out(store: Store, request: Asked, app_password_id: FromPath[str]) -> Redirect:
    """Let a program in no more."""
    app.remove_app_password(store, who(request).id, app_password_id)
    return _to("removed")


def _to(did: str) -> Redirect:
    return Redirect(f"/account?did={did}", status_code=303)


ACCOUNT = [account, name, password, choose, end_others, end, let_program_in, let_program_out]
