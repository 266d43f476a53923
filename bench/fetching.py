"""Measure the one door to the network with as many threads as a fleet has: requests a second, CPU, memory, threads.

    python -m bench.fetching [--threads N] [--requests N] [--door fetch|ask]

The server is another process on loopback, and goes away with this one. Each row runs in a process of its own, so that
its peak of memory is its own: 20 KB feeds by number and by name, answers that nothing has changed, and bodies of 14 MB
to all threads at once, each kept for 50 ms as if it was being parsed. A core is a second of this process's time,
user and system together.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from firsthand.capture import http
from firsthand.capture.arrival import Limits
from firsthand.model.errors import InputError

_ITEM = b"<item><title>Two ships collided off the cape</title><link>https://example.org/a</link></item>"
_FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Days</title>%b</channel></rss>' % (_ITEM * 215)
_HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: "a"\r\nCache-Control: max-age=600\r\n'
_LIMITS = Limits(total_seconds=60.0)
#: Name of a row -> host, path, share of the requests (the large ones are few).
ROWS = {
    "20 KB, by number": ("127.0.0.1", "/feed", 1.0),
    "20 KB, by name": ("localhost", "/feed", 1.0),
    "not changed": ("127.0.0.1", "/same", 1.0),
    "14 MB": ("127.0.0.1", "/large", 0.128),
}


class _Server(asyncio.Protocol):
    """Answers one request of a line and closes it."""

    def connection_made(self, line: asyncio.BaseTransport) -> None:
        self.line, self.head = line, b""

    def data_received(self, data: bytes) -> None:
        self.head += data
        if b"\r\n\r\n" in self.head:
            self.line.write(_answer(self.head.split(b" ")[1]))  # type: ignore[attr-defined]
            self.line.close()


def _answer(path: bytes) -> bytes:
    if path == b"/same":
        return b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nCache-Control: max-age=600\r\n\r\n'
    body = _FEED if path == b"/feed" else _FEED + b" " * 14_000_000
    return _HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # until the bench hangs up
    server.close()


def _door(name: str, path: str) -> Callable[[str], Any]:
    if name == "fetch":
        return lambda address: http.fetch(address, limits=_LIMITS, allow_hosts=("127.0.0.1", "localhost"))
    known = http.Validators('"a"') if path == "/same" else http.Validators()
    return lambda address: http.ask(address, known=known, limits=_LIMITS, allow_hosts=("127.0.0.1", "localhost"))


def inside(row: str, door: str, port: int, threads: int, requests: int) -> dict[str, Any]:
    """Run one row; called in a process of its own."""
    host, path, share = ROWS[row]
    address, go, count = f"http://{host}:{port}{path}", _door(door, path), int(requests * share)
    ended: Counter[str] = Counter()
    peak, pause = [0], 0.05 if path == "/large" else 0.0

    def one(_: int) -> str:
        peak[0] = max(peak[0], threading.active_count())
        try:
            kept = go(address)
            if pause:
                time.sleep(pause)
            del kept
        except InputError as error:
            return error.code
        return "read"

    with suppress(InputError):
        go(address)  # what is imported and loaded once
    started, spent = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        ended.update(pool.map(one, range(count)))
    seconds, cpu = time.perf_counter() - started, time.process_time() - spent
    return {
        "row": row,
        "a_second": round(count / seconds),
        "a_core_second": round(count / cpu),
        "threads": peak[0],
        "mib": _peak_mib(),
        "ended": dict(ended),
    }


def _peak_mib() -> int:
    """The most memory this process had; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def measure(threads: int, requests: int, door: str) -> list[dict[str, Any]]:
    """Run all rows against one server."""
    me = [sys.executable, "-m", "bench.fetching"]
    found = []
    with subprocess.Popen([*me, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        port = server.stdout.readline().strip()
        for row in ROWS:
            given = [
                "--inside",
                row,
                "--port",
                port,
                "--threads",
                str(threads),
                "--requests",
                str(requests),
                "--door",
                door,
            ]
            done = subprocess.run([*me, *given], text=True, capture_output=True, timeout=240, check=True)
            found.append(json.loads(done.stdout.splitlines()[-1]))
        server.stdin.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=256)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--door", choices=("fetch", "ask"), default="ask")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(_serve())
    elif given.inside:
        print(json.dumps(inside(given.inside, given.door, given.port, given.threads, given.requests)))
    else:
        for row in measure(given.threads, given.requests, given.door):
            print(
                f"{row['row']:18} {row['a_second']:>6} /s {row['a_core_second']:>6} /s/core "
                f"{row['threads']:>5} threads {row['mib']:>6} MiB  {row['ended']}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
