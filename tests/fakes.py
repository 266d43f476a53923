"""One fake per boundary, shared by all tests."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from firsthand import contract as out


def passage(text: str) -> out.PassageOut:
    return out.PassageOut(text, 0, len(text))


def pair(before: str | None, after: str | None, rule: str = "") -> out.RewordingOut:
    sides = [passage(side) if side else None for side in (before, after)]
    return out.RewordingOut(sides[0], sides[1], rule)


ORIGINAL = out.MemberOut(
    id="doc_original",
    capture="cap_1",
    article="art_original",
    headline="Ferry aground off Cape Orn",
    language="en",
    outlet="Meridian Wire",
    url=None,
    published="2026-03-03T13:05Z",
    seen=None,
    lineage="lin_1",
    relation="original",
    original=None,
    reasons=["it is the agency's own page"],
    evidence=[],
    coverage=None,
    account="",
    added=[],
    dropped=[],
    reworded=[],
    moved=[],
    house_style=[],
    versions=[],
)
COPY = replace(
    ORIGINAL,
    id="doc_copy",
    article="art_copy",
    headline="Ferry stuck",
    outlet="Northgate Herald",
    published=None,
    seen="2026-03-03T17:00:00Z",
    relation="copy",
    original="doc_original",
    reasons=["carries 97 % of the original", "it is the agency's own page", "its credit line names Meridian Wire"],
    evidence=[out.ReasonOut("carries", "carries 97 % of the original", 1.0, [])],
    coverage=out.CoverageOut(0.97, 0.931),
    account="Adds two sentences on the minister.",
    added=[passage("The minister said no."), passage("He\x1b[2J left\nearly.")],
    reworded=[pair("Zelenskiy", "Zelenksyy")],
    house_style=[*[pair("U.S.", "US", "abbreviations")] * 2, pair("a", "b"), pair("c", "d"), pair("e", "f")],
)
STORY = out.StoryOut(
    id="story_1",
    headline="Ferry aground off Cape Orn",
    language="en",
    independent_sources=1,
    outlets=2,
    outlet_names=["Meridian Wire", "Northgate Herald"],
    first=None,
    last=None,
    lineages=[out.LineageOut("lin_1", "doc_original", None, None, ["doc_copy", "doc_original"], [])],
    documents=[COPY, ORIGINAL],
    badges=[],
    judgements=[],
    growth=[],
    languages=["en"],
    places=[],
)
DOCUMENT = out.DocumentOut(
    *["doc_original", "cap_1", "art_1", "main", "Ferry aground off Cape Orn", [], None, None, None, None],
    *[[], [], [], None, [], None, "Meridian Wire", None, None, "en", "Ein „Satz“ – \u2028 fertig.", [], [], []],
)
CAPTURE = out.CaptureOut("cap_1", "file:///a.txt", None, "text/plain", "2026-03-03T18:00:00Z", 12, True)
PROBLEM = out.ProblemOut("empty", "b.txt is empty.", "Check that the file was saved completely.", "")
GRAPH = out.GraphOut(
    story="story_1",
    independent_sources=2,
    nodes=[
        out.NodeOut("doc_a", "document", "Meridian Wire", "original", "lin_1", "Ferry", "2026-03-03T13:05Z", None),
        out.NodeOut("doc_b", "document", "", "copy", "lin_1", "Ferry", None, "2026-03-03T15:00:00Z"),
        out.NodeOut("doc_c", "document", "Alden Courier", "independent", "lin_2", "Ferry", None, None),
        out.NodeOut("agency:Meridian Wire", "agency", "Meridian Wire", "agency", None, "", None, None),
    ],
    edges=[
        out.EdgeOut(
            "doc_a",
            "doc_b",
            "copy",
            False,
            out.CoverageOut(0.97, 0.93),
            [out.ReasonOut("carries", "97 %", 1.0, [])],
            True,
        ),
        out.EdgeOut("agency:Meridian Wire", "doc_a", "publishes", True, None, [], False),
    ],
    sources=[["doc_a", "doc_b"], ["doc_c"]],
)
JUDGEMENT = out.JudgementOut(
    id="jud_1",
    kind="copy_of",
    subject="art_copy",
    object="art_original",
    by="Ada",
    at="2026-03-05T09:00:00Z",
    note="she rang\x1b them",
    withdrawn=None,
    text="“Ferry stuck” (Northgate Herald) is a copy of “Ferry aground off Cape Orn” (Meridian Wire)",
    stories=["story_1"],
)
READ = out.ReadOut([STORY], [DOCUMENT], [CAPTURE], [PROBLEM])


@dataclass
class FakeStore:
    """An open store that only knows its address and whether it was closed."""

    address: str
    closed: list[str]

    def close(self) -> None:
        self.closed.append(self.address)


WHY = out.WhyOut(
    a=out.SideOut("doc_1", "doc_1", "lin_1", "sto_1", "Ferry aground", "Meridian", None, "en", None),
    b=out.SideOut("doc_2", "doc_2", "lin_2", "sto_2", "", None, None, None, None),
    verdict="two_stories",
    cause="below_bar",
    sentences=["They are in two stories.", "Their score is 0.31, and 0.45 is asked for."],
    score=0.31,
    threshold=0.45,
    mean=0.31,
    signals=[out.SignalOut("cosine", "alike by: 0.17", 0.17)],
    shared=[],
    only_a=[out.TermOut("ferry", "word", 0.2, []), out.TermOut("1,214", "number", 0.1, [])],
    only_b=[],
    reasons=[],
    links=[],
    judgements=[JUDGEMENT],
)


@dataclass
class FakeApp:
    """Stands in for `firsthand.app`: gives what it is told to, and remembers what it was asked."""

    answer: Any = READ
    asked: tuple[Any, ...] = ()
    closed: list[str] = field(default_factory=list)
    demo_in: str | None = None

    def default_store(self) -> str:
        return "the default"

    def open_store(self, address: str | None) -> "FakeStore":
        return FakeStore(address or "the default", self.closed)

    def load_demo(self, store: "FakeStore", progress: Callable[..., None]) -> int:
        self.demo_in = store.address
        return 50

    def read(self, store: "FakeStore", inputs: list[str], **options: Any) -> out.ReadOut:
        options["progress"]("extract", 1, 2)
        return self._given(store.address, list(inputs), {k: v for k, v in options.items() if k != "progress"})

    def have_archives(self, inputs: list[str]) -> bool:
        return any(name.endswith((".warc.gz", ".mbox")) for name in inputs)

    def read_archives(self, store: "FakeStore", inputs: list[str], **options: Any) -> out.ArchivesOut:
        options.pop("watch")
        return self._given(store.address, list(inputs), options)

    def river(self, store: "FakeStore", limit: int, *, by_rank: bool, since: datetime | None) -> Any:
        return self._given(limit, by_rank, since)

    def story(self, store: "FakeStore", id: str) -> out.StoryOut:
        return self._given(store, id)

    def threads(self, store: "FakeStore", limit: int) -> Any:
        return self._given(store.address, limit)

    def index_now(self, store: "FakeStore", progress: Callable[..., None]) -> int:
        progress("index", 1, 1)
        return 0

    def search(self, store: "FakeStore", query: str, limit: int, after: str | None, *, newest: bool) -> Any:
        return self._given(store.address, query, limit, after, newest)

    def thread(self, store: "FakeStore", id: str) -> Any:
        return self._given(store.address, id)

    def graph(self, store: "FakeStore", id: str) -> Any:
        return self._given(store, id)

    def why(self, store: "FakeStore", a: str, b: str) -> Any:
        return self._given(store.address, a, b)

    def timeline(self, store: "FakeStore", id: str) -> Any:
        return self._given(store, id)

    def judge(
        self, store: "FakeStore", kind: str, subject: str, object: str | None, by: str, note: str, words: str
    ) -> Any:
        return self._given(store.address, kind, subject, object, by, note, *([words] if words else []))

    def withdraw(self, store: "FakeStore", id: str) -> Any:
        return self._given(store.address, id)

    def judgements(self, store: "FakeStore") -> Any:
        return self._given(store.address)

    def rebuild(self, store: "FakeStore", progress: Callable[..., None]) -> Any:
        return self._given(store)

    def doctor(self, store: str | None) -> Any:
        return self._given(store)

    def add(self, store: "FakeStore", inputs: list[str], chosen: out.SourceChoices, **options: Any) -> Any:
        options.pop("progress")("add", 0, len(inputs))
        return self._given(store.address, list(inputs), chosen, options)

    def source_of(self, store: "FakeStore", given: str) -> str:
        return f"src_{given.rpartition('/')[2]}"

    def sources(self, store: "FakeStore", tag: str | None) -> Any:
        return self._given(store.address, tag)

    def source(self, store: "FakeStore", id: str) -> Any:
        return self._given(store.address, id)

    def choose(self, store: "FakeStore", id: str, chosen: out.SourceChoices) -> Any:
        return self._given(store.address, id, chosen)

    def unfollow(self, store: "FakeStore", id: str) -> None:
        self._given(store.address, id, "gone")

    def opml(self, store: "FakeStore") -> bytes:
        return b"<opml/>"

    def packs(self) -> Any:
        return self._given("packs")

    def refresh(self, store: "FakeStore", ids: list[str], **options: Any) -> Any:
        options.pop("progress")("follow", 1, 2)
        return self._given(store.address, list(ids), options)

    def run(self, store: str, host: str, port: int, ready: Callable[[str], None], **options: Any) -> None:
        """Stand in for `firsthand.server.run` too."""
        ready(f"http://{host}:{port}/login/secret")
        over = [options["over"]] if options["over"] else []
        several = [options["processes"]] if options["processes"] > 1 else []
        self._given(store, host, port, *([] if options["follow"] else ["no follow"]), *several, *over)

    def _given(self, *asked: Any) -> Any:
        self.asked = asked
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer
