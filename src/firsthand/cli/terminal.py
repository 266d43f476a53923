"""What reaches the terminal: clean text, one line a problem, a progress bar for a person, quiet ends.

Pages are written by strangers: no control character of theirs may reach a terminal, where it would be a command.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

import typer

from firsthand.model.errors import FirsthandError

if TYPE_CHECKING:
    from rich import progress as bars

    from firsthand.contract import ProblemOut
    from firsthand.intake import Reading

#: Shorter work shows no bar: it would only flicker.
_PATIENCE_SECONDS = 0.7
#: How often to say how far a long reading is where no bar is seen.
_SECONDS_A_LINE = 60.0
#: Set to see where a fault of the program comes from.
_TRACE = "FIRSTHAND_TRACE"

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 8206, 8207, *range(8234, 8239)))
_CONTROLS |= dict.fromkeys(range(8294, 8298))
_UNSAFE: dict[int, str | None] = {**_CONTROLS, 9: " ", 10: " ", 13: " ", 0x85: " ", 0x2028: " ", 0x2029: " "}


def clean(text: str) -> str:
    """Make one safe line of any text: no control characters, no direction overrides, nothing that cannot be encoded."""
    return text.translate(_UNSAFE).encode("utf-8", "replace").decode()


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: ``1 outlet``, ``40 outlets``.

    >>> counted(1, "story", "stories"), counted(0, "copy", "copies"), counted(1200, "outlet")
    ('1 story', '0 copies', '1,200 outlets')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def write(line: str) -> None:
    """Write one line to standard output."""
    print(clean(line), flush=True)


def complain(line: str) -> None:
    """Write one line to standard error."""
    print(f"firsthand: {clean(line)}", file=sys.stderr, flush=True)


def write_problems(problems: Iterable["ProblemOut"], *, full: bool = True) -> None:
    """Write each problem as one line that names the input, the cause and the next try.

    Not ``full``: leave out where a page's metadata disagrees with itself; one page in four does, and there is nothing
    to be done about it. JSON always has all.
    """
    for problem in problems:
        if not full and problem.is_idle:
            continue
        place = _short(problem.place)
        named = place in problem.detail or place.rpartition("/")[2] in problem.detail
        complain(f"{'' if named else place + ': '}{problem.detail} {problem.next_try}".strip())


def _short(place: str) -> str:
    """Write a place as it was typed: a path instead of its ``file://`` address."""
    return unquote(place.removeprefix("file://")) if place.startswith("file://") else place.rstrip("/")


def write_json(out: object) -> None:
    """Write one JSON document in UTF-8, whatever the terminal speaks; indented where a person looks at it."""
    import msgspec

    data = msgspec.json.encode(out)
    sys.stdout.buffer.write(msgspec.json.format(data, indent=2) if sys.stdout.isatty() else data)
    sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever ends a command early into one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., Any] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    try:
        yield
        sys.stdout.flush()
    except (typer.Exit, typer.BadParameter):
        raise
    except FirsthandError as error:
        complain(str(error))
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        complain("stopped. What was read until now is kept.")
        raise typer.Exit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains while it leaves
        raise typer.Exit(0) from None
    except Exception as error:
        complain(_fault(error))
        if os.environ.get(_TRACE):
            raise
        raise typer.Exit(1) from error


def _fault(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "that port is in use by another program. Choose another: firsthand serve --port 0"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full. Make room, then run the same command again."
    return (
        f"a fault of the program ({type(error).__name__}: {error}). "
        f"Please report it, with what {_TRACE}=1 in the environment shows."
    )


class _Barred:
    """Whatever has a bar while it lasts, and takes it away at the end."""

    _bar: "bars.Progress | None" = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()


class ArchiveProgress(_Barred):
    """How far an archive is read: a bar for a person at a terminal, elsewhere a line each minute."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._told = time.monotonic()
        self._task: bars.TaskID | None = None

    def __call__(self, reading: "Reading") -> None:
        """Show bytes, pages, and pages a second."""
        rate = reading.pages / reading.seconds if reading.seconds else 0.0
        pages = f"{counted(reading.pages, 'page')}, {rate:.1f}/s"
        if self._terminal:
            bar = self._bar or self._open()
            assert self._task is not None
            name = clean(reading.name or "reading")
            bar.update(self._task, description=name, completed=reading.done, total=reading.size or None, pages=pages)
        elif time.monotonic() - self._told >= _SECONDS_A_LINE:
            self._told = time.monotonic()
            share = 100 * reading.done / reading.size if reading.size else 0.0
            complain(f"{reading.name}: {share:.1f} % of {reading.size / 1e6:,.0f} MB, {pages}")

    def _open(self) -> "bars.Progress":
        from rich import progress as bars
        from rich.console import Console

        words = bars.TextColumn("{task.description}", markup=False)
        pages = bars.TextColumn("{task.fields[pages]}", markup=False)
        columns = (words, bars.BarColumn(), bars.DownloadColumn(), pages, bars.TimeRemainingColumn())
        self._bar = bars.Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=None, pages="")
        self._bar.start()
        return self._bar


class Progress(_Barred):
    """A progress bar on standard error, for a person at a terminal and for work that takes its time."""

    def __init__(self) -> None:
        self._wanted = sys.stderr.isatty()
        self._since = time.monotonic()
        self._tasks: dict[str, bars.TaskID] = {}

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """Show that ``done`` of ``total`` are done in this phase."""
        if not self._wanted or time.monotonic() - self._since < _PATIENCE_SECONDS:
            return
        bar = self._bar or self._open()
        if phase not in self._tasks:
            self._tasks[phase] = bar.add_task(clean(phase), total=total)
        bar.update(self._tasks[phase], completed=done, total=total)

    def _open(self) -> "bars.Progress":
        from rich import progress as bars
        from rich.console import Console

        columns = (bars.TextColumn("{task.description}", markup=False), bars.BarColumn(), bars.MofNCompleteColumn())
        self._bar = bars.Progress(*columns, bars.TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self._bar.start()
        return self._bar
