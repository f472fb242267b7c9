"""With which listed names a customer's name is no sure no, as arrays: a million customers have a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from countersight.screening.bulk_schema import pyarrow

Pair: TypeAlias = tuple[str, str]
"""A listed name: the id of its body, and the name as written."""
Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


@dataclass(frozen=True, slots=True, eq=False)
class Partners:
    """Rows in the order of what is asked about.

    >>> held = Partners.of([(7, ("b", "Torwick"), True), (2, ("b", "Torwick"), False), (7, ("a", "Kestrel"), False)])
    >>> held.asked.tolist(), [held.pairs[at] for at in held.pair.tolist()], held.near.tolist()
    ([2, 7, 7], [('b', 'Torwick'), ('a', 'Kestrel'), ('b', 'Torwick')], [False, False, True])
    >>> held.only(held.near).told()
    {7: {('b', 'Torwick')}}
    """

    asked: Array
    """Numbers of what is asked about, in their order."""
    pair: Array
    """Places in ``pairs``."""
    near: Array
    """Whether the listed name is among the candidates."""
    pairs: list[Pair]
    """Each listed name once."""

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Pair, bool]]) -> Partners:
        """Out of rows; of two that are alike but for the last word the one that says yes."""
        held: dict[tuple[int, Pair], bool] = {}
        for asked, pair, near in rows:
            held[asked, pair] = held.get((asked, pair), False) or near
        numbers: dict[Pair, int] = {}
        told = sorted(held.items())
        place = [numbers.setdefault(pair, len(numbers)) for (_, pair), _ in told]
        return cls(np.array([asked for (asked, _), _ in told], np.uint32), np.array(place, np.uint32), np.array([near for _, near in told], bool), list(numbers))

    def __len__(self) -> int:
        """Rows."""
        return len(self.asked)

    def only(self, rows: Array) -> Partners:
        """Some rows, by a mask."""
        return Partners(self.asked[rows], self.pair[rows], self.near[rows], self.pairs)

    def rows(self) -> Iterable[tuple[int, Pair, bool]]:
        """Row by row."""
        for asked, pair, near in zip(self.asked.tolist(), self.pair.tolist(), self.near.tolist(), strict=True):
            yield asked, self.pairs[pair], near

    def told(self) -> dict[int, set[Pair]]:
        """By what is asked about, the listed names."""
        found: dict[int, set[Pair]] = {}
        for asked, pair, _ in self.rows():
            found.setdefault(asked, set()).add(pair)
        return found

    def with_more(self, rows: Iterable[tuple[int, Pair, bool]]) -> Partners:
        """With a few more rows; such as are there already stay as they are."""
        places = {pair: at for at, pair in enumerate(self.pairs)}
        width = len(places) + 1
        there = np.sort(self.asked.astype(np.int64) * width + self.pair)
        pairs = list(self.pairs)
        new: dict[tuple[int, int], bool] = {}
        for asked, pair, near in rows:
            place = places.setdefault(pair, len(places))
            if place == len(pairs):
                pairs.append(pair)
            elif place < width - 1 and (at := int(np.searchsorted(there, asked * width + place))) < len(there) and there[at] == asked * width + place:
                continue
            new[asked, place] = new.get((asked, place), False) or near
        asked_of = np.concatenate([self.asked, np.array([asked for asked, _ in new], np.uint32)])
        pair_of = np.concatenate([self.pair, np.array([place for _, place in new], np.uint32)])
        near_of = np.concatenate([self.near, np.array(list(new.values()), bool)])
        order = np.argsort(asked_of, kind="stable")
        return Partners(asked_of[order], pair_of[order], near_of[order], pairs)

    def save(self, path: Path) -> None:
        """Write a Parquet file."""
        pa = pyarrow()
        import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

        place = pa.array(self.pair, pa.int32())
        columns = [pa.array(self.asked, pa.uint32()), *(pa.DictionaryArray.from_arrays(place, pa.array(told, pa.string())).cast(pa.string()) for told in ([one for one, _ in self.pairs], [one for _, one in self.pairs])), pa.array(self.near, pa.bool_())]
        pq.write_table(pa.table(columns, names=["asked", "body", "name", "near"]), path, compression="zstd")

    @classmethod
    def load(cls, path: Path) -> Partners:
        """Read it back."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        table = pq.ParquetFile(path, read_dictionary=["body", "name"]).read().unify_dictionaries()
        bodies, names = (table[name].combine_chunks() for name in ("body", "name"))
        width = len(names.dictionary) + 1
        both = np.asarray(bodies.indices).astype(np.int64) * width + np.asarray(names.indices)
        held, place = np.unique(both, return_inverse=True)
        ids, texts = bodies.dictionary.to_pylist(), names.dictionary.to_pylist()
        pairs = [(ids[one // width], texts[one % width]) for one in held.tolist()]
        return cls(np.asarray(table["asked"]), place.astype(np.uint32), np.asarray(table["near"]).astype(bool), pairs)
