"""Where the pages of people, organisations, places, topics and outlets are: by kind and name. Pure."""

from functools import lru_cache

from firsthand.model.shelf import entity_id

#: The kinds that have pages; unnamed people have none.
KINDS = frozenset({"person", "organisation", "place", "topic", "outlet"})


@lru_cache(maxsize=8192)
def entity_page(kind: str, name: str) -> str:
    """Return the address of the page of somebody or something named; empty where its kind has none.

    >>> entity_page("person", "Ada Quill") == entity_page("person", "ADA QUILL")
    True
    >>> entity_page("anonymous", "three officials")
    ''
    """
    return f"/{kind}/{entity_id(kind, name)}" if kind in KINDS and name else ""
