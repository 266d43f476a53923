"""Which lineages of a story add no source: those that only retell what an outlet reported, and say so.

whom each lineage stands on alone -> the lineage of that outlet, if it is here -> or the outlet's name
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from firsthand.model.document import Document
from firsthand.model.story import Cited, Dependence, Lineage, Relation
from firsthand.text.outlets import fold_name, own_names

#: From this share of its own words a page that takes sentences has most of them from there: clearly more than half.
_MOSTLY_TAKEN = 0.55


def dependences(lineages: Sequence[Lineage], documents: Mapping[str, Document]) -> tuple[Dependence, ...]:
    """Return the dependences of a story's lineages, by lineage id. A lineage leans on one source at most.

    Where a page stands on several, the one said to have been first comes first, then the one that most lineages of the
    story name: a count is led back to its first source.
    """
    named = Counter(name for x in lineages for name in {fold_name(c.name) for c in x.cites})
    owners = _owners(lineages, documents)
    holders = {member: x.id for x in lineages for member in x.members}
    found = (
        _by_citing(lineage, owners, named) or _by_taking(lineage, holders, documents)
        for lineage in sorted(lineages, key=lambda x: x.id)
    )
    return tuple(dependence for dependence in found if dependence)


def _by_citing(lineage: Lineage, owners: Mapping[str, str], named: Mapping[str, int]) -> Dependence | None:
    sources = [(c, on) for c in lineage.cites if c.alone and ((on := _owner(c, lineage, owners)) or c.known)]
    if not sources:
        return None
    cited, on = min(sources, key=lambda s: (not s[0].first, -named[fold_name(s[0].name)], s[0].reason.spans[0]))
    return Dependence(lineage.id, cited.document, on, cited.name, Relation.CITES, cited.reason)


def _by_taking(lineage: Lineage, holders: Mapping[str, str], documents: Mapping[str, Document]) -> Dependence | None:
    """A lineage of one page that has most of its words from another lineage adds too little to count."""
    if len(lineage.members) > 1:
        return None
    taken = [
        (reason.weight, link.original, reason)
        for link in lineage.beside
        for reason in link.reasons
        if reason.code == "takes" and link.decided and link.copy in lineage.members and link.original in holders
    ]
    weight, original, reason = max(taken, key=lambda t: t[:2], default=(0.0, "", None))
    if reason is None or weight < _MOSTLY_TAKEN:
        return None
    name = lineage.absent or documents[original].credit or documents[original].outlet or ""
    return Dependence(lineage.id, lineage.members[0], holders[original], name, Relation.PARTIAL, reason)


def _owners(lineages: Iterable[Lineage], documents: Mapping[str, Document]) -> dict[str, str]:
    """Map the folded names of outlets to the lineage of their own reporting: that of which they have the original."""
    owners: dict[str, str] = {}
    for lineage in sorted(lineages, key=lambda x: x.id):
        if lineage.absent:
            owners.setdefault(fold_name(lineage.absent), lineage.id)
        if lineage.original:
            for name in own_names(documents[lineage.original]):
                owners.setdefault(name, lineage.id)
    return owners


def _owner(cited: Cited, lineage: Lineage, owners: Mapping[str, str]) -> str | None:
    """Return the lineage of a cited outlet; a short name ("the Courier") is not guessed at."""
    found = owners.get(fold_name(cited.name))
    return found if found != lineage.id else None
