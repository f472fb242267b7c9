"""Names compared where Han is: order and recall on labelled pairs, time a pair. Reads ``../shared/eval``; says so where it is absent."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from countersight.names.han_compare import compare_han

if TYPE_CHECKING:
    from countersight.store.snapshot import Snapshot

PAIRS = Path(__file__).parents[2] / "shared" / "eval" / "names"


def order(scored: list[tuple[float, bool]]) -> tuple[float, float]:
    """Average precision, and the recall at a precision of 0.90; pairs of one score count together."""
    scored = sorted(scored, reverse=True)
    same = sum(label for _, label in scored)
    found = at = 0
    total = best = before = 0.0
    while at < len(scored):
        score = scored[at][0]
        while at < len(scored) and scored[at][0] == score:
            found += scored[at][1]
            at += 1
        precision, recall = found / at, found / same
        total += (recall - before) * precision
        before = recall
        if precision >= 0.9:
            best = recall
    return total, best


def across() -> None:
    """Questions in Han, a list in letters alone: the listed companies of zh_pairs by their English names, among Chinese names of the LEI list."""
    pairs, names = PAIRS / "zh_pairs.csv", PAIRS.parents[1] / "data" / "open" / "gleif" / "lei_names.parquet"
    if not (pairs.exists() and names.exists()):
        print("han: no questions in Han: ../shared is absent")
        return
    import duckdb

    from countersight.store.index import NameIndex, build_index

    with pairs.open(encoding="utf-8", newline="") as lines:
        real = [(row["name1"], row["name2"]) for row in csv.DictReader(lines) if row["is_match"] == "1" and row["kind"] == "zh_full~en_full"]
    others = [name for (name,) in duckdb.execute(f"SELECT name FROM '{names}' WHERE country IN ('CN', 'HK')").fetchall() if name.isascii()]  # noqa: S608 - our own path
    listed = [english for _, english in real] + others
    index = NameIndex(build_index(((str(at), name) for at, name in enumerate(listed)), ""))
    first = near = 0
    start = perf_counter()
    for han, english in real:
        hits = [hit.text for hit in index.search(han, 40)]
        near += english in hits
        first += max(hits, key=lambda text: compare_han(han, text).score, default="") == english
    spent = (perf_counter() - start) / len(real) * 1e3
    print(f"han: {len(real)} questions in Han against {len(listed):,} names in letters: right at rank 1 {first / len(real):.3f}, among 40 {near / len(real):.3f}, {spent:.1f} ms a question; target 0.70")


FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志文建国春梅红波辉宇鹏浩亮成飞俊峰旭東晓燕雪琴云龙海鑫彬斌凤洁健永宁欣倩颖佳怡子轩涵思雨"


def people(many: int = 3000) -> None:
    """Invented people's names in Han against the persons of the real lists, who are there in letters: how many raise a question, and a match never."""
    import random

    from countersight.match.matcher import resolve
    from real_names import real_parties
    from tradeoff import snapshot_of

    persons = [party for party in real_parties() if party[1] == "Person"]
    if not persons:
        print("han: no people: ../shared is absent")
        return
    snapshot, draw = snapshot_of(persons), random.Random(3)
    for size in (1, 2):
        found = [resolve(snapshot, (draw.choice(FAMILIES) + "".join(draw.choices(GIVEN, k=size)),)) for _ in range(many // 2)]
        print(f"han: {len(found):,} invented people of {size + 1} characters against {len(persons):,} listed: match {sum(one.match is not None for one in found)}, a question {sum(bool(one.possible) for one in found)}")


ORACLE = PAIRS.parents[1] / "data" / "oracle"


def tables() -> dict[str, list[dict[str, str]]]:
    """Rows of tables of names in both scripts that lie in ../shared, in the columns of the source ``names``; read to measure, never kept."""
    csv.field_size_limit(10**7)

    def read(*path: str, mark: str = ",") -> list[dict[str, str]]:
        file = ORACLE.joinpath(*path)
        if not file.exists():
            return []
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines, delimiter=mark))

    sanctions = [row for row in read("us_statutory_lists_os", "cn__sanctions__sanctions.csv") if row["Type"] != "Person"]
    journal = [row for name in ("32014R0833", "32020R1998") for row in read("us_statutory_lists_os", f"eu__journal_sanctions__{name}.csv") if row["schema"] != "Person"]
    institutes = ORACLE / "entity_list_universities_zh" / "data-cn.json"
    return {
        "A shares, short names": [{"security_zh": row["name_zh_short"], "name_en": row["name_en"], "isin": row["isin"], "country": "CN"} for row in read("zh_en_company_pairs", "a_share_zh_en.tsv", mark="\t")],
        "China's own sanctions": [{"name_zh": row["Chinese name"], "name_en": row["Name"], "aliases_en": row["Alias"]} for row in sanctions],
        "the EU's annexes": [{"name": row["name"], "aliases": row["alias"]} for row in journal],
        "Entity List, universities": [{"name_zh": row["zh"], "name_en": row["name"], "country": "CN"} for row in json.loads(institutes.read_text("utf-8"))] if institutes.exists() else [],
    }


def snapshot_of_names(rows: dict[str, list[dict[str, str]]]) -> Snapshot:
    """The starter atlas and the tables, each through the reader that a user's own table goes through."""
    from countersight.snapshots.build import combine
    from countersight.sources.names.reader import read_names
    from countersight.sources.starter import read_starter
    from countersight.store.snapshot import Snapshot as Held

    editions = []
    with tempfile.TemporaryDirectory() as folder:
        for at, (_, table) in enumerate(sorted(rows.items())):
            path = Path(folder) / "names.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                out = csv.DictWriter(file, list(dict.fromkeys(column for row in table for column in row)))
                out.writeheader()
                out.writerows(row for row in table if any(row[column].strip() for column in row if column != "country"))
            editions.append(read_names(path, date(2026, 11, 20), called=f"names-{at}"))
    return Held.in_memory(combine(read_starter(), editions))


def known() -> None:
    """The labelled pairs beside an atlas that holds names in both scripts: what an alias is worth, and how many pairs had theirs."""
    from countersight.evaluate.names import Result, read_pairs, run_pairs

    file, held = PAIRS / "zh_pairs.csv", {name: rows for name, rows in tables().items() if rows}
    if not (file.exists() and held):
        print("han: no pairs beside an atlas: ../shared is absent")
        return
    cases = read_pairs(str(file))
    alone = list(run_pairs(cases))
    snapshot = snapshot_of_names(held)
    beside = list(run_pairs(cases, snapshot=snapshot))

    def line(what: str, results: Sequence[Result]) -> None:
        precision, recall = order([(one.score, one.case.is_match) for one in results])
        print(f"han: {what}: {len(results):,} pairs, {sum(one.case.is_match for one in results):,} of them one: average precision {precision:.3f}, recall at precision 0.90 {recall:.3f}")

    print(f"han: an atlas with names in both scripts: the starter and {', '.join(f'{name} ({len(rows):,} rows)' for name, rows in held.items())}; the pairs were made of such tables in part, so this says what an alias is worth and not how often one is there")
    for what, words in (("one", "both names are one body's"), ("like", "one is like a name of the other's body"), ("two", "the names are two bodies'")):
        part = [one for one in beside if one.known == what]
        print(f"han: the atlas knows: {words}: {sum(one.case.is_match for one in part):,} of pairs that are one, {sum(not one.case.is_match for one in part):,} of pairs that are not")
    for what, keep in (("all", {"", "one", "like", "two"}), ("those of which the atlas knows both names", {"one", "like", "two"}), ("the others", {""})):
        at = [place for place, one in enumerate(beside) if one.known in keep]
        line(f"{what}, strings alone", [alone[place] for place in at])
        line(f"{what}, with the atlas", [beside[place] for place in at])
    of_source = Counter(one.case.kind for one in beside if one.case.is_match and not one.known)
    print(f"han: of pairs that are one, without an alias in the atlas: {', '.join(f'{kind} {many}' for kind, many in of_source.most_common(6))}; target 0.97 / 0.90 where the atlas has the alias")


PARTS = {"across": across, "people": people, "known": known}


def main() -> None:
    """One line a file; or the parts that are named (across, people, known)."""
    for name in [one for one in sys.argv[1:] if one in PARTS] or PARTS:
        PARTS[name]()
    if len(sys.argv) > 1:
        return
    for name, target in (("zh_pairs", "0.94 / 0.82"), ("zh_pairs_synthetic", "a second look")):
        file = PAIRS / f"{name}.csv"
        if not file.exists():
            print(f"han: {file} is absent")
            continue
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        compare_han("海康威视", "Hikvision")
        start = perf_counter()
        scored = [(compare_han(row["name1"], row["name2"]).score, row["is_match"] == "1") for row in rows]
        spent = (perf_counter() - start) / len(rows) * 1e6
        precision, recall = order(scored)
        print(f"han: {name}, {len(rows):,} pairs: average precision {precision:.3f}, recall at precision 0.90 {recall:.3f}, {spent:.0f} µs a pair; target {target}")


if __name__ == "__main__":
    main()
