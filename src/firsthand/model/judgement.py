"""What people said about articles. Truth, like captures: set and withdrawn by people, kept through every rebuild.

A judgement hangs on article ids, which stay when a page is captured again or read by a better extractor; a document's
id would not (docs/notes/008). What it says is a statement, and its id is derived from the statement: saying it again
moves its time, saying it again after it was withdrawn brings it back. Of two that contradict each other the later
one holds.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.model.ids import derive


class JudgementKind(StrEnum):
    """What can be said. NOT_A_COPY: of either by the other. ORIGINAL_IS: of all that repeat it.

    WRONG_SPEAKER: of words that a page has somebody say.

    SAME_EVENT and DIFFERENT_EVENT are all that can be said of stories: to merge, split, move and pin are sayings made of
    these two (`firsthand.judging`).
    """

    NOT_A_COPY = "not_a_copy"
    COPY_OF = "copy_of"
    ORIGINAL_IS = "original_is"
    SAME_OUTLET = "same_outlet"
    SAME_EVENT = "same_event"
    DIFFERENT_EVENT = "different_event"
    WRONG_SPEAKER = "wrong_speaker"

    @property
    def is_of_events(self) -> bool:
        """Say whether this is about stories, and not about who copied whom or what an outlet is called."""
        return self in (JudgementKind.SAME_EVENT, JudgementKind.DIFFERENT_EVENT)

    @property
    def is_of_copies(self) -> bool:
        """Say whether this is about who copied whom."""
        return self in (JudgementKind.NOT_A_COPY, JudgementKind.COPY_OF, JudgementKind.ORIGINAL_IS)

    @property
    def is_mutual(self) -> bool:
        """Say whether it says the same with its sides turned."""
        return self is JudgementKind.NOT_A_COPY or self.is_of_events


@dataclass(frozen=True, slots=True)
class Judgement:
    """``by`` (may be empty) said at ``at`` that ``subject`` stands to ``object`` as ``kind`` says.

    Both are article ids; for COPY_OF the copy and its original; ORIGINAL_IS has no object. For SAME_OUTLET they are two
    names of one outlet as pages write them, the object being the one to show. For WRONG_SPEAKER the subject is an article, in
    which ``words`` stand, and the object the name of who says them (None: nobody). ``withdrawn`` is when it was taken back.
    What is said in one breath (of several pages at once) has one ``at``, and is taken back in one.
    """

    id: str
    kind: JudgementKind
    subject: str
    object: str | None
    by: str
    at: datetime
    note: str = ""
    withdrawn: datetime | None = None
    words: str = ""

    @property
    def articles(self) -> list[str]:
        """The articles that it speaks of."""
        if self.kind is JudgementKind.SAME_OUTLET:
            return []
        both = self.object and self.kind is not JudgementKind.WRONG_SPEAKER
        return [self.subject, self.object] if both and self.object else [self.subject]


def make_judgement(
    kind: JudgementKind, subject: str, object: str | None, by: str, at: datetime, note: str = "", words: str = ""
) -> Judgement:
    """Make a judgement, the sides of one that says the same either way in one order; one on words is known by these.

    >>> one, other = (make_judgement(JudgementKind.NOT_A_COPY, *ab, "", datetime.min) for ab in ("ab", "ba"))
    >>> one == other
    True
    """
    if kind.is_mutual and object is not None:
        subject, object = sorted((subject, object))
    sides = [subject, object or ""]
    if kind is JudgementKind.SAME_OUTLET:
        sides = sorted(side.casefold() for side in sides)
    if kind is JudgementKind.WRONG_SPEAKER:
        sides = [subject, " ".join(words.split())]
    return Judgement(derive("jud", kind, *sides), kind, subject, object, by, at, note, words=words)


def later(one: Judgement) -> tuple[datetime, str]:
    """Order judgements by when they were said: of two that contradict each other the later one holds."""
    return one.at, one.id


def person(one: Judgement) -> str:
    """Name who said it, and when: the beginning of a reason."""
    return f"{one.by or 'a person'} said on {one.at:%Y-%m-%d}"
