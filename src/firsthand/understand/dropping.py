"""Where a text says that somebody gives up what he asked for or said: "dropped its demand", "no longer insists".

Only words that say so count. That a demand is not repeated says nothing.
"""

import re
from functools import lru_cache

from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Span
from firsthand.model.voices import Claim, Stance

#: So many characters before the cue ("dropped its longstanding demand"), and none of them may end a clause.
_BEFORE = 40
_CLAUSE = re.compile(r"[.;:,–—“”\"]")


def dropped(document: Document, claim: Claim, lexicon: Lexicon) -> Span | None:
    """Return the words by which a demand or promise is said to be given up, up to its cue; None where nothing says so."""
    if claim.stance not in (Stance.DEMANDS, Stance.PROMISES):
        return None
    pattern = _pattern(lexicon.words.get("giving_up", frozenset()))
    start = max(0, claim.cue.start - _BEFORE)
    marks = [m.end() for m in _CLAUSE.finditer(document.text, start, claim.cue.start)]
    found = pattern.search(document.text, marks[-1] if marks else start, claim.cue.end) if pattern else None
    return Span(document.id, found.start(), max(found.end(), claim.cue.end)) if found else None


@lru_cache(maxsize=8)
def _pattern(phrases: frozenset[str]) -> re.Pattern[str] | None:
    listed = sorted(phrases, key=lambda p: (-len(p), p))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b", re.IGNORECASE) if listed else None
