"""A note: what somebody wrote beside a story, a document, or whom and what the news names."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.model.ids import derive

#: Answers to answers to ... : from here on an answer stands beside what it answers, for no line is left to indent.
DEEPEST = 6
#: Characters of a note. What is longer is a document, and has its place elsewhere.
LONGEST = 10_000
#: Characters of a passage that a note quotes.
LONGEST_QUOTE = 2_000


class NoteKind(StrEnum):
    """What a note is on."""

    STORY = "story"
    DOCUMENT = "document"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage that a note speaks of: its words, and where they stood when it was written."""

    text: str
    document: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """``subject`` is an article (`docs/notes/008`) or an entity's id. ``path`` orders a thread: parents before answers.

    A deleted note has no text any more; it keeps its place as long as somebody answered it.
    """

    id: str
    workspace: str
    kind: NoteKind
    subject: str
    parent: str | None
    path: str
    author: str
    text: str
    at: datetime
    edited: datetime | None = None
    edited_by: str | None = None
    deleted: datetime | None = None
    quote: Quoted | None = None

    @property
    def depth(self) -> int:
        """How deep in its thread it stands; 0 where it begins one."""
        return self.path.count("/")


def make_note(
    workspace: str,
    kind: NoteKind,
    subject: str,
    author: str,
    text: str,
    at: datetime,
    *,
    answers: Note | None = None,
    quote: Quoted | None = None,
) -> Note:
    """Make a note; an answer goes where what it answers is.

    >>> from datetime import UTC
    >>> first = make_note("wsp_a", NoteKind.ENTITY, "ent_a", "acc_a", "One.", datetime(2026, 1, 1, tzinfo=UTC))
    >>> make_note("wsp_a", NoteKind.ENTITY, "", "acc_a", "Two.", datetime(2026, 1, 2, tzinfo=UTC), answers=first).depth
    1
    """
    if answers is not None:
        kind, subject = answers.kind, answers.subject
    i = derive("not", workspace, subject, author, at.isoformat(), text)
    step = f"{int(at.timestamp() * 1_000_000):016}.{i}"
    above = "" if answers is None else f"{answers.path}/"
    if answers is not None and answers.depth >= DEEPEST:
        above = answers.path.rpartition("/")[0] + "/"
    return Note(
        i, workspace, kind, subject, answers.id if answers else None, above + step, author, text, at, quote=quote
    )
