"""When to read something again. Pure: times in, a time out, and in words why.

A source is read about twice between two of its entries, so that on average news waits a quarter of its own rhythm; never
more often than the server says (ttl, max-age, skipHours, Retry-After) or than every ten minutes, and at least once a day.
Whatever fails waits twice as long each time. A page is read again soon at first and ever more seldom: most corrections
come within hours. Every wait is shifted by up to a tenth, the same way for the same seed, so that sources that were
added together do not stay together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from firsthand.model.ids import number

#: Bounds of a source's interval. Ten minutes is what agencies' feeds are renewed at; many feeds say themselves "hourly".
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=24)
#: Of a source that nothing is known of yet, and of one that pushes: it is asked seldom, in case a push was lost.
FIRST_GUESS, PUSHED = timedelta(hours=1), timedelta(hours=12)
#: Whoever drops a file into a folder waits for it; a mailbox is a guest's visit to a server.
FOLDER, MAILBOX = timedelta(minutes=1), timedelta(minutes=10)
#: What a server may ask for: a feed that says that it is good for a year is looked at daily all the same.
_MOST_ASKED = timedelta(hours=24)
#: After failures. Retry-After is kept to for a week at most.
_FIRST_WAIT, _LONGEST_WAIT, _MOST_RETRY = timedelta(minutes=10), timedelta(hours=24), timedelta(days=7)
#: What had to wait for its host's turn in vain waits at least so long for the next.
_NEXT_TURN = timedelta(minutes=1)
#: Causes that pass no sooner by asking often: waits begin at six hours.
_STUBBORN = frozenset(("not_found", "forbidden", "robots", "challenge", "blocked_address", "not-a-feed", "tls", "dns"))
_STUBBORN_WAIT = timedelta(hours=6)
#: A page's further visits, counted from the one before. Six of them see nearly all corrections within ten days.
VISITS = tuple(timedelta(hours=hours) for hours in (0.5, 2, 6, 24, 72, 168))
#: A page that keeps changing (a live blog) is not followed for ever.
MOST_VISITS = 20
#: What was published longer ago than this when it was first seen is read once: what it corrected, it has corrected.
OLD = timedelta(days=7)
#: A visit that fails for a reason that may pass is tried so often, with waits as after a source's failures.
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Next:
    """When something is due (None: never), and why then, in words for a person."""

    at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a server asks of those who poll: its time to live, freshness of the answer (seconds), hours and days to skip."""

    ttl_minutes: int | None = None
    fresh_seconds: float | None = None
    skip_hours: Collection[int] = ()
    skip_days: Collection[str] = ()


def after_success(
    now: datetime,
    came: Sequence[datetime],
    asked: Asked,
    chosen_minutes: int | None,
    seed: str,
    *,
    pushed: bool = False,
    usual: timedelta | None = None,
) -> Next:
    """Say when a source that was read is read again. ``came`` is when its last entries came, in any order.

    ``usual``: what has no rhythm of its own to go by (a folder, a mailbox) is looked at so often.
    """
    if chosen_minutes is not None:
        return _at(now, timedelta(minutes=chosen_minutes), f"every {_minutes(chosen_minutes)}, as chosen", asked, seed)
    if usual is not None:
        return _at(now, usual, f"it is looked at every {_told(usual).removeprefix('1 ')}", asked, seed)
    if pushed:
        return _at(now, PUSHED, "it pushes; asked now and then all the same", asked, seed)
    wait, why = _rhythm(now, came)
    least = _least(asked)
    if least > wait:
        wait, why = least, f"it asks for {_told(least)} between two requests"
    return _at(now, wait, why, asked, seed)


def after_failure(now: datetime, failures: int, code: str, retry_seconds: float | None, seed: str) -> Next:
    """Say when a source that failed is tried again, ``failures`` times in a row so far. What is gone for good is not."""
    if code == "gone":
        return Next(None, "it says that it is gone for good")
    first = _STUBBORN_WAIT if code in _STUBBORN else _FIRST_WAIT
    wait = min(first * 2 ** min(failures - 1, 12), _LONGEST_WAIT)
    why = f"failed {failures} times in a row" if failures > 1 else "failed"
    if retry_seconds is not None and (asked := min(timedelta(seconds=retry_seconds), _MOST_RETRY)) > wait:
        return Next(now + asked, f"it asks to be left alone for {_told(asked)}")
    return Next(now + _shifted(wait, seed), f"{why}; tried again after {_told(wait)}")


def next_visit(
    now: datetime, visits: int, steps: int, published: datetime | None, first_seen: datetime, seed: str
) -> datetime | None:
    """Say when a page that was read is read again; None when that was the last time.

    ``visits`` gave it so far, ``steps`` of `VISITS` are taken: one that changed takes its step again.
    """
    old = published is not None and first_seen - published > OLD
    if old or visits >= MOST_VISITS or not 0 < steps <= len(VISITS):
        return None
    return now + _shifted(VISITS[steps - 1], seed)


def next_try(now: datetime, failures: int, retry_seconds: float | None, seed: str) -> datetime | None:
    """Say when a visit that failed for a reason that may pass is tried again; None when it was tried often enough."""
    if failures >= MOST_TRIES:
        return None
    wait = _FIRST_WAIT * 3 ** (failures - 1)
    if retry_seconds is not None:
        wait = max(wait, min(timedelta(seconds=retry_seconds), _MOST_RETRY))
    return now + _shifted(wait, seed)


def next_turn(now: datetime, wait_seconds: float | None, seed: str) -> datetime:
    """Say when something is asked for that had to wait for its turn in vain."""
    return now + _shifted(min(max(timedelta(seconds=wait_seconds or 0), _NEXT_TURN), _MOST_RETRY), seed)


def _rhythm(now: datetime, came: Sequence[datetime]) -> tuple[timedelta, str]:
    """Half the usual time between two entries; of one that has fallen silent, the longer the longer it is."""
    times = sorted(min(t, now) for t in came)
    if len(times) < 2:
        return FIRST_GUESS, "nothing is known yet of how often it has news"
    gaps = [b - a for a, b in zip(times, times[1:], strict=False)]
    usual = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    mean = (times[-1] - times[0]) / len(gaps)
    silent = now - times[-1]
    gap = max(usual, mean / 4, silent / 4)
    wait = min(max(gap / 2, SHORTEST), LONGEST)
    if silent > timedelta(days=30):
        return wait, f"nothing new for {silent.days} days"
    return wait, f"it has news about every {_told(gap)}"


def _least(asked: Asked) -> timedelta:
    """The least wait that the server asks for."""
    ttl = timedelta(minutes=min(asked.ttl_minutes or 0, 1440))
    fresh = timedelta(seconds=min(max(asked.fresh_seconds or 0, 0), 86_400))
    return min(max(ttl, fresh), _MOST_ASKED)


def _at(now: datetime, wait: timedelta, why: str, asked: Asked, seed: str) -> Next:
    at = now + _shifted(wait, seed)
    allowed = _not_skipped(at, asked)
    return Next(allowed, why if allowed == at else f"{why}, but not at hours it asks to leave out")


def _not_skipped(at: datetime, asked: Asked) -> datetime:
    """Move on to the next hour (UTC) that is not to be skipped; where all are, none is."""
    hours, days = set(asked.skip_hours), {day.casefold() for day in asked.skip_days}
    for ahead in range(24 * 7):
        hour = at if ahead == 0 else (at + timedelta(hours=ahead)).replace(minute=at.minute // 2)
        if hour.astimezone(UTC).hour not in hours and hour.astimezone(UTC).strftime("%A").casefold() not in days:
            return hour
    return at


def _shifted(wait: timedelta, seed: str) -> timedelta:
    """Shift a wait by up to a tenth: up, so that nothing is asked sooner than it may be."""
    return wait * (1 + 0.1 * ((number(seed) & 0xFFFF) / 0xFFFF))


def _minutes(minutes: int) -> str:
    return _told(timedelta(minutes=minutes))


def _told(wait: timedelta) -> str:
    """Tell a time in its largest fitting unit: ``40 minutes``, ``2 hours``, ``3 days``."""
    minutes = max(1, round(wait.total_seconds() / 60))
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes >= size * 1.5 or minutes == size:
            count = round(minutes / size)
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{minutes} minute{'s' if minutes != 1 else ''}"
