"""Feeds: bytes in, a `Feed` out, and which of its entries are new. Pure: no network, no clock.

The doors are `read_source`, for whatever an address gives that has entries, and `read_feed`, for feeds alone;
`identity.match` says which entries are known.
"""

from firsthand.capture.feeds.reading import read_feed, read_source

__all__ = ["read_feed", "read_source"]
