"""What was understood of documents, with who speaks put right as people said: of a page, or of another of its lineage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from firsthand.model.document import Document
from firsthand.model.judgement import Judgement
from firsthand.model.story import Story
from firsthand.store import documents, judgements, lineages, understandings
from firsthand.store.transaction import Tx
from firsthand.understand.corrected import Corrected, corrected


def heard(tx: Tx, pages: Mapping[str, Document]) -> dict[str, Corrected]:
    """Return what is known of some documents, by document, as people see it; those not read yet are left out."""
    lineage = lineages.where(tx, pages)
    articles = {page.article for page in pages.values()} | lineages.articles(tx, set(lineage.values()))
    told = judgements.of_speakers(tx, articles)
    homes = lineages.homes(tx, {judgement.subject for judgement in told}) if told else {}
    return _heard(tx, pages, lineage, told, homes)


def put_right(tx: Tx, document_ids: Iterable[str]) -> set[str]:
    """Return those of some documents of whose words, or of whose lineage's, somebody said who speaks."""
    told = judgements.articles_of_speakers(tx)
    if not told:
        return set()
    wanted = set(document_ids)
    own = documents.ids_of_articles(tx, told)
    return wanted & {*own, *lineages.beside(tx, own)}


def heard_in(tx: Tx, story: Story, pages: Mapping[str, Document]) -> dict[str, Corrected]:
    """Return the same of the pages of a story, as its own record has its lineages."""
    lineage = {m.document: m.lineage for m in story.members if m.document in pages}
    homes: dict[str, set[str]] = defaultdict(set)
    for i, name in lineage.items():
        homes[pages[i].article].add(name)
    return _heard(tx, {i: pages[i] for i in lineage}, lineage, judgements.of_speakers(tx, homes), homes)


def _heard(
    tx: Tx,
    pages: Mapping[str, Document],
    lineage: Mapping[str, str],
    told: list[Judgement],
    homes: Mapping[str, set[str]],
) -> dict[str, Corrected]:
    """Lay what was said of a page on all pages of its lineage (on it alone, where it is in none yet)."""
    said: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in told:
        for home in homes.get(judgement.subject) or {judgement.subject}:
            said[home].append(judgement)
    return {
        i: corrected(pages[i], one, said.get(lineage.get(i, pages[i].article), ()))
        for i, one in understandings.many(tx, pages).items()
    }
