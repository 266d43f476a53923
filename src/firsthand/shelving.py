"""What is kept ready of a story: its whole page, its line in the river, and what it can be filtered by. Pure.

    story + pages + what was understood of them -> comparisons, voices, timeline, graph -> page, line, facets

Only what depends on the story alone is made here. What people said of it, its place in a thread and the names that
outlets go by change without it: `firsthand.telling` puts them in when the page is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice, pairwise

from firsthand import contract as out
from firsthand import present
from firsthand.model.comparison import Comparison
from firsthand.model.document import Document
from firsthand.model.independence import evidence
from firsthand.model.shelf import Facet, News, StoryLine, entity_id
from firsthand.model.story import Relation, Story
from firsthand.model.story_voices import StoryVoices
from firsthand.model.voices import PartyKind, Topic
from firsthand.present_story_voices import story_voices_out
from firsthand.resolve.compare import compare
from firsthand.resolve.credit import credits_of
from firsthand.resolve.versions import changed
from firsthand.text.tokens import words as words_of
from firsthand.thread.features import Background
from firsthand.thread.rank import rank
from firsthand.thread.reporting import timeline_of
from firsthand.understand.corrected import Corrected
from firsthand.understand.merged import story_voices
from firsthand.understand.reading import Words
from firsthand.understand.topics import MediaTopics

#: Copies of one story whose difference is spelt out in one answer; the rest keep their coverage, and Compare shows them.
_SPELT_OUT = 200
#: Names of one kind that a story is filed under: those of most sources. A list of a hundred ministers is about none of them.
_FILED = 100
#: Names and sentences that stand under a headline in the river.
_NAMED, _SENTENCES = 5, 2
#: A story is filed under every number of sources up to this.
MOST_ASKED = 10
_NAMES = (PartyKind.PERSON, PartyKind.ORGANISATION, PartyKind.PLACE)
_MEDTOP = "medtop:"


def voices_of(story: Story, pages: Mapping[str, Document], heard: Mapping[str, Corrected], words: Words) -> StoryVoices:
    """Gather who says what in a story."""
    return story_voices(present.once(story), pages, {i: one.understood for i, one in heard.items()}, words)


# The page. ----------------------------------------------------------------------------------------------------------


def page_of(
    story: Story,
    pages: Mapping[str, Document],
    heard: Mapping[str, Corrected],
    voices: StoryVoices,
    words: Words,
    background: Background,
) -> out.StoryPageOut:
    """Tell a story with every difference of its copies, its voices, its timeline and its evidence."""
    shown = present.once(story)
    told = present.story_out(shown, pages, _comparisons(shown, pages, words), {}, _changes(story, pages, words), [])
    told = replace(told, voices=story_voices_out(voices, pages, {i: one.places for i, one in heard.items()}))
    return out.StoryPageOut(told, timeline_out(shown, pages, words, background), graph_out(shown, pages, words))


def timeline_out(shown: Story, pages: Mapping[str, Document], words: Words, background: Background) -> out.TimelineOut:
    """Tell what happened when; ``shown`` is the story as `present.once` leaves it."""
    return present.timeline_out(shown.id, timeline_of([shown], pages, words.lexicon, background), pages)


def graph_out(shown: Story, pages: Mapping[str, Document], words: Words) -> out.GraphOut:
    """Tell the evidence; ``shown`` is the story as `present.once` leaves it."""
    agencies = words.lexicon.agencies
    credits = {i: named for i in sorted(pages) if (named := credits_of(pages[i], agencies))}
    return present.graph_out(shown, evidence(shown, credits), pages)


def _comparisons(story: Story, pages: Mapping[str, Document], words: Words) -> dict[str, Comparison]:
    copies = [m for m in story.members if m.original and m.relation is not Relation.INDEPENDENT]
    return {m.document: compare(pages[m.original or ""], pages[m.document], words.lexicon) for m in copies[:_SPELT_OUT]}


def _changes(story: Story, pages: Mapping[str, Document], words: Words) -> dict[str, str]:
    """Say what each version of a page changed of the one before it."""
    versions = [version for lineage in story.lineages for version in lineage.versions]
    pairs = [(a, b) for a, b in pairwise(versions) if a.article == b.article]
    return {b.document: changed(pages[a.document], pages[b.document], words.lexicon) for a, b in pairs[:_SPELT_OUT]}


# The line. ----------------------------------------------------------------------------------------------------------


def line_of(story: Story, pages: Mapping[str, Document], voices: StoryVoices | None, topics: MediaTopics) -> StoryLine:
    """Tell a story as the river needs it; without ``voices`` it has no summary and no names yet."""
    spoken = voices or StoryVoices(story.id)
    names = sorted(spoken.names, key=lambda n: (-n.sources, -n.mentions, n.entity.name))
    return StoryLine(
        story.id,
        earliest(story),
        story.headline,
        story.language,
        tuple(present.outlet_names(story, {})),
        story.unnamed,
        len(present.once(story).members),
        story.independent_sources,
        str(story.first) if story.first else None,
        str(story.last) if story.last else None,
        tuple(present.badges(story)),
        story.languages,
        rank(story).reasons,
        tuple(_news(story, pages)),
        spoken.summary[:_SENTENCES],
        tuple(_name(name.entity.kind, name.entity.name) for name in names[:_NAMED]),
        tuple(_topic(topics, wide) for wide in _sections(spoken.topics, topics)),
    )


def earliest(story: Story) -> str:
    """Return the page that a story is named by where its own id may change: its earliest."""
    return story.growth[0].document if story.growth else min(m.document for m in story.members)


def folded(headline: str) -> str:
    """Fold a headline so that a word of it is found between spaces.

    >>> folded("Ferry aground: 40 SAVED")
    ' ferry aground 40 saved '
    """
    return f" {' '.join(words_of(headline).folded)} ".replace("\x00", " ")


def _news(story: Story, pages: Mapping[str, Document]) -> Iterator[News]:
    """Tell what each page brought, by when it came to us: that is when a reader can first have seen it."""
    outlets = sources = 0
    for step in story.growth:
        if (at := _came(pages[step.document])) is not None:
            yield News(at, step.at.at if step.at else None, step.outlets - outlets, step.sources - sources, 0)
        outlets, sources = step.outlets, step.sources
    corrected = [v.document for lineage in story.lineages for v in lineage.versions if v.note]
    yield from (News(at, at, 0, 0, 1) for i in corrected if (at := _came(pages[i])) is not None)


def _came(page: Document) -> datetime | None:
    moment = page.seen or page.time
    return moment.at if moment else None


# What it is filed under. --------------------------------------------------------------------------------------------


def facets_of(story: Story, voices: StoryVoices, topics: MediaTopics) -> tuple[Facet, ...]:
    """Return what a story can be filtered by, sorted, each once; topics with all that are wider."""
    found = {
        *(Facet("language", code.casefold()) for code in story.languages),
        *(Facet("outlet", entity_id("outlet", name), name) for name in story.outlets),
        *(Facet("place", entity_id("place", place.name), place.name) for place in story.places),
        *(_topic(topics, code) for topic in voices.topics for code in _up(topic.id, topics)),
        *(Facet("independent", f"{k:02}") for k in range(2, min(story.independent_sources, MOST_ASKED) + 1)),
    }
    for kind in _NAMES:
        named = (name.entity.name for name in voices.names if name.entity.kind is kind)
        speaking = (party.name for party in voices.parties if party.kind is kind)
        found.update(_name(kind, name) for some in (named, speaking) for name in islice(some, _FILED))
    return _each_once(found)


def _each_once(found: Iterable[Facet]) -> tuple[Facet, ...]:
    """Keep one spelling of each."""
    kept: dict[tuple[str, str], Facet] = {}
    for facet in sorted(found):
        kept.setdefault((facet.kind, facet.value), facet)
    return tuple(kept.values())


def _name(kind: PartyKind, name: str) -> Facet:
    return Facet(kind.value, entity_id(kind.value, name), name)


def _topic(topics: MediaTopics, code: str) -> Facet:
    return Facet("topic", entity_id("topic", topics.labels[code]), topics.labels[code])


def _up(topic: str, topics: MediaTopics) -> Iterator[str]:
    """Give the code of a topic and of all that are wider."""
    code: str | None = topic.removeprefix(_MEDTOP)
    while code and code in topics.labels:
        yield code
        code = topics.wider.get(code)


def _sections(found: Iterable[Topic], topics: MediaTopics) -> list[str]:
    codes = (topic.id.removeprefix(_MEDTOP) for topic in found)
    return list(dict.fromkeys(topics.widest(code) for code in codes if code in topics.labels))
