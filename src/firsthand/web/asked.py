"""What every handler may ask of a request: who it is from, how they like to read, the token its forms must carry."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import State

from firsthand.model.account import Role, Who
from firsthand.model.preferences import DEFAULTS, Preferences
from firsthand.web.cookies import Cookies

Asked = Request[object, object, State]

_LONGEST_NEXT = 2000
#: Where nobody is led who has just come in: back to the door.
_DOORS = ("/login", "/logout", "/register")


def who(request: Asked) -> Who:
    """Return who is signed in; the gate has let nobody else through to a route that is not public."""
    found: Who = request.state.who
    return found


def prefs(request: Asked) -> Preferences:
    """Return how whoever asks likes to read; the defaults where nobody is signed in."""
    found: Preferences = request.state.get("prefs") or DEFAULTS
    return found


def cookies(request: Asked) -> Cookies:
    """Return what makes the cookies of this request's browser."""
    found: Cookies = request.state.cookies
    return found


def connecting(request: Asked) -> str:
    """Return the token with which this session may ask to connect its account with an identity elsewhere."""
    ours = cookies(request)
    return ours.csrf(f"connect {request.cookies.get(ours.session, '')}")


def address(request: Asked) -> str:
    """Return where a request comes from."""
    return request.client.host if request.client else ""


def may(request: Request[Any, Any, Any], role: str) -> bool:
    """Say whether whoever asks may do what a role is needed for: what they may not is not offered to them."""
    found: Who | None = request.state.get("who")
    return found is not None and found.role.may(Role(role))


def is_ahead(request: Asked) -> bool:
    """Say whether a browser fetches a page before anybody has asked for it: that is no reading of it."""
    said = (request.headers.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose", "x-moz"))
    return any("prefetch" in words.lower() or "prerender" in words.lower() for words in said)


def local(path: str) -> str:
    """Return a path of this site to go on to; the front page for what leads anywhere else.

    A browser takes ``//host`` and ``/\\host`` for another site, and drops tabs and line breaks before it looks.

    >>> [local(path) for path in ("/story/x?a=b", "//evil.example", "/\\\\evil.example", "https://evil.example", "/login")]
    ['/story/x?a=b', '/', '/', '/', '/']
    """
    plain = path.isascii() and path.isprintable() and "\\" not in path and len(path) <= _LONGEST_NEXT
    if not plain or not path.startswith("/") or path.startswith("//"):
        return "/"
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    inside = not parts.scheme and not parts.netloc and not parts.path.startswith(_DOORS)
    return path if inside else "/"
