"""What the index holds and how words are taken out of texts.

Words are runs of letters, marks and digits, folded in case and accents, not stemmed: other forms of a word are added to a
question instead (`asking`), so that what was written stays the first that is found, whatever its language. A script without
spaces gives a word a character, and a question in it asks for characters that stand together: exact, where pairs of
characters would need a dictionary of four times the size.
"""

from functools import cache
from unicodedata import is_normalized, normalize

from tantivy import Document, Filter, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from firsthand.search.rows import Row

#: Another number, another index: it is made anew.
VERSION = 1
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


@cache
def analyzer() -> TextAnalyzer:
    """Return what takes words out of a text."""
    made = TextAnalyzerBuilder(Tokenizer.regex(_WORD)).filter(Filter.lowercase()).filter(Filter.ascii_fold())
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
    return list(analyzer().analyze(plain(text)))


def plain(text: str) -> str:
    """Level compatibility forms, as the index and the questions do."""
    return text if text.isascii() or is_normalized("NFKC", text) else normalize("NFKC", text)


def document_of(row: Row, group: int) -> Document:
    """Make the engine's document of a row; ``group`` is a number for its story."""
    made = Document()
    made.add_text("id", row.document)
    made.add_text("story", row.facts.story)
    for name, texts in row.words.items():
        for text in texts:
            made.add_text(name, plain(text))
    for name, values in row.exact.items():
        for value in values:
            made.add_text(name, value)
    numbers = (row.at, row.day, row.facts.independent, row.facts.outlets, group)
    for name, number in zip(NUMBERS, numbers, strict=True):
        made.add_integer(name, number)
    return made
