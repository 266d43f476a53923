"""How long what a source said is kept, in sentences that people write and read back.

    keep everything
    keep 90 days, at least 200 entries
    keep at most 1000 entries

What somebody saved, noted or judged is never forgotten; it counts among the entries that are there.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.model.errors import InputError

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_PART = re.compile(
    r"(?:(?P<bound>at least|at most)\s+)?(?P<number>\d{1,7})\s+"
    r"(?P<unit>days?|weeks?|months?|years?|entries|entry|articles?|items?)\Z"
)
_ALL = re.compile(r"(?:keep\s+)?(?:everything|all|for ?ever)\.?\Z")
_NEXT = "Write it like: keep 90 days, at least 200 entries"


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept: entries of so many days, but the newest ``least`` whatever their age, and never more than ``most``."""

    days: int | None = None
    least: int | None = None
    most: int | None = None

    def told(self) -> str:
        """Say it in a sentence that `parse_retention` reads again."""
        parts = [
            _counted(self.days, "day", "days") if self.days is not None else "",
            f"at least {_counted(self.least, 'entry', 'entries')}" if self.least is not None else "",
            f"at most {_counted(self.most, 'entry', 'entries')}" if self.most is not None else "",
        ]
        return f"keep {', '.join(filter(None, parts)) or 'everything'}"


def parse_retention(text: str) -> Retention:
    """Read a sentence about what is kept; a month has 30 days. Raises InputError ``retention-form``.

    >>> parse_retention("Keep 3 months, at least 200 entries").told()
    'keep 90 days, at least 200 entries'
    """
    level = " ".join(text.lower().split()).rstrip(".")
    if _ALL.match(level):
        return Retention()
    found: dict[str, int] = {}
    for part in re.split(r",| and | but ", level.removeprefix("keep ")):
        name, number = _read(part.strip(), text)
        if name in found:
            raise InputError("retention-form", f"{text.strip()[:80]!r} says two things about one.", _NEXT)
        found[name] = number
    if found.get("least", 0) > found.get("most", found.get("least", 0)):
        raise InputError("retention-form", "It cannot be at least more than at most.", _NEXT)
    if "least" in found and "days" not in found:
        raise InputError("retention-form", "At least so many of what? Say how many days are kept.", _NEXT)
    return Retention(found.get("days"), found.get("least"), found.get("most"))


def to_forget(
    items: Iterable[tuple[str, datetime]], retention: Retention, now: datetime, kept: Collection[str] = ()
) -> frozenset[str]:
    """Return the ids of what goes. ``items`` are (id, time it is known since), ``kept`` the ids of what people hold on to.

    Of one time, the order of ids decides, so that the answer is the same each time.
    """
    newest = sorted(items, key=lambda item: (item[1], item[0]), reverse=True)
    limit = now - timedelta(days=retention.days) if retention.days is not None else None
    gone = (
        id
        for place, (id, at) in enumerate(newest)
        if (limit is not None and at < limit and place >= (retention.least or 0))
        or (retention.most is not None and place >= retention.most)
    )
    held = frozenset(kept)
    return frozenset(id for id in gone if id not in held)


def _read(part: str, text: str) -> tuple[str, int]:
    match = _PART.match(part)
    if match is None:
        raise InputError("retention-form", f"This says nothing that can be kept to: {text.strip()[:80]!r}.", _NEXT)
    bound, number, unit = match["bound"], int(match["number"]), match["unit"]
    length = _DAYS.get(unit.removesuffix("s"))
    if length is not None:
        if bound == "at least" or number * length > 100_000:
            raise InputError("retention-form", f"So many days cannot be kept to: {part[:80]!r}.", _NEXT)
        return "days", number * length
    return ("least" if bound == "at least" else "most"), number


def _counted(number: int | None, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
