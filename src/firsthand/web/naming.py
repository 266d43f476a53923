"""The pages of names: a person, an organisation, a place, a topic, an outlet; and the lists of them."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter, SkipValidation
from litestar.response import Template

from firsthand import app
from firsthand.web.asked import Asked, who

Store = NamedDependency[SkipValidation[app.Store]]
After = Annotated[str, QueryParameter(max_length=200, pattern=r"^[\x20-\x7e]*$")]
Typed = Annotated[str, QueryParameter(max_length=200)]

#: What has pages, with the address of its list, in the order of the links between them.
LISTS = {
    "person": ("people", "People"),
    "organisation": ("organisations", "Organisations"),
    "place": ("places", "Places"),
    "topic": ("topics", "Topics"),
    "outlet": ("outlets", "Outlets"),
}


def _list(kind: str) -> HTTPRouteHandler:
    """Make the page that lists the names of a kind."""

    @get(f"/{LISTS[kind][0]}", name=f"names-{kind}", sync_to_thread=True)
    def listed(store: Store, q: Typed = "") -> Template:
        """List those that are reported most of late, or those of which a word begins as was typed."""
        context = {"told": app.names(store, kind, q), "lists": LISTS, "title": LISTS[kind][1]}
        return Template("names.html", context=context)

    return listed


def _page(kind: str) -> list[HTTPRouteHandler]:
    """Make the pages of one name of a kind."""

    @get(f"/{kind}/{{name_id:str}}", name=f"name-{kind}", sync_to_thread=True)
    def shown(store: Store, request: Asked, name_id: FromPath[str], after: After = "") -> Template:
        """Show the stories of a name, what it says in them, who stands beside it."""
        context = {
            "told": app.name(store, kind, name_id, after or None),
            "notes": app.notes(store, who(request).id, name_id, limit=10) if not after else None,
            "lists": LISTS,
            "first_page": not after,
            "csrf": request.state.csrf,
        }
        return Template("name.html", context=context)

    @get(f"/{kind}/{{name_id:str}}/said", name=f"said-{kind}", sync_to_thread=True)
    def said(store: Store, name_id: FromPath[str], after: After = "") -> Template:
        """Show what somebody says, story by story."""
        context = {"told": app.said_by(store, kind, name_id, after or None), "lists": LISTS, "first_page": not after}
        return Template("said.html", context=context)

    return [shown, said] if kind not in ("topic", "outlet") else [shown]


NAMING = [handler for kind in LISTS for handler in (_list(kind), *_page(kind))]
