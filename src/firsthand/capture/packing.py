"""Unpack what a server packed (gzip, deflate), piece by piece, within a bound, and know whether it was whole.

Our own, because urllib3 takes a packed page that breaks off for a whole one.
"""

import zlib
from collections.abc import Iterator

#: Brotli and zstd are not asked for: both need a further package, and every server that has them has gzip too.
ASKED_FOR = "gzip, deflate"
_GZIP, _ZLIB, _BARE = 31, 15, -15
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
#: What is unpacked in one go.
_PIECE = 65_536
_PLAIN = frozenset({"", "identity"})


def is_known(coding: str) -> bool:
    """Say whether a content coding can be unpacked here."""
    return coding in _PLAIN or coding in _WINDOWS


class Unpacking:
    """One packed body. `feed` it what arrives; it is `whole` when the end of the packing was reached.

    What follows the end is left out, unless it is a further member of a gzip file. Raises `zlib.error` for what is
    not packed as it was said to be.
    """

    def __init__(self, coding: str) -> None:
        self._window = _WINDOWS.get(coding)
        self._engine = zlib.decompressobj(self._window) if self._window else None
        self._start = b""
        self._first, self._given, self._over = True, False, False

    @property
    def whole(self) -> bool:
        """Nothing at all is whole too: an empty body is empty however it is packed."""
        if self._engine is None or self._over or self._engine.eof:
            return True
        return not self._given and (not self._first or not self._start)

    def feed(self, data: bytes, room: int) -> bytes:
        """Unpack the next piece, to ``room`` bytes and one more at most: who gets that one knows that it is too much."""
        found = bytearray()
        for piece in self.pieces(data):
            found += piece
            if len(found) > room:
                break
        return bytes(found[: room + 1]) if self._engine else bytes(found)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Yield what comes out of the next piece, 64 KB at a time: who stops early has not paid for the rest."""
        if self._engine is None:
            yield data
            return
        if len(self._start) < 2:
            data = self._begin(data)
        more = False  # zlib may have taken in everything and still hold back what there was no room for
        while (data or more) and not self._over:
            if self._engine.eof:
                data, more = self._next_member(data), False
                continue
            found = self._unpack(data, _PIECE)
            more = len(found) == _PIECE
            data = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            if found:
                yield found

    def _begin(self, data: bytes) -> bytes:
        """Wait for the two bytes that tell deflate with a head from bare deflate; servers send both by one name."""
        self._start += data
        if len(self._start) < 2:
            return b""
        kind, check = self._start[:2]
        if self._window == _ZLIB and (kind & 15 != 8 or (kind << 8 | check) % 31):
            self._engine = zlib.decompressobj(_BARE)
        return self._start

    def _next_member(self, data: bytes) -> bytes:
        data = data.lstrip(b"\0")  # padding
        if self._window != _GZIP:
            self._over = True
        elif data:
            self._engine = zlib.decompressobj(_GZIP)
            self._first = self._given = False
        return data

    def _unpack(self, data: bytes, most: int) -> bytes:
        assert self._engine is not None
        try:
            found = self._engine.decompress(data, most)
        except zlib.error:
            if self._first or self._given:
                raise
            self._over = True  # what follows the end is no further member
            return b""
        self._given = self._given or bool(found)
        return found
