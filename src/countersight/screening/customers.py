"""Customers that can be asked what a change of lists does to them: nobody whose answer moves is missed.

Who a name may be is a question of pairs: a pair that the matcher says no to, in whatever country, never comes to anything. So of every
customer's name it is kept with which listed names it is *not* a sure no (its partners), however far down they stood among the
candidates, or below them. A change then moves an answer in four ways only, and each is asked for:

* A body that changed is a partner: by the partners, and for the names as they are now by an index of the customers' keys, with the
  very weights of the list (:meth:`Customers.moved_by`).
* A partner comes among the candidates or leaves them, because words weigh otherwise now or others crowd in: where there are partners,
  the candidates before and after are compared.
* A listed name that was too far away for a partner is no longer: only where the weights moved so much that the floor, which lies below
  that of the matcher, may have been passed. For each name it is computed whether that can be; where it can, all candidates before and
  after are compared.

* A name in another script than Latin is looked for by the names in letters as well that the atlas knows of whom it may be
  (:func:`countersight.measures.who.known_in_letters`): for these, all candidates before and after are compared.

Everything is told by the name alone. Country and identifiers of a party never make a pair of a sure no.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from countersight.errors import DataError, Where
from countersight.match.gate import CANDIDATES, LEAST
from countersight.match.matcher import ever
from countersight.match.misread import readings
from countersight.measures.stated import stated
from countersight.measures.who import known_in_letters
from countersight.names.normalise import core, fold, script
from countersight.screening.bulk_schema import pyarrow
from countersight.screening.customer_names import (
    FLOOR,
    Array,
    Pair,
    all_partners,
    all_partners_in,
    index_of,
    keys_of,
    read_names,
)
from countersight.screening.weighing import Weights, shaken
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.store.index import NameIndex

SCHEMA: Final = "countersight.customers/2"
STEADY: Final = 0.93
"""A listed name whose length fell below this part of what it was is asked for itself."""
SLACK: Final = 0.98
"""For what whole numbers round off in a cosine."""
SMALL: Final = 20_000
"""Names that one process indexes as fast as several would."""



@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of lists does to customers."""

    names: frozenset[str]
    """As parties write them: whoever bears one may be found to be somebody else, or its body has changed."""
    partners: dict[int, set[Pair]]
    """What is known of partners from now on."""
    compared: int
    """Names whose candidates before and after were compared."""
    weighed: int
    """Of these, such as were compared because weights moved too much."""


@dataclass
class Customers:
    """A folder with the names of customers, ready to be asked. Made for one snapshot, and carried on from one to the next."""

    folder: Path

    @classmethod
    def write(cls, folder: Path, snapshot: Snapshot, names: Iterable[str], workers: int = 1, of: Iterable[str] = ()) -> Customers:
        """Index customers against a snapshot.

        Args:
            folder: Where to; what is there is written over.
            snapshot: What they are looked for in. For several workers it has to lie in a folder.
            names: Every name of every customer, as written.
            workers: Processes.
            of: Hashes of the parts of the matters that the names are of.
        """
        pa = pyarrow()
        import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

        folder.mkdir(parents=True, exist_ok=True)
        (folder / "state.json").unlink(missing_ok=True)
        asked: dict[str, int] = {}
        within: list[tuple[str, int]] = []
        for text in dict.fromkeys(names):
            told = stated(text)
            if fold(told):
                for one in (told, *readings(told)):
                    at = asked.setdefault(one, len(asked))
                    within += [(text, at)] if one != text else []
        texts = list(asked)
        read = list(read_names(snapshot, texts, workers if len(texts) > SMALL else 1))
        flat = np.concatenate([one.keys for one in read] or [np.empty(0, np.uint32)])
        sizes = np.concatenate([one.sizes for one in read] or [np.empty((0, 3), np.uint32)])
        held, places = np.unique(flat, return_inverse=True)
        starts = np.concatenate([[0], np.cumsum(sizes[:, 2], dtype=np.int64)])
        order = np.argsort(places, kind="stable")
        view_of = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes[:, 2])
        weights = Weights.of(index_of(snapshot))
        weights.save(folder)
        arrays = {
            "keys": held, "places": places.astype(np.uint32), "starts": starts, "postings": view_of[order],
            "posting_starts": np.concatenate([[0], np.cumsum(np.bincount(places, minlength=len(held)), dtype=np.int64)]),
            "owners": sizes[:, 0], "wanted": sizes[:, 1],
        }  # fmt: skip
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
        pq.write_table(pa.table({"name": pa.array(texts, pa.string())}), folder / "names.parquet", compression="zstd")
        whole = {"text": [text for text, _ in within], "asked": [at for _, at in within]}
        pq.write_table(pa.table(whole, schema=pa.schema([("text", pa.string()), ("asked", pa.uint32())])), folder / "within.parquet")
        made = cls(folder)
        made.keep({at: set(pairs) for one in read for at, pairs in one.partners}, snapshot.content_hash, sorted(of))
        return made

    @classmethod
    def open(cls, folder: Path) -> Customers:
        """Open a folder.

        Raises:
            DataError: It is no index of customers of this version.
        """
        found = cls(folder)
        if found.state.get("schema") != SCHEMA:
            raise DataError("this is no index of customers of this version", hint="delete it: it is made again when it is needed", where=Where(str(folder)))
        return found

    @property
    def state(self) -> dict[str, Any]:
        """What the folder stands for: ``schema``; ``snapshot``, the hash of the one that its partners hold for; ``of``; empty where nothing is there."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def size(self) -> int:
        """Bytes on the disk."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def keep(self, partners: dict[int, set[Pair]], digest: str, of: Sequence[str]) -> None:
        """Write what is known of partners, for the snapshot with a content hash, and whose names these are."""
        pa = pyarrow()
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        rows = [(at, *pair) for at in sorted(partners) for pair in sorted(partners[at])]
        schema = pa.schema([("asked", pa.uint32()), ("body", pa.string()), ("name", pa.string())])
        columns = list(zip(*rows, strict=True)) or [(), (), ()]
        table = pa.table([pa.array(one, kind.type) for one, kind in zip(columns, schema, strict=True)], schema=schema)
        pq.write_table(table, self.folder / ".partners.parquet", compression="zstd")
        (self.folder / ".partners.parquet").replace(self.folder / "partners.parquet")
        (self.folder / ".state.json").write_text(json.dumps({"schema": SCHEMA, "snapshot": digest, "of": list(of)}) + "\n", encoding="utf-8")
        (self.folder / ".state.json").replace(self.folder / "state.json")

    def carried(self, folder: Path, moved: Moved, digest: str) -> Customers:
        """The same customers in another folder, as they stand after a change; what did not change is one file under two names."""
        import os  # noqa: PLC0415
        import shutil  # noqa: PLC0415

        of = self.state.get("of", ())
        if folder.resolve() == self.folder.resolve():
            self.keep(moved.partners, digest, of)
            return self
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "state.json").unlink(missing_ok=True)
        for path in sorted(self.folder.iterdir()):
            if path.name in {"partners.parquet", "state.json"} or path.name.startswith("."):
                continue
            (folder / path.name).unlink(missing_ok=True)
            try:
                os.link(path, folder / path.name)
            except OSError:
                shutil.copyfile(path, folder / path.name)
        found = Customers(folder)
        found.keep(moved.partners, digest, of)
        return found

    @cached_property
    def names(self) -> list[str]:
        """What is asked about, by number."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        found: list[str] = pq.read_table(self.folder / "names.parquet")["name"].to_pylist()
        return found

    @cached_property
    def partners(self) -> dict[int, set[Pair]]:
        """By number, the listed names with which it is no sure no."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        table = pq.read_table(self.folder / "partners.parquet")
        found: dict[int, set[Pair]] = {}
        for at, body, name in zip(*(table[column].to_pylist() for column in ("asked", "body", "name")), strict=True):
            found.setdefault(at, set()).add((body, name))
        return found

    def as_it_is(self) -> Moved:
        """What is known of partners, where nothing changed."""
        return Moved(frozenset(), self.partners, 0, 0)

    def written(self, numbers: Iterable[int]) -> frozenset[str]:
        """Names as parties write them, of what is asked about."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        wanted = set(numbers)
        table = pq.read_table(self.folder / "within.parquet")
        whole = zip(table["text"].to_pylist(), table["asked"].to_pylist(), strict=True)
        return frozenset({self.names[at] for at in wanted} | {text for text, at in whole if at in wanted})

    def moved_by(self, old: Snapshot, new: Snapshot, changed: frozenset[str], behind: frozenset[str], workers: int = 1) -> Moved:
        """Whom a change of lists may move; see the module's first lines.

        Args:
            old: The snapshot for which the partners hold.
            new: The one that follows it.
            changed: Ids of bodies that are new, gone, or about which anything differs.
            behind: These, and every body whose owners or holdings they are among.
            workers: Processes, where there is much to compare.

        Raises:
            DataError: The partners hold for another snapshot than ``old``.
        """
        if self.state.get("snapshot") != old.content_hash:
            raise DataError("these customers were not carried on to that snapshot", hint="delete the folder: it is made again when it is needed", where=Where(str(self.folder)))
        affected = {at for at, pairs in self.partners.items() if any(body in behind for body, _ in pairs)}
        partners = {at: kept for at, pairs in self.partners.items() if (kept := {one for one in pairs if one[0] not in changed})}
        for at, pairs in self._partners_now(new, changed, workers).items():
            partners.setdefault(at, set()).update(pairs)
            if any(body in behind for body, _ in pairs):
                affected.add(at)
        loose = self._loose(old, new)
        steady = sorted(partners.keys() - affected - loose)
        wanted = {pair for at in steady for pair in partners[at]}
        before, after = (_numbers(index_of(one), wanted) for one in (old, new))
        for at in steady:
            mine, text = partners[at], self.names[at]
            if _reached(index_of(old), text, {before[one]: one for one in mine}) != _reached(index_of(new), text, {after[one]: one for one in mine}):
                affected.add(at)
        for at in sorted(loose):
            told, now = _told_apart(old, new, self.names[at], behind)
            if told:
                affected.add(at)
                partners.setdefault(at, set()).update(one for one in told if one in now)
        affected |= self._by_known_names(old, new, {at: pairs for at, pairs in partners.items() if at not in affected}, behind)
        return Moved(self.written(affected), partners, len(steady) + len(loose), len(loose))

    def _by_known_names(self, old: Snapshot, new: Snapshot, partners: dict[int, set[Pair]], behind: frozenset[str]) -> set[int]:
        """Whom a change moves by the names in letters that the atlas knows of whom they may be."""
        found = set()
        for at in (at for at in partners if script(self.names[at]) != "latin"):
            known = {name for body, _ in partners[at] for one in (old, new) for name in known_in_letters(one.body(body))}
            if any(_told_apart(old, new, name, behind)[0] for text in sorted(known) for name in (text, *readings(text))):
                found.add(at)
        return found

    @cached_property
    def _held(self) -> dict[str, Array]:
        """The arrays, mapped into memory."""
        names = ("keys", "places", "starts", "postings", "posting_starts", "owners", "wanted")
        return {name: np.load(self.folder / f"{name}.npy", mmap_mode="r") for name in names}

    @cached_property
    def _base(self) -> Weights:
        return Weights.load(self.folder)

    @cached_property
    def _lengths(self) -> Array:
        """The square of the length of each view under the weights of the list for which the customers were indexed."""
        return self._length_under(self._base.at(self._held["keys"]))

    def _length_under(self, weights: Array) -> Array:
        held = self._held
        summed = np.concatenate([[0.0], np.cumsum(weights[held["places"]])])
        return np.asarray(summed[held["starts"][:-1] + held["wanted"]] - summed[held["starts"][:-1]])

    def _loose(self, old: Snapshot, new: Snapshot) -> set[int]:
        """Names for which the weights moved so much, in either snapshot, that a listed name below the floor may be a candidate."""
        held = self._held
        found = set(range(len(self.names))) - set(np.unique(held["owners"]).tolist())  # of such as have no keys nothing is known
        base = self._base.at(held["keys"])
        for one in (old, new):
            weights = Weights.of(index_of(one)).at(held["keys"])
            if not len(base) or np.array_equal(weights, base):
                continue
            most = np.maximum.reduceat((weights / base)[held["places"]], held["starts"][:-1])
            least = SLACK * LEAST * STEADY * np.sqrt(self._length_under(weights) / self._lengths) / most
            found |= set(held["owners"][least < FLOOR].tolist())
        return found

    def _partners_now(self, new: Snapshot, changed: frozenset[str], workers: int) -> dict[int, set[Pair]]:
        """Partners among the names of changed bodies, and among such as became shorter under the weights of now."""
        index = index_of(new)
        ratios = shaken(self._base, index, STEADY)
        wanted = {at: min(1.0, ratios.get(at, 1.0) / STEADY) for at in range(index.names) if index.owner(at) in changed} | {at: ratio / STEADY for at, ratio in ratios.items()}
        met: dict[int, list[int]] = {}
        for at, share in wanted.items():
            for asked in self._near(keys_of(index.text(at)), share):
                met.setdefault(asked, []).append(at)
        todo = [(asked, self.names[asked], numbers) for asked, numbers in met.items()]
        if workers == 1 or len(todo) <= SMALL or new.folder is None:
            return all_partners(new, todo)
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            found = pool.map(all_partners_in, [str(new.folder)] * workers, [todo[at::workers] for at in range(workers)])
            return {asked: pairs for one in found for asked, pairs in one.items()}

    def _near(self, one: tuple[list[int], int], share: float) -> list[int]:
        """What is asked about with a cosine from a share of the floor on with a listed name, given as its keys and how many of them count in its length."""
        held, (every, counted) = self._held, one
        numbers = np.array(every, dtype=np.uint32)
        weights = self._base.at(numbers)
        places = np.searchsorted(held["keys"], numbers)
        places[places == len(held["keys"])] = 0
        hits = [(place, weight) for place, weight, key in zip(places.tolist(), weights.tolist(), every, strict=True) if len(held["keys"]) and held["keys"][place] == key]
        met = [held["postings"][held["posting_starts"][place] : held["posting_starts"][place + 1]] for place, _ in hits]
        if not met:
            return []
        dots = self._dots
        for views_of, (_, weight) in zip(met, hits, strict=True):
            dots[views_of] += weight
        seen = np.concatenate(met)
        far = FLOOR / 1000 * SLACK * share * np.sqrt(weights[:counted].sum())
        found = np.unique(held["owners"][seen[dots[seen] >= far * np.sqrt(self._lengths[seen])]])
        dots[seen] = 0
        return [int(at) for at in found]

    @cached_property
    def _dots(self) -> Array:
        return np.zeros(len(self._held["owners"]), dtype=np.float64)


def _candidates(index: NameIndex, text: str) -> dict[Pair, int]:
    """The listed names with which the matcher compares a name, with their numbers."""
    exact, cores = index.same(fold(text), core(text))
    numbers = [*exact, *cores, *(at for _, at in index.near(text, CANDIDATES, LEAST))]
    return {(index.owner(at), index.text(at)): at for at in numbers}


def _told_apart(old: Snapshot, new: Snapshot, text: str, behind: frozenset[str]) -> tuple[list[Pair], dict[Pair, int]]:
    """The listed names that a name may be, and that came among its candidates, left them, or are of bodies that changed; and its candidates now."""
    was, now = (_candidates(index_of(one), text) for one in (old, new))
    pairs = {pair for pair in was.keys() | now.keys() if (pair in was) != (pair in now) or pair[0] in behind}
    return ever(old, text, [was[one] for one in pairs if one in was]) + ever(new, text, [now[one] for one in pairs if one in now]), now


def _numbers(index: NameIndex, wanted: set[Pair]) -> dict[Pair, int]:
    """The numbers of listed names in an index."""
    bodies = {body for body, _ in wanted}
    return {pair: at for at in range(index.names) if (body := index.owner(at)) in bodies and (pair := (body, index.text(at))) in wanted}


def _reached(index: NameIndex, text: str, numbers: dict[int, Pair]) -> set[Pair]:
    """Which of some listed names, given by their numbers, are candidates."""
    near = {at for _, at in index.near(text, CANDIDATES, LEAST)}
    left = numbers.keys() - near
    if left:
        exact, cores = index.same(fold(text), core(text))
        near.update(exact, cores)
    return {pair for at, pair in numbers.items() if at in near}
