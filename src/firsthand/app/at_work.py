"""What all use cases share: the open store, the context that the stages are handed, and working off what is due."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import msgspec
from platformdirs import user_data_path

from firsthand import intake, worker
from firsthand.backends.chosen import load_models
from firsthand.backends.embedder import ApiEmbedder
from firsthand.capture.http import send
from firsthand.profiles.names import load_names
from firsthand.settings import Following, Server, Settings, load_settings
from firsthand.signs import Progress as Progress
from firsthand.stages import STAGES, Context
from firsthand.store.database import Store as Store
from firsthand.store.database import open_store as open_address


def default_store() -> str:
    """Return where the store is when nobody says: the user's data folder."""
    return os.environ.get("FIRSTHAND_STORE") or str(user_data_path("firsthand", appauthor=False))


def open_store(address: str | None = None) -> Store:
    """Open a store: a folder (made if absent) or ``postgresql://...``. Raises StoreError."""
    return open_address(address or default_store())


def drain(store: Store, progress: Progress | None, total: int) -> worker.Drained:
    """Work off all that is due; ``total`` is how many captures came in."""
    done: dict[str, int] = {}

    def tell(stage: str, pieces: int) -> None:
        done[stage] = done.get(stage, 0) + pieces
        if progress:
            progress(stage, done[stage], total if stage == "extract" else None)

    return worker.drain(store, STAGES, chosen_context(store), progress=tell, processes=intake.processes(total))


def chosen_context(store: Store) -> Context:
    """Return the context for work: with the language models of the store's settings. Raises SettingsError, ModelError."""
    return _with_models(load_settings(store.address))


@cache
def _with_models(settings: Settings) -> Context:
    models = load_models(settings.models, load_names, send)
    return replace(context(), embedder=models.embedder, tagger=models.tagger, writer=models.writer)


@cache
def context() -> Context:
    """Return the context for asking: without a language model that would have to be loaded."""
    return Context()


def warm(store: Store) -> None:
    """Load what answers need, before somebody waits for it. Raises SettingsError, ModelError."""
    embedder = chosen_context(store).embedder
    if embedder is not None and not isinstance(embedder, ApiEmbedder):
        embedder.embed(["who said it first"])


def following_of(store: Store, allow_hosts: Sequence[str]) -> Following:
    """Return how sources are followed, by the store's settings; more hosts may be allowed. Raises SettingsError."""
    chosen = load_settings(store.address).following
    return msgspec.structs.replace(chosen, allow_hosts=(*chosen.allow_hosts, *allow_hosts))


def serving(address: str, over: Mapping[str, object]) -> Server:
    """Return how the site is served: the settings of a store, and over them what a command was told. Raises SettingsError."""
    return load_settings(address, over={f"server.{name}": value for name, value in over.items()}).server
