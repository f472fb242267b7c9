"""A list changes: whom that may move of a million customers. How long, how many, and that nobody is missed.

``python bench/delta.py [CUSTOMERS] [WORKERS]`` indexes CUSTOMERS (20,000; ``1000000`` for the whole) invented and real names against the real lists of
``../shared/data``, once; then 500 names of these lists change (200 bodies renamed, 150 gone, 150 new), and the index is asked whom that moves.
Of 5,000 customers drawn, and of all who are moved and 500 more that stand near somebody, it is looked at whether a full match before and
after finds the same: whoever differs has to be among those that are moved. Then 1,000 shipments are decided whole, carried on, and
decided whole again: the same rows.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
CUSTOMERS = 20_000
RENAMED, GONE, NEW = 200, 150, 150
SAMPLE = 5_000
SHIPMENTS = 1_000

if TYPE_CHECKING:
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
        return Name(rng.choice(changes)(text).strip() or f"{text} New", "", "primary")

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


def names(many: int, workers: int, folder: Path) -> tuple[Snapshot, Snapshot]:
    """Index, change, ask."""
    from countersight.match.matcher import resolve
    from countersight.screening.customers import Customers
    from countersight.screening.delta import changed
    from countersight.store.snapshot import write_snapshot
    from names import _snapshot, listed
    from record import put

    made, _ = _snapshot()
    records = made.records()
    old = write_snapshot(folder / "old", records)
    rng = random.Random(43)
    new = write_snapshot(folder / "new", another_day(records, rng))
    texts = list(customers(many, [name for name, _, _ in listed()]))
    start, wall = process_time(), perf_counter()
    held = Customers.write(folder / "customers", old, texts, workers)
    spent, took = process_time() - start, perf_counter() - wall
    print(f"delta: {len(texts):,} customers indexed once in {took:.0f} s by {workers} workers ({spent:.0f} s of it in the parent), {held.size() / 1e6:.0f} MB ({held.size() / len(texts):.0f} bytes a name)")
    put("customers: index, bytes", len(texts), held.size(), "bytes")
    put("customers: index, seconds on the clock", len(texts), took, "s", note=f"{workers} workers")
    held = Customers.open(folder / "customers")
    start, wall = process_time(), perf_counter()
    told = changed(old, new)
    compared = process_time() - start
    moved = held.moved_by(old, new, told.bodies, told.behind, workers)
    held.carried(folder / "carried", moved, new.content_hash)
    spent, took = process_time() - start, perf_counter() - wall
    print(
        f"delta: {RENAMED + GONE + NEW} changed names: {spent:.2f} s of processor time ({took:.2f} s), {compared:.2f} s of it to compare the snapshots; {len(moved.names):,} customers may be moved "
        f"({len(moved.names) / len(texts):.2%}); the candidates of {moved.compared:,} were compared, of {moved.weighed:,} because words weigh otherwise"
    )
    put("500 changed names against customers", len(texts), spent, "s")
    put("customers that 500 changed names may move", len(texts), len(moved.names), "customers")
    near = [held.names[at] for at in held.partners]
    sample = dict.fromkeys([*rng.sample(texts, min(SAMPLE, len(texts))), *rng.sample(near, min(500, len(near))), *moved.names])

    def found(snapshot: Snapshot, name: str) -> object:
        hits = resolve(snapshot, (name,))
        return hits.match, hits.possible, [snapshot.body(one.body_id) for one in (*((hits.match,) if hits.match else ()), *hits.possible)]

    differ = {name for name in sample if found(old, name) != found(new, name)}
    print(f"delta: of {len(sample):,} customers matched whole before and after, {len(differ):,} are found to be somebody else; missed: {len(differ - moved.names)} (wanted: 0)")
    put("customers that a change moves, missed", len(texts), len(differ - moved.names), "customers", note=f"of {len(differ):,} in a sample of {len(sample):,}")
    return old, new


def rows(old: Snapshot, new: Snapshot, folder: Path, workers: int) -> None:
    """Decide, carry on, decide whole."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    from bulk import write
    from countersight.app import load_rulebooks
    from countersight.screening.again import Carried, Earlier, reached, rests_on
    from countersight.screening.bulk import Recipe
    from countersight.screening.one import Screener
    from countersight.screening.parts import Run, parquet_parts
    from record import put

    file = folder / "shipments.parquet"
    write(file, SHIPMENTS)
    books = load_rulebooks()
    first, then = (Recipe.of(Screener(one, books)) for one in (old, new))
    times = []

    def whole(recipe: Recipe, out: Path) -> None:
        start = perf_counter()
        Run(recipe, out, workers).over(parquet_parts([file]))
        times.append(perf_counter() - start)

    whole(first, folder / "first")
    rests_on(folder / "first", first)
    reached(Earlier.open(folder / "first", first), then, lambda: parquet_parts([file]), folder / "to-index", workers)
    start = perf_counter()
    earlier = Earlier.open(folder / "first", then)
    found = reached(earlier, then, lambda: parquet_parts([file]), folder / "carried-rows", workers)
    run = Carried(then, folder / "carried-rows", workers, earlier=earlier, reach=found.reach)
    run.over(parquet_parts([file]))
    took = perf_counter() - start
    whole(then, folder / "whole")
    same = all(
        pq.read_table(folder / "carried-rows" / "decisions" / path.name).to_pylist() == pq.read_table(path).to_pylist() for path in (folder / "whole" / "decisions").glob("*.parquet")
    )
    print(f"delta: {SHIPMENTS:,} shipments carried on in {took:.1f} s, a whole run takes {times[-1]:.1f} s; {run.again:,} were decided again, {run.otherwise:,} otherwise than before; the same row by row: {same}")
    put("rows carried on, seconds on the clock", SHIPMENTS, took, "s")


def main() -> None:
    """Run, and print one line for each number."""
    from names import CSL22
    from record import short

    if not CSL22.exists():
        print("delta: skipped: no lists in ../shared/data")
        return
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    many, workers = (*numbers, *(CUSTOMERS // 5 if short() else CUSTOMERS, 2)[len(numbers) :])[:2]
    with tempfile.TemporaryDirectory() as place:
        old, new = names(many, workers, Path(place))
        rows(old, new, Path(place), workers)


if __name__ == "__main__":
    main()
