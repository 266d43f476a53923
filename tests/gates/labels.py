"""The labels of a raw text capture: every span of it says what it is."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.gates.data import Absent

_RELATED = re.compile(r"related(\d+):(\w+)")
_CLOCK = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4})\s*(\d{1,2}:\d\d [AP]M) (?:UTC|GMT)")

#: What a reader reads as the article, and what stands around it as furniture.
BODY = ("body", "body-cont", "subhead")
FURNITURE = ("boiler:", "author-box", "related-links", "page-title")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A capture and its labelled spans (start, end, label), offsets in characters of its text."""

    name: str
    content: bytes
    text: str
    spans: tuple[tuple[int, int, str], ...]

    def ranges(self, *labels: str) -> list[tuple[int, int]]:
        """Return the spans whose label is, or starts with, one of these (``boiler:`` is all furniture of that name)."""
        return [(start, end) for start, end, label in self.spans if label in labels or _starts(label, labels)]

    def words(self, label: str) -> list[str]:
        """Return the words of the spans with one label."""
        return [self.text[start:end].strip() for start, end, found in self.spans if found == label]

    @property
    def published(self) -> datetime | None:
        """The labelled time, if written in a way that is known here (``May 28, 2025 2:00 PM UTC``, glued or not)."""
        for words in self.words("published"):
            if match := _CLOCK.search(words):
                return datetime.strptime(" ".join(match.groups()), "%B %d, %Y %I:%M %p").replace(tzinfo=UTC)
        return None

    @property
    def related(self) -> dict[str, dict[str, str]]:
        """The glued-in pieces: number -> what (source, headline, body) -> words."""
        pieces: dict[str, dict[str, str]] = {}
        for start, end, label in self.spans:
            if match := _RELATED.fullmatch(label):
                pieces.setdefault(match[1], {})[match[2]] = self.text[start:end].strip()
        return pieces


def read_labelled(folder: Path) -> list[Labelled]:
    """Read every ``*_spans.json`` of a folder with its capture; a file stands for itself alone."""
    files = sorted(folder.glob("*_spans.json")) if folder.is_dir() else [folder]
    if not files:
        raise Absent(f"{folder} holds no *_spans.json")
    return [_read(path) for path in files]


def _read(path: Path) -> Labelled:
    told = json.loads(path.read_text(encoding="utf-8"))
    content = (path.parent / told["file"]).read_bytes()
    spans = tuple((s["start"], s["end"], s["label"]) for s in told["spans"])
    return Labelled(Path(told["file"]).stem, content, content.decode("utf-8"), spans)


def _starts(label: str, prefixes: tuple[str, ...]) -> bool:
    return any(prefix.endswith(":") and label.startswith(prefix) for prefix in prefixes)
