"""What a model heard in a text: a voice beside the rules about the kind of a name, and about what is no name of ours.

The rules say where names stand; measured, a small model finds fewer and types them worse, but errs elsewhere (note 017).
Its spans vote by their document, as everything else does: a form of a name is given one point in all, shared out among
the kinds that the model gave its places.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.model.voices import PartyKind
from firsthand.understand.candidates import Piece
from firsthand.understand.evidence import Points
from firsthand.understand.words import said_by

#: Points a form is given. Of .7, 1, 1.5 and 2, this one typed best on every other document of CoNLL's train (gate `names`).
WEIGHT = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Heard:
    """``text[start:end]`` is a name of this kind, a model says; None: of a kind that we do not look for (a nation, a work)."""

    start: int
    end: int
    kind: PartyKind | None


class Hearing:
    """What was heard in one text, none overlapping, to be asked for by place."""

    def __init__(self, heard: Iterable[Heard]) -> None:
        self._heard = sorted(heard, key=lambda one: one.start)
        self._ends = [one.end for one in self._heard]

    def denies(self, piece: Piece) -> bool:
        """Say whether just this piece was heard as something else; a title before it is surer than a model."""
        same = (one for one in self._over(piece) if (one.start, one.end) == (piece.start, piece.end))
        return not piece.titled and any(one.kind is None for one in same)

    def points(self, pieces: Sequence[Piece]) -> dict[str, Points]:
        """Return what each form of a name is given: less than `WEIGHT` in all where some of its places were not heard."""
        if not self._heard:
            return {}
        counted: dict[str, Points] = defaultdict(lambda: defaultdict(float))
        places: dict[str, int] = defaultdict(int)
        for piece in pieces:
            said = said_by(piece.words)
            places[said] += 1
            for one in self._over(piece):
                if one.kind:
                    counted[said][one.kind] += 1
        return {said: _shared_out(kinds, places[said]) for said, kinds in counted.items()}

    def _over(self, piece: Piece) -> Iterator[Heard]:
        at = bisect_left(self._ends, piece.start + 1)
        while at < len(self._heard) and self._heard[at].start < piece.end:
            yield self._heard[at]
            at += 1


def _shared_out(kinds: Points, places: int) -> Points:
    share = WEIGHT / max(sum(kinds.values()), places)
    return defaultdict(float, {kind: count * share for kind, count in kinds.items()})
