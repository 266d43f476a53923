"""What hubs call (WebSub): they ask whether we wanted their pushes, and they push. Open to everybody, and tells nothing.

An address holds a token that only the hub was told; to whoever does not know it, nothing is there. A push is read after
the answer: a hub that waits takes us for dead.
"""

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody, SkipValidation

from firsthand import app

Store = NamedDependency[SkipValidation[app.Store]]
Inbox = NamedDependency[SkipValidation[app.Inbox]]
#: A feed of 5 MB holds some thousand entries with their texts; what a hub pushes is what is new.
_PUSH_LIMIT = 5 * 1024 * 1024
_OPEN = {"public": True, "hubs": True}
_PATH = "/push/{source_id:str}/{token:str}"


@get(_PATH, opt=_OPEN, media_type=MediaType.TEXT, include_in_schema=False, sync_to_thread=True)
def confirm(
    store: Store, source_id: FromPath[str], token: FromPath[str], request: Request[object, object, State]
) -> str:
    """Answer a hub that asks whether we want its pushes."""
    return app.push_confirmed(store, source_id, token, request.scope["query_string"].decode("latin-1"))


@post(_PATH, opt=_OPEN, request_max_body_size=_PUSH_LIMIT, include_in_schema=False, sync_to_thread=True)
def receive(
    store: Store,
    inbox: Inbox,
    source_id: FromPath[str],
    token: FromPath[str],
    body: RawBody,
    request: Request[object, object, State],
) -> Response[bytes]:
    """Take what a hub pushes. Whether it was signed well is not told."""
    app.pushed(store, source_id, token, dict(request.headers), body, inbox)
    return Response(b"", status_code=202, media_type=MediaType.TEXT)


PUSHES: list[HTTPRouteHandler] = [confirm, receive]
