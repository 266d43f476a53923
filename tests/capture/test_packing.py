"""Packed bodies, in pieces of any size: the same bytes come out, never more than there is room for, and an end is an end."""

import gzip
import zlib

import pytest

from firsthand.capture.packing import Unpacking, is_known

TEXT = b"Ships collided off the cape on Monday. " * 40


def bare(data: bytes) -> bytes:
    packed = zlib.compressobj(wbits=-15)
    return packed.compress(data) + packed.flush()


BODIES = {
    "plain": ("", TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "two members": ("gzip", gzip.compress(TEXT[:70]) + gzip.compress(TEXT[70:])),
    "an empty member between": ("gzip", gzip.compress(TEXT[:70]) + gzip.compress(b"") + gzip.compress(TEXT[70:])),
    "padding": ("x-gzip", gzip.compress(TEXT) + bytes(9)),
    "rubbish after it": ("gzip", gzip.compress(TEXT) + b"rubbish"),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "bare deflate": ("deflate", bare(TEXT)),
    "deflate, rubbish after it": ("deflate", zlib.compress(TEXT) + b"rubbish"),
}


def unpack(coding: str, packed: bytes, size: int, room: int = 10**6) -> tuple[bytes, bool]:
    unpacking = Unpacking(coding)
    found = b""
    for start in range(0, len(packed), size):
        found += unpacking.feed(packed[start : start + size], room - len(found))
        if len(found) > room:
            break
    return found, unpacking.whole


@pytest.mark.parametrize("size", [1, 2, 7, 10**6])
@pytest.mark.parametrize("name", BODIES)
def test_every_packing_is_undone_whatever_the_pieces(name: str, size: int) -> None:
    assert unpack(*BODIES[name], size) == (TEXT, True)


@pytest.mark.parametrize("name", ["gzip", "deflate", "bare deflate"])
def test_what_breaks_off_is_not_whole(name: str) -> None:
    coding, packed = BODIES[name]
    for end in (1, 2, 5, len(packed) // 2, len(packed) - 1):
        assert not unpack(coding, packed[:end], 7)[1], end


def test_nothing_at_all_is_whole() -> None:
    assert unpack("gzip", b"", 1) == (b"", True)


@pytest.mark.parametrize("name", [name for name in BODIES if name != "plain"])
def test_no_more_comes_out_than_there_is_room_for_and_one(name: str) -> None:
    for room in (0, 1, 69, 70, 71, len(TEXT) - 1):
        assert unpack(*BODIES[name], 10**6, room)[0] == TEXT[: room + 1]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_not_packed_so_raises(coding: str) -> None:
    with pytest.raises(zlib.error):
        unpack(coding, TEXT, 10**6)


def test_only_what_is_asked_for_is_known() -> None:
    assert all(is_known(coding) for coding in ("", "identity", "gzip", "x-gzip", "deflate"))
    assert not any(is_known(coding) for coding in ("br", "zstd", "gzip, gzip", "compress"))
