"""Hashtags of a document: its names by weight, then its topics. Readable, the same each time, at most seven.

entities, mentions, topics -> weighed -> spelt in CamelCase by the fullest name -> no two for one thing
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from firsthand.model.document import Document
from firsthand.model.voices import Entity, Mention, PartyKind, Topic
from firsthand.text.tokens import words

MOST = 7
#: Names leave room for topics: so many of the seven, unless there are too few topics.
NAMES = 5
#: A name in the headline counts as much as so many mentions.
HEADLINE = 3
#: A name with less weight is not what the document is about.
LIGHTEST = 2
#: A tag of more letters, or a label of more words, nobody reads.
LONGEST, LABEL_WORDS = 30, 3
#: A tag of fewer letters is an acronym.
_ACRONYM = 3

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ][^\W_]+)*\.?")
_ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo"})
#: Articles that begin no name; "Los" and "La" with a capital do ("Los Angeles", "La Paz").
_NEVER_NAMES = frozenset({"the", "a", "an", "der", "die", "das"})
_ASIDE = re.compile(r"\s*\([^)]*\)")


def hashtags(
    document: Document, entities: Iterable[Entity], mentions: Iterable[Mention], topics: Sequence[Topic]
) -> list[str]:
    """Return at most `MOST` tags without ``#``: names first, heaviest first, then topics.

    Two entities that share an alias, and a topic that repeats a name, give one tag.
    """
    counts = Counter(mention.entity for mention in mentions)
    headline = f" {' '.join(words(document.headline).folded)} "
    weighed = [(_weight(e, counts[e.id], headline), e) for e in entities if e.kind is not PartyKind.ANONYMOUS]
    heavy = [e for w, e in sorted(weighed, key=lambda row: (-row[0], row[1].name, row[1].id)) if w >= LIGHTEST]
    about = [tag for topic in topics if (tag := _topic_tag(topic.label))]
    names = _names(heavy)
    room = max(NAMES, MOST - len(about))
    return list({tag.casefold(): tag for tag in reversed([*names[:room], *about])}.values())[::-1][:MOST]


def tag(name: str) -> str:
    """Write a name in CamelCase; empty where no readable tag comes of it.

    >>> tag("the Bank of England"), tag("U.S."), tag("Jean-Luc O’Neill")
    ('BankOfEngland', 'US', 'JeanLucONeill')
    """
    found = _WORD.findall(name)
    if len(found) > 1 and (found[0] in _ARTICLES or found[0].lower() in _NEVER_NAMES):
        found = found[1:]
    shouted = len(found) > 1 and all(len(word) > 3 and word.isupper() for word in found)
    joined = "".join(_camel(word.lower() if shouted else word) for word in found)
    letters = sum(map(str.isalpha, joined))
    torn = letters < _ACRONYM and joined.isascii() and not joined.isupper()  # "Fi", "El": a piece of a name
    return joined if len(joined) <= LONGEST and letters > 1 and not torn else ""


def _camel(word: str) -> str:
    bare = re.sub(r"['’ʼ]s$", "", word)
    bare = re.sub(r"[.'’ʼ]", "", bare)
    first = bare[:1].upper()
    # the capital of a few letters (ẖ) is a letter and a mark of its own, which no tag can hold
    return first + bare[1:] if first.isalnum() and not any(c.isupper() for c in bare) else bare


def _weight(entity: Entity, mentioned: int, headline: str) -> int:
    return mentioned + (HEADLINE if any(f" {alias} " in headline for alias in _aliases(entity)) else 0)


def _aliases(entity: Entity) -> set[str]:
    return {" ".join(words(name).folded) for name in (entity.name, *entity.aliases)} - {""}


def _names(entities: Iterable[Entity]) -> list[str]:
    """Spell the names, none for a thing that has one already under another alias."""
    known: set[str] = set()
    found = []
    for entity in entities:
        aliases, spelt = _aliases(entity), tag(entity.name)
        if spelt and known.isdisjoint(aliases) and not _is_part(aliases, known):
            found.append(spelt)
        known |= aliases
    return found


def _is_part(aliases: Collection[str], known: Collection[str]) -> bool:
    """Say whether a name of one word is the last word of a fuller name that was taken before it."""
    return any(" " not in alias and any(other.endswith(f" {alias}") for other in known) for alias in aliases)


def _topic_tag(label: str) -> str:
    """Spell a topic; the widest ones ("crime, law and justice") are lists and give none."""
    short = _ASIDE.sub("", label)
    return tag(short) if "," not in short and len(short.split()) <= LABEL_WORDS else ""
