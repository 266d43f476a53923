"""Reading: the river under filters, and what is a reader's own in it: what was looked at, what is kept, what is muted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from weakref import WeakKeyDictionary

from firsthand import contract as out
from firsthand import judging, shelving
from firsthand.app.at_work import Store, context
from firsthand.model.errors import InputError, NotFound
from firsthand.model.moment import utc
from firsthand.model.reading import Mark, Mute, MuteKind, Reader, Seen, Wanted
from firsthand.model.shelf import StoryLine, entity_id
from firsthand.present_lines import line_out, seen_now
from firsthand.store import documents, shelf, sources, stories
from firsthand.store import judgements as judgements_store
from firsthand.store import reading as reading_store
from firsthand.store import river as river_store
from firsthand.store.transaction import Tx

#: Nothing else is worth asking the store, and some of it could not be asked.
_ID = re.compile(r"[a-z]+_[a-z0-9_]+")
_ENTITY = re.compile(r"ent_[a-z2-7]{16}")
_NAMED = ("outlet", "place", "topic", "person", "organisation")
#: How long what can be filtered by is kept: every page of the river lists it, and it changes slowly.
_SHELVES_SECONDS = 5.0
_shelves: WeakKeyDictionary[Store, tuple[float, out.ShelvesOut]] = WeakKeyDictionary()
#: Names that the form of filters suggests.
_SUGGESTED = 40
#: Characters of a word that is muted, and things an account may mute: each is looked for in every story of a page.
_LONGEST, MOST_MUTED = 100, 500


def river(
    store: Store,
    limit: int = 30,
    after: str | None = None,
    *,
    by_rank: bool = False,
    since: datetime | None = None,
    account: str = "",
    narrowed: out.Narrowed | None = None,
    languages: Iterable[str] = (),
) -> out.RiverOut:
    """Return a page of stories, newest report first or highest rank first; ``after`` is the key the page before gave.

    ``since``: only stories with a report after that time, each with what of it is new. ``account``: for this reader, with
    what is new since they looked, and without what they muted. ``languages``: those that the reader wants to see, where no
    language is asked for; none means all. Raises NotFound for a key that no page gave.
    """
    asked = narrowed or out.Narrowed()
    with store.read() as tx:
        said = judgements_store.of_outlets(tx)
        names = judging.one_name(said)
        reader = replace(_reader(tx, account, names, muting=not asked.muted), languages=_spoken(asked, languages))
        facets = _facets(asked, names)
        wanted = Wanted(by_rank, since, facets, asked.unread and bool(account), asked.saved and bool(account))
        page = river_store.page(tx, wanted, reader, limit, after)
        lines = _lines(tx, page.ids)
        looks = reading_store.looks(tx, account, lines) if account else {}
        kept = reading_store.saved_stories(tx, account, lines) if account else set()
        unread = _count_unread(tx, reader) if account and after is None else None
        named = _named(tx, facets)
    told = [
        line_out(lines[i], names, since, looks.get(i), reader.mark, own=bool(account), saved=i in kept)
        for i in page.ids
        if i in lines
    ]
    return out.RiverOut(told, page.next, unread, str(utc(reader.mark.at)) if reader.mark else None, named)


def shelves(store: Store) -> out.ShelvesOut:
    """Return what the river can be filtered by; it is the same for all, and kept for some seconds."""
    kept = _shelves.get(store)
    if kept is None or monotonic() - kept[0] > _SHELVES_SECONDS:
        kept = _shelves[store] = monotonic(), _shelves_now(store)
    return kept[1]


def _shelves_now(store: Store) -> out.ShelvesOut:
    topics = context().words.topics
    widest = [entity_id("topic", label) for code, label in topics.labels.items() if not topics.wider.get(code)]
    with store.read() as tx:
        found = shelf.named(tx, widest)
        return out.ShelvesOut(
            [_facet(found[i]) for i in widest if i in found],
            list(sources.tags(tx)),
            shelf.languages(tx),
            [_facet(one) for one in shelf.foremost(tx, "outlet", _SUGGESTED)],
            [_facet(one) for one in shelf.foremost(tx, "place", _SUGGESTED)],
        )


# What was looked at. ------------------------------------------------------------------------------------------------


def look(store: Store, account: str, story_id: str, *, unread: bool = False) -> None:
    """Note that somebody looked at a story and all its copies, or (``unread``) keep it unread. Raises NotFound."""
    with store.read() as tx:
        line = _line(tx, story_id)
        before = reading_store.looks(tx, account, [story_id]).get(story_id)
    seen = seen_now(line, _now())
    if unread:
        seen = Seen(seen.at, 0, -1, 0, 0)
    if before is None or _counts(before) != _counts(seen):
        with store.write() as tx:
            reading_store.put_look(tx, account, story_id, line.document, seen)


def is_unseen(store: Store, account: str, story_id: str) -> bool:
    """Say whether somebody who looks at a story now sees more of it than they saw before. Raises NotFound."""
    with store.read() as tx:
        before = reading_store.looks(tx, account, [story_id]).get(story_id)
        return before is None or _counts(before) != _counts(seen_now(_line(tx, story_id), _now()))


def look_at_all(store: Store, account: str) -> None:
    """Mark all that is there as read; `undo_look_at_all` takes that back."""
    with store.write() as tx:
        before = reading_store.mark(tx, account)
        reading_store.put_mark(tx, account, Mark(_now(), before.at if before else None))


def undo_look_at_all(store: Store, account: str) -> None:
    """Take back what `look_at_all` did last."""
    with store.write() as tx:
        mark = reading_store.mark(tx, account)
        if mark is not None:
            reading_store.put_mark(tx, account, Mark(mark.before, None) if mark.before else None)


def _counts(seen: Seen) -> tuple[int, ...]:
    return seen.pages, seen.sources, seen.outlets, seen.corrections


# What is kept. ------------------------------------------------------------------------------------------------------


def save(store: Store, account: str, item: str, *, keep: bool = True) -> None:
    """Keep a story or a document, named by its id, or keep it no more. Raises NotFound."""
    with store.write() as tx:
        if item.startswith("sto_"):
            line = _line(tx, item)
            kind, page, pages = "story", line.document, list(stories.documents_of(tx, item))
        elif not _ID.fullmatch(item):
            raise NotFound("There is nothing under this id.", "It may have been cut short when it was copied.")
        else:
            kind, page = "document", documents.get(tx, item).id
            pages = [page]
        if keep:
            reading_store.save(tx, account, kind, page, _now())
        else:
            reading_store.unsave(tx, account, kind, pages)


def is_saved(store: Store, account: str, item: str) -> bool:
    """Say whether somebody keeps a story or a document."""
    with store.read() as tx:
        if item.startswith("sto_"):
            return item in reading_store.saved_stories(tx, account, [item])
        return item in reading_store.saved_documents(tx, account, [item])


# What is muted. -----------------------------------------------------------------------------------------------------


def mute(store: Store, account: str, kind: str, value: str) -> out.MuteOut:
    """Mute an outlet, a topic (each by id or name), a language, a word or a story. Raises InputError and NotFound."""
    chosen, value = _mute_kind(kind), " ".join(value.split())
    if not value or len(value) > _LONGEST:
        raise InputError("mute", "There is nothing to mute, or it is too long.", f"Up to {_LONGEST} characters fit.")
    with store.write() as tx:
        if reading_store.count_mutes(tx, account) >= MOST_MUTED:
            raise InputError("muted", f"{MOST_MUTED} things are muted already.", "Take some back first.")
        new = Mute(chosen, *_muted_as(tx, chosen, value), _now())
        reading_store.put_mute(tx, account, new)
    return _mute_out(new)


def unmute(store: Store, account: str, kind: str, value: str) -> None:
    """Mute something no more; ``value`` is as `muted` tells it. Raises InputError for a kind that there is not."""
    with store.write() as tx:
        reading_store.unmute(tx, account, _mute_kind(kind), [value])


def muted(store: Store, account: str) -> list[out.MuteOut]:
    """Return what somebody muted, by kind and name."""
    with store.read() as tx:
        return [_mute_out(one) for one in reading_store.mutes(tx, account)]


def _mute_kind(kind: str) -> MuteKind:
    if kind not in list(MuteKind):
        raise InputError("mute_kind", f"Nothing called {kind} can be muted.", f"Say one of {', '.join(MuteKind)}.")
    return MuteKind(kind)


def _muted_as(tx: Tx, kind: MuteKind, value: str) -> tuple[str, str]:
    """Return what is looked for, and how it is shown."""
    if kind is MuteKind.STORY:
        line = _line(tx, value)
        return line.document, line.headline or value
    if kind is MuteKind.LANGUAGE:
        return value.casefold(), value
    if kind is MuteKind.WORD:
        folded = shelving.folded(value)
        if not folded.strip():
            raise InputError("mute_word", "That holds no word.", "Write a word or some in a row.")
        return folded, value
    if not _ENTITY.fullmatch(value):
        return entity_id(kind.value, value), value
    found = shelf.named(tx, [value]).get(value)
    if found is None or found.kind != kind.value:
        raise NotFound(f"No {kind.value} has the id {value}.")
    return value, found.name


def _mute_out(mute: Mute) -> out.MuteOut:
    return out.MuteOut(mute.kind.value, mute.value, mute.name, str(utc(mute.at)))


# What the river is asked for. ---------------------------------------------------------------------------------------


def _reader(tx: Tx, account: str, names: Mapping[str, str], *, muting: bool) -> Reader:
    """Fetch how far somebody has read and what they muted; an outlet is muted under all its names."""
    if not account:
        return Reader("")
    hidden: dict[MuteKind, list[str]] = {}
    for one in reading_store.mutes(tx, account) if muting else ():
        values = _alike(one.value, names) if one.kind is MuteKind.OUTLET else (one.value,)
        hidden.setdefault(one.kind, []).extend(values)
    return Reader(account, reading_store.mark(tx, account), {kind: tuple(found) for kind, found in hidden.items()})


def _spoken(asked: out.Narrowed, languages: Iterable[str]) -> tuple[str, ...]:
    """Return the languages that hold: one that is asked for goes before those that are liked, and all may be asked for."""
    return () if asked.language or asked.muted else tuple(sorted({code.casefold() for code in languages}))


def _facets(asked: out.Narrowed, names: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for kind in _NAMED:
        if given := str(getattr(asked, kind)):
            value = given if _ENTITY.fullmatch(given) else entity_id(kind, " ".join(given.split()))
            found.append((kind, _alike(value, names) if kind == "outlet" else (value,)))
    if asked.language:
        found.append(("language", (asked.language.casefold(),)))
    if asked.folder:
        found.append(("tag", (asked.folder,)))
    if asked.independent > 1:
        found.append(("independent", (f"{min(asked.independent, shelving.MOST_ASKED):02}",)))
    return tuple(found)


def _alike(outlet: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of all names that people said are one outlet's."""
    ids = {name: entity_id("outlet", name) for name in names}
    shown = next((names[name] for name, i in ids.items() if i == outlet), None)
    return tuple(sorted({outlet, *(i for name, i in ids.items() if names[name] == shown)})) if shown else (outlet,)


def _named(tx: Tx, facets: tuple[tuple[str, tuple[str, ...]], ...]) -> list[out.FacetOut]:
    """Name the filters by what they are called where stories have them."""
    some = [(kind, values) for kind, values in facets if kind in _NAMED]
    found = shelf.named(tx, [value for _, values in some for value in values]) if some else {}
    return [_facet(found[value]) for _, values in some for value in values if value in found]


def _facet(one: shelf.Named) -> out.FacetOut:
    return out.FacetOut(one.kind, one.value, one.name, one.stories)


def _count_unread(tx: Tx, reader: Reader) -> int:
    return river_store.count(tx, Wanted(unread=True), reader, out.UNREAD_COUNTED)


def _line(tx: Tx, story_id: str) -> StoryLine:
    found = _lines(tx, [story_id]) if _ID.fullmatch(story_id) else {}
    if story_id not in found:
        raise NotFound(f"No story has the id {story_id}.")
    return found[story_id]


def _lines(tx: Tx, ids: list[str]) -> dict[str, StoryLine]:
    """Return the lines of stories; those that changed a moment ago are told from the story itself."""
    kept = shelf.lines(tx, ids)
    missing = [i for i in ids if i not in kept]
    if not missing:
        return kept
    found = stories.many(tx, missing)
    pages = documents.many(tx, {m.document for story in found.values() for m in story.members})
    topics = context().words.topics
    return kept | {i: shelving.line_of(story, pages, None, topics) for i, story in found.items()}


def _now() -> datetime:
    return datetime.now(UTC)
