"""Matters of Arrow read by column: the same matters, decided the same, as row by row; and what is wrong is found as there."""

from __future__ import annotations

import random
from typing import Any

import pytest

from countersight.app import load_rulebooks
from countersight.errors import InputError
from countersight.model.matter import Matter
from countersight.screening.batch import Kernel
from countersight.screening.batch_coded import unusual
from countersight.screening.batch_read import numbered
from countersight.screening.bulk import screen
from countersight.screening.bulk_schema import matter_of, matter_schema
from countersight.screening.one import Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

from .batch_matters import matters
from .test_batch import plain

pa = pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel(Screener(Snapshot.in_memory(build(starter=True)), load_rulebooks()))


def batch_of(rows: list[dict[str, Any]], **types: Any) -> Any:  # noqa: ANN401 - of Arrow
    schema = matter_schema()
    for name in ("date", "contract_date"):
        schema = schema.set(schema.get_field_index(name), pa.field(name, types.get(name, pa.string())))
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def dumped(count: int, seed: int) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True) for one in matters(count, seed)]


def test_odd_matters_are_decided_the_same(kernel: Kernel) -> None:
    rows = dumped(80, 51)
    told = kernel.decide([Matter.model_validate(row) for row in rows]).rows
    batch = batch_of([{}, *rows, {}]).slice(1, len(rows))  # a part of a greater one: offsets that do not begin at nothing
    read = numbered(batch)
    assert not read.bad
    assert read.usual.count > 60
    found = kernel.told(read.usual, read.alone, len(rows)).rows
    assert [plain(row) for row in found] == [plain(row) for row in told]


def test_every_matter_comes_back_whole() -> None:
    rows = dumped(60, 52)
    batch = batch_of(rows)
    usual = numbered(batch).usual
    for row, at in enumerate(usual.at.tolist()):
        matter = Matter.model_validate(rows[at])
        mine = usual.party_of == row
        parties = [
            usual.rests[rest][2].model_copy(update={"name": usual.names[name], "role": usual.roles[role]})
            for name, role, rest in zip(usual.name[mine], usual.role[mine], usual.rest[mine], strict=True)
        ]
        lines = [usual.contents[content][1] for content in usual.content[usual.line_of == row]]
        worths = [usual.worths[worth] for worth in usual.worth[usual.line_of == row]]
        assert parties == matter.parties
        assert worths == [(line.value, line.currency) for line in matter.lines or ()]
        assert lines == [line.model_copy(update={"quantity": None, "value": None, "currency": None}) for line in matter.lines or ()]
        assert usual.no_lines[row] == (2 if matter.lines is None else 0 if matter.lines else 1)
        assert (usual.ids[row], usual.days[usual.day[row]], usual.whole(row)) == (matter.id, matter.day, matter)
        frame = matter.model_copy(update={"id": "any", "day": None, "parties": [], "lines": None})
        assert usual.frames[usual.frame[row]] == frame


WRONG: tuple[tuple[str, Any], ...] = (
    ("destination", "China"), ("kind", "cargo"), ("id", None), ("kind", None), ("date", "yesterday"), ("transaction", "gift"), ("parties", [None]), ("parties", [{"name": "A"}]),
    ("parties", [{"role": "exporter", "name": None}]), ("parties", [{"role": "chef", "name": "A"}]), ("parties", [{"role": "exporter", "name": "A", "country": "usa"}]),
    ("lines", [None]), ("lines", [{"origin": "china"}]), ("text", [None]), ("answers", "not json"), ("position", "[1]"),
    ("lines", [{"us_content": {"pct": None}}]), ("parties", [{"role": "exporter", "name": "A", "consignee_type": "friend"}]),
)  # fmt: skip


def test_what_is_wrong_is_said_as_row_by_row(kernel: Kernel) -> None:
    rows = dumped(len(WRONG) + 4, 53)
    for row, (name, value) in zip(rows, WRONG, strict=False):
        row[name] = value
    random.Random(4).shuffle(rows)
    batch = batch_of(rows)
    faults = {}
    for at, row in enumerate(batch.to_pylist()):
        try:
            matter_of(row)
        except InputError as fault:
            faults[at] = (fault.message, fault.hint)
    assert len(faults) == len(WRONG)
    found = screen(batch, kernel)
    assert {one["row"]: (one["message"], one["hint"]) for one in found.faults.to_pylist()} == faults
    assert found.decisions.column("matter").to_pylist() == [row["id"] for at, row in enumerate(rows) if at not in faults]


def test_a_field_that_no_model_knows_is_found_where_it_is_filled(kernel: Kernel) -> None:
    rows = dumped(3, 54)
    party = pa.struct([("role", pa.string()), ("name", pa.string()), ("colour", pa.string())])
    told = [[{"role": "exporter", "name": "A", "colour": None}], [{"role": "exporter", "name": "B", "colour": "red"}], []]
    batch = pa.RecordBatch.from_arrays([pa.array([row["id"] for row in rows]), pa.array(["parties"] * 3), pa.array(["2026-11-20"] * 3), pa.array(told, pa.list_(party))], names=["id", "kind", "date", "parties"])
    found = screen(batch, kernel)
    assert [one["row"] for one in found.faults.to_pylist()] == [1]
    assert "colour" in found.faults.to_pylist()[0]["message"]
    assert found.decisions.num_rows == 2


def test_other_types_of_columns_are_read_as_the_models_read_them(kernel: Kernel) -> None:
    rows = [row for row in dumped(30, 55) if not unusual(Matter.model_validate(row))]
    plainly = screen(batch_of(rows), kernel).decisions
    columns = batch_of(rows)
    days = pa.array(columns.column("date").to_pylist()).cast(pa.date32())
    kinds = columns.column("kind").dictionary_encode()
    ids = columns.column("id").cast(pa.large_string())
    named = {"date": days, "kind": kinds, "id": ids}
    other = pa.RecordBatch.from_arrays([named.get(name, columns.column(name)) for name in columns.schema.names], names=columns.schema.names)
    assert screen(other, kernel).decisions.equals(plainly)
