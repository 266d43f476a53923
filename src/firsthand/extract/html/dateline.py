"""Where a paragraph's dateline ends: ``KYIV, May 28 (Reuters) -``, ``BERLIN (dpa) –``, ``NEW DELHI:``, ``Roma, 3
maggio (ANSA) -``.

A dateline is a place, perhaps a day, perhaps an agency, then a sign. A place in small letters needs the agency to be
believed. Which agency is believed is said in one place for this and for the credit: a known one, or where a dash follows
one that nobody has heard of (`firsthand.text.credit`).
"""

import re

from firsthand.extract.html.phrases import Phrases
from firsthand.text.credit import believed_unknown

_WORD = r"[^\W\d_][\w.'’/-]*"
_PLACE = rf"{_WORD}(?:[ /,]+{_WORD}){{0,5}}?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})"
    r"(?:,?\s+(?:\w+\.?\s+\d{1,2}|\d{1,2}\.?\s+\w+\.?|\d{1,2}[./]\d{1,2}\.?)(?:,?\s+\d{4})?)?,?\s*"
    r"(?:[(/\[](?P<agency>[^()/\[\]]{2,40})[)/\]]\s*(?P<behind>--|[-–—:.])?|(?P<sign>--|[-–—:]))\s+(?=\S)"
)
#: Longer openings are sentences.
_LONGEST = 90
_SHORTEST_REST = 30
#: ``McMURDO`` and ``RIO de JANEIRO`` are in capitals all the same.
_SHOUTED = 0.7


def dateline_end(text: str, phrases: Phrases) -> int:
    """Return where the words after the dateline begin; 0 when there is none.

    The agency, where named, must be believed; a place alone must stand in capitals and be followed by a dash or colon.
    """
    match = _DATELINE.match(text[: _LONGEST + 20])
    if match is None or match.end() > _LONGEST or len(text) - match.end() < _SHORTEST_REST:
        return 0
    place, agency = match["place"], match["agency"]
    if agency is not None:
        known = any(name.strip() in phrases.agencies for name in re.split(r"[/,]", agency))
        opening = text[: match.start("agency")].rstrip(" ,(/[")
        believed = known or believed_unknown(opening, agency, match["behind"])
        return match.end() if believed and place[0].isupper() else 0
    letters = [c for c in place if c.isalpha()]
    shouted = len(letters) > 2 and sum(c.isupper() for c in letters) > _SHOUTED * len(letters)
    return match.end() if shouted else 0
