"""One page: flatten, read what it says about itself, choose the body, name the parts, account for the rest."""

from firsthand.extract.assemble import Draft, Facts, Piece
from firsthand.extract.html.metadata import Metadata, read_metadata
from firsthand.extract.html.names import Zone
from firsthand.extract.html.prose import FOREIGN, container, measure
from firsthand.extract.html.reading import Page, read_tree
from firsthand.extract.html.tree import parse_page
from firsthand.model.capture import Capture
from firsthand.model.document import BlockKind, Drop, PartKind, Problem, Role
from firsthand.model.lexicon import Lexicon


def read_html(capture: Capture, markup: str, lexicon: Lexicon) -> tuple[str, tuple[Draft, ...], tuple[Problem, ...]]:
    """Return the page's reading, its drafts (main first) and what was odd."""
    root = parse_page(markup)
    if root is None:
        return "", (), ()
    page = read_tree(root)
    metadata = read_metadata(page, capture.url, lexicon)
    shape = measure(page)
    frame = container(page, shape)
    pieces = _metadata_pieces(metadata)
    drops = []
    for line, weight, zone in zip(page.lines, shape.weights, shape.zones, strict=True):
        inside = frame is not None and frame in line.frame.chain()
        if inside and (weight or (not zone & FOREIGN and line.link_share < 0.5)):
            kind = BlockKind.SUBHEAD if Zone.HEADING in zone else BlockKind.PARAGRAPH
            pieces.append(Piece(kind, line.text, (line.range,), "container"))
        else:
            drops.append(Drop(line.start, line.end, "furniture"))
    if not any(piece.kind is BlockKind.PARAGRAPH for piece in pieces):
        return page.reading, (), tuple(metadata.problems)
    return page.reading, (Draft(Role.MAIN, tuple(pieces), tuple(drops), _facts(metadata)),), tuple(metadata.problems)


def _metadata_pieces(metadata: Metadata) -> list[Piece]:
    pieces = []
    if metadata.headline:
        pieces.append(Piece(PartKind.HEADLINE, metadata.headline.value, (), metadata.headline.given_by))
    pieces += [Piece(PartKind.BYLINE, name.value, (), name.given_by) for name in metadata.bylines]
    pieces += [Piece(PartKind.TOPIC, topic.value, (), topic.given_by) for topic in metadata.topics]
    return pieces


def _facts(metadata: Metadata) -> Facts:
    return Facts(
        headline=metadata.headline.value if metadata.headline else "",
        outlet=metadata.outlet.value if metadata.outlet else None,
        url=metadata.url,
        published=metadata.published.value if metadata.published else None,
        updated=metadata.updated.value if metadata.updated else None,
        language=metadata.language,
    )
