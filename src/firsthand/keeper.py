"""The keeper of the door: whose a request is, what that account may do, and whether the request was meant.

    cookie or program's password | session | role | same origin | token

A browser comes by its cookie, a program by name and password (or the password as a bearer) and under ``/api/`` alone: there
nothing is sent by itself, so that no token is asked for. What changes something must come from a page of ours: the browser
says where from, and the form carries the token of its session, or at the door, where nobody has one, of a cookie that was
set with the form.
"""

import binascii
from base64 import b64decode
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException

from firsthand import app
from firsthand.model.account import Role
from firsthand.model.errors import NotAllowed
from firsthand.web.cookies import Cookies

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
#: Where programs come in by a password of their own.
_FOR_PROGRAMS = "/api/"
_LONGEST_AUTHORIZATION = 2000

Asked = Request[Any, Any, Any]


class Keeper:
    """Lets a request through, with who it is from in its state, or raises what is wrong with it.

    ``names`` are what the server goes by, beside the name that was asked for; ``base`` is the path we are served under, and
    ``public`` the address that readers know, where it is another than what they seem to ask for.
    """

    def __init__(self, store: app.Store, names: Collection[str] = (), base: str = "", public: str = "") -> None:
        key = app.signing_key(store)
        self._sessions = app.Sessions(store)
        self._cookies = {secure: Cookies(key, secure=secure, base=base) for secure in (False, True)}
        self._names = {name.lower() for name in names}
        self._base, self._public = base, public.rstrip("/")

    async def admit(self, request: Asked) -> None:
        """Look at a request by what its route says it needs."""
        opt = request.route_handler.opt
        if opt.get("hubs"):  # it is signed, or read as a mere hint
            return
        request.state.cookies = self._cookies[request.scope["scheme"] == "https"]
        request.state.site = f"{self._public or self._asked_for(request)}{self._base}"
        if opt.get("door"):
            await self._at_the_door(request)
        elif not opt.get("public"):
            await self._inside(request, Role(opt.get("role", Role.READER)))

    async def _inside(self, request: Asked, needed: Role) -> None:
        by_program = self._is_program(request)
        found = await (self._program(request) if by_program else self._browser(request))
        if found is None:
            raise NotAuthorizedException(
                "No account here has this name and password for programs."
                if by_program
                else "This browser is not signed in, or was too long ago."
            )
        _know(request, found)
        if not found.who.role.may(needed):
            raise NotAllowed(
                f"This needs {'an' if needed is not Role.READER else 'a'} {needed}, and {found.who.name} is "
                f"{'an' if found.who.role is not Role.READER else 'a'} {found.who.role}.",
                "An administrator can change that.",
            )
        request.state.csrf = "" if by_program else request.state.cookies.csrf(self._cookie(request))
        if request.method not in _SAFE_METHODS:
            self._check_origin(request)
            if not by_program:
                await self._check_token(request, self._cookie(request))

    async def _at_the_door(self, request: Asked) -> None:
        """Nobody need be signed in; a form carries the token of a cookie that is set with it."""
        found = await self._browser(request)
        if found is not None:
            _know(request, found)
        cookies: Cookies = request.state.cookies
        value = request.cookies.get(cookies.before)
        if request.method not in _SAFE_METHODS:
            self._check_origin(request)
            await self._check_token(request, value)
        if not value:
            value = cookies.new_before()
            request.state.new_cookie = cookies.make(cookies.before, value, None)
        request.state.csrf = cookies.csrf(value)

    def _asked_for(self, request: Asked) -> str:
        return f"{request.scope['scheme']}://{request.headers['host']}"

    # Who. -----------------------------------------------------------------------------------------------------------

    def _is_program(self, request: Asked) -> bool:
        return request.scope["path"].startswith(_FOR_PROGRAMS) and "authorization" in request.headers

    def _cookie(self, request: Asked) -> str:
        value: str = request.cookies.get(request.state.cookies.session, "")
        return value

    async def _browser(self, request: Asked) -> app.SignedIn | None:
        token = self._cookie(request)
        if not token:
            return None
        remembered = None if _is_fresh(request) else self._sessions.remembered(token)
        return remembered or await sync_to_thread(self._sessions.by_cookie, token)

    async def _program(self, request: Asked) -> app.SignedIn | None:
        name, token = _authorization(request.headers["authorization"])
        if not token:
            return None
        remembered = None if _is_fresh(request) else self._sessions.remembered(token, name)
        return remembered or await sync_to_thread(self._sessions.by_password, token, name)

    # Whether it was meant. ------------------------------------------------------------------------------------------

    def _check_origin(self, request: Asked) -> None:
        """Refuse what a page elsewhere sends: another port of this machine is elsewhere.

        Our own forms say "null", for no page of ours tells where it comes from; the token is what counts then.
        """
        site = request.headers.get("sec-fetch-site", "same-origin")
        if site not in ("same-origin", "none") or not self._is_ours(request):
            raise PermissionDeniedException("This was sent from a page that is not of this site.")

    def _is_ours(self, request: Asked) -> bool:
        origin = request.headers.get("origin", "null").lower()
        if origin == "null":
            return True
        here = request.headers.get("host", "").lower()
        try:
            return urlsplit(origin).netloc == here or (urlsplit(origin).hostname or "") in self._names
        except ValueError:
            return False

    async def _check_token(self, request: Asked, cookie: str | None) -> None:
        """A program sends the token as a header; a form of ours (its route says so) has it in a field."""
        token = request.headers.get("x-csrf-token")
        if token is None and request.route_handler.opt.get("form"):
            field = (await request.form()).get("csrf")
            token = field if isinstance(field, str) else None
        if not cookie or not request.state.cookies.accepts(cookie, token):
            raise PermissionDeniedException(
                "The form is too old, or this browser keeps no cookies."
                if request.route_handler.opt.get("form")
                else "The X-CSRF-Token header is missing or wrong; GET /api/session gives it."
            )


def _know(request: Asked, found: app.SignedIn) -> None:
    request.state.who = found.who
    request.state.prefs = found.preferences
    request.state.session = found.session
    request.state.mentions = found.mentions


def _is_fresh(request: Asked) -> bool:
    """Say whether the store is to be asked: for a page, and before anything is changed."""
    return request.method not in _SAFE_METHODS or "text/html" in request.headers.get("accept", "")


def _authorization(header: str) -> tuple[str, str]:
    """Return name and password; a bearer names nobody. Both are empty where the header cannot be read.

    >>> _authorization("Basic QWRhOnRva2Vu"), _authorization("bearer token"), _authorization("Basic ?")
    (('Ada', 'token'), ('', 'token'), ('', ''))
    """
    kind, _, value = header[:_LONGEST_AUTHORIZATION].strip().partition(" ")
    if kind.lower() == "bearer":
        return "", value.strip()
    if kind.lower() != "basic":
        return "", ""
    try:
        name, colon, token = b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (name, token) if colon and name else ("", "")
