"""Numbers for what is alike: whole columns are told apart by exact codes, never by a hash that could meet another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_MOST: Final = 2**62


def dense(*columns: NDArray[Any]) -> tuple[Ints, Ints]:
    """A code for each row, the same for rows that are equal in all columns, and for each code the first such row.

    >>> dense(np.array([5, 7, 5]), np.array([0, -1, 0]))[0].tolist()
    [0, 1, 0]
    """
    code = np.zeros(len(columns[0]), dtype=np.int64)
    span = 1
    for one in columns:
        if not len(one):
            break
        column = one.astype(np.int64, copy=False)
        low = int(column.min())
        width = int(column.max()) - low + 1
        if span * width >= _MOST:
            code, span = _narrow(code)
            if width >= _MOST // span:
                column, width = _narrow(column)
                low = 0
        code = code * width + (column - low)
        span *= width
    _, first, back = np.unique(code, return_index=True, return_inverse=True)
    return back.reshape(-1).astype(np.int64, copy=False), first


def _narrow(code: Ints) -> tuple[Ints, int]:
    distinct, back = np.unique(code, return_inverse=True)
    return back.reshape(-1).astype(np.int64, copy=False), max(1, len(distinct))


def rows_alike(table: NDArray[np.generic]) -> tuple[Ints, Ints]:
    """The same for the rows of a matrix of small numbers."""
    if not table.shape[1]:
        return np.zeros(len(table), dtype=np.int64), np.zeros(min(1, len(table)), dtype=np.int64)
    held = np.ascontiguousarray(table)
    keys = held.view(np.dtype((np.void, held.dtype.itemsize * held.shape[1]))).reshape(-1)
    _, first, back = np.unique(keys, return_index=True, return_inverse=True)
    return back.reshape(-1).astype(np.int64, copy=False), first


def sequences(counts: Ints, values: Ints) -> tuple[Ints, Ints]:
    """A code for each row of a ragged table: ``counts`` values stand in each row, one row behind the other.

    >>> sequences(np.array([2, 0, 2]), np.array([4, 5, 4, 5]))[0].tolist()
    [1, 0, 1]
    """
    starts = np.cumsum(counts) - counts
    code = np.zeros(len(counts), dtype=np.int64)
    at = np.arange(len(counts), dtype=np.int64)
    for place in range(int(counts.max()) if len(counts) else 0):
        at = at[counts[at] > place]
        code[at] = dense(code[at], values[starts[at] + place])[0]
    return dense(counts, code)


def within(times: Ints) -> Ints:
    """0, 1, 2 ... within each run."""
    total = int(times.sum())
    return np.arange(total, dtype=np.int64) - np.repeat(np.cumsum(times) - times, times)


def any_of(rows: int, of: Ints, flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each row whether any of what belongs to it is so."""
    found = np.zeros(rows, dtype=bool)
    found[of[flag]] = True
    return found
