"""The picture that stands for the article, with its caption and credit.

Address: JSON-LD image | og:image | twitter:image. Caption and credit: JSON-LD of the same image | the first caption and
the first credit that the page shows above the running text.
"""

from typing import Any

from firsthand.extract.assemble import Piece
from firsthand.extract.html import jsonld
from firsthand.extract.html.terms import complete
from firsthand.model.document import BlockKind, Image, PartKind

_METAS = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")


def read_lead_image(
    items: list[jsonld.Item], metas: dict[str, list[str]], article: jsonld.Item, url: str | None
) -> Image | None:
    """Return what the page's metadata says of its lead image; None when it names none."""
    value: Any = jsonld.resolve(items, article.get("image"))
    first = value[0] if isinstance(value, list) and value else value
    said = [*jsonld.texts(first, "url", "contentUrl"), *(text for name in _METAS for text in metas.get(name, []))]
    address = next((text for text in (complete(text, url) for text in said) if text.startswith("http")), None)
    if address is None:
        return None
    described = first if isinstance(first, dict) else {}
    credit = [text for key in ("creditText", "author", "creator") for text in jsonld.texts(described.get(key))]
    caption = jsonld.texts(described.get("caption"))
    return Image(address, next(iter(caption), None), next(iter(credit), None))


def as_shown(image: Image | None, pieces: list[Piece]) -> Image | None:
    """Complete a lead image by what the page shows above the running text."""
    if image is None:
        return None
    top = next((p.sources[0].start for p in pieces if isinstance(p.kind, BlockKind) and p.sources), 0)

    def first(kind: PartKind) -> str | None:
        return next((p.text for p in pieces if p.kind is kind and p.sources and p.sources[0].start < top), None)

    return Image(image.url, image.caption or first(PartKind.CAPTION), image.credit or first(PartKind.CREDIT))
