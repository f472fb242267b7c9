"""Spark gives the same rows and texts, on a local cluster of two workers, whoever is killed in the middle: the Python beside an executor, or the executor (long)."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.machine import program

from countersight.app import load_rulebooks
from countersight.errors import InputError
from countersight.screening.bulk import Recipe, screen
from countersight.screening.one import Screener
from countersight.screening.spark import decisions, ship
from countersight.snapshots.build import build
from countersight.store.snapshot import write_snapshot

from .batch_matters import matters

pytest.importorskip("pyspark", reason="the extra countersight[spark] is not installed")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_rows_and_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]

    program("java", "default-jre-headless")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    texts = [one.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True) for one in matters(60, 41)]
    pq.write_table(pa.table({"matter": texts}), tmp_path / "m.parquet")
    recipe = Recipe.of(Screener(write_snapshot(tmp_path / "atlas", build(starter=True)), load_rulebooks()))
    plain = screen(pa.table({"matter": texts}).to_batches()[0], recipe.kernel())
    session = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false").config("spark.task.maxFailures", "4").getOrCreate()
    try:
        frame = session.read.parquet(str(tmp_path / "m.parquet"))
        with pytest.raises(InputError, match="no field"):
            decisions(frame.withColumnRenamed("matter", "colour"), recipe)
        sent = ship(session, recipe)
        for killed in ("", "python", "executor"):
            folder = tmp_path / f"texts-{killed}"
            cut = frame.repartition(4)
            if killed:
                flag = tmp_path / f"killed-{killed}"
                cut = cut.mapInArrow(partial(_dying, flag, killed), cut.schema)
            found = decisions(cut, sent, texts=str(folder)).toArrow().to_pylist()
            assert sorted(found, key=lambda row: row["matter"]) == sorted(plain.decisions.to_pylist(), key=lambda row: row["matter"])
            assert set(pq.read_table(folder)["hash"].to_pylist()) == set(plain.texts["hash"].to_pylist())
            assert not killed or (tmp_path / f"killed-{killed}").exists()
    finally:
        session.stop()


def _dying(flag: Path, what: str, batches: Iterator[Any]) -> Iterator[Any]:
    """Batches as they come, from a worker that dies once; or whose executor does, the process that started the one it was forked from."""
    for batch in batches:
        if not flag.exists():
            flag.touch()
            if what == "executor":
                status = Path(f"/proc/{os.getppid()}/status").read_text()
                os.kill(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid:")), signal.SIGKILL)
            os._exit(1)
        yield batch
