"""What people said of a story, as a reader sees it: what was said in one breath is one line, and undone as one. Pure."""

from dataclasses import dataclass

from firsthand.contract import JudgementOut


@dataclass(frozen=True, slots=True)
class Breath:
    """What one person said at one instant: the first thing, and what follows from it for other pages."""

    first: JudgementOut
    rest: list[JudgementOut]


def breaths(judgements: list[JudgementOut]) -> list[Breath]:
    """Gather judgements by the breath they were said in, in the order they came; one event before two."""
    found: dict[str, list[JudgementOut]] = {}
    for one in judgements:
        events = one.kind in ("same_event", "different_event") and one.breath
        found.setdefault(one.breath if events else one.id, []).append(one)
    ordered = (sorted(group, key=lambda j: j.kind != "same_event") for group in found.values())
    return [Breath(group[0], group[1:]) for group in ordered]
