"""The way in and out: name and password, one-time links, registration, signing out.

Opening a one-time link shows what it is for, and a button uses it up. A GET must not: browsers, chat programs and virus
scanners fetch links ahead of the person who follows them. Whoever comes in gets a new session, and the one that the browser
had ends, so that nobody goes on with a session that somebody else began.
"""

from typing import Annotated, Any

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import LinkOut
from firsthand.model.errors import FirsthandError, InputError, NotAllowed, NotFound, TooManyTries
from firsthand.web.asked import Asked, address, cookies, local

Store = NamedDependency[SkipValidation[app.Store]]
Next = Annotated[str, QueryParameter(max_length=4000)]
Form = URLEncodedBody[dict[str, str]]

_FORM_LIMIT = 16 * 1024
_DOOR = {"public": True, "door": True}
_DOOR_FORM = {**_DOOR, "form": True}
_PRIVATE = {"cache-control": "no-store"}
_DAY = 24 * 3600


@get("/login", opt=_DOOR, sync_to_thread=True)
def sign_in_page(store: Store, request: Asked, next: Next = "") -> Redirect | Template:
    """Ask for name and password; whoever is signed in goes on."""
    if request.state.get("who"):
        return Redirect(local(next), status_code=303, headers=_PRIVATE)
    return _sign_in(store, request, next)


@post("/login", opt=_DOOR_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def sign_in(store: Store, request: Asked, data: Form) -> Redirect | Template:
    """Sign in by name and password."""
    name, wanted = data.get("name", ""), data.get("next", "")
    try:
        entered = app.sign_in(store, name, data.get("password", ""), address=address(request), agent=agent(request))
    except (InputError, NotAllowed, TooManyTries) as error:
        return _sign_in(store, request, wanted, name, error)
    return let_in(store, request, entered, local(wanted))


def _sign_in(
    store: app.Store, request: Asked, wanted: str, name: str = "", error: FirsthandError | None = None
) -> Template:
    context = {"ways": app.ways_in(store), "next": local(wanted), "name": name}
    return _page("sign_in.html", request, context, error)


@get("/register", opt=_DOOR, sync_to_thread=True)
def register_page(store: Store, request: Asked) -> Template:
    """Ask for the name and password of a new account, where everybody may make one."""
    if not app.ways_in(store).registration:
        raise NotAllowed("Nobody can make an account here by themselves.", "Ask the administrator for an invitation.")
    return _page("register.html", request, {"name": ""}, None)


@post("/register", opt=_DOOR_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def register(store: Store, request: Asked, data: Form) -> Redirect | Template:
    """Make an account that reads, and sign it in."""
    name, password = data.get("name", ""), data.get("password", "")
    try:
        entered = app.register(store, name, password, address=address(request), agent=agent(request))
    except (InputError, TooManyTries) as error:
        return _page("register.html", request, {"name": name}, error)
    return let_in(store, request, entered, "/")


@get("/login/{token:str}", opt=_DOOR, sync_to_thread=True)
def knock(store: Store, request: Asked, token: FromPath[str]) -> Template:
    """Show what a one-time link is for, or say how to get a new one."""
    try:
        return _link(request, token, app.look_at_link(store, token))
    except NotFound:
        return _used(request)


@post("/login/{token:str}", opt=_DOOR_FORM, request_max_body_size=_FORM_LIMIT, status_code=200, sync_to_thread=True)
def enter(store: Store, request: Asked, token: FromPath[str], data: Form) -> Redirect | Template:
    """Use the link up, and open a session."""
    name, password = data.get("name", ""), data.get("password", "")
    try:
        link = app.look_at_link(store, token)
        if data.get("way") == "password" and not password:
            raise InputError("bad_password", "The password is empty.", "Choose one.")
        entered = app.open_link(store, token, name=name, password=password, agent=agent(request))
    except NotFound:
        return _used(request)
    except InputError as error:
        return _link(request, token, link, name, error)
    return let_in(store, request, entered, "/")


def _link(request: Asked, token: str, link: LinkOut, name: str = "", error: FirsthandError | None = None) -> Template:
    return _page("login.html", request, {"token": token, "link": link, "name": name}, error)


def _used(request: Asked) -> Template:
    return Template("login_used.html", status_code=410, headers=_PRIVATE)


def _page(template: str, request: Asked, context: dict[str, Any], error: FirsthandError | None) -> Template:
    headers, status = dict(_PRIVATE), 200
    if error:
        status = {NotAllowed: 403, TooManyTries: 429}.get(type(error), 422)
    if isinstance(error, TooManyTries):
        headers["retry-after"] = str(error.seconds)
    return Template(
        template,
        status_code=status,
        context={**context, "error": error, "csrf": request.state.csrf},
        headers=headers,
    )


@post("/logout", opt={"form": True}, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def sign_out(store: Store, request: Asked) -> Redirect:
    """End the session; what this browser kept of our pages goes too."""
    ours = cookies(request)
    app.sign_out(store, request.cookies.get(ours.session, ""))
    headers = {**_PRIVATE, "clear-site-data": '"cache", "storage"'}
    return Redirect("/login", status_code=303, cookies=[ours.gone(ours.session)], headers=headers)


def let_in(store: app.Store, request: Asked, entered: app.Entered, path: str, *gone: Cookie) -> Redirect:
    """Give the browser its new session, end the one that it had, and lead on."""
    ours = cookies(request)
    if before := request.cookies.get(ours.session):
        app.sign_out(store, before)
    session = ours.make(ours.session, entered.token, entered.days * _DAY)
    return Redirect(path, status_code=303, cookies=[session, ours.gone(ours.before), *gone], headers=_PRIVATE)


def agent(request: Asked) -> str:
    """Return what the browser calls itself."""
    return request.headers.get("user-agent", "")


LOGIN = [sign_in_page, sign_in, register_page, register, knock, enter, sign_out]
