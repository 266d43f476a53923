"""A watched folder gives each file once: not half-written, not again under another name, again when it changed."""

import os
import sys
from pathlib import Path

import pytest

from firsthand.capture.arrival import Arrival
from firsthand.capture.volume import Archive
from firsthand.capture.watching import NEVER_LOOKED, FolderState, Look, LookLimits, look
from firsthand.model.errors import InputError
from firsthand.store.records import decode, encode
from tests.capture.archives import mail

NOON = 1_800_000_000_000_000_000
SECOND = 1_000_000_000


def put(path: Path, content: str | bytes, at: int = NOON - 60 * SECOND) -> None:
    """Write a file that was changed at a time."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, ns=(at, at))


def seen(folder: Path, known: FolderState = NEVER_LOOKED, now: int = NOON, **limits: int) -> Look:
    return look(folder, known, now, LookLimits(**limits))


def names(found: Look) -> list[str]:
    return [
        a.path.name if isinstance(a, Archive) else a.place.rpartition("/")[2] if isinstance(a, Arrival) else a.code
        for a in found.found
    ]


def test_what_is_new_or_changed_is_found_once(tmp_path) -> None:
    put(tmp_path / "a.html", "<p>a")
    put(tmp_path / "sub/b.txt", "b")
    put(tmp_path / "photo.jpg", "x")
    first = seen(tmp_path)
    assert names(first) == ["a.html", "b.txt"]
    assert not first.more
    assert names(seen(tmp_path, first.state)) == []
    put(tmp_path / "a.html", "<p>changed", NOON - 30 * SECOND)
    put(tmp_path / "c.eml", mail())
    second = seen(tmp_path, first.state)
    assert names(second) == ["a.html", "mail:one@harbour.example"]
    assert names(seen(tmp_path, second.state)) == []


def test_a_file_that_was_just_written_waits_until_it_is_settled(tmp_path) -> None:
    put(tmp_path / "a.html", "<p>ha", NOON - SECOND)
    early = seen(tmp_path)
    assert (names(early), early.more) == ([], True)
    late = seen(tmp_path, early.state, NOON + SECOND)
    assert (names(late), late.more) == (["a.html"], False)
    put(tmp_path / "b.html", "<p>from the future", NOON + 3600 * SECOND)
    assert names(seen(tmp_path, late.state)) == ["b.html"]


def test_a_file_under_another_name_and_its_copy_are_not_new(tmp_path) -> None:
    put(tmp_path / "a.html", "<p>a")
    first = seen(tmp_path)
    (tmp_path / "a.html").rename(tmp_path / "z.html")
    put(tmp_path / "copy.html", "<p>a")
    second = seen(tmp_path, first.state)
    assert names(second) == []
    assert sorted(second.state.files) == ["copy.html", "z.html"]
    put(tmp_path / "a.html", "<p>another")
    assert names(seen(tmp_path, second.state)) == ["a.html"]


def test_a_look_is_bounded_and_the_next_goes_on(tmp_path) -> None:
    for number in range(7):
        put(tmp_path / f"{number}.txt", f"words {number}")
    found, state = [], NEVER_LOOKED
    for _ in range(3):
        got = seen(tmp_path, state, files=3)
        found.append(names(got))
        state = got.state
    assert found == [["0.txt", "1.txt", "2.txt"], ["3.txt", "4.txt", "5.txt"], ["6.txt"]]
    assert names(seen(tmp_path, all_bytes=10)) == ["0.txt", "1.txt"]
    assert names(seen(tmp_path, entries=2)) == ["0.txt", "1.txt", "too_many_files"]


def test_a_bad_file_is_told_once_and_an_archive_is_named(tmp_path) -> None:
    put(tmp_path / "blank.txt", " \n")
    put(tmp_path / "empty.txt", "")
    put(tmp_path / "a.warc.gz", b"\x1f\x8bx")
    put(tmp_path / "b.mbox", b"From a@b Tue Mar  3 06:30:00 2026\n" + mail())
    (tmp_path / "gone.txt").symlink_to("nowhere")
    first = seen(tmp_path)
    second = seen(tmp_path, first.state)
    third = seen(tmp_path, second.state)
    assert [names(first), names(second), names(third)] == [["a.warc.gz"], ["b.mbox"], ["empty"]]
    assert [first.more, second.more, third.more] == [True, True, False]  # nobody knows what an archive holds
    assert all(error.place for error in third.found if isinstance(error, InputError))
    assert names(seen(tmp_path, third.state)) == []
    put(tmp_path / "empty.txt", "no longer")
    assert names(seen(tmp_path, third.state)) == ["empty.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there")
def test_a_name_that_is_no_text_can_be_written_down(tmp_path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.html")).write_text("<p>a")
    found = seen(tmp_path, now=NOON + 10**18)
    assert names(found) == ["caf%E9.html"]
    assert decode(FolderState, encode(found.state)) == found.state
    assert names(seen(tmp_path, found.state, NOON + 10**18)) == []


def test_a_folder_that_is_not_there_is_an_error_and_forgets_nothing(tmp_path) -> None:
    put(tmp_path / "in/a.txt", "a")
    first = seen(tmp_path / "in")
    (tmp_path / "in").rename(tmp_path / "away")
    missing = seen(tmp_path / "in", first.state)
    assert names(missing) == ["no_file"]
    (tmp_path / "away").rename(tmp_path / "in")
    assert names(seen(tmp_path / "in", missing.state)) == []
