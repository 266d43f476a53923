"""How somebody likes to read: their own choices, with defaults that suit most."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from firsthand.model.errors import InputError

#: What each choice may be, the default first.
THEMES = ("auto", "light", "dark")
DENSITIES = ("standard", "headlines", "summary")
TEXT_SIZES = ("M", "S", "L", "XL")
ORDERS = ("newest", "top")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": THEMES,
    "density": DENSITIES,
    "text_size": TEXT_SIZES,
    "order": ORDERS,
}
_MOST_LANGUAGES = 50


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody chose. ``languages``: only stories in these (ISO 639 codes); none means all.

    ``keys``: whether single keys do things. ``pictures``: whether pictures of pages are shown without being asked for.
    Fields may be added: each has a default, and what an older or a newer version
    wrote is read as far as it is understood (`read_preferences`).
    """

    theme: str = THEMES[0]
    density: str = DENSITIES[0]
    text_size: str = TEXT_SIZES[0]
    order: str = ORDERS[0]
    languages: tuple[str, ...] = ()
    keys: bool = True
    pictures: bool = False


DEFAULTS = Preferences()


def read_preferences(kept: Mapping[str, object]) -> Preferences:
    """Return what was kept; what is not understood is as if it had not been chosen.

    >>> read_preferences({"theme": "dark", "density": "sepia", "of_tomorrow": 1}).theme
    'dark'
    """
    found = DEFAULTS
    for name in _NAMES & kept.keys():
        try:
            found = changed(found, {name: kept[name]})
        except InputError:
            continue
    return found


def changed(before: Preferences, changes: Mapping[str, object]) -> Preferences:
    """Return preferences with some of them chosen anew. Raises InputError for what cannot be chosen."""
    unknown = changes.keys() - _NAMES
    if unknown:
        raise InputError("bad_choice", f"There is no preference {min(unknown)}.", f"There are: {', '.join(_NAMES)}.")
    return replace(before, **{name: _fit(name, value) for name, value in changes.items()})  # type: ignore[arg-type]


def _fit(name: str, value: object) -> object:
    if name in ("keys", "pictures"):
        if not isinstance(value, bool):
            raise InputError("bad_choice", f"The {name} are on or off.", "")
        return value
    if name == "languages":
        return _languages(value)
    if value not in _CHOICES[name]:
        raise InputError(
            "bad_choice", f"That is no {name.replace('_', ' ')}.", f"It may be {', '.join(_CHOICES[name])}."
        )
    return value


def _languages(value: object) -> tuple[str, ...]:
    codes = [str(code).strip().lower() for code in value] if isinstance(value, list | tuple) else []
    kept = tuple(dict.fromkeys(code for code in codes if code))
    if len(kept) > _MOST_LANGUAGES or not all(
        code.isascii() and code.isalpha() and 2 <= len(code) <= 3 for code in kept
    ):
        raise InputError("bad_choice", "Those are no codes of languages.", "Such as en, de, fr; empty for all.")
    return kept


_NAMES = {field.name: None for field in fields(Preferences)}.keys()
