"""What is kept of a customer's name: the keys under which it is found, and the listed names with which it is no sure no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from countersight.errors import DataError
from countersight.match.matcher import ever
from countersight.names.keys import keys, letter_keys, sound_keys
from countersight.names.normalise import core, fold, script
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.store.index import NameIndex

FLOOR: Final = 170
"""Thousandths of the cosine from which partners are kept; the matcher's candidates begin at 200."""
CHUNK: Final = 5_000
"""Names that a process reads at once."""

Pair: TypeAlias = tuple[str, str]
"""A listed name: the id of its body, and the name as written."""
Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


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


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was read of some names."""

    keys: Array
    """Keys of all views, one view after the other: those that count in its length first."""
    sizes: Array
    """Of each view: whose it is, how many of its keys count in its length, and how many it has."""
    partners: list[tuple[int, list[Pair]]]


def read_names(snapshot: Snapshot, texts: Sequence[str], workers: int) -> Iterator[Chunk]:
    """Keys and partners of names, chunk by chunk in their order."""
    chunks = [(first, texts[first : first + CHUNK]) for first in range(0, len(texts), CHUNK)]
    if workers == 1 or snapshot.folder is None:
        yield from (_chunk(snapshot, *one) for one in chunks)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(_chunk_in, [str(snapshot.folder)] * len(chunks), *zip(*chunks, strict=True))


def all_partners(snapshot: Snapshot, todo: Sequence[tuple[int, str, list[int]]]) -> dict[int, set[Pair]]:
    """Partners of names among some listed ones, by number."""
    return {asked: found for asked, text, numbers in todo if (found := set(ever(snapshot, text, numbers)))}


def all_partners_in(folder: str, todo: Sequence[tuple[int, str, list[int]]]) -> dict[int, set[Pair]]:
    """The same in a process of its own."""
    return all_partners(_opened(folder), todo)


@lru_cache(maxsize=1)
def _opened(folder: str) -> Snapshot:
    return Snapshot.open(Path(folder))


def _chunk_in(folder: str, first: int, texts: Sequence[str]) -> Chunk:
    return _chunk(_opened(folder), first, texts)


def _chunk(snapshot: Snapshot, first: int, texts: Sequence[str]) -> Chunk:
    index = index_of(snapshot)
    flat: list[int] = []
    sizes: list[tuple[int, int, int]] = []
    partners: list[tuple[int, list[Pair]]] = []
    for at, text in enumerate(texts, first):
        for wanted, more in views(text):
            flat += wanted
            flat += more
            sizes.append((at, len(wanted), len(wanted) + len(more)))
        exact, cores = index.same(fold(text), core(text))
        if found := ever(snapshot, text, {*exact, *cores, *index.above(text, FLOOR)}):
            partners.append((at, found))
    return Chunk(np.array(flat, dtype=np.uint32), np.array(sizes, dtype=np.uint32).reshape(-1, 3), partners)
