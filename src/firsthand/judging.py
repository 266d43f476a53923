"""What people say becomes a judgement: ids are read, nonsense is refused, and what it concerns is due again.

    words -> statements -> kept, and what they concern due, in one transaction

Who copied whom concerns documents, which are resolved again; what tells one event concerns stories, which are threaded again.
Names of one outlet are no matter of lineages: they are levelled where outlets are counted, when a story is told.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from firsthand import contract as out
from firsthand.model.document import Document
from firsthand.model.errors import InputError
from firsthand.model.ids import derive
from firsthand.model.judgement import Judgement, JudgementKind, make_judgement
from firsthand.model.moment import stamp
from firsthand.saying import Saying, article, of_events
from firsthand.store import documents, judgements, lineages, shelf, stories, work
from firsthand.store.transaction import Tx
from firsthand.text.graph import components
from firsthand.understand.corrected import standing

#: Characters of a name, of a note, of words that somebody says. A statement is a line, not an essay.
_NAME, _NOTE, _WORDS = 200, 1000, 2000
#: Characters of words that are told of a judgement.
_SHOWN = 120
_KINDS = ", ".join((*JudgementKind, *Saying))


def statements(
    tx: Tx, kind: str, subject: str, object: str | None, by: str, note: str, at: datetime, words: str = ""
) -> list[Judgement]:
    """Read what a person says, one judgement or (of stories) several at once, the one that it is about first.

    Pages are named by the ids of documents or articles, stories by theirs or by a page; ``words`` are those that a page has
    somebody say. Raises InputError and NotFound.
    """
    by, note, object = by.strip(), note.strip(), object or None
    if len(by) > _NAME or len(note) > _NOTE:
        raise InputError("too_long", "The name or the note is too long.", f"{_NAME} and {_NOTE} characters fit.")
    if kind in list(Saying) or (kind in list(JudgementKind) and JudgementKind(kind).is_of_events):
        return [make_judgement(said, a, b, by, at, note) for said, a, b in of_events(tx, kind, subject, object)]
    if kind not in list(JudgementKind):
        raise InputError("unknown_judgement", f"There is no judgement called {kind}.", f"Say one of {_KINDS}.")
    if kind == JudgementKind.WRONG_SPEAKER:
        return _of_words(tx, subject.split(), object, words, by, note, at)
    return [_of_pages(tx, JudgementKind(kind), subject, object, by, note, at)]


def _of_words(
    tx: Tx, subjects: list[str], name: str | None, words: str, by: str, note: str, at: datetime
) -> list[Judgement]:
    """Say of every page (one of each source is enough) that these words are another's: in those where they stand."""
    words, name = words.strip(), " ".join((name or "").split()) or None
    if not words or len(words) > _WORDS or len(name or "") > _NAME:
        raise InputError("words", "The words or the name are missing or too long.", f"{_WORDS} and {_NAME} fit.")
    articles = list(dict.fromkeys(article(tx, one) for one in subjects))
    pages = documents.many(tx, documents.ids_of_articles(tx, articles)).values()
    there = {page.article for page in pages if standing(words, page.text)}
    if not there:
        raise InputError("not_there", "These words do not stand in the page.", "Copy them as they stand there.")
    kind = JudgementKind.WRONG_SPEAKER
    return [make_judgement(kind, one, name, by, at, note, words) for one in articles if one in there]


def _of_pages(
    tx: Tx, chosen: JudgementKind, subject: str, object: str | None, by: str, note: str, at: datetime
) -> Judgement:
    if chosen is JudgementKind.ORIGINAL_IS and object is not None:
        raise InputError("one_side", "An original is judged alone, without a second page.", "Name one page only.")
    if chosen is not JudgementKind.ORIGINAL_IS and object is None:
        raise InputError("two_sides", f"{chosen} needs two sides, and one was given.", "Name the other too.")
    if chosen is JudgementKind.SAME_OUTLET:
        return make_judgement(chosen, *_names(subject, object or ""), by, at, note)
    one, other = article(tx, subject), article(tx, object) if object else None
    if one == other:
        raise InputError("same_article", "Both are the same page, seen at two times.", "Name two different pages.")
    return make_judgement(chosen, one, other, by, at, note)


def _names(one: str, other: str) -> tuple[str, str]:
    one, other = " ".join(one.split()), " ".join(other.split())
    if not one or not other or max(len(one), len(other)) > _NAME:
        raise InputError("outlet_name", "The name of an outlet is empty or too long.", f"{_NAME} characters fit.")
    if one.casefold() == other.casefold():
        raise InputError("same_name", f"{one} and {other} count as one name already.")
    return one, other


def keep(tx: Tx, *some: Judgement) -> None:
    """Keep judgements and make due what they concern."""
    for judgement in some:
        judgements.put(tx, judgement)
    _due(tx, some)


def take_back(tx: Tx, judgement_id: str, at: datetime) -> Judgement:
    """Withdraw a judgement, with what was said of stories or speakers in the same breath, and make due what it concerned.

    Raises NotFound.
    """
    said = judgements.get(tx, judgement_id)
    several = said.kind.is_of_events or said.kind is JudgementKind.WRONG_SPEAKER
    with_it = judgements.in_one_breath(tx, said) if several and said.withdrawn is None else []
    gone = [judgements.withdraw(tx, one.id, at) for one in (said, *with_it)]
    _due(tx, gone)
    return gone[0]


def _due(tx: Tx, some: Iterable[Judgement]) -> None:
    """Make due every version of the articles, each may stand in a lineage of its own, or one lineage of each story."""
    given = list(some)
    pages = {article for j in given if j.kind.is_of_copies for article in j.articles}
    if pages:
        ids = documents.ids_of_articles(tx, pages)
        work.enqueue_many(tx, [("resolve", document_id) for document_id in ids], priority=-1)
    spoken = {j.subject for j in given if j.kind is JudgementKind.WRONG_SPEAKER}
    if spoken:
        told = stories.ids_of(tx, lineages.of_articles(tx, spoken))
        shelf.stale(tx, told)
        own = documents.ids_of_articles(tx, spoken)
        again = [("index", document_id) for document_id in sorted({*own, *lineages.beside(tx, own)})]
        work.enqueue_many(tx, [*(("shelve", story_id) for story_id in sorted(told)), *again], priority=-1)
    concerned = {article for j in given if j.kind.is_of_events for article in j.articles}
    if concerned:
        held = lineages.of_articles(tx, concerned)
        inside = [[x.id for x in story.lineages if x.id in held] for story in stories.of_lineages(tx, held)]
        due = sorted({min(of_story) for of_story in inside} | held.difference(*inside))
        work.enqueue_many(tx, [("thread", lineage_id) for lineage_id in due], priority=-1)


def told(tx: Tx, some: Iterable[Judgement]) -> list[out.JudgementOut]:
    """Tell of judgements, with the pages by name and the stories they are in now."""
    given = list(some)
    if not given:
        return []
    articles = {a for j in given for a in j.articles}
    pages = documents.many(tx, documents.ids_of_articles(tx, articles))
    first: dict[str, Document] = {}
    for page in sorted(pages.values(), key=lambda d: (str(d.seen), d.id), reverse=True):
        first[page.article] = page
    where: dict[str, str] = {}
    for story in stories.of_documents(tx, [page.id for page in first.values()]):
        where.update((pages[m.document].article, story.id) for m in story.members if m.document in pages)
    return [_told(judgement, first, where) for judgement in given]


def _told(judgement: Judgement, pages: Mapping[str, Document], where: Mapping[str, str]) -> out.JudgementOut:
    a, b = judgement.subject, judgement.object or ""
    one, other = _named(a, pages.get(a)), _named(b, pages.get(b))
    words = {
        JudgementKind.NOT_A_COPY: f"neither {one} nor {other} is a copy of the other",
        JudgementKind.COPY_OF: f"{one} is a copy of {other}",
        JudgementKind.ORIGINAL_IS: f"{one} is the original",
        JudgementKind.SAME_OUTLET: f"{a} is another name of {b}",
        JudgementKind.SAME_EVENT: f"{one} and {other} tell one event",
        JudgementKind.DIFFERENT_EVENT: f"{one} and {other} tell two events",
        JudgementKind.WRONG_SPEAKER: f"“{_short(judgement.words)}” in {one} is {f'said by {b}' if b else 'said by nobody'}",
    }
    return out.JudgementOut(
        id=judgement.id,
        kind=judgement.kind,
        subject=judgement.subject,
        object=judgement.object,
        by=judgement.by,
        at=stamp(judgement.at),
        note=judgement.note,
        withdrawn=stamp(judgement.withdrawn) if judgement.withdrawn else None,
        text=words[judgement.kind],
        stories=list(dict.fromkeys(where[article] for article in judgement.articles if article in where)),
        breath=derive("bre", judgement.by, judgement.at.isoformat()),
    )


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"


def _named(article: str, page: Document | None) -> str:
    if page is None or not (page.headline or page.outlet):
        return article
    return (
        f"“{page.headline}” ({page.outlet})" if page.headline and page.outlet else page.outlet or f"“{page.headline}”"
    )


def one_name(some: Iterable[Judgement]) -> dict[str, str]:
    """Return, for every folded outlet name that was judged, the name to show: what was said last of any of its kind.

    >>> at = datetime(2026, 3, 1)
    >>> one_name([make_judgement(JudgementKind.SAME_OUTLET, "bbc.co.uk", "BBC", "", at)])
    {'bbc': 'BBC', 'bbc.co.uk': 'BBC'}
    """
    shown: dict[str, str] = {}
    said = [j for j in sorted(some, key=lambda j: (j.at, j.id)) if j.kind is JudgementKind.SAME_OUTLET]
    pairs = [(j.subject.casefold(), (j.object or "").casefold()) for j in said]
    for group in components({name for pair in pairs for name in pair}, pairs):
        last = next(j for j in reversed(said) if j.subject.casefold() in group)
        shown.update(dict.fromkeys(sorted(group), last.object or ""))
    return shown
