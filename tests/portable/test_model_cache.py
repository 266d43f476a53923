"""What models answered is kept: by model, version and input, across rebuilds, and never without bound."""

from datetime import UTC, datetime, timedelta

from firsthand.backends.writer import rewrite
from firsthand.model.document import Document
from firsthand.profiles.words import checks, leaning, weigh
from firsthand.store import derived, model_cache
from firsthand.store.database import Store
from firsthand.understand.summary import summary
from firsthand.understand.writer import answer_key, prompt
from tests.backends.test_writer import Fake
from tests.made import STRIKE, document

NOW = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
WORDS = "Dockers at Port Alden voted on Tuesday to end a nine-day strike that kept 41 ships waiting."


def test_an_answer_is_found_by_model_version_and_input_alone(store: Store) -> None:
    with store.write() as tx:
        model_cache.keep(tx, "tiny", "1", {"a": b"\x00one", "b": b"two"}, NOW)
        model_cache.keep(tx, "tiny", "2", {"a": b"other"}, NOW)
        model_cache.keep(tx, "tiny", "1", {}, NOW)
    with store.read() as tx:
        assert model_cache.kept(tx, "tiny", "1", ["a", "b", "c"]) == {"a": b"\x00one", "b": b"two"}
        assert model_cache.kept(tx, "tiny", "2", ["a", "b"]) == {"a": b"other"}
        assert model_cache.kept(tx, "large", "1", ["a"]) == {}
        assert model_cache.kept(tx, "tiny", "1", []) == {}
        assert model_cache.count(tx) == 3


def test_of_two_answers_the_later_stays(store: Store) -> None:
    with store.write() as tx:
        for answer in (b"first", b"second"):
            model_cache.keep(tx, "tiny", "1", {"a": answer}, NOW)
        assert model_cache.kept(tx, "tiny", "1", ["a"]) == {"a": b"second"}


def test_the_oldest_are_dropped_first(store: Store) -> None:
    with store.write() as tx:
        for hour in (3, 1, 2, 4):
            model_cache.keep(tx, "tiny", "1", {f"{hour}": b"x"}, NOW + timedelta(hours=hour))
        assert model_cache.prune(tx, 9) == 0
        assert model_cache.prune(tx, 2) == 2
        assert model_cache.kept(tx, "tiny", "1", "1234") == {"3": b"x", "4": b"x"}
        assert model_cache.prune(tx, 1) == 1


def test_keeping_prunes_by_itself_now_and_then(store: Store) -> None:
    with store.write() as tx:
        model_cache.keep(tx, "tiny", "1", {"00": b"x", "01": b"x"}, NOW)
        assert model_cache.count(tx) == 2


def test_a_model_can_be_forgotten(store: Store) -> None:
    with store.write() as tx:
        model_cache.keep(tx, "tiny", "1", {"a": b"x"}, NOW)
        model_cache.keep(tx, "large", "1", {"a": b"x"}, NOW)
        assert model_cache.forget(tx, "tiny") == 1
        assert model_cache.kept(tx, "large", "1", ["a"]) == {"a": b"x"}


def reword(store: Store, page: Document, writer: Fake) -> list[str]:
    """Reword a summary as a stage does: look up, run without a transaction, keep what is new."""
    found = summary(page, weigh, leaning())
    asked = prompt(found, [page.text])
    assert asked is not None
    with store.read() as tx:
        kept = model_cache.kept(tx, *writer.name, [answer_key(asked)])
    known = dict(kept)
    told = rewrite(found, [page.text], writer, checks("en"), known)
    new = {key: answer for key, answer in known.items() if key not in kept}
    with store.write() as tx:
        model_cache.keep(tx, *writer.name, new, NOW)
    return [sentence.text for sentence in told.sentences]


def test_a_rebuild_does_not_ask_a_writer_again(store: Store) -> None:
    writer = Fake(lambda _: [(WORDS, [1])])
    first = reword(store, document(*STRIKE), writer)
    with store.write() as tx:
        derived.drop_all(tx)
    assert reword(store, document(*STRIKE), writer) == first
    assert first[0] == WORDS
    assert len(writer.asked) == 1


def test_garbage_is_not_kept(store: Store) -> None:
    writer = Fake(lambda _: "I am sorry, I cannot.")
    for _ in range(2):
        reword(store, document(*STRIKE), writer)
    assert len(writer.asked) == 2
    with store.read() as tx:
        assert model_cache.count(tx) == 0
