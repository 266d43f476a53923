"""A part of `bench.fetching`: however many ask, there are no threads but theirs, and few large bodies at once."""

from bench.fetching import ROWS, measure


def test_no_threads_but_the_callers_and_little_memory() -> None:
    rows = measure(threads=32, requests=256, door="ask")
    assert [row["row"] for row in rows] == list(ROWS)
    for row in rows:
        assert set(row["ended"]) == {"read"}, row
        assert row["threads"] <= 32 + 3, "the main thread, the watchdog, and who looks up the one name"
        assert row["mib"] < 250, row
