"""What people said constrains lineages: cut, tied, turned, pinned, and told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

from firsthand.model.document import Document
from firsthand.model.judgement import Judgement, JudgementKind, make_judgement
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.story import Lineage, Relation
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from tests.made import OTHER, SEEN, STRIKE, at, document

LEXICON = Lexicon(agencies=(Agency("Meridian Wire", ("Meridian Wire",), ("meridian.example",)),))
ONE = document(*STRIKE, url="https://one.example/a", outlet="One", published=at(3, 9))
TWO = document(*STRIKE, url="https://two.example/b", outlet="Two", published=at(3, 11))
THREE = document(*STRIKE[:4], url="https://three.example/c", outlet="Three", published=at(3, 12))
ALONE = document(*OTHER, url="https://four.example/d", outlet="Four", headline="Climbers rescued", published=at(3, 8))
NOT, COPY, ORIGINAL = JudgementKind.NOT_A_COPY, JudgementKind.COPY_OF, JudgementKind.ORIGINAL_IS


def say(kind: JudgementKind, a: Document, b: Document | None = None, hour: int = 1, by: str = "") -> Judgement:
    """Make a judgement of an hour of the fifth of March."""
    moment = datetime(2026, 3, 5, hour, tzinfo=UTC)
    return make_judgement(kind, a.article, b.article if b else None, by, moment)


def family(pages: Iterable[Document], *said: Judgement) -> list[Lineage]:
    given = list(pages)
    links = [found for i, a in enumerate(given) for b in given[i + 1 :] if (found := relate(a, b, LEXICON))]
    return lineages({p.id: p for p in given}, links, LEXICON, said)


def groups(found: list[Lineage]) -> list[set[str]]:
    return sorted(({*lineage.members} for lineage in found), key=sorted)


def texts(lineage: Lineage) -> list[str]:
    return [reason.text for reason in lineage.reasons]


def test_what_a_person_told_apart_is_two_sources_and_says_who_said_so() -> None:
    cut, other = family([ONE, TWO], say(NOT, TWO, ONE, by="Ada"))
    assert groups([cut, other]) == sorted([{ONE.id}, {TWO.id}], key=sorted)
    (reason,) = next(lin for lin in (cut, other) if lin.original == TWO.id).reasons
    assert reason.code == "judged_apart"
    assert reason.text == (
        "Ada said on 2026-03-05: “Harbour strike ends” (Two) is not a copy of “Harbour strike ends” (One)"
    )


def test_two_told_apart_do_not_meet_over_a_third_which_stays_with_the_fuller() -> None:
    part = document(*STRIKE[:4], OTHER[0], url="https://five.example/e", outlet="Five", published=at(3, 20))
    apart = family([ONE, TWO, part], say(NOT, ONE, TWO))
    assert len(apart) == 2
    assert sum(part.id in lineage.members for lineage in apart) == 1
    assert not any({ONE.id, TWO.id} <= {*lineage.members} for lineage in apart)


def test_a_withdrawn_judgement_leaves_no_trace() -> None:
    gone = replace(say(NOT, ONE, TWO), withdrawn=datetime(2026, 3, 6, tzinfo=UTC))
    assert family([ONE, TWO], gone) == family([ONE, TWO])


def test_a_copy_that_shares_no_words_is_tied_to_the_original_a_person_named() -> None:
    (lineage,) = family([ONE, ALONE], say(COPY, ONE, ALONE, by="Ada"))
    assert lineage.original == ALONE.id
    (link,) = lineage.links
    assert (link.relation, link.original, link.copy, link.decided) == (Relation.COPY, ALONE.id, ONE.id, True)
    assert link.reasons[0].text.startswith("Ada said on 2026-03-05: “Harbour strike ends” (One) is a copy of “Climbers")


def test_the_machines_link_is_turned_where_a_person_says_so() -> None:
    (lineage,) = family([ONE, THREE], say(COPY, ONE, THREE))
    (link,) = lineage.links
    assert (lineage.original, link.original, link.copy) == (THREE.id, THREE.id, ONE.id)
    assert link.coverage.of_original == 1.0, "all of the shorter text stands in the longer"
    assert "published_earlier" not in {reason.code for reason in link.reasons}


def test_a_page_has_one_original_where_a_person_named_it() -> None:
    (lineage,) = family([ONE, TWO, THREE], say(COPY, THREE, TWO))
    assert [(k.original, k.copy) for k in lineage.links if k.copy == THREE.id] == [(TWO.id, THREE.id)]
    assert lineage.original == ONE.id


def test_the_original_a_person_pinned_beats_clock_credit_and_absence() -> None:
    wire = [
        document(*STRIKE, url=f"https://{n}.example/x", outlet=n, credit="Interlink News", published=at(3, 9 + i))
        for i, n in enumerate(("one", "two"))
    ]
    assert family(wire)[0].absent == "Interlink News"
    (lineage,) = family(wire, say(ORIGINAL, wire[1]))
    assert (lineage.original, lineage.absent) == (wire[1].id, None)
    assert texts(lineage)[0] == "a person said on 2026-03-05: “Harbour strike ends” (two) is the original"
    (link,) = lineage.links
    assert (link.original, link.decided) == (wire[1].id, True)


def test_of_two_that_contradict_each_other_the_later_holds() -> None:
    assert len(family([ONE, TWO], say(COPY, ONE, TWO, 1), say(NOT, ONE, TWO, 2))) == 2
    assert len(family([ONE, TWO], say(COPY, ONE, TWO, 3), say(NOT, ONE, TWO, 2))) == 1
    turned = family([ONE, TWO], say(COPY, ONE, TWO, 1), say(COPY, TWO, ONE, 2))
    assert turned[0].original == ONE.id
    assert family([ONE, TWO], say(ORIGINAL, ONE, hour=1), say(ORIGINAL, TWO, hour=2))[0].original == TWO.id
    assert family([ONE, TWO], say(COPY, TWO, ONE, 1), say(ORIGINAL, TWO, hour=2))[0].original == TWO.id
    assert family([ONE, TWO], say(COPY, TWO, ONE, 3), say(ORIGINAL, TWO, hour=2))[0].original == ONE.id


def test_what_is_cut_stays_cut_whatever_is_tied() -> None:
    made = family([ONE, TWO, ALONE], say(COPY, ONE, ALONE, 1), say(COPY, TWO, ALONE, 2), say(NOT, ONE, TWO, 3))
    assert groups(made) == sorted([{ONE.id}, {TWO.id, ALONE.id}], key=sorted)


def test_every_version_of_a_page_is_judged_with_it() -> None:
    again = document(*STRIKE, "More.", url=TWO.url or "", outlet="Two", published=at(3, 11), seen=SEEN + timedelta(1))
    made = family([ONE, TWO, again], say(NOT, TWO, ONE))
    assert groups(made) == sorted([{ONE.id}, {TWO.id, again.id}], key=sorted)
    (pinned,) = family([ONE, TWO, again], say(ORIGINAL, TWO))
    assert pinned.original == TWO.id, "the first version"


def test_a_round_up_stays_with_the_original_a_person_named() -> None:
    glued = document(*STRIKE, *OTHER, url="https://five.example/e", outlet="Five", published=at(3, 20))
    by_machine, by_person = family([ONE, ALONE, glued]), family([ONE, ALONE, glued], say(COPY, glued, ALONE))
    assert groups(by_machine) == sorted([{ONE.id, glued.id}, {ALONE.id}], key=sorted)
    assert groups(by_person) == sorted([{ONE.id}, {ALONE.id, glued.id}], key=sorted)


def test_neither_order_nor_bystanders_change_a_lineage() -> None:
    said = [say(NOT, ONE, TWO, 1), say(COPY, THREE, TWO, 2), say(ORIGINAL, TWO, hour=3)]
    pages = [ONE, TWO, THREE, ALONE]
    made = {str(family(order, *judgements)) for order in permutations(pages) for judgements in permutations(said)}
    assert len(made) == 1
    with_bystander, without = family(pages, *said), family(pages[:3], *said)
    assert [lin for lin in with_bystander if lin.members != (ALONE.id,)] == without
    assert family([ONE, ALONE], say(NOT, ONE, ALONE)) == family([ONE, ALONE]), "no link was cut: nothing to tell"
