"""``countersight screen FILE... --out FOLDER/``: any number of matters into a folder of Parquet, part by part, to be resumed after a kill."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from countersight.cli.screen import FAILED, FINDINGS, staleness
from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.screening.again import Carried
    from countersight.screening.bulk import Recipe
    from countersight.screening.one import Screener
    from countersight.screening.parts import Part, Progress, Run

EVERY = 30.0
"""Seconds between two lines of progress where standard error is no terminal."""


def wanted(out: str | None) -> bool:
    """Whether a place is a folder: it ends in a slash, or is one already."""
    return out is not None and out != "-" and (out.endswith(("/", os.sep)) or Path(out).is_dir())


def screen_parts(given: argparse.Namespace, screener: Screener) -> int:
    """Decide into a folder."""
    from countersight.cli.output import tell
    from countersight.screening.bulk_schema import pyarrow

    pyarrow()  # before the modules that need it are read: without the extra the command says how to get it
    from countersight.screening.again import rests_on
    from countersight.screening.bulk import Recipe
    from countersight.screening.parts import Run, count_rows, parquet_parts

    if (
        given.format not in {"table", "parquet"}
        or given.bad_rows
        or given.support
        or given.earlier
        or given.ror
        or given.why
        or given.why_not
    ):
        raise UsageError(
            f"cannot write {given.out}: into a folder only Parquet is written",
            hint="--format, --bad-rows, --earlier, --support, --ror and --why are for files; name a file for them: --out answers.html",
        )
    files = [Path(name) for name in given.files]
    plain = all(_is_matters(path) for path in files)
    parts = parquet_parts(files) if plain else _read(given)
    shown = _Shown()
    recipe, out, workers = Recipe.of(screener), Path(given.out), given.workers or os.cpu_count() or 1
    total = count_rows(files) if plain else None
    if given.since and not plain:
        raise UsageError("--since takes Parquet with a row for each matter", hint="see docs/bulk.md; or decide whole: leave --since out")
    run = Run(recipe, out, workers, shown, total)
    if given.since:
        run = _carried(given, recipe, files, run)
    try:
        done = run.over(parts)
    except KeyboardInterrupt:
        shown.finish()
        tell("parts that are finished stay: the same command goes on from there")
        raise
    rests_on(out, recipe)
    shown.finish()
    _tell_changes(run)
    if done.taken_over:
        tell(f"{done.taken_over:,} parts were there from an earlier run")
    tell(
        f"{given.out}: {done.rows - done.bad:,} matters decided in {done.parts:,} part{'s' * (done.parts != 1)}; {done.alone:,} of them by themselves"
    )
    if done.bad:
        tell(f"{done.bad:,} rows could not be read: {Path(given.out) / 'bad-rows'}")
    return max(FINDINGS if done.fired else 0, FAILED if done.bad else 0, staleness(screener, done.days))


def _carried(given: argparse.Namespace, recipe: Recipe, files: Sequence[Path], run: Run) -> Carried:
    """The run that is carried on from an earlier one, with a word on what the change reaches."""
    from countersight.cli.output import settings, tell
    from countersight.screening.again import Carried, Earlier, reached
    from countersight.screening.parts import parquet_parts
    from countersight.snapshots.current import FOLDER

    if recipe.options.decided is not None:
        raise UsageError("--since does not know which reviewers' decisions are new", hint="decide whole: leave --since out")
    since = Path(given.since)
    if since.resolve() == run.out.resolve():
        raise UsageError("--since and --out are one folder: what was decided is not changed", hint="--out decisions-of-today/")
    began = monotonic()
    earlier = Earlier.open(since, recipe, (settings(given.snapshot).cache / FOLDER,))
    found = reached(earlier, recipe, lambda: parquet_parts(files), run.out, run.workers)
    if found.indexed:
        tell(f"{found.indexed:,} names of customers were indexed, once: {run.out / 'customers'}")
    tell(
        f"since {since}: {found.bodies:,} bodies and {len(found.pages):,} pages differ; they reach {found.names:,} names of customers; "
        f"the candidates of {found.compared:,} were compared, of {found.weighed:,} because words weigh otherwise now ({monotonic() - began:.1f} s)"
    )
    return Carried(recipe, run.out, run.workers, run.tell, run.total, earlier=earlier, reach=found.reach)


def _tell_changes(run: Run) -> None:
    """How much was decided again, and how many of these have another outcome."""
    from countersight.cli.output import tell
    from countersight.screening.again import Carried

    if isinstance(run, Carried):
        tell(f"{run.again:,} matters were decided again, and {run.otherwise:,} of them have another outcome than before: {run.out / 'changes'}")


def _is_matters(path: Path) -> bool:
    """Whether a file, or the first of a folder, is Parquet with matters as rows."""
    from countersight.screening.bulk_schema import is_matters
    from countersight.screening.parts import expanded

    if not path.is_dir() and path.suffix.casefold() != ".parquet":
        return False
    import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]

    files = expanded([path])
    if not files:
        raise UsageError(f"no Parquet files in {path}", hint="name the files, or a folder with *.parquet")
    try:
        return is_matters(pq.read_schema(files[0]))
    except (OSError, ValueError):
        return False  # the reader of tables says what is wrong with it


def _read(given: argparse.Namespace) -> Iterator[Part]:
    """The parts of any other file, as its reader gives its matters."""
    from countersight.intake.read import stream_matters
    from countersight.screening.bulk_schema import WHOLE, pyarrow
    from countersight.screening.parts import PART_ROWS, Part

    pa = pyarrow()
    held: list[str] = []
    bad: list[dict[str, object]] = []
    number = first = 0

    def part() -> Part:
        return Part(number, first, pa.RecordBatch.from_arrays([pa.array(held, pa.string())], names=[WHOLE]), tuple(bad))

    for name in given.files:
        for chunk in stream_matters(name, given.kind, given.map):
            held += [
                one.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True) for one in chunk.matters
            ]
            bad += [
                {
                    "row": one.where.line or 0,
                    "matter": one.matter,
                    "message": f"{one.where}: {one.message}",
                    "hint": one.hint,
                }
                for one in chunk.faults
            ]
            if len(held) >= PART_ROWS:
                yield part()
                number, first, held, bad = number + 1, first + len(held), [], []
    if held or bad:
        yield part()


class _Shown:
    """Progress on standard error: a line that moves on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self.began = self.last = monotonic()
        self.moves = sys.stderr.isatty()

    def __call__(self, told: Progress) -> None:
        now = monotonic()
        if now - self.last < (0.5 if self.moves else EVERY) and told.done != told.total:
            return
        self.last = now
        of = f" of {told.total:,} ({100 * told.done / told.total:.0f} %)" if told.total else ""
        left = f", {_time(told.left)} left" if told.left is not None else ""
        line = f"{told.done:,}{of} matters, {told.rate:,.0f} a second{left}"
        sys.stderr.write(f"\r{line:<78}" if self.moves else f"{line}\n")
        sys.stderr.flush()

    def finish(self) -> None:
        """End the line that moves."""
        if self.moves:
            sys.stderr.write("\r" + " " * 78 + "\r")
            sys.stderr.flush()


def _time(seconds: float) -> str:
    """A duration as a person reads it."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes > 1 else f"{60 * minutes + left} s"
