"""Which lines of a page are a time: nothing but a date, a clock or an age, with a word or two beside it.

A <time> element says its moment exactly; else the words are read as any text's (`firsthand.text.dates`).
"""

from dataclasses import dataclass
from datetime import datetime

from firsthand.extract.html.clock import read_time
from firsthand.extract.html.reading import Line
from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Moment
from firsthand.model.span import Range
from firsthand.text.dates import find_stamps

#: A byline with its time is shorter; a sentence with a date in it is longer.
_LONGEST = 120
#: Beside the time stand at most so many other characters: a name, a label.
_MOST_BESIDE = 60


@dataclass(frozen=True, slots=True)
class Stamped:
    """A line's time: where in the line it stands, and the moment, where it is known."""

    line: Line
    start: int
    end: int
    moment: Moment | None

    @property
    def words(self) -> str:
        """The time as written."""
        return self.line.text[self.start : self.end]

    @property
    def range(self) -> Range:
        """Its place in the reading."""
        return Range(self.line.start + self.start, self.line.start + self.end)


def stamp_of(line: Line, lexicon: Lexicon, seen_at: datetime | None) -> Stamped | None:
    """Return the time that a line is or holds beside a name; None for lines that are more than that."""
    if len(line.text) > _LONGEST:
        return None
    for segment in line.segments:
        said = next((f.element.get("datetime") for f in segment.frame.chain() if f.tag == "time"), None)
        if said and (moment := read_time(said, lexicon)) is not None:
            return Stamped(line, segment.start - line.start, segment.end - line.start, moment)
    stamps = find_stamps(line.text, lexicon, seen_at)
    if not stamps or len(line.text) - sum(s.end - s.start for s in stamps) > _MOST_BESIDE:
        return None
    return Stamped(line, stamps[0].start, stamps[0].end, stamps[0].moment)
