"""What the index holds and how words are taken out of texts.

Words are runs of letters, marks and digits, folded in case and accents, not stemmed: other forms of a word are added to a
question instead (`asking`), so that what was written stays the first that is found, whatever its language. A script without
spaces gives a word a character, and a question in it asks for characters that stand together: exact, where pairs of
characters would need a dictionary of four times the size.

Two cutters give the same words. The engine's plain one cuts at whatever is no letter or digit, in half the time of the other;
texts with loose marks or a script without spaces are cut by an expression, and handed over as words.
"""

import re
from functools import cache
from unicodedata import category, is_normalized, normalize

from tantivy import (
    Document,
    Filter,
    PreTokenizedString,
    Schema,
    SchemaBuilder,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Token,
    Tokenizer,
)

from firsthand.search.rows import Row
from firsthand.text.tokens import UNSPACED

#: Another number, another index: it is made anew.
VERSION = 2
#: Letters of a longer word: more is an address or a file.
_LONGEST_WORD = 60
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = rf"[{_UNSPACED}]|[\p{{L}}\p{{M}}\p{{N}}--[{_UNSPACED}]]+"

#: Fields of words; ``text`` has all that a page says, the others what they are called.
WORDS = ("text", "headline", "said", "person", "organisation", "place", "topic", "outlet", "byline")
#: Fields that are compared as they are.
EXACT = ("language", "mark", "host", "address")
#: Numbers, for bounds and for order.
NUMBERS = ("at", "day", "independent", "outlets", "group")
#: The document that says how far the index is: written in the same commit as what it says.
LEDGER = "ledger"


def analyzer() -> TextAnalyzer:
    """Return what takes words out of most texts."""
    return _analyzer(expression=False)


@cache
def _analyzer(*, expression: bool) -> TextAnalyzer:
    cutter = Tokenizer.regex(_WORD) if expression else Tokenizer.simple()
    made = TextAnalyzerBuilder(cutter).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    return made.filter(Filter.remove_long(_LONGEST_WORD)).build()


@cache
def schema() -> Schema:
    """Return the schema of the index."""
    made = SchemaBuilder()
    for name in ("id", "story"):
        made.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    for name in WORDS:
        made.add_text_field(name, tokenizer_name="words", index_option="position")
    for name in EXACT:
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        made.add_integer_field(name, indexed=name != "group", fast=True)
    return made.build()


def words_of(text: str) -> list[str]:
    """Return the words of a question's text as the index has them."""
    levelled = plain(text)
    return list(_analyzer(expression=_is_odd(levelled)).analyze(levelled))


def plain(text: str) -> str:
    """Level compatibility forms, as the index and the questions do."""
    return text if _is_western(text) or is_normalized("NFKC", text) else normalize("NFKC", text)


def _is_western(text: str) -> bool:
    """Say that a text is of the commonest 250 characters, of which none is to be levelled: told in a tenth of the time."""
    if text.isascii():
        return True
    try:
        encoded = text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return len(encoded.translate(None, _LEVELLED)) == len(encoded)


#: A blank and an ellipsis are levelled to what is no word either.
_COMMON = (bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0x100))
_LEVELLED = "".join(c for c in _COMMON if c not in "\xa0…" and not is_normalized("NFKC", c)).encode("cp1252")


def _is_odd(text: str) -> bool:
    """Say whether the plain cutter would cut a text otherwise than the expression does."""
    return not _is_western(text) and _odd().search(text) is not None


@cache
def _odd() -> re.Pattern[str]:
    """Find loose marks and scripts without spaces, and, to be short, all beyond the first 65,536 characters but emoji.

    Marks that choose how an emoji looks are none of any word.
    """
    marks = "".join(
        c for c in map(chr, range(0x300, 0x10000)) if category(c)[0] == "M" and not "\ufe00" <= c <= "\ufe0f"
    )
    unspaced = "".join(f"{first}-{last}" for first, last in UNSPACED if last <= "\uffff")
    return re.compile(f"[{unspaced}{marks}\U00010000-\U0001efff\U0001fb00-\U0010ffff]")


def _add(made: Document, name: str, text: str) -> None:
    levelled = plain(text)
    if not _is_odd(levelled):
        made.add_text(name, levelled)
        return
    words = _analyzer(expression=True).analyze(levelled)
    tokens = [Token(word, n, 0, 0) for n, word in enumerate(words)]
    made.add_pre_tokenized_text(name, PreTokenizedString("", tokens))


def document_of(row: Row, group: int) -> Document:
    """Make the engine's document of a row; ``group`` is a number for its story."""
    made = Document()
    made.add_text("id", row.document)
    made.add_text("story", row.facts.story)
    for name, texts in row.words.items():
        for text in texts:
            _add(made, name, text)
    for name, values in row.exact.items():
        for value in values:
            made.add_text(name, value)
    numbers = (row.at, row.day, row.facts.independent, row.facts.outlets, group)
    for name, number in zip(NUMBERS, numbers, strict=True):
        made.add_integer(name, number)
    return made
