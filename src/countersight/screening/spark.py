"""The kernel on Spark: a DataFrame of matters to a DataFrame of decisions, through ``mapInArrow`` (the extra ``countersight[spark]``).

The snapshot is a folder on every host: shared storage, or shipped once per host with :func:`ship`. A worker opens it once, maps its
index into memory, and so all workers of a host share its pages. Decisions are those of :func:`countersight.screening.bulk.screen`, row
by row; texts of reasons go into a folder of their own where one is named, since a DataFrame has one schema.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from countersight.errors import UsageError
from countersight.screening.batch import name_of
from countersight.screening.bulk import Recipe, kernel_of, screen, shipped
from countersight.screening.bulk_schema import check_schema, decision_schema, pyarrow

BATCH: Final = 20_000
"""Matters that a worker takes at once; more of them share more, and take more memory."""


def decisions(frame: Any, recipe: Recipe, *, texts: str | None = None, faults: str | None = None) -> Any:  # noqa: ANN401 - frames of Spark
    """Decide every matter of a DataFrame.

    Args:
        frame: A DataFrame with the fields of a matter (``docs/bulk.md``), or the one column ``matter`` with JSON text.
        recipe: What is decided with. Its folder is that of the workers: see :func:`ship`.
        texts: A folder, seen by the driver and all workers, into which each batch writes the texts that its rows name by hash. The
            name of a file is the hash of what it holds, so a task that is done again after a fault writes the same file again.
        faults: The same for rows that cannot be read or decided. Without it one such row fails the job, so that none is lost in silence.

    Returns:
        A DataFrame with the columns ``matter``, ``on``, ``parties`` and one for each column of law. Lazy, as Spark is.

    Raises:
        UsageError: PySpark is not installed.
        InputError: A column of the frame is no field of a matter.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("there is no PySpark", hint="pip install 'countersight[spark]', and a Java runtime") from None
    check_schema(to_arrow_schema(frame.schema))
    wanted = recipe.options.columns
    names = [
        name_of(book, profile)
        for book in recipe.books
        for profile in (book.profiles or ("",))
        if not wanted or wanted & {book.id, name_of(book, profile)}
    ]
    schema = from_arrow_schema(decision_schema(names).remove_metadata())
    packed = shipped(recipe)

    def decided(batches: Iterator[Any]) -> Iterator[Any]:
        kernel = kernel_of(packed)
        for batch in _regrouped(batches):
            found = screen(batch, kernel)
            if found.faults.num_rows:
                if faults is None:
                    first = found.faults.to_pylist()[0]
                    raise UsageError(
                        f"a matter cannot be decided: {first['matter']}: {first['message']}",
                        hint="decisions(..., faults='folder') sets such rows aside",
                    )
                _put(found.faults, faults)
            if texts is not None:
                _put(found.texts, texts)
            if found.decisions.num_rows:
                yield found.decisions.replace_schema_metadata(None)

    return frame.mapInArrow(decided, schema)


def _regrouped(batches: Iterator[Any], rows: int = BATCH) -> Iterator[Any]:
    """Batches of a good size: Spark gives 10,000 rows at most, and often far fewer."""
    pa = pyarrow()
    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= rows:
            yield pa.Table.from_batches(held).combine_chunks().to_batches()[0]
            held = []
    if held and sum(one.num_rows for one in held):
        yield pa.Table.from_batches(held).combine_chunks().to_batches()[0]


def _put(batch: Any, folder: str) -> None:  # noqa: ANN401 - a batch
    """Write a batch under the hash of what it holds; it appears whole or not at all."""
    from hashlib import sha256  # noqa: PLC0415

    import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    pa = pyarrow()
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_batches([batch]), sink, compression="zstd")
    held = sink.getvalue().to_pybytes()
    path = Path(folder) / f"{sha256(held).hexdigest()[:32]}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_bytes(held)
    temporary.replace(path)


def ship(session: Any, recipe: Recipe) -> Recipe:  # noqa: ANN401 - a session of Spark
    """Send the files of a snapshot to the executors with Spark's own files: each host fetches them once. One snapshot a session.

    Args:
        session: The session.
        recipe: With a folder of the driver.

    Returns:
        A recipe that finds them there. Where all hosts see one folder (shared storage), nothing has to be shipped, and all workers of a
        host share the pages of one mapped index.
    """
    for path in sorted(recipe.folder.iterdir()):
        if path.is_file():
            session.sparkContext.addFile(str(path))
    return replace(recipe, shipped=True)
