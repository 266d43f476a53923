"""Searching: a question, the index of this machine, and the store that says what is true of what was found.

text -> tree -> by words, by meaning -> fused -> gathered by story -> a page of stories, with the lines that show why
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from tantivy import Searcher

from firsthand import contract as out
from firsthand import judging, present
from firsthand.backends.embedder import Embedder
from firsthand.model.errors import InputError, NotFound
from firsthand.model.ids import number
from firsthand.present_lines import line_out
from firsthand.search.facts import step
from firsthand.search.fusion import Found, Hit, by_story, fuse
from firsthand.search.query import All, Bounds, Node, Question, Term
from firsthand.search.reading import read
from firsthand.search.rows import Shown
from firsthand.search.snippets import Marker
from firsthand.search.written import in_english, written
from firsthand.store import judgements, search_changes, search_rows, shelf, stories
from firsthand.store.database import Store
from firsthand.store.fulltext import asking
from firsthand.store.fulltext.asking import Answer, Asked
from firsthand.store.fulltext.files import Broken, Files, files_of
from firsthand.store.nearness import nearness_of
from firsthand.store.transaction import Tx

log = logging.getLogger(__name__)

#: Pages that are gathered into stories, and stories that can be reached by paging.
DEPTH, REACH = 300, 200
#: Pages of one story that are shown.
_SHOWN = 2
#: Pages that are taken from the ranking by meaning.
_MEANT = 40


@dataclass(frozen=True, slots=True)
class Asking:
    """How to answer: the time, and what reads the meaning of a question (None: nothing)."""

    now: datetime
    embedder: Embedder | None = None


def search(
    store: Store, text: str, how: Asking, limit: int, after: str | None = None, *, newest: bool = False
) -> out.SearchOut:
    """Answer a question. Raises NotFound for a key that no page gave."""
    question = read(text, how.now.date())
    files = files_of(store.search_folder)
    with store.read() as tx:
        searcher, waiting = _open(tx, files)
        if question.tree is None or searcher is None:
            return _told(text, question, [], [], Answer([], 0, 0), None, waiting)
        try:
            asked = asking.prepare(searcher, question.tree)
            answer = asking.ask(searcher, asked, DEPTH, int(how.now.timestamp()), newest=newest)
            hits = answer.hits
            if not newest:
                hits = fuse(hits, _by_meaning(tx, searcher, asked, question, how, store))
            page, more = _page(tx, searcher, by_story(hits)[:REACH], question.tree, limit, after)
        except Broken as error:
            log.warning("the search index cannot be read: %s", error)
            files.report()
            return _told(text, question, [], [_BROKEN], Answer([], 0, 0), None, waiting)
        shown = _told_of(tx, page, Marker(asked.marks))
    return _told(text, question, shown, _remarks(asked, answer), answer, more, waiting)


_BROKEN = "The search index of this machine is damaged; it is being made anew. Ask again in a minute."


def _open(tx: Tx, files: Files) -> tuple[Searcher | None, int]:
    """Return what answers, and how many documents wait to be taken in."""
    try:
        ledger, searcher = files.ledger(), files.searcher()
    except Broken:
        files.report()
        return None, search_changes.count_after(tx, 0)
    epoch, last = search_changes.newest(tx)
    if ledger.epoch == epoch and ledger.sequence == last:
        return searcher, 0
    return searcher, search_changes.count_after(tx, ledger.sequence if ledger.epoch == epoch else 0)


def _by_meaning(tx: Tx, searcher: Searcher, asked: Asked, question: Question, how: Asking, store: Store) -> list[Hit]:
    """Return pages that mean what the plain words of a question say, and fulfil its conditions; best first."""
    tree = question.tree
    plain = [t for t in (tree.parts if isinstance(tree, All) else (tree,)) if isinstance(t, Term) and not t.field]
    if how.embedder is None or len(plain) < 2 or any(t.exact or t.prefix for t in plain):
        return []
    try:
        vector = _meant(how.embedder, " ".join(t.text for t in plain))
    except InputError:
        return []  # a server that gives no answer: words alone
    near = nearness_of(store.search_folder)
    found = near.nearest(tx, search_changes.epoch(tx), vector, how.embedder.name, _MEANT)
    home = asking.among(searcher, asked, [name for name, _ in found])
    return [home[name] for name, _ in found if name in home]


@lru_cache(maxsize=512)
def _meant(embedder: Embedder, words: str) -> bytes:
    """Return the vector of a question: its second page asks for it again."""
    return embedder.embed([words])[0]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A story that is shown: its line, the best of its pages by their ids, each with what it was found by, and all counted."""

    line: out.StoryLineOut
    pages: list[tuple[str, tuple[str, ...]]]
    found: int


def _page(
    tx: Tx, searcher: Searcher, gathered: Sequence[Found], tree: Node, limit: int, after: str | None
) -> tuple[list[_Shown], str | None]:
    """Cut a page out of the stories, after the one that a key names; leave out those whose counts do not fit."""
    start = _start(gathered, after) if after else 0
    names = judging.one_name(judgements.of_outlets(tx))
    bounds = _inexact(tree)
    page: list[_Shown] = []
    last = ""
    while start < len(gathered) and len(page) < limit:
        some = gathered[start : start + limit - len(page)]
        best = [hit for found in some for hit in found.hits[:_SHOWN]]
        ids = dict(zip((hit.place for hit in best), asking.named(searcher, best), strict=True))
        homes = [ids[found.hits[0].place][1] for found in some]
        lines = _lines(tx, homes, names)
        for home, found in zip(homes, some, strict=True):
            if home in lines and _fits(lines[home], bounds):
                pages = [(ids[hit.place][0], hit.by) for hit in found.hits[:_SHOWN]]
                page.append(_Shown(lines[home], pages, len(found.hits)))
        start += len(some)
        last = f"{some[-1].score:.9g}.{homes[-1]}"
    return page, last if last and start < len(gathered) else None


def _lines(tx: Tx, story_ids: Sequence[str], names: Mapping[str, str]) -> dict[str, out.StoryLineOut]:
    """Tell stories in a line, from the shelf; those that are not shelved as they are now from their records."""
    kept = shelf.lines(tx, story_ids)
    lines = {i: line_out(line, names) for i, line in kept.items()}
    rest = [i for i in story_ids if i not in kept]
    if rest:
        lines |= {i: present.story_line(story, names) for i, story in stories.many(tx, rest).items()}
    return lines


def _start(gathered: Sequence[Found], after: str) -> int:
    """Return the place after a key: after its story, or (it is gone) after what scored as much."""
    score, _, story = after.rpartition(".")
    try:
        at = float(score)
    except ValueError as error:
        raise NotFound("No page of this search has this key.", "Start from the first page.") from error
    group = number(story)
    here = next((n for n, found in enumerate(gathered) if found.group == group), None)
    if here is not None:
        return here + 1
    return next((n for n, found in enumerate(gathered) if found.score < at), len(gathered))


def _inexact(tree: Node) -> list[Bounds]:
    """Return bounds of counts that the index knows only in steps."""
    parts = tree.parts if isinstance(tree, All) else (tree,)
    found = [part for part in parts if isinstance(part, Bounds) and part.field != "day"]
    return [b for b in found if any(n is not None and (step(n) != n or step(n + 1) == n) for n in (b.low, b.high))]


def _fits(line: out.StoryLineOut, bounds: Iterable[Bounds]) -> bool:
    counts = {"independent": line.independent_sources, "outlets": line.outlets}
    return all(
        (b.low is None or counts[b.field] >= b.low) and (b.high is None or counts[b.field] <= b.high) for b in bounds
    )


def _told_of(tx: Tx, page: Sequence[_Shown], marker: Marker) -> list[out.FoundStoryOut]:
    """Fetch the best pages of each story, and the lines of them that show why they were found."""
    pages = search_rows.shown(tx, [name for one in page for name, _ in one.pages])
    told = []
    for one in page:
        best = [_page_out(pages[name], by, marker) for name, by in one.pages if name in pages]
        told.append(out.FoundStoryOut(one.line, best, one.found - len(one.pages)))
    return told


def _page_out(page: Shown, by: Iterable[str], marker: Marker) -> out.FoundPageOut:
    place = marker.snippet(page.text)
    runs = _runs(page.text, place.start, place.end, place.marks)
    title = _runs(page.headline, 0, len(page.headline), marker.marks(page.headline))
    moment = page.published or page.seen
    return out.FoundPageOut(
        page.id,
        page.headline,
        title,
        page.outlet,
        page.url,
        page.language,
        str(moment) if moment else None,
        list(by),
        out.SnippetOut(place.start, place.end, runs) if runs else None,
    )


def _runs(text: str, start: int, end: int, marks: Iterable[tuple[int, int]]) -> list[out.FragmentOut]:
    """Cut a stretch of a text where marks begin and end."""
    runs: list[tuple[str, bool]] = []
    at = start
    for first, last in marks:
        runs += [(text[at:first], False), (text[first:last], True)]
        at = last
    runs.append((text[at:end], False))
    return [out.FragmentOut(words, marked) for words, marked in runs if words]


def _remarks(asked: Asked, answer: Answer) -> list[str]:
    """Say what was looked for otherwise than it was written."""
    told = [f"“{typed}” stands nowhere; “{word}” was looked for." for typed, word in asked.slips.items()]
    if asked.unknown:
        words = " and ".join(f"“{typed}”" for typed in dict.fromkeys(asked.unknown))
        told.append(f"{words} {'stands' if len(set(asked.unknown)) == 1 else 'stand'} nowhere.")
    if answer.lacking and answer.hits:
        some = "one of the words" if answer.lacking == 1 else f"up to {answer.lacking} of the words"
        told.append(f"Hardly a page has all of this: pages that lack {some} were taken, too.")
    return told


def _told(
    text: str,
    question: Question,
    found: list[out.FoundStoryOut],
    remarks: Sequence[str],
    answer: Answer,
    more: str | None,
    waiting: int,
) -> out.SearchOut:
    every = [*question.remarks, *remarks]
    if waiting:
        every.append(f"The search index has still to take in {waiting:,} {'page' if waiting == 1 else 'pages'}.")
    stories_in_all = max(answer.stories, len(found))
    return out.SearchOut(
        text,
        written(question.tree),
        in_english(question.tree),
        every,
        found,
        stories_in_all,
        max(answer.pages, stories_in_all),
        more,
        waiting,
    )


def count_new(store: Store, asked: Mapping[str, tuple[str, datetime]], now: datetime) -> dict[str, int]:
    """Count for questions (name -> text and time) the stories with a page of that time or later. 0 where nobody can say."""
    files = files_of(store.search_folder)
    counts = dict.fromkeys(asked, 0)
    try:
        searcher = files.searcher()
        for name, (text, since) in asked.items():
            tree = read(text, now.date()).tree
            if searcher is not None and tree is not None:
                prepared = asking.prepare(searcher, tree)
                counts[name] = asking.count_stories(searcher, prepared, int(since.astimezone(UTC).timestamp()))
    except Broken:
        files.report()
    return counts
