"""Small pieces of markup that stand on a page many times, remembered: a macro takes ten times as long."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from firsthand.web.words import count, label

#: Outlets that each have a tick of their own in a bar, and how wide a tick is; past them the bar is cut by its share.
_TICKS, _TICK = 40, 9
_WIDE = _TICKS * _TICK - 3


@lru_cache(maxsize=1024)
def theirs(language: str | None = None) -> Markup:
    """Return the attributes of a text that somebody else wrote: its language where known, its direction always.

    >>> str(theirs("ru")), str(theirs())
    ('lang="ru" dir="auto"', 'dir="auto"')
    """
    return Markup(f'lang="{escape(language)}" dir="auto"' if language else 'dir="auto"')


@lru_cache(maxsize=4096)
def bar(outlets: int, independent: int) -> Markup:
    """Draw the independence bar: a tick an outlet, the filled ones speak for themselves, the hollow ones repeat."""
    total = max(outlets, independent, 1)
    if total > _TICKS:
        share = round(_WIDE * independent / total, 1)
        drawn = f"{_box('rep', 0.5, _WIDE)}{_box('own', 0.5, share)}"
        return _drawing(_WIDE + 1, drawn)
    ticks = (_box("own" if n < independent else "rep", n * _TICK + 0.5, 6) for n in range(total))
    return _drawing(total * _TICK - 2, "".join(ticks))


def _box(kind: str, x: float, width: float) -> str:
    return f'<rect class="{kind}" x="{x}" y=".5" width="{width}" height="9"/>'


def _drawing(width: int, drawn: str) -> Markup:
    return Markup(f'<svg class="bar" width="{width}" height="10" aria-hidden="true" focusable="false">{drawn}</svg>')


@lru_cache(maxsize=4096)
def numbers(outlets: int, independent: int, documents: int) -> Markup:
    """Write how many outlets (or pages, where no outlet is known) have a story, and how many sources are independent.

    >>> numbers(5, 2, 6).striptags()
    '5 outlets / 2 independent'
    """
    some = count(outlets, "outlet") if outlets else count(documents, "page")
    return Markup(f'<b>{some}</b> / <b class="own">{independent} independent</b>')


def badges(names: Sequence[str]) -> Markup:
    """Write what a reader wants to know of a story before opening it."""
    return Markup("".join(f' <span class="tag {escape(name)}">{escape(label(name))}</span>' for name in names))
