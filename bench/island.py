"""A network of our own with no way out: a Linux network namespace in which every address there is leads to us.

    with island() as run: run("bench.ssrf", "--inside", ...)        outside: make it, start a module in it, take it away
    with Listeners() as seen, Names(plans) as names: ...            inside: who was reached, and what names resolve to

All of IPv4 and IPv6 is routed to the namespace's loopback device, so that a listener on the wildcard addresses is reached
whichever address was dialled, and its own end of the connection tells which. No other device exists: nothing can leave.
Needs Linux, root and the `ip` command.
"""

import os
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

#: The only addresses that stand for the public net. The last of them answers nobody.
PUBLIC_4, PUBLIC_6, DEAD = "93.184.216.34", "2606:2800:220:1::1", "93.184.216.35"
PUBLIC = frozenset({PUBLIC_4, PUBLIC_6, DEAD})
#: Where names are asked; the wildcard route makes it ours.
_NAMESERVER = "127.0.0.53"
_ROUTES = (
    "link set lo up",
    "route add local 0.0.0.0/0 dev lo",
    "-6 route add local ::/0 dev lo",
    "-6 route add local fe80::/10 dev lo",
    f"-6 addr add {PUBLIC_6}/128 dev lo",
    f"route add unreachable {DEAD}/32 table local",
)
_FILES = {
    "/etc/resolv.conf": f"nameserver {_NAMESERVER}\noptions timeout:1 attempts:1\n",
    "/etc/nsswitch.conf": "hosts: files dns\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n",
}
#: A run may not last longer than this, whatever happens.
_SECONDS = 300


class NoIsland(Exception):
    """Namespaces cannot be made here; the text says why."""


@contextmanager
def island() -> Iterator[Callable[..., "subprocess.CompletedProcess[str]"]]:
    """Make a namespace, hand out a function that runs a module in it, and take it away, whatever happened."""
    if not shutil.which("ip") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise NoIsland("needs Linux, root, and the ip command")
    name = f"firsthand-{os.getpid()}"
    made = _ip("netns", "add", name)
    if made.returncode:
        raise NoIsland(f"no namespace can be made: {made.stderr.strip()}")
    try:
        for route in _ROUTES:
            done = _ip("-n", name, *route.split())
            if done.returncode:
                raise NoIsland(f"ip {route}: {done.stderr.strip()}")

        def run(module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
            homes = f"{Path('/proc/self/ns/net').readlink()} {Path('/proc/self/ns/mnt').readlink()}"
            command = ["ip", "netns", "exec", name, sys.executable, "-m", module, *arguments]
            environment = {**os.environ, "FIRSTHAND_HOME_NAMESPACES": homes}
            return subprocess.run(command, text=True, capture_output=True, timeout=_SECONDS, env=environment)

        yield run
    finally:
        _ip("netns", "del", name)


def _ip(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["ip", *arguments], text=True, capture_output=True, timeout=20, check=False)


def settle() -> None:
    """Inside: give this namespace resolver files of its own. Refuses to do so in the namespace of the machine."""
    homes = os.environ.get("FIRSTHAND_HOME_NAMESPACES", "").split()
    here = [str(Path(f"/proc/self/ns/{kind}").readlink()) for kind in ("net", "mnt")]
    if len(homes) != 2 or set(homes) & set(here):
        raise NoIsland("not inside a namespace of our own")
    with tempfile.TemporaryDirectory() as folder:
        for number, (path, text) in enumerate(_FILES.items()):
            file = Path(folder) / str(number)
            file.write_text(text)
            subprocess.run(["mount", "--bind", str(file), path], check=True, timeout=20)


class Listeners:
    """Web servers on every address at once; ``seen`` counts connections by the address that was dialled."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._servers = [_Server(kind, port, self.seen) for kind in (_Server4, _Server6) for port in (80, 443)]

    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def escapes(self) -> Counter[str]:
        """Count the connections to what is not the public net."""
        return Counter({address: count for address, count in self.seen.items() if address not in PUBLIC})


class _Server4(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64
    seen: Counter[str]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is part of the test."""


class _Server6(_Server4):
    address_family = socket.AF_INET6

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        super().server_bind()


def _Server(kind: type[_Server4], port: int, seen: Counter[str]) -> _Server4:  # noqa: N802 - makes one
    server = kind(("::" if kind is _Server6 else "0.0.0.0", port), _Handler)
    server.seen = seen
    return server


#: What pages are made of: words enough for an article, and what a browser would load of itself.
_WORDS = (
    "<p>Two ships collided off the cape on Monday, and the harbour master said that nobody was hurt at all.</p>" * 8
)
_TEMPTATIONS = (
    '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{u}"?>'
    '<!DOCTYPE html SYSTEM "{u}" [<!ENTITY x SYSTEM "{u}"><!ENTITY % y SYSTEM "{u}"> %y;]>'
    '<html xmlns:xi="http://www.w3.org/2001/XInclude"><head><base href="{u}"><meta http-equiv="refresh" content="0; url={u}">'
    '<link rel="stylesheet" href="{u}"><link rel="amphtml" href="{u}"><link rel="canonical" href="{u}">'
    '<link rel="icon" href="{u}"><link rel="preconnect" href="{u}"><script src="{u}"></script>'
    '<meta property="og:image" content="{u}"></head><body><xi:include href="{u}"/><article><h1>A day</h1>&x;'
    '<img src="{u}" srcset="{u} 2x"><iframe src="{u}"></iframe><object data="{u}"></object><video poster="{u}"></video>'
    "<svg><use href='{u}'/></svg>" + _WORDS + "</article></body></html>"
)


class _Handler(socketserver.BaseRequestHandler):
    """``/to/302?u=X`` redirects to X, ``/loads?u=X`` is a page full of X, ``/again`` redirects to its own host."""

    def handle(self) -> None:
        assert isinstance(self.server, _Server4)
        local = self.request.getsockname()
        self.server.seen[str(local[0]).partition("%")[0]] += 1
        if local[1] == 443:
            return
        self.request.settimeout(2)
        head = b""
        while b"\r\n\r\n" not in head:
            more = self.request.recv(65_536)
            if not more:
                return
            head += more
        self.request.sendall(_answer(head))


def _answer(head: bytes) -> bytes:
    url = urlsplit(head.split(b" ", 2)[1].decode("latin-1"))
    target = unquote_to_bytes(parse_qs(url.query, encoding="latin-1").get("u", [""])[0].encode("latin-1"))
    if url.path.startswith("/to/"):
        return b"HTTP/1.1 %b Go\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % (url.path[4:].encode(), target)
    if url.path == "/again":
        return b"HTTP/1.1 302 Go\r\nLocation: /page\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    text = _TEMPTATIONS.replace("{u}", target.decode("latin-1")) if url.path == "/loads" else f"<html>{_WORDS}</html>"
    body = text.encode("latin-1")
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a name resolves to: the first answer, then the next, the last for good; through an alias where one is given."""

    answers: tuple[tuple[str, ...], ...]
    alias: str = ""


class Names:
    """A name server (UDP) that answers by plan, and nothing for what it has no plan for. No answer may be kept."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plans = plans
        self._asked: Counter[tuple[str, int]] = Counter()
        self._line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._line.bind((_NAMESERVER, 53))

    def forget(self) -> None:
        """Begin again with the first answers."""
        self._asked.clear()

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def _serve(self) -> None:
        while True:
            try:
                question, sender = self._line.recvfrom(1500)
                self._line.sendto(self._reply(question), sender)
            except OSError:
                return

    def _reply(self, question: bytes) -> bytes:
        labels, at = [], 12
        while length := question[at]:
            labels.append(question[at + 1 : at + 1 + length].decode("latin-1").lower())
            at += 1 + length
        name, kind = ".".join(labels), int.from_bytes(question[at + 1 : at + 3], "big")
        asked = question[12 : at + 5]
        plan = self._plans.get(name)
        if plan is None:
            return question[:2] + b"\x81\x83\0\1\0\0\0\0\0\0" + asked
        turn = min(self._asked[name, kind], len(plan.answers) - 1)
        self._asked[name, kind] += 1
        records, owner = [], b"\xc0\x0c"
        if plan.alias:
            records.append(_record(owner, 5, _wire(plan.alias)))
            owner = _wire(plan.alias)
        records += [_record(owner, kind, data) for data in _numbers(plan.answers[turn], kind)]
        return (
            question[:2] + b"\x81\x80\0\1" + len(records).to_bytes(2, "big") + b"\0\0\0\0" + asked + b"".join(records)
        )


def _numbers(addresses: Sequence[str], kind: int) -> list[bytes]:
    family = {1: socket.AF_INET, 28: socket.AF_INET6}.get(kind)
    return [socket.inet_pton(family, a) for a in addresses if family and (":" in a) == (kind == 28)]


def _record(owner: bytes, kind: int, data: bytes) -> bytes:
    return owner + kind.to_bytes(2, "big") + b"\0\1\0\0\0\0" + len(data).to_bytes(2, "big") + data


def _wire(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
