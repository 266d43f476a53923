"""Which frame of the page holds the body: ours, unless two cheap opinions say it looks in the wrong place.

measure prose | descend to our container | ask resiliparse | they agree: done | else ask trafilatura and descend again
on the prose that it keeps
"""

from dataclasses import dataclass, replace

from firsthand.extract.html.candidates import by_resiliparse, by_trafilatura
from firsthand.extract.html.features import squash
from firsthand.extract.html.prose import Shape, container, mass_of, measure
from firsthand.extract.html.reading import Frame, Line, Page

#: Share of the prose on which ours and resiliparse must agree; below it a third opinion decides. On the tuning
#: pages 9 in 10 lie above, and those below gain more than the second opinion costs.
_AGREE = 0.6
#: The third opinion must find this many times the prose that ours holds, or lie elsewhere, to overrule it.
_MORE = 1.35

#: The parser cuts elements off below 256 levels; resiliparse's time grows with the square of the depth (50,000: 2 minutes).
TOO_DEEP = 250
#: The judge may keep this much of what another opinion keeps before a third is asked.
_FAR_LESS = 0.5
#: A line this long in another opinion is that line, not a chance repeat.
_NO_CHANCE = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """The frame that holds the body (None: no prose at all), the shape it was found in, and who decided."""

    frame: Frame | None
    shape: Shape
    resiliparse: str
    given_by: str


def choose_body(page: Page, markup: str, elsewhere: frozenset[int] = frozenset()) -> Choice:
    """Choose the frame that holds the body; lines ``elsewhere`` belong to other documents."""
    shape = measure(page, elsewhere)
    frame = container(page, shape)
    if page.depth >= TOO_DEEP:
        return Choice(frame, shape, "", "container")
    second = by_resiliparse(markup)
    theirs = weigh_by(page.lines, shape, squash(second))
    if frame is not None and _agreement(page.lines, shape.weights, theirs, frame) >= _AGREE:
        return Choice(frame, shape, second, "container")
    third = squash(by_trafilatura(page.root))
    weights = weigh_by(page.lines, shape, third)
    held = sum(w for w, line in zip(weights, page.lines, strict=True) if frame is not None and _holds(frame, line))
    total = sum(weights)
    ours = shape.mass.get(frame, 0.0) if frame is not None else 0.0
    if total > _MORE * ours or held < total / 2:
        mass = mass_of(page.lines, weights)
        trusted = replace(shape, weights=weights, mass=mass, total=total)
        return Choice(container(page, trusted) or frame, trusted if total else shape, second, "trafilatura")
    return Choice(frame, shape, second, "container")


def second_thoughts(page: Page, choice: Choice, kept: list[bool]) -> tuple[Choice, list[bool]]:
    """Let resiliparse and trafilatura together overrule the judge where it keeps far less than both of them.

    Such pages are tables, lists and forum posts more than prose, which the judge has seen too few of.
    """
    if not choice.resiliparse:
        return choice, kept
    second = squash(choice.resiliparse)
    theirs = _kept_by(page, second)
    ours = _size(page.lines, kept)
    if ours >= _FAR_LESS * _size(page.lines, theirs):
        return choice, kept
    third = _kept_by(page, squash(by_trafilatura(page.root)))
    both = [one and other for one, other in zip(theirs, third, strict=True)]
    agreed = _size(page.lines, both)
    if ours < _FAR_LESS * agreed and agreed >= _AGREE * _size(page.lines, theirs):
        return replace(choice, given_by="trafilatura"), third
    return choice, kept


def _kept_by(page: Page, opinion: str) -> list[bool]:
    """Say which lines stand in an opinion; short ones only between long ones, where they are no chance hits."""
    found = [len(s := squash(line.text)) > 0 and s in opinion for line in page.lines]
    long = [i for i, line in enumerate(page.lines) if found[i] and len(line.text) >= _NO_CHANCE]
    if not long:
        return [False] * len(found)
    return [hit and (long[0] <= i <= long[-1]) for i, hit in enumerate(found)]


def _size(lines: list[Line], kept: list[bool]) -> int:
    return sum(len(line.text) for line, keep in zip(lines, kept, strict=True) if keep)


def weigh_by(lines: list[Line], shape: Shape, opinion: str) -> list[float]:
    """Return the raw prose weights of the lines that an opinion (squashed text) keeps."""
    if not opinion:
        return [0.0] * len(lines)
    return [raw if raw and squash(line.text) in opinion else 0.0 for raw, line in zip(shape.raw, lines, strict=True)]


def _agreement(lines: list[Line], ours: list[float], theirs: list[float], frame: Frame) -> float:
    both = either = 0.0
    for line, our, their in zip(lines, ours, theirs, strict=True):
        our = our if our and _holds(frame, line) else 0.0
        both += min(our, their)
        either += max(our, their)
    return both / either if either else 0.0


def _holds(frame: Frame, line: Line) -> bool:
    return any(f is frame for f in line.frame.chain())
