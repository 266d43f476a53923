"""What a picture is, by its first bytes: five kinds, of a size that a browser can bear."""

from struct import pack

import pytest

from firsthand.capture.rasters import MOST_PIXELS, picture_of
from firsthand.model.errors import UnsupportedInput
from firsthand.web.icon import icon


def jpeg(width: int, height: int) -> bytes:
    before = b"\xff\xd8" + b"\xff\xe0" + pack(">H", 16) + b"JFIF" + b"\0" * 10 + b"\xff\xff\xc4" + pack(">H", 3) + b"\0"
    return before + b"\xff\xc2" + pack(">HBHH", 17, 8, height, width) + b"\0" * 10


def webp(kind: bytes, head: bytes) -> bytes:
    return b"RIFF" + pack("<I", 100) + b"WEBP" + kind + pack("<I", len(head)) + head + b"\0" * 20


def avif(*sizes: tuple[int, int]) -> bytes:
    boxes = b"".join(pack(">I", 20) + b"ispe" + b"\0" * 4 + pack(">II", *size) for size in sizes)
    return pack(">I", 24) + b"ftypavif" + b"\0" * 12 + boxes


KINDS = {
    "image/png": icon(192),
    "image/gif": b"GIF89a" + pack("<HH", 192, 192) + b"\0" * 10,
    "image/jpeg": jpeg(192, 192),
    "image/avif": avif((10, 10), (192, 192)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_known_by_its_bytes_and_says_its_size(kind: str) -> None:
    found = picture_of(KINDS[kind])
    assert (found.media_type, found.width, found.height) == (kind, 192, 192)


@pytest.mark.parametrize(
    "content",
    [
        webp(b"VP8X", b"\0" * 4 + pack("<I", 191)[:3] + pack("<I", 70_000)[:3]),
        webp(b"VP8L", b"\x2f" + pack("<I", 191 | 16_000 << 14)),
        webp(b"VP8 ", b"\0" * 3 + b"\x9d\x01\x2a" + pack("<HH", 192, 16_001)),
    ],
)
def test_a_webp_says_its_size_in_three_ways(content: bytes) -> None:
    found = picture_of(content)
    assert (found.media_type, found.width) == ("image/webp", 192)
    assert found.height in (70_001, 16_001)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><img src=x onerror=alert(1)>",
        b"%PDF-1.7",
        b"BM" + b"\0" * 60,
        b"\0\0\1\0" + b"\0" * 60,
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\0\0",
        b"\xff\xd8\xff\xd9" + b"x" * 50,
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        webp(b"VP8X", b"")[:20],
        webp(b"EXIF", b"\0" * 20),
        avif(),
        jpeg(0, 5),
    ],
)
def test_what_is_none_or_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(UnsupportedInput, match="picture"):
        picture_of(content)


@pytest.mark.parametrize("kind", KINDS)
def test_no_cut_of_a_picture_breaks_the_reader(kind: str) -> None:
    for end in range(min(len(KINDS[kind]), 200)):
        try:
            picture_of(KINDS[kind][:end])
        except UnsupportedInput:
            continue


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    side = int(MOST_PIXELS**0.5)
    assert picture_of(jpeg(side, side)).width == side
    with pytest.raises(UnsupportedInput, match="60000 by 60000 pixels"):
        picture_of(jpeg(60_000, 60_000))
