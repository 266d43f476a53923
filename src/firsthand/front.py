"""What stands between the network and the site: the path it is under, the proxies it believes, and the clock of /metrics.

    request -> whom a trusted proxy speaks for -> the base path taken off -> the site
    answer  -> links of the site and its cookies put under the base path -> reader

Links made in Python are paths of the site (``/story/sto_…``): a redirect gets the base path here, a page's links in its
template (``{{ base }}``). So nothing within has to know where it is. A proxy may take the base path off or leave it on.

What an untrusted peer says about whom it speaks for is taken out of the request, and the request is marked: an address is
then no reason to let anybody in, since a proxy that nobody named stands between.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from firsthand.settings import Server

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Network = IPv4Network | IPv6Network
Headers = list[tuple[bytes, bytes]]
#: Told of every answer: the route's template, the method, the status, the seconds.
Heard = Callable[[str, str, int, float], None]

_SPEAKS_FOR = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host")
#: What a proxy puts on a request, whether we read it or not.
_PASSED_ON = (*_SPEAKS_FOR, b"forwarded", b"via", b"x-real-ip")


@dataclass(frozen=True)
class Front:
    """What an operator chose, ready to be asked."""

    base: str = ""
    public: str = ""
    hosts: tuple[str, ...] = ()
    trusted: tuple[Network, ...] = ()
    measurers: tuple[Network, ...] = ()
    upload_bytes: int = 2_000_000_000
    heard: Heard | None = field(default=None, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the site answers to beside those of this machine."""
        public = urlsplit(self.public).hostname or ""
        named = (f"[{public}]" if ":" in public else public,) if public else ()
        return (*named, *self.hosts)

    def may_measure(self, scope: Any) -> bool:
        """Say whether who asks may read the figures by its address alone."""
        client = scope.get("client")
        direct = not scope.get("state", {}).get("passed_on")
        return bool(client) and direct and _within(client[0], self.measurers)

    def is_secure(self, scheme: str, host: str) -> bool:
        """Say whether a reader's browser came by https: it said so, or the name it asked for is only there by https."""
        public = urlsplit(self.public)
        return scheme == "https" or (public.scheme == "https" and _name(host) == (public.hostname or ""))


def front_of(chosen: Server, heard: Heard | None = None) -> Front:
    """Make what settings say ready to be asked; they were checked when they were read."""
    return Front(
        base=chosen.base_path,
        public=chosen.public_address.rstrip("/"),
        hosts=chosen.hosts,
        trusted=tuple(map(ip_network, chosen.trusted_proxies)),
        measurers=tuple(map(ip_network, chosen.metrics_from)),
        upload_bytes=chosen.upload_megabytes * 1_000_000,
        heard=heard,
    )


def stand_before(site: Callable[[Any, Any, Any], Awaitable[None]], front: Front) -> Any:
    """Return the site with the front before it."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await site(scope, receive, send)
            return
        _believe(scope, front.trusted)
        secure = front.is_secure(scope.get("scheme", "http"), _header(scope["headers"], b"host"))
        if secure:
            scope["scheme"] = "https"
        answered = _Answer(scope, send, front, secure)
        if front.base:
            scope["path"] = _without(scope["path"], front.base)
        await site(scope, receive, answered)
        answered.done()

    return handle


class _Answer:
    """The way back: puts links and cookies where they belong, and tells how it went."""

    def __init__(self, scope: Scope, send: Send, front: Front, secure: bool) -> None:
        self._scope, self._send, self._front, self._secure = scope, send, front, secure
        self._began, self._status = time.perf_counter(), 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message["headers"] = [self._placed(name, value) for name, value in message.get("headers", [])]
        await self._send(message)

    def _placed(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        lower = name.lower()
        if lower == b"set-cookie":
            return name, _cookie(value, self._front.base, self._secure)
        if self._front.base and lower == b"location" and value.startswith(b"/") and not value.startswith(b"//"):
            return name, self._front.base.encode() + value
        return name, value

    def done(self) -> None:
        """Tell how it went. An address that no route has goes by one name, or anybody could make names without end."""
        if self._front.heard:
            route = self._scope.get("path_template") or "none"
            self._front.heard(route, self._scope["method"], self._status, time.perf_counter() - self._began)


def _cookie(value: bytes, base: str, secure: bool) -> bytes:
    """Keep a cookie to the base path, and to https where the reader came by it."""
    parts = [part.strip() for part in value.decode("latin-1").split(";")]
    placed = [f"Path={base or '/'}" if part.lower() == "path=/" else part for part in parts]
    if secure and not any(part.lower() == "secure" for part in placed):
        placed.append("Secure")
    return "; ".join(placed).encode("latin-1")


def _without(path: str, base: str) -> str:
    """Take the base path off, where the proxy left it on.

    >>> _without("/news/story/a", "/news"), _without("/story/a", "/news"), _without("/news", "/news")
    ('/story/a', '/story/a', '/')
    >>> _without("/newsroom", "/news")
    '/newsroom'
    """
    if path == base:
        return "/"
    return path[len(base) :] if path.startswith(f"{base}/") else path


def _believe(scope: Scope, trusted: Iterable[Network]) -> None:
    """Put in the request whom a trusted proxy speaks for; what anybody else says of that is taken out."""
    headers: Headers = list(scope["headers"])
    passed_on = any(name in _PASSED_ON for name, _ in headers)
    trusted = tuple(trusted)
    peer = (scope.get("client") or ("", 0))[0]
    if not _within(peer, trusted):
        if passed_on:
            scope.setdefault("state", {})["passed_on"] = True
            scope["headers"] = [(name, value) for name, value in headers if name not in _SPEAKS_FOR]
        return
    if client := _first_untrusted(_all(headers, b"x-forwarded-for"), trusted):
        scope["client"] = (client, 0)
    said = _all(headers, b"x-forwarded-proto")
    if said and said[-1].lower() in ("http", "https"):
        scope["scheme"] = said[-1].lower()
    names = _all(headers, b"x-forwarded-host")
    if names:
        headers = [(name, value) for name, value in headers if name != b"host"]
        headers.append((b"host", names[-1].encode("latin-1")))
    scope["headers"] = [(name, value) for name, value in headers if name not in _SPEAKS_FOR]


def _first_untrusted(chain: list[str], trusted: tuple[Network, ...]) -> str:
    """Return who spoke to the outermost trusted proxy: what stands further left is only what that one says."""
    for written in reversed(chain):
        address = written.strip('"').removeprefix("[").partition("]")[0]
        if address.count(":") == 1:
            address = address.partition(":")[0]  # an IPv4 address with a port
        try:
            ip_address(address)
        except ValueError:
            return ""
        if not _within(address, trusted):
            return address
    return ""


def _within(address: str, networks: Iterable[Network]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return any((mapped or parsed) in network for network in networks)


def _all(headers: Headers, wanted: bytes) -> list[str]:
    values = [value.decode("latin-1") for name, value in headers if name == wanted]
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _header(headers: Headers, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == wanted), "")


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    return (host.partition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]).lower()
