"""What a page says when something went wrong: the cause and the next try, in the clothes of every other page."""

from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.response import Redirect, Template

_TITLES = {
    400: "That request does not read right",
    401: "Please sign in",
    403: "That is not open to you",
    404: "Nobody here knows this page",
    405: "Not this way",
    410: "This link is used up",
    413: "Too much at once",
    429: "Too many tries",
    503: "The store does not answer",
}


def error_page(status: int, cause: str, next_try: str) -> Template:
    """Return the page for a failure; the template decides by status what else to offer."""
    title = _TITLES.get(status, "Something broke here" if status >= 500 else "That did not work")
    context = {"status": status, "title": title, "cause": cause, "next_try": next_try}
    return Template("error.html", status_code=status, context=context)


def to_the_door(request: Request[Any, Any, Any]) -> Redirect:
    """Lead somebody who is not signed in to where they sign in, and from there to the page they wanted."""
    query = request.scope["query_string"].decode("latin-1")
    wanted = f"{request.scope['path']}{'?' if query else ''}{query}"
    return Redirect("/login" if wanted == "/" else f"/login?next={quote(wanted, safe='/')}", status_code=303)
