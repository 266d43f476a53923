"""A quote that is found in a text, while its text is read."""

from dataclasses import dataclass, field

from firsthand.model.span import Range
from firsthand.model.voices import Form
from firsthand.understand.cue import Cue
from firsthand.understand.marks import Stretch


@dataclass(slots=True)
class Found:
    """A quote as ranges of the text. ``source``: where its speaker is named for it. ``sentence`` counts from 0."""

    form: Form
    content: list[Range]
    cue: Range | None = None
    source: Range | None = None
    addressee: Range | None = None
    verb: Cue | None = None
    sentence: int = 0
    inside: int | None = None
    stretches: list[Stretch] = field(default_factory=list)
    carried: bool = False
    free: bool = False
    within: "Found | None" = None
