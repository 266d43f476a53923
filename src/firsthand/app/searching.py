"""Searching: asking the index of this machine, keeping it up to date, and the questions that people keep."""

from datetime import UTC, datetime

from firsthand import contract as out
from firsthand import indexing, searching
from firsthand.app.at_work import Progress, Store, chosen_context
from firsthand.model.errors import InputError
from firsthand.model.ids import derive
from firsthand.model.moment import stamp
from firsthand.signs import StopSign
from firsthand.store import saved_searches
from firsthand.store.saved_searches import SavedSearch

#: Searches that one person may keep, and letters of a name and of a question that is kept.
MOST_SAVED, LONGEST_NAME, LONGEST_QUERY = 50, 100, 1000
#: Seconds that whoever asks at a terminal waits for the index at most.
_PATIENCE = 120.0


def search(
    store: Store, query: str, limit: int = 10, after: str | None = None, *, newest: bool = False
) -> out.SearchOut:
    """Find stories. Whatever ``query`` is, it is read as well as it can be, and the answer says how.

    ``after`` is the key the page before gave; ``newest`` orders by time. Raises NotFound for a key that no page gave.
    """
    how = searching.Asking(datetime.now(UTC), chosen_context(store).embedder)
    return searching.search(store, query, how, limit, after, newest=newest)


def index_now(store: Store, progress: Progress | None = None, seconds: float = _PATIENCE) -> int:
    """Bring the search index of this machine up to date, as far as the time allows; return how many documents wait.

    Raises StoreError where it cannot be kept.
    """
    return indexing.follow(store, progress, seconds).left


def serve_index(store: Store, stop: StopSign) -> None:
    """Keep the search index of this machine up to date in the background, until told to stop."""
    indexing.serve(store, stop)


def kept_searches(store: Store, account: str) -> list[out.SavedSearchOut]:
    """Return the searches that an account keeps, and how many stories of each are new to it."""
    with store.read() as tx:
        kept = saved_searches.every(tx, account)
    new = searching.count_new(store, {s.id: (s.query, s.looked) for s in kept}, datetime.now(UTC))
    return [_told(s, new[s.id]) for s in kept]


def keep_search(store: Store, account: str, query: str, name: str = "") -> out.SavedSearchOut:
    """Keep a search under a name (or else under itself). Raises InputError for an empty one, and for one too many."""
    asked, now = " ".join(query.split()), datetime.now(UTC)
    if not asked:
        raise InputError("empty", "There is nothing to keep: the search is empty.", "Type what to look for.")
    if len(asked) > LONGEST_QUERY:
        raise InputError("too_long", f"A search that is kept has {LONGEST_QUERY:,} letters at most.", "Shorten it.")
    made = SavedSearch(derive("sea", account, asked), account, _name(name) or _name(asked), asked, now, now)
    with store.write() as tx:
        held = saved_searches.count(tx, account)
        if held >= MOST_SAVED and all(s.id != made.id for s in saved_searches.every(tx, account)):
            raise InputError("too_many", f"You keep {held} searches, and no more fit.", "Remove one first.")
        saved_searches.put(tx, made)
    return _told(made, 0)


def rename_search(store: Store, account: str, saved_id: str, name: str) -> None:
    """Give a search another name. Raises NotFound where the account keeps no such search, InputError for no name."""
    called = _name(name)
    if not called:
        raise InputError("empty", "A search needs a name.", "Type one.")
    with store.write() as tx:
        saved_searches.change(tx, account, saved_id, name=called)


def looked_at_search(store: Store, account: str, saved_id: str) -> None:
    """Note that everything a search finds now was seen. Raises NotFound where the account keeps no such search."""
    with store.write() as tx:
        saved_searches.change(tx, account, saved_id, looked=datetime.now(UTC))


def drop_search(store: Store, account: str, saved_id: str) -> None:
    """Keep a search no more. Raises NotFound where the account keeps no such search."""
    with store.write() as tx:
        saved_searches.remove(tx, account, saved_id)


def _name(text: str) -> str:
    """Make one short line of a name."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_NAME]


def _told(kept: SavedSearch, new: int) -> out.SavedSearchOut:
    made, looked = (stamp(at) for at in (kept.made, kept.looked))
    return out.SavedSearchOut(kept.id, kept.name, kept.query, made, looked, new)
