"""The doctor's findings as lines."""

from collections.abc import Iterable
from typing import Protocol

from rich.text import Text

from firsthand.cli.paper import Paper

_STYLES = {"ok": "green", "note": "yellow", "bad": "bold red"}


class Finding(Protocol):
    """What `app.doctor` says of one thing."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def next_try(self) -> str: ...


def write_checks(checks: Iterable[Finding]) -> None:
    """Write each finding: its state, its name, what was found, and what to do about it."""
    paper = Paper()
    for check in checks:
        state = Text(f"{check.state:<5}", style=_STYLES.get(check.state, ""))
        paper.line(0, state, f"{check.name}: ", check.text)
        if check.next_try:
            paper.line(6, check.next_try, style="dim")
