"""The lexicon's phrases as questions about one line: is it furniture, a label, a credit, a note?

Compiled once for a lexicon. Numbers are folded to ``#`` on both sides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model.lexicon import Lexicon

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
#: A line that begins with a furniture phrase and is not much longer than it is furniture too.
_LONGER = 45


@dataclass(frozen=True, slots=True)
class Phrases:
    """Furniture phrases by their first word, and the labels that open special lines."""

    furniture: dict[str, list[tuple[str, str]]]
    related_headers: frozenset[str]
    summary_labels: frozenset[str]
    topic_labels: frozenset[str]
    corrections: re.Pattern[str] | None
    signoffs: re.Pattern[str] | None
    credits: re.Pattern[str] | None
    bylines: re.Pattern[str] | None
    agencies: dict[str, str]
    inline: re.Pattern[str] | None
    inline_keys: tuple[str, ...]

    def link_hints(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches of ``text`` that are hints and prompts glued into a sentence."""
        folded = text.casefold()
        if self.inline is not None and any(key in folded for key in self.inline_keys):
            for match in self.inline.finditer(text):
                yield match.span()

    def furniture_reason(self, text: str) -> str | None:
        """Return the reason code of the furniture that a line is or begins with, if it is any."""
        folded = fold(text)
        if not folded:
            return None
        for phrase, reason in self.furniture.get(folded.split(" ", 1)[0], ()):
            if folded == phrase:
                return reason
            if (
                folded.startswith(phrase)
                and len(folded) < len(phrase) + _LONGER
                and len(phrase) > 8
                and not folded[len(phrase)].isalnum()
            ):
                return reason
        return None

    def agency_in(self, text: str) -> str | None:
        """Return the wire agency that ``text`` names, by any of its spellings as whole words."""
        words = _WORD.findall(text)
        for length in range(4, 0, -1):
            for start in range(len(words) - length + 1):
                name = self.agencies.get(" ".join(words[start : start + length]))
                if name:
                    return name
        return None

    def is_correction(self, text: str) -> bool:
        """Say whether a line opens a correction or an editor's note."""
        return bool(self.corrections and self.corrections.match(text))

    def is_signoff(self, text: str) -> bool:
        """Say whether a line is the sign-off of a desk or an agency."""
        return bool(self.signoffs and self.signoffs.match(text)) and len(text) < 400

    def is_credit(self, text: str) -> bool:
        """Say whether a line names the maker of a picture."""
        return bool(self.credits and self.credits.match(text))


def fold(text: str) -> str:
    """Fold a line for comparing: small letters, numbers as ``#``, no signs at its ends."""
    return _EDGES.sub("", _NUMBER.sub("0", text[:300]).casefold().replace("’", "'"))


@lru_cache(maxsize=8)
def compile_phrases(lexicon: Lexicon) -> Phrases:
    """Compile the lexicon's phrases."""
    furniture: dict[str, list[tuple[str, str]]] = {}
    for reason, phrases in lexicon.furniture.items():
        for phrase in phrases:
            folded = fold(phrase.replace("#", "0"))
            if folded:
                furniture.setdefault(folded.split(" ", 1)[0], []).append((folded, reason))
    words = lexicon.words
    inline = [phrase for phrases in lexicon.inline.values() for phrase in phrases]
    return Phrases(
        furniture,
        frozenset(fold(word) for word in words.get("related_header", ())),
        frozenset(fold(word) for word in words.get("summary_label", ())),
        frozenset(fold(word) for word in words.get("topic_label", ())),
        _opening(words.get("correction", ())),
        _opening(words.get("signoff", ())),
        _opening(words.get("credit", ())),
        _opening(words.get("byline", ())),
        {spelling: agency.name for agency in lexicon.agencies for spelling in agency.spellings},
        _anywhere(inline),
        tuple({phrase.split("#")[0].strip().casefold() for phrase in inline}),
    )


def _opening(words: Iterable[str]) -> re.Pattern[str] | None:
    listed = sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True)
    if not listed:
        return None
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, listed))})(?!\w)", re.I)


def _anywhere(phrases: Iterable[str]) -> re.Pattern[str] | None:
    listed = sorted(phrases, key=len, reverse=True)
    if not listed:
        return None
    return re.compile("|".join(re.escape(phrase).replace(r"\#", r"\d+") for phrase in listed), re.I)
