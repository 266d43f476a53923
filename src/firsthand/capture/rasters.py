"""Which bytes are a picture that may be shown: what their head says, never what the server calls them.

Rasters only: an SVG is a program. A picture that says it is enormous is refused before a browser unpacks it, and so is
one that does not say how large it is. Pure.
"""

import struct
from collections.abc import Callable

from firsthand.model.errors import UnsupportedInput
from firsthand.model.picture import Picture

#: A page's picture has one to ten million pixels; forty take 160 MB unpacked, which a phone still has.
MOST_PIXELS = 40_000_000
#: The boxes before the pixels of an AVIF, of which one says how large it is, are within so many bytes.
_AVIF_HEAD = 65_536
_AVIF_BRANDS = (b"avif", b"avis")
Size = tuple[int, int]


def picture_of(content: bytes) -> Picture:
    """Return the picture that these bytes are. Raises `UnsupportedInput`."""
    kind = next((kind for kind, is_one in _MARKS.items() if is_one(content)), None)
    if kind is None:
        raise UnsupportedInput("not_a_picture", "that is no picture of a kind that is shown here.", "Open its page.")
    try:
        width, height = _SIZES[kind](content)
    except (struct.error, IndexError, ValueError):
        width = height = 0
    if width < 1 or height < 1:
        raise UnsupportedInput("not_a_picture", "the picture is damaged.", "Open its page.")
    if width * height > MOST_PIXELS:
        raise UnsupportedInput("too_large", f"the picture has {width} by {height} pixels.", "Open its page.")
    return Picture(content, kind, width, height)


_MARKS: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": lambda b: b.startswith(b"\xff\xd8\xff"),
    "image/png": lambda b: b.startswith(b"\x89PNG\r\n\x1a\n") and b[12:16] == b"IHDR",
    "image/gif": lambda b: b.startswith((b"GIF87a", b"GIF89a")),
    "image/webp": lambda b: b.startswith(b"RIFF") and b[8:12] == b"WEBP",
    "image/avif": lambda b: b[4:8] == b"ftyp" and b[8:12] in _AVIF_BRANDS,
}


def _jpeg(content: bytes) -> Size:
    """Walk the segments to the frame's head (SOF0 to SOF15, of which C4, C8 and CC are something else)."""
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        else:
            at += 2 + max(2, struct.unpack_from(">H", content, at + 2)[0])
    raise ValueError


def _png(content: bytes) -> Size:
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _gif(content: bytes) -> Size:
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _webp(content: bytes) -> Size:
    kind = content[12:16]
    if kind == b"VP8X":
        wide, _, high, _ = struct.unpack_from("<HBHB", content, 24)
        return 1 + wide + (content[26] << 16), 1 + high + (content[29] << 16)
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError


def _avif(content: bytes) -> Size:
    """Take the largest of the sizes that are named: a picture may be made of tiles."""
    head, sizes, at = content[:_AVIF_HEAD], [(0, 0)], -1
    while (at := head.find(b"ispe", at + 1)) >= 0:
        width, height = struct.unpack_from(">II", content, at + 8)
        sizes.append((width, height))
    return max(sizes, key=lambda size: size[0] * size[1])


_SIZES: dict[str, Callable[[bytes], Size]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/avif": _avif,
}
