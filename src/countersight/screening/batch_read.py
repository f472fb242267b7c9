"""A batch of Arrow to matters by number: what stands in a column is told apart by its dictionary, and read once for all rows that are alike.

The fields are judged by the models of :mod:`countersight.model.matter` and by nothing else. A row of which any part is not as they want
it is read whole, as :func:`countersight.screening.bulk_schema.matter_of` reads it, which words the fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from countersight.errors import InputError
from countersight.model.matter import Line, Matter, Party
from countersight.screening.batch_codes import any_of, dense, sequences
from countersight.screening.batch_coded import APART, COMPARED, Coded, Numbered, brings_maker, coded, content_of, ints, rest_of, unusual
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
    return _row_by_row(batch, range(batch.num_rows))


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
