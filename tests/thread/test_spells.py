"""A story ends where reporting falls silent, but only sure dates say so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from firsthand.model.document import Document, Role
from firsthand.model.moment import Moment
from firsthand.model.story import Lineage
from firsthand.thread.spells import spells

NOON = datetime(2025, 5, 28, 12, tzinfo=UTC)


def page(name: str, day: float | None, seen: float = 0.0) -> Document:
    published = None if day is None else Moment(NOON + timedelta(days=day))
    at = Moment(NOON + timedelta(days=(day or 0.0) + seen))
    return Document(name, name, name, Role.MAIN, "", (), published=published, seen=at)


def cut(*pages: Document, edges: tuple[tuple[str, str, float], ...] = ()) -> list[list[str]]:
    lineages = {p.id: Lineage(p.id, (p.id,), p.id) for p in pages}
    found = spells([frozenset(lineages)], lineages, {p.id: p for p in pages}, edges)
    return [sorted(group) for group in found]


def test_days_of_silence_end_a_story() -> None:
    assert cut(page("a", 0), page("b", 2), page("c", 9), page("d", 10)) == [["a", "b"], ["c", "d"]]
    assert cut(page("a", 0), page("b", 4), page("c", 8)) == [["a", "b", "c"]]


def test_what_goes_on_for_too_long_is_cut_where_it_paused_longest() -> None:
    days = [0, 1, 2, 3, 7, 8, 9, 10, 11]
    pages = [page(f"p{n}", day) for n, day in enumerate(days)]
    assert cut(*pages) == [["p0", "p1", "p2", "p3"], ["p4", "p5", "p6", "p7", "p8"]]


def test_a_date_that_nobody_saw_at_the_time_cuts_nothing() -> None:
    assert cut(page("a", 0), page("b", 30, seen=40)) == [["a", "b"]]
    assert cut(page("a", 0), replace(page("b", 30), seen=None)) == [["a", "b"]]


def test_an_undated_page_goes_with_what_it_is_nearest_to() -> None:
    pages = [page("a", 0), page("b", 20), page("x", None), page("y", None)]
    assert cut(*pages, edges=(("x", "b", 0.9), ("x", "a", 0.2))) == [["a", "y"], ["b", "x"]]
    assert cut(*reversed(pages), edges=(("a", "x", 0.2), ("b", "x", 0.9))) == [["a", "y"], ["b", "x"]]
