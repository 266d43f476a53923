"""A note's Markdown becomes HTML that can do nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.text.markdown import html_of, mentioned

ALLOWED = re.compile(
    r"</?(?:p|em|strong|code|pre|blockquote|ul|li|h[4-6])>|<br>|<hr>|<ol(?: start=\"\d+\")?>|</ol>|"
    r'<b class="mention">|</b>|<a href="(?:https?://|mailto:)[^"]*" rel="nofollow noopener noreferrer">|</a>',
    re.IGNORECASE,
)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](  jAvAsCrIpT:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](https://t.example/p.png)",
    "[x](/logout)",
    "[x](//t.example)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "`</code><script>alert(1)</script>`",
    "```<script>\nalert(1)\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href='https://a.example' onclick=alert(1)>x</a>",
    "@Ada<svg/onload=alert(1)>",
    '[a](https://a.example/"onmouseover="alert(1))',
    "<style>*{display:none}</style>",
    "<!-- --><base href=//t.example>",
]


def is_safe(html: str) -> bool:
    """Say whether nothing is left of the HTML but tags of the list."""
    return "<" not in ALLOWED.sub("", html)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_through(text: str) -> None:
    made = html_of(text, ("Ada",))
    assert is_safe(made), made


@given(st.text(alphabet="[]()<>!*_`#>-\"'&:/ \nabjsh@A0", max_size=80), st.sampled_from(HOSTILE))
def test_nothing_hostile_comes_through_whatever_stands_around_it(text: str, hostile: str) -> None:
    assert is_safe(html_of(text + hostile + text, ("A", "Ada")))


def test_what_markdown_is_for_is_there() -> None:
    made = html_of("# Title\n\n*a* **b** `c`\n\n- one\n- two\n\n> said\n\n[d](https://e.example/?a=1&b=2)\nnext")
    for part in ("<h4>Title</h4>", "<em>a</em> <strong>b</strong> <code>c</code>", "<li>one</li>", "<blockquote>"):
        assert part in made
    assert '<a href="https://e.example/?a=1&amp;b=2" rel="nofollow noopener noreferrer">d</a><br>' in made


def test_the_longest_name_is_meant() -> None:
    names = ("Ada", "Ada Lovelace")
    assert mentioned("@ada lovelace, @Ada.", names) == {"Ada", "Ada Lovelace"}
    assert mentioned("@Adam x@Ada [@Ada](https://a.example)", names) == set()
