"""The command line: what it prints where, and how it ends. The use cases behind it are fakes here."""

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import firsthand
from firsthand import contract as out
from firsthand.cli.commands import cli
from firsthand.cli.stories import write_story
from firsthand.cli.terminal import Progress, clean
from firsthand.model.errors import NotFound, StoreError
from tests.fakes import COPY, DOCUMENT, GRAPH, JUDGEMENT, ORIGINAL, PROBLEM, READ, STORY, WHY, FakeApp, passage


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="firsthand")


def test_a_reading_is_printed_as_stories_with_the_original_first(app: FakeApp) -> None:
    result = run("read", "a.txt", "b.txt")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Ferry aground off Cape Orn  story_1",
        "2 outlets, 1 independent source",
        "    original  Meridian Wire, 2026-03-03 13:05 UTC: Ferry aground off Cape Orn",
        "      because it is the agency's own page",
        "    copy  Northgate Herald, seen 2026-03-03 17:00 UTC: Ferry stuck",
        "      carries 97 % of it; 93 % of the copy is from it",
        "      because its credit line names Meridian Wire",
        "      Adds two sentences on the minister.",
        "      added 2",
        "        “The minister said no.”",
        "        “He[2J left early.”",
        "      reworded 1",
        "        “Zelenskiy” → “Zelenksyy”",
        "      house style 5",
        "        “U.S.” → “US” [abbreviations] (2 times)",
        "        “a” → “b”",
        "        “c” → “d”",
        "        and 1 more (--full shows it)",
        "",
        "1 capture (1 new), 1 document, 1 story.",
    ]
    assert result.stderr == "firsthand: b.txt is empty. Check that the file was saved completely.\n"


def test_a_story_of_one_page_takes_two_lines(app: FakeApp) -> None:
    app.answer = replace(STORY, outlets=1, documents=[ORIGINAL])
    assert run("story", "story_1").stdout.splitlines() == [
        "Ferry aground off Cape Orn  story_1",
        "1 outlet, 1 independent source: Meridian Wire, 2026-03-03 13:05 UTC",
    ]


def test_stories_are_listed_with_their_numbers_and_what_is_new(app: FakeApp) -> None:
    line = out.StoryLineOut(
        "story_1",
        "Ferry aground",
        "en",
        2,
        3,
        4,
        None,
        "2026-03-03T13:05Z",
        [],
        ["en"],
        [],
        new_sources=1,
        new_outlets=2,
    )
    app.answer = out.RiverOut([line], "1.story_1")
    assert run("stories", "--top", "--since", "2026-03-03", "--limit", "1").stdout.splitlines() == [
        "Ferry aground  story_1",
        "  3 outlets, 2 independent sources, new: 1 and 2 outlets  2026-03-03 13:05 UTC",
        "The first 1; --limit shows more.",
    ]
    assert app.asked == (1, True, datetime(2026, 3, 3, tzinfo=UTC))


def test_full_shows_every_difference_in_full_length(app: FakeApp) -> None:
    long = "word " * 100
    app.answer = replace(READ, stories=[replace(STORY, documents=[ORIGINAL, replace(COPY, added=[passage(long)])])])
    assert long.strip() not in run("read", "a").stdout
    full = run("read", "a", "--full").stdout
    assert long.strip() in full
    assert "“e” → “f”" in full


def test_an_original_that_is_not_here_is_named_with_its_reasons(app: FakeApp) -> None:
    lineage = out.LineageOut("lin_1", None, "Reuters", None, ["doc_copy"], ["both credit Reuters"])
    other = out.LineageOut("lin_2", None, None, None, ["doc_original"], [])
    app.answer = replace(STORY, independent_sources=2, lineages=[lineage, other])
    text = run("story", "story_1").stdout
    assert "2 independent sources" in text
    assert "original  not here; the copies credit Reuters\n      because both credit Reuters" in text
    assert "original  not known\n" in text
    assert text.index("Source 1") < text.index("Source 2")


def test_a_copy_of_a_copy_says_of_which(app: FakeApp) -> None:
    third = replace(COPY, id="doc_third", outlet="Alden Courier", original="doc_copy", published="2026-03-04")
    lineage = replace(STORY.lineages[0], documents=["doc_third", "doc_copy", "doc_original"])
    app.answer = replace(STORY, documents=[*STORY.documents, third], lineages=[lineage])
    assert "of Northgate Herald, seen" in run("story", "story_1").stdout


def test_versions_of_a_page_say_what_they_changed(app: FakeApp) -> None:
    versions = [
        out.VersionOut("doc_original", "2026-03-03T13:10:00Z", None, None, "", None, []),
        out.VersionOut(
            "doc_later", "2026-03-03T15:00:00Z", None, None, "Adds one passage.", "Corrects paragraph 2", ["x"]
        ),
    ]
    app.answer = replace(STORY, documents=[replace(ORIGINAL, versions=versions), COPY])
    lines = run("story", "story_1").stdout.splitlines()
    first = lines.index("      version 1  seen 2026-03-03 13:10 UTC")
    assert lines[first + 1 : first + 4] == [
        "      version 2  seen 2026-03-03 15:00 UTC and 1 time more",
        "        corrected: “Corrects paragraph 2”",
        "        Adds one passage.",
    ]


def test_a_timeline_is_told_in_time_or_as_json(app: FakeApp) -> None:
    line = out.TimelineLineOut("A ferry ran aground.", "doc_a", 3, 23, "Meridian Wire", "Aground", "en")
    bare = replace(line, text="", outlet=None, start=0, end=0)
    app.answer = out.TimelineOut(
        "story_1",
        [
            out.TimelineEntryOut("2026-03", "event", 2, [line], []),
            out.TimelineEntryOut("2026-03-03T13:05Z", "first_report", 0, [bare], []),
        ],
    )
    assert run("timeline", "story_1").stdout.splitlines() == [
        "2026-03",
        "  “A ferry ran aground.”",
        "    Meridian Wire [doc_a:3-23], named by 2 sources",
        "2026-03-03 13:05 UTC  first report",
        "  Aground",
        "    unknown outlet [doc_a:0-0]",
    ]
    assert json.loads(run("timeline", "story_1", "--json").stdout)["entries"][0]["when"] == "2026-03"
    app.answer = out.TimelineOut("story_1", [])
    assert run("timeline", "story_1").stdout == "Its pages name no time.\n"


def test_the_evidence_is_a_line_an_edge_or_json(app: FakeApp) -> None:
    app.answer = GRAPH
    assert run("story", "story_1", "--graph").stdout.splitlines() == [
        "Meridian Wire, 2026-03-03 13:05 UTC [doc_a]  copy 97 % ↔  unknown outlet, 2026-03-03 15:00 UTC [doc_b]",
        "  because 97 %",
        "Meridian Wire  publishes →  Meridian Wire, 2026-03-03 13:05 UTC [doc_a]",
        "Alden Courier, no time [doc_c]  alone",
    ]
    assert json.loads(run("story", "story_1", "--graph", "--json").stdout)["edges"][0]["kind"] == "copy"


def test_json_is_the_same_reading_for_a_program_and_alone_on_standard_output(app: FakeApp) -> None:
    result = run("read", "a.txt", "--json")
    told = json.loads(result.stdout_bytes)
    assert told["stories"][0]["documents"][0]["added"][0] == {"text": "The minister said no.", "start": 0, "end": 21}
    assert told["documents"][0]["text"] == DOCUMENT.text
    assert "„Satz“".encode() in result.stdout_bytes
    assert result.stdout_bytes.endswith(b"}\n")
    assert "b.txt is empty" in result.stderr


def test_when_nothing_could_be_read_the_exit_code_is_1_and_json_is_still_json(app: FakeApp) -> None:
    app.answer = out.ReadOut([], [], [], [PROBLEM])
    assert (run("read", "b.txt").exit_code, run("read", "b.txt").stdout) == (1, "")
    assert json.loads(run("read", "b.txt", "--json").stdout)["problems"][0]["code"] == "empty"


def test_metadata_that_disagrees_with_itself_is_told_on_demand(app: FakeApp) -> None:
    quiet = out.ProblemOut("disagreement_headline", "The page gives more than one headline.", "", "file:///news/a.html")
    app.answer = out.ReadOut([], [], [], [quiet, PROBLEM])
    assert "headline" not in run("read", "x").stderr
    assert "empty" in run("read", "x").stderr
    assert "headline" in run("read", "x", "--full").stderr
    assert len(json.loads(run("read", "x", "--json").stdout)["problems"]) == 2


def test_a_problem_names_its_input_once(app: FakeApp) -> None:
    problems = [
        out.ProblemOut("no_article", "no article was found.", "", "file:///news/a.html"),
        out.ProblemOut("empty", "a.html is empty.", "", "file:///news/a.html"),
    ]
    app.answer = out.ReadOut([], [], [], problems)
    assert run("read", "x").stderr.splitlines() == [
        "firsthand: /news/a.html: no article was found.",
        "firsthand: a.html is empty.",
    ]


def test_options_reach_the_use_case(app: FakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    run("read", "-", "--seen-at", "2025-05-28T16:00+02:00", "--allow-host", "127.0.0.1", "--store", "s", "http://x")
    seen = datetime(2025, 5, 28, 14, tzinfo=UTC)
    assert app.asked == ("s", ["-", "http://x"], {"seen_at": seen, "allow_hosts": ("127.0.0.1",)})
    monkeypatch.setenv("FIRSTHAND_STORE", "from the environment")
    run("read", "a")
    assert app.asked[0] == "from the environment"


@pytest.mark.parametrize(
    "words", [["read"], ["read", "a", "--seen-at", "noon"], ["nonsense"], ["serve", "--port", "x"]]
)
def test_a_wrong_command_is_explained_with_exit_code_2(app: FakeApp, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert not app.asked


@pytest.mark.parametrize(
    ("failure", "code", "line"),
    [
        (
            StoreError("The store is locked.", "Stop the other program."),
            1,
            "The store is locked. Stop the other program.",
        ),
        (NotFound("No story story_x."), 1, "No story story_x."),
        (KeyboardInterrupt(), 130, "stopped. What was read until now is kept."),
        (OSError(errno.ENOSPC, "No space left"), 1, "the disk is full."),
        (ValueError("odd\nthing"), 1, "a fault of the program (ValueError: odd thing)."),
    ],
)
def test_every_end_is_one_line_and_an_exit_code(app: FakeApp, failure: BaseException, code: int, line: str) -> None:
    app.answer = failure
    result = run("story", "story_x")
    assert result.exit_code == code
    assert result.stderr.startswith(f"firsthand: {line}")
    assert result.stderr.count("\n") == 1
    assert not result.stdout


def test_rebuild_says_what_it_made(app: FakeApp) -> None:
    app.answer = SimpleNamespace(captures=52, documents=60, stories=1, quarantined=2, seconds=3.14159)
    result = run("rebuild")
    assert result.stdout == "Rebuilt 52 captures into 60 documents and 1 story in 3.1 s.\n"
    assert "2 could not be worked through. To see why: firsthand doctor" in result.stderr


def test_the_doctor_fails_only_when_something_is_bad(app: FakeApp) -> None:
    fine = SimpleNamespace(name="store", state="ok", text="/data, 12 captures", next_try="")
    bad = SimpleNamespace(name="queue", state="bad", text="1 in quarantine", next_try="firsthand rebuild")
    app.answer = [fine]
    assert (run("doctor").exit_code, run("doctor").stdout) == (0, "ok   store: /data, 12 captures\n")
    app.answer = [fine, bad]
    result = run("doctor")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:] == ["bad  queue: 1 in quarantine", "      firsthand rebuild"]


def test_serve_prints_the_link_once_it_runs(app: FakeApp) -> None:
    app.answer = KeyboardInterrupt()  # that is how it ends
    result = run("serve", "--port", "9000")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "http://127.0.0.1:9000/login/secret" in result.stdout
    assert app.asked == ("the default", "127.0.0.1", 9000)
    assert app.demo_in is None


def test_serve_demo_reads_the_archive_into_the_same_store_first(app: FakeApp) -> None:
    app.answer = None
    run("serve", "--demo", "--store", "s")
    assert (app.demo_in, app.asked[0], app.closed) == ("s", "s", ["s"])


def test_serve_is_told_what_stands_before_it(app: FakeApp) -> None:
    app.answer = None
    run(
        "serve",
        "--base-path",
        "/news",
        "--trust-proxy",
        "10.0.0.0/8",
        "--trust-proxy",
        "::1",
        "--public-url",
        "https://a.example",
    )
    assert app.asked[3] == {
        "base_path": "/news",
        "trusted_proxies": ["10.0.0.0/8", "::1"],
        "public_address": "https://a.example",
    }


def test_a_store_that_was_opened_is_closed_whatever_happens(app: FakeApp) -> None:
    run("read", "a")
    app.answer = ValueError("odd")
    run("story", "x")
    assert app.closed == ["the default"] * 2


def test_text_of_strangers_cannot_command_the_terminal() -> None:
    assert clean("a\x1b]0;x\x07\x9b31m\u202eb\u2066\tc\r\nd\x00") == "a]0;x31mb c  d"
    assert clean("caf\udce9") == "caf?"
    assert clean("„Grüße“ שלום 🙂") == "„Grüße“ שלום 🙂"


def test_on_a_terminal_lines_are_wrapped_under_their_margin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "40", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    write_story(STORY, full=False)
    lines = capsys.readouterr().out.splitlines()
    assert "\x1b[1m" in lines[0]
    assert any(line.startswith("      sentences on the minister") for line in lines) or any(
        line.startswith("      minister.") for line in lines
    )


def test_no_progress_bar_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress._since -= 10
        progress("extract", 1, 10)
    assert capsys.readouterr().err == ""


def test_long_work_at_a_terminal_shows_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with Progress() as progress:
        progress("extract", 1, 10)
        assert capsys.readouterr().err == ""
        progress._since -= 10
        progress("extract", 3, 10)
        progress("resolve", 1, None)
    assert "extract" in capsys.readouterr().err


def python(code: str, **options: Any) -> subprocess.CompletedProcess[str]:
    source = os.path.dirname(os.path.dirname(firsthand.__file__))  # noqa: PTH120
    environment = {**os.environ, "PYTHONPATH": source, "FIRSTHAND_STORE": "/nonexistent/firsthand"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False, **options)


def test_help_loads_nothing_heavy_and_shows_examples() -> None:
    code = (
        "import sys, atexit; heavy = 'rich.console msgspec sqlalchemy lxml numpy urllib3 firsthand.app'.split();"
        "atexit.register(lambda: print('HEAVY', [m for m in heavy if m in sys.modules]));"
        "sys.argv = ['firsthand', '--help']; from firsthand.cli import main; main()"
    )
    result = python(code)
    assert "HEAVY []" in result.stdout
    assert "  firsthand read original.html copy.txt " in result.stdout
    assert result.returncode == 0


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = (
        "import sys; from firsthand.cli.terminal import told, write\n"
        "import typer\n"
        "def go():\n    with told():\n        for n in range(100_000): write(str(n))\n"
        "typer.run(go)"
    )
    command = f"{sys.executable} -c '{code}' | head -n 1"
    source = os.path.dirname(os.path.dirname(firsthand.__file__))  # noqa: PTH120
    environment = {**os.environ, "PYTHONPATH": source}
    result = subprocess.run(
        command, shell=True, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert (result.stdout, result.stderr) == ("0\n", "")


def test_every_command_has_help_with_its_options_explained() -> None:
    for command in ("read", "story", "serve", "rebuild", "doctor"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "--store" in result.stdout
        assert "FIRSTHAND_STORE" in result.stdout


def test_the_version_is_the_packages() -> None:
    assert run("--version").stdout == f"firsthand {firsthand.__version__}\n"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["not-a-copy", "doc_a", "art_b", "--by", "Ada"], ("not_a_copy", "doc_a", "art_b", "Ada", "")),
        (["copy-of", "doc_a", "doc_b", "--note", "rang"], ("copy_of", "doc_a", "doc_b", "", "rang")),
        (["original-is", "doc_a"], ("original_is", "doc_a", None, "", "")),
        (["same-outlet", "bbc.co.uk", "BBC News"], ("same_outlet", "bbc.co.uk", "BBC News", "", "")),
        (["merge", "sto_a", "sto_b", "--by", "Ada"], ("merge", "sto_a", "sto_b", "Ada", "")),
        (["different-event", "sto_a", "doc_b"], ("different_event", "sto_a", "doc_b", "", "")),
        (["split", "doc_a", "doc_b", "--note", "rang"], ("split", "doc_a doc_b", None, "", "rang")),
        (["move", "doc_a", "sto_b"], ("move", "doc_a", "sto_b", "", "")),
        (["pin", "doc_a"], ("pin", "doc_a", None, "", "")),
    ],
)
def test_a_person_says_what_a_page_is(app: FakeApp, words: list[str], asked: tuple[Any, ...]) -> None:
    app.answer = JUDGEMENT
    result = run("judge", *words, "--store", "desk")
    assert app.asked == ("desk", *asked)
    assert result.stdout.splitlines() == [
        f"jud_1  Ada, 2026-03-05: {JUDGEMENT.text} (she rang them)",
        "To see what follows: firsthand story story_1",
    ]
    assert app.closed == ["desk"]


def test_what_people_said_is_listed_and_taken_back(app: FakeApp) -> None:
    gone = replace(JUDGEMENT, by="", note="", withdrawn="2026-03-06T09:00:00Z", stories=[])
    app.answer = [JUDGEMENT, gone]
    assert run("judge", "list").stdout.splitlines()[1] == (
        f"jud_1  a person, 2026-03-05, withdrawn 2026-03-06: {gone.text}"
    )
    assert json.loads(run("judge", "list", "--json").stdout)[0]["kind"] == "copy_of"
    app.answer = []
    assert "Nobody has said anything yet" in run("judge", "list").stdout
    app.answer = gone
    assert json.loads(run("judge", "withdraw", "jud_1", "--json").stdout)["withdrawn"]
    assert app.asked == ("the default", "jud_1")


def test_what_cannot_be_judged_is_one_line(app: FakeApp) -> None:
    app.answer = NotFound("No document or article has the id x.", "firsthand story ID --json gives the ids.")
    result = run("judge", "original-is", "x")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "firsthand: No document or article has the id x. firsthand story ID --json gives the ids.\n"


def test_why_is_told_in_sentences_and_then_what_was_measured(app: FakeApp) -> None:
    app.answer = WHY
    result = run("why", "doc_1", "sto_2", "--store", "desk")
    assert app.asked == ("desk", "doc_1", "sto_2")
    assert result.stdout.splitlines() == [
        "Ferry aground (Meridian)  doc_1 in sto_1",
        "(no headline)  doc_2 in sto_2",
        "",
        "They are in two stories.",
        "Their score is 0.31, and 0.45 is asked for.",
        "",
        "measured",
        "  alike by: 0.17",
        "  only the first has “ferry”, “1,214”",
        f"said by Ada, 2026-03-05: {JUDGEMENT.text}",
    ]
    assert json.loads(run("why", "doc_1", "sto_2", "--json").stdout)["cause"] == "below_bar"


LINE = out.StoryLineOut("story_2", "Crew freed", "en", 1, 1, 1, "2026-03-11T14:20Z", None, [], [], [], None, None)
STEPS = [
    out.StepOut(replace(LINE, id="story_1", headline="Ferry aground", first="2026-03-03T13:05Z"), [], []),
    out.StepOut(
        LINE,
        [out.ReasonOut("same_affair", "shares “Orn” with “Ferry aground”", 0.9, [])],
        [
            out.ReasonOut("new_name", "Ada\x1b Tesh", 0.0, []),
            out.ReasonOut("new_number", "9.5 million crowns", 0.0, []),
            out.ReasonOut("new_name", "Bo Sorley", 0.0, []),
        ],
    ),
]
THREAD = out.ThreadOut("thread_1", "Ferry aground", "en", ["Orn", "Tesh"], "2026-03-03T13:05Z", "2026-03-11", STEPS)


def test_a_thread_is_printed_story_by_story_with_what_is_new(app: FakeApp) -> None:
    app.answer = THREAD
    assert run("thread", "thread_1").stdout.splitlines() == [
        "Ferry aground  thread_1",
        "2 stories, 2026-03-03 13:05 UTC to 2026-03-11: Orn, Tesh",
        "  1  2026-03-03 13:05 UTC: Ferry aground  story_1",
        "  2  2026-03-11 14:20 UTC: Crew freed  story_2",
        "       because shares “Orn” with “Ferry aground”",
        "       new names  Ada Tesh, Bo Sorley",
        "       new numbers  9.5 million crowns",
    ]
    assert app.asked == ("the default", "thread_1")
    assert json.loads(run("thread", "thread_1", "--json").stdout)["steps"][1]["new"][0]["code"] == "new_name"


def test_threads_are_listed_a_line_each(app: FakeApp) -> None:
    line = out.ThreadLineOut("thread_1", "Ferry aground", "en", ["Orn"], 2, "2026-03-03T13:05Z", "2026-03-11")
    app.answer = out.ThreadsOut([line], None)
    assert run("threads", "--limit", "5").stdout.splitlines() == [
        "Ferry aground  thread_1",
        "  2 stories, 2026-03-03 13:05 UTC to 2026-03-11: Orn",
    ]
    assert app.asked == ("the default", 5)
    app.answer = out.ThreadsOut([], None)
    assert run("threads").stdout == "No story goes on over several events yet.\n"


def test_what_was_found_is_shown_with_the_lines_that_show_why(app: FakeApp) -> None:
    line = out.StoryLineOut("sto_1", "Ferry aground", "en", 1, 2, 2, None, "2026-03-04", [], [], [], None, None)
    runs = [out.FragmentOut("The ", False), out.FragmentOut("ferry", True), out.FragmentOut("\nran\x1b", False)]
    page = out.FoundPageOut(
        "doc_1", "Stuck", [runs[1]], "Herald", None, "en", None, ["meaning"], out.SnippetOut(0, 9, runs)
    )
    app.answer = out.SearchOut(
        "fery", "fery", "pages with “fery”", ["A remark."], [out.FoundStoryOut(line, [page], 1)], 1, 2, "1.s", 0
    )
    run("search", "ferry", "-boat")
    assert app.asked == ("the default", "ferry -boat", 10, None, False)
    assert run("search", "fery", "two words", "--limit", "3", "--newest").stdout.splitlines() == [
        "A remark.",
        "1 story: pages with “fery”",
        "",
        "Ferry aground  sto_1",
        "2 outlets, 1 independent source  2026-03-04",
        "  Herald, no time: ferry  (by its meaning)  doc_1",
        "    The ferry ran",
        "  and 1 page more of it",
        "",
        "More: --after 1.s",
    ]
    assert app.asked == ("the default", "fery two words", 3, None, True)
    app.answer = out.SearchOut("x", "x", "pages with “x”", [], [], 0, 0, None, 0)
    assert run("search", "x").stdout == "Nothing was found: pages with “x”.\n"
    assert json.loads(run("search", "x", "--json").stdout)["read_as"] == "x"


def test_a_story_says_its_thread_and_which_pages_also_tell_of_it(app: FakeApp) -> None:
    also = out.AlsoInOut("round_up", False, "doc_r", "Briefing", "Straits Today", None, None, "story_9", "Briefing", [])
    app.answer = replace(STORY, thread=out.PlaceInThreadOut("thread_1", "Ferry affair", [], 2, 3), also_in=[also])
    lines = run("story", "story_1").stdout.splitlines()
    assert lines[1] == "Part of: Ferry affair, story 2 of 3"
    assert lines[-1] == "  The round-up Straits Today: Briefing tells of it too, and is no source of it"


ARCHIVES = out.ArchivesOut(
    archives=[
        out.ArchiveOut("file:///x/a%20b.warc.gz", "read_before", 9, 70, "2026-03-03T10:00:00Z"),
        out.ArchiveOut("file:///x/c.warc.gz", "resumed", 9, 1204, "2026-03-03T10:00:00Z"),
    ],
    captures=1204,
    new=1200,
    documents=1190,
    stories=310,
    stories_before=12,
    seconds=80.0,
    passed=[out.PassedOut("media", 3), out.PassedOut("request", 1204)],
    problems=[
        out.CauseOut("broken_record", 2, PROBLEM),
        out.CauseOut("disagreement_day", 9, replace(PROBLEM, code="disagreement_day")),
    ],
    biggest=[],
)


def test_archives_are_summed_up(app: FakeApp) -> None:
    app.answer = ARCHIVES
    result = run("read", "c.warc.gz", "--again", "--allow-host", "h")
    assert result.exit_code == 0
    assert app.asked == ("the default", ["c.warc.gz"], {"seen_at": None, "allow_hosts": ("h",), "again": True})
    assert result.stdout.splitlines() == [
        "a b.warc.gz: was read to its end on 2026-03-03 10:00 UTC; --again reads it anew (70 captures of it).",
        "c.warc.gz: read on from where it was left, to its end (1,204 captures of it).",
        "Passed over: no page 3, request 1,204.",
        "1,204 captures (1,200 new), 1,190 documents; 310 stories (12 before), in 80 s (15.1 captures a second).",
    ]
    assert result.stderr.count("firsthand: ") == 1
    assert "broken_record: 2 times, first at" in result.stderr
    assert json.loads(run("read", "c.warc.gz", "--json").stdout)["captures"] == 1204
    app.answer = replace(ARCHIVES, archives=[], documents=0)
    assert run("read", "c.warc.gz").exit_code == 1


def test_a_long_reading_says_each_minute_how_far_it_is(capsys, monkeypatch) -> None:
    from firsthand.cli import terminal
    from firsthand.intake import Reading

    clock = [0.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: clock[0])
    with terminal.ArchiveProgress() as watch:
        for second in (1, 59, 61, 90, 125):
            clock[0] = float(second)
            watch(Reading("a\x1b.warc.gz", second * 1_000_000, 200_000_000, second * 20, second))
    assert capsys.readouterr().err.splitlines() == [
        "firsthand: a.warc.gz: 30.5 % of 200 MB, 1,220 pages, 20.0/s",
        "firsthand: a.warc.gz: 62.5 % of 200 MB, 2,500 pages, 20.0/s",
    ]
