"""What an administrator looks at: what waits, what was given up and why, how much there is, the checks, the settings."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.model.errors import InputError
from firsthand.web.asked import Asked

Store = NamedDependency[SkipValidation[app.Store]]
After = Annotated[str, QueryParameter(max_length=400)]
Did = Annotated[int | None, QueryParameter(ge=0, le=1_000_000_000)]

_ADMINISTRATOR = {"role": "administrator"}
_FORM = {**_ADMINISTRATOR, "form": True}
_FORM_LIMIT = 16 * 1024


@get("/admin", opt=_ADMINISTRATOR, sync_to_thread=True)
def admin(store: Store, request: Asked, after: After = "", again: Did = None, dropped: Did = None) -> Template:
    """Show how the store is."""
    told = app.operations(store, after)
    last = told.quarantine[-1] if told.quarantine else None
    context = {
        "told": told,
        "after": after,
        "next": f"{last.stage} {last.item}" if last and len(told.quarantine) == app.LISTED else "",
        "again": again,
        "dropped": dropped,
        "csrf": request.state.csrf,
    }
    return Template("admin.html", context=context)


@get("/admin/checks", opt=_ADMINISTRATOR, sync_to_thread=True)
def checks(store: Store) -> Template:
    """Show what the doctor says."""
    return Template("checks.html", context={"checks": app.checks(store)})


@get("/admin/settings", opt=_ADMINISTRATOR, sync_to_thread=True)
def settings(store: Store) -> Template:
    """Show the settings in force."""
    return Template("settings.html", context={"settings": app.settings_in_force(store.address)})


@post("/admin/quarantine", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def quarantine(store: Store, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Try given-up work again, or take it off the queue: one piece, or all."""
    stage, item, what = (data.get(name, "") for name in ("stage", "item", "do"))
    if what not in ("again", "drop") or bool(stage) != bool(item):
        raise InputError(
            "bad_choice", "That is not something to do with given-up work.", "Use the buttons of the page."
        )
    if what == "again":
        return Redirect(f"/admin?again={app.try_again(store, stage, item)}", status_code=303)
    return Redirect(f"/admin?dropped={app.give_up(store, stage, item)}", status_code=303)


OPERATING = [admin, checks, settings, quarantine]
