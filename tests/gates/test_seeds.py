"""The seeds gate on a made-up capture: what is right, and what each mistake costs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from firsthand.model.document import Block, BlockKind, Document, Extraction, Part, PartKind, Role
from firsthand.model.moment import parse_iso
from firsthand.model.span import Range
from tests.gates import seeds
from tests.gates.labels import Labelled, read_labelled
from tests.gates.seed_story import _is_furniture

PIECES = (
    ("Menu Sport", "boiler:nav"),
    ("Ferry aground", "headline"),
    ("By Ann Lee", "byline"),
    ("May 28, 20252:00 PM UTC", "published"),
    ("PARIS, May 28 - ", "dateline"),
    ("A ferry ran aground.", "body"),
    (" Sign up.", "boiler:inline"),
    ("Nobody was hurt.", "body"),
    ("Other Post", "related1:source"),
    ("Train late", "related1:headline"),
    ("A train was late again on Monday, the third time this month, its owner said.", "related1:body"),
)


@pytest.fixture
def labelled(tmp_path: Path) -> Labelled:
    text, spans = "", []
    for words, label in PIECES:
        spans.append({"start": len(text), "end": len(text) + len(words), "label": label, "text": words})
        text += words
    (tmp_path / "x_1.txt").write_text(text, encoding="utf-8")
    (tmp_path / "x_spans.json").write_text(json.dumps({"file": "x_1.txt", "spans": spans}), encoding="utf-8")
    return read_labelled(tmp_path)[0]


def _range(labelled: Labelled, number: int) -> Range:
    start, end, _ = labelled.spans[number]
    return Range(start, end)


def _perfect(labelled: Labelled) -> Extraction:
    kinds = (BlockKind.DATELINE, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH)
    text, blocks = "", []
    for kind, number in zip(kinds, (4, 5, 7), strict=True):
        place = _range(labelled, number)
        words = place.of(labelled.text).strip()
        blocks.append(Block(kind, len(text), len(text) + len(words), (place,)))
        text += words + "\n\n"
    main = Document(
        "d",
        "c",
        "a",
        Role.MAIN,
        text,
        tuple(blocks),
        parts=(Part(PartKind.BYLINE, "Ann Lee"),),
        headline="Ferry aground",
        published=parse_iso("2025-05-28T14:00Z"),
    )
    place = _range(labelled, 10)
    body = place.of(labelled.text)
    block = Block(BlockKind.PARAGRAPH, 0, len(body), (place,))
    piece = Document("e", "c", "b", Role.RELATED, body, (block,), headline="Train late", outlet="Other Post")
    return Extraction("c", labelled.text, (main, piece))


def _values(labelled: Labelled, extraction: Extraction) -> dict[str, float]:
    return {f.name.removeprefix("seeds.x."): f.value for f in seeds.capture_figures(labelled, extraction)}


def test_a_perfect_extraction_is_right_everywhere(labelled: Labelled) -> None:
    values = _values(labelled, _perfect(labelled))
    assert set(values.values()) == {1.0}
    assert {"headline", "byline", "dateline", "published", "pieces", "piece_outlets", "piece_bodies"} <= values.keys()
    assert "credit" not in values


def test_furniture_in_a_body_is_seen_and_costs_precision(labelled: Labelled) -> None:
    extraction = _perfect(labelled)
    main = extraction.documents[0]
    glued = replace(main.blocks[1], sources=(Range(_range(labelled, 5).start, _range(labelled, 6).end),))
    spoilt = replace(main, blocks=(main.blocks[0], glued, main.blocks[2]))
    values = _values(labelled, replace(extraction, documents=(spoilt, extraction.documents[1])))
    assert values["furniture"] == 0.0
    assert values["body_recall"] == 1.0
    assert values["body_precision"] == pytest.approx(31 / 38)  # of two sentences, and of "Sign up." with them
    assert values["honest_sources"] < 1.0


def test_a_missing_main_document_is_one_plain_zero(labelled: Labelled) -> None:
    assert _values(labelled, Extraction("c", labelled.text, ())) == {"main": 0.0}


def test_wrong_parts_and_missing_pieces_are_named(labelled: Labelled) -> None:
    extraction = _perfect(labelled)
    main = replace(extraction.documents[0], headline="Ferry", published=parse_iso("2025-05-28T15:00Z"))
    values = _values(labelled, replace(extraction, documents=(main,)))
    wrong = {name for name, value in values.items() if value == 0.0}
    assert wrong == {"headline", "published", "pieces", "piece_outlets", "piece_headlines", "piece_bodies"}


def test_text_of_a_piece_in_the_main_body_is_seen(labelled: Labelled) -> None:
    extraction = _perfect(labelled)
    main = extraction.documents[0]
    spoilt = replace(main, text=main.text + PIECES[-1][0])
    values = _values(labelled, replace(extraction, documents=(spoilt, extraction.documents[1])))
    assert values["pieces_outside_main"] == 0.0


def test_only_dateline_and_notes_are_furniture_when_dropped() -> None:
    text = "PARIS - One two. Reporting by X"
    kinds = ((BlockKind.DATELINE, 0, 7), (BlockKind.PARAGRAPH, 8, 16), (BlockKind.NOTE, 17, 31))
    document = Document("d", "c", "a", Role.MAIN, text, tuple(Block(*k) for k in kinds))
    assert _is_furniture(document, Range(0, 7))
    assert _is_furniture(document, Range(17, 31))
    assert not _is_furniture(document, Range(5, 12))
