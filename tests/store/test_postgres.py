"""What can be said of a PostgreSQL address without a server."""

from pathlib import Path

import pytest

from firsthand.model.errors import StoreError
from firsthand.store import postgres
from firsthand.store.database import open_store


def test_a_missing_driver_gives_the_line_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "find_spec", lambda _name: None)
    with pytest.raises(StoreError, match=r"pip install 'firsthand\[postgres\]'"):
        open_store(f"postgresql://nobody@127.0.0.1:1/none?blobs={tmp_path}")


def test_an_absent_server_is_one_line_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as raised:
        open_store(f"postgresql://nobody:hunter2@127.0.0.1:1/none?blobs={tmp_path}&connect_timeout=2")
    assert "\n" not in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("address", ["mysql://host/db", "postgresql://host:port/db", "://"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(StoreError):
        open_store(address)
