"""The voices of a story: once each, with every place, and never more sources than there are."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model.document import Document
from firsthand.model.story_voices import StoryClaim, StoryQuote, StoryVoices
from firsthand.model.voices import PartyKind, Stance
from firsthand.profiles.words import load_words
from firsthand.understand.merged import MOST, story_voices
from firsthand.understand.reading import understand
from tests.made import at, document, story

WORDS = load_words()
PLEDGE = "We will keep the bridge open until the very last day of spring"


def voices(*lineages: Sequence[Document]) -> StoryVoices:
    documents = {d.id: d for lineage in lineages for d in lineage}
    understood = {i: understand(d, WORDS) for i, d in documents.items()}
    return story_voices(story(*lineages), documents, understood, WORDS)


def page(name: str, *paragraphs: str, hour: int = 9) -> Document:
    made = document(*paragraphs, url=f"https://{name}.example/a", published=at(3, hour))
    return replace(made, language="en")


def quotes(found: StoryVoices, text: str) -> list[StoryQuote]:
    return [q for q in found.quotes if text in q.text]


def claims(found: StoryVoices, stance: Stance) -> list[StoryClaim]:
    return [c for c in found.claims if c.stance is stance]


# --- quotes ---


def test_the_same_words_in_a_copy_are_one_quote_of_one_source() -> None:
    a = page("one", f'"{PLEDGE}," said Ada Orr.')
    b = page("two", f"‘{PLEDGE},’ said Ada Orr.", hour=10)
    (quote,) = voices([a, b]).quotes
    assert (quote.sources, quote.text, len(quote.told)) == (1, PLEDGE, 2)
    assert {t.document for t in quote.told} == {a.id, b.id}


def test_two_sources_that_quote_the_same_words_are_counted_both() -> None:
    a = page("one", f'"{PLEDGE}," said Ada Orr.')
    b = page("two", f'Mayor Ada Orr promised: "{PLEDGE}."', hour=10)
    (quote,) = quotes(voices([a], [b]), "until the very last day")
    assert (quote.sources, len(quote.lineages)) == (2, 2)


def test_a_fragment_and_a_cut_belong_to_the_whole() -> None:
    whole = page("one", f'"{PLEDGE}," said Ada Orr.')
    part = page("two", 'Ada Orr said the city would keep it "open until the very last day of spring."', hour=10)
    cut = page("three", '"We will keep the bridge open … the very last day of spring," said Ada Orr.', hour=11)
    direct = [q for q in voices([whole], [part], [cut]).quotes if q.form.value == "direct"]
    assert [(q.text, q.sources) for q in direct] == [(PLEDGE, 3)]


def test_two_words_of_somebody_else_stay_his() -> None:
    a = page("one", f'"{PLEDGE}," said Ada Orr.')
    b = page("two", f'"{PLEDGE}," said Ivo Lund.', hour=10)
    assert [q.sources for q in quotes(voices([a], [b]), "bridge")] == [1, 1]


@pytest.mark.parametrize(
    "other", ["We will not sell any of the 14 ships this year", "We will sell all of the 15 ships this year"]
)
def test_a_not_or_a_figure_keeps_two_quotes_apart(other: str) -> None:
    a = page("one", '"We will sell all of the 14 ships this year," said Ada Orr.')
    b = page("two", f'"{other}," said Ada Orr.', hour=10)
    assert len(voices([a], [b]).quotes) == 2


def test_a_reporters_own_words_are_one_in_copies_and_two_between_sources() -> None:
    first = "Ada Orr said the old bridge would be closed to heavy lorries from Monday on."
    second = "Ada Orr said the old bridge will be closed to heavy trucks from Monday."
    a, b = page("one", first), page("two", second, hour=10)
    assert len(voices([a, b]).quotes) == 1
    assert len(voices([a], [b]).quotes) == 2


def test_words_in_marks_point_at_the_sentence_they_stand_in() -> None:
    found = voices([page("one", 'Ada Orr said the bridge was "as safe as houses" and would open.')])
    inner = next(q for q in found.quotes if q.form.value == "direct")
    assert inner.within is not None
    assert "would open" in found.quotes[inner.within].text


# --- claims ---


def test_who_declined_is_told_once_with_two_places() -> None:
    text = "The Kremlin did not respond to a request for comment. NATO declined to comment."
    found = claims(voices([page("one", text), page("two", text, hour=10)]), Stance.DECLINES)
    assert [(len(c.told), c.sources) for c in found] == [(2, 1), (2, 1)]


def test_a_demand_names_the_sources_that_report_it() -> None:
    text = "Two Danish sources said that Norway wants a written pledge from its neighbours."
    found = voices([page("one", text)])
    (demand,) = claims(found, Stance.DEMANDS)
    by = [p for p in found.parties if p.id in demand.according_to]
    assert demand.text == "a written pledge from its neighbours"
    assert [(p.kind, p.at_least) for p in by] == [(PartyKind.ANONYMOUS, 2)]


def test_what_somebody_denies_is_not_asserted_by_the_same() -> None:
    found = voices([page("one", "Ada Orr rejected the claim that the Alden dam was unsafe in spring.")])
    assert {c.stance for c in found.claims} == {Stance.DENIES}


def test_the_time_of_a_claim_is_that_of_its_clause_where_it_says_so() -> None:
    found = voices([page("one", "In 2019 Norway demanded a written pledge. Norway demanded an apology.")])
    assert [str(c.dated) for c in claims(found, Stance.DEMANDS)] == ["2019", "None"]


def test_what_is_given_up_is_told_with_the_words_that_say_so() -> None:
    text = "Norway dropped its demand for a written pledge."
    a = page("one", text)
    (claim,) = claims(voices([a]), Stance.DEMANDS)
    assert claim.dropped is not None
    assert a.text[claim.dropped.start : claim.dropped.end] == "dropped its demand"


# --- parties, names ---


def test_spellings_of_one_person_are_one_party_and_one_name() -> None:
    a = page("one", "Volodymyr Zelenskiy said the talks would go on. Zelenskiy said no more.")
    b = page("two", "Volodymyr Zelenskyy said the talks had failed.", hour=10)
    c = page("three", "Zelensky said he was tired of it.", hour=11)
    found = voices([a], [b], [c])
    (party,) = found.parties
    assert (party.sources, party.kind) == (3, PartyKind.PERSON)
    (name,) = [n for n in found.names if n.entity.kind is PartyKind.PERSON]
    assert (name.sources, name.documents, name.mentions) == (3, 3, 4)
    assert {name.entity.name, *name.entity.aliases} >= {"Volodymyr Zelenskiy", "Volodymyr Zelenskyy", "Zelensky"}


def test_an_office_named_after_somebody_is_one_under_both_spellings() -> None:
    text = "The administration of the city was asked. President Volodymyr {}'s administration did not respond to a request for comment."
    found = voices([page("one", text.format("Zelenskiy")), page("two", text.format("Zelenskyy"), hour=10)])
    (declined,) = claims(found, Stance.DECLINES)
    assert len(declined.told) == 2


# --- unnamed ---

THREE = "Three Danish sources said the deal was near. The first source said it would be signed."


def test_unnamed_sources_of_copies_are_the_same_people() -> None:
    found = voices([page("one", THREE), page("two", THREE, hour=10), page("three", THREE, hour=11)])
    assert (found.anonymous, found.anonymous_at_least) == (3, 3)
    (unnamed,) = found.unnamed
    assert [(d.text, d.at_least, len(d.places)) for d in unnamed.descriptions] == [
        ("Three Danish sources", 3, 3),
        ("The first source", 1, 3),
    ]


def test_unnamed_sources_of_two_reports_may_be_others() -> None:
    found = voices(
        [page("one", THREE)], [page("two", "Two officials close to the talks said the deal was far.", hour=10)]
    )
    assert (found.anonymous, found.anonymous_at_least) == (5, 3)


# --- events ---


def test_one_event_in_two_reports() -> None:
    a = page("one", "Divers found the wreck of the ferry Maren off Port Alden on 12 May 2019.")
    b = page(
        "two", "On 12 May 2019 divers found the wreck of the Maren near Port Alden. It snowed on 12 May 2019.", hour=10
    )
    found = voices([a], [b]).events
    assert [(e.sources, str(e.moment)) for e in found] == [(2, "2019-05-12"), (1, "2019-05-12")]


def test_three_sources_are_not_told_as_one_senior_source() -> None:
    a = page(
        "one",
        "Three Danish sources said the deal was near.",
        "One senior Danish source with long experience of such talks said it would be signed in May.",
    )
    (party,) = [p for p in voices([a]).parties if p.kind is PartyKind.ANONYMOUS]
    assert (party.name, party.at_least) == ("Three Danish sources", 3)


def test_a_copy_seen_later_means_the_original_s_days() -> None:
    text = (
        "Divers found the wreck of the ferry Maren off Port Alden on Monday, after they had searched since last June."
    )
    a = page("one", text)
    b = replace(page("two", text, hour=10), published=None, seen=at(30, 9))
    found = voices([a, b]).events
    assert {(str(e.moment), len(e.told), e.sources) for e in found} == {("2026-03-02", 2, 1), ("2025-06", 2, 1)}
    alone = {str(e.moment) for e in voices([b]).events}
    assert "2026-03-30" in alone, "by itself it counts from the day on which it was seen"


def test_a_page_of_thousands_of_sentences_holds_nothing_up() -> None:
    text = "".join(f'Ada Orr said the bridge was "safe {n} times over" on Monday. ' for n in range(3_000))
    began = process_time()
    found = voices([page("one", text)])
    assert process_time() - began < 20
    assert 0 < len(found.quotes) <= MOST


def test_a_page_of_which_nothing_is_understood_yet_is_left_out() -> None:
    a, b = page("one", THREE), page("two", THREE, hour=10)
    found = story_voices(story([a, b]), {a.id: a, b.id: b}, {a.id: understand(a, WORDS)}, WORDS)
    assert {t.document for q in found.quotes for t in q.told} == {a.id}
    assert story_voices(story([a]), {}, {}, WORDS).quotes == ()


# --- whatever the texts ---

SENTENCES = (
    f'"{PLEDGE}," said Ada Orr.',
    'Ada Orr said the city would keep it "open until the very last day of spring."',
    "Three Danish sources said the deal was near.",
    "Two of the sources said Norway wants a written pledge.",
    "One Polish official close to the talks said it was not.",
    "Norway demanded a written pledge from its neighbours in 2019.",
    "The Kremlin did not respond to a request for comment.",
    "Orr denied that the bridge was unsafe.",
    "Ivo Lund, a lawyer, said the bridge was closed on 3 May 2019.",
)
TEXTS = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), min_size=1, max_size=4)


def _pages(texts: Sequence[Sequence[str]]) -> list[Document]:
    return [page(f"p{n}", *text, hour=n) for n, text in enumerate(texts)]


def _counts(found: StoryVoices) -> set[tuple[object, ...]]:
    said = {("quote", q.form, q.text, q.sources) for q in found.quotes}
    claimed = {("claim", c.stance, c.text, c.sources) for c in found.claims}
    people = {("name", n.entity.id, n.sources) for n in found.names}
    return said | claimed | people | {("anonymous", found.anonymous, found.anonymous_at_least)}


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_every_span_stands_in_its_document(texts: list[list[str]]) -> None:
    pages = _pages(texts)
    known = {p.id: p for p in pages}
    found = voices(*[[p] for p in pages])
    told = [t for entry in (*found.quotes, *found.claims) for t in entry.told]
    spans = [s for t in told for s in (*t.words, t.cue, t.speaker) if s]
    spans += [s for e in found.events for s in (*e.told, *e.when)]
    spans += [s for p in found.parties for s in p.named] + [s for n in found.names for s in n.first]
    spans += [s for u in found.unnamed for d in u.descriptions for s in d.places]
    assert all(0 <= s.start < s.end <= len(known[s.document].text) for s in spans)
    for entry in (*found.quotes, *found.claims):
        first = entry.told[0]
        assert entry.text == " … ".join(known[s.document].text[s.start : s.end] for s in first.words)
    for party in found.parties:
        assert all(found.quotes[n].party == party.id for n in party.quotes)
        assert all(found.claims[n].party == party.id for n in party.claims)


@settings(max_examples=30, deadline=None)
@given(TEXTS, st.integers(0, 3))
def test_a_copy_adds_no_source(texts: list[list[str]], which: int) -> None:
    pages = _pages(texts)
    one = pages[which % len(pages)]
    copy = replace(one, id="doc_copy", published=at(3, 23))
    alone = [[p] for p in pages]
    with_copy = [[p, copy] if p is one else [p] for p in pages]
    assert _counts(voices(*alone)) == _counts(voices(*with_copy))


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_unnamed_people_of_one_source_are_those_of_its_fullest_page(texts: list[list[str]]) -> None:
    pages = _pages(texts)
    most = max(understand(p, WORDS).anonymous for p in pages)
    counts = [voices(pages[:n]).anonymous for n in range(1, len(pages) + 1)]
    assert counts == sorted(counts)
    assert counts[-1] == most


def test_the_order_of_documents_and_lineages_does_not_matter() -> None:
    pages = _pages([SENTENCES[:4], SENTENCES[2:6], SENTENCES[5:]])
    understood = {p.id: understand(p, WORDS) for p in pages}
    told = story(*[[p] for p in pages])
    found = []
    for order in permutations(range(3)):
        lineages = tuple(told.lineages[n] for n in order)
        members = tuple(told.members[n] for n in reversed(order))
        documents = {pages[n].id: pages[n] for n in order}
        found.append(story_voices(replace(told, lineages=lineages, members=members), documents, understood, WORDS))
    assert all(one == found[0] for one in found)
