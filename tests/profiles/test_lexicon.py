"""The lexicon's data: whole, folded, and without contradictions."""

from firsthand.profiles.lexicon import load_lexicon


def test_it_is_read_once() -> None:
    assert load_lexicon() is load_lexicon()


def test_every_list_is_folded() -> None:
    lexicon = load_lexicon()
    for entries in (
        *lexicon.furniture.values(),
        *lexicon.inline.values(),
        *lexicon.words.values(),
        *lexicon.ages.values(),
    ):
        for entry in entries:
            assert entry == entry.lower(), entry


def test_a_phrase_has_one_reason_inside_running_text() -> None:
    phrases = [phrase for phrases in load_lexicon().inline.values() for phrase in phrases]
    assert len(phrases) == len(set(phrases))


def test_months_are_months() -> None:
    assert set(load_lexicon().months.values()) == set(range(1, 13))


def test_british_and_american_spellings_meet() -> None:
    spellings = load_lexicon().spellings
    assert (spellings["formalised"], spellings["labour"], spellings["kilometre"]) == (
        "formalized",
        "labor",
        "kilometer",
    )
    assert spellings["travelling"] == "traveling"


def test_no_canonical_spelling_is_itself_a_variant() -> None:
    spellings = load_lexicon().spellings
    assert [s for s in spellings.values() if s in spellings and spellings[s] != s] == []


def test_agencies_are_named_once_and_know_their_own_name() -> None:
    names = [agency.name for agency in load_lexicon().agencies]
    assert len(names) == len(set(names))
    assert all(agency.name in agency.spellings for agency in load_lexicon().agencies)
