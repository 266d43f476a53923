"""From what somebody typed to a `Question`. Nothing that is typed is an error: what cannot be meant is told, and left out.

    text -> pieces -> (any of (all of (not?) piece ...) ...) -> tree, remarks

| written                                   | means                                                               |
|-------------------------------------------|---------------------------------------------------------------------|
| ``ferry aground``                         | pages with both words                                               |
| ``"ran aground"``                         | the words together                                                  |
| ``ferr*``                                 | words that begin so                                                 |
| ``ferry OR boat``, ``ferry -boat``        | one of them; the one and not the other; also NOT, AND, parentheses  |
| ``outlet: by: title: said:``              | in the outlet's name, the byline, the headline, inside quotations   |
| ``person: org: place: topic:``            | among the names and topics that were found in the page              |
| ``lang:de``, ``site:news.example``        | its language, its host                                              |
| ``after:2016-12``, ``before:7d``          | published on that day or later; before it                           |
| ``is:original`` ``copy wire corrected``   | what the page is in its story                                       |
| ``independent:>=3``, ``outlets:>=5``      | how many sources, or outlets, stand behind its story                |
"""

import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from firsthand.search.days import first_day
from firsthand.search.query import All, Bounds, Mark, Node, Not, Question, Some, Term
from firsthand.search.spell import is_word
from firsthand.search.tokens import QUOTES, Piece, cut

#: What a field may be called, and what it is in the index.
FIELDS = {
    "outlet": "outlet", "source": "outlet", "by": "byline", "author": "byline", "byline": "byline",
    "title": "headline", "headline": "headline", "said": "said", "quote": "said",
    "person": "person", "org": "organisation", "organisation": "organisation", "organization": "organisation",
    "place": "place", "topic": "topic", "tag": "topic",
    "lang": "language", "language": "language", "site": "host", "host": "host",
    "before": "before", "after": "after", "since": "after", "until": "before",
    "is": "is", "independent": "independent", "outlets": "outlets",
}  # fmt: skip
MARKS = ("original", "copy", "wire", "corrected")
_OPERATORS = {">=": 0, "=>": 0, "≥": 0, "<=": 1, "=<": 1, "≤": 1, ">": 2, "<": 3, "=": 4, "": 4}
_NUMBER = re.compile(r"(>=|=>|<=|=<|[><=≥≤]?)\s*(\d{1,6})\+?", re.ASCII)
_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "finnish": "fi",
    "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "italian": "it",
    "japanese": "ja", "korean": "ko", "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt",
    "romanian": "ro", "russian": "ru", "spanish": "es", "swedish": "sv", "thai": "th", "turkish": "tr",
    "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip
_PARTING = re.compile(f"[*{QUOTES}]")
#: Parentheses within parentheses; deeper ones are read as if they were not there.
_DEEPEST = 12


def read(text: str, today: date) -> Question:
    """Read what was typed. ``today`` is what ``yesterday`` and ``7d`` count from."""
    found = cut(text)
    reader = _Reader(found.pieces, today)
    if found.unclosed:
        reader.tell("A quotation mark was not closed, so the quotation was read to the end.")
    tree = reader.whole()
    if found.cut_off:
        reader.tell("This is long: only its beginning was looked for.")
    if tree is None and text.strip():
        reader.tell("There is no word or number in this to look for.")
    return Question(tree, tuple(dict.fromkeys(reader.remarks)))


@dataclass
class _Reader:
    """Goes through the pieces once, from left to right."""

    pieces: tuple[Piece, ...]
    today: date
    remarks: list[str] = field(default_factory=list)
    at: int = 0
    depth: int = 0

    def tell(self, remark: str) -> None:
        self.remarks.append(remark)

    def whole(self) -> Node | None:
        """Read to the end; a parenthesis that nothing opened is passed over."""
        parts: list[Node] = []
        while True:
            if (some := self.either("")) is not None:
                parts.append(some)
            if self.at >= len(self.pieces):
                return _all(parts)
            self.tell("A parenthesis was closed that was not open; it was left out.")
            self.at += 1

    def _kind(self) -> str:
        return self.pieces[self.at].kind if self.at < len(self.pieces) else ""

    def either(self, name: str) -> Node | None:
        """Read parts between ORs, up to a closing parenthesis or the end; ``name`` is the field before the parenthesis."""
        parts: list[Node] = []
        while True:
            part = self.every(name)
            if part is not None:
                parts.append(part)
            if self._kind() != "or":
                break
            self.at += 1
            if part is None or self._kind() in ("", "close", "or"):
                self.tell("OR had nothing on one side, so it was left out.")
        return parts[0] if len(parts) == 1 else Some(tuple(parts)) if parts else None

    def every(self, name: str) -> Node | None:
        """Read parts that are all wanted, up to an OR, a closing parenthesis or the end."""
        parts: list[Node] = []
        while (kind := self._kind()) not in ("", "or", "close"):
            if kind == "and":
                self.at += 1
                if not parts or self._kind() in ("", "or", "close", "and"):
                    self.tell("AND had nothing on one side, so it was left out.")
                continue
            part = self.one(name)
            if part is not None:
                parts.append(part)
        return _all(parts)

    def one(self, name: str) -> Node | None:
        piece = self.pieces[self.at]
        self.at += 1
        if piece.kind == "not":
            return self._negated(name)
        if piece.kind == "open":
            return self._within(self._known(piece.field) or name)
        return self._value(piece, name)

    def _negated(self, name: str) -> Node | None:
        """Read what a sign or NOT excludes; twice is not at all."""
        times = 1
        while self._kind() == "not":
            self.at += 1
            times += 1
        if self._kind() in ("", "or", "close", "and"):
            self.tell("NOT had nothing after it, so it was left out.")
            return None
        part = self.one(name)
        return part if part is None or times % 2 == 0 else Not(part)

    def _within(self, name: str) -> Node | None:
        if self.depth >= _DEEPEST:
            return None
        self.depth += 1
        inside = self.either(name)
        self.depth -= 1
        if self._kind() == "close":
            self.at += 1
        else:
            self.tell("A parenthesis was not closed, so it was closed at the end.")
        return inside

    def _known(self, name: str) -> str:
        """Return what a field is in the index; empty for none, which is told."""
        if name and name not in FIELDS:
            self.tell(f"There is no field {name}:, so what follows it was looked for as words.")
        return FIELDS.get(name, "")

    def _value(self, piece: Piece, name: str) -> Node | None:
        kind = self._known(piece.field) or name
        if piece.kind == "address":
            return Term(bare_address(piece.text), "address", exact=True)
        if piece.field and piece.field not in FIELDS:
            after = [piece.text] if piece.kind == "quoted" else piece.text.split(":")
            words = [Piece("word", piece.field), *(Piece(piece.kind, text) for text in after)]
            return _all([term for word in words if (term := _term(word, name))])
        read_as = {"before": self._date, "after": self._date, "is": self._mark, "language": self._language}
        read_as |= {"independent": self._count, "outlets": self._count}
        return read_as.get(kind, self._words)(piece, kind)

    def _words(self, piece: Piece, kind: str) -> Node | None:
        if kind == "host":
            return Term(piece.text.lower().removeprefix("www.").strip("/"), "host", exact=True)
        term = _term(piece, kind)
        if term is None:
            self.tell(f"“{piece.text[:40]}” has no letter and no digit, so it was left out.")
        return term

    def _date(self, piece: Piece, kind: str) -> Node | None:
        day = first_day(piece.text, self.today)
        if day is None:
            self.tell(f"“{piece.text[:40]}” is no day, so it was left out. Write 2016-12-01, 2016-12, yesterday or 7d.")
            return None
        return Bounds("day", low=day) if kind == "after" else Bounds("day", high=day - 1)

    def _mark(self, piece: Piece, _kind: str) -> Node | None:
        name = piece.text.lower().rstrip("s.,;") if piece.text.lower() not in MARKS else piece.text.lower()
        if name not in MARKS:
            self.tell(f"No page is marked “{piece.text[:40]}”, so it was left out. There are: {', '.join(MARKS)}.")
            return None
        return Mark(name)

    def _language(self, piece: Piece, _kind: str) -> Node | None:
        name = piece.text.lower().strip(".,;")
        code = _LANGUAGES.get(name, name.partition("-")[0])
        if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
            self.tell(f"“{piece.text[:40]}” is no language that is known here, so it was left out. Write lang:de.")
            return None
        return Term(code, "language", exact=True)

    def _count(self, piece: Piece, kind: str) -> Node | None:
        found = _NUMBER.fullmatch(piece.text.strip())
        if found is None:
            self.tell(f"“{piece.text[:40]}” is no number, so it was left out. Write {kind}:>=3.")
            return None
        number, way = int(found[2]), _OPERATORS[found[1]]
        if piece.text.strip().endswith("+"):
            way = 0
        low, high = ((number, None), (None, number), (number + 1, None), (None, number - 1), (number, number))[way]
        return Bounds(kind, low, high)


def _term(piece: Piece, name: str) -> Term | None:
    """Make a term; an asterisk at the end of a word says that it goes on, elsewhere it parts words."""
    prefix = piece.kind == "word" and piece.text.endswith("*")
    text = " ".join(_PARTING.sub(" ", piece.text).split())
    if not is_word(text):
        return None
    several = " " in text
    return Term(text, name, prefix and not several, exact=piece.kind == "quoted" or several)


def _all(parts: list[Node]) -> Node | None:
    """Put parts together that are all wanted; what is all wanted within one of them is wanted like the rest."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat)) if flat else None


def bare_address(address: str) -> str:
    """Return an address without its scheme, ``www.``, fragment and last slash.

    >>> bare_address("https://www.News.example/a/b/#top")
    'news.example/a/b'
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return address.partition("://")[2].lower()
    return f"{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")
