"""How a frozen record becomes a column and comes back: JSON by msgspec, times to the microsecond, floats exact."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
import zstandard

T = TypeVar("T")

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}
_packer = msgspec.msgpack.Encoder(order="deterministic")
_unpackers: dict[type[Any], msgspec.msgpack.Decoder[Any]] = {}
_making = threading.Lock()


def encode(record: object) -> str:
    """Write a record; equal records give equal text."""
    return _encoder.encode(record).decode()


def decode(kind: type[T], text: str) -> T:
    """Read what `encode` wrote."""
    record: T = (_decoders.get(kind) or _made(_decoders, kind, msgspec.json.Decoder)).decode(text)
    return record


def pack(record: object) -> bytes:
    """Write a record for the program alone, in binary: equal records give equal bytes."""
    return _packer.encode(record)


def unpack(kind: type[T], packed: bytes) -> T:
    """Read what `pack` wrote."""
    record: T = (_unpackers.get(kind) or _made(_unpackers, kind, msgspec.msgpack.Decoder)).decode(packed)
    return record


def _made(kept: dict[type[Any], Any], kind: type[Any], decoder: Callable[[type[Any]], Any]) -> Any:
    """Make a decoder, one at a time.

    msgspec notes on a class what it is made of before it knows all of it: whoever meets the class meanwhile in another
    thread reads what is not there yet, and the process dies.
    """
    with _making:
        if kind not in kept:
            kept[kind] = decoder(kind)
        return kept[kind]


def shrunk(record: object) -> bytes:
    """Write a record as `pack` does, compressed: for long ones that say the same names again and again."""
    return _tools.squeeze.compress(pack(record))


def grown(kind: type[T], shrunken: bytes) -> T:
    """Read what `shrunk` wrote."""
    return unpack(kind, _tools.stretch.decompress(shrunken))


class _Tools(threading.local):
    """What compresses, for each thread: to make it takes twenty times as long as to use it on a short record."""

    def __init__(self) -> None:
        self.squeeze, self.stretch = zstandard.ZstdCompressor(), zstandard.ZstdDecompressor()


_tools = _Tools()


def key(text: str | None) -> str | None:
    """Fit a string for a key column: PostgreSQL holds no NUL (the record itself has it escaped)."""
    return None if text is None else text.replace("\x00", "\ufffd")
