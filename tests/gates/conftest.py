"""Make ``tests.gates`` importable under its own name, also where pytest was not started as ``python -m pytest``."""

import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)
