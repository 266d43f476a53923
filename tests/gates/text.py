"""Gate `text`: the article out of a page flattened to plain text, with a line a block, and with no line breaks."""

from datetime import UTC, datetime

from tests.gates import metrics
from tests.gates.data import JsonRow, Run, UnknownFormat
from tests.gates.figures import Figure, Row
from tests.gates.pool import run_all
from tests.gates.readers import body_text

OWN = ("extract/text_news.jsonl.gz",)
WAYS = ("lines", "glued")

#: No day of the set is known to the reader: ages ("2 hours ago") are resolved from some day after all of them.
_SEEN = datetime(2026, 9, 1, tzinfo=UTC)


def measure(run: Run) -> list[Figure]:
    """Measure both ways of flattening on every file."""
    figures: list[Figure] = []
    for path in run.files(*OWN):
        rows = run.rows(path)
        if rows and not {"lines", "glued", "body"} <= rows[0].keys():
            raise UnknownFormat(f"text: a row with the keys {sorted(rows[0])} has no lines, glued and body")
        scored = run_all(score_row, rows, run.workers)
        for way in WAYS:
            each = tuple(scores[way] for scores in scored)
            figures.append(Figure(f"text.{way}.f1", metrics.mean(r.score for r in each), len(each), rows=each))
    return figures


def score_row(row: JsonRow) -> dict[str, Row]:
    """Read one page both ways; the summary above the body (``optional``) counts neither way. Where we raise, 0."""
    return {way: _score(row, way) for way in WAYS}


def _score(row: JsonRow, way: str) -> Row:
    try:
        body = read_body(row[way])
    except Exception as error:
        return Row(0.0, row["id"], f"{type(error).__name__}: {error}")
    return Row(metrics.shingle_score(body, row["body"], row["optional"]).f1, row["id"])


def read_body(text: str) -> str:
    """Read a raw text with Firsthand, told nothing but its words; no article is no text."""
    import firsthand

    main = firsthand.extract(text, media_type="text/plain", seen_at=_SEEN).main
    return body_text(main) if main else ""
