"""Operating: what a store holds and what waits in it, what was given up and what becomes of that, the settings in force."""

import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from firsthand import __version__, following, settings_told
from firsthand import contract as out
from firsthand.app.at_work import Store, default_store
from firsthand.doctor import examine_open
from firsthand.model.errors import NotFound
from firsthand.model.moment import stamp
from firsthand.store import captures, documents, quarantine, stories, turns

#: Pieces of given-up work on one page.
LISTED = 50
#: Looking at the size of every file takes a while where there are hundreds of thousands.
_SIZES_KEPT_SECONDS = 300.0
#: Folders beside the blobs that are looked at, by what they hold.
_BESIDE = {"search": "search", "images": "images"}


def operations(store: Store, after: str = "") -> out.OperationsOut:
    """Tell the state of a store; ``after`` is the last piece of given-up work of the page before, as ``STAGE ITEM``."""
    figured = figures(store)
    with store.read() as tx:
        given_up = quarantine.listed(tx, LISTED, after)
        places = {
            id: c.place for id, c in captures.many(tx, [g.item for g in given_up if g.stage == "extract"]).items()
        }
        library, revision = store.versions(tx)
    return out.OperationsOut(
        version=__version__,
        database=library,
        schema=revision,
        address=store.address,
        trouble=str(store.trouble or ""),
        figures=figured,
        quarantine=[out.QuarantinedOut(g.stage, g.item, g.error, g.attempts, places.get(g.item, "")) for g in given_up],
        given_up=sum(q.given_up for q in figured.queue),
    )


def figures(store: Store) -> out.FiguresOut:
    """Count what a store holds and what waits in it."""
    now = datetime.now(UTC)
    with store.read() as tx:
        return out.FiguresOut(
            sources=dict(Counter(source.state for source in following.listing(tx, now).sources)),
            captures=captures.count(tx),
            documents=documents.count(tx),
            stories=stories.count(tx),
            sizes=_sizes(store, store.database_bytes(tx)),
            queue=[out.QueueOut(*line) for line in quarantine.queue(tx, now)],
            turns=[out.HeldTurnOut(name, stamp(until)) for name, until in turns.held(tx, now)],
        )


_sized: dict[str, tuple[float, tuple[int, int, dict[str, int]]]] = {}
_sizing = threading.Lock()


def _sizes(store: Store, database: int) -> out.SizesOut:
    """Measure what lies on the disk, now and then."""
    key = str(store.blobs.folder)
    with _sizing:
        at, found = _sized.get(key, (0.0, (0, 0, {})))
        if time.monotonic() - at > _SIZES_KEPT_SECONDS or not at:
            count, size = store.blobs.sizes()
            beside = {name: store.blobs.folder.parent / folder for name, folder in _BESIDE.items()}
            found = (size, count, {name: _folder(path) for name, path in beside.items() if path.is_dir()})
            _sized[key] = (time.monotonic(), found)
    size, count, others = found
    return out.SizesOut(database, size, count, others)


def _folder(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def quarantined(store: Store) -> list[out.QuarantinedOut]:
    """Tell all work that was given up, and why."""
    with store.read() as tx:
        given_up = quarantine.listed(tx, None, "")
        places = {
            id: c.place for id, c in captures.many(tx, [g.item for g in given_up if g.stage == "extract"]).items()
        }
    return [out.QuarantinedOut(g.stage, g.item, g.error, g.attempts, places.get(g.item, "")) for g in given_up]


def try_again(store: Store, stage: str = "", item: str = "") -> int:
    """Make work due again that was given up: one piece, all of a stage, or all; return how much. Raises NotFound."""
    with store.write() as tx:
        return _some(quarantine.retry(tx, stage, item), item)


def give_up(store: Store, stage: str = "", item: str = "") -> int:
    """Take given-up work off the queue; a rebuild tries it again. Return how much. Raises NotFound."""
    with store.write() as tx:
        return _some(quarantine.drop(tx, stage, item), item)


def _some(count: int, item: str) -> int:
    if item and not count:
        raise NotFound("This piece of work is not in quarantine.", "It may have been tried again already.")
    return count


def checks(store: Store) -> list[out.Check]:
    """Say what the doctor says, of a store that is open."""
    return examine_open(store)


def settings_in_force(address: str | None = None) -> list[out.SettingOut]:
    """Tell every setting of a store with where it comes from; what is named like a secret is masked. Raises SettingsError."""
    told = settings_told.in_force(address or default_store())
    return [out.SettingOut(s.name, s.value, s.origin, s.said) for s in told]


def settings_example() -> str:
    """Write a settings file in which everything stands as it is without one, commented out."""
    return settings_told.example()
