"""Gate `credit`: which agency a page credits as the maker of its words, over pages whose agency is known.

The set's ``wire`` column names the agency of a page (or nothing), its ``credit`` column holds the credit lines that were
cut off the text (hat tips to other outlets: no wire credit). Measured twice: with the page's byline, as a page comes to
us, and without it, from text and credit lines alone.
"""

from tests.gates import metrics
from tests.gates.data import JsonRow, Run, UnknownFormat
from tests.gates.figures import Figure, Row
from tests.gates.pool import run_all

OWN = ("story/quotes_polnear_en.jsonl.gz",)
_NOTHING = ("", "na", "none")


def measure(run: Run) -> list[Figure]:
    """Measure every file: an agency counts as found only under its own name."""
    figures: list[Figure] = []
    for path in run.files(*OWN):
        rows = run.rows(path)
        if rows and not {"wire", "credit", "text"} <= rows[0].keys():
            raise UnknownFormat(f"credit: a row with the keys {sorted(rows[0])} has no wire, credit and text")
        wanted = [_wire(row) for row in rows]
        for name, reader in (("credit", with_byline), ("credit.unsigned", without_byline)):
            figures += _figures(name, rows, wanted, run_all(reader, rows, run.workers), pinned=reader is with_byline)
    return figures


def _figures(prefix: str, rows: list[JsonRow], wanted: list[str], found: list[str], *, pinned: bool) -> list[Figure]:
    right = sum(1 for gold, ours in zip(wanted, found, strict=True) if gold and gold == ours)
    score = metrics.from_counts(right, sum(map(bool, found)), sum(map(bool, wanted)))
    each = tuple(
        Row(float(gold == ours), row["id"], f"{ours or 'nothing'} for {gold or 'nothing'}")
        for row, gold, ours in zip(rows, wanted, found, strict=True)
    )
    return [
        Figure(f"{prefix}.precision", score.precision, sum(map(bool, found)), pinned=pinned, rows=each),
        Figure(f"{prefix}.recall", score.recall, sum(map(bool, wanted)), pinned=pinned),
    ]


def with_byline(row: JsonRow) -> str:
    """Name the agency we find on the whole page, folded; '' for none."""
    author = row.get("author") or ""
    return _found(row, [f"By {author.removeprefix('By ')}"] if author else [])


def without_byline(row: JsonRow) -> str:
    """Name the agency we find when the byline is lost."""
    return _found(row, [])


def _found(row: JsonRow, bylines: list[str]) -> str:
    import firsthand

    credit = row.get("credit")
    closing = [] if str(credit).casefold() in _NOTHING else [str(credit)]
    title, _, text = (row.get("text") or "").partition("\n\n")
    content = "\n\n".join([title, *bylines, text, *closing])
    main = firsthand.extract(content, media_type="text/plain").main
    return (main.credit or "").casefold() if main else ""


def _wire(row: JsonRow) -> str:
    wire = str(row.get("wire") or "").casefold()
    return "" if wire in _NOTHING else wire
