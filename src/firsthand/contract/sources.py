"""What is followed, how reading it goes, and what came of adding something. Times are ISO 8601 in UTC."""

from dataclasses import dataclass

from firsthand.contract.documents import ProblemOut


@dataclass(frozen=True, slots=True)
class SourceOut:
    """A source. ``kind``: feed, folder, mailbox. ``state``: new (never read), ok, failing, paused, gone.

    ``why`` says why it is ``due`` when it is. ``unchanged_share`` is the share of fetches that brought nothing (304, or
    the same bytes). ``problem`` is why it failed last. ``full_text``: never, short, always; ``robots``: none, pages, all.
    ``retention_told`` is the rule as a sentence. ``pushed``: it tells us of news by itself (WebSub).
    """

    id: str
    kind: str
    name: str
    title: str
    address: str
    site: str
    tags: list[str]
    state: str
    paused: bool
    due: str | None
    why: str
    tried: str | None
    succeeded: str | None
    changed: str | None
    fetches: int
    failures: int
    unchanged_share: float | None
    entries: int
    entries_a_week: float
    full_text: str
    interval_minutes: int | None
    rules: list[str]
    retention: str
    retention_told: str
    robots: str
    password_env: str
    pushed: bool
    moved_from: str
    added: str
    problem: ProblemOut | None


@dataclass(frozen=True, slots=True)
class SourcesOut:
    """All sources, those in trouble first, then by name; ``tags`` with how many sources have each.

    ``visits_due`` and ``visits_planned`` count pages that entries lead to; ``following`` says that somebody is at it.
    """

    sources: list[SourceOut]
    tags: dict[str, int]
    visits_due: int
    visits_planned: int
    following: bool


@dataclass(frozen=True, slots=True)
class FetchOut:
    """A line of a source's history. ``outcome``: new, unchanged, failed, put off, moved, gone, pushed."""

    at: str
    outcome: str
    status: int | None
    code: str
    cause: str
    entries: int
    new: int
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class EntryOut:
    """An entry of a source. ``state``: read (its text is in the store), waiting, muted, failed, listed (only listed).

    ``documents`` are the ids of what was read of it; ``muted`` the rule that kept it out; ``resembles`` the entry that it
    may be, where that was in doubt; ``problem`` why its page could not be had.
    """

    id: str
    title: str
    link: str
    authors: list[str]
    published: str | None
    first_seen: str
    state: str
    muted: str
    resembles: str | None
    documents: list[str]
    problem: ProblemOut | None


@dataclass(frozen=True, slots=True)
class SourcePageOut:
    """A source with its history and its entries, the newest of both first."""

    source: SourceOut
    history: list[FetchOut]
    entries: list[EntryOut]


@dataclass(frozen=True, slots=True)
class OfferOut:
    """Something else that a page offers to follow."""

    address: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class AddedOut:
    """What was found under one thing that was added, and what became of it.

    ``what``: source (followed from now on), page, archive, mail (read once). ``state``: new, known, read. ``id`` is of the
    source, or of the document that was read. ``offers`` is what else could be followed there.
    """

    what: str
    state: str
    id: str
    title: str
    address: str
    said: str
    offers: list[OfferOut]


@dataclass(frozen=True, slots=True)
class AddOut:
    """What came of adding things, in their order, and what could not be added and why."""

    added: list[AddedOut]
    problems: list[ProblemOut]


@dataclass(frozen=True, slots=True)
class RefreshOut:
    """What a refresh did. ``elsewhere``: another process is following, so that nothing was asked for here."""

    sources: int
    entries: int
    captures: int
    pages: int
    failed: int
    elsewhere: bool
    problems: list[ProblemOut]


@dataclass(frozen=True, slots=True)
class PackFeedOut:
    """A feed of a starter pack. ``kind``: agency, daily, broadcaster and so on; ``country`` is of two letters, EU or INT."""

    address: str
    title: str
    site: str
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class PackOut:
    """A starter pack: well-known public feeds of one language. Nothing is fetched before ``pack:LANGUAGE`` is added."""

    language: str
    name: str
    feeds: list[PackFeedOut]


@dataclass(frozen=True, slots=True)
class SourceChoices:
    """What a person can choose for a source; None leaves a choice as it is. An interval of 0 is left to the program."""

    title: str | None = None
    tags: list[str] | None = None
    full_text: str | None = None
    interval_minutes: int | None = None
    paused: bool | None = None
    rules: list[str] | None = None
    retention: str | None = None
    robots: str | None = None
    password_env: str | None = None
