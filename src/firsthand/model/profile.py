"""What is known of one outlet's pages: data, checked on a day and good until another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Where one outlet's pages keep what; two are equal when they are the same object.

    ``hosts`` are those of its pages, without ``www.``. The places are XPath expressions, or empty where the general
    path does well: elements of ``body`` hold the running text and nothing else, less those of ``remove``. ``credits``:
    a credit line as this outlet writes it -> the agency that it stands for. ``boilerplate``: phrases that its pages
    carry around an article (as in ``Lexicon.furniture``). After ``valid_until`` nobody knows whether any of it is true.
    """

    name: str
    hosts: tuple[str, ...]
    checked: date
    valid_until: date
    body: str = ""
    headline: str = ""
    byline: str = ""
    published: str = ""
    remove: tuple[str, ...] = ()
    credits: Mapping[str, str] = field(default_factory=dict)
    boilerplate: tuple[str, ...] = ()
