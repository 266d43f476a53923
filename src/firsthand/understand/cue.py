"""What a cue is: the words that say that somebody speaks, thinks or wants, and where they stand in a sentence."""

from dataclasses import dataclass

from firsthand.understand.tokens import Kind, Token

_GROUP = Kind.AUXILIARY | Kind.MODAL | Kind.ADVERB | Kind.NEGATION


@dataclass(slots=True)
class Cue:
    """A cue in a sentence: tokens ``first..last`` of the group, the verb at ``verb``; where its subject stands.

    ``inverted``: the subject follows. ``joined``: it has its subject from the verb before it ("and called").
    ``way``: how what is said is joined to it: ``clause``, ``to``, ``thing``, or a preposition.
    """

    first: int
    last: int
    verb: int
    takes: frozenset[str]
    form: str
    stance: str = ""
    subject: tuple[int, int] | None = None
    inverted: bool = False
    joined: bool = False
    relative: bool = False
    passive: bool = False
    phrase: bool = False
    noun: bool = False
    infinitive: bool = False
    way: str = ""


def group_start(sentence: list[Token], at: int) -> int:
    """Return where the auxiliaries and adverbs before a verb begin."""
    start = at
    while start > 0 and sentence[start - 1].has(_GROUP) and not sentence[start - 1].has(Kind.DETERMINER | Kind.CAPITAL):
        start -= 1
    return start
