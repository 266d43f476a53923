"""Whole articles below the page's own become documents; teasers, reviews, comments and inner headings do not."""

from datetime import UTC, datetime

import pytest

from firsthand.extract.assemble import assemble
from firsthand.extract.html.page import read_html
from firsthand.model.capture import make_capture
from firsthand.model.document import Document, Extraction, PartKind, Role
from firsthand.profiles.lexicon import load_lexicon
from tests.extract.pages import BODY, page, paragraphs

SEEN = datetime(2031, 5, 7, 12, 0, tzinfo=UTC)
OTHER = (
    "Herring landed at the outer islands cost a third more this spring than last, the fish auction at Skarn said on Monday.",
    "Boats stayed in port for nineteen days in March because of storms, and the fleet has shrunk to forty hulls in ten years.",
    "“A crate that went for ninety crowns now goes for a hundred and twenty,” said auctioneer Ulla Brandt, who opens the sale.",
    "Smokehouses on the mainland say that they will pass the price on to their customers before the summer season begins.",
    "The ministry expects the catch to recover in June, when the quota for the northern grounds is raised by a tenth again.",
)
THIRD = tuple(text.replace("Herring", "Cod").replace("crowns", "marks").replace("Monday", "Friday") for text in OTHER)


def read(markup: str) -> Extraction:
    capture = make_capture(markup.encode(), "https://elsincourier.example/coast/berth", SEEN, "text/html")
    reading, drafts, problems = read_html(capture, markup, load_lexicon())
    return Extraction(capture.id, reading, tuple(assemble(capture, n, d) for n, d in enumerate(drafts)), problems)


def related(extraction: Extraction) -> list[Document]:
    return [document for document in extraction.documents if document.role is Role.RELATED]


def card(heading: str, texts: tuple[str, ...], outlet: str = "Straits Ledger", age: str = "3 hours ago") -> str:
    return (
        f"<div class=card><div><span>{outlet}</span> <div>{age}</div></div><h3>{heading}</h3>{paragraphs(texts)}</div>"
    )


def test_cards_with_outlet_age_headline_and_text_are_documents() -> None:
    extraction = read(
        page(
            after="<h2>Elsewhere</h2>"
            + card("Herring grows dearer on the outer islands", OTHER)
            + card("Cod grows dearer on the inner islands", THIRD, "Fjord Post", "vor 2 Tagen")
        )
    )
    first, second = related(extraction)
    assert (first.headline, first.outlet) == ("Herring grows dearer on the outer islands", "Straits Ledger")
    assert first.words_of(PartKind.PUBLISHED) == ("3 hours ago",)
    assert str(first.published) == "2031-05-07T09:00Z"
    assert first.text == "\n\n".join(OTHER)
    assert (second.outlet, str(second.published)) == ("Fjord Post", "2031-05-05")
    assert extraction.main is not None
    assert extraction.main.text == "\n\n".join(BODY)


def test_the_next_article_of_an_endless_page_is_a_document() -> None:
    following = (
        "<article><h1>Herring grows dearer on the outer islands</h1><p class=byline>By Ulla Sund</p>"
        f"<time datetime='2031-05-05T08:00:00Z'>May 5</time>{paragraphs(OTHER)}</article>"
    )
    extraction = read(page(after="").replace("</article></main>", f"</article>{following}</main>"))
    (document,) = related(extraction)
    assert document.words_of(PartKind.BYLINE) == ("By Ulla Sund",)
    assert document.outlet == "The Elsin Courier"
    assert str(document.published) == "2031-05-05T08:00:00Z"
    assert document.text == "\n\n".join(OTHER)
    assert extraction.main is not None
    assert extraction.main.text == "\n\n".join(BODY)


def test_an_article_may_have_its_standfirst_and_picture_above_its_byline() -> None:
    following = (
        "<article><p>Islands</p><h1>Herring grows dearer on the outer islands</h1>"
        f"<p>{OTHER[4]}</p><figure><img src=a.jpg><figcaption>Herring at the auction of Skarn.</figcaption></figure>"
        f"<p class=byline>By Ulla Sund</p><time datetime='2031-05-05T08:00:00Z'>May 5</time>{paragraphs(OTHER)}</article>"
    )
    extraction = read(page(after="").replace("</article></main>", f"</article>{following}</main>"))
    (document,) = related(extraction)
    assert document.outlet == "The Elsin Courier"
    assert document.words_of(PartKind.STANDFIRST) == (OTHER[4],)
    assert document.words_of(PartKind.CAPTION) == ("Herring at the auction of Skarn.",)
    assert document.words_of(PartKind.BYLINE) == ("By Ulla Sund",)
    assert document.text == "\n\n".join(OTHER)


def test_heads_set_flat_are_believed_when_they_repeat() -> None:
    def flat(heading: str, texts: tuple[str, ...]) -> str:
        return f"<p>Straits Ledger</p><p>May 5, 2031</p><h3>{heading}</h3>{paragraphs(texts)}"

    one = flat("Herring grows dearer on the outer islands", OTHER)
    two = one + flat("Cod grows dearer on the inner islands", THIRD)
    assert related(read(page(paragraphs() + one))) == []
    assert [d.text for d in related(read(page(paragraphs() + two)))] == ["\n\n".join(OTHER), "\n\n".join(THIRD)]


@pytest.mark.parametrize(
    "below",
    [
        card("Herring grows dearer on the outer islands", OTHER[:1]),
        card("Herring grows dearer on the outer islands", (*OTHER[:4], OTHER[4][:80] + "…")),
        f"<h3>Herring grows dearer on the outer islands</h3>{paragraphs(OTHER)}",
        f"<section class=comments>{card('Herring grows dearer on the islands', OTHER)}</section>",
        f"<section class=customer-reviews>{card('Herring grows dearer on the islands', OTHER)}</section>",
        f"<section class=live-blog>{card('Herring grows dearer on the islands', OTHER)}</section>",
    ],
    ids=["teaser", "excerpt", "no time and name", "comment", "review", "live"],
)
def test_what_is_no_article_is_no_document(below: str) -> None:
    assert related(read(page(after=below))) == []


def test_the_pages_own_head_is_not_glued_in() -> None:
    own = "<h2>Cracked pillars force the hand of the council</h2><p>The Elsin Courier</p><p>May 6, 2031</p>"
    assert related(read(page(own + paragraphs()))) == []


def test_every_character_of_a_page_with_several_articles_is_accounted_for() -> None:
    extraction = read(page(after=card("Herring grows dearer on the outer islands", OTHER)))
    covered = bytearray(len(extraction.reading))
    for document in extraction.documents:
        stretches = [s for held in (*document.blocks, *document.parts) for s in held.sources]
        for stretch in (*stretches, *document.drops):
            assert not any(covered[stretch.start : stretch.end])
            covered[stretch.start : stretch.end] = b"\1" * len(range(stretch.start, stretch.end))
    assert not [c for c, mark in zip(extraction.reading, covered, strict=True) if not mark and not c.isspace()]
