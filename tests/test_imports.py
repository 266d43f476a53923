"""The import rules hold, and they bite: a planted violation is caught."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = ("model", "text", "extract", "resolve", "thread", "understand")
#: Names through which a pure function would reach the clock, chance, files or the environment.
IMPURE = {("datetime", "now"), ("datetime", "today"), ("date", "today"), ("datetime", "utcnow")}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder / "src")})


@pytest.mark.parametrize(
    ("room", "line", "broken"),
    [
        ("resolve/links.py", "import sqlalchemy", "The pure rooms touch no database"),
        ("text/tokens.py", "import firsthand.resolve.links", "One direction of imports"),
        ("web/__init__.py", "import firsthand.store.database", "The shells go through app"),
        ("model/ids.py", "import numpy", "The model uses the standard library only"),
    ],
)
def test_a_planted_violation_is_caught(tmp_path: Path, room: str, line: str, broken: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "pages"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "src" / "firsthand" / room
    target.write_text(target.read_text() + f"\n{line}  # noqa\n")
    found = lint_imports(tmp_path)
    assert found.returncode == 1
    assert any(broken in row and "BROKEN" in row for row in found.stdout.splitlines()), found.stdout


@pytest.mark.parametrize("path", [p for room in PURE for p in sorted((ROOT / "src/firsthand" / room).rglob("*.py"))])
def test_the_pure_rooms_open_nothing_and_ask_no_clock(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = node.func
            assert not (isinstance(called, ast.Name) and called.id in ("open", "input", "print")), ast.dump(called)
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                assert (called.value.id, called.attr) not in IMPURE, f"{path.name}:{node.lineno}"


def test_the_function_extract_is_not_hidden_by_its_room() -> None:
    code = (
        "import firsthand.extract.cascade, firsthand\n"
        "assert callable(firsthand.extract), firsthand.extract\n"
        "from firsthand.extract.assemble import assemble\n"
        "import firsthand.library\n"
        "assert callable(firsthand.extract)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
