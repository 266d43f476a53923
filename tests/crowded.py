"""Tasks for processes that tests start: functions of a module, since they are found there by name."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def write_and_wait(folder: str, ready: Callable[[], None]) -> None:
    """Leave the number of this process, and wait until told to stop."""
    (Path(folder) / str(os.getpid())).touch()
    ready()
    time.sleep(60)


def die(folder: str, ready: Callable[[], None]) -> None:
    """Leave the number of this process, and end badly."""
    (Path(folder) / str(os.getpid())).touch()
    os._exit(3)


def watch_over(folder: str) -> None:
    """Run two processes until interrupted; meant for a process that a test kills."""
    from functools import partial

    from firsthand import crowd

    crowd.run(partial(write_and_wait, folder), 2, lambda: (Path(folder) / "ready").touch())
