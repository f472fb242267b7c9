"""Customers that can be asked what a change of lists does to them: nobody whose answer moves is missed.

Who a name may be is a question of pairs: a pair that the matcher says no to, in whatever country, never comes to anything. So of every
customer's name it is kept with which listed names it is *not* a sure no (its partners), however far down they stood among the
candidates, or below them, and which of these are candidates. A change then moves an answer in four ways only, and each is asked for:

* A body that changed is a partner: by the partners, and for the names as they are now by an index of the customers' keys, with the
  very weights of the list (:meth:`Customers.moved_by`).
* A partner comes among the candidates or leaves them, because words weigh otherwise now or others crowd in: where there are partners,
  it is looked again which of them are candidates.
* A listed name that was too far away for a partner is no longer. It shares a word that came to weigh more: each such pair is asked for. Or
  the weights moved so much otherwise that the floor, which lies below that of the matcher, may have been passed: for each name it is
  computed whether that can be (:meth:`countersight.screening.customer_keys.Keys.loose`); where it can, all candidates before and after
  are compared.
* A name in another script than Latin is looked for by the names in letters as well that the atlas knows of whom it may be
  (:func:`countersight.measures.who.known_in_letters`): for these, all candidates before and after are compared.

Everything is told by the name alone. Country and identifiers of a party never make a pair of a sure no.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from countersight.errors import DataError, Where
from countersight.match.misread import readings
from countersight.measures.stated import stated
from countersight.names.normalise import fold
from countersight.screening.asked import Asking, Place, piece
from countersight.screening.bulk_schema import pyarrow
from countersight.screening.crew import Crew
from countersight.screening.customer_keys import STEADY, Keys
from countersight.screening.customer_names import Texts, index_of, keys_of, read_names
from countersight.screening.partners import Array, Pair, Partners
from countersight.screening.weighing import Weights, shaken
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.store.index import NameIndex

SCHEMA: Final = "countersight.customers/3"
SMALL: Final = 20_000
"""Names that one process indexes, or asks, as fast as several would."""
AT_ONCE: Final = 4_000
"""Names of which a process is asked at once."""
LISTED: Final = 25
"""Listed names of which it is."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of lists does to customers."""

    names: frozenset[str]
    """As parties write them: whoever bears one may be found to be somebody else, or its body has changed."""
    partners: Partners
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
        for path in folder.iterdir():  # not written over: another folder may hold the same file under another name
            path.unlink()
        asked: dict[str, int] = {}
        within: list[tuple[str, int]] = []
        for text in dict.fromkeys(names):
            told = stated(text)
            if fold(told):
                for one in (told, *readings(told)):
                    at = asked.setdefault(one, len(asked))
                    within += [(text, at)] if one != text else []
        texts = list(asked)
        del asked
        Texts.write(folder, texts)
        read = list(read_names(snapshot, texts, workers if len(texts) > SMALL else 1))
        Keys.write(folder, read, Weights.of(index_of(snapshot)), len(texts))
        whole = {"text": [text for text, _ in within], "asked": [at for _, at in within]}
        pq.write_table(pa.table(whole, schema=pa.schema([("text", pa.string()), ("asked", pa.uint32())])), folder / "within.parquet")
        made = cls(folder)
        made.keep(Partners.of(row for one in read for row in one.partners), snapshot.content_hash, sorted(of))
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

    def keep(self, partners: Partners, digest: str, of: Sequence[str]) -> None:
        """Write what is known of partners, for the snapshot with a content hash, and whose names these are."""
        partners.save(self.folder / ".partners.parquet")
        (self.folder / ".partners.parquet").replace(self.folder / "partners.parquet")
        (self.folder / ".state.json").write_text(json.dumps({"schema": SCHEMA, "snapshot": digest, "of": list(of)}) + "\n", encoding="utf-8")
        (self.folder / ".state.json").replace(self.folder / "state.json")

    def carried(self, folder: Path, moved: Moved, digest: str) -> Customers:
        """The same customers in another folder, as they stand after a change; what did not change is one file under two names."""
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
    def names(self) -> Texts:
        """What is asked about, by number."""
        return Texts(self.folder)

    @cached_property
    def partners(self) -> Partners:
        """The listed names with which what is asked about is no sure no."""
        return Partners.load(self.folder / "partners.parquet")

    def as_it_is(self) -> Moved:
        """What is known of partners, where nothing changed."""
        return Moved(frozenset(), self.partners, 0, 0)

    def written(self, numbers: Iterable[int]) -> frozenset[str]:
        """Names as parties write them, of what is asked about."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        wanted = set(numbers)
        table = pq.ParquetFile(self.folder / "within.parquet").read()
        whole = zip(table["text"].to_pylist(), table["asked"].to_pylist(), strict=True)
        return frozenset({self.names[at] for at in wanted} | {text for text, at in whole if at in wanted})

    def moved_by(self, old: Snapshot, new: Snapshot, changed: frozenset[str], behind: frozenset[str], crew: Crew | None = None) -> Moved:
        """Whom a change of lists may move; see the module's first lines.

        Args:
            old: The snapshot for which the partners hold.
            new: The one that follows it.
            changed: Ids of bodies that are new, gone, or about which anything differs.
            behind: These, and every body whose owners or holdings they are among.
            crew: Processes, where there is much to compare.

        Raises:
            DataError: The partners hold for another snapshot than ``old``.
        """
        return self.asked(old, new, crew).moved(changed, behind)

    def asked(self, old: Snapshot, new: Snapshot, crew: Crew | None = None) -> Update:
        """Begin with what is asked whatever it is that changed; the rest is :meth:`Update.moved`."""
        if self.state.get("snapshot") != old.content_hash:
            raise DataError("these customers were not carried on to that snapshot", hint="delete the folder: it is made again when it is needed", where=Where(str(self.folder)))
        return Update(self, Asking(self.folder, old, new), crew or Crew())


@dataclass
class Update:
    """One change of lists, asked of customers."""

    customers: Customers
    here: Asking
    crew: Crew
    changed: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    affected: set[int] = field(default_factory=set)
    _looked: list[Future[Any]] = field(init=False)

    def __post_init__(self) -> None:
        """Which partners are candidates now is asked of all, also of those that will turn out to be of bodies that changed."""
        self._looked = self._near(self.customers.partners, index_of(self.here.new))

    def moved(self, changed: frozenset[str], behind: frozenset[str]) -> Moved:
        """Ask the rest, what others wait for first."""
        self.changed, self.behind = changed, behind
        here, index, before = self.here, index_of(self.here.new), self.customers.partners
        met = self._pieces("meeting", self._wanted(index), LISTED)
        loose, shared = self._weighed()
        met += self._pieces("partners", shared, AT_ONCE)
        apart = self._pieces("told_apart", loose, AT_ONCE, behind)
        self._take(before.asked[self._of(before.pairs, behind)[before.pair]])
        near, other = self._result(self._looked)
        stays = ~self._of(before.pairs, changed)[before.pair]
        kept, near = before.only(stays), near[stays]
        more = {(asked, pair) for one in met for asked, pair in one.result()}
        told = [row for one in apart for row in one.result()]
        self._take(np.array([asked for asked, *_ in told], dtype=np.int64))
        self._take(kept.asked[near != kept.near])
        known = Partners(kept.asked, kept.pair, near, kept.pairs)
        fresh = Partners.of((*((*one, False) for one in more), *((one, pair, True) for one, pair, now in told if now)))
        both = [self._ask("near", *_groups(fresh, _numbers(index_of(one), fresh.pairs)), one is here.old) for one in (here.new, here.old)]
        (now, also), (was, _) = (one.result() for one in both)
        self._take(fresh.asked[self._of(fresh.pairs, behind)[fresh.pair] | (now != was)])
        found = known.with_more(Partners(fresh.asked, fresh.pair, now, fresh.pairs).rows())
        self._take(self._by_known_names(found, {*other.tolist(), *also.tolist()}))
        return Moved(self.customers.written(self.affected), found, len(np.unique(kept.asked)) + len(loose), len(loose))

    def _take(self, asked: Array) -> None:
        self.affected.update(asked.tolist())

    def _ask(self, what: str, *told: object) -> Future[Any]:
        """A question to many; in another process where that is worth it."""
        here = self.here
        if not self.crew.several or len(self.customers.names) <= SMALL or here.old.folder is None or here.new.folder is None:
            return Crew().do(getattr(here, what), *told)
        return self.crew.do(piece, Place(str(here.folder), str(here.old.folder), str(here.new.folder)), what, *told)

    def _pieces(self, what: str, todo: list[Any], many: int, *more: object) -> list[Future[Any]]:
        """The same in pieces of so many."""
        return [self._ask(what, todo[at : at + many], *more) for at in range(0, len(todo), many)]

    def _wanted(self, index: NameIndex) -> list[tuple[int, float]]:
        """Names of changed bodies, and such as became shorter under the weights of now; with the share of the floor from which they are asked for."""
        ratios = shaken(self.here.keys.base, index, STEADY)
        mine = {at: min(1.0, ratios.get(at, 1.0) / STEADY) for at in range(index.names) if index.owner(at) in self.changed}
        return list((mine | {at: ratio / STEADY for at, ratio in ratios.items()}).items())

    @staticmethod
    def _of(pairs: list[Pair], bodies: frozenset[str]) -> Array:
        return np.array([body in bodies for body, _ in pairs], dtype=bool)

    def _near(self, kept: Partners, index: NameIndex) -> list[Future[Any]]:
        asked, counts, numbers = _groups(kept, _numbers(index, kept.pairs))
        ends = np.cumsum(counts)
        cuts = range(0, len(asked), AT_ONCE)
        starts = [int(ends[at - 1]) if at else 0 for at in cuts] + [len(numbers)]
        return [self._ask("near", asked[at : at + AT_ONCE], counts[at : at + AT_ONCE], numbers[one:two]) for at, one, two in zip(cuts, starts, starts[1:], strict=False)]

    @staticmethod
    def _result(looked: list[Future[Any]]) -> tuple[Array, Array]:
        found = [one.result() for one in looked]
        return np.concatenate([np.empty(0, bool), *(one for one, _ in found)]), np.concatenate([np.empty(0, np.int64), *(other for _, other in found)])

    def _weighed(self) -> tuple[list[int], list[tuple[int, list[int]]]]:
        """What is asked about whose candidates are compared, and the pairs that are asked for, because of what words weigh now."""
        keys, index = self.here.keys, index_of(self.here.new)
        loose = [keys.without()]
        heavier = []
        for one in map(index_of, (self.here.old, self.here.new)):
            weights = Weights.of(one)
            heavier.append(keys.heavier(weights, one))
            loose.append(keys.loose(weights, list(heavier[-1].listed)))
        was, now = heavier
        shares: dict[int, list[int]] = {}
        for key, listed in now.listed.items():
            asked = was.weights.get(key, 0.0) >= now.weights[key]  # when the old one came
            for at in listed:
                if not asked or index.owner(at) in self.changed:
                    shares.setdefault(at, []).append(key)
        met: dict[int, list[int]] = {}
        for at, some in shares.items():
            for one in keys.sharing(keys_of(index.text(at)), some, now.weights).tolist():
                met.setdefault(one, []).append(at)
        return np.unique(np.concatenate(loose)).tolist(), list(met.items())

    def _by_known_names(self, partners: Partners, other: set[int]) -> Array:
        """Whom a change moves by the names in letters that the atlas knows of whom they may be."""
        bodies: dict[int, dict[str, None]] = {}
        mine = np.isin(partners.asked, list(other - self.affected))
        for asked, (body, _), _ in partners.only(mine).rows():
            bodies.setdefault(asked, {})[body] = None
        todo = [(asked, list(held)) for asked, held in bodies.items()]
        return np.array([at for one in self._pieces("by_known_names", todo, AT_ONCE // 8, self.behind) for at in one.result()], dtype=np.int64)


def _groups(partners: Partners, numbers: Array) -> tuple[Array, Array, Array]:
    """What is asked about, each once, how many partners it has, and their numbers in an index, given by pair."""
    asked, counts = np.unique(partners.asked, return_counts=True)
    return asked, counts, numbers[partners.pair] if len(numbers) else np.empty(0, np.int64)


def _numbers(index: NameIndex, pairs: list[Pair]) -> Array:
    """The numbers of listed names in an index; -1 where one is not in it."""
    places = {pair: at for at, pair in enumerate(pairs)}
    bodies = {body for body, _ in pairs}
    found = np.full(len(pairs), -1, dtype=np.int64)
    for at in range(index.names):
        if (body := index.owner(at)) in bodies and (place := places.get((body, index.text(at)))) is not None:
            found[place] = at
    return found
