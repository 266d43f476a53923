"""The truth table of entry identity, through the store: nothing lost, nothing doubled, whatever a feed does to its ids."""

import pytest

from firsthand.capture.feeds.identity import Face
from firsthand.model.feed import Entry
from firsthand.model.moment import Moment
from firsthand.store import entries
from firsthand.store.database import Store
from tests.capture.feeds.test_identity import TABLE
from tests.refresh.made import came, feed, follow, keep, source


def said(face: Face) -> Entry:
    published = Moment(face.published) if face.published else None
    return Entry(id=face.id, link=face.link, title=face.title, published=published, summary=face.digest)


@pytest.mark.parametrize("recent", [entries.RECENT, 2])
def test_every_behaviour_loses_nothing_and_doubles_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, recent: int
) -> None:
    monkeypatch.setattr(entries, "RECENT", recent)
    wrong = []
    for name, (first, second, wanted) in TABLE.items():
        address = f"https://harbour.example/{name.replace(' ', '-')}"
        [id] = follow(store, source(address))
        before = keep(store, id, came(feed(*map(said, first)))).entries
        new = keep(store, id, came(feed(*map(said, second)), minutes=60)).entries
        again = keep(store, id, came(feed(*map(said, second)), minutes=120)).entries
        once = keep(store, id, came(feed(*map(said, reversed(second))), minutes=180)).entries
        if (new, again, once) != (wanted.count(None), 0, 0):
            wrong.append((name, before, new, wanted, again, once))
        with store.read() as tx:
            assert entries.count(tx, id) == before + new + again + once
    assert not wrong
