"""A picture that a page shows, as bytes that a browser may be given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """``content`` is of the kind ``media_type``, ``width`` by ``height`` pixels as its head says."""

    content: bytes
    media_type: str
    width: int
    height: int
