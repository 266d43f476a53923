"""The peers' readers on a made-up page: each gives the body, and nothing raises."""

import warnings
from importlib.util import find_spec

import pytest

from bench.extract import PEERS, Peer, Tally, lines_of, table

PARAGRAPH = (
    "The ferry ran aground at dawn on Monday near the old harbour, the coast guard said, and forty people waited."
)
BODY = "".join(f"<p>{PARAGRAPH} Part {n}, in which it went on.</p>" for n in range(8))
PAGE = f"""<html><head><title>Ferry aground</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Ferry aground</h1>{BODY}</article>
<footer>All rights reserved</footer></body></html>"""


def test_markup_becomes_a_line_a_block() -> None:
    markup = "<div>One\n two <b>three</b>\nfour<p>Five</p>six<br>seven<ul><li>eight</li><li>nine</li></ul></div>"
    assert lines_of(markup) == "One two three four\nFive\nsix\nseven\neight\nnine"
    assert lines_of("  ") == ""


@pytest.mark.parametrize("peer", [p for p in PEERS if p.name != "firsthand"], ids=lambda peer: peer.name)
def test_a_peer_reads_the_body(peer: Peer) -> None:
    if not find_spec(peer.module):
        pytest.skip(f"{peer.name} is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reading = peer.read(PAGE, "https://example.org/ferry", None)
    assert f"{PARAGRAPH} Part 7" in reading.text


def test_the_table_has_a_dash_where_a_tool_has_no_such_field() -> None:
    lines = table({"made up": Tally(2.0, 10, 0, [{"f1": [0.5], "paragraphs": [0.0]}])})
    assert lines[1].split() == ["made", "up", "0.500", "0.000", *["-"] * 7, "5.0", "0"]
