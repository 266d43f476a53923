"""Site and API in one server: who may come in, what every answer carries, and what a failure looks like.

Closed by default: a route is open to somebody who is not signed in only where it is marked ``public`` (our own files, the
health check, what hubs call) or ``door`` (the pages to sign in). Any other is for readers, or for the ``role`` that it names;
`keeper` looks after that. A request must name a host that we serve under, or a page elsewhere could point its own name at
this machine and read along (DNS rebinding); the name that hubs know is good for what they call alone. Whatever happens,
a page answers with a page and the API with a `ProblemBody`; the log names the route, never the address asked for, for a
login link is in one.
"""

import gc
import logging
import re
import secrets
import socket
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, Request, Response
from litestar.config.compression import CompressionConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.di import Provide
from litestar.exceptions import HTTPException, NotAuthorizedException, ValidationException
from litestar.middleware import ASGIMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Server as ApiServer
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from firsthand import __version__, app, crowd
from firsthand.api.metrics import Meter
from firsthand.api.problem import problem
from firsthand.api.routes import BODY_LIMIT, ROUTES
from firsthand.front import Front, front_of, stand_before
from firsthand.keeper import Keeper
from firsthand.model.errors import FirsthandError, InputError, NotAllowed, NotFound, StoreError, TooManyTries
from firsthand.settings import Server
from firsthand.web.asked import may
from firsthand.web.errors import error_page, to_the_door
from firsthand.web.pictures import Pictures
from firsthand.web.site import site, templates

LOG = logging.getLogger("firsthand.server")

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_WILDCARDS = ("", "0.0.0.0", "::")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d+)?")
#: The shape of every id that `firsthand.model.ids.derive` makes: nothing else is worth asking the store.
_ID = re.compile(r"[a-z]+_[a-z2-7]{16}")

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


#: Connections that wait to be taken in.
_WAITING = 128

#: Objects after which the collector looks for rubbish: about a page's.
_NEW_OBJECTS = 10_000

#: What those are told who do not look after the store.
_STORE_FAILS = (
    "The store does not answer, or cannot be written to.",
    "Whoever runs this site finds the cause in its log.",
)


class Gate(ASGIMiddleware):
    """Lets a request through to its route, or raises what is wrong with it."""

    def __init__(
        self, store: app.Store, hosts: Collection[str], hub_host: str = "", front: Front | None = None
    ) -> None:
        self._front = front or Front()
        self._keeper = Keeper(store, hosts, self._front.base, self._front.public)
        self._hosts = {h.lower() for h in (*LOOPBACK, *hosts)}
        self._hub_hosts = self._hosts | ({f"[{hub_host}]" if ":" in hub_host else hub_host} - {""})

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Check host, account, role, token and ids, in this order."""
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        request.state.nonce = secrets.token_urlsafe(16)
        opt = scope["route_handler"].opt
        self._check_host(request.headers.get("host", ""), self._hub_hosts if opt.get("hubs") else self._hosts)
        if not (opt.get("by_address") and self._front.may_measure(scope)):
            await self._keeper.admit(request)
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


def build(
    store: app.Store,
    *,
    hosts: Collection[str] = (),
    hub_host: str = "",
    inbox: app.Inbox | None = None,
    front: Front | None = None,
) -> Litestar:
    """Return the application. ``hosts`` are further names of the server.

    ``hub_host`` is the name that hubs know us by; ``inbox`` takes what they push; ``front`` is what stands before the site.
    """
    pushes = inbox or app.inbox(store)
    meter = Meter(store)
    pictures = Pictures(app.signing_key(store))
    front = replace(front or Front(), heard=meter.heard)
    built = Litestar(
        route_handlers=[site(front.base, front.upload_bytes), *ROUTES],
        dependencies={
            "store": Provide(lambda: store, sync_to_thread=False),
            "inbox": Provide(lambda: pushes, sync_to_thread=False),
            "pictures": Provide(lambda: pictures, sync_to_thread=False),
            "meter": Provide(lambda: meter, sync_to_thread=False),
        },
        middleware=[Gate(store, (*hosts, *front.names), hub_host, front)],
        before_send=[_dress],
        exception_handlers={Exception: _answer},
        template_config=templates(front.base, pictures),
        openapi_config=_openapi(front.base),
        compression_config=CompressionConfig("gzip", minimum_size=1000, gzip_compress_level=_SQUEEZE),
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        debug=False,
    )
    _learn(built)
    built.asgi_handler = stand_before(built.asgi_handler, front)
    return built


def _learn(built: Litestar) -> None:
    """Have msgspec learn what every route takes, here where no other thread is: see `store.records`."""
    for route in built.routes:
        for handler in getattr(route, "route_handlers", ()):
            with suppress(msgspec.ValidationError):
                msgspec.convert({}, handler.signature_model)


def _openapi(base: str) -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Firsthand API",
        version=__version__,
        description="Who really said it first, who copied it, what each copy changed, and how many independent "
        "sources stand behind it. Every answer is a record of the kind that “firsthand read --json” prints.",
        path="/api/schema",
        servers=[ApiServer(url=base or "/")],
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
    if "content-security-policy" not in headers:  # a picture has a stricter one
        headers["content-security-policy"] = _POLICY.format(nonce=nonce)
    for name, value in _HEADERS.items():
        headers[name] = value
    if "cache-control" not in headers:
        headers["cache-control"] = "private, no-cache"
    if cookie := scope.get("state", {}).get("new_cookie"):
        headers.add("set-cookie", cookie.to_header(header=""))


def _answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Turn what was raised into a page, or into JSON under ``/api``."""
    status, cause, next_try = _explain(error)
    if status >= 500:
        LOG.error("%s %s", request.method, request.scope.get("path_template", "?"), exc_info=error)
        if isinstance(error, StoreError) and not may(request, "administrator"):
            cause, next_try = _STORE_FAILS  # what it says names folders and servers
    for_program = request.scope["path"].startswith("/api/") or request.scope["path"] in ("/healthz", "/metrics")
    by_hand = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if status == 401 and by_hand and not for_program:
        return to_the_door(request)
    answer = problem(status, cause, next_try) if for_program else error_page(status, cause, next_try)
    if isinstance(error, TooManyTries):
        answer.headers["retry-after"] = str(error.seconds)
    return answer


def _explain(error: Exception) -> tuple[int, str, str]:
    """Return status, cause and next try of a failure."""
    if isinstance(error, FirsthandError):
        kinds = ((NotFound, 404), (InputError, 422), (StoreError, 503), (NotAllowed, 403), (TooManyTries, 429))
        return next((s for kind, s in kinds if isinstance(error, kind)), 400), error.cause, error.next_try
    if isinstance(error, NotAuthorizedException):
        return 401, error.detail, "Sign in at /login, or open the one-time link that “firsthand serve” printed."
    if isinstance(error, HTTPException):
        return error.status_code, _cause(error), ""
    return 500, "Firsthand met an error of its own.", "The terminal it runs in says more; “firsthand doctor” may too."


def _cause(error: HTTPException) -> str:
    if error.status_code == 404:
        return "There is no page at this address."
    if error.status_code == 405:
        return "This address does not take that kind of request."
    if error.status_code == 413:
        return "That is larger than what this address takes."
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
        for one in sockets or ():
            one.listen(_WAITING)  # how many may wait at the door is another matter, for which asyncio has no other word
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
    over: Mapping[str, object] | None = None,
    processes: int = 1,
) -> None:
    """Serve a store until interrupted; call ``ready`` with the address once listening (port 0: a free one).

    As long as no administrator can sign in otherwise it is a one-time link. ``follow``: what is followed is read in the
    background. ``over`` goes before the settings under ``[server]``. ``processes``: so many answer requests, and this one
    does the background work; with one, it does both. Raises SettingsError, FirsthandError where the address cannot be
    listened at, StoreError where the store cannot be opened.
    """
    chosen = app.serving(store_address, over or {})
    front = front_of(chosen)
    store = app.open_store(store_address)
    listener = _listen(host, port)
    with listener:
        shown = "127.0.0.1" if host in _WILDCARDS else f"[{host}]" if ":" in host else host
        token = app.starting_link(store)
        here = front.public or f"http://{shown}:{listener.getsockname()[1]}"
        link = f"{here}{front.base}/{f'login/{token}' if token else ''}"
        serve = partial(_serve, store_address, listener, chosen, (shown, *hosts))
        with _working(store, follow=follow), suppress(KeyboardInterrupt):
            if processes > 1:
                _together(serve, processes, lambda: ready(link))
            else:
                serve(lambda: ready(link))
        if token:
            app.drop_link(store, token)


def _together(serve: crowd.Task, processes: int, ready: Callable[[], None]) -> None:
    try:
        crowd.run(serve, processes, ready)
    except crowd.GaveUp as error:
        raise FirsthandError(
            "The processes that should answer end as soon as they are started; above stands why.",
            "Try it without --processes, or ask firsthand doctor.",
        ) from error


def _serve(
    store_address: str, listener: socket.socket, chosen: Server, hosts: Collection[str], ready: Callable[[], None]
) -> None:
    """Answer what comes to a listener, until told to stop."""
    store = app.open_store(store_address)
    inbox = app.inbox(store)
    served = build(store, hosts=hosts, hub_host=app.public_host(store), inbox=inbox, front=front_of(chosen))
    config = uvicorn.Config(
        served,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        backlog=1,  # readers are taken in one by one, so that processes that wait share them evenly
        loop="asyncio",
    )
    threading.Thread(target=_settle, args=(store,), name="settling", daemon=True).start()
    with closing(inbox):
        _Announcing(config, ready).run(sockets=[listener])


def _settle(store: app.Store) -> None:
    """Load what answers need, and take it out of the collector's rounds.

    A page of a large story is 30,000 objects: each few thousand of them had the collector walk over all word lists.
    """
    try:
        app.warm(store)
    except FirsthandError as error:
        LOG.warning("%s %s", error.cause, error.next_try)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])


@contextmanager
def _working(store: app.Store, *, follow: bool) -> Iterator[None]:
    """Work off in the background what is due (left by a crash, read in meanwhile), and follow; what is in hand is finished."""
    stop = threading.Event()
    tasks = {"worker": app.serve_work, "indexer": app.serve_index, "handed in": app.serve_handed_in}
    tasks |= {"follower": app.serve_following} if follow else {}
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
        listener.listen(_WAITING)
    except OSError as error:
        listener.close()
        raise FirsthandError(
            f"Cannot listen at {host}, port {port}: {error.strerror or error}.",
            "Try another port, or --port 0 for a free one.",
        ) from error
    return listener
