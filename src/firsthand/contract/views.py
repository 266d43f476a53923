"""A story with all that its page shows, as it is kept ready."""

from dataclasses import dataclass

from firsthand.contract.graph import GraphOut, TimelineOut
from firsthand.contract.stories import StoryOut


@dataclass(frozen=True, slots=True)
class StoryPageOut:
    """A story, what happened when, and its evidence, told together."""

    story: StoryOut
    timeline: TimelineOut
    graph: GraphOut
