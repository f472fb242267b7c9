"""A list changes: whom that moves of a million customers, until they are decided again. How long, how much memory, and that nobody is missed.

``python bench/delta.py [CUSTOMERS] [WORKERS] [FOLDER]``: CUSTOMERS (20,000; ``1000000`` for the whole) invented and real names, each a matter of
its own, are decided whole against the real lists of ``../shared/data`` and their names are indexed; that is made beforehand, and stays in
FOLDER where one is named. Then 500 names of the lists change (200 bodies renamed, 150 gone, 150 new), and it is measured how long
``screen --since`` takes from there: the index is asked whom that moves, these are decided again, and everybody else is carried on.

What is checked: of 5,000 customers drawn, of all who are moved, and of 500 more that stand near somebody, whoever a full match finds to be
somebody else is among those that are moved; ten parts at most decided whole give the same rows; and so do 1,000 shipments.

Every stage is a process of its own. Its line tells the time on the clock, the processor time of all its processes, and the largest sum of
their resident sets, looked at 20 times a second (pages that are shared count in each).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
CUSTOMERS = 20_000
RENAMED, GONE, NEW = 200, 150, 150
SAMPLE = 5_000
SHIPMENTS = 1_000
GROUP = 20_000
"""Customers in a row group of their file."""
PARTS = 10
"""Parts that are decided whole, to compare."""
DAY = date(2022, 6, 1)

if TYPE_CHECKING:
    from countersight.screening.bulk import Recipe
    from countersight.screening.parts import Part
    from countersight.store.records import AtlasRecords
    from countersight.store.snapshot import Snapshot


def another_day(records: AtlasRecords, rng: random.Random) -> AtlasRecords:
    """The same lists with 500 names changed."""
    from countersight.model.body import Body, Name
    from names import perturbations

    changes = [change for _, change in perturbations(5)]
    one_name = [body for body in records.bodies if len(body.names) == 1]
    taken = rng.sample(one_name, RENAMED + GONE)
    gone, renamed = {body.id for body in taken[:GONE]}, {body.id for body in taken[GONE:]}

    def name(text: str) -> Name:
        other = rng.choice(changes)(text).strip()
        return Name(other if other not in {"", text} else f"{text} New", "", "primary")  # a name that has nothing of what is changed is changed too

    bodies = [replace(body, names=(name(body.names[0].text),)) if body.id in renamed else body for body in records.bodies if body.id not in gone]
    words = [word for body in one_name for word in body.names[0].text.split() if len(word) > 2]
    new = [
        Body(f"new-{at}", "Company", (Name(" ".join(rng.choice(words) for _ in range(rng.randint(2, 4))), "", "primary"),), ("CN",), source_id=records.sources[0].id)
        for at in range(NEW)
    ]
    edges = [edge for edge in records.edges if not {edge.owner, edge.asset} & gone]
    return replace(records, bodies=[*bodies, *new], edges=edges)


def customers(many: int, listed: list[str]) -> Iterator[str]:
    """Distinct names as a vendor file has them, one in twenty a listed party, spoilt."""
    from vendor import not_listed, vendor_rows

    held: set[str] = set()
    for name, _ in vendor_rows(listed, not_listed({one.lower() for one in listed}), 2 * many + 1_000):
        if name not in held:
            held.add(name)
            yield name
        if len(held) == many:
            return


def recipe(folder: Path, snapshot: str) -> Recipe:
    """What is decided with."""
    from countersight.app import load_rulebooks
    from countersight.screening.bulk import Recipe
    from countersight.screening.one import Screener
    from countersight.store.snapshot import Snapshot

    return Recipe.of(Screener(Snapshot.open(folder / snapshot), load_rulebooks()))


def parts(folder: Path) -> Iterator[Part]:
    """The customers as matters, part by part."""
    from countersight.screening.parts import parquet_parts

    return parquet_parts([folder / "customers.parquet"])


def prepare(folder: Path, many: int, _: int) -> None:
    """The lists before and after, and the customers."""
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    from bulk import COUNTRIES
    from countersight.screening.bulk_schema import matter_schema
    from countersight.store.snapshot import write_snapshot
    from names import _snapshot, listed

    made, _took = _snapshot()
    records = made.records()
    write_snapshot(folder / "old", records)
    write_snapshot(folder / "new", another_day(records, random.Random(43)))
    rng, schema = random.Random(44), matter_schema()
    with pq.ParquetWriter(folder / "customers.parquet", schema, compression="zstd") as out:
        rows = []
        for number, text in enumerate(customers(many, [name for name, _, _ in listed()]), 1):
            party = {"role": "customer", "name": text, "country": rng.choice(COUNTRIES)}
            rows.append({"id": f"C-{number:09d}", "kind": "parties", "date": DAY, "parties": [party]})
            if len(rows) == GROUP or number == many:
                out.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
    print(f"delta: {many:,} customers, {(folder / 'customers.parquet').stat().st_size / 1e6:.0f} MB; {len(records.bodies):,} bodies on the lists")


def first(folder: Path, many: int, workers: int) -> None:
    """Every customer is decided, beforehand."""
    from countersight.screening.again import rests_on
    from countersight.screening.parts import Run

    with_ = recipe(folder, "old")
    start = perf_counter()
    Run(with_, folder / "first", workers).over(parts(folder))
    rests_on(folder / "first", with_)
    print(f"delta: beforehand, {many:,} customers decided whole in {perf_counter() - start:.0f} s by {workers} workers")


def index(folder: Path, many: int, workers: int) -> None:
    """Every customer is indexed, beforehand."""
    from countersight.screening.again import Earlier, indexed
    from record import put

    start = perf_counter()
    made = indexed(Earlier.open(folder / "first", recipe(folder, "old")), lambda: parts(folder), workers)
    took, size = perf_counter() - start, sum(one.size() for one in made)
    print(f"delta: beforehand, {many:,} customers indexed in {took:.0f} s by {workers} workers, {size / 1e6:.0f} MB ({size / many:.0f} bytes a customer)")
    put("customers: index, bytes", many, size, "bytes")
    put("customers: index, seconds on the clock", many, took, "s", note=f"{workers} workers")


def update(folder: Path, many: int, workers: int) -> None:
    """The new lists are there: what is decided otherwise now, and the rest carried on."""
    import shutil

    from countersight.screening.again import Carried, Earlier, reached, rests_on
    from record import put

    shutil.rmtree(folder / "second", ignore_errors=True)
    with_ = recipe(folder, "new")
    start = perf_counter()
    earlier = Earlier.open(folder / "first", with_)
    opened = perf_counter()
    found = reached(earlier, with_, lambda: parts(folder), folder / "second", workers)
    asked = perf_counter()
    run = Carried(with_, folder / "second", workers, earlier=earlier, reach=found.reach)
    run.over(parts(folder))
    rests_on(folder / "second", with_)
    end = perf_counter()
    told = {"what was decided opened": opened - start, **found.took, "decided again, and the rest carried on": end - asked}
    print(f"delta: {RENAMED + GONE + NEW} changed names, {many:,} customers: {end - start:.1f} s on the clock with {workers} workers, until the new folder stands")
    for what, took in told.items():
        print(f"delta:   {what}: {took:.2f} s")
    print(
        f"delta: {found.names:,} customers may be moved ({found.names / many:.2%}); the candidates of {found.compared:,} were compared, of {found.weighed:,} because words weigh otherwise; "
        f"{run.again:,} were decided again, {run.otherwise:,} have another outcome"
    )
    put("500 changed names: until everybody is carried on, seconds on the clock", many, end - start, "s", note=f"{workers} workers")
    put("customers that 500 changed names may move", many, found.names, "customers")
    (folder / "moved.json").write_text(json.dumps(sorted(found.reach.names)), encoding="utf-8")


def check(folder: Path, many: int, _: int) -> None:
    """Nobody is missed: a sample of customers is matched whole, before and after."""
    from countersight.match.matcher import resolve
    from countersight.screening.customers import Customers
    from countersight.store.snapshot import Snapshot
    from record import put

    old, new = (Snapshot.open(folder / one) for one in ("old", "new"))
    moved = set(json.loads((folder / "moved.json").read_text(encoding="utf-8")))
    held = Customers.open(folder / "first" / "customers" / "000")
    rng = random.Random(45)
    near = sorted(set(held.partners.asked.tolist()))
    at = [*rng.sample(range(len(held.names)), min(SAMPLE, many)), *rng.sample(near, min(500, len(near)))]
    sample = dict.fromkeys([*(held.names[one] for one in at), *sorted(moved)])

    def found(snapshot: Snapshot, name: str) -> object:
        hits = resolve(snapshot, (name,))
        return hits.match, hits.possible, [snapshot.body(one.body_id) for one in (*((hits.match,) if hits.match else ()), *hits.possible)]

    differ = {name for name in sample if found(old, name) != found(new, name)}
    print(f"delta: of {len(sample):,} customers matched whole before and after, {len(differ):,} are found to be somebody else; missed: {len(differ - moved)} (wanted: 0)")
    put("customers that a change moves, missed", many, len(differ - moved), "customers", note=f"of {len(differ):,} in a sample of {len(sample):,}")


def whole(folder: Path, _: int, workers: int) -> None:
    """Some parts decided whole under the new lists: the rows that were carried on are the same."""
    import shutil

    from countersight.screening.parts import MANIFEST, Run

    shutil.rmtree(folder / "whole", ignore_errors=True)
    lines = (folder / "second" / MANIFEST).read_text(encoding="utf-8").splitlines()[1:]
    chosen = set(random.Random(46).sample(range(len(lines)), min(PARTS, len(lines))))
    start = perf_counter()
    Run(recipe(folder, "new"), folder / "whole", workers).over(one for one in parts(folder) if one.number in chosen)
    print(f"delta: {len(chosen)} of {len(lines)} parts decided whole in {perf_counter() - start:.1f} s; the same rows as carried on: {_same(folder / 'second', folder / 'whole')} (wanted: True)")


def _same(carried: Path, whole: Path) -> bool:
    import pyarrow.parquet as pq

    return all(pq.read_table(carried / "decisions" / path.name).to_pylist() == pq.read_table(path).to_pylist() for path in (whole / "decisions").glob("*.parquet"))


def shipments(folder: Path, _: int, workers: int) -> None:
    """Shipments decided, carried on, and decided whole: the same rows."""
    import shutil

    from bulk import write
    from countersight.screening.again import Carried, Earlier, indexed, reached, rests_on
    from countersight.screening.parts import Run, parquet_parts
    from record import put

    shutil.rmtree(folder / "shipments", ignore_errors=True)
    file, place = folder / "shipments.parquet", folder / "shipments"
    write(file, SHIPMENTS)
    before, after = recipe(folder, "old"), recipe(folder, "new")
    Run(before, place / "first", workers).over(parquet_parts([file]))
    rests_on(place / "first", before)
    indexed(Earlier.open(place / "first", before), lambda: parquet_parts([file]), workers)
    start = perf_counter()
    earlier = Earlier.open(place / "first", after)
    found = reached(earlier, after, lambda: parquet_parts([file]), place / "second", workers)
    run = Carried(after, place / "second", workers, earlier=earlier, reach=found.reach)
    run.over(parquet_parts([file]))
    took, start = perf_counter() - start, perf_counter()
    Run(after, place / "whole", workers).over(parquet_parts([file]))
    print(
        f"delta: {SHIPMENTS:,} shipments carried on in {took:.1f} s, a whole run takes {perf_counter() - start:.1f} s; {run.again:,} were decided again, {run.otherwise:,} have another outcome; "
        f"the same rows: {_same(place / 'second', place / 'whole')} (wanted: True)"
    )
    put("rows carried on, seconds on the clock", SHIPMENTS, took, "s")


BEFOREHAND = {one.__name__: one for one in (prepare, first, index)}
STAGES = BEFOREHAND | {one.__name__: one for one in (update, check, whole, shipments)}


def tree(pid: int) -> Iterator[int]:
    """A process and all that come of it."""
    yield pid
    try:
        told = "".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return
    for one in told.split():
        yield from tree(int(one))


def _of(pid: int) -> tuple[float, float]:
    """Resident megabytes and seconds of processor time of a process; nothing where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0, 0.0
    return int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def stage(what: str, given: Iterable[object]) -> None:
    """One stage in a process of its own, with a line on what it took."""
    start = perf_counter()
    process = subprocess.Popen([sys.executable, __file__, "stage", what, *map(str, given)])  # noqa: S603 - ourselves
    most, spent = 0.0, dict[int, float]()
    while process.poll() is None:
        now = {pid: _of(pid) for pid in tree(process.pid)}
        most = max(most, sum(size for size, _ in now.values()))
        spent |= {pid: took for pid, (size, took) in now.items() if size}
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(process.returncode)
    print(f"delta:   [{what}: {perf_counter() - start:.1f} s on the clock from the start of its process to its end, {sum(spent.values()):.1f} s of processor time, at most {most:,.0f} MB]", flush=True)


def main() -> None:
    """Run, and print one line for each number."""
    from names import CSL22
    from record import short

    if sys.argv[1:2] == ["stage"]:
        told = sys.argv[2:]
        STAGES[told[0]](Path(told[1]), int(told[2]), int(told[3]))
        return
    if not CSL22.exists():
        print("delta: skipped: no lists in ../shared/data")
        return
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    many, workers = (*numbers, *(CUSTOMERS // 5 if short() else CUSTOMERS, 2)[len(numbers) :])[:2]
    named = [one for one in sys.argv[1:] if not one.isdigit()]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(named[0] if named else place)
        folder.mkdir(exist_ok=True)
        for what in STAGES:
            if what not in BEFOREHAND or not (folder / f"{what}.done").exists():
                stage(what, (folder, many, workers))
                (folder / f"{what}.done").touch()


if __name__ == "__main__":
    main()
