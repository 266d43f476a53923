"""What somebody asks of the river, and what is theirs: read, kept, muted."""

from dataclasses import dataclass, field

from firsthand.contract.stories import FacetOut

#: Unread stories are counted up to this: beyond it the number says no more than "many".
UNREAD_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Filters of the river; those that are given must all hold.

    ``outlet``, ``place``, ``topic``, ``person`` and ``organisation`` take an id (``ent_...``) or a name; ``folder`` is a tag
    of the sources that led to a story; ``independent`` is the least number of independent sources. ``unread`` and
    ``saved`` are the reader's own; what is muted is left out unless ``muted``.
    """

    language: str = ""
    outlet: str = ""
    place: str = ""
    topic: str = ""
    person: str = ""
    organisation: str = ""
    folder: str = ""
    independent: int = 0
    unread: bool = False
    saved: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class ShelvesOut:
    """What the river can be filtered by: ``sections`` in the order of the IPTC, the others with most stories first."""

    sections: list[FacetOut] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    outlets: list[FacetOut] = field(default_factory=list)
    places: list[FacetOut] = field(default_factory=list)

    def __hash__(self) -> int:
        """Tell them apart by how many there are: what is written of them is kept by them."""
        return hash((len(self.sections), len(self.folders), len(self.languages), len(self.outlets), len(self.places)))


@dataclass(frozen=True, slots=True)
class MuteOut:
    """Something that the reader does not want to see. ``kind``: outlet, language, topic, word or story."""

    kind: str
    value: str
    name: str
    at: str
