"""The routes of what people say: list, say, take back."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, SkipValidation

from firsthand import app
from firsthand.api.problem import failures
from firsthand.contract import JudgementOut
from firsthand.model.account import Role
from firsthand.model.errors import NotAllowed

Store = NamedDependency[SkipValidation[app.Store]]
_EDITOR = {"role": Role.EDITOR}


@dataclass(frozen=True, slots=True)
class JudgementBody:
    """What to say. ``kind``: not_a_copy, copy_of (the subject is the copy), original_is (no object), same_outlet.

    Of stories: same_event (or merge), different_event, move (a page, and where to), pin (a page, no object), split
    (pages with spaces between them, no object). Sides are ids of documents or articles, of stories too where one is meant;
    for same_outlet the two names, the one to show last; for wrong_speaker pages (with spaces between them), ``words`` that
    they have somebody say, and as object the name of who does (none: nobody). ``by`` is you, where it is empty; an
    administrator may say it for somebody else.
    """

    kind: str
    subject: str
    object: str | None = None
    by: str = ""
    note: str = ""
    words: str = ""


@get("/api/judgements", operation_id="judgements", responses=failures(401), sync_to_thread=True)
def judgements(store: Store) -> list[JudgementOut]:
    """List what people said, the withdrawn too, in the order it was said."""
    return app.judgements(store)


@post(
    "/api/judgements",
    opt=_EDITOR,
    operation_id="judge",
    responses=failures(400, 401, 403, 404, 422),
    status_code=200,
    sync_to_thread=True,
)
def judge(store: Store, request: Request[Any, Any, Any], data: JSONBody[JudgementBody]) -> JudgementOut:
    """Say what a page or a story is: lineages and stories follow, and a rebuild keeps it. Returns the first judgement."""
    who = request.state.who
    if data.by and data.by != who.name and not who.role.may(Role.ADMINISTRATOR):
        raise NotAllowed("Only an administrator may say something in another's name.", "Leave “by” out.")
    by = data.by or who.name
    return app.judge(store, data.kind, data.subject, data.object, by, data.note, data.words)


@delete(
    "/api/judgements/{judgement_id:str}",
    opt=_EDITOR,
    operation_id="withdraw",
    responses=failures(400, 401, 403, 404),
    status_code=200,
    sync_to_thread=True,
)
def withdraw(store: Store, judgement_id: FromPath[str]) -> JudgementOut:
    """Take back what was said, with all of its breath; it stays in the list with the time of its withdrawal."""
    return app.withdraw(store, judgement_id)


JUDGEMENTS: list[HTTPRouteHandler] = [judgements, judge, withdraw]
