"""A page of an outlet whose layout is known: the profile's places go before what the general path found.

What a place does not find on a page is left to the general path, and a Problem says that the profile does not fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from firsthand.extract.html.bylines import names_in
from firsthand.extract.html.choose import Choice
from firsthand.extract.html.clock import Found, read_time
from firsthand.extract.html.metadata import Metadata
from firsthand.extract.html.names import Zone
from firsthand.extract.html.phrases import Phrases, compile_phrases
from firsthand.extract.html.reading import Line, Page
from firsthand.extract.outlet import BOILERPLATE, profile_of, profile_problems
from firsthand.model.capture import Capture
from firsthand.model.document import Problem
from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Moment
from firsthand.model.profile import Profile
from firsthand.text.dates import find_stamps

_WHO = "profile"


@dataclass(frozen=True, slots=True)
class Known:
    """The elements that hold the body, those of the head, those to leave out, and the phrases of the page's outlet."""

    body: frozenset[HtmlElement]
    head: frozenset[HtmlElement]
    removed: frozenset[HtmlElement]
    phrases: Phrases


def correct_metadata(page: Page, capture: Capture, metadata: Metadata, lexicon: Lexicon) -> Known | None:
    """Put what the outlet's profile points at into the metadata; return what it says of the page's lines.

    ``lexicon`` is the capture's own (`lexicon_of`). None: there is no profile for this page.
    """
    metadata.problems += profile_problems(capture, lexicon)
    profile = profile_of(capture, lexicon)
    if profile is None:
        return None
    phrases = compile_phrases(lexicon)
    unfit = [
        name
        for name, place, correct in (
            ("headline", profile.headline, _correct_headline),
            ("byline", profile.byline, _correct_bylines),
            ("published", profile.published, _correct_published),
        )
        if place and not correct(_texts(page, place), metadata, lexicon)
    ]
    metadata.outlet = Found(profile.name, _WHO)
    body = _elements(page, [profile.body])
    if profile.body and not any(len(line.text) for line in page.lines if _stands_in(line, body)):
        unfit.append("body")
    if unfit:
        metadata.problems.append(_does_not_fit(profile, unfit))
    head = _elements(page, (profile.headline, profile.byline, profile.published))
    return Known(body, head, _elements(page, profile.remove), phrases)


def keep_by_profile(page: Page, choice: Choice, kept: list[bool], known: Known | None) -> tuple[Choice, list[bool]]:
    """Say which lines are body: all in the profile's place and none outside, less what it removes."""
    if known is None:
        return choice, kept
    inside = [_stands_in(line, known.body) for line in page.lines]
    fits = any(inside)
    if fits:
        first = inside.index(True)
        frame = next(f for f in page.lines[first].frame.chain() if f.element in known.body)
        choice = replace(choice, frame=frame, given_by=_WHO)
    removed = [_is_removed(line, known) for line in page.lines]
    if fits or any(removed):
        choice = replace(choice, resiliparse="")  # no second thoughts: they would bring back what is known to be wrong
    # Without a mark of its own a line above the body would still be taken for the standfirst.
    zones = [Zone.RELATED if out else zone for out, zone in zip(removed, choice.shape.zones, strict=True)]
    choice = replace(choice, shape=replace(choice.shape, zones=zones))
    wanted = zip(page.lines, inside if fits else kept, removed, strict=True)
    return choice, [keep and not out and not _stands_in(line, known.head) for line, keep, out in wanted]


def _is_removed(line: Line, known: Known) -> bool:
    return _stands_in(line, known.removed) or known.phrases.furniture_reason(line.text) == BOILERPLATE


def _correct_headline(texts: list[str], metadata: Metadata, _lexicon: Lexicon) -> bool:
    if texts:
        metadata.headline = Found(texts[0], _WHO)
        metadata.headlines = list(dict.fromkeys((texts[0], *metadata.headlines)))
    return bool(texts)


def _correct_bylines(texts: list[str], metadata: Metadata, lexicon: Lexicon) -> bool:
    names = dict.fromkeys(name for text in texts for name in names_in(text, compile_phrases(lexicon)))
    if names:
        metadata.bylines = [Found(name, _WHO) for name in names]
    return bool(names)


def _correct_published(texts: list[str], metadata: Metadata, lexicon: Lexicon) -> bool:
    moment = next((moment for text in texts if (moment := _moment(text, lexicon))), None)
    if moment:
        metadata.published = Found(moment, _WHO)
    return moment is not None


def _moment(text: str, lexicon: Lexicon) -> Moment | None:
    return read_time(text, lexicon) or next((s.moment for s in find_stamps(text, lexicon) if s.moment), None)


def _texts(page: Page, place: str) -> list[str]:
    """Return what the elements of a place say: to machines, where they do, or else to readers."""
    said = (e.get("datetime") or e.get("content") or " ".join("".join(e.itertext()).split()) for e in _at(page, place))
    return [text for text in said if text]


def _elements(page: Page, places: Iterable[str]) -> frozenset[HtmlElement]:
    return frozenset(element for place in places if place for element in _at(page, place))


def _at(page: Page, place: str) -> list[HtmlElement]:
    found = page.root.xpath(place)
    return [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []


def _stands_in(line: Line, elements: frozenset[HtmlElement]) -> bool:
    frame = line.segments[0].frame if len(line.segments) == 1 else line.frame
    return bool(elements) and any(f.element in elements for f in frame.chain())


def _does_not_fit(profile: Profile, places: list[str]) -> Problem:
    said = f"The profile of {profile.name} ({profile.checked}) does not fit this page: {', '.join(places)}."
    return Problem("profile_unfit", said, "Check it against a page of today.")
