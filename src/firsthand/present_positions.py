"""Positions, told in the shapes of `firsthand.contract.positions`. Pure."""

from collections.abc import Iterable

from firsthand import contract as out
from firsthand.model.positions import Change, Position, Statement
from firsthand.model.span import Span


def positions_out(of: str, positions: Iterable[Position]) -> out.PositionsOut:
    """Tell of the positions in the thread or story ``of``."""
    return out.PositionsOut(of, [_position(position) for position in positions])


def _position(position: Position) -> out.PositionOut:
    return out.PositionOut(
        position.party,
        position.kind,
        position.name,
        position.subject,
        _span(position.label),
        list(position.stories),
        [_statement(statement) for statement in position.statements],
        [_turn(change) for change in position.changes],
    )


def _statement(statement: Statement) -> out.StatementOut:
    return out.StatementOut(
        statement.story,
        statement.stance,
        statement.text,
        [_span(span) for span in statement.words],
        _span(statement.cue),
        str(statement.at) if statement.at else None,
        statement.dated,
        statement.sources,
        statement.negated,
        statement.conditional,
        list(statement.according_to),
        statement.repeats,
        _span(statement.dropped) if statement.dropped else None,
        statement.verbatim,
    )


def _turn(change: Change) -> out.TurnOut:
    was = _span(change.was) if change.was else None
    return out.TurnOut(change.turn, change.before, change.after, was, _span(change.now))


def _span(span: Span) -> out.SpanOut:
    return out.SpanOut(span.document, span.start, span.end)
