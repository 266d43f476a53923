"""axe-core in a page: what it finds against WCAG 2.2 AA and its own best practices."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def judge(page: Page, axe: Path) -> list[dict[str, Any]]:
    """Return the violations on an open page: rule, words, and where."""
    page.evaluate(axe.read_text(encoding="utf-8"))
    options = json.dumps({"runOnly": {"type": "tag", "values": list(_RULES)}, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run(document, {options})")
    return [
        {
            "code": v["id"],
            "what": v["help"],
            "where": " ".join(map(str, n["target"])),
            "why": n.get("failureSummary", ""),
        }
        for v in found["violations"]
        for n in v["nodes"]
    ]
