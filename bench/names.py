"""The matching engine: pairs beside the peer, whole questions, hard negatives. Real lists where ``../shared/data`` is.

``python bench/names.py [PART...]`` with parts pairs, questions, hard, cells, calibration; candidates are in ``recall.py``, size in ``growth.py``, the three uses
in ``tradeoff.py``. The peer (nomenklatura's logic-v2) runs with the
interpreter that ``PEER_PYTHON`` names, and is skipped, saying so, where there is none. Lists are read and measured, never kept.
"""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))
PAIRS = HERE / "data" / "latin_pairs.csv"
OPEN = HERE.parent.parent / "shared" / "data" / "open"
CSL22 = OPEN / "us_csl_full_2022-04" / "consolidated.csv"
CSL26 = OPEN / "us_csl_ccl_2026" / "screening-list.json"
LEI = OPEN / "gleif" / "lei_names.parquet"
PEER_THRESHOLD = 0.7

if TYPE_CHECKING:
    from countersight.match.tokens import Tokens
    from countersight.store.snapshot import Snapshot


GROUPS: dict[str, str] = {
    "organisations: spelling": "org_typo org_typos org_spaced org_near_syllable org_word_other org_brand_other",
    "organisations: place, order": "org_reordered org_place_other",
    "organisations: numbers": "org_numbered_same org_numbered_other",
    "organisations: form, trade": "org_form org_abbreviated org_general_dropped org_noise org_general_only org_trade_other org_unit_other",
    "organisations: script, initials": "org_script org_acronym_beside org_inside_word",
    "persons: order, parts": "person_order person_middle person_particle person_title person_surname_other person_words_shared person_company",
    "persons: initials": "person_initials person_initials_other",
    "persons: short forms": "person_nickname person_given_other",
    "persons: fathers": "person_patronymic person_father_other",
    "persons: spelling, script": "person_spelled person_typo person_script person_chinese_other",
    "traps": "trap",
}
"""Kinds that belong together: each group has pairs that are one and pairs that are not."""


def f1(told: Sequence[tuple[bool, bool]]) -> float:
    """F1 of pairs of truth and answer."""
    right, found, real = sum(t and f for t, f in told), sum(f for _, f in told), sum(t for t, _ in told)
    return 2 * right / (found + real) if found + real else 1.0


def peer(path: Path) -> tuple[list[float], float] | None:
    """The peer's scores of a file of pairs, and its seconds; None where there is no peer, which is said."""
    python = os.environ.get("PEER_PYTHON", "")
    if not python:
        print("the peer is skipped: PEER_PYTHON names no interpreter with nomenklatura")
        return None
    done = subprocess.run([python, str(HERE / "peer_names.py"), str(path)], capture_output=True, text=True, check=True)  # noqa: S603 - the user's own interpreter
    *scores, spent = map(float, done.stdout.split())
    return scores, spent


def pairs() -> None:
    """The labelled set: this engine and the peer, over all, per group and per kind."""
    from countersight.evaluate.names import read_pairs, run_pairs, summary

    cases = read_pairs(str(PAIRS))
    results = list(run_pairs(cases))
    ours = summary(results)
    print(f"pairs: {ours['n']} labelled, F1 {ours['f1']}, precision {ours['precision']}, recall {ours['recall']}, calibration error {ours['calibration_error']}, {ours['microseconds_per_pair']} us a pair")
    held = peer(PAIRS)
    theirs = [score >= PEER_THRESHOLD for score in held[0]] if held else [False] * len(cases)
    if held:
        print(f"pairs: the peer takes {1e6 * held[1] / len(cases):.0f} us a pair")
    rows = [(one.case.kind, one.case.is_match, one.found, other) for one, other in zip(results, theirs, strict=True)]
    print(f"{'F1 of a group':<36}{'n':>6}{'here':>8}{'peer':>8}")
    behind = []
    for group, kinds in {"all": " ".join({row[0] for row in rows}), **GROUPS}.items():
        part = [row for row in rows if row[0] in kinds.split()]
        mine, other = f1([(truth, found) for _, truth, found, _ in part]), f1([(truth, found) for _, truth, _, found in part])
        behind += [group] if held and other >= mine else []
        print(f"{group:<36}{len(part):>6}{mine:>8.3f}" + (f"{other:>8.3f}" if held else f"{'-':>8}"))
    print(f"pairs: F1 {ours['f1']} (wanted: 0.88)" + (f"; not ahead of the peer in: {', '.join(behind) or 'no group'}" if held else ""))
    print(f"{'right of a kind':<36}{'n':>6}{'here':>8}{'peer':>8}")
    for kind in sorted({row[0] for row in rows}):
        part = [row for row in rows if row[0] == kind]
        print(f"{kind:<36}{len(part):>6}{sum(row[1] == row[2] for row in part) / len(part):>8.3f}" + (f"{sum(row[1] == row[3] for row in part) / len(part):>8.3f}" if held else f"{'-':>8}"))


def listed() -> list[tuple[str, str, str]]:
    """Name, schema and country of every party on the lists that are here, once each."""
    found: dict[str, tuple[str, str, str]] = {}
    if CSL22.exists():
        csv.field_size_limit(10**7)
        with CSL22.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                schema = "Person" if row["type"] == "Individual" else "Organization"
                for name in (row["name"], *row["alt_names"].split(";")):
                    if len(name.strip()) > 3:
                        found.setdefault(name.strip().lower(), (name.strip(), schema, ""))
    if CSL26.exists():
        for entry in json.loads(CSL26.read_bytes())["entries"]:
            schema = "Person" if entry.get("t") == "Individual" else "Organization"
            for name in (entry["n"], *entry.get("a", ())):
                if len(name.strip()) > 3:
                    found.setdefault(name.strip().lower(), (name.strip(), schema, ""))
    return list(found.values())


def perturbations(seed: int) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Twenty classes of what happens to a name on paper."""
    from name_pairs import Maker

    m, rng = Maker(seed, "test"), random.Random(seed)

    def words(change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
        return lambda name: " ".join(change(name.split()))

    def dropped(parts: list[str]) -> list[str]:
        at = rng.randrange(len(parts))
        return parts[:at] + parts[at + 1 :] if len(parts) > 2 else parts

    yield "as it stands", lambda name: name
    yield "upper case", str.upper
    yield "lower case", str.lower
    yield "one slip", m.typo
    yield "two slips", lambda name: m.typo(name, 2)
    yield "abbreviated", m.abbreviate
    yield "all joined", lambda name: name.replace(" ", "")
    yield "two words joined", words(lambda p: [*p[:-2], "".join(p[-2:])])
    yield "split", lambda name: re.sub(r"([A-Za-z]{4})([A-Za-z]{4,})", r"\1 \2", name, count=1)
    yield "other order", words(lambda p: rng.sample(p, len(p)))
    yield "last word first", words(lambda p: [*p[-1:], *p[:-1]])
    yield "a word dropped", words(dropped)
    yield "a word added", words(lambda p: [*p, rng.choice(("Trading", "Branch", "Ltd", "Group"))])
    yield "last word cut", words(lambda p: [*p[:-1], p[-1][:-2]] if len(p[-1]) > 4 else p)
    yield "hyphens", lambda name: name.replace(" ", "-", 1)
    yield "no punctuation", lambda name: re.sub(r"[^\w\s]", "", name)
    yield "a prefix", lambda name: f"M/S {name}"
    yield "in brackets", words(lambda p: [*p[:1], *(f"({one})" for one in p[1:2]), *p[2:]])
    yield "vowel changed", lambda name: re.sub(r"(?<=[a-z])e(?=[a-z])", "i", name, count=1)
    yield "double letter", lambda name: re.sub(r"(?<=[a-z])([lmnst])(?=[a-z])", r"\1\1", name, count=1)
    yield "cut at 35", lambda name: name[:35]


def _snapshot() -> tuple[Snapshot, list[tuple[str, str, str]]]:
    from dataclasses import replace

    from countersight.model.body import Body, Name
    from countersight.snapshots.build import build
    from countersight.store.records import AtlasRecords
    from countersight.store.snapshot import Snapshot as Held

    names = listed()
    bodies = [Body(f"b{i}", schema, (Name(name, "", "primary"),), (), source_id="bench") for i, (name, schema, _) in enumerate(names)]
    source = replace(build(starter=True).sources[0], id="bench")
    return Held.in_memory(AtlasRecords(bodies=bodies, sources=[source])), names


def questions(many: int = 1500) -> None:
    """Whole questions at the three uses: perturbed list names that must be flagged, names on no list that must not."""
    from countersight.match.matcher import resolve

    if not (CSL22.exists() and LEI.exists()):
        print("questions: skipped: no lists in ../shared/data")
        return
    import duckdb

    snapshot, names = _snapshot()
    rng = random.Random(11)
    organisations = [name for name, schema, _ in names if schema != "Person"]
    changes = [change for what, change in perturbations(11) if what not in {"as it stands", "all joined", "cut at 35"}]
    positives = [rng.choice(changes)(name) for name in rng.sample(organisations, many // 3)]
    held = {name.lower() for name, _, _ in names}
    rows = duckdb.execute(f"SELECT name FROM '{LEI}' USING SAMPLE reservoir({many} ROWS) REPEATABLE (7)").fetchall()  # noqa: S608 - our own path
    negatives = [name for (name,) in rows if name.lower() not in held]
    from name_lexicon import GIVEN
    from name_pairs import Maker

    m = Maker(11, "test")
    people = [f"{m.rng.choice(GIVEN)} {m.surname()}" for _ in range(many // 3)]
    for use in ("strict", "balanced", "wide"):
        start = process_time()
        flagged = {what: [_band(resolve(snapshot, (text,), use=use)) for text in texts] for what, texts in (("positives", positives), ("companies", negatives), ("people", people))}
        took = process_time() - start
        told = "; ".join(f"{what}: match {bands.count('match') / len(bands):.4f}, possible {bands.count('possible') / len(bands):.4f}" for what, bands in flagged.items())
        print(f"questions, {use}: {told}; {took / (len(positives) + len(negatives) + len(people)) * 1e6:.0f} us a question")
        if use == "balanced":
            for text, band in zip(negatives, flagged["companies"], strict=True):
                top = resolve(snapshot, (text,)).match if band == "match" else None
                if top:
                    print(f"    flagged: {text} as {top.name_matched}: {top.reason}"[:200])


def _band(found: Any) -> str:  # noqa: ANN401 - a Resolution
    return "match" if found.match else "possible" if found.possible else "no"


def hard() -> None:
    """Pairs of Chinese institutional names of the list that are not one: numbered units, units of one group, another place."""
    from countersight.match.pair import compare_names
    from countersight.match.tokens import tokens

    if not CSL22.exists():
        print("hard: skipped: no lists in ../shared/data")
        return
    with CSL22.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if ", CN" in row["addresses"] and row["type"] != "Individual"]
    names = sorted({row["name"] for row in rows})
    laid = {name: tokens(name) for name in names}
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if what := _group(laid[one], laid[other]):
                groups[what].append((one, other))
    beside = _peer_on([pair for held in groups.values() for pair in held])
    for what, held in groups.items():
        wrong = [pair for pair in held if compare_names(*pair).band == "match"]
        taken = f"; the peer {sum(beside[pair] >= PEER_THRESHOLD for pair in held)} ({sum(beside[pair] >= PEER_THRESHOLD for pair in held) / len(held):.3f})" if beside else ""
        print(f"hard: {what}: {len(wrong)} of {len(held)} taken for one ({len(wrong) / len(held):.3f}; wanted: at most {WANTED[what]}){taken}")
        if "-v" in sys.argv:
            for pair in wrong:
                print("   ", *pair, sep=" | ")


WANTED = {"numbered units": 0.02, "units of one group": 0.05, "other place": 0.01}


def _peer_on(held: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """The peer's scores of pairs of organisations; none where there is no peer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hard.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("name1", "name2", "schema"), *((*pair, "Organization") for pair in held)])
        found = peer(path)
    return dict(zip(held, found[0], strict=True)) if found else {}


def _group(a: Tokens, b: Tokens) -> str:
    """Why two names that share half of their words are not one; empty where nothing says so."""

    def words(t: Tokens, kinds: str) -> set[str]:
        return {word for word, kind in zip(t.words, t.kinds, strict=True) if kind in kinds}

    mine, theirs = words(a, "dgvfita"), words(b, "dgvfita")
    if len(mine & theirs) < 2 or len(mine & theirs) * 2 < len(mine | theirs):
        return ""
    for kind, what in (("#", "numbered units"), ("@", "other place")):
        left, right = words(a, kind), words(b, kind)
        if left and right and not left & right:
            return what
    return "units of one group" if mine - theirs and theirs - mine else ""


def of_starter(per_body: int = 3) -> Iterator[tuple[str, str, bool]]:
    """Names in letters that the starter atlas holds of one body of China, and each beside the nearest of another body: of the quarter from which nothing is learnt."""
    from countersight.store.index import NameIndex, build_index
    from real_lists import atlas_names, kept_back

    draw, held = random.Random(5), atlas_names()
    index = NameIndex(build_index(((str(at), name) for at, names in enumerate(held) for name in names), ""))
    for names in held:
        couples = [(one, other) for at, one in enumerate(names) for other in names[at + 1 :]] if kept_back(names[0]) else []
        for one, other in draw.sample(couples, min(per_body, len(couples))):
            yield one, other, True
            near = next((hit.text for hit in index.search(one, 20) if hit.text not in names), "")
            if near:
                yield one, near, False


CELLS = (
    "{a} (formerly {b})", "{b} (formerly {a})", "{a} / {b}", "{b}; {a}", "{b} d/b/a {a}", "{a} a.k.a. {b}", "{b} on behalf of {a}", "{a} c/o {b}", "{b} trading as {a}", "{a} ({b})", "{b} ({a})",
    "{a}, Attn: {b}", "{a}, USCI 91330000715444234C", "{a} (Reg. No. 12345678)",
)  # fmt: skip
"""How a listed name (a) and that of a company on no list (b) stand in one cell of a table."""


def cells(many: int = 200) -> None:
    """Cells that hold a listed name and something else beside it: whether it is found, and whether two names that are on no list are."""
    from countersight.match.matcher import resolve

    if not (CSL22.exists() and LEI.exists()):
        print("cells: skipped: no lists in ../shared/data")
        return
    import duckdb

    snapshot, names = _snapshot()
    draw = random.Random(12)
    ids = {name: f"b{at}" for at, (name, _, _) in enumerate(names)}
    on_list = [name for name, schema, _ in names if schema != "Person" and "(" not in name]
    held = {name.lower() for name, _, _ in names}
    beside = [name for (name,) in duckdb.execute(f"SELECT name FROM '{LEI}' USING SAMPLE reservoir({3 * many} ROWS) REPEATABLE (12)").fetchall() if name.lower() not in held]  # noqa: S608 - our own path
    found: dict[str, list[tuple[bool, bool, bool]]] = {}
    for cell in CELLS:
        for name in draw.sample(on_list, many):
            a, b, c = name, draw.choice(beside), draw.choice(beside)
            right, wrong = resolve(snapshot, (cell.format(a=a, b=b),)), resolve(snapshot, (cell.format(a=c, b=b),))
            matched = right.match is not None and right.match.body_id == ids[name]
            found.setdefault(cell, []).append((matched, matched or any(hit.body_id == ids[name] for hit in right.possible), wrong.match is not None))
        match, shown, flagged = (sum(column) / many for column in zip(*found[cell], strict=True))
        print(f"cells: {cell:<32} match {match:.3f}, or possible {shown:.3f}; two names on no list: match {flagged:.3f}")
    every = [one for told in found.values() for one in told]
    match, shown, flagged = (sum(column) / len(every) for column in zip(*every, strict=True))
    print(f"cells: {len(every):,} cells: match {match:.4f}, or possible {shown:.4f}; two names on no list: match {flagged:.4f}")


def calibration() -> None:
    """The calibration error for each pair of scripts, of made and of real pairs: see ``calibration.py``."""
    from calibration import calibration as measure

    measure()


def main() -> None:
    """Run the parts that are named, or all."""
    parts = {"pairs": pairs, "questions": questions, "hard": hard, "cells": cells, "calibration": calibration}
    for name in [one for one in sys.argv[1:] if one in parts] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
