"""What was typed into the form of a source: read field by field, so that each is told its own mistake and keeps its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from firsthand.contract import SourceChoices, SourceOut
from firsthand.model.errors import InputError

#: Raises InputError for a choice that is none.
Check = Callable[[SourceChoices], None]
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong with it, by field."""

    values: Mapping[str, str]
    faults: Mapping[str, list[str]] = field(default_factory=dict)
    chosen: SourceChoices | None = None

    @property
    def first(self) -> str:
        """The first field with a fault, where the cursor goes."""
        return next((name for name in self.values if name in self.faults), "")


def as_chosen(source: SourceOut) -> Typed:
    """Return what stands in the form of a source before anything is typed."""
    return Typed(
        {
            "title": source.name if source.name != source.address and source.name != source.title else "",
            "tags": ", ".join(source.tags),
            "full_text": source.full_text,
            "interval": str(source.interval_minutes or ""),
            "rules": "\n".join(source.rules),
            "retention": source.retention,
            "robots": source.robots,
        }
    )


def read_form(form: Mapping[str, str], check: Check) -> Typed:
    """Read what was typed; ``chosen`` is None where anything is wrong."""
    values = {name: form.get(name, "")[:_LONGEST].replace("\r\n", "\n") for name in _FIELDS}
    faults = {name: found for name, look in _FIELDS.items() if (found := look(values[name], check))}
    return Typed(values, faults, None if faults else _chosen(values))


def split_tags(text: str) -> list[str]:
    """Read tags between commas or on lines.

    >>> split_tags("ports,  wire services,,")
    ['ports', 'wire services']
    """
    return [tag for part in text.replace("\n", ",").split(",") if (tag := " ".join(part.split()))]


def _chosen(values: Mapping[str, str]) -> SourceChoices:
    return SourceChoices(
        title=values["title"],
        tags=split_tags(values["tags"]),
        full_text=values["full_text"] or None,
        interval_minutes=int(values["interval"].strip() or 0),
        rules=values["rules"].split("\n"),
        retention=values["retention"],
        robots=values["robots"] or None,
    )


def _rules(text: str, check: Check) -> list[str]:
    """Check rules one by one, each by its line."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and (said := _said(SourceChoices(rules=[line]), check)):
            found.append(f"Line {number}: {said}")
    return found


def _interval(text: str, check: Check) -> list[str]:
    if not text.strip():
        return []
    if not (text.strip().isascii() and text.strip().isdigit()) or len(text) > 9:
        return ["A number of minutes is wanted; empty leaves it to Firsthand."]
    return _one(SourceChoices(interval_minutes=int(text)), check)


def _one(chosen: SourceChoices, check: Check) -> list[str]:
    said = _said(chosen, check)
    return [said] if said else []


def _said(chosen: SourceChoices, check: Check) -> str:
    try:
        check(chosen)
    except InputError as error:
        return str(error)
    return ""


#: The fields in their order on the page, each with what finds its faults.
_FIELDS: Mapping[str, Callable[[str, Check], list[str]]] = {
    "title": lambda text, check: _one(SourceChoices(title=text), check),
    "tags": lambda text, check: _one(SourceChoices(tags=split_tags(text)), check),
    "full_text": lambda text, check: _one(SourceChoices(full_text=text or None), check),
    "interval": _interval,
    "rules": _rules,
    "retention": lambda text, check: _one(SourceChoices(retention=text), check),
    "robots": lambda text, check: _one(SourceChoices(robots=text or None), check),
}
