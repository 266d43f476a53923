"""The buttons under a page: say what it is, take it back. Plain forms that need no script and lead back to the story."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation, URLEncodedBody
from litestar.response import Redirect

from firsthand import app
from firsthand.contract import JudgementOut
from firsthand.model.account import Role

Store = NamedDependency[SkipValidation[app.Store]]
#: A form holds ids, a name and a note.
_FORM_LIMIT = 16 * 1024
_FORM = {"role": Role.EDITOR, "form": True}


@post("/judgements", opt=_FORM, request_max_body_size=_FORM_LIMIT, sync_to_thread=True)
def say(store: Store, data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Keep what a button says, and show the story that the page is in by it."""
    field = data.get
    said = app.judge(
        store, field("kind", ""), field("subject", ""), field("object"), field("by", ""), field("note", "")
    )
    return _back(said)


@post(
    "/judgements/{judgement_id:str}/withdraw",
    opt=_FORM,
    request_max_body_size=_FORM_LIMIT,
    sync_to_thread=True,
)
def undo(store: Store, judgement_id: FromPath[str]) -> Redirect:
    """Take back what was said."""
    return _back(app.withdraw(store, judgement_id))


def _back(said: JudgementOut) -> Redirect:
    return Redirect(f"/story/{said.stories[0]}" if said.stories else "/", status_code=303)


JUDGING = [say, undo]
