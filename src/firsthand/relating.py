"""Stories that are near another without being of its thread: they name the same rare people and things. A bounded read.

stories that share most rare names -> so many gists at most -> those of other threads, the nearest -> what both name
"""

from firsthand import contract as out
from firsthand import naming
from firsthand.model.thread import Gist
from firsthand.store import gists, stories, threads
from firsthand.store.transaction import Tx
from firsthand.thread.features import term_id
from firsthand.thread.kinship import WINDOW, name_keys, shared

#: Stories that are compared, and shown; names that must be shared, and that are told.
_COMPARED, _SHOWN, _SHARED, _TOLD = 40, 6, 2, 3


def near(tx: Tx, story_id: str) -> list[out.RelatedOut]:
    """Return the nearest stories of other affairs. Raises NotFound for an unknown story."""
    own = gists.many(tx, [story_id]).get(story_id)
    if own is None or own.first is None:
        stories.headline(tx, story_id)  # or there is none
        return []
    keys = [term_id(term) for term in name_keys(own)]
    since, until = own.first.at - WINDOW, own.first.at + WINDOW
    found = gists.nearest(tx, keys, _SHARED, since, until, _COMPARED + 1)
    with_it = {step.story for thread in threads.of_stories(tx, [story_id]) for step in thread.steps}
    others = gists.many(tx, set(found) - with_it - {story_id})
    ranked = sorted(((-_weight(own, other), i) for i, other in others.items() if _told(own, other)))[:_SHOWN]
    lines = {line.id: line for line in naming.story_lines(tx, [i for _, i in ranked])}
    return [_related(own, others[i], lines[i]) for _, i in ranked if i in lines]


def _weight(a: Gist, b: Gist) -> float:
    both = shared(a, b)
    return round(sum(a.terms[t] * b.terms[t] for t in both.names), 9)


def _told(a: Gist, b: Gist) -> list[str]:
    """Return the names that both have, as the first spells them, the heaviest first; places alone make nothing related."""
    both = shared(a, b)
    if len(both.names) < _SHARED or not both.names - both.places:
        return []
    ordered = sorted(both.names, key=lambda t: (-a.terms[t] * b.terms[t], t))
    return list(dict.fromkeys(a.words.get(t, t) for t in ordered))[:_TOLD]


def _related(own: Gist, other: Gist, line: out.StoryLineOut) -> out.RelatedOut:
    told = [f"“{name}”" for name in _told(own, other)]
    words = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return out.RelatedOut(line, f"both name {words}", _told(own, other))
