"""Notes: who may write, read, change and delete them, and how they are told. Whoever asks is checked here.

what it is on -> what a rebuild keeps of that (an article, an entity's id) -> kept in a workspace -> told where that is now

A note on a story hangs on an article of it, as judgements do (docs/notes/008): merged, split or made anew, it is shown on
whichever story holds that article. To somebody outside its workspace a note is not there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand import contract as out
from firsthand import sharing
from firsthand.model.document import Document
from firsthand.model.errors import InputError, NotAllowed, NotFound
from firsthand.model.moment import stamp
from firsthand.model.note import LONGEST, LONGEST_QUOTE, Note, NoteKind, Quoted, make_note
from firsthand.saying import side
from firsthand.store import documents, notes, shelf, stories, workspaces
from firsthand.store.notes import On
from firsthand.store.transaction import Tx
from firsthand.store.workspaces import OWNER, Workspace
from firsthand.text.markdown import html_of, mentioned

#: Notes that one account may write within a day: a desk's busiest writes a tenth of that by hand.
MOST_A_DAY, _DAY = 1_000, timedelta(days=1)
#: What a name is told as when its account is gone.
GONE = "a former member"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text that a note is to quote."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Subject:
    """What somebody named: what notes on it are found by, and how it is told."""

    kind: NoteKind
    on: On
    told: out.NotedOut


def listing(
    tx: Tx, account: str, on: str, limit: int, after: str | None = None, *, newest: bool = False
) -> out.NotesOut:
    """Return a page of the notes on a story, a document or an entity. Raises NotFound."""
    subject = _subject(tx, on)
    here = sharing.writing_in(tx, account)
    if here is None:
        return out.NotesOut(subject.told, None, "", [], 0)
    page, more = notes.listed(tx, here.id, subject.on, limit, after, newest=newest)
    people = _people(tx, [here.id])[here.id]
    total = notes.count(tx, here.id, subject.on) if page or after else 0
    told = _told(tx, account, page, {here.id: here}, {here.id: people})
    return out.NotesOut(subject.told, here.id, here.name, list(people.values()), total, told, more)


def one(tx: Tx, account: str, note_id: str) -> out.NoteOut:
    """Return one note. Raises NotFound, also for somebody outside its workspace."""
    note, here = _reach(tx, account, note_id)
    return _told(tx, account, [note], {here.id: here}, _people(tx, [here.id]))[0]


def write(
    tx: Tx,
    account: str,
    on: str,
    text: str,
    at: datetime,
    *,
    parent: str | None = None,
    passage: Passage | None = None,
    workspace: str | None = None,
) -> str:
    """Keep a new note, in the workspace that is named or written in now; an answer goes where what it answers is.

    Returns its id. Raises InputError and NotFound.
    """
    text = _checked(text)
    if notes.count_written(tx, account, at - _DAY) >= MOST_A_DAY:
        raise InputError("too_many", f"You wrote {MOST_A_DAY} notes since yesterday.", "Go on tomorrow.")
    above, here = _reach(tx, account, parent) if parent else (None, None)
    if above is not None and above.deleted is not None:
        raise InputError("deleted", "What you answer was deleted meanwhile.", "Write a note of your own.")
    here = here or (sharing.within(tx, account, workspace) if workspace else sharing.writing_in(tx, account))
    if here is None:
        raise NotFound("You are in no workspace.", "Ask your administrator.")
    subject = _subject(tx, on) if above is None else None
    kind = subject.kind if subject else NoteKind.STORY
    hung = _hung(tx, on, subject) if subject else ""
    quote = _quoted(tx, passage) if passage else None
    note = make_note(here.id, kind, hung, account, text, at, answers=above, quote=quote)
    notes.add(tx, note, _mentions(tx, here.id, text, account))
    return note.id


def edit(tx: Tx, account: str, note_id: str, text: str, at: datetime) -> None:
    """Put other words in a note's place. Raises InputError, NotAllowed, NotFound."""
    note = _owned(tx, account, note_id)
    text = _checked(text)
    if note.deleted is not None:
        raise InputError("deleted", "This note was deleted.", "Write a new one.")
    if text != note.text:
        notes.edit(tx, note, text, account, at, _mentions(tx, note.workspace, text, note.author))


def remove(tx: Tx, account: str, note_id: str, at: datetime) -> None:
    """Delete a note: its words go, the answers stay. Raises NotAllowed, NotFound."""
    note = _owned(tx, account, note_id)
    if note.deleted is None:
        notes.remove(tx, note.id, at)


def mentions(tx: Tx, account: str, limit: int, after: str | None = None) -> out.MentionsOut:
    """Return a page of the notes that mention somebody, newest first."""
    page, more = notes.mentions(tx, account, limit, after)
    mine = {one.id: one for one in workspaces.of_account(tx, account)}
    kept = [(note, new) for note, new in page if note.workspace in mine]
    told = _told(tx, account, [note for note, _ in kept], mine, _people(tx, {note.workspace for note, _ in kept}))
    found = [out.MentionOut(note, new) for note, (_, new) in zip(told, kept, strict=True)]
    return out.MentionsOut(found, notes.unseen(tx, account), more)


# --- what may be done ---


def _reach(tx: Tx, account: str, note_id: str) -> tuple[Note, Workspace]:
    note = notes.get(tx, note_id)
    here = next((one for one in workspaces.of_account(tx, account) if one.id == note.workspace), None)
    if here is None:
        raise NotFound(f"No note has the id {note_id}.")
    return note, here


def _owned(tx: Tx, account: str, note_id: str) -> Note:
    note, here = _reach(tx, account, note_id)
    if account != note.author and here.role != OWNER:
        raise NotAllowed("This note is another's.", "You can answer it.")
    return note


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise InputError("empty", "The note is empty.", "Write something first.")
    if len(text) > LONGEST:
        raise InputError("too_long", f"The note has {len(text):,} characters.", f"{LONGEST:,} fit.")
    return text


def _mentions(tx: Tx, workspace: str, text: str, author: str) -> set[str]:
    """Return whom a note mentions: those who may read it, but for who wrote it."""
    people = _people(tx, [workspace])[workspace]
    named = mentioned(text, tuple(sorted(people.values())))
    return {account for account, name in people.items() if name in named} - {author}


def _people(tx: Tx, ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the names of who is in some workspaces, by account."""
    found: dict[str, dict[str, str]] = {i: {} for i in ids}
    for member in workspaces.within(tx, ids):
        found[member.workspace][member.account] = member.name
    return found


# --- what a note is on ---


def _subject(tx: Tx, on: str) -> _Subject:
    if on.startswith("sto_"):
        return _Subject(NoteKind.STORY, On(story=on), out.NotedOut("story", on, stories.headline(tx, on)))
    if on.startswith("doc_"):
        page = documents.get(tx, on)
        return _Subject(NoteKind.DOCUMENT, On(article=page.article), out.NotedOut("document", on, page.headline))
    known = shelf.named(tx, [on]).get(on)
    if known is None:
        raise NotFound(f"No story, document or name has the id {on}.")
    return _Subject(NoteKind.ENTITY, On(entity=on), out.NotedOut(known.kind, on, known.name))


def _hung(tx: Tx, on: str, subject: _Subject) -> str:
    """Return what a new note hangs on: for a story the article that stands for it."""
    return side(tx, on) if subject.kind is NoteKind.STORY else subject.on.article or subject.on.entity


def _quoted(tx: Tx, passage: Passage) -> Quoted:
    page = documents.get(tx, passage.document)
    start, end = passage.start, passage.end
    if not 0 <= start < end <= len(page.text) or not page.text[start:end].strip():
        raise InputError("no_passage", "There are no words at the place that you quote.", "Choose it again.")
    if end - start > LONGEST_QUOTE:
        raise InputError("too_long", f"The passage has {end - start:,} characters.", f"{LONGEST_QUOTE:,} fit.")
    return Quoted(page.text[start:end], page.id, page.article, start, end)


# --- how notes are told ---


def _told(
    tx: Tx,
    account: str,
    some: Sequence[Note],
    here: Mapping[str, Workspace],
    people: Mapping[str, Mapping[str, str]],
) -> list[out.NoteOut]:
    """Tell of notes. However many there are, the number of questions to the store is the same."""
    if not some:
        return []
    places = _places(tx, some)
    answers = notes.answers(tx, [note.id for note in some])
    known = workspaces.names(tx, {i for note in some for i in (note.author, note.edited_by) if i})
    return [
        out.NoteOut(
            note.id,
            note.workspace,
            places.on(note),
            note.parent,
            note.depth,
            note.author,
            known.get(note.author, GONE),
            note.text,
            html_of(note.text, tuple(sorted(people[note.workspace].values()))),
            places.quote(note.quote) if note.quote else None,
            _written(note.at) or "",
            _written(note.edited),
            known.get(note.edited_by or "", GONE) if note.edited_by not in (None, note.author) else None,
            note.deleted is not None,
            answers.get(note.id, 0),
            note.deleted is None and (note.author == account or here[note.workspace].role == OWNER),
        )
        for note in some
    ]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where what notes hang on is now: the newest page of each article, the story of each page, names of entities."""

    newest: Mapping[str, Document]
    home: Mapping[str, str]
    headlines: Mapping[str, str]
    pages: Mapping[str, Document]
    entities: Mapping[str, shelf.Named]

    def on(self, note: Note) -> out.NotedOut:
        """Tell what a note is on."""
        if note.kind is NoteKind.ENTITY:
            known = self.entities.get(note.subject)
            return out.NotedOut(known.kind, note.subject, known.name) if known else out.NotedOut("topic", None, "")
        page = self.newest.get(note.subject)
        if page is None:
            return out.NotedOut(note.kind, None, "")
        if note.kind is NoteKind.DOCUMENT:
            return out.NotedOut("document", page.id, page.headline)
        story = self.home.get(page.id)
        return out.NotedOut("story", story, self.headlines.get(story or "", page.headline))

    def quote(self, quote: Quoted) -> out.NoteQuoteOut:
        """Tell what is quoted, and where these words stand now."""
        page = self.pages.get(quote.document)
        if page is not None and page.text[quote.start : quote.end] == quote.text:
            return out.NoteQuoteOut(quote.text, page.id, quote.start, quote.end)
        page = self.newest.get(quote.article)
        at = page.text.find(quote.text) if page else -1
        if page is None or at < 0:
            return out.NoteQuoteOut(quote.text, None, 0, 0)
        return out.NoteQuoteOut(quote.text, page.id, at, at + len(quote.text))


def _places(tx: Tx, some: Iterable[Note]) -> _Places:
    given = list(some)
    quotes = [note.quote for note in given if note.quote]
    articles = {note.subject for note in given if note.kind is not NoteKind.ENTITY} | {q.article for q in quotes}
    pages = documents.many(tx, [*documents.ids_of_articles(tx, articles), *(q.document for q in quotes)])
    newest: dict[str, Document] = {}
    for page in sorted(pages.values(), key=lambda p: p.arrival):
        newest[page.article] = page
    home = stories.where(tx, [page.id for page in newest.values()])
    headlines = {i: story.headline for i, story in stories.many(tx, home.values()).items()}
    entities = shelf.named(tx, [note.subject for note in given if note.kind is NoteKind.ENTITY])
    return _Places(newest, home, headlines, pages, entities)


def _written(at: datetime | None) -> str | None:
    return stamp(at) if at else None
