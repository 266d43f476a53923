"""Say why a segment is in no document: by its own phrase, by what it repeats, or by where on the page it stands."""

from collections.abc import Sequence

from firsthand.extract.plain.headline import page_title
from firsthand.extract.plain.page import LABEL_EDGES, Mark, Page, Story
from firsthand.model.document import PartKind

#: Links and labels are shorter; what is longer and no article is a promotion or a teaser.
_LONGEST_LINK = 12
_LONGEST_LABEL = 5
_LABELS = ("byline", "summary_label", "topic_label")


def drop_reasons(page: Page, story: Story, items: Sequence[Story], marks: Sequence[Mark]) -> tuple[str, ...]:
    """Return for each segment the code of the reason for which it would be dropped."""
    said = {kind: {page.folded[m.start : m.end] for m in marks if m.kind is kind} for kind in PartKind}
    glued_in = {i for item in items for i in range(item.first, item.last)}
    top, end = story.body[0], story.body[-1]
    labels = frozenset().union(*(page.lexicon.words.get(name, ()) for name in _LABELS))
    reasons = [_own_reason(page, i, said, labels) for i in range(len(page.segments))]
    in_author_box = False
    for i, reason in enumerate(reasons):
        in_author_box = i > end and (reason == "author_box" or (in_author_box and not reason))
        if reason:
            continue
        if i in glued_in:
            reasons[i] = "related_links"
        elif in_author_box:
            reasons[i] = "author_box"
        elif page.looks.words[i] <= 2 and i and i + 1 < len(reasons) and reasons[i - 1] == reasons[i + 1] != "":
            reasons[i] = reasons[i - 1]
        else:
            reasons[i] = _by_place(page, i, top, end)
    return tuple(reasons)


def _own_reason(page: Page, i: int, said: dict[PartKind, set[str]], labels: frozenset[str]) -> str:
    """Return what the segment itself says, whatever stands around it; "" where it does not."""
    words = page.folded_at(i)
    shape = page.shape[page.segments[i].start : page.segments[i].end]
    if words in said[PartKind.CAPTION] or words in said[PartKind.CREDIT]:
        return "duplicate_caption"
    if i == 0 and page_title(page) is not None:
        return "page_title"
    if page.looks.words[i] <= _LONGEST_LABEL:
        if words.strip(LABEL_EDGES) in labels:
            return "label"
        if "|" in shape and "0" in shape and not shape.strip("[](0| )"):
            return "gallery_counter"
        if words in said[PartKind.BYLINE]:
            return "author_box"
    return page.looks.reasons[i]


def _by_place(page: Page, i: int, top: int, end: int) -> str:
    link = page.looks.words[i] <= _LONGEST_LINK
    if i < top:
        return "navigation" if link else "promo"
    if i <= end:
        return "widget" if link else "promo"
    return "related_links" if page.looks.words[i] > 4 else "footer"
