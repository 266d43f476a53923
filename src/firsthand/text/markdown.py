"""A note's Markdown as HTML that is safe to put into a page: CommonMark without HTML of its own, pictures or loose links.

text -> CommonMark (no raw HTML, no pictures) -> names of people marked -> a small list of tags, and nothing else

Two walls: the renderer escapes what it does not know, and what it made is cleaned by a list of what may stand in it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_TAGS = frozenset(
    "p br em strong code pre blockquote ul ol li hr h1 h2 h3 h4 h5 h6 a b".split()  # b: a name with an @
)
_SCHEMES = frozenset({"http", "https", "mailto"})
_WEB = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
#: Headings of a note stand below those of its page.
_DEEPER = 3
_NAME_LIKE = r"(?<![\w@])@({names})(?![\w])"


@lru_cache(maxsize=4096)
def html_of(text: str, names: tuple[str, ...] = ()) -> str:
    """Render a note; ``names`` are those of people that an @ may stand before.

    >>> html_of("*Who* says so, @Ada? <b>x</b>", ("Ada",))
    '<p><em>Who</em> says so, <b class="mention">@Ada</b>? &lt;b&gt;x&lt;/b&gt;</p>\\n'
    """
    made = _reader(names).render(text)
    return nh3.clean(
        made,
        tags=set(_TAGS),
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        allowed_classes={"b": {"mention"}},
        url_schemes=set(_SCHEMES),
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
        strip_comments=True,
    )


def mentioned(text: str, names: Iterable[str]) -> set[str]:
    """Return those of the names that stand in a note behind an @, but for those in code.

    >>> sorted(mentioned("@ada and `@Ben`, not bob@Cy.example", ["Ada", "Ben", "Cy"]))
    ['Ada']
    """
    known = tuple(names)
    found = (token for block in _reader(known).parse(text) for token in block.children or ())
    return {token.content for token in found if token.type == "mention"}


@lru_cache(maxsize=64)
def _reader(names: tuple[str, ...]) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_inline", "html_block"])
    reader.validateLink = lambda url: bool(_WEB.match(url))  # type: ignore[method-assign]
    reader.core.ruler.push("below", _deepen)
    if names:
        spelt = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
        pattern = re.compile(_NAME_LIKE.format(names=spelt), re.IGNORECASE)
        whole = {name.casefold(): name for name in names}

        def mark(state: StateCore) -> None:
            for block in state.tokens:
                if block.children:
                    block.children = list(chain.from_iterable(_marked(block.children, pattern, whole)))

        reader.core.ruler.push("mention", mark)
        reader.add_render_rule("mention", _mention)
    return reader


def _deepen(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _DEEPER)}"


def _marked(tokens: Sequence[Token], pattern: re.Pattern[str], whole: dict[str, str]) -> Iterable[list[Token]]:
    """Cut names out of the running words; those inside of a link stay words."""
    links = 0
    for token in tokens:
        links += (token.type == "link_open") - (token.type == "link_close")
        yield _cut(token, pattern, whole) if token.type == "text" and not links else [token]


def _cut(token: Token, pattern: re.Pattern[str], whole: dict[str, str]) -> list[Token]:
    found: list[Token] = []
    at = 0
    for match in pattern.finditer(token.content):
        found.append(Token("text", "", 0, content=token.content[at : match.start()], level=token.level))
        found.append(Token("mention", "", 0, content=whole.get(match[1].casefold(), match[1]), level=token.level))
        at = match.end()
    found.append(Token("text", "", 0, content=token.content[at:], level=token.level))
    return found


def _mention(_self: object, tokens: Sequence[Token], i: int, _options: object, _env: object) -> str:
    return f'<b class="mention">@{escapeHtml(tokens[i].content)}</b>'
