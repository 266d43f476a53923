"""The commands about what is followed: what they print where, and how they end. The use cases behind them are fakes here."""

import json
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from firsthand import contract as out
from firsthand.cli.commands import cli
from firsthand.model.errors import InputError, NotFound
from tests.fakes import FakeApp

PROBLEM = out.ProblemOut(
    "not_found",
    "https://quay.example/rss: the server says that nothing is there (404).",
    "Look for another feed.",
    "https://quay.example/rss",
)
GOOD = out.SourceOut(
    id="src_post",
    kind="feed",
    name="Harbour Post",
    title="Harbour Post",
    address="https://harbour.example/feed",
    site="https://harbour.example/",
    tags=["ports", "wire"],
    state="ok",
    paused=False,
    due="2026-05-04T13:00:00Z",
    why="it has news about every hour",
    tried="2026-05-04T12:00:00Z",
    succeeded="2026-05-04T12:00:00Z",
    changed="2026-05-04T12:00:00Z",
    fetches=20,
    failures=0,
    unchanged_share=0.85,
    entries=34,
    entries_a_week=12.5,
    full_text="short",
    interval_minutes=None,
    rules=["mute title: horoscope"],
    retention="keep 90 days",
    retention_told="keep 90 days",
    robots="pages",
    password_env="",
    pushed=True,
    moved_from="https://old.example/feed",
    added="2026-04-01T12:00:00Z",
    problem=None,
)
BAD = replace(
    GOOD,
    id="src_quay",
    name="Quay\x1b[2J News",
    address="https://quay.example/rss",
    tags=[],
    state="failing",
    unchanged_share=None,
    due=None,
    problem=PROBLEM,
)
ENTRY = out.EntryOut(
    "ent_1",
    "Quay closed",
    "https://harbour.example/1",
    [],
    None,
    "2026-05-04T12:00:00Z",
    "read",
    "",
    None,
    ["doc_1"],
    None,
)
PAGE = out.SourcePageOut(
    GOOD,
    [
        out.FetchOut("2026-05-04T12:00:00Z", "new", 200, "", "", 10, 2, 4000, 0.2),
        out.FetchOut("2026-05-04T11:00:00Z", "failed", 404, "not_found", "nothing is there", 0, 0, 100, 0.1),
    ],
    [ENTRY, replace(ENTRY, title="Horoscope", state="muted", muted="mute title: horoscope", documents=[])],
)
ADDED = out.AddOut(
    [
        out.AddedOut(
            "source",
            "new",
            "src_post",
            "Harbour Post",
            "https://harbour.example/feed",
            "24 entries are listed.",
            [out.OfferOut("https://harbour.example/sport", "Sport", "feed")],
        ),
        out.AddedOut("page", "read", "doc_1", "Quay closed", "https://harbour.example/1", "It was read.", []),
    ],
    [PROBLEM],
)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="firsthand")


def test_what_was_found_is_told_with_what_else_is_offered(app: FakeApp) -> None:
    app.answer = ADDED
    result = run("add", "harbour.example", "https://harbour.example/1", "https://quay.example/rss")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "following  Harbour Post  src_post",
        "           https://harbour.example/feed: 24 entries are listed.",
        "           also offered: firsthand add https://harbour.example/sport  (Sport)",
        "read       Quay closed  doc_1",
        "           https://harbour.example/1: It was read.",
        "1 source followed (1 new), 1 thing read.",
        "Read what is due now: firsthand refresh. Go on reading it: firsthand serve",
    ]
    assert result.stderr == f"firsthand: {PROBLEM.detail} {PROBLEM.next_try}\n"


def test_a_long_list_takes_a_line_a_source(app: FakeApp) -> None:
    app.answer = out.AddOut([ADDED.added[0]] * 30, [])
    lines = run("add", "feeds.opml").stdout.splitlines()
    assert len(lines) == 32
    assert lines[0] == "following  Harbour Post  src_post  https://harbour.example/feed"


def test_the_choices_reach_the_use_case(app: FakeApp) -> None:
    app.answer = ADDED
    words = ("--tag", "a", "--tag", "b", "--full-text", "always", "--every", "30", "--rule", "mute any: x")
    run("add", "x", *words, "--keep", "90 days", "--robots", "all", "--password-env", "P", "--allow-host", "h")
    chosen = out.SourceChoices(None, ["a", "b"], "always", 30, None, ["mute any: x"], "90 days", "all", "P")
    assert app.asked == ("the default", ["x"], chosen, {"allow_hosts": ("h",)})


def test_nothing_added_is_exit_code_1_and_json_is_still_json(app: FakeApp) -> None:
    app.answer = out.AddOut([], [PROBLEM])
    assert run("add", "x").exit_code == 1
    result = run("add", "x", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"][0]["code"] == "not_found"


def test_sources_are_listed_with_how_they_go(app: FakeApp) -> None:
    app.answer = out.SourcesOut([BAD, GOOD], {"ports": 1}, 3, 40, True)
    assert run("sources", "--tag", "ports", "--store", "desk").stdout.splitlines() == [
        "failing  Quay[2J News  src_quay",
        "         https://quay.example/rss",
        "         read 2026-05-04 12:00 UTC; 12.5 entries a week",
        "         The server says that nothing is there (404). Look for another feed.",
        "ok       Harbour Post  src_post",
        "         https://harbour.example/feed  [ports, wire]",
        "         read 2026-05-04 12:00 UTC, next 2026-05-04 13:00 UTC (it has news about every hour); 12.5 entries a "
        "week, 85 % unchanged",
        "2 sources, 1 in trouble. 3 pages to visit now, 40 planned.",
    ]
    assert app.asked == ("desk", "ports")


def test_an_empty_list_and_one_that_nobody_reads_say_what_to_do(app: FakeApp) -> None:
    app.answer = out.SourcesOut([], {}, 0, 0, False)
    assert "firsthand add" in run("sources").stdout
    app.answer = out.SourcesOut([GOOD], {}, 0, 0, False)
    assert "firsthand serve" in run("sources").stdout.splitlines()[-1]


def test_feeds_are_written_out_as_they_are(app: FakeApp) -> None:
    assert run("sources", "--opml").stdout_bytes == b"<opml/>"


def test_packs_are_listed_with_how_to_follow_one(app: FakeApp) -> None:
    feed = out.PackFeedOut("https://a.example/feed", "Alpha", "https://a.example", "daily", "DE")
    app.answer = [out.PackOut("de", "Deutsch", [feed] * 6)]
    assert run("sources", "--packs").stdout.splitlines() == [
        "pack:de  Deutsch, 6 feeds:",
        "  Alpha, Alpha, Alpha, Alpha and 2 more",
        "Nothing in them is fetched before you say so: firsthand add pack:en",
    ]
    assert json.loads(run("sources", "--packs", "--json").stdout)[0]["language"] == "de"


def test_a_source_is_shown_with_its_choices_history_and_entries(app: FakeApp) -> None:
    app.answer = PAGE
    lines = run("sources", "show", "https://harbour.example/post").stdout.splitlines()
    assert app.asked == ("the default", "src_post")
    for line in (
        "         full text  when the feed is short",
        "         rule       mute title: horoscope",
        "         kept       keep 90 days",
        "         pushed     a hub tells us of news",
        "         moved      was at https://old.example/feed",
        "2026-05-04 12:00 UTC  new 200: 2 new of 10",
        "2026-05-04 11:00 UTC  failed 404: nothing is there",
        "read     Quay closed  doc_1",
        "muted    Horoscope",
        "         mute title: horoscope",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (["pause"], out.SourceChoices(paused=True)),
        (["resume"], out.SourceChoices(paused=False)),
        (["set", "--every", "0", "--rule", "", "--tag", ""], out.SourceChoices(None, [""], None, 0, None, [""])),
        (["set", "--title", ""], out.SourceChoices(title="")),
    ],
)
def test_choosing_reaches_every_source_that_is_named(app: FakeApp, words: list[str], chosen: Any) -> None:
    app.answer = GOOD
    result = run("sources", *words, "a", "b")
    assert result.exit_code == 0
    assert app.asked == ("the default", "src_b", chosen)
    assert result.stdout.count("Harbour Post") == 2


def test_what_is_removed_is_named(app: FakeApp) -> None:
    app.answer = PAGE
    assert run("sources", "remove", "post").stdout == "Harbour Post is followed no more.\n"
    assert app.asked == ("the default", "src_post", "gone")


def test_options_before_a_sub_command_are_refused_instead_of_lost(app: FakeApp) -> None:
    result = run("sources", "--store", "desk", "remove", "post")
    assert result.exit_code == 2
    assert app.asked == ()


def test_a_wrong_choice_or_an_unknown_source_is_one_line(app: FakeApp) -> None:
    app.answer = InputError("rule-form", "This is no rule: 'x'.", "Write it like: mute title: horoscope")
    result = run("sources", "set", "a", "--rule", "x")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    app.answer = NotFound("Nothing is followed under a.", "To see what is: firsthand sources")
    assert run("sources", "show", "a").exit_code == 1


def test_a_refresh_says_what_it_did(app: FakeApp) -> None:
    app.answer = out.RefreshOut(12, 1, 30, 20, 1, False, [PROBLEM])
    result = run("refresh", "https://harbour.example/post", "--allow-host", "h")
    assert result.exit_code == 0
    assert result.stdout == "12 sources read, 1 new entry; 20 pages visited, 30 new captures, 1 failed.\n"
    assert "404" in result.stderr
    assert app.asked == ("the default", ["src_post"], {"every": False, "allow_hosts": ("h",)})


def test_a_refresh_in_which_all_failed_ends_with_1(app: FakeApp) -> None:
    app.answer = out.RefreshOut(1, 0, 0, 0, 1, False, [PROBLEM])
    assert run("refresh").exit_code == 1


def test_who_follows_elsewhere_is_left_to_it(app: FakeApp) -> None:
    app.answer = out.RefreshOut(0, 0, 0, 0, 0, True, [])
    result = run("refresh", "--all")
    assert result.exit_code == 0
    assert "Another Firsthand" in result.stdout


def test_serve_may_leave_what_is_followed_alone(app: FakeApp) -> None:
    run("serve", "--no-follow", "--port", "0")
    assert app.asked == ("the default", "127.0.0.1", 0, "no follow")
