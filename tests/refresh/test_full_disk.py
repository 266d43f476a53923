"""The disk is full while sources are followed: it is told, nothing is lost, and following goes on by itself (`bench.full_disk`)."""

import os

import pytest

from bench.full_disk import SMALL, NoDisk, run


@pytest.mark.parametrize("on_server", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_a_full_disk_is_told_and_nothing_is_lost(request: pytest.FixtureRequest, on_server: bool) -> None:
    store = request.getfixturevalue("addresses")("postgresql", True).partition("?")[0] if on_server else None
    try:
        ended = run(store, SMALL)
    except NoDisk as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI fills a disk: {reason}")
        pytest.skip(str(reason))
    assert ended.returncode == 0, ended.stdout + ended.stderr
