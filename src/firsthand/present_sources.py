"""Sources become what other programs are told. Pure: everything needed is handed in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from firsthand import contract as out
from firsthand.capture.retention import parse_retention
from firsthand.model.errors import FirsthandError
from firsthand.model.moment import stamp
from firsthand.model.source import Fetched, Followed, Listed, Planned

_WEEK_SECONDS = 7 * 24 * 3600
#: In which order states are listed: what needs a person first.
_ORDER = ("gone", "failing", "new", "ok", "paused")


def source_out(followed: Followed, entries: int, lately: int, since: datetime, now: datetime) -> out.SourceOut:
    """Tell of a source; ``lately`` of its ``entries`` came since then."""
    source, stands, chosen = followed.source, followed.standing, followed.source.choices
    span = (now - max(since, source.added)).total_seconds()
    return out.SourceOut(
        id=source.id,
        kind=source.kind.value,
        name=source.name,
        title=source.title,
        address=source.address,
        site=source.site,
        tags=list(chosen.tags),
        state=state_of(followed),
        paused=chosen.paused,
        due=instant(followed.due),
        why="paused" if chosen.paused else stands.why,
        tried=instant(stands.tried),
        succeeded=instant(stands.succeeded),
        changed=instant(stands.changed),
        fetches=stands.fetches,
        failures=stands.failures,
        unchanged_share=round(stands.unchanged / stands.fetches, 3) if stands.fetches else None,
        entries=entries,
        entries_a_week=round(lately * _WEEK_SECONDS / max(span, 24 * 3600), 1),
        full_text=chosen.full_text.value,
        interval_minutes=chosen.interval_minutes,
        rules=list(chosen.rules),
        retention=chosen.retention,
        retention_told=retention_told(chosen.retention),
        robots=chosen.robots.value,
        password_env=chosen.password_env,
        pushed=bool(stands.push and stands.push.until and stands.push.until > now),
        moved_from=stands.moved_from,
        added=stamp(source.added),
        problem=out.ProblemOut(stands.code, stands.cause, stands.next_try, source.address) if stands.code else None,
    )


def state_of(followed: Followed) -> str:
    """Say in a word how a source stands."""
    stands = followed.standing
    if stands.gone:
        return "gone"
    if followed.source.choices.paused:
        return "paused"
    return "failing" if stands.failures else "ok" if stands.tried else "new"


def ordered(sources: Iterable[out.SourceOut]) -> list[out.SourceOut]:
    """Order sources for a list: those in trouble first, then by name."""
    return sorted(sources, key=lambda s: (_ORDER.index(s.state), s.name.casefold(), s.id))


def retention_told(rule: str) -> str:
    """Say a retention rule as a sentence; one that can no longer be read forgets nothing."""
    if not rule:
        return "Everything is kept."
    try:
        return parse_retention(rule).told()
    except FirsthandError as error:
        return f"Everything is kept: {error.cause}"


def fetch_out(line: Fetched) -> out.FetchOut:
    """Tell a line of history."""
    return out.FetchOut(
        stamp(line.at),
        line.outcome,
        line.status,
        line.code,
        line.cause,
        line.entries,
        line.new,
        line.bytes,
        round(line.seconds, 3),
    )


def entry_out(listed: Listed, planned: Mapping[str, Planned], documents: Mapping[str, Sequence[str]]) -> out.EntryOut:
    """Tell of an entry; ``documents`` are those found in captures, by capture."""
    page = planned.get(listed.page or "")
    if page is not None and page.page.joined:
        page = planned.get(page.page.joined, page)
    captures = [c for c in (listed.capture, page.page.capture if page else "") if c]
    found = [document for capture in captures for document in documents.get(capture, ())]
    failed = page is not None and page.page.code and not captures
    problem = (
        out.ProblemOut(page.page.code, page.page.cause, "", page.page.address) if page and page.page.code else None
    )
    state = (
        "muted"
        if listed.muted
        else "read"
        if captures
        else "failed"
        if failed and page and page.due is None
        else "waiting"
        if page
        else "listed"
    )
    entry = listed.entry
    said = entry.published or entry.updated
    return out.EntryOut(
        listed.id,
        entry.title or entry.link,
        entry.link,
        list(entry.authors),
        str(said) if said else None,
        stamp(listed.first_seen),
        state,
        listed.muted,
        listed.resembles,
        found,
        problem,
    )


def instant(at: datetime | None) -> str | None:
    """Write a time, where there is one."""
    return stamp(at) if at else None
