"""An event is a time with the clause that tells it, and who and where is named in it."""

from datetime import UTC, datetime

from firsthand.model.moment import Moment, Precision
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.names import load_names
from firsthand.understand.aliases import entities_of
from firsthand.understand.events import events_in, times_in
from firsthand.understand.names import mentions_in
from tests.made import document

ENGLISH = load_names("en")
CLOCK = load_lexicon().times["en"]
TODAY = Moment(datetime(2026, 3, 4, tzinfo=UTC), Precision.DAY)


def told(*paragraphs: str) -> list[tuple[str, str, str]]:
    """Give value, expression and clause of each event of a document of 4 March 2026."""
    made = document(*paragraphs, published=TODAY)
    events = events_in(made, mentions_in(made, ENGLISH), times_in(made, CLOCK), CLOCK, ENGLISH)
    return [(str(e.moment), made.text[e.when.start : e.when.end], made.text[e.span.start : e.span.end]) for e in events]


def test_the_sentence_tells_the_event() -> None:
    assert told("The port was built in 1949. Nobody came.") == [("1949", "1949", "The port was built in 1949.")]


def test_two_times_have_a_clause_each() -> None:
    found = told("It joined the pact in 2023, followed by Sweden in 2024.")
    assert [(value, clause) for value, _, clause in found] == [
        ("2023", "It joined the pact in 2023"),
        ("2024", "followed by Sweden in 2024."),
    ]


def test_years_before_a_noun_and_times_from_the_day_of_the_text() -> None:
    found = told("At the 2008 Oslo summit they met.", "In June last year it fell after the 1989 rise.")
    assert [value for value, *_ in found] == ["2008", "2025-06", "1989"]


def test_two_months_before_an_event_is_no_day_that_we_know() -> None:
    found = told("On Monday it rained. In 2021, just two months before the vote, they proposed a draft.")
    assert [value for value, *_ in found] == ["2026-03-02", "2021"]


def test_an_opening_time_is_not_cut_from_what_it_dates() -> None:
    found = told("In 2021, Ines Varga left, and in 2023 she came back.")
    assert [clause for *_, clause in found] == ["In 2021, Ines Varga left", "and in 2023 she came back."]


def test_who_and_where() -> None:
    made = document("Ines Varga met the Harbour Workers Union in Oslo in May 2024.", published=TODAY)
    mentions = mentions_in(made, ENGLISH)
    (event,) = events_in(made, mentions, times_in(made, CLOCK), CLOCK, ENGLISH)
    names = entities_of([(made.text[m.span.start : m.span.end], m.kind) for m in mentions], ENGLISH)
    by_name = {entity.name: entity.id for entity in names}
    assert event.participants == (by_name["Ines Varga"], by_name["Harbour Workers Union"])
    assert event.places == (by_name["Oslo"],)
    assert event.place == by_name["Oslo"]


def test_a_day_in_somebody_s_mouth_or_behind_an_if_dates_no_event() -> None:
    assert told('She said: "Peace tomorrow will be even harder."') == []
    assert told("It will be worse if the port is closed tomorrow.") == []
    assert [value for value, *_ in told('The port closed yesterday, "for good", he said.')] == ["2026-03-03"]
