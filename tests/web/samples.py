"""A made-up newsroom for the pages: one store in memory with everything a page can meet, hostile words included.

`Newsroom` answers as `firsthand.app` does, from records built here, so that the pages are tested on their own.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from firsthand.contract import (
    AlsoInOut,
    BesideOut,
    BlockOut,
    CaptureOut,
    ComparisonOut,
    CoverageOut,
    DatelineOut,
    DescribedOut,
    DocumentOut,
    EdgeOut,
    EntityOut,
    FacetOut,
    FoundOut,
    GraphOut,
    GrowthOut,
    JudgementOut,
    LineageOut,
    MemberOut,
    MuteOut,
    Narrowed,
    NodeOut,
    NotedOut,
    NotesOut,
    PartOut,
    PartyOut,
    PassageOut,
    PieceOut,
    PlaceInThreadOut,
    PlaceOut,
    PositionOut,
    PositionsOut,
    ProblemOut,
    ReadingOut,
    ReadOut,
    ReasonOut,
    RelatedOut,
    RewordingOut,
    RiverOut,
    RowOut,
    SegmentOut,
    ShelvesOut,
    SideOut,
    SignalOut,
    SpanOut,
    StatementOut,
    StepOut,
    StoryClaimOut,
    StoryLineOut,
    StoryNameOut,
    StoryOut,
    StoryPageOut,
    StoryQuoteOut,
    StorySummaryOut,
    StoryVoicesOut,
    TermOut,
    ThreadLineOut,
    ThreadOut,
    ThreadsOut,
    TimelineEntryOut,
    TimelineLineOut,
    TimelineOut,
    ToldOut,
    TopicOut,
    TurnOut,
    UnnamedOut,
    VersionOut,
    WhyOut,
)
from firsthand.model.errors import InputError, NotFound, UnsupportedInput
from firsthand.model.judgement import JudgementKind

T = TypeVar("T")
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def an_id(kind: str, letter: str) -> str:
    """Return an id of the right shape."""
    return f"{kind}_{letter * 16}"


WIRE, COPY, ARABIC, STRANGE, LATER = (an_id("doc", c) for c in "abcde")
CAPTURE = an_id("cap", "c")
JUDGED = an_id("jud", "a")
STORY, TWO_SOURCES, ABSENT = (an_id("sto", c) for c in "stu")
THREAD = an_id("thr", "t")

DATELINE = "PORT ELLERY, May 28 (NAP) - "
FIRST = "The harbour authority will close the north quay for six weeks, three officials said on Wednesday."
SUBHEAD = "Who pays"
SECOND = "“We were told on Monday,” said Ada Quill, who runs the fish market."
NOTE = "Reporting by Tom Abel; Editing by Ruth Ives"
TEXT = DATELINE + FIRST + "\n" + SUBHEAD + "\n" + SECOND + "\n" + NOTE


def _block(kind: str, words: str) -> BlockOut:
    start = TEXT.index(words)
    return BlockOut(kind, start, start + len(words), [PlaceOut(40 + start, 40 + start + len(words))], "plain")


def document(identity: str = WIRE, **changes: object) -> DocumentOut:
    """Return the wire's page, or one like it."""
    made = DocumentOut(
        id=identity,
        capture=CAPTURE,
        article=an_id("art", "a"),
        role="main",
        headline="Exclusive: Port Ellery to close its north quay, officials say",
        bylines=["Tom Abel"],
        published="2025-05-28T14:00Z",
        updated=None,
        dateline=DATELINE,
        standfirst=None,
        bullets=["North quay shut for six weeks", "Fishers were told on Monday"],
        captions=["The north quay at dawn"],
        credits=["NAP/Iris Holm"],
        signoff=NOTE,
        topics=["Ports", "Fishing"],
        section="Business",
        outlet="North Atlantic Press",
        agency=None,
        url="https://nap.example/quay",
        language="en",
        text=TEXT,
        blocks=[
            _block("dateline", DATELINE),
            _block("paragraph", FIRST),
            _block("subhead", SUBHEAD),
            _block("quote", SECOND),
            _block("note", NOTE),
        ],
        parts=[
            PartOut("caption", "The north quay at dawn", [PlaceOut(2, 24)], "gallery"),
            PartOut("credit", "NAP/Iris Holm", [PlaceOut(24, 37)], "gallery"),
            PartOut("topic", "Ports", [], "metadata"),
        ],
        dropped=[],
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def member(identity: str, lineage: str, relation: str, **changes: object) -> MemberOut:
    """Return a document's place in a story."""
    made = MemberOut(
        id=identity,
        capture=CAPTURE,
        article=an_id("art", identity[-1]),
        headline="Exclusive: Port Ellery to close its north quay, officials say",
        language="en",
        outlet="North Atlantic Press",
        url="https://nap.example/quay",
        published="2025-05-28T14:00Z",
        seen="2025-05-29T08:00Z",
        lineage=lineage,
        relation=relation,
        original=None,
        reasons=["Its dateline and sign-off name the agency."],
        evidence=[
            ReasonOut("dateline", "Its dateline and sign-off name the agency.", 2.0, [SpanOut(WIRE, 0, len(DATELINE))])
        ],
        coverage=None,
        account="",
        added=[],
        dropped=[],
        reworded=[],
        moved=[],
        house_style=[],
        versions=[],
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def _swap(before: str, after: str, rule: str = "") -> RewordingOut:
    return RewordingOut(PassageOut(before, 3, 3 + len(before)), PassageOut(after, 5, 5 + len(after)), rule)


def copy_member(lineage: str) -> MemberOut:
    """Return a copy with every kind of difference."""
    return member(
        COPY,
        lineage,
        "copy",
        headline="Port to shut quay: Sources",
        outlet="The Straits Courier",
        published="2025-05-28T16:10Z",
        original=WIRE,
        evidence=[ReasonOut("carries", "It carries 97 % of the original and came 130 minutes later.", 1.0, [])],
        coverage=CoverageOut(0.974, 0.931),
        account="It adds two sentences and takes one out.",
        added=[PassageOut("The minister said nothing.", 10, 36)],
        dropped=[PassageOut("Sign up here.", 4, 17)],
        reworded=[_swap("three officials", "officials")],
        moved=[_swap("We were told", "We were told")],
        house_style=[_swap("“", "‘", "quotation_marks"), _swap("“", "‘", "quotation_marks"), _swap("U.S.", "US", "")],
    )


def versions() -> list[VersionOut]:
    """Return two versions of the wire's page: the second corrects the first and was seen twice."""
    return [
        VersionOut(WIRE, "2025-05-29T08:00:00Z", "2025-05-29T08:00:00Z", None, "", None, []),
        VersionOut(
            LATER,
            "2025-05-29T10:00:00Z",
            "2025-05-29T12:00:00Z",
            "2025-05-28T15:00Z",
            f"Adds one passage (“{EVIL}”).",
            "This story was corrected.",
            [STRANGE],
        ),
    ]


def judgement(**changes: object) -> JudgementOut:
    """Return what a person said of the copy."""
    made = JudgementOut(
        id=JUDGED,
        kind="copy_of",
        subject=an_id("art", "b"),
        object=an_id("art", "a"),
        by="Ada",
        at="2025-05-29T09:00:00Z",
        note="",
        withdrawn=None,
        text=f"{EVIL} is a copy of “Exclusive: Port Ellery to close its north quay” (North Atlantic Press)",
        stories=[STORY],
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def one_source() -> StoryOut:
    """Return a story with an original and a copy."""
    lineage = an_id("lin", "a")
    return StoryOut(
        STORY, "Port Ellery to close its north quay", "en", 1, 2, ["North Atlantic Press", "The Straits Courier"],
        "2025-05-28T14:00Z", "2025-05-28T16:10Z",
        [LineageOut(lineage, WIRE, None, "North Atlantic Press", [WIRE, COPY], ["Its dateline and sign-off name the agency."])],
        [member(WIRE, lineage, "original", versions=versions()), copy_member(lineage)],
        ["corrected", "updated", "wire"], [judgement()],
        [GrowthOut(WIRE, "2025-05-28T14:00Z", 1, 1, 1), GrowthOut(COPY, None, 2, 2, 1)], ["en"],
        [DatelineOut("Port Ellery", 1, WIRE, 0, 11)],
        PlaceInThreadOut(THREAD, "The quay", ["Port Ellery"], 1, 2), also_in(), spoken(),
    )  # fmt: skip


def two_sources() -> StoryOut:
    """Return a story with two sources, one of them right-to-left, and hostile words."""
    first, second = an_id("lin", "b"), an_id("lin", "d")
    arabic = member(
        ARABIC, second, "independent", headline="إغلاق الرصيف الشمالي في الميناء", outlet="الجريدة", published=None
    )
    strange = member(
        STRANGE, first, "rewrite", headline=EVIL, outlet=EVIL, url="javascript:alert(3)", original=WIRE, account=EVIL
    )
    return StoryOut(
        TWO_SOURCES, EVIL, None, 2, 3, ["North Atlantic Press", EVIL, "الجريدة"], "2025-05-28", None,
        [LineageOut(first, WIRE, None, None, [WIRE, STRANGE], []), LineageOut(second, ARABIC, None, None, [ARABIC], [EVIL])],
        [member(WIRE, first, "original"), strange, arabic], [], [],
        [GrowthOut(WIRE, "2025-05-28", 1, 1, 1), GrowthOut(ARABIC, None, 3, 3, 2)], ["en", "ar"], [DatelineOut(EVIL, 1, STRANGE, 0, 4)],
    )  # fmt: skip


def why(verdict: str = "two_stories") -> WhyOut:
    """Return why the wire's page and the strange one are what they are."""
    said = [
        judgement(id=an_id("jud", letter), kind=kind, text=f"{EVIL} {letter}", breath="bre_a")
        for letter, kind in (("b", "different_event"), ("c", "same_event"))
    ]
    ferry = TermOut(EVIL, "name", 0.2, [SpanOut(WIRE, 0, 4), SpanOut(STRANGE, 3, 9)])
    return WhyOut(
        SideOut(WIRE, WIRE, an_id("lin", "a"), STORY, "Quay closes", "North Atlantic Press", None, "en", "2025-05-28"),
        SideOut(STRANGE, COPY, an_id("lin", "b"), TWO_SOURCES, EVIL, EVIL, "javascript:alert(3)", None, None),
        verdict, "below_bar", ["They are in two stories.", f"{EVIL} is not near enough."], 0.31, 0.45, 0.2,
        [SignalOut("cosine", "alike by: 0.17", 0.17)], [ferry], [ferry], [],
        [ReasonOut("shared_words", f"shares {EVIL}", 0.3, [])],
        [BesideOut("partial", WIRE, STRANGE, [ReasonOut("takes", EVIL, 0.3, [SpanOut(STRANGE, 3, 9)])])], said,
    )  # fmt: skip


def graph(told: StoryOut | None = None) -> GraphOut:
    """Return the evidence of a story, the first if none is given: who copies whom, and an agency that is credited."""
    told = told or one_source()
    nodes = [
        NodeOut(m.id, "document", m.outlet or "", m.relation, m.lineage, m.headline, m.published, m.seen)
        for m in told.documents
    ]
    absent = [k for k in told.lineages if k.absent_original]
    nodes += [
        NodeOut(f"absent:{k.id}", "absent", k.absent_original or "", "original", k.id, "", None, None) for k in absent
    ]
    nodes.append(
        NodeOut("agency:North Atlantic Press", "agency", "North Atlantic Press", "agency", None, "", None, None)
    )
    reasons = [ReasonOut("carries", f"It carries 97 % of the original. {EVIL}", 1.0, [SpanOut(COPY, 0, 4)])]
    edges = [
        EdgeOut(m.original, m.id, m.relation, True, CoverageOut(0.974, 0.931), reasons, True)
        for m in told.documents
        if m.original
    ]
    edges += [EdgeOut(f"absent:{k.id}", i, "copy", True, None, [], True) for k in absent for i in k.documents]
    edges.append(EdgeOut("agency:North Atlantic Press", nodes[0].id, "publishes", True, None, [], False))
    sources = [[n.id for n in nodes if n.lineage == k.id] for k in told.lineages]
    return GraphOut(told.id, len(sources), nodes, edges, sources)


def timeline(story_id: str = STORY) -> TimelineOut:
    """Return what happened in the first story; the others name one time or none."""
    sentence = TimelineLineOut(f"{FIRST} {EVIL}", WIRE, 28, 125, "North Atlantic Press", "Quay closes", "en")
    bare = TimelineLineOut("", COPY, 0, 0, None, EVIL, None)
    entries = [
        TimelineEntryOut("2024-03", "event", 2, [sentence], [SpanOut(WIRE, 110, 124)]),
        TimelineEntryOut("2025-05-28T14:00Z", "second_source", 0, [bare], []),
    ]
    return TimelineOut(story_id, entries if story_id == STORY else entries[1:])


def absent_original() -> StoryOut:
    """Return a story whose original is only credited, never seen."""
    lineage = an_id("lin", "e")
    copies = [member(i, lineage, "copy", outlet=None, headline="", evidence=[]) for i in (COPY, STRANGE)]
    return StoryOut(
        ABSENT, "A quay closes", "en", 1, 0, [], None, None,
        [LineageOut(lineage, None, "North Atlantic Press", None, [COPY, STRANGE], ["Both credit the agency."])], copies, ["wire", "absent_original"], [],
        [], [], [],
    )  # fmt: skip


def reading() -> ReadingOut:
    """Return the capture with kept, dropped and folded pieces."""
    menu = "Skip to content " + "World Business Sport " * 30
    kept = TEXT.replace("\n", " ")
    text = f"{menu}\n{kept}\nSign up here."
    start = len(menu) + 1
    pieces = [
        PieceOut(0, len(menu), "navigation", None),
        PieceOut(start, start + len(kept), "paragraph", WIRE),
        PieceOut(start + len(kept) + 1, len(text), "newsletter", None),
    ]
    found = [
        FoundOut(WIRE, "main", "Exclusive: Port Ellery to close its north quay", "North Atlantic Press", "en", STORY),
        FoundOut(STRANGE, "related", EVIL, None, None, None),
    ]
    capture = CaptureOut(CAPTURE, "file:///tmp/quay.txt", None, "text/plain", "2025-05-29T08:00:00Z", len(text), False)
    problems = [ProblemOut("no_time_zone", "The time names no zone.", "", "file:///tmp/quay.txt")]
    return ReadingOut(capture, text, pieces, found, problems)


def comparison() -> ComparisonOut:
    """Return a comparison with every kind of row and segment."""
    both = PassageOut("x", 0, 1)
    rows = [
        RowOut("paragraph", both, both, [SegmentOut("same", "The quay shuts. ", "The quay shuts. ", "")]),
        RowOut(
            "paragraph",
            both,
            both,
            [
                SegmentOut("same", "The ", "The ", ""),
                SegmentOut("house_style", "U.S. ", "US ", "abbreviation"),
                SegmentOut("reworded", "three officials ", "officials ", ""),
                SegmentOut("dropped", "on Wednesday ", "", ""),
                SegmentOut("added", "", "again ", ""),
                SegmentOut("moved", "said.", "said.", ""),
            ],
        ),
        RowOut("paragraph", None, both, [SegmentOut("added", "", EVIL, "")]),
        RowOut("subhead", both, None, [SegmentOut("dropped", "Who pays", "", "")]),
        RowOut("subhead", both, both, [SegmentOut("house_style", "Who Pays", "Who pays", "capitals")]),
    ]
    other = document(COPY, headline="Port to shut quay: Sources", outlet="The Straits Courier")
    return ComparisonOut(document(), other, STORY, CoverageOut(0.974, 0.931), "It adds one paragraph.", rows)


def topic() -> FacetOut:
    """Return a section."""
    return FacetOut("topic", an_id("ent", "t"), "economy, business and finance", 7)


def story_line(s: StoryOut, since: datetime | None = None) -> StoryLineOut:
    """Return a story as a line of the river."""
    documents, sources, new = len(s.documents), s.independent_sources, 1 if since else None
    told = (s.id, s.headline, s.language, sources, s.outlets, documents, s.first, s.last, s.badges)
    summary = [StorySummaryOut(EVIL, "extracted", WIRE, [SpanOut(WIRE, 10, 30)], [])]
    names = [FacetOut("person", an_id("ent", "q"), EVIL)]
    own = {"document": WIRE, "summary": summary, "names": names, "sections": [topic()]}
    return StoryLineOut(*told, s.languages, [], new, new, **own)


def thread() -> ThreadOut:
    """Return an affair of two stories; what is new in the second is hostile."""
    told = ReasonOut("same_affair", f"shares “{EVIL}” with “Another”", 0.8, [])
    new = [
        ReasonOut("new_name", EVIL, 0.0, [SpanOut(WIRE, 28, 40)]),
        ReasonOut("new_number", "six weeks", 0.0, [SpanOut(WIRE, 70, 79)]),
        ReasonOut("new_word", "quay", 0.0, []),
    ]
    steps = [StepOut(story_line(one_source()), [told], []), StepOut(story_line(two_sources()), [told], new)]
    return ThreadOut(THREAD, "The quay", None, ["Port Ellery", EVIL], "2025-05-28T14:00Z", "2025-06-08", steps)


def also_in() -> list[AlsoInOut]:
    """Return a round-up of another story, and a live blog whose entry is here."""
    reason = ReasonOut("touches", "a part of it tells of “Port Ellery”", 0.0, [SpanOut(STRANGE, 0, 12)])
    page = ("Your briefing", "Straits Today", None, "2025-05-28T18:00Z")
    return [
        AlsoInOut("round_up", False, STRANGE, *page, ABSENT, "Your briefing", [reason]),
        AlsoInOut("live_blog", True, WIRE, *page, TWO_SOURCES, EVIL, []),
    ]


def spoken() -> StoryVoicesOut:
    """Who says what in the story of the quay: a minister and three officials, in hostile words."""
    told = [ToldOut(WIRE, an_id("lin", "a"), [PlaceOut(28, 60)], PlaceOut(61, 65), None)]
    twice = [*told, ToldOut(STRANGE, an_id("lin", "a"), [PlaceOut(0, 30)], None, None)]
    lineages, span = [an_id("lin", "a")], SpanOut(WIRE, 28, 60)
    claim = StoryClaimOut(
        "demands", EVIL, "wants", "ent_x", ["anonymous:0"], [], False, True, None, None, None, 1, lineages, twice
    )
    refusal = replace(claim, stance="declines", text="", party="ent_x", according_to=[], negated=False)
    quotes = [
        StoryQuoteOut(
            "We were told on Monday",
            "direct",
            "said",
            "ent_x",
            2,
            lineages,
            [replace(told[0], words=[PlaceOut(70, 92)])],
            None,
        ),
        StoryQuoteOut("the quay is old", "indirect", None, "anonymous:0", 1, lineages, twice, None),
    ]
    parties = [
        PartyOut("ent_x", "person", "Ada Quill", EVIL, 1, 2, lineages, [span], [0], [0, 1]),
        PartyOut("anonymous:0", "anonymous", "three officials", "", 3, 1, lineages, [span], [1], []),
    ]
    name = StoryNameOut(EntityOut("ent_x", "person", "Ada Quill", ["Quill"]), 2, 1, 2, lineages, [span])
    summary = [
        StorySummaryOut("The quay closes.", "extracted", WIRE, [span], []),
        StorySummaryOut(EVIL, "publisher", WIRE, [], [PlaceOut(0, 9)]),
    ]
    unnamed = [UnnamedOut(3, lineages, [DescribedOut(EVIL, 3, [span])])]
    topics = [TopicOut("medtop:04000000", "economy", 0.5)]
    return StoryVoicesOut(
        STORY, 4, 3, quotes, [claim, refusal], parties, unnamed, [name], [], topics, ["PortEllery"], summary
    )


def positions() -> PositionsOut:
    """A minister who asked for one thing, and then for another, in hostile words."""
    here, there = SpanOut(WIRE, 10, 30), SpanOut(WIRE, 40, 60)
    said = [
        StatementOut(
            STORY, "demands", EVIL, [here], here, "2025-05-28", False, 2, False, False, ["three officials"], None, None
        ),
        StatementOut(STORY, "asserts", "that all is well", [there], there, None, False, 1, True, False, [], None, None),
    ]
    turn = TurnOut("new_demand", None, 0, None, here)
    return PositionsOut(THREAD, [PositionOut("ent_x", "person", "Ina Bercu", "the line", here, [STORY], said, [turn])])


@dataclass
class Newsroom:
    """What `firsthand.app` would answer, from memory; ``broken`` makes every question fail as a bug would."""

    stories: list[StoryOut] = field(default_factory=lambda: [one_source(), two_sources(), absent_original()])
    broken: Exception | None = None
    asked: list[tuple[str, object]] = field(default_factory=list)

    def river(
        self,
        store: object,
        limit: int = 30,
        after: str | None = None,
        *,
        by_rank: bool = False,
        since: datetime | None = None,
        account: str = "",
        narrowed: Narrowed | None = None,
        languages: tuple[str, ...] = (),
    ) -> RiverOut:
        """Return everything on one page, and nothing after a key or where folders are asked for."""
        asked = [narrowed] if narrowed and narrowed != Narrowed() else []
        liked = [languages] if languages else []
        self._note("river", (limit, after, *(["top"] if by_rank else []), *([since] if since else []), *asked, *liked))
        lines = [story_line(s, since) for s in ([] if after or (narrowed and narrowed.folder) else self.stories)]
        states = [replace(line, state=("unread", "new", "read")[n % 3], new_sources=1) for n, line in enumerate(lines)]
        more = None if after or not lines else "2025-05-28T16:10Z sto_x"
        return RiverOut(states if account else lines, more, len(lines), None, [topic()] if asked else [])

    def shelves(self, store: object) -> ShelvesOut:
        """Return hostile shelves."""
        outlet, place = FacetOut("outlet", an_id("ent", "o"), EVIL, 3), FacetOut("place", an_id("ent", "p"), EVIL, 2)
        return ShelvesOut([topic()], ["ports", EVIL], ["ar", "en"], [outlet], [place])

    def story_page(self, store: object, story_id: str) -> StoryPageOut:
        """Return a story with its timeline and graph."""
        told = self.story(store, story_id)
        return StoryPageOut(told, self.timeline(store, story_id), graph(told))

    def look(self, store: object, account: str, story_id: str, *, unread: bool = False) -> None:
        """Note who looked."""
        self._note("look", (story_id, unread))
        self._one([s for s in self.stories if s.id == story_id])

    def look_at_all(self, store: object, account: str) -> None:
        """Note it."""
        self._note("look_at_all", account)

    def undo_look_at_all(self, store: object, account: str) -> None:
        """Note it."""
        self._note("undo_look_at_all", account)

    def save(self, store: object, account: str, item: str, *, keep: bool = True) -> None:
        """Note what is kept."""
        self._note("save", (item, keep))

    def is_saved(self, store: object, account: str, item: str) -> bool:
        """Only the wire's page is kept."""
        return item == WIRE

    def mute(self, store: object, account: str, kind: str, value: str) -> MuteOut:
        """Note what is muted."""
        self._note("mute", (kind, value))
        if kind not in ("outlet", "topic", "language", "word", "story"):
            raise InputError("mute_kind", f"Nothing called {kind} can be muted.", "Say word.")
        return MuteOut(kind, value, value, "2025-05-28T16:10:00Z")

    def unmute(self, store: object, account: str, kind: str, value: str) -> None:
        """Note what is no longer."""
        self._note("unmute", (kind, value))

    def muted(self, store: object, account: str) -> list[MuteOut]:
        """Return something hostile, and a language."""
        at = "2025-05-28T16:10:00Z"
        return [MuteOut("language", "de", "de", at), MuteOut("word", f" {EVIL} ", EVIL, at)]

    def story(self, store: object, story_id: str) -> StoryOut:
        """Return a story by its id."""
        self._note("story", story_id)
        return self._one([s for s in self.stories if s.id == story_id])

    def threads(self, store: object, limit: int = 30, after: str | None = None) -> ThreadsOut:
        """Return the one thread on a page, and nothing after a key."""
        self._note("threads", (limit, after))
        whole = thread()
        line = ThreadLineOut(whole.id, whole.headline, None, whole.names, len(whole.steps), whole.first, whole.last)
        return ThreadsOut([] if after else [line], None if after else "1.thr_x")

    def thread(self, store: object, thread_id: str) -> ThreadOut:
        """Return the one thread."""
        self._note("thread", thread_id)
        return self._one([thread()] if thread_id == THREAD else [])

    def health(self, store: object) -> None:
        """Be in good health."""
        self._note("health", None)

    def positions(self, store: object, asked: str) -> PositionsOut:
        """Return the one position of the one thread."""
        self._note("positions", asked)
        return self._one([positions()] if asked == THREAD else [])

    def graph(self, store: object, story_id: str) -> GraphOut:
        """Return the one graph."""
        self._note("graph", story_id)
        return self._one([graph(s) for s in self.stories if s.id == story_id])

    def why(self, store: object, a: str, b: str) -> WhyOut:
        """Say why two are what they are: one story where the second is a lineage, two otherwise."""
        self._note("why", (a, b))
        known = a in (STORY, TWO_SOURCES, WIRE, an_id("lin", "b"), an_id("lin", "d"))
        return self._one([why("one_story" if b.startswith("lin_") else "two_stories")] if known else [])

    def timeline(self, store: object, story_id: str) -> TimelineOut:
        """Return the timeline of a story."""
        return self._one([timeline(s.id) for s in self.stories if s.id == story_id])

    def document(self, store: object, document_id: str) -> DocumentOut:
        """Return a document by its id."""
        self._note("document", document_id)
        return self._one([d for d in (document(), document(STRANGE, headline=EVIL)) if d.id == document_id])

    def versions(self, store: object, document_id: str) -> list[VersionOut]:
        """Return the versions of the wire's page."""
        self._note("versions", document_id)
        return versions() if document_id == WIRE else versions()[:1]

    def reading(self, store: object, capture_id: str) -> ReadingOut:
        """Return the one capture."""
        self._note("reading", capture_id)
        return self._one([reading()] if capture_id == CAPTURE else [])

    def comparison(self, store: object, original_id: str, copy_id: str) -> ComparisonOut:
        """Return the one comparison."""
        self._note("comparison", (original_id, copy_id))
        return self._one([comparison()] if (original_id, copy_id) == (WIRE, COPY) else [])

    def read_content(
        self, store: object, text: bytes, *, url: str | None = None, media_type: str | None = None
    ) -> ReadOut:
        """Take a text in; an empty one is refused as the real one does."""
        self._note("read_content", (text, url, media_type))
        if not text:
            raise UnsupportedInput("empty", "The text is empty.", "Send the page itself.")
        return ReadOut([one_source()], [document()], [reading().capture], [])

    def judge(self, store: object, kind: str, *sides: str | None) -> JudgementOut:
        """Say something; what makes no sense is refused as the real one does."""
        self._note("judge", (kind, *sides))
        if kind not in (*JudgementKind, "merge", "split", "move", "pin"):
            raise InputError("unknown_judgement", f"There is no judgement called {kind}.", "Say another.")
        return judgement()

    def judgement(self, store: object, judgement_id: str) -> JudgementOut | None:
        """Return the one thing that was said."""
        self._note("judgement", judgement_id)
        return judgement() if judgement_id == JUDGED else None

    def notes(self, store: object, account: str, on: str, **how: object) -> NotesOut:
        """Return that there are no notes, in a workspace of two."""
        self._note("notes", on)
        told = NotedOut("story", on, EVIL)
        return NotesOut(told, an_id("wsp", "a"), EVIL, ["Ada", EVIL], 0)

    def related(self, store: object, story_id: str) -> list[RelatedOut]:
        """Return one story that is near the first."""
        self._note("related", story_id)
        line = story_line(two_sources())
        return [RelatedOut(line, f"both name “{EVIL}”", [EVIL])] if story_id == STORY else []

    def withdraw(self, store: object, judgement_id: str) -> JudgementOut:
        """Take the one thing back."""
        self._note("withdraw", judgement_id)
        return self._one([judgement(withdrawn="2025-05-30T09:00:00Z", stories=[])] if judgement_id == JUDGED else [])

    def judgements(self, store: object) -> list[JudgementOut]:
        """Return the one thing that was said."""
        self._note("judgements", None)
        return [judgement()]

    def _note(self, question: str, words: object) -> None:
        self.asked.append((question, words))
        if self.broken:
            raise self.broken

    def _one(self, found: "list[T]") -> "T":
        if not found:
            raise NotFound("Nobody knows this id.", "Look at the river.")
        return found[0]
