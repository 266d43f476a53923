"""Why two pages or stories are together or are not: the verdict in plain sentences, then what was measured."""

from typing import TYPE_CHECKING

from firsthand.cli.paper import Paper, styled

if TYPE_CHECKING:
    from firsthand.contract import SideOut, TermOut, WhyOut


def write_why(why: "WhyOut") -> None:
    """Write the two pages, the sentences, and (where there is a score) what it was made of."""
    paper = Paper()
    for side in (why.a, why.b):
        paper.line(0, styled(_label(side), "bold"), styled(f"  {side.document} in {side.story}", "dim"))
    paper.gap()
    for sentence in why.sentences:
        paper.line(0, sentence)
    if why.score is not None:
        paper.gap()
        paper.line(0, styled("measured", "bold"))
        for signal in why.signals:
            paper.line(2, signal.text)
        _write_terms(paper, "only the first has", why.only_a)
        _write_terms(paper, "only the second has", why.only_b)
    for judgement in why.judgements:
        paper.line(
            0, styled("said", "bold"), f" by {judgement.by or 'a person'}, {judgement.at[:10]}: {judgement.text}"
        )


def _write_terms(paper: Paper, words: str, terms: "list[TermOut]") -> None:
    if terms:
        paper.line(2, f"{words} {', '.join(f'“{term.word}”' for term in terms)}")


def _label(side: "SideOut") -> str:
    return f"{side.headline or '(no headline)'} ({side.outlet})" if side.outlet else side.headline or "(no headline)"
