"""The pages of what is followed, over a real store: complete without a script, and nothing typed is lost."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from litestar.testing import TestClient

from firsthand import app, contract, server
from firsthand.model.source import Source, SourceKind
from firsthand.store.database import Store, open_store
from firsthand.web.choosing import as_chosen, read_form
from firsthand.web.shelf import PAGE, shelf
from tests import entering
from tests.refresh import made
from tests.refresh.site import Site, serving
from tests.test_cli_following import GOOD
from tests.web.test_pages import outline

HOSTILE = '<script>alert(1)</script>"onload=x'
LONG = "https://quay.example/" + "a-very-long-path/" * 30 + "feed"
OPML = """<opml version="2.0"><body><outline text="Harbours"><outline text="Post" xmlUrl="https://a.example/feed"/>
</outline></body></opml>"""


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_ALLOW_HOSTS", "127.0.0.1")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "store"))
    yield opened
    opened.close()


@pytest.fixture
def client(kept: Store) -> Iterator[TestClient]:
    built = server.build(kept)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as opened:
        entering.enter(opened, kept)
        yield opened


@pytest.fixture
def some(kept: Store) -> dict[str, str]:
    """Sources in every state, by what they are an example of."""
    ok, failing, gone, new, paused = (
        made.source("https://harbour.example/feed", tags=("ports", "wire"), rules=("mute title: horoscope",)),
        made.source(LONG, tags=("blogs",)),
        made.source("https://old.example/feed"),
        made.source("https://new.example/feed", title=HOSTILE, tags=(HOSTILE,)),
        made.source("https://sleepy.example/feed", paused=True),
    )
    folder = replace(made.source("/home/ada/pages"), id="src_aaaaaaaaaaaaaaab", kind=SourceKind.FOLDER)
    made.follow(kept, ok, failing, gone, new, paused, folder)
    entries = [made.entry(1, title="Your horoscope"), made.entry(2, content=made.LONG), made.entry(3, title=HOSTILE)]
    made.keep(kept, ok.id, made.came(made.feed(*entries)))
    made.keep(kept, failing.id, made.failed("not_found", next_try="Look for another feed."))
    made.keep(kept, gone.id, made.failed("gone"))
    return {
        "ok": ok.id,
        "failing": failing.id,
        "gone": gone.id,
        "new": new.id,
        "paused": paused.id,
        "folder": folder.id,
    }


def token(client: TestClient) -> dict[str, str]:
    return {"csrf": client.get("/api/session").json()["csrf"]}


def pages(some: dict[str, str]) -> list[str]:
    lists = [
        "/sources",
        "/sources?state=trouble",
        "/sources?tag=ports&state=ok",
        "/sources?tag=none",
        "/sources?page=9",
    ]
    return [*lists, "/sources?did=gone", "/sources/packs", *(f"/sources/{id}" for id in some.values()),
            f"/sources/{some['ok']}/remove", f"/sources/{some['ok']}?did=due"]  # fmt: skip


def test_every_page_is_well_formed_labelled_and_complete_without_a_script(
    client: TestClient, some: dict[str, str]
) -> None:
    for path in pages(some):
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer.text, path)


def check(text: str, path: str) -> None:
    page = outline(text)
    assert (page.faults, page.open) == ([], []), path
    assert len(page.ids) == len(set(page.ids)), path
    assert [tag for tag, _ in page.tags].count("h1") == 1, path
    assert all(b - a <= 1 for a, b in zip([0, *page.levels], page.levels, strict=False)), (path, page.levels)
    labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
    for tag, attributes in page.tags:
        assert tag not in ("style", "img", "iframe"), path
        assert tag != "script" or set(attributes) == {"type", "fetchpriority", "nonce", "src"}, path
        assert not [name for name in attributes if name.startswith("on") or name == "style"], path
        if tag in ("textarea", "select") or (tag == "input" and attributes.get("type") != "hidden"):
            assert attributes.get("aria-label") or attributes.get("id") in labelled, (path, attributes)
        for id in (attributes.get("aria-describedby") or "").split():
            assert id in page.ids, (path, id)


def test_the_style_sheet_of_sources_is_small(client: TestClient) -> None:
    assert 'href="/sheet/site+sources.css?' in client.get("/sources").text
    assert len(client.get("/static/sources.css").content) < 10 * 1024
    assert "sources.css" not in client.get("/about").text


def test_the_list_shows_what_is_in_trouble_first_with_its_cause(client: TestClient, some: dict[str, str]) -> None:
    text = client.get("/sources").text
    order = [text.index(f"/sources/{some[name]}") for name in ("gone", "failing", "new", "ok", "paused")]
    assert order == sorted(order)
    assert "It is not_found." in text
    assert "Look for another feed." in text
    assert "<b>2 in trouble</b>" in text
    assert "Nobody reads the sources at the moment" in text


def test_the_list_is_narrowed_by_state_and_tag(client: TestClient, some: dict[str, str]) -> None:
    troubled = client.get("/sources?state=trouble").text
    assert some["failing"] in troubled
    assert some["ok"] not in troubled
    tagged = client.get("/sources?tag=ports").text
    assert some["ok"] in tagged
    assert some["failing"] not in tagged
    assert "No source is like that" in client.get("/sources?tag=nobody").text
    assert client.get("/sources?state=odd").status_code == 400


def test_an_empty_store_invites(client: TestClient) -> None:
    for path in ("/", "/sources"):
        text = client.get(path).text
        check(text, path)
        assert 'action="/sources" enctype="multipart/form-data"' in text
        assert "/sources/packs" in text
    assert "firsthand serve --demo" in client.get("/").text


def test_a_page_says_how_a_source_goes(client: TestClient, some: dict[str, str]) -> None:
    text = client.get(f"/sources/{some['ok']}").text
    for words in ("Harbour Post", "by your rule: mute title: horoscope", "3 of 3", "Everything is kept."):
        assert words in text, words
    assert client.get("/sources/src_aaaaaaaaaaaaaaaa").status_code == 404
    assert client.get("/sources/x").status_code == 404


# adding -------------------------------------------------------------------------------------------------------------


def test_an_address_is_added_and_what_else_is_offered_can_be_followed(client: TestClient) -> None:
    with serving(Site()) as site:
        site.paths["/"] = str(site.paths["/"]).replace("/comments/feed", "/sport").replace("Comments", "Sport")
        site.paths["/sport"] = site.paths["/feed"]
        answer = client.post(
            "/sources", data={"inputs": f" {site.at}\n", "tags": "ports, wire", **token(client)}, files=NO
        )
        assert answer.status_code == 200
        check(answer.text, "added")
        assert "1 new source" in answer.text
        (offered,) = re.findall(r'name="inputs" value="([^"]+)"', answer.text)
        assert '<input type="hidden" name="tags" value="ports, wire">' in answer.text
        again = client.post("/sources", data={"inputs": offered, "tags": "ports, wire", **token(client)}, files=NO)
        assert "1 new source" in again.text
    assert client.get("/api/sources").json()["tags"] == {"ports": 2, "wire": 2}


#: A file field that was left empty, as browsers send it.
NO = {"file": ("", b"", "application/octet-stream")}


def test_a_list_is_dropped_and_its_folders_become_tags(client: TestClient) -> None:
    answer = client.post("/sources", data={"inputs": "", **token(client)}, files={"file": ("my.opml", OPML.encode())})
    assert answer.status_code == 200
    assert "1 new source" in answer.text
    assert client.get("/api/sources").json()["tags"] == {"Harbours": 1}


def test_a_page_that_was_saved_is_read_once(client: TestClient) -> None:
    page = "".join(f"<p>{words}</p>" for words in (
        "The harbour board closed the northern quay on Monday after divers found cracks in two of its piers.",
        "Ferries to the islands will leave from the fish market until the end of June, the board said.",
        "The repair is to cost about four million crowns, half of which the county has promised to pay.",
    ))  # fmt: skip
    html = f"<html><title>Quay</title><body><article><h1>Quay closed</h1>{page}</article></body></html>".encode()
    answer = client.post("/sources", data=token(client), files={"file": ("quay.html", html, "text/html")})
    assert answer.status_code == 200
    (link,) = re.findall(r'href="(/document/[^"]+)"', answer.text)
    assert "Quay closed" in client.get(link).text


def test_what_cannot_be_added_is_told_with_its_cause_and_stands_there_to_be_mended(
    client: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("secret words " * 50)
    typed = f"{tmp_path}/page.txt - {HOSTILE} https://10.0.0.1/feed"
    answer = client.post("/sources", data={"inputs": typed, "tags": HOSTILE, **token(client)}, files=NO)
    assert answer.status_code == 422
    check(answer.text, "added")
    assert 'role="alert"' in answer.text
    assert "is not a public address" in answer.text
    (kept,) = re.findall(r'<textarea id="inputs".*?>(.*?)</textarea>', answer.text, re.S)
    assert len(kept.split()) == 4
    assert "secret words" not in answer.text
    assert client.get("/api/sources").json()["sources"] == []


def test_nothing_named_and_too_much_named_are_told(client: TestClient) -> None:
    empty = client.post("/sources", data={"inputs": "", **token(client)}, files=NO)
    assert (empty.status_code, "Nothing was named." in empty.text) == (422, True)
    many = client.post("/sources", data={"inputs": "x " * 60, **token(client)}, files=NO)
    assert "Only the first 50 of 60" in many.text
    bad = client.post("/sources", data={"inputs": "x", "full_text": "perhaps", **token(client)}, files=NO)
    assert (bad.status_code, "Full-text cannot be" in bad.text) == (422, True)


def test_a_file_that_is_too_large_is_413(client: TestClient) -> None:
    big = {"file": ("big.opml", b"x" * (8 * 1024 * 1024 + 1))}
    assert client.post("/sources", data=token(client), files=big).status_code == 413


def test_forms_need_the_token_of_the_session(client: TestClient, some: dict[str, str]) -> None:
    id = some["ok"]
    for path in ("/sources", "/sources/refresh", *(f"/sources/{id}{what}" for what in WHATS)):
        assert client.post(path, data={"csrf": "wrong"}).status_code == 403, path
        assert client.post(path).status_code == 403, path


WHATS = ("", "/refresh", "/pause", "/resume", "/remove")


# choosing -----------------------------------------------------------------------------------------------------------


def typed(**values: str) -> dict[str, str]:
    start = {
        "title": "",
        "tags": "",
        "full_text": "short",
        "interval": "",
        "rules": "",
        "retention": "",
        "robots": "pages",
    }
    return {**start, **values}


def test_what_is_chosen_is_kept(client: TestClient, some: dict[str, str]) -> None:
    data = typed(
        title="The Post", tags="a, b", interval="45", rules="mute any: x\r\n\r\nkeep title: y", retention="90 days"
    )
    answer = client.post(f"/sources/{some['ok']}", data={**data, **token(client)})
    assert "Your choices are kept." in answer.text
    source = client.get(f"/api/sources/{some['ok']}").json()["source"]
    assert (source["name"], source["tags"], source["interval_minutes"]) == ("The Post", ["a", "b"], 45)
    assert source["rules"] == ["mute any: x", "keep title: y"]
    shown = client.get(f"/sources/{some['ok']}").text
    assert 'value="The Post"' in shown
    assert "mute any: x\nkeep title: y</textarea>" in shown
    client.post(f"/sources/{some['ok']}", data={**typed(), **token(client)})
    source = client.get(f"/api/sources/{some['ok']}").json()["source"]
    assert (source["name"], source["tags"], source["rules"], source["interval_minutes"]) == (
        "Harbour Post",
        [],
        [],
        None,
    )


def test_faults_stand_beside_what_was_typed_and_nothing_is_changed(client: TestClient, some: dict[str, str]) -> None:
    before = client.get(f"/api/sources/{some['ok']}").json()["source"]
    rules = "mute title: fine\nnonsense\nkeep colour: red\nmute any: /(/"
    data = typed(title="Never", interval="soon", rules=rules, retention="a while", full_text="x", robots="y")
    answer = client.post(f"/sources/{some['ok']}", data={**data, **token(client)})
    assert answer.status_code == 422
    check(answer.text, "faults")
    for words in ("Line 2: ", "Line 3: ", "Line 4: ", "A number of minutes", "Nothing was changed: 5 fields"):
        assert words in answer.text, words
    assert "Line 1: " not in answer.text
    assert rules in answer.text
    assert 'value="soon"' in answer.text
    assert answer.text.count("autofocus") == 1
    assert answer.text.count('aria-invalid="true"') == 5
    after = client.get(f"/api/sources/{some['ok']}").json()["source"]
    assert {k: v for k, v in after.items() if k != "entries_a_week"} == {
        k: v for k, v in before.items() if k != "entries_a_week"
    }


def test_a_source_is_made_due_paused_resumed_and_removed(client: TestClient, some: dict[str, str]) -> None:
    id, csrf = some["ok"], token(client)
    for what, words, paused in (
        ("refresh", "It is due now", False),
        ("pause", "It is paused", True),
        ("resume", "It is read again", False),
    ):
        answer = client.post(f"/sources/{id}/{what}", data=csrf)
        assert words in answer.text
        assert client.get(f"/api/sources/{id}").json()["source"]["paused"] is paused
    assert "Follow this no more?" in client.get(f"/sources/{id}/remove").text
    assert client.get(f"/api/sources/{id}").status_code == 200, "asking changes nothing"
    assert "It is followed no more" in client.post(f"/sources/{id}/remove", data=csrf).text
    assert client.get(f"/sources/{id}").status_code == 404
    assert "due now" in client.post("/sources/refresh", data=csrf).text


def test_packs_are_followed_with_one_button(client: TestClient) -> None:
    text = client.get("/sources/packs").text
    check(text, "packs")
    assert 'value="pack:de"' in text
    answer = client.post("/sources", data={"inputs": "pack:fi", **token(client)}, files=NO)
    assert re.search(r"<h1>\d+ new sources</h1>", answer.text)


# views --------------------------------------------------------------------------------------------------------------


def told(count: int) -> contract.SourcesOut:
    return contract.SourcesOut([replace(GOOD, id=f"src_{n}") for n in range(count)], {"ports": count}, 0, 0, True)


def test_a_long_list_is_cut_into_pages() -> None:
    first = shelf(told(PAGE + 1), "all", "ports", 1)
    assert (len(first.sources), first.total, first.before) == (PAGE, PAGE + 1, "")
    assert first.after == "/sources?tag=ports&page=2"
    last = shelf(told(PAGE + 1), "all", "ports", 2)
    assert (len(last.sources), last.after, last.before) == (1, "", "/sources?tag=ports")


def test_what_is_read_from_a_form_is_what_stood_in_it() -> None:
    values = as_chosen(GOOD).values
    chosen = read_form(values, app.check).chosen
    assert chosen is not None
    assert (chosen.title, chosen.tags, chosen.rules) == ("", GOOD.tags, GOOD.rules)
    assert (chosen.interval_minutes, chosen.paused) == (0, None)


def test_times_are_told_by_how_far_they_are(kept: Store, client: TestClient) -> None:
    now = datetime.now(UTC)
    made.follow(kept, Source("src_aaaaaaaaaaaaaaaa", SourceKind.FEED, made.FEED, now))
    made.keep(kept, "src_aaaaaaaaaaaaaaaa", replace(made.came(made.feed(made.entry(1))), at=now - timedelta(minutes=5)))
    assert "5 min ago</time>" in client.get("/sources").text


# the background ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("follow", [True, False])
def test_a_server_reads_what_is_due_in_the_background_unless_told_not_to(kept: Store, follow: bool) -> None:
    with serving(Site()) as site:
        made.follow(kept, made.source(f"{site.at}/feed", full_text="never"))
        with server._working(kept, follow=follow):
            deadline = monotonic() + (20 if follow else 2)
            while not app.sources(kept).sources[0].entries and monotonic() < deadline:
                sleep(0.05)
            assert app.sources(kept).following is follow
        assert site.asked["/feed"] == (1 if follow else 0)
        assert not app.sources(kept).following, "it gives its turn back"


def test_a_store_that_follows_nothing_asks_for_nothing(kept: Store) -> None:
    with serving(Site()) as site, server._working(kept, follow=True):
        sleep(1.5)
        assert not site.asked
