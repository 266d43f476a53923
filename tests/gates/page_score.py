"""How one page's `Reading` is scored against its labels: figure -> this page's values (none, one or many)."""

from datetime import datetime

from tests.gates import metrics
from tests.gates.data import JsonRow
from tests.gates.readers import Reading

#: One row's values of every figure it has a say in.
Values = dict[str, list[float]]

#: A caption or a standfirst is found (or has leaked) when this share of its 4-word shingles is there: a credit glued to
#: its end or a cut last word must not decide. The figures move by less than .01 between .7 and .9.
_FOUND = 0.8


def news_page(row: JsonRow, reading: Reading) -> Values:
    """Score a page of the news set: body, exact paragraphs, and every field its labels have."""
    values = {
        "f1": [metrics.shingle_score(reading.text, row["body"], row["optional"]).f1],
        "paragraphs": [metrics.paragraph_score(reading.text, row["paras"], row["optional"]).f1],
        "title": [float(metrics.normal(reading.title) == metrics.normal(row["title"]))],
        "standfirst": _standfirst(row, reading),
    }
    return values | _authors(row["authors"], reading) | _times(row["date"], reading) | _images(row, reading)


def word_page(row: JsonRow, reading: Reading) -> Values:
    """Score a page that has a whole body and snippets: bag-of-words F1 and the share of snippets right."""
    return {"f1": [metrics.word_score(reading.text, row["body"]).f1]} | snippet_page(row, reading)


def snippet_page(row: JsonRow, reading: Reading) -> Values:
    """Score a page's snippets, against standfirst and body (`Reading.whole`): each wanted one that is there and each unwanted one that is not is right."""
    return {"snippets": list(metrics.snippets_right(reading.whole, row["with"] or (), row["without"] or ()))}


def _standfirst(row: JsonRow, reading: Reading) -> list[float]:
    """Say whether the standfirst is kept as a field.

    Gold: the ``optional`` paragraphs, which in this set are the summary above the body (one paragraph, or key points).
    Right: 80 % of their shingles stand in our standfirst and bullets. In the body alone it is not a field.
    """
    if not row["optional"]:
        return []
    wanted, kept = "\n".join(row["optional"]), "\n".join(reading.standfirst)
    return [float(metrics.shingle_recall(wanted, kept) >= _FOUND)]


def _authors(gold: list[str] | None, reading: Reading) -> Values:
    """Compare the sets of folded names; the counts give the micro-F over all names."""
    wanted = metrics.names(gold)
    if not wanted:
        return {}
    got = metrics.names(reading.authors)
    return {
        "authors": [float(got == wanted)],
        "authors_right": [len(got & wanted)],
        "authors_found": [len(got)],
        "authors_wanted": [len(wanted)],
    }


def _times(gold: str | None, reading: Reading) -> Values:
    if not gold:
        return {}
    when = datetime.fromisoformat(gold)
    values = {"day": [float(metrics.same_day(reading.published, when))]}
    if metrics.has_clock(when):
        values["minute"] = [float(metrics.same_minute(reading.published, when))]
    return values


def _images(row: JsonRow, reading: Reading) -> Values:
    """Score each different caption (as a field; outside the body) and each different credit of a page.

    A caption has leaked when it stands in our body and not in the labelled one. A credit is found when every name the
    label gives stands in one of our credits, as a run of words ("Niall Carson/PA" in "Photo: Niall Carson/PA").
    """
    values: Values = {"captions": [], "captions_outside_body": [], "credits": []}
    images = row["images"] or ()
    for caption in sorted({metrics.normal(image["caption"]) for image in images if image["caption"]}):
        as_field = max((metrics.shingle_recall(caption, kept) for kept in reading.captions), default=0.0)
        values["captions"].append(float(as_field >= _FOUND))
        leaked = metrics.shingle_recall(caption, reading.text) >= _FOUND > metrics.shingle_recall(caption, row["body"])
        values["captions_outside_body"].append(float(not leaked))
    kept = [metrics.tokens(credit) for credit in reading.credits]
    for credit in sorted({tuple(sorted(metrics.names(image["authors"]))) for image in images if image["authors"]}):
        found = all(any(metrics.contains_run(metrics.tokens(who), line) for line in kept) for who in credit)
        values["credits"].append(float(found))
    return values
