"""How time, memory and disk grow: with listed names, rows, provisions and stakes; and what a start takes. Each size in a process of its own.

``python bench/scale.py [PART...]`` with parts names, rows, provisions, stakes, start. Sizes are small where ``COUNTERSIGHT_BENCH_SHORT`` is set.
Names beyond the real lists are made as in ``growth.py``, or all of them where ``../shared/data`` is not there. Rows are the shipments of
``bulk.py``. Provisions are the built-in rulebooks, several times over under other names. Stakes are the graph of ``ownership.py``.
Times are processor time, but for the start.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import process_time

from record import put, short

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
SHORT = {"names": (5_000, 20_000, 60_000), "rows": (250, 500, 1_000), "provisions": (1, 2, 4), "stakes": (10_000, 50_000, 200_000), "start": (0,)}
LONG = {"names": (68_000, 680_000, 3_400_000), "rows": (2_000, 20_000, 200_000), "provisions": (1, 2, 4, 8), "stakes": (300_000, 1_000_000, 3_000_000), "start": (0,)}
QUERIES = 2_000

Told = Iterator[tuple[str, float, float, str]]
"""Series, size, number, unit."""


def peak() -> float:
    """The most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def invented(many: int) -> list[str]:
    """Names, without end."""
    from name_pairs import Maker

    m = Maker(17, "test")
    found: dict[str, None] = {}
    while len(found) < many:
        found[" ".join(filter(None, m.org()))] = None
    return list(found)


def names(size: int) -> Told:
    """An index of listed names: building it, asking it."""
    from countersight.store.index import NameIndex, build_index
    from growth import grown
    from real_names import real_names

    base = [name for name, _ in real_names()]
    base = base if len(base) >= 1_000 else invented(min(size, 20_000))
    listed = list(grown(base, size))
    start = process_time()
    built = build_index(((str(at), name) for at, name in enumerate(listed)), "")
    took = process_time() - start
    index = NameIndex(built)
    asked = [name[:-1] for name in random.Random(3).sample(listed, min(QUERIES, size))]
    start = process_time()
    for name in asked:
        index.near(name, 40, 200)
    yield "names: a search", size, 1e6 * (process_time() - start) / len(asked), "us"
    yield "names: the index on disk", size, len(built), "bytes"
    yield "names: the index built", size, took, "s"
    yield "names: memory while it is built", size, peak(), "MB"


def rows(size: int) -> Told:
    """Whole shipments, by one process against the starter and the lists of ``../shared/data``, where they are."""
    from bulk import atlas, write
    from countersight.app import make_screener
    from countersight.screening.bulk import Recipe
    from countersight.screening.parts import Run, parquet_parts
    from countersight.settings import Settings

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        held = None if short() else atlas(folder)
        write(folder / "m.parquet", size)
        recipe = Recipe.of(make_screener(replace(Settings.from_environment(), snapshot=held)))
        start = process_time()
        Run(recipe, folder / "out").over(parquet_parts([folder / "m.parquet"]))
        yield "rows: decided, processor time", size, process_time() - start, "s"
        yield "rows: decisions and texts on disk", size, sum(path.stat().st_size for path in (folder / "out").rglob("*.parquet")), "bytes"
    yield "rows: memory of one process", size, peak(), "MB"


def provisions(times: int) -> Told:
    """The same shipments under the built-in rulebooks, so many times over."""
    from bulk import shipments
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.model.matter import Matter
    from countersight.screening.batch import Kernel
    from countersight.screening.one import Screener
    from countersight.settings import Settings

    books = [replace(book, id=f"{book.id}-{at}" if at else book.id) for at in range(times) for book in load_rulebooks()]
    many = sum(len(book.pages) for book in books)
    matters = [Matter.model_validate({key: value for key, value in one.items() if value is not None}) for one in islice(shipments(600), 600)]
    kernel = Kernel(Screener(open_snapshot(Settings.from_environment()), books))
    start = process_time()
    kernel.decide(matters[:200])
    yield "provisions: the first 200 rows, pages read in", many, process_time() - start, "s"
    start = process_time()
    kernel.decide(matters[200:])
    yield "provisions: a row, warm", many, 1e6 * (process_time() - start) / 400, "us"
    yield "provisions: memory", many, peak(), "MB"


def stakes(bodies: int) -> Told:
    """Who counts as owned by listed bodies in a generated graph."""
    from countersight.ownership.bulk import cascade, floors, index
    from ownership import HALF, generate, load

    with tempfile.TemporaryDirectory() as place:
        generate(bodies, Path(place))
        before = peak()
        table, seeds = load(Path(place))
        many = len(table.owner)
        start = process_time()
        out, total = index(table, "owner"), floors(table)
        yield "stakes: sorted once", many, process_time() - start, "s"
        start = process_time()
        cascade(out, seeds, HALF, total)
        yield "stakes: owned or possibly owned, all of them", many, process_time() - start, "s"
        yield "stakes: memory, generating included", many, max(before, peak()), "MB"


def start(_: int) -> Told:
    """Whole processes, from nothing."""
    from statistics import median
    from time import perf_counter

    from startup import NAME, run

    with tempfile.TemporaryDirectory() as cache:
        for words in (("--help",), ("name", NAME)):
            run(cache, *words)
            taken, size = [], 0.0
            for _ in range(3 if short() else 10):
                began = perf_counter()
                size = run(cache, *words)
                taken.append(perf_counter() - began)
            yield f"start: countersight {words[0]}", 0, 1e3 * median(taken), "ms"
            yield f"start: countersight {words[0]}, memory", 0, size, "MB"


PARTS: dict[str, Callable[[int], Told]] = {"names": names, "rows": rows, "provisions": provisions, "stakes": stakes, "start": start}


def main() -> None:
    """One process for each part and size."""
    if sys.argv[1:2] == ["--one"]:
        for told in PARTS[sys.argv[2]](int(sys.argv[3])):
            print(json.dumps(told), flush=True)
        return
    sizes = SHORT if short() else LONG
    for part in sys.argv[1:] or PARTS:
        for size in sizes[part]:
            done = subprocess.run([sys.executable, str(Path(__file__).resolve()), "--one", part, str(size)], check=False, stdout=subprocess.PIPE, text=True, env=os.environ)  # noqa: S603 - our own script
            if done.returncode:
                print(f"scale: {part} at {size:,}: did not end: exit {done.returncode}", flush=True)
            for line in done.stdout.splitlines():
                series, at, value, unit = json.loads(line)
                put(series, at, value, unit)
                print(f"scale: {series:<48} {f'at {at:,.0f}' if at else '':<16} {value:>16,.3f} {unit}", flush=True)


if __name__ == "__main__":
    main()
