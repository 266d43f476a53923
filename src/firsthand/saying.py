"""What people say of stories, in the two words that are kept: these pages tell one event, or they do not.

| said                  | kept                                                                                       |
|-----------------------|--------------------------------------------------------------------------------------------|
| merge A B             | the leads of both tell one event                                                           |
| split PAGES           | they tell one event, and another one than every other lineage of their story               |
| move PAGE to A        | it tells another event than every other lineage of its story, and one event with A's lead  |
| pin PAGE              | it tells one event with the lead of its story                                              |

A story is named by its id or by any page in it, when it is said; what is kept names articles, for those stay when stories
come out otherwise (docs/notes/008). What is not said goes where the machine puts it, but for what is cut out of a story:
that stands alone (`thread.judged.obeyed`), and is not given to a third.
"""

from collections.abc import Iterable
from enum import StrEnum

from firsthand.model.errors import InputError, NotFound
from firsthand.model.judgement import JudgementKind
from firsthand.model.story import Lineage, Story
from firsthand.store import documents, lineages, stories
from firsthand.store.transaction import Tx
from firsthand.thread.lead import representative

#: A judgement to be: what is said, of which articles.
Pair = tuple[JudgementKind, str, str]
_SAME, _DIFFERENT = JudgementKind.SAME_EVENT, JudgementKind.DIFFERENT_EVENT


class Saying(StrEnum):
    """What can be said of stories beside the two kinds themselves."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    PIN = "pin"


def of_events(tx: Tx, word: str, subject: str, object: str | None) -> list[Pair]:
    """Return what a saying, or one of the two kinds, means. Raises InputError and NotFound."""
    if word in (Saying.SPLIT, Saying.PIN):
        if object is not None:
            raise InputError("one_side", f"What is to {word} is named alone.", "Leave the second side out.")
        return _split(tx, subject.split()) if word == Saying.SPLIT else [_pin(tx, subject)]
    if object is None:
        raise InputError("two_sides", f"{word} needs two sides, and one was given.", "Name the other too.")
    if word == Saying.MOVE:
        return _move(tx, subject, object)
    one, other = side(tx, subject), side(tx, object)
    if one == other:
        raise InputError("same_article", "Both are the same page or story.", "Name two different ones.")
    if word == _DIFFERENT and lineages.of_articles(tx, [one]) & lineages.of_articles(tx, [other]):
        raise InputError(
            "one_source", "Both carry one text, so they tell one event.", "Is one no copy? Say not_a_copy."
        )
    return [(_DIFFERENT if word == _DIFFERENT else _SAME, one, other)]


def side(tx: Tx, name: str) -> str:
    """Return the article that stands for a story, a lineage, a document or an article, each by its id."""
    if name.startswith("sto_"):
        return _lead(tx, stories.get(tx, name))
    if name.startswith("lin_"):
        found = lineages.many(tx, [name]).get(name)
        if found is None:
            raise NotFound(f"No lineage has the id {name}.", "firsthand story ID --json gives the ids.")
        return _standing(tx, found)
    return article(tx, name)


def article(tx: Tx, name: str) -> str:
    """Return the article that an id names, a document's or its own."""
    if name.startswith("doc_"):
        return documents.get(tx, name).article
    if not documents.ids_of_articles(tx, [name]):
        raise NotFound(f"No document or article has the id {name}.", "firsthand story ID --json gives the ids.")
    return name


def _split(tx: Tx, names: list[str]) -> list[Pair]:
    if not names:
        raise InputError("no_page", "Nothing is named that is to be split off.", "Name one page or more.")
    homes = [_home(tx, side(tx, name)) for name in names]
    story = homes[0][1]
    if any(home.id != story.id for _, home, _ in homes):
        raise InputError("two_stories", "These pages are not in one story.", "Name pages of one story.")
    gone = {lineage.id: page for page, _, lineage in reversed(homes)}
    first, *others = sorted(gone.values(), key=[page for page, _, _ in homes].index)
    return [*((_SAME, first, other) for other in others), *_apart(tx, first, story, gone)]


def _move(tx: Tx, name: str, to: str) -> list[Pair]:
    page, story, lineage = _home(tx, side(tx, name))
    _, there, _ = _home(tx, side(tx, to))
    if there.id == story.id:
        raise InputError("same_story", "The page is in that story already.", "To keep it there, say pin.")
    rest = _apart(tx, page, story, {lineage.id}) if len(story.lineages) > 1 else []
    return [(_SAME, page, _lead(tx, there)), *rest]


def _pin(tx: Tx, name: str) -> Pair:
    page, story, lineage = _home(tx, side(tx, name))
    if lineage.id == story.lineages[0].id:
        raise InputError("leads", "This page leads its story, so it is in it by itself.", "Pin the others to it.")
    return _SAME, page, _lead(tx, story)


def _apart(tx: Tx, page: str, story: Story, gone: Iterable[str]) -> list[Pair]:
    """Say that a page tells another event than what is left of its story, lineage by lineage."""
    left = [lineage for lineage in story.lineages if lineage.id not in set(gone)]
    if not left:
        raise InputError("nothing_left", "Nothing would be left of the story.", "Name only what is to go.")
    return [(_DIFFERENT, page, _standing(tx, lineage)) for lineage in left]


def _home(tx: Tx, page: str) -> tuple[str, Story, Lineage]:
    """Return an article with the story and the lineage it is in."""
    ids = set(documents.ids_of_articles(tx, [page]))
    for story in stories.of_documents(tx, ids):
        for lineage in story.lineages:
            if ids & set(lineage.members):
                return page, story, lineage
    raise InputError("no_story", "The page is in no story yet.", "Try again in a moment.")


def _lead(tx: Tx, story: Story) -> str:
    return _standing(tx, story.lineages[0])


def _standing(tx: Tx, lineage: Lineage) -> str:
    """Return the article that stands for a lineage."""
    return representative(lineage, documents.many(tx, lineage.members)).article
