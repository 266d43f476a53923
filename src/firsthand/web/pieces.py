"""Small pieces of markup that stand on a page many times, remembered: a macro takes ten times as long."""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

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
    return Markup('lang="{}" dir="auto"').format(language) if language else Markup('dir="auto"')


@lru_cache(maxsize=4096)
def bar(outlets: int, independent: int) -> Markup:
    """Draw the independence bar: a tick an outlet, the filled ones speak for themselves, the hollow ones repeat.

    >>> [bar(3, 1).count(kind) for kind in ('class="own"', 'class="rep"', "<rect")]
    [1, 2, 3]
    >>> bar(400, 100).count("<rect"), 'width="89.2"' in bar(400, 100)
    (2, True)
    """
    total = max(outlets, independent, 1)
    if total > _TICKS:
        width, boxes = _WIDE + 1, [_box("rep", 0.5, _WIDE), _box("own", 0.5, round(_WIDE * independent / total, 1))]
    else:
        width = total * _TICK - 2
        boxes = [_box("own" if n < independent else "rep", n * _TICK + 0.5, 6) for n in range(total)]
    drawing = Markup('<svg class="bar" width="{}" height="10" aria-hidden="true" focusable="false">{}</svg>')
    return drawing.format(width, Markup("").join(boxes))


def _box(kind: str, x: float, width: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y=".5" width="{}" height="9"/>').format(kind, x, width)


@lru_cache(maxsize=4096)
def numbers(outlets: int, independent: int, documents: int) -> Markup:
    """Write how many outlets (or pages, where no outlet is known) have a story, and how many sources are independent.

    >>> numbers(5, 2, 6).striptags(), numbers(0, 1, 1).striptags()
    ('5 outlets / 2 independent', '1 page / 1 independent')
    """
    some = count(outlets, "outlet") if outlets else count(documents, "page")
    return Markup('<b>{}</b> / <b class="own">{} independent</b>').format(some, independent)


def badges(names: Iterable[str]) -> Markup:
    """Write what a reader wants to know of a story before opening it."""
    return Markup("").join(_badge(name) for name in names)


@lru_cache(maxsize=256)
def _badge(name: str) -> Markup:
    return Markup(' <span class="tag {}">{}</span>').format(name, label(name))
