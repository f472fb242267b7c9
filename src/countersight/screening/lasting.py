"""Tables written into a folder: each file appears whole or not at all, and lies safely on the disk before anybody is told of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

APART: Final = ("matter", "label", "about", "hash", "text")
"""Columns of which hardly two rows are alike: a dictionary of their values takes time, and room."""
SOUGHT: Final = ("matter", "on", "hash")
"""Columns of which the least and the largest value are told, for whoever looks for a row; of others nobody asks, and they cost a sixth of the time."""


class Lasting:
    """What writes them. It is waited for the disk while the next one is written."""

    def __init__(self) -> None:
        self._waits = ThreadPoolExecutor(1)
        self._held: list[Future[None]] = []

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *fault: object) -> None:
        """All of them are there, or it raises."""
        self._waits.shutdown()
        if fault[0] is None:
            for one in self._held:
                one.result()

    def write(self, some: Iterable[Any], path: Path) -> tuple[int, str]:
        """Write tables, or batches, of the same columns one after the other: each a row group; the size of the file, and its hash."""
        import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

        temporary = path.with_name(f".{path.name}")
        tables = iter(some)
        table = next(tables)
        alike = [one for one in leaves(table.schema) if one.rpartition(".")[2] not in APART]
        sought = [one for one in SOUGHT if one in table.schema.names]
        with pq.ParquetWriter(temporary, table.schema, compression="zstd", compression_level=1, use_dictionary=alike or False, write_statistics=sought or False) as out:
            while table is not None:
                out.write(table)
                del table  # nobody holds it while the next one is made
                table = next(tables, None)
        data = temporary.read_bytes()
        self._held.append(self._waits.submit(self._safe, temporary, path))
        return len(data), sha256(data).hexdigest()

    @staticmethod
    def _safe(temporary: Path, path: Path) -> None:
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)


def leaves(fields: Any) -> Iterator[str]:  # noqa: ANN401 - a schema, or a type with fields
    """The columns of a Parquet file, by what they are called in it.

    >>> import pyarrow as pa
    >>> list(leaves(pa.schema([("on", pa.string()), ("parties", pa.list_(pa.struct([("label", pa.string())])))])))
    ['on', 'parties.list.element.label']
    """
    for field in fields:
        held, path = field.type, field.name
        while hasattr(held, "value_field"):
            held, path = held.value_type, f"{path}.list.element"
        yield from (f"{path}.{one}" for one in leaves(held)) if held.num_fields else (path,)
