"""A question written again as it was understood, in its own language and in plain English."""

from firsthand.search.days import day_of
from firsthand.search.query import All, Bounds, Mark, Node, Not, Some, Term

_FIELD = {
    "byline": "by", "headline": "title", "organisation": "org", "language": "lang", "host": "site",
}  # fmt: skip
_ENGLISH = {
    "outlet": "in an outlet called {}", "byline": "by {}", "headline": "with {} in the headline",
    "said": "with {} inside a quotation", "person": "naming the person {}", "organisation": "naming the organisation {}",
    "place": "naming the place {}", "topic": "on the topic {}", "language": "in the language {}", "host": "of the site {}",
    "address": "at the address {}",
}  # fmt: skip
_COUNTED = {"independent": "independent sources", "outlets": "outlets"}


def written(node: Node | None) -> str:
    """Write a tree as a question that is read as the same tree.

    >>> written(All((Term("ferry"), Not(Term("ran aground", "said", exact=True)))))
    'ferry -said:"ran aground"'
    """
    if node is None:
        return ""
    if isinstance(node, Term):
        return _term(node)
    if isinstance(node, Mark):
        return f"is:{node.name}"
    if isinstance(node, Bounds):
        return _bounds(node)
    if isinstance(node, Not):
        inside = written(node.of)
        return f"-({inside})" if isinstance(node.of, All | Some | Not) else f"-{inside}"
    glue = " " if isinstance(node, All) else " OR "
    return glue.join(f"({written(p)})" if isinstance(p, All | Some) else written(p) for p in node.parts)


def _term(term: Term) -> str:
    if term.field == "address":
        return f"https://{term.text}"
    name = _FIELD.get(term.field, term.field)
    before = f"{name}:" if name else ""
    if term.exact and term.field not in ("language", "host"):
        return f'{before}"{term.text}"'
    return f"{before}{term.text}{'*' if term.prefix else ''}"


def _bounds(bounds: Bounds) -> str:
    low, high = bounds.low, bounds.high
    if bounds.field == "day":
        parts = [
            f"after:{day_of(low)}" if low is not None else "",
            f"before:{day_of(high + 1)}" if high is not None else "",
        ]
        return " ".join(p for p in parts if p)
    if low is not None and low == high:
        return f"{bounds.field}:{low}"
    return f"{bounds.field}:>={low}" if low is not None else f"{bounds.field}:<={high}"


def in_english(node: Node | None) -> str:
    """Say what a tree asks for.

    >>> in_english(All((Term("ferry"), Bounds("independent", low=3))))
    'pages with “ferry”, in a story with at least 3 independent sources'
    """
    if node is None:
        return "nothing"
    parts = node.parts if isinstance(node, All) else (node,)
    return "pages " + ", ".join(_said(part) for part in parts)


def _said(node: Node) -> str:
    if isinstance(node, Term):
        text = f"“{node.text}{'…' if node.prefix else ''}”"
        return _ENGLISH[node.field].format(text) if node.field in _ENGLISH else f"with {text}"
    if isinstance(node, Mark):
        return {
            "original": "that are an original",
            "copy": "that copy another",
            "corrected": "that were corrected",
        }.get(node.name, "of a wire agency’s report")
    if isinstance(node, Bounds):
        return _bounds_said(node)
    if isinstance(node, Not):
        return f"not {_said(node.of)}"
    glue = " and " if isinstance(node, All) else " or "
    return "(" + glue.join(_said(part) for part in node.parts) + ")"


def _bounds_said(bounds: Bounds) -> str:
    low, high = bounds.low, bounds.high
    if bounds.field == "day":
        return (
            f"published on {day_of(low)} or later" if low is not None else f"published before {day_of((high or 0) + 1)}"
        )
    what = _COUNTED[bounds.field]
    if low is not None and low == high:
        return f"in a story with exactly {low} {what}"
    return f"in a story with at least {low} {what}" if low is not None else f"in a story with at most {high} {what}"
