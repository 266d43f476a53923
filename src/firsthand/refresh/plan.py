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


#: Of the places for what failed last time, so many are filled before anything else: it must have its turn, too.
_KEPT_FREE = 8


class Plan:
    """Tasks by host, and which are under way. What is in hand is not taken in a second time.

    What failed when it was asked last waits in a line of its own: it may hang again, and must keep nothing waiting that
    did not.
    """

    def __init__(self) -> None:
        self._good, self._doubtful = _Line(), _Line()
        self._in_hand: set[str] = set()
        self._under_way = self._doubtful_under_way = 0

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
        return [*self._good.hosts, *self._doubtful.hosts]

    def add(self, task: Task) -> bool:
        """Take a task in, unless it is in hand."""
        if task.id in self._in_hand:
            return False
        self._in_hand.add(task.id)
        (self._doubtful if task.doubtful else self._good).add(task)
        return True

    def next(self, has_room: Callable[[str], bool], most_doubtful: int) -> Task | None:
        """Hand out a task of the next host that has room; of those that failed last time, so many at once at most."""
        lines = [self._good, self._doubtful]
        if self._doubtful_under_way < most_doubtful // _KEPT_FREE:
            lines.reverse()
        elif self._doubtful_under_way >= most_doubtful:
            lines.remove(self._doubtful)
        task = next((found for line in lines if (found := line.next(has_room))), None)
        if task is not None:
            self._under_way += 1
            self._doubtful_under_way += task.doubtful
        return task

    def done(self, task: Task) -> None:
        """Take note that a task came back, and was written down."""
        self._in_hand.discard(task.id)
        self._under_way -= 1
        self._doubtful_under_way -= task.doubtful

    def drop(self, kind: str) -> None:
        """Forget the waiting tasks of a kind: its budget is spent."""
        for line in (self._good, self._doubtful):
            self._in_hand.difference_update(task.id for task in line.drop(kind))


class _Line:
    """Tasks that wait; hosts take turns."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Task]] = {}
        self._hosts: deque[str] = deque()

    @property
    def hosts(self) -> list[str]:
        return [host for host, queue in self._waiting.items() if queue]

    def add(self, task: Task) -> None:
        if task.host not in self._waiting:
            self._waiting[task.host] = deque()
            self._hosts.append(task.host)
        self._waiting[task.host].append(task)

    def next(self, has_room: Callable[[str], bool]) -> Task | None:
        for _ in range(len(self._hosts)):
            host = self._hosts[0]
            queue = self._waiting[host]
            if not queue:
                self._hosts.popleft()
                del self._waiting[host]
                continue
            self._hosts.rotate(-1)
            if has_room(host):
                return queue.popleft()
        return None

    def drop(self, kind: str) -> list[Task]:
        dropped = [task for queue in self._waiting.values() for task in queue if task.kind == kind]
        if dropped:
            self._waiting = {h: deque(t for t in queue if t.kind != kind) for h, queue in self._waiting.items()}
        return dropped
