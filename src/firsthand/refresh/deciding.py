"""What to do with what came of a source. Pure: what was known, what came and the time in; what is to be written out.

Each entry goes one way. Its page is visited, unless the person chose otherwise or the feed has the whole text; then the
feed's own words are captured as a page. A teaser beside its page is no capture, for it would be shown as an earlier
version of the article; it stays with its entry, so that nothing is lost, and is captured when the page cannot be had.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from firsthand.capture import schedule
from firsthand.capture.canonical import clean
from firsthand.capture.feeds import content
from firsthand.capture.feeds.identity import Face, Matched
from firsthand.capture.rules import Rule, judge
from firsthand.model.capture import Capture, make_capture
from firsthand.model.feed import Entry, Feed
from firsthand.model.ids import derive
from firsthand.model.source import (
    LONGEST_ADDRESS,
    Fetched,
    Followed,
    FullText,
    Listed,
    Page,
    Planned,
    Push,
    Source,
    SourceKind,
    Standing,
)
from firsthand.refresh.came import OUR_QUEUE, Came, Failure
from firsthand.refresh.told import Told

#: Of what a feed lists when it is read for the first time, the pages of so many are visited: archives list thousands.
FIRST_PAGES = 50
#: Entries that a rhythm is read from.
RHYTHM = 20
#: An entry that came after its page was visited may be a correction: the page is visited again, soon.
SOON = timedelta(minutes=2)
#: Where there is more to be had, the rest is read after this; where nothing came, it is a file that is still being written.
_AT_ONCE = timedelta(seconds=2)
#: A lease is renewed so long before its end, and a hub that did not confirm is asked again after a day.
_RENEWED, _ASKED_AGAIN = timedelta(days=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture that is to be kept, with its bytes."""

    capture: Capture
    content: bytes


@dataclass(frozen=True)
class Decided:
    """What is to be written. ``again`` are the ids of pages to visit soon, ``seen`` of entries that were listed as known."""

    followed: Followed
    line: Fetched
    new: tuple[Listed, ...] = ()
    changed: tuple[Listed, ...] = ()
    seen: tuple[str, ...] = ()
    captures: tuple[Kept, ...] = ()
    pages: tuple[Planned, ...] = ()
    again: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known when a feed comes.

    ``matched`` are its entries; ``changed`` all of those that changed; ``came`` when the last ones came; ``ids`` those of all
    that it may be confused with; ``first``: none was known.
    """

    matched: Matched = field(default_factory=Matched)
    changed: Mapping[str, Listed] = field(default_factory=dict)
    came: Sequence[datetime] = ()
    rules: Sequence[Rule] = ()
    ids: Collection[str] = ()
    first: bool = False


_USUAL = {SourceKind.FOLDER: schedule.FOLDER, SourceKind.MAILBOX: schedule.MAILBOX}


def host_of(address: str) -> str:
    """Name the host of an address as limits are kept by it; a folder has none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def entry_id(source_id: str, face: Face, at: datetime | None = None) -> str:
    """Return the id of an entry by what it said at first; with ``at`` that of another one that says the same since then."""
    said = (face.id, face.link, face.title, _stamp(face.published), face.digest)
    return derive("ent", source_id, *said, *((_stamp(at),) if at else ()))


def decide(followed: Followed, came: Came, known: Known, by_key: Mapping[str, Told]) -> Decided:
    """Decide on everything at once."""
    if came.failure is not None:
        return _failed(followed, came)
    if came.feed is None:
        return _without_feed(followed, came, known)
    return _Deciding(followed, came, came.feed, known, by_key).decided()


def _failed(followed: Followed, came: Came) -> Decided:
    before, source, failure = followed.standing, followed.source, came.failure
    assert failure is not None
    if failure.code in OUR_QUEUE:
        return _not_asked(followed, came.at, failure)
    failures = before.failures + 1
    due = schedule.after_failure(came.at, failures, failure.code, failure.retry_seconds, _seed(source, before))
    gone = failure.code == "gone"
    standing = replace(
        before,
        tried=came.at,
        fetches=before.fetches + 1,
        failures=failures,
        code=failure.code,
        cause=failure.cause,
        next_try=failure.next_try,
        why=due.why,
        gone=gone,
    )
    line = Fetched(
        came.at, "gone" if gone else "failed", failure.status, failure.code, failure.cause, seconds=came.seconds
    )
    return Decided(Followed(source, standing, None if source.choices.paused else due.at), line)


def _not_asked(followed: Followed, at: datetime, failure: Failure) -> Decided:
    """It was not its turn: that is no failure of the source, which is due again when it may be."""
    again = schedule.next_turn(at, failure.retry_seconds, _seed(followed.source, followed.standing))
    line = Fetched(at, "put off", failure.status, failure.code, failure.cause)
    standing = replace(followed.standing, why=failure.cause)
    return Decided(Followed(followed.source, standing, None if followed.source.choices.paused else again), line)


def _without_feed(followed: Followed, came: Came, known: Known) -> Decided:
    """Nothing has changed; or a folder or a mailbox gave what is captured as it is."""
    captures = tuple(
        Kept(make_capture(a.content, a.place, a.seen_at or came.at, a.media_type, a.charset, a.url), a.content)
        for a in came.arrivals
    )
    told = _succeeded(followed, came, known.came, new=len(captures))
    outcome = "new" if captures else "unchanged"
    problem = came.problems[0] if came.problems else None
    line = Fetched(
        came.at,
        outcome,
        came.status,
        code=problem.code if problem else "",
        cause=problem.cause if problem else "",
        entries=len(captures),
        new=len(captures),
        bytes=came.bytes,
        seconds=came.seconds,
    )
    return Decided(told, line, captures=captures)


def _succeeded(followed: Followed, came: Came, times: Sequence[datetime], new: int) -> Followed:
    """Say how a source stands after it was read, and when it is due again."""
    before, source, feed = followed.standing, followed.source, came.feed
    fits = 0 < len(came.moved_to) <= LONGEST_ADDRESS
    moved = came.moved_to if fits and came.moved_to != source.address else ""
    source = replace(
        source,
        address=moved or source.address,
        title=(feed.title if feed else "") or source.title,
        site=(feed.link if feed else "") or source.site,
    )
    ttl, hours, days = (
        (feed.ttl, feed.skip_hours, feed.skip_days)
        if feed
        else (before.ttl_minutes, before.skip_hours, before.skip_days)
    )
    asked = schedule.Asked(ttl, came.fresh_seconds, hours, days)
    pushed = before.push is not None and before.push.until is not None and before.push.until > came.at
    due = schedule.after_success(
        came.at,
        times,
        asked,
        source.choices.interval_minutes,
        _seed(source, before),
        pushed=pushed,
        usual=_USUAL.get(source.kind),
    )
    if came.pushed:
        changed = came.at if new else before.changed
        return Followed(source, replace(before, succeeded=came.at, changed=changed), followed.due)
    standing = replace(
        before,
        etag=came.etag,
        last_modified=came.last_modified,
        digest=came.digest if feed else came.digest or before.digest,
        push=_push(before.push, came),
        tried=came.at,
        succeeded=came.at,
        changed=came.at if new else before.changed,
        fetches=before.fetches + 1,
        unchanged=before.unchanged + (1 if came.unchanged else 0),
        failures=0,
        code="",
        cause="",
        next_try="",
        why=due.why,
        gone=False,
        moved_from=followed.source.address if moved else before.moved_from,
        place=came.place or before.place,
        ttl_minutes=ttl,
        skip_hours=hours,
        skip_days=days,
        listed=came.at if feed else before.listed,
    )
    at = came.at + (_AT_ONCE if new else SOON) if came.more else due.at
    return Followed(source, standing, None if source.choices.paused else at)


def _push(before: Push | None, came: Came) -> Push | None:
    """Say which hub is to be asked for pushes: a new one, one whose lease ends, or one that did not answer for a day."""
    if not (came.nonce and came.hub and came.topic):
        return before
    if before is not None and (before.hub, before.topic) == (came.hub, came.topic):
        answered = before.until is not None and before.until - came.at > _RENEWED
        if answered or came.at - before.asked < _ASKED_AGAIN:
            return before
        return replace(before, asked=came.at)
    return Push(came.hub, came.topic, came.nonce[:43], came.nonce[43:64], came.at)


def _seed(source: Source, standing: Standing) -> str:
    return f"{source.id}:{standing.fetches}"


class _Deciding:
    """One feed, entry by entry."""

    def __init__(self, followed: Followed, came: Came, feed: Feed, known: Known, by_key: Mapping[str, Told]) -> None:
        self._followed, self._came, self._feed, self._known, self._by_key = followed, came, feed, known, by_key
        self._source = followed.source
        self._outlet = self._source.choices.title or feed.title or self._source.title
        self._captures: list[Kept] = []
        self._pages: dict[str, Planned] = {}
        self._again: list[str] = []
        self._ids: set[str] = set()

    def decided(self) -> Decided:
        """Say what is to be written."""
        matched = self._known.matched
        resembles = {doubt.entry.key: doubt.resembles.key for doubt in matched.doubtful}
        order = {face.key: at for at, face in enumerate(_newest_first(matched.new))}
        new = [listed for face in matched.new if (listed := self._new(face, resembles.get(face.key), order[face.key]))]
        changed = [self._changed(same.known.key, same.entry) for same in matched.same if same.changed]
        seen = tuple(same.known.key for same in matched.same if not same.changed)
        times = [*(_when(listed) for listed in new), *self._known.came]
        times = sorted(times, reverse=True)[:RHYTHM]
        told = _succeeded(self._followed, self._came, times, new=len(new))
        return Decided(
            told,
            self._line(len(new), told),
            tuple(new),
            tuple(listed for listed in changed if listed),
            seen,
            tuple(self._captures),
            tuple(self._pages.values()),
            tuple(self._again),
        )

    def _line(self, new: int, told: Followed) -> Fetched:
        moved = told.source.address != self._source.address
        outcome = "moved" if moved else "pushed" if self._came.pushed else "new" if new else "unchanged"
        return Fetched(
            self._came.at,
            outcome,
            self._came.status,
            cause=self._feed.ill_formed,
            entries=len(self._feed.entries),
            new=new,
            bytes=self._came.bytes,
            seconds=self._came.seconds,
        )

    def _new(self, face: Face, resembles: str | None, place: int) -> Listed | None:
        told, at = self._by_key[face.key], self._came.at
        id = entry_id(self._source.id, face)
        if id in self._known.ids:  # one that said just this at first, and says something else by now
            id = entry_id(self._source.id, face, at)
        if id in self._ids:
            return None
        self._ids.add(id)
        listed = Listed(id, self._source.id, told.entry, face.digest, told.marks, at, at, resembles=resembles)
        verdict = judge(told.entry, self._known.rules)
        if not verdict.kept:
            return replace(listed, muted=str(verdict.by) if verdict.by else "no keep rule names it")
        return self._sent(listed, told, visit=not self._known.first or place < FIRST_PAGES)

    def _changed(self, entry_id: str, face: Face) -> Listed | None:
        """An entry says something else than before: its words are captured again, or its page is visited again."""
        before = self._known.changed.get(entry_id)
        if before is None:
            return None
        told = self._by_key[face.key]
        listed = replace(before, entry=told.entry, digest=face.digest, marks=told.marks, last_seen=self._came.at)
        if listed.muted:
            return listed
        if listed.page:
            if before.digest != face.digest or _stamp_of(before.entry) != _stamp_of(told.entry):
                self._again.append(listed.page)
            return listed
        return self._captured(listed) if listed.capture else listed

    def _sent(self, listed: Listed, told: Told, *, visit: bool) -> Listed:
        """Send an entry its way: its page, or its own words; the teaser of one too old for a visit is only kept."""
        choice = self._source.choices.full_text
        wanted = choice is FullText.ALWAYS or (choice is FullText.SHORT and not told.full)
        if told.page and wanted:
            return self._planned(listed, told) if visit else listed
        return self._captured(listed) if told.text else listed

    def _planned(self, listed: Listed, told: Told) -> Listed:
        page = Page(told.page, told.address, self._source.id, listed.id, self._came.at)
        self._pages.setdefault(page.id, Planned(page, host_of(page.address), self._came.at))
        return replace(listed, page=page.id)

    def _captured(self, listed: Listed) -> Listed:
        kept = own_words(listed, self._source, self._outlet, self._feed.language, self._came.at)
        self._captures.append(kept)
        return replace(listed, capture=kept.capture.id)


def own_words(listed: Listed, source: Source, outlet: str, language: str, at: datetime) -> Kept:
    """Make a capture of what the feed itself says of an entry."""
    made = content.as_page(listed.entry, outlet, language)
    place = f"{source.address}#{listed.id}"
    url = clean(listed.entry.link) if listed.entry.link else None
    return Kept(make_capture(made, place, at, content.MEDIA_TYPE, "utf-8", url), made)


def _newest_first(faces: Sequence[Face]) -> list[Face]:
    """Order by date, those without one last; feeds list the newest first where dates are equal."""
    return sorted(faces, key=lambda face: -(face.published.timestamp() if face.published else 0.0))


def _when(listed: Listed) -> datetime:
    said = listed.entry.published or listed.entry.updated
    return min(said.at, listed.first_seen) if said else listed.first_seen


def _stamp(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _stamp_of(entry: Entry) -> str:
    return _stamp(entry.updated.at if entry.updated else None)
