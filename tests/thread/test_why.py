"""Why two are together or apart: every cause there is, and every signal a score may have."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.model.story import Lineage, Link, Reason, Relation
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.features import features
from firsthand.thread.judged import bonds
from firsthand.thread.signals import WINDOW
from firsthand.thread.why import Around, Side, Why, nearest, signals, why
from tests.thread.test_bound import OTHER, SAME, say
from tests.thread.test_stories import TEXTS, alone, copied, page

FERRY, FERRY2, LIBRARY = (
    page(name, TEXTS[event][at]) for name, event, at in (("a", "ferry", 0), ("b", "ferry", 1), ("c", "library", 0))
)


def around(pages: Iterable[Document], near: dict[tuple[str, str], float] | None = None, *said: object) -> Around:
    given = list(pages)
    lineages = [alone(d) for d in given]
    held = bonds(said, lineages, {d.id: d for d in given})  # type: ignore[arg-type]
    return Around({lin.id: d for lin, d in zip(lineages, given, strict=True)}, near or {}, held)


def side(document: Document, group: Iterable[Document] = (), lineage: Lineage | None = None) -> Side:
    held = lineage or alone(document)
    known = features(document, load_background())
    return Side(document, held, document, known, frozenset([held.id, *(alone(d).id for d in group)]))


def ask(a: Side, b: Side, what: Around) -> Why:
    return why(a, b, what, {s.page.id: s.page for s in (a, b)}, load_judge())


def test_what_reaches_the_bar_is_together_by_itself() -> None:
    both = [FERRY, FERRY2]
    found = ask(side(FERRY, both), side(FERRY2, both), around(both))
    assert (found.verdict, found.cause) == ("one_story", "near")
    assert found.sentences[0] == "They are in one story."
    assert found.score is not None
    assert found.reasons == found.score.reasons


def test_what_does_not_is_together_over_others() -> None:
    three = [FERRY, FERRY2, LIBRARY]
    near = {("lin_doc_a", "lin_doc_b"): 0.9, ("lin_doc_b", "lin_doc_c"): 0.8}
    found = ask(side(FERRY, three), side(LIBRARY, three), around(three, near))
    assert found.cause == "others"
    assert "“Headline of a” and “Headline of b” are alike: 0.90." in found.sentences
    assert "“Headline of b” and “Headline of c” are alike: 0.80." in found.sentences


def test_what_is_tied_over_a_page_that_is_not_here_says_so() -> None:
    two = [FERRY, LIBRARY]
    found = ask(side(FERRY, two), side(LIBRARY, two), around(two))
    assert found.cause == "judged"
    assert any("not here any more" in sentence for sentence in found.sentences)


def test_each_cause_that_keeps_two_apart() -> None:
    other = page("other", "Growers met. The pears rot.")
    few = ask(side(FERRY), side(other), around([FERRY, other]))
    assert (few.cause, few.sentences[-1]) == ("few_terms", "They share the words “Headline”.")
    below = ask(side(FERRY), side(LIBRARY), around([FERRY, LIBRARY]))
    assert (below.cause, below.mean) == ("below_bar", 0)
    old = page("old", TEXTS["ferry"][1], hours=-(WINDOW / timedelta(hours=1)) - 1)
    assert ask(side(FERRY), side(old), around([FERRY, old])).cause == "window"


def test_two_that_are_alike_are_apart_where_their_stories_are_not() -> None:
    pages = [FERRY, FERRY2, LIBRARY]
    near = {("lin_doc_a", "lin_doc_b"): 0.8}
    found = ask(side(FERRY), side(FERRY2, [LIBRARY]), around(pages, near))
    assert (found.cause, found.mean) == ("average", 0.4)
    assert "the mean of their 2 pairs is 0.40." in found.sentences[2]
    near |= {("lin_doc_a", "lin_doc_c"): 0.6}
    cut = ask(side(FERRY), side(FERRY2, [LIBRARY]), around(pages, near, say(OTHER, "a", "c", by="Ada")))
    assert cut.cause == "judged_others"
    assert "Ada said on 2026-03-05: “Headline of a” and “Headline of c” tell two events." in cut.sentences
    assert ask(side(FERRY), side(FERRY2, [LIBRARY]), around(pages, near)).cause == "order"


def test_a_cut_is_told_with_the_ties_it_follows_from() -> None:
    pages = [FERRY, FERRY2, LIBRARY]
    what = around(pages, {}, say(SAME, "a", "b", by="Ada"), say(OTHER, "b", "c", by="Ben"))
    found = ask(side(FERRY, [FERRY2]), side(LIBRARY), what)
    assert found.cause == "judged"
    assert [s for s in found.sentences if " said on " in s] == [
        "Ben said on 2026-03-05: “Headline of b” and “Headline of c” tell two events.",
        "Ada said on 2026-03-05: “Headline of a” and “Headline of b” tell one event.",
    ]


def test_one_source_is_told_link_by_link() -> None:
    far = page("far", TEXTS["ferry"][0])
    first, second = copied(FERRY, FERRY2), copied(FERRY2, far)
    lineage = replace(first, members=(*first.members, far.id), links=(*first.links, *second.links))
    pages = {d.id: d for d in (FERRY, FERRY2, far)}
    found = why(side(far, lineage=lineage), side(FERRY, lineage=lineage), around([FERRY]), pages, load_judge())
    assert (found.verdict, found.cause, len(found.links)) == ("one_source", "links", 2)
    assert found.sentences[1] == "“Headline of far” is a copy of “Headline of b”: credits doc_b."
    credit = replace(lineage, links=())
    assert why(side(far, lineage=credit), side(FERRY, lineage=credit), around([FERRY]), pages, load_judge()).sentences[
        1
    ] == ("“Headline of far”: is the earliest.")


def test_what_one_has_from_the_other_is_told() -> None:
    link = Link(Relation.SHARED_STATEMENT, FERRY.id, FERRY2.id, Coverage(0.1, 0.1), False, (Reason("x", "words"),))
    a, b = side(FERRY, lineage=replace(alone(FERRY), beside=(link,))), side(FERRY2)
    found = ask(a, b, around([FERRY, FERRY2]))
    assert found.links == (link,)
    assert found.sentences[-1] == "“Headline of b” and “Headline of a” print the same statement of a third."


def test_the_page_that_stands_for_a_copy_is_named() -> None:
    copy = page("copy", TEXTS["ferry"][0])
    asked = replace(side(FERRY), page=copy)
    found = ask(asked, side(LIBRARY), around([FERRY, LIBRARY]))
    assert any(s.startswith("What was compared for “Headline of copy” is “Headline of a”") for s in found.sentences)


@dataclass(frozen=True)
class Coming:
    """Signals of a later score."""

    cosine: float
    likeness: float
    same_place: bool
    gap: timedelta | None
    model: str


def test_signals_that_are_not_known_here_go_by_their_names() -> None:
    known = features(FERRY, load_background())
    told = signals(Coming(0.5, 0.25, True, None, "small"), known, replace(known, language=""))  # type: ignore[arg-type]
    assert [(s.code, s.value) for s in told] == [
        ("cosine", 0.5), ("likeness", 0.25), ("same_place", None), ("gap", None), ("model", None), ("languages", None),
    ]  # fmt: skip
    assert [s.text for s in told[1:]] == [
        "likeness: 0.25", "same place: yes", "time between them: not known", "model: small",
        "written in an unknown language and en",
    ]  # fmt: skip


def test_of_two_stories_the_nearest_pages_are_compared() -> None:
    what = around([FERRY, FERRY2, LIBRARY], {("lin_doc_b", "lin_doc_c"): 0.3})
    assert nearest(["lin_doc_a", "lin_doc_b"], ["lin_doc_c"], what) == ("lin_doc_b", "lin_doc_c")
    assert nearest(["lin_doc_b", "lin_doc_a"], ["lin_doc_x", "lin_doc_d"], what) == ("lin_doc_a", "lin_doc_d")
