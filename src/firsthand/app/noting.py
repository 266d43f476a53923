"""Notes on what the news says, and the workspaces that they are written in. ``account`` is the id of whoever asks."""

from datetime import UTC, datetime

from firsthand import contract as out
from firsthand import noting, sharing
from firsthand.app.at_work import Store
from firsthand.noting import Passage as Passage
from firsthand.store import notes as notes_store

#: Notes on one page.
PAGE = 30


def notes(
    store: Store, account: str, on: str, limit: int = PAGE, after: str | None = None, *, newest: bool = False
) -> out.NotesOut:
    """Return a page of the notes on a story, a document or an entity, in the workspace that the account writes in.

    As threads, the oldest first, or ``newest`` first; ``after`` is the key the page before gave. Raises NotFound.
    """
    with store.read() as tx:
        return noting.listing(tx, account, on, limit, after, newest=newest)


def note(store: Store, account: str, note_id: str) -> out.NoteOut:
    """Return one note. Raises NotFound, also where it is in a workspace of others."""
    with store.read() as tx:
        return noting.one(tx, account, note_id)


def write_note(
    store: Store,
    account: str,
    on: str,
    text: str,
    *,
    parent: str | None = None,
    passage: Passage | None = None,
    workspace: str | None = None,
) -> out.NoteOut:
    """Write a note (Markdown) on a story, a document or an entity; an answer to ``parent`` goes where that is.

    ``passage`` is quoted with it. Raises InputError and NotFound.
    """
    with store.write() as tx:
        made = noting.write(
            tx, account, on, text, datetime.now(UTC), parent=parent, passage=passage, workspace=workspace
        )
        return noting.one(tx, account, made)


def edit_note(store: Store, account: str, note_id: str, text: str) -> out.NoteOut:
    """Change the words of a note: its author may, and the owner of its workspace. Raises InputError, NotAllowed, NotFound."""
    with store.write() as tx:
        noting.edit(tx, account, note_id, text, datetime.now(UTC))
        return noting.one(tx, account, note_id)


def delete_note(store: Store, account: str, note_id: str) -> out.NoteOut:
    """Delete a note; the answers to it stay. Who may: as for `edit_note`. Raises NotAllowed, NotFound."""
    with store.write() as tx:
        noting.remove(tx, account, note_id, datetime.now(UTC))
        return noting.one(tx, account, note_id)


def mentions(store: Store, account: str, limit: int = PAGE, after: str | None = None) -> out.MentionsOut:
    """Return a page of the notes that mention the account, newest first."""
    with store.read() as tx:
        return noting.mentions(tx, account, limit, after)


def unseen_mentions(store: Store, account: str) -> int:
    """Count the mentions that the account has not looked at."""
    with store.read() as tx:
        return notes_store.unseen(tx, account)


def see_mentions(store: Store, account: str) -> int:
    """Say that the account has looked at all that mentions it; return how many were new."""
    with store.write() as tx:
        return notes_store.see(tx, account, datetime.now(UTC))


def workspaces(store: Store, account: str) -> list[out.WorkspaceOut]:
    """Return the workspaces that the account is in, its own first."""
    with store.read() as tx:
        return sharing.listing(tx, account)


def make_workspace(store: Store, account: str, name: str) -> list[out.WorkspaceOut]:
    """Make a workspace to share, and write in it from now on. Raises InputError."""
    with store.write() as tx:
        sharing.choose(tx, account, sharing.make(tx, account, name, datetime.now(UTC)))
        return sharing.listing(tx, account)


def rename_workspace(store: Store, account: str, workspace: str, name: str) -> list[out.WorkspaceOut]:
    """Give a workspace another name: its owner may. Raises InputError, NotAllowed, NotFound."""
    with store.write() as tx:
        sharing.rename(tx, account, workspace, name)
        return sharing.listing(tx, account)


def invite_member(store: Store, account: str, workspace: str, name: str) -> list[out.WorkspaceOut]:
    """Let the person of a name into a workspace: its owner may. Raises InputError, NotAllowed, NotFound."""
    with store.write() as tx:
        sharing.invite(tx, account, workspace, name, datetime.now(UTC))
        return sharing.listing(tx, account)


def remove_member(store: Store, account: str, workspace: str, guest: str) -> list[out.WorkspaceOut]:
    """Take somebody (by account id) out of a workspace: its owner may. Raises InputError, NotAllowed, NotFound."""
    with store.write() as tx:
        sharing.remove(tx, account, workspace, guest)
        return sharing.listing(tx, account)


def leave_workspace(store: Store, account: str, workspace: str) -> list[out.WorkspaceOut]:
    """Leave a workspace; the notes written there stay. Raises InputError for its owner, NotFound."""
    with store.write() as tx:
        sharing.leave(tx, account, workspace)
        return sharing.listing(tx, account)


def choose_workspace(store: Store, account: str, workspace: str) -> list[out.WorkspaceOut]:
    """Write in this workspace from now on. Raises NotFound."""
    with store.write() as tx:
        sharing.choose(tx, account, workspace)
        return sharing.listing(tx, account)
