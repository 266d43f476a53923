"""Workspaces: who writes and reads notes together. Whoever asks is checked here, and nowhere else.

Everybody has one workspace of their own, which nobody else gets into: what is written there is private. A shared one has an
owner, who invites by name; those invited are in at once, and may leave again. To somebody outside, a workspace is not there.
"""

from datetime import datetime

from firsthand import contract as out
from firsthand.model.errors import InputError, NotAllowed, NotFound
from firsthand.model.ids import derive
from firsthand.store import notes, workspaces
from firsthand.store.transaction import Tx
from firsthand.store.workspaces import OWNER, Workspace

#: Characters of a name; workspaces that one person has; people in one workspace; workspaces that one person is in.
_NAME, _MOST, _CROWD, _EVERYWHERE = 80, 100, 500, 300


def listing(tx: Tx, account: str) -> list[out.WorkspaceOut]:
    """Return the workspaces that somebody is in, their own first, each with who is in it."""
    mine = workspaces.of_account(tx, account)
    chosen = _chosen(tx, account, mine)
    people: dict[str, list[out.WorkspaceMemberOut]] = {one.id: [] for one in mine}
    for member in workspaces.within(tx, people):
        people[member.workspace].append(out.WorkspaceMemberOut(member.account, member.name, member.role))
    return [out.WorkspaceOut(w.id, w.name, w.role, w.personal, w is chosen, people[w.id]) for w in mine]


def writing_in(tx: Tx, account: str) -> Workspace | None:
    """Return the workspace that somebody writes in: the one they chose, or else their own."""
    return _chosen(tx, account, workspaces.of_account(tx, account))


def _chosen(tx: Tx, account: str, mine: list[Workspace]) -> Workspace | None:
    chosen = workspaces.current(tx, account) if len(mine) > 1 else None
    return next((one for one in mine if one.id == chosen), mine[0] if mine else None)


def within(tx: Tx, account: str, workspace: str) -> Workspace:
    """Return a workspace as somebody in it sees it. Raises NotFound for somebody outside."""
    found = next((one for one in workspaces.of_account(tx, account) if one.id == workspace), None)
    if found is None:
        raise NotFound(f"No workspace of yours has the id {workspace}.", "Whoever owns it can invite you.")
    return found


def _owned(tx: Tx, account: str, workspace: str) -> Workspace:
    found = within(tx, account, workspace)
    if found.role != OWNER:
        raise NotAllowed(f"Only its owner may do that to “{found.name}”.", "Ask them, or make a workspace of your own.")
    return found


def make(tx: Tx, account: str, name: str, at: datetime) -> str:
    """Make a workspace to share; return its id. Raises InputError."""
    name = _named(name)
    if sum(one.role == OWNER for one in workspaces.of_account(tx, account)) >= _MOST:
        raise InputError("too_many", f"You have {_MOST} workspaces already.", "Give one of them another name.")
    made = derive("wsp", account, name, at.isoformat())
    workspaces.make(tx, made, name, account, at)
    return made


def rename(tx: Tx, account: str, workspace: str, name: str) -> None:
    """Give a workspace another name. Raises InputError, NotAllowed, NotFound."""
    _owned(tx, account, workspace)
    workspaces.rename(tx, workspace, _named(name))


def invite(tx: Tx, account: str, workspace: str, name: str, at: datetime) -> str:
    """Let the person of a name in; return their id. Raises InputError, NotAllowed, NotFound."""
    found = _owned(tx, account, workspace)
    if found.personal:
        raise InputError("personal", "This workspace is yours alone.", "Make one to share, and invite people there.")
    guest = workspaces.named(tx, " ".join(name.split()))
    if guest is None:
        raise InputError("no_account", f"Nobody here goes by the name {name!r}.", "Ask them how theirs is written.")
    if len(workspaces.within(tx, [workspace])) >= _CROWD:
        raise InputError("too_many", f"{_CROWD} people are in it already.", "Make a second workspace.")
    if len(workspaces.of_account(tx, guest)) >= _EVERYWHERE:
        raise InputError("too_many", f"They are in {_EVERYWHERE} workspaces already.", "They can leave one first.")
    workspaces.join(tx, workspace, guest, at)
    return guest


def remove(tx: Tx, account: str, workspace: str, guest: str) -> None:
    """Take somebody out. Raises InputError for the owner themselves, NotAllowed, NotFound."""
    _owned(tx, account, workspace)
    if guest == account:
        raise InputError("owner", "You own this workspace, and it would be nobody's.", "Remove the others instead.")
    if workspaces.role(tx, workspace, guest) is None:
        raise NotFound("Nobody in this workspace has that id.")
    _out(tx, workspace, guest)


def leave(tx: Tx, account: str, workspace: str) -> None:
    """Leave a workspace; what one wrote there stays there. Raises InputError for its owner, NotFound."""
    if within(tx, account, workspace).role == OWNER:
        raise InputError("owner", "You own this workspace, and it would be nobody's.", "Remove the others instead.")
    _out(tx, workspace, account)


def _out(tx: Tx, workspace: str, account: str) -> None:
    workspaces.leave(tx, workspace, account)
    notes.forget(tx, account, workspace)


def choose(tx: Tx, account: str, workspace: str) -> None:
    """Write in this workspace from now on. Raises NotFound."""
    within(tx, account, workspace)
    workspaces.choose(tx, account, workspace)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _NAME:
        raise InputError("name", "The name is empty or too long.", f"{_NAME} characters fit.")
    return name
