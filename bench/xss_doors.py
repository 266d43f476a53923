"""Every door that text from outside comes in by, with payloads put through it; and the pages that show them.

    pages (title, author, outlet, caption, address, body; escaped and raw), plain texts, feeds (RSS, Atom, JSON), lists of
    feeds, titles and tags that people choose, corrections, names of files, pasted texts, queries and addresses

Several payloads stand in one field, so that a few hundred documents carry them all: escaping does not know of neighbours.
"""

import html
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from bench.xss_payloads import batches
from firsthand import app, intake
from firsthand.app.at_work import drain
from firsthand.capture.arrival import Arrival
from firsthand.contract import SourceChoices
from firsthand.model.errors import FirsthandError
from firsthand.model.reading import Reader, Wanted
from firsthand.store import documents, river, sources, stories
from firsthand.store.database import Store, Tx
from firsthand.web.shelf import PAGE as SOURCES_PAGE

_CHOSEN = 20
_NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
_A_FIELD = 40
_LETTERS = "etaoinshrdlucm"


def _filler(page: int, place: int) -> str:
    """Make a sentence that no other page has: pages that share their sentences would all be compared with each other."""
    chance = random.Random(f"{page} {place}")
    return " ".join("".join(chance.choices(_LETTERS, k=chance.randint(3, 9))) for _ in range(12)).capitalize() + "."


def fill(store: Store, payloads: Sequence[str]) -> None:
    """Put all payloads through every door of a store."""
    _read(store, [*_pages(payloads), *_texts(payloads)])
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.xml" for number, _ in enumerate(payloads)]
        some = [*_feeds(payloads), _outlines(payloads)]
        used = [file for file, content in zip(files, some, strict=False) if file.write_bytes(content)]
        app.add(store, [str(file) for file in used])  # together: each call starts a process that parses
    _chosen(store, payloads)
    _judged(store, payloads)
    for batch in batches(payloads, 60):
        app.hand_in_file(store, "acc_x", batch[0], BytesIO(b""))
        app.hand_in_text(store, "acc_x", "\n\n".join(batch))
    drain(store, None, 0)


def _read(store: Store, arrivals: Sequence[Arrival]) -> None:
    for batch in batches(arrivals, 50):  # type: ignore[type-var]
        with store.write() as tx:
            intake.keep(tx, batch, _NOW)  # type: ignore[arg-type]
    drain(store, None, len(arrivals))


def _pages(payloads: Sequence[str]) -> Iterator[Arrival]:
    """A page for each few payloads: escaped in every field that is read of it, and raw in its body."""
    for number, batch in enumerate(batches(payloads, _A_FIELD)):
        field = html.escape(" ".join(batch), quote=True)
        one = html.escape(batch[0], quote=True)
        said = json.dumps(
            {"@type": "NewsArticle", "headline": " ".join(batch), "author": {"name": batch[-1]}, "url": batch[0]}
        )
        body = "".join(f"<p>{html.escape(p)} {_filler(number, i)}</p>" for i, p in enumerate(batch))
        raw = "".join(f"<p>{p}</p>" for p in batch)
        page = f"""<!doctype html><html lang="en"><head><title>{field}</title><meta property="og:title" content="{field}">
<meta property="og:site_name" content="{one}"><meta name="author" content="{field}"><link rel="canonical" href="{one}">
<script type="application/ld+json">{said.replace("<", chr(92) + "u003c")}</script></head><body><article><h1>{field}</h1>
<p class="byline">By {field}</p>{body}<blockquote>“{field},” said {one}.</blockquote><figure><img src="x" alt="{one}">
<figcaption>{field}</figcaption></figure>{raw}<p>{_filler(number, -1)}</p></article></body></html>"""
        yield Arrival(
            page.encode("utf-8", "replace"),
            f"https://h{number}.example/{quote(batch[0])[:300]}",
            "text/html",
            None,
            None,
            _NOW,
        )


def _texts(payloads: Sequence[str]) -> Iterator[Arrival]:
    for number, batch in enumerate(batches(payloads, 4 * _A_FIELD)):
        lines = [
            batch[0],
            f"By {batch[1 % len(batch)]}",
            *(f"{p} {_filler(-number - 1, i)}" for i, p in enumerate(batch)),
        ]
        lines += [f'"{p}", {p[:40]} said.' for p in batch[:3]]
        yield Arrival(
            "\n\n".join(lines).encode("utf-8", "replace"), f"paste:{batch[0]}{number}", "text/plain", None, None, _NOW
        )


def _xml(text: str) -> str:
    """Escape for XML, without the signs that no XML may hold."""
    return escape("".join(c for c in text if c >= " " or c in "\t\n"), {'"': "&quot;"})


def _feeds(payloads: Sequence[str]) -> Iterator[bytes]:
    """Feeds of each kind, with payloads in every field."""
    for number, batch in enumerate(batches(payloads, 150)):
        at = f"https://f{number}.example"
        some = [(_xml(p), f"{at}/e{i}") for i, p in enumerate(batch)]
        items = "".join(
            f"<item><title>{p}</title><link>{p if i % 2 else url}</link><guid>{url}</guid><author>{p}</author>"
            f"<category>{p}</category>"
            f"<description>{p}</description></item>"
            for i, (p, url) in enumerate(some)
        )
        rss = f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>{some[0][0]}</title>
<link>{some[0][0]}</link><atom:link rel="self" href="{at}/rss"/>{items}</channel></rss>"""
        yield rss.encode("utf-8", "replace")
        entries = "".join(
            f'<entry><title type="html">{p}</title><id>{url}</id><link href="{p}"/><author><name>{p}</name></author>'
            f'<category term="{p}"/><content type="html">{p}</content></entry>'
            for p, url in some
        )
        atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>{some[-1][0]}</title><link rel="self" href="{at}/atom"/>
{entries}</feed>"""
        yield atom.encode("utf-8", "replace")
        listed: list[dict[str, Any]] = [
            {"id": url, "url": p, "title": p, "authors": [{"name": p}], "tags": [p], "content_html": p}
            for p, (_, url) in zip(batch, some, strict=True)
        ]
        whole = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": batch[0],
            "feed_url": f"{at}/json",
            "items": listed,
        }
        yield json.dumps(whole).encode("utf-8", "replace")


def _outlines(payloads: Sequence[str]) -> bytes:
    lines = "".join(
        f'<outline text="{_xml(p)}"><outline type="rss" text="{_xml(p)}" title="{_xml(p)}" htmlUrl="{_xml(p)}" '
        f'xmlUrl="https://o{number}.example/feed"/></outline>'
        for number, p in enumerate(payloads)
    )
    return f"<opml version='2.0'><head><title>x</title></head><body>{lines}</body></opml>".encode("utf-8", "replace")


def _chosen(store: Store, payloads: Sequence[str]) -> None:
    """Titles and tags that people choose."""
    with store.read() as tx:
        ids = [followed.source.id for followed in sources.every(tx)][:_CHOSEN]
    for id, batch in zip(ids, batches(payloads, 3), strict=False):
        with suppress(FirsthandError):
            app.choose(store, id, SourceChoices(title=" ".join(batch), tags=[p.replace(",", " ")[:90] for p in batch]))


def _told(tx: Tx) -> list[str]:
    """Return the documents of all stories, sorted."""
    ids = river.page(tx, Wanted(), Reader(""), 10_000).ids
    return sorted({m.document for one in stories.many(tx, ids).values() for m in one.members})


def _judged(store: Store, payloads: Sequence[str]) -> None:
    with store.read() as tx:
        found = _told(tx)[:12]
    for one, other, batch in zip(found, found[1:], batches(payloads, 4), strict=False):
        with suppress(FirsthandError):
            app.judge(store, "not_a_copy", one, other, batch[0][:80], " ".join(batch)[:900])


def shown(store: Store) -> Iterator[str]:
    """Yield the paths of all pages that show what came in by the doors."""
    yield from ("/threads", "/sources", "/reading", "/admin", "/admin/settings", "/admin/checks", "/about")
    cursor, path = None, "/"
    while True:
        yield path
        page = app.river(store, limit=30, after=cursor)
        yield from (f"/story/{line.id}" for line in page.stories)
        cursor = page.next
        if not cursor:
            break
        path = f"/?after={quote(cursor)}"
    listed = app.sources(store)
    yield from (f"/sources?page={number}" for number in range(2, len(listed.sources) // SOURCES_PAGE + 2))
    chosen = [s for s in listed.sources if s.tags and s.rules == []][:_CHOSEN]
    yield from (f"/sources/{s.id}" for s in [*chosen, *(s for s in listed.sources if s.entries_a_week)])
    with store.read() as tx:
        ids = _told(tx)
        captured = documents.captures_of(tx, ids)
    yield from (f"/document/{id}" for id in ids)
    yield from (f"/capture/{capture.id}" for capture in captured.values())
    yield from (f"/why?a={one}&b={other}" for one, other in zip(ids[:20], ids[1:21], strict=False))


def asked(payloads: Sequence[str]) -> Iterator[str]:
    """Yield addresses with payloads in them: what somebody is sent a link to."""
    for batch in batches(payloads, 30):
        text = quote(" ".join(batch)[:1900], safe="")
        yield f"/why?a={text}&b={text}"
    for number, one in enumerate(payloads):
        text = quote(one[:90], safe="")
        templates = (
            "/story/{}",
            "/{}",
            "/sources?tag={}",
            "/?after={}",
            "/sources?state={}",
            "/document/x?from={}",
            "/login/{}",
            "/admin?after={}",
        )
        if number % 24 == 0:
            yield templates[number // 24 % len(templates)].format(text)
