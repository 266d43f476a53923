"""Site and API in one server: who may come in, what every answer carries, and what a failure looks like.

Closed by default: a route is open to somebody without a session only where it is marked ``public`` (the login, our own
files, the health check, what hubs call). A request must name a host that we serve under, or a page elsewhere could point
its own name at this machine and read along (DNS rebinding); the name that hubs know is good for what they call alone. A
changing request must carry the token of its session. Whatever happens, a page answers with a page and the API with a
`ProblemBody`; the log names the route, never the address asked for, for a login link is in one.
"""

import logging
import re
import secrets
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response
from litestar.config.compression import CompressionConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.di import Provide
from litestar.exceptions import HTTPException, NotAuthorizedException, PermissionDeniedException, ValidationException
from litestar.middleware import ASGIMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from firsthand import __version__, app, crowd
from firsthand.api.problem import problem
from firsthand.api.routes import BODY_LIMIT, ROUTES
from firsthand.model.account import Role, Who
from firsthand.model.errors import FirsthandError, InputError, NotFound, StoreError
from firsthand.model.ids import derive
from firsthand.web.errors import error_page
from firsthand.web.session import Door
from firsthand.web.site import site, templates

LOG = logging.getLogger("firsthand.server")

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_WILDCARDS = ("", "0.0.0.0", "::")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d+)?")
#: The shape of every id that `firsthand.model.ids.derive` makes: nothing else is worth asking the store.
_ID = re.compile(r"[a-z]+_[a-z2-7]{16}")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

#: Only our own scripts run, those that bear the mark of their answer: what a hostile page smuggled past the escaping does not.
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


#: How hard answers are squeezed: a page of the river is 7 kB by this in 1 ms, and 5 % smaller by the hardest in twice that.
#: The token that stands in forms beside words of the address tells nobody anything (BREACH): cookies are `SameSite`, so
#: that another site cannot have pages of ours fetched by a signed-in browser and measure them.
_SQUEEZE = 5


#: Whoever holds the session: there is one person so far.
_ONLY = Who(derive("acc", "you"), "You", Role.ADMINISTRATOR, derive("wsp", "you"))


class Gate(ASGIMiddleware):
    """Lets a request through to its route, or raises what is wrong with it."""

    def __init__(self, door: Door, hosts: Collection[str], hub_host: str = "") -> None:
        self._door = door
        self._hosts = {h.lower() for h in (*LOOPBACK, *hosts)}
        self._hub_hosts = self._hosts | ({f"[{hub_host}]" if ":" in hub_host else hub_host} - {""})

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Check host, session, token and ids, in this order."""
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        request.state.nonce = secrets.token_urlsafe(16)
        opt = scope["route_handler"].opt
        self._check_host(request.headers.get("host", ""), self._hub_hosts if opt.get("hubs") else self._hosts)
        if not opt.get("public"):
            cookie = self._check_session(request)
            await self._check_token(request, cookie)
        for name, value in scope["path_params"].items():
            if name.endswith("_id") and not _ID.fullmatch(str(value)):
                raise NotFound("There is nothing under this id.", "It may have been cut short when it was copied.")
        await next_app(scope, receive, send)

    def _check_host(self, host: str, known: Collection[str]) -> None:
        match = _HOST.fullmatch(host.lower())
        if match is None or match[1] not in known:
            raise ValidationException(
                "This server does not go by that name. Ask for it under the address that the terminal printed."
            )

    def _check_session(self, request: Request[Any, Any, Any]) -> str:
        cookie = request.cookies.get(self._door.cookie)
        if cookie is None or not self._door.knows(cookie):
            raise NotAuthorizedException("This browser has not opened Firsthand yet, or too long ago.")
        request.state.csrf = self._door.csrf(cookie)
        request.state.who = _ONLY
        return cookie

    async def _check_token(self, request: Request[Any, Any, Any], cookie: str) -> None:
        """A program sends the token as a header; a form of ours (its route says so) has it in a field."""
        if request.method in _SAFE_METHODS:
            return
        token = request.headers.get("x-csrf-token")
        if token is None and request.route_handler.opt.get("form"):
            field = (await request.form()).get("csrf")
            token = field if isinstance(field, str) else None
        if not self._door.accepts(cookie, token):
            raise PermissionDeniedException("The X-CSRF-Token header is missing or wrong; GET /api/session gives it.")


def build(
    store: app.Store,
    *,
    token: str,
    secret: bytes,
    hosts: Collection[str] = (),
    hub_host: str = "",
    inbox: app.Inbox | None = None,
    base: str = "",
) -> Litestar:
    """Return the application. ``token`` opens it once, ``secret`` signs the sessions, ``hosts`` are further names.

    ``hub_host`` is the name that hubs know us by; ``inbox`` takes what they push; ``base`` is the path we are served under.
    """
    door = Door(token, secret)
    pushes = inbox or app.inbox(store)
    return Litestar(
        route_handlers=[site(), *ROUTES],
        dependencies={
            "store": Provide(lambda: store, sync_to_thread=False),
            "door": Provide(lambda: door, sync_to_thread=False),
            "inbox": Provide(lambda: pushes, sync_to_thread=False),
        },
        middleware=[Gate(door, hosts, hub_host)],
        before_send=[_dress],
        exception_handlers={Exception: _answer},
        template_config=templates(base),
        openapi_config=_openapi(),
        compression_config=CompressionConfig("gzip", minimum_size=1000, gzip_compress_level=_SQUEEZE),
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        debug=False,
    )


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Firsthand API",
        version=__version__,
        description="Who really said it first, who copied it, what each copy changed, and how many independent "
        "sources stand behind it. Every answer is a record of the kind that “firsthand read --json” prints.",
        path="/api/schema",
        render_plugins=[JsonRenderPlugin()],
        create_examples=False,
        use_handler_docstrings=True,
    )


async def _dress(message: Message, scope: Scope) -> None:
    """Put the headers of every answer on it. Pages are private and asked for again; our own files may be kept."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    nonce = scope.get("state", {}).get("nonce") or secrets.token_urlsafe(16)
    headers["content-security-policy"] = _POLICY.format(nonce=nonce)
    for name, value in _HEADERS.items():
        headers[name] = value
    if "cache-control" not in headers:
        headers["cache-control"] = "private, no-cache"


def _answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Turn what was raised into a page, or into JSON under ``/api``."""
    status, cause, next_try = _explain(error)
    if status >= 500:
        LOG.error("%s %s", request.method, request.scope.get("path_template", "?"), exc_info=error)
    for_program = request.scope["path"].startswith("/api/") or request.scope["path"] == "/healthz"
    return problem(status, cause, next_try) if for_program else error_page(status, cause, next_try)


def _explain(error: Exception) -> tuple[int, str, str]:
    """Return status, cause and next try of a failure."""
    if isinstance(error, FirsthandError):
        kinds = ((NotFound, 404), (InputError, 422), (StoreError, 503))
        return next((s for kind, s in kinds if isinstance(error, kind)), 400), error.cause, error.next_try
    if isinstance(error, NotAuthorizedException):
        return (
            401,
            error.detail,
            "Open the one-time link that Firsthand printed in its terminal. To get a new one, "
            "stop it there (Ctrl+C) and start it again with “firsthand serve”.",
        )
    if isinstance(error, HTTPException):
        return error.status_code, _cause(error), ""
    return 500, "Firsthand met an error of its own.", "The terminal it runs in says more; “firsthand doctor” may too."


def _cause(error: HTTPException) -> str:
    if error.status_code == 404:
        return "There is no page at this address."
    if error.status_code == 405:
        return "This address does not take that kind of request."
    if error.status_code == 413:
        return f"The body is larger than {BODY_LIMIT // 1024 // 1024} MiB."
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        faults = (f"{e.get('key', 'parameter')}: {e['message']}" for e in error.extra if isinstance(e, dict))
        return "; ".join(faults) or error.detail
    return error.detail


class _Announcing(uvicorn.Server):
    """A uvicorn server that says once when it is listening."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start up, then call ``ready``."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(
    store_address: str,
    host: str,
    port: int,
    ready: Callable[[str], None],
    *,
    hosts: Collection[str] = (),
    follow: bool = True,
    processes: int = 1,
) -> None:
    """Serve a store until interrupted; call ``ready`` with the one-time link once listening (port 0: a free one).

    ``follow``: what is followed is read in the background. ``processes``: so many answer requests, and this one does the
    background work; with one, it does both. Raises SettingsError, FirsthandError where the address cannot be listened at,
    StoreError where the store cannot be opened.
    """
    store = app.open_store(store_address)
    listener = _listen(host, port)
    with listener:
        shown = "127.0.0.1" if host in _WILDCARDS else f"[{host}]" if ":" in host else host
        token = secrets.token_urlsafe(32)
        link = f"http://{shown}:{listener.getsockname()[1]}/login/{token}"
        serve = partial(_serve, store_address, listener, token, secrets.token_bytes(32), (shown, *hosts))
        with _working(store, follow=follow), suppress(KeyboardInterrupt):
            if processes > 1:
                _together(serve, processes, lambda: ready(link))
            else:
                serve(lambda: ready(link))


def _together(serve: crowd.Task, processes: int, ready: Callable[[], None]) -> None:
    try:
        crowd.run(serve, processes, ready)
    except crowd.GaveUp as error:
        raise FirsthandError(
            "The processes that should answer end as soon as they are started; above stands why.",
            "Try it without --processes, or ask firsthand doctor.",
        ) from error


def _serve(
    store_address: str,
    listener: socket.socket,
    token: str,
    secret: bytes,
    hosts: Collection[str],
    ready: Callable[[], None],
) -> None:
    """Answer what comes to a listener, until told to stop."""
    store = app.open_store(store_address)
    inbox = app.inbox(store)
    served = build(store, token=token, secret=secret, hosts=hosts, hub_host=app.public_host(store), inbox=inbox)
    config = uvicorn.Config(
        served, log_level="warning", access_log=False, server_header=False, proxy_headers=False, lifespan="on"
    )
    with closing(inbox):
        _Announcing(config, ready).run(sockets=[listener])


@contextmanager
def _working(store: app.Store, *, follow: bool) -> Iterator[None]:
    """Work off in the background what is due (left by a crash, read in meanwhile), and follow; what is in hand is finished."""
    stop = threading.Event()
    tasks = {"worker": app.serve_work, **({"follower": app.serve_following} if follow else {})}
    threads = [threading.Thread(target=task, args=(store, stop), name=name) for name, task in tasks.items()]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise FirsthandError(
            f"Cannot listen at {host}, port {port}: {error.strerror or error}.",
            "Try another port, or --port 0 for a free one.",
        ) from error
    return listener
