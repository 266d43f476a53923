"""The egress gate: every socket of the program is opened here, to an address that was checked, and within its time.

Checking before connecting is not enough (a name can resolve differently the next moment): the name is resolved once,
each answer is checked, and the socket is connected to that very answer.

    resolve | drop what is denied | connect | hand the socket to the watchdog
"""

import io
import socket
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPResponse
from queue import Empty, SimpleQueue
from threading import Lock, Thread, Timer
from time import monotonic
from types import TracebackType
from typing import Any, Self

from urllib3.connection import HTTPConnection, HTTPSConnection

from firsthand.capture.addresses import Allowed, denial
from firsthand.model.errors import UnreachableAddress

#: Family and socket address, as `socket.getaddrinfo` gives them; the first field of the latter is the numeric address.
_Answer = tuple[int, tuple[Any, ...]]


class Watchdog:
    """Hangs up the open socket when the time for an address is over.

    A time-out on each read does not bound a server that sends a byte a second, nor one that never ends its headers.
    """

    def __init__(self, seconds: float) -> None:
        self.bitten = False
        self._ends = monotonic() + seconds
        self._lock = Lock()
        self._line: socket.socket | None = None
        self._timer = Timer(seconds, self._bite)
        self._timer.daemon = True

    @property
    def left(self) -> float:
        """Seconds until the end, never quite zero (a socket time-out of 0 means non-blocking)."""
        return max(self._ends - monotonic(), 0.001)

    def watch(self, line: socket.socket) -> None:
        """Take over this socket instead of the last. The duplicate outlives a TLS wrapping of the original."""
        with self._lock:
            self._let_go()
            self._line = line.dup()
            if self.bitten:
                _hang_up(self._line)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._let_go()

    def _bite(self) -> None:
        with self._lock:
            self.bitten = True
            if self._line is not None:
                _hang_up(self._line)

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # the other side may have been quicker
        line.shutdown(socket.SHUT_RDWR)


class Gate:
    """Opens connections for one address and its redirects; raises `UnreachableAddress` with the cause.

    All that comes in through it is counted: a limit on the page alone bounds no server that never ends its headers, its
    trailers, or its interim answers. After ``most_bytes`` nothing more is read, and ``overrun`` is true.
    """

    def __init__(self, allow: Allowed, watchdog: Watchdog, connect_seconds: float, most_bytes: int) -> None:
        self._allow = allow
        self._watchdog = watchdog
        self._connect_seconds = connect_seconds
        self._left = most_bytes
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
        if isinstance(error, TimeoutError):
            raise UnreachableAddress("timeout", f"{host} does not answer.", "Try again later.")
        if isinstance(error, ConnectionRefusedError):
            raise UnreachableAddress("refused", f"{host} refuses connections on port {port}.", "Check host and port.")
        raise UnreachableAddress("unreachable", f"{host} cannot be reached ({error}).", "Check the network connection.")

    def count(self, size: int) -> None:
        """Take note of bytes that came in. Raises OSError when they are too many."""
        self._left -= size
        if self._left < 0:
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

    def _permitted(self, host: str, answers: list[_Answer]) -> list[_Answer]:
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

    def _resolve(self, host: str, port: int) -> list[_Answer]:
        """Ask for the addresses of a name, in a thread of its own: the system's resolver knows no time-out."""
        answers: SimpleQueue[list[_Answer] | Exception] = SimpleQueue()
        Thread(target=_ask, args=(host, port, answers.put), daemon=True).start()
        try:
            answer = answers.get(timeout=min(self._connect_seconds, self._watchdog.left))
        except Empty:
            raise UnreachableAddress(
                "dns", f"the name {host} could not be looked up in time.", "Check the network connection, or try again."
            ) from None
        if isinstance(answer, Exception) or not answer:
            raise UnreachableAddress(
                "dns", f"no host has the name {host}.", "Check the spelling, and the network connection."
            )
        return answer


def _ask(host: str, port: int, put: Callable[[list[_Answer] | Exception], None]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        put(error)
    else:
        put([(int(family), address) for family, _, _, _, address in found])


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
        super().__init__(host, port, timeout=timeout, cert_reqs="CERT_REQUIRED")
        self._gate = gate
        self.response_class = _counting(gate)

    def _new_conn(self) -> socket.socket:
        return self._gate.open(self.host, self.port)
