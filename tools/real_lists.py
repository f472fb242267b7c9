"""Names that a real list prints of one body, and names of the LEI register: what is learnt from beside made pairs. Read, never kept.

The Consolidated Screening List (2022 CSV, 2026 JSON in the projection of ``../shared/data``): bodies, and persons; and the companies listed
in Shanghai and Shenzhen, in both scripts; and the project's own starter atlas. Names that a labelled file holds are left out.
"""

from __future__ import annotations

import csv
import json
import re
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Final

from countersight.names.normalise import script
from countersight.snapshots.build import build

_CLASS: Final = re.compile("[A-Za-zＡ-Ｚ]")  # noqa: RUF001 - wide letters
_SMALL: Final = frozenset("co ltd inc corp limited company corporation of the and".split())


def words(text: str) -> frozenset[str]:
    """The words of a name in letters, without legal forms."""
    return frozenset(re.findall(r"[a-z0-9]+", text.lower())) - _SMALL


def held_back(path: Path) -> frozenset[str]:
    """Every name of a labelled file: what is measured on it must not be learnt from."""
    if not path.exists():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(name for row in csv.DictReader(file) for name in (row["name1"], row["name2"]))


def kept_back(name: str) -> bool:
    """Whether a body, by its first name, is one of the quarter from which nothing is learnt: what is measured on it was not seen.

    >>> kept_back("Torwick Optics Ltd"), kept_back("Kestrel Optics Ltd")
    (False, True)
    """
    return zlib.crc32(name.encode()) % 4 == 0


def listed_names(folder: Path, *, china: bool = True) -> list[list[str]]:
    """The names in letters of every body of China and Hong Kong, or of every other; entries that share a name are one."""
    csv.field_size_limit(10**7)
    entries: list[list[str]] = []
    with (folder / "us_csl_full_2022-04" / "consolidated.csv").open(encoding="utf-8", newline="") as file:
        entries += [[row["name"], *row["alt_names"].split(";")] for row in csv.DictReader(file) if row["type"] not in {"Individual", "Vessel", "Aircraft"} and bool(re.search(r", (CN|HK)\b", row["addresses"])) == china]
    for one in json.loads((folder / "us_csl_ccl_2026" / "screening-list.json").read_bytes())["entries"]:
        if one.get("t") not in {"Individual", "Vessel", "Aircraft"} and bool({"CN", "HK"} & set(one.get("c", ()))) == china:
            entries.append([one["n"], *one.get("a", ())])
    return _joined(entries)


def listed_persons(folder: Path) -> list[list[str]]:
    """The names in letters of every natural person on the list; entries that share a name are one."""
    csv.field_size_limit(10**7)
    with (folder / "us_csl_full_2022-04" / "consolidated.csv").open(encoding="utf-8", newline="") as file:
        entries = [[row["name"], *row["alt_names"].split(";")] for row in csv.DictReader(file) if row["type"] == "Individual"]
    entries += [[one["n"], *one.get("a", ())] for one in json.loads((folder / "us_csl_ccl_2026" / "screening-list.json").read_bytes())["entries"] if one.get("t") == "Individual"]
    return _joined(entries)


def shares(folder: Path, without: frozenset[str]) -> list[tuple[str, str]]:
    """Short name in Han and English name of every company listed in Shanghai and Shenzhen; those with letters for the class of a share are left out."""
    with (folder / "oracle" / "zh_en_company_pairs" / "a_share_zh_en.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [(re.sub(r"\s+", "", row["name_zh_short"]), row["name_en"]) for row in csv.DictReader(lines, delimiter="\t")]
    return [(han, english) for han, english in rows if not {han, english} & without and not _CLASS.search(han)]


def _joined(entries: list[list[str]]) -> list[list[str]]:
    """Names of each body, each form once; entries that share a name are one body."""
    owner: dict[str, int] = {}
    joined: dict[int, dict[str, str]] = defaultdict(dict)
    for names in entries:
        texts = {key: name.strip() for name in names if name.isascii() and len(key := " ".join(sorted(words(name)))) > 3 and not name.strip().lower().startswith(("and ", "formerly"))}  # noqa: PLR2004 - letters
        at = min((owner[key] for key in texts if key in owner), default=len(owner))
        for key, name in texts.items():
            owner.setdefault(key, at)
            joined[at].setdefault(key, name)
    return [list(names.values()) for names in joined.values()]


def register_names(folder: Path) -> list[str]:
    """Names in letters of the LEI register of China and Hong Kong: every one another entity."""
    import duckdb  # noqa: PLC0415 - for this alone

    found = duckdb.execute(f"SELECT DISTINCT name FROM '{folder / 'gleif' / 'lei_names.parquet'}' WHERE country IN ('CN', 'HK') ORDER BY name").fetchall()  # noqa: S608 - our own path
    return [name for (name,) in found if name.isascii()]


def atlas_names() -> list[list[str]]:
    """The names in letters of every body of China and Hong Kong in the starter atlas, weak ones left out."""
    bodies = [body for body in build(starter=True).bodies if body.schema != "Person" and {"CN", "HK"} & set(body.countries)]
    return list(filter(None, ([name.text for name in body.names if script(name.text) == "latin" and name.kind != "weak"] for body in bodies)))
