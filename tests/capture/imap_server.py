"""A mailbox server on loopback that knows just enough, misbehaves as it is told, and goes away by itself."""

import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: What a test puts in the place of an answer: it is given the socket and the tag.
Misbehave = Callable[[socket.socket, bytes], None]


class Server(socketserver.ThreadingTCPServer):
    """``mails`` by UID in the folder INBOX; ``odd`` holds misbehaviour by command (``FETCH BODY``)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mails: dict[int, bytes] = {}
        self.validity = 7
        self.password = "right horse"
        self.folders = {'"INBOX"', '"Br&APw-he/2026"'}
        self.capabilities = "IMAP4rev1"
        self.greeting = b"* OK ready\r\n"
        self.odd: dict[str, Misbehave] = {}
        self.said: list[str] = []
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"imap://ada@127.0.0.1:{self.server_address[1]}/INBOX"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is part of the test."""


class _Handler(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.wfile.write(server.greeting)
        for _ in range(2_000):
            line = self.rfile.readline(10_000)
            if not line:
                return
            server.said.append(line.decode().strip())
            tag, _, words = line.strip().partition(b" ")
            if not self._answer(server, tag, words.decode()):
                return

    def _answer(self, server: Server, tag: bytes, words: str) -> bool:
        command = words.upper()
        name = next((n for n in server.odd if command.startswith(n) or (n == "BODY" and "BODY.PEEK" in command)), None)
        if name:
            server.odd[name](self.request, tag)
            return True
        untagged, end = b"", b"OK done"
        if command == "CAPABILITY":
            untagged = f"* CAPABILITY {server.capabilities}\r\n".encode()
        elif command.startswith("LOGIN"):
            end = b"OK in" if words.endswith(f'"ada" "{server.password}"') else b"NO go away, " + words.encode()
        elif command.startswith("EXAMINE"):
            known = words.partition(" ")[2] in server.folders
            untagged = (
                f"* {len(server.mails)} EXISTS\r\n* OK [UIDVALIDITY {server.validity}] x\r\n".encode() if known else b""
            )
            end = b"OK [READ-ONLY] open" if known else b"NO none of that name"
        elif command.startswith("UID SEARCH"):
            untagged = b"* SEARCH " + " ".join(map(str, self._found(server, words))).encode() + b"\r\n"
        elif command.startswith("UID FETCH"):
            untagged = self._fetched(server, words)
        self.wfile.write(untagged + tag + b" " + end + b"\r\n")
        return True

    def _found(self, server: Server, words: str) -> list[int]:
        since = re.search(r"UID (\d+):\*", words)
        uids = sorted(server.mails)
        if not since:
            return uids
        return [uid for uid in uids if uid >= int(since[1])] or uids[-1:]  # "*" is the last, even where it is before

    def _fetched(self, server: Server, words: str) -> bytes:
        made = b""
        for uid in map(int, words.split()[2].split(",")):
            content = server.mails.get(uid)
            if content is not None and "SIZE" in words:
                made += b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, len(content))
            elif content is not None:
                made += b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (uid, len(content), content)
        return made


@contextmanager
def serving() -> Iterator[Server]:
    """Serve while the block runs."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
