"""A comparison told in a sentence or two that a person would say."""

from collections import Counter
from collections.abc import Sequence

from firsthand.model.comparison import Change, Difference
from firsthand.model.span import Range

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: The longest excerpt quoted in an account, in characters.
_EXCERPT = 60


def account(original: str, copy: str, differences: Sequence[Difference]) -> str:
    """Say in words what the copy did.

    >>> account("A b.", "A b. C d e f g.", [Difference(Change.ADDED, None, Range(5, 15))])
    'Adds one passage (“C d e f g.”).'
    """
    of = {change: [d for d in differences if d.change is change] for change in Change}
    said = [
        _passages("adds", of[Change.ADDED], copy, after=True),
        _passages("drops", of[Change.DROPPED], original, after=False),
        _count("rewords", of[Change.REWORDED], "place"),
        _count("moves", of[Change.MOVED], "sentence"),
    ]
    done = [phrase for phrase in said if phrase]
    style = _style(of[Change.HOUSE_STYLE])
    if not done:
        return (
            f"Word for word the original; only house style differs: {style}."
            if style
            else "Word for word the original."
        )
    told = _listed(done)
    return f"{told[0].upper()}{told[1:]}." + (f" House style: {style}." if style else "")


def percent(share: float) -> str:
    """Write a share 0..1 as readers read it."""
    return f"{100 * share:.0f} %"


def _passages(verb: str, some: Sequence[Difference], text: str, *, after: bool) -> str:
    if not some:
        return ""
    place = some[0].after if after else some[0].before
    shown = f" (“{_excerpt(text, place)}”)" if place else ""
    return f"{verb} {_number(len(some))} passage{'s' if len(some) > 1 else ''}{shown}"


def _count(verb: str, some: Sequence[Difference], noun: str) -> str:
    return f"{verb} {_number(len(some))} {noun}{'s' if len(some) > 1 else ''}" if some else ""


def _style(some: Sequence[Difference]) -> str:
    rules = Counter(d.rule for d in some)
    return ", ".join(rule if count == 1 else f"{rule} ({count})" for rule, count in rules.most_common())


def _excerpt(text: str, place: Range) -> str:
    words = " ".join(place.of(text).split())
    if len(words) <= _EXCERPT:
        return words
    return words[:_EXCERPT].rsplit(" ", 1)[0] + " …"


def _listed(phrases: Sequence[str]) -> str:
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + " and " + phrases[-1]


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
