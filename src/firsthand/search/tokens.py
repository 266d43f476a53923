"""A question cut into pieces: words, quoted words, fields before them, parentheses and signs. Any text can be cut.

A quotation mark that nothing closes closes at the end. ``field:`` counts only before a value that follows at once. What a
reader cannot have meant (control characters, a lone sign) is left out.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

from firsthand.search.spell import is_word

#: Letters of a question that are read, and pieces: more is no question but a text.
LONGEST, MOST = 2000, 64

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_CLOSES = {'"': '"', "“": "”", "„": "“", "”": "”", "«": "»", "»": "«", "「": "」", "『": "』"}
#: Whatever opens or closes a quotation.
QUOTES = "".join(_CLOSES)
_FIELD = re.compile(r"([^\W\d_]{1,20}):(?=\S)")
_PLAIN = re.compile(rf"[^\s(){QUOTES}]+")
_ADDRESS = re.compile(rf"https?://[^\s(){QUOTES}]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a question. ``kind`` is ``word``, ``quoted``, ``address``, ``open``, ``close``, ``and``, ``or`` or ``not``.

    ``field`` is the name that stood before it, in lower case.
    """

    kind: str
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of a question; whether a quotation was not closed, and whether something was cut off."""

    pieces: tuple[Piece, ...]
    unclosed: bool = False
    cut_off: bool = False


def cut(text: str) -> Cut:
    """Cut a question into its pieces."""
    whole = normalize("NFKC", _CONTROL.sub(" ", text.encode(errors="replace").decode()).replace("：", ":"))
    short = whole[:LONGEST]
    pieces: list[Piece] = []
    unclosed, at = False, 0
    while at < len(short) and len(pieces) < MOST:
        if short[at].isspace():
            at += 1
            continue
        piece, at, open_ended = _next(short, at)
        unclosed |= open_ended
        if piece is not None:
            pieces.append(piece)
    return Cut(tuple(pieces), unclosed, bool(whole[LONGEST:].strip() or short[at:].strip()))


def _next(text: str, at: int, field: str = "") -> tuple[Piece | None, int, bool]:
    """Return the piece at a place (None: nothing that says anything), where it ends, and whether a quotation stays open."""
    sign = text[at]
    if sign in "()":
        return Piece("open" if sign == "(" else "close", sign, field), at + 1, False
    if sign in QUOTES:
        return _quoted(text, at, field)
    if not field and (address := _ADDRESS.match(text, at)):
        return Piece("address", address[0]), address.end(), False
    if not field and sign in "-−–+" and at + 1 < len(text) and not text[at + 1].isspace():
        return (None if sign == "+" else Piece("not", "-")), at + 1, False
    if not field and (named := _FIELD.match(text, at)):
        return _next(text, named.end(), named[1].lower())
    found = _PLAIN.match(text, at)
    word = found[0] if found else text[at]
    return _word(word, field), at + len(word), False


def _quoted(text: str, at: int, field: str) -> tuple[Piece | None, int, bool]:
    close = text.find(_CLOSES[text[at]], at + 1)
    if close < 0:
        close = min((p for c in QUOTES if (p := text.find(c, at + 1)) >= 0), default=-1)
    words = text[at + 1 : close if close >= 0 else len(text)].strip()
    end = close + 1 if close >= 0 else len(text)
    return (Piece("quoted", words, field) if words else None), end, close < 0


_SIGNS = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or", "|": "or", "&": "and"}


def _word(word: str, field: str) -> Piece | None:
    if not field and word in _SIGNS:
        return Piece(_SIGNS[word], word)
    return Piece("word", word, field) if field or is_word(word) else None
