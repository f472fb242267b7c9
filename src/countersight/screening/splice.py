"""One part of decisions out of two: rows that are taken over, and rows that were decided again, in the order of the matters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from countersight.model.outcomes import FINDINGS
from countersight.screening.bulk_schema import pyarrow

if TYPE_CHECKING:
    from countersight.screening.bulk import Results
    from countersight.screening.lasting import Lasting
    from countersight.screening.parts import Part

CHANGES: Final = "changes"
RUNS: Final = 1_000
"""So many runs of rows that stay are cheaper put together than copied."""
Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"


@dataclass(frozen=True)
class Old:
    """A part as it was decided."""

    folder: Path
    part: Part
    line: dict[str, Any]
    rows: Ints
    """Of the decisions, the rows of the part."""
    bad: list[int]
    """Rows of the part that could not be read or decided."""

    @classmethod
    def read(cls, folder: Path, part: Part, line: dict[str, Any]) -> Old:
        """Read what there is of a part."""
        import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

        bad: set[int] = set()
        if (name := _name("bad-rows", part)) in line["files"]:
            bad = {row - part.first for row in pq.ParquetFile(folder / name).read()["row"].to_pylist()}
        rows = np.delete(np.arange(part.batch.num_rows), sorted(bad))
        return cls(folder, part, line, rows, sorted(bad))

    @cached_property
    def days(self) -> list[str | None]:
        """By row of the part, the day on which it was decided."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        table = pq.ParquetFile(self.folder / _name("decisions", self.part)).read(columns=["on"])
        days: list[str | None] = [None] * self.part.batch.num_rows
        for at, day in zip(self.rows.tolist(), table["on"].to_pylist(), strict=True):
            days[at] = day
        return days

    def whole(self) -> Any:  # noqa: ANN401 - a table
        """All columns."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        return pq.ParquetFile(self.folder / _name("decisions", self.part), memory_map=True).read(use_threads=False).replace_schema_metadata(None)

    def texts(self) -> dict[str, str]:
        """Texts by hash."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        table = pq.ParquetFile(self.folder / _name("texts", self.part)).read()
        return dict(zip(table["hash"].to_pylist(), table["text"].to_pylist(), strict=True))


def spliced(old: Old, again: Mask, found: Results, out: Path, files: Lasting) -> dict[str, Any] | None:
    """Write a part.

    Args:
        old: As it was decided.
        again: Which of its rows were decided again.
        found: What came of these, in their order.
        out: The folder that is written.
        files: Writes them.

    Returns:
        The line of the manifest; None, and nothing is written, where every row is what it was.
    """
    pa = pyarrow()
    before = old.whole()
    numbers = np.flatnonzero(again)
    faults = {int(numbers[one["row"]]): one for one in found.faults.to_pylist()}
    fresh = np.array([at for at in numbers.tolist() if at not in faults], dtype=np.int64)
    kept = ~again[old.rows]
    now = pa.Table.from_batches([found.decisions])
    meta = found.decisions.schema.metadata
    now, before = now.replace_schema_metadata(None), before.cast(now.schema.remove_metadata())
    was = before.take(pa.array(np.flatnonzero(~kept)))
    if not faults and not old.bad and was.equals(now):
        return None
    decisions = _merged(before, old.rows, kept, now, fresh).combine_chunks()
    held = old.texts()
    texts = held | dict(zip(found.texts["hash"].to_pylist(), found.texts["text"].to_pylist(), strict=True))
    mine = _named(now, texts)
    hashes = sorted(held.keys() | mine if _named(was, texts) <= mine else _named(decisions, texts))  # most rows say what others say
    changes = _changes(was.to_pylist(), now.to_pylist())
    tables = {
        "decisions": decisions.replace_schema_metadata(meta),
        "texts": pa.Table.from_arrays([pa.array(hashes, pa.string()), pa.array([texts[one] for one in hashes], pa.string())], schema=found.texts.schema),
        "bad-rows": pa.Table.from_pylist([one | {"row": old.part.first + at} for at, one in sorted(faults.items())], schema=found.faults.schema) if faults else None,
        CHANGES: pa.Table.from_pylist(changes, schema=pa.schema([(name, pa.string()) for name in ("matter", "on", "column", "before", "after")])) if changes else None,
    }
    return {
        "part": old.part.number, "first": old.part.first, "rows": old.part.batch.num_rows, "sha256": old.line["sha256"], "bad": len(faults),
        "fired": _fired(now) or _fired(decisions), "days": sorted(decisions["on"].unique().to_pylist()), "alone": old.line["alone"],
        "files": {_name(folder, old.part): files.write([table], out / _name(folder, old.part)) for folder, table in tables.items() if table is not None},
        "again": len(numbers), "otherwise": len({one["matter"] for one in changes}),
    }  # fmt: skip


def shared_out(found: Results, rows: Sequence[int]) -> Iterator[Results]:
    """What came of rows that were decided together, for each of those that gave some of them."""
    import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    bad = np.asarray(found.faults.column("row")).astype(np.int64)
    first = at = 0
    for many in rows:
        mine = (bad >= first) & (bad < first + many)
        faults = found.faults.filter(pyarrow().array(mine))
        faults = faults.set_column(0, faults.schema.field(0), pc.subtract(faults.column(0), first).cast(faults.schema.field(0).type))
        told = many - int(mine.sum())
        yield replace(found, decisions=found.decisions.slice(at, told), faults=faults)
        first, at = first + many, at + told


def _merged(before: Any, rows: Ints, kept: Mask, now: Any, fresh: Ints) -> Any:  # noqa: ANN401 - tables
    """Rows that stay, and rows that come, in their order; runs of rows are not copied.

    Args:
        before: A table.
        rows: The place of each of its rows.
        kept: Which of them stay.
        now: Another table of the same columns.
        fresh: The place of each of its rows.
    """
    places = np.concatenate([rows[kept], fresh])
    at = np.concatenate([np.flatnonzero(kept), before.num_rows + 1 + np.arange(len(fresh))])[np.argsort(places, kind="stable")]  # one left out: no run goes from one into the other
    cuts = np.flatnonzero(np.diff(at) != 1) + 1
    starts, ends = np.concatenate([[0], cuts]), np.concatenate([cuts, [len(at)]])
    if not len(at) or len(starts) > RUNS:
        return pyarrow().concat_tables([before, now]).take(pyarrow().array(at - (at > before.num_rows)))
    runs = zip(at[starts].tolist(), (ends - starts).tolist(), strict=True)
    return pyarrow().concat_tables([before.slice(first, many) if first < before.num_rows else now.slice(first - before.num_rows - 1, many) for first, many in runs])


def _changes(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Columns whose outcome is another one. Rows that stand on one side only could not be read, or now cannot."""
    was = {row["matter"]: row for row in before}
    found = []
    for row in now:
        other = was.get(row["matter"], {})
        for name, column in row.items():
            if isinstance(column, dict) and (held := (other.get(name) or {}).get("outcome", "")) != column["outcome"]:
                found.append({"matter": row["matter"], "on": row["on"], "column": name, "before": held, "after": column["outcome"]})
    return found


def _fired(decisions: Any) -> bool:  # noqa: ANN401 - a table
    """Whether anything fired, or is open."""
    import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    return any(one in FINDINGS for name in decisions.schema.names[3:] for one in pc.struct_field(decisions[name].combine_chunks(), "outcome").unique().to_pylist())


def _named(decisions: Any, texts: dict[str, str]) -> set[str]:  # noqa: ANN401 - a table
    """Hashes of the texts that rows name, and of those that these name."""
    import pyarrow.compute as pc  # noqa: PLC0415 - an extra

    found: set[str] = set()
    readings: set[str] = set()
    for name in decisions.schema.names[3:]:
        column = decisions[name].combine_chunks()
        for member, put in (("pages", found), ("reasons", readings)):
            put.update(pc.struct_field(pc.list_flatten(pc.struct_field(column, member)), "why").unique().to_pylist())
    for one in readings:
        told = json.loads(texts[one])
        found.update((told["proof"], *told["facts"]))
    return found | readings


def _name(folder: str, part: Part) -> str:
    return f"{folder}/part-{part.number:06d}.parquet"
