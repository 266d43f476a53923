"""The same model, version and input are asked for once."""

from collections.abc import Sequence
from functools import partial

import pytest

from firsthand.backends.cached import KeptEmbedder, embed_key, input_key, tag_key, tagged
from firsthand.model.errors import InputError
from firsthand.model.span import Range
from tests.backends.test_tagger import Fake

TEXT = "They met in Oslo."


def test_a_tagger_is_asked_once_for_a_text_and_its_stretches() -> None:
    kept: dict[str, bytes] = {}
    fake = Fake("Oslo")
    tag = partial(tagged, fake, kept)
    first = tag(TEXT, "en", [Range(0, 17)])
    assert tag(TEXT, "en", [Range(0, 17)]) == first == fake.tag(TEXT, "en")
    assert len(fake.asked) == 2
    assert list(kept) == [tag_key(TEXT, "en", [Range(0, 17)])]
    tag(TEXT, "en")
    tag(TEXT, "de", [Range(0, 17)])
    assert len(fake.asked) == 4


def test_what_is_kept_and_cannot_be_read_is_made_anew() -> None:
    fake = Fake("Oslo")
    kept = {tag_key(TEXT, "en"): b"\xc1"}
    assert tagged(fake, kept, TEXT, "en") == fake.tag(TEXT, "en")
    assert len(fake.asked) == 2
    tagged(fake, kept, TEXT, "en")
    assert len(fake.asked) == 2


class Lengths:
    """An embedder that puts down how long a text is."""

    name = "lengths"

    def __init__(self) -> None:
        self.asked = 0

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        self.asked += 1
        if "stop" in texts:
            raise InputError("timeout", "no answer")
        return [bytes([len(text)]) for text in texts]


def test_an_embedder_is_asked_once_for_texts_and_no_failure_is_kept() -> None:
    kept: dict[str, bytes] = {}
    lengths = Lengths()
    keeping = KeptEmbedder(lengths, kept)
    assert keeping.name == lengths.name
    assert keeping.embed(["a", "bc"]) == [b"\x01", b"\x02"] == keeping.embed(["a", "bc"])
    assert lengths.asked == 1
    with pytest.raises(InputError):
        keeping.embed(["stop"])
    assert list(kept) == [embed_key(["a", "bc"])]


def test_other_inputs_have_other_keys() -> None:
    assert len({input_key("ab"), input_key("a", "b"), input_key(["a", "b"]), input_key("a", "b", "")}) == 4
