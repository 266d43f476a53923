"""Threads as a person reads them: a line each, or story by story with what each brought.

Headline                                                       <id>
3 stories, 2026-03-03 13:05 UTC to 2026-03-29: Zemrin, Vostra
  1  2026-03-03 13:05 UTC: headline  <id>
  2  2026-03-11 14:20 UTC: headline  <id>
       because shares ...
       new names    Radoslav Tesh, Amina Sorley
       new numbers  9.5 million crowns
"""

from firsthand.cli.paper import Paper, styled
from firsthand.cli.stories import time_of
from firsthand.cli.terminal import counted
from firsthand.contract import StepOut, ThreadLineOut, ThreadOut, ThreadsOut

_NEW = {"new_name": "new names", "new_number": "new numbers", "new_word": "new words"}


def write_threads(out: ThreadsOut) -> None:
    """Write a list of threads."""
    paper = Paper()
    if not out.threads:
        paper.line(0, "No story goes on over several events yet.")
    for thread in out.threads:
        paper.line(0, styled(thread.headline or "(no headline)", "bold"), styled(f"  {thread.id}", "dim"))
        paper.line(2, _summary(thread, thread.stories), style="dim")


def write_thread(thread: ThreadOut) -> None:
    """Write one thread."""
    paper = Paper()
    paper.line(0, styled(thread.headline or "(no headline)", "bold"), styled(f"  {thread.id}", "dim"))
    paper.line(0, _summary(thread, len(thread.steps)))
    for number, step in enumerate(thread.steps, start=1):
        _write_step(paper, number, step)


def _summary(thread: ThreadLineOut | ThreadOut, stories: int) -> str:
    until = f" to {time_of(thread.last)}" if thread.last and thread.last != thread.first else ""
    names = f": {', '.join(thread.names)}" if thread.names else ""
    return f"{counted(stories, 'story', 'stories')}, {time_of(thread.first or 'no time')}{until}{names}"


def _write_step(paper: Paper, number: int, step: StepOut) -> None:
    story = step.story
    told = f"{time_of(story.first or 'no time')}: {story.headline or '(no headline)'}"
    paper.line(2, styled(f"{number}", "bold"), f"  {told}", styled(f"  {story.id}", "dim"))
    for reason in step.reasons:
        paper.line(7, f"because {reason.text}", style="dim")
    for code, title in _NEW.items():
        words = [new.text for new in step.new if new.code == code]
        if words:
            paper.line(7, styled(title, "bold"), f"  {', '.join(words)}")
