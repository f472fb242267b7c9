"""A list changes: customers whom the changed names find, against a million customers. Time, and how many a full run would have found.

``python bench/delta.py [CUSTOMERS]`` indexes CUSTOMERS (50,000) invented and real names, takes 500 listed names as changed, perturbed ones
of which stand among the customers, and asks each index. With it, all customers are asked the plain way against a snapshot of the changed
names alone, and whoever that finds is looked for among those found here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
CUSTOMERS = 50_000
CHANGED = 500


def main() -> None:
    """Run, and print one line for each number."""
    import random

    from countersight.match.matcher import resolve
    from countersight.model.body import Body, Name
    from countersight.screening.delta import Changed, Customers
    from countersight.snapshots.build import build
    from countersight.store.records import AtlasRecords
    from countersight.store.snapshot import Snapshot
    from names import CSL22, listed
    from vendor import not_listed, vendor_rows

    if not CSL22.exists():
        print("delta: skipped: no lists in ../shared/data")
        return
    many = next((int(one) for one in sys.argv[1:] if one.isdigit()), CUSTOMERS)
    rng = random.Random(43)
    names = [name for name, _, _ in listed()]
    taken = rng.sample(names, CHANGED)
    rows = [name for name, _ in vendor_rows(taken, not_listed({name.lower() for name in names}), many)]
    customers = [(f"c{at}", name) for at, name in enumerate(dict.fromkeys(rows))]
    with tempfile.TemporaryDirectory() as folder:
        start = process_time()
        held = Customers.write(Path(folder), customers)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        print(f"delta: {len(customers):,} customers indexed in {process_time() - start:.1f} s, {size:.0f} MB")
        changes = Changed(
            frozenset(), tuple((f"b{at}", name) for at, name in enumerate(taken)), frozenset(), coverage=False
        )
        start, wall = process_time(), perf_counter()
        found = set(held.affected(changes))
        print(
            f"delta: {CHANGED} changed names: {process_time() - start:.2f} s of processor time ({perf_counter() - wall:.2f} s), {len(found):,} customers to be asked again ({len(found) / len(customers):.1%})"
        )
    source = build(starter=True).sources[0]
    bodies = [
        Body(f"b{at}", "Company", (Name(name, "", "primary"),), (), source_id=source.id)
        for at, name in enumerate(taken)
    ]
    alone = Snapshot.in_memory(AtlasRecords(bodies=bodies, sources=[source]))
    sample = rng.sample(customers, min(10_000, len(customers)))
    hit = {one for one, name in sample if (answer := resolve(alone, (name,))).match or answer.possible}
    print(
        f"delta: of {len(hit):,} customers that a full run over a sample of {len(sample):,} finds, {len(hit & found):,} are among them ({len(hit & found) / max(1, len(hit)):.4f})"
    )


if __name__ == "__main__":
    main()
