"""Nothing that came from outside runs in a real browser, in small (`bench.xss`): with the policy, and by escaping alone."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser

from bench import xss, xss_doors, xss_people
from bench.xss_payloads import WAYS, generated
from firsthand import app


def test_every_way_to_run_something_is_among_the_first_payloads() -> None:
    some = generated(1500)
    assert len(set(some)) == 1500
    assert all(way.format(f"hit({number})") == some[number] for number, way in enumerate(WAYS))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """A store with payloads put through every door."""
    folder = str(tmp_path_factory.mktemp("hostile"))
    payloads = generated(1500)[:: 1500 // 20][:20]
    with closing(app.open_store(folder)) as store:
        xss_doors.fill(store, payloads)
        xss_people.fill(store, payloads)
    return folder, payloads


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_nothing_runs(hostile: tuple[str, list[str]], browser: Browser, policy: bool) -> None:
    store, payloads = hostile
    heard = xss.measure(store, payloads, browser, policy, few=True)
    assert heard.pages > 20
    assert heard.sound, heard
    assert len(heard.unseen) < len(payloads) / 4, heard.unseen
