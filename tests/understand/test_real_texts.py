"""Every value of real texts is what stands at its place, whatever their language and their make."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from firsthand.present_voices import voices_out
from firsthand.profiles.words import load_words
from firsthand.understand.reading import understand
from tests.gates.data import SHARED
from tests.made import document

#: Texts of each set, dealt evenly.
EACH = 60
SETS = {
    "quotes_polnear_en": "text",
    "quotes_wikinews_de": "originalText",
    "multi_outlet_us_politics": "content_original",
    "wikinews_meantime_multilingual": "sentences",
    "raw_text_multilingual_cltls": "text",
    "odu_stories": "text",
    "newswire_reuters21578": "body",
}


def texts(name: str) -> Iterator[str]:
    with gzip.open(SHARED / "story" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows[:: max(1, len(rows) // EACH)]:
        if text := row.get(SETS[name]) or row.get("text"):
            yield text if isinstance(text, str) else " ".join(text)


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_real_texts_are_understood_and_every_value_stands_where_it_says(name: str) -> None:
    base, read = document("x"), 0
    for text in texts(name):
        page = replace(base, text=text, blocks=(), language="de" if name.endswith("_de") else None)
        told = voices_out(page, understand(page, load_words()))
        read += 1
        for value in (*told.quotes, *told.names, *told.times, *told.events):
            assert value.text == text[value.start : value.end]
            assert value.text.strip()
        assert all(q.inside is None or q.inside < len(told.quotes) for q in told.quotes)
        assert len(told.hashtags) <= 7
    assert read > EACH // 2
