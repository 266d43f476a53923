"""Handing in: a text, files, or the sample; and the page that says how far they are read. Complete without a script.

While something is read the page asks the browser, by a header, to ask again: no script is needed for that, and nothing
moves under a reader when all is done.
"""

from typing import Annotated, BinaryIO, cast

from litestar import get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.model.errors import InputError
from firsthand.web.asked import Asked, who

Store = NamedDependency[SkipValidation[app.Store]]
Removed = Annotated[int | None, QueryParameter(ge=0, le=100_000)]

_EDITOR = {"form": True, "role": "editor"}
_SMALL = 16 * 1024
#: Seconds until the browser asks again.
_AGAIN = 2


@get("/reading", sync_to_thread=True)
def reading(store: Store, request: Asked, removed: Removed = None) -> Template:
    """Show what was handed in, how far it is read, and what came of it; and take more."""
    return _page(store, request, removed=removed)


@post("/reading", opt=_EDITOR, status_code=200)
async def hand_in(store: Store, request: Asked) -> Template | Redirect:
    """Take a text and files, and show how far they are."""
    form = await request.form()
    account = who(request).id
    text = form.get("text", "")
    files = [f for f in form.getall("file", []) if isinstance(f, UploadFile) and f.filename]
    try:
        if isinstance(text, str) and text.strip():
            await sync_to_thread(app.hand_in_text, store, account, text)
        elif not files:
            raise InputError("empty", "Nothing was handed in.", "Paste a text, or choose a file.")
        for file in files:
            await sync_to_thread(app.hand_in_file, store, account, file.filename, cast(BinaryIO, file.file))
    except InputError as error:
        return await sync_to_thread(_page, store, request, fault=error, text=text if isinstance(text, str) else "")
    finally:
        for file in files:
            await file.close()
    return Redirect("/reading", status_code=303)


@post("/demo", opt=_EDITOR, request_max_body_size=_SMALL, sync_to_thread=True)
def demo(store: Store, request: Asked) -> Redirect:
    """Have the sample read."""
    app.hand_in_demo(store, who(request).id)
    return Redirect("/reading", status_code=303)


@post("/demo/remove", opt=_EDITOR, request_max_body_size=_SMALL, sync_to_thread=True)
def remove_demo(store: Store) -> Redirect:
    """Take the sample out again."""
    return Redirect(f"/reading?removed={app.remove_demo(store)}", status_code=303)


def _page(
    store: app.Store, request: Asked, *, fault: InputError | None = None, text: str = "", removed: int | None = None
) -> Template:
    told = app.handed_in_list(store)
    context = {"told": told, "fault": fault, "text": text, "removed": removed, "csrf": request.state.csrf}
    again = {"refresh": str(_AGAIN)} if told.busy and not fault else {}
    return Template("reading.html", context=context, headers=again, status_code=422 if fault else 200)


HANDING_IN = [reading, demo, remove_demo]
