"""Tables in Parquet as rows, some at a time, through DuckDB (the extra ``countersight[bulk]``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from countersight.errors import InputError, UsageError, Where
from countersight.intake.rows import Row, Rows, is_number, typed

BATCH: Final = 2000
_MAGIC: Final = b"PAR1"
_GLOB = re.compile(r"([*?\[\]{}])")
_SETTINGS: Final[dict[str, str | bool | int | float | list[str]]] = {"threads": 1, "memory_limit": "512MB", "autoinstall_known_extensions": False, "autoload_known_extensions": False}


def parquet_rows(path: Path, file: str) -> Rows:
    """The rows of a Parquet file; the first is the header. Rows count from 1 as the header, as in a table of text.

    Raises:
        InputError: No Parquet file, or a damaged one.
        UsageError: DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise UsageError("reading Parquet needs DuckDB", hint="pip install 'countersight[bulk]'; or save the table as CSV UTF-8") from None
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise InputError("not Parquet: it does not begin as such a file does", hint="write the file again", where=Where(file))
    return Rows(file, partial(_rows, path, file))


def _rows(path: Path, file: str) -> Iterator[Row]:
    import duckdb  # noqa: PLC0415 - an extra

    number, pattern = 1, _GLOB.sub(r"[\1]", str(path))
    with duckdb.connect(":memory:", config=_SETTINGS) as base:
        try:
            found = base.execute("SELECT * FROM read_parquet(?)", [pattern])
            yield Row(1, [str(column[0]) for column in found.description or ()])
            while batch := found.fetchmany(BATCH):
                for values in batch:
                    number += 1
                    yield Row(number, [_text(value) for value in values], exact=frozenset(at for at, value in enumerate(values) if is_number(value)))
        except duckdb.Error as fault:
            what = "not Parquet" if number == 1 else "damaged"
            raise InputError(f"{what}: {str(fault).splitlines()[0].replace(str(path), file).replace(pattern, file)}", hint="write the file again", where=Where(file, number if number > 1 else None)) from None


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, list | tuple):
        return "; ".join(map(typed, value))
    return typed(value)
