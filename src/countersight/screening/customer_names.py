"""What is kept of a customer's name: the keys under which it is found, and the listed names with which it is no sure no."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from countersight.errors import DataError
from countersight.match.gate import CANDIDATES, LEAST, gate_for
from countersight.match.matcher import ever
from countersight.names.keys import keys, letter_keys, sound_keys
from countersight.names.normalise import core, fold, script
from countersight.screening.crew import processes
from countersight.screening.partners import Array, Pair
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.store.index import NameIndex

FLOOR: Final = 175
"""Thousandths of the cosine from which partners are kept; the matcher's candidates begin at 200."""
CHUNK: Final = 5_000
"""Names that a process reads at once."""


def views(text: str) -> list[tuple[list[int], list[int]]]:
    """The keys under which a search looks for a name, each time with those that do not count in its length; as ``NameIndex.near`` does."""
    extra = sound_keys(text) if not text.isascii() and script(text) == "other" else []
    found = [(keys(text), extra), (letter_keys(text), [])]
    return [(wanted, [key for key in more if key not in wanted]) for wanted, more in found if wanted]


def keys_of(text: str) -> tuple[list[int], int]:
    """Every key under which an index holds a listed name, and how many of them, the first, count in its length; as ``build_index`` does."""
    found = keys(text)
    return [*found, *(key for key in (letter_keys(text) or sound_keys(text)) if key not in found)], len(found)


def index_of(snapshot: Snapshot) -> NameIndex:
    """The index of names of a snapshot of one layer."""
    shelf = snapshot.shelf
    if shelf is None:
        raise DataError("customers are asked against one snapshot, not against several laid over each other", hint="write it to a folder first")
    return shelf.index


class Texts(Sequence[str]):
    """Names by number, in a file that is mapped into memory: a process reads those alone that it asks about."""

    __slots__ = ("_bytes", "_starts")

    def __init__(self, folder: Path) -> None:
        self._starts = memoryview(np.load(folder / "text-starts.npy", mmap_mode="r"))
        with (folder / "texts.bin").open("rb") as file:
            self._bytes: bytes | mmap.mmap = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if len(self._starts) > 1 else b""

    @classmethod
    def write(cls, folder: Path, texts: Sequence[str]) -> None:
        """Write names into a folder; an empty one is none."""
        with (folder / "texts.bin").open("wb") as file:
            sizes = [file.write(one.encode("utf-8", "surrogatepass")) for one in texts]
        np.save(folder / "text-starts.npy", np.array(list(accumulate(sizes, initial=0)), dtype=np.int64))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> str:  # type: ignore[override]  # no slices
        """One of them."""
        if not 0 <= at < len(self._starts) - 1:
            raise IndexError(at)
        return self._bytes[self._starts[at] : self._starts[at + 1]].decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was read of some names."""

    keys: Array
    """Keys of all views, one view after the other: those that count in its length first."""
    sizes: Array
    """Of each view: whose it is, how many of its keys count in its length, and how many it has."""
    partners: list[tuple[int, Pair, bool]]
    """With the number of the name, and whether the partner is among its candidates."""


def read_names(snapshot: Snapshot, texts: Sequence[str], workers: int) -> Iterator[Chunk]:
    """Keys and partners of names, chunk by chunk in their order."""
    chunks = [(first, texts[first : first + CHUNK]) for first in range(0, len(texts), CHUNK)]
    if workers == 1 or snapshot.folder is None:
        yield from (_chunk(snapshot, *one) for one in chunks)
        return
    with processes(workers) as pool:
        yield from pool.map(_chunk_in, [str(snapshot.folder)] * len(chunks), *zip(*chunks, strict=True))


def partners_of(snapshot: Snapshot, asked: Iterable[tuple[int, str, list[int]]]) -> Iterator[tuple[int, Pair]]:
    """With which of some listed names what is asked about is no sure no; most are settled before anything is made ready to compare them.

    Args:
        snapshot: Of the listed names.
        asked: What is asked about by number, the name, and the numbers of the listed names.
    """
    shelf, gate = snapshot.shelf, gate_for("balanced")
    for one, text, numbers in asked:
        rest = numbers if shelf is None or gate is None else gate.ever(text, shelf, sorted(numbers))
        if rest:
            yield from ((one, pair) for pair in ever(snapshot, text, rest))


def candidates(index: NameIndex, text: str) -> dict[Pair, int]:
    """The listed names with which the matcher compares a name, with their numbers."""
    exact, cores = index.same(fold(text), core(text))
    numbers = [*exact, *cores, *(at for _, at in index.near(text, CANDIDATES, LEAST))]
    return {(index.owner(at), index.text(at)): at for at in numbers}


def which_near(snapshot: Snapshot, text: str, numbers: list[int]) -> list[bool]:
    """Which of some listed names are candidates."""
    index, shelf, gate = index_of(snapshot), snapshot.shelf, gate_for("balanced")
    found = None if shelf is None or gate is None else gate.which(text, shelf, numbers)
    if found is None:
        near = {at for _, at in index.near(text, CANDIDATES, LEAST)}
        exact, cores = index.same(fold(text), core(text))
        near.update(exact, cores)
        found = [at in near for at in numbers]
    return found


@lru_cache(maxsize=2)
def opened(folder: str) -> Snapshot:
    """A snapshot, in a process of its own."""
    return Snapshot.open(Path(folder))


def _chunk_in(folder: str, first: int, texts: Sequence[str]) -> Chunk:
    return _chunk(opened(folder), first, texts)


def _chunk(snapshot: Snapshot, first: int, texts: Sequence[str]) -> Chunk:
    index = index_of(snapshot)
    flat: list[int] = []
    sizes: list[tuple[int, int, int]] = []
    partners: list[tuple[int, Pair, bool]] = []
    for at, text in enumerate(texts, first):
        for wanted, more in views(text):
            flat += wanted
            flat += more
            sizes.append((at, len(wanted), len(wanted) + len(more)))
        exact, cores = index.same(fold(text), core(text))
        if found := list(partners_of(snapshot, [(at, text, [*{*exact, *cores, *index.above(text, FLOOR)}])])):
            near = candidates(index, text)
            partners += [(at, pair, pair in near) for _, pair in found]
    return Chunk(np.array(flat, dtype=np.uint32), np.array(sizes, dtype=np.uint32).reshape(-1, 3), partners)
