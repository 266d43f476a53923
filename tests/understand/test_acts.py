"""Who denies, demands and declines, on sentences made up for it."""

import pytest

from firsthand.model.document import Document, Role
from firsthand.model.voices import Stance
from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.voices import voices_of

VOICES = load_lexicon().voices
ACTS = (Stance.DENIES, Stance.DEMANDS, Stance.DECLINES)


def acts(text: str) -> list[tuple[str, str]]:
    """Return what is done by whom, as named where it is done."""
    claims = voices_of(Document("d", "c", "a", Role.MAIN, text, (), language="en"), VOICES).claims
    return [
        (c.stance.value, text[c.party.span.start : c.party.span.end] if c.party else "")
        for c in claims
        if c.stance in ACTS and not c.negated
    ]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The port rejected reports that it had closed.", "The port"),
        ("The port rejected that claim.", "The port"),
        ("Orr dismissed the whole affair as gossip.", "Orr"),
        ("The harbour is open, although the ministry disputes this.", "the ministry"),
        ("It is a claim that the port strongly disputes.", "the port"),
        ("The firm published a letter calling the story “baseless.”", "The firm"),
        ("Orr said the report was misleading.", "Orr"),
        ("“I never said that,” Orr told the paper.", "Orr"),
        ("“The report is simply false,” Lund said.", "Lund"),
        ("Lund told the police he had nothing to do with it.", "Lund"),
        ("Denials of wrongdoing came later.", ""),
    ],
)
def test_who_denies(text: str, party: str) -> None:
    assert acts(text) == [("denies", party)]


@pytest.mark.parametrize(
    "text",
    [
        "The port rejected the plan.",
        "Orr rejected the idea as too dear.",
        "A judge denied the motion.",
        "Orr repeated a debunked story.",
        "The zoning disputes go on.",
        "Orr criticized Lund, who had nothing to do with the port.",
        "The record is false.",
    ],
)
def test_what_is_no_denial(text: str) -> None:
    assert acts(text) == []


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Orr called Wednesday for Lund to resign.", "Orr"),
        ("Orr asked the port to reopen.", "Orr"),
        ("He had been asked to keep the papers by the harbour board.", "the harbour board"),
        ("Lund ignored Orr’s call for an inquiry.", "Orr’s"),
        ("Dockers insist the port must pay.", "Dockers"),
        ("Orr said the port should reopen the gates.", "Orr"),
        ("Orr told Lund that the port should reopen the gates.", "Orr"),
        ("“The port must reopen the gates,” Orr said.", "Orr"),
        ("The board turned down a request from Orr to reopen the gates.", "Orr"),
        ("The lawsuit seeks an injunction.", "The lawsuit"),
        ("Orr wrote a letter urging Norway to wait.", "Orr"),
        ("The firm, which wanted peace, has lobbied Norway to wait.", "The firm"),
    ],
)
def test_who_demands(text: str, party: str) -> None:
    assert acts(text) == [("demands", party)]


@pytest.mark.parametrize(
    "text",
    [
        "Orr was asked to explain the delay.",
        "Orr did not respond.",
        "Orr may call for an inquiry.",
        "Orr stopped short of calling for an inquiry.",
        "Orr answered the request on Monday.",
        "The plan calls for two more ships.",
        "Orr asked whether the port was open.",
        "There is a growing demand for steel.",
        "Orr said we must wait.",
        "Orr said people should wait.",
        "“Who must pay the bill?” Orr asked.",
        "Half of voters said the port should reopen the gates.",
    ],
)
def test_what_is_no_demand(text: str) -> None:
    assert acts(text) == []


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("He did not elaborate.", "He"),
        ("The firm said the ship was late and did not say when it would come.", "The firm"),
        ("Orr, the harbour master, would not discuss the fire.", "Orr"),
        ("The port did not want to address the fire.", "The port"),
        ("Lund declined for years to reveal the price.", "Lund"),
        ("Lund did not release further details.", "Lund"),
        ("“The port has no comment on the fire,” Orr said.", "The port"),
        ("The firm, which did not respond to questions, has moved.", "The firm"),
    ],
)
def test_who_declines_to_speak(text: str, party: str) -> None:
    assert [act for act in acts(text) if act[0] == "declines"] == [("declines", party)]


@pytest.mark.parametrize("text", ["Orr declined to run.", "Orr refused to endorse Lund.", "He did not speak Danish."])
def test_declining_to_act_is_no_declining_to_speak(text: str) -> None:
    assert acts(text) == []


def test_a_told_sentence_is_one_claim_with_what_is_denied() -> None:
    text = "Orr said the report was misleading."
    (claim,) = voices_of(Document("d", "c", "a", Role.MAIN, text, (), language="en"), VOICES).claims
    assert claim.stance is Stance.DENIES
    assert claim.proposition is not None
    assert text[claim.proposition.start : claim.proposition.end] == "the report was misleading"
