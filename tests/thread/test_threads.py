"""Threads: one affair over several events, not one country or one kind of event; whatever the order of arrival."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand
from firsthand.model.document import Document
from firsthand.model.ids import derive
from firsthand.model.moment import Moment, Precision
from firsthand.model.story import Story
from firsthand.model.thread import Gist, Thread
from firsthand.profiles.background import load_background
from firsthand.thread.kinship import WINDOW, kinship
from firsthand.thread.threads import group_stories, kin_pairs, threads
from tests import made

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def gist(name: str, *names: str, words: str = "trawler seizure quota", day: float = 0.0, **more: object) -> Gist:
    terms = {*names, *words.split()}
    at = Moment(NOON + day * DAY)
    made_of = Gist(
        f"sto_{name}",
        f"Story {name}",
        "en",
        at,
        at,
        True,
        1,
        {t: len(terms) ** -0.5 for t in sorted(terms)},
        frozenset(names),
        frozenset(),
        frozenset(terms),
        frozenset(terms),
        {t: t.title() for t in names},
    )
    return replace(made_of, **more)  # type: ignore[arg-type]


AFFAIR = ("vostra", "dzhelenov", "relich", "tesh")


def groups(some: list[Gist]) -> list[list[str]]:
    found = threads({g.story: g for g in some}, kin_pairs(some))
    return [[step.story for step in thread.steps] for thread in found]


def test_stories_that_come_back_to_the_same_people_and_things_are_one_affair_in_order_of_time() -> None:
    some = [gist("c", *AFFAIR, day=20), gist("a", *AFFAIR, day=8), gist("b", *AFFAIR), gist("x", "ada", "bo", "cy")]
    assert groups(some) == [["sto_b", "sto_a", "sto_c"]]


def test_a_story_alone_is_no_thread() -> None:
    assert groups([gist("a", *AFFAIR)]) == []


def test_kinship_does_not_ask_who_came_first() -> None:
    a, b = gist("a", *AFFAIR), gist("b", *AFFAIR[:3], "sorley", day=9)
    assert kinship(a, b) == kinship(b, a) > 0


def test_the_same_country_is_no_affair() -> None:
    where = frozenset({"korea", "pyongyang", "seoul", "kaesong"})
    some = [gist(name, *where, day=day, places=where) for name, day in (("a", 0), ("b", 3))]
    assert kinship(*some) == 0
    assert kinship(*(replace(one, places=frozenset()) for one in some)) > 0.5


def test_names_that_stand_far_below_the_headline_are_background() -> None:
    a, b = gist("a", *AFFAIR), gist("b", *AFFAIR, day=2, head=frozenset({"vostra", "quota"}))
    assert kinship(a, b) == 0


def test_shared_background_stands_in_for_the_headline() -> None:
    links = frozenset({"doc_a doc_b"})
    a, b = gist("a", *AFFAIR, links=links), gist("b", *AFFAIR, day=2, head=frozenset(), links=links)
    assert kinship(a, b) > 0.5


def test_time_takes_away_and_a_missing_date_counts_as_far_apart() -> None:
    shared = (*AFFAIR[:3], "sorley")
    near, far = (kinship(gist("a", *AFFAIR), gist("b", *shared, words="ship court bail", day=d)) for d in (1, 100))
    undated = kinship(gist("a", *AFFAIR), gist("b", *shared, words="ship court bail", day=1, dated=False))
    assert near >= far >= undated
    beyond = gist("b", *AFFAIR, day=WINDOW / DAY + 1)
    assert kinship(gist("a", *AFFAIR), beyond) == kinship(gist("a", *AFFAIR), replace(beyond, first=None)) == 0


def test_affairs_are_not_chained_by_one_story_between_them() -> None:
    left, right = ("ada", "bo", "cy", "di"), ("ed", "flo", "gus", "hal")
    some = [
        gist("a", *left),
        gist("b", *left, day=1),
        gist("m", *left[:3], *right[:3], day=2),
        gist("c", *right, words="court bail jury", day=3),
        gist("d", *right, words="court bail jury", day=4),
    ]
    assert all(len(group) < 5 for group in groups(some))


def test_a_thread_is_called_by_its_most_carried_story_and_the_names_most_share() -> None:
    some = [gist("a", *AFFAIR), gist("b", *AFFAIR[:3], "sorley", day=5, outlets=9)]
    (thread,) = threads({g.story: g for g in some}, kin_pairs(some))
    assert (thread.headline, thread.id) == ("Story b", derive("thr", "sto_a"))
    assert set(thread.names) == {"Vostra", "Dzhelenov", "Relich"}
    assert thread.steps[1].reasons[0].text.endswith("with “Story a”")


# from documents -----------------------------------------------------------------------------------------------------

SEIZED = (
    "Zemrin suspended its fisheries pact after the patrol ship Resolute seized the trawler Vostra off Harrow Sound.",
    "Foreign Minister Kazimir Dzhelenov said the licences of 212 boats would lapse unless the Vostra was released.",
    "Skipper Radoslav Tesh and his crew of 17 are held. Oksana Relich, the fisheries minister, had argued for a fine.",
)
FREED = (
    "The crew of the trawler Vostra walked free on Wednesday, and Kazimir Dzhelenov said Zemrin would now talk.",
    "Judge Amina Sorley set bail for the Vostra at 9.5 million crowns. Skipper Radoslav Tesh said nothing at 12:30.",
    "Oksana Relich will lead the talks about licences. On 4 March she had called the patrol ship Resolute a disgrace.",
)


def pages() -> list[Document]:
    told = ((SEIZED, 3, "Zemrin seizure: Dzhelenov ends fisheries pact over Vostra"), (FREED, 15, "Vostra crew freed"))
    found = [
        made.document(
            *text,
            url=f"https://{day}.example/a",
            headline=headline,
            published=Moment(datetime(2026, 3, day, 9, tzinfo=UTC), Precision.MINUTE),
            seen=datetime(2026, 3, day, 10, tzinfo=UTC),
        )
        for text, day, headline in told
    ]
    other = made.document(
        *made.OTHER, url="https://other.example/a", headline="Climbers rescued", published=made.at(4, 9)
    )
    return [*found, other]


def grouped(some: list[Document]) -> tuple[list[Story], list[Thread]]:
    stories = firsthand.group(some)
    return stories, firsthand.threads(stories, some)


def test_what_is_new_in_a_story_is_told_with_its_place() -> None:
    documents = pages()
    _, (thread,) = grouped(documents)
    first, second = thread.steps
    assert first.new == ()
    told = {reason.code: set() for reason in second.new} | {"new_name": set(), "new_number": set()}
    texts = {d.id: d.text for d in documents}
    for reason in second.new:
        (span,) = reason.spans
        assert texts[span.document][span.start : span.end] == reason.text
        told[reason.code].add(reason.text)
    assert any("Amina Sorley" in name for name in told["new_name"])
    assert told["new_number"] == {"9.5 million crowns"}, "no time of day, no date, no year"
    assert not {"Vostra", "Tesh"} & told["new_name"]


@given(st.permutations(range(3)))
@settings(max_examples=6, deadline=None)
def test_threads_do_not_depend_on_the_order(order: list[int]) -> None:
    documents = pages()
    assert grouped([documents[n] for n in order])[1] == grouped(documents)[1]


def test_stories_without_their_documents_are_an_error() -> None:
    stories, _ = grouped(pages())
    with pytest.raises(KeyError):
        group_stories(stories, {}, load_background())
