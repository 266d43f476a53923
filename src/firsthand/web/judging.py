"""The buttons under a page: say what it is, take it back. Plain forms that need no script.

What was said leads back to the page of the button, or to the story that came of it, which says what changed (``?said=``)
with a way to take it back. It is said in the name of whoever is signed in.
"""

import re
from typing import Annotated
from urllib.parse import urlencode

from litestar import get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation, URLEncodedBody
from litestar.response import Redirect, Template

from firsthand import app
from firsthand.contract import JudgementOut
from firsthand.model.account import Role
from firsthand.model.errors import InputError
from firsthand.web.asked import Asked, who
from firsthand.web.marks import wanted
from firsthand.web.said import id_in

Store = NamedDependency[SkipValidation[app.Store]]
From = Annotated[int, QueryParameter(name="from", ge=0, le=1_000_000_000)]
To = Annotated[int, QueryParameter(name="to", ge=0, le=1_000_000_000)]
#: A form holds ids, names, a note, words that somebody says.
_FORM_LIMIT = 64 * 1024
_FORM = {"role": Role.EDITOR, "form": True}
_SAID = re.compile(r"jud_[a-z2-7]{16}")
#: A page that a button leads back to: what it is about is still there afterwards. A story's may be gone.
_PAGE = re.compile(r"/document/doc_[a-z2-7]{16}")


@post("/judgements", opt=_FORM, request_max_body_size=_FORM_LIMIT)
async def say(store: Store, request: Asked) -> Redirect:
    """Keep what a button says, and show what came of it. Of several subjects that were ticked all are meant."""
    form = await request.form()
    fields = {k: v for k, v in form.items() if isinstance(v, str)}
    subject = " ".join(v for v in form.getall("subject", []) if isinstance(v, str))
    return await sync_to_thread(_say, store, who(request).name, subject, fields)


def _say(store: app.Store, by: str, subject: str, fields: dict[str, str]) -> Redirect:
    kind, other = fields.get("kind", ""), fields.get("object", "")
    if kind != "wrong_speaker" and kind != "same_outlet":
        other = id_in(other)
    said = app.judge(store, kind, subject, other or None, by, fields.get("note", ""), fields.get("words", ""))
    return _back(said, fields.get("back", ""))


@post(
    "/judgements/{judgement_id:str}/withdraw",
    opt=_FORM,
    request_max_body_size=_FORM_LIMIT,
    sync_to_thread=True,
)
def undo(store: Store, judgement_id: FromPath[str], data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """Take back what was said."""
    return _back(app.withdraw(store, judgement_id), data.get("back", ""))


def _back(said: JudgementOut, page: str) -> Redirect:
    where = page if _PAGE.fullmatch(page) else f"/story/{said.stories[0]}" if said.stories else "/"
    return Redirect(f"{where}?{urlencode({'said': said.id})}", status_code=303)


def just_said(store: app.Store, said: str) -> JudgementOut | None:
    """Return what was said a moment ago, by the id in the address; nothing for what nobody said."""
    return app.judgement(store, said) if _SAID.fullmatch(said) else None


@get("/speaker/{document_id:str}", opt={"role": Role.EDITOR}, sync_to_thread=True)
def speaker(store: Store, request: Asked, document_id: FromPath[str], start: From, end: To) -> Template:
    """Ask whose the words at a place are, if not his whom the page is understood to mean."""
    page = app.document(store, document_id)
    mark = wanted(start, end, len(page.text))
    if mark is None:
        raise InputError("no_passage", "There are no words at this place.", "Follow the link on the page again.")
    entities = page.voices.entities if page.voices else []
    held = [q for q in (page.voices.quotes if page.voices else []) if start <= q.start and q.end <= end and q.speaker]
    context = {
        "document": page,
        "words": page.text[mark.start : mark.end],
        "start": mark.start,
        "end": mark.end,
        "now": held[0].speaker.name if held and held[0].speaker else "",
        "names": sorted({e.name for e in entities if e.kind in ("person", "organisation")}),
        "csrf": request.state.csrf,
    }
    return Template("speaker.html", context=context)


JUDGING = [say, undo, speaker]
