"""Links of the site, in one way: whatever makes one in Python makes a path of the site, as if it were served at ``/``.

The base path is put before it in one of two places: a template writes ``{{ base }}`` before a path, or calls a function
that `under` has given it; a redirect is put under it on its way out (`firsthand.front`). A test walks all pages.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

P = ParamSpec("P")


def under(base: str, make: Callable[P, str]) -> Callable[P, str]:
    """Return a function of templates that gives the address of what ``make`` gives the path of."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> str:
        return base + make(*args, **kwargs)

    return made
