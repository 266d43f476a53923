"""Keeping what models answered, as the stages that ask them all do."""

from datetime import UTC, datetime

from firsthand.backends.cached import NewAnswers
from firsthand.store import model_cache
from firsthand.store.transaction import Tx


def keep(tx: Tx, new: NewAnswers | None) -> None:
    """Keep what a model answered anew, if anything."""
    if new is not None:
        model_cache.keep(tx, new.model, new.version, new.answers, datetime.now(UTC))
