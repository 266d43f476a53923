"""The language models that the settings choose, ready to be handed to stages. Whatever cannot be had is told at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.backends.api import Send
from firsthand.backends.embedder import ApiEmbedder, Embedder, load_embedder
from firsthand.backends.tagger import Lists, Tagger, load_tagger
from firsthand.backends.writer import Writer, load_writer
from firsthand.model.errors import SettingsError
from firsthand.settings import Endpoint
from firsthand.settings import Models as Chosen


@dataclass(frozen=True, slots=True)
class Models:
    """What works. They hold no state of their own, so that they go to other processes as they are."""

    tagger: Tagger
    embedder: Embedder | None
    writer: Writer | None


def load_models(chosen: Chosen, lists: Lists, send: Send, environ: Mapping[str, str] = os.environ) -> Models:
    """Return the models of the settings. ``send`` is the door to the network, ``lists`` gives a language's names.

    Raises `ModelError` where one is not installed or not the one we know, `SettingsError` where a key is not there.
    """
    tagger = load_tagger(chosen.tagger, lists)
    return Models(tagger, load_chosen_embedder(chosen, send, environ), load_chosen_writer(chosen, send, environ))


def load_chosen_embedder(chosen: Chosen, send: Send, environ: Mapping[str, str] = os.environ) -> Embedder | None:
    """Return the embedder of the settings, or None. Raises as `load_models` does."""
    if chosen.embedder != "openai":
        return load_embedder(chosen.embedder)
    at = chosen.embeddings
    return ApiEmbedder(at.address, at.model, send, _key("embeddings", at, environ))


def load_chosen_writer(chosen: Chosen, send: Send, environ: Mapping[str, str] = os.environ) -> Writer | None:
    """Return the writer of the settings, or None. Raises `SettingsError` where its key is not there."""
    at = chosen.writer
    return load_writer(at.address, at.model, send, _key("writer", at, environ)) if at.address else None


def _key(name: str, at: Endpoint, environ: Mapping[str, str]) -> str:
    if not at.key_env:
        return ""
    if not environ.get(at.key_env):
        raise SettingsError(
            f"models.{name}.key_env names {at.key_env}, which the environment does not hold.", f"Set {at.key_env}."
        )
    return environ[at.key_env]
