"""How long the pages of a story take to draw: the site's own part, from the records of `firsthand.app` to HTML.

    python -m bench.story_page [STORE STORY]

Without a store a story is made up: 5 pages, and 65 of which 40 are copies. What it costs to fetch the records is not in it
(`bench.site` measures the whole); with a store and a story both are shown.
"""

import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from statistics import median

from firsthand import app
from firsthand.contract import (
    CoverageOut,
    EdgeOut,
    GraphOut,
    GrowthOut,
    LineageOut,
    MemberOut,
    NodeOut,
    PassageOut,
    ReasonOut,
    RewordingOut,
    SpanOut,
    StoryOut,
    TimelineOut,
)
from firsthand.web.evidence import picture
from firsthand.web.site import templates
from firsthand.web.story_pages import evidence_view, story_view

_ASKED = {5: 5.0, 65: 40.0}
_TIMES = 15


def made_up(pages: int) -> tuple[StoryOut, GraphOut]:
    """Return a story of so many pages, three in five of them copies of the first, and its evidence."""
    copies = pages * 40 // 65
    members = [_member(n, n <= copies) for n in range(pages)]
    lineages = [
        LineageOut("lin_0", "doc_0", None, None, [m.id for m in members[: copies + 1]], ["Its dateline names it."])
    ]
    lineages += [LineageOut(f"lin_{m.id}", m.id, None, None, [m.id], []) for m in members[copies + 1 :]]
    growth = [GrowthOut(m.id, m.published, n + 1, n + 1, 1) for n, m in enumerate(members)]
    names = [m.outlet or "" for m in members]
    story = StoryOut(
        "sto_x", "Port Ellery to close its north quay", "en", len(lineages), pages, names, members[0].published,
        members[-1].published, lineages, members, ["wire"], [], growth, ["en"], [],
    )  # fmt: skip
    nodes = [
        NodeOut(m.id, "document", m.outlet or "", m.relation, m.lineage, m.headline, m.published, m.seen)
        for m in members
    ]
    edges = [EdgeOut("doc_0", m.id, "copy", True, m.coverage, m.evidence, True) for m in members if m.original]
    return story, GraphOut("sto_x", len(lineages), nodes, edges, [k.documents for k in lineages])


def _member(n: int, repeats: bool) -> MemberOut:
    identity = f"doc_{n}"
    passages = [PassageOut(f"The minister said nothing of the {k}th quay.", 10 * k, 10 * k + 9) for k in range(9)]
    swaps = [RewordingOut(passages[k], passages[k + 1], "") for k in range(8)]
    style = [RewordingOut(passages[0], passages[1], "quotation marks")] * 20
    reasons = [ReasonOut("carries", f"carries {k} % of it", 1.0, [SpanOut(identity, 0, 9)]) for k in range(6)]
    made = MemberOut(
        identity, f"cap_{n}", f"art_{n}", f"Port to shut quay {n}", "en", f"Courier {n}", f"https://c{n}.example/a",
        f"2025-05-28T{n % 24:02}:00Z", "2025-05-29T08:00Z", f"lin_{identity}" if n else "lin_0", "original", None, [], reasons,
        None, "", [], [], [], [], [], [],
    )  # fmt: skip
    if not repeats or not n:
        return made
    told = "Adds nine passages (“The minister said …”) and rewords eight places. House style: quotation marks (20)."
    return replace(
        made, lineage="lin_0", relation="copy", original="doc_0", coverage=CoverageOut(0.9, 0.8), account=told,
        added=passages, dropped=passages, reworded=swaps, house_style=style,
    )  # fmt: skip


def _median(work: Callable[[], object]) -> float:
    """Return the median CPU time of a piece of work, in ms; the first run, which reads the templates, is left out."""
    work()
    taken = []
    for _ in range(_TIMES):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1000)
    return median(taken)


def main() -> None:
    """Print a line a page."""
    environment = templates().engine_instance.engine
    story_page, evidence_page = environment.get_template("story.html"), environment.get_template("evidence.html")
    print(f"{'pages':>6} {'page':<10} {'asked ms':>9} {'ms':>7} {'kB':>7}")
    for pages, asked in _ASKED.items():
        story, graph = made_up(pages)
        empty = TimelineOut(story.id, [])
        for name, template, view in (
            ("story", story_page, lambda s=story, g=graph, t=empty: story_view(s, t, g) | {"csrf": "x"}),
            ("evidence", evidence_page, lambda s=story, g=graph: evidence_view(s, g)),
        ):
            size = len(template.render(view())) / 1000
            taken = _median(lambda template=template, view=view: template.render(view()))
            print(f"{pages:>6} {name:<10} {asked:>9.0f} {taken:>7.1f} {size:>7.0f}")
        print(f"{pages:>6} {'drawing':<10} {'':>9} {_median(lambda g=graph: picture(g)):>7.1f}")
    if len(sys.argv) == 3:
        _of_store(sys.argv[1], sys.argv[2], story_page.render)


def _of_store(address: str, story_id: str, render: Callable[..., str]) -> None:
    with closing(app.open_store(address)) as store:
        found = (app.story(store, story_id), app.timeline(store, story_id), app.graph(store, story_id))
        drawn = _median(lambda: render(story_view(*found) | {"csrf": "x"}))
        print(f"{len(found[0].documents):>6} {'story':<10} {'':>9} {drawn:>7.1f}")
        print(f"{'':>6} {'records':<10} {'':>9} {_median(lambda: app.story(store, story_id)):>7.1f}")


if __name__ == "__main__":
    main()
