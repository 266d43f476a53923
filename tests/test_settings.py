"""Settings: a file, the environment over it, and one clear line for what is wrong."""

from pathlib import Path

import pytest

from firsthand.model.errors import SettingsError
from firsthand.settings import (
    CONFIG,
    VARIABLES,
    Endpoint,
    Models,
    Settings,
    choices,
    load_settings,
    names,
    settings_file,
)
from firsthand.settings_told import example, in_force

AT = 'writer.address = "https://one.example/v1"\nwriter.model = "tiny"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a store."""
    return tmp_path


def load(folder: Path, text: str, **environ: str) -> Settings:
    (folder / "firsthand.toml").write_text(text)
    return load_settings(str(folder), None, environ)


def test_without_a_file_the_defaults_hold(folder: Path) -> None:
    assert load_settings(str(folder), None, {}) == load_settings(None, None, {}) == Settings()
    assert load_settings("postgresql://one.example/news", None, {}) == Settings()
    assert settings_file(str(folder), None, {}) is None


def test_the_file_of_the_store_is_read(folder: Path) -> None:
    found = load(folder, f'[models]\ntagger = "spacy"\nembedder = "none"\n{AT}writer.key_env = "MY_KEY"\n')
    assert found.models == Models("spacy", "none", Endpoint("https://one.example/v1", "tiny", "MY_KEY"))


def test_a_file_that_is_named_goes_before_that_of_the_store(folder: Path, tmp_path: Path) -> None:
    other, third = tmp_path / "other.toml", tmp_path / "third.toml"
    other.write_text('[models]\ntagger = "none"\n')
    third.write_text('[models]\ntagger = "rules"\n')
    assert load(folder, '[models]\ntagger = "spacy"\n', **{CONFIG: str(other)}).models.tagger == "none"
    assert load_settings(str(folder), str(third), {CONFIG: str(other)}).models.tagger == "rules"
    with pytest.raises(SettingsError, match=r"no settings file .*gone\.toml"):
        load_settings(None, str(tmp_path / "gone.toml"), {})


def test_the_environment_goes_before_the_file(folder: Path) -> None:
    text = f'[models]\ntagger = "spacy"\n{AT}'
    found = load(folder, text, FIRSTHAND_TAGGER="none", FIRSTHAND_WRITER_MODEL="large", FIRSTHAND_EMBEDDER="")
    assert found.models == Models("none", "auto", Endpoint("https://one.example/v1", "large"))


def test_file_and_environment_may_each_give_a_half(folder: Path) -> None:
    text = '[models]\nwriter.model = "tiny"\n'
    assert load(folder, text, FIRSTHAND_WRITER_ADDRESS="https://one.example/v1").models.writer.model == "tiny"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[models]\ntagger = "spaci"', r"toml: models.tagger is 'spaci'\. It may be none, rules, spacy\."),
        ("[models]\ntagger = 3", r"models.tagger is 3\. It may be none"),
        ('[models]\ntaggr = "rules"', r"no setting models.taggr\. There are: tagger, embedder, writer.address"),
        ('[model]\ntagger = "rules"', r"no setting model\. There are: models.tagger"),
        ('[models]\nwriter.key = "x"', r"no setting models.writer.key\. There are: address, model, key_env\."),
        ("[models]\nwriter.address = 3", r"models.writer.address: expected `str`, got `int`"),
        ("models = 3", r"models: expected `object`, got `int`"),
        ("[models", r"is not TOML: .*Correct that line"),
        ('[models]\nwriter.address = "https://one.example"', r"models.writer.model is empty"),
        ('[models]\nwriter.model = "tiny"', r"models.writer.address is empty"),
        ('[models]\nwriter.address = "ftp://one.example"\nwriter.model = "tiny"', r"not an http\(s\) address"),
        ('[models]\nwriter.address = "https://me:it@one.example"\nwriter.model = "tiny"', r"without a user name"),
        ('[models]\nwriter.address = "http://[1"\nwriter.model = "tiny"', r"not an http\(s\) address"),
        ('[models]\nwriter.address = "https://a"\nwriter.model = "a\\u0000"', r"cannot be shown"),
        ('[server]\nbase_path = "news"', r"server.base_path is 'news'\. Write it as /news"),
        ('[server]\nbase_path = "/news/"', r"no slash at the end"),
        ('[server]\nbase_path = "/.."', r"server.base_path is"),
        (
            '[server]\npublic_address = "https://a.example/news"',
            r"no http\(s\) address of a host.*a path is server.base_path",
        ),
        ('[server]\ntrusted_proxies = ["proxy.example"]', r"'proxy.example' is no address or network"),
        ('[server]\nmetrics_from = ["10.0.0.1/8"]', r"is no address or network"),
        ("[server]\nupload_megabytes = 0", r"It may be 1 to 100000"),
        ('[models]\nembedder = "openai"', r"embeddings.address is empty"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(folder: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        load(folder, text)
    assert "\n" not in str(caught.value)


def test_what_is_wrong_in_the_environment_is_told_by_the_variables_name(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"^FIRSTHAND_TAGGER is 'x'\. It may be none, rules, spacy\.$"):
        load(folder, "", FIRSTHAND_TAGGER="x")


def test_a_key_where_its_variables_name_belongs_is_refused_and_not_shown(folder: Path) -> None:
    with pytest.raises(SettingsError, match="key_env is not the name") as caught:
        load(folder, f'[models]\n{AT}writer.key_env = "sk-secret-123"')
    assert "secret" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "firsthand.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="cannot be read: it is not UTF-8"):
        load_settings(str(folder), None, {})


def test_every_setting_has_a_variable() -> None:
    assert sorted(VARIABLES.values()) == sorted(names())


def test_every_setting_has_a_sentence() -> None:
    assert [choice.name for choice in choices() if not choice.said.endswith(".")] == []


def test_the_example_is_the_defaults_with_and_without_its_marks(folder: Path) -> None:
    lines = example().splitlines()
    bare = [line.removeprefix("# ") for line in lines if " = " in line and not line.startswith("##")]
    assert len(bare) == len(list(names()))
    taken = [line for line in lines if line.startswith("[")]
    assert load(folder, example()) == Settings()
    whole = "\n".join(line.removeprefix("# ") if line in (f"# {b}" for b in bare) else line for line in lines)
    assert len(taken) == 5
    assert load(folder, whole) == Settings()


def test_settings_in_force_say_where_they_come_from(folder: Path) -> None:
    (folder / "firsthand.toml").write_text('[models]\ntagger = "none"\n' + AT)
    found = {
        s.name: s
        for s in in_force(
            str(folder), {"FIRSTHAND_WRITER_MODEL": "large", "FIRSTHAND_RULES": "mute any: x, keep any: y"}
        )
    }
    assert found["models.tagger"].origin == str(folder / "firsthand.toml")
    assert (found["models.writer.model"].value, found["models.writer.model"].origin) == (
        '"large"',
        "FIRSTHAND_WRITER_MODEL",
    )
    assert found["following.rules"].value == '["mute any: x", "keep any: y"]'
    assert found["server.base_path"].origin == "default"


def test_what_is_put_over_goes_before_all(folder: Path) -> None:
    over = {"server.trusted_proxies": ["127.0.0.1"], "server.base_path": "/b"}
    found = load_settings(str(folder), None, {"FIRSTHAND_SERVER_BASE_PATH": "/a"}, over)
    assert (found.server.base_path, found.server.trusted_proxies) == ("/b", ("127.0.0.1",))
    with pytest.raises(SettingsError, match="base_path"):
        load_settings(str(folder), None, {}, {"server.base_path": "b"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[accounts]\nregistration = "open"', r"accounts.registration is 'open'\. It may be off, reader\."),
        ("[accounts]\nsession_days = 0", r"It may be 1 to 365"),
        ('[oidc]\nissuer = "https://id.example"', r"oidc.client_id is empty"),
        ('[oidc]\nclient_id = "x"', r"oidc.issuer is empty"),
        ('[oidc]\nissuer = "http://id.example"\nclient_id = "x"', r"not https"),
        ('[oidc]\nissuer = "https://u@id.example"\nclient_id = "x"', r"no http\(s\) address"),
        ('[oidc]\nissuer = "https://id.example?a=b"\nclient_id = "x"', r"no http\(s\) address"),
        (
            '[oidc]\nissuer = "https://id.example"\nclient_id = "x"\nclient_secret_env = "s3 cret"',
            "environment variable",
        ),
        ('[oidc]\nissuer = "https://id.example"\nclient_id = "x"\nrole = "king"', r"It may be , reader, editor"),
    ],
)
def test_what_is_wrong_about_accounts_is_told(folder: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load(folder, text)
