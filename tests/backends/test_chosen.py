"""What the settings choose is what works; nothing at all is a choice too."""

import pickle
from dataclasses import replace

import pytest

import firsthand
from firsthand import worker
from firsthand.backends.chosen import load_models
from firsthand.backends.tagger import NoTagger, RulesTagger
from firsthand.backends.writer import ChatWriter, rewrite
from firsthand.capture.http import send
from firsthand.model.capture import make_capture
from firsthand.model.errors import SettingsError
from firsthand.profiles.names import load_names
from firsthand.profiles.words import checks, load_words
from firsthand.settings import Endpoint, Models
from firsthand.stages import STAGES, Context
from firsthand.store import captures, stories, work
from firsthand.store.database import Store
from firsthand.understand.reading import understand
from tests.made import SEEN, STRIKE, document
from tests.taken import html

NONE = Models(tagger="none", embedder="none")
AT = Endpoint("http://127.0.0.1:1/v1", "tiny", "MY_KEY")


def test_the_defaults_ask_no_server() -> None:
    found = load_models(Models(), load_names, send, {})
    assert isinstance(found.tagger, RulesTagger)
    assert found.writer is None


def test_with_none_for_everything_a_page_is_understood() -> None:
    models = load_models(NONE, load_names, send, {})
    assert (models.tagger, models.embedder, models.writer) == (NoTagger(), None, None)
    page = document(*STRIKE)
    found = understand(page, replace(load_words(), tag=models.tagger.tag))
    assert rewrite(found.summary, [page.text], models.writer, checks("en")).sentences == found.summary
    assert firsthand.group([page], with_model=False)


def test_with_none_for_everything_the_line_gives_stories(store: Store) -> None:
    models = load_models(NONE, load_names, send, {})
    content = html("Harbour strike ends", "one.example", STRIKE, "2026-03-03T12:00:00Z")
    capture = make_capture(content, "https://one.example/a", SEEN, "text/html", "utf-8")
    with store.write() as tx:
        captures.add(tx, capture, content)
        work.enqueue(tx, "extract", capture.id)
    worker.drain(store, STAGES, Context(embedder=models.embedder))
    with store.read() as tx:
        assert stories.count(tx) == 1
        assert not work.quarantined(tx)


def test_models_go_to_other_processes_as_they_are() -> None:
    models = load_models(Models(writer=AT), load_names, send, {"MY_KEY": "secret-key"})
    assert pickle.loads(pickle.dumps(models)) == models


def test_a_server_is_handed_the_key_that_the_environment_holds() -> None:
    chosen = Models(tagger="none", embedder="openai", writer=AT, embeddings=AT)
    found = load_models(chosen, load_names, send, {"MY_KEY": "secret-key"})
    assert isinstance(found.writer, ChatWriter)
    assert found.writer.key == "secret-key"
    assert found.embedder is not None
    assert found.embedder.name == "tiny http://127.0.0.1:1/v1"
    assert "secret-key" not in repr(found)


@pytest.mark.parametrize("chosen", [Models(writer=AT), Models(embedder="openai", embeddings=AT)])
def test_a_key_that_is_not_there_is_told_by_its_name(chosen: Models) -> None:
    with pytest.raises(SettingsError, match=r"key_env names MY_KEY.*Set MY_KEY"):
        load_models(chosen, load_names, send, {})
