"""Write the locks anew: every package with its version and hashes, and no address of a registry.

run.txt is what the program needs, dev.txt that and what its tests need, bench.txt that and the peers we measure
against. Run by ``./dev lock``.
"""

import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).parent
_COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet"),
    *("--group", "build"),
]


def make(name: str, *options: str) -> None:
    """Write one lock; a package that is there already keeps its version unless ``--upgrade`` is asked for."""
    subprocess.run([*_COMPILE, *options, *sys.argv[1:], "--output-file", str(_HERE / name)], check=True)


if __name__ == "__main__":
    make("run.txt")
    make("dev.txt", "--extra", "postgres", "--extra", "embed", "--extra", "spacy", "--extra", "oidc", "--group", "dev")
    make(
        "bench.txt", "--extra", "postgres", "--extra", "embed", "--extra", "oidc", "--group", "dev", "--group", "bench"
    )
