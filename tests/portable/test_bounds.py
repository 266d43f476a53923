"""What one account may keep is bounded, on each database; and no row names a file that is read, or removed."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand import app, noting, sharing
from firsthand.app import handing_in
from firsthand.model.errors import InputError
from firsthand.store import handed_in, sessions
from firsthand.store.database import Store
from tests import entering
from tests.made import STRIKE
from tests.taken import Page, take_in


@pytest.fixture
def ada(store: Store) -> str:
    return entering.account(store, "reader", "Ada")


def test_a_desk_of_notes_a_day_and_no_more(store: Store, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(store, [Page("wire", "one.example", "Port Alden strike ends", STRIKE, 0)])
    (story,) = app.river(store).stories
    monkeypatch.setattr(noting, "MOST_A_DAY", 2)
    first = app.write_note(store, ada, story.id, "One.")
    app.delete_note(store, ada, first.id)
    app.write_note(store, ada, story.id, "Two.")
    with pytest.raises(InputError, match="2 notes since yesterday"):
        app.write_note(store, ada, story.id, "Three.")
    app.write_note(store, entering.account(store, "reader", "Ben"), story.id, "Another's.")
    with store.write() as tx:
        noting.write(tx, ada, story.id, "Tomorrow.", datetime.now(UTC) + timedelta(days=1))


def test_of_many_sessions_the_one_used_longest_ago_ends(
    store: Store, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    other = app.enter_as(store, entering.account(store, "reader", "Ben")).token
    tokens = [app.enter_as(store, ada).token for _ in range(5)]
    there = app.Sessions(store)
    assert [there.by_cookie(token) is not None for token in tokens] == [False, False, True, True, True]
    assert there.by_cookie(other), "another's stays"


def test_who_was_invited_everywhere_still_makes_workspaces(
    store: Store, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "_MOST", 2)
    monkeypatch.setattr(sharing, "_EVERYWHERE", 3)
    hosts = [entering.account(store, "reader", f"Host {n}") for n in range(3)]
    for host in hosts[:2]:
        (made,) = (w.id for w in app.make_workspace(store, host, "Come in") if w.name == "Come in")
        app.invite_member(store, host, made, "Ada")
    app.make_workspace(store, ada, "Desk")
    with pytest.raises(InputError, match="2 workspaces already"):
        app.make_workspace(store, ada, "Another")
    (made,) = (w.id for w in app.make_workspace(store, hosts[2], "Come in") if w.name == "Come in")
    with pytest.raises(InputError, match="in 3 workspaces already"):
        app.invite_member(store, hosts[2], made, "Ada")


def test_a_file_that_cannot_be_kept_whole_leaves_nothing(store: Store) -> None:
    class Broken(io.BytesIO):
        def read(self, _most: int | None = -1) -> bytes:
            if self.tell():
                raise OSError(28, "No space left on device")
            return super().read(5)

    with pytest.raises(app.StoreError, match="No space left"):
        app.hand_in_file(store, "acc_a", "x.txt", Broken(b"a long text"))
    assert [p for p in (store.blobs.folder / ".incoming").rglob("*") if p.is_file()] == []


def test_no_file_but_one_that_was_handed_in_is_read_or_removed(store: Store, tmp_path: Path) -> None:
    """A row may come from anywhere: a backup that somebody was sent."""
    private = tmp_path / "private" / "diary.txt"
    private.parent.mkdir()
    private.write_text("Dear diary, this is a long text about the harbour of Port Alden and its cranes.\n" * 5)
    with store.write() as tx:
        handed_in.add(tx, "hnd_aaaaaaaaaaaaaaaa", "acc_a", "file", "diary", str(private), datetime.now(UTC))
        handed_in.add(
            tx, "hnd_bbbbbbbbbbbbbbbb", "acc_a", "file", "up", str(store.blobs.folder / ".incoming" / ".." / "x"),
            datetime.now(UTC),
        )  # fmt: skip
    for _ in range(2):
        thing = handing_in._take(store, "holder")
        assert thing
        handing_in._read(store, thing)
    assert private.exists()
    assert [(t.state, t.documents) for t in app.handed_in_list(store).things] == [("failed", [])] * 2
