"""Side by side: our page extraction and its named peers, on the same pages, in one run. ``./dev bench extract``.

Quality is measured by the gates' own code (`tests.gates`), on the labelled news pages. Speed: CPU time of one process,
each page read by every tool in turn, so that a busy machine hits all alike. A peer that is not installed is left out.

    python -m bench.extract [--data FILE] [--limit N] [--only NAME] [--json]
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from lxml import html as lxml_html

from firsthand.model.moment import Moment, Precision, utc
from tests.gates import metrics, text
from tests.gates.data import SHARED, JsonRow, read_rows
from tests.gates.page_score import Values
from tests.gates.pages import LOST, OWN, read_page
from tests.gates.pool import gather, hush
from tests.gates.readers import Reader, Reading, day_or_none, ours, trafilatura_default, trafilatura_precision

COLUMNS = ("f1", "paragraphs", "title", "authors", "day", "minute", "standfirst", "captions", "credits")
_HEADS = ("F1", "para F", "title", "authors", "day", "minute", "standf.", "captions", "credits")
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li main ol p pre section "
    "table td th tr ul".split()
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: the name in the table, the module it needs, and how it reads a page."""

    name: str
    module: str
    read: Reader


@dataclass(slots=True)
class Tally:
    """What one tool scored, and the CPU seconds it took."""

    seconds: float = 0.0
    pages: int = 0
    broken: int = 0
    values: list[Values] = field(default_factory=list)


def readability(content: str, url: str | None = None, seen_at: datetime | None = None) -> Reading:
    """Read a page with readability-lxml: its summary as text, its short title."""
    from readability import Document

    page = Document(content, url=url)
    return Reading(lines_of(page.summary(html_partial=True)), page.short_title() or "")


def resiliparse(content: str, url: str | None = None, seen_at: datetime | None = None) -> Reading:
    """Read a page with resiliparse's main-content text and the page's title."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(content)
    body = extract_plain_text(tree, main_content=True, alt_texts=False, preserve_formatting=True)
    return Reading(body, tree.title or "")


def newspaper(content: str, url: str | None = None, seen_at: datetime | None = None) -> Reading:
    """Read a page with newspaper4k, handed the page so that it asks the network for nothing."""
    import newspaper as newspaper4k

    page = newspaper4k.Article(url or "https://example.org/", fetch_images=False)
    page.download(input_html=content)
    page.parse()
    return Reading(page.text, page.title or "", tuple(page.authors or ()), _moment(page.publish_date))


PEERS = (
    Peer("firsthand", "firsthand", ours),
    Peer("trafilatura", "trafilatura", trafilatura_default),
    Peer("trafilatura precision", "trafilatura", trafilatura_precision),
    Peer("readability-lxml", "readability", readability),
    Peer("resiliparse", "resiliparse", resiliparse),
    Peer("newspaper4k", "newspaper", newspaper),
)


def lines_of(markup: str) -> str:
    """Turn clean markup into text with a line a block."""
    if not markup.strip():
        return ""
    return "\n".join(filter(None, (" ".join(line.split()) for line in "".join(_pieces(markup)).split("\n"))))


def _pieces(markup: str) -> Iterator[str]:
    """Give the text of a tree in order, its own line ends as blanks, a line end at either side of a block."""
    stack: list[lxml_html.HtmlElement | str] = [lxml_html.fromstring(markup)]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        edge = "\n" if node.tag in _BLOCKS else ""
        inner: list[lxml_html.HtmlElement | str] = [edge, _flat(node.text)]
        for child in node:
            inner += [child, _flat(child.tail)] if isinstance(child.tag, str) else [_flat(child.tail)]
        stack += reversed([*inner, edge])


def _flat(words: str | None) -> str:
    return (words or "").replace("\n", " ")


def _moment(found: object) -> Moment | None:
    """Read newspaper4k's date: it gives midnight where it saw only a day."""
    if not isinstance(found, datetime):
        return day_or_none(found) if isinstance(found, str) else None
    if found.time() == datetime.min.time():
        return utc(found.replace(tzinfo=UTC), Precision.DAY)
    return utc(found)


def measure(rows: Sequence[JsonRow], peers: Sequence[Peer], tell: Callable[[str], None]) -> dict[str, Tally]:
    """Read every page with every tool in turn; the first page is read once more before, so that imports cost nobody."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for peer in peers:
        read_page(peer.read, rows[0])
    for number, row in enumerate(rows, 1):
        for peer in peers:
            tally = tallies[peer.name]
            timed = _Timed(peer.read)
            values = read_page(timed, row)
            tally.seconds += timed.seconds
            tally.pages += 1
            tally.broken += isinstance(values, str)
            tally.values.append(dict(LOST) if isinstance(values, str) else values)
        tell(f"\r{number}/{len(rows)} pages")
    tell("\n")
    return tallies


class _Timed:
    """A reader that keeps the CPU time it took, without the time of scoring."""

    def __init__(self, read: Reader) -> None:
        self.read = read
        self.seconds = 0.0

    def __call__(self, content: str, url: str | None, seen_at: datetime | None) -> Reading:
        started = time.process_time()
        try:
            return self.read(content, url, seen_at)
        finally:
            self.seconds += time.process_time() - started


def table(tallies: dict[str, Tally]) -> list[str]:
    """Lay out the figures: a tool a row, a dash where a tool has no such field."""
    rows = [["", *_HEADS, "pages/s", "raised"]]
    for name, tally in tallies.items():
        cells = [_cell(column, tally) for column in COLUMNS]
        rows.append([name, *cells, f"{tally.pages / max(tally.seconds, 1e-9):.1f}", str(tally.broken)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [[row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))] for row in rows]
    return ["  ".join(line) for line in lines]


def _cell(column: str, tally: Tally) -> str:
    value = metrics.mean(gather(tally.values, column))
    return f"{value:.3f}" if value or column in ("f1", "paragraphs") else "-"


def plain_text(limit: int | None) -> list[str]:
    """Measure our reading of plain text, which has no peer: F1 and megabytes a second."""
    rows = read_rows(SHARED / text.OWN[0])[:limit]
    told = []
    for way in text.WAYS:
        started = time.process_time()
        bodies = [text.read_body(row[way]) for row in rows]
        seconds = time.process_time() - started
        size = sum(len(row[way].encode()) for row in rows) / 1e6
        scores = [metrics.shingle_score(b, r["body"], r["optional"]).f1 for b, r in zip(bodies, rows, strict=True)]
        told.append(f"plain text, {way}: F1 {metrics.mean(scores):.3f}, {size / seconds:.2f} MB/s")
    return told


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.extract", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED / OWN[0], help="labelled news pages")
    parser.add_argument("--limit", type=int, help="only the first N pages")
    parser.add_argument(
        "--only", action="append", choices=[peer.name for peer in PEERS], help="only this tool; repeatable"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    asked = parser.parse_args(arguments)
    hush()
    if not asked.data.exists():
        print(f"{asked.data} is not on this machine", file=sys.stderr)
        return 1
    wanted = [peer for peer in PEERS if not asked.only or peer.name in asked.only]
    peers = [peer for peer in wanted if find_spec(peer.module)]
    for peer in wanted:
        if peer not in peers:
            print(f"{peer.name} is not installed and is left out", file=sys.stderr)
    rows = read_rows(asked.data)[: asked.limit]
    tallies = measure(rows, peers, lambda said: print(said, end="", file=sys.stderr, flush=True))
    if asked.json:
        print(json.dumps({name: _plain(tally) for name, tally in tallies.items()}, indent=1))
        return 0
    print(*table(tallies), sep="\n")
    if any(peer.name == "firsthand" for peer in peers):
        print(*plain_text(asked.limit), sep="\n")
    return 0


def _plain(tally: Tally) -> dict[str, float]:
    figures = {column: round(metrics.mean(gather(tally.values, column)), 4) for column in COLUMNS}
    return figures | {"pages_per_second": round(tally.pages / max(tally.seconds, 1e-9), 2), "raised": tally.broken}


if __name__ == "__main__":
    sys.exit(main())
