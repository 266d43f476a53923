"""A model that rewords a summary: off unless a person names an address. Any server that speaks OpenAI's chat does.

    summary -> prompt -> kept answer, or one call within its time -> checked (`understand.writer`) -> Rewording

The address is asked through the program's only door to the network, which is handed in. A private address is asked only
because it is the very one that the person configured. A model that fails, stalls or babbles costs the rewording alone.
"""

import json
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from firsthand.model.errors import InputError
from firsthand.model.voices import SummarySentence
from firsthand.understand.writer import Checks, Prompt, Refused, Rewording, answer_key, prompt, read_answer, reworded

#: ``(address, body, headers, hosts that are allowed although they are private) -> what is answered``. Raises `InputError`.
Send = Callable[[str, bytes, Mapping[str, str], Sequence[str]], bytes]

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
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        host = urlsplit(self.address).hostname or ""
        where = f"{self.address.rstrip('/')}/chat/completions"
        return _content(self.send(where, json.dumps(question).encode(), headers, (host,)))


def load_writer(address: str, model: str, send: Send, key: str = "") -> Writer | None:
    """Return the writer that a person configured; None, the default, without an address and a model."""
    return ChatWriter(address, model, send, key) if address and model else None


def rewrite(
    summary: Sequence[SummarySentence],
    texts: Iterable[str],
    writer: Writer | None,
    checks: Checks,
    kept: MutableMapping[str, str] | None = None,
) -> Rewording:
    """Have a summary reworded. Without a writer, without an answer, or where nothing holds: the summary as it is.

    ``texts``: the whole texts of its documents. ``kept``: answers by `answer_key`; only such as can be read are added.
    """
    asked = prompt(summary, texts) if writer else None
    if writer is None or asked is None:
        return Rewording(tuple(summary))
    key = answer_key(*writer.name, asked)
    answer = kept.get(key) if kept is not None else None
    if answer is None:
        try:
            answer = writer.write(asked)
        except InputError as error:
            return Rewording(tuple(summary), (Refused("", error.code),))
        if read_answer(answer) is None:
            return Rewording(tuple(summary), (Refused("", "garbage"),))
        if kept is not None:
            kept[key] = answer
    return reworded(summary, answer, checks)


def _content(body: bytes) -> str:
    """Take the model's words out of an answer; empty where it has another form."""
    try:
        given = json.loads(body)
        content = given["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""
    return content if isinstance(content, str) else ""
