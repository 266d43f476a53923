"""What was decided is written down: entries, captures, visits, and how each source stands, in the caller's transaction.

A source is decided on inside the transaction that keeps it, with what is known of it then: what a person chose
meanwhile counts, and one that is no longer followed is left alone. Killed before the commit, nothing has happened, and
the source is still due.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from firsthand.capture.canonical import page_id
from firsthand.capture.feeds.identity import Face, match
from firsthand.capture.rules import Rule, parse_rule
from firsthand.extract.cascade import refuse_what_is_no_text
from firsthand.model.errors import FirsthandError, UnsupportedInput
from firsthand.model.source import Followed, Listed, Planned
from firsthand.refresh import deciding
from firsthand.refresh.came import Came, Visited
from firsthand.refresh.deciding import RHYTHM, SOON, Decided, Kept, Known, entry_id, host_of
from firsthand.refresh.told import Told, marks_of, told
from firsthand.refresh.visiting import Settled, settle
from firsthand.steps.extract import take_in
from firsthand.steps.shelves import led_by
from firsthand.store import entries, pages, sources
from firsthand.store.transaction import Tx

log = logging.getLogger(__name__)

#: The history of a source is cut back at every so many fetches.
_PRUNED_EVERY = 25


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
    entries.seen(tx, {id: d.line.at for d in decided for id in d.seen})
    kept = _capture(tx, [kept for d in decided for kept in d.captures])
    _plan(tx, [planned for d in decided for planned in d.pages])
    _again(tx, decided)
    sources.save(tx, [(d.followed, host_of(d.followed.source.address)) for d in decided])
    led_by(tx, [*new, *(listed for d in decided for listed in d.changed)])
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
    with_feed = {id: _by_key(c) for id, c in came.items() if c.feed is not None and c.failure is None}
    faces = {id: [told.face for told in by_key.values()] for id, by_key in with_feed.items()}
    rows = _known(tx, faces)
    known = {id: [_face(row) for row in some] for id, some in rows.items()}
    matched = {id: match(known[id], faces[id]) for id in with_feed}
    changed = entries.many(tx, [same.known.key for m in matched.values() for same in m.same if same.changed])
    decided = []
    for id, what in came.items():
        times = entries.rhythm_of(rows[id], RHYTHM) if id in rows else entries.rhythm(tx, id, RHYTHM)
        found = Known(rules=_rules((*rules, *followed[id].source.choices.rules)), came=times)
        if id in with_feed:
            ids = {face.key for face in known[id]}
            found = replace(found, matched=matched[id], changed=changed, ids=ids, first=not known[id])
        decided.append(deciding.decide(followed[id], what, found, with_feed.get(id, {})))
    return decided


def _by_key(came: Came) -> dict[str, Told]:
    """Return what the entries of a feed tell, each under its key; who read the feed has found it, as a rule."""
    some = came.told if came.told or came.feed is None else told(came.feed)
    return {one.face.key: one for one in some}


def _known(tx: Tx, faces: Mapping[str, Sequence[Face]]) -> dict[str, list[Any]]:
    """Return what the entries of sources are known by: all of small ones, what may matter of large ones."""
    rows: dict[str, list[Any]] = entries.known_of(tx, faces)
    for id in faces.keys() - rows.keys():
        named = [entry_id(id, face) for face in faces[id]]
        rows[id] = entries.known(tx, id, [marks_of(face) for face in faces[id]], named)
    return rows


def _face(row: Any) -> Face:
    return Face(row.said_id, row.link, row.title, row.published, row.digest, row.id)


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


def _plan(tx: Tx, some: Iterable[Planned]) -> None:
    """Plan the pages that entries lead to; one that was given up is tried once more, for this entry has no words yet.

    In the order of their ids, so that two writers of the same pages wait for each other instead of dead-locking.
    """
    due = {p.page.id: p for p in sorted(some, key=lambda p: p.page.id)}
    pages.add(tx, due.values())
    given_up = [p for p in pages.many(tx, due).values() if p.due is None and not (p.page.capture or p.page.joined)]
    pages.save(tx, [Planned(p.page, p.host, due[p.page.id].due) for p in given_up])


def _again(tx: Tx, decided: Iterable[Decided]) -> None:
    """Make the pages of entries that changed due soon; a page that was joined with another leads to that one."""
    asked = {page: d.line.at + SOON for d in decided for page in d.again}
    if not asked:
        return
    planned = pages.many(tx, asked)
    joined = pages.many(tx, [p.page.joined for p in planned.values() if p.page.joined])
    sooner: dict[str, Planned] = {}
    for id, at in asked.items():
        if id in planned:
            one = joined.get(planned[id].page.joined, planned[id])
            one = sooner.get(one.page.id, one)
            if one.due is None or one.due > at:
                sooner[one.page.id] = replace(one, due=at)
    pages.save(tx, [one for _, one in sorted(sooner.items())])


def _capture(tx: Tx, some: Iterable[Kept]) -> int:
    """Keep captures and make them due to be read; return how many are new."""
    return len(take_in(tx, [(kept.capture, kept.content) for kept in some if _is_text(kept)]))


def _is_text(kept: Kept) -> bool:
    try:
        refuse_what_is_no_text(kept.content)
    except UnsupportedInput as error:
        log.info("%s: %s", kept.capture.place, error.cause)
        return False
    return True


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
    others = [s.other for s in settled if s.other is not None]
    pages.add(tx, sorted(others, key=lambda p: p.page.id))
    led_by(tx, [listed for s in settled for listed in s.changed])
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
