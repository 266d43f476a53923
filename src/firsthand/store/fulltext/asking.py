"""From a question's tree to the engine's query, and from its answer to hits.

    tree -> for each word what it stands for -> clauses that must hold, clauses that only lift -> hits

A page must have every word (as itself, in another form or spelling); words in its headline or in a quotation, and words that
stand together as in the question, lift it. Where hardly a page has all words, those are asked for that lack one, and it is
told. Every term goes to the engine as a term: nothing that is typed reaches its own parser.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tantivy import DocAddress, FieldType, Occur, Query, Searcher

from firsthand.search.facts import step
from firsthand.search.fusion import Hit
from firsthand.search.query import All, Bounds, Mark, Node, Not, Term
from firsthand.store.fulltext.files import guarded
from firsthand.store.fulltext.schema import EXACT, LEDGER, schema, words_of
from firsthand.store.fulltext.spellings import Spelling, may_have_two_slips, spellings

#: How much a word in the headline, or in a quotation, lifts a page beside one anywhere; and words that stand together.
HEADLINE, SAID, TOGETHER, TOGETHER_HEADLINE = 1.6, 0.3, 1.5, 1.0
#: Other words that may stand between words that "stand together".
_SLOP = 3
#: What a page of today is lifted by, and the days after which it is half of that.
FRESH, FRESH_DAYS = 0.1, 21
#: Words that a prefix stands for, those that most pages have.
_BEGUN = 50
#: A word that so many pages, and this part of all, have may be missing: it says hardly anything, and costs most.
_EVERYWHERE, _PART = 1_000, 0.25
#: Words of a question from which on a page may lack one, and pages below which it is asked for.
_MAY_LACK, _HARDLY = 3, 10
#: What a page with all words is lifted by over those that lack one.
_WHOLE = 1.0

Clause = tuple[Occur, Query]
_MUST, _SHOULD, _NOT = Occur.Must, Occur.Should, Occur.MustNot


@dataclass
class Asked:
    """A question for the engine: clauses that must hold, and what only lifts. ``marks`` are words to be shown in a page.

    ``common`` are words that stand everywhere, ``faint`` what these would lift: that counts where there are no others.
    """

    wanted: list[Query] = field(default_factory=list)
    common: list[Query] = field(default_factory=list)
    faint: list[Query] = field(default_factory=list)
    held: list[Clause] = field(default_factory=list)
    lifts: list[Query] = field(default_factory=list)
    marks: dict[str, float] = field(default_factory=dict)
    slips: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def strict(self) -> Query:
        """Every word, whatever else."""
        return _all([*((_MUST, q) for q in self.wanted), *self.held, *((_SHOULD, q) for q in self.lifts)])

    @property
    def bare(self) -> Query:
        """What must hold, for counting alone."""
        return _all([*((_MUST, q) for q in self.wanted), *self.held])

    @property
    def conditions(self) -> Query | None:
        """What must hold but words; None where there is nothing of it."""
        return _all(self.held) if self.held else None

    def lacking(self, some: int) -> Query:
        """All words but ``some``; those that have all are lifted over the others."""
        words = Query.boolean_query(
            [(_SHOULD, q) for q in self.wanted], minimum_number_should_match=len(self.wanted) - some
        )
        whole = Query.const_score_query(_all([(_MUST, q) for q in self.wanted]), _WHOLE)
        lifts = [whole, *self.lifts]
        return _all([(_MUST, words), *self.held, *((_SHOULD, q) for q in lifts)])


@dataclass(frozen=True, slots=True)
class Answer:
    """The best pages, how many there are in all and in how many stories, and how many words some of them lack."""

    hits: list[Hit]
    pages: int
    stories: int
    lacking: int = 0


def prepare(searcher: Searcher, tree: Node) -> Asked:
    """Make the engine's question of a tree."""
    with guarded():
        asked = Asked()
        for part in tree.parts if isinstance(tree, All) else (tree,):
            _prepare(searcher, part, asked)
        plain = [
            t.text for t in (tree.parts if isinstance(tree, All) else (tree,)) if isinstance(t, Term) and not t.field
        ]
        asked.lifts += _together(searcher, words_of(" ".join(plain)))
        if asked.wanted:
            asked.lifts += asked.common
        else:
            asked.wanted = asked.common
            asked.lifts += asked.faint
        return asked


def _is_everywhere(searcher: Searcher, term: Term) -> bool:
    """Say whether a bare word stands on so many pages that one without it may be meant as well."""
    words = words_of(term.text)
    if term.field or term.exact or term.prefix or len(words) != 1:
        return False
    return _stands_everywhere(searcher, words[0])


def _stands_everywhere(searcher: Searcher, word: str) -> bool:
    held: int = searcher.doc_freq("text", word)
    return held > max(_EVERYWHERE, _PART * searcher.num_docs)


def _prepare(searcher: Searcher, part: Node, asked: Asked) -> None:
    if isinstance(part, Term) and part.field not in EXACT:
        before = len(asked.lifts)
        query = _term(searcher, part, asked)
        if _is_everywhere(searcher, part):
            asked.common.append(query)
            asked.faint += asked.lifts[before:]
            del asked.lifts[before:]
        else:
            asked.wanted.append(query)
    else:
        query = _condition(searcher, part, asked)
        asked.held.append((_NOT, query) if isinstance(part, Not) else (_MUST, query))


def _condition(searcher: Searcher, node: Node, asked: Asked | None) -> Query:
    """Make a query of a node; of what is excluded, without the sign. ``asked`` is None where nothing is to be marked."""
    if isinstance(node, Term):
        return _exact(node.field, node.text) if node.field in EXACT else _term(searcher, node, asked)
    if isinstance(node, Mark):
        return _exact("mark", node.name)
    if isinstance(node, Bounds):
        return _bounds(node)
    if isinstance(node, Not):
        return _condition(searcher, node.of, None)
    parts = [(_condition(searcher, part, asked), isinstance(part, Not)) for part in node.parts]
    if isinstance(node, All):
        return _all([(_NOT if not_ else _MUST, query) for query, not_ in parts])
    return Query.boolean_query([(_SHOULD, _all([(_NOT, q)]) if not_ else q) for q, not_ in parts])


def _all(clauses: Sequence[Clause]) -> Query:
    """Put clauses together; where nothing is wanted but that something is not so, it is every page without that."""
    if not any(occur is _MUST for occur, _ in clauses):
        ledger = (_NOT, Query.term_query(schema(), "id", LEDGER, "basic"))
        clauses = [(_MUST, Query.const_score_query(Query.all_query(), 0.0)), ledger, *clauses]
    return Query.boolean_query(list(clauses))


def _exact(name: str, value: str) -> Query:
    return Query.const_score_query(Query.term_query(schema(), name, value, "basic"), 0.0)


def _bounds(bounds: Bounds) -> Query:
    """Numbers between bounds; counts of a story are kept in steps, and looked at again by whoever shows them."""
    low, high = bounds.low, bounds.high
    if bounds.field != "day":
        low, high = (step(low) if low is not None else None), (step(high) if high is not None else None)
    least, most = -(2**62), 2**62
    kind = FieldType.Integer
    query = Query.range_query(
        schema(), bounds.field, kind, least if low is None else low, most if high is None else high
    )
    return Query.const_score_query(query, 0.0)


def _term(searcher: Searcher, term: Term, asked: Asked | None) -> Query:
    """One word in what it stands for, or several that stand together."""
    name, words = term.field or "text", words_of(term.text)
    if not words:
        return Query.empty_query()
    if term.text[-2:].lower() in ("'s", "’s") and words[-1] == "s" and not term.exact:
        words = words[:-1]
    if len(words) > 1:
        return _phrase(name, words, asked, lifting=not term.field)
    return _prefixed(searcher, name, words[0], asked) if term.prefix else _word(searcher, name, words[0], term, asked)


def _phrase(name: str, words: list[str], asked: Asked | None, *, lifting: bool) -> Query:
    if asked is not None:
        asked.marks |= dict.fromkeys(words, 1.0)
        if lifting:
            asked.lifts.append(Query.boost_query(Query.phrase_query(schema(), "headline", list(words)), HEADLINE))
    return Query.phrase_query(schema(), name, list(words))


def _prefixed(searcher: Searcher, name: str, begun: str, asked: Asked | None) -> Query:
    found = searcher.terms_with_prefix(name, begun, limit=_BEGUN)
    if asked is not None:
        asked.marks[f"{begun}*"] = 1.0
    if not found:
        return Query.empty_query()
    return Query.disjunction_max_query([Query.term_query(schema(), name, word) for word, _ in found])


def _word(searcher: Searcher, name: str, word: str, term: Term, asked: Asked | None) -> Query:
    found = spellings(searcher, name, word, term.exact or asked is None)
    if asked is not None:
        asked.marks |= {s.word: s.weight for s in found} or {word: 1.0}
        slip = next((s.word for s in found if s.slip), "")
        if slip and found[0].slip:
            asked.slips[term.text] = slip
        if not found and not may_have_two_slips(word):
            asked.unknown.append(term.text)
    if not found:
        two = may_have_two_slips(word) and asked is not None and not term.exact
        return Query.fuzzy_term_query(schema(), name, word, 2) if two else Query.empty_query()
    if asked is not None and not term.field:
        asked.lifts += [_best("headline", found, HEADLINE), _best("said", found, SAID)]
    return _best(name, found)


def _best(name: str, found: Sequence[Spelling], boost: float = 1.0) -> Query:
    """Make a query that scores a page by the best of the words."""
    terms = [(Query.term_query(schema(), name, s.word), s.weight * boost) for s in found]
    boosted = [Query.boost_query(query, weight) if weight != 1.0 else query for query, weight in terms]
    return boosted[0] if len(boosted) == 1 else Query.disjunction_max_query(boosted)


def _together(searcher: Searcher, words: list[str]) -> list[Query]:
    """Lift pages in which the words of the question stand together, all of them or each two neighbours.

    Two words that stand everywhere (`in the`) say nothing beside a rarer one, and to look for them together costs ten times
    what all else does.
    """
    if len(words) < 2:
        return []
    common = {word for word in words if _stands_everywhere(searcher, word)}
    neighbours = list(zip(words, words[1:], strict=False))
    telling = [pair for pair in neighbours if not common.issuperset(pair)] or neighbours
    pairs = [Query.phrase_query(schema(), "text", [a, b], slop=_SLOP) for a, b in telling]
    lifts = [Query.boost_query(query, TOGETHER / len(pairs)) for query in pairs[:8]]
    whole = Query.phrase_query(schema(), "headline", list(words[:12]), slop=_SLOP)
    return [*lifts, Query.boost_query(whole, TOGETHER_HEADLINE)]


def ask(searcher: Searcher, asked: Asked, limit: int, now: int, *, newest: bool = False) -> Answer:
    """Return the best pages (or the newest): those with all words, else those that lack one or more.

    ``now`` is in seconds since 1970. Without words to weigh, the newest come first. The index is gone through once, or once
    more for each word that may lack.
    """
    at = None if newest or not asked.wanted else now
    with guarded():
        lacking = 0
        hits, pages = _hits(searcher, asked.strict, limit, at)
        most = len(asked.wanted) // 2 if len(asked.wanted) >= _MAY_LACK else 0
        while pages < _HARDLY and lacking < most:
            lacking += 1
            hits, pages = _hits(searcher, asked.lacking(lacking), limit, at)
        return Answer(hits, pages, _stories(hits, pages), lacking)


def _stories(hits: Sequence[Hit], pages: int) -> int:
    """Count the stories of pages; where only the best are at hand, there are as many a page in all as among those."""
    at_hand = len({hit.group for hit in hits})
    return at_hand if pages <= len(hits) else round(at_hand * pages / max(len(hits), 1))


def _count(searcher: Searcher, query: Query) -> int:
    found: int = searcher.search(query, 1, count=True).count  # type: ignore[attr-defined]  # its stubs forget it
    return found


def among(searcher: Searcher, asked: Asked, documents: Sequence[str]) -> dict[str, Hit]:
    """Return which of some documents fulfil the conditions of a question, by id."""
    with guarded():
        some = Query.term_set_query(schema(), "id", list(documents))
        hits = _hits(searcher, _all([(_MUST, some), *asked.held]), len(documents), 0)[0]
        return {name: hit for hit, (name, _) in zip(hits, named(searcher, hits), strict=True)}


def named(searcher: Searcher, hits: Sequence[Hit]) -> list[tuple[str, str]]:
    """Return the ids of pages that were found, each with its story's."""
    with guarded():
        held = [searcher.doc(DocAddress(*hit.place)) for hit in hits]
        return [(str(one.get_first("id")), str(one.get_first("story"))) for one in held]


def count_stories(searcher: Searcher, asked: Asked, since: int) -> int:
    """Count the stories with a page for which a question holds, and that came at a time (seconds since 1970) or later."""
    with guarded():
        late = Query.range_query(schema(), "at", FieldType.Integer, since, 2**62)
        query = Query.boolean_query([(_MUST, asked.bare), (_MUST, late)])
        found = _count(searcher, query)
        return round(searcher.cardinality(query, "group")) if found else 0


def _hits(searcher: Searcher, query: Query, limit: int, now: int | None) -> tuple[list[Hit], int]:
    """Return the best pages, new ones lifted a little (where ``now`` is None, the newest), and how many there are in all."""
    answer: Any = searcher.search(query, max(limit, 1), count=True, order_by_field="at" if now is None else None)
    if not answer.hits:
        return [], answer.count
    places = [address for _, address in answer.hits]
    groups = searcher.fast_field_values("group", places)
    if now is None:
        scores = [1.0] * len(places)
    else:
        times = searcher.fast_field_values("at", places)
        scores = [score * _freshness(now, at) for (score, _), at in zip(answer.hits, times, strict=True)]
    some = zip(places, groups, scores, strict=True)
    hits = [Hit((p.segment_ord, p.doc), int(group or 0), score) for p, group, score in some]
    return (hits if now is None else sorted(hits, key=lambda hit: -hit.score))[:limit], answer.count


def _freshness(now: int, at: float | None) -> float:
    """Lift what came out in the last weeks: a tenth for today's, a twentieth for what is three weeks old."""
    days = max(now - (at or 0), 0) / 86_400
    return 1 + FRESH * 2 ** (-days / FRESH_DAYS)
