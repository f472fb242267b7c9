"""A batch of matters in Arrow to a batch of decisions in Arrow: the one kernel of the command, DuckDB and Spark.

:class:`Recipe` says against what is decided and under which law, and travels to another process; a snapshot is opened there by its
folder, memory-mapped, and checked by its hash. :func:`screen` is pure: the same matters give the same rows in any order, batch or process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from countersight.errors import DataError, UsageError, Where
from countersight.model.outcomes import FINDINGS
from countersight.rules.book import Rulebook
from countersight.screening.batch import Fault, Kernel, Told
from countersight.screening.batch_read import numbered
from countersight.screening.bulk_schema import (
    check_schema,
    faults_schema,
    pyarrow,
    texts_schema,
)
from countersight.screening.one import Options, Screener
from countersight.store.snapshot import Snapshot

READ_WHOLE: Final = 2_000
"""Bytes of a bad row that are kept in its message."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a decision rests on beside its matter: the snapshot by folder and hash, the law, how to screen."""

    folder: Path
    snapshot: str
    books: tuple[Rulebook, ...]
    base: tuple[Rulebook, ...] = ()
    options: Options = field(default_factory=Options)
    shipped: bool = False
    """Whether Spark has sent the files of the snapshot; else the folder is seen by whoever opens it."""

    @classmethod
    def of(cls, screener: Screener) -> Recipe:
        """The recipe of a screener.

        Raises:
            UsageError: Its snapshot is in memory only, so no other process can open it.
        """
        folder = screener.snapshot.folder
        if folder is None:
            raise UsageError(
                "the snapshot is in memory only", hint="write it to a folder first: countersight atlas build FOLDER"
            )
        return cls(
            folder.resolve(),
            screener.snapshot.content_hash,
            tuple(screener.books),
            tuple(screener.base),
            screener.options,
        )

    def kernel(self) -> Kernel:
        """Open the snapshot, and make ready to decide.

        Raises:
            DataError: The folder holds another snapshot by now.
        """
        folder = self.folder
        if self.shipped:
            from pyspark import SparkFiles  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - an extra

            folder = Path(SparkFiles.getRootDirectory())
        held = Snapshot.open(folder)
        if held.content_hash != self.snapshot:
            raise DataError(
                f"the snapshot is {held.content_hash[:12]}, not {self.snapshot[:12]}",
                hint="it was replaced meanwhile: begin again",
                where=Where(str(self.folder)),
            )
        return Kernel(Screener(held, self.books, self.options, self.base))

    @property
    def law(self) -> dict[str, str]:
        """Rulebook id to content hash."""
        return {book.id: book.sha256 for book in self.books}

    def meta(self) -> dict[str, str]:
        """What the decisions rest on, for the metadata of what is written."""
        options = self.options
        days = {
            name: day.isoformat() if day else ""
            for name, day in (("as_of", options.as_of), ("enacted", options.enacted))
        }
        told = days | {
            "force_as_of": options.force_as_of,
            "lists_complete": options.lists_complete,
            "columns": sorted(options.columns),
            "decided": repr(options.decided) if options.decided else "",
        }
        return {
            "countersight.snapshot": self.snapshot,
            "countersight.rulebooks": json.dumps(self.law | {f"{one.id} (numbers)": one.sha256 for one in self.base}),
            "countersight.options": json.dumps(told),
        }


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a batch, as batches of Arrow."""

    decisions: Any
    """A row for each matter that was decided, in the order of the input."""
    texts: Any
    """``hash`` and ``text`` of every reason that the rows name."""
    faults: Any
    """Rows that could not be read or decided: place in the batch from 0, id, what was wrong, what would be right."""
    fired: bool
    """Whether anything fired, or is open."""
    days: frozenset[str]
    alone: int


def screen(batch: Any, kernel: Kernel) -> Results:  # noqa: ANN401 - a RecordBatch
    """Decide a batch of matters.

    Args:
        batch: A ``pyarrow.RecordBatch`` of the schema of matters (``docs/bulk.md``).
        kernel: What is decided with; see :meth:`Recipe.kernel`.

    Raises:
        InputError: The batch holds no matters: a column is not known or missing. A row that cannot be read is a fault, and the others go on.
    """
    check_schema(batch.schema)
    read = numbered(batch)
    told = kernel.told(read.usual, read.alone, batch.num_rows)
    bad = [Fault(at, matter[:READ_WHOLE], message, hint) for at, matter, message, hint in read.bad]
    return _results(told, sorted((*bad, *told.faults), key=lambda one: one.at))


def _results(told: Told, bad: Sequence[Fault]) -> Results:
    import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    pa = pyarrow()
    decisions = told.decisions
    hashes = sorted(told.texts)
    outcomes = {outcome for column in decisions.columns[3:] for outcome in pc.unique(column.field("outcome")).to_pylist()}
    return Results(
        decisions=decisions,
        texts=pa.RecordBatch.from_arrays(
            [pa.array(hashes, pa.string()), pa.array([told.texts[one] for one in hashes], pa.string())],
            schema=texts_schema(),
        ),
        faults=pa.RecordBatch.from_pylist(
            [{"row": one.at, "matter": one.matter, "message": one.message, "hint": one.hint} for one in bad],
            schema=faults_schema(),
        ),
        fired=not outcomes.isdisjoint(FINDINGS),
        days=frozenset(pc.unique(decisions.column("on")).to_pylist()),
        alone=told.alone,
    )


def shipped(recipe: Recipe) -> bytes:
    """A recipe as bytes, for another process of the same run."""
    import pickle  # noqa: PLC0415

    return pickle.dumps(recipe)


@lru_cache(maxsize=2)
def kernel_of(recipe: bytes) -> Kernel:
    """The kernel of this process for a recipe; made once, and its snapshot is mapped once."""
    import pickle  # noqa: PLC0415 - only in workers

    made: Kernel = pickle.loads(recipe).kernel()  # noqa: S301 - our own, from the driver of the same run
    return made


def register(connection: Any, kernel: Kernel, name: str = "countersight") -> None:  # noqa: ANN401 - a connection of DuckDB
    """Make the kernel a function of DuckDB, over whole vectors of Arrow: ``SELECT countersight(m) FROM matters m``.

    Args:
        connection: A connection of DuckDB.
        kernel: What is decided with.
        name: The name of the function. It takes a matter as JSON text (``to_json(m)``), and gives the decision as JSON text: the row that
            :func:`screen` gives, or ``{"error": ..., "hint": ...}`` for a matter that cannot be read.
    """
    pa = pyarrow()

    def function(column: Any) -> Any:  # noqa: ANN401 - an array
        told = screen(
            pa.RecordBatch.from_arrays(
                [column.combine_chunks() if hasattr(column, "combine_chunks") else column], names=["matter"]
            ),
            kernel,
        )
        decided = iter(told.decisions.to_pylist())
        faults = {one["row"]: {"error": one["message"], "hint": one["hint"]} for one in told.faults.to_pylist()}
        return pa.array(
            [json.dumps(faults.get(at) or next(decided), ensure_ascii=False) for at in range(len(column))], pa.string()
        )

    connection.create_function(name, function, ["VARCHAR"], "VARCHAR", type="arrow", null_handling="special")
