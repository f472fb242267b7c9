"""The name index: one immutable file beside the snapshot, mapped into memory, shared by every process, opened without NumPy.

Layout: 8 bytes of magic, the length of a JSON header in 4 bytes, the header, then little-endian arrays of 32-bit numbers and two runs of
text, each on a page border. The header names the records that it was made of, every array with its place, and the hash of all that
follows it. A file that is missing, of another version or of other records is not used: the index is then made again in memory.

All arithmetic is in whole numbers, so that a compiled and an uncompiled search give the same answer.
"""

from __future__ import annotations

import json
import math
import mmap
import sys
from array import array
from bisect import bisect_left
from hashlib import sha256
from heapq import nlargest
from itertools import accumulate
from math import isqrt
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

from countersight.names.keys import keys, letter_keys, sound_keys
from countersight.names.normalise import core, fold, script
from countersight.settings import compiled
from countersight.store import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

INDEX: Final = "names.index"
MAGIC: Final = b"CSNAMES1"
VERSION: Final = 5
PAGE: Final = 4096
PERSON: Final = "Person"
BUDGET: Final = 1_250
"""Postings that one query reads, rarest key first; the rarest few keys are always read."""
ALWAYS: Final = 3
MAX_DF: Final = 4_000
"""A key that more names share parts nothing, and is never read."""
RERANK: Final = 40
"""Names whose exact cosine is computed; more where more are asked for."""
LEAST: Final = 8
"""A name whose partial product is below this part of the best one is dropped before its length is looked at."""
UNIT: Final = 64
FEW: Final = 200
"""Added to the number of names, so that in a small index a key that every name holds still weighs something."""
_HASH: Final = 2654435761
_U32: Final = 0xFFFFFFFF
_SAME: Final = ("folded", "core")
_ARRAYS: Final = (
    "table", "persons", "weights", "starts", "postings", "forward_starts", "forward", "norms", "owners", "text_starts", "id_starts",
    "folded_hash", "folded_at", "core_hash", "core_at",
)  # fmt: skip


Forms = tuple["Callable[[str], str]", "Callable[[str], str]"]


class Hit(NamedTuple):
    """A name near a query, and the cosine in thousandths. What it is called and whose it is, is read when somebody asks."""

    names: NameIndex
    at: int
    score: int

    @property
    def body_id(self) -> str:
        """Whose name it is."""
        return self.names.owner(self.at)

    @property
    def text(self) -> str:
        """The name as written."""
        return self.names.text(self.at)


def weight(total: int, df: int) -> int:
    """The square of the inverse document frequency, in whole numbers; at least 1. Few names are read as if they were a few more."""
    return max(1, round(math.log((total + FEW) / max(df, 1)) * UNIT) ** 2 // UNIT)


def _hashed(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def build_index(names: Iterable[tuple[str, ...]], digest: str) -> bytes:
    """The bytes of an index.

    Args:
        names: Body id, name as written and schema (may be left out), in the order of the snapshot; what stands twice is taken once.
        digest: Content hash of the records.
    """
    postings: dict[int, array[int]] = {}
    forward: list[list[int]] = []
    counted: list[int] = []
    texts: list[bytes] = []
    same: tuple[list[int], list[int]] = ([], [])
    bodies: dict[str, int] = {}
    owners: array[int] = array("I")
    persons: array[int] = array("I")
    for at, (body_id, text, *schema) in enumerate(dict.fromkeys(names)):
        persons.append(schema == [PERSON])
        found = keys(text)
        counted.append(len(found))
        found += [key for key in (letter_keys(text) or sound_keys(text)) if key not in found]
        forward.append(found)
        texts.append(text.encode("utf-8", "surrogatepass"))
        same[0].append(_hashed(fold(text)) << 32 | at)
        same[1].append(_hashed(core(text)) << 32 | at)
        owners.append(bodies.setdefault(body_id, len(bodies)))
        for key in found:
            postings.setdefault(key, array("I")).append(at)
    order = sorted(postings, key=lambda key: (len(postings[key]), key))
    rank = {key: i for i, key in enumerate(order)}
    total = len(forward)
    weights = array("I", (weight(total, len(postings[key])) for key in order))
    norms = array("I", (min(_U32, isqrt(sum(weights[rank[k]] for k in found[:n]) << 8)) for found, n in zip(forward, counted, strict=True)))
    size = 1 << max(4, (2 * len(order)).bit_length())
    shift = 33 - size.bit_length()
    table = array("I", bytes(8 * size))  # a key, and one more than its number, side by side
    for i, key in enumerate(order):
        slot = (key * _HASH & _U32) >> shift
        while table[2 * slot + 1]:
            slot = (slot + 1) % size
        table[2 * slot], table[2 * slot + 1] = key, i + 1
    ids = [one.encode("utf-8", "surrogatepass") for one in bodies]
    parts: dict[str, bytes] = {
        "table": _little(table), "weights": _little(weights),
        "starts": _little(array("I", accumulate((len(postings[key]) for key in order), initial=0))),
        "postings": b"".join(_little(postings[key]) for key in order),
        "forward_starts": _little(array("I", accumulate(map(len, forward), initial=0))),
        "forward": _little(array("I", (number for found in forward for number in sorted(rank[key] for key in found)))),
        **{f"{what}_{part}": _little(array("I", (one >> shift & _U32 for one in sorted(held)))) for what, held in zip(_SAME, same, strict=True) for part, shift in (("hash", 32), ("at", 0))},
        "persons": _little(persons), "norms": _little(norms), "owners": _little(owners),
        "text_starts": _little(array("I", accumulate(map(len, texts), initial=0))), "texts": b"".join(texts),
        "id_starts": _little(array("I", accumulate(map(len, ids), initial=0))), "ids": b"".join(ids),
    }  # fmt: skip
    return _packed(parts, {"version": VERSION, "records": digest, "names": total, "keys": len(order)})


def _packed(parts: dict[str, bytes], header: dict[str, Any]) -> bytes:
    at = 0
    places: dict[str, list[int]] = {}
    body = bytearray()
    for name, data in parts.items():
        places[name] = [at, len(data)]
        body += data + bytes(-len(data) % PAGE)
        at = len(body)
    header |= {"arrays": places, "sha256": sha256(body).hexdigest()}
    head = json.dumps(header, separators=(",", ":")).encode()
    front = MAGIC + len(head).to_bytes(4, "little") + head
    return front + bytes(-len(front) % PAGE) + bytes(body)


class NameIndex:
    """An opened index. Reads only; safe to share between threads."""

    __slots__ = (
        "_buffer", "_core_at", "_core_hash", "_end", "_folded_at", "_folded_hash", "_forward", "_forward_starts", "_id_starts", "_ids", "_norms",
        "_owners", "_persons", "_postings", "_size", "_starts", "_table", "_text_starts", "_texts", "_weights", "digest", "names", "searcher",
    )  # fmt: skip
    _table: memoryview
    _weights: memoryview
    _starts: memoryview
    _postings: memoryview
    _forward_starts: memoryview
    _forward: memoryview
    _norms: memoryview
    _owners: memoryview
    _persons: memoryview
    _text_starts: memoryview
    _id_starts: memoryview
    _folded_hash: memoryview
    _folded_at: memoryview
    _core_hash: memoryview
    _core_at: memoryview

    def __init__(self, buffer: bytes | mmap.mmap) -> None:
        """Read the header; nothing else is touched.

        Raises:
            ValueError: Not an index of this version.
        """
        if buffer[:8] != MAGIC or len(buffer) < PAGE:
            raise ValueError("not a name index")
        length = int.from_bytes(buffer[8:12], "little")
        header = json.loads(buffer[12 : 12 + length])
        if header["version"] != VERSION:
            raise ValueError(f"a name index of version {header['version']}, not {VERSION}")
        self._buffer = buffer
        view = memoryview(buffer)[-(-(12 + length) // PAGE) * PAGE :]
        self.names: int = header["names"]
        self.digest: str = header["records"]
        held = header["arrays"]
        views = {}
        for name in _ARRAYS:
            start, size = held[name]
            part = view[start : start + size]
            if len(part) != size:
                raise ValueError("the name index is cut off")
            views[name] = part.cast("I") if sys.byteorder == "little" else _swapped(part)
            setattr(self, f"_{name}", views[name])
        self._texts = view[held["texts"][0] : sum(held["texts"])]
        self._ids = view[held["ids"][0] : sum(held["ids"])]
        self._size = len(self._table) // 2
        self._end = weight(self.names, 1)
        if compiled(kernel):
            limits = kernel.Limits(BUDGET, ALWAYS, MAX_DF, RERANK, LEAST)
            self.searcher: kernel.Searcher | None = kernel.Searcher(views, len(self._norms), self._end, limits)
        else:
            self.searcher = None

    @classmethod
    def open(cls, path: Path, digest: str) -> NameIndex | None:
        """Map a file; None where there is none that fits the records."""
        try:
            with path.open("rb") as file:
                found = cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if found.digest == digest else None

    def verify(self) -> bool:
        """Whether the bytes are those that were written."""
        length = int.from_bytes(self._buffer[8:12], "little")
        header = json.loads(self._buffer[12 : 12 + length])
        body = memoryview(self._buffer)[-(-(12 + length) // PAGE) * PAGE :]
        return bool(header["sha256"] == sha256(body).hexdigest())

    def search(self, text: str, limit: int) -> list[Hit]:
        """The names nearest to a query, best first; ties in the order of the snapshot."""
        new = tuple.__new__  # of which a named tuple is made in half the time
        return [new(Hit, (self, at, score)) for score, at in self.near(text, limit)]

    def near(self, text: str, limit: int, least: int = 0) -> list[tuple[int, int]]:
        """The same as ``(cosine in thousandths, number of the name)``, from a cosine of ``least`` on."""
        extra = sound_keys(text) if not text.isascii() and script(text) == "other" else []
        found = self._from(keys(text), extra, limit, least)
        letters = letter_keys(text)
        if not letters:
            return found
        best = {at: score for score, at in found}
        for score, at in self._from(letters, [], limit, least):
            best[at] = max(score, best.get(at, 0))
        return [(score, at) for at, score in sorted(best.items(), key=lambda one: (-one[1], one[0]))[:limit]]

    def _from(self, wanted: Sequence[int], extra: Sequence[int], limit: int, least: int) -> list[tuple[int, int]]:
        if self.searcher is not None:
            return self.searcher.nearest(wanted, extra, limit, least)
        return [one for one in self.nearest(wanted, extra, limit) if one[0] >= least]

    def above(self, text: str, least: int) -> set[int]:
        """Numbers of all names from a cosine of ``least`` on: what :meth:`near` may find is among them, whatever it reads and however many are nearer."""
        extra = sound_keys(text) if not text.isascii() and script(text) == "other" else []
        found = self._above(keys(text), extra, least)
        return found | self._above(letters, [], least) if (letters := letter_keys(text)) else found

    def _above(self, wanted: Sequence[int], extra: Sequence[int], least: int) -> set[int]:
        if self.searcher is not None:
            return set(self.searcher.reaching(wanted, extra, least))
        known, length = self._known(wanted)
        known.update(self._known(extra)[0])
        root = isqrt(length << 8) or 1
        dots: dict[int, int] = {}
        for key, value in known.items():
            for at in self._postings[self._starts[key] : self._starts[key + 1]].tolist():
                dots[at] = dots.get(at, 0) + value
        return {at for at, dot in dots.items() if dot * 256000 >= least * root * (self._norms[at] or 1)}

    def weighed(self) -> tuple[memoryview, memoryview, int]:
        """Key and one more than its number by slot, side by side (0: an empty slot); the weight of each number; the weight of a key that no name holds."""
        return self._table, self._weights, self._end

    def forward(self) -> tuple[memoryview, memoryview]:
        """Where the keys of each name start, and the numbers of the keys of all names."""
        return self._forward_starts, self._forward

    def same(self, folded: str, bare: str, forms: Forms = (fold, core)) -> tuple[list[int], list[int]]:
        """Numbers of the names whose folded form is this one, and of those whose form without legal form is; each in order.

        Args:
            folded: The folded form.
            bare: The form without legal form.
            forms: What gives both of a name as written.
        """
        one, two = _hashed(folded), _hashed(bare)
        if self.searcher is not None:
            at, start = self.searcher.first(one, core=False), self.searcher.first(two, core=True)
        else:
            at, start = bisect_left(self._folded_hash, one), bisect_left(self._core_hash, two)
        return self._same(self._folded_hash, self._folded_at, one, at, folded, forms[0]), self._same(self._core_hash, self._core_at, two, start, bare, forms[1])

    def _same(self, hashes: memoryview, places: memoryview, key: int, at: int, wanted: str, form: Callable[[str], str]) -> list[int]:  # noqa: PLR0913, PLR0917
        found: list[int] = []
        while wanted and 0 <= at < len(hashes) and hashes[at] == key:
            if form(self.text(places[at])) == wanted:
                found.append(places[at])
            at += 1
        return found

    def nearest(self, wanted: Sequence[int], extra: Sequence[int], limit: int) -> list[tuple[int, int]]:
        """``(cosine in thousandths, number of the name)``; ``extra`` keys count in the product and not in the length."""
        known, length = self._known(wanted)
        known.update(self._known(extra)[0])
        dots = self._products(known)
        norms = self._norms
        floor = max(dots.values(), default=0) // LEAST
        best = nlargest(max(RERANK, limit), [(dot << 16) // (norms[at] or 1) << 32 | _U32 - at for at, dot in dots.items() if dot > floor])
        root = isqrt(length << 8) or 1
        starts, forward = self._forward_starts, self._forward
        held, value = set(known), known.__getitem__
        out = []
        for packed in best:
            at = _U32 - (packed & _U32)
            dot = sum(map(value, held.intersection(forward[starts[at] : starts[at + 1]].tolist())))
            out.append((min(1000, dot * 256000 // (root * (norms[at] or 1))), at))
        out.sort(key=lambda one: (-one[0], one[1]))
        return out[:limit]

    def _known(self, wanted: Sequence[int]) -> tuple[dict[int, int], int]:
        """Number and weight of each key that some name holds, and the sum of all weights: what no name holds weighs most."""
        table, size, weights = self._table, self._size, self._weights
        shift = 33 - size.bit_length()
        known: dict[int, int] = {}
        length = 0
        for key in wanted:
            slot = (key * _HASH & _U32) >> shift
            left = size
            while (at := table[2 * slot + 1]) and table[2 * slot] != key:
                slot = (slot + 1) % size
                left -= 1
                if not left:  # a spoilt file may leave no gap
                    at = 0
                    break
            if at:
                known[at - 1] = value = weights[at - 1]
                length += value
            else:
                length += self._end
        return known, length

    def _products(self, known: dict[int, int]) -> dict[int, int]:
        """Partial products from the rarest keys on, until the budget is spent. Keys are numbered by rarity."""
        starts, postings = self._starts, self._postings
        dots: dict[int, int] = {}
        budget = BUDGET
        for read, key in enumerate(sorted(known)):
            start, end = starts[key], starts[key + 1]
            if end - start > MAX_DF or (budget < end - start and read >= ALWAYS):
                break
            budget -= end - start
            value = known[key]
            for at in postings[start:end].tolist():
                if at in dots:
                    dots[at] += value
                else:
                    dots[at] = value
        return dots

    def text(self, at: int) -> str:
        """A name as written."""
        return str(self._texts[self._text_starts[at] : self._text_starts[at + 1]], "utf-8", "surrogatepass")

    def written(self, at: int) -> bytes:
        """The same in UTF-8."""
        return bytes(self._texts[self._text_starts[at] : self._text_starts[at + 1]])

    def person(self, at: int) -> bool:
        """Whether the body that bears a name is a natural person."""
        return bool(self._persons[at])

    def owner(self, at: int) -> str:
        """The id of the body that bears a name."""
        body = self._owners[at]
        return str(self._ids[self._id_starts[body] : self._id_starts[body + 1]], "utf-8", "surrogatepass")


def _swapped(part: memoryview) -> memoryview:
    numbers = array("I", part.tobytes())
    numbers.byteswap()
    return memoryview(numbers)
