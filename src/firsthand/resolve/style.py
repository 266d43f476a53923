"""House style: differences that a desk makes without touching the news.

Every rule has a name that a reader sees. A misspelt name is no house style: only variants that a rule or a table
explains are.
"""

import re
from functools import lru_cache
from unicodedata import combining, normalize

from firsthand.model.lexicon import Lexicon
from firsthand.text.tokens import Phrase, words

QUOTES = frozenset("\"'’‘“”„‚«»‹›「」『』`´")
DASHES = frozenset("-–—‐‑‒―−")

#: British to American endings, applied to both sides, so that only their agreement counts.
_ENDINGS = (
    (re.compile(r"(?<=\w{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations|able)$)"), "iz"),
    (re.compile(r"(?<=\w{3})ys(?=(?:e|es|ed|er|ing)$)"), "yz"),
    (re.compile(r"(?<=\w{2})our(?=(?:s|ed|ing|able|ite|ites|er|ers|hood|hoods|ful|less|al)?$)"), "or"),
    (re.compile(r"(?<=\w{2})tre(?=s?$)"), "ter"),
    (re.compile(r"(?<=\w{2})ence(?=s?$)"), "ense"),
    (re.compile(r"(?<=\w{2})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=\w[aeiou])ll(?=(?:ed|ing|er|ers|or|ors)$)"), "l"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"(?<=\w)mme(?=s?$)"), "m"),
)
#: What every word has that one of them could change: most have none of it.
_ENDS = re.compile("[iy]s|our|tre|ence|ogue|ll|[ao]e|mme")
#: How one sound of a name is spelt by different desks, levelled in this order.
_SOUNDS = (
    (re.compile(r"dzh|dj"), "j"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"(?<=.)(?:iy|yy|ij|ii|yi|y|j)"), "i"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"w|ff"), "v"),
    (re.compile(r"ck|q|c(?!h)"), "k"),
    (re.compile(r"tz|cz"), "ts"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"i(?=[aeou])"), ""),
)


def same_words(before: str, after: str) -> str:
    """Name the rule by which two spellings of one folded word differ; '' if they do not."""
    if before == after:
        return ""
    if before.replace(".", "").lower() == after.replace(".", "").lower() and ("." in before) != ("." in after):
        return "abbreviation points"
    if before.lower() == after.lower():
        return "capitals"
    plain = re.sub("['’ʼ]", "", before.lower()) == re.sub("['’ʼ]", "", after.lower())
    return "apostrophes" if plain else "accents and letter forms"


def between_words(before: str, after: str) -> str:
    """Name the rule by which the marks between two words differ; '' for the same marks or only white space."""
    left, right = "".join(before.split()), "".join(after.split())
    if left == right:
        return ""
    differing = set(left) ^ set(right) or set(left)
    if differing <= QUOTES or _without(left, QUOTES) == _without(right, QUOTES):
        return "quotation marks"
    if _same_marks(left, right):
        return "quotation marks"
    if differing <= DASHES or _without(left, DASHES) == _without(right, DASHES):
        return "dashes"
    return "punctuation"


def replaced(before: Phrase, after: Phrase, lexicon: Lexicon) -> str:
    """Name the rule that turns some words into others; '' when none does: then it is a rewording.

    >>> from firsthand.text.tokens import phrase
    >>> replaced(phrase("formalised"), phrase("formalized"), Lexicon())
    'spelling'
    >>> replaced(phrase("Zelenskiy"), phrase("Zelenskyy"), Lexicon())
    'name spelling'
    >>> replaced(phrase("Zelenskiy"), phrase("Zelenksyy"), Lexicon())
    ''
    """
    if "".join(before.folded) == "".join(after.folded):
        return "hyphens and compounds"
    left, right = before.folded, after.folded
    if has_sign(f"{before.text} {after.text}", lexicon):
        left, right = _spelt_out(before.text, lexicon), _spelt_out(after.text, lexicon)
    if _canonical(left, lexicon) == _canonical(right, lexicon):
        return _same_meaning(before.text, after.text, lexicon)
    if len(before.folded) != len(after.folded):
        return ""
    return "name spelling" if _one_name(before, after, lexicon) else ""


def has_sign(text: str, lexicon: Lexicon) -> bool:
    """Say whether one of the signs that stand for words is in a text (``%``)."""
    return _signs(lexicon).search(text) is not None


@lru_cache(maxsize=8)
def _signs(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lexicon.symbols)) or "(?!)")


def _same_meaning(before: str, after: str, lexicon: Lexicon) -> str:
    """Name the rule for two spellings that the tables know to be one."""
    if any((sign in before) != (sign in after) for sign in lexicon.symbols):
        return "signs and words"
    if any(c.isdigit() for c in before) != any(c.isdigit() for c in after):
        return "number words"
    capitals = all(word[:1].isupper() for word in (*before.split(), *after.split()))
    return "name spelling" if capitals else "spelling"


def _one_name(before: Phrase, after: Phrase, lexicon: Lexicon) -> bool:
    if not (before.text[:1].isupper() and after.text[:1].isupper()):
        return False
    pairs = [(a, b) for a, b in zip(before.folded, after.folded, strict=True) if a != b]
    return all(lexicon.spellings.get(a, a) == lexicon.spellings.get(b, b) or sound(a) == sound(b) for a, b in pairs)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """Level the spellings that transliteration gives one name.

    >>> sound("zelenskiy") == sound("zelenskyy") == sound("zelensky"), sound("zelenksyy") == sound("zelensky")
    (True, False)
    """
    level = "".join(c for c in normalize("NFKD", word) if not combining(c))
    for pattern, letter in _SOUNDS:
        level = pattern.sub(letter, level)
    return level


def american(word: str) -> str:
    """Level the endings in which British and American spelling differ.

    >>> american("neighbours"), american("formalised"), american("defence")
    ('neighbors', 'formalized', 'defense')
    """
    if not _ENDS.search(word):
        return word
    for pattern, ending in _ENDINGS:
        word = pattern.sub(ending, word)
    return word


def _canonical(folded: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for word in folded:
        levelled, is_unit = _levelled(word, lexicon)
        if is_unit and found and _is_round(found[-1]):
            found[-1] = str(int(found[-1]) + int(levelled[0]))  # twenty-three
        else:
            found += levelled
    return found


@lru_cache(maxsize=32768)
def _levelled(word: str, lexicon: Lexicon) -> tuple[list[str], bool]:
    """Return the words that stand for all spellings of a word, and whether it is the word for a figure (``three``)."""
    level = lexicon.spellings.get(word, word)
    figure = lexicon.numerals.get(level, "")
    return [american(part) for part in (figure or level).split()], len(figure) == 1


def _spelt_out(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    for symbol, spelt in lexicon.symbols.items():
        text = text.replace(symbol, f" {spelt} ")
    return words(text).folded


def _is_round(word: str) -> bool:
    return len(word) == 2 and word.endswith("0") and word.isdigit()


def _without(marks: str, some: frozenset[str]) -> str:
    return "".join(c for c in marks if c not in some)


def _same_marks(left: str, right: str) -> bool:
    """Say whether only the order of full stop and closing quotation mark differs (``".`` and ``.'``)."""
    return sorted(_without(left, QUOTES)) == sorted(_without(right, QUOTES))
