"""A batch of Arrow to matters by number: what stands in a column is told apart by its dictionary, and read once for all rows that are alike.

The fields are judged by the models of :mod:`countersight.model.matter` and by nothing else. A row of which any part is not as they want
it is read whole, as :func:`countersight.screening.bulk_schema.matter_of` reads it, which words the fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from countersight.errors import InputError
from countersight.model.matter import Line, Matter, Party
from countersight.screening.batch_coded import (
    APART,
    COMPARED,
    Coded,
    Numbered,
    brings_maker,
    coded,
    content_of,
    ints,
    rest_of,
    unusual,
)
from countersight.screening.batch_codes import any_of, dense, sequences
from countersight.screening.bulk_schema import WHOLE, bare, matter_of, pyarrow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(slots=True)
class Read:
    """What a batch holds."""

    usual: Coded
    alone: list[tuple[int, Matter]]
    """Matters that share nothing, each with its place in the batch."""
    bad: list[tuple[int, str, str, str]]
    """Rows that are no matters: place, id, what is wrong, what would be right."""


def numbered(batch: Any) -> Read:  # noqa: ANN401 - a RecordBatch
    """The matters of a batch of the schema of matters."""
    columns = {name: batch.column(place) for place, name in enumerate(batch.schema.names)}
    return _by_column(batch, columns) if _is_plain(columns) else _row_by_row(batch, range(batch.num_rows))


def _row_by_row(batch: Any, rows: Iterable[int]) -> Read:  # noqa: ANN401
    usual: list[tuple[int, Matter]] = []
    alone: list[tuple[int, Matter]] = []
    bad: list[tuple[int, str, str, str]] = []
    whole = batch.to_pylist() if isinstance(rows, range) else None
    for at in rows:
        row = whole[at] if whole is not None else batch.slice(at, 1).to_pylist()[0]
        try:
            matter = matter_of(row)
        except InputError as fault:
            bad.append((at, str(row.get("id") or ""), fault.message, fault.hint))
            continue
        (alone if unusual(matter) else usual).append((at, matter))
    return Read(coded(usual), alone, bad)


def _is_plain(columns: Mapping[str, Any]) -> bool:
    """Whether parties and lines are lists of structs, so that they can be read column by column."""
    types = pyarrow().types
    if WHOLE in columns:
        return False
    nested = (columns[name].type for name in ("parties", "lines") if name in columns)
    return all((types.is_list(one) or types.is_large_list(one)) and types.is_struct(one.value_type) for one in nested)


_FRAME: Final = tuple(one.alias or name for name, one in Matter.model_fields.items() if name in COMPARED - {"id", "day", "parties", "lines"})
_DAY: Final = Matter.model_fields["day"].alias or "day"
_STRIPPED: Final = ConfigDict(str_strip_whitespace=True)
_STANDING: Final[dict[type[BaseModel], dict[str, object]]] = {Matter: {"id": "any", "kind": "shipment"}, Party: {"name": "any", "role": "exporter"}, Line: {}}
"""What a model wants at least."""


@dataclass(slots=True)
class _Column:
    """A column by number: each value that occurs once, and for each row which one."""

    code: Ints
    values: list[Any]


def _codes(array: Any) -> _Column:  # noqa: ANN401 - of Arrow
    """Any column by number; null is a value like others."""
    types = pyarrow().types
    count, kind = len(array), array.type
    if array.null_count == count:
        return _Column(np.zeros(count, dtype=np.int64), [None])
    if types.is_dictionary(kind):
        array, kind = array.dictionary_decode(), kind.value_type
    if types.is_string(kind) or types.is_large_string(kind) or types.is_date(kind) or types.is_integer(kind) or types.is_boolean(kind):
        held = array.dictionary_encode(null_encoding="encode")
        return _Column(_array(held.indices), held.dictionary.to_pylist())
    if (types.is_list(kind) or types.is_large_list(kind)) and (types.is_string(kind.value_type) or types.is_large_string(kind.value_type)):
        counts = _lengths(array)
        code, first = sequences(counts, _codes(array.flatten()).code)
        code, first = dense(code, _array(array.is_null().cast("int64")))
        return _Column(code, array.take(pyarrow().array(first)).to_pylist())
    held = Numbered()
    return _Column(ints(held.number(repr(value), value) for value in array.to_pylist()), held.held)


def _array(column: Any) -> Ints:  # noqa: ANN401 - of Arrow
    found: Ints = column.to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _lengths(array: Any) -> Ints:  # noqa: ANN401 - of Arrow
    import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    return _array(pc.fill_null(pc.list_value_length(array), 0))


def _judged(column: _Column, annotation: Any) -> tuple[list[Any], NDArray[np.bool_]]:  # noqa: ANN401 - a type
    """The values of a column as a model takes them, and which of them it refuses."""
    adapter = TypeAdapter(list[annotation], config=_STRIPPED)
    try:
        return adapter.validate_python(column.values), np.zeros(len(column.values), dtype=bool)
    except ValidationError as fault:
        wrong = {int(one["loc"][0]) for one in fault.errors(include_url=False, include_context=False, include_input=False)}
        kept = [None if at in wrong else value for at, value in enumerate(column.values)]
        good = iter(adapter.validate_python([value for at, value in enumerate(kept) if at not in wrong]))
        return [None if at in wrong else next(good) for at in range(len(kept))], np.array([at in wrong for at in range(len(kept))], dtype=bool)


def _models(columns: Mapping[str, _Column], model: type[BaseModel], more: Mapping[str, object], count: int) -> tuple[Ints, list[Any], NDArray[np.bool_]]:
    """Rows as models, each that occurs once: a number for each row, the models, and which of them are refused."""
    code, first = dense(*(one.code for one in columns.values())) if columns else (np.zeros(count, dtype=np.int64), np.zeros(min(1, count), dtype=np.int64))
    found: list[Any] = []
    bad = np.zeros(len(first), dtype=bool)
    for number, at in enumerate(first.tolist()):
        told = {name: bare(value) for name, one in columns.items() if (value := one.values[int(one.code[at])]) is not None}
        try:
            found.append(model.model_validate({**told, **more}))
        except ValidationError:
            found.append(model.model_validate(_STANDING[model]))  # for a row that is read by itself
            bad[number] = True
    return code, found, bad


@dataclass(slots=True)
class _Nested:
    """A column of lists of structs, laid flat."""

    of: Ints
    """For each struct its row."""
    fields: dict[str, _Column]
    holes: Ints
    """Rows in which a struct is null."""

    @classmethod
    def read(cls, array: Any) -> _Nested:  # noqa: ANN401 - of Arrow
        """Lay a column flat; without one nothing stands there."""
        if array is None:
            return cls(np.zeros(0, dtype=np.int64), {}, np.zeros(0, dtype=np.int64))
        of = np.repeat(np.arange(len(array), dtype=np.int64), _lengths(array))
        held = array.flatten()
        holes = of[_array(held.is_null().cast("int64")) > 0]
        children = {held.type.field(place).name: child for place, child in enumerate(held.flatten())}
        return cls(of, {name: _codes(child) for name, child in children.items()}, holes)

    def field(self, name: str) -> _Column:
        """A field, null where there is none."""
        return self.fields.get(name) or _Column(np.zeros(len(self.of), dtype=np.int64), [None])


def _by_column(batch: Any, columns: Mapping[str, Any]) -> Read:  # noqa: ANN401 - a RecordBatch
    count = batch.num_rows
    apart = np.zeros(count, dtype=bool)
    for heading, array in columns.items():
        if heading not in {*_FRAME, _DAY, "id", "parties", "lines"} and array.null_count < count:
            apart |= _array(array.is_valid().cast("int64")) > 0
    ids, wrong = _judged(id_column := _codes(columns["id"]), str)
    apart |= wrong[id_column.code]
    frame, frames, bad = _models({name: _codes(columns[name]) for name in _FRAME if name in columns}, Matter, {"id": "any"}, count)
    apart |= bad[frame] | np.array([unusual(one) for one in frames], dtype=bool)[frame] if count else apart
    day, days, bad = _models({_DAY: _codes(columns[_DAY])} if _DAY in columns else {}, Matter, _STANDING[Matter], count)
    apart |= bad[day] if count else apart
    parties, lines = _Nested.read(columns.get("parties")), _Nested.read(columns.get("lines"))
    apart[parties.holes] = apart[lines.holes] = True
    name, role = parties.field("name"), parties.field("role")
    names, wrong = _judged(name, str)
    apart |= any_of(count, parties.of, wrong[name.code])
    roles, wrong = _judged(role, Party.model_fields["role"].annotation)
    apart |= any_of(count, parties.of, wrong[role.code])
    rest, rests, bad = _models({key: one for key, one in parties.fields.items() if key not in {"name", "role"}}, Party, _STANDING[Party], len(parties.of))
    apart |= any_of(count, parties.of, bad[rest])
    makers = np.array([[brings_maker(one, each) for each in roles] for one in rests], dtype=bool).reshape(len(rests), len(roles))
    apart |= any_of(count, parties.of, makers[rest, role.code])
    content, contents, bad = _models({key: one for key, one in lines.fields.items() if key not in APART}, Line, {}, len(lines.of))
    apart |= any_of(count, lines.of, bad[content])
    told = {}
    for key in sorted(APART):
        column = told[key] = lines.field(key)
        column.values, wrong = _judged(column, Line.model_fields[key].annotation)
        apart |= any_of(count, lines.of, wrong[column.code])
    worth, first = dense(told["value"].code, told["currency"].code)
    worths = [(told["value"].values[int(told["value"].code[at])], told["currency"].values[int(told["currency"].code[at])]) for at in first]
    listed = columns.get("lines")
    no_lines = np.full(count, 2, dtype=np.int8)
    if listed is not None:
        no_lines[_array(listed.is_valid().cast("int64")) > 0] = 1
        no_lines[lines.of] = 0

    def whole(row: int) -> Matter:
        return matter_of(batch.slice(row, 1).to_pylist()[0])

    usual = Coded(
        np.arange(count, dtype=np.int64), [ids[one] for one in id_column.code.tolist()], frames, frame, [one.day for one in days], day,
        parties.of, [one or "" for one in names], name.code, roles, role.code, [rest_of(one) for one in rests], rest, no_lines,
        lines.of, [(content_of(one), one) for one in contents], content, worths, worth, whole,
    )  # fmt: skip
    if not apart.any():
        return Read(usual, [], [])
    by_row = _row_by_row(batch, np.flatnonzero(apart).tolist())
    odd = [(int(at), by_row.usual.whole(row)) for row, at in enumerate(by_row.usual.at)]  # stricter here than the models are: by itself, to be sure
    return Read(usual.only(np.flatnonzero(~apart)), sorted([*by_row.alone, *odd], key=lambda one: one[0]), by_row.bad)
