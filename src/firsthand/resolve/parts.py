"""What each page of a story is there, for the pages of outlets: who was first, who took whose text. Pure."""

from collections.abc import Iterator, Mapping

from firsthand.model.document import Document
from firsthand.model.name import Part
from firsthand.model.shelf import entity_id
from firsthand.model.story import Relation, Story

_TAKEN = (Relation.COPY, Relation.EXCERPT, Relation.REWRITE)


def parts_of(shown: Story, pages: Mapping[str, Document]) -> Iterator[Part]:
    """Yield the part of every page that names its outlet; another version of a page has none of its own."""
    corrected = {v.article for lineage in shown.lineages for v in lineage.versions if v.note}
    for member in shown.members:
        page = pages[member.document]
        if not page.outlet or member.relation is Relation.VERSION:
            continue
        source = pages.get(member.original or "") if member.relation in _TAKEN else None
        original = entity_id("outlet", source.outlet) if source and source.outlet else None
        outlet = entity_id("outlet", page.outlet)
        yield Part(member.document, outlet, member.relation.value, original, page.article in corrected)
