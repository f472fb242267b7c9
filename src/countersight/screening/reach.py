"""Which rows of a batch a change reaches: asked of whole columns, so that a million rows are looked through in a second.

Where it is not known here what a matter asks of the lists, it is reached by any change of a body: kinds other than shipments, entries, parties and
devices, matters that bring what is unusual, and lines whose maker is read off a device.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import numpy as np

from countersight.measures.securities import isins_of
from countersight.model.matter import Matter
from countersight.names.identifiers import normalise_identifier
from countersight.screening.batch_coded import COMPARED, SHARED
from countersight.screening.bulk_schema import WHOLE, matter_schema, pyarrow
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.screening.delta import Touch

IN_FACTS: Final = frozenset({"lp_limit", "origin_shift_days", "substitution_days"})
"""Numbers of the law that facts are worked out with, before any page is read; where one of them changes, every matter is reached."""
_OF_DEVICES: Final = ("mac", "fcc_id", "model", "firmware")
_FIELDS: Final = {one.alias or name: name for name, one in Matter.model_fields.items()}

Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"


class Dated(Protocol):
    """What was decided on some day."""

    @property
    def days(self) -> Sequence[str | None]:
        """By row, the day (ISO); None where it was not decided."""


@dataclass(frozen=True)
class Reach:
    """What a change reaches."""

    names: frozenset[str] = frozenset()
    """Names as parties write them, by which somebody else may be found now."""
    identifiers: frozenset[tuple[str, str]] = frozenset()
    """Kind and value in one form, of bodies that changed or stand behind such."""
    bodies: bool = False
    """Whether any body or stake changed."""
    covered: tuple[str, ...] = ()
    """Folders of the snapshots before and after, where lists are covered otherwise."""
    touches: tuple[Touch, ...] = ()
    law: bool = False
    """Whether any page or number of a rulebook changed."""
    every: bool = False
    """Whether nothing is out of reach."""
    _days: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def rows(self, batch: Any, decided: Dated) -> Mask:  # noqa: ANN401 - a RecordBatch
        """Which rows of a batch are reached.

        Args:
            batch: Matters.
            decided: Knows the day on which each was decided (ISO; None where it was not), which is read where it counts.
        """
        if self.every:
            return np.ones(batch.num_rows, dtype=bool)
        if batch.schema.names == [WHOLE]:
            batch = _unfolded(batch)
        hit = np.zeros(batch.num_rows, dtype=bool)
        if self.bodies or self.law:
            hit |= _unusual(batch)
        if self.bodies:
            hit |= self._named(batch) | self._numbered(batch)
        days = decided.days if self.covered or self.touches else []
        if self.covered:
            hit |= np.array([day is not None and self._otherwise(day) for day in days], dtype=bool)
        for one in self.touches:
            told = zip(*(_column(batch, name) for name in ("kind", "transaction", "destination")), days, strict=True)
            hit |= np.array([day is not None and one.reaches(kind, date.fromisoformat(day), done, where) for kind, done, where, day in told], dtype=bool)
        return hit

    def _otherwise(self, day: str) -> bool:
        """Whether another list is covered on a day now."""
        found = self._days.get(day)
        if found is None:
            old, new = self._snapshots
            lists = {one.list_id for held in (old, new) for one in held.coverages()}
            on = date.fromisoformat(day)
            found = self._days[day] = any(old.covers(one, on) != new.covers(one, on) for one in lists)
        return found

    @cached_property
    def _snapshots(self) -> tuple[Snapshot, Snapshot]:
        old, new = (Snapshot.open(Path(one)) for one in self.covered)
        return old, new

    def _named(self, batch: Any) -> Mask:  # noqa: ANN401 - a RecordBatch
        import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

        pa = pyarrow()
        wanted = pa.array(sorted(self.names), pa.string())
        hit = np.zeros(batch.num_rows, dtype=bool)
        for rows, texts in _texts(batch):
            hit[rows[np.asarray(pc.fill_null(pc.is_in(texts, value_set=wanted), False))]] = True  # noqa: FBT003 - pyarrow's own
        return hit

    def _numbered(self, batch: Any) -> Mask:  # noqa: ANN401 - the same
        hit = np.zeros(batch.num_rows, dtype=bool)
        if "parties" not in batch.schema.names or not self.identifiers:
            return hit
        rows, parties = _flat(batch.column("parties"), np.arange(batch.num_rows))
        told = _member(parties, "identifiers")
        if told is None:
            return hit
        for one in told.type:
            values = _member(told, one.name)
            held = np.asarray(values.is_valid())
            for at, value in zip(rows[held].tolist(), values.drop_null().to_pylist(), strict=True):
                if value and any((kind, clean) in self.identifiers for kind, clean in _forms(one.name, value)):
                    hit[at] = True
        return hit


def _forms(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """The identifiers that a party is looked up by where it brings one: as ``measures.who`` does."""
    yield kind, normalise_identifier(kind, value)
    if kind == "cusip":
        yield from (("isin", normalise_identifier("isin", one)) for one in isins_of(value))
    if kind == "ticker":
        yield kind, normalise_identifier(kind, f"{value} US")


def names_of(batch: Any) -> Iterator[str]:  # noqa: ANN401 - a RecordBatch
    """Every name that a party or a line of a batch of matters is asked about with, in the order of columns."""
    if batch.schema.names == [WHOLE]:
        batch = _unfolded(batch)
    for _, texts in _texts(batch):
        yield from (one for one in texts.unique().to_pylist() if one)


def _column(batch: Any, name: str) -> list[str | None]:  # noqa: ANN401 - the same
    """A column of texts; of None where there is none."""
    found: list[str | None] = batch.column(name).to_pylist() if name in batch.schema.names else [None] * batch.num_rows
    return found


def _texts(batch: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - the same
    """Names, with the row of each: of parties, and of makers that lines name."""
    every = np.arange(batch.num_rows)
    for column, member, inner in (("parties", "name", ""), ("parties", "names", ""), ("lines", "producer", ""), ("lines", "upstream", "name")):
        if column not in batch.schema.names:
            continue
        rows, held = _flat(batch.column(column), every)
        texts = _member(held, member)
        if texts is None:
            continue
        if pyarrow().types.is_list(texts.type):
            rows, texts = _flat(texts, rows)
            texts = _member(texts, inner) if inner else texts
        if texts is not None:
            yield rows, texts


def _flat(lists: Any, rows: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays
    """What lists hold, one after the other, with the row of each."""
    import pyarrow.compute as pc  # noqa: PLC0415 - an extra

    return rows[np.asarray(pc.list_parent_indices(lists))], pc.list_flatten(lists)


def _member(structs: Any, name: str) -> Any:  # noqa: ANN401 - the same
    """A field of structs; None where they have none of that name."""
    import pyarrow.compute as pc  # noqa: PLC0415 - an extra

    if not pyarrow().types.is_struct(structs.type) or structs.type.get_field_index(name) < 0:
        return None
    return pc.struct_field(structs, name)


def _unusual(batch: Any) -> Mask:  # noqa: ANN401 - a RecordBatch
    """Rows of which it is not known here what they ask."""
    import pyarrow.compute as pc  # noqa: PLC0415 - an extra

    pa = pyarrow()
    hit = ~np.asarray(pc.fill_null(pc.is_in(batch.column("kind"), value_set=pa.array(sorted(SHARED))), False)).astype(bool)  # noqa: FBT003 - pyarrow's own
    for name in batch.schema.names:
        if _FIELDS.get(name) not in COMPARED:
            hit |= np.asarray(pc.is_valid(batch.column(name)))
    for column, members in (("parties", ("identifiers",)), ("lines", _OF_DEVICES)):
        if column not in batch.schema.names:
            continue
        rows, held = _flat(batch.column(column), np.arange(batch.num_rows))
        for name in members:
            texts = _member(held, name)
            texts = _member(texts, "mid") if texts is not None and name == "identifiers" else texts
            if texts is not None:
                hit[rows[np.asarray(pc.is_valid(texts))]] = True
    return hit


def _unfolded(batch: Any) -> Any:  # noqa: ANN401 - the same
    """Whole matters as JSON text, in columns; a row that cannot be read is empty, and is decided again by what it was before."""
    import json  # noqa: PLC0415

    pa = pyarrow()
    schema = matter_schema()
    names = ("kind", "transaction", "destination", "parties", "lines", *(name for name in schema.names if _FIELDS[name] not in COMPARED))
    rows = []
    for text in batch.column(WHOLE).to_pylist():
        try:
            told = json.loads(text)
            matter = Matter.model_validate(told).model_dump(mode="json", by_alias=True, include={"kind", "transaction", "destination", "parties", "lines"})
            rows.append({**{name: json.dumps(told[name]) for name in names[5:] if told.get(name)}, **matter})
        except ValueError:
            rows.append({})
    kinds = [schema.field(name) if name in {"kind", "parties", "lines"} else pa.field(name, pa.string()) for name in names]
    return pa.RecordBatch.from_pylist([_texted(one) for one in rows], schema=pa.schema([one if one.name not in {"parties", "lines"} else pa.field(one.name, _plain(one.type)) for one in kinds]))


def _plain(kind: Any) -> Any:  # noqa: ANN401 - a type of pyarrow
    """The type of parties or lines with the fields that are read here alone."""
    pa = pyarrow()
    text = pa.string()
    held = {"name": text, "names": pa.list_(text), "producer": text, **dict.fromkeys(_OF_DEVICES, text)}
    inner = kind.value_type
    told = [(one.name, held[one.name]) for one in inner if one.name in held]
    told += [(one.name, one.type) for one in inner if one.name in {"identifiers", "upstream"}]
    return pa.list_(pa.struct(told))


def _texted(row: dict[str, Any]) -> dict[str, Any]:
    """Parties and lines with what is read here."""
    wanted = {"name", "names", "identifiers", "producer", "upstream", *_OF_DEVICES}
    return {name: [{key: value for key, value in one.items() if key in wanted} for one in held] if name in {"parties", "lines"} and held else held for name, held in row.items()}
