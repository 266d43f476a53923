"""Train the judge of a page's lines (`profiles/data/html_judge.json`) on pages whose licence allows it.

    PYTHONPATH=src python bench/train_html_judge.py ../shared/data/extract

Rows: every line of every page whose index is not divisible by three (the others are held out), from pages_news_181_outlets
(annotations MIT) and pages_articles_wcxb (CC-BY-4.0). A line is body when it is one of the gold paragraphs, or stands in
the gold text as a whole; optional lines count for nothing. Each page weighs the same, a news page twice.
Needs scikit-learn, which the program itself does not.
"""

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from firsthand.extract.html.choose import choose_body
from firsthand.extract.html.features import COLUMNS, Evidence, measure_lines, squash
from firsthand.extract.html.metadata import read_metadata
from firsthand.extract.html.phrases import compile_phrases
from firsthand.extract.html.prose import width
from firsthand.extract.html.reading import Line, read_tree
from firsthand.extract.html.tree import parse_page
from firsthand.profiles.lexicon import load_lexicon

SETS = {"pages_news_181_outlets": 1.0, "pages_articles_wcxb": 0.5}
OUT = Path(__file__).parent.parent / "src/firsthand/profiles/data/html_judge.json"
#: Below this length a line of the gold text may stand elsewhere on the page by chance.
NO_CHANCE = 40


def main(folder: Path) -> None:
    """Train and write the data file."""
    blocks = [block for name, weight in SETS.items() for block in pages(folder / f"{name}.jsonl.gz", weight)]
    rows, body, weights = (np.concatenate(column) for column in zip(*blocks, strict=True))
    # Chosen by cross-validation over outlets among 80x8, 120x12, 200x6 and 200x16 trees x leaves, with all columns or
    # .4 of them at each split; share of the lines' weight judged wrong (news, mixed): .0155 .0635 for 120x12 with all,
    # .0153 .0621 for this one.
    model = HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.05, max_leaf_nodes=16, max_features=0.4, min_samples_leaf=30,
        l2_regularization=10, random_state=0,
    )  # fmt: skip
    model.fit(rows, body, sample_weight=weights)
    OUT.write_text(json.dumps(flat(model), separators=(",", ":")))


def pages(path: Path, weight: float) -> Any:
    """Yield the rows, labels and weights of every training page."""
    lexicon = load_lexicon()
    with gzip.open(path, "rt") as stream:
        for index, row in enumerate(map(json.loads, stream)):
            root = parse_page(row["html"]) if index % 3 else None
            if root is None:
                continue
            page = read_tree(root)
            said = read_metadata(page, row["url"], lexicon)
            choice = choose_body(page, row["html"])
            evidence = Evidence(
                said.headlines, said.descriptions, said.body, choice.resiliparse, compile_phrases(lexicon), said.news,
                said.published is not None,
            )  # fmt: skip
            labels, weights = label(page.lines, row)
            yield (
                measure_lines(page, choice.shape, choice.frame, evidence),
                labels,
                weights / max(1.0, weights.sum()) * weight * 1000,
            )


def label(lines: list[Line], row: dict[str, Any]) -> tuple[Any, Any]:
    """Say of every line whether the gold has it, and how much it weighs (optional ones nothing)."""
    gold = {tidy(text) for text in row["paras"] or row["body"].split("\n")}
    body, optional = squash(row["body"]), " ".join(squash(text) for text in row["optional"])
    squashed = [squash(line.text) for line in lines]
    found = [
        tidy(line.text) in gold or (len(s) > NO_CHANCE and s in body) for line, s in zip(lines, squashed, strict=True)
    ]
    long = [i for i, hit in enumerate(found) if hit and len(squashed[i]) > NO_CHANCE]
    if long:
        found = [
            hit and (len(s) > NO_CHANCE or long[0] - 3 <= i <= long[-1] + 3)
            for i, (hit, s) in enumerate(zip(found, squashed, strict=True))
        ]
    weights = [
        0.0 if not s or (not hit and len(s) > 10 and s in optional) else 60.0 + min(width(line.text), 1000)
        for line, s, hit in zip(lines, squashed, found, strict=True)
    ]
    return np.array(found), np.array(weights)


def tidy(text: str) -> str:
    """Fold blanks."""
    return re.sub(r"\s+", " ", text).strip()


def flat(model: Any) -> dict[str, Any]:
    """Return the trees as flat columns (`firsthand.model.lexicon.Trees`)."""
    out: dict[str, Any] = {key: [] for key in ("roots", "feature", "threshold", "left", "right", "value")}
    depth = 0
    for (tree,) in model._predictors:
        base = len(out["feature"])
        out["roots"].append(base)
        for number, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            out["feature"].append(0 if leaf else int(node["feature_idx"]))
            out["threshold"].append(0.0 if leaf else float(f"{float(np.float32(node['num_threshold'])):.6g}"))
            out["left"].append(base + (number if leaf else int(node["left"])))
            out["right"].append(base + (number if leaf else int(node["right"])))
            out["value"].append(round(float(node["value"]), 5) if leaf else 0.0)
            depth = max(depth, int(node["depth"]))
    baseline = float(np.ravel(model._baseline_prediction)[0])
    return {"columns": list(COLUMNS), **out, "baseline": baseline, "depth": depth}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
