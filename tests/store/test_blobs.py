"""Blobs: what goes in comes out, or is said to be damaged; nothing half-written stays."""

import os
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model.errors import StoreError
from firsthand.model.ids import content_hash
from firsthand.store.blobs import Blobs


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=2000))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("blobs"))
    name = blobs.put(content)
    assert name == content_hash(content)
    assert blobs.get(name, len(content)) == content


def test_a_blob_is_one_compressed_file_named_by_its_hash(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"words " * 1000)
    blobs.put(b"words " * 1000)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / name[:2] / f"{name[2:]}.zst"]
    assert blobs.sizes() == (1, files[0].stat().st_size)
    assert files[0].stat().st_size < 100


@pytest.mark.parametrize(
    "damage", [b"", b"not zstd", zstandard.compress(b"other bytes!"), zstandard.compress(b"short")]
)
def test_damage_is_noticed(tmp_path: Path, damage: bytes) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"twelve bytes")
    blobs.path(name).write_bytes(damage)
    with pytest.raises(StoreError, match="damaged"):
        blobs.get(name, 12)
    blobs.put(b"twelve bytes")
    assert blobs.get(name, 12) == b"twelve bytes"


def test_a_missing_blob_is_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="gone"):
        Blobs(tmp_path).get(content_hash(b"x"), 1)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"twelve bytes")
    honest = zstandard.compress(bytes(50_000_000))
    silent = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(50_000_000))
    for bomb in (honest, silent):
        blobs.path(name).write_bytes(bomb)
        with pytest.raises(StoreError, match="damaged"):
            blobs.get(name, 12)


def test_a_failed_write_leaves_nothing_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / content_hash(b"x")[:2]).mkdir()
    with pytest.raises(StoreError, match="No space left"):
        Blobs(tmp_path).put(b"x")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_several_are_kept_in_one_go_and_each_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    contents = [b"%d" % (n % 30) for n in range(40)]
    names = blobs.put_many(contents)
    assert [blobs.get(name, len(content)) for name, content in zip(names, contents, strict=True)] == contents
    assert blobs.sizes()[0] == 30


def test_what_killed_writers_left_behind_is_swept_away_when_it_is_old(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"words")
    for left in (".old.tmp", ".new.tmp"):
        (blobs.path(name).parent / left).write_bytes(b"half")
    os.utime(blobs.path(name).parent / ".old.tmp", (0, 0))
    assert blobs.sweep() == 1
    assert sorted(path.name for path in blobs.path(name).parent.iterdir()) == [".new.tmp", blobs.path(name).name]
