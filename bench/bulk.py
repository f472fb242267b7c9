"""A million invented shipments, decided whole: rows a second, memory, and the share of rows of which something is not false.

``python bench/bulk.py [ROWS] [WORKERS]`` makes ROWS (20,000; ``1000000`` for the whole file) shipments with three parties each: 26 of 100
party names repeat an earlier one, 5 of 100 are listed parties, perturbed (letters and Han), the others names on no list (real ones where
``../shared/data`` has them, else invented). Days of one year, 40 countries, 60 kinds of goods in some 2,000 wordings, one to two lines.
Every one is decided under all built-in rulebooks and profiles, with the reasons of what is not false. Wall time and peak memory.
``--most MB``: more memory than that is a fault, and the command says so by its exit code. ``--keep FOLDER``: the file of shipments and the
snapshot stay there, and are taken from there the next time; ten million take a quarter of an hour to make.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
ROWS = 20_000
SEED = 41
COUNTRIES = tuple("CN CN CN CN HK DE DE FR GB NL IT ES PL SE CH TR AE SA IN IN VN TH MY SG ID JP JP KR TW AU MX MX CA CA BR CL ZA KE EG KZ".split())
GOODS = (
    ("hard disk drives", "8471.70", "EAR99"), ("network cameras", "8525.89", "EAR99"), ("stainless steel hinges", "8302.10", "EAR99"),
    ("image signal processor for video cameras", "8542.31", "EAR99"), ("image signal processors", "8542.31", "3A991"), ("dough mixers", "8438.10", "EAR99"),
    ("laptop docking stations", "8471.80", "EAR99"), ("servers for video analytics", "8471.50", "EAR99"), ("network interface cards", "8517.62", "5A991"),
    ("cotton shirts", "6205.20", None), ("oscilloscopes", "9030.20", "3A992"), ("DNA sequencers", "9027.89", "EAR99"), ("STR typing kits", "3822.19", "EAR99"),
    ("fingerprint readers", "8471.60", "EAR99"), ("face recognition terminals, 1:N", "8543.70", "EAR99"), ("power supplies", "8504.40", "EAR99"),
    ("gaming consoles", "9504.50", "EAR99"), ("school microscopes", "9011.80", "EAR99"), ("pump seals", "8484.20", "2B999"), ("thermal cameras", "8525.89", "6A993"),
)  # fmt: skip
MAKES = ("", "spare ", "industrial ", "used ", "compact ", "two-channel ", "rack-mounted ", "refurbished ", "high-speed ", "portable ")
SIZES = ("", ", 2U", ", 12 V", ", type B", ", 50 Hz", ", boxed", ", series 3", ", 10 pcs per carton", ", with cable", ", grey")


def parties(count: int) -> Iterator[str]:
    """Names as a vendor file has them, without end of the invented ones."""
    from names import CSL22, listed
    from vendor import not_listed, vendor_rows

    names = (
        [name for name, _, _ in listed()]
        if CSL22.exists()
        else [
            "Hangzhou Hikvision Digital Technology Co., Ltd.",
            "杭州海康威视数字技术股份有限公司",
            "浙江大华技术股份有限公司",
        ]
    )
    return (name for name, _ in vendor_rows(names, not_listed({name.lower() for name in names}), count))


def shipments(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Invented shipments, as rows of the schema of matters."""
    rng = random.Random(seed)
    names = parties(3 * count)
    for number in range(count):
        dest, goods = rng.choice(COUNTRIES), rng.choice(GOODS)
        lines = [_line(rng, goods)] + ([_line(rng, rng.choice(GOODS))] if rng.random() < 0.2 else [])
        yield {
            "id": f"S-{number:09d}",
            "kind": "shipment",
            "date": date(2026, 1, 1) + timedelta(days=rng.randrange(330)),
            "transaction": "export",
            "destination": dest,
            "parties": [
                {"role": "exporter", "name": next(names), "country": "US"},
                {
                    "role": "ultimate_consignee",
                    "name": next(names),
                    "country": dest,
                    "consignee_type": rng.choice(("direct_consumer", "reseller", "other")),
                },
                {
                    "role": rng.choice(("end_user", "end_user", "purchaser", "intermediate_consignee")),
                    "name": next(names),
                    "country": dest if rng.random() < 0.9 else rng.choice(COUNTRIES),
                },
            ],
            "lines": lines,
            "text": [f"Purpose: {rng.choice(('office network', 'spare parts', 'school laboratory', 'food plant'))}"]
            if rng.random() < 0.3
            else None,
        }


def _line(rng: random.Random, goods: tuple[str, str, str | None]) -> dict[str, Any]:
    words, code, eccn = goods
    return {
        "description": rng.choice(MAKES) + words + rng.choice(SIZES),
        "hs": code,
        "eccn": eccn,
        "quantity": str(rng.randrange(1, 500)),
        "value": str(rng.randrange(200, 90_000)),
        "currency": "USD",
        "origin": rng.choice(("US", "US", "CN", "TW")),
    }


def write(path: Path, count: int, seed: int = SEED) -> None:
    """Shipments as a Parquet file, some at a time."""
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    from countersight.screening.bulk_schema import matter_schema

    schema = matter_schema()
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        rows = shipments(count, seed)
        while held := list(itertools.islice(rows, 20_000)):
            out.write_table(pa.Table.from_pylist(held, schema=schema))


def atlas(folder: Path) -> Path | None:
    """A snapshot out of the whole lists, or None where they are not here.

    The lists are old, and are taken as editions of the first and the last day of the shipments, so that "not found" is a finding as it is with lists of the day.
    """
    from atlas import CSL, OFAC, command

    if not CSL.exists():
        return None
    tables = folder / "tables"
    tables.mkdir()
    for path in OFAC.glob("cons_*.csv"):
        shutil.copy(path, tables / path.name)
    lists = [word for day in ("2026-01-01", "2026-11-30") for word in ("--csl", f"{day}={CSL}", "--list", f"ofac-consolidated-csv={day}={tables}")]
    command("atlas", "build", str(folder / "atlas"), *lists)
    return folder / "atlas"


def told(out: Path, count: int) -> Iterator[str]:
    """What the decisions of a run say: the share of rows of which something is not false, by column, and the size of the reasons."""
    import duckdb

    base = duckdb.connect()
    files = f"{out}/decisions/*.parquet"
    columns = [name for name, kind, *_ in base.execute(f"DESCRIBE SELECT * FROM read_parquet('{files}')").fetchall() if kind.startswith("STRUCT") and not kind.endswith("[]")]  # noqa: S608 - our own path
    for column in columns:
        query = f"""SELECT avg(("{column}".outcome NOT IN ('not_triggered', 'no_rule'))::DOUBLE), sum(len("{column}".reasons)) FROM read_parquet('{files}')"""  # noqa: S608 - our own path
        share, reasons = base.execute(query).fetchall()[0]
        yield f"bulk: {column}: {share:.1%} of the rows are not 'not triggered'; {reasons:,} reasons"
    texts = base.execute(f"SELECT count(*), count(DISTINCT hash) FROM read_parquet('{out}/texts/*.parquet')").fetchall()[0]  # noqa: S608
    size = {name: sum(path.stat().st_size for path in (out / name).glob("*.parquet")) / 1e6 for name in ("decisions", "texts")}
    yield f"bulk: {texts[0]:,} texts, {texts[1]:,} of them distinct; decisions {size['decisions']:.0f} MB, texts {size['texts']:.0f} MB ({1e3 * sum(size.values()) / count:.2f} kB a row)"


def peak(process: subprocess.Popen[bytes]) -> float:
    """The largest sum of the resident sets of a process and its children, in MB, looked at ten times a second until it ends. Pages that are shared count in each."""
    most = 0.0
    while process.poll() is None:
        most = max(most, sum(map(_resident, (process.pid, *_children(process.pid)))) / 1024)
        time.sleep(0.1)
    return most


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def main() -> None:
    """Run, and print one line for each number."""
    wants = argparse.ArgumentParser()
    wants.add_argument("rows", nargs="?", type=int, default=ROWS)
    wants.add_argument("workers", nargs="?", type=int, default=os.cpu_count() or 1)
    wants.add_argument("--most", type=float, default=float("inf"))
    wants.add_argument("--keep", type=Path)
    told_us = wants.parse_args()
    count, workers = told_us.rows, told_us.workers
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made = told_us.keep or folder
        shipments = made / f"shipments-{count}.parquet"
        made.mkdir(parents=True, exist_ok=True)
        held = made / "atlas" if (made / "atlas").exists() else atlas(made)
        if not shipments.exists():
            write(folder / "shipments.parquet", count)
            shutil.move(folder / "shipments.parquet", shipments)
        size = shipments.stat().st_size / 1e6
        print(f"bulk: {count:,} shipments, {size:.1f} MB; {'the CSL of 2022 and OFAC of 2025, whole, taken as editions of 2026' if held else 'the starter atlas: no ../shared/data'}; {workers} workers")
        line = [sys.executable, "-m", "countersight", "screen", str(shipments), "--out", f"{folder / 'out'}/", "--workers", str(workers)]
        began, spent = time.perf_counter(), os.times()
        process = subprocess.Popen([*line, *(("--snapshot", str(held)) if held else ())], stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        most = peak(process)
        wall, after = time.perf_counter() - began, os.times()
        used = after.children_user + after.children_system - spent.children_user - spent.children_system
        print(f"bulk: {wall:.1f} s, {count / wall:,.0f} rows/s, start-up included; processor time {used:.1f} s ({1e6 * used / count:,.0f} us a row); peak {most:,.0f} MB")
        print("\n".join(told(folder / "out", count)))
    if most > told_us.most:
        sys.exit(f"bulk: {most:,.0f} MB, and no more than {told_us.most:,.0f} were to be taken")


if __name__ == "__main__":
    main()
