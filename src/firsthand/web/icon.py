"""The icon of the installed site, drawn: one filled bar, and two that repeat it. No picture file is kept. Pure.

The bars stand within the middle of the square that every system shows, however it rounds the corners.
"""

import zlib
from functools import cache
from struct import pack

_GREEN, _WHITE, _PALE = b"\x0b\x63\x55", b"\xff\xff\xff", b"\x91\xba\xb3"
#: In a square of 32: the bars (from, to, colour), and from where to where they reach down.
_SQUARE = 32
_BARS = ((8, 12, _WHITE), (14, 18, _PALE), (20, 24, _PALE))
_TOP, _BOTTOM = 9, 23
#: What a system asks for: the home screen of a phone, a desktop's shelf, a store's page.
SIZES = (180, 192, 512)


@cache
def icon(size: int) -> bytes:
    """Return the icon as a PNG of ``size`` by ``size``."""
    scale = size / _SQUARE
    plain = _GREEN * size
    barred = bytearray(plain)
    for start, end, colour in _BARS:
        left, right = round(start * scale), round(end * scale)
        barred[left * 3 : right * 3] = colour * (right - left)
    rows = (bytes(barred) if round(_TOP * scale) <= y < round(_BOTTOM * scale) else plain for y in range(size))
    pixels = b"".join(b"\0" + row for row in rows)
    head = pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*chunks, strict=True)))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
