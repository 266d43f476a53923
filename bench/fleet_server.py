"""The server of the fleet (`bench.fleet_feeds`): one process, one port, all hosts of 127/8. It keeps count of what it is asked.

    python -m bench.fleet_server COUNT SECONDS

Prints its port. Ends when its standard input does, or after so many seconds. At 127.0.0.1 it is told the round
(``/round/2``), and tells what it saw (``/seen``): when each feed was asked, how many lines a host had open at most, and
whether what it gave to be given back came back to the byte.
"""

import asyncio
import gzip
import json
import socket
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from bench.fleet_feeds import FleetFeed, etag, fleet, modified, rss

#: TCP states: a line counts as open while both sides hold it.
_ESTABLISHED = 1
_BLOCK = b"<item><title>More</title></item>" * 2048
#: What an endless body sends at most, and how long anything goes on.
_ENDLESS_BYTES, _SECONDS = 60_000_000, 45.0


class Fleet:
    """What the server knows and has seen."""

    def __init__(self, count: int) -> None:
        self.feeds = {feed.path: feed for feed in fleet(count)}
        self.round = 0
        self.port = 0
        self.asked: dict[int, list[float]] = defaultdict(list)
        self.given: dict[int, tuple[str, str]] = {}
        self.wrong: list[str] = []
        self.lines: dict[str, set[asyncio.Transport]] = defaultdict(set)
        self.most_lines: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.others: Counter[str] = Counter()
        self.bytes = 0

    def entered(self, host: str, line: asyncio.Transport) -> None:
        """Count a new line of a host: with those that its asker has not hung up, and that are not answered."""
        self.lines[host].add(line)
        if len(self.lines[host]) > self.most_lines[host]:
            self.most_lines[host] = max(self.most_lines[host], sum(map(_open, self.lines[host])))

    def left(self, host: str, line: asyncio.Transport) -> None:
        """Forget a line."""
        self.lines[host].discard(line)
        if not self.lines[host]:
            del self.lines[host]

    def seen(self) -> bytes:
        """Tell what was seen."""
        told = {
            "round": self.round,
            "asked": self.asked,
            "wrong": self.wrong,
            "most_lines": max(self.most_lines.values(), default=0),
            "hosts": len(self.most_lines),
            "statuses": self.statuses,
            "others": self.others,
            "bytes": self.bytes,
            "processor": time.process_time(),
        }
        return json.dumps(told).encode()


def _open(line: asyncio.Transport) -> bool:
    known = line.get_extra_info("socket")
    try:
        return not line.is_closing() and known.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == _ESTABLISHED
    except OSError:
        return False


def _over() -> None:
    """Stands for what comes next where a line is gone."""


class Line(asyncio.Protocol):
    """One connection: one question, one answer, such as it is."""

    def __init__(self, state: Fleet) -> None:
        self._state = state
        self._head = b""
        self._answered = False
        self._more: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = transport
        self._host: str = transport.get_extra_info("sockname")[0]
        self._state.entered(self._host, transport)
        self._ends = asyncio.get_running_loop().call_later(_SECONDS, self._abort)

    def connection_lost(self, error: Exception | None) -> None:
        self._ends.cancel()
        self._more = _over
        self._state.left(self._host, self._line)

    def resume_writing(self) -> None:
        if self._more:
            self._more()

    def data_received(self, data: bytes) -> None:
        self._head += data
        if not self._answered and b"\r\n\r\n" in self._head:
            self._answered = True
            self._answer()

    # Answers. -----------------------------------------------------------------------------------------------------

    def _answer(self) -> None:
        first, *rest = self._head.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
        path = first.split(" ")[1]
        given = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
        if self._host == "127.0.0.1":
            return self._own(path)
        plain = path.partition("?")[0]
        feed = self._state.feeds.get(plain.replace("/moved/", "/feed/"))
        if feed is None or feed.host != self._host:
            self._state.others[plain.split("/")[1]] += 1
            return self.status(404)
        if "?" not in path:
            self._state.asked[feed.number].append(time.time())
            self._check(feed, given)
        misbehave = _MANNERS.get(feed.manner) if plain == feed.path else None
        return misbehave(self, feed, path) if misbehave else self._feed(feed, given)

    def _own(self, path: str) -> None:
        if path.startswith("/round/"):
            self._state.round = int(path.rpartition("/")[2])
        self._send(200, self._state.seen(), "Content-Type: application/json")

    def _check(self, feed: FleetFeed, given: dict[str, str]) -> None:
        """See that what was given to be given back has come back, to the byte."""
        back = given.get("if-none-match", ""), given.get("if-modified-since", "")
        if back != self._state.given.get(feed.number, ("", "")):
            self._state.wrong.append(f"{feed.number}: {back} for {self._state.given.get(feed.number)}")

    def _feed(self, feed: FleetFeed, given: dict[str, str]) -> None:
        round_ = self._state.round
        named = {"ETag": etag(feed, round_), "Last-Modified": modified(feed, round_)}
        lines = [f"{name}: {value}" for name, value in named.items() if value]
        if named["ETag"] and given.get("if-none-match") == named["ETag"]:
            return self._send(304, b"", *lines)
        self._state.given[feed.number] = named["ETag"], named["Last-Modified"]
        body = rss(feed, self._state.port, round_)
        if feed.number % 4 == 0 and "gzip" in given.get("accept-encoding", ""):
            body = gzip.compress(body, 1)
            lines.append("Content-Encoding: gzip")
        return self._send(200, body, "Content-Type: application/rss+xml", *lines)

    def _send(self, status: int, body: bytes, *lines: str, length: int | None = None) -> None:
        """Send an answer and hang up."""
        self._state.statuses[status] += 1
        self._state.bytes += len(body)
        self._line.write(head(status, *lines, f"Content-Length: {len(body) if length is None else length}") + body)
        self._line.close()

    def status(self, status: int, *lines: str, body: bytes = b"<p>No.</p>") -> None:
        """Answer with no feed."""
        kind = () if any(line.startswith("Content-Type") for line in lines) else ("Content-Type: text/html",)
        self._send(status, body, *kind, *lines)

    def drip(self, start: bytes, piece: bytes) -> None:
        """Send a start, then a byte of the piece every half second."""
        self._line.write(start)

        def on(at: int = 0) -> None:
            if not self._line.is_closing():
                self._line.write(piece[at % len(piece) :][:1])
                asyncio.get_running_loop().call_later(0.5, on, at + 1)

        on()

    def hold(self, start: bytes) -> None:
        """Send a start, and nothing more."""
        self._line.write(start)

    def reset(self, start: bytes) -> None:
        """Send a start, and reset the line."""
        self._line.write(start)
        known = self._line.get_extra_info("socket")
        known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        asyncio.get_running_loop().call_later(0.02, self._abort)

    def _abort(self) -> None:
        if self._more is not _over:
            self._line.abort()

    def pour(self, start: bytes, block: bytes) -> None:
        """Send a start, then the block again and again, as quickly as it is taken."""
        self._line.set_write_buffer_limits(high=0)  # paused whenever anything is left
        self._line.write(start)
        sent = 0

        def more() -> None:
            nonlocal sent
            if sent > _ENDLESS_BYTES:
                self._line.close()
            elif not self._line.is_closing():
                sent += len(block)
                self._state.bytes += len(block)
                self._line.write(block)
                if self._line.get_write_buffer_size() == 0:
                    asyncio.get_running_loop().call_soon(more)

        self._more = more
        more()

    def page(self, feed: FleetFeed, path: str) -> bytes:
        """What a good feed of this number would say."""
        return rss(feed, self._state.port, self._state.round)


def head(status: int, *lines: str) -> bytes:
    """Write the head of an answer."""
    return "\r\n".join((f"HTTP/1.1 {status} Told", *lines, "Connection: close", "", "")).encode("latin-1")


@cache
def _bomb() -> bytes:
    return gzip.compress(b"<rss><channel>" + b"<item/>" * 10_000_000, 6)


_RSS = "Content-Type: application/rss+xml"
_CHUNK = b"%x\r\n%b\r\n" % (len(_BLOCK), _BLOCK)
_WALL = b"<html><title>Just a moment</title><script src='/cdn-cgi/challenge-platform/x'></script></html>"
_PAGE = b"<html><head><title>The Quay Post</title></head><body><h1>The Quay Post</h1><p>News from the quay.</p></body></html>"
_MANNERS: dict[str, Callable[[Line, FleetFeed, str], None]] = {
    "drips its head": lambda line, feed, path: line.drip(b"HTTP/1.1 200 Told\r\n", b"X-Slow: yes\r\n"),
    "drips its body": lambda line, feed, path: line.drip(head(200, _RSS), line.page(feed, path)),
    "says nothing": lambda line, feed, path: line.hold(b""),
    "stops in its body": lambda line, feed, path: line.hold(head(200, _RSS) + line.page(feed, path)[:2000]),
    "resets at once": lambda line, feed, path: line.reset(b""),
    "resets in its body": lambda line, feed, path: line.reset(
        head(200, _RSS, "Content-Length: 90000") + line.page(feed, path)[:2000]
    ),
    "never ends its body": lambda line, feed, path: line.pour(head(200, _RSS), _BLOCK),
    "names 50 MB": lambda line, feed, path: line.pour(head(200, _RSS, "Content-Length: 50000000"), _BLOCK),
    "sends 50 MB in chunks": lambda line, feed, path: line.pour(head(200, _RSS, "Transfer-Encoding: chunked"), _CHUNK),
    "is a bomb of gzip": lambda line, feed, path: line.status(200, _RSS, "Content-Encoding: gzip", body=_bomb()),
    "names a length too large": lambda line, feed, path: line._send(200, line.page(feed, path), _RSS, length=99_999),
    "redirects in a circle": lambda line, feed, path: line.status(302, f"Location: {feed.path}?again"),
    "redirects for ever": lambda line, feed, path: line.status(302, f"Location: {path}{'x' if '?' in path else '?'}"),
    "is not there": lambda line, feed, path: line.status(404),
    "is gone": lambda line, feed, path: line.status(410),
    "wants its peace": lambda line, feed, path: line.status(429, "Retry-After: 1800"),
    "has a fault": lambda line, feed, path: line.status(500),
    "is closed for now": lambda line, feed, path: line.status(503, "Retry-After: 1800"),
    "is a picture": lambda line, feed, path: line.status(200, "Content-Type: image/png", body=b"\x89PNG" * 500),
    "is behind a wall": lambda line, feed, path: line.status(403, body=_WALL),
    "is a page": lambda line, feed, path: line.status(200, body=_PAGE),
    "is empty": lambda line, feed, path: line.status(200, _RSS, body=b""),
    "has moved": lambda line, feed, path: line.status(301, f"Location: /moved/{feed.number}"),
}


async def serve(count: int, seconds: float) -> None:
    """Serve the fleet until standard input ends, or for so many seconds."""
    state, loop = Fleet(count), asyncio.get_running_loop()
    _bomb()
    server = await loop.create_server(lambda: Line(state), "0.0.0.0", 0, backlog=4096)
    state.port = server.sockets[0].getsockname()[1]
    print(state.port, flush=True)
    over = asyncio.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(over.set)), daemon=True).start()
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
