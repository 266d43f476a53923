"""Which profile speaks for a capture's outlet, and the word lists with what it adds.

A profile is believed until its date, and only where the capture says when it was seen: a layout changes without notice,
and selectors that fit by chance are worse than none.
"""

from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from firsthand.model.capture import Capture
from firsthand.model.document import Problem
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.profile import Profile

#: The reason code of what a profile's phrases drop.
BOILERPLATE = "outlet_boilerplate"


def profile_of(capture: Capture, lexicon: Lexicon) -> Profile | None:
    """Return the profile for the capture's address that was good when it was seen."""
    profile = _any_profile(capture, lexicon)
    if profile is None or capture.seen_at is None or capture.seen_at.date() > profile.valid_until:
        return None
    return profile


def profile_problems(capture: Capture, lexicon: Lexicon) -> tuple[Problem, ...]:
    """Tell of a profile that was not used because its time was over."""
    profile = _any_profile(capture, lexicon)
    if profile is None or capture.seen_at is None or capture.seen_at.date() <= profile.valid_until:
        return ()
    said = f"What is known of the pages of {profile.name} was good until {profile.valid_until} and was not used."
    return (Problem("profile_expired", said, "Check its profile against a page of today."),)


def lexicon_of(capture: Capture, lexicon: Lexicon) -> Lexicon:
    """Return the word lists for this capture: with its outlet's credit lines and phrases where they are known."""
    profile = profile_of(capture, lexicon)
    return _widened(lexicon, profile) if profile and (profile.credits or profile.boilerplate) else lexicon


def _any_profile(capture: Capture, lexicon: Lexicon) -> Profile | None:
    if not lexicon.profiles or not capture.url:
        return None
    try:
        host = (urlsplit(capture.url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    labels = host.split(".")
    return next((p for n in range(len(labels) - 1) if (p := lexicon.profiles.get(".".join(labels[n:])))), None)


@lru_cache(maxsize=64)
def _widened(lexicon: Lexicon, profile: Profile) -> Lexicon:
    """Made once a profile: what is compiled from a lexicon is kept by its identity."""
    agencies = [Agency(name, (line,)) for line, name in profile.credits.items()]
    furniture = {BOILERPLATE: profile.boilerplate, **lexicon.furniture}
    return replace(lexicon, furniture=furniture, agencies=(*lexicon.agencies, *agencies))
