"""Answers of models that are kept: the same model, version and input are asked for once, even across rebuilds.

    load (transaction): keys of the inputs -> kept answers | run: kept, else call | save (transaction): what is new

A stage never calls a model inside a transaction, so what is kept comes as a mapping, and what is new goes into it.
The rules are not kept: they are as quick as looking up. Nor is the local embedder: what it means is kept by document.
"""

import json
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import msgspec

from firsthand.backends.embedder import Embedder
from firsthand.backends.tagger import Tagger
from firsthand.model.span import Range
from firsthand.understand.names import Name

#: Answers by `input_key`.
Kept = MutableMapping[str, bytes]


def input_key(*parts: object) -> str:
    """Name an input (plain values) for keeping: a hash, so that no text is kept twice."""
    return blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def tag_key(text: str, language: str, blocks: Sequence[Range] = ()) -> str:
    """Name what a tagger is handed."""
    return input_key(text, language, [(block.start, block.end) for block in blocks])


def tagged(tagger: Tagger, kept: Kept, text: str, language: str, blocks: Sequence[Range] = ()) -> list[Name]:
    """Return the names of a text as kept, else have them found. What is kept and cannot be read is found anew.

    ``partial(tagged, tagger, kept)`` is what `understand.reading.Words` takes for a tagger.
    """
    key = tag_key(text, language, blocks)
    try:
        return msgspec.msgpack.decode(kept[key], type=list[Name])
    except (KeyError, msgspec.MsgspecError):
        found = tagger.tag(text, language, blocks)
    kept[key] = msgspec.msgpack.encode(found)
    return found


def embed_key(texts: Sequence[str]) -> str:
    """Name what an embedder is handed: all texts at once, since a model may round by what it takes together."""
    return input_key(*texts)


@dataclass(frozen=True, slots=True)
class KeptEmbedder:
    """An embedder that gives what is kept, and keeps what it has made. Failures are not kept."""

    embedder: Embedder
    kept: Kept

    @property
    def name(self) -> str:
        """Name the model, as it does itself."""
        return self.embedder.name

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vectors of some texts. Raises as the embedder does."""
        key = embed_key(texts)
        try:
            vectors = msgspec.msgpack.decode(self.kept[key], type=list[bytes])
        except (KeyError, msgspec.MsgspecError):
            vectors = []
        if len(vectors) != len(texts):
            vectors = self.embedder.embed(texts)
            self.kept[key] = msgspec.msgpack.encode(vectors)
        return vectors


@dataclass(frozen=True, slots=True)
class NewAnswers:
    """What a model answered and is to be kept: its name and version, and its answers by input."""

    model: str
    version: str
    answers: dict[str, bytes]


def new_answers(name: tuple[str, str], before: Mapping[str, bytes], after: Mapping[str, bytes]) -> NewAnswers | None:
    """Return what a model answered anew; None where all was kept already."""
    found = {key: answer for key, answer in after.items() if key not in before}
    return NewAnswers(*name, found) if found else None
