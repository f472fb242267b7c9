"""Names of the real lists in ``../shared/data``, and what happens to a name on paper: for the benches of this folder. Read, never kept."""

from __future__ import annotations

import csv
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))
DATA = HERE.parent.parent / "shared" / "data"
LEI = DATA / "open" / "gleif" / "lei_names.parquet"
CSL22 = DATA / "open" / "us_csl_full_2022-04" / "consolidated.csv"
CSL26 = DATA / "open" / "us_csl_ccl_2026" / "screening-list.json"
_OFAC = DATA / "open" / "ofac_un_watchman"
_STATUTORY = DATA / "oracle" / "us_statutory_lists_os"
_PERSON = {"Individual": "Person"}

Change = Callable[[str], str]


def real_names() -> list[tuple[str, str]]:
    """Name and schema (``Person``, ``Organization``) of every party on the lists that are here, once for each folded form."""
    return [(name, schema) for names, schema in real_parties() for name in names]


@cache
def real_parties() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The names and the schema of every party. Entries that share a name of two words or more are one party; each folded form stands once."""
    from countersight.names.normalise import fold

    entries: list[tuple[list[str], str]] = []
    owner: dict[str, int] = {}
    for names, schema in _entries():
        texts = {key: text for name in names if len(text := " ".join(name.split()).strip(" ,;")) > 3 and (key := fold(text))}
        same = {_root(entries, owner[key]) for key in texts if key in owner and (" " in key or not key.isascii())}
        at = min(same, default=len(entries))
        if at == len(entries):
            entries.append(([], schema))
        for other in same - {at}:
            entries[at][0].extend(entries[other][0])
            entries[other] = ([], f"-> {at}")
        for key, text in texts.items():
            if key not in owner:
                owner[key] = at
                entries[at][0].append(text)
    return tuple((tuple(names), schema) for names, schema in entries if names)


def _root(entries: list[tuple[list[str], str]], at: int) -> int:
    while entries[at][1].startswith("-> "):
        at = int(entries[at][1][3:])
    return at


def _entries() -> Iterator[tuple[list[str], str]]:
    """All names of each entry, and its schema."""
    csv.field_size_limit(10**7)
    if CSL22.exists():
        yield from (([row["name"], *row["alt_names"].split(";")], _PERSON.get(row["type"], "Organization")) for row in _dicts(CSL22))
    if CSL26.exists():
        yield from (([entry["n"], *entry.get("a", ())], _PERSON.get(entry.get("t") or "", "Organization")) for entry in json.loads(CSL26.read_bytes())["entries"])
    yield from _ofac()
    for path in sorted(_STATUTORY.glob("*.csv")):
        if "elf-codes" not in path.name:
            for row in _dicts(path):
                cells = (row.get(column) or "" for column in ("name", "Name", "Clean Name", "alias", "aliases", "Alias", "Chinese name"))
                yield [one for cell in cells for one in cell.split(";")], "Person" if "Person" in {row.get("schema"), row.get("Type")} else "Organization"
    meti = DATA / "oracle" / "cn_jp_lists_xyna" / "jp_meti_end_user_list.json"
    if meti.exists():
        yield from (([part for name in (entry["entity_name"], *entry["aliases"]) for part in _both_scripts(name)], "Organization") for entry in json.loads(meti.read_bytes()))


def _both_scripts(name: str) -> list[str]:
    """A cell that prints a name in letters, and behind it in brackets the same in Han, holds two names."""
    found = re.fullmatch(r"([^(（]*[A-Za-z][^（]*?)\s*[（(]([^()（）]*[\u4e00-\u9fff][^()（）]*)[)）]\W*", name)  # noqa: RUF001 - brackets of both scripts
    return [found[1], found[2]] if found else [name]


def _ofac() -> Iterator[tuple[list[str], str]]:
    held: dict[str, tuple[list[str], str]] = {}
    for row in _rows(_OFAC / "sdn_2021-07.csv"):
        if len(row) > 3:
            held[row[0]] = ([row[1]], _PERSON.get(row[2].strip().capitalize(), "Organization"))
    for file in ("sdn_2021-07_alt.csv", "cons_alt.csv"):
        for row in _rows(_OFAC / file):
            if len(row) > 3:
                held.setdefault(row[0], ([], "Organization"))[0].append(row[3])
    yield from held.values()


def _rows(path: Path) -> Iterator[list[str]]:
    if path.exists():
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield from csv.reader(file)


def _dicts(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file)


def classes(seed: int) -> list[tuple[str, Change]]:
    """Twenty-nine classes of what happens to a name on paper; those of ``names.py``, and eight more."""
    from countersight.names.places import LATIN
    from names import perturbations

    rng = random.Random(seed)

    def words(change: Callable[[list[str]], list[str]]) -> Change:
        return lambda name: " ".join(change(name.split()))

    def one_of(pairs: list[tuple[str, str]]) -> Change:
        def change(name: str) -> str:
            able = [(a, b) for a, b in pairs if re.search(a, name, re.IGNORECASE)]
            return re.sub(*rng.choice(able), name, count=1, flags=re.IGNORECASE) if able else name

        return change

    return [
        *perturbations(seed),
        ("read by a machine", one_of([("l", "1"), ("o", "0"), ("rn", "m"), ("m", "rn"), ("i", "l"), ("s", "5"), ("b", "8")])),
        ("spelled by ear", one_of([("ph", "f"), ("kh", "k"), ("ou", "u"), ("ee", "i"), ("ck", "k"), ("y", "i"), ("v", "w"), ("ch", "tch"), ("z", "s")])),
        ("accents", one_of([("a", "á"), ("e", "é"), ("o", "ö"), ("u", "ü"), ("i", "í"), ("n", "ñ")])),
        ("without legal form", lambda name: re.sub(r",?\s*\b(co\.?,?\s*ltd\.?|company limited|limited|ltd\.?|inc\.?|llc|corp\.?|corporation|gmbh|s\.?a\.?|company|ooo|jsc)\.?\s*$", "", name, flags=re.IGNORECASE) or name),
        ("middle names as initials", _initials),
        ("without its place", words(lambda p: [one for one in p if one.strip("(),.").lower() not in LATIN] if len(p) > 3 else p)),
        ("a department before it", lambda name: f"Purchasing Dept, {name}"),
        ("an address behind it", lambda name: f"{name}, No. {rng.randrange(1, 200)} Main Road"),
    ]


def _initials(name: str) -> str:
    """FAMILY, Given Middle -> FAMILY, Given M.; names without a comma, and with other words than names, stay as they are."""
    family, comma, rest = name.partition(", ")
    given, *middle = rest.split() or [""]
    if not comma or not middle or not all(one.replace("-", "").replace("'", "").isalpha() for one in middle) or len(middle) > 3:
        return name
    return f"{family}, {' '.join((given, *(f'{one[0]}.' for one in middle)))}"


def perturbed(names: list[str], many: int, seed: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Per class, pairs of a name and what became of it; names on which the class leaves no mark are passed over, but for the first class."""
    found = []
    for at, (what, change) in enumerate(classes(seed)):
        rng = random.Random(f"{seed} {what}")
        held: list[tuple[str, str]] = []
        for _ in range(many * 8):
            name = rng.choice(names)
            query = change(name)
            if query.strip() and (query != name or at == 0):
                held.append((name, query))
            if len(held) == many:
                break
        found.append((what, held))
    return found
