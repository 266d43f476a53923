"""Backups, on each database and across them: all of it comes back, whatever goes on meanwhile, or nothing is touched."""

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from litestar.testing import TestClient
from sqlalchemy import select

from firsthand import app, server
from firsthand.contract import SourceChoices
from firsthand.model.errors import FirsthandError, InputError, StoreError
from firsthand.store import backup as backups
from firsthand.store import captures, migrations, model_cache, search_changes
from firsthand.store import restore as restoring
from firsthand.store.database import Store, open_store
from firsthand.store.derived import DROPPED
from firsthand.store.tables import metadata, search_epoch, turn
from firsthand.store.tables import work as queue_table
from tests import entering
from tests.conftest import DIALECTS
from tests.postgres import database

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
Addresses = Callable[[str, bool], str]


def told(store: Store, derived: bool) -> str:
    """Return the hash of all rows that a backup holds (``derived``: of those too), in their order."""
    digest = hashlib.sha256()
    with store.read() as tx:
        for table in metadata.sorted_tables:
            if table in (turn, queue_table, search_epoch) or (table in DROPPED and not derived):
                continue
            for row in tx.conn.execute(select(table).order_by(*table.primary_key.columns)):
                digest.update(repr((table.name, tuple(row))).encode())
    return digest.hexdigest()


@pytest.fixture(scope="module", params=DIALECTS)
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the demo, a source with choices, a correction and a model's answer."""
    folder = tmp_path_factory.mktemp("full")
    with ExitStack() as stack:
        address = str(folder / "store")
        if request.param != "sqlite":
            server = request.getfixturevalue("postgres_server")
            address = f"{stack.enter_context(database(server))}?blobs={folder / 'blobs'}"
        store = open_store(address)
        stack.callback(store.close)
        _fill(store)
        yield store


def _fill(store: Store) -> None:
    app.load_demo(store)
    app.add_content(store, b"<opml><body><outline text='P' xmlUrl='https://a.example/f'/></body></opml>", "a.opml")
    chosen = SourceChoices(tags=["ports", "Häfen\u2028 \U0001f6a2"], rules=["mute any: x"])
    app.choose(store, app.sources(store).sources[0].id, chosen)
    told = [app.story(store, line.id) for line in app.river(store, limit=100).stories]
    copy = next(m for story in told for m in story.documents if m.original)
    app.judge(store, "not_a_copy", copy.id, copy.original, "Ada", "no copy, she says")
    with store.write() as tx:
        model_cache.keep(tx, "m", "1", {"ab": b"\x00\xff answer"}, NOW)


@pytest.fixture
def small(store: Store) -> Store:
    """A store with fifty pages that nobody has read yet, and a source."""
    with store.write() as tx:
        for number in range(50):
            add_page(tx, number)
    app.add_content(store, b"<opml><body><outline text='P' xmlUrl='https://a.example/f'/></body></opml>", "a.opml")
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.backup"


@pytest.mark.parametrize("to", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_what_is_restored_is_what_was_there(full: Store, file: Path, to: str, elsewhere: Callable[[str], str]) -> None:
    """Byte for byte, from either database into either."""
    restored_is_what_was_there(full, file, elsewhere(to), everything=True)


@pytest.mark.postgres
def test_what_is_derived_is_made_again_to_the_same_rows(
    full: Store, file: Path, elsewhere: Callable[[str], str]
) -> None:
    other = "postgresql" if full.describe().dialect == "sqlite" else "sqlite"
    restored_is_what_was_there(full, file, elsewhere(other), everything=False)


def restored_is_what_was_there(full: Store, file: Path, address: str, *, everything: bool) -> None:
    written = app.backup(full, str(file), everything=everything)
    assert (written.captures, written.damaged) == (app_captures(full), [])
    out = app.restore(str(file), address)
    assert (out.captures, out.left_out, out.to_read) == (written.captures, 0, 0)
    back = open_store(address)
    try:
        assert told(back, everything) == told(full, everything)
        with full.read() as one, back.read() as other:
            assert search_changes.epoch(one) != search_changes.epoch(other), (
                "an index of the one does not follow the other"
            )
            assert list(full.dump(one)) == list(back.dump(other))
            assert model_cache.kept(other, "m", "1", ["ab"]) == {"ab": b"\x00\xff answer"}
    finally:
        back.close()
    if "://" not in address:
        assert [c for c in app.doctor(address) if c.state == "bad"] == []


def test_a_desk_goes_on_in_the_other_database(
    full: Store, file: Path, elsewhere: Callable[[str], str], request: pytest.FixtureRequest
) -> None:
    """What can be made or fetched again is in no backup; restored, the site shows and finds the same."""
    pictures = full.blobs.folder.with_name(f"{full.blobs.folder.name}-pictures")
    pictures.mkdir(exist_ok=True)
    (pictures / "ab.picture").write_bytes(b"a picture")
    shown = _site(full)
    app.backup(full, str(file))
    raw = zstandard.ZstdDecompressor().stream_reader(file.read_bytes()).read()
    with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
        names = tar.getnames()
    kinds = {"rows", "blobs", backups.HEADER, backups.MANIFEST, backups.SETTINGS}
    assert {name.partition("/")[0] for name in names} <= kinds
    address = elsewhere("sqlite" if full.dialect == "postgresql" else _postgres(request))
    app.restore(str(file), address)
    back = open_store(address)
    try:
        assert not back.search_folder.exists() or not any(back.search_folder.iterdir())
        assert _site(back) == shown
    finally:
        back.close()


def _postgres(request: pytest.FixtureRequest) -> str:
    request.getfixturevalue("postgres_server")  # without one the test is skipped
    return "postgresql"


def _site(store: Store) -> dict[str, str]:
    """Return the pages of a store's stories, and what a search finds, without what is new with every session."""
    app.index_now(store)
    with TestClient(server.build(store), base_url="http://127.0.0.1:8000") as client:
        entering.enter(client, store)
        (line, *_) = app.river(store, limit=5).stories
        paths = ["/", f"/story/{line.id}", f"/story/{line.id}/evidence", f"/search?q={line.headline.split()[0]}"]
        paths += [f"/{kind}" for kind in ("people", "outlets")]
        client.get(paths[1])  # so that it is read, in the one as in the other
        pages = {path: client.get(path) for path in paths}
        assert {answer.status_code for answer in pages.values()} == {200}
        assert line.id in pages[paths[3]].text
    return {path: re.sub(r'(value|nonce|content)="[\w-]{20,}"', "", answer.text) for path, answer in pages.items()}


def app_captures(store: Store) -> int:
    with store.read() as tx:
        return captures.count(tx)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A function that gives the address of a second new store."""
    with ExitStack() as stack:

        def new(dialect: str) -> str:
            if dialect == "sqlite":
                return str(tmp_path / "elsewhere")
            server = request.getfixturevalue("postgres_server")
            return f"{stack.enter_context(database(server))}?blobs={tmp_path / 'other-blobs'}"

        yield new


def test_a_backup_is_of_one_instant_while_somebody_writes(store: Store, file: Path, tmp_path: Path) -> None:
    """A writer keeps two rows equal in every transaction: in the backup they are equal too."""
    stop, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            written += 1
            with store.write() as tx:
                model_cache.keep(tx, "first", "1", {"x": str(written).encode()}, NOW)
                add_page(tx, written)
                model_cache.keep(tx, "second", "1", {"x": str(written).encode()}, NOW)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written < 5:
            time.sleep(0.01)
        began = written
        for number in range(3):
            app.backup(store, str(file.with_suffix(f".{number}")))
        assert written > began, "the writer was not held up"
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        target = str(tmp_path / f"back{number}")
        out = app.restore(str(file.with_suffix(f".{number}")), target, work=False)
        back = open_store(target)
        with back.read() as tx:
            one, two = (model_cache.kept(tx, model, "1", ["x"])["x"] for model in ("first", "second"))
            assert one == two
            assert out.captures == int(one) == captures.count(tx)
            for capture in captures.many(tx, captures.all_ids(tx)).values():
                assert captures.content(tx, capture)
        back.close()


def add_page(tx: object, number: int) -> None:
    from firsthand.model.capture import make_capture

    content = f"Page {number}".encode()
    captures.add(tx, make_capture(content, f"https://a.example/{number}", NOW), content)  # type: ignore[arg-type]


def test_killed_while_it_writes_it_leaves_no_file_of_that_name(small: Store, address: str, file: Path) -> None:
    program = (
        "import os, signal, sys\nfrom firsthand import app\nfrom firsthand.store import backup\n"
        "add, left = backup._add, [int(sys.argv[3])]\n"
        "def dying(*given):\n    add(*given)\n    left[0] -= 1\n    left[0] or os.kill(os.getpid(), signal.SIGKILL)\n"
        "backup._add = dying\napp.backup(app.open_store(sys.argv[1]), sys.argv[2])\n"
    )
    for pieces in (1, 6, 40):
        ended = subprocess.run([sys.executable, "-c", program, address, str(file), str(pieces)], check=False)
        assert ended.returncode == -signal.SIGKILL
        assert not file.exists()
    app.backup(small, str(file))
    left = list(file.parent.glob(".desk.backup.*.part"))
    assert len(left) == 3
    for part in left:
        os.utime(part, (0, 0))
    app.backup(small, str(file), replace=True)
    assert list(file.parent.glob(".desk.backup.*.part")) == [], "what was left behind a day ago is removed"


def test_a_file_is_replaced_only_when_asked(small: Store, file: Path) -> None:
    file.write_text("precious")
    with pytest.raises(InputError, match=r"there already\. Choose another name, or add --replace"):
        app.backup(small, str(file))
    assert file.read_text() == "precious"
    with pytest.raises(FirsthandError, match="cannot be written to"):
        app.backup(small, str(file.parent / "absent" / "x.backup"))
    with pytest.raises(InputError, match="is a folder"):
        app.backup(small, str(file.parent))


@pytest.mark.parametrize(
    ("harm", "cause"),
    [
        (lambda b: b[: len(b) // 2], "cut off|damaged"),
        (lambda b: b[:-4] + bytes(4), "damaged"),
        (lambda b: b[:2000] + bytes([b[2000] ^ 255]) + b[2001:], "cannot be used"),
        (lambda b: b"", "damaged|cut off"),
        (lambda b: b"PK\x03\x04 a zip" * 50, "damaged, or no backup"),
    ],
)
def test_a_broken_file_is_refused_and_nothing_is_touched(
    small: Store, file: Path, tmp_path: Path, harm: Callable[[bytes], bytes], cause: str
) -> None:
    app.backup(small, str(file))
    file.write_bytes(harm(file.read_bytes()))
    with pytest.raises(InputError, match=cause):
        app.restore(str(file), str(tmp_path / "new"), aside=True)
    assert not (tmp_path / "new").exists()


def rewritten(
    file: Path, change: Callable[[str, bytes], tuple[str, bytes] | None], extra: Iterable[tuple[str, bytes]] = ()
) -> None:
    """Write a backup anew with its members changed."""
    raw = zstandard.ZstdDecompressor().stream_reader(file.read_bytes(), read_across_frames=False).read()
    members = []
    with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
        for member in tar:
            stream = tar.extractfile(member)
            assert stream
            members.append(change(member.name, stream.read()))
    with file.open("wb") as out, backups._packed(out) as tar:
        for one in [*(m for m in members if m), *extra]:
            backups._add(tar, *one)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("../../etc/passwd", "which no backup has"),
        ("rows/../x/000000", "no backup has"),
        ("rows/handed_in/000000", "which no backup has"),
        ("rows/turn/000000", "which no backup has"),
        ("manifest.json", "behind its end"),
    ],
)
def test_what_no_backup_has_is_refused(small: Store, file: Path, tmp_path: Path, name: str, cause: str) -> None:
    app.backup(small, str(file))
    if name != "manifest.json":
        rewritten(file, lambda n, c: (name, c) if n.startswith("blobs/") else (n, c))
    else:
        rewritten(file, lambda n, c: (n, c), [("blobs/ab/cd.zst", b"")])
    with pytest.raises(InputError, match=cause):
        app.restore(str(file), str(tmp_path / "new"))


def test_a_row_that_is_missing_is_noticed(small: Store, file: Path, tmp_path: Path) -> None:
    app.backup(small, str(file))
    rewritten(file, lambda n, c: None if n.startswith("rows/source/") else (n, c))
    with pytest.raises(InputError, match="the rows of source are not those"):
        app.restore(str(file), str(tmp_path / "new"))
    app.backup(small, str(file), replace=True)
    rewritten(file, lambda n, c: None if n.startswith("blobs/a") else (n, c))
    with pytest.raises(InputError, match=r"it has the bytes of \d+ captures, and lists"):
        app.restore(str(file), str(tmp_path / "new"))


def test_a_backup_of_a_newer_program_is_refused(small: Store, file: Path, tmp_path: Path) -> None:
    app.backup(small, str(file))
    rewritten(
        file, lambda n, c: (n, json.dumps({**json.loads(c), "format": 99}).encode()) if n == backups.HEADER else (n, c)
    )
    with pytest.raises(InputError, match="newer version"):
        app.restore(str(file), str(tmp_path / "new"))
    app.backup(small, str(file), replace=True)
    rewritten(
        file,
        lambda n, c: (n, json.dumps({**json.loads(c), "schema": "9999"}).encode()) if n == backups.HEADER else (n, c),
    )
    with pytest.raises(StoreError, match="schema 9999"):
        app.restore(str(file), str(tmp_path / "new"))


def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    small: Store, file: Path, addresses: Addresses, elsewhere: Callable[[str], str], dialect: str
) -> None:
    """What a program wrote that did not know sources yet."""
    app.backup(small, str(file))
    old = {"capture", "judgement", "model_cache", "archive_progress"}

    def older(name: str, content: bytes) -> tuple[str, bytes] | None:
        if name in (backups.HEADER, backups.MANIFEST):
            said = json.loads(content)
            said["tables"] = {table: about for table, about in said["tables"].items() if table in old}
            content = json.dumps(said | ({"schema": "0010"} if name == backups.HEADER else {})).encode()
        return None if name.startswith("rows/") and name.split("/")[1] not in old else (name, content)

    rewritten(file, older)
    address = elsewhere(dialect)
    assert app.restore(str(file), address).captures == app_captures(small)
    back = open_store(address)
    with back.read() as tx:
        assert migrations.revision_of(tx.conn) == migrations.HEAD
        assert all(captures.content(tx, c) for c in captures.many(tx, captures.all_ids(tx)).values())
    back.close()


def test_a_backup_goes_into_an_empty_store_alone(small: Store, file: Path, tmp_path: Path) -> None:
    app.backup(small, str(file))
    there = str(tmp_path / "there")
    app.restore(str(file), there, work=False)
    with pytest.raises(StoreError, match="is not empty"):
        app.restore(str(file), there)
    out = app.restore(str(file), there, aside=True, work=False)
    assert out.moved
    assert (Path(out.moved) / "firsthand.sqlite").exists()
    with pytest.raises(StoreError, match="is not moved aside"):
        app.restore(str(file), "postgresql://nobody@127.0.0.1:1/x", aside=True)


def test_what_fails_in_between_leaves_an_empty_store(
    small: Store, file: Path, elsewhere: Callable[[str], str], dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.backup(small, str(file))
    address = elsewhere(dialect)
    monkeypatch.setattr(restoring._Loading, "flush", _full_disk)
    with pytest.raises(StoreError, match="disk is full"):
        app.restore(str(file), address)
    back = open_store(address)
    with back.read() as tx:
        assert restoring.is_empty(tx)
    back.close()


def _full_disk(_loading: object) -> None:
    raise StoreError("The disk is full.")


def test_damaged_bytes_are_told_and_the_rest_is_kept(small: Store, file: Path, tmp_path: Path) -> None:
    with small.read() as tx:
        some = sorted(captures.many(tx, captures.all_ids(tx)).values(), key=lambda c: c.id)[:2]
    small.blobs.path(some[0].blob).write_bytes(b"not what it was")
    small.blobs.path(some[1].blob).unlink()
    out = app.backup(small, str(file), everything=True)
    assert sorted(out.damaged) == sorted(c.blob for c in some)
    back = app.restore(str(file), str(tmp_path / "back"))
    assert (back.left_out, back.captures) == (2, out.captures - 2)
    assert [c for c in app.doctor(str(tmp_path / "back")) if c.state == "bad"] == []


def test_the_settings_of_the_folder_come_along(tmp_path: Path, file: Path) -> None:
    store = open_store(str(tmp_path / "one"))
    (tmp_path / "one" / "firsthand.toml").write_text('[models]\ntagger = "none"\n')
    app.backup(store, str(file))
    assert file.stat().st_mode & 0o077 == 0, "accounts are in it"
    app.restore(str(file), str(tmp_path / "two"))
    assert (tmp_path / "two" / "firsthand.toml").read_text() == '[models]\ntagger = "none"\n'
    store.close()


def test_no_table_counts_by_itself() -> None:
    """A restored row keeps its number; a database that goes on counting from 1 would give it again."""
    counting = [str(c) for t in metadata.sorted_tables for c in [t.autoincrement_column] if c is not None]
    assert counting == []
