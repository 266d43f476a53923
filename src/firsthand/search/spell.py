"""Words as the index has them, and other ways to spell or bend one.

The index folds case and accents; scripts without spaces (Han, kana, Thai ...) give a word a character there, and what is
asked of them is looked for as characters that stand together. Here the same is done to a text without changing its length,
so that a place in the folded text is the place in the text.
"""

import re
from collections.abc import Iterator
from unicodedata import category, normalize

from firsthand.text.tokens import UNSPACED

_UNSPACED = "".join(f"{first}-{last}" for first, last in UNSPACED)
#: What the index takes for a word: one character of a script without spaces, or a run of letters, marks and digits.
_WORD = re.compile(
    rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff])+"
)
#: Letters that fold to others without being letters with a mark.
_ODD = {"ß": "s", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ð": "d", "’": "'", "ʼ": "'"}


class _Levelled(dict[int, str]):
    """One character for one character: lower case, and without its marks where that leaves one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = char.lower()
        plain = _ODD.get(lower) or next(iter(normalize("NFKD", lower)), lower)
        self[code] = level = plain if len(plain) == 1 and plain.isprintable() else char
        return level


_LEVELLED = _Levelled()
_OTHER = re.compile(r"[^\x00-\x7f]")


def level(text: str) -> str:
    """Fold case and accents, character for character: the result is as long as the text.

    >>> level("Crème BRÛLÉE")
    'creme brulee'
    """
    if text.isascii():
        return text.lower()
    folded = _OTHER.sub(_one, text).lower()  # mostly plain letters: twenty times as quick as translating each
    return folded if len(folded) == len(text) else text.translate(_LEVELLED)


def _one(match: re.Match[str]) -> str:
    return _LEVELLED[ord(match[0])]


def words_in(text: str) -> Iterator[re.Match[str]]:
    """Yield every word of a text that `level` has folded."""
    return _WORD.finditer(text)


def is_word(text: str) -> bool:
    """Say whether there is a letter or a digit in a text."""
    return any(category(char)[0] in "LN" for char in text)


#: The alphabets in which a mistyped letter is looked for.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώς",
    "אבגדהוזחטיכלמנסעפצקרשתםןץףך",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإةى",
)


def near(word: str) -> set[str]:
    """Return every spelling one slip away: a letter dropped, doubled or added, replaced, or swapped with the next."""
    letters = next((a for a in _ALPHABETS if any(char in a for char in word)), "")
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    replaced = {a + c + b[1:] for a, b in parts if b for c in letters}
    added = {a + c + b for a, b in parts for c in letters}
    return (dropped | swapped | replaced | added) - {word, ""}


#: Endings of English words that say number, time or owner: cut, and put on again.
_ENDINGS = ("ing", "ers", "ed", "es", "er", "ly", "s", "e", "d", "")
_PUT_ON = ("ing", "ed", "es", "s", "e", "d", "")
_SHORTEST_STEM = 4


def bent(word: str) -> set[str]:
    """Return other forms that an English word may have: ``election`` for ``elections``; most are no words at all.

    >>> "elections" in bent("election"), "walked" in bent("walking"), "parties" in bent("party")
    (True, True, True)
    """
    if not (word.isascii() and word.isalpha()) or len(word) < _SHORTEST_STEM:
        return set()
    stems = {word.removesuffix(e) for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM}
    stems |= {
        stem[:-1] for stem in stems if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "ls"
    }
    forms = {stem + ending for stem in stems for ending in _PUT_ON}
    if word.endswith("y"):
        forms |= {word[:-1] + "ies", word[:-1] + "ied"}
    forms |= {stem[:-1] + "y" for stem in stems if stem.endswith("i")}
    return forms - {word}
