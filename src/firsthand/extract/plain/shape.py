"""A text seen as shapes: every character becomes one ASCII letter for what it is, at the same offset.

Why: joints, sentences, capitals and digits look alike in every cased script, so the rules are written once, over
shapes, and no alphabet stands in the code. A shape text is ASCII: regular expressions and counting over it are fast.

    A  capital letter            .  end of a sentence       (  opening bracket     n  line break
    a  small letter              w  wide sentence end (。)   )  closing bracket     space  other white space
    o  letter without case       ,  comma, semicolon        [ ]  square brackets   |  separator, bullet
    c  letter of a script that   :  colon                   q  double quotation    s  other signs
       writes without spaces     '  apostrophe              -  dash, hyphen        _  invisible
    0  digit
"""

import unicodedata

import numpy as np
from numpy.typing import NDArray

_SIGNS = {
    ".": ".!?…؟।॥۔։‽",
    "w": "。！？｡",
    ",": ",;،؛、，；・",
    ":": ":：",
    "q": '"“”„«»‟〝〞＂「」『』《》',
    "'": "'’‘‚‛ʼ`´‹›",
    "(": "({（【〔〈｛",
    ")": ")}）】〕〉｝",
    "[": "[［",
    "]": "]］",
    "-": "-‐‑‒–—―−",
    "|": "|•·›▪●■►▶‣※→⟩/\\¦",
    "n": "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
}
_BY_SIGN = {ord(sign): shape for shape, signs in _SIGNS.items() for sign in signs}

#: Scripts written without spaces between words: Thai to Lao, Myanmar, Khmer, kana, Han with its extensions.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D),
    (0x20000, 0x3FFFF),
)
#: Georgian has case in Unicode but not in its newspapers.
_GEORGIAN = (0x10D0, 0x10FF)
_LATIN_MARKS = (0x0300, 0x036F)

_BY_CATEGORY = {"Lu": "A", "Lt": "A", "Ll": "a", "Lm": "o", "Lo": "o", "Mn": "o", "Mc": "o", "Nd": "0"}


def _shape(code: int) -> str:
    if code in _BY_SIGN:
        return _BY_SIGN[code]
    category = unicodedata.category(chr(code))
    if any(first <= code <= last for first, last in _UNSPACED) and category[0] in "LM":
        return "c"
    if _GEORGIAN[0] <= code <= _GEORGIAN[1]:
        return "o"
    if _LATIN_MARKS[0] <= code <= _LATIN_MARKS[1]:
        return "a"
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    if category[0] == "Z" or code in (0x09, 0x200B, 0xFEFF):
        return " "
    return "_" if category[0] == "C" else "s"


#: One entry a code point, filled as characters are met; 0 where none was yet. A table is looked up ten times as quickly
#: as `str.translate` looks up a dictionary.
_CODE_POINTS = 0x110000
_UTF32 = "utf-32-le"
_SHAPES = np.zeros(_CODE_POINTS, np.uint8)
_FOLDS = np.zeros(_CODE_POINTS, np.uint32)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode(_UTF32, "surrogatepass"), np.uint32)


def _shapes(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    found = _SHAPES[codes]
    if not found.all():
        for code in np.unique(codes[found == 0]):
            _SHAPES[code] = ord(_shape(int(code)))
        found = _SHAPES[codes]
    return found


def shape_of(reading: str) -> str:
    """Return the shapes of ``reading``, one ASCII character for each of its characters.

    >>> shape_of("MOSCOW, May 28 (Reuters) — “Да”.")
    'AAAAAA, Aaa 00 (Aaaaaaa) - qAaq.'
    """
    return _shapes(_codes(reading)).tobytes().decode("ascii")


_STRAIGHT = {ord(sign): ord("'") for sign in "’‘ʼ"}


def _fold(code: int) -> int:
    lower = chr(code).lower()
    if _shape(code) in " n":
        return ord(" ")
    return _STRAIGHT.get(code, ord(lower) if len(lower) == 1 else code)


def fold(text: str) -> str:
    """Return ``text`` in small letters, white space as blanks, apostrophes straight, and every offset unchanged.

    >>> fold("İstanbul’da\\tYENİ")
    "İstanbul'da yenİ"
    """
    codes = _codes(text)
    found = _FOLDS[codes]
    if not found.all():
        for code in np.unique(codes[found == 0]):
            _FOLDS[code] = _fold(int(code))
        found = _FOLDS[codes]
    return found.tobytes().decode(_UTF32, "surrogatepass")
