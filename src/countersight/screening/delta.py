"""What a change touches: after a change of lists, the customers whose names the changed entries find; after a change of law, the matters its pages read.

A list changes by hundreds of names a day, and customers are millions. So here the question is turned round: the customers are
indexed, by the very index in which listed names are found, and the changed names are the questions. Whoever one of them finds is
asked again against the whole snapshot; everybody else's answer rests on nothing that has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError, Where
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import core, fold, script
from countersight.rules.syntax import Def, Param, walk
from countersight.screening.bulk_schema import pyarrow
from countersight.screening.parts import PART_ROWS, Part, expanded, parquet_parts
from countersight.store.index import NameIndex, build_index

if TYPE_CHECKING:
    from countersight.rules.book import Rulebook
    from countersight.store.snapshot import Snapshot

CANDIDATES: Final = 200
"""Customers of one index that one changed name may be: many customers may be called alike."""
LEAST: Final = 150
"""Thousandths of the cosine from which a customer may be meant; the matcher's own gate stands at 200."""
LIKE: Final = 20
"""Names of bodies on no list that one changed name may be."""
ALIKE: Final = 600
"""Thousandths of the cosine from which it may be one of them."""
SHARD: Final = 100_000
DIGEST: Final = "countersight.customers/1"


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs between two snapshots."""

    bodies: frozenset[str]
    """Ids of bodies that are new, gone, or about which anything differs."""
    names: tuple[tuple[str, str], ...]
    """Id and name: every name of those bodies, as it was and as it is."""
    identifiers: frozenset[tuple[str, str]]
    """Kind and value of theirs."""
    coverage: bool
    """Whether what the lists cover differs, so that every "not found" may mean something else."""


def changed(old: Snapshot, new: Snapshot) -> Changed:
    """What differs between two snapshots, by their records."""
    before, after = ({body.id: body for body in held.records().bodies} for held in (old, new))
    stakes = _stakes(old) ^ _stakes(new)
    ids = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)} | {
        one for edge in stakes for one in edge
    }
    held = [body for one in sorted(ids) for body in (before.get(one), after.get(one)) if body is not None]
    names = dict.fromkeys((body.id, name.text) for body in held for name in body.names)
    identifiers = frozenset(
        (kind, value) for body in held for kind, text in body.identifiers.items() for value in text.split("; ")
    )
    for snapshot in (old, new):
        names |= dict.fromkeys(_through(snapshot, [name for _, name in names], ids))
    return Changed(
        frozenset(ids),
        tuple(names),
        identifiers,
        sorted(map(repr, old.coverages())) != sorted(map(repr, new.coverages())),
    )


def _through(held: Snapshot, names: Sequence[str], changed_ids: set[str]) -> Iterator[tuple[str, str]]:
    """Names in other letters of bodies on no list that a changed name is very like: by these a customer is looked for who has no name in letters."""
    for name in (one for one in names if script(one) == "latin"):
        for one in held.named(name, fold(name), core(name), LIKE, ALIKE):
            body = held.body(one.body_id) if one.body_id not in changed_ids and script(one.text) == "latin" else None
            if body is not None and not body.designations:
                yield from ((body.id, other.text) for other in body.names if script(other.text) != "latin")


def _stakes(held: Snapshot) -> set[tuple[str, str]]:
    return {(edge.owner, edge.asset) for edge in held.edges()}


@dataclass(slots=True)
class Customers:
    """Customers that can be found by name and by identifier: a folder of indexes, each of some hundred thousand names, mapped into memory."""

    folder: Path

    @classmethod
    def write(
        cls,
        folder: Path,
        names: Iterable[tuple[str, str]],
        identifiers: Iterable[tuple[str, str, str]] = (),
        shard: int = SHARD,
    ) -> Customers:
        """Index customers.

        Args:
            folder: Where to; what is there is written over.
            names: Customer and name; a customer may have several.
            identifiers: Customer, kind and value.
            shard: Names of one index: building takes some 3 kB of memory a name, and a question goes to each index.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.index"):
            left.unlink()
        told = iter(names)
        number = 0
        while rows := list(islice(told, shard)):
            path = folder / f"customers-{number:05d}.index"
            path.write_bytes(build_index(rows, DIGEST))
            number += 1
        held: dict[str, list[str]] = {}
        for customer, kind, value in identifiers:
            if key := normalise_identifier(kind, value):
                held.setdefault(f"{kind}:{key}", []).append(customer)
        (folder / "identifiers.json").write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        return cls(folder)

    def affected(self, changes: Changed) -> list[str]:
        """Customers whom a changed entry may find, in the order in which they were written.

        The names are compared in the forms in which the matcher finds candidates, with a lower gate and more of them, since an index of customers weighs
        words otherwise than an index of lists; what is compared word by word afterwards is left to the matcher.
        """
        held: dict[str, list[str]] = json.loads((self.folder / "identifiers.json").read_text(encoding="utf-8"))
        found: dict[str, None] = {}
        keys = {f"{kind}:{normalise_identifier(kind, value)}" for kind, value in changes.identifiers}
        for path in sorted(self.folder.glob("*.index")):
            index = NameIndex.open(path, DIGEST)
            if index is None:
                raise DataError(
                    "this is no index of customers of this version",
                    hint="write it again: Customers.write",
                    where=Where(str(path)),
                )
            hits: set[int] = set()
            for _, name in changes.names:
                exact, cores = index.same(fold(name), core(name))
                hits.update(exact, cores, (at for _, at in index.near(name, CANDIDATES, LEAST)))
            found.update((index.owner(at), None) for at in sorted(hits))
        for key in sorted(keys & held.keys()):
            found.update(dict.fromkeys(held[key]))
        return list(found)


def parties_of(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The distinct parties of Parquet files of matters as customers: each under its first name, with every name."""
    import duckdb  # noqa: PLC0415 - an extra

    with duckdb.connect() as base:
        found = base.execute(
            "SELECT DISTINCT p.name, unnest([p.name] || coalesce(p.names, [])) FROM (SELECT unnest(parties) AS p FROM read_parquet($1)) ORDER BY ALL",
            [[str(path) for path in expanded(files)]],
        )
        while rows := found.fetchmany(10_000):
            yield from ((str(one), str(name)) for one, name in rows if one is not None and name)


def parts_with(files: Sequence[Path], customers: Sequence[str], rows: int = PART_ROWS) -> Iterator[Part]:
    """The matters of Parquet files in which any of these parties stands, as parts of a run."""
    import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    pa = pyarrow()
    wanted = pa.array(list(customers), pa.string())
    number = first = 0
    for part in parquet_parts(files, rows):
        parties = part.batch.column("parties")
        hit = pc.filter(pc.list_parent_indices(parties), pc.is_in(pc.struct_field(pc.list_flatten(parties), "name"), value_set=wanted))
        if len(hit):
            batch = part.batch.take(pc.unique(hit))
            yield Part(number, first, batch)
            number, first = number + 1, first + batch.num_rows


@dataclass(frozen=True, slots=True)
class Touch:
    """Which matters another edition of a rulebook may decide otherwise, in which columns; all others keep their rows."""

    columns: tuple[str, ...]
    pages: frozenset[str]
    kinds: frozenset[str]
    until: date | None
    """Matters of this day and later are out of reach: every changed page is over by then. None is open."""

    def covers(self, kind: str, on: date) -> bool:
        """Whether a matter has to be decided again."""
        return kind in self.kinds and (self.until is None or on < self.until)


def touch(old: Rulebook, new: Rulebook) -> Touch:
    """What another edition of a rulebook touches: the kinds of matters on which its changed pages speak, as long as they do.

    Days before a page begins count too, since a decision names the next day on which the law changes.
    """
    ids = pages_changed(old, new)
    pages = [page for book in (old, new) for page in book.pages if page.id in ids]
    ends = [
        window.end.on_calendar(book.anchors)
        for book in (old, new)
        for page in book.pages
        if page.id in ids
        for window in page.head.windows
    ]
    until = (
        max((end for end in ends if end is not None), default=None) if all(end is not None for end in ends) else None
    )
    return Touch(
        tuple(dict.fromkeys((*old.columns, *new.columns))),
        ids,
        frozenset(kind for page in pages for kind in page.head.scope),
        until,
    )


def pages_changed(old: Rulebook, new: Rulebook) -> frozenset[str]:
    """Ids of the pages of which anything differs between two editions of a rulebook, those that rest on a changed definition or number included."""
    before, after = ({page.file: page for page in book.pages} for book in (old, new))
    files = {
        name
        for name in before.keys() | after.keys()
        if name not in before or name not in after or before[name].sha256 != after[name].sha256
    }
    changed_pages = [page for book in (before, after) for name, page in book.items() if name in files]
    names = {page.head.defines for page in changed_pages if page.head.defines}
    numbers = {
        name
        for name in old.parameters.keys() | new.parameters.keys()
        if old.parameters.get(name) != new.parameters.get(name)
    }
    found = {page.id for page in changed_pages} | {
        page.head.exception_to for page in changed_pages if page.head.exception_to
    }
    grew = True
    while grew:
        grew = False
        for page in (*before.values(), *after.values()):
            used = list(walk(page.rule.tree()))
            if page.id in found or not any(
                (isinstance(node, Def) and node.name in names) or (isinstance(node, Param) and node.name in numbers)
                for node in used
            ):
                continue
            found.add(page.id)
            grew = True
            if page.head.defines:
                names.add(page.head.defines)
            if page.head.exception_to:
                found.add(page.head.exception_to)
    return frozenset(found)
