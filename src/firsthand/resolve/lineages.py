"""Documents that carry one another's words become a lineage: one original and its copies, one independent source."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from firsthand.model.document import Document
from firsthand.model.ids import derive
from firsthand.model.judgement import Judgement
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.story import Lineage, Link, Reason, Relation
from firsthand.resolve import judged
from firsthand.resolve.cites import cites
from firsthand.resolve.credit import agency_of, credited
from firsthand.resolve.links import decide
from firsthand.resolve.originate import Verdict
from firsthand.resolve.versions import versions
from firsthand.text.graph import components


def lineages(
    documents: Mapping[str, Document],
    links: Iterable[Link],
    lexicon: Lexicon,
    judgements: Iterable[Judgement] = (),
) -> list[Lineage]:
    """Return the lineages of some documents, ordered by id; ``links`` between others are ignored.

    A link that unites nothing may lead to a document that is not given. What people said (``judgements``) constrains
    the others. The result does not depend on the order of any argument.
    """
    what = judged.said(judgements)
    kept = sorted(links, key=lambda link: (link.original, link.copy))
    both = [k for k in kept if k.relation.unites and k.original in documents and k.copy in documents]
    uniting = judged.separate(documents, _uniting(documents, judged.constrain(documents, both, what)), what)
    told = judged.told_apart(documents, [*both, *uniting], what)
    made = []
    near = _by_end(k for k in kept if not k.relation.unites)
    within = _by_end(uniting)
    for group in components(documents, [(link.original, link.copy) for link in uniting]):
        inside = _of(group, within)
        beside = [k for k in _of(group, near) if (k.original in group) != (k.copy in group)]
        made.append(_lineage([documents[i] for i in group], inside, beside, lexicon, what, told))
    return sorted(_named_apart(made, documents), key=lambda lineage: lineage.id)


def _named_apart(made: Iterable[Lineage], documents: Mapping[str, Document]) -> list[Lineage]:
    """Name the later of two lineages that begin with versions of one page by its own version.

    Such are made of a page that came to carry another's story: a page with several originals does not glue them together.
    """
    found: dict[str, Lineage] = {}
    for lineage in sorted(made, key=lambda lineage: documents[lineage.members[0]].arrival):
        name = lineage.id if lineage.id not in found else derive("lin", lineage.members[0])
        found[name] = lineage if name == lineage.id else replace(lineage, id=name)
    return list(found.values())


def _by_end(links: Iterable[Link]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.original].append(link)
        found[link.copy].append(link)
    return found


def _of(group: Iterable[str], by_end: Mapping[str, Sequence[Link]]) -> list[Link]:
    """Return the links that have an end in a group, each once, by original and copy."""
    found = {(k.original, k.copy): k for i in group for k in by_end.get(i, ())}
    return [found[ends] for ends in sorted(found)]


def _uniting(documents: Iterable[str], links: Sequence[Link]) -> list[Link]:
    """Return the links that make their two ends one source.

    A page that carries several originals which have nothing to do with one another (a round-up, an aggregator's page
    whose pieces could not be told apart) must not glue them together: it stays with what most of it is from.
    """
    carried: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.decided and link.relation is not Relation.VERSION:
            carried[link.copy].append(link)
    cut: set[Link] = set()
    for page, originals in carried.items():
        if len(originals) < 2:
            continue
        without = [(k.original, k.copy) for k in links if page not in (k.original, k.copy)]
        group_of = {node: group for group in components(documents, without) for node in group}
        best = max(originals, key=lambda k: (judged.is_said(k), k.coverage.of_copy, k.original))
        foreign = {node for k in originals for node in group_of[k.original]} - group_of[best.original]
        cut |= {k for k in links if page in (k.original, k.copy) and {k.original, k.copy} & foreign}
    return [link for link in links if link not in cut]


def _lineage(
    members: Sequence[Document],
    links: Sequence[Link],
    beside: Sequence[Link],
    lexicon: Lexicon,
    what: judged.Said,
    told: Mapping[str, Sequence[Reason]],
) -> Lineage:
    ordered = sorted(members, key=lambda d: d.arrival)
    pin = judged.pinned_original(ordered, what)
    original, reasons = _pinned(ordered, links, pin) if pin else _original(ordered, links, lexicon)
    absent = None
    missing = _absent(ordered, lexicon.agencies)
    if pin is None and missing and (original is None or agency_of(original, lexicon.agencies) is None):
        original, absent = None, missing.name
        reasons = (
            Reason("absent_original", f"{missing.name} is credited, and no page of {missing.name} is here", 4.0),
        )
    wire = agency_of(original, lexicon.agencies) if original else None
    apart = [reason for article in dict.fromkeys(d.article for d in ordered) for reason in told.get(article, ())]
    return Lineage(
        derive("lin", ordered[0].article),
        tuple(d.id for d in ordered),
        original.id if original else None,
        absent,
        (*apart, *reasons),
        tuple(links),
        tuple(beside),
        cites(original or ordered[0], lexicon),
        wire.name if wire else None,
        versions(ordered, lexicon),
    )


def _pinned(members: Sequence[Document], links: Sequence[Link], pin: Judgement) -> tuple[Document, tuple[Reason, ...]]:
    """Return the first version of the article that a person said is the original."""
    later = {link.copy for link in links if link.relation is Relation.VERSION}
    versions = [d for d in members if d.article == pin.subject]
    original = next((d for d in versions if d.id not in later), versions[0])
    return original, _merged([[judged.pin_reason(pin, original)], _reasons(original, links)])


def _original(
    members: Sequence[Document], links: Sequence[Link], lexicon: Lexicon
) -> tuple[Document | None, tuple[Reason, ...]]:
    """Return the member that no evidence makes a copy, with what speaks for it; None when several are left."""
    copies = {link.copy for link in links if link.decided}
    candidates = [d for d in members if d.id not in copies]
    if len(candidates) == 1:
        return candidates[0], _reasons(candidates[0], links)
    open_ends = {ends for k in links if not k.decided for ends in ((k.original, k.copy), (k.copy, k.original))}
    for one in candidates:
        if any((one.id, other.id) in open_ends for other in candidates):
            continue
        verdicts = (decide(one, other, lexicon) for other in candidates if other is not one)
        # Up to the first it does not win: of hundreds of copies that nothing decides, all pairs are too many.
        won = list(takewhile(partial(_for, one.id), verdicts))
        if won and len(won) == len(candidates) - 1:
            return one, _merged([_reasons(one, links), *(v.reasons for v in won)])
    return None, (Reason("undecided", "nothing decides which of these pages was first", 0.0),)


def _for(document_id: str, verdict: Verdict) -> bool:
    return verdict.original == document_id


def _reasons(original: Document, links: Sequence[Link]) -> tuple[Reason, ...]:
    """Gather what the links say for the original; what they say of the copy ("carries ...") belongs to the copy."""
    return _merged(
        [link.reasons for link in links if link.original == original.id and link.relation is not Relation.VERSION]
    )


def _merged(some: Iterable[Sequence[Reason]]) -> tuple[Reason, ...]:
    best: dict[str, Reason] = {}
    for reasons in some:
        for reason in reasons:
            if reason.code != "carries" and (reason.code not in best or reason.weight > best[reason.code].weight):
                best[reason.code] = reason
    return tuple(sorted(best.values(), key=lambda r: (-r.weight, r.code)))


def _absent(members: Sequence[Document], agencies: tuple[Agency, ...]) -> Agency | None:
    """Return the agency that members credit while no member is its page."""
    own = {a.name for d in members if (a := agency_of(d, agencies))}
    found = {a.name: a for d in members if (a := credited(d, agencies)) and a.name not in own}
    if not found:
        return None
    counted = Counter(a.name for d in members if (a := credited(d, agencies)))
    return found[max(sorted(found), key=lambda name: counted[name])]
