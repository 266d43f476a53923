"""What counts as a source, from pages to the number: copies, citing, partial copies, chains and circles of them."""

from itertools import permutations

from firsthand.model.document import Document
from firsthand.model.independence import evidence
from firsthand.model.story import Dependence, Lineage, Member, Reason, Relation, Story
from firsthand.profiles.lexicon import load_lexicon
from firsthand.resolve.cites import cites
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from firsthand.thread.stories import make_stories
from tests.made import OTHER, STRIKE, at, document

LEXICON = load_lexicon()
OWN = document(*STRIKE, url="https://harbourpost.example/a", outlet="The Harbour Post", published=at(3, 9))
RETOLD = (
    "Work in the harbour of Port Alden begins again, the Harbour Post reported on Tuesday.",
    "More than eight hundred members of the union were in favour of it, according to the Harbour Post.",
)


def story(*pages: Document) -> Story:
    known = {p.id: p for p in pages}
    links = [k for i, a in enumerate(pages) for b in pages[i + 1 :] if (k := relate(a, b, LEXICON))]
    made = lineages(known, links, LEXICON)
    (one,) = make_stories(made, known, [frozenset(x.id for x in made)])
    return one


def cited(page: Document) -> list[tuple[str, bool]]:
    return [(c.name, c.alone) for c in cites(page, LEXICON)]


def test_a_page_that_only_cites_another_adds_no_source() -> None:
    retold = document(*RETOLD, url="https://two.example/b", outlet="Two")
    found = story(OWN, retold)
    assert (len(found.lineages), found.independent_sources) == (2, 1)
    (dependence,) = found.dependences
    assert (dependence.document, dependence.relation) == (retold.id, Relation.CITES)
    span = dependence.reason.spans[0]
    assert "Harbour Post reported" in retold.text[span.start : span.end]


def test_pages_that_only_cite_one_absent_outlet_are_one_source() -> None:
    one = document(*RETOLD, url="https://two.example/b", outlet="Two")
    two = document(*OTHER, *RETOLD[1:], url="https://three.example/b", outlet="Three")
    both = document("Boats sail, the Harbour-Post reported.", url="https://four.example/b", outlet="Four")
    assert story(one, both).independent_sources == 1
    assert story(one, two, both).independent_sources == 2


def test_a_page_that_cites_and_reports_itself_is_a_source() -> None:
    spoke = document(*RETOLD, "A docker told Two that he would be there.", url="https://two.example/b", outlet="Two")
    quoted = document(
        *RETOLD, *OTHER, '"I shall be there before the sun is up," a docker said.', url="https://two.example/b"
    )
    assert cited(spoke) == [("Harbour Post", False)]
    assert cited(quoted) == [("Harbour Post", False)]
    assert story(OWN, spoke).independent_sources == 2


def test_who_is_named_in_passing_is_not_the_source() -> None:
    page = document(*OTHER, "The union told the Harbour Post that it was content.", url="https://two.example/b")
    assert cited(page) == [("Harbour Post", False)]


def test_an_office_that_reported_something_is_no_outlet() -> None:
    page = document("The Port Authority reported a loss.", url="https://two.example/b")
    assert [(c.name, c.known) for c in cites(page, LEXICON)] == [("Port Authority", False)]
    assert not story(page, OWN).dependences


def test_the_first_of_several_sources_is_led_back_to() -> None:
    chain = (
        "The ferries sail, the Daily Sun said. It was first reported by the Harbour Post, according to the Daily Sun."
    )
    page = document(chain, url="https://two.example/b", outlet="Two")
    assert [d.name for d in story(page, OWN).dependences] == ["Harbour Post"]


def test_the_count_does_not_depend_on_the_order() -> None:
    pages = (
        OWN,
        document(*RETOLD, url="https://two.example/b", outlet="Two"),
        document(*OTHER, url="https://four.example/d", outlet="Four"),
    )
    assert len({str(story(*order)) for order in permutations(pages)}) == 1


def _leans(name: str, on: str | None, outlet: str = "The Sun") -> Dependence:
    return Dependence(name, f"doc_{name}", on, outlet, Relation.CITES, Reason("cites", "cites it"))


def _sources(*leaning: Dependence) -> list[str]:
    """Return the sources of three lineages that lean on one another like this, each as the last letters of its nodes."""
    made = tuple(Lineage(name, (f"doc_{name}",), f"doc_{name}") for name in "abc")
    members = tuple(Member(f"doc_{name}", name, Relation.INDEPENDENT, None) for name in "abc")
    found = evidence(Story("sto", "x", made, members, dependences=leaning))
    return ["+".join(sorted(node[-1] for node in together)) for together in found.sources]


def test_lineages_that_cite_one_another_in_a_circle_are_one_source() -> None:
    assert _sources(_leans("a", "b"), _leans("b", "a")) == ["a+b", "c"]


def test_a_chain_is_one_source_with_the_absent_outlet_at_its_end() -> None:
    assert _sources(_leans("a", "b"), _leans("b", None), _leans("c", None, "the sun")) == ["a+b+c+n"]


def test_who_cites_different_absent_outlets_stays_apart() -> None:
    assert _sources(_leans("a", None), _leans("b", None, "The Star")) == ["a+n", "b+r", "c"]
