"""All accounts, for administrators: who there is, inviting, roles, disabling, removing."""

from typing import Annotated, Any, Literal

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import InviteOut
from firsthand.model.account import Role
from firsthand.model.errors import InputError
from firsthand.web.asked import Asked

Store = NamedDependency[SkipValidation[app.Store]]
Did = Annotated[Literal["", "role", "disabled", "enabled", "removed", "taken"], QueryParameter()]
Form = URLEncodedBody[dict[str, str]]

_LOOK = {"role": Role.ADMINISTRATOR}
_FORM = {**_LOOK, "form": True}
_FORM_LIMIT = 16 * 1024
_ONE = "/admin/accounts/{account_id:str}"


@get("/admin/accounts", opt=_LOOK, sync_to_thread=True)
def listed(store: Store, request: Asked, did: Did = "") -> Template:
    """Show every account, and the links that nobody has opened."""
    return _page(store, request, did=did)


def _page(
    store: app.Store, request: Asked, *, did: str = "", error: InputError | None = None, made: InviteOut | None = None
) -> Template:
    context: dict[str, Any] = {
        "told": app.accounts(store),
        "roles": [role.value for role in Role],
        "me": request.state.who.id,
        "here": request.state.site,
        "did": did,
        "error": error,
        "made": made,
        "csrf": request.state.csrf,
    }
    status = 422 if error else 200
    return Template("accounts.html", context=context, status_code=status, headers={"cache-control": "no-store"})


@post("/admin/accounts/invite", opt=_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def invite(store: Store, request: Asked, data: Form) -> Template:
    """Make a link by which somebody makes an account, and show it this once."""
    try:
        return _page(store, request, made=app.invite(store, data.get("role", "")))
    except InputError as error:
        return _page(store, request, error=error)


@post(
    f"{_ONE}/link",
    opt=_FORM,
    request_max_body_size=_FORM_LIMIT,
    status_code=200,
    sync_to_thread=True,
)
def link(store: Store, request: Asked, account_id: FromPath[str]) -> Template:
    """Make a link for somebody who cannot sign in, and show it this once."""
    try:
        return _page(store, request, made=app.link_for(store, account_id))
    except InputError as error:
        return _page(store, request, error=error)


@post("/admin/accounts/links/{invite_id:str}/remove", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def take_back(store: Store, invite_id: FromPath[str]) -> Redirect:
    """Take a link back."""
    app.take_back_link(store, invite_id)
    return _to("taken")


@post(
    f"{_ONE}/role",
    opt=_FORM,
    request_max_body_size=_FORM_LIMIT,
    status_code=200,
    sync_to_thread=True,
)
def set_role(store: Store, request: Asked, account_id: FromPath[str], data: Form) -> Redirect | Template:
    """Give somebody another role."""
    try:
        app.set_role(store, account_id, data.get("role", ""))
    except InputError as error:
        return _page(store, request, error=error)
    return _to("role")


@post(
    f"{_ONE}/disable",
    opt=_FORM,
    request_max_body_size=_FORM_LIMIT,
    status_code=200,
    sync_to_thread=True,
)
def disable(store: Store, request: Asked, account_id: FromPath[str]) -> Redirect | Template:
    """Let somebody in no more."""
    try:
        app.disable_account(store, account_id)
    except InputError as error:
        return _page(store, request, error=error)
    return _to("disabled")


@post(f"{_ONE}/enable", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def enable(store: Store, account_id: FromPath[str]) -> Redirect:
    """Let somebody in again."""
    app.enable_account(store, account_id)
    return _to("enabled")


@get(f"{_ONE}/remove", opt=_LOOK, sync_to_thread=True)
def ask_first(store: Store, request: Asked, account_id: FromPath[str]) -> Template:
    """Ask whether an account is really to go."""
    found = app.account_of(store, account_id)
    return Template("account_remove.html", context={"account": found, "csrf": request.state.csrf})


@post(
    f"{_ONE}/remove",
    opt=_FORM,
    request_max_body_size=_FORM_LIMIT,
    status_code=200,
    sync_to_thread=True,
)
def remove(store: Store, request: Asked, account_id: FromPath[str]) -> Redirect | Template:
    """Remove an account with all that is its own."""
    try:
        app.remove_account(store, account_id)
    except InputError as error:
        return _page(store, request, error=error)
    return _to("removed")


def _to(did: str) -> Redirect:
    return Redirect(f"/admin/accounts?did={did}", status_code=303)


ACCOUNTS = [listed, invite, link, take_back, set_role, disable, enable, ask_first, remove]
