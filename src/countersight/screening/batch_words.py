"""Words by number: what a batch writes again and again is held once, and columns of Arrow are taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from countersight.screening.bulk_schema import pyarrow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(slots=True)
class Words:
    """The words of a batch; a negative number is null."""

    texts: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _array: Any = None

    def number(self, text: str) -> int:
        """The number of a text."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def numbers(self, texts: Sequence[str | None]) -> Ints:
        """The numbers of texts; -1 for none."""
        return np.array([-1 if text is None else self.number(text) for text in texts], dtype=np.int64)

    def column(self, numbers: Ints) -> Any:  # noqa: ANN401 - an array of Arrow
        """A column of texts."""
        pa = pyarrow()
        if self._array is None or len(self._array) != len(self.texts):
            self._array = pa.array(self.texts, pa.string())
        return self._array.take(taken(numbers))


def taken(numbers: Ints) -> Any:  # noqa: ANN401 - an array of Arrow
    """Places to take, where a negative number is null."""
    return pyarrow().array(numbers, mask=numbers < 0)


def lists(counts: Ints, values: Any) -> Any:  # noqa: ANN401 - arrays of Arrow
    """A column of lists, one behind the other."""
    pa = pyarrow()
    offsets = np.zeros(len(counts) + 1, dtype=np.int32)
    np.cumsum(counts, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def struct(kind: Any, fields: dict[str, Any], mask: Any = None) -> Any:  # noqa: ANN401 - arrays of Arrow
    """A column of structs of a type."""
    pa = pyarrow()
    return pa.StructArray.from_arrays([fields[one.name] for one in kind], fields=list(kind), mask=mask)
