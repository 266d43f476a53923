"""Make the reference from the code, and check it and the guide's examples (``./dev docs``, ``./dev docs --check``).

| page                       | made from                                   |
|----------------------------|---------------------------------------------|
| docs/reference/cli.md      | the command line's own help                 |
| docs/reference/json.md     | the dataclasses of `firsthand.contract`     |
| docs/reference/library.md  | the docstrings of the five functions        |
| docs/reference/api.md      | the OpenAPI description that the server has |
| docs/reference/stages.md   | the table of stages                         |
| docs/reference/settings.md | the structs of `firsthand.settings`         |
"""

import dataclasses
import doctest
import inspect
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import firsthand
from firsthand import app, contract, library, settings, stages

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
_TERMINAL = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "PATH": "/usr/bin:/bin", "HOME": "/nowhere"}
_EVENTS = ("merge", "different-event", "split", "move", "pin")
_SOURCES = ("show", "set", "pause", "resume", "remove")
_JUDGE = ("not-a-copy", "copy-of", "original-is", "same-outlet", "wrong-speaker", *_EVENTS, "list", "withdraw")
#: The files of `firsthand.contract`, as they are best read.
_FILES = (
    "answers",
    "archives",
    "sources",
    "documents",
    "voices",
    "stories",
    "reading",
    "views",
    "story_voices",
    "threads",
    "positions",
    "names",
    "notes",
    "spoken",
    "graph",
    "compared",
    "evidence",
    "accounts",
)
_COMMANDS = (
    "read",
    "add",
    "sources",
    *(f"sources {name}" for name in _SOURCES),
    "refresh",
    "voices",
    "positions",
    "serve",
    "rebuild",
    "doctor",
    "story",
    "stories",
    "timeline",
    "why",
    "threads",
    "thread",
    "judge",
    *(f"judge {name}" for name in _JUDGE),
)


def cli() -> str:
    """The help of every command, as a terminal of 100 columns shows it."""
    made = ["# The command line", "", "Made from the program's own help."]
    for command in ((), *(name.split() for name in _COMMANDS)):
        shown = subprocess.run(
            [str(Path(sys.executable).parent / "firsthand"), *command, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={**_TERMINAL, "PYTHONPATH": str(ROOT / "src")},
        ).stdout
        lines = "\n".join(line.rstrip() for line in shown.strip("\n").splitlines())
        made += ["", f"## firsthand {' '.join(command)}".rstrip(), "", "```", lines, "```"]
    return "\n".join(made) + "\n"


def json_shapes() -> str:
    """Every shape of the contract with its fields."""
    made = ["# JSON", "", inspect.getdoc(contract) or ""]
    shapes = [c for _, c in inspect.getmembers(contract, dataclasses.is_dataclass)]
    for shape in sorted(
        shapes, key=lambda c: (_FILES.index(c.__module__.rpartition(".")[2]), inspect.getsourcelines(c)[1])
    ):
        made += ["", f"## {shape.__name__.removesuffix('Out')}", "", inspect.getdoc(shape) or "", ""]
        made += [f"- `{field.name}`: {_type(field.type)}" for field in dataclasses.fields(shape)]
    return "\n".join(made) + "\n"


def _type(annotation: object) -> str:
    name = str(getattr(annotation, "__name__", annotation) if isinstance(annotation, type) else annotation)
    return re.sub(r"(?:firsthand\.contract\.(?:\w+\.)?)?(\w+?)Out\b", r"\1", name.replace("'", ""))


def library_page() -> str:
    """The functions, as they are in the code."""
    made = [
        "# The library",
        "",
        "Five pure functions; the records are in `firsthand.model`, the shape of `voices` in `firsthand.contract`.",
    ]
    for name in firsthand.__all__:
        function = getattr(library, name)
        made += ["", f"## firsthand.{name}", "", "```python", f"{name}{inspect.signature(function)}", "```", ""]
        made += [inspect.getdoc(function) or ""]
    return "\n".join(made) + "\n"


def api() -> str:
    """Every route with its summary."""
    from firsthand.server import build

    with tempfile.TemporaryDirectory() as folder:
        store = app.open_store(folder)
        schema = build(store).openapi_schema.to_schema()
        store.close()
    made = ["# The HTTP API", "", "The running program serves the full description at `/api/`.", ""]
    for path, methods in sorted(schema["paths"].items()):
        for method, about in methods.items():
            said = about.get("description") or about.get("summary", "")
            made.append(f"- `{method.upper()} {path}`: {' '.join(said.split())}")
    return "\n".join(made) + "\n"


def stages_page() -> str:
    """The table of contents of the program."""
    return f"# Stages\n\n{inspect.getdoc(stages)}\n"


#: What a setting takes that may be anything of its kind.
_KINDS = {str: "text", int: "a whole number", tuple: "a list; commas between in the variable"}


def settings_page() -> str:
    """Every setting: its values, its default, its variable."""
    made = ["# Settings", "", inspect.getdoc(settings) or "", ""]
    made += ["| setting | values | default | variable |", "|---|---|---|---|"]
    variables = {key: variable for variable, key in settings.VARIABLES.items()}
    for name, values, default in settings.names():
        may = ", ".join(f"`{value}`" if value else "empty" for value in values) or _KINDS[type(default)]
        made.append(f"| `{name}` | {may} | {f'`{default}`' if default else 'empty'} | `{variables[name]}` |")
    for kind in (settings.Models, settings.Endpoint, settings.Following, settings.Accounts, settings.Oidc):
        made += ["", f"## {kind.__name__}", "", inspect.getdoc(kind) or ""]
    return "\n".join(made) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli,
    "json.md": json_shapes,
    "library.md": library_page,
    "api.md": api,
    "stages.md": stages_page,
    "settings.md": settings_page,
}


def main(check: bool) -> int:
    """Write every page, or say which is not as the code makes it; then run the examples."""
    stale = []
    for name, make in PAGES.items():
        made = make()
        path = REFERENCE / name
        if check and (not path.exists() or path.read_text("utf-8") != made):
            stale.append(name)
        elif not check:
            path.write_text(made, "utf-8")
    for name in stale:
        print(f"docs/reference/{name} is not what the code makes: run ./dev docs")
    failed = sum(_examples(path) for path in [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))])
    return 1 if stale or failed else 0


def _examples(path: Path) -> int:
    result = doctest.testfile(str(path), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS)
    print(f"{path.relative_to(ROOT)}: {result.attempted} examples, {result.failed} failed")
    return result.failed


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
