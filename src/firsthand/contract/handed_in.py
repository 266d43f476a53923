"""What people handed in through the site, and what came of it."""

from dataclasses import dataclass

from firsthand.contract.documents import ProblemOut


@dataclass(frozen=True, slots=True)
class HandedPageOut:
    """A page that was found in what was handed in."""

    id: str
    headline: str


@dataclass(frozen=True, slots=True)
class HandedInOut:
    """One thing. ``kind``: ``demo``, ``text`` or ``file``. ``state``: ``waiting``, ``reading``, ``done`` or ``failed``.

    ``share`` of it is read, 0 to 1, where that is known. ``said`` is what came of it.
    """

    id: str
    kind: str
    name: str
    state: str
    share: float | None
    asked: str
    ended: str | None
    said: str
    documents: list[HandedPageOut]
    problems: list[ProblemOut]


@dataclass(frozen=True, slots=True)
class HandedInListOut:
    """The last things that were handed in. ``busy``: something waits or is read. ``demo``: the sample is in the store."""

    things: list[HandedInOut]
    busy: bool
    demo: bool
