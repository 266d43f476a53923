"""Which entries of a feed are new, which are known. The truth table is docs/notes/021-entry-identity.md.

    entries -> doubled ones inside the feed made one -> pairs that share an id, a page or a title
            -> each pair judged: surely the same | perhaps | others -> the surest pairs first, each entry once
            -> known (changed or not) | new | doubtful (new too, and told whom it resembles)

No sign is trusted alone, because each of them lies somewhere: ids change with every fetch or are given to another
story, links are shared by the posts of a live blog, dates move, titles are corrected, all titles are "Morning briefing".
Two signs that agree are one story. When unsure both are kept: an entry too many is merged later by its text, one that was
taken for another is lost for good.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from firsthand.capture.feeds.links import page_key
from firsthand.model.feed import Entry
from firsthand.model.ids import content_hash

_WORD = re.compile(r"\w+")
#: Two titles are one corrected when they share this much of their words: "Blast kills two" and "Blast in Kyiv kills four".
_CORRECTED = 0.5
_SHORT = 3
#: A title that goes on where the other ends ("Testing in containers (updated)") is the other, if that has so many letters.
_LONG = 10
_EAST = "\u2e80"
#: A title this short ("Briefing", "Live") says nothing about which story it is.
_TELLING_WORDS = 3
#: Pairs looked at for one new entry: a title that a thousand entries have is no sign.
_MOST = 32

_SURE, _STRONG, _FAIR, _DOUBT = 4, 3, 2, 1


@dataclass(frozen=True)
class Face:
    """What an entry is known by; ``key`` is whatever the store calls it."""

    id: str = ""
    link: str = ""
    title: str = ""
    published: datetime | None = None
    digest: str = ""
    key: str = ""

    @cached_property
    def page(self) -> tuple[str, str]:
        """The page it leads to, levelled."""
        return page_key(self.link) if self.link else ("", "")

    @cached_property
    def name(self) -> tuple[str, str]:
        """Its id: an address is levelled as links are, other ids are kept to the letter."""
        return page_key(self.id) if self.id else ("", "")

    @property
    def told(self) -> tuple[object, ...]:
        """All that it says: two entries that agree in this are one, whatever else the feed does."""
        return self.id, self.link, self.title, self.published, self.digest

    @cached_property
    def words(self) -> frozenset[str]:
        """What its title tells: its words but for short ones, which all titles share; pairs of signs in East Asia."""
        found: set[str] = set()
        for word in _WORD.findall(self.title.casefold()):
            if word[0] >= _EAST:
                found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
            elif len(word) > _SHORT or word.isdigit():
                found.add(word)
        return frozenset(found)

    @cached_property
    def heading(self) -> str:
        """Its title without case, marks and spaces."""
        return " ".join(_WORD.findall(self.title.casefold()))


@dataclass(frozen=True, slots=True)
class Same:
    """A known entry that is in the feed again; ``changed`` where anything it says has changed."""

    known: Face
    entry: Face
    changed: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry that is kept as new although it resembles a known one."""

    entry: Face
    resembles: Face


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of each entry of a feed; those in ``doubtful`` are in ``new`` too."""

    new: tuple[Face, ...] = ()
    same: tuple[Same, ...] = ()
    doubtful: tuple[Doubt, ...] = ()


def face_of(entry: Entry, key: str = "") -> Face:
    """Say what an entry is known by."""
    text = "\0".join((entry.title, entry.summary, entry.content)).encode("utf-8", "replace")
    published = entry.published or entry.updated
    return Face(entry.id, entry.link, entry.title, published.at if published else None, content_hash(text), key)


def match(known: Sequence[Face], entries: Sequence[Face]) -> Matched:
    """Say which entries of a fetched feed are known. ``known`` are all of the same source, each with what it said last."""
    entries = _once(entries)
    signs = _Signs(known, entries)
    pairs = [
        (strength, at, of)
        for at, entry in enumerate(entries)
        for of in signs.candidates(entry)
        if (strength := signs.strength(known[of], entry))
    ]
    taken: dict[int, int] = {}
    given: set[int] = set()
    for strength, at, of in sorted(pairs, key=lambda p: (-p[0], -_agreement(known[p[2]], entries[p[1]]), p[1], -p[2])):
        if strength > _DOUBT and at not in taken and of not in given:
            taken[at] = of
            given.add(of)
    same = tuple(Same(known[of], entries[at], known[of].told != entries[at].told) for at, of in sorted(taken.items()))
    resembles = {at: of for strength, at, of in sorted(pairs, reverse=True) if at not in taken and of not in given}
    return Matched(
        new=tuple(entry for at, entry in enumerate(entries) if at not in taken),
        same=same,
        doubtful=tuple(Doubt(entries[at], known[of]) for at, of in sorted(resembles.items())),
    )


def _once(entries: Sequence[Face]) -> list[Face]:
    """Make one of entries that one feed has twice: in one fetch, only what agrees in two of id, page and title is one."""
    kept: list[Face] = []
    places: dict[tuple[str, object], list[int]] = defaultdict(list)
    for entry in entries:
        signs = list(_ways(entry))
        near = {at for sign in signs for at in places[sign][:_MOST]}
        if any(_is_twice(kept[at], entry) for at in near):
            continue
        for sign in signs:
            places[sign].append(len(kept))
        kept.append(entry)
    return kept


def _is_twice(one: Face, other: Face) -> bool:
    if one.told == other.told:
        return True
    same_page = bool(one.link) and one.page == other.page
    same_id = bool(one.id) and one.name == other.name
    same_title = bool(one.heading) and one.heading == other.heading
    same_date = one.published == other.published
    if one.id and other.id and not same_id:
        return False
    if same_id:
        return same_date and (same_title or (same_page and _alike(one, other)))
    if not (one.link or other.link):
        return same_date and one.digest == other.digest and one.heading == other.heading
    return same_title and same_date and same_page


class _Signs:
    """What can be said of a source's ids and links from what it has said so far and says now."""

    def __init__(self, known: Sequence[Face], entries: Sequence[Face]) -> None:
        self._by: dict[tuple[str, object], list[int]] = defaultdict(list)
        for at, face in enumerate(known):
            for sign in _ways(face):
                self._by[sign].append(at)
        self._ids = _repeated(known, entries, lambda face: face.name)
        self._pages = _repeated(known, entries, lambda face: face.page)
        self._dates = _repeated(known, entries, lambda face: ("", face.published.isoformat() if face.published else ""))
        self.ids_change = self._ids_change(known, entries)
        self.ids_lie = self._ids_lie(known, entries)

    def candidates(self, entry: Face) -> set[int]:
        """Return the known entries that share a sign with this one."""
        return {at for sign in _ways(entry) for at in self._by.get(sign, ())[-_MOST:]}

    def strength(self, known: Face, entry: Face) -> int:
        """Say how sure it is that both are one entry: 0 for others, 1 for a doubt."""
        if known.told == entry.told:
            return _SURE
        if known.id and entry.id:
            if known.name == entry.name and not _is_shared(known.name, self._ids):
                return self._same_id(known, entry)
            if known.name == entry.name:  # an id that several entries have says nothing
                return self._by_page_and_title(known, entry)
            return max(self._case_changed(known, entry), self._other_id(known, entry))
        return self._without_id(known, entry)

    def _same_id(self, known: Face, entry: Face) -> int:
        """One id: the same unless page and title both say another story, or nothing but the id agrees."""
        if _same_page(known, entry) and not _is_shared(known.page, self._pages):
            return _SURE
        if self.ids_lie or _is_place(known.id):
            return self._by_page_and_title(known, entry) or _DOUBT
        if _same_page(known, entry):
            return _SURE
        agrees = _alike(known, entry) or (_same_date(known, entry) and self._tells(known))
        untold = not (known.link and entry.link) and not (known.heading and entry.heading)
        return _STRONG if agrees or untold else _DOUBT

    def _case_changed(self, known: Face, entry: Face) -> int:
        if tuple(map(str.casefold, known.name)) != tuple(map(str.casefold, entry.name)):
            return 0
        if _same_page(known, entry) or (_alike(known, entry) and not (known.link and entry.link)):
            return _STRONG
        return _FAIR if _alike(known, entry) and _same_date(known, entry) else _DOUBT

    def _other_id(self, known: Face, entry: Face) -> int:
        """Two ids: one entry only where the rest agrees, or where this source's ids never last."""
        if _same_page(known, entry) and self.ids_change and not _is_shared(known.page, self._pages):
            return _STRONG
        return self._by_page_and_title(known, entry)

    def _without_id(self, known: Face, entry: Face) -> int:
        if _same_page(known, entry) and not _is_shared(known.page, self._pages) and _alike(known, entry):
            return _STRONG
        return self._by_page_and_title(known, entry)

    def _by_page_and_title(self, known: Face, entry: Face) -> int:
        same_title, alike, same_date = _same_title(known, entry), _alike(known, entry), _same_date(known, entry)
        if _same_page(known, entry):
            shared = _is_shared(known.page, self._pages)
            if same_title and (same_date or not shared):
                return _STRONG
            if same_title or (same_date and self._tells(known)) or (alike and not shared):
                return _FAIR
            return _DOUBT
        if known.link and entry.link:
            return self._elsewhere(known, entry, same_title, same_date)
        if same_title and (same_date or known.digest == entry.digest):
            return _FAIR
        if same_date and _same_text(known, entry) and not known.heading and not entry.heading:
            return _FAIR
        return _DOUBT if same_title or (alike and same_date) else 0

    def _elsewhere(self, known: Face, entry: Face, same_title: bool, same_date: bool) -> int:
        """Two pages: one entry where the outlet moved to another host, or where only the address changes."""
        if not same_title:
            return 0
        moved = known.page[1] == entry.page[1] and bool(known.page[1])
        telling = len(known.words) >= _TELLING_WORDS
        if moved and (same_date or telling):
            return _STRONG
        if same_date and telling and known.published is not None and self._tells(known):
            same_path = known.page[1].partition("?")[0] == entry.page[1].partition("?")[0]
            return _FAIR if same_path or _same_text(known, entry) else _DOUBT
        return _DOUBT if telling else 0

    def _tells(self, known: Face) -> bool:
        """Say whether its date is its own: a feed may stamp all entries with the time of the fetch."""
        return known.published is not None and ("", known.published.isoformat()) not in self._dates

    @staticmethod
    def _ids_change(known: Sequence[Face], entries: Sequence[Face]) -> bool:
        """Say whether no id of this source lasts, while its pages do."""
        ids = {face.name for face in known if face.id}
        pages = {face.page for face in known if face.link}
        with_both = [e for e in entries if e.id and e.link]
        lasting = sum(e.name in ids for e in with_both)
        again = sum(e.page in pages for e in with_both)
        return lasting == 0 and again >= 2 and again * 2 >= len(with_both)

    @staticmethod
    def _ids_lie(known: Sequence[Face], entries: Sequence[Face]) -> bool:
        """Say whether what is known under one id is now told, word for word, under another that was known too."""
        ids = {face.name for face in known if face.id}
        told: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for face in known:
            if face.id and face.heading:
                told[face.heading, face.digest].add(face.name)
        return any(
            e.name in ids and len(under) == 1 and e.name not in under
            for e in entries
            if e.id and (under := told.get((e.heading, e.digest), set()))
        )


def _is_shared(value: tuple[str, str], repeated: frozenset[tuple[str, str]]) -> bool:
    """Say whether an id or a page belongs to several entries; a home page always may."""
    return value in repeated or not value[1]


def _is_place(id: str) -> bool:
    """Say whether an id may be a place in the feed: a number below a thousand."""
    return id.isdigit() and len(id) <= 3


def _ways(face: Face) -> Iterable[tuple[str, object]]:
    """Give every sign under which a face may be found. What is the same to the letter is found among any number."""
    yield "told", face.told
    if face.id:
        yield "id", tuple(map(str.casefold, face.name))
    if face.link:
        yield "page", face.page
        if face.page[1]:
            yield "place", face.page[1]
    if face.heading:
        yield "title", face.heading
    if not (face.id or face.link or face.heading):
        yield "text", face.digest


def _repeated(
    known: Sequence[Face], entries: Sequence[Face], sign: Callable[[Face], tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Return the signs that several known entries have, or several of the feed."""
    counts = [Counter(value for face in faces if (value := sign(face)) != ("", "")) for faces in (known, entries)]
    return frozenset(value for count in counts for value, number in count.items() if number > 1)


def _same_page(one: Face, other: Face) -> bool:
    return bool(one.link and other.link) and one.page == other.page


def _same_title(one: Face, other: Face) -> bool:
    return bool(one.heading) and one.heading == other.heading


def _same_date(one: Face, other: Face) -> bool:
    return one.published is not None and one.published == other.published


def _same_text(one: Face, other: Face) -> bool:
    return bool(one.digest) and one.digest == other.digest


def _agreement(one: Face, other: Face) -> int:
    """Count what agrees to the letter, to choose among pairs that are equally sure."""
    return (
        _same_text(one, other)
        + _same_date(one, other)
        + (bool(one.id) and one.id == other.id)
        + _same_title(one, other)
    )


def _alike(one: Face, other: Face) -> bool:
    """Say whether one title may be the other corrected."""
    if one.heading == other.heading:
        return bool(one.heading)
    if not one.words or not other.words:
        return False
    if min(len(one.heading), len(other.heading)) >= _LONG and (
        one.heading.startswith(other.heading) or other.heading.startswith(one.heading)
    ):
        return True
    common = len(one.words & other.words)
    return common >= 2 and common >= _CORRECTED * min(len(one.words), len(other.words))
