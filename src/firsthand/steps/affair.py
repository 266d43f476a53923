"""Which stories are one affair: kinship, threads, and pages that touch several stories."""

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.model.thread import Gist, Thread, Touch
from firsthand.profiles.background import load_background
from firsthand.steps.context import Context
from firsthand.store import documents, gists, stories
from firsthand.store import threads as thread_store
from firsthand.store.transaction import Tx
from firsthand.thread.features import term_id
from firsthand.thread.gists import gist, ids_read
from firsthand.thread.kinship import KINSHIP_FLOOR, NAMES_SHARED, kinship, name_keys
from firsthand.thread.kinship import WINDOW as AFFAIR_WINDOW
from firsthand.thread.roundups import NAMES_SHARED as NAMES_TOLD
from firsthand.thread.roundups import touch
from firsthand.thread.threads import JOIN_AT_LEAST, threads


@dataclass(frozen=True)
class ToJoin:
    """A story's gist (None: the story is gone), its kin, and all stories that hang together with any of them by kinship.

    Only their threads can change: groups never reach beyond a part of the net that strong kinship holds together. So it
    is enough to cut these parts again, with all kinships in them, the weak ones too.
    """

    own: Gist | None
    kin: tuple[tuple[str, str, float], ...]
    gists: Mapping[str, Gist]
    pairs: tuple[tuple[str, str, float], ...]
    touches: tuple[tuple[str, Touch], ...]


@dataclass(frozen=True)
class Joined:
    """What is known of a story, and the threads of all stories that were looked at."""

    known: ToJoin
    threads: tuple[Thread, ...]


def load(tx: Tx, story_id: str) -> ToJoin | None:
    """Fetch what a change of the story may change; None where nothing that threads are made of did change."""
    own = _gist(tx, story_id)
    if own == gists.many(tx, [story_id]).get(story_id):
        return None
    near = _sharing_names(tx, own) if own else {}
    kin = tuple((story_id, i, v) for i, g in near.items() if own and (v := kinship(own, g)) >= KINSHIP_FLOOR)
    strong = {i for _, i, value in kin if value >= JOIN_AT_LEAST}
    others = gists.together(tx, {story_id, *strong}, JOIN_AT_LEAST) - {story_id}
    pairs = tuple(gists.pairs_within(tx, others))
    return ToJoin(own, kin, gists.many(tx, others), pairs, _touches(tx, own) if own else ())


def _gist(tx: Tx, story_id: str) -> Gist | None:
    story = stories.many(tx, [story_id]).get(story_id)
    return gist(story, documents.many(tx, ids_read(story)), load_background()) if story else None


def _sharing_names(tx: Tx, own: Gist) -> dict[str, Gist]:
    if own.first is None:
        return {}
    names, at = map(term_id, name_keys(own)), own.first.at
    found = gists.sharing(tx, names, NAMES_SHARED, at - AFFAIR_WINDOW, at + AFFAIR_WINDOW, round_ups=False)
    near = gists.many(tx, set(found) - {own.story})
    return {i: near[i] for i in sorted(near)}


def _touches(tx: Tx, own: Gist) -> tuple[tuple[str, Touch], ...]:
    """Find the stories that the story's round-ups tell of, and the round-ups of others that tell of it."""
    if own.first is None or own.last is None:
        return ()
    since, until = own.first.at - AFFAIR_WINDOW, own.last.at + AFFAIR_WINDOW
    telling = gists.sharing(tx, map(term_id, name_keys(own)), NAMES_TOLD, since, until, round_ups=True)
    told = gists.sharing(tx, _names_told(own), NAMES_TOLD, since, until, round_ups=False)
    near = gists.many(tx, {*telling, *told} - {own.story})
    pairs = [(home, story) for i in sorted(near) for home, story in ((own, near[i]), (near[i], own))]
    return tuple((home.story, t) for home, story in pairs for page in home.roundups if (t := touch(page, story)))


def _names_told(own: Gist) -> set[int]:
    return {term_id(t) for page in own.roundups for section in page.sections for t in section.terms}


def run(known: ToJoin, _context: Context) -> Joined:
    """Cut what hangs together into affairs."""
    own = {known.own.story: known.own} if known.own else {}
    here = {**known.gists, **own}
    pairs = (pair for pair in (*known.pairs, *known.kin) if pair[0] in here and pair[1] in here)
    return Joined(known, tuple(threads(here, pairs)))


def save(tx: Tx, story_id: str, joined: Joined) -> list[tuple[str, str]]:
    """Keep what is known of the story, and put the threads in the place of those that held any of the stories."""
    known = joined.known
    old = thread_store.of_stories(tx, {story_id, *known.gists})
    thread_store.replace(tx, [thread.id for thread in old], joined.threads)
    gists.drop(tx, story_id)
    thread_store.drop_touches(tx, story_id)
    if known.own is not None:
        gists.put(tx, known.own, map(term_id, name_keys(known.own)), _names_told(known.own))
        gists.put_pairs(tx, known.kin)
        thread_store.put_touches(tx, known.touches)
    return []
