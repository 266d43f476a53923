"""What was understood of documents, with who speaks put right as people said: of a page, or of another of its lineage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from firsthand.model.document import Document
from firsthand.model.judgement import Judgement
from firsthand.store import judgements, lineages, understandings
from firsthand.store.transaction import Tx
from firsthand.understand.corrected import Corrected, corrected


def heard(tx: Tx, pages: Mapping[str, Document]) -> dict[str, Corrected]:
    """Return what is known of some documents, by document, as people see it; those not read yet are left out."""
    known = understandings.many(tx, pages)
    lineage = lineages.where(tx, pages)
    said = _by_lineage(tx, lineage.values(), {page.article for page in pages.values()})
    return {
        i: corrected(pages[i], one, said.get(lineage.get(i) or pages[i].article, ())) if said else Corrected(one, {})
        for i, one in known.items()
    }


def _by_lineage(tx: Tx, lineage_ids: Iterable[str], articles: set[str]) -> dict[str, list[Judgement]]:
    """Return what people said, by the lineage that holds the article (the article itself, where it is in none)."""
    told = judgements.of_speakers(tx, {*articles, *lineages.articles(tx, lineage_ids)})
    homes = lineages.homes(tx, {judgement.subject for judgement in told}) if told else {}
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in told:
        for home in homes.get(judgement.subject, {judgement.subject}):
            found[home].append(judgement)
    return found
