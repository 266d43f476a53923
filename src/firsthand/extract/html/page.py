"""One page: flatten, read what it says about itself, choose the body, name the parts, account for the rest."""

from firsthand.extract.assemble import Draft, Facts, Piece
from firsthand.extract.html.choose import TOO_DEEP, choose_body, second_thoughts
from firsthand.extract.html.features import Evidence, measure_lines
from firsthand.extract.html.glued import Glued, glued_articles
from firsthand.extract.html.judge import judge_lines
from firsthand.extract.html.label import label_lines
from firsthand.extract.html.lead_image import as_shown
from firsthand.extract.html.live import live_items
from firsthand.extract.html.metadata import Metadata, read_metadata
from firsthand.extract.html.phrases import Phrases, compile_phrases
from firsthand.extract.html.profiled import correct_metadata, keep_by_profile
from firsthand.extract.html.reading import read_tree
from firsthand.extract.html.tree import parse_page
from firsthand.model.capture import Capture
from firsthand.model.document import BlockKind, PartKind, Problem, Role
from firsthand.model.lexicon import Lexicon

#: A page with less running text than this holds no article.
_SHORTEST_ARTICLE = 60


def read_html(capture: Capture, markup: str, lexicon: Lexicon) -> tuple[str, tuple[Draft, ...], tuple[Problem, ...]]:
    """Return the page's reading, its drafts (main first) and what was odd."""
    root = parse_page(markup)
    if root is None:
        return "", (), ()
    page = read_tree(root)
    phrases = compile_phrases(lexicon)
    metadata = read_metadata(page, capture.url, lexicon)
    known = correct_metadata(page, capture, metadata, lexicon)
    if page.depth >= TOO_DEEP:
        metadata.problems.append(
            Problem("too_deep", f"Elements nest {page.depth} levels deep; what lies below is lost.")
        )
    outlet = metadata.outlet.value if metadata.outlet else None
    glued = glued_articles(page, metadata.headlines, phrases, lexicon, capture.seen_at, outlet, metadata.language)
    if metadata.live_items:
        glued = Glued()
    choice = choose_body(page, markup, glued.lines)
    evidence = Evidence(
        metadata.headlines,
        metadata.descriptions,
        metadata.body,
        choice.resiliparse,
        phrases,
        metadata.news,
        metadata.published is not None,
    )
    kept = judge_lines(page, measure_lines(page, choice.shape, choice.frame, evidence), lexicon)
    choice, kept = keep_by_profile(page, choice, kept, known)
    choice, kept = second_thoughts(page, choice, kept)
    live = live_items(page, kept, metadata.live_items, metadata.language, outlet)
    elsewhere = live.lines | glued.lines
    kept = [keep and line.index not in elsewhere for line, keep in zip(page.lines, kept, strict=True)]
    labelled = label_lines(page, choice, kept, metadata, phrases, elsewhere)
    size = sum(len(piece.text) for piece in labelled.pieces if isinstance(piece.kind, BlockKind))
    if size < _SHORTEST_ARTICLE and not live.drafts:
        return page.reading, (), tuple(metadata.problems)
    pieces = with_metadata(labelled.pieces, metadata)
    draft = Draft(Role.MAIN, tuple(pieces), tuple(labelled.drops), _facts(metadata, pieces, phrases))
    return page.reading, (draft, *live.drafts, *glued.drafts), tuple(metadata.problems)


def with_metadata(pieces: list[Piece], metadata: Metadata) -> list[Piece]:
    """Put what the metadata says in place of what stands on the page, and keep the places where it stands."""
    replaced = (PartKind.HEADLINE, PartKind.BYLINE)
    places = {kind: tuple(s for p in pieces if p.kind is kind for s in p.sources) for kind in replaced}
    head: list[Piece] = []
    if metadata.headline:
        head.append(
            Piece(PartKind.HEADLINE, metadata.headline.value, places[PartKind.HEADLINE], metadata.headline.given_by)
        )
    for n, name in enumerate(metadata.bylines):
        head.append(Piece(PartKind.BYLINE, name.value, places[PartKind.BYLINE] if n == 0 else (), name.given_by))
    for kind, found in ((PartKind.PUBLISHED, metadata.published), (PartKind.UPDATED, metadata.updated)):
        if found:
            head.append(Piece(kind, str(found.value), (), found.given_by))
    if metadata.outlet:
        head.append(Piece(PartKind.OUTLET, metadata.outlet.value, (), metadata.outlet.given_by))
    if metadata.section:
        head.append(Piece(PartKind.SECTION, metadata.section.value, (), metadata.section.given_by))
    tail = [Piece(PartKind.TOPIC, topic.value, (), topic.given_by) for topic in metadata.topics]
    told = {p.kind for p in head}
    kept = [p for p in pieces if not (p.kind in replaced and p.kind in told)]
    return [*head, *kept, *tail]


def _facts(metadata: Metadata, pieces: list[Piece], phrases: Phrases) -> Facts:
    shown = next((piece.text for piece in pieces if piece.kind is PartKind.HEADLINE), "")
    return Facts(
        headline=metadata.headline.value if metadata.headline else shown,
        outlet=metadata.outlet.value if metadata.outlet else None,
        url=metadata.url,
        published=metadata.published.value if metadata.published else None,
        updated=metadata.updated.value if metadata.updated else None,
        language=metadata.language,
        credit=_agency(pieces, metadata, phrases),
        amp=metadata.terms.amp,
        syndicated_from=metadata.terms.syndicated_from,
        paywall=metadata.terms.paywall,
        licence=metadata.terms.licence,
        image=as_shown(metadata.image, pieces),
    )


def _agency(pieces: list[Piece], metadata: Metadata, phrases: Phrases) -> str | None:
    """Return the wire agency that the article is credited to: in its dateline, its byline or its last lines, in this order."""
    datelines = [piece.text for piece in pieces if piece.kind is BlockKind.DATELINE]
    notes = [piece.text for piece in pieces if piece.kind is BlockKind.NOTE]
    for text in (*datelines, *(name.value for name in metadata.bylines), *notes[-2:]):
        found = phrases.agency_in(text)
        if found:
            return found
    return None
