"""The river: stories under the filters that the address names, and the buttons of a reader. Plain links and forms.

Every filter is a part of the address, so that a page of the river can be kept, sent and gone back to. What a button does
leads back (303) to the page that it stood on, which says what was done.
"""

from itertools import groupby
from typing import Annotated, Literal

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import Narrowed, RiverOut
from firsthand.web.asked import Asked, prefs, who
from firsthand.web.narrowing import Address, back_to, shown
from firsthand.web.words import day

#: Stories on one page of the river: about three screens of a desk, one long thumb on a phone.
PAGE = 30
DENSITIES = ("headlines", "standard", "summary")

Store = NamedDependency[SkipValidation[app.Store]]
After = Annotated[str, QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$")]
Order = Annotated[Literal["newest", "top"] | None, QueryParameter()]
Density = Annotated[Literal["headlines", "standard", "summary"] | None, QueryParameter()]
Filter = Annotated[str, QueryParameter(max_length=300)]
Least = Annotated[int, QueryParameter(ge=0, le=1000)]
Flag = Annotated[bool, QueryParameter()]
Did = Annotated[Literal["", "read", "unmarked", "muted", "unmuted"], QueryParameter()]
_FORM = {"form": True}
_FORM_LIMIT = 16 * 1024


@get("/", sync_to_thread=True)
def river(
    store: Store,
    request: Asked,
    after: After = "",
    order: Order = None,
    density: Density = None,
    language: Filter = "",
    outlet: Filter = "",
    place: Filter = "",
    topic: Filter = "",
    person: Filter = "",
    organisation: Filter = "",
    folder: Filter = "",
    independent: Least = 0,
    unread: Flag = False,
    saved: Flag = False,
    muted: Flag = False,
    did: Did = "",
) -> Template:
    """Show the stories: newest first, a section a day, or highest rank first."""
    asked = Narrowed(language, outlet, place, topic, person, organisation, folder, independent, unread, saved, muted)
    address = Address(asked, order or "", density or "")
    chosen = prefs(request)
    top = (order or chosen.order) == "top"
    mine, liked = who(request).id, chosen.languages
    page = app.river(store, PAGE, after or None, by_rank=top, account=mine, narrowed=asked, languages=liked)
    context = {
        "days": _days(page, top),
        "seen_from": _seen_from(page) if not (after or top or unread) else "",
        "river": page,
        "shelves": app.shelves(store),
        "asked": asked,
        "filters": shown(asked, page.narrowed),
        "address": address,
        "first_page": not after,
        "here": address.next(after) if after else address.here,
        "order": "top" if top else "newest",
        "density": density or chosen.density,
        "did": did,
        "liked": () if asked.language or asked.muted else liked,
        "csrf": request.state.csrf,
    }
    return Template("river.html", context=context)


def _days(page: RiverOut, top: bool) -> list[tuple[str, list[object]]]:
    return [(name, list(lines)) for name, lines in groupby(page.stories, key=lambda s: "" if top else day(s.last))]


def _seen_from(page: RiverOut) -> str:
    """Return the story from which on all of the page is read, where something before it is not."""
    found = ""
    for line in reversed(page.stories):
        if line.state != "read":
            return found
        found = line.id
    return ""


@post("/looked", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def looked(store: Store, request: Asked, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Mark a ``story`` as read, with all its copies, or keep it ``unread``: the name of the button's value says which."""
    kept = data.get("unread", "")
    app.look(store, who(request).id, kept or data.get("story", ""), unread=bool(kept))
    return _back(data)


@post("/looked/all", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def looked_at_all(store: Store, request: Asked, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Mark everything as read; the next page offers to take that back."""
    app.look_at_all(store, who(request).id)
    return _back(data, "read")


@post("/looked/all/undo", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def undo_looked_at_all(store: Store, request: Asked, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Take back that everything is read."""
    app.undo_look_at_all(store, who(request).id)
    return _back(data, "unmarked")


@post("/saved", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def save(store: Store, request: Asked, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Keep an ``item`` (a story or a document) for later, or take it ``out`` again."""
    gone = data.get("out", "")
    app.save(store, who(request).id, gone or data.get("item", ""), keep=not gone)
    return _back(data)


@get("/muted", sync_to_thread=True)
def muted_list(store: Store, request: Asked, did: Did = "") -> Template:
    """List what is muted, with a form for more."""
    context = {"muted": app.muted(store, who(request).id), "did": did, "csrf": request.state.csrf}
    return Template("muted.html", context=context)


@post("/muted", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def mute(store: Store, request: Asked, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Mute a ``story``, or a ``value`` of a ``kind``; ``off``: mute it no more."""
    story = data.get("story", "")
    kind, value = ("story", story) if story else (data.get("kind", ""), data.get("value", ""))
    if data.get("off") == "1":
        app.unmute(store, who(request).id, kind, value)
        return _back(data, "unmuted")
    app.mute(store, who(request).id, kind, value)
    return _back(data, "muted")


def _back(data: dict[str, str], did: str = "") -> Redirect:
    return Redirect(back_to(data.get("back", ""), did), status_code=303)


RIVER = [river, looked, looked_at_all, undo_looked_at_all, save, muted_list, mute]
