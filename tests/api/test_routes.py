"""The API: the records as they are, failures in one shape, never a 5xx for bad input."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand import contract
from firsthand.api.routes import BODY_LIMIT
from firsthand.model.errors import StoreError
from tests import entering


def test_every_record_comes_back_as_it_was(reader, newsroom, samples):
    for path, kind, record in (
        ("/api/stories", contract.RiverOut, newsroom.river(None, account="acc")),
        (f"/api/stories/{samples.STORY}", contract.StoryOut, samples.one_source()),
        (f"/api/stories/{samples.STORY}/graph", contract.GraphOut, samples.graph()),
        (f"/api/stories/{samples.STORY}/timeline", contract.TimelineOut, samples.timeline()),
        ("/api/threads", contract.ThreadsOut, newsroom.threads(None)),
        (f"/api/threads/{samples.THREAD}", contract.ThreadOut, samples.thread()),
        (f"/api/documents/{samples.WIRE}", contract.DocumentOut, samples.document()),
        (f"/api/documents/{samples.WIRE}/versions", list[contract.VersionOut], samples.versions()),
        (f"/api/captures/{samples.CAPTURE}/reading", contract.ReadingOut, samples.reading()),
        (f"/api/compare/{samples.WIRE}/{samples.COPY}", contract.ComparisonOut, samples.comparison()),
    ):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert msgspec.json.decode(answer.content, type=kind) == record


def test_the_river_is_paged(reader, newsroom):
    assert reader.get("/api/stories?limit=5").json()["next"]
    last = reader.get("/api/stories", params={"after": "1.sto_x", "limit": 7}).json()
    assert (last["stories"], last["next"]) == ([], None)
    assert newsroom.asked[-1] == ("river", (7, "1.sto_x"))


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=", "limit=1e9", "after=%00", "after=%ff", f"after={'a' * 201}"]
)
def test_a_bad_parameter_is_400_and_named(reader, query):
    answer = reader.get(f"/api/stories?{query}")
    assert answer.status_code == 400
    assert answer.json()["status"] == 400
    assert query.partition("=")[0] in answer.json()["cause"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/stories/x",
        "/api/stories/sto_aaaaaaaaaaaaaaaa",
        "/api/stories/sto_aaaaaaaaaaaaaaaa/graph",
        "/api/stories/sto_aaaaaaaaaaaaaaaa/timeline",
        "/api/threads/x",
        "/api/documents/x/versions",
        "/api/documents/%00",
        "/api/documents/' or 1=1 --",
        "/api/captures/x/reading",
        "/api/compare/doc_aaaaaaaaaaaaaaaa/nothing",
        "/api/nothing",
    ],
)
def test_an_unknown_id_is_404_in_json(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 404
    assert set(answer.json()) == {"status", "cause", "next_try"}


@given(text=st.text(max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_anywhere_makes_the_server_fail(reader, text):
    for answer in (
        reader.get("/api/stories", params={"after": text, "limit": text}),
        reader.get("/api/stories", params={text or "x": text}),
        reader.get("/" + text.encode("utf-8", "replace").hex()),
        reader.post("/api/read", params={"url": text}, content=text.encode("utf-8", "replace")),
    ):
        assert answer.status_code < 500


def csrf(reader):
    return {"x-csrf-token": reader.get("/api/session").json()["csrf"]}


def test_reading_a_page_in_needs_the_token_of_the_session(reader, stranger, newsroom):
    for headers in ({}, {"x-csrf-token": ""}, {"x-csrf-token": "wrong"}, {"x-csrf-token": "é"}):
        answer = reader.post("/api/read", content=b"A text.", headers={k: v.encode() for k, v in headers.items()})
        assert answer.status_code == 403
        assert "X-CSRF-Token" in answer.json()["cause"]
    assert newsroom.asked == []


def test_a_page_is_read_in_with_its_kind_and_address(reader, newsroom):
    headers = {**csrf(reader), "content-type": "Text/HTML; charset=utf-8"}
    answer = reader.post("/api/read?url=https://nap.example/q%3Fa", content=b"<p>A text.", headers=headers)
    assert answer.status_code == 200
    assert msgspec.json.decode(answer.content, type=contract.ReadOut).stories
    assert newsroom.asked[-1] == ("read_content", (b"<p>A text.", "https://nap.example/q?a", "text/html"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "x", "http://a b", "https://" + "a" * 2000])
def test_an_address_must_be_one(reader, url):
    answer = reader.post("/api/read", params={"url": url}, content=b"A text.", headers=csrf(reader))
    assert answer.status_code == 400


def test_what_cannot_be_used_is_422_with_the_cause(reader):
    answer = reader.post("/api/read", content=b"", headers=csrf(reader))
    assert answer.status_code == 422
    assert answer.json() == {"status": 422, "cause": "The text is empty.", "next_try": "Send the page itself."}


def test_what_is_too_large_is_413(reader, newsroom):
    answer = reader.post("/api/read", content=b"x" * (BODY_LIMIT + 1), headers=csrf(reader))
    assert answer.status_code == 413
    assert newsroom.asked == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_other_methods_are_405(reader, method):
    assert reader.request(method, "/api/stories", headers=csrf(reader)).status_code == 405


def test_the_health_check_is_open_and_red_when_the_store_is(stranger, newsroom):
    assert stranger.get("/healthz").json() == {"status": "ok"}
    newsroom.broken = StoreError("The disk is full.", "Make room.")
    answer = stranger.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["cause"].startswith("The store does not answer"), "to strangers it names no folder"


def test_a_bug_is_500_in_the_same_shape_and_tells_nothing(reader, newsroom):
    newsroom.broken = RuntimeError("boom")
    answer = reader.get("/api/stories")
    assert answer.status_code == 500
    assert set(answer.json()) == {"status", "cause", "next_try"}
    assert "boom" not in answer.text


def test_why_two_are_together_or_apart(reader, newsroom, samples):
    answer = reader.get("/api/why", params={"a": samples.STORY, "b": samples.TWO_SOURCES})
    assert msgspec.json.decode(answer.content, type=contract.WhyOut) == samples.why()
    assert newsroom.asked[-1] == ("why", (samples.STORY, samples.TWO_SOURCES))
    assert reader.get("/api/why", params={"a": "x", "b": samples.STORY}).status_code == 404
    for words in ({"a": samples.STORY}, {"a": "", "b": "x"}, {"a": "x y", "b": "x"}):
        assert reader.get("/api/why", params=words).status_code == 400


# judgements ---------------------------------------------------------------------------------------------------------


def test_what_people_say_is_listed_said_and_taken_back(reader, newsroom, samples):
    said = reader.get("/api/judgements")
    assert msgspec.json.decode(said.content, type=list[contract.JudgementOut]) == [samples.judgement()]
    body = {"kind": "copy_of", "subject": samples.COPY, "object": samples.WIRE, "by": "Ada"}
    answer = reader.post("/api/judgements", json=body, headers=csrf(reader))
    assert (answer.status_code, answer.json()["id"]) == (200, samples.JUDGED)
    assert newsroom.asked[-1] == ("judge", ("copy_of", samples.COPY, samples.WIRE, "Ada", "", ""))
    answer = reader.delete(f"/api/judgements/{samples.JUDGED}", headers=csrf(reader))
    assert (answer.status_code, answer.json()["withdrawn"]) == (200, "2025-05-30T09:00:00Z")


def test_only_an_administrator_says_something_in_anothers_name(stranger, newsroom, accounts_only, samples):
    body = {"kind": "copy_of", "subject": samples.COPY, "object": samples.WIRE}
    entering.enter(stranger, accounts_only, "editor")
    assert stranger.post("/api/judgements", json={**body, "by": "Ada"}, headers=csrf(stranger)).status_code == 403
    for by in ("", "editor"):
        assert stranger.post("/api/judgements", json={**body, "by": by}, headers=csrf(stranger)).status_code == 200
        assert newsroom.asked[-1][1][3] == "editor"


def test_saying_something_needs_the_token_in_the_header(reader, newsroom, samples):
    token = csrf(reader)["x-csrf-token"]
    newsroom.asked.clear()
    assert reader.post("/api/judgements", json={"kind": "original_is", "subject": "x"}).status_code == 403
    assert reader.post("/api/judgements", data={"csrf": token}).status_code == 403, "a field is for our own forms"
    assert reader.delete(f"/api/judgements/{samples.JUDGED}").status_code == 403
    assert newsroom.asked == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"kind": "copy_of"}', b'{"kind": 1, "subject": "x"}'])
def test_what_is_no_judgement_is_400(reader, newsroom, body):
    answer = reader.post("/api/judgements", content=body, headers=csrf(reader))
    assert answer.status_code == 400
    assert set(answer.json()) == {"status", "cause", "next_try"}
    assert newsroom.asked == []


def test_what_makes_no_sense_is_422_and_what_is_unknown_404(reader):
    body = {"kind": "nonsense", "subject": "x"}
    assert reader.post("/api/judgements", json=body, headers=csrf(reader)).status_code == 422
    for unknown in ("jud_bbbbbbbbbbbbbbbb", "x"):
        assert reader.delete(f"/api/judgements/{unknown}", headers=csrf(reader)).status_code == 404
