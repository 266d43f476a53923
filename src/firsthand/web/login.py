"""The way in: opening the one-time link shows a button, pressing it uses the link up.

A GET must not use it up: browsers, chat programs and virus scanners fetch links ahead of the person who follows them.
"""

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect, Template

from firsthand.web.session import SESSION_SECONDS, Door

TheDoor = NamedDependency[SkipValidation[Door]]
_PRIVATE = {"cache-control": "no-store"}


@get("/login/{token:str}", opt={"public": True}, sync_to_thread=False)
def knock(door: TheDoor, token: FromPath[str]) -> Template:
    """Show the button, or say how to get a new link."""
    if door.tired:
        return _refusal(429)
    if not door.fits(token):
        return _refusal(410)
    return Template("login.html", context={"token": token}, headers=_PRIVATE)


@post("/login/{token:str}", opt={"public": True}, sync_to_thread=False)
def enter(door: TheDoor, token: FromPath[str]) -> Redirect | Template:
    """Use the link up and open the session."""
    session = door.open(token)
    if session is None:
        return _refusal(429 if door.tired else 410)
    cookie = Cookie(key=door.cookie, value=session, path="/", max_age=SESSION_SECONDS, httponly=True, samesite="lax")
    return Redirect("/", status_code=303, cookies=[cookie], headers=_PRIVATE)


def _refusal(status: int) -> Template:
    return Template("login_used.html", status_code=status, context={"tired": status == 429}, headers=_PRIVATE)


LOGIN = [knock, enter]
