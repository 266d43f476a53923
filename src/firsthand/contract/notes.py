"""Notes, and the workspaces that they are written in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WorkspaceMemberOut:
    """Somebody in a workspace: ``owner`` or ``member``."""

    account: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class WorkspaceOut:
    """A workspace as one of its people sees it. ``role`` is theirs; ``current``: it is where they write now.

    ``personal``: it is theirs alone, as everybody has one.
    """

    id: str
    name: str
    role: str
    personal: bool
    current: bool
    members: list[WorkspaceMemberOut]


@dataclass(frozen=True, slots=True)
class NotedOut:
    """What a note is on: ``kind`` is ``story``, ``document``, or what an entity is; ``id`` is None where it is not here now."""

    kind: str
    id: str | None
    title: str


@dataclass(frozen=True, slots=True)
class NoteQuoteOut:
    """A passage that a note speaks of. ``document`` is None where these words are to be found no more; the words stay."""

    text: str
    document: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoteOut:
    """What somebody wrote. ``text`` is Markdown, ``html`` the same, cleaned, to be shown.

    ``depth`` is how far down its thread it stands, ``answers`` how many there are to it. ``edited_by`` is named where it
    was not the author. A deleted note has no words. ``mine``: whoever asks may edit and delete it.
    """

    id: str
    workspace: str
    on: NotedOut
    parent: str | None
    depth: int
    author: str
    by: str
    text: str
    html: str
    quote: NoteQuoteOut | None
    at: str
    edited: str | None
    edited_by: str | None
    deleted: bool
    answers: int
    mine: bool


@dataclass(frozen=True, slots=True)
class NotesOut:
    """A page of the notes on something, in the workspace that is written in now; ``next`` is the key of the next page.

    ``total`` counts all of them. ``workspace`` is None for somebody who is in none; ``members`` are those who read along.
    """

    on: NotedOut
    workspace: str | None
    workspace_name: str
    members: list[str]
    total: int
    notes: list[NoteOut] = field(default_factory=list)
    next: str | None = None


@dataclass(frozen=True, slots=True)
class MentionOut:
    """A note that mentions whoever asks; ``new``: they have not said yet that they saw it."""

    note: NoteOut
    new: bool


@dataclass(frozen=True, slots=True)
class MentionsOut:
    """A page of mentions, newest first; ``unseen`` counts all that are new."""

    mentions: list[MentionOut]
    unseen: int
    next: str | None
