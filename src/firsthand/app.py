"""The use cases: what a person or a program can ask for. Shells call these and nothing below.

Every function takes an open store and gives shapes of `firsthand.contract`; what goes wrong is a
`firsthand.model.errors.FirsthandError` with its cause and the next try.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from time import monotonic
from typing import BinaryIO
from urllib.parse import urlsplit

import msgspec
from platformdirs import user_data_path

from firsthand import affairs, following, intake, judging, present, pushing, voicing, worker
from firsthand import contract as out
from firsthand.adding import Adding
from firsthand.backends.chosen import load_models
from firsthand.capture.archive import demo_arrivals, demo_count
from firsthand.capture.http import send
from firsthand.capture.inputs import Arrival, arrivals, count
from firsthand.capture.inputs import have_archives as inputs_have_archives
from firsthand.doctor import examine, try_writing
from firsthand.explaining import explain
from firsthand.model.capture import Capture, make_capture
from firsthand.model.comparison import Comparison
from firsthand.model.document import Document
from firsthand.model.errors import InputError, NotFound
from firsthand.model.independence import evidence
from firsthand.model.story import Relation, Story
from firsthand.profiles.names import load_names
from firsthand.pushing import Inbox as Inbox
from firsthand.refresh.asking import Asking
from firsthand.refresh.readers import readers
from firsthand.resolve.compare import compare
from firsthand.resolve.credit import credits_of
from firsthand.resolve.rows import rows
from firsthand.resolve.versions import chain, changed
from firsthand.settings import Following, Settings, load_settings
from firsthand.stages import STAGES, Context
from firsthand.store import captures, derived, documents, stories, understandings, work
from firsthand.store import judgements as judgements_store
from firsthand.store import threads as threads_store
from firsthand.store.database import Store as Store
from firsthand.store.database import open_store as open_address
from firsthand.store.transaction import Tx
from firsthand.thread.reporting import timeline_of

#: Told (phase, pieces done, pieces in all or None).
Progress = Callable[[str, int, int | None], None]
#: Copies of one story whose difference is spelt out in one answer; the rest keep their coverage, and Compare shows them.
_SPELT_OUT = 200


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made."""

    captures: int
    documents: int
    stories: int
    quarantined: int
    seconds: float


def default_store() -> str:
    """Return where the store is when nobody says: the user's data folder."""
    return os.environ.get("FIRSTHAND_STORE") or str(user_data_path("firsthand", appauthor=False))


def open_store(address: str | None = None) -> Store:
    """Open a store: a folder (made if absent) or ``postgresql://...``. Raises StoreError."""
    return open_address(address or default_store())


# reading in ---------------------------------------------------------------------------------------------------------


def read(
    store: Store,
    inputs: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    seen_at: datetime | None = None,
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
) -> out.ReadOut:
    """Read files, folders, addresses or standard input, and return the stories they are part of.

    One bad input is a problem in the answer and stops nothing. ``seen_at`` is when the captures were seen (now).
    """
    found = arrivals(inputs, stdin=stdin, allow_hosts=allow_hosts)
    kept, problems = _take_in(store, found, count(inputs), seen_at or datetime.now(UTC), progress)
    return _told(store, kept, problems)


def have_archives(inputs: Sequence[str], stdin: BinaryIO | None = None) -> bool:
    """Say whether there is an archive (WARC, mbox) among the inputs: then `read_archives` is for them."""
    return inputs_have_archives(inputs, stdin)


def read_archives(
    store: Store,
    inputs: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    seen_at: datetime | None = None,
    allow_hosts: Sequence[str] = (),
    again: bool = False,
    watch: intake.Watch | None = None,
) -> out.ArchivesOut:
    """Read archives, and what is given with them, however large they are; go on where one was left; return a summary.

    ``again``: read anew what was read to its end. ``watch`` is told how far it is.
    """
    return intake.read_at_volume(
        store,
        inputs,
        _chosen(store),
        stdin=stdin,
        seen_at=seen_at,
        allow_hosts=allow_hosts,
        again=again,
        watch=watch,
    )


def voices(
    store: Store,
    inputs: Sequence[str],
    *,
    seen_at: datetime | None = None,
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
) -> out.VoicesReadOut:
    """Say what documents say: of what `read` takes, and of documents and stories of the store, named by their ids.

    Raises NotFound for an unknown id.
    """
    ids = [given for given in inputs if _ID.fullmatch(given)]
    paths = [given for given in inputs if given not in ids]
    kept: dict[str, bool] = {}
    problems: list[out.ProblemOut] = []
    if paths:
        found = arrivals(paths, allow_hosts=allow_hosts)
        kept, problems = _take_in(store, found, count(paths), seen_at or datetime.now(UTC), progress)
    with store.read() as tx:
        asked = voicing.documents_of(tx, ids)
        known = {d.id for d in asked}
        pages = [d for d in _documents(tx, kept, problems)[0] if d.id not in known]
        return voicing.told(tx, [*asked, *pages], problems, _context().words)


def read_content(store: Store, content: bytes, *, url: str | None = None, media_type: str | None = None) -> out.ReadOut:
    """Read one page or text that was handed over as bytes."""
    arrival = Arrival(content, url or f"paste:{make_capture(content, '', _EPOCH).id}", media_type, None, url)
    return _told(store, *_take_in(store, [arrival], 1, datetime.now(UTC), None))


def load_demo(store: Store, progress: Progress | None = None) -> int:
    """Read the sample archive; return how many of its captures were new."""
    kept, _ = _take_in(store, demo_arrivals(), demo_count(), datetime.now(UTC), progress)
    return sum(kept.values())


#: The ids of a document and of a story.
_ID = re.compile(r"(?:doc|sto)_[a-z2-7]{16}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _take_in(
    store: Store, some: Iterable[Arrival | InputError], total: int, now: datetime, progress: Progress | None
) -> tuple[dict[str, bool], list[out.ProblemOut]]:
    """Save what comes in and work it through; return whether each capture was new, by its id, and what could not be read."""
    kept: dict[str, bool] = {}
    problems: list[out.ProblemOut] = []
    batch: list[Arrival] = []
    for done, arrival in enumerate(some, 1):
        if isinstance(arrival, InputError):
            problems.append(intake.problem(arrival, arrival.place))
        else:
            batch.append(arrival)
        if len(batch) >= intake.BATCH:
            kept |= _keep(store, batch, now, problems)
            batch = []
        if progress:
            progress("capture", done, total)
    kept |= _keep(store, batch, now, problems)
    _drain(store, progress, len(kept))
    return kept, problems


def _keep(store: Store, batch: list[Arrival], now: datetime, problems: list[out.ProblemOut]) -> dict[str, bool]:
    """Save captures and make them due, in one transaction; return whether each was new."""
    with store.write() as tx:
        kept, refused = intake.keep(tx, batch, now)
    problems.extend(intake.problem(error, place) for error, place in refused)
    return kept


def _drain(store: Store, progress: Progress | None, total: int) -> worker.Drained:
    done: dict[str, int] = {}

    def tell(stage: str, pieces: int) -> None:
        done[stage] = done.get(stage, 0) + pieces
        if progress:
            progress(stage, done[stage], total if stage == "extract" else None)

    return worker.drain(store, STAGES, _chosen(store), progress=tell, processes=intake.processes(total))


def _told(store: Store, kept: Mapping[str, bool], problems: list[out.ProblemOut]) -> out.ReadOut:
    with store.read() as tx:
        found, told = _documents(tx, kept, problems)
        listed = [_story(tx, story) for story in stories.of_documents(tx, [d.id for d in found])]
    listed.sort(key=lambda s: (s.last or "", s.id), reverse=True)
    return out.ReadOut(listed, found, told, problems)


def _documents(
    tx: Tx, kept: Mapping[str, bool], problems: list[out.ProblemOut]
) -> tuple[list[out.DocumentOut], list[out.CaptureOut]]:
    """Return the documents found in captures with what they say, and the captures; what was odd is added to ``problems``."""
    known = captures.many(tx, kept)
    found: list[Document] = []
    told: list[out.CaptureOut] = []
    given_up = {q.item: q.error for q in work.quarantined(tx) if q.stage == "extract"}
    failing = work.failing(tx, "extract")
    for capture_id, new in kept.items():
        extraction = documents.extraction_of(tx, capture_id)
        told.append(present.capture_out(known[capture_id], extraction, new=new))
        place = known[capture_id].place
        if extraction:
            found.extend(extraction.documents)
            problems.extend(out.ProblemOut(p.code, p.detail, p.next_try, place) for p in extraction.problems)
        elif capture_id in given_up:
            problems.append(out.ProblemOut("quarantined", given_up[capture_id], "See firsthand doctor.", place))
        elif capture_id in failing:
            problems.append(out.ProblemOut("failed", failing[capture_id], "It will be tried again.", place))
    said = understandings.many(tx, [d.id for d in found])
    return [present.document_out(d, said.get(d.id)) for d in found], told


# asking -------------------------------------------------------------------------------------------------------------


def river(
    store: Store, limit: int = 30, after: str | None = None, *, by_rank: bool = False, since: datetime | None = None
) -> out.RiverOut:
    """Return a page of stories, newest report first or highest rank first; ``after`` is the key the page before gave.

    ``since``: only stories with a report after that time, each with what of it is new.
    """
    with store.read() as tx:
        page, more = stories.river(tx, limit, after, by_rank=by_rank, since=since)
        names = judging.one_name(judgements_store.of_outlets(tx))
    return out.RiverOut([present.story_line(story, names, since) for story in page], more)


def story(store: Store, story_id: str) -> out.StoryOut:
    """Return a story with every difference of its copies. Raises NotFound."""
    with store.read() as tx:
        return _story(tx, stories.get(tx, story_id))


def threads(store: Store, limit: int = 30, after: str | None = None) -> out.ThreadsOut:
    """Return a page of threads, newest report first; ``after`` is the key the page before gave."""
    with store.read() as tx:
        page, more = threads_store.newest(tx, limit, after)
    return out.ThreadsOut([affairs.in_a_line(thread) for thread in page], more)


def thread(store: Store, thread_id: str) -> out.ThreadOut:
    """Return a thread: its stories in the order of time, with what is new in each. Raises NotFound."""
    with store.read() as tx:
        return affairs.told(tx, threads_store.get(tx, thread_id), _context().background)


def positions(store: Store, asked: str) -> out.PositionsOut:
    """Return what parties say over time in a thread, or in a story, named by its id. Raises NotFound."""
    with store.read() as tx:
        return voicing.positions_of(tx, asked, _context().words)


def graph(store: Store, story_id: str) -> out.GraphOut:
    """Return the evidence of a story as nodes and edges. Raises NotFound."""
    with store.read() as tx:
        found = present.once(stories.get(tx, story_id))
        pages = documents.many(tx, [m.document for m in found.members])
    agencies = _context().lexicon.agencies
    credits = {
        page.id: named for page in sorted(pages.values(), key=lambda p: p.id) if (named := credits_of(page, agencies))
    }
    return present.graph_out(found, evidence(found, credits), pages)


def timeline(store: Store, story_id: str) -> out.TimelineOut:
    """Return what the pages of a story say happened when, and who reported it when. Raises NotFound."""
    with store.read() as tx:
        found = present.once(stories.get(tx, story_id))
        pages = documents.many(tx, [m.document for m in found.members])
    entries = timeline_of([found], pages, _context().lexicon, _context().background)
    return present.timeline_out(found.id, entries, pages)


def document(store: Store, document_id: str) -> out.DocumentOut:
    """Return a document. Raises NotFound."""
    with store.read() as tx:
        said = understandings.many(tx, [document_id])
        return present.document_out(documents.get(tx, document_id), said.get(document_id))


def versions(store: Store, document_id: str) -> list[out.VersionOut]:
    """Return the versions of the page that a document is a capture of, in time. Raises NotFound."""
    with store.read() as tx:
        captured = documents.of_article(tx, documents.get(tx, document_id).article)
    lexicon, pages = _context().lexicon, {d.id: d for d in captured}
    found = chain(captured, lexicon)
    told = ["", *(changed(pages[a.document], pages[b.document], lexicon) for a, b in pairwise(found))]
    return [present.version_out(version, pages, words) for version, words in zip(found, told, strict=True)]


def reading(store: Store, capture_id: str) -> out.ReadingOut:
    """Return a capture as text, with what became of every stretch of it. Raises NotFound."""
    with store.read() as tx:
        capture = captures.get(tx, capture_id)
        extraction = documents.extraction_of(tx, capture_id)
        if extraction is None:
            raise NotFound(f"The capture {capture_id} has not been read yet.", "Try again in a moment.")
        ids = [d.id for d in extraction.documents]
        where = {m.document: s.id for s in stories.of_documents(tx, ids) for m in s.members}
    problems = [out.ProblemOut(p.code, p.detail, p.next_try, capture.place) for p in extraction.problems]
    return present.reading_out(capture, extraction, where, problems)


def comparison(store: Store, original_id: str, copy_id: str) -> out.ComparisonOut:
    """Return two documents side by side. Raises NotFound."""
    with store.read() as tx:
        original, copy = documents.get(tx, original_id), documents.get(tx, copy_id)
        both = [s.id for s in stories.of_documents(tx, [original_id]) if any(m.document == copy_id for m in s.members)]
    found = compare(original, copy, _context().lexicon)
    laid = rows(original, copy, found, _context().lexicon)
    told = [present.row_out(row, original.text, copy.text) for row in laid]
    return present.comparison_out(original, copy, found, told, both[0] if both else None)


def why(store: Store, a: str, b: str) -> out.WhyOut:
    """Say why two pages or stories, named by their ids, are together or are not. Raises InputError and NotFound."""
    with store.read() as tx:
        return explain(tx, a, b, _context())


def _story(tx: Tx, story: Story) -> out.StoryOut:
    pages = documents.many(tx, [m.document for m in story.members])
    of_outlets = judgements_store.of_outlets(tx)
    named = {name.casefold() for name in story.outlets}
    said = [j for j in of_outlets if {j.subject.casefold(), (j.object or "").casefold()} & named]
    told = judging.told(tx, [*judgements_store.of_documents(tx, pages), *said])
    shown = present.once(story)
    names, changes = judging.one_name(of_outlets), _changes(story, pages)
    made = present.story_out(shown, pages, _comparisons(shown, pages), names, changes, told)
    spoken = voicing.of_story(tx, story, _context().words, pages)
    return replace(made, thread=affairs.place_of(tx, story), also_in=affairs.also_in(tx, story, pages), voices=spoken)


def _comparisons(story: Story, pages: Mapping[str, Document]) -> dict[str, Comparison]:
    """Compare each copy with its original: computed when asked for, never stored."""
    copies = [m for m in story.members if m.original and m.relation is not Relation.INDEPENDENT]
    lexicon = _context().lexicon
    return {m.document: compare(pages[m.original or ""], pages[m.document], lexicon) for m in copies[:_SPELT_OUT]}


def _changes(story: Story, pages: Mapping[str, Document]) -> dict[str, str]:
    """Say what each version of a page changed of the one before it."""
    versions = [version for lineage in story.lineages for version in lineage.versions]
    pairs = [(a, b) for a, b in pairwise(versions) if a.article == b.article]
    lexicon = _context().lexicon
    return {b.document: changed(pages[a.document], pages[b.document], lexicon) for a, b in pairs[:_SPELT_OUT]}


# judging ------------------------------------------------------------------------------------------------------------


def judge(
    store: Store, kind: str, subject: str, object: str | None = None, by: str = "", note: str = ""
) -> out.JudgementOut:
    """Keep what a person says, and let lineages and stories follow at once.

    ``kind`` is ``not_a_copy``, ``copy_of`` (copy, original), ``original_is`` (one side) of ids of documents or articles;
    ``same_outlet`` of two names; of pages or stories ``same_event``, ``different_event``, ``merge``, ``move`` (page, to),
    ``pin`` (page) and ``split`` (pages, between spaces): these may be kept as several judgements, of which the first is
    returned. Raises InputError for what makes no sense, NotFound for an unknown id.
    """
    with store.write() as tx:
        made = judging.statements(tx, kind, subject, object, by, note, datetime.now(UTC))
        judging.keep(tx, *made)
    return _followed(store, made[0].id)


def withdraw(store: Store, judgement_id: str) -> out.JudgementOut:
    """Take a judgement back, with what was said of stories in the same breath; it stays in the list. Raises NotFound."""
    with store.write() as tx:
        judging.take_back(tx, judgement_id, datetime.now(UTC))
    return _followed(store, judgement_id)


def judgements(store: Store) -> list[out.JudgementOut]:
    """Return everything people said, the withdrawn too, in the order it was said."""
    with store.read() as tx:
        return judging.told(tx, judgements_store.every(tx))


def _followed(store: Store, judgement_id: str) -> out.JudgementOut:
    _drain(store, None, 1)
    with store.read() as tx:
        return judging.told(tx, [judgements_store.get(tx, judgement_id)])[0]


# following ----------------------------------------------------------------------------------------------------------


def add(
    store: Store,
    inputs: Sequence[str],
    chosen: out.SourceChoices | None = None,
    *,
    stdin: BinaryIO | None = None,
    allow_hosts: Sequence[str] = (),
    from_afar: bool = False,
    progress: Progress | None = None,
) -> out.AddOut:
    """Add anything: sites, feeds, lists of feeds, folders, mailboxes and packs are followed, pages and archives read once.

    Nothing stops at what cannot be added: it is a problem in the answer. ``from_afar``: whoever asks is not at this
    machine, so that web addresses and packs are taken, and no file, folder, mailbox or standard input.
    Raises InputError for a choice that is none.
    """
    with _adding(store, chosen, stdin, allow_hosts) as adding:
        return replace(adding, from_afar=from_afar, progress=progress).add(inputs)


def add_content(
    store: Store, content: bytes, name: str, chosen: out.SourceChoices | None = None, *, lists_only: bool = False
) -> out.AddOut:
    """Add what a file holds that was handed over as bytes: a list of feeds, or else a feed, a page or a text."""
    with _adding(store, chosen, None, ()) as adding:
        return replace(adding, from_afar=True).content(content, name, lists_only=lists_only)


@contextmanager
def _adding(
    store: Store, chosen: out.SourceChoices | None, stdin: BinaryIO | None, allow_hosts: Sequence[str]
) -> Iterator[Adding]:
    settings = _following(store, allow_hosts)
    choices = following.checked(chosen or out.SourceChoices())

    def read_once(arrival: Arrival) -> out.ReadOut:
        return _told(store, *_take_in(store, [arrival], 1, datetime.now(UTC), None))

    def read_archive(path: str) -> out.ArchivesOut:
        return read_archives(store, [path])

    with readers(_context().lexicon, 1) as some:
        asking = Asking(settings, some)
        yield Adding(store, asking, read_once, read_archive, lambda: datetime.now(UTC), choices, stdin)


def sources(store: Store, tag: str | None = None) -> out.SourcesOut:
    """Return what is followed, and how it goes."""
    with store.read() as tx:
        return following.listing(tx, datetime.now(UTC), tag)


def source(store: Store, source_id: str) -> out.SourcePageOut:
    """Return a source with its history and its entries. Raises NotFound."""
    with store.read() as tx:
        return following.one(tx, source_id, datetime.now(UTC))


def source_of(store: Store, given: str) -> str:
    """Return the id of the source that has this id, or is read at this address. Raises NotFound."""
    with store.read() as tx:
        return following.find(tx, given.strip())


def check(chosen: out.SourceChoices) -> None:
    """Raise InputError for a choice that is none."""
    following.checked(chosen)


def choose(store: Store, source_id: str, chosen: out.SourceChoices) -> out.SourceOut:
    """Change what was chosen for a source. Raises NotFound, and InputError for a choice that is none."""
    now = datetime.now(UTC)
    with store.write() as tx:
        return following.source_told(tx, following.choose(tx, source_id, chosen, now), now)


def unfollow(store: Store, source_id: str) -> None:
    """Follow a source no more; what was read of it stays. Raises NotFound."""
    with store.write() as tx:
        following.unfollow(tx, source_id)


def refresh(
    store: Store,
    ids: Sequence[str] = (),
    *,
    every: bool = False,
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
) -> out.RefreshOut:
    """Read what is due (or these sources, or ``every`` one), visit pages that are due, and work everything through.

    Raises NotFound for an unknown id.
    """
    began = datetime.now(UTC)
    chosen, lexicon = _following(store, allow_hosts), _context().lexicon
    done = following.refresh(store, chosen, lexicon, ids=ids, every=every, progress=progress)
    following.tidy(store, began)
    _drain(store, progress, done.captures)
    with store.read() as tx:
        told = following.problems(tx, began)
    return out.RefreshOut(done.sources, done.entries, done.captures, done.pages, done.failed, done.busy_elsewhere, told)


def make_due(store: Store, ids: Sequence[str] = ()) -> int:
    """Make sources (or all that are not paused) due at once, for whoever follows in the background; return how many."""
    with store.write() as tx:
        return following.make_due(tx, ids, datetime.now(UTC))


def serve_following(store: Store, stop: worker.StopSign) -> None:
    """Follow in the background until told to stop."""
    following.serve(store, lambda: _following(store, ()), _context().lexicon, stop)


def opml(store: Store) -> bytes:
    """Return every feed as OPML, with its folders and what was chosen for it."""
    with store.read() as tx:
        return following.opml(tx)


def packs() -> list[out.PackOut]:
    """Return the starter packs. Nothing is fetched before ``pack:LANGUAGE`` is added."""
    return following.packs_told()


def push_confirmed(store: Store, source_id: str, token: str, query: str) -> str:
    """Answer a hub that asks whether we want its pushes: what it is to be sent back. Raises NotFound."""
    with store.write() as tx:
        return pushing.confirmed(tx, source_id, token, query, datetime.now(UTC))


def pushed(
    store: Store,
    source_id: str,
    token: str,
    headers: Mapping[str, str],
    body: bytes,
    into: Inbox | None = None,
) -> None:
    """Take what a hub pushes; what it did not sign is thrown away. Raises NotFound.

    It is put ``into`` an inbox, to be read in a moment; without one it is read at once.
    """
    box = into or inbox(store)
    pushing.received(store, box, source_id, token, headers, body, datetime.now(UTC))
    if into is None:
        box.settle()


def inbox(store: Store) -> Inbox:
    """Return where pushes wait to be read."""

    @contextmanager
    def asking() -> Iterator[Asking]:
        with readers(_context().lexicon, 1) as some:
            yield Asking(_following(store, ()), some)

    return Inbox(store, asking)


def public_host(store: Store) -> str:
    """Return the name under which hubs reach this server, by the settings; empty without one."""
    return urlsplit(_following(store, ()).public_address).hostname or ""


def _following(store: Store, allow_hosts: Sequence[str]) -> Following:
    chosen = load_settings(store.address).following
    return msgspec.structs.replace(chosen, allow_hosts=(*chosen.allow_hosts, *allow_hosts))


# looking after ------------------------------------------------------------------------------------------------------


def health(store: Store) -> None:
    """Raise StoreError while the store cannot be read or written to; one that was in trouble is tried again."""
    with store.read() as tx:
        stories.river(tx, 1, None)
    if store.trouble is not None:
        try_writing(store)


def doctor(address: str | None = None) -> list[out.Check]:
    """Say what is installed, where the store is, what is queued, and what was given up and why."""
    return examine(address or default_store())


def rebuild(store: Store, progress: Progress | None = None) -> Rebuilt:
    """Drop everything derived and make it again from the captures: the same rows, the same ids."""
    began = monotonic()
    with store.write() as tx:
        derived.drop_all(tx)
        ids = captures.all_ids(tx)
        for capture_id in ids:
            work.enqueue(tx, "extract", capture_id)
    drained = _drain(store, progress, len(ids))
    with store.read() as tx:
        seconds = round(monotonic() - began, 3)
        return Rebuilt(len(ids), documents.count(tx), stories.count(tx), drained.quarantined, seconds)


def serve_work(store: Store, stop: worker.StopSign) -> None:
    """Do in the background what is due, until told to stop."""
    worker.serve(store, STAGES, _chosen(store), stop)


def _chosen(store: Store) -> Context:
    """Return the context for work: with the language models of the store's settings. Raises SettingsError, ModelError."""
    return _with_models(load_settings(store.address))


@cache
def _with_models(settings: Settings) -> Context:
    models = load_models(settings.models, load_names, send)
    return replace(_context(), embedder=models.embedder, tagger=models.tagger, writer=models.writer)


@cache
def _context() -> Context:
    return Context()


def capture_of(store: Store, capture_id: str) -> Capture:
    """Return a capture's record. Raises NotFound."""
    with store.read() as tx:
        return captures.get(tx, capture_id)
