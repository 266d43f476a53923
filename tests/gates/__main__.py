"""``python -m tests.gates [NAME...] [--data FILE] [--json] [--pin] [--limit N] [--worst N]``, from the root."""

import argparse
import json
import os
import sys
from pathlib import Path

from tests.gates.data import Run, UnknownFormat
from tests.gates.figures import pin
from tests.gates.runner import GATES, Outcome, holds, lines, run_gate, summary, told, worst_lines


def main(arguments: list[str] | None = None) -> int:
    """Run the named gates, or all; 1 when a figure is below its floor, or under CI the data is absent."""
    asked = _parser().parse_args(arguments)
    if asked.pin and (asked.data or asked.limit):
        print("--pin takes the gates' own data, whole: leave out --data and --limit", file=sys.stderr)
        return 2
    run = Run(tuple(asked.data), asked.limit, asked.workers)
    try:
        outcomes = [_run(name, run, asked) for name in asked.names or GATES]
    except UnknownFormat as unknown:
        print(unknown, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps([told(outcome) for outcome in outcomes], indent=1))
    else:
        print(*summary(outcomes), sep="\n")
    refusals = pin(f for outcome in outcomes for f in outcome.figures) if asked.pin else []
    for refusal in refusals:
        print(f"refused: {refusal}", file=sys.stderr)
    must_be_here = os.environ.get("CI", "").lower() == "true"
    return int(bool(refusals) or not all(holds(outcome, must_be_here) for outcome in outcomes))


def _run(name: str, run: Run, asked: argparse.Namespace) -> Outcome:
    outcome = run_gate(name, run)
    if not asked.json:
        print(*lines(outcome), *worst_lines(outcome, asked.worst), sep="\n", flush=True)
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.gates", description="Measure, and compare with the floors.")
    parser.add_argument("names", nargs="*", choices=[*GATES, []], metavar="NAME", help=", ".join(GATES))
    parser.add_argument(
        "--data", type=Path, action="append", default=[], help="another set of the same format; repeatable"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured; never lowers one")
    parser.add_argument("--limit", type=int, help="only the first N rows of each set; floors are then not applied")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="the N worst rows of each figure")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
