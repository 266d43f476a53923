"""Say who the words beside a cue mean: a person by full name and role, an organisation, a place, an unnamed source.

Within one document alone. A last name is the person named in full there; a pronoun is the last speaker it fits, by
number and by the gender that titles and earlier pronouns showed. Nothing is looked up and nothing guessed from names.
"""

import re
from dataclasses import dataclass, field

from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range, Span
from firsthand.model.voices import Party, PartyKind
from firsthand.understand.anonymous import Crowd, unnamed_head

_NAME_PART = r"(?:(?:[^\W\d_a-zß-öø-ÿ]\.){2,}|[^\W\d_a-zß-öø-ÿ][\w’'\-]*\.?)"
_FULL_NAME = re.compile(
    rf"(?<![\w’'.-])({_NAME_PART}(?: (?:(?:de|del|der|von|van|bin|al|la|di|da|dos) )?{_NAME_PART}){{1,3}})"
)
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
#: A pronoun is not looked for further back than so many characters.
_FAR = 3000


@dataclass(slots=True)
class _Known:
    """Somebody a document has named: where in full, of which kind, and the gender its pronouns showed."""

    kind: PartyKind
    name: str
    full: Range
    entity: str
    role: str = ""
    gender: str = ""
    last: int = 0
    plural: bool = False


@dataclass(slots=True)
class Speakers:
    """Resolves the sources of one document in order. ``crowd`` counts those that are not named."""

    document: str
    text: str
    words: VoiceWords
    known: list[_Known] = field(default_factory=list)
    crowd: Crowd = field(init=False)
    names: dict[str, list[Range]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        low = self.text.lower()
        self.crowd = Crowd(self.words, promised=any(mark in low for mark in self._list("anonymity")))
        for match in _FULL_NAME.finditer(self.text):
            last = _bare(match[0].rsplit(" ", 1)[-1])
            self.names.setdefault(last, []).append(self._trimmed(Range(*match.span())))

    def party(self, source: Range) -> Party:
        """Return who is meant by the words at ``source``."""
        words = source.of(self.text)
        low = self._form(words.lower())
        if (form := self.words.pronouns.get(low)) is not None:
            return self._of_pronoun(source, form)
        if low in self._list("relatives"):
            return Party(PartyKind.PERSON, words, self._span(source), self._span(source))
        if head := unnamed_head(words, self.words):
            group, number = self.crowd.add(words, head)
            entity = f"anonymous:{self.crowd.groups.index(group)}"
            self._remember(PartyKind.ANONYMOUS, words, source, source, entity, plural=number > 1)
            return Party(PartyKind.ANONYMOUS, words, self._span(source), self._span(source), number, "", entity)
        return self._of_name(source)

    def _form(self, low: str) -> str:
        """Return a pronoun as a subject has it: "him" as "he"."""
        return next((entry.partition("=")[2] for entry in self._list("forms") if entry.startswith(f"{low}=")), low)

    def _span(self, place: Range) -> Span:
        return Span(self.document, place.start, place.end)

    def _list(self, name: str) -> frozenset[str]:
        return self.words.words.get(name, frozenset())

    # --- pronouns ---

    def _of_pronoun(self, source: Range, form: str) -> Party:
        number, gender = form[:1], form[1:2]
        best = self._named_beside(source) if number == "s" and gender in ("m", "f") else None
        if best is not None and best.gender in ("", gender):
            best.gender = gender
            return self._known_party(best, source)
        best = None
        for known in self.known:
            if source.start - known.last > _FAR or (gender in ("1", "2")):
                continue
            if self._fits(known, number, gender) and (best is None or known.last > best.last):
                best = known
        if best is None:
            best = self._named_before(source) if number == "s" and gender in ("m", "f") else None
        if best is None:
            kind = PartyKind.ORGANISATION if number == "p" else PartyKind.PERSON
            place = self._span(source)
            return Party(kind, source.of(self.text), place, place)
        best.last = source.end
        best.gender = best.gender or (gender if gender in ("m", "f") else "")
        return self._known_party(best, source)

    def _named_beside(self, source: Range) -> _Known | None:
        """The last person named before a pronoun in its sentence: "Orr was sticking to what he wanted"."""
        start = max(self.text.rfind("\n", 0, source.start), self.text.rfind(". ", 0, source.start)) + 1
        for match in reversed(list(_WORD.finditer(self.text, start, source.start))):
            places = self.names.get(_bare(match[0]), [])
            if places and places[0].end <= source.start and self._kind(places[0].of(self.text)) is PartyKind.PERSON:
                name = places[0].of(self.text)
                return self._remember(PartyKind.PERSON, name, places[0], Range(*match.span()), "")
        return None

    def _fits(self, known: _Known, number: str, gender: str) -> bool:
        if number == "p":
            return known.plural or known.kind is PartyKind.ORGANISATION
        if gender == "n":
            return known.kind in (PartyKind.ORGANISATION, PartyKind.PLACE) and not known.plural
        person = known.kind is PartyKind.PERSON or (known.kind is PartyKind.ANONYMOUS and not known.plural)
        return person and (not gender or not known.gender or known.gender == gender)

    def _named_before(self, source: Range) -> _Known | None:
        """The last full name before a pronoun, when nobody has spoken yet."""
        places = [p for places in self.names.values() for p in places if p.end <= source.start]
        if not places:
            return None
        place = max(places, key=lambda p: p.start)
        if source.start - place.start > _FAR // 4 or self._kind(place.of(self.text)) is not PartyKind.PERSON:
            return None
        return self._remember(PartyKind.PERSON, place.of(self.text), place, place, "")

    # --- names ---

    def _of_name(self, source: Range) -> Party:
        name, role = self._name_and_role(source)
        words = name.of(self.text)
        kind = self._kind(source.of(self.text) if name == source else words)
        full = name
        if kind is PartyKind.PERSON and " " not in words:
            places = self.names.get(_bare(words), [])
            earlier = [p for p in places if p.start <= source.start and self._kind(p.of(self.text)) is PartyKind.PERSON]
            full = earlier[0] if earlier else name
        label = _POSSESSIVE.sub("", full.of(self.text))
        known = self._remember(kind, label, full, source, "", role)
        return self._known_party(known, source)

    def _name_and_role(self, source: Range) -> tuple[Range, str]:
        """Split "Russian Defense Minister Andrei Belousov" into the name and the role before it."""
        titles = self._list("titles")
        parts = list(_WORD.finditer(self.text, source.start, source.end))
        start = 0
        for place, part in enumerate(parts[:-1]):
            if part[0].lower().rstrip(".") in titles:
                start = place + 1
        if parts and parts[-1][0].lower() in self._list("organisations"):
            return source, ""
        tail = parts[start:]
        if start and tail and not tail[0][0][:1].isupper() and len(tail) > 3:
            tail = tail[-2:]  # "Secretary of State James Baker"
        if start and tail and all(p[0][:1].isupper() for p in tail):
            name = Range(tail[0].start(), tail[-1].end())
            return name, self.text[source.start : name.start].strip(" ,")
        run = re.match(rf"(?:{_NAME_PART} ?)+", self.text[source.start : source.end])
        if run and run.end() + source.start < source.end and "," in source.of(self.text):
            name = Range(source.start, source.start + len(run[0].rstrip()))
            return name, self.text[name.end : source.end].strip(" ,")
        return source, ""

    def _trimmed(self, name: Range) -> Range:
        """Take titles from the front of a capitalised run."""
        parts = list(_WORD.finditer(self.text, name.start, name.end))
        last = max((i for i, p in enumerate(parts[:-1]) if p[0].lower() in self._list("titles")), default=-1)
        parts = parts[last + 1 :]
        return Range(parts[0].start(), parts[-1].end()) if parts else name

    def _kind(self, words: str) -> PartyKind:
        parts = [_bare(m[0]) for m in _WORD.finditer(words)]
        low = [p.lower() for p in parts]
        bare = " ".join(low[1:] if low[:1] == ["the"] else low)
        if bare in self._list("places"):
            return PartyKind.PLACE
        if not self._list("organisations").isdisjoint(low):
            return PartyKind.ORGANISATION
        if len(parts) == 1 and parts[0].isupper() and len(parts[0]) > 1:
            return PartyKind.ORGANISATION
        return PartyKind.PERSON

    def _remember(
        self, kind: PartyKind, name: str, full: Range, source: Range, entity: str, role: str = "", plural: bool = False
    ) -> _Known:
        key = entity or f"{kind.value}:{_key(name)}"
        known = next((k for k in self.known if k.entity == key), None)
        if known is None:
            known = _Known(kind, name, full, key, role, plural=plural)
            self.known.append(known)
        known.last = source.end
        known.role = known.role or role
        titled = {m[0].lower() for m in _WORD.finditer(source.of(self.text))}
        if not known.gender and not titled.isdisjoint(self._list("female")):
            known.gender = "f"
        if not known.gender and not titled.isdisjoint(self._list("male")):
            known.gender = "m"
        return known

    def _known_party(self, known: _Known, source: Range) -> Party:
        return Party(known.kind, known.name, self._span(source), self._span(known.full), 1, known.role, known.entity)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word).strip(".")


def _key(name: str) -> str:
    words = [w for w in re.split(r"[\s.]+", _POSSESSIVE.sub("", name.lower())) if w not in ("the", "der", "die", "das")]
    return " ".join(words)
