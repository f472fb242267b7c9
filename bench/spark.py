"""The kernel on a local cluster of Spark beside the plain run: the same rows, and what Spark costs once it is warm. Wants PySpark and Java.

``python bench/spark.py [ROWS]`` decides ROWS (4,000) invented shipments of ``bulk.py`` on ``local-cluster[2,1,1024]``, three times, and in two
plain processes, three times; the first time of each is the start-up. Against the starter atlas.
"""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
ROWS = 4_000


def plain(recipe: bytes, path: str, half: int) -> list[dict[str, object]]:
    """One half of a file, in a process of its own."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    from countersight.screening.bulk import kernel_of, screen

    table = pq.read_table(path)
    cut = table.num_rows // 2
    batch = table.slice(half * cut, cut if half == 0 else table.num_rows - cut).combine_chunks().to_batches()[0]
    rows: list[dict[str, object]] = screen(batch, kernel_of(recipe)).decisions.to_pylist()
    return rows


def main() -> None:
    """Run, and print one line for each number."""
    try:
        from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        print("spark: skipped: there is no PySpark")
        return
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)  # of the executors
    from bulk import write
    from countersight.app import make_screener
    from countersight.screening.bulk import Recipe, shipped
    from countersight.screening.spark import decisions, ship
    from countersight.settings import Settings
    from record import put, short

    many = next((int(one) for one in sys.argv[1:] if one.isdigit()), ROWS // 4 if short() else ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shipments.parquet"
        write(path, many)
        recipe = Recipe.of(make_screener(Settings.from_environment()))
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            times = []
            for _ in range(3):
                start = perf_counter()
                halves = list(pool.map(plain, [shipped(recipe)] * 2, [str(path)] * 2, [0, 1]))
                times.append(perf_counter() - start)
        session = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false").getOrCreate()
        frame = decisions(session.read.parquet(str(path)).repartition(2), ship(session, recipe))
        spark = []
        for _ in range(3):
            start = perf_counter()
            rows = frame.toArrow().to_pylist()
            spark.append(perf_counter() - start)
        session.stop()
    wanted = {row["matter"]: row for half in halves for row in half}
    same = wanted == {row["matter"]: row for row in rows}
    put("Spark, warm, beside the plain run", many, min(spark[1:]) / min(times[1:]), "times")
    print(f"spark: {many:,} rows, the same row by row: {same}")
    print(f"spark: {' / '.join(f'{one:.1f}' for one in spark)} s, plain {' / '.join(f'{one:.1f}' for one in times)} s; warm {min(spark[1:]) / min(times[1:]):.2f} times the plain run")


if __name__ == "__main__":
    main()
