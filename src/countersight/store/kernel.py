"""The search of the name index as a compiler likes it: whole numbers in arrays, no dictionary. The types stand in ``kernel.pxd``.

The same source runs uncompiled and gives the same answers, only slower than the search in ``index.py``, which is therefore used where
nothing was compiled (:func:`countersight.settings.compiled`). Every access is checked: the file may be hostile.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SLOTS = 2048
"""Of the small table of a query's keys: at least twice as many as :data:`MOST`, and a power of two."""
NEAR = 150_000
"""Names up to which their partial products are not read ahead."""
MOST = 1000
"""Keys of one query that are looked at; ``names/keys.py`` gives fewer."""


class Limits:
    """What a search reads and reranks; the numbers and their reasons stand in ``index.py``."""

    def __init__(self, budget: int, always: int, max_df: int, rerank: int, least: int) -> None:  # five numbers
        self.budget = budget
        self.always = always
        self.max_df = max_df
        self.rerank = rerank
        self.least = least


class Searcher:
    """The arrays of one opened index, and room to count in. ``end`` is the weight of a key that no name holds."""

    def __init__(self, arrays: Mapping[str, memoryview], names: int, end: int, limits: Limits) -> None:
        self.table = arrays["table"]
        self.weights = arrays["weights"]
        self.starts = arrays["starts"]
        self.postings = arrays["postings"]
        self.forward_starts = arrays["forward_starts"]
        self.forward = arrays["forward"]
        self.norms = arrays["norms"]
        self.folded_hash = arrays["folded_hash"]
        self.core_hash = arrays["core_hash"]
        self.names = names
        self.about = 2 * isqrt(names) + 8
        self.most = MOST
        self.near = NEAR
        self.prime = 2654435761  # numbers of more than 31 bits stay Python's where they stand in a line
        self.full = 0xFFFFFFFF
        self.all = 0xFFFFFFFFFFFFFFFF
        self.mask = SLOTS - 1
        self.end = end
        self.limits = limits
        self.size = len(arrays["table"]) // 2
        self.shift = 33 - (len(arrays["table"]) // 2).bit_length()
        self.wide = self.rerank = self.limits.rerank
        self.renewed()

    def renewed(self) -> None:
        """Fresh room: at first, and when the last search was broken off or still runs."""
        self.dots = memoryview(bytearray(4 * self.names)).cast("I")
        """Of each name its partial product: few bytes, so that the nearest cache holds those of many."""
        self.lengths = memoryview(bytearray(4 * self.names)).cast("I")
        for i in range(self.names):
            norm = self.norms[i]
            self.lengths[i] = norm if norm > 0 else 1
        most = min(self.names, self.limits.always * self.limits.max_df + self.limits.budget) + 1
        self.touched = memoryview(bytearray(4 * most)).cast("I")
        self.above = memoryview(bytearray(4 * most)).cast("I")
        self.sums = memoryview(bytearray(4 * most)).cast("I")
        self.ranks = memoryview(bytearray(4 * MOST)).cast("I")
        self.places = memoryview(bytearray(4 * MOST)).cast("I")
        self.slots = memoryview(bytearray(4 * SLOTS)).cast("I")
        self.held = memoryview(bytearray(4 * SLOTS)).cast("I")
        self.ahead = memoryview(bytearray(4 * MOST)).cast("I")
        self.wanted = memoryview(bytearray(4 * MOST)).cast("I")
        self.met = 0
        self.best_at = memoryview(bytearray(4 * (self.wide + 1))).cast("I")
        self.best = memoryview(bytearray(8 * (self.wide + 1))).cast("Q")
        self.count = 0
        self.seen = 0
        self.rest = 0
        self.busy = False

    def nearest(self, wanted: Sequence[int], extra: Sequence[int], limit: int, least: int = 0) -> list[tuple[int, int]]:
        """``(cosine in thousandths, number of the name)`` from ``least`` on, best first; ``extra`` keys do not count in the length."""
        self._begun(limit)
        for i in range(min(len(wanted), self.most)):
            self.wanted[i] = wanted[i]
        length = self._known(self.wanted, min(len(wanted), self.most))
        for i in range(min(len(extra), self.most)):
            self.wanted[i] = extra[i]
        self._known(self.wanted, min(len(extra), self.most))
        kept = self._found(length, least)
        out = []
        for i in range(min(kept, limit)):
            score = self.best[i]
            if score < least:
                break
            out.append((score, self.best_at[i]))
        self._forget()
        self.busy = False
        return out

    def into(self, wanted: memoryview[int], many: int, least: int, numbers: memoryview[int], scores: memoryview[int]) -> int:  # no list is made
        """The same for the first ``many`` of the keys, into two arrays; returns how many there are, at most as many as there is room for."""
        limit = len(numbers)
        self._begun(limit)
        kept = self._found(self._known(wanted, min(many, self.most)), least)
        found = 0
        for i in range(min(kept, limit)):
            score = self.best[i]
            if score < least:
                break
            numbers[i] = self.best_at[i]
            scores[i] = score
            found += 1
        self._forget()
        self.busy = False
        return found

    def reaching(self, wanted: Sequence[int], extra: Sequence[int], least: int) -> list[int]:
        """Numbers of all names from a cosine of ``least`` thousandths on, in their order: every key is read, whatever that takes."""
        self._begun(0)
        for i in range(min(len(wanted), self.most)):
            self.wanted[i] = wanted[i]
        length = self._known(self.wanted, min(len(wanted), self.most))
        for i in range(min(len(extra), self.most)):
            self.wanted[i] = extra[i]
        self._known(self.wanted, min(len(extra), self.most))
        root = isqrt(length << 8) or 1
        dots, lengths, postings = self.dots, self.lengths, self.postings
        full = self.full
        for read in range(self.count):
            rank = self.ranks[read]
            value = self.weights[rank]
            for i in range(self.starts[rank], self.starts[rank + 1]):
                at = postings[i]
                dot = dots[at]
                dots[at] = (dot + value) & full
        out = []
        for at in range(self.names):
            dot = dots[at]
            if dot > 0:
                if dot * 256000 >= least * root * lengths[at]:  # the same as to divide, and to compare
                    out.append(at)
                dots[at] = 0
        self._forget()
        self.busy = False
        return out

    def _begun(self, limit: int) -> None:
        wide = self.limits.rerank
        if limit > wide:
            wide = limit
        if self.busy or wide > self.wide:
            if wide > self.wide:
                self.wide = wide
            self.renewed()
        self.busy = True
        self.rerank = wide

    def _found(self, length: int, least: int) -> int:
        root = isqrt(length << 8) or 1
        self._products()
        return self._ordered(self._chosen(self.rerank), root, least)

    def first(self, key: int, core: bool) -> int:
        """The first place of a hash among those of folded names, or of names without legal form; -1 where it is not held."""
        hashes = self.core_hash if core else self.folded_hash
        low = 0
        many = high = len(hashes)
        guess = (key * many) >> 32  # hashes lie evenly: it is hardly ever further away than a few times the root of their number
        if guess > self.about and hashes[guess - self.about] < key:
            low = guess - self.about + 1
        if guess + self.about < many and hashes[guess + self.about] >= key:
            high = guess + self.about
        while low < high:
            middle = (low + high) // 2
            if hashes[middle] < key:
                low = middle + 1
            else:
                high = middle
        return low if low < many and hashes[low] == key else -1

    def _known(self, wanted: memoryview[int], count: int) -> int:
        """Take in the keys that some name holds, in the order of their numbers; return the sum of all weights."""
        length = 0
        table, slots = self.table, self.ahead
        many = 0
        met = 0
        for i in range(count):  # read ahead: the places of all keys are fetched side by side, not one after the other
            key = wanted[i]
            slot = ((key * self.prime) & self.full) >> self.shift
            slots[many] = slot
            many += 1
            met += table[2 * slot + 1]
        for i in range(many):
            key = wanted[i]
            slot = slots[i]
            rank = 0
            for _ in range(self.size):
                at = table[2 * slot + 1]
                if at == 0:
                    break
                if table[2 * slot] == key:
                    rank = at
                    break
                slot += 1
                if slot == self.size:
                    slot = 0
            slots[i] = rank
        for i in range(many):
            if slots[i] != 0:
                met += self.weights[slots[i] - 1] + self.starts[slots[i] - 1]
        self.met = met
        for i in range(many):
            rank = slots[i]
            if rank == 0:
                length += self.end
            else:
                length += self.weights[rank - 1]
                self._take(rank - 1)
        return length

    def _take(self, rank: int) -> None:
        i = self.count
        place = self._slot(rank)
        if self.slots[place] != 0 or self.count >= self.most:
            return
        self.slots[place] = rank + 1
        self.held[place] = self.weights[rank]
        self.places[i] = place
        ranks = self.ranks
        while i > 0:
            other = ranks[i - 1]
            if other <= rank:
                break
            ranks[i] = other
            i -= 1
        ranks[i] = rank
        self.count += 1

    def _slot(self, rank: int) -> int:
        """Where the number of a key stands among those of the query, or the free place for it."""
        place = ((rank * 40503) >> 4) & self.mask
        while self.slots[place] != 0 and self.slots[place] != rank + 1:
            place = (place + 1) & self.mask
        return place

    def _products(self) -> None:
        """Partial products from the rarest keys on, until the budget is spent. Keys are numbered by rarity."""
        dots, touched, postings = self.dots, self.touched, self.postings
        seen = 0
        most = 0
        met = 0
        full = self.full
        self.rest = 0
        self.cut = 0
        for i in range(self.count):
            self.rest += self.weights[self.ranks[i]]
        budget = self.limits.budget
        lists = 0
        for read in range(self.count):  # read ahead: where runs of names begin is fetched side by side
            rank = self.ranks[read]
            start = self.starts[rank]
            end = self.starts[rank + 1]
            many = end - start
            if many > self.limits.max_df or (budget < many and read >= self.limits.always):
                break
            budget -= many
            lists += 1
            if many > 0:
                met += postings[start]
        if self.names > self.near:  # and so are the products of all names, where they do not lie in the nearest caches
            for read in range(lists):
                rank = self.ranks[read]
                for i in range(self.starts[rank], self.starts[rank + 1]):
                    met += dots[postings[i]]
        self.met = met
        for read in range(lists):
            rank = self.ranks[read]
            value = self.weights[rank]
            self.rest -= value
            self.cut = rank + 1
            for i in range(self.starts[rank], self.starts[rank + 1]):
                at = postings[i]
                dot = dots[at]
                touched[seen] = at  # whether it is new is nothing that a processor guesses: it counts, and does not branch
                seen += dot == 0
                dot = (dot + value) & full  # weights of a sound file never come near
                dots[at] = dot
                most = max(most, dot)
        self.seen = seen
        self.top = most

    def _chosen(self, rerank: int) -> int:
        """The names to rerank, by partial product over length; of two that are alike the earlier one. Returns how many.

        They stand in a heap, as one number of both and their place in ``above``: the one that goes first when there is a better one is in front.
        The products go over to ``sums``, and are forgotten where they were counted.
        """
        dots, lengths, touched, best, best_at = self.dots, self.lengths, self.touched, self.best, self.best_at
        floor = self.top // self.limits.least
        full = self.full
        kept = 0
        above, sums = self.above, self.sums
        over = 0
        for i in range(self.seen):  # without a branch, as in _products
            at = touched[i]
            dot = dots[at]
            above[over] = at
            sums[over] = dot
            over += dot > floor
            dots[at] = 0
        self.seen = 0
        best[rerank] = self.all  # no child stands there
        for i in range(over):
            at = above[i]
            dot = sums[i]
            dot <<= 16
            norm = lengths[at]
            if kept == rerank and dot < (best[0] >> 32) * norm:
                continue
            ratio = min(dot // norm, full)  # of a sound file it is far below
            ratio = (ratio << 32) | (full - at)
            if kept < rerank:
                j = kept
                kept += 1
                while j > 0:
                    k = (j - 1) >> 1
                    if best[k] < ratio:
                        break
                    best[j] = best[k]
                    best_at[j] = best_at[k]
                    j = k
            elif ratio < best[0]:
                continue
            else:
                j = 0
                while 2 * j + 1 < kept:
                    k = 2 * j + 1
                    k += best[k + 1] < best[k]
                    if best[k] > ratio:
                        break
                    best[j] = best[k]
                    best_at[j] = best_at[k]
                    j = k
            best[j] = ratio
            best_at[j] = i
        return kept

    def _ordered(self, many: int, root: int, least: int) -> int:
        """The chosen names by their exact cosine, best first, of two that are alike the earlier one; without those that do not reach ``least``."""
        best, best_at, lengths, above, sums = self.best, self.best_at, self.lengths, self.above, self.sums
        kept = found = 0
        met = 0
        for i in range(many):
            place = best_at[i]
            at = above[place]
            if (sums[place] + self.rest) * 256000 >= least * root * lengths[at]:
                best_at[found] = place
                found += 1
                met += self.forward_starts[at]  # reads ahead, as above
        for i in range(found):
            at = above[best_at[i]]
            start = self.forward_starts[at]
            end = self.forward_starts[at + 1]
            if start < end:
                met += self.forward[start] + self.forward[(start + end) // 2] + self.forward[end - 1]
        self.met = met
        for i in range(found):
            place = best_at[i]
            at = above[place]
            score = self._cosine(at, sums[place], root)
            if score < least:
                continue
            j = kept
            while j > 0 and (best[j - 1] < score or (best[j - 1] == score and best_at[j - 1] > at)):
                best[j] = best[j - 1]
                best_at[j] = best_at[j - 1]
                j -= 1
            best[j] = score
            best_at[j] = at
            kept += 1
        return kept

    def _cosine(self, at: int, dot: int, root: int) -> int:
        """The exact cosine of a name and the query in thousandths, out of the partial product."""
        slots, forward = self.slots, self.forward
        mask, cut = self.mask, self.cut
        start = self.forward_starts[at]
        for i in range(self.forward_starts[at + 1] - 1, start - 1, -1):
            rank = forward[i]
            if rank < cut:  # the keys of a name stand in order: this one, and all before it, were read
                break
            place = ((rank * 40503) >> 4) & mask
            held = slots[place]
            while held != 0 and held != rank + 1:
                place = (place + 1) & mask
                held = slots[place]
            if held != 0:
                dot += self.held[place]
        score = dot * 256000 // (root * self.lengths[at])
        return score if score < 1000 else 1000  # thousandths; a comparison of C numbers

    def _forget(self) -> None:
        for i in range(self.count):
            self.slots[self.places[i]] = 0
        self.count = 0
