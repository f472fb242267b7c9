"""Names compared where Han is: order and recall on labelled pairs, time a pair. Reads ``../shared/eval``; says so where it is absent."""

from __future__ import annotations

import csv
from pathlib import Path
from time import perf_counter

from countersight.names.han_compare import compare_han

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


def main() -> None:
    """One line a file."""
    across()
    people()
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
