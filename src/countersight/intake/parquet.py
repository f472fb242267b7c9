"""Tables in Parquet as rows, some at a time, through DuckDB (the extra ``countersight[bulk]``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from countersight.errors import InputError, UsageError, Where
from countersight.intake.rows import Row, Rows, typed

BATCH: Final = 2000


def parquet_rows(path: Path) -> Rows:
    """The rows of a Parquet file; the first is the header. Rows count from 1 as the header, as in a table of text.

    Raises:
        InputError: No Parquet file, or a damaged one.
        UsageError: DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("reading Parquet needs DuckDB", hint="pip install 'countersight[bulk]'; or save the table as CSV UTF-8") from None
    try:
        found = duckdb.connect(":memory:").execute("SELECT * FROM read_parquet(?)", [str(path)])
    except duckdb.Error as fault:
        raise InputError(f"not Parquet: {str(fault).splitlines()[0]}", hint="write the file again", where=Where(str(path))) from None
    return Rows(str(path), _rows(found, str(path), duckdb.Error))


def _rows(found: Any, file: str, error: type[Exception]) -> Iterator[Row]:  # noqa: ANN401 - DuckDB's own cursor
    yield Row(1, [str(column[0]) for column in found.description])
    number = 1
    while True:
        try:
            batch = found.fetchmany(BATCH)
        except error as fault:
            raise InputError(f"damaged: {str(fault).splitlines()[0]}", hint="write the file again", where=Where(file, number)) from None
        if not batch:
            return
        for values in batch:
            number += 1
            yield Row(number, [_text(value) for value in values])


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, list | tuple):
        return "; ".join(map(typed, value))
    return typed(value)
