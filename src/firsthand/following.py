"""Sources as a person handles them: listed, looked at, chosen for, paused, refreshed, written out, forgotten.

Adding is `firsthand.adding`; the cycle that reads them is `firsthand.refresh`.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from firsthand import contract as out
from firsthand import present_sources as present
from firsthand.capture.http import spell
from firsthand.capture.opml import Subscription, write_opml
from firsthand.capture.packs import packs
from firsthand.capture.retention import parse_retention, to_forget
from firsthand.choices import put_over
from firsthand.model.document import Role
from firsthand.model.errors import FirsthandError, InputError, NotFound, StoreError
from firsthand.model.lexicon import Lexicon
from firsthand.model.source import (
    Followed,
    FullText,
    Listed,
    Planned,
    Robots,
    Source,
    SourceKind,
)
from firsthand.refresh.asking import Asking
from firsthand.refresh.cycle import TURN, Round, follow
from firsthand.refresh.policy import Clock
from firsthand.refresh.readers import readers
from firsthand.settings import Following
from firsthand.signs import Progress, StopSign
from firsthand.steps import extract
from firsthand.steps.shelves import led_by, retagged
from firsthand.store import captures, documents, entries, hosts, judgements, pages, sources, turns, work
from firsthand.store.database import Store, Tx

log = logging.getLogger(__name__)

#: What "entries a week" is counted over.
LATELY = timedelta(days=28)
#: Entries that the page of a source lists.
_LISTED = 100
_HISTORY = 50
_READERS = 2
_RECOVERY, _TIDIED_EVERY = 5.0, 3600.0


def listing(tx: Tx, now: datetime, tag: str | None = None) -> out.SourcesOut:
    """Tell all sources, or those with a tag."""
    since = now - LATELY
    counts = entries.counts(tx, since)
    told = [
        present.source_out(followed, *counts.get(followed.source.id, (0, 0)), since, now)
        for followed in sources.every(tx, tag)
    ]
    due, planned = pages.waiting(tx, now)
    return out.SourcesOut(present.ordered(told), sources.tags(tx), due, planned, turns.taken(tx, TURN, now))


def one(tx: Tx, source_id: str, now: datetime) -> out.SourcePageOut:
    """Tell of a source with its history and its entries. Raises NotFound."""
    followed = sources.get(tx, source_id)
    listed = entries.newest(tx, source_id, _LISTED)
    return out.SourcePageOut(
        source_told(tx, followed, now),
        [present.fetch_out(line) for line in sources.history(tx, source_id, _HISTORY)],
        _entries(tx, listed),
    )


def source_told(tx: Tx, followed: Followed, now: datetime) -> out.SourceOut:
    """Tell of one source."""
    since = now - LATELY
    counted = entries.counts(tx, since, followed.source.id).get(followed.source.id, (0, 0))
    return present.source_out(followed, *counted, since, now)


def _entries(tx: Tx, listed: Sequence[Listed]) -> list[out.EntryOut]:
    planned = _pages_of(tx, listed)
    captured = [e.capture for e in listed if e.capture] + [p.page.capture for p in planned.values()]
    found = documents.ids_of_captures(tx, captured)
    return [present.entry_out(e, planned, found) for e in listed]


def find(tx: Tx, given: str) -> str:
    """Return the id of the source that has this id, or is read at this address. Raises NotFound."""
    if given in sources.many(tx, [given]):
        return given
    for address in _spelt(given):
        if (followed := sources.at_address(tx, address)) is not None:
            return followed.source.id
    raise NotFound(f"Nothing is followed under {given}.", "To see what is: firsthand sources")


def _spelt(given: str) -> Iterator[str]:
    """Yield the addresses that may be meant: as it stands, with a scheme, as a folder."""
    yield given
    for address in (given, f"https://{given}", f"http://{given}"):
        with suppress(InputError):
            yield spell(address)
    with suppress(OSError, ValueError, RuntimeError):
        yield str(Path(given).expanduser().resolve())


# Choosing. ----------------------------------------------------------------------------------------------------------


def choose(tx: Tx, source_id: str, chosen: out.SourceChoices, now: datetime) -> Followed:
    """Write down what a person chose. Raises NotFound; InputError for a choice that does not exist."""
    followed = sources.hold(tx, source_id)
    choices = put_over(followed.source.choices, chosen)
    due = followed.due
    if choices.paused:
        due = None
    elif followed.source.choices.paused or choices.interval_minutes != followed.source.choices.interval_minutes:
        due = now
    source = replace(followed.source, choices=choices)
    sources.choose(tx, source, due)
    if choices.tags != followed.source.choices.tags:
        retagged(tx, source_id)
    return replace(followed, source=source, due=due)


# Reading them. ------------------------------------------------------------------------------------------------------


def refresh(
    store: Store,
    chosen: Following,
    lexicon: Lexicon,
    *,
    ids: Sequence[str],
    every: bool,
    stop: StopSign | None = None,
    progress: Progress | None = None,
    visits: bool = True,
    now: Clock = lambda: datetime.now(UTC),
) -> Round:
    """Read what is due, or these sources, or every one, and visit the pages that are due; until nothing is, or told to stop."""
    if ids or every:
        with store.write() as tx:
            make_due(tx, ids, now())
    with readers(lexicon, _READERS) as some:
        return follow(store, chosen, Asking(chosen, some), stop=stop, progress=progress, visits=visits, now=now)


def serve(store: Store, chosen: Callable[[], Following], lexicon: Lexicon, stop: StopSign) -> None:
    """Follow until told to stop: read what becomes due, and once an hour forget what retention rules say.

    ``chosen`` is asked for the settings whenever it starts over; whatever fails is told in the log and begun again.
    """
    while not stop.is_set():
        try:
            now_chosen = chosen()
            with readers(lexicon, _READERS) as some:
                follow(store, now_chosen, Asking(now_chosen, some), stop=_Hourly(stop, store))
        except StoreError as error:
            log.warning("following waits: %s", error)
            stop.wait(_RECOVERY)
        except Exception:
            log.exception("following failed, and starts again")
            stop.wait(_RECOVERY)


class _Hourly:
    """A sign to stop that is also looked at to tidy up once an hour."""

    def __init__(self, stop: StopSign, store: Store) -> None:
        self._stop, self._store, self._tidied = stop, store, -1e9

    def is_set(self) -> bool:
        """Say whether to stop."""
        return self._stop.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the sign; what is to be forgotten is forgotten while nothing is due."""
        if time.monotonic() - self._tidied > _TIDIED_EVERY:
            self._tidied = time.monotonic()
            try:
                tidy(self._store, datetime.now(UTC))
            except Exception:
                log.exception("what is to be forgotten could not be, and stays for another hour")
        return self._stop.wait(timeout)


def make_due(tx: Tx, ids: Sequence[str], now: datetime) -> int:
    """Make sources due at once, or all that have a time. Raises NotFound."""
    for id in ids:
        sources.get(tx, id)
    return sources.make_due(tx, ids or None, now)


def packs_told() -> list[out.PackOut]:
    """Tell the starter packs."""
    return [
        out.PackOut(
            pack.language,
            pack.name,
            [out.PackFeedOut(f.feed, f.title, f.site, str(f.kind), f.country) for f in pack.feeds],
        )
        for pack in packs()
    ]


def problems(tx: Tx, since: datetime) -> list[out.ProblemOut]:
    """Return why sources failed that were tried since then."""
    found = []
    for followed in sources.every(tx):
        stands = followed.standing
        if stands.code and stands.tried and stands.tried >= since:
            found.append(out.ProblemOut(stands.code, stands.cause, stands.next_try, followed.source.address))
    return found


# Writing them out, forgetting them. ---------------------------------------------------------------------------------


def opml(tx: Tx) -> bytes:
    """Write every feed as OPML, with what a person chose for it."""
    return write_opml([_subscription(f.source) for f in sources.every(tx) if f.source.kind is SourceKind.FEED])


def _subscription(source: Source) -> Subscription:
    chosen = source.choices
    return Subscription(
        address=source.address,
        title=source.name,
        site=source.site,
        folders=chosen.tags,
        settings=tuple(
            (name, value)
            for name, value in (
                ("title", chosen.title),
                ("full-text", chosen.full_text.value if chosen.full_text is not FullText.SHORT else ""),
                ("interval-minutes", str(chosen.interval_minutes or "")),
                ("paused", "true" if chosen.paused else ""),
                ("rules", "\n".join(chosen.rules)),
                ("retention", chosen.retention),
                ("robots", chosen.robots.value if chosen.robots is not Robots.PAGES else ""),
            )
            if value
        ),
    )


def unfollow(tx: Tx, source_id: str) -> None:
    """Follow a source no more. What was read of it stays; its list of entries goes. Raises NotFound."""
    sources.hold(tx, source_id)
    listed = entries.of_source(tx, source_id)
    sources.forget(tx, source_id)
    _drop_entries(tx, listed)


def _drop_entries(tx: Tx, listed: Iterable[Listed]) -> None:
    """Drop entries, and the visits of pages that no other entry leads to."""
    some = list(listed)
    led_by(tx, some)
    entries.forget(tx, [e.id for e in some])
    led_to = {e.page for e in some if e.page}
    gone = pages.many(tx, led_to - entries.holders(tx, led_to, ()))
    pages.forget(tx, gone)
    joined = {p.page.joined for p in gone.values() if p.page.joined}
    joined -= entries.holders(tx, joined, ())
    pages.forget(tx, joined - pages.joined_with(tx, joined))


def tidy(store: Store, now: datetime) -> int:
    """Forget what retention rules say; return how many entries. What people judged is never forgotten."""
    gone = 0
    store.blobs.sweep()
    with store.write() as tx:
        hosts.prune(tx, now)
    with store.read() as tx:
        ruled = [f.source.id for f in sources.every(tx) if f.source.choices.retention]
    for id in ruled:
        with store.write() as tx:
            followed = sources.held(tx, [id]).get(id)
            forgotten = _tidy_one(tx, followed, now) if followed else _Forgotten()
        gone += forgotten.entries
        for blob in forgotten.blobs:
            with store.read() as tx:
                named = captures.holds(tx, blob)
            if not named:
                store.blobs.drop(blob)
    return gone


@dataclass(frozen=True, slots=True)
class _Forgotten:
    entries: int = 0
    blobs: Sequence[str] = ()


def _tidy_one(tx: Tx, followed: Followed, now: datetime) -> _Forgotten:
    try:
        rule = parse_retention(followed.source.choices.retention)
    except FirsthandError:
        return _Forgotten()
    listed = entries.of_source(tx, followed.source.id)
    held = _held(tx, listed) | _in_the_feed(listed, followed.standing.listed)
    forgotten = set(to_forget([(e.id, e.last_seen) for e in listed], rule, now, held))
    some = [e for e in listed if e.id in forgotten]
    planned = _pages_of(tx, some)
    _drop_entries(tx, some)
    captured = {e.capture for e in some if e.capture} | {p.page.capture for p in planned.values() if p.page.capture}
    still = {p.page.capture for p in pages.many(tx, planned).values()}
    return _Forgotten(len(some), forget(tx, captured - entries.holders(tx, (), captured) - still))


def _pages_of(tx: Tx, listed: Iterable[Listed]) -> dict[str, Planned]:
    """Return the pages that entries lead to, and those that these were joined with."""
    planned = pages.many(tx, {e.page for e in listed if e.page})
    return planned | pages.many(tx, {p.page.joined for p in planned.values() if p.page.joined})


def forget(tx: Tx, captured: Iterable[str]) -> list[str]:
    """Drop captures with what was found in them, so that links and stories follow; return blobs that nothing names now."""
    freed = []
    for capture in sorted(_with_earlier(tx, captured)):
        work.enqueue_many(tx, extract.forget(tx, capture))
        if blob := captures.drop(tx, capture):
            freed.append(blob)
    return freed


def _with_earlier(tx: Tx, captured: Iterable[str]) -> set[str]:
    """Add the earlier captures of the same places."""
    some = set(captured)
    places = {capture.place for capture in captures.many(tx, some).values()}
    found = [id for ids in documents.ids_of_captures(tx, some).values() for id in ids]
    articles = {d.article for d in documents.many(tx, found).values() if d.role is Role.MAIN}
    others = documents.captures_of(tx, documents.ids_of_articles(tx, articles)).values()
    return some | {capture.id for capture in others if capture.place in places}


def _in_the_feed(listed: Sequence[Listed], last: datetime | None) -> set[str]:
    """Return the entries that were in the feed when it was read last, or pushed since: forgotten, they would come back."""
    last = last or max((e.last_seen for e in listed), default=None)
    return {e.id for e in listed if last is None or e.last_seen >= last}


def _held(tx: Tx, listed: Sequence[Listed]) -> set[str]:
    """Return the entries of which a document, or its article, was judged."""
    planned = _pages_of(tx, listed)
    of_page = {
        id: [p.page.capture, *(o.page.capture for o in [planned.get(p.page.joined)] if o)] for id, p in planned.items()
    }
    of_entry = {e.id: [c for c in (e.capture, *of_page.get(e.page or "", ())) if c] for e in listed}
    found = documents.ids_of_captures(tx, [c for some in of_entry.values() for c in some])
    judged = judgements.judged(tx, {d for ids in found.values() for d in ids})
    return {id for id, some in of_entry.items() if any(d in judged for c in some for d in found.get(c, ()))}
