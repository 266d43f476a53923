"""What is handed in through the site: written down at once, read in the background, told with its cause."""

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand import app
from firsthand.app import handing_in
from firsthand.contract import HandedInOut
from firsthand.model.errors import InputError
from firsthand.store import handed_in, work
from firsthand.store.database import Store

LETTER = b"""From: Ada <ada@a.example>
To: desk@b.example
Subject: Dockers vote to end strike at Port Alden
Date: Tue, 3 Mar 2026 12:00:00 +0000
Message-ID: <1@a.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dockers at Port Alden voted on Tuesday to end a nine-day strike that had kept 41 ships waiting outside the harbour.

The union said 812 of its 1,090 members backed an offer that raises pay by 6.5 percent over two years, after long talks.
"""
TEXT = LETTER.partition(b"\n\n")[2].decode()


@pytest.fixture
def served(store: Store) -> Iterator[Store]:
    """A store whose reader is at work."""
    stop = threading.Event()
    thread = threading.Thread(target=app.serve_handed_in, args=(store, stop))
    thread.start()
    yield store
    stop.set()
    thread.join()


def settled(store: Store) -> list[HandedInOut]:
    for _ in range(600):
        told = app.handed_in_list(store)
        if not told.busy:
            return told.things
        threading.Event().wait(0.1)
    raise AssertionError("it is never done")


def test_what_is_handed_in_is_read_and_told(served: Store) -> None:
    app.hand_in_text(served, "acc_a", f"Dockers vote\n\n{TEXT}")
    app.hand_in_file(served, "acc_a", "letter.eml", io.BytesIO(LETTER))
    app.hand_in_file(
        served,
        "acc_a",
        "feeds.opml",
        io.BytesIO(
            b"<opml><body><outline xmlUrl='https://a.example/f'/><outline xmlUrl='https://b.example/f'/></body></opml>"
        ),
    )
    app.hand_in_file(served, "acc_a", "../../<b>.txt", io.BytesIO(f"Dockers go back\n\n{TEXT}".encode()))
    app.hand_in_file(
        served, "acc_a", "two.mbox", io.BytesIO(b"From ada@a.example Tue Mar  3 12:00:00 2026\n" + LETTER + b"\n")
    )
    app.hand_in_file(served, "acc_a", "picture.jpg", io.BytesIO(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40))
    told = {t.name: t for t in settled(served)}
    assert [(t.kind, t.state) for t in told.values()].count(("file", "done")) == 4, told
    assert told["Dockers vote"].documents[0].headline == "Dockers vote"
    assert told["letter.eml"].said == "An article was read."
    assert told["feeds.opml"].said == "2 sources are followed from now on."
    assert told["../../<b>.txt"].documents
    assert told["picture.jpg"].state == "failed"
    assert told["picture.jpg"].problems[0].detail
    assert list((served.blobs.folder / ".incoming").iterdir()) == [], "what was read is removed"


def test_a_reader_that_died_is_noticed_and_nothing_is_lost(store: Store) -> None:
    app.hand_in_text(store, "acc_a", TEXT)
    gone = work.new_lease().split(":")
    gone[1] = "999999999"
    with store.write() as tx:
        assert handed_in.take(tx, ":".join(gone))
    with store.write() as tx:
        taken = handed_in.take(tx, work.new_lease())
        assert taken
        assert Path(taken.path).read_text() == TEXT
    with store.write() as tx:
        assert handed_in.take(tx, work.new_lease()) is None, "somebody who lives reads it"


def test_the_sample_comes_and_goes(served: Store) -> None:
    """And what somebody handed in stays."""
    app.hand_in_text(served, "acc_a", f"Dockers vote\n\n{TEXT}")
    app.hand_in_demo(served, "acc_a")
    demo = next(t for t in settled(served) if t.kind == "demo")
    assert demo.said.endswith("pages of invented news were read.")
    assert app.handed_in_list(served).demo
    assert len(app.river(served, limit=100).stories) > 5
    assert app.remove_demo(served) > 40
    assert not app.handed_in_list(served).demo
    assert len(app.river(served, limit=100).stories) == 1
    assert app.remove_demo(served) == 0


@pytest.mark.parametrize(("text", "cause"), [("  \n", "There is no text"), ("a" * 500_001, "longer than 500,000")])
def test_a_text_that_is_none_is_refused_at_once(store: Store, text: str, cause: str) -> None:
    with pytest.raises(InputError, match=cause):
        app.hand_in_text(store, "acc_a", text)


def test_a_page_that_is_too_large_says_what_may_be_large(served: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_in, "UPLOAD_LIMIT", 1000)
    app.hand_in_file(served, "acc_a", "page.html", io.BytesIO(b"<p>x" * 1000))
    (told,) = settled(served)
    assert "Archives (WARC, mbox) may be of any size" in told.problems[0].next_try


def test_the_same_file_twice_is_read_before(served: Store) -> None:
    for _ in range(2):
        app.hand_in_file(
            served, "acc_a", "two.mbox", io.BytesIO(b"From ada@a.example Tue Mar  3 12:00:00 2026\n" + LETTER)
        )
    assert sorted(t.said for t in settled(served)) == ["An article was read.", "It was read before."]
