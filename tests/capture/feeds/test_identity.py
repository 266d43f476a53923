"""The truth table of docs/notes/021-entry-identity.md: what two fetches of one source say, and how many stories that is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.capture.feeds.identity import Face, face_of, match
from firsthand.capture.feeds.links import page_key
from firsthand.model.feed import Entry

_NOON = datetime(2026, 5, 28, 12, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_SITE = "https://news.example/"


def entry(
    number: int = 1,
    *,
    id: str | None = None,
    link: str | None = None,
    title: str | None = None,
    hours: float | None = 0,
) -> Face:
    """A story: each number has its own id, link, title, date and text."""
    titles = (
        "Harbour bridge closes after storm",
        "Parliament votes on budget tonight",
        "Rescue team finds hikers alive",
    )
    return Face(
        id=f"tag:{number}" if id is None else id,
        link=f"{_SITE}{number}" if link is None else link,
        title=titles[(number - 1) % 3] if title is None else title,
        published=None if hours is None else _NOON + number * timedelta(minutes=1) + hours * _HOUR,
        digest=f"text {number}",
        key=f"{number}",
    )


A, B, C = entry(1), entry(2), entry(3)
GUID_A, GUID_B = f"{_SITE}?p=1", f"{_SITE}?p=2"

#: behaviour -> first fetch, second fetch, which of the second are which of the first (None: new).
TABLE: dict[str, tuple[list[Face], list[Face], list[int | None]]] = {
    "nothing happens": ([A, B], [A, B], [0, 1]),
    "order changes": ([A, B], [B, A], [1, 0]),
    "one is added": ([A], [B, A], [None, 0]),
    "all are others": ([A], [B], [None]),
    "title corrected": ([A], [entry(1, title="Harbour bridge reopens after storm")], [0]),
    "title rewritten whole": ([A], [entry(1, title="Commuters stranded")], [0]),
    "date moves": ([A], [entry(1, hours=5)], [0]),
    "date goes": ([A], [entry(1, hours=None)], [0]),
    "date and title change": ([A], [entry(1, title="Commuters stranded", hours=3)], [0]),
    "link changes slug": ([A], [entry(1, link=f"{_SITE}1-new-slug")], [0]),
    "link changes slug, title corrected": (
        [A],
        [entry(1, link=f"{_SITE}1-b", title="Harbour bridge reopens after storm", hours=1)],
        [0],
    ),
    "link and title change, date stays": ([A], [entry(1, link=f"{_SITE}x", title="Commuters stranded")], [0]),
    "text changes": ([A], [replace(A, digest="other")], [0]),
    "id changes every fetch": ([A, B], [entry(1, id="9a"), entry(2, id="9b")], [0, 1]),
    "id changes, title corrected": (
        [A, B],
        [entry(1, id="9a", title="Commuters stranded", hours=1), entry(2, id="9b")],
        [0, 1],
    ),
    "id of one changes, same title": ([A, B], [entry(1, id="9a"), B], [0, 1]),
    "id of one changes, title corrected": (
        [A, B],
        [entry(1, id="9a", title="Harbour bridge reopens after storm"), B],
        [0, 1],
    ),
    "id of one changes, date moves": ([A, B], [entry(1, id="9a", hours=2), B], [0, 1]),
    "id changes its case": ([entry(1, id="AbC")], [entry(1, id="abc", hours=1)], [0]),
    "ids that differ in case only": (
        [entry(1, id="AbC"), entry(2, id="abc")],
        [entry(1, id="AbC"), entry(2, id="abc")],
        [0, 1],
    ),
    "another story with an id that differs in case": ([entry(1, id="AbC")], [entry(2, id="abc")], [None]),
    "id comes": ([entry(1, id="")], [A], [0]),
    "id goes": ([A], [entry(1, id="")], [0]),
    "id is empty": ([entry(1, id=""), entry(2, id="")], [entry(2, id=""), entry(1, id="")], [1, 0]),
    "id is empty, title corrected": (
        [entry(1, id="")],
        [entry(1, id="", title="Harbour bridge reopens after storm")],
        [0],
    ),
    "id is empty, title rewritten, date stays": ([entry(1, id="")], [entry(1, id="", title="Commuters stranded")], [0]),
    "id is empty, date moves": ([entry(1, id="")], [entry(1, id="", hours=2)], [0]),
    "id and link are empty": (
        [entry(1, id="", link=""), entry(2, id="", link="")],
        [entry(1, id="", link=""), entry(2, id="", link="")],
        [0, 1],
    ),
    "id and link are empty, date moves": ([entry(1, id="", link="")], [entry(1, id="", link="", hours=1)], [0]),
    "id, link and title are empty": (
        [entry(1, id="", link="", title="")],
        [entry(1, id="", link="", title=""), entry(2, id="", link="", title="")],
        [0, None],
    ),
    "id is repeated by all": (
        [entry(1, id="x"), entry(2, id="x")],
        [entry(3, id="x"), entry(1, id="x"), entry(2, id="x")],
        [None, 0, 1],
    ),
    "id is repeated in time": ([entry(1, id="x")], [entry(2, id="x")], [None]),
    "id is the home page": (
        [entry(1, id=_SITE), entry(2, id=_SITE)],
        [entry(2, id=_SITE), entry(3, id=_SITE)],
        [1, None],
    ),
    "ids are places in the feed": (
        [entry(1, id="1"), entry(2, id="2")],
        [entry(3, id="1"), entry(1, id="2"), entry(2, id="3")],
        [None, 0, 1],
    ),
    "ids are places in the feed, no links": (
        [entry(1, id="1", link=""), entry(2, id="2", link="")],
        [entry(3, id="1", link=""), entry(1, id="2", link="")],
        [None, 0],
    ),
    "ids are places in the feed, all link to the home page": (
        [entry(1, id="1", link=_SITE), entry(2, id="2", link=_SITE)],
        [entry(3, id="1", link=_SITE), entry(1, id="2", link=_SITE)],
        [None, 0],
    ),
    "ids are places in the feed, all is new": (
        [entry(1, id="1", link=_SITE), entry(2, id="2", link=_SITE)],
        [entry(3, id="1", link=_SITE), entry(6, id="2", link=_SITE, title="Orchestra plays in the square")],
        [None, None],
    ),
    "one entry a day, its id is the home page": (
        [entry(1, id=_SITE, link=_SITE)],
        [entry(2, id=_SITE, link=_SITE)],
        [None],
    ),
    "ids last, all link to the home page, title rewritten": (
        [entry(1, link=_SITE), entry(2, link=_SITE)],
        [entry(1, link=_SITE, title="Commuters stranded", hours=2), entry(2, link=_SITE)],
        [0, 1],
    ),
    "id is given to another story": ([A, B], [entry(3, id="tag:1"), B], [None, 1]),
    "id is given to another story, old one stays": ([A], [entry(3, id="tag:1"), A], [None, 0]),
    "permalink gains trackers": (
        [entry(1, id=GUID_A, link=GUID_A)],
        [entry(1, id=GUID_A, link=f"{GUID_A}&utm_source=rss")],
        [0],
    ),
    "id gains trackers": (
        [entry(1, id=GUID_A, link=GUID_A)],
        [
            entry(
                1, id=f"{GUID_A}&utm_medium=feed", link=f"{GUID_A}&utm_medium=feed", title="Commuters stranded", hours=1
            )
        ],
        [0],
    ),
    "permalinks differ in a number only": (
        [entry(1, id=GUID_A, link=GUID_A)],
        [entry(2, id=GUID_B, link=GUID_B), entry(1, id=GUID_A, link=GUID_A)],
        [None, 0],
    ),
    "http becomes https": (
        [entry(1, id="http://news.example/1", link="http://news.example/1")],
        [entry(1, id="https://news.example/1", link="https://news.example/1", hours=1)],
        [0],
    ),
    "www comes": (
        [entry(1, id=f"{_SITE}1")],
        [entry(1, id="https://www.news.example/1", link="https://www.news.example/1/", hours=1)],
        [0],
    ),
    "moved to another host": (
        [entry(1, id=f"{_SITE}a/1", link=f"{_SITE}a/1"), entry(2, id=f"{_SITE}a/2", link=f"{_SITE}a/2")],
        [
            entry(1, id="https://paper.example/a/1", link="https://paper.example/a/1"),
            entry(2, id="https://paper.example/a/2", link="https://paper.example/a/2", hours=1),
        ],
        [0, 1],
    ),
    "moved to another host, ids stay": ([A], [entry(1, link="https://paper.example/1")], [0]),
    "another host has another story there": (
        [entry(1, id=f"{_SITE}1")],
        [entry(2, id="https://paper.example/1", link="https://paper.example/1")],
        [None],
    ),
    "session in the link": (
        [entry(1, id=f"{_SITE}1;jsessionid=7", link=f"{_SITE}1;jsessionid=7")],
        [entry(1, id=f"{_SITE}1;jsessionid=8", link=f"{_SITE}1;jsessionid=8", title="Commuters stranded")],
        [0],
    ),
    "unknown session in the link": (
        [entry(1, id=f"{_SITE}1?tok=7", link=f"{_SITE}1?tok=7")],
        [entry(1, id=f"{_SITE}1?tok=8", link=f"{_SITE}1?tok=8")],
        [0],
    ),
    "live blog: one link, two posts": (
        [entry(1, link=f"{_SITE}live"), entry(2, link=f"{_SITE}live")],
        [entry(3, link=f"{_SITE}live"), entry(1, link=f"{_SITE}live"), entry(2, link=f"{_SITE}live")],
        [None, 0, 1],
    ),
    "live blog: one post each time": ([entry(1, link=f"{_SITE}live")], [entry(2, link=f"{_SITE}live")], [None]),
    "live blog without ids": (
        [entry(1, id="", link=f"{_SITE}live")],
        [entry(2, id="", link=f"{_SITE}live"), entry(1, id="", link=f"{_SITE}live")],
        [None, 0],
    ),
    "live blog without ids, one post each time": (
        [entry(1, id="", link=f"{_SITE}live")],
        [entry(2, id="", link=f"{_SITE}live")],
        [None],
    ),
    "live blog by fragments": (
        [entry(1, id="", link=f"{_SITE}live#p1", title="Live")],
        [entry(2, id="", link=f"{_SITE}live#p2", title="Live"), entry(1, id="", link=f"{_SITE}live#p1", title="Live")],
        [None, 0],
    ),
    "all link to the home page": (
        [entry(1, id="", link=_SITE), entry(2, id="", link=_SITE)],
        [entry(3, id="", link=_SITE), entry(1, id="", link=_SITE)],
        [None, 0],
    ),
    "every title is the same": (
        [entry(1, title="Morning briefing")],
        [entry(2, title="Morning briefing"), entry(1, title="Morning briefing")],
        [None, 0],
    ),
    "every title is the same, no ids": (
        [entry(1, id="", title="Morning briefing")],
        [entry(2, id="", title="Morning briefing")],
        [None],
    ),
    "every title is the same, no ids, no links": (
        [entry(1, id="", link="", title="The morning briefing with Ann")],
        [entry(2, id="", link="", title="The morning briefing with Ann")],
        [None],
    ),
    "every date is that of the fetch": (
        [replace(A, published=_NOON), replace(B, published=_NOON)],
        [replace(C, published=_NOON + _HOUR), replace(A, published=_NOON + _HOUR), replace(B, published=_NOON + _HOUR)],
        [None, 0, 1],
    ),
    "every date is that of the day, ids reused": (
        [replace(entry(1, id="1"), published=_NOON), replace(entry(2, id="2"), published=_NOON)],
        [replace(entry(3, id="1"), published=_NOON), replace(entry(1, id="2"), published=_NOON)],
        [None, 0],
    ),
    "no dates": ([entry(1, hours=None)], [entry(1, hours=None), entry(2, hours=None)], [0, None]),
    "two stories of one minute": (
        [replace(A, published=_NOON)],
        [replace(A, published=_NOON), replace(B, published=_NOON)],
        [0, None],
    ),
    "twice in one feed": ([A], [A, A], [0]),
    "twice in one feed, with a tracker": ([], [A, entry(1, link=f"{A.link}?utm_campaign=x")], [None]),
    "twice in one feed, another day with another text": (
        [],
        [A, replace(A, published=_NOON, digest="other")],
        [None, None],
    ),
    "ids are places in the feed, titles alike": (
        [entry(1, id="1", title="Ardour 8.6 released"), entry(2, id="2", title="Ardour 8.5 released")],
        [entry(3, id="1", title="Ardour 8.7 released"), entry(1, id="2", title="Ardour 8.6 released")],
        [None, 0],
    ),
    "title goes on": (
        [entry(1, id="", title="Harbour bridge")],
        [entry(1, id="", title="Harbour bridge: live", hours=1)],
        [0],
    ),
    "one page in two sections, two ids": ([], [A, entry(1, id="sport:1")], [None, None]),
    "non-Latin titles": (
        [entry(1, id="", title="東京で大雨、電車が止まる")],
        [entry(1, id="", title="東京で大雨、電車が再開", hours=1), entry(2, id="", title="国会が予算案を可決")],
        [0, None],
    ),
}


def stories(first: list[Face], second: list[Face]) -> list[int | None]:
    found = match(first, second)
    kept = [pair.entry for pair in found.same] + list(found.new)
    of = {id(pair.entry): first.index(pair.known) for pair in found.same}
    return [of.get(id(e)) for e in sorted(kept, key=lambda e: [id(one) for one in second].index(id(e)))]


@pytest.mark.parametrize("behaviour", TABLE)
def test_no_entry_is_lost_and_none_doubled(behaviour: str) -> None:
    first, second, expected = TABLE[behaviour]
    assert stories(first, second) == expected


@pytest.mark.parametrize("behaviour", TABLE)
def test_what_was_fetched_twice_is_known(behaviour: str) -> None:
    first, second, _ = TABLE[behaviour]
    for faces in (first, second):
        fetched = match([], faces).new
        again = match(fetched, faces)
        assert not again.new
        assert [pair.known for pair in again.same] == [pair.entry for pair in again.same]
        assert not any(pair.changed for pair in again.same)


def test_the_note_tells_every_behaviour() -> None:
    note = Path(__file__).parents[3] / "docs" / "notes" / "021-entry-identity.md"
    told = note.read_text(encoding="utf-8")
    assert [behaviour for behaviour in TABLE if f"| {behaviour} |" not in told] == []


def test_an_entry_given_to_another_story_is_told_as_doubtful() -> None:
    found = match([A], [entry(3, id="tag:1")])
    assert [(doubt.entry.link, doubt.resembles) for doubt in found.doubtful] == [(C.link, A)]


def test_a_corrected_title_is_a_change_and_the_same_again_is_none() -> None:
    assert match([A], [entry(1, title="Harbour bridge reopens after storm")]).same[0].changed
    assert not match([A], [A]).same[0].changed


def test_ten_thousand_known_entries_with_one_title_take_no_time() -> None:
    known = [entry(n, id=f"a{n}", title="Morning briefing") for n in range(10_000)]
    fetched = [entry(n, id=f"b{n}", title="Morning briefing") for n in range(20_000, 20_200)]
    assert len(match(known, fetched).new) == 200


def test_a_face_is_what_the_entry_says() -> None:
    said = Entry(id="x", link=_SITE, title="T", content="c")
    assert face_of(said, "k") == face_of(replace(said, link=_SITE), "k")
    assert face_of(said).digest != face_of(replace(said, content="d")).digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://news.example/1", "https://www.news.example/1/"),
        ("https://news.example:443/1", "https://NEWS.example/1"),
        ("https://news.example/1?utm_source=a&id=3", "https://news.example/1?id=3&fbclid=7"),
        ("https://news.example/1#xtor=RSS-1", "https://news.example/1"),
        ("https://news.example/a%20b", "https://news.example/a b"),
        ("https://news.example/1/index.html", "https://news.example/1"),
        ("https://news.example/1?ref=rss", "https://news.example/1"),
    ],
)
def test_one_page(one: str, other: str) -> None:
    assert page_key(one) == page_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/?p=1", "https://news.example/?p=2"),
        ("https://news.example/live#post-1", "https://news.example/live#post-2"),
        ("https://news.example/A", "https://news.example/a"),
        ("https://news.example/1", "https://paper.example/1"),
        ("https://uk.news.example/1", "https://us.news.example/1"),
        ("https://news.example/?ref=1", "https://news.example/?ref=2"),
        ("tag:1", "tag:2"),
        ("https://[broken/1", "https://[broken/2"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    assert page_key(one) != page_key(other)
