"""Gate `pages`: the article, and nothing else, out of HTML.

Three sets, told apart by their rows: news pages with every field labelled (``news``), mixed articles with a body
(``wcxb``), and pages of which only snippets are known (``snippets``; trafilatura on the same pages beside us).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from tests.gates import metrics
from tests.gates.data import JsonRow, Run, UnknownFormat
from tests.gates.figures import Figure, Row
from tests.gates.page_score import Values, news_page, snippet_page, word_page
from tests.gates.pool import gather, run_all
from tests.gates.readers import Reader, ours, trafilatura_default

OWN = (
    "extract/pages_news_181_outlets.jsonl.gz",
    "extract/pages_articles_wcxb.jsonl.gz",
    "extract/pages_multilingual_snippets.jsonl.gz",
)

#: The values of a page on which a tool raised.
LOST: Values = {"f1": [0.0], "paragraphs": [0.0], "title": [0.0]}

_NEWS = ("f1", "paragraphs", "title", "authors", "day", "minute", "standfirst")
_IMAGES = ("captions", "captions_outside_body", "credits")


def measure(run: Run) -> list[Figure]:
    """Measure every set that is asked for."""
    figures: list[Figure] = []
    for path in run.files(*OWN):
        rows = run.rows(path)
        figures += _measure_of(kind_of(rows[0]) if rows else "")(rows, run.workers)
    return figures


def kind_of(row: JsonRow) -> str:
    """Say which of the three formats a row has."""
    if row.get("paras") is not None and "html" in row:
        return "news"
    if "with" in row and "html" in row:
        return "wcxb" if row.get("body") else "snippets"
    raise UnknownFormat(f"pages: a row with the keys {sorted(row)} is none of news, wcxb, snippets")


def read_page(reader: Reader, row: JsonRow) -> Values | str:
    """Read one page and score it with the measure of its set; the error in words where the tool raised."""
    score: Callable[..., Values] = {"news": news_page, "wcxb": word_page, "snippets": snippet_page}[kind_of(row)]
    try:
        return score(row, reader(row["html"], row["url"], _seen(row)))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def score_pages(reader: Reader, rows: Sequence[JsonRow], workers: int) -> tuple[list[Values], list[Row]]:
    """Score rows with one tool; also the pages on which it raised, which score 0 on the body."""
    values = run_all(partial(read_page, reader), rows, workers)
    broken = [Row(0.0, row["id"], error) for row, error in zip(rows, values, strict=True) if isinstance(error, str)]
    return [dict(LOST) if isinstance(value, str) else value for value in values], broken


def _measure_of(kind: str) -> Callable[[list[JsonRow], int], list[Figure]]:
    return {"news": _news, "wcxb": _wcxb, "snippets": _snippets}.get(kind, lambda rows, workers: [])


def _news(rows: list[JsonRow], workers: int) -> list[Figure]:
    scored, broken = score_pages(ours, rows, workers)
    figures = [_figure(f"pages.news.{name}", name, rows, scored) for name in (*_NEWS, *_IMAGES)]
    right, found, wanted = (sum(gather(scored, f"authors_{part}")) for part in ("right", "found", "wanted"))
    figures.append(Figure("pages.news.authors_micro", metrics.from_counts(right, found, wanted).f1, int(wanted)))
    return [*figures, _unbroken("pages.news", rows, broken)]


def _wcxb(rows: list[JsonRow], workers: int) -> list[Figure]:
    scored, broken = score_pages(ours, rows, workers)
    figures = [
        _figure("pages.wcxb.word_f1", "f1", rows, scored),
        _figure("pages.wcxb.snippets", "snippets", rows, scored),
    ]
    return [*figures, _unbroken("pages.wcxb", rows, broken)]


def _snippets(rows: list[JsonRow], workers: int) -> list[Figure]:
    scored, broken = score_pages(ours, rows, workers)
    peer, _ = score_pages(trafilatura_default, rows, workers)
    mine, theirs = (metrics.mean(gather(values, "snippets")) for values in (scored, peer))
    return [
        _figure("pages.snippets.accuracy", "snippets", rows, scored),
        Figure("pages.snippets.trafilatura", theirs, len(gather(peer, "snippets")), pinned=False),
        Figure("pages.snippets.not_below_trafilatura", float(mine >= theirs), 1, margin=0.0),
        _unbroken("pages.snippets", rows, broken),
    ]


def _figure(full: str, name: str, rows: Sequence[JsonRow], scored: Sequence[Values]) -> Figure:
    each = [Row(metrics.mean(v[name]), row["id"]) for row, v in zip(rows, scored, strict=True) if v.get(name)]
    values = gather(scored, name)
    return Figure(full, metrics.mean(values), len(values), rows=tuple(each))


def _unbroken(set_name: str, rows: Sequence[JsonRow], broken: Sequence[Row]) -> Figure:
    """Give the share of pages on which our code did not raise: odd pages are Problems, never exceptions."""
    return Figure(
        f"{set_name}.unbroken", 1 - len(broken) / max(len(rows), 1), len(rows), margin=0.0, rows=tuple(broken)
    )


def _seen(row: JsonRow) -> datetime | None:
    crawled = row.get("crawl")
    return datetime.fromisoformat(crawled).replace(tzinfo=UTC) if crawled else None
