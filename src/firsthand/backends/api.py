"""Asking a server that speaks as OpenAI's does, through the program's only door to the network, which is handed in.

A private address is asked only because it is the very one that the person configured.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

#: ``(address, body, headers, hosts that are allowed although they are private) -> what is answered``. Raises `InputError`.
Send = Callable[[str, bytes, Mapping[str, str], Sequence[str]], bytes]


def ask(send: Send, address: str, route: str, question: Mapping[str, Any], key: str = "") -> Any:
    """Post a question to ``address/route``; None where the answer is no JSON. Raises `InputError` where none comes in time."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    host = urlsplit(address).hostname or ""
    try:
        return json.loads(send(f"{address.rstrip('/')}/{route}", json.dumps(question).encode(), headers, (host,)))
    except (ValueError, RecursionError):
        return None
