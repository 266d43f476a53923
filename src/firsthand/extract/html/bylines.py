"""Who wrote it: people, not desks, not the outlet, not a link to a profile.

Order: JSON-LD author | <meta name=author> | what stands in the page's byline.
"""

import re
from collections.abc import Iterable, Iterator

from firsthand.extract.html import jsonld
from firsthand.extract.html.clock import Found
from firsthand.extract.html.names import Zone
from firsthand.extract.html.phrases import Phrases, compile_phrases
from firsthand.extract.html.reading import Page
from firsthand.model.lexicon import Lexicon

_SPLIT = re.compile(r"\s*(?:,|;|\||/|&|\n| and | und | et | y | och | og )\s*")
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST = 60
#: Of a name of two words or more, so many begin with a capital (particles do not).
_CAPITALS = 2
#: A byline stands near the headline or at the end of the body, in a line of its own.
_LONGEST_LINE = 90
#: Lines looked at for a byline, from the headline on.
_LOOKED_AT = 60


def people(
    page: Page,
    items: list[jsonld.Item],
    article: jsonld.Item,
    metas: list[str],
    outlet: Found[str] | None,
    lexicon: Lexicon,
) -> list[Found[str]]:
    """Return the names of the authors, each once, in order. A desk or the outlet only where no person is found."""
    phrases = compile_phrases(lexicon)
    itself = _plain(outlet.value) if outlet else ""
    desks: list[Found[str]] = []
    for values, given_by in ((jsonld.texts(jsonld.resolve(items, article.get("author"))), "json-ld"), (metas, "meta")):
        found = [
            Found(name, given_by) for name in _unique(name for value in values for name in names_in(value, phrases))
        ]
        persons = [name for name in found if not _is_desk(name.value, itself)]
        if persons:
            return persons
        desks = desks or found
    return desks or [Found(name, "page") for name in _unique(_shown(page, phrases)) if not _is_desk(name, itself)]


def names_in(text: str, phrases: Phrases) -> list[str]:
    """Split one author value into names: ``By Ann Lee and Bo Ek`` are two."""
    text = _SPACE.sub(" ", text).strip()
    label = phrases.bylines.match(text) if phrases.bylines else None
    if label and label.end() < len(text) and text[label.end()] in " :":
        text = text[label.end() :].strip(" :")
    if text.startswith(("http", "@")) or not text:
        return []
    return [
        name for part in _SPLIT.split(text) if 1 < len(name := part.strip(" .")) <= _LONGEST and _LETTERS.search(name)
        and not name.startswith(("http", "@"))
    ]  # fmt: skip


def _shown(page: Page, phrases: Phrases) -> Iterator[str]:
    """Yield the names in the first line of the page that is named a byline and reads like names."""
    start = next((line.index for line in page.lines if line.tag == "h1"), 0)
    for line in page.lines[max(0, start - 5) : start + _LOOKED_AT]:
        near = line.segments[0].frame.own | line.frame.own | (line.frame.parent.own if line.frame.parent else 0)
        if near & Zone.AUTHOR and len(line.text) <= _LONGEST_LINE and not near & Zone.COMMENTS:
            names = names_in(line.text, phrases)
            if names and all(_is_name(name) for name in names):
                yield from names
                return


def _is_name(text: str) -> bool:
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return _CAPITALS <= len(words) <= 5 and capitals >= _CAPITALS and not any(c.isdigit() for c in text)


def _is_desk(name: str, itself: str) -> bool:
    plain = _plain(name)
    return (
        (bool(itself) and (plain == itself or (len(itself) > 3 and itself in plain)))
        or "www." in name
        or ".com" in name
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
