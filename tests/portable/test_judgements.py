"""What people say is kept alike on either database, through everything that drops what is derived."""

from dataclasses import replace
from datetime import timedelta

import pytest

from firsthand.model.errors import NotFound
from firsthand.model.judgement import JudgementKind, make_judgement
from firsthand.model.story import Lineage
from firsthand.store import affinities, captures, derived, documents, judgements, lineages
from firsthand.store.database import Store
from firsthand.store.together import together
from tests.portable import made

LATER = made.NOON + timedelta(hours=1)
CUT = make_judgement(JudgementKind.NOT_A_COPY, "art_1", "art_0", "Ada\x00", made.NOON, "“own words”")
PIN = make_judgement(JudgementKind.ORIGINAL_IS, "art_2", None, "", LATER)
NAME = make_judgement(JudgementKind.SAME_OUTLET, "BBC", "BBC News", "Ada", made.NOON)


def test_what_was_said_comes_back_in_the_order_it_was_said(store: Store) -> None:
    with store.write() as tx:
        for said in (PIN, CUT, NAME):
            judgements.put(tx, said)
    with store.read() as tx:
        stored = replace(CUT, by="Ada\ufffd")
        assert judgements.every(tx) == sorted([PIN, stored, NAME], key=lambda j: (j.at, j.id))
        assert judgements.get(tx, CUT.id) == stored
        assert judgements.of_outlets(tx) == [NAME]
        with pytest.raises(NotFound, match="judge list"):
            judgements.get(tx, "jud_unknown")


def test_saying_it_again_is_one_statement_with_a_later_time(store: Store) -> None:
    again = make_judgement(JudgementKind.NOT_A_COPY, "art_0", "art_1", "Ben", LATER)
    turned = make_judgement(JudgementKind.SAME_OUTLET, "bbc news", "BBC", "", LATER)
    with store.write() as tx:
        for said in (CUT, NAME, again, turned):
            judgements.put(tx, said)
        assert judgements.every(tx) == sorted([again, turned], key=lambda j: j.id)


def test_what_was_withdrawn_is_history_and_can_be_said_again(store: Store) -> None:
    with store.write() as tx:
        judgements.put(tx, NAME)
        taken_back = judgements.withdraw(tx, NAME.id, LATER)
        assert taken_back == replace(NAME, withdrawn=LATER)
        assert judgements.withdraw(tx, NAME.id, LATER + timedelta(days=1)) == taken_back
        assert judgements.of_outlets(tx) == []
        assert judgements.every(tx) == [taken_back]
        judgements.put(tx, NAME)
        assert judgements.of_outlets(tx) == [NAME]
        with pytest.raises(NotFound):
            judgements.withdraw(tx, "jud_unknown", LATER)


def test_a_document_is_judged_by_its_article(store: Store) -> None:
    with store.write() as tx:
        for number in range(4):
            capture, content = made.capture(number)
            captures.add(tx, capture, content)
            documents.save_extraction(tx, made.extraction(capture.id, made.document(number, capture.id)))
        for said in (PIN, replace(CUT, by=""), NAME):
            judgements.put(tx, said)
    with store.read() as tx:
        assert documents.ids_of_articles(tx, ["art_0", "art_2"]) == ["doc_0000", "doc_0002", "doc_0003"]
        assert judgements.of_documents(tx, ["doc_0003"]) == [replace(CUT, by="")], "a version of the page judged"
        assert judgements.of_documents(tx, ["doc_0001"]) == [replace(CUT, by="")], "either side"
        assert judgements.of_documents(tx, ["doc_0001", "doc_0002"]) == [replace(CUT, by=""), PIN]
        assert judgements.of_documents(tx, ["doc_9999"]) == judgements.of_documents(tx, []) == []
    with store.write() as tx:
        derived.drop_all(tx)
        assert len(judgements.every(tx)) == 3


ONE_EVENT = make_judgement(JudgementKind.SAME_EVENT, "art_1", "art_0", "Ada", made.NOON)
TWO_EVENTS = make_judgement(JudgementKind.DIFFERENT_EVENT, "art_1", "art_2", "Ada", made.NOON)


def test_what_was_said_in_one_breath_is_found_by_any_of_it(store: Store) -> None:
    by_ben = make_judgement(JudgementKind.SAME_EVENT, "art_2", "art_0", "Ben", made.NOON)
    with store.write() as tx:
        for said in (ONE_EVENT, TWO_EVENTS, by_ben, NAME):
            judgements.put(tx, said)
        assert judgements.in_one_breath(tx, TWO_EVENTS) == sorted([ONE_EVENT, TWO_EVENTS], key=lambda j: j.id)
        assert judgements.of_events(tx, ["art_0"]) == sorted([ONE_EVENT, by_ben], key=lambda j: j.id)
        assert judgements.of_events(tx, ["art_9"]) == judgements.of_events(tx, []) == []
        judgements.withdraw(tx, ONE_EVENT.id, LATER)
        assert judgements.in_one_breath(tx, TWO_EVENTS) == [TWO_EVENTS]
        assert judgements.of_events(tx, ["art_0"]) == [by_ben]


def test_groups_hang_together_by_what_was_said_also_over_a_page_that_is_not_here(store: Store) -> None:
    over_absent = [
        make_judgement(JudgementKind.SAME_EVENT, "art_2", "art_gone", "Ada", made.NOON),
        make_judgement(JudgementKind.SAME_EVENT, "art_gone", "art_1", "Ada", made.NOON),
    ]
    cut = make_judgement(JudgementKind.DIFFERENT_EVENT, "art_2", "art_elsewhere", "Ada", made.NOON)
    first, second = frozenset({"lin_0", "lin_1"}), frozenset({"lin_2"})
    with store.write() as tx:
        for number in range(3):
            capture, content = made.capture(number)
            captures.add(tx, capture, content)
            page = made.document(number, capture.id)
            documents.save_extraction(tx, made.extraction(capture.id, page))
            lineages.replace(tx, [], [Lineage(f"lin_{number}", (page.id,), page.id)])
        affinities.put_groups(tx, [first])
        assert together(tx, [first]) == ({first}, [])
        for said in (*over_absent, cut, NAME):
            judgements.put(tx, said)
        groups, said_of_them = together(tx, [first])
        assert groups == {first, second}
        assert said_of_them == sorted([*over_absent, cut], key=lambda j: j.id)
        assert together(tx, [second])[0] == groups
        assert lineages.articles(tx, ["lin_0", "lin_2"]) == {"art_0", "art_2"}
        assert lineages.of_articles(tx, ["art_1", "art_gone"]) == {"lin_1"}
