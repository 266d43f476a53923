"""Gate `stances`: who denies, demands and declines, and how many unnamed people speak, on 40 articles read by hand.

The key holds places in the texts of PolNeAR, and no words; by which rules it was made stands in note 019. Its ``seen`` half
may be looked at while rules are tuned, its ``unseen`` half is only counted.

- A claim of ours is right where the key has one of the same stance whose cue stands in the same sentence as our cue or our
  proposition, and whose party shares a character with ours, where both have one; one to one. ``any_party`` leaves the
  parties out. Claims that we call negated ("did not demand") are left out, as the key does.
- Of unnamed people, in each article the smaller number is right: ours may be too many or too few.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from firsthand.model.document import Document, Role
from firsthand.model.voices import Claim, Stance
from firsthand.profiles.lexicon import load_lexicon
from firsthand.text.sentences import sentences
from firsthand.understand.voices import Voices, voices_of
from tests.gates import metrics
from tests.gates.data import JsonRow, Run, read_rows
from tests.gates.figures import Figure
from tests.gates.pool import run_all

OWN = ("story/quotes_polnear_en.jsonl.gz",)
KEY = Path(__file__).with_name("keys") / "stances.jsonl"
STANCES = (Stance.DENIES, Stance.DEMANDS, Stance.DECLINES)

Span = tuple[int, int]


class Known(NamedTuple):
    """A claim that the key or the program has: the place of its cue, of who makes it and of what it is about."""

    stance: str
    cue: Span
    party: Span | None
    proposition: Span | None


def measure(run: Run) -> list[Figure]:
    """Measure both halves."""
    (path,) = run.files(*OWN)
    texts = {row["id"]: row["text"] for row in read_rows(path)}
    rows = [{**row, "text": texts[row["id"]]} for row in read_key() if row["id"] in texts][: run.limit]
    counted: dict[str, Counter[str]] = {}
    for row, counts in zip(rows, run_all(article_counts, rows, run.workers), strict=True):
        counted.setdefault(row["half"], Counter()).update(counts)
    return [figure for part, counts in sorted(counted.items()) for figure in _figures(part, counts)]


def read_key() -> list[JsonRow]:
    """Read the key: an article a row, with its half, its claims and its unnamed people."""
    return [json.loads(line) for line in KEY.read_text("utf-8").splitlines()]


def _figures(part: str, counts: Counter[str]) -> Iterable[Figure]:
    for name in (*STANCES, "anonymous"):
        ours, wanted = counts[f"{name}_ours"], counts[f"{name}_wanted"]
        for what in ("", "_any_party"):
            if f"{name}{what}_right" in counts:
                right = counts[f"{name}{what}_right"]
                score = metrics.Score(right / max(1, ours), right / max(1, wanted))
                yield Figure(f"stances.{part}.{name}{what}_f1", score.f1, wanted, pinned=not what)
                if not what:
                    yield Figure(f"stances.{part}.{name}_precision", score.precision, ours, pinned=False)
                    yield Figure(f"stances.{part}.{name}_recall", score.recall, wanted, pinned=False)


def article_counts(row: JsonRow) -> Counter[str]:
    """Count what is right in one article, what is ours, and what is wanted."""
    voices, text = read_voices(row["text"]), row["text"]
    places = [(place.start, place.end) for place in sentences(text)]
    counts: Counter[str] = Counter()
    for stance in STANCES:
        ours = [known(c) for c in voices.claims if c.stance is stance and not c.negated]
        wanted = [wanted_claim(c) for c in row["claims"] if c["stance"] == stance]
        counts[f"{stance}_ours"], counts[f"{stance}_wanted"] = len(ours), len(wanted)
        counts[f"{stance}_right"] = len(matched(ours, wanted, places))
        counts[f"{stance}_any_party_right"] = len(matched(ours, wanted, places, parties=False))
    mine, theirs = voices.anonymous, row["anonymous"]["at_least"]
    counts.update(anonymous_ours=mine, anonymous_wanted=theirs, anonymous_right=min(mine, theirs))
    return counts


def read_voices(text: str) -> Voices:
    """Read a text as the program reads an English document."""
    return voices_of(Document("d", "c", "a", Role.MAIN, text, (), language="en"), load_lexicon().voices)


def known(claim: Claim) -> Known:
    """Take the places from a claim of ours."""
    cue, party, said = (
        (s.start, s.end) if s else None for s in (claim.cue, claim.party and claim.party.span, claim.proposition)
    )
    assert cue is not None
    return Known(claim.stance, cue, party, said)


def wanted_claim(claim: JsonRow) -> Known:
    """Read a claim of the key."""
    party, said = (tuple(claim[name]) if claim[name] else None for name in ("party", "proposition"))
    return Known(claim["stance"], tuple(claim["cue"]), party, said)


def matched(
    ours: list[Known], wanted: list[Known], places: list[Span], parties: bool = True
) -> list[tuple[Known, Known]]:
    """Pair claims of one stance one to one, as many as can be; those first that share their cue."""
    fits = {
        i: sorted(
            (j for j, theirs in enumerate(wanted) if _fits(mine, theirs, places, parties)),
            key=lambda j: (not _overlap(ours[i].cue, wanted[j].cue), j),
        )
        for i, mine in enumerate(ours)
    }
    taken: dict[int, int] = {}
    for i in fits:
        _place(i, fits, taken, set())
    return [(ours[i], wanted[j]) for j, i in sorted(taken.items())]


def _place(i: int, fits: dict[int, list[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Give ``i`` one that fits, moving others to their next where that is needed (Kuhn's way)."""
    for j in fits[i]:
        if j not in tried:
            tried.add(j)
            if j not in taken or _place(taken[j], fits, taken, tried):
                taken[j] = i
                return True
    return False


def _fits(mine: Known, theirs: Known, places: list[Span], parties: bool) -> bool:
    place = next(p for p in places if _overlap(p, theirs.cue))
    near = any(span is not None and _overlap(span, place) for span in (mine.cue, mine.proposition))
    same = not parties or mine.party is None or theirs.party is None or _overlap(mine.party, theirs.party)
    return near and same


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
