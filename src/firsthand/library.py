"""The program as a library: pure functions on the records of `firsthand.model`.

>>> import firsthand
>>> page = b"<html><body><h1>Ferry aground</h1><p>...</p></body></html>"
>>> firsthand.extract(page, url="https://news.example/ferry").media_type
'text/html'
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from firsthand.backends.embedder import load_embedder, meaning_of
from firsthand.contract import VoicesOut
from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import make_capture
from firsthand.model.comparison import Comparison
from firsthand.model.document import Document, Extraction
from firsthand.model.ids import content_hash
from firsthand.model.story import Link, Story
from firsthand.model.thread import Thread
from firsthand.present_voices import voices_out
from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.same_event import load_judge
from firsthand.profiles.words import load_words
from firsthand.resolve.candidates import candidates, printed
from firsthand.resolve.compare import compare as compare_documents
from firsthand.resolve.coverage import is_worth_a_look
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from firsthand.thread.news import with_news
from firsthand.thread.stories import group_lineages
from firsthand.thread.threads import group_stories
from firsthand.understand.reading import understand


def extract(
    content: bytes | str,
    *,
    url: str | None = None,
    media_type: str | None = None,
    seen_at: datetime | None = None,
) -> Extraction:
    """Find the documents in a page or a raw text capture.

    ``content`` is bytes as they came, or text. ``seen_at`` (with a zone) anchors relative times such as "27 minutes
    ago". Raises `firsthand.model.errors.UnsupportedInput` for what is empty, binary or too large; a page without an
    article gives an Extraction without documents and a Problem.

    It runs in your process, without limits: a page that was made to harm may take minutes or much memory. What the
    program itself reads goes to a process that is killed after 10 s or 256 MiB; do likewise with what strangers wrote.
    """
    data = content.encode() if isinstance(content, str) else content
    charset = "utf-8" if isinstance(content, str) else None
    when = seen_at.astimezone(UTC) if seen_at else None
    place = url or f"memory:{content_hash(data)[:16]}"
    capture = make_capture(data, place, when, media_type, charset, url)
    return extract_capture(capture, data, load_lexicon())


def compare(original: Document, copy: Document) -> Comparison:
    """Say what ``copy`` did to ``original``: added, dropped, reworded, moved, house style, with spans on both sides.

    The order of the arguments is taken as given; `group` finds out which one is the original.
    """
    return compare_documents(original, copy, load_lexicon())


def group(documents: Iterable[Document], *, with_model: bool = True) -> list[Story]:
    """Group documents into stories with their lineages: ordered by id, whatever the order of ``documents``.

    Where `firsthand[embed]` is installed, a language model says what they mean; ``with_model=False`` leaves it out.
    """
    known = {document.id: document for document in documents}
    links = link_documents(list(known.values()))
    made = lineages(known, links, load_lexicon())
    embedder = load_embedder() if with_model else None
    read = {i: meaning_of(document, embedder) for i, document in known.items()} if embedder else {}
    meant = {i: meaning for i, meaning in read.items() if meaning}
    return group_lineages(made, known, load_background(), load_judge(), meant)


def voices(document: Document) -> VoicesOut:
    """Say what ``document`` says and who says it: quotes, claims, names, times, events, topics, tags, a summary.

    The shape is that of ``firsthand voices --json``. Every value has its place in the document's text; what a language
    has no word lists for is left empty. Rules alone, no model; some ten milliseconds for a page.
    """
    return voices_out(document, understand(document, load_words()))


def threads(stories: Iterable[Story], documents: Iterable[Document]) -> list[Thread]:
    """Find the affairs that stories are part of, and what is new in each story: ordered by id, whatever the given order.

    ``documents`` are those that the stories were made of. A thread has two stories at least; a story is in one at most.
    """
    told = {story.id: story for story in stories}
    known = {document.id: document for document in documents}
    found = group_stories(told.values(), known, load_background())
    return [with_news(thread, told, known, load_background()) for thread in found]


def link_documents(documents: list[Document]) -> list[Link]:
    """Link every pair that shares fingerprints or a page."""
    pairs = ((documents[a], documents[b]) for a, b in candidates(printed(documents)))
    return [link for a, b in pairs if is_worth_a_look(a, b) and (link := relate(a, b, load_lexicon()))]
