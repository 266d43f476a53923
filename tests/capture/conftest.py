"""A web site on loopback that answers as it is told, byte for byte, and goes away by itself."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator

import pytest

Answer = bytes | Callable[[socket.socket], None]


class Site(socketserver.ThreadingTCPServer):
    """``site.answers[path]`` is what is sent for a path: bytes, or a function that is given the socket."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.requests: list[bytes] = []
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def at(self, path: str, answer: Answer) -> str:
        """Answer ``path`` so, and return its address."""
        self.answers[path] = answer
        return f"http://127.0.0.1:{self.port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is part of the test."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.settimeout(5)
        head = b""
        while b"\r\n\r\n" not in head:
            more = self.request.recv(65_536)
            if not more:
                return
            head += more
            if head[0] == 0x16:  # the first byte of TLS, which this site does not speak
                self.request.sendall(page(b"", "400 Bad Request"))
                return
        head += self._body(head)
        assert isinstance(self.server, Site)
        self.server.requests.append(head)
        answer = self.server.answers.get(head.split(b" ")[1].decode(), page(b"", "404 Not Found"))
        if callable(answer):
            answer(self.request)
        else:
            self.request.sendall(answer)

    def _body(self, head: bytes) -> bytes:
        """What a form still has to send."""
        start, _, body = head.partition(b"\r\n\r\n")
        length = [
            line.partition(b":")[2] for line in start.lower().split(b"\r\n") if line.startswith(b"content-length:")
        ]
        rest = b""
        while length and len(body + rest) < int(length[0]) and (more := self.request.recv(65_536)):
            rest += more
        return rest


def page(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """Write an answer with a length and these headers (``content_type="text/plain"``)."""
    fields = {"content_type": "text/html; charset=utf-8", "content_length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def answer() -> Callable[..., bytes]:
    return page
