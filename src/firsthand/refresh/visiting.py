"""What to do with what came of visiting a page. Pure.

A page that says something new is captured, and read again as soon as it was this time; one that says what it said waits
longer. What cannot be had for good falls back to the feed's own words, with the cause beside it; what may pass is tried
again. A page that turns out to be another one (a redirect, a canonical address of the same outlet) is joined with it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.capture import schedule
from firsthand.capture.canonical import page_id
from firsthand.capture.feeds import content
from firsthand.model.capture import make_capture
from firsthand.model.source import Followed, Listed, Page, Planned
from firsthand.refresh.came import OUR_QUEUE, Failure, Visited
from firsthand.refresh.deciding import Kept, host_of, own_words

#: Causes that may pass; after the last try they are final too. All others are final at once.
_PASSING = frozenset(
    "timeout refused unreachable dns broken server_error rate_limited robots_unread redirects internal".split()
)


@dataclass(frozen=True)
class Settled:
    """What is to be written of a page. ``other`` is the page it turned out to be, where that is not planned yet."""

    planned: Planned
    captures: tuple[Kept, ...] = ()
    changed: tuple[Listed, ...] = ()
    other: Planned | None = None


def settle(
    planned: Planned,
    visited: Visited,
    entries: Sequence[Listed],
    followed: Mapping[str, Followed],
    away: Collection[str] = (),
) -> Settled:
    """Decide. ``entries`` are those that lead here, ``followed`` their sources by id.

    ``away`` are pages that were joined with others: with those none is joined, or all of a circle would be visited no more.
    """
    if visited.failure is not None:
        return _failed(planned, visited, visited.failure, entries, followed)
    page = replace(
        planned.page,
        visits=planned.page.visits + 1,
        failures=0,
        code="",
        cause="",
        tried=visited.at,
        etag=visited.etag,
        last_modified=visited.last_modified,
        digest=visited.digest or planned.page.digest,
        syndicated_from=visited.syndicated_from or planned.page.syndicated_from,
    )
    if visited.unchanged or visited.same or visited.arrival is None:
        return Settled(_next(planned, replace(page, steps=page.steps + 1), entries, visited))
    arrival = visited.arrival
    capture = make_capture(
        arrival.content,
        arrival.place,
        visited.at,
        arrival.media_type,
        arrival.charset,
        visited.address or arrival.url,
    )
    news = capture.id != page.capture
    page = replace(
        page,
        capture=capture.id,
        changed=visited.at if news else page.changed,
        steps=max(page.steps, 1) if news else page.steps + 1,
    )
    kept = (Kept(capture, arrival.content),) if news else ()
    return _joined(_next(planned, page, entries, visited), visited, kept, away)


def _next(planned: Planned, page: Page, entries: Sequence[Listed], visited: Visited) -> Planned:
    said = [moment.at for e in entries if (moment := e.entry.published or e.entry.updated)]
    due = schedule.next_visit(
        visited.at, page.visits, page.steps, min(said, default=None), page.first_seen, f"{page.id}:{page.visits}"
    )
    return Planned(page, planned.host, due)


def _joined(planned: Planned, visited: Visited, kept: tuple[Kept, ...], away: Collection[str]) -> Settled:
    """Where the page is known by another address, that one is planned from now on and this one is not."""
    other = page_id(visited.address) if visited.address else planned.page.id
    if other == planned.page.id or other in away:
        return Settled(planned, kept)
    page = planned.page
    under = replace(page, id=other, address=visited.address, joined="")
    left = replace(page, joined=other)
    return Settled(Planned(left, planned.host, None), kept, other=Planned(under, host_of(visited.address), planned.due))


def _failed(
    planned: Planned,
    visited: Visited,
    failure: Failure,
    entries: Sequence[Listed],
    followed: Mapping[str, Followed],
) -> Settled:
    if failure.code in OUR_QUEUE:
        seed = f"{planned.page.id}:{planned.page.visits}"
        return Settled(replace(planned, due=schedule.next_turn(visited.at, failure.retry_seconds, seed)))
    page = replace(
        planned.page,
        failures=planned.page.failures + 1,
        tried=visited.at,
        code=failure.code,
        cause=failure.cause,
    )
    if failure.code in _PASSING:
        seed = f"{page.id}:{page.visits}:{page.failures}"
        due = schedule.next_try(visited.at, page.failures, failure.retry_seconds, seed)
        if due is not None:
            return Settled(Planned(page, planned.host, due))
    captures, changed = _fallen_back(entries, followed, visited) if not page.capture else ((), ())
    return Settled(Planned(page, planned.host, None), captures, changed)


def _fallen_back(
    entries: Sequence[Listed], followed: Mapping[str, Followed], visited: Visited
) -> tuple[tuple[Kept, ...], tuple[Listed, ...]]:
    """Capture what the feeds say instead, once for each entry that has anything to say."""
    captures, changed = [], []
    for listed in entries:
        if listed.source in followed and listed.capture is None and content.has_text(listed.entry):
            source = followed[listed.source].source
            kept = own_words(listed, source, source.name, "", visited.at)
            captures.append(kept)
            changed.append(replace(listed, capture=kept.capture.id))
    return tuple(captures), tuple(changed)
