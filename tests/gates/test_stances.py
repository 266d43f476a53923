"""How claims are compared with the key, and that the key is sound."""

from tests.gates.stances import Known, matched, read_key

PLACES = [(0, 20), (21, 40)]


def known(cue: int, party: int | None = None, said: tuple[int, int] | None = None) -> Known:
    return Known("denies", (cue, cue + 3), None if party is None else (party, party + 2), said)


def test_claims_of_one_sentence_match_one_to_one() -> None:
    assert len(matched([known(5), known(10)], [known(6)], PLACES)) == 1
    assert matched([known(30)], [known(6)], PLACES) == []


def test_what_is_denied_may_stand_in_the_sentence_instead_of_the_cue() -> None:
    assert len(matched([known(30, said=(2, 12))], [known(6)], PLACES)) == 1


def test_parties_must_share_a_character_where_both_are_known() -> None:
    assert matched([known(5, party=0)], [known(6, party=12)], PLACES) == []
    assert len(matched([known(5, party=0)], [known(6, party=12)], PLACES, parties=False)) == 1
    assert len(matched([known(5)], [known(6, party=12)], PLACES)) == 1


def test_a_claim_gives_way_where_another_has_no_other_match() -> None:
    assert len(matched([known(5), known(10, party=1)], [known(6, party=1), known(12, party=16)], PLACES)) == 2


def test_the_key_has_two_halves_and_offsets_in_order() -> None:
    rows = read_key()
    assert [sum(row["half"] == half for row in rows) for half in ("seen", "unseen")] == [20, 20]
    for row in rows:
        spans = [c[name] for c in row["claims"] for name in ("cue", "party", "proposition") if c[name]]
        assert all(start < end for start, end in spans)
        assert bool(row["anonymous"]["at_least"]) == bool(row["anonymous"]["mentions"])
