"""Captures of one address over time, in a store: versions, corrections, and captures that show nothing new."""

from datetime import timedelta

from firsthand import app, worker
from firsthand.model.capture import make_capture
from firsthand.stages import STAGES, Context
from firsthand.store import captures, derived, documents, work
from firsthand.store.database import Store
from tests.made import SEEN, STRIKE

NOTE = "<p>This story was corrected to say 812 members, not 821.</p>"
WRONG = tuple(p.replace("812", "821") for p in STRIKE)


def page(paragraphs: tuple[str, ...], shares: int, note: str = "", host: str = "one.example") -> tuple[str, bytes]:
    body = "".join(f"<p>{p}</p>" for p in paragraphs) + note
    hour = 9 if host == "one.example" else 12
    html = (
        f"<html lang=en><head><title>Strike ends</title><meta property='og:site_name' content='{host}'>"
        f"<meta property='article:published_time' content='2026-03-03T{hour:02}:00:00Z'></head><body>"
        f"<p class=share>{shares} shares</p><article><h1>Strike ends at Port Alden</h1>{body}</article>"
        f"<aside><h3>Related</h3><ul><li><a href=/x{shares}>Story number {shares} of today</a></li></ul></aside></body></html>"
    )
    return f"https://{host}/strike", html.encode()


def take_in(store: Store, *seen: tuple[int, tuple[str, bytes]]) -> None:
    with store.write() as tx:
        for hour, (url, content) in seen:
            capture = make_capture(content, url, SEEN + timedelta(hours=hour), "text/html", "utf-8", url)
            captures.add(tx, capture, content)
            work.enqueue(tx, "extract", capture.id)
    worker.drain(store, STAGES, Context())


def test_a_page_seen_four_times_has_two_versions_one_of_them_corrected(store: Store) -> None:
    take_in(
        store,
        (0, page(WRONG, 3)),
        (1, page(WRONG, 27)),
        (2, page(STRIKE, 40, NOTE)),
        (3, page(STRIKE, 41, NOTE)),
        (5, page(WRONG[:4], 1, host="two.example")),
    )
    (line,) = app.river(store).stories
    assert line.documents == 3, "two versions and a copy; what shows nothing new is not counted"
    assert line.badges == ["corrected", "updated"]
    story = app.story(store, line.id)
    assert sorted(m.relation for m in story.documents) == ["copy", "original", "version"]
    original = next(m for m in story.documents if m.relation == "original")
    first, second = original.versions
    assert (first.document, len(first.again), first.changed, first.corrected) == (original.id, 1, "", None)
    assert second.changed.startswith("Adds one passage (“This story was corrected to say 812 members, not")
    assert "rewords one place" in second.changed
    assert second.corrected == "This story was corrected to say 812 members, not 821."
    assert (second.seen, second.last_seen) == ("2026-03-03T20:00:00Z", "2026-03-03T21:00:00Z")
    version = next(m for m in story.documents if m.relation == "version")
    assert (version.id, version.original, version.versions) == (second.document, original.id, [])
    assert {i for lin in story.lineages for i in lin.documents} == {m.id for m in story.documents}


def test_every_capture_of_a_page_knows_its_story_and_its_versions(store: Store) -> None:
    take_in(store, (0, page(WRONG, 3)), (1, page(WRONG, 27)), (2, page(STRIKE, 40)))
    (line,) = app.river(store).stories
    with store.read() as tx:
        every = [d.id for i in captures.all_ids(tx) for d in documents.of_capture(tx, i) if d.role == "main"]
    assert len(every) == 3
    for document in every:
        told = app.versions(store, document)
        assert [[v.document, *v.again] for v in told] == [every[:2], every[2:]]
        (found,) = [d for d in app.reading(store, app.document(store, document).capture).documents if d.id == document]
        assert found.story == line.id


def test_versions_do_not_depend_on_the_order_in_which_they_came(store: Store) -> None:
    seen = [(0, page(WRONG, 3)), (1, page(WRONG, 27)), (2, page(STRIKE, 40, NOTE)), (3, page(STRIKE[:3], 1))]
    for one in (seen[2], seen[0], seen[3], seen[1]):
        take_in(store, one)
    with store.read() as tx:
        before = list(derived.dump(tx))
    app.rebuild(store)
    with store.read() as tx:
        assert list(derived.dump(tx)) == before
