"""The commands of whoever runs a store: settings, quarantine, backup and restore, over a real one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from firsthand import app
from firsthand.cli.commands import cli
from firsthand.store import work


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="firsthand")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("FIRSTHAND_STORE", raising=False)
    store = app.open_store(str(tmp_path / "desk"))
    app.read_content(store, b"A text\n\nWith two paragraphs of some words.", media_type="text/plain")
    with store.write() as tx:
        work.enqueue(tx, "extract", "cap_x")
        (taken,) = work.claim_many(tx, datetime.now(UTC), 60, "extract", 1, "me")
        work.fail(tx, taken, "no text\x1b[2J", datetime.now(UTC), permanent=True)
    store.close()
    return str(tmp_path / "desk")


def test_settings_in_force_are_printed_with_their_origin(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (Path(desk) / "firsthand.toml").write_text('[server]\nbase_path = "/news"\n')
    monkeypatch.setenv("FIRSTHAND_TAGGER", "none")
    lines = run("settings", "--store", desk).stdout.splitlines()
    assert f'server.base_path = "/news"  ({desk}/firsthand.toml)' in lines
    assert 'models.tagger = "none"  (FIRSTHAND_TAGGER)' in lines
    assert "following.per_host = 2" in lines
    assert run("settings", "--example").stdout == app.settings_example()


def test_given_up_work_is_listed_tried_again_and_dropped(desk: str) -> None:
    assert run("quarantine", "--store", desk).stdout == "extract cap_x, tried 1 time: no text[2J\n"
    assert run("quarantine", "retry", "extract", "cap_y", "--store", desk).exit_code == 1
    assert "1 piece of work is off" in run("quarantine", "drop", "extract", "cap_x", "--store", desk).stdout
    assert run("quarantine", "--store", desk).stdout == "Nothing was given up.\n"
    assert "0 pieces" in run("quarantine", "retry", "--store", desk).stdout


def test_a_backup_is_written_and_read_back(desk: str, tmp_path: Path) -> None:
    file = str(tmp_path / "a.backup")
    assert run("backup", file, "--store", desk).stdout.startswith(f"{file}: 1 capture, 0.0 MB")
    assert "there already" in run("backup", file, "--store", desk).stderr
    assert run("restore", file, "--store", str(tmp_path / "new"), "--no-rebuild").stdout.endswith("while it runs.\n")
    refused = run("restore", file, "--store", desk)
    assert (refused.exit_code, "is not empty" in refused.stderr) == (1, True)
    assert "What was there is in" in run("restore", file, "--store", desk, "--force").stdout
    (tmp_path / "b.backup").write_bytes(b"not one")
    assert "Nothing was restored" in run("restore", str(tmp_path / "b.backup"), "--store", desk).stderr
