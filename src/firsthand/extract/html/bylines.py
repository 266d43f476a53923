"""Who wrote it: people, not desks, not the outlet, not a link to a profile.

Order: JSON-LD author | <meta name=author> | what stands in the page's byline.
"""

import re

from firsthand.extract.html import jsonld
from firsthand.extract.html.clock import Found
from firsthand.extract.html.reading import Page
from firsthand.model.lexicon import Lexicon

_SPLIT = re.compile(r"\s*(?:,|;|\||/|&| and | und | et | y | e | och | og | i | a )\s*")
_SPACE = re.compile(r"\s+")
_LONGEST = 60


def people(
    page: Page, items: list[jsonld.Item], article: jsonld.Item, metas: list[str], outlet: Found[str] | None, lexicon: Lexicon
) -> list[Found[str]]:
    """Return the names of the authors, each once, in order."""
    for values, given_by in ((jsonld.texts(jsonld.resolve(items, article.get("author"))), "json-ld"), (metas, "meta")):
        names = list(dict.fromkeys(name for value in values for name in names_in(value)))
        if names:
            return [Found(name, given_by) for name in names]
    return []


def names_in(text: str) -> list[str]:
    """Split one author value into names.

    >>> names_in("By Ann Lee and Bo Ek")
    ['Ann Lee', 'Bo Ek']
    """
    text = _SPACE.sub(" ", text).strip()
    if text.startswith("http") or not text:
        return []
    text = re.sub(r"^(?:by|von|par|por|di|da|av|af|door|od|autor)\s*:?\s+", "", text, flags=re.I)
    return [name for name in _SPLIT.split(text) if 1 < len(name) <= _LONGEST and not name.startswith(("http", "@"))]
