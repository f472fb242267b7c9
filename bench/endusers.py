"""Bodies classified a second of processor time by name alone, on one core; and how many listed companies are taken for government."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from countersight.endusers.classify import classify_body
from countersight.names.gazetteer import gazetteer
from timing import Spread, line, spread

SECURITIES = Path(__file__).parents[2] / "shared" / "data" / "open" / "securities"
REGISTER = SECURITIES.parent / "gleif" / "lei_names.parquet"
OFFICES = "公安局 司法局 人民法院 人民检察院 财政局 教育局 公安局交通警察支队 公安局网络安全保卫大队 看守所 人民政府 卫生健康委员会 城市管理综合行政执法局 市场监督管理局 应急管理局 国家安全局 人民医院 交通运输局".split()
WORKS = ("Public Security Bureau", "People's Court", "Health Commission", "Detention Center", "Education Bureau", "People's Hospital", "Traffic Police Detachment", "Procuratorate")
LATIN_TRADES = ("Technology", "Electronics", "Trading", "Construction Engineering", "Information Technology", "Logistics")
SYLLABLES = "hua xin guang da rui feng ke long dong fang zhong li tai sheng an bo".split()
HALF = 0.5
TRADES = "科技 电子 商贸 建筑工程 信息技术 物流 食品 机械".split()
COMMON = "华中大国金天海东方新力源达宏鑫盛泰康安龙凤祥瑞丰裕隆兴旺"


def names(kind: str, count: int, seed: int) -> list[str]:
    """Made names: a division in force with an office, a company with a random brand, an office in letters, or both in letters, each name once."""
    draw = random.Random(seed)
    places = [one for one in gazetteer().places if not one.until and one.level != "province"]
    if kind == "offices":
        return [draw.choice(places).name + draw.choice(OFFICES) for _ in range(count)]
    if kind == "companies":
        return [draw.choice(places).base + "".join(draw.choices(COMMON, k=3)) + draw.choice(TRADES) + "有限公司" for _ in range(count)]
    if kind == "letters":
        return [f"{draw.choice(places).forms[0].title()} {draw.choice(('County', 'Municipal'))} Public Security Bureau" for _ in range(count)]
    found: dict[str, None] = {}
    while len(found) < count:
        place = draw.choice(places).forms[0].title()
        brand = "".join(draw.choices(SYLLABLES, k=3)).title()
        found[f"{place} {draw.choice(('County', 'Municipal'))} {draw.choice(WORKS)}" if draw.random() < HALF else f"{place} {brand} {draw.choice(LATIN_TRADES)} Co., Ltd."] = None
    return list(found)


def rate(batch: Sequence[str]) -> float:
    """Names a second of processor time: the machine may be busy with something else."""
    start = process_time()
    for name in batch:
        classify_body([name])
    return len(batch) / (process_time() - start)


def rates(kind: str, count: int) -> Spread:
    """Seven batches, each of names that no batch before it had."""
    return spread([rate(names(kind, count, seed)) for seed in range(1, 8)])


def listed() -> tuple[int, int]:
    """Companies listed in Shanghai, Shenzhen and Hong Kong, and how many are taken for government."""
    found = [row["name"] for market in ("SHH", "SHZ", "HKG") for row in csv.DictReader((SECURITIES / f"fd_equities_{market}.csv").open(encoding="utf-8")) if row["name"]]
    return len(found), sum(classify_body([name]).gov == "yes" for name in found)


def registered(count: int) -> list[str]:
    """Names of the LEI register, so many: no two share a brand, and hardly one is of China."""
    import duckdb

    with duckdb.connect() as base:
        return [name for (name,) in base.execute("SELECT name FROM read_parquet(?) ORDER BY hash(lei) LIMIT ?", [str(REGISTER), count]).fetchall()]


def main() -> None:
    """Print one line each."""
    rate(names("offices", 1000, 0))
    for kind, words, count in (("offices", "offices in Han", 20_000), ("companies", "companies in Han", 20_000), ("letters", "offices in letters", 3_000), ("mixed", "offices and companies in letters, none twice", 6_000)):
        print(line(f"endusers: {words}", rates(kind, count), "names/s", "50,000"))
    if REGISTER.exists():
        found = registered(49_000)
        print(line("endusers: names of the LEI register", spread([rate(found[at : at + 7_000]) for at in range(0, len(found), 7_000)]), "names/s", "50,000"))
    if SECURITIES.exists():
        count, wrong = listed()
        print(f"endusers: {count:,} listed companies, taken for government: {wrong} ({100 * wrong / count:.2f} %), target 0.05 %")


if __name__ == "__main__":
    main()
