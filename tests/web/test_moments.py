"""Timelines as pages tell them: silence between entries, the short form, dates in dispute."""

from dataclasses import replace

from firsthand.contract import SpanOut, StoryEventOut, TimelineEntryOut, TimelineOut
from firsthand.web.moments import disputes, instants, short


def entry(when: str, happening: str = "event", sources: int = 1) -> TimelineEntryOut:
    return TimelineEntryOut(when, happening, sources, [], [])


def event(date: str, text: str, *lineages: str) -> StoryEventOut:
    told = [SpanOut("doc_a", 0, 9)]
    return StoryEventOut(date, "day", text, [], [], len(lineages), list(lineages), told, told)


def test_silence_is_told_where_it_is_long() -> None:
    found = instants(TimelineOut("s", [entry("2007"), entry("2025-05-02"), entry("2025-05-03"), entry("2025-05-20")]))
    assert [one.gap for one in found] == ["", "18 years later", "", "17 days later"]


def test_the_short_form_keeps_the_reporting_and_what_most_sources_name_in_time() -> None:
    told = [entry(f"2025-05-{day:02}", sources=day) for day in range(1, 15)]
    told.append(entry("2025-05-15T10:00Z", "first_report", 0))
    shown = short(instants(TimelineOut("s", told)))
    assert [one.when for one in shown][-1] == "2025-05-15T10:00Z"
    assert [one.sources for one in shown] == [8, 9, 10, 11, 12, 13, 14, 0]


def test_one_thing_on_two_days_is_a_dispute_only_between_sources_that_do_not_depend_on_each_other(samples) -> None:
    text = "The harbour master closed the northern quay after inspectors found cracks"
    one, other = event("2025-05-02", text, "lin_a"), event("2025-05-04", f"{text} again", "lin_b")
    voices = replace(samples.spoken(), events=[one, other])
    assert [side.date for side in disputes(voices)[0].sides] == ["2025-05-02", "2025-05-04"]
    for apart in (
        replace(other, lineages=["lin_a"]),
        replace(other, date="2025-07-04"),
        replace(other, text="Fishers blocked another entrance near Ellery harbour"),
        replace(other, date="2025-05-02"),
    ):
        assert disputes(replace(voices, events=[one, apart])) == []
    assert disputes(None) == []
