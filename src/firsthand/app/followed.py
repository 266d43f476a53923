"""Following: what is added, chosen, refreshed and pushed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from firsthand import contract as out
from firsthand import following, pushing
from firsthand.adding import Adding
from firsthand.app.at_work import Progress, Store, context, drain, following_of
from firsthand.app.taking_in import read_archives, read_arrival
from firsthand.capture.inputs import Arrival
from firsthand.choices import put_over
from firsthand.model.source import LONGEST_ADDRESS, Choices
from firsthand.pushing import Inbox
from firsthand.refresh.asking import Asking
from firsthand.refresh.readers import readers
from firsthand.signs import StopSign

#: What one request from afar may add, each in so many letters: each may take as long as a slow server does.
MOST_INPUTS, LONGEST_INPUT = 50, LONGEST_ADDRESS
#: Bytes of a list or page that is handed over: a list of 20,000 feeds takes 5 MB.
UPLOAD_LIMIT = 8 * 1024 * 1024


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
    settings = following_of(store, allow_hosts)
    choices = put_over(Choices(), chosen or out.SourceChoices())

    def read_once(arrival: Arrival) -> out.ReadOut:
        return read_arrival(store, arrival)

    def read_archive(path: str) -> out.ArchivesOut:
        return read_archives(store, [path])

    with readers(context().lexicon, 1) as some:
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
    put_over(Choices(), chosen)


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
    chosen, lexicon = following_of(store, allow_hosts), context().lexicon
    done = following.refresh(store, chosen, lexicon, ids=ids, every=every, progress=progress)
    following.tidy(store, began)
    drain(store, progress, done.captures)
    with store.read() as tx:
        told = following.problems(tx, began)
    return out.RefreshOut(done.sources, done.entries, done.captures, done.pages, done.failed, done.busy_elsewhere, told)


def make_due(store: Store, ids: Sequence[str] = ()) -> int:
    """Make sources (or all that are not paused) due at once, for whoever follows in the background; return how many."""
    with store.write() as tx:
        return following.make_due(tx, ids, datetime.now(UTC))


def serve_following(store: Store, stop: StopSign) -> None:
    """Follow in the background until told to stop."""
    following.serve(store, lambda: following_of(store, ()), context().lexicon, stop)


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
        with readers(context().lexicon, 1) as some:
            yield Asking(following_of(store, ()), some)

    return Inbox(store, asking)


def public_host(store: Store) -> str:
    """Return the name under which hubs reach this server, by the settings; empty without one."""
    return urlsplit(following_of(store, ()).public_address).hostname or ""
