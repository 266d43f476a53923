"""Measure search: how fast it is on many documents, and whether it finds what is known to be there. Peers in the same run.

    python -m bench.search speed [--documents 200000] [--questions 300]
    python -m bench.search quality [--whole-line [--pages 600]] [--with-model] [--show 20]

``speed``: documents are real paragraphs put together anew (`bench.search_corpus`), in stories of five. Ours is the index
that `indexing.follow` makes from a store, asked through `app.search` with its stories, lines and remarks; and the engine
alone, prepared and asked for ten pages. Questions have two to five words of a headline or a text, a fifth with a slip, and
every tenth has a phrase, a field or an OR.

``quality``: `bench.known_items`. Pages are put in as documents, each a story of its own, with their quotations;
``--whole-line`` runs every stage from understand on, which takes half an hour and gives real stories (of the first 600
pages five minutes). The first half of the
questions was looked at while weights were chosen, the second was not. ``page``: the page itself, or one with the same text,
is the first (among the first ten) pages; ``story``: its story is the first (among the first ten) stories, which is what a
reader is shown.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.known_items import PAGES, Question, questions, read_pages
from bench.planted_corpus import save
from bench.search_corpus import Made, fill, heard_in, make, write
from bench.search_peers import Fts5, Row, Tsvector, postgres
from firsthand import indexing, searching, worker
from firsthand.backends.embedder import load_embedder
from firsthand.model.document import Document
from firsthand.search.reading import read
from firsthand.stages import STAGES, Context
from firsthand.store import stories, work
from firsthand.store.database import Store, open_store
from firsthand.store.fulltext import asking
from firsthand.store.fulltext.files import files_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)


# --- speed ---


def speed(documents: int, count: int, data: Path | None) -> None:
    """Build every index on the same documents, and ask the same questions."""
    pages = read_pages(data)
    asked = _mixed(pages, count)
    plain = [" ".join(w for w in q.split() if ":" not in w and w != "OR") for q in asked]
    print(f"{documents:,} documents, {count} questions\n")
    print(f"{'':28} {'docs/s':>8} {'MB':>8} {'p50 ms':>8} {'p95 ms':>8} {'p50 CPU':>8} {'p95 CPU':>8}")
    rows = ((m.page.id, m.page.headline, m.page.text) for some in make(pages, documents) for m in some)
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder:
        _ours(Path(folder), pages, documents, asked)
        fts = Fts5(Path(folder) / "fts5.sqlite")
        _peer(fts, rows, documents, plain)
        with postgres() as address:
            rows = ((m.page.id, m.page.headline, m.page.text) for some in make(pages, documents) for m in some)
            _peer(Tsvector(address), rows, documents, plain)


def _ours(folder: Path, pages: Sequence[Document], documents: int, asked: Sequence[str]) -> None:
    with closing(open_store(str(folder / "store"))) as store:
        fill(store, make(pages, documents))
        began = time.perf_counter()
        followed = indexing.follow(store)
        seconds = time.perf_counter() - began
        assert (followed.done, followed.left) == (documents, 0)
        files = files_of(store.search_folder)
        _, size = files.sizes()
        how = searching.Asking(NOW)
        whole = _times(lambda q: searching.search(store, q, how, 10), asked)
        searcher = files.searcher()
        assert searcher is not None

        def engine(question: str) -> None:
            tree = read(question, NOW.date()).tree
            if tree is not None:
                asking.ask(searcher, asking.prepare(searcher, tree), 10, int(NOW.timestamp()))

        alone = _times(engine, asked)
        _line("ours: app.search", documents / seconds, size, whole)
        _line("ours: the engine alone", documents / seconds, size, alone)


def _peer(peer: Fts5 | Tsvector, rows: "Sequence[Row] | object", documents: int, asked: Sequence[str]) -> None:
    seconds = peer.build(rows)  # type: ignore[arg-type]
    _line(peer.name, documents / seconds, peer.size(), _times(peer.ask, asked))


def _times(ask: Callable[[str], object], asked: Sequence[str]) -> tuple[list[float], list[float]]:
    """Ask some questions to warm up, then all; return the milliseconds by the clock, and those this process worked.

    On a busy machine only the latter say anything; a server's work (PostgreSQL's) is not in them.
    """
    for question in asked[: len(asked) // 3]:
        ask(question)
    times, worked = [], []
    for question in asked:
        began, cpu = time.perf_counter(), time.process_time()
        ask(question)
        times.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    return sorted(times), sorted(worked)


def _line(name: str, rate: float, size: int, measured: tuple[list[float], list[float]]) -> None:
    told = [
        f"{value:8.2f}" for times in measured for value in (statistics.median(times), times[int(len(times) * 0.95)])
    ]
    print(f"{name:28} {rate:8,.0f} {size / 1e6:8,.0f} {' '.join(told)}", flush=True)


def _mixed(pages: Sequence[Document], count: int) -> list[str]:
    """Make questions as people ask them: words of a headline or of a text, and now and then more than words."""
    chance = random.Random(11)
    made: list[str] = []
    slips = [q.text for q in questions(pages, count // 5, seed=12)]
    while len(made) < count - len(slips):
        page = chance.choice(pages)
        words = [w for w in (page.headline if len(made) % 2 else page.text).split() if w.isalpha()]
        if len(words) < 6:
            continue
        at = chance.randrange(len(words) - 5)
        some = words[at : at + chance.randint(2, 5)]
        kind = len(made) % 10
        if kind == 3:
            some = [f'"{" ".join(some[:2])}"', *some[2:]]
        elif kind == 6:
            some = [*some[:3], "after:2024-06", "independent:>=2"]
        elif kind == 9:
            some = [some[0], "OR", some[1]]
        made.append(" ".join(some))
    return [*made, *slips]


# --- quality ---


@dataclass
class Tally:
    """Where answers stood, over a set of questions."""

    name: str
    first: int = 0
    ten: int = 0
    count: int = 0

    def add(self, place: int | None) -> None:
        """Count a place (from 0; None: not among the first ten)."""
        self.count += 1
        self.first += place == 0
        self.ten += place is not None and place < 10

    def line(self) -> str:
        """Write success at 1 and at 10."""
        return f"{self.name:44} {self.first / self.count:8.3f} {self.ten / self.count:8.3f} {self.count:6}"


def put_in(store: Store, pages: Sequence[Document]) -> None:
    """Put pages in as documents, each a story of its own, and make the index."""
    write(store, [[Made(page, heard_in(page))] for page in pages])
    indexing.follow(store)


def put_through(store: Store, pages: Sequence[Document]) -> None:
    """Put pages in as documents, run all stages from understand on, and make the index."""
    with store.write() as tx:
        save(tx, list(pages))
        work.enqueue_many(tx, [(stage, page.id) for page in pages for stage in ("understand", "embed")])
    worker.drain(store, STAGES, Context(), processes=2)
    indexing.follow(store)


def quality(data: Path | None, with_model: bool, show: int, whole_line: bool, most: int | None) -> None:
    """Ask known items of ours and of the peers."""
    pages = read_pages(data)[:most]
    asked = questions(pages)
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder:
        print(f"{'':44} {'@1':>8} {'@10':>8} {'n':>6}")
        with closing(open_store(str(Path(folder) / "store"))) as store:
            (put_through if whole_line or with_model else put_in)(store, pages)
            missed = _judge_ours(store, asked, with_model)
        rows = [(page.id, page.headline, page.text) for page in pages]
        fts = Fts5(Path(folder) / "fts5.sqlite")
        fts.build(rows)
        _judge_peer(fts, asked)
        with postgres() as address:
            tsvector = Tsvector(address)
            tsvector.build(rows)
            _judge_peer(tsvector, asked)
    for question, found in missed[:show]:
        print(f"  {question.kind}{' (slip)' if question.slip else ''}: {question.text}  ->  {found}")


def judge(store: Store, asked: Sequence[Question], how: searching.Asking) -> list[tuple[int | None, int | None]]:
    """Say for each question at which place among pages, and among stories, its answer stands."""
    with store.read() as tx:
        home = stories.where(tx, {page for question in asked for page in question.equal})
    files, places = files_of(store.search_folder), []
    for question in asked:
        told = searching.search(store, question.text, how, 10)
        wanted = {home[page] for page in question.equal if page in home}
        by_story = [found.story.id for found in told.found]
        searcher, tree = files.searcher(), read(question.text, how.now.date()).tree
        assert searcher is not None
        hits = asking.ask(searcher, asking.prepare(searcher, tree), 10, int(how.now.timestamp())).hits if tree else []
        pages = [name for name, _ in asking.named(searcher, hits)]
        places.append((_place(pages, question.equal), _place(by_story, wanted)))
    return places


def _judge_ours(store: Store, asked: Sequence[Question], with_model: bool) -> list[tuple[Question, str]]:
    how = searching.Asking(NOW, load_embedder() if with_model else None)
    places = judge(store, asked, how)
    named = "ours, with meaning" if with_model else "ours"
    half = len(asked) // 2
    for part, start, end in (("looked at", 0, half), ("not looked at", half, len(asked)), ("all", 0, len(asked))):
        page, story = Tally(f"{named}, page, {part}"), Tally(f"{named}, story, {part}")
        for of_page, of_story in places[start:end]:
            page.add(of_page)
            story.add(of_story)
        print(page.line(), story.line(), sep="\n", flush=True)
    for slip in (False, True):
        tally = Tally(f"{named}, story, {'with' if slip else 'without'} a slip")
        for question, (_, place) in zip(asked, places, strict=True):
            if question.slip == slip:
                tally.add(place)
        print(tally.line(), flush=True)
    return [(q, str(place)) for q, (_, place) in zip(asked[:half], places, strict=False) if place != 0]


def _judge_peer(peer: Fts5 | Tsvector, asked: Sequence[Question]) -> None:
    half = len(asked) // 2
    for loose in (False, True):
        for part, some in (("looked at", asked[:half]), ("not looked at", asked[half:])):
            tally = Tally(f"{peer.name}, {'any' if loose else 'all'} of the words, page, {part}")
            for question in some:
                tally.add(_place(peer.ask(question.text, 10, loose), question.equal))
            print(tally.line(), flush=True)


def _place(found: Sequence[str], wanted: "frozenset[str] | set[str]") -> int | None:
    return next((n for n, one in enumerate(found) if one in wanted), None)


def main() -> None:
    """Read what was asked for, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "quality"))
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--with-model", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--whole-line", action="store_true", help="run every stage, so that stories are real ones")
    parser.add_argument("--pages", type=int, help="only the first so many pages")
    parser.add_argument("--data", type=Path, help=f"another file of pages than {PAGES}")
    asked = parser.parse_args()
    if asked.what == "speed":
        speed(asked.documents, asked.questions, asked.data)
    else:
        quality(asked.data, asked.with_model, asked.show, asked.whole_line, asked.pages)


if __name__ == "__main__":
    main()
