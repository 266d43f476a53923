"""Markup becomes a tree, once, safely: no network, no entities from outside, no huge nodes."""

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring


def parse_page(markup: str) -> HtmlElement | None:
    """Parse ``markup``; None when there is nothing in it that a parser could call a document."""
    parser = HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_pis=True, recover=True)
    data = markup.replace("\x00", "").encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
