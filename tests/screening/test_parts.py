"""Parts: resumed after kills the same as in one go; what was changed meanwhile is noticed; bad rows are set aside; DuckDB gives the same."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from countersight.app import load_rulebooks
from countersight.cli.main import run as main
from countersight.errors import DataError, InputError, UsageError
from countersight.screening import parts
from countersight.screening.bulk import Recipe, register
from countersight.screening.bulk_schema import matter_schema
from countersight.screening.crew import processes
from countersight.screening.one import Options, Screener
from countersight.screening.parts import MANIFEST, Run, count_rows, parquet_parts
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot, write_snapshot

from .batch_matters import matters

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
duckdb = pytest.importorskip("duckdb")
COUNT, SIZE = 40, 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bulk")
    write_snapshot(place / "atlas", build(starter=True))
    rows = [
        one.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        for one in matters(COUNT, 31)
    ]
    write(rows, place / "matters.parquet")
    return place


def write(rows: list[dict[str, Any]], path: Path) -> None:
    schema = matter_schema()
    days = [index for index, field in enumerate(schema) if field.type == pa.date32()]
    text = schema
    for index in days:
        text = text.set(index, pa.field(schema[index].name, pa.string()))
    pq.write_table(pa.Table.from_pylist(rows, schema=text), path)


@pytest.fixture(scope="module")
def recipe(folder: Path) -> Recipe:
    return Recipe.of(Screener(Snapshot.open(folder / "atlas"), load_rulebooks()))


def told(out: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    rows = [row for path in sorted((out / "decisions").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    texts = {
        row["hash"]: row["text"]
        for path in sorted((out / "texts").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    }
    return rows, texts


@pytest.fixture(scope="module")
def whole(folder: Path, recipe: Recipe) -> tuple[list[dict[str, Any]], dict[str, str]]:
    done = Run(recipe, folder / "whole").over(parquet_parts([folder / "matters.parquet"], COUNT))
    assert (done.rows, done.bad, done.parts) == (COUNT, 0, 1)
    return told(folder / "whole")


def test_every_reason_has_its_text_and_texts_lead_to_texts(whole: tuple[list[dict[str, Any]], dict[str, str]]) -> None:
    rows, texts = whole
    named = [
        reason["why"]
        for row in rows
        for name, column in row.items()
        if "outcome" in (column or {})
        for reason in column["reasons"]
    ]
    assert named
    for one in named:
        reading = json.loads(texts[one])
        assert {"label", "words", "value"} <= json.loads(texts[reading["proof"]]).keys()
        assert all("path" in json.loads(texts[fact]) for fact in reading["facts"])


def test_a_run_that_was_stopped_goes_on_and_gives_the_same(folder: Path, recipe: Recipe, whole: Any) -> None:  # noqa: ANN401
    out, parts = folder / "stopped", [folder / "matters.parquet"]
    done = 0
    for stop in (2, 1, 9):
        run = Run(recipe, out, tell=_stop(stop))
        try:
            done = run.over(parquet_parts(parts, SIZE)).taken_over
        except KeyboardInterrupt:
            (out / "decisions" / ".part-000009.parquet").write_bytes(b"left behind")
            with (out / MANIFEST).open("a", encoding="utf-8") as file:
                file.write('{"part": 4, "torn')
    assert done == 3
    assert told(out) == whole


def _stop(after: int) -> Any:  # noqa: ANN401
    seen = []

    def tell(progress: object) -> None:
        seen.append(progress)
        if len(seen) == after:
            raise KeyboardInterrupt

    return tell


def test_changed_matters_law_or_options_are_noticed(folder: Path, recipe: Recipe) -> None:
    out, file = folder / "changed", folder / "changing.parquet"
    rows = [
        one.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True) for one in matters(6, 32)
    ]
    write(rows, file)
    Run(recipe, out).over(parquet_parts([file], 3))
    with pytest.raises(DataError, match="rest on another options"):
        Run(Recipe(recipe.folder, recipe.snapshot, recipe.books, options=Options(lists_complete=True)), out).over(
            parquet_parts([file], 3)
        )
    with pytest.raises(DataError, match="rest on another rulebooks"):
        Run(Recipe(recipe.folder, recipe.snapshot, recipe.books[:1]), out).over(parquet_parts([file], 3))
    write([*rows[:4], rows[4] | {"destination": "FR"}, rows[5]], file)
    with pytest.raises(DataError, match="not those that were decided"):
        Run(recipe, out).over(parquet_parts([file], 3))
    write(rows[:3], file)
    with pytest.raises(DataError, match="the input has 1 parts"):
        Run(recipe, out).over(parquet_parts([file], 3))
    with pytest.raises(DataError, match="the snapshot is"):
        Run(Recipe(recipe.folder, "0" * 64, recipe.books), folder / "other").over(parquet_parts([file], 3))


def test_bad_rows_are_set_aside_with_their_reasons(folder: Path, recipe: Recipe) -> None:
    rows = [
        one.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True) for one in matters(5, 33)
    ]
    rows[1]["destination"] = "China"
    rows[3]["date"] = None
    write(rows, folder / "bad.parquet")
    done = Run(recipe, folder / "bad").over(parquet_parts([folder / "bad.parquet"], 2))
    assert (done.rows, done.bad) == (5, 2)
    faults = [
        row
        for path in sorted((folder / "bad" / "bad-rows").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]
    assert [(row["row"], row["matter"]) for row in faults] == [(1, "G-1"), (3, "G-3")]
    assert "destination" in faults[0]["message"]
    assert "has no date" in faults[1]["message"]
    assert [row["matter"] for row in told(folder / "bad")[0]] == ["G-0", "G-2", "G-4"]


def test_a_part_that_is_decided_in_pieces_is_the_same(folder: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [one.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True) for one in matters(11, 34)]
    rows[1]["destination"], rows[8]["destination"] = "China", "Hong Kong"
    rows[2]["resolutions"] = '{"RF-22": {"by": "invented", "on": "2024-01-02", "evidence": "a letter"}}'  # decided by itself
    write(rows, folder / "pieces.parquet")
    found = {}
    for rows_at_once in (11, 4):
        monkeypatch.setattr(parts, "AT_ONCE", rows_at_once)
        out = folder / f"pieces-{rows_at_once}"
        done = Run(recipe, out).over(parquet_parts([folder / "pieces.parquet"], 11))
        files = {path.relative_to(out).parent.name: pq.read_table(path) for path in out.rglob("*.parquet")}
        found[rows_at_once] = done, files
    assert found[4][0] == found[11][0]
    assert found[4][0].alone == 1
    assert sorted(found[4][1]) == ["bad-rows", "decisions", "texts"]
    for name, table in found[4][1].items():
        assert table.equals(found[11][1][name], check_metadata=True), name
    assert found[4][1]["bad-rows"]["row"].to_pylist() == [1, 8]


def test_a_table_without_matters_is_refused(folder: Path, recipe: Recipe) -> None:
    pq.write_table(pa.table({"id": ["a"], "kind": ["shipment"], "colour": ["red"]}), folder / "odd.parquet")
    with pytest.raises(InputError, match="no field 'colour'"):
        Run(recipe, folder / "odd").over(parquet_parts([folder / "odd.parquet"]))
    assert count_rows([folder / "odd.parquet"]) == 1
    with pytest.raises(UsageError, match="in memory only"):
        Recipe.of(Screener(Snapshot.in_memory(build(starter=True)), recipe.books))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the size of a process is read as Linux tells it")
def test_a_file_that_was_read_takes_no_memory(tmp_path: Path) -> None:
    def of_files() -> int:
        told = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("RssFile"))

    path, rng = tmp_path / "large.parquet", random.Random(5)
    with pq.ParquetWriter(path, pa.schema([("id", pa.string()), ("kind", pa.string())])) as out:
        for _ in range(8):
            out.write_table(pa.table({"id": [rng.randbytes(2_000).hex() for _ in range(1_000)], "kind": ["shipment"] * 1_000}))
    assert path.stat().st_size > 30_000_000
    read = parquet_parts([path], 500)
    next(read)
    before, after = of_files(), [of_files() for _ in read]
    assert len(after) == 15
    assert max(after) - before < 10_000


def test_duckdb_gives_the_same(recipe: Recipe, whole: Any) -> None:  # noqa: ANN401
    with duckdb.connect() as base:
        register(base, recipe.kernel())
        texts = [
            one.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True) for one in matters(COUNT, 31)
        ]
        base.register("m", pa.table({"matter": [*texts, "{}"]}))
        found = [json.loads(text) for (text,) in base.execute("SELECT countersight(matter) FROM m").fetchall()]
    assert found[:-1] == whole[0]
    assert "error" in found[-1]


def test_the_command_writes_a_folder_and_goes_on(folder: Path, whole: Any, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ANN401
    line = [
        "screen",
        str(folder / "matters.parquet"),
        "--snapshot",
        str(folder / "atlas"),
        "--out",
        f"{folder / 'command'}/",
        "--workers",
        "1",
    ]
    assert main(line) in {1, 3}
    assert told(folder / "command") == whole
    capsys.readouterr()
    assert main(line) in {1, 3}
    assert "1 parts were there from an earlier run" in capsys.readouterr().err


def test_other_processes_take_over_after_some_parts_and_give_the_same(folder: Path, recipe: Recipe, whole: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    started: list[int] = []

    def counted(workers: int) -> ProcessPoolExecutor:
        started.append(workers)
        return processes(workers)

    monkeypatch.setattr(parts, "processes", counted)
    monkeypatch.setattr(parts, "FRESH", 1)
    done = Run(recipe, folder / "shifts", workers=2).over(parquet_parts([folder / "matters.parquet"], SIZE))
    assert (done.parts, started) == (5, [2, 2, 2])
    assert told(folder / "shifts") == whole
    assert Run(recipe, folder / "shifts", workers=2).over(parquet_parts([folder / "matters.parquet"], SIZE)).taken_over == 5
    assert started == [2, 2, 2], "nothing to do, nobody to do it"


def test_a_run_that_is_stopped_leaves_no_process_and_goes_on(folder: Path, recipe: Recipe, whole: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    run = Run(recipe, folder / "halted", workers=2, tell=_stop(1))
    with pytest.raises(KeyboardInterrupt):
        run.over(parquet_parts([folder / "matters.parquet"], SIZE))
    assert not active_children()
    monkeypatch.setattr(Run, "over", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    line = ["screen", str(folder / "matters.parquet"), "--snapshot", str(folder / "atlas"), "--out", f"{folder / 'halted'}/"]
    assert main(line) == 130
    assert "the same command goes on from there" in capsys.readouterr().err
    monkeypatch.undo()
    assert Run(recipe, folder / "halted").over(parquet_parts([folder / "matters.parquet"], SIZE)).taken_over >= 1
    assert told(folder / "halted") == whole


@pytest.mark.slow
def test_killed_ten_times_and_resumed_gives_the_same(folder: Path, whole: Any) -> None:  # noqa: ANN401
    """Whole processes with two workers, killed with all that they started, ten times before they have come to an end."""
    rng, out = random.Random(5), folder / "killed"
    rows = [
        one.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        for one in matters(COUNT, 31)
    ]
    parts = folder / "parts"
    parts.mkdir()
    for start in range(COUNT):  # a part for each matter
        write(rows[start : start + 1], parts / f"{start:04d}.parquet")
    line = [
        sys.executable,
        "-m",
        "countersight",
        "screen",
        str(parts),
        "--snapshot",
        str(folder / "atlas"),
        "--out",
        f"{out}/",
        "--workers",
        "2",
    ]
    for number in range(10):
        process = subprocess.Popen(line, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        held = _finished(out)
        while process.poll() is None and _finished(out) < held + number % 3:  # in the middle of the work, or while it starts
            time.sleep(0.02)
        time.sleep(rng.uniform(0, 0.03) if number % 3 else rng.uniform(0.2, 4))
        assert process.poll() is None, f"it had ended before kill {number + 1}"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert 3 < _finished(out) < COUNT
    assert subprocess.run(line, check=False, capture_output=True).returncode in {1, 3}
    assert told(out) == whole


def _finished(out: Path) -> int:
    """Parts that a manifest names."""
    path = out / MANIFEST
    return max(0, path.read_bytes().count(b"\n") - 1) if path.exists() else 0
