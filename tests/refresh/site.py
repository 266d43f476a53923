"""A small outlet on this machine: what it serves at which path, and what was asked of it."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, str, str] | tuple[int, str, str, Mapping[str, str]]
ITEM = (
    "<item><guid>{n}</guid><title>Quay report {n} of the board</title><link>{at}/page/{n}</link><description>Divers found "
    "cracks in two piers of the northern quay, the board said on Monday evening.</description></item>"
)
PAGE = (
    "<html><head><title>Quay report {n}</title><meta property='og:type' content='article'>"
    "<link rel='alternate' type='application/rss+xml' title='Harbour Post' href='/feed'></head><body><article>"
    "<h1>Quay report {n}</h1>"
    + "<p>The harbour board closed the northern quay after divers found cracks in two of its piers.</p>" * 4
    + "</article></body></html>"
)
FRONT = (
    "<html><head><title>Harbour Post</title><link rel='alternate' type='application/rss+xml' title='Comments' "
    "href='/comments/feed'><link rel='alternate' type='application/rss+xml' title='Harbour Post' href='/feed'></head>"
    "<body><h1>Harbour Post</h1><p>All the news of the quay.</p></body></html>"
)


class Site:
    """What it serves by path (a text is an HTML page); ``asked`` counts, ``heads`` are those of each request."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.heads: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.paths: dict[str, Answer | str] = {"/": FRONT, "/robots.txt": (200, "text/plain", "")}
        self.at = ""
        self.list(3)

    def list(self, *numbers: int, more: str = "", path: str = "/feed") -> None:
        """Have the feed list entries: so many, or these."""
        some = range(numbers[0]) if len(numbers) == 1 else numbers
        items = "".join(ITEM.replace("{n}", str(n)) for n in some)
        feed = f"<rss version='2.0'><channel><title>Harbour Post</title>{more}{items}</channel></rss>"
        self.paths[path] = (200, "application/rss+xml", feed)
        self.paths |= {f"/page/{n}": PAGE.replace("{n}", str(n)) for n in some}

    def answer(self, path: str) -> Answer:
        """Say what is served at a path."""
        found = self.paths.get(path, (404, "text/plain", "nothing"))
        return (200, "text/html", found) if isinstance(found, str) else found


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked[self.path] += 1
            site.heads.append({name.lower(): value for name, value in self.headers.items()})
            site.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            status, kind, body, *more = site.answer(self.path)
            content = body.replace("{at}", site.at).encode()
            etag = f'W/"{hash(content)}"'
            if self.headers.get("If-None-Match") == etag:
                status, content = 304, b""
            self.send_response(status)
            for name, value in {"ETag": etag, "Content-Type": kind, **(more[0] if more else {})}.items():
                self.send_header(name, value.replace("{at}", site.at))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    site.at = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
