"""What a search found, as a person reads it: a story, its numbers, and the lines that show why.

3 stories, 9 pages with “ferry”, with “strike”
Headline                                                       <id>
4 outlets, 2 independent sources  2026-03-03
  Outlet, time: headline  <id>
    the union said the strike would go on
"""

import re

from firsthand.cli.paper import Paper, styled
from firsthand.cli.stories import time_of
from firsthand.cli.terminal import counted
from firsthand.contract import FoundPageOut, FoundStoryOut, SearchOut

_BLANKS = re.compile(r"\s+")


def write_search(found: SearchOut) -> None:
    """Write what was found, and how the question was understood."""
    paper = Paper()
    for remark in found.remarks:
        paper.line(0, remark, style="dim")
    if found.found:
        several = f"{counted(found.stories, 'story', 'stories')}: {found.meaning}"
        paper.line(0, several, style="dim")
    elif found.read_as:
        paper.line(0, f"Nothing was found: {found.meaning}.")
    for story in found.found:
        paper.gap()
        _write_story(paper, story)
    if found.next:
        paper.gap()
        paper.line(0, f"More: --after {found.next}", style="dim")


def _write_story(paper: Paper, found: FoundStoryOut) -> None:
    line = found.story
    paper.line(0, styled(line.headline or "(no headline)", "bold"), styled(f"  {line.id}", "dim"))
    sources = styled(counted(line.independent_sources, "independent source"), "cyan")
    outlets = counted(line.outlets or line.documents, "outlet" if line.outlets else "page")
    paper.line(0, f"{outlets}, ", sources, styled(f"  {time_of(line.last or 'no time')}", "dim"))
    for page in found.pages:
        _write_page(paper, page)
    if found.more:
        paper.line(2, f"and {counted(found.more, 'page')} more of it", style="dim")


def _write_page(paper: Paper, page: FoundPageOut) -> None:
    told = f"{page.outlet or 'a page'}, {time_of(page.published or 'no time')}: "
    title = [styled(run.text, "bold" if run.marked else "") for run in page.title] or [styled("(no headline)", "")]
    by = "" if "words" in page.found_by else "  (by its meaning)"
    paper.line(2, told, *title, styled(f"{by}  {page.document}", "dim"))
    if page.snippet:
        paper.line(4, *(styled(_BLANKS.sub(" ", r.text), "bold" if r.marked else "") for r in page.snippet.runs))
