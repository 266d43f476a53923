"""What came of sources and pages is written down: nothing lost, nothing doubled."""

import random
import string
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from firsthand import app, following
from firsthand import contract as out
from firsthand.capture.arrival import Arrival
from firsthand.capture.canonical import page_id
from firsthand.model.errors import NotFound
from firsthand.model.source import FullText, Marks, Page, SourceKind
from firsthand.refresh.came import Failure, Visited
from firsthand.refresh.deciding import FIRST_PAGES
from firsthand.store import captures, entries, pages, sources, work
from firsthand.store.database import Store
from firsthand.store.entries import OF_A_SIGN, RECENT
from tests.refresh.made import FEED, LONG, NOON, SHORT, came, entry, failed, feed, follow, keep, source, visit

TEXT = b"<html><head><title>Quay</title></head><body><p>The quay is closed.</p></body></html>"


def listed(store: Store, id: str):
    with store.read() as tx:
        return entries.of_source(tx, id)


def plan_of(store: Store, number: int):
    id = page_id(f"https://harbour.example/news/{number}-quay")
    with store.read() as tx:
        return pages.many(tx, [id]).get(id)


def standing(store: Store, id: str):
    with store.read() as tx:
        return sources.get(tx, id)


def visited(minutes: float = 30, content: bytes = TEXT, address: str = "https://harbour.example/news/1-quay", **said):
    arrival = Arrival(content, address, "text/html", "utf-8", address)
    at = NOON + timedelta(minutes=minutes)
    return Visited(at, arrival=arrival, address=address, digest=str(hash(content)), **said)


def test_a_teaser_leads_to_its_page_and_a_whole_text_is_captured(store: Store) -> None:
    [id] = follow(store)
    wrote = keep(store, id, came(feed(entry(1), entry(2, content=LONG))))
    teaser, whole = sorted(listed(store, id), key=lambda e: e.entry.id)
    assert (wrote.entries, wrote.captures) == (2, 1)
    assert teaser.page
    assert not teaser.capture
    assert whole.capture
    assert not whole.page
    with store.read() as tx:
        capture = captures.get(tx, whole.capture)
        assert capture.url == "https://harbour.example/news/2-quay"
        assert work.pending(tx) == {"extract": 1}


@pytest.mark.parametrize(("choice", "pages_", "captured"), [(FullText.NEVER, 0, 2), (FullText.ALWAYS, 2, 0)])
def test_a_person_chooses_whether_pages_are_fetched(store: Store, choice: FullText, pages_: int, captured: int) -> None:
    [id] = follow(store, source(full_text=choice))
    keep(store, id, came(feed(entry(1), entry(2, content=LONG))))
    found = listed(store, id)
    assert (sum(bool(e.page) for e in found), sum(bool(e.capture) for e in found)) == (pages_, captured)


def test_reading_a_feed_again_changes_nothing(store: Store) -> None:
    [id] = follow(store)
    first = keep(store, id, came(feed(entry(1), entry(2, content=LONG))))
    again = keep(store, id, came(feed(entry(2, content=LONG), entry(1)), minutes=60))
    assert (first.entries, again.entries, again.captures) == (2, 0, 0)
    assert {e.last_seen for e in listed(store, id)} == {NOON + timedelta(minutes=60)}


def test_an_entry_that_changes_is_captured_again_or_its_page_is_visited_soon(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1), entry(2, content=LONG))))
    visit(store, page_id("https://harbour.example/news/1-quay"), visited())
    before = plan_of(store, 1)
    corrected = entry(1, title="Quay report number 1 of the harbour board, corrected")
    wrote = keep(store, id, came(feed(corrected, entry(2, content=LONG + "<p>It opens in June.</p>")), minutes=40))
    after = plan_of(store, 1)
    assert (wrote.entries, wrote.captures) == (0, 1)
    assert before.due > after.due == NOON + timedelta(minutes=42)
    assert len(listed(store, id)) == 2


def test_of_a_long_feed_the_newest_pages_are_visited_at_first(store: Store) -> None:
    [id] = follow(store)
    some = [entry(n) for n in range(FIRST_PAGES + 30)]
    keep(store, id, came(feed(*some)))
    found = listed(store, id)
    assert len(found) == len(some)
    assert sum(bool(e.page) for e in found) == FIRST_PAGES
    assert all(e.page for e in found if e.entry in some[:FIRST_PAGES])
    keep(store, id, came(feed(entry(500, published=None)), minutes=60))
    assert plan_of(store, 500)


def test_muted_entries_are_listed_and_not_read(store: Store) -> None:
    [id] = follow(store, source(rules=("mute title: horoscope",)))
    wrote = keep(store, id, came(feed(entry(1, title="Your horoscope"), entry(2))), rules=["mute title: lottery"])
    muted, kept = sorted(listed(store, id), key=lambda e: e.entry.id)
    assert wrote.entries == 2
    assert muted.muted == "mute title: horoscope"
    assert not muted.page
    assert kept.page


def test_two_feeds_that_lead_to_one_page_have_one_visit(store: Store) -> None:
    one, other = follow(store, source(), source("https://other.example/feed"))
    keep(store, one, came(feed(entry(1))))
    keep(store, other, came(feed(entry(1, link="http://www.harbour.example/news/1-quay?utm_source=other"))))
    with store.read() as tx:
        assert pages.waiting(tx, NOON) == (1, 1)


def test_failures_are_counted_with_their_cause_and_end_with_a_success(store: Store) -> None:
    [id] = follow(store)
    for n in (1, 2):
        keep(store, id, failed("timeout", minutes=n))
    broken = standing(store, id)
    assert (broken.standing.failures, broken.standing.code) == (2, "timeout")
    assert broken.due > NOON + timedelta(minutes=20)
    keep(store, id, came(feed(entry(1)), minutes=90))
    mended = standing(store, id)
    assert (mended.standing.failures, mended.standing.code, mended.standing.cause) == (0, "", "")
    with store.read() as tx:
        assert [line.outcome for line in sources.history(tx, id)] == ["new", "failed", "failed"]


def test_what_is_gone_is_not_asked_for_again(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, failed("gone"))
    assert standing(store, id).due is None
    assert standing(store, id).standing.gone


def test_a_source_moves_where_it_says(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1)), moved_to="https://new.example/feed", etag='W/"1"'))
    moved = standing(store, id)
    assert (moved.source.address, moved.standing.moved_from, moved.standing.etag) == (
        "https://new.example/feed",
        FEED,
        'W/"1"',
    )
    with store.read() as tx:
        assert [due.host for due in sources.due(tx, moved.due, 10, 10)] == ["new.example"]


def test_what_a_person_chose_meanwhile_counts(store: Store) -> None:
    [id] = follow(store)
    paused = source(paused=True)
    with store.write() as tx:
        sources.choose(tx, paused, None)
    keep(store, id, came(feed(entry(1))))
    found = standing(store, id)
    assert found.due is None
    assert found.source.choices.paused
    assert found.standing.succeeded == NOON


def test_a_source_that_is_no_longer_followed_is_left_alone(store: Store) -> None:
    [id] = follow(store)
    with store.write() as tx:
        sources.forget(tx, id)
    assert keep(store, id, came(feed(entry(1)))).entries == 0
    with store.read() as tx, pytest.raises(NotFound):
        sources.get(tx, id)


def test_a_visit_captures_the_page_and_plans_the_next(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1))))
    wrote = visit(store, page_id("https://harbour.example/news/1-quay"), visited())
    planned = plan_of(store, 1)
    assert wrote.captures == 1
    assert planned.due > NOON + timedelta(minutes=30)
    with store.read() as tx:
        assert captures.get(tx, planned.page.capture).url == "https://harbour.example/news/1-quay"
        assert pages.spent(tx, NOON) == {"first": 1, "again": 0} or pages.spent(tx, NOON) == {"first": 1}


def test_a_page_that_says_the_same_is_not_captured_again(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1))))
    page = page_id("https://harbour.example/news/1-quay")
    visit(store, page, visited())
    assert visit(store, page, visited(90, TEXT + b"<!-- 2 -->", same=True)).captures == 0
    first = plan_of(store, 1)
    assert visit(store, page, visited(180, TEXT.replace(b"closed", b"open"))).captures == 1
    assert (first.page.steps, plan_of(store, 1).page.steps) == (2, 2)


def test_where_the_page_cannot_be_had_the_feeds_own_words_are_captured(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1, summary=SHORT * 2))))
    page = page_id("https://harbour.example/news/1-quay")
    wrote = visit(store, page, Visited(NOON, failure=Failure("forbidden", "It refuses.")))
    [found] = listed(store, id)
    assert wrote.captures == 1
    assert found.capture
    assert (plan_of(store, 1).due, plan_of(store, 1).page.code) == (None, "forbidden")


def test_what_may_pass_is_tried_again_before_that(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1, summary=SHORT * 2))))
    page = page_id("https://harbour.example/news/1-quay")
    captured = [
        visit(store, page, Visited(NOON, failure=Failure("timeout", "It took too long."))).captures for _ in range(5)
    ]
    assert captured == [0, 0, 0, 0, 1]


def test_a_page_that_is_another_one_is_joined_with_it(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1, link="https://harbour.example/amp/1"), entry(2))))
    amp = page_id("https://harbour.example/amp/1")
    own = "https://harbour.example/news/2-quay"
    visit(store, amp, visited(address=own))
    with store.read() as tx:
        found = pages.many(tx, [amp, page_id(own)])
    assert found[amp].due is None
    assert found[amp].page.joined == page_id(own)
    assert found[page_id(own)].due == NOON
    assert isinstance(found[amp].page, Page)


def test_a_second_source_at_an_address_is_the_first(store: Store) -> None:
    follow(store)
    with store.write() as tx:
        assert not sources.add(tx, source(), "harbour.example", NOON)
        assert sources.count(tx) == 1
        found = sources.at_address(tx, FEED)
    assert found
    assert replace(found.source, choices=source().choices) == source()


def test_a_story_that_comes_back_beside_what_became_of_it_is_kept(store: Store) -> None:
    [id] = follow(store)
    first = entry(1, id="7")
    keep(store, id, came(feed(first)))
    keep(store, id, came(feed(replace(first, link="https://harbour.example/other")), minutes=60))
    keep(
        store, id, came(feed(replace(first, id="8"), replace(first, link="https://harbour.example/other")), minutes=120)
    )
    keep(store, id, came(feed(first, replace(first, link="https://harbour.example/other")), minutes=180))
    assert standing(store, id).standing.code == ""
    assert len({e.id for e in listed(store, id)}) == len(listed(store, id))


def test_what_we_had_no_time_for_has_not_failed(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, failed("busy_host", retry_seconds=300.0))
    found = standing(store, id)
    assert (found.standing.failures, found.standing.code) == (0, "")
    assert NOON + timedelta(minutes=5) <= found.due <= NOON + timedelta(minutes=6)


def test_a_move_to_an_endless_address_is_not_followed(store: Store) -> None:
    [id] = follow(store)
    endless = "".join(random.Random(1).choices(string.ascii_letters, k=9000))
    keep(store, id, came(feed(entry(1)), moved_to=f"https://new.example/{endless}"))
    assert standing(store, id).source.address == FEED
    assert len(listed(store, id)) == 1


def test_what_no_index_can_hold_is_the_rows_fault_not_the_servers(store: Store) -> None:
    tag = "".join(random.Random(1).choices(string.ascii_letters, k=9000))
    with pytest.raises(DatabaseError) if store.dialect == "postgresql" else nullcontext():
        follow(store, source(tags=(tag,)))
    assert store.trouble is None


def test_what_a_feed_asks_for_holds_while_it_does_not_change(store: Store) -> None:
    [id] = follow(store)
    some = [entry(n, published=None) for n in range(10)]
    keep(store, id, came(feed(*some, ttl=600)))
    first = standing(store, id).due
    assert first >= NOON + timedelta(hours=10)
    keep(store, id, came(minutes=600, unchanged=True))
    assert standing(store, id).due >= NOON + timedelta(hours=20)


def test_an_entry_that_leads_to_a_page_that_was_given_up_is_not_left_without_words(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1, summary=SHORT * 2))))
    page = page_id("https://harbour.example/news/1-quay")
    visit(store, page, Visited(NOON, failure=Failure("forbidden", "It refuses.")))
    [other] = follow(store, source("https://other.example/feed"))
    keep(store, other, came(feed(entry(1, id="o", summary=SHORT * 3)), minutes=60))
    assert plan_of(store, 1).due == NOON + timedelta(minutes=60)
    visit(store, page, Visited(NOON + timedelta(minutes=61), failure=Failure("forbidden", "It refuses.")))
    assert all(e.capture for e in (*listed(store, id), *listed(store, other)))


def test_pages_that_name_each_other_are_still_visited(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1), entry(2))))
    one, two = (page_id(f"https://harbour.example/news/{n}-quay") for n in (1, 2))
    visit(store, one, visited(address="https://harbour.example/news/2-quay"))
    visit(store, two, visited(address="https://harbour.example/news/1-quay"))
    assert plan_of(store, 1).due or plan_of(store, 2).due


def test_two_who_write_the_same_pages_wait_for_each_other(store: Store) -> None:
    one, other = follow(store, source(), source("https://other.example/feed"))
    for lot in range(4):
        some = [entry(1000 * lot + n) for n in range(40)]
        lots = [came(feed(*some)), came(feed(*reversed(some)))]
        with ThreadPoolExecutor(2) as both:
            wrote = list(both.map(keep, [store, store], [one, other], lots))
        assert [w.entries for w in wrote] == [40, 40]


def test_a_joined_page_goes_with_its_source(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1))))
    visit(store, page_id("https://harbour.example/news/1-quay"), visited(address="https://harbour.example/own/1"))
    with store.write() as tx:
        following.unfollow(tx, id)
    with store.read() as tx:
        assert pages.waiting(tx, NOON) == (0, 0)


def meanwhile(store: Store, id: str, monkeypatch: pytest.MonkeyPatch, what: Callable[[], object]) -> None:
    """Keep what came of a source, while somebody else does something: he may wait for it, or be done at once."""
    known_of = entries.known_of

    def slowly(*given: Any) -> Any:
        other.start()
        other.join(0.5)
        return known_of(*given)

    other = threading.Thread(target=what)
    monkeypatch.setattr(entries, "known_of", slowly)
    keep(store, id, came(feed(entry(1))))
    other.join()


def test_what_is_chosen_while_a_reading_is_kept_is_not_undone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    [id] = follow(store, source(paused=True))
    meanwhile(store, id, monkeypatch, lambda: app.choose(store, id, out.SourceChoices(paused=False)))
    assert standing(store, id).due is not None


def test_a_source_forgotten_while_a_reading_is_kept_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    [id] = follow(store)
    meanwhile(store, id, monkeypatch, lambda: app.unfollow(store, id))
    with store.read() as tx:
        assert entries.count(tx) == 0
        assert pages.waiting(tx, NOON) == (0, 0)


def test_what_an_entry_said_long_ago_may_be_said_again_by_another(store: Store) -> None:
    [id] = follow(store)
    first = entry(1, id="", link="", title="", summary=f"<p>Note: {SHORT}</p>")
    keep(store, id, came(feed(first)))
    for lot in range(6):
        some = [entry(n) for n in range(1000 + 100 * lot, 1100 + 100 * lot)]
        keep(store, id, came(feed(*some), minutes=10 + lot))
    assert keep(store, id, came(feed(first), minutes=60)).entries == 0
    assert keep(store, id, came(feed(entry(1001)), minutes=70)).entries == 0


def test_many_entries_with_nothing_but_a_text_are_known_again(store: Store) -> None:
    [id] = follow(store)
    some = [entry(n, id="", link="", title="", summary=f"<p>Note {n}: {SHORT}</p>") for n in range(700)]
    keep(store, id, came(feed(*some)))
    assert keep(store, id, came(feed(*some), minutes=60)).entries == 0
    assert keep(store, id, came(feed(*some[:100]), minutes=90)).entries == 0
    assert keep(store, id, came(feed(*some), minutes=120)).entries == 0


def test_what_waited_for_its_turn_in_vain_has_not_failed(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, failed("busy_host", retry_seconds=40.0))
    waits = standing(store, id)
    assert waits.standing.failures == 0
    assert NOON < waits.due < NOON + timedelta(minutes=2)
    keep(store, id, came(feed(entry(1)), minutes=20))
    page = page_id("https://harbour.example/news/1-quay")
    for _ in range(9):
        visit(store, page, Visited(NOON, failure=Failure("busy_host", "It was asked often.", retry_seconds=40.0)))
    assert plan_of(store, 1).due > NOON


def test_a_folder_in_which_a_file_is_written_all_the_time_is_not_looked_at_all_the_time(store: Store) -> None:
    [id] = follow(store, replace(source("/home/mara/news"), kind=SourceKind.FOLDER))
    keep(store, id, came(more=True, arrivals=(Arrival(TEXT, "file:///home/mara/news/a.html"),)))
    assert standing(store, id).due == NOON + timedelta(seconds=2)
    keep(store, id, came(minutes=1, more=True, unchanged=True))
    assert standing(store, id).due == NOON + timedelta(minutes=3)


def test_of_thousands_with_one_title_some_are_looked_at(store: Store) -> None:
    [id] = follow(store)
    some = [entry(n, title="Morning briefing of the board") for n in range(1500)]
    keep(store, id, came(feed(*some)))
    keep(store, id, came(feed(*some[:RECENT]), minutes=10))
    with store.read() as tx:
        title = entries.newest(tx, id, 1)[0].marks.title
        assert RECENT <= len(entries.known(tx, id, [Marks(title=title)])) <= RECENT + OF_A_SIGN
    assert keep(store, id, came(feed(*some[1000:]), minutes=20)).entries == 0
