"""A model that rewords a summary: off unless a person names an address. Any server that speaks OpenAI's chat does.

    summary -> prompt -> kept answer, or one call within its time -> checked (`understand.writer`) -> Rewording

A model that fails, stalls or babbles costs the rewording alone.
"""

from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from firsthand.backends.api import Send, ask
from firsthand.model.errors import InputError
from firsthand.model.voices import SummarySentence
from firsthand.understand.writer import Checks, Prompt, Refused, Rewording, answer_key, prompt, read_answer, reworded

#: Tokens of an answer: a summary of six sentences has some 250.
MOST_TOKENS = 800


class Writer(Protocol):
    """Something that puts a summary into other words."""

    @property
    def name(self) -> tuple[str, str]:
        """Name the model and its version: other names, other answers."""
        ...

    def write(self, asked: Prompt) -> str:
        """Return what the model answers, unchecked. Raises `InputError` where none comes in time."""
        ...


@dataclass(frozen=True, slots=True)
class ChatWriter:
    """A model behind an OpenAI-compatible address (``https://host/v1``). ``key`` is shown nowhere."""

    address: str
    model: str
    send: Send
    key: str = field(default="", repr=False)
    version: str = ""

    @property
    def name(self) -> tuple[str, str]:
        """Name the model; its version also says where it runs."""
        return self.model, f"{self.address} {self.version}".strip()

    def write(self, asked: Prompt) -> str:
        """Ask once; no tool is offered to the model, and nothing it says is followed."""
        messages = [{"role": "system", "content": asked.order}, {"role": "user", "content": asked.passages}]
        question = {"model": self.model, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS}
        return _content(ask(self.send, self.address, "chat/completions", question, self.key))


def load_writer(address: str, model: str, send: Send, key: str = "") -> Writer | None:
    """Return the writer that a person configured; None, the default, without an address and a model."""
    return ChatWriter(address, model, send, key) if address and model else None


def rewrite(
    summary: Sequence[SummarySentence],
    texts: Iterable[str],
    writer: Writer | None,
    checks: Checks,
    kept: MutableMapping[str, bytes] | None = None,
) -> Rewording:
    """Have a summary reworded. Without a writer, without an answer, or where nothing holds: the summary as it is.

    ``texts``: the whole texts of its documents. ``kept``: this model's answers by `answer_key`; what can be read is added.
    """
    asked = prompt(summary, texts) if writer else None
    if writer is None or asked is None:
        return Rewording(tuple(summary))
    key = answer_key(asked)
    if kept is not None and key in kept:
        answer = kept[key].decode()
    else:
        try:
            answer = writer.write(asked)
        except InputError as error:
            return Rewording(tuple(summary), (Refused("", error.code),))
        if read_answer(answer) is None:
            return Rewording(tuple(summary), (Refused("", "garbage"),))
        if kept is not None:
            kept[key] = answer.encode()
    return reworded(summary, answer, checks)


def _content(given: Any) -> str:
    """Take the model's words out of an answer; empty where it has another form."""
    try:
        content = given["choices"][0]["message"]["content"]
    except (LookupError, TypeError):
        return ""
    return content if isinstance(content, str) else ""
