"""The data that the stages' pure functions are handed, and the language models that the settings choose."""

from dataclasses import dataclass, field

from firsthand.backends.embedder import Embedder, load_embedder
from firsthand.backends.tagger import Tagger
from firsthand.backends.writer import Writer
from firsthand.model.lexicon import Lexicon
from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.same_event import load_judge
from firsthand.profiles.words import load_words
from firsthand.thread.features import Background
from firsthand.thread.judge import Judge
from firsthand.understand.reading import Words


@dataclass(frozen=True, eq=False)
class Context:
    """The data the pure functions are handed. Without a ``tagger`` names are found by rules; ``writer`` is off by default."""

    lexicon: Lexicon = field(default_factory=load_lexicon)
    background: Background = field(default_factory=load_background)
    judge: Judge = field(default_factory=load_judge)
    embedder: Embedder | None = field(default_factory=load_embedder)
    words: Words = field(default_factory=load_words)
    tagger: Tagger | None = None
    writer: Writer | None = None
