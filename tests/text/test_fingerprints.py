import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.text.fingerprints import SHINGLE_WORDS, WINDOW, fingerprints, shingles
from firsthand.text.graph import components
from firsthand.text.tokens import words
from tests.made import OTHER, STRIKE

TEXT = " ".join(STRIKE)
#: Made-up texts in scripts written without spaces, and one with other matter around it.
UNSPACED = {
    "Chinese": "阿尔登港码头工人周一开始罢工,要求提高夜班工资。工会说,谈判在周末破裂,公司拒绝了最后的提议。港务局表示,三艘货轮正在港外等候。",
    "Japanese": "アルデン港の港湾労働者は月曜日にストライキを始めた。組合によると、週末の交渉は決裂し、会社は最後の提案を拒否した。三隻の貨物船が沖で待っている。",
    "Thai": "คนงานท่าเรืออัลเดนเริ่มหยุดงานประท้วงเมื่อวันจันทร์เพื่อเรียกร้องค่าแรงกะกลางคืน สหภาพกล่าวว่าการเจรจาล้มเหลวในช่วงสุดสัปดาห์",
}


def prints(text: str) -> set[int]:
    return set(fingerprints([text])[0].tolist())


def test_a_shared_passage_shares_fingerprints() -> None:
    assert len(prints(TEXT) & prints(" ".join((*OTHER, *STRIKE)))) >= 0.9 * len(prints(TEXT))


def test_different_texts_share_none() -> None:
    assert not prints(TEXT) & prints(" ".join(OTHER))


WORDS = st.lists(st.sampled_from("ash birch cedar elm fir".split()), max_size=30)


@given(WORDS, WORDS, st.lists(st.integers(0, 10**6), min_size=SHINGLE_WORDS + 2 * WINDOW - 1, max_size=40, unique=True))
def test_a_passage_long_enough_always_shares_two(before: list[str], after: list[str], passage: list[int]) -> None:
    shared = " ".join(f"w{number}" for number in passage)
    one, other = " ".join([*before, shared]), " ".join([shared, *after])
    assert len(prints(one) & prints(other)) >= 2


@given(st.lists(st.text(), max_size=6))
def test_texts_read_together_have_the_same_prints_as_alone(texts: list[str]) -> None:
    assert [found.tolist() for found in fingerprints(texts)] == [fingerprints([t])[0].tolist() for t in texts]


def test_many_texts_are_read_in_batches() -> None:
    texts = [f"{TEXT} number {number}" for number in range(400)]
    assert len(fingerprints(texts)) == 400
    assert fingerprints(texts)[399].tolist() == fingerprints(texts[399:])[0].tolist()


def test_house_style_does_not_show() -> None:
    assert prints("The U.S. envoy didn’t leave Port Alden") == prints("the US envoy didn't leave port alden")


@pytest.mark.parametrize("language", UNSPACED)
def test_scripts_without_spaces_are_found_by_characters(language: str) -> None:
    text = UNSPACED[language]
    others = "".join(other for name, other in UNSPACED.items() if name != language)
    assert len(prints(text)) >= 5
    assert len(prints(text) & prints(f"{others}。{text}。{others}")) >= 0.7 * len(prints(text))
    assert not prints(text) & prints(others)


def test_a_name_in_latin_letters_does_not_make_a_text_spaced() -> None:
    text = UNSPACED["Chinese"]
    assert len(prints(text) & prints(f"Port Alden News {text}")) >= 0.8 * len(prints(text))


def test_hashes_are_the_same_in_every_process() -> None:
    assert [int(h) for h in shingles(words("one two three four"), 3)] == [15617765594060024288, 5486357431102568931]
    assert prints("one two three four five") == {4844159445688623934}


def test_a_short_text_is_not_invisible() -> None:
    assert len(prints("cranes will move")) == 1
    assert prints("cranes will move") != prints("cranes will not")
    assert prints("") == prints("—!") == set()


def test_components_do_not_depend_on_the_order_of_edges() -> None:
    edges = [("a", "b"), ("c", "d"), ("b", "e")]
    assert components("edcba", edges) == components("abcde", edges[::-1]) == [{"a", "b", "e"}, {"c", "d"}]
