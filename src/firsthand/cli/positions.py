"""Positions as a person reads them: a party, a subject, what it said when, what changed.

Radoslav Tesh: the pledge on the line
  2026-03-03  demands   that the line be reopened  [doc_...:120-163]
  2026-03-11  drops it  “withdrew its demand ...”  [doc_...:80-121]
"""

from firsthand.cli.paper import Paper, styled
from firsthand.cli.stories import cut, time_of
from firsthand.cli.terminal import counted
from firsthand.contract import PositionOut, PositionsOut, SpanOut, StatementOut, TurnOut

_TURNS = {
    "new_demand": "a new demand",
    "denies": "denies what it said",
    "admits": "says what it denied",
    "drops": "gives it up",
    "figure": "another figure",
}
#: Without --full: so many positions, so many statements of one.
_POSITIONS, _STATEMENTS = 12, 6


def write_positions(out: PositionsOut, *, full: bool) -> None:
    """Write every position, those that changed first."""
    paper = Paper()
    shown = out.positions if full else out.positions[:_POSITIONS]
    for position in shown:
        _write(paper, position, full)
    if not out.positions:
        paper.line(0, "Nobody who is named demands, denies, promises or repeats anything here.")
    elif len(out.positions) > len(shown):
        paper.line(0, f"{len(out.positions) - len(shown)} more; --full shows all.", style="dim")


def _write(paper: Paper, position: PositionOut, full: bool) -> None:
    paper.line(0, styled(position.name, "bold"), f": {cut(position.subject, full)}")
    shown = position.statements if full else position.statements[:_STATEMENTS]
    turns: dict[int, list[TurnOut]] = {}
    for change in position.changes:
        turns.setdefault(change.after, []).append(change)
    for number, statement in enumerate(shown):
        _write_statement(paper, statement, full)
        for change in turns.get(number, []):
            paper.line(14, styled(_TURNS.get(change.turn, change.turn), "bold cyan"), f" {_place(change.now)}")
    if len(position.statements) > len(shown):
        paper.line(2, f"{len(position.statements) - len(shown)} more", style="dim")


def _write_statement(paper: Paper, statement: StatementOut, full: bool) -> None:
    verb = f"not: {statement.stance}" if statement.negated else statement.stance
    when = time_of(statement.at)[:10] if statement.at else "no time"
    through = f", according to {statement.according_to[0]}" if statement.according_to else ""
    told = f"{counted(statement.sources, 'source')}{through}"
    paper.line(2, f"{when:<12}", styled(f"{verb:<9} ", "dim"), cut(statement.text, full))
    paper.line(14, f"{told} {_place(statement.words[0])}", style="dim")


def _place(span: SpanOut) -> str:
    return f"[{span.document}:{span.start}-{span.end}]"
