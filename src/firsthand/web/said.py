"""What people said of a story, as a reader sees it: what was said in one breath is one line, and undone as one. Pure."""

from dataclasses import dataclass

from firsthand.contract import JudgementOut, MemberOut, StoryOut


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


@dataclass(frozen=True, slots=True)
class Correctable:
    """What can be said of one page of a story: ``against``: what it counts as a copy of."""

    story: StoryOut
    member: MemberOut
    against: MemberOut | None
    others: list[MemberOut]


def correcting(story: StoryOut, document: str) -> Correctable | None:
    """Return what can be said of a page; nothing where it is a later capture of one that is shown."""
    members = {m.id: m for m in story.documents}
    own = members.get(document)
    if own is None:
        return None
    copy = own.original if own.relation != "version" else None
    return Correctable(story, own, members.get(copy or ""), [m for m in story.documents if m.article != own.article])


def id_in(words: str) -> str:
    """Return the id that somebody pasted: itself, or the last part of the address of its page here.

    >>> id_in(" http://127.0.0.1:8321/story/sto_mn3tzhkcxq6bpvaq?x#lin_a "), id_in("sto_mn3tzhkcxq6bpvaq")
    ('sto_mn3tzhkcxq6bpvaq', 'sto_mn3tzhkcxq6bpvaq')
    """
    return words.strip().partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
