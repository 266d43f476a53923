"""What was decided is written down: entries, captures, visits, and how each source stands, in the caller's transaction.

A source is decided on inside the transaction that keeps it, with what is known of it then: what a person chose
meanwhile counts, and one that is no longer followed is left alone. Killed before the commit, nothing has happened, and
the source is still due.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from firsthand.capture.feeds.identity import Face
from firsthand.capture.rules import Rule, parse_rule
from firsthand.extract.cascade import refuse_what_is_no_text
from firsthand.model.errors import FirsthandError, UnsupportedInput
from firsthand.model.source import Followed, Listed, Planned
from firsthand.refresh import deciding
from firsthand.refresh.came import Came, Visited
from firsthand.refresh.deciding import (
    RHYTHM,
    Decided,
    Kept,
    Known,
    entry_id,
    faces_of,
    host_of,
    marks_of,
    matching,
    page_id,
)
from firsthand.refresh.visiting import Settled, settle
from firsthand.store import captures, entries, pages, sources, work
from firsthand.store.transaction import Tx

log = logging.getLogger(__name__)

#: The history of a source is cut back at every so many fetches.
_PRUNED_EVERY = 25
_SOON = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Wrote:
    """What keeping did: sources read, entries and captures that are new, pages visited; sources whose hub is to be asked."""

    sources: int = 0
    entries: int = 0
    captures: int = 0
    pages: int = 0
    pushes: tuple[Followed, ...] = ()


def keep_sources(tx: Tx, came: Mapping[str, Came], rules: Sequence[str] = ()) -> Wrote:
    """Decide on what came of sources, by their ids, and write it down. ``rules`` hold for all of them."""
    followed = sources.held(tx, came)
    decided = _decided(tx, {id: came[id] for id in came if id in followed}, followed, rules)
    new = [listed for d in decided for listed in d.new]
    entries.add(tx, new)
    entries.save(tx, [listed for d in decided for listed in d.changed])
    _seen(tx, decided)
    kept = _capture(tx, [kept for d in decided for kept in d.captures])
    _plan(tx, [planned for d in decided for planned in d.pages])
    _again(tx, decided)
    sources.save(tx, [(d.followed, host_of(d.followed.source.address)) for d in decided])
    sources.log(tx, {d.followed.source.id: d.line for d in decided})
    for d in decided:
        if d.followed.standing.fetches % _PRUNED_EVERY == 0:
            sources.prune(tx, d.followed.source.id)
    asked = tuple(
        d.followed for d in decided if d.followed.standing.push and d.followed.standing.push.asked == d.line.at
    )
    return Wrote(len(decided), len(new), kept, pushes=asked)


def _decided(tx: Tx, came: Mapping[str, Came], followed: Mapping[str, Followed], rules: Sequence[str]) -> list[Decided]:
    """Load what is known of each source, and decide."""
    with_feed = {id: faces_of(c.feed) for id, c in came.items() if c.feed is not None and c.failure is None}
    known = _known(tx, {id: faces for id, (_, faces) in with_feed.items()})
    matched = {id: matching(known[id], faces) for id, (_, faces) in with_feed.items()}
    changed = entries.many(tx, [same.known.key for m in matched.values() for same in m.same if same.changed])
    decided = []
    for id, what in came.items():
        found = Known(rules=_rules((*rules, *followed[id].source.choices.rules)), came=entries.rhythm(tx, id, RHYTHM))
        if id in with_feed:
            ids = {face.key for face in known[id]}
            found = replace(found, matched=matched[id], changed=changed, ids=ids, first=not known[id])
        decided.append(deciding.decide(followed[id], what, found, with_feed[id][0] if id in with_feed else {}))
    return decided


def _known(tx: Tx, faces: Mapping[str, Sequence[Face]]) -> dict[str, list[Face]]:
    """Return what the entries of sources are known by: all of small ones, what may matter of large ones."""
    rows: dict[str, list[Any]] = entries.known_of(tx, faces)
    for id in faces.keys() - rows.keys():
        rows[id] = entries.known(
            tx, id, [marks_of(face) for face in faces[id]], [entry_id(id, face) for face in faces[id]]
        )
    return {
        id: [Face(r.said_id, r.link, r.title, r.published, r.digest, r.id) for r in some] for id, some in rows.items()
    }


@lru_cache(maxsize=4096)
def _rules(texts: tuple[str, ...]) -> tuple[Rule, ...]:
    """Read rules; one that can no longer be read keeps nothing out."""
    read = []
    for text in texts:
        try:
            read.append(parse_rule(text))
        except FirsthandError as error:
            log.warning("a rule is left out: %s", error)
    return tuple(read)


def _seen(tx: Tx, decided: Iterable[Decided]) -> None:
    """Note what was listed again, once for all that were read at one moment."""
    by_moment: dict[datetime, list[str]] = {}
    for d in decided:
        by_moment.setdefault(d.line.at, []).extend(d.seen)
    for at, ids in by_moment.items():
        if ids:
            entries.seen(tx, ids, at)


def _plan(tx: Tx, some: Iterable[Planned]) -> None:
    """Plan the pages that entries lead to; one that was given up is tried once more, for this entry has no words yet.

    In the order of their ids, so that two writers of the same pages wait for each other instead of dead-locking.
    """
    due = {p.page.id: p.due for p in sorted(some, key=lambda p: p.page.id) if not pages.add(tx, p)}
    given_up = [p for p in pages.many(tx, due).values() if p.due is None and not (p.page.capture or p.page.joined)]
    pages.save(tx, [Planned(p.page, p.host, due[p.page.id]) for p in given_up])


def _again(tx: Tx, decided: Iterable[Decided]) -> None:
    """Make the pages of entries that changed due soon; a page that was joined with another leads to that one."""
    asked = {page: d.line.at + _SOON for d in decided for page in d.again}
    if not asked:
        return
    planned = pages.many(tx, asked)
    joined = pages.many(tx, [p.page.joined for p in planned.values() if p.page.joined])
    for id, at in sorted(asked.items()):
        if id in planned:
            one = joined.get(planned[id].page.joined, planned[id])
            if one.due is None or one.due > at:
                pages.save(tx, [Planned(one.page, one.host, at)])


def _capture(tx: Tx, some: Iterable[Kept]) -> int:
    """Keep captures and make them due to be read; return how many are new."""
    new = []
    for kept in some:
        try:
            refuse_what_is_no_text(kept.content)
        except UnsupportedInput as error:
            log.info("%s: %s", kept.capture.place, error.cause)
            continue
        if captures.add(tx, kept.capture, kept.content):
            new.append(("extract", kept.capture.id))
    work.enqueue_many(tx, new)
    return len(new)


def keep_visits(tx: Tx, visited: Mapping[str, Visited]) -> Wrote:
    """Settle visits of pages, by their ids, and write down what became of them."""
    planned = pages.many(tx, visited)
    leading: dict[str, list[Listed]] = {}
    for listed in entries.of_pages(tx, planned):
        leading.setdefault(listed.page or "", []).append(listed)
    followed = sources.many(tx, {listed.source for some in leading.values() for listed in some})
    away = _joined(tx, visited)
    settled = [settle(p, visited[id], leading.get(id, []), followed, away) for id, p in sorted(planned.items())]
    kept = _capture(tx, [kept for s in settled for kept in s.captures])
    entries.save(tx, [listed for s in settled for listed in s.changed])
    pages.save(tx, [s.planned for s in settled])
    for other in sorted((s.other for s in settled if s.other is not None), key=lambda p: p.page.id):
        pages.add(tx, other)
    _spend(tx, settled, planned, visited)
    return Wrote(captures=kept, pages=len(settled))


def _joined(tx: Tx, visited: Mapping[str, Visited]) -> set[str]:
    """Return those of the pages that these turned out to be that were joined with others themselves."""
    others = pages.many(tx, [page_id(v.address) for v in visited.values() if v.address])
    return {id for id, planned in others.items() if planned.page.joined}


def _spend(tx: Tx, settled: Sequence[Settled], before: Mapping[str, Planned], visited: Mapping[str, Visited]) -> None:
    if not settled:
        return
    now = max(v.at for v in visited.values())
    first = sum(p.page.visits == 0 for p in before.values())
    pages.spend(tx, now, {"first": first, "again": len(before) - first})
