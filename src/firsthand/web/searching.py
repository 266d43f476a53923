"""Searching, and the searches that a reader keeps. Plain links and forms that need no script.

Whatever is typed is answered with a page that says how it was understood; only a key of a page that was never given is not.
"""

from typing import Annotated, Literal

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.web.asked import Asked, who
from firsthand.web.search_ways import address, narrowings

#: Stories on one page of what was found: each has lines of its own.
PAGE = 10
#: Letters that are handed on; the address line of a browser holds hardly more.
_LONGEST = 10_000

Store = NamedDependency[SkipValidation[app.Store]]
Typed = Annotated[str, QueryParameter()]
Order = Annotated[Literal["best", "newest"], QueryParameter()]
After = Annotated[str | None, QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$")]

_FORM = {"form": True}
_FORM_LIMIT = 64 * 1024


@get("/search", sync_to_thread=True)
def search(store: Store, request: Asked, q: Typed = "", order: Order = "best", after: After = None) -> Template:
    """Show what was found, how the question was understood, and the searches that the reader keeps."""
    query = q[:_LONGEST].strip()
    found = app.search(store, query, PAGE, after or None, newest=order == "newest") if query else None
    kept = app.kept_searches(store, who(request).id)
    context = {
        "found": found,
        "query": query,
        "order": order,
        "first_page": not after,
        "narrowings": narrowings(query, order, found.found) if found and found.read_as else [],
        "other": address(query, "newest" if order == "best" else "best"),
        "more": address(query, order, found.next) if found and found.next else "",
        "kept": kept,
        "is_kept": any(one.query == " ".join(query.split()) for one in kept),
        "csrf": request.state.csrf,
    }
    return Template("search.html", context=context)


@post("/search/kept", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def keep(store: Store, request: Asked, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Keep a search."""
    made = app.keep_search(store, who(request).id, data.get("q", ""), data.get("name", ""))
    return _to(address(made.query))


@post("/search/kept/{search_id:str}", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def rename(store: Store, request: Asked, search_id: FromPath[str], data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Give a search that is kept another name."""
    app.rename_search(store, who(request).id, search_id, data.get("name", ""))
    return _to("/search")


@post("/search/kept/{search_id:str}/looked", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def looked(store: Store, request: Asked, search_id: FromPath[str]) -> Redirect:
    """Note that all that a search finds now was seen."""
    app.looked_at_search(store, who(request).id, search_id)
    return _to("/search")


@post("/search/kept/{search_id:str}/remove", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def remove(store: Store, request: Asked, search_id: FromPath[str]) -> Redirect:
    """Keep a search no more."""
    app.drop_search(store, who(request).id, search_id)
    return _to("/search")


def _to(where: str) -> Redirect:
    return Redirect(where, status_code=303)


SEARCHING = [search, keep, rename, looked, remove]
