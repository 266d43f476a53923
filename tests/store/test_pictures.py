"""The folder of pictures: bounded, shared, and no harm where it cannot be written."""

import os
from pathlib import Path

from firsthand.store.pictures import Pictures


def test_a_picture_is_kept_under_its_address(tmp_path: Path) -> None:
    Pictures(tmp_path / "some").keep("https://a.example/1", b"one")
    again = Pictures(tmp_path / "some")
    assert again.get("https://a.example/1") == b"one"
    assert again.get("https://a.example/2") is None


def test_what_could_not_be_had_is_remembered_for_an_hour(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    pictures.refuse("https://a.example/1", "no page there")
    assert pictures.refusal("https://a.example/1") == "no page there"
    (kept,) = tmp_path.iterdir()
    os.utime(kept, (0, 0))
    assert pictures.refusal("https://a.example/1") is None


def test_what_was_not_looked_at_for_longest_goes_first(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path, most_bytes=1000)
    for n in range(9):
        pictures.keep(f"p{n}", bytes(100))
        (new,) = set(tmp_path.iterdir()) - {path for path in tmp_path.iterdir() if path.stat().st_mtime < 1000}
        os.utime(new, (n, n))
    assert pictures.get("p0") is not None
    pictures.keep("p9", bytes(150))
    assert pictures.get("p0") is not None
    assert pictures.get("p1") is None
    assert pictures.get("p9") is not None
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 900


def test_a_folder_that_cannot_be_written_keeps_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    pictures = Pictures(tmp_path / "file")
    pictures.keep("p", b"one")
    assert pictures.get("p") is None
