from firsthand.text.fingerprints import fingerprints, shingles
from firsthand.text.graph import components
from firsthand.text.tokens import words
from tests.made import OTHER, STRIKE

TEXT = " ".join(STRIKE)


def test_a_shared_passage_shares_fingerprints() -> None:
    glued = " ".join((*OTHER, *STRIKE))
    shared = set(fingerprints(words(TEXT))) & set(fingerprints(words(glued)))
    assert len(shared) >= 0.9 * len(fingerprints(words(TEXT)))


def test_different_texts_share_none() -> None:
    assert not set(fingerprints(words(TEXT))) & set(fingerprints(words(" ".join(OTHER))))


def test_house_style_does_not_show() -> None:
    assert fingerprints(words("The U.S. envoy left Port Alden")) == fingerprints(words("the US envoy left port alden"))


def test_hashes_are_the_same_in_every_process() -> None:
    assert [int(h) for h in shingles(words("one two three four"), 3)] == [15617765594060024288, 5486357431102568931]


def test_a_short_text_is_not_invisible() -> None:
    assert len(fingerprints(words("cranes will move"))) == 1
    assert fingerprints(words("")) == ()


def test_components_do_not_depend_on_the_order_of_edges() -> None:
    edges = [("a", "b"), ("c", "d"), ("b", "e")]
    assert components("edcba", edges) == components("abcde", edges[::-1]) == [{"a", "b", "e"}, {"c", "d"}]
