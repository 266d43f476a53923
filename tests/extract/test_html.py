"""A page becomes a document: body, parts, metadata, and every character accounted for."""

from datetime import UTC, datetime

import pytest

from firsthand.extract.assemble import assemble
from firsthand.extract.html.features import COLUMNS
from firsthand.extract.html.page import read_html
from firsthand.model.capture import make_capture
from firsthand.model.document import BlockKind, Document, Extraction, PartKind, Role
from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Precision
from firsthand.profiles.lexicon import load_lexicon
from tests.extract.pages import BODY, HEADLINE, LINKED, STANDFIRST, page, paragraphs

SEEN = datetime(2031, 5, 7, tzinfo=UTC)


def read(markup: str, lexicon: Lexicon | None = None) -> Extraction:
    capture = make_capture(markup.encode(), "https://elsincourier.example/coast/berth", SEEN, "text/html")
    reading, drafts, problems = read_html(capture, markup, lexicon or load_lexicon())
    return Extraction(capture.id, reading, tuple(assemble(capture, n, d) for n, d in enumerate(drafts)), problems)


def main(markup: str) -> Document:
    document = read(markup).main
    assert document is not None
    return document


def body(document: Document) -> tuple[str, ...]:
    return tuple(document.text[b.start : b.end] for b in document.blocks)


def test_the_body_is_the_body_and_nothing_else() -> None:
    assert body(main(page())) == BODY


def test_without_trees_the_rule_still_finds_the_body() -> None:
    document = read(page(), Lexicon()).main
    assert document is not None
    assert body(document) == BODY


def test_what_the_page_says_about_itself_is_kept() -> None:
    document = main(page())
    assert document.headline == HEADLINE
    assert document.words_of(PartKind.BYLINE) == ("Ida Falk", "Tomas Brenn")
    assert str(document.published) == "2031-05-06T14:40:00Z"
    assert str(document.updated) == "2031-05-06T16:05:00Z"
    assert document.outlet == "The Elsin Courier"
    assert document.url == "https://elsincourier.example/coast/berth"
    assert document.language == "en"
    assert document.words_of(PartKind.TOPIC) == ("ferries", "Port Elsin")
    assert document.words_of(PartKind.SECTION) == ("Coast",)


def test_the_standfirst_is_a_part_and_no_paragraph() -> None:
    assert main(page()).words_of(PartKind.STANDFIRST) == (STANDFIRST,)


def test_a_headline_repeated_above_the_body_is_not_body() -> None:
    document = main(page(f"<h2>{HEADLINE}</h2>" + paragraphs()))
    assert HEADLINE not in document.text


def test_captions_and_credits_are_parts() -> None:
    figure = (
        '<figure><img src="a.jpg"><figcaption>The northern berth at low tide. '
        '<span class="credit">Photo: Lena Moor/Elsin Press</span></figcaption></figure>'
    )
    document = main(page(figure + paragraphs()))
    assert document.words_of(PartKind.CAPTION) == ("The northern berth at low tide.",)
    assert document.words_of(PartKind.CREDIT) == ("Lena Moor/Elsin Press",)
    assert body(document) == BODY


def test_a_credit_in_brackets_is_told_from_its_caption() -> None:
    figure = "<figure><img src=a.jpg><figcaption>Ferries wait off the coast (Photo: Lena Moor)</figcaption></figure>"
    document = main(page(figure + paragraphs()))
    assert document.words_of(PartKind.CAPTION) == ("Ferries wait off the coast",)
    assert document.words_of(PartKind.CREDIT) == ("Lena Moor",)


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT ELSIN, May 6 (Reuters) -",
        "PORT ELSIN (AP) —",
        "Port Elsin (dpa) -",
        "PORT ELSIN:",
        "PORT ELSIN –",
        "PORT ALDEN, March 3 (Meridian Wire) -",
        "KESTREL BAY (NAP) —",
    ],
)
def test_a_dateline_is_split_off_the_first_paragraph(dateline: str) -> None:
    document = main(page(paragraphs((f"{dateline} {BODY[0]}", *BODY[1:]))))
    assert document.first(BlockKind.DATELINE) == dateline
    assert body(document)[1:] == BODY
    assert document.text.startswith(f"{dateline} {BODY[0]}")


@pytest.mark.parametrize(
    "opening",
    [
        "Meanwhile - nobody knew it -",
        "However, May (the month) is",
        "NATO is",
        "In 2019:",
        "Critics (Mayor Ostrin) said",
        "He (Ostrin) said -",
    ],
)
def test_a_sentence_is_no_dateline(opening: str) -> None:
    assert main(page(paragraphs((f"{opening} {BODY[0]}", *BODY[1:])))).first(BlockKind.DATELINE) is None


def test_key_points_are_bullets() -> None:
    points = "<div class=key-points><h2>Key points</h2><ul><li>Nine of forty pillars are cracked</li><li>Ferries move to the southern quay</li></ul></div>"
    document = main(page(before=points))
    assert document.words_of(PartKind.BULLET) == (
        "Nine of forty pillars are cracked",
        "Ferries move to the southern quay",
    )
    assert body(document) == BODY


def test_subheads_quotes_and_notes_are_told_apart() -> None:
    markup = (
        paragraphs(BODY[:3])
        + "<h2>A wall of ice boxes</h2>"
        + paragraphs(BODY[3:])
        + "<p>Reporting by Ida Falk; editing by Tomas Brenn</p>"
    )
    kinds = [block.kind for block in main(page(markup)).blocks]
    assert BlockKind.SUBHEAD in kinds
    assert kinds[-1] in (BlockKind.NOTE, BlockKind.PARAGRAPH)


def test_words_of_a_link_hint_are_cut_out_of_a_sentence() -> None:
    hinted = BODY[1].replace("last month", "last month, opens new tab")
    document = main(page(paragraphs((BODY[0], hinted, *BODY[2:]))))
    assert "opens new tab" not in document.text
    block = document.blocks[1]
    assert len(block.sources) == 2


def test_every_source_says_its_words_and_every_character_is_accounted_for() -> None:
    extraction = read(page())
    document = extraction.main
    assert document is not None
    covered = bytearray(len(extraction.reading))
    for block in document.blocks:
        said = "".join(source.of(extraction.reading) for source in block.sources)
        assert said == document.text[block.start : block.end]
    stretches = [s for held in (*document.blocks, *document.parts) for s in held.sources]
    for stretch in (*stretches, *document.drops):
        covered[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
    lost = [c for c, mark in zip(extraction.reading, covered, strict=True) if not mark and not c.isspace()]
    assert lost == []


def test_scripts_and_hidden_elements_are_not_read() -> None:
    reading = read(page(after="<div hidden>secret menu</div><div style='display:none'>unseen</div>")).reading
    assert "never shown" not in reading
    assert "secret menu" not in reading
    assert "unseen" not in reading


def test_an_article_hidden_behind_a_paywall_script_is_read() -> None:
    document = main(page(paragraphs(BODY[:2]) + f"<div hidden>{paragraphs(BODY[2:])}</div>"))
    assert BODY[-1] in document.text


def test_one_line_break_ends_a_long_sentence_and_not_a_short_one() -> None:
    document = main(page("<div>" + "<br>".join(BODY) + "</div>"))
    assert body(document) == BODY
    poem = read(page(paragraphs() + "<p>Cold tide<br>old tide<br>bold tide</p>"))
    assert "Cold tide old tide bold tide" in poem.reading


def test_an_initial_set_apart_is_joined_to_its_word() -> None:
    initial = f'<p><span class="drop-cap">T</span> {BODY[0][1:]}</p>'
    assert body(main(page(initial + paragraphs(BODY[1:])))) == BODY
    word = f'<p><span class="drop-cap">A</span> harbour council{BODY[0][19:]}</p>'
    assert main(page(word + paragraphs(BODY[1:]))).text.startswith("A harbour council")


def test_headlines_that_disagree_are_reported() -> None:
    linked = LINKED.replace(HEADLINE, "Ferry berth closed: what we know")
    extraction = read(page(linked=linked))
    assert "disagreement_headline" in [problem.code for problem in extraction.problems]


def test_publication_times_that_disagree_are_reported() -> None:
    head = '<meta property="article:published_time" content="2031-05-04T09:00:00Z">'
    assert "disagreement_published" in [problem.code for problem in read(page(head=head)).problems]


def test_a_day_says_that_it_is_only_a_day() -> None:
    published = main(page(linked=LINKED.replace("T16:40:00+02:00", ""))).published
    assert published is not None
    assert published.precision is Precision.DAY


def test_a_page_of_links_holds_no_article() -> None:
    links = "".join(f"<li><a href='/{n}'>Story number {n} about the harbour</a></li>" for n in range(60))
    assert read(f"<html><body><nav><ul>{links}</ul></nav></body></html>").documents == ()


def test_reading_is_deterministic() -> None:
    assert read(page()) == read(page())


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + "deep" + "</div>" * 50_000,
        "<p>" * 200_000,
        f'<div class="{"x " * 500_000}"><p>word</p></div>',
        "<ul><li>" * 30_000,
        "<table><tr><td>" * 5_000,
        "<a href=x>" * 40_000,
        "\x00\x01<html>\x00",
        "<!--" * 10_000,
        "<script type=application/ld+json>" + "[" * 100_000 + "</script><p>x</p>",
    ],
    ids=["deep", "paragraphs", "attribute", "lists", "tables", "links", "controls", "comments", "json"],
)
def test_hostile_markup_is_survived(markup: str) -> None:
    read(markup)


def test_the_entries_of_a_live_blog_are_documents_of_their_own() -> None:
    entries = [(f"Update {n}: pillar {n} of the berth is closed", BODY[n]) for n in range(4)]
    updates = ",".join(
        f'{{"headline": "{head}", "datePublished": "2031-05-06T1{n}:00:00Z", "articleBody": "{text}"}}'
        for n, (head, text) in enumerate(entries)
    )
    linked = f'{{"@type": "LiveBlogPosting", "headline": "{HEADLINE}", "liveBlogUpdate": [{updates}]}}'
    feed = "".join(f"<section><h3>{head}</h3><p>{text}</p></section>" for head, text in entries)
    extraction = read(page(paragraphs(BODY[4:]) + feed, linked=linked))
    items = [document for document in extraction.documents if document.role is Role.LIVE_ITEM]
    assert [item.headline for item in items] == [head for head, _ in entries]
    assert [item.text for item in items] == [text for _, text in entries]
    assert str(items[1].published) == "2031-05-06T11:00:00Z"
    assert extraction.main is not None
    assert BODY[0] not in extraction.main.text
    assert BODY[5] in extraction.main.text


def test_the_agency_of_the_dateline_is_the_credit() -> None:
    assert main(page(paragraphs((f"PORT ELSIN (AP) — {BODY[0]}", *BODY[1:])))).credit == "AP"


def test_the_agency_of_a_dateline_is_believed_by_its_form() -> None:
    document = main(page(paragraphs((f"PORT ALDEN, March 3 (Meridian Wire) - {BODY[0]}", *BODY[1:]))))
    assert document.first(BlockKind.DATELINE) == "PORT ALDEN, March 3 (Meridian Wire) -"


def test_the_trees_were_trained_on_the_columns_that_are_measured() -> None:
    trees = load_lexicon().trees
    assert trees is not None
    assert trees.columns == COLUMNS


@pytest.mark.parametrize(
    ("markup", "caption", "credit"),
    [
        (
            "<figcaption>Ferries at the quay. <small>Lena Moor/Elsin Press</small></figcaption>",
            "Ferries at the quay.",
            "Lena Moor/Elsin Press",
        ),
        (
            "<figcaption>Ferries at the quay <cite>Lena Moor</cite></figcaption>",
            "Ferries at the quay",
            "Lena Moor",
        ),
        ("<figcaption>Ferries at the quay. (Lena Moor)</figcaption>", "Ferries at the quay.", "Lena Moor"),
        ("<figcaption>Ferries at the quay | Lena Moor/AFP</figcaption>", "Ferries at the quay", "Lena Moor/AFP"),
        ("<figcaption>Ferries at the quay Photo: Lena Moor</figcaption>", "Ferries at the quay", "Lena Moor"),
        (
            "<figcaption>Ferries at the quay. Getty Images/Moor</figcaption>",
            "Ferries at the quay.",
            "Getty Images/Moor",
        ),
        (
            "<figcaption><span class=img-source>Getty Images/Moor</span></figcaption>",
            None,
            "Getty Images/Moor",
        ),
        ("<figcaption>Ferries (left) and a <em>tug</em> at the quay.</figcaption>", None, None),
    ],
)
def test_a_credit_is_told_from_its_caption_by_markup_and_signs(
    markup: str, caption: str | None, credit: str | None
) -> None:
    document = main(page(f"<figure><img src=a.jpg>{markup}</figure>" + paragraphs()))
    assert document.words_of(PartKind.CREDIT) == ((credit,) if credit else ())
    if caption:
        assert document.words_of(PartKind.CAPTION) == (caption,)


def test_a_caption_beside_a_picture_needs_no_figure() -> None:
    beside = "<div><div><img src=a.jpg></div><div>Ferries at the quay. <span>© Lena Moor</span></div></div>"
    document = main(page(beside + paragraphs()))
    assert document.words_of(PartKind.CAPTION) == ("Ferries at the quay.",)
    assert document.words_of(PartKind.CREDIT) == ("Lena Moor",)
