"""Nothing that came from outside is ever taken for markup: what would do so is not in the code."""

import re
from pathlib import Path

import firsthand

CODE = Path(firsthand.__file__).parent
#: Where markup is made in Python: from words of ours, with everything else escaped by ``format``.
MAKERS = {"web/pieces.py", "web/words.py"}
#: The one thing that a template takes as it is: a note's Markdown, made and cleaned by `firsthand.text.markdown`.
NOTE = ("noted.html", "n.html | safe")


def test_no_template_marks_anything_safe_but_a_note() -> None:
    # A literal of the template's own is no outsider's: `"<ins>added</ins>" | safe`.
    marks = re.compile(
        r"(?<!>\")(?<!>\" )\|\s*safe\b|autoescape\s+false|\bMarkup\b|\bstyle=|\son[a-z]+=", re.IGNORECASE
    )
    found = [
        f"{path.name}: {match[0]}"
        for path in sorted((CODE / "web" / "templates").glob("*.html"))
        for match in marks.finditer(_without_note(path))
    ]
    assert found == []


def _without_note(path: Path) -> str:
    name, place = NOTE
    text = path.read_text("utf-8")
    if path.name != name:
        return text
    assert text.count(place) == 1
    return text.replace(place, "")


def test_markup_is_made_in_one_place_and_of_literals_alone() -> None:
    for path in sorted(CODE.rglob("*.py")):
        text = path.read_text("utf-8")
        if "markupsafe" not in text and "Markup(" not in text:
            continue
        assert str(path.relative_to(CODE)) in MAKERS, (
            f"{path.name}: whatever makes markup has to be looked at, and named here"
        )
        for argument in re.findall(r"\bMarkup\((.{2})", text):
            assert argument[0] in "'\")" or argument == '""', argument
