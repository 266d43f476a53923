"""How many large bodies may be in memory at once, over the whole process.

A fleet reads with hundreds of threads, and a body may have 15 MB. Small ones need no leave; one that passes a megabyte
waits for one of a few places, within its own time. A place is given back when whoever holds the body lets go of it.
"""

import ctypes
from contextlib import suppress
from functools import cache
from queue import Empty, SimpleQueue

from firsthand.model.errors import UnreachableAddress

#: A body up to here needs no place.
LARGE_BYTES = 1_000_000
_PLACES = 6
#: mallopt's M_MMAP_THRESHOLD, and above which size memory that is freed goes back to the system at once.
_MMAP_THRESHOLD, _BACK_BYTES = -3, 4_000_000


class Room:
    """A few places for large bodies. Its queue may be put to from anywhere, a destructor included."""

    def __init__(self, places: int = _PLACES) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(places):
            self._free.put(None)

    def place(self) -> "Place":
        """Return a place that is not taken yet."""
        return Place(self._free)


class Place:
    """A place that one request may take, once, and gives back, once."""

    def __init__(self, free: "SimpleQueue[None]") -> None:
        self._free = free
        self.taken = False

    def take(self, within: float) -> None:
        """Wait for a place for so many seconds. Raises `UnreachableAddress` (``busy``)."""
        if self.taken:
            return
        try:
            self._free.get(timeout=within)
        except Empty:
            raise UnreachableAddress(
                "busy", "too many large pages are being read at once.", "Try again later."
            ) from None
        self.taken = True
        _give_memory_back()

    def hand_on(self) -> "Place":
        """Return a place that is taken instead of this one, which no longer is."""
        heir = Place(self._free)
        heir.taken, self.taken = self.taken, False
        return heir

    def give_back(self) -> None:
        """Let somebody else have it."""
        if self.taken:
            self.taken = False
            self._free.put(None)


@cache
def _give_memory_back() -> None:
    """Have the C library return large blocks when they are freed.

    glibc learns from the first one to keep them, for each thread's arena: six bodies at once, read by 256 threads in turn,
    then cost 520 MiB instead of 170. Other libraries have no such function, and no such habit.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _BACK_BYTES)


#: That of the process.
ROOM = Room()
