"""What long work looks at and tells: the sign to stop, and how far it is."""

from collections.abc import Callable
from typing import Protocol

#: Told (phase, pieces done, pieces in all or None).
Progress = Callable[[str, int, int | None], None]


class StopSign(Protocol):
    """What tells a worker to stop: a threading.Event, or one of another kind of process."""

    def is_set(self) -> bool:
        """Say whether to stop."""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the sign."""
        ...
