"""Timelines: the times that matter, told by sentences that stand in the documents, and who reported it when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.comparison import Coverage
from firsthand.model.document import Block, BlockKind, Document, Role
from firsthand.model.moment import Moment, Precision
from firsthand.model.span import Span
from firsthand.model.story import Lineage, Link, Relation, Story, Version
from firsthand.model.timeline import Entry, Happening
from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.thread.central import central_terms, nearest
from firsthand.thread.dated import Dated, dated
from firsthand.thread.reporting import timeline_of
from firsthand.thread.stories import make_stories
from firsthand.thread.timeline import timeline

NOON = datetime(2025, 5, 28, 12, tzinfo=UTC)  # a Wednesday
GROUNDING = "The ferry Marigold ran aground off Oakhaven on Monday with 214 people."
RESCUE = "Everybody was brought ashore from the ferry Marigold by lifeboat on Tuesday."
ASIDE = "The town band had played its spring concert there on May 3."
LAUNCH = "The Marigold was launched at Tern Point in 1998 by the old yard."


def page(name: str, *paragraphs: str, hours: float = 0.0, **more: object) -> Document:
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    moment = Moment(NOON + timedelta(hours=hours))
    values: dict[str, object] = {"headline": name, "seen": moment, "published": moment, "language": "en"} | more
    return Document(f"doc_{name}", f"cap_{name}", f"art_{name}", Role.MAIN, text, tuple(blocks), **values)  # type: ignore[arg-type]


def alone(document: Document) -> Lineage:
    return Lineage(f"lin_{document.id}", (document.id,), document.id)


def story(lineages: list[Lineage], *pages: Document) -> tuple[Story, dict[str, Document]]:
    known = {p.id: p for p in pages}
    (made,) = make_stories(lineages, known, [frozenset(lineage.id for lineage in lineages)])
    return made, known


def told(lineages: list[Lineage], *pages: Document, count: int | None = None) -> list[tuple[str, str, list[str]]]:
    made, known = story(lineages, *pages)
    found = timeline_of([made], known, load_lexicon(), load_background(), count)
    return [(str(e.moment), e.happening, [known[s.document].text[s.start : s.end] for s in e.lines]) for e in found]


def read(*pages: Document) -> list[Dated]:
    return [dated(p, p.id, load_lexicon()) for p in pages]


def days(entries: list[Entry]) -> list[str]:
    return [str(e.moment) for e in entries]


def test_a_story_is_told_by_dated_sentences_and_by_its_reports() -> None:
    one, two = page("a", RESCUE, GROUNDING, LAUNCH), page("b", GROUNDING.replace("ran", "has run"), hours=3)
    assert told([alone(one), alone(two)], one, two) == [
        ("1998", "event", [LAUNCH]),
        ("2025-05-26", "event", [GROUNDING]),
        ("2025-05-27", "event", [RESCUE]),
        ("2025-05-28T12:00:00Z", "first_report", [RESCUE]),
        ("2025-05-28T15:00:00Z", "second_source", [GROUNDING.replace("ran", "has run")]),
    ]


def test_copies_of_one_source_count_once_and_the_original_is_cited() -> None:
    original, copy = page("z", GROUNDING), page("a", GROUNDING, RESCUE, hours=1)
    link = Link(Relation.COPY, original.id, copy.id, Coverage(1.0, 0.5), True)
    lineage = Lineage("lin_1", (original.id, copy.id), original.id, links=(link,))
    made, known = story([lineage], original, copy)
    events = [
        e for e in timeline_of([made], known, load_lexicon(), load_background()) if e.happening is Happening.EVENT
    ]
    assert [(str(e.moment), e.sources, e.lines[0].document) for e in events] == [
        ("2025-05-26", 1, original.id),
        ("2025-05-27", 1, copy.id),
    ]


def test_a_copy_that_was_seen_a_week_later_does_not_date_its_originals_monday_anew() -> None:
    original, copy = page("z", GROUNDING), page("a", GROUNDING.replace("214", "two hundred"), hours=170, published=None)
    link = Link(Relation.COPY, original.id, copy.id, Coverage(1.0, 0.9), True)
    lineage = Lineage("lin_1", (original.id, copy.id), original.id, links=(link,))
    events = [when for when, happening, _ in told([lineage], original, copy) if happening == "event"]
    assert events == ["2025-05-26"]


def test_a_time_named_by_more_sources_comes_before_one_named_more_often() -> None:
    pages = read(page("a", GROUNDING, RESCUE, RESCUE.replace("Everybody", "Everyone")), page("b", GROUNDING + " Yes."))
    assert days(timeline(pages, load_background(), count=1)) == ["2025-05-26"]


def test_a_sentence_about_the_matter_weighs_more_than_an_aside() -> None:
    pages = read(page("a", ASIDE, GROUNDING, "The Marigold is old. The ferry Marigold sails from Oakhaven."))
    assert days(timeline(pages, load_background(), count=1)) == ["2025-05-26"]


def test_no_sentence_tells_two_times() -> None:
    both = "The ferry Marigold sailed from Oakhaven on Monday and came back on Tuesday."
    pages = read(page("a", both))
    found = timeline(pages, load_background())
    assert [len(e.lines) for e in found] == [1], "the other time has no sentence left"


def test_a_correction_is_told_in_its_own_words() -> None:
    one = page("a", GROUNDING, updated=Moment(NOON + timedelta(hours=5)))
    note = Span(one.id, 0, 9)
    lineage = replace(alone(one), versions=(Version(one.id, one.article, (), note),))
    assert told([lineage], one)[-1] == ("2025-05-28T17:00:00Z", "correction", ["The ferry"])


def test_a_day_that_is_only_a_day_is_no_earlier_report_than_an_hour_of_it() -> None:
    early = page("a", GROUNDING)
    vague = page("b", RESCUE, published=Moment(NOON.replace(hour=0), Precision.DAY))
    reports = [t for t in told([alone(early), alone(vague)], early, vague) if t[1] != "event"]
    assert [kind for _, kind, _ in reports] == ["second_source", "first_report"]
    assert reports[1][0] == "2025-05-28T12:00:00Z"


def test_a_page_that_does_not_say_when_is_read_from_the_day_it_was_seen_and_is_no_report() -> None:
    silent = page("a", GROUNDING, published=None)
    assert [(when, kind) for when, kind, _ in told([alone(silent)], silent)] == [("2025-05-26", "event")]


def test_a_page_without_words_gives_its_report_alone() -> None:
    bare = page("a")
    assert told([alone(bare)], bare) == [("2025-05-28T12:00:00Z", "first_report", [""])]
    assert timeline([], load_background()) == []


def test_a_number_and_a_stretch_of_days_can_be_asked_for() -> None:
    pages = read(page("a", GROUNDING, RESCUE, LAUNCH, ASIDE))
    found = timeline(pages, load_background(), count=9, days_only=True, between=(date(2025, 5, 1), date(2025, 5, 26)))
    assert days(found) == ["2025-05-03", "2025-05-26"]


def test_a_dateline_belongs_to_its_first_sentence() -> None:
    one = page("a", "OAKHAVEN, May 26 - ", "The ferry Marigold ran aground with 214 people.")
    first = replace(one.blocks[0], kind=BlockKind.DATELINE)
    (only,) = dated(replace(one, blocks=(first, one.blocks[1])), "x", load_lexicon()).sentences
    assert (only.start, [str(t.moment) for t in only.times]) == (0, ["2025-05-26"])


def test_central_terms_are_those_of_the_matter() -> None:
    pages = read(page("a", GROUNDING, RESCUE), page("b", GROUNDING))
    assert "marigold" in central_terms(pages, load_background())


def test_sentences_nearest_to_the_middle_come_first_and_none_repeats_another() -> None:
    middle, same, other = {"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 1.1}, {"c": 1.0}
    assert nearest([other, middle, same], 3, [False] * 3) == [1, 0] or nearest(
        [other, middle, same], 3, [False] * 3
    ) == [2, 0]
    assert nearest([middle, same, other], 1, [False, False, True]) == [2]
    assert nearest([{}], 1, [True]) == []


@given(st.lists(st.sampled_from([GROUNDING, RESCUE, ASIDE, LAUNCH]), max_size=6), st.integers(1, 3))
def test_every_line_stands_in_its_document_and_events_are_in_time(paragraphs: list[str], lines: int) -> None:
    pages = read(page("a", *paragraphs), page("b", *reversed(paragraphs), hours=2))
    found = timeline(pages, load_background(), lines=lines)
    text = {p.document: p.text for p in pages}
    spans = [span for e in found for span in e.lines]
    assert all(text[s.document][s.start : s.end] in paragraphs for s in spans)
    assert len(set(spans)) == len(spans)
    assert [e.moment.at for e in found] == sorted(e.moment.at for e in found)
