"""A table of any size, part by part: partitioned Parquet in and out, in bounded memory, on the cores of a machine, to be resumed.

The folder that comes out holds ``decisions/``, ``texts/`` and ``bad-rows/`` with a file for each part, and ``manifest.jsonl``: a first line
with all that the decisions rest on, then a line for each part that is finished, with hashes of what went in and what came out. A part
counts when its line is written; whatever a kill leaves behind is done again. A run goes on only where snapshot, law, options and the
matters of the finished parts are those of the manifest.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import Any, Final

from countersight.cycles import uncollected
from countersight.errors import DataError, InputError, UsageError, Where
from countersight.screening.batch import Kernel
from countersight.screening.bulk import Recipe, kernel_of, screen, shipped
from countersight.screening.bulk_schema import SCHEMA, check_schema, faults_schema, pyarrow, texts_schema
from countersight.screening.crew import end, processes
from countersight.screening.lasting import Lasting
from countersight.version import __version__

MANIFEST: Final = "manifest.jsonl"
PART_ROWS: Final = 10_000
"""Matters of a part: what a kill costs at most for each worker, and some 150 MB of each."""
AT_ONCE: Final = 5_000
"""Matters of a part that are decided at once: their decisions, not yet written, take some 20 MB."""
FRESH: Final = 64
"""Parts of each worker after which a new process takes over: what is kept and forgotten again and again leaves holes in the memory of a process that lives long."""
FOLDERS: Final = ("decisions", "texts", "bad-rows")

Tell = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int
    """Matters, those of earlier runs included."""
    total: int | None
    rate: float
    """Matters a second in this run."""

    @property
    def left(self) -> float | None:
        """Seconds that it will still take."""
        return (self.total - self.done) / self.rate if self.total is not None and self.rate else None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the input."""

    number: int
    first: int
    """The row of its first matter in the whole input, from 0."""
    batch: Any
    bad: tuple[dict[str, Any], ...] = ()
    """Rows that could not be read at all."""

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process the matters go compressed: most columns hold nothing, and pages of nothing cost as much time as others."""
        pa = pyarrow()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, self.batch.schema, options=pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)) as stream:
            stream.write_batch(self.batch)
        return _received, (self.number, self.first, sink.getvalue().to_pybytes(), self.bad)


def _received(number: int, first: int, stream: bytes, bad: tuple[dict[str, Any], ...]) -> Part:
    return Part(number, first, pyarrow().ipc.open_stream(stream).read_next_batch(), bad)


@dataclass(slots=True)
class Done:
    """What came of a run."""

    rows: int = 0
    bad: int = 0
    fired: bool = False
    alone: int = 0
    days: set[str] = field(default_factory=set)
    parts: int = 0
    taken_over: int = 0
    """Parts that an earlier run had finished."""


def parquet_parts(files: Sequence[Path], rows: int = PART_ROWS) -> Iterator[Part]:
    """The parts of Parquet files of matters, in their order; folders stand for the files in them.

    Raises:
        InputError: A file is no Parquet, or holds no matters.
    """
    import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    pa = pyarrow()
    number = first = 0
    for path in expanded(files):
        try:
            with path.open("rb") as raw:
                held = mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ)
            file = pq.ParquetFile(pa.BufferReader(pa.py_buffer(held)))
            check_schema(file.schema_arrow)
            for batch in file.iter_batches(batch_size=rows, use_threads=False):
                yield Part(number, first, batch)
                number, first = number + 1, first + batch.num_rows
                _let_go(held)
        except (pa.ArrowException, ValueError) as fault:
            raise InputError(
                f"not Parquet, or damaged: {str(fault).splitlines()[0]}",
                hint="write the file again",
                where=Where(str(path)),
            ) from None
        except InputError as fault:
            raise InputError(fault.message, hint=fault.hint, where=Where(str(path))) from None


def _let_go(file: mmap.mmap) -> None:
    """Pages of a file that were read go back to the system, where it can be told so; they would count as memory until all of it was read."""
    with suppress(AttributeError):
        file.madvise(mmap.MADV_DONTNEED)


def expanded(files: Iterable[Path]) -> list[Path]:
    """Files, and for folders the Parquet files in them, sorted by name."""
    found: list[Path] = []
    for path in files:
        found += (
            sorted(one for one in path.rglob("*.parquet") if not one.name.startswith((".", "_")))
            if path.is_dir()
            else [path]
        )
    return found


def count_rows(files: Iterable[Path]) -> int:
    """How many matters files hold, by their footers."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

    return sum(pq.ParquetFile(path).metadata.num_rows for path in expanded(files))


@dataclass(slots=True)
class Run:
    """A run over parts into a folder."""

    recipe: Recipe
    out: Path
    workers: int = 1
    tell: Tell | None = None
    total: int | None = None
    _held: dict[int, dict[str, Any]] = field(default_factory=dict)

    def over(self, parts: Iterable[Part]) -> Done:
        """Decide what is not decided yet.

        Raises:
            DataError: The folder holds decisions that rest on other matters, another snapshot, law, options or program.
            UsageError: Another run is writing there.
        """
        self.out.mkdir(parents=True, exist_ok=True)
        with _alone(self.out), (self.out / MANIFEST).open("a+", encoding="utf-8") as manifest:
            self._open(manifest)
            done = Done()
            began, fresh = monotonic(), 0
            with closing(self._decided(parts, done)) as decided:
                for told in decided:
                    manifest.write(json.dumps(told, sort_keys=True) + "\n")
                    manifest.flush()
                    os.fsync(manifest.fileno())
                    fresh += told["rows"]
                    _add(done, told)
                    if self.tell:
                        self.tell(Progress(done.rows, self.total, fresh / max(monotonic() - began, 1e-9)))
            if extra := self._held.keys() - set(range(done.parts)):
                raise DataError(
                    f"the folder holds part {min(extra)}, and the input has {done.parts} parts",
                    hint="the input is shorter than it was: take another folder",
                    where=Where(str(self.out)),
                )
        return done

    def _open(self, manifest: Any) -> None:  # noqa: ANN401 - a file
        """Read what is there, and see that it rests on the same."""
        head = {"schema": SCHEMA, "program": __version__, **self.recipe.meta()}
        manifest.seek(0)
        lines = manifest.read().split("\n")
        torn = lines.pop()
        if torn:
            manifest.seek(0)
            manifest.truncate(len("".join(f"{line}\n" for line in lines).encode()))
        for folder in FOLDERS:
            (self.out / folder).mkdir(exist_ok=True)
            for left in (self.out / folder).glob(".*"):
                left.unlink()
        if not lines:
            manifest.write(json.dumps(head, sort_keys=True) + "\n")
            manifest.flush()
            return
        held = json.loads(lines[0])
        if differs := sorted(name for name in head.keys() | held.keys() if head.get(name) != held.get(name)):
            was, now = (str(one.get(differs[0]))[:60] for one in (held, head))
            raise DataError(
                f"the decisions in the folder rest on another {differs[0].removeprefix('countersight.')}: {was}, now {now}",
                hint="take another folder for these, or delete that one",
                where=Where(str(self.out)),
            )
        for line in lines[1:]:
            told = json.loads(line)
            if all(
                (self.out / name).is_file() and (self.out / name).stat().st_size == size
                for name, (size, _) in told["files"].items()
            ):
                self._held[told["part"]] = told

    def _decided(self, parts: Iterable[Part], done: Done) -> Generator[dict[str, Any]]:
        """What came of each part that was not there yet, as it is finished."""
        recipe = shipped(self.recipe)
        todo = self._todo(parts, done)
        if self.workers == 1:
            for part in todo:
                yield _part(recipe, str(self.out), part)
            return
        while (first := next(todo, None)) is not None:
            yield from self._shift(recipe, chain((first,), islice(todo, FRESH * self.workers - 1)))

    def _shift(self, recipe: bytes, todo: Iterator[Part]) -> Iterator[dict[str, Any]]:
        """What came of some parts, decided in processes that end with them."""
        with processes(self.workers) as pool, _system_memory():
            running: set[Future[dict[str, Any]]] = set()
            try:
                for part in todo:
                    running.add(pool.submit(_part, recipe, str(self.out), part))
                    if len(running) > self.workers:
                        ready, running = wait(running, return_when=FIRST_COMPLETED)
                        yield from (one.result() for one in ready)
                        _give_back()
                yield from (one.result() for one in running)
            except BaseException:
                end(pool)
                raise

    def _todo(self, parts: Iterable[Part], done: Done) -> Iterator[Part]:
        for part in parts:
            held = self._held.get(part.number)
            if held is None:
                yield part
            elif held["sha256"] != _hash(part.batch) or held["first"] != part.first:
                raise DataError(
                    f"the matters of part {part.number} (from row {part.first + 1:,}) are not those that were decided",
                    hint="the input was changed: take another folder",
                    where=Where(str(self.out)),
                )
            else:
                _add(done, held)
                done.taken_over += 1


def _add(done: Done, told: dict[str, Any]) -> None:
    done.parts += 1
    done.rows += told["rows"]
    done.bad += told["bad"]
    done.alone += told["alone"]
    done.fired |= told["fired"]
    done.days |= set(told["days"])


def _hash(batch: Any) -> str:  # noqa: ANN401 - a RecordBatch
    """A hash of the matters of a part: of the stream of Arrow that a copy of it gives, so that where it was cut out of does not matter."""
    pa = pyarrow()
    sink = pa.BufferOutputStream()
    whole = pa.RecordBatch.from_arrays(
        [pa.concat_arrays([column]) for column in batch.columns], schema=batch.schema.remove_metadata()
    )
    with pa.ipc.new_stream(sink, whole.schema) as stream:
        stream.write_batch(whole)
    return sha256(sink.getvalue()).hexdigest()


def _part(recipe: bytes, out: str, part: Part) -> dict[str, Any]:
    """Decide one part and write its files. Cycles are looked for once, among what it made: looking again and again takes a fifth more time."""
    number = part.number
    with uncollected(), _system_memory():
        told = _files_of(recipe, out, part)
    del part
    gc.collect(0 if number % _WHOLE else 2)
    _give_back()
    return told


@dataclass(slots=True)
class _Screened:
    """A part that is decided some rows at a time: its decisions one after the other, and what else came of it."""

    part: Part
    kernel: Kernel
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    days: set[str] = field(default_factory=set)
    fired: bool = False
    alone: int = 0

    def decisions(self) -> Iterator[Any]:
        """Batches of them."""
        for first in range(0, max(self.part.batch.num_rows, 1), AT_ONCE):
            found = screen(self.part.batch.slice(first, AT_ONCE), self.kernel)
            self.texts |= zip(*(column.to_pylist() for column in found.texts.columns), strict=True)
            self.faults += [one | {"row": self.part.first + first + one["row"]} for one in found.faults.to_pylist()]
            self.days |= found.days
            self.fired |= found.fired
            self.alone += found.alone
            yield found.decisions
            del found


def _files_of(recipe: bytes, out: str, part: Part) -> dict[str, Any]:
    """What is told of a part whose files were written."""
    pa = pyarrow()
    _give_back()
    told = _Screened(part, kernel_of(recipe))
    name, place = f"part-{part.number:06d}.parquet", Path(out)
    with Lasting() as disk:
        files = {f"decisions/{name}": disk.write(told.decisions(), place / "decisions" / name)}
        texts = sorted(told.texts.items())
        columns = [pa.array([one[at] for one in texts], pa.string()) for at in (0, 1)]
        files[f"texts/{name}"] = disk.write([pa.RecordBatch.from_arrays(columns, schema=texts_schema())], place / "texts" / name)
        if faults := told.faults + list(part.bad):
            files[f"bad-rows/{name}"] = disk.write([pa.RecordBatch.from_pylist(faults, schema=faults_schema())], place / "bad-rows" / name)
    return {
        "part": part.number, "first": part.first, "rows": part.batch.num_rows, "sha256": _hash(part.batch), "bad": len(faults), "fired": told.fired,
        "days": sorted(told.days), "alone": told.alone, "files": files,
    }  # fmt: skip


_WHOLE: Final = 16
"""After so many parts cycles are looked for among everything that is kept."""


def _give_back() -> None:
    """Give memory that is free back to the system, where the C library can: what a part takes for a moment is more than what is kept."""
    import ctypes  # noqa: PLC0415 - one call a part

    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.mallopt(_M_MMAP_THRESHOLD, 1 << 20)
        library.malloc_trim(0)


@contextmanager
def _system_memory() -> Iterator[None]:
    """Arrow takes memory from the C library meanwhile: its own pools keep what they have had, and a part frees nearly all of it."""
    pa = pyarrow()
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


_M_MMAP_THRESHOLD: Final = -3
"""Of glibc's ``malloc.h``: from which size on a piece of memory goes back at once. Without it the library raises the size by itself."""


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Keep a second run out of the folder."""
    import fcntl  # noqa: PLC0415 - not on every platform

    with (out / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(f"another run is writing to {out}", hint="wait for it, or take another folder") from None
        yield
