"""Which entries of a source are kept: mute and keep rules that people type and read back, one a line.

    mute title: horoscope, lottery
    keep author: "Jane Roe"
    mute any: /crossw(or|a)d/

Where there are keep rules, only what one of them names is kept; a mute beats a keep. Case and accents do not count. A word
is found as a word (``cat`` is not in ``category``; ``categ*`` is), in scripts without spaces wherever it stands. Patterns
are RE2's, because what a person writes must not be able to stop the program.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import unescape
from typing import Any

from firsthand.model.errors import InputError
from firsthand.model.feed import Entry

#: What one rule may have, and how much of an entry is looked at.
MOST_WORDS = 200
_LONGEST_RULE = 10_000
_LONGEST_WORD = 200
_LONGEST_PATTERN = 500
_PATTERN_BYTES = 1_000_000
_LOOKED_AT = 200_000

_TAG = re.compile(r"<(?:script|style)\b[^<]*</|<[^<>]{0,5000}>", re.IGNORECASE)
_HEAD = re.compile(r"\s*(mute|keep)(?:\s+([a-z]+))?\s*:\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
_PATTERN = re.compile(r"/(.*)/\Z", re.DOTALL)
_ITEM = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"(\*?)|([^,"]+))\s*(?:,|\Z)')
_NEEDS_QUOTES = re.compile(r'[,"\\/*]|^\s|\s$|^\Z')
#: Where words are not set apart: Han, kana, Thai, Lao, Khmer, Burmese, Tibetan. Hangul has spaces, and endings after words.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]"
)


class RuleKind(StrEnum):
    """What becomes of the entries that a rule names."""

    MUTE = "mute"
    KEEP = "keep"


class RuleField(StrEnum):
    """Where a rule looks; ``text`` is the summary and the content, ``any`` is everything but the link."""

    ANY = "any"
    TITLE = "title"
    TEXT = "text"
    AUTHOR = "author"
    LINK = "link"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase; ``begins`` where longer words that begin so count too (``lotter*``)."""

    text: str
    begins: bool = False

    def __str__(self) -> str:
        """Write it as it may be typed."""
        if not _NEEDS_QUOTES.search(self.text):
            return f"{self.text}*" if self.begins else self.text
        quoted = self.text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"{"*" if self.begins else ""}'


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: any of its words, or its pattern, in its field."""

    kind: RuleKind
    field: RuleField = RuleField.ANY
    words: tuple[Word, ...] = ()
    pattern: str = ""

    def __str__(self) -> str:
        """Write the rule as it may be typed: `parse_rule` reads it again."""
        rest = f"/{self.pattern}/" if self.pattern else ", ".join(map(str, self.words))
        return f"{self.kind.value} {self.field.value}: {rest}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an entry is kept, and the rule that says so; None where no rule names it."""

    kept: bool
    by: Rule | None = None


def parse_rule(text: str) -> Rule:
    """Read one rule. Raises InputError: ``rule-form``, ``rule-field``, ``rule-size``, ``rule-pattern``.

    >>> str(parse_rule("Mute Title:  horoscope ,lottery"))
    'mute title: horoscope, lottery'
    """
    if len(text) > _LONGEST_RULE:
        raise InputError("rule-size", f"A rule has at most {_LONGEST_RULE} signs.", "Make several of it.")
    match = _HEAD.match(text)
    if match is None:
        raise InputError(
            "rule-form", f"This is no rule: {text.strip()[:80]!r}.", "Write it like: mute title: horoscope, lottery"
        )
    kind, field = RuleKind(match[1].lower()), _field(match[2])
    if found := _PATTERN.match(match[3].strip()):
        _compiled(found[1])  # says what is wrong with it
        return Rule(kind, field, pattern=found[1])
    return Rule(kind, field, _words(match[3]))


def parse_rules(text: str) -> tuple[Rule, ...]:
    """Read rules, one a line; empty lines and those that begin with ``#`` are passed over. Raises as `parse_rule` does."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(parse_rule(line) for line in lines if line and not line.startswith("#"))


def judge(entry: Entry, rules: Sequence[Rule]) -> Verdict:
    """Say whether an entry is kept. A mute beats a keep; where there are keeps, what none of them names goes."""
    if not rules:
        return Verdict(True)
    said = _Said(entry)
    mute = next((rule for rule in rules if rule.kind is RuleKind.MUTE and said.has(rule)), None)
    if mute is not None:
        return Verdict(False, mute)
    keeps = [rule for rule in rules if rule.kind is RuleKind.KEEP]
    named = next((rule for rule in keeps if said.has(rule)), None)
    return Verdict(not keeps or named is not None, named)


def fold(text: str) -> str:
    """Return a text without case and accents, widths and ligatures levelled, white space as one space.

    >>> fold("Crème  BRÛLÉE"), fold("ＡＢＣ"), fold("Straße")
    ('creme brulee', 'abc', 'strasse')
    """
    level = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in level if not unicodedata.combining(c) or _UNSPACED.match(c) or "\u3099" <= c <= "\u309a")
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().split())


def _field(name: str | None) -> RuleField:
    try:
        return RuleField((name or "any").lower())
    except ValueError:
        raise InputError(
            "rule-field", f"Nothing is called {name!r} here.", f"Write one of: {', '.join(RuleField)}."
        ) from None


def _words(text: str) -> tuple[Word, ...]:
    found, at = [], 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            raise InputError("rule-form", f"This cannot be read: {text[at:][:80]!r}.", "Close the quotation mark.")
        at = match.end()
        word = _word(match)
        if word is not None and word not in found:
            found.append(word)
    if not found:
        raise InputError("rule-form", "The rule names no words.", "Write it like: mute title: horoscope, lottery")
    if len(found) > MOST_WORDS or any(len(word.text) > _LONGEST_WORD for word in found):
        raise InputError(
            "rule-size", f"A rule has at most {MOST_WORDS} words of {_LONGEST_WORD} signs.", "Make two of it."
        )
    return tuple(found)


def _word(match: re.Match[str]) -> Word | None:
    if match[1] is not None:
        text, begins = re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL), bool(match[2])
    else:
        text = match[3].strip()
        text, begins = text.removesuffix("*"), text.endswith("*")
    return Word(text, begins) if fold(text) else None


class _Said:
    """What an entry says, field by field, worked out when it is first asked for."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._plain: dict[RuleField, str] = {}
        self._folded: dict[RuleField, str] = {}

    def has(self, rule: Rule) -> bool:
        """Say whether a rule names this entry."""
        if rule.pattern:
            plain = self._text(rule.field).encode("utf-8", "replace").decode()
            compiled = _compiled(rule.pattern)
            return bool(compiled.search(plain)) or bool(compiled.search(_without_accents(plain)))
        text = self._folded.get(rule.field)
        if text is None:
            text = self._folded[rule.field] = fold(self._text(rule.field))
        return any(_is_in(text, word, inside=rule.field is RuleField.LINK) for word in rule.words)

    def _text(self, field: RuleField) -> str:
        if field not in self._plain:
            self._plain[field] = self._read(field)[:_LOOKED_AT]
        return self._plain[field]

    def _read(self, field: RuleField) -> str:
        entry = self._entry
        match field:
            case RuleField.TITLE:
                return entry.title
            case RuleField.TEXT:
                return "\n".join(_readable(html[:_LOOKED_AT]) for html in (entry.summary, entry.content))
            case RuleField.AUTHOR:
                return "\n".join(entry.authors)
            case RuleField.CATEGORY:
                return "\n".join(entry.categories)
            case RuleField.LINK:
                return entry.link
        parts = (RuleField.TITLE, RuleField.AUTHOR, RuleField.CATEGORY, RuleField.TEXT)
        return "\n".join(map(self._text, parts))


def _readable(html: str) -> str:
    return unescape(_TAG.sub(" ", html)) if "<" in html or "&" in html else html


def _without_accents(text: str) -> str:
    level = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in level if not unicodedata.combining(c)))


def _is_in(text: str, word: Word, *, inside: bool) -> bool:
    """Say whether a folded text has a word; ``inside``: anywhere, also in other words."""
    wanted = _folded_word(word.text)
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if inside or (_stands_free(text, at - 1, at) and (word.begins or _stands_free(text, end, end - 1))):
            return True
        at = text.find(wanted, at + 1)
    return False


@lru_cache(maxsize=4096)
def _folded_word(text: str) -> str:
    return fold(text)


def _stands_free(text: str, beside: int, edge: int) -> bool:
    """Say whether a word ends at its edge: no letter beside it, or a script without spaces at the edge."""
    if not 0 <= beside < len(text) or not text[edge].isalnum():
        return True
    return not text[beside].isalnum() or bool(_UNSPACED.match(text[edge]))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:
    """Compile a pattern. Raises InputError ``rule-pattern`` for what RE2 does not know, ``rule-size`` for too large ones."""
    import re2

    if not pattern or len(pattern) > _LONGEST_PATTERN:
        raise InputError("rule-size", f"A pattern has between 1 and {_LONGEST_PATTERN} signs.", "Make several of it.")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _PATTERN_BYTES
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        said = error.args[0] if error.args else error
        said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        if "too large" in said:
            raise InputError("rule-size", f"The pattern /{pattern[:80]}/ is too large.", "Make it simpler.") from error
        raise InputError(
            "rule-pattern",
            f"The pattern /{pattern[:80]}/ cannot be used: {said}.",
            "RE2 knows no look-around and no \\1.",
        ) from error
