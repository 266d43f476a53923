"""What is asked for next: what is due, spread over hosts, so that a slow one holds up nobody else.

Pure book-keeping in memory: the plan itself is in the store, and this is made again from it after a restart.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Task:
    """Something to ask for: a source or a page, by its id, at a host. ``doubtful``: it failed when it was asked last."""

    kind: Literal["source", "first", "again"]
    id: str
    host: str
    doubtful: bool = False


class Plan:
    """Tasks by host, and which are under way. What is in hand is not taken in a second time."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Task]] = {}
        self._hosts: deque[str] = deque()
        self._in_hand: set[str] = set()
        self._under_way = 0
        self._doubtful = 0

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._in_hand) - self._under_way

    @property
    def under_way(self) -> int:
        """How many were handed out and did not come back."""
        return self._under_way

    @property
    def hosts(self) -> list[str]:
        """The hosts that something waits for."""
        return [host for host, queue in self._waiting.items() if queue]

    def add(self, task: Task) -> bool:
        """Take a task in, unless it is in hand."""
        if task.id in self._in_hand:
            return False
        self._in_hand.add(task.id)
        if task.host not in self._waiting:
            self._waiting[task.host] = deque()
            self._hosts.append(task.host)
        self._waiting[task.host].append(task)
        return True

    def next(self, has_room: Callable[[str], bool], most_doubtful: int) -> Task | None:
        """Hand out a task of the next host that has room; of those that failed last time, so many at once at most."""
        for _ in range(len(self._hosts)):
            host = self._hosts[0]
            queue = self._waiting[host]
            if not queue:
                self._hosts.popleft()
                del self._waiting[host]
                continue
            self._hosts.rotate(-1)
            if (queue[0].doubtful and self._doubtful >= most_doubtful) or not has_room(host):
                continue
            task = queue.popleft()
            self._under_way += 1
            self._doubtful += task.doubtful
            return task
        return None

    def done(self, task: Task) -> None:
        """Take note that a task came back, and was written down."""
        self._in_hand.discard(task.id)
        self._under_way -= 1
        self._doubtful -= task.doubtful

    def drop(self, kind: str) -> None:
        """Forget the waiting tasks of a kind: its budget is spent."""
        for host, queue in self._waiting.items():
            for task in [task for task in queue if task.kind == kind]:
                self._in_hand.discard(task.id)
            self._waiting[host] = deque(task for task in queue if task.kind != kind)
