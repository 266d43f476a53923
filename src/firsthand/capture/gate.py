"""The egress gate: every socket of the program is opened here, to an address that was checked, and within its time.

Checking before connecting is not enough (a name can resolve differently the next moment): the name is resolved once,
each answer is checked, and the socket is connected to that very answer.

    resolve (`names`) | drop what is denied | connect | hand the socket to the watchdog
"""

import io
import logging
import os
import socket
import ssl
from functools import lru_cache
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from firsthand.capture.addresses import Allowed, denial
from firsthand.capture.names import NAMES, Address, Names
from firsthand.capture.watchdog import Watchdog
from firsthand.model.errors import UnreachableAddress

#: That a stranger's head is ill-formed is no news for our log, and it would be told with a traceback each time.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class Gate:
    """Opens connections for one address and its redirects; raises `UnreachableAddress` with the cause.

    All that comes in through it is counted: a limit on the page alone bounds no server that never ends its headers, its
    trailers, or its interim answers. After ``most_bytes`` nothing more is read, and ``overrun`` is true.
    """

    def __init__(
        self, allow: Allowed, watchdog: Watchdog, connect_seconds: float, most_bytes: int, names: Names = NAMES
    ) -> None:
        self._allow = allow
        self._watchdog = watchdog
        self._connect_seconds = connect_seconds
        self._most = most_bytes
        self._names = names
        self.taken = 0
        self.overrun = False

    def open(self, host: str, port: int) -> socket.socket:
        """Connect to the first permitted address of ``host`` that answers."""
        permitted = self._permitted(host, self._resolve(host, port))
        error: OSError | None = None
        for family, address in permitted:
            try:
                return self._connect(family, address)
            except OSError as failure:
                error = error or failure
        self._names.forget(host)  # it may have moved
        if isinstance(error, TimeoutError):
            raise UnreachableAddress("timeout", f"{host} does not answer.", "Try again later.")
        if isinstance(error, ConnectionRefusedError):
            raise UnreachableAddress("refused", f"{host} refuses connections on port {port}.", "Check host and port.")
        raise UnreachableAddress("unreachable", f"{host} cannot be reached ({error}).", "Check the network connection.")

    def count(self, size: int) -> None:
        """Take note of bytes that came in. Raises OSError when they are too many."""
        self.taken += size
        if self.taken > self._most:
            self.overrun = True
            raise ConnectionAbortedError("more bytes than may be read")

    def _connect(self, family: int, address: tuple[Any, ...]) -> socket.socket:
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(min(self._connect_seconds, self._watchdog.left))
            line.connect(address)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._watchdog.watch(line)
        except BaseException:
            line.close()
            raise
        return line

    def _resolve(self, host: str, port: int) -> list[Address]:
        return self._names.addresses(host, port, min(self._connect_seconds, self._watchdog.left))

    def _permitted(self, host: str, answers: list[Address]) -> list[Address]:
        if self._allow.covers(host):
            return answers
        reasons = [denial(str(address[0])) for _, address in answers]
        permitted = [answer for answer, reason in zip(answers, reasons, strict=True) if reason is None]
        if not permitted:
            raise UnreachableAddress(
                "blocked_address",
                f"{host} is not a public address ({answers[0][1][0]}: {reasons[0]}).",
                f"If it is yours, allow it: --allow-host {host}",
            )
        return permitted


@lru_cache(8)
def _trust(file: str | None, folder: str | None) -> ssl.SSLContext:
    """Load the system's authorities, once: it takes longer than most requests. The variables are those OpenSSL reads."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.check_hostname = True
    context.load_default_certs()
    context.set_alpn_protocols(["http/1.1"])
    return context


class _Counted(io.RawIOBase):
    """What a server sends, after TLS, counted by the gate."""

    def __init__(self, stream: io.RawIOBase, gate: Gate) -> None:
        self._stream = stream
        self._gate = gate

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        size: int | None = self._stream.readinto(buffer)
        self._gate.count(size or 0)
        return size

    def close(self) -> None:
        self._stream.close()
        super().close()


def _counting(gate: Gate) -> type[HTTPResponse]:
    """Make the kind of response that reads through the gate's count."""

    class CountedResponse(HTTPResponse):
        def __init__(self, sock: socket.socket, *given: Any, **named: Any) -> None:
            super().__init__(sock, *given, **named)
            self.fp = io.BufferedReader(_Counted(self.fp.detach(), gate), 65_536)

    return CountedResponse


class GuardedConnection(HTTPConnection):
    """An HTTP connection whose socket comes through the gate."""

    def __init__(self, host: str, port: int, gate: Gate, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._gate = gate
        self.response_class = _counting(gate)

    def _new_conn(self) -> socket.socket:
        return self._gate.open(self.host, self.port)


class GuardedTlsConnection(HTTPSConnection):
    """An HTTPS connection whose socket comes through the gate; the system's authorities check the certificate."""

    def __init__(self, host: str, port: int, gate: Gate, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._gate = gate
        self.response_class = _counting(gate)

    def connect(self) -> None:
        """Connect, shake hands, and see that the certificate is this host's."""
        context = _trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        line = self._gate.open(self.host, self.port)
        try:
            self.sock = context.wrap_socket(line, server_hostname=_certified(self.host))
        except BaseException:
            line.close()
            raise
        self.is_verified = True


def _certified(host: str) -> str:
    """The host as certificates name it: without the last dot, without an IPv6 zone."""
    return host.partition("%")[0].rstrip(".") if ":" in host else host.rstrip(".")
