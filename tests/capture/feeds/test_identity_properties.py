"""What must hold of the rule for entries whatever a feed says."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.capture.feeds.identity import Face, match

_DAYS = st.one_of(st.none(), st.integers(1, 5).map(lambda day: datetime(2025, 5, day, tzinfo=UTC)))
_TITLES = (
    "",
    "Live",
    "Storm closes the old harbour",
    "Storm closes the old harbour again",
    "Council votes on budget",
    "嵐で港が閉鎖",
)
_FACES = st.builds(
    Face,
    id=st.sampled_from(("", "1", "2", "a", "A", "https://a.example/1", "https://a.example/2?utm_source=rss")),
    link=st.sampled_from(("", "https://a.example/", "https://a.example/1", "http://www.a.example/1", "https://a.example/2", "https://b.example/1")),
    title=st.sampled_from(_TITLES),
    published=_DAYS,
    digest=st.sampled_from(("x", "y", "z")),
)  # fmt: skip


def keyed(faces: list[Face]) -> list[Face]:
    return [replace(face, key=str(at)) for at, face in enumerate(faces)]


@given(st.lists(_FACES, max_size=12))
@settings(max_examples=400, deadline=None)
def test_a_feed_fetched_again_has_nothing_new_and_nothing_changed(faces: list[Face]) -> None:
    known = match([], keyed(faces)).new
    again = match(known, [replace(face, key="") for face in faces])
    assert again.new == ()
    assert [pair.changed for pair in again.same] == [False] * len(known)


@given(st.lists(_FACES, max_size=10), st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_the_order_of_what_was_fetched_does_not_matter(faces: list[Face], random: object) -> None:
    known = match([], keyed(faces)).new
    turned = list(known)
    random.shuffle(turned)  # type: ignore[attr-defined]
    again = match(known, turned)
    assert {pair.known.key for pair in again.same} == {face.key for face in known}
    assert all(pair.known.key == pair.entry.key for pair in again.same)


@given(st.lists(_FACES, max_size=10), st.lists(_FACES, max_size=10))
@settings(max_examples=400, deadline=None)
def test_each_known_entry_is_told_once_and_each_fetched_one_once(before: list[Face], after: list[Face]) -> None:
    known = match([], keyed(before)).new
    fetched = match([], keyed(after)).new
    found = match(known, fetched)
    assert len({pair.known.key for pair in found.same}) == len(found.same)
    told = [pair.entry.key for pair in found.same] + [face.key for face in found.new]
    assert sorted(told) == sorted(face.key for face in fetched)
    assert {doubt.entry.key for doubt in found.doubtful} <= {face.key for face in found.new}


def test_of_a_hundred_that_differ_in_date_only_none_is_new_when_fetched_again() -> None:
    faces = [
        Face("x", "https://a.example/", "Live", datetime(2025, 5, 1, n // 60, n % 60, tzinfo=UTC), str(n))
        for n in range(100)
    ]
    known = match([], keyed(faces)).new
    assert (len(known), match(known, faces).new) == (100, ())
