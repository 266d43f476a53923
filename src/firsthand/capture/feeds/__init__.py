"""Feeds: bytes in, a `Feed` out, and which of its entries are new. Pure: no network, no clock.

The door is `read_feed`; `identity.match` says which entries are known.
"""

from firsthand.capture.feeds.reading import read_feed

__all__ = ["read_feed"]
