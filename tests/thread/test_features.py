"""What a page is about depends on the page and the fixed table alone, in any language."""

from datetime import UTC, datetime

import pytest

from firsthand.model.document import Block, BlockKind, Document, Part, PartKind, Role
from firsthand.model.moment import Moment, Precision
from firsthand.profiles.background import load_background, read_background
from firsthand.thread.features import INDEX_TERMS, TERMS_KEPT, Background, features, index_terms, language_of, tokens

FERRY = (
    "The ferry Marigold ran aground off Oakhaven on Tuesday with 214 people on board. "
    "Rescuers said the ferry had lost its engines. The harbour master of Oakhaven praised the crew."
)


def page(text: str, headline: str = "", published: Moment | None = None, parts: tuple[Part, ...] = ()) -> Document:
    return Document(
        "doc_a",
        "cap_a",
        "art_a",
        Role.MAIN,
        text,
        (Block(BlockKind.PARAGRAPH, 0, len(text)),) if text else (),
        parts,
        headline=headline,
        published=published,
    )


def terms_of(text: str) -> list[str]:
    return [token.term for token in tokens(text)]


def test_names_are_the_words_written_with_a_capital_inside_sentences() -> None:
    found = features(page(FERRY), load_background())
    assert {"marigold", "oakhaven"} <= found.names.keys()
    assert not {"the", "rescuer", "ferry"} & found.names.keys()


def test_capitals_prove_nothing_where_everything_is_capitalised() -> None:
    shouted = features(page("THE FERRY MARIGOLD RAN AGROUND OFF OAKHAVEN WITH MANY PEOPLE ON BOARD"), load_background())
    assert not shouted.names


def test_a_headline_in_title_case_makes_no_names_of_common_words() -> None:
    found = features(page(FERRY, "Ferry Runs Aground Off Oakhaven"), load_background())
    assert "oakhaven" in found.names
    assert not {"aground", "run", "off"} & found.names.keys()


def test_function_words_and_small_numbers_say_nothing() -> None:
    found = features(page(FERRY + " It was 7 in the morning."), load_background())
    assert not {"the", "of", "was", "7"} & found.terms.keys()
    assert "214" in found.numbers


def test_the_headline_counts_more_than_the_body() -> None:
    plain = features(page("padding " * 100 + FERRY), load_background())
    headed = features(page("padding " * 100 + FERRY, "Marigold"), load_background())
    assert headed.terms["marigold"] > plain.terms["marigold"]


def test_bullets_and_standfirst_belong_to_the_headline() -> None:
    parts = (Part(PartKind.STANDFIRST, "Divers search the wreck"), Part(PartKind.BULLET, "Lighthouse keeper heard"))
    found = features(page(FERRY, parts=parts), load_background())
    assert {"wreck", "lighthouse"} <= found.head.keys()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Oakhaven’s ferries", "oakhaven ferry"),
        ("1,214 people", "1.214 people"),
        ("ÉLYSÉE", "élysée"),
        ("l'Oakhaven", "Oakhaven"),
        ("паромом", "паромов"),
        ("الميناء", "ميناء"),
    ],
)
def test_spellings_of_one_word_are_one_term(left: str, right: str) -> None:
    assert terms_of(left) == terms_of(right)


def test_scripts_without_spaces_are_cut_into_runs() -> None:
    assert terms_of("渡轮搁浅") == ["渡轮", "轮搁", "搁浅"]
    assert all(len(t) == 4 for t in terms_of("เรือเฟอร์รี่"))


def test_indic_vowel_signs_do_not_cut_words() -> None:
    assert len(terms_of("दिल्ली में")) == 2


def test_the_language_is_told_by_its_function_words() -> None:
    counts = {"der": 3, "und": 2, "fahre": 4}
    assert language_of(counts, load_background()) == "de"
    assert language_of({"marigold": 5}, load_background()) == ""


def test_a_language_without_counts_trusts_names_more_than_plain_words() -> None:
    background = Background(known=frozenset({"en"}), languages_of={"on": ("tr",), "ve": ("tr",)})
    found = features(page("ve gemi Oakhaven ve liman on ve Marigold ve kaptan"), background)
    assert found.language == "tr"
    assert found.terms["oakhaven"] > found.terms["liman"]


def test_a_page_without_words_has_no_features_and_is_no_error() -> None:
    found = features(page(""), load_background())
    assert not found.terms
    assert index_terms(found) == ()


def test_long_pages_cost_no_more_than_others() -> None:
    long = " ".join(f"word{i}x" for i in range(5000))
    found = features(page(long), load_background())
    assert len(found.terms) == TERMS_KEPT
    assert len(index_terms(found)) == INDEX_TERMS


def test_index_terms_fit_a_signed_database_integer_and_never_change() -> None:
    keys = index_terms(features(page(FERRY), load_background()))
    assert all(0 <= key < 2**63 for key in keys)
    assert index_terms(features(page("Oakhaven"), Background())) == (2677046556445631693,)


def test_words_are_kept_as_the_page_spells_them() -> None:
    found = features(page(FERRY), load_background())
    assert found.words["marigold"] == "Marigold"
    assert found.words["ferry"] == "ferry"


def test_a_day_bounds_the_time_of_a_report_and_a_seen_time_does_not() -> None:
    noon = datetime(2025, 5, 28, tzinfo=UTC)
    dated = features(page(FERRY, published=Moment(noon, Precision.DAY)), load_background())
    assert dated.earliest == noon
    assert dated.latest == datetime(2025, 5, 29, tzinfo=UTC)
    assert features(page(FERRY), load_background()).earliest is None


def test_the_table_knows_common_words_and_not_rare_ones() -> None:
    table = load_background()
    assert table.rarity["the"] < table.rarity["government"] < table.rarity["ferry"] < table.highest
    assert "oakhaven" not in table.rarity


def test_a_table_is_read_line_by_line() -> None:
    table = read_background("# note\nhighest\t9\nfunction en\tthe of\nfunction nl\tof\nidf 2.5\tharbour port")
    assert table.highest == 9
    assert table.languages_of == {"the": ("en",), "of": ("en", "nl")}
    assert table.rarity == {"harbour": 2.5, "port": 2.5}
