"""What a search answers: stories, with the pages of them that were found and the lines that show why."""

from dataclasses import dataclass

from firsthand.contract.stories import StoryLineOut


@dataclass(frozen=True, slots=True)
class FragmentOut:
    """A run of words; ``marked``: it was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class SnippetOut:
    """Words of a document's text: ``text[start:end]``, cut into runs."""

    start: int
    end: int
    runs: list[FragmentOut]


@dataclass(frozen=True, slots=True)
class FoundPageOut:
    """A page that was found. ``found_by`` is ``words``, ``meaning``, or both; ``title`` is its headline, cut into runs."""

    document: str
    headline: str
    title: list[FragmentOut]
    outlet: str | None
    url: str | None
    language: str | None
    published: str | None
    found_by: list[str]
    snippet: SnippetOut | None


@dataclass(frozen=True, slots=True)
class FoundStoryOut:
    """A story with the best of its pages that were found; ``more`` others of it were found, too."""

    story: StoryLineOut
    pages: list[FoundPageOut]
    more: int


@dataclass(frozen=True, slots=True)
class SearchOut:
    """What was found. ``query`` is what was typed, ``read_as`` the same as it was understood, in the same language.

    ``meaning`` says that in English, and ``remarks`` what could not be meant or was looked for otherwise. ``stories`` and
    ``pages`` count what there is in all (of more than 300 pages the stories are estimated). ``next`` is the key of the next
    page; only the best 200 stories can be reached. ``waiting`` counts documents that the index of this machine has still to
    take in.
    """

    query: str
    read_as: str
    meaning: str
    remarks: list[str]
    found: list[FoundStoryOut]
    stories: int
    pages: int
    next: str | None
    waiting: int


@dataclass(frozen=True, slots=True)
class SavedSearchOut:
    """A question that somebody keeps. ``new`` counts stories with a report since it was last looked at, up to ``looked``."""

    id: str
    name: str
    query: str
    made: str
    looked: str
    new: int
