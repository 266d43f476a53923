"""How a story grew, and where that places it in the river."""

from datetime import UTC, datetime, timedelta

import firsthand
from firsthand.model.document import Document
from firsthand.model.moment import Moment
from firsthand.model.story import Step, Story
from firsthand.thread.rank import newer_than, rank
from tests.made import document

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def grown(*hours: float | None, languages: tuple[str, ...] = ("en",)) -> Story:
    """A story of which a source came at each of these hours after noon."""
    times = [None if h is None else Moment(NOON + timedelta(hours=h)) for h in hours]
    steps = tuple(Step(f"doc_{n}", at, n, n, n) for n, at in enumerate(times, start=1))
    return Story("sto_a", "A quay closes", (), (), growth=steps, languages=languages)


def test_a_newer_source_lifts_a_story_and_a_story_without_times_is_last() -> None:
    assert rank(grown(0, 3)).at > rank(grown(0, 1)).at > rank(grown(0)).at > rank(grown(None)).at


def test_twice_the_sources_are_worth_six_hours_and_sources_close_together_three_more() -> None:
    assert rank(grown(-20, -10)).at == rank(grown(-4)).at
    assert rank(grown(-12, -10)).at == rank(grown(-1)).at
    assert rank(grown(0, languages=("en", "ru"))).at == rank(grown(2)).at


def test_the_reasons_tell_what_lifts_it() -> None:
    told = rank(grown(-20, -1, 0, languages=("en", "es")))
    assert told.reasons == ("3 independent sources", "2 of them within 6 hours", "told in 2 languages")
    assert rank(grown(0)).reasons == ()


def test_what_is_new_since_a_time_is_counted_in_sources_and_outlets() -> None:
    story = grown(-5, -1, 2)
    assert newer_than(story, NOON) == (1, 1)
    assert newer_than(story, NOON - timedelta(days=1)) == (3, 3)
    assert newer_than(story, NOON + timedelta(days=1)) == (0, 0)


def test_a_copy_brings_an_outlet_and_no_source() -> None:
    text = (
        "The port of Ellery will close its north quay for a year, the harbour master said, since its piles are rotten."
    )
    pages = [
        dated("PORT ELLERY, March 1 -", text, "North Atlantic Press", 0),
        dated("", text, "The Straits Courier", 2),
        dated("", text, "The Straits Courier", 3),
    ]
    (story,) = firsthand.group(pages)
    assert [(s.pages, s.outlets, s.sources) for s in story.growth] == [(1, 1, 1), (2, 2, 1)]
    (place,) = story.places
    assert (place.name, place.sources) == ("Port Ellery", 1)
    assert pages[0].text[place.span.start : place.span.end] == "PORT ELLERY"


def dated(dateline: str, text: str, outlet: str, hour: int) -> Document:
    """A page with a dateline, published so many hours after noon."""
    url = f"https://{outlet.casefold().replace(' ', '')}.example/{hour}"
    published = Moment(NOON + timedelta(hours=hour))
    return document(text, url=url, outlet=outlet, dateline=dateline or None, published=published)
