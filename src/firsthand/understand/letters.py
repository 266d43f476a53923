"""Write names of other scripts in Latin letters, and level the ways in which one name is spelt in them.

The tables are ours: a letter each, near to the ways of news agencies (BGN/PCGN). A package for all scripts (anyascii, ISC) is
not needed while names in other scripts come in Cyrillic and Greek; what has no letter here stays as it is.
"""

import re
from functools import lru_cache
from unicodedata import normalize

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i i ye g u j lj nj c dj dz".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_LATIN = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
_LETTERS = str.maketrans({k: v.replace("_", "") for k, v in {**_CYRILLIC, **_GREEK, **_LATIN}.items()})
_LOOSE = re.compile(r"[\u0300-\u036f.'’ʼ`]")
#: Spellings of one sound, in the order in which they are levelled. Only for names of people, word by word.
_SOUNDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?:iy|yy|ij|yj|ii|ey|ei|ie|yi)\b", "i"),
        (r"y", "i"),
        (r"shch|sch", "sh"),
        (r"kh|ch", "h"),
        (r"ts|tz|cz", "c"),
        (r"ck", "k"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"ou", "u"),
        (r"w", "v"),
        (r"ii+", "i"),
        (r"([a-z])\1", r"\1"),
    )
)


def latin(text: str) -> str:
    """Return a name in small Latin letters without accents, points and apostrophes.

    >>> latin("Зеленский"), latin("Erdoğan"), latin("U.S.")
    ('zelenskiy', 'erdogan', 'us')
    """
    small = text.casefold()
    if not small.isascii():
        # written first, because taking accents off makes another letter of й and ё
        small = normalize("NFKD", normalize("NFC", small).translate(_LETTERS))
        small = _LOOSE.sub("", small).translate(_LETTERS)
    return _LOOSE.sub("", small)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """Level the spellings of a person's name: all ways to write one sound are one.

    >>> {sound(word) for word in ("Zelenskiy", "Zelenskyy", "Zelensky", "Зеленский")}
    {'zelenski'}
    """
    levelled = latin(word)
    for pattern, to in _SOUNDS:
        levelled = pattern.sub(to, levelled)
    return levelled
