"""Lineages become stories: one event each, with every member's part in it and why it is here.

    lineages -> features of each one's original -> pairs that share keys -> scores -> clusters -> stories

A page that tells of many things is of none of them: it stands alone, and `thread.roundups` says which stories it touches.

`group_lineages` does it all in memory; the store does the same step by step, with the same functions, and gets the same
stories: every value here depends on the lineages alone, not on the order in which they came.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from firsthand.model.document import Document
from firsthand.model.ids import derive
from firsthand.model.meaning import Meaning
from firsthand.model.moment import Moment
from firsthand.model.story import Lineage, Link, Member, Reason, Relation, Story
from firsthand.text.outlets import host_of
from firsthand.thread.cluster import cluster
from firsthand.thread.depends import dependences
from firsthand.thread.facts import growth, languages, places
from firsthand.thread.features import Background, Features, features
from firsthand.thread.judge import Judge
from firsthand.thread.lead import in_time, outlet_key, representative
from firsthand.thread.pool import score_pairs
from firsthand.thread.roundups import roundup
from firsthand.thread.score import WORDS_SHOWN, score
from firsthand.thread.shared import shared
from firsthand.thread.spells import spells

_NEVER = datetime.max.replace(tzinfo=UTC)
#: Characters of the text that stand in for a headline where no member has one.
HEADLINE_LENGTH = 90


def group_lineages(
    lineages: Iterable[Lineage],
    documents: Mapping[str, Document],
    background: Background,
    judge: Judge,
    meanings: Mapping[str, Meaning] | None = None,
) -> list[Story]:
    """Group lineages into stories, in memory. The result does not depend on the order of ``lineages``.

    ``meanings`` (document id -> what it means) may lack any document.
    """
    given = list(lineages)
    pages = {lin.id: representative(lin, documents) for lin in given}
    known = {name: features(page, background, (meanings or {}).get(page.id)) for name, page in pages.items()}
    ordered = [name for name in sorted(known) if not roundup(pages[name], known[name], background)]
    edges = [(ordered[i], ordered[j], value) for i, j, value in score_pairs([known[name] for name in ordered], judge)]
    groups = spells(cluster(sorted(known), edges), {lin.id: lin for lin in given}, documents, edges)
    about = {pages[name].id: of for name, of in known.items()}

    def near(here: Document, there: Document) -> tuple[Reason, ...]:
        return same_event((here, there), (about[here.id], about[there.id]), judge)

    return make_stories(given, documents, groups, edges, near)


def make_stories(
    lineages: Iterable[Lineage],
    documents: Mapping[str, Document],
    partition: Iterable[frozenset[str]],
    affinities: Iterable[tuple[str, str, float]] = (),
    near: Callable[[Document, Document], tuple[Reason, ...]] | None = None,
    said: Mapping[str, Sequence[Reason]] | None = None,
) -> list[Story]:
    """Build the story of every group of lineage ids, the ids in order.

    ``documents`` holds every member of every lineage. Independent members say what they share with the lineage nearest to
    them by ``affinities``: ``near`` says it of two pages (`same_event`). ``said`` (lineage id -> reasons) is what people said.
    """
    by_id = {lineage.id: lineage for lineage in lineages}
    groups = list(partition)
    together: dict[str, tuple[Reason, ...]] = {name: tuple(told) for name, told in (said or {}).items()}
    if near is not None:
        for name, other in nearest(groups, affinities).items():
            here, there = (representative(by_id[i], documents) for i in (name, other))
            together[name] = (*together.get(name, ()), *near(here, there))
    made = [_story([by_id[name] for name in group], documents, together) for group in groups]
    return sorted(made, key=lambda story: story.id)


def nearest(groups: Iterable[frozenset[str]], affinities: Iterable[tuple[str, str, float]]) -> dict[str, str]:
    """Return the lineage of its own group that each lineage is nearest to; of equals the last by id."""
    group_of = {name: at for at, group in enumerate(groups) for name in group}
    best: dict[str, tuple[float, str]] = {}
    for low, high, value in affinities:
        if group_of.get(low, -1) == group_of.get(high, -2):
            best[low] = max(best.get(low, (0.0, "")), (value, high))
            best[high] = max(best.get(high, (0.0, "")), (value, low))
    return {name: other for name, (_, other) in best.items()}


def _story(
    group: list[Lineage],
    documents: Mapping[str, Document],
    together: Mapping[str, tuple[Reason, ...]],
) -> Story:
    ordered = sorted(group, key=lambda lin: _prominence(lin, documents))
    pages = in_time(documents[m] for lin in ordered for m in lin.members)
    members: list[Member] = []
    for lineage in ordered:
        members += _members(lineage, documents, len(ordered) > 1, together.get(lineage.id, ()))
    first, last = _reported(pages)
    candidates = [*(representative(lin, documents) for lin in ordered), *pages]
    lead = next((page for page in candidates if page.headline), pages[0])
    made = Story(
        derive("sto", min(pages, key=_by_seen).article),
        lead.headline or _opening(lead),
        tuple(ordered),
        tuple(members),
        _outlets(pages),
        first,
        last,
        lead.language,
        len({page.article for page in pages if not _outlet(page)}),
        dependences(ordered, documents),
    )
    return replace(
        made,
        growth=growth(made, documents),
        languages=languages(made, documents),
        places=places(made, documents),
    )


def _prominence(lineage: Lineage, documents: Mapping[str, Document]) -> tuple[int, datetime, str]:
    """Order lineages: most copies (counted as pages, not versions), then earliest, then by id."""
    articles = {documents[m].article for m in lineage.members}
    moment = representative(lineage, documents).time
    return -len(articles), moment.at if moment else _NEVER, lineage.id


def _members(
    lineage: Lineage, documents: Mapping[str, Document], several: bool, together: tuple[Reason, ...]
) -> list[Member]:
    """Say what each document of a lineage is to the story: the original first, then the others by time."""
    lead = representative(lineage, documents)
    age = {i: n for n, version in enumerate(lineage.versions) for i in (version.document, *version.again)}
    pages = (documents[m] for m in lineage.members)
    firsts: dict[str, Document] = {lead.article: lead}
    found: list[Member] = []
    for page in sorted(pages, key=lambda d: (d.id != lead.id, _by_time(d)[0], age.get(d.id, 0), _by_seen(d))):
        first = firsts.setdefault(page.article, page)
        if first is not page:
            found.append(_version(page, first, lineage))
        elif page is lead and lineage.original is not None:
            alone = all(documents[m].article == lead.article for m in lineage.members)
            relation = Relation.INDEPENDENT if several and alone else Relation.ORIGINAL
            found.append(Member(page.id, lineage.id, relation, None, None, lineage.reasons + together))
        else:
            found.append(_copy(page, lineage, together if page is lead else ()))
    return found


def _version(page: Document, first: Document, lineage: Lineage) -> Member:
    """Describe another state of a page by its link to the one before it, or to the one that it shows again."""
    before, again = first.id, False
    last = ""
    for version in lineage.versions:
        if page.id in version.again:
            before, again = version.document, True
        elif page.id == version.document and last:
            before = last
        last = version.document if version.article == page.article else ""
    link = _link(lineage, page.id, before)
    reasons = link.reasons if link else (Reason("same_page", "another version of the same page"),)
    if again:
        reasons = (Reason("seen_again", "the same version of the same page, seen again"),)
    return Member(page.id, lineage.id, Relation.VERSION, before, link.coverage if link else None, reasons)


def _copy(page: Document, lineage: Lineage, together: tuple[Reason, ...]) -> Member:
    """Describe a copy by the link to its original, or else its strongest one; without a link it copies the absent."""
    link = _link(lineage, page.id, lineage.original)
    if link is not None:
        original = link.original if link.copy == page.id else link.copy
        return Member(page.id, lineage.id, link.relation, original, link.coverage, link.reasons + together)
    alone = len(lineage.members) == 1 and lineage.absent is None
    relation = Relation.INDEPENDENT if alone else Relation.COPY
    return Member(page.id, lineage.id, relation, None, None, lineage.reasons + together)


def _link(lineage: Lineage, copy: str, original: str | None) -> Link | None:
    """Choose the link that says what ``copy`` copies: from ``original`` first, then decided ones, then the fullest.

    That it is another version of ``original`` counts, of anything else not.
    """
    told = [
        x
        for x in lineage.links
        if (x.copy == copy or (not x.decided and x.original == copy and original == x.copy))
        and (x.relation is not Relation.VERSION or x.original == original)
    ]
    return min(
        told,
        key=lambda x: (original not in (x.original, x.copy), not x.decided, -x.coverage.of_copy, x.original),
        default=None,
    )


def same_event(pages: tuple[Document, Document], about: tuple[Features, Features], judge: Judge) -> tuple[Reason, ...]:
    """Say why the first of two pages tells what the second tells: what they share, and where it stands."""
    here, there = pages
    best = score(*about, judge)
    told = " and ".join(_with(r, there) for r in best.reasons)
    words = shared(*about, pages, WORDS_SHOWN)
    spans = sorted((s for word in words for s in word.spans), key=lambda s: (s.document != here.id, s))
    return (Reason("same_event", f"tells the same event: {told}", best.value, tuple(spans)),) if told else ()


def _with(reason: Reason, other: Document) -> str:
    if reason.code != "shared_words":
        return reason.text
    return f"{reason.text} with “{other.headline or _opening(other)}”"


def _reported(pages: Sequence[Document]) -> tuple[Moment | None, Moment | None]:
    """First and last report: by publication where any page says it, by when they were seen otherwise."""
    moments = [p.published for p in pages if p.published] or [p.seen for p in pages if p.seen]
    if not moments:
        return None, None
    return min(moments, key=lambda m: (m.at, str(m))), max(moments, key=lambda m: (m.at, str(m)))


def _outlets(pages: Iterable[Document]) -> tuple[str, ...]:
    """Name the distinct outlets in the order of their first report; a page without one goes by its host."""
    names: dict[str, str] = {}
    for page in pages:
        if name := _outlet(page):
            names.setdefault(outlet_key(page), name)
    return tuple(names.values())


def _outlet(page: Document) -> str:
    """Name a page's outlet; one that does not name it goes by its host, and a file on disk has none."""
    return page.outlet or host_of(page.url)


def _opening(page: Document) -> str:
    line = " ".join(page.text[: 2 * HEADLINE_LENGTH].split())
    return line if len(line) <= HEADLINE_LENGTH else line[:HEADLINE_LENGTH].rsplit(" ", 1)[0] + " …"


def _by_seen(page: Document) -> tuple[datetime, str]:
    return (page.seen.at if page.seen else _NEVER), page.id


def _by_time(page: Document) -> tuple[datetime, str]:
    return (page.time.at if page.time else _NEVER), page.id
