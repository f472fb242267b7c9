"""What was decided, carried on to new lists and to new law: rows that no change can reach are taken over, the others are decided again.

``screen FILES --out NEW/ --since OLD/``. The folder that comes out is what a whole run would have written, row by row, and a run may be
carried on from it in turn. Beside the decisions a folder holds ``rests-on.json.gz``, the law and the place of the snapshot that they rest
on, and ``customers/``, an index of the parties that is made once and carried along; and ``changes/``: which matters have another outcome now; reasons may differ where it is the same.
A part that nothing reaches is the same file under two names, so its metadata name the snapshot under which it was decided.
"""

from __future__ import annotations

import gc
import gzip
import json
import os
import pickle
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from countersight.cycles import uncollected
from countersight.errors import DataError, UsageError, Where
from countersight.rules.book import Rulebook, read_rulebook
from countersight.screening import parts as whole
from countersight.screening.bulk import Recipe, kernel_of, screen, shipped
from countersight.screening.bulk_schema import SCHEMA, pyarrow
from countersight.screening.crew import Crew
from countersight.screening.customers import SCHEMA as INDEXED
from countersight.screening.customers import Customers
from countersight.screening.delta import changed, numbers_changed, touch
from countersight.screening.lasting import Lasting
from countersight.screening.parts import MANIFEST, Done, Part, Run
from countersight.screening.reach import IN_FACTS, Reach, names_of
from countersight.screening.splice import CHANGES, Mask, Old, shared_out, spliced
from countersight.store.snapshot import Snapshot
from countersight.version import __version__

RESTS_ON: Final = "rests-on.json.gz"
CUSTOMERS: Final = "customers"
TOGETHER: Final = 5
"""Parts whose rows are decided together at most."""
ROWS: Final = 10_000
"""Rows of them that are decided at once."""
INDEXES: Final = 8
"""Indexes of customers of one folder: where matters are added day by day, each day's names get one of their own, until they are made one again."""


def rests_on(out: Path, recipe: Recipe) -> None:
    """Write down on what the decisions of a folder rest, so that they can be carried on."""
    out.mkdir(parents=True, exist_ok=True)
    told = {"snapshot": str(recipe.folder), **{name: [dict(book.files) for book in books] for name, books in (("books", recipe.books), ("base", recipe.base))}}
    temporary = out / f".{RESTS_ON}"
    temporary.write_bytes(gzip.compress(json.dumps(told, ensure_ascii=False, sort_keys=True).encode(), mtime=0))
    temporary.replace(out / RESTS_ON)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A folder of decisions from which a run is carried on."""

    folder: Path
    head: dict[str, Any]
    parts: dict[int, dict[str, Any]]
    books: tuple[Rulebook, ...]
    base: tuple[Rulebook, ...]
    snapshot: Snapshot
    crew: Crew = field(default_factory=Crew, compare=False)
    """The processes of this update: what is asked of customers, and the parts that follow, are theirs."""
    _packed: list[tuple[Recipe, bytes]] = field(default_factory=list, compare=False, repr=False)

    def packed(self, recipe: Recipe) -> bytes:
        """A recipe as bytes, the same each time: a process makes ready for these once."""
        if not self._packed or self._packed[0][0] is not recipe:
            self._packed[:] = [(recipe, shipped(recipe))]
        return self._packed[0][1]

    @classmethod
    def open(cls, folder: Path, recipe: Recipe, snapshots: Sequence[Path] = ()) -> Earlier:
        """Open it.

        Args:
            folder: What a run into a folder wrote.
            recipe: What is to be decided with now.
            snapshots: Folders in which its snapshot may lie under its hash, beside the place where it lay.

        Raises:
            DataError: It is none, rests on other options or another version of the program, or its snapshot is gone.
        """
        try:
            lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
            head = json.loads(lines[0])
            told = json.loads(gzip.decompress((folder / RESTS_ON).read_bytes()))
        except (OSError, ValueError, IndexError):
            raise DataError("this folder holds no decisions that can be carried on", hint="decide whole once: leave --since out", where=Where(str(folder))) from None
        now = {"schema": SCHEMA, "program": __version__, **recipe.meta()}
        for name in ("schema", "program", "countersight.options"):
            if head.get(name) != now[name]:
                was = str(head.get(name))[:60]
                raise DataError(f"the decisions rest on another {name.removeprefix('countersight.')}: {was}", hint="decide whole: leave --since out", where=Where(str(folder)))
        books, base = (tuple(_book(files, mine) for files in told[name]) for name, mine in (("books", recipe.books), ("base", recipe.base)))
        if [one.columns for one in books] != [one.columns for one in recipe.books]:
            raise DataError("the decisions have other columns", hint="decide whole: leave --since out, or name the same rulebooks", where=Where(str(folder)))
        digest = head["countersight.snapshot"]
        for place in (Path(told["snapshot"]), *(one / digest for one in snapshots)):
            if (place / "manifest.json").is_file() and (held := Snapshot.open(place)).content_hash == digest:
                parts = {one["part"]: one for one in map(json.loads, lines[1:])}
                return cls(folder, head, parts, books, base, held)
        raise DataError(f"the snapshot {digest[:12]} of these decisions is gone", hint="decide whole: leave --since out", where=Where(str(folder)))


def _book(files: dict[str, str], now: Sequence[Rulebook]) -> Rulebook:
    """A rulebook out of its pages; one that is held already is not read again."""
    return next((one for one in now if dict(one.files) == files), None) or read_rulebook(files)[0]


@dataclass(frozen=True, slots=True)
class Found:
    """What a change reaches, before anything is decided."""

    reach: Reach
    bodies: int
    pages: frozenset[str]
    names: int
    compared: int
    weighed: int
    indexed: int
    """Names that were indexed for it, where no index was there."""
    took: dict[str, float]
    """Seconds on the clock, by what was done."""


def reached(earlier: Earlier, recipe: Recipe, parts: Callable[[], Iterable[Part]], out: Path, workers: int = 1) -> Found:
    """What a change of lists and of law reaches; the index of the customers is made where it is missing, and carried on to ``out``."""
    new = Snapshot.open(recipe.folder)
    old, crew = earlier.snapshot, earlier.crew
    if old.content_hash != new.content_hash:
        crew.start(workers, partial(kernel_of, earlier.packed(recipe)))
    clock = [perf_counter()]
    names: frozenset[str] = frozenset()
    compared = weighed = indexed = 0
    same = old.content_hash == new.content_hash
    held = _indexed(earlier)
    if not same:
        held, indexed = _complete(held, earlier, parts, out, workers)
    clock.append(perf_counter())
    asked = [] if same else [one.asked(old, new, crew) for one in held]
    told = changed(old, new)
    clock.append(perf_counter())
    for number, one in enumerate(held):
        moved = one.as_it_is() if same else asked[number].moved(told.bodies, told.behind)
        names, compared, weighed = names | moved.names, compared + moved.compared, weighed + moved.weighed
        one.carried(out / CUSTOMERS / f"{number:03d}", moved, new.content_hash)
    clock.append(perf_counter())
    books = [*zip(earlier.books, recipe.books, strict=True), *_paired(earlier.base, recipe.base)]
    enacted = recipe.options.enacted
    touches = tuple(touch(before.enacted(enacted), after.enacted(enacted)) for before, after in books if before.sha256 != after.sha256)
    numbers = {name for before, after in books for name in numbers_changed(before, after)}
    reach = Reach(
        names=names,
        identifiers=told.identifiers,
        bodies=bool(told),
        covered=() if recipe.options.lists_complete or not told.coverage else (str(old.folder), str(new.folder)),
        touches=touches,
        law=any(before.sha256 != after.sha256 for before, after in books),
        every=bool(numbers & IN_FACTS) or {one.id for one in earlier.base} != {one.id for one in recipe.base},
    )
    took = {what: end - begin for what, begin, end in zip(("names indexed", "the lists compared", "customers asked whom that moves"), clock, clock[1:], strict=False)}
    return Found(reach, len(told.bodies), frozenset(page for one in touches for page in one.pages), len(names), compared, weighed, indexed, took)


def indexed(earlier: Earlier, parts: Callable[[], Iterable[Part]], workers: int = 1) -> list[Customers]:
    """Index the customers of a folder before lists change, so that the first change does not wait for it; what is indexed is left as it is."""
    return _complete(_indexed(earlier), earlier, parts, earlier.folder, workers)[0]


def _indexed(earlier: Earlier) -> list[Customers]:
    """The indexes of customers that hold for the snapshot of a folder."""
    root = earlier.folder / CUSTOMERS
    found = [Customers(path) for path in sorted(root.iterdir())] if root.is_dir() else []
    return [one for one in found if (one.state.get("schema"), one.state.get("snapshot")) == (INDEXED, earlier.snapshot.content_hash)]


def _complete(held: list[Customers], earlier: Earlier, parts: Callable[[], Iterable[Part]], out: Path, workers: int) -> tuple[list[Customers], int]:
    """With another index for the parts whose names no index holds; all in one again where there are many indexes."""
    wanted = {line["sha256"] for line in earlier.parts.values()}
    missing = wanted - {one for index in held for one in index.state["of"]}
    if not missing:
        return held, 0
    if len(held) >= INDEXES:
        held, missing = [], wanted
    texts: dict[str, None] = {}
    of = set()
    for part in parts():
        if (digest := whole._hash(part.batch)) in missing:  # noqa: SLF001 - one folder, two ways to write it
            of.add(digest)
            texts |= dict.fromkeys(names_of(part.batch))
    if not of:
        return held, 0
    place = earlier.folder if os.access(earlier.folder, os.W_OK) else out  # beside what they were decided with: a second change may follow
    return [*held, Customers.write(place / CUSTOMERS / f"{len(held):03d}", earlier.snapshot, texts, workers, of)], len(texts)


def _paired(old: Sequence[Rulebook], new: Sequence[Rulebook]) -> list[tuple[Rulebook, Rulebook]]:
    after = {one.id: one for one in new}
    return [(one, after[one.id]) for one in old if one.id in after]


@dataclass(slots=True)
class Carried(Run):
    """A run that takes over what a change does not reach."""

    earlier: Earlier | None = None
    reach: Reach = field(default_factory=Reach)
    again: int = 0
    """Matters that were decided again."""
    otherwise: int = 0
    """Of these, such as have another outcome now in some column."""

    def _decided(self, parts: Iterable[Part], done: Done) -> Generator[dict[str, Any]]:
        if self.earlier is None:
            raise UsageError("nothing is named that could be carried on", hint="Carried(..., earlier=Earlier.open(...))")
        job = pickle.dumps((self.earlier.packed(self.recipe), str(self.earlier.folder), self.reach))
        lines, crew = self.earlier.parts, self.earlier.crew
        (self.out / CHANGES).mkdir(exist_ok=True)
        crew.start(self.workers)
        todo = ((part, lines.get(part.number)) for part in self._todo(parts, done))
        running: set[Future[list[dict[str, Any]]]] = set()
        try:
            for some in _together(todo, len(lines), self.workers):
                running.add(crew.do(_parts, job, str(self.out), some))
                while running and (len(running) > self.workers or not crew.several):
                    ready, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from self._counted(ready)
            yield from self._counted(running)
        finally:
            crew.close()

    def _counted(self, ready: Iterable[Future[list[dict[str, Any]]]]) -> Iterator[dict[str, Any]]:
        for one in ready:
            for told in one.result():
                self.again += told["again"]
                self.otherwise += told["otherwise"]
                yield told


Todo = tuple[Part, dict[str, Any] | None]
"""A part, and the line of the manifest that it had."""


def _together(todo: Iterable[Todo], many: int, workers: int) -> Iterator[list[Todo]]:
    """Some parts at a time, of which the rows that a change reaches are decided together; they all have the same columns.

    Args:
        todo: The parts.
        many: How many there will be; towards the end fewer are given together, so that nobody waits long for the last.
        workers: How many share them.
    """
    held: list[Todo] = []
    for one in todo:
        if held and (len(held) >= min(many // (2 * workers), TOGETHER) or held[0][0].batch.schema != one[0].batch.schema):
            yield held
            many -= len(held)
            held = []
        held.append(one)
    if held:
        yield held


@lru_cache(maxsize=1)
def _job(packed: bytes) -> tuple[bytes, Path, Reach]:
    recipe, folder, reach = pickle.loads(packed)  # noqa: S301 - our own, from the parent of the same run
    return recipe, Path(folder), reach


def _parts(job: bytes, out: str, todo: Sequence[Todo]) -> list[dict[str, Any]]:
    """Some parts: each linked where nothing reaches it, spliced where something does, decided whole where its matters are others."""
    with uncollected():
        done = _parts_of(job, out, todo)
    gc.collect(0)
    return done


def _parts_of(job: bytes, out: str, todo: Sequence[Todo]) -> list[dict[str, Any]]:
    recipe, folder, reach = _job(job)
    done: list[dict[str, Any]] = []
    reached: list[tuple[Old, Mask]] = []
    for part, line in todo:
        if line is None or line["first"] != part.first or line["sha256"] != whole._hash(part.batch) or part.bad:  # noqa: SLF001 - one folder, two ways to write it
            done.append(whole._part(recipe, out, part) | {"again": part.batch.num_rows, "otherwise": 0})  # noqa: SLF001
            continue
        old = Old.read(folder, part, line)
        again = reach.rows(part.batch, old)
        again[old.bad] = True
        if again.any():
            reached.append((old, again))
        else:
            done.append(_left(folder, Path(out), line))
        if sum(int(rows.sum()) for _, rows in reached) >= ROWS:
            done += _spliced(recipe, out, reached)
            reached = []
    return done + _spliced(recipe, out, reached)


def _left(folder: Path, out: Path, line: dict[str, Any], again: int = 0) -> dict[str, Any]:
    """The files of a part as they are."""
    files = {name: told for name, told in line["files"].items() if name.split("/")[0] in whole.FOLDERS}
    for name in files:
        _linked(folder / name, out / name)
    return line | {"files": files, "again": again, "otherwise": 0}


def _spliced(recipe: bytes, out: str, reached: Sequence[tuple[Old, Mask]]) -> list[dict[str, Any]]:
    """Rows of several parts, decided together; each part is written."""
    if not reached:
        return []
    pa = pyarrow()
    numbers = [again.nonzero()[0] for _, again in reached]
    batch = pa.Table.from_batches([old.part.batch.take(pa.array(rows)) for (old, _), rows in zip(reached, numbers, strict=True)]).combine_chunks().to_batches()[0]
    found = screen(batch, kernel_of(recipe))
    told = zip(reached, shared_out(found, [len(rows) for rows in numbers]), strict=True)
    with Lasting() as files:
        return [spliced(old, again, one, Path(out), files) or _left(old.folder, Path(out), old.line, int(again.sum())) for (old, again), one in told]


def _linked(path: Path, to: Path) -> None:
    """The same file under another name; a copy where that cannot be."""
    to.unlink(missing_ok=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
