"""Load the IPTC Media Topics and the words that speak for them. Package data; whose it is stands in `media_topics.md`."""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files

from firsthand.profiles.background import load_background
from firsthand.text.tokens import words
from firsthand.understand.topics import Cue, MediaTopics, read_cue


@cache
def load_topics() -> MediaTopics:
    """Read the topics that ship with the program, once a process."""
    data = files("firsthand.profiles") / "data"
    rows = (data / "media_topics.tsv").read_text("utf-8").splitlines()
    table = [row.split("\t") for row in rows if not row.startswith("#")]
    given = tomllib.loads((data / "topics.toml").read_text("utf-8"))["cues"]
    by_first: dict[str, list[Cue]] = defaultdict(list)
    for topic, phrases in given.items():
        for phrase in phrases:
            cue = read_cue(topic, _folded(phrase), load_background().rarity)
            by_first[cue.words[0][0]].append(cue)
    return MediaTopics(
        {row[0]: row[2] for row in table},
        {row[0]: row[1] for row in table if row[1]},
        {first: tuple(cues) for first, cues in by_first.items()},
    )


def _folded(phrase: str) -> str:
    """Fold a phrase as texts are folded, its stars kept: ``covid-19`` is two words."""
    return " ".join(
        " ".join(words(word).folded) + ("*" if word.endswith("*") else "") for word in phrase.split() if words(word)
    )
