"""Which names are one: short and full forms, acronyms, spellings, scripts; within a document and across documents.

names of a document -> a key each -> full forms -> short forms joined to the nearest full form before -> entities

An id is hashed from the kind and the levelled full name, so that the same name has the same id in every document, and an
external id can be attached later without changing ours. A last name alone is joined across documents only where one full
name has it (`merged`): two people are worse made one than one person two.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from firsthand.model.gazetteer import NameWords
from firsthand.model.ids import derive
from firsthand.model.voices import Entity, PartyKind
from firsthand.understand.letters import latin, sound

#: A slip of one letter in a last name of at least so many letters is the same name, where the given name is the same.
_LONG, _SLIP = 6, 1
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|los)\s+")
_BLANKS = re.compile(r"[\s\-–]+")
#: What an organisation's name may end with or not.
_FORM = re.compile(r"\s+(?:inc|corp|corporation|co|company|ltd|plc|ag|gmbh|se|sa|nv|group)$")


@dataclass(slots=True)
class _Group:
    """The forms of one entity, in the order in which they came."""

    kind: PartyKind
    key: str
    forms: list[str] = field(default_factory=list)


def entities_of(said: Sequence[tuple[str, PartyKind]], names: NameWords) -> list[Entity]:
    """Return the entity of each name of a document, given in the order of the text."""
    order = sorted(range(len(said)), key=lambda i: -len(said[i][0].split()))
    groups: dict[tuple[PartyKind, str], _Group] = {}
    of: dict[int, _Group] = {}
    for i in order:
        form, kind = said[i]
        key = key_of(form, kind, names)
        group = groups.get((kind, key)) or _full(form, kind, key, i, said, of, groups)
        groups[kind, key] = group
        group.forms.append(form)
        of[i] = group
    made = {i: _entity(group) for i, group in {id(group): group for group in of.values()}.items()}
    return [made[id(of[i])] for i in range(len(said))]


def key_of(form: str, kind: PartyKind, names: NameWords) -> str:
    """Level a name: script, case, points, article, spellings that one table names, and for people sounds."""
    if kind is PartyKind.PERSON:
        words = without_suffix(form.replace("-", " ").split())
        return " ".join(sound(word) for word in words if len(word.rstrip(".")) > 1 or len(form.split()) == 1)
    key = _BLANKS.sub(" ", _ARTICLE.sub("", latin(form)))
    if kind is PartyKind.ORGANISATION:
        key = _FORM.sub("", key) or key
    key = names.same.get(key, key)
    return names.countries.get(form, key) if kind is PartyKind.PLACE and key not in names.same.values() else key


def _full(
    form: str,
    kind: PartyKind,
    key: str,
    at: int,
    said: Sequence[tuple[str, PartyKind]],
    of: dict[int, _Group],
    groups: dict[tuple[PartyKind, str], _Group],
) -> _Group:
    """Find the longer form that a form is short for, the nearest before it, else after; or begin a new group."""
    longer = {said[i] for i in of if said[i][1] is kind}
    whole = {known for known in longer if is_short_for(form, known[0], kind)}
    fits = [i for i, group in of.items() if group.kind is kind and said[i] in whole] if whole else []
    if not fits:
        return _Group(kind, key)
    before = [i for i in fits if i < at]
    return of[max(before) if before else min(fits)]


@lru_cache(maxsize=1 << 15)
def is_short_for(short: str, full: str, kind: PartyKind) -> bool:
    """Say whether a name can be a short form, or a slip, of a longer or equal one."""
    few, many = short.split(), full.split()
    if kind is PartyKind.PERSON:
        return _is_same_person(few, many)
    if kind is PartyKind.ORGANISATION:
        letters = "".join(word[0] for word in many if word[0].isupper())
        if len(few) == 1 and len(many) > 1 and short.isupper():
            return short.replace(".", "") == letters
        return (
            len(few) < len(many)
            and [latin(w) for w in many[: len(few)]] == [latin(w) for w in few]
            and len(many) - len(few) < 3
        )
    return False


#: What may stand behind a last name.
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def without_suffix(parts: list[str]) -> list[str]:
    """Return the words of a person's name without "Jr." behind them."""
    return parts[:-1] if len(parts) > 2 and parts[-1].lower().rstrip(".") in _SUFFIXES else parts


def _is_same_person(few: list[str], many: list[str]) -> bool:
    few, many = without_suffix(few), without_suffix(many)
    last, full_last = sound(few[-1]), sound(many[-1])
    if len(few) == 1:
        return len(many) > 1 and last in (full_last, " ".join(sound(w) for w in many[-2:]))
    if len(many) < 2 or not _is_same_given(few[0], many[0]):
        return False
    if not _may_share(few[1:-1], many[1:-1]):
        return False
    slip = min(len(last), len(full_last)) >= _LONG and OSA.distance(last, full_last) <= _SLIP
    return last == full_last or (slip and sound(few[0]) == sound(many[0]))


def _may_share(few: Sequence[str], many: Sequence[str]) -> bool:
    """Say whether what stands between given and last name can be of one person: "W." and "H.W." cannot."""
    one, other = ("".join(w[0] if w[1:].islower() else w.replace(".", "") for w in words) for words in (few, many))
    return one.startswith(other) or other.startswith(one)


def _is_same_given(one: str, other: str) -> bool:
    a, b = sound(one), sound(other)
    return a == b or (min(len(one.rstrip(".")), len(other.rstrip("."))) == 1 and a[:1] == b[:1])


def _entity(group: _Group) -> Entity:
    """Make an entity of the forms of a group: the longest names it."""
    forms = list(dict.fromkeys(group.forms))
    name = max(forms, key=lambda form: (len(form.split()), group.forms.count(form), len(form)))
    return Entity(derive("ent", group.kind.value, group.key), group.kind, name, tuple(f for f in forms if f != name))


# --- across documents ---


def merged(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Join the entities of many documents: each id to the entity it belongs to, with all its forms.

    The same id is the same entity. A last name alone, or an acronym, joins the one full name that it can be short for; where
    two could be meant it stays by itself.
    """
    forms: dict[str, Entity] = {}
    for entity in entities:
        known = forms.get(entity.id)
        forms[entity.id] = _with(known, entity) if known else entity
    to: dict[str, str] = {}
    beside: dict[tuple[PartyKind, str], list[Entity]] = defaultdict(list)
    for entity in forms.values():
        for key in _meets(entity):
            beside[entity.kind, key].append(entity)
    for short in forms.values():
        near = {full.id: full for key in _meets(short) for full in beside[short.kind, key]}
        fits = [full.id for full in near.values() if full is not short and _may_join(short, full)]
        if len(fits) == 1:
            to[short.id] = fits[0]
    whole = dict(forms)
    for short_id, full_id in to.items():
        end = to.get(full_id, full_id)
        if end != short_id:
            whole[end] = _with(whole[end], forms[short_id])
    return {i: whole[_end(i, to)] for i in forms}


def _meets(entity: Entity) -> set[str]:
    """Return keys of which two entities share one if one can be short for the other: thousands need not meet in pairs."""
    parts = entity.name.split()
    if entity.kind is PartyKind.PERSON:
        parts = without_suffix(parts)
        sounds = [sound(word) for word in parts]
        given = {f"given {sounds[0]}"} if len(parts) > 1 else set()
        return {f"last {sounds[-1]}", f"last {' '.join(sounds[-2:])}"} | given
    if entity.kind is PartyKind.ORGANISATION:
        letters = "".join(word[0] for word in parts if word[0].isupper())
        return {f"first {latin(parts[0])}", letters if len(parts) > 1 else entity.name.replace(".", "")}
    return set()


def _may_join(short: Entity, full: Entity) -> bool:
    fewer = len(short.name.split()) < len(full.name.split()) or short.name < full.name
    return fewer and is_short_for(short.name, full.name, short.kind)


def _end(start: str, to: dict[str, str]) -> str:
    first = to.get(start, start)
    return to.get(first, first) if to.get(first) != start else first


def _with(one: Entity, other: Entity) -> Entity:
    """Add the forms of another entity to one; its id stays."""
    forms = dict.fromkeys((*one.aliases, other.name, *other.aliases))
    return Entity(one.id, one.kind, one.name, tuple(f for f in forms if f != one.name))
