"""The doctor's findings as lines."""

from collections.abc import Iterable

from rich.text import Text

from firsthand.cli.paper import Paper
from firsthand.contract import Check

_STYLES = {"ok": "green", "note": "yellow", "bad": "bold red"}


def write_checks(checks: Iterable[Check]) -> None:
    """Write each finding: its state, its name, what was found, and what to do about it."""
    paper = Paper()
    for check in checks:
        state = Text(f"{check.state:<5}", style=_STYLES.get(check.state, ""))
        paper.line(0, state, f"{check.name}: ", check.text)
        if check.next_try:
            paper.line(6, check.next_try, style="dim")
