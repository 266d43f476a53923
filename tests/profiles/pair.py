"""Make a test of a page: the page, and what is read from it as JSON (``./dev profile PAGE --url URL``).

What is written is what the extractor gives today, not what is right: look through it, and correct by hand what is wrong.
Until the extractor gives that, the test fails. Pages of real outlets are theirs: such pairs stay on your machine.
"""

import argparse
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import make_capture
from firsthand.model.lexicon import Lexicon
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.outlets import read_outlets

HERE = Path(__file__).parent
PAGES = HERE / "pages"


def lexicon() -> Lexicon:
    """The word lists with the profiles that ship and those of the tests."""
    shipped = load_lexicon()
    return replace(shipped, profiles={**shipped.profiles, **read_outlets(HERE / "outlets")})


def read(content: bytes, url: str, seen_at: datetime) -> dict[str, Any]:
    """Return what is read from a page, as plain data in a stated order."""
    extraction = extract_capture(make_capture(content, url, seen_at, url=url), content, lexicon())
    return {
        "url": url,
        "seen_at": seen_at.isoformat(),
        "problems": [problem.code for problem in extraction.problems],
        "documents": [
            {
                "role": document.role.value,
                "headline": document.headline,
                "outlet": document.outlet,
                "published": str(document.published) if document.published else None,
                "updated": str(document.updated) if document.updated else None,
                "language": document.language,
                "credit": document.credit,
                "parts": [[part.kind.value, part.text] for part in document.parts],
                "blocks": [[b.kind.value, document.text[b.start : b.end]] for b in document.blocks],
            }
            for document in extraction.documents
        ],
    }


def write_pair(content: bytes, url: str, seen_at: datetime, name: str, folder: Path = PAGES) -> Path:
    """Write the page and what is read from it; return where the second is."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.html").write_bytes(content)
    expected = folder / f"{name}.json"
    expected.write_text(json.dumps(read(content, url, seen_at), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return expected


def main() -> None:
    """Make the pair that the command line asks for."""
    parser = argparse.ArgumentParser(prog="./dev profile", description="Make a test of a page.")
    parser.add_argument("page", type=Path, help="the page, saved as it came")
    parser.add_argument("--url", required=True, help="its address")
    parser.add_argument("--seen-at", type=datetime.fromisoformat, help="when it was seen, with a zone; default: now")
    parser.add_argument("--name", help="the name of the pair; default: that of the page")
    asked = parser.parse_args()
    seen_at = (asked.seen_at or datetime.now(UTC).replace(microsecond=0)).astimezone(UTC)
    expected = write_pair(asked.page.read_bytes(), asked.url, seen_at, asked.name or asked.page.stem)
    print(f"Written: {expected}. Look through it, and correct by hand what is wrong.")


if __name__ == "__main__":
    main()
