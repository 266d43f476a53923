"""How far an archive was read is kept with what was read, and belongs to that very file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from firsthand.store import archives, captures, derived
from firsthand.store.archives import ArchiveProgress
from firsthand.store.database import Store
from tests.portable import made

PROGRESS = ArchiveProgress("file:///archives/a\x00.warc.gz", 2**40, "abc", 2**39, 3, 70, made.NOON, done=False)


def test_it_comes_back_as_it_was_and_the_later_word_holds(store: Store) -> None:
    later = replace(PROGRESS, offset=2**40, records=0, captures=99, at=made.NOON + timedelta(hours=1), done=True)
    for progress in (PROGRESS, later):
        with store.write() as tx:
            archives.put(tx, progress)
        with store.read() as tx:
            assert archives.get(tx, progress.place, progress.size, progress.head) == progress


def test_another_file_of_the_same_name_was_not_read(store: Store) -> None:
    with store.write() as tx:
        archives.put(tx, PROGRESS)
        assert archives.get(tx, PROGRESS.place, PROGRESS.size + 1, "abc") is None
        assert archives.get(tx, PROGRESS.place, PROGRESS.size, "abd") is None
        assert archives.get(tx, "file:///b", PROGRESS.size, "abc") is None
        archives.put(tx, replace(PROGRESS, head="abd"))
        assert archives.get(tx, PROGRESS.place, PROGRESS.size, "abc") is None


def test_it_is_kept_with_the_captures_or_not_at_all(store: Store) -> None:
    def keep_and_fail() -> None:
        with store.write() as tx:
            captures.add(tx, *made.capture(1))
            archives.put(tx, PROGRESS)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        keep_and_fail()
    with store.read() as tx:
        assert captures.count(tx) == 0
        assert archives.get(tx, PROGRESS.place, PROGRESS.size, PROGRESS.head) is None


def test_a_rebuild_leaves_it(store: Store) -> None:
    with store.write() as tx:
        archives.put(tx, PROGRESS)
        derived.drop_all(tx)
        assert archives.get(tx, PROGRESS.place, PROGRESS.size, PROGRESS.head) == PROGRESS
