"""Search: is the page found again that a question was made from? 500 known items, every fifth with a slip.

Pages are put in as documents, each a story of its own (`bench.known_items` says how questions are made and what counts as the
same page). Half of the questions was looked at while weights were chosen; both halves have their figures.
"""

import tempfile
from contextlib import closing

from bench.known_items import PAGES, questions, read_pages
from bench.search import NOW, judge, put_in
from firsthand import searching
from firsthand.store.database import open_store
from tests.gates.data import Run
from tests.gates.figures import Figure, Row


def measure(run: Run) -> list[Figure]:
    """Make the index, and ask."""
    [path] = run.files(PAGES)
    pages = read_pages(path)[: run.limit]
    asked = questions(pages)
    with tempfile.TemporaryDirectory() as folder, closing(open_store(folder)) as store:
        put_in(store, pages)
        places = [place for _, place in judge(store, asked, searching.Asking(NOW))]
    half = len(asked) // 2
    figures = []
    for name, start, end in (("looked_at", 0, half), ("held_out", half, len(asked))):
        for most in (1, 10):
            rows = tuple(
                Row(float(place is not None and place < most), question.page, question.text)
                for question, place in zip(asked[start:end], places[start:end], strict=True)
            )
            value = sum(row.score for row in rows) / max(len(rows), 1)
            figures.append(Figure(f"search.{name}.at_{most}", value, len(rows), margin=0.008, rows=rows))
    return figures
