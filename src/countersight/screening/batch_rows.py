"""Decisions as columns of Arrow, put together out of numbers: no row is built by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from countersight.screening.batch_atoms import Batch
from countersight.screening.batch_explain import Questions, Table, joined, questions
from countersight.screening.batch_patterns import Change, Way
from countersight.screening.batch_seats import Seat, told_of
from countersight.screening.batch_words import Words, lists, struct, taken
from countersight.screening.bulk_schema import decision_schema, pyarrow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

TOLD = ("roles", "band", "body", "body_id", "reason", "decided", "notes")
"""What is told of a party beside its label."""


@dataclass(slots=True)
class Written:
    """What a column says of a group of matters, by number."""

    ways: Sequence[Way]
    way: Ints
    reasons: Table
    asked: Table
    changes: Sequence[Change]
    change: Ints


@dataclass(slots=True)
class Said:
    """What all columns say of a batch: for each group the places of its matters, and for each column what it says of them."""

    batch: Batch
    seats: Sequence[Seat]
    groups: list[tuple[Ints, list[Written]]]
    bodies: Ints = field(init=False)
    """For each party the number of the id of its body."""

    def __post_init__(self) -> None:
        """Name the bodies."""
        words = self.batch.words
        of_seat = words.numbers([seat.who.body_id for seat in self.seats] + [""])  # the last for the one who is not named
        self.bodies = of_seat[self.batch.slots.seat]


@dataclass(frozen=True, slots=True)
class Done:
    """Decisions, and the place in the batch of each."""

    decisions: Any
    at: list[int]


def written(said: Said | None, alone: Sequence[tuple[int, dict[str, Any]]], names: Sequence[str]) -> Done:
    """The decisions of a batch in its order: those that were put together, and those that were made alone."""
    pa = pyarrow()
    schema = decision_schema(names)
    flat = [{"matter": row["matter"], "on": row["on"], "parties": row["parties"], **row["columns"]} for _, row in alone]
    batches = [pa.RecordBatch.from_pylist(flat, schema=schema)] if alone or said is None else []
    at = np.array([place for place, _ in alone], dtype=np.int64)
    if said is not None:
        batches.append(_together(said, schema))
        at = np.concatenate([at, said.batch.coded.at])
    if len(batches) == 1:
        found = batches[0]
    else:
        found = pa.Table.from_batches(batches, schema=schema).combine_chunks().to_batches()[0]
    if len(at) > 1 and (at[1:] < at[:-1]).any():
        order = np.argsort(at, kind="stable")
        found, at = found.take(pa.array(order)), at[order]
    return Done(found, at.tolist())


def _together(said: Said, schema: Any) -> Any:  # noqa: ANN401 - of Arrow
    pa = pyarrow()
    coded, words = said.batch.coded, said.batch.words
    days = words.numbers([on.isoformat() if on else None for on in coded.days])
    columns = [pa.array(coded.ids, pa.string()), words.column(days[coded.day]), _parties(said, schema.field("parties").type)]
    for place in range(len(schema) - len(columns)):
        kind = schema.field(len(columns)).type
        columns.append(_column([(at, group[place]) for at, group in said.groups], kind, (coded.count, words)))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _parties(said: Said, kind: Any) -> Any:  # noqa: ANN401 - of Arrow
    """Who the parties were found to be."""
    slots, words = said.batch.slots, said.batch.words
    real = np.flatnonzero(slots.seat >= 0)
    seats, each = np.unique(slots.seat[real], return_inverse=True)
    told = [told_of(said.seats[seat]) for seat in seats.tolist()]
    fields = {name: words.column(words.numbers([one.get(name) for one in told])[each.reshape(-1)] if told else each) for name in TOLD}
    held = struct(kind.value_type, {"label": words.column(slots.label[real]), **fields})
    return lists(np.bincount(slots.row[real], minlength=said.batch.coded.count), held)


def _column(groups: Sequence[tuple[Ints, Written]], kind: Any, where: tuple[int, Words]) -> Any:  # noqa: ANN401 - of Arrow
    """A column of law."""
    pa = pyarrow()
    count, _ = where
    ways: dict[int, tuple[int, Way]] = {}
    changes: dict[Change, int] = {}
    way, change = np.zeros(count, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    for at, one in groups:
        numbers = np.array([ways.setdefault(id(each), (len(ways), each))[0] for each in one.ways], dtype=np.int64)
        way[at] = numbers[one.way]
        if one.changes:
            numbers = np.array([changes.setdefault(each, len(changes)) for each in one.changes] + [-1], dtype=np.int64)
            change[at] = numbers[one.change]
    held = [each for _, each in ways.values()]
    types = {one.name: one.type for one in kind}
    place_of = taken(way)
    reasons = _placed([(at, one.reasons) for at, one in groups])
    asked = questions(_placed([(at, one.asked) for at, one in groups]))
    later = [{"on": on, "outcome": outcome, "pages": list(pages)} for on, outcome, pages in changes]
    return struct(
        kind,
        {
            "outcome": pa.array([one.outcome for one in held], pa.string()).take(place_of),
            "pages": pa.array([list(one.pages) for one in held], types["pages"]).take(place_of),
            "not_looked_at": pa.array([list(one.not_looked_at) for one in held], types["not_looked_at"]).take(place_of),
            "reasons": _reasons(reasons, types["reasons"], where),
            "questions": _questions(asked, types["questions"], where),
            "next": pa.array(later, types["next"]).take(taken(change)),
        },
    )


def _placed(tables: Sequence[tuple[Ints, Table]]) -> Table:
    """The tables of groups as one, by the rows of the batch in their order."""
    found = joined([table | {"row": at[table["row"]]} for at, table in tables if table])
    if not found:
        return found
    order = np.argsort(found["row"], kind="stable")
    return {name: column[order] for name, column in found.items()}


def _reasons(table: Table, kind: Any, where: tuple[int, Words]) -> Any:  # noqa: ANN401 - of Arrow
    count, words = where
    none = np.zeros(0, dtype=np.int64)
    get: Callable[[str], Ints] = lambda name: table.get(name, none)  # noqa: E731 - a default
    fields = {name: words.column(get(name)) for name in ("page", "body", "value", "why")}
    fields["about"] = _with_line(get("about"), get("line"), words)
    return lists(np.bincount(get("row"), minlength=count), struct(kind.value_type, fields))


def _with_line(about: Ints, line: Ints, words: Words) -> Any:  # noqa: ANN401 - of Arrow
    """A party, or a party with its line."""
    import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    return pc.binary_join_element_wise(words.column(about), words.column(line), ", ", null_handling="skip")


def _questions(asked: Questions, kind: Any, where: tuple[int, Words]) -> Any:  # noqa: ANN401 - of Arrow
    count, words = where
    fields = {"about": words.column(asked.about), "fact": words.column(asked.fact), "note": words.column(asked.note)}
    fields["pages"] = lists(asked.pages, words.column(asked.page))
    return lists(np.bincount(asked.row, minlength=count), struct(kind.value_type, fields))
