"""Why two pages or stories are together or are not: both are found, all they hang together with is loaded, and told.

names -> the two pages (of stories the two nearest ones) -> `firsthand.thread.why` -> the shape for programs
"""

from collections.abc import Iterable
from dataclasses import replace

from firsthand import contract as out
from firsthand import judging
from firsthand.model.document import Document
from firsthand.model.errors import InputError, NotFound
from firsthand.model.story import Link, Reason, Story
from firsthand.saying import article
from firsthand.steps.context import Context
from firsthand.steps.thread import ToThread, load_groups
from firsthand.store import affinities, documents, judgements, lineages, meanings, stories
from firsthand.store.transaction import Tx
from firsthand.thread.cluster import JOIN_AT_LEAST
from firsthand.thread.features import features
from firsthand.thread.judged import bonds
from firsthand.thread.lead import representative
from firsthand.thread.shared import Shared
from firsthand.thread.why import Around, Side, Why, nearest, why

#: A side that was asked for: the page, or None where a story was named; and its story.
_Home = tuple[Document | None, Story]


def explain(tx: Tx, one: str, other: str, context: Context) -> out.WhyOut:
    """Say why two pages or stories, each named by its id, are together or are not. Raises InputError and NotFound."""
    homes = _home(tx, one), _home(tx, other)
    known = _load(tx, [story for _, story in homes])
    leads = {i: representative(lineage, known.documents) for i, lineage in known.lineages.items()}
    near = {(a, b): value for a, b, value in known.affinities}
    around = Around(leads, near, bonds(known.judgements, known.lineages.values(), known.documents))
    a, b = (_side(chosen, known, around, context) for chosen in _chosen(homes, around))
    pages = {i: known.documents[i] for side in (a, b) for i in side.lineage.members}
    said = judgements.of_events(tx, {page.article for page in pages.values()})
    return _out(why(a, b, around, pages, context.judge), a, b, (homes[0][1], homes[1][1]), judging.told(tx, said))


def _home(tx: Tx, name: str) -> _Home:
    """Find what an id names. A lineage goes by the page that stands for it."""
    if name.startswith("sto_"):
        return None, stories.get(tx, name)
    if name.startswith("lin_"):
        found = lineages.many(tx, [name]).get(name)
        if found is None:
            raise NotFound(f"No lineage has the id {name}.", "firsthand story ID --json gives the ids.")
        page = representative(found, documents.many(tx, found.members))
    else:
        page = documents.get(
            tx, name if name.startswith("doc_") else documents.ids_of_article(tx, article(tx, name))[0]
        )
    homes = stories.of_documents(tx, [page.id])
    if not homes:
        raise InputError("no_story", "The page is in no story yet.", "Try again in a moment.")
    return page, homes[0]


def _load(tx: Tx, some: Iterable[Story]) -> ToThread:
    """Fetch the two stories with all that people tied to them, and how near their lineages are."""
    known = load_groups(tx, affinities.groups_of(tx, {lineage.id for story in some for lineage in story.lineages}))
    leads = [representative(lineage, known.documents).id for lineage in known.lineages.values()]
    near = tuple(affinities.inside(tx, known.lineages))
    return replace(known, affinities=near, meanings=meanings.many(tx, leads))


def _chosen(homes: tuple[_Home, _Home], around: Around) -> list[tuple[Document, str, frozenset[str]]]:
    """Choose the page, the lineage and the story of each side: of a story the lineage nearest to the other side."""
    groups = [frozenset(lineage.id for lineage in story.lineages) for _, story in homes]
    own = [
        {lineage.id for lineage in story.lineages if page is None or page.id in lineage.members}
        for page, story in homes
    ]
    if homes[0][1].id == homes[1][1].id:  # a page and its own story: the others of it
        if homes[0][0] is None and homes[1][0] is None:
            raise InputError("same_story", "Both are the same story.", "Name two different ones, or two pages of it.")
        for i in (0, 1):
            if homes[i][0] is None:
                own[i] = own[i] - own[1 - i] or own[i]
    ids = nearest(own[0], own[1], around)
    return [
        (page or around.leads[name], name, group) for (page, _), name, group in zip(homes, ids, groups, strict=True)
    ]


def _side(chosen: tuple[Document, str, frozenset[str]], known: ToThread, around: Around, context: Context) -> Side:
    page, name, group = chosen
    lead = around.leads[name]
    about = features(lead, context.background, known.meanings.get(lead.id))
    return Side(page, known.lineages[name], lead, about, group)


# in the shapes of the contract ----------------------------------------------------------------------------------------


def _out(found: Why, a: Side, b: Side, homes: tuple[Story, Story], said: list[out.JudgementOut]) -> out.WhyOut:
    return out.WhyOut(
        a=_side_out(a, homes[0]),
        b=_side_out(b, homes[1]),
        verdict=found.verdict,
        cause=found.cause,
        sentences=list(found.sentences),
        score=found.score.value if found.score else None,
        threshold=JOIN_AT_LEAST,
        mean=found.mean,
        signals=[out.SignalOut(s.code, s.text, s.value) for s in found.signals],
        shared=_terms(found.shared),
        only_a=_terms(found.only[0]),
        only_b=_terms(found.only[1]),
        reasons=[_reason(reason) for reason in found.reasons],
        links=[_link(link, a) for link in found.links],
        judgements=said,
    )


def _side_out(side: Side, story: Story) -> out.SideOut:
    page = side.page
    published = str(page.published) if page.published else None
    return out.SideOut(
        page.id, side.lead.id, side.lineage.id, story.id, page.headline, page.outlet, page.url, page.language, published
    )


def _terms(some: Iterable[Shared]) -> list[out.TermOut]:
    return [out.TermOut(s.word, s.kind, s.weight, _spans(s)) for s in some]


def _link(link: Link, a: Side) -> out.BesideOut:
    ends = (link.copy, link.original) if link.copy in a.lineage.members else (link.original, link.copy)
    return out.BesideOut(link.relation, *ends, [_reason(reason) for reason in link.reasons])


def _reason(reason: Reason) -> out.ReasonOut:
    return out.ReasonOut(reason.code, reason.text, reason.weight, _spans(reason))


def _spans(some: Shared | Reason) -> list[out.SpanOut]:
    return [out.SpanOut(span.document, span.start, span.end) for span in some.spans]
