"""Two names laid side by side, as a compiler likes it: the same alignment and features as ``align.py`` and ``features.py``, over bytes.

It answers whether a pair can come to anything at all, and how likely it is one body, with no reasons: those are found by the modules that
explain. The score is theirs to the last bit, because it is added up in one order; so compiled and uncompiled give the same answers. The types
stand in ``kernel.pxd``; the same source runs uncompiled, slowly. Every access to bytes and arrays is checked.
"""

from __future__ import annotations

from countersight.match.kernel_laid import Laid

MOST = 48
"""Tokens of one name, a few more than ``parts.MAX_TOKENS``."""
PAIRS = 64
"""Near spellings of one pair of names that are weighed; where there are more, the pair counts as open."""
LONGEST = 256
"""Letters of a name up to which likeness is computed here; a longer pair counts as open."""
FEATURES = 39

TWOS, FOURS, EIGHTS, ONES = 0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101
"""To count bits by: numbers of more than 31 bits stay Python's where they stand in a line."""
def _two(held: bytes, place: int, i: int) -> int:
    """The ``i``-th number of two bytes from a place on."""
    return held[place + 2 * i] | (held[place + 2 * i + 1] << 8)


def _mask(held: bytes, place: int, i: int) -> int:
    """The ``i``-th number of four bytes from a place on."""
    high = held[place + 4 * i + 3]
    return held[place + 4 * i] | (held[place + 4 * i + 1] << 8) | (held[place + 4 * i + 2] << 16) | (high << 24)


def _equal(x: bytes, at: int, many: int, y: bytes, start: int, length: int) -> bool:
    if many != length:
        return False
    for k in range(many):
        if x[at + k] != y[start + k]:
            return False
    return True


def _inside(x: bytes, at: int, many: int, y: bytes, start: int, length: int) -> bool:
    """Whether the place ``y`` is ``x`` or holds it: codes, whole to part."""
    if length > many:
        return False
    for k in range(length):
        if x[at + k] != y[start + k]:
            return False
    return many == length or x[at + length] == 46  # a point


def _short_for(x: bytes, at: int, many: int, y: bytes, start: int, length: int) -> bool:
    """As ``short_words.is_short_for``."""
    if many < 3 or many >= length or x[at] != y[start]:  # letters
        return False
    k = 0
    while k < many and x[at + k] == y[start + k]:
        k += 1
    if k == many:
        return many > 3 or length > 6  # letters
    i = 0
    for j in range(length):
        if i < many and x[at + i] == y[start + j]:
            i += 1
    if i < many:
        return False
    vowels = 0
    for i in range(1, many):
        c = x[at + i]
        if c == 97 or c == 101 or c == 105 or c == 111 or c == 117:  # a e i o u
            vowels += 1
    return vowels <= 1 or many * 3 > length * 2


class Room:
    """Room to lay two names side by side in; one per thread."""

    def __init__(self) -> None:
        self.left = memoryview(bytearray(8 * MOST)).cast("d")
        self.right = memoryview(bytearray(8 * MOST)).cast("d")
        self.values = memoryview(bytearray(8 * FEATURES)).cast("d")
        self.row = memoryview(bytearray(4 * (LONGEST + 1))).cast("i")
        self.masks = memoryview(bytearray(4 * 2 * MOST)).cast("I")
        self.at = memoryview(bytearray(4 * 2 * MOST)).cast("i")
        self.long = memoryview(bytearray(4 * 2 * MOST)).cast("i")
        self.table = memoryview(bytearray(8 * 256)).cast("Q")
        self.all = 0xFFFFFFFFFFFFFFFF
        self.spots = memoryview(bytearray(4 * 2 * MOST)).cast("i")
        self.near_i = memoryview(bytearray(4 * PAIRS)).cast("i")
        self.near_j = memoryview(bytearray(4 * PAIRS)).cast("i")
        self.near_by = memoryview(bytearray(8 * PAIRS)).cast("d")
        self.same_i = memoryview(bytearray(4 * MOST)).cast("i")
        self.same_j = memoryview(bytearray(4 * MOST)).cast("i")
        self.same = self.initials = self.nears = 0
        self.near = 1.0
        self.near_pinyin = self.near_head = self.open = False
        self.acronym = self.joined = self.within = self.sound = self.form_of = False
        self.mine = self.theirs = 0
        self.longest = LONGEST
        self.joinable = True  # whether a word may be several of the other side, or their first letters
        self.spread: Laid | None = None
        """The name of which ``at``, ``long`` and the first half of ``masks`` tell."""
        self.weights_organisation = self.weights_person = memoryview(bytearray(8 * (FEATURES + 1))).cast("d")
        self.many = FEATURES

    def weigh_by(self, organisation: memoryview[float], person: memoryview[float]) -> None:
        """Take the shipped weights in, for either kind of party; the constant stands last."""
        self.weights_organisation = organisation
        self.weights_person = person

    def reach(self, a: Laid, b: Laid) -> float:
        """The log odds of a pair by the shipped weights; -1000 where a hard conflict bounds it, 1000 where it stays open."""
        weights = self.weights_person if a.person else self.weights_organisation
        if a.n == 0 or b.n == 0 or a.n > 47 or b.n > 47:
            return 1000.0
        if a.trades != b.trades:
            return -1000.0
        self.joinable = True
        if not a.person and self.nothing(a, b):
            return -1000.0
        self.align(a, b)
        if self.open:
            return 1000.0
        if self.hard(a, b):
            return -1000.0
        if a.joined_long > self.longest or b.joined_long > self.longest:
            return 1000.0
        self.features(a, b)
        odds = weights[self.many]
        for i in range(self.many):
            odds += weights[i] * self.values[i]
        return odds

    def all_features(self, a: Laid, b: Laid) -> list[float]:
        """The features of a pair in the order of ``features.NAMES``: for a test; empty where the pair stays open."""
        self.joinable = True
        self.align(a, b)
        hard = self.hard(a, b)
        self.features(a, b)
        return [] if self.open else self.told() + [float(hard)]

    def told(self) -> list[float]:
        """All features of the pair of which :meth:`reach` gave the odds last."""
        return [self.values[i] for i in range(self.many)]

    # --- what needs no alignment: most pairs ---

    def nothing(self, a: Laid, b: Laid) -> bool:
        """Whether two organisations surely share nothing distinctive, or one word of several, and nothing is joined or an acronym.

        Then ``general_only`` or ``single_word`` stands, which no likeness makes good. False says nothing.
        """
        if a.foreign != b.foreign:
            return False
        if self.spread is not a:
            self._spread(a, 0)
            self.spread = a
        self._spread(b, 48)
        if self._may_join(a, 0, b, 48) or self._may_join(b, 48, a, 0):
            return False
        self.joinable = False
        self.same = 0
        if self._may_meet(a, 0, b, 48, again=False) or self._may_meet(b, 48, a, 0, again=True) or self.same > 1:
            return False
        if self.same == 0:
            return self._long_words(a, 0) + self._long_words(b, 48) > 0
        return self._long_words(a, 0) + self._long_words(b, 48) > 2 * self.same  # one on either side is met

    def _long_words(self, one: Laid, side: int) -> int:
        """Distinctive words of three letters or more."""
        count = 0
        for i in range(one.n):
            if one.blob[one.kinds + i] == 100 and self.long[side + i] > 2:  # d
                count += 1
        return count

    def _spread(self, one: Laid, side: int) -> None:
        """Where each word of a side starts, how long it is, and its letters."""
        at = _two(one.blob, one.surface_at, 0)
        for i in range(one.n):
            end = _two(one.blob, one.surface_at, i + 1)
            self.at[side + i] = at
            self.long[side + i] = end - at
            self.masks[side + i] = _mask(one.blob, one.masks, i)
            at = end

    def _may_join(self, one: Laid, side: int, two: Laid, other: int) -> bool:
        """Whether a word of one side may be several of the other, or their first letters."""
        firsts = two.firsts
        for i in range(one.n):
            kind = one.blob[one.kinds + i]
            many = self.long[side + i]
            if 2 < many <= 8 and (kind == 100 or kind == 97) and (self.masks[side + i] & ~two.head_mask) == 0:  # d a
                return True
            if many < 4 or not (kind == 100 or kind == 102 or kind == 103 or kind == 64):  # d f g @
                continue
            at = self.at[side + i]
            c = one.blob[at]
            if ((firsts >> (c & 31)) & 1) == 0:
                continue
            for j in range(two.n):
                start = self.at[other + j]
                length = self.long[other + j]
                if length < many and c == two.blob[start] and _equal(one.blob, at, length, two.blob, start, length) and self._goes_on(one, at, many, two, other, j):
                    return True
        return False

    def _goes_on(self, one: Laid, at: int, many: int, two: Laid, other: int, j: int) -> bool:
        """Whether a word that begins with another of the other side is that one and up to four that follow it."""
        k = self.long[other + j]
        for i in range(j + 1, min(two.n, j + 5)):  # as _joined
            length = self.long[other + i]
            if k + length > many or not _equal(one.blob, at + k, length, two.blob, self.at[other + i], length):
                return False
            k += length
            if k == many:
                return True
        return False

    def _may_meet(self, one: Laid, side: int, two: Laid, other: int, again: bool) -> bool:
        """Whether a distinctive word of one side may be any word of the other: one short for it, a near spelling, or the same and not as distinctive.

        Pairs of distinctive words that are the same are counted in ``same``; ``again``: pairs of distinctive words were looked at before.
        """
        for i in range(one.n):
            if one.blob[one.kinds + i] != 100:  # d
                continue
            at = self.at[side + i]
            many = self.long[side + i]
            mask = self.masks[side + i]
            c = one.blob[one.heads + i]
            for j in range(two.n):
                kind = two.blob[two.kinds + j]
                if again and kind == 100:  # d
                    continue
                if c == two.blob[two.heads + j]:
                    start = _two(two.blob, two.word_at, j)
                    length = _two(two.blob, two.word_at, j + 1) - start
                    if _equal(one.blob, at, many, two.blob, start, length):
                        if kind != 100:  # d
                            return True
                        self.same += 1
                        continue
                    if kind == 103 and (_short_for(one.blob, at, many, two.blob, start, length) or _short_for(two.blob, start, length, one.blob, at, many)):  # g
                        return True
                length = self.long[other + j]
                if many <= 4 or length <= 4 or not (kind == 100 or kind == 103 or kind == 108 or kind == 64 or kind == 102 or kind == 116):  # letters; d g l @ f t, as _nearable
                    continue
                slips = many if many > length else length  # a comparison of C numbers
                slips = 3 * slips // 10 if one.blob[at] == two.blob[self.at[other + j]] else slips // 5
                if many - length <= slips and length - many <= slips and _bits(mask ^ self.masks[other + j]) <= 2 * slips:
                    least = 0.7 if one.blob[at] == two.blob[self.at[other + j]] else 0.8  # as _weigh_near
                    if self._likeness(one.blob, at, many, two.blob, self.at[other + j], length) >= least:
                        return True
        return False

    # --- alignment, in the order of align.py ---

    def align(self, a: Laid, b: Laid) -> None:
        """Lay two names side by side."""
        if self.spread is not a:
            self.spread = None
        for i in range(a.n):
            self.left[i] = 0.0
        for j in range(b.n):
            self.right[j] = 0.0
        self.same = self.initials = self.nears = 0
        self.near = 1.0
        self.near_pinyin = self.near_head = self.open = False
        self.acronym = self.joined = self.within = self.sound = self.form_of = False
        self._same(a, b)
        if self._all_met(a, b):
            return
        self._within(a, b)
        if self.joinable:
            self._joined(a, b, self.left, self.right)
            self._joined(b, a, self.right, self.left)
        if a.person:
            self._initials(a, b)
        if a.person or a.foreign != b.foreign:
            self._forms(a, b)
        if not a.person:
            if self.joinable:
                self._acronym(a, b, self.left, self.right)
                self._acronym(b, a, self.right, self.left)
            self._short(a, b)
        self._near(a, b)

    def _all_met(self, a: Laid, b: Laid) -> bool:
        for i in range(a.n):
            if self.left[i] == 0:
                return False
        for j in range(b.n):
            if self.right[j] == 0:
                return False
        return True

    def _same(self, a: Laid, b: Laid) -> None:
        for i in range(a.n):
            at = _two(a.blob, a.word_at, i)
            many = _two(a.blob, a.word_at, i + 1) - at
            kind = a.blob[a.kinds + i]
            for j in range(b.n):
                if self.right[j] != 0 or a.blob[a.heads + i] != b.blob[b.heads + j]:
                    continue
                start = _two(b.blob, b.word_at, j)
                other = b.blob[b.kinds + j]
                if not _equal(a.blob, at, many, b.blob, start, _two(b.blob, b.word_at, j + 1) - start):
                    continue
                if kind == other or not (kind == 64 or kind == 35 or other == 64 or other == 35):  # @ and #
                    self.left[i] = self.right[j] = 1.0
                    self.same_i[self.same] = i
                    self.same_j[self.same] = j
                    self.same += 1
                    break

    def _agree(self, a: Laid, i: int, b: Laid, j: int) -> bool:
        at, start = _two(a.blob, a.word_at, i), _two(b.blob, b.word_at, j)
        many, length = _two(a.blob, a.word_at, i + 1) - at, _two(b.blob, b.word_at, j + 1) - start
        return _inside(a.blob, at, many, b.blob, start, length) or _inside(b.blob, start, length, a.blob, at, many)

    def _within(self, a: Laid, b: Laid) -> None:
        for i in range(a.n):
            if a.blob[a.kinds + i] != 64 or self.left[i] != 0:  # @
                continue
            for j in range(b.n):
                if b.blob[b.kinds + j] == 64 and self.right[j] == 0 and self._agree(a, i, b, j):  # @
                    self.left[i] = self.right[j] = 1.0
                    self.within = True
                    break

    def _joined(self, one: Laid, two: Laid, mine: memoryview[float], theirs: memoryview[float]) -> None:
        for i in range(one.n):
            at = _two(one.blob, one.surface_at, i)
            many = _two(one.blob, one.surface_at, i + 1) - at
            kind = one.blob[one.kinds + i]
            if mine[i] != 0 or many < 4 or not (kind == 100 or kind == 102 or kind == 103 or kind == 64):  # d f g @
                continue
            for start in range(two.n):
                if theirs[start] != 0 or one.blob[at] != two.blob[_two(two.blob, two.surface_at, start)]:
                    continue
                end = start
                k = 0
                while end < two.n and end < start + 5 and k < many and theirs[end] == 0:  # as _JOINS
                    first = _two(two.blob, two.surface_at, end)
                    length = _two(two.blob, two.surface_at, end + 1) - first
                    if k + length > many or not _equal(one.blob, at + k, length, two.blob, first, length):
                        k = 0
                        break
                    k += length
                    end += 1
                if k == many and end - start > 1:
                    mine[i] = 1.0
                    for j in range(start, end):
                        theirs[j] = 1.0
                    self.joined = True
                    break

    def _initials(self, a: Laid, b: Laid) -> None:
        for turn in range(2):
            for i in range(a.n):
                if self.left[i] != 0 or (a.blob[a.kinds + i] == 105) != (turn == 0) or (turn == 1 and not _named(a.blob[a.kinds + i])):  # i
                    continue
                at = _two(a.blob, a.word_at, i)
                for j in range(b.n):
                    if self.right[j] != 0 or (b.blob[b.kinds + j] == 105) != (turn == 1) or (turn == 0 and not _named(b.blob[b.kinds + j])):  # i
                        continue
                    start = _two(b.blob, b.word_at, j)
                    if a.blob[at] == b.blob[start] and _two(a.blob, a.word_at, i + 1) - at != _two(b.blob, b.word_at, j + 1) - start:
                        self.left[i] = self.right[j] = 0.8
                        self.initials += 1
                        break

    def _forms(self, a: Laid, b: Laid) -> None:
        for i in range(a.n):
            if a.blob[a.kinds + i] != 102 or self.left[i] != 0:  # f
                continue
            for j in range(b.n):
                if b.blob[b.kinds + j] == 102 and self.right[j] == 0 and self._same_given(a, i, b, j):  # f
                    self.left[i] = self.right[j] = 0.95
                    self.form_of = True
                    break
        for i in range(a.n):
            at = _two(a.blob, a.word_at, i)
            many = _two(a.blob, a.word_at, i + 1) - at
            if self.left[i] != 0 or many < 3 or not _distinct(a.blob[a.kinds + i]):  # letters
                continue
            place = _two(a.blob, a.sound_at, i)
            size = _two(a.blob, a.sound_at, i + 1) - place
            for j in range(b.n):
                start = _two(b.blob, b.word_at, j)
                length = _two(b.blob, b.word_at, j + 1) - start
                if self.right[j] != 0 or length < 3 or not _distinct(b.blob[b.kinds + j]):  # letters
                    continue
                other = _two(b.blob, b.sound_at, j)
                if not _equal(a.blob, place, size, b.blob, other, _two(b.blob, b.sound_at, j + 1) - other):
                    continue
                if not (a.abjad or b.abjad):
                    if self._likeness(a.blob, at, many, b.blob, start, length) < 0.6:  # of the letters
                        continue
                    if a.foreign == b.foreign and (size <= 2 or (a.blob[a.marks + i] & b.blob[b.marks + j] & 1) != 0):  # consonants; PINYIN
                        continue
                self.left[i] = self.right[j] = 0.9
                self.sound = True
                break

    def _same_given(self, a: Laid, i: int, b: Laid, j: int) -> bool:
        for k in range(_two(a.blob, a.given_at, i), _two(a.blob, a.given_at, i + 1)):
            for m in range(_two(b.blob, b.given_at, j), _two(b.blob, b.given_at, j + 1)):
                if a.blob[k] == b.blob[m]:
                    return True
        return False

    def _acronym(self, one: Laid, two: Laid, mine: memoryview[float], theirs: memoryview[float]) -> None:
        most = 0
        for j in range(two.n):
            if theirs[j] == 0:
                most += 1
        for i in range(one.n):
            at = _two(one.blob, one.word_at, i)
            many = _two(one.blob, one.word_at, i + 1) - at
            if mine[i] != 0 or many > most or many < 3 or many > 8 or not (one.blob[one.kinds + i] == 100 or one.blob[one.kinds + i] == 97):  # d a
                continue
            for variant in range(3):
                spots = 0
                for j in range(two.n):
                    kind = two.blob[two.kinds + j]
                    if theirs[j] != 0 or not (kind == 100 or kind == 103 or kind == 64 or kind == 118 or kind == 108):  # d g @ v l
                        continue
                    if variant > 0 and (two.blob[two.marks + j] & 8) != 0:  # GROUP
                        continue
                    if variant == 1 and kind == 108:  # l
                        continue
                    self.spots[spots] = j
                    spots += 1
                found = -1
                for start in range(spots - many + 1):
                    k = 0
                    while k < many and one.blob[at + k] == two.blob[two.heads + self.spots[start + k]]:
                        k += 1
                    if k == many:
                        found = start
                        break
                if found >= 0:
                    for j in range(two.n):
                        if theirs[j] == 0 and (two.blob[two.marks + j] & 8) != 0 and two.blob[two.kinds + j] != 97 and two.blob[two.kinds + j] != 35:  # GROUP; a #
                            theirs[j] = 0.9
                    for k in range(found, found + many):
                        theirs[self.spots[k]] = 0.9
                    mine[i] = 0.9
                    self.acronym = True
                    break

    def _short(self, a: Laid, b: Laid) -> None:
        for i in range(a.n):
            kind = a.blob[a.kinds + i]
            if self.left[i] != 0 or not (kind == 100 or kind == 103 or kind == 108):  # d g l
                continue
            at = _two(a.blob, a.word_at, i)
            many = _two(a.blob, a.word_at, i + 1) - at
            for j in range(b.n):
                other = b.blob[b.kinds + j]
                if self.right[j] != 0 or not (other == 100 or other == 103 or other == 108) or not (kind == 103 or other == 103):  # d g l
                    continue
                start = _two(b.blob, b.word_at, j)
                length = _two(b.blob, b.word_at, j + 1) - start
                if a.blob[at] == b.blob[start] and (_short_for(a.blob, at, many, b.blob, start, length) or _short_for(b.blob, start, length, a.blob, at, many)):
                    self.left[i] = self.right[j] = 0.9
                    break

    def _near(self, a: Laid, b: Laid) -> None:
        for j in range(b.n):
            if self.right[j] == 0:
                self.masks[48 + j] = _mask(b.blob, b.masks, j)
        for i in range(a.n):
            if self.left[i] != 0:
                continue
            self.masks[i] = _mask(a.blob, a.masks, i)
            kind = a.blob[a.kinds + i]
            at = _two(a.blob, a.surface_at, i)
            many = _two(a.blob, a.surface_at, i + 1) - at
            if many <= (3 if a.person else 4):
                continue
            for j in range(b.n):
                if self.right[j] == 0 and _nearable(kind, b.blob[b.kinds + j]):
                    self._weigh_near(a, i, at, many, b, j)
        for _ in range(self.nears):
            best = 0
            for k in range(1, self.nears):
                if self.near_by[k] > self.near_by[best]:
                    best = k
            likeness = self.near_by[best]
            if likeness < 0:
                break
            self.near_by[best] = -1.0
            i, j = self.near_i[best], self.near_j[best]
            if self.left[i] == 0 and self.right[j] == 0:
                self._meet_near(a, i, b, j, likeness)

    def _weigh_near(self, a: Laid, i: int, at: int, many: int, b: Laid, j: int) -> None:
        start = _two(b.blob, b.surface_at, j)
        length = _two(b.blob, b.surface_at, j + 1) - start
        if length <= (3 if a.person else 4):
            return
        least = 0.7 if a.blob[at] == b.blob[start] else 0.8
        slips = int((1.0 - least) * (many if many > length else length) + 0.001)  # a comparison of C numbers
        if many - length > slips or length - many > slips or _bits(self.masks[i] ^ self.masks[48 + j]) > 2 * slips:
            return
        likeness = self._likeness(a.blob, at, many, b.blob, start, length)
        if likeness < least or (likeness < 0.9 and a.blob[a.kinds + i] == 116 and b.blob[b.kinds + j] == 116):  # t
            return
        if self.nears >= 64:
            self.open = True
            return
        self.near_i[self.nears] = i
        self.near_j[self.nears] = j
        self.near_by[self.nears] = likeness
        self.nears += 1

    def _meet_near(self, a: Laid, i: int, b: Laid, j: int, likeness: float) -> None:
        self.left[i] = self.right[j] = likeness
        if _general(a.blob[a.kinds + i]) or _general(b.blob[b.kinds + j]):
            return
        if likeness < self.near:
            self.near = likeness
        if (a.blob[a.marks + i] & b.blob[b.marks + j] & 1) != 0:
            self.near_pinyin = True
        if a.blob[_two(a.blob, a.surface_at, i)] != b.blob[_two(b.blob, b.surface_at, j)]:
            self.near_head = True

    def _likeness(self, x: bytes, at: int, many: int, y: bytes, start: int, length: int) -> float:
        """One less the share of slips (a letter put in, left out, changed, or two turned): optimal string alignment of two tokens, which have at most 64 letters.

        A column of the table at once (Hyyro 2003).
        """
        table, full = self.table, self.all
        one = 1
        for i in range(many):
            table[x[at + i]] |= one << i
        last = one << (many - 1)
        up, down, zero, before = full, 0, 0, 0
        slips = many
        for j in range(length):
            met = table[y[start + j]]
            turned = ((~zero & met) << 1) & before
            zero = ((((met & up) + up) & full) ^ up) | met | down | turned
            more, less = down | (~(zero | up) & full), zero & up
            slips += (more & last) != 0
            slips -= (less & last) != 0
            more, less = ((more << 1) | 1) & full, (less << 1) & full
            up, down = less | (~(zero | more) & full), more & zero
            before = met
        for i in range(many):
            table[x[at + i]] = 0
        most = many if many > length else length  # a comparison of C numbers
        return 1.0 - float(slips) / float(most)

    def _common(self, x: bytes, at: int, many: int, y: bytes, start: int, length: int) -> int:
        """Letters of the longest common subsequence; neither is longer than :data:`LONGEST`. Bits of one number where one of them fits into it."""
        if many <= 64:  # bits
            return self._common_bits(x, at, many, y, start, length)
        if length <= 64:  # bits
            return self._common_bits(y, start, length, x, at, many)
        row = self.row
        for j in range(length + 1):
            row[j] = 0
        for i in range(at, at + many):
            before = 0
            c = x[i]
            for j in range(length):
                held = row[j + 1]
                if c == y[start + j]:
                    row[j + 1] = before + 1
                elif row[j] > held:
                    row[j + 1] = row[j]
                before = held
        return row[length]

    def _common_bits(self, x: bytes, at: int, many: int, y: bytes, start: int, length: int) -> int:
        """The same, where ``x`` has at most 64 letters: a column of the table at once (Hyyro 2004)."""
        table, full = self.table, self.all
        one = 1
        for i in range(many):
            table[x[at + i]] |= one << i
        rest = full
        for j in range(length):
            met = rest & table[y[start + j]]
            if met != 0:
                rest = ((rest + met) | (rest - met)) & full
        for i in range(many):
            table[x[at + i]] = 0
        rest = ~rest & full
        if many < 64:  # bits
            rest &= (one << many) - 1
        return _bits(rest)

    # --- features, in the order of features.NAMES ---

    def hard(self, a: Laid, b: Laid) -> bool:
        """Whether a conflict stands that no likeness makes good. Fills these features in."""
        v = self.values
        mine, theirs = 0, 0
        general, other = 0.0, 0.0
        long_left = met_left = met_right = d_met = g_met = place_met = 0
        unit, unit_other, not_office = False, False, False
        for i in range(a.n):
            kind = a.blob[a.kinds + i]
            if self.left[i] == 0:
                mine |= _bit(kind)
                if kind == 103 or kind == 118:  # g v
                    general += a.blob[a.weights + i] / 20.0
                if (kind == 100 or kind == 102) and _two(a.blob, a.word_at, i + 1) - _two(a.blob, a.word_at, i) > 2:  # d f; letters
                    long_left += 1
                if (a.blob[a.marks + i] & 2) != 0:
                    unit = True
                    if (a.blob[a.marks + i] & 4) == 0:
                        not_office = True
            else:
                if _distinct(kind):
                    met_left += 1
                if kind == 100:  # d
                    d_met += 1
                elif kind == 103:  # g
                    g_met += 1
                elif kind == 64:  # @
                    place_met += 1
        for j in range(b.n):
            kind = b.blob[b.kinds + j]
            if self.right[j] == 0:
                theirs |= _bit(kind)
                if kind == 103 or kind == 118:  # g v
                    other += b.blob[b.weights + j] / 20.0
                if (kind == 100 or kind == 102) and _two(b.blob, b.word_at, j + 1) - _two(b.blob, b.word_at, j) > 2:  # d f; letters
                    long_left += 1
                if (b.blob[b.marks + j] & 2) != 0:
                    unit_other = True
                    if (b.blob[b.marks + j] & 4) == 0:
                        not_office = True
            elif _distinct(kind):
                met_right += 1
        self.mine = mine
        self.theirs = theirs
        v[9] = 1.0 if (mine & 32) != 0 and (theirs & 32) != 0 else 0.0
        v[11] = self._places(a, b, d_met)
        low = general if general < other else other  # a comparison of C numbers
        v[13] = 1.0 if low > 2 else low / 2  # as features.py
        v[15] = 1.0 if a.trades != b.trades else 0.0
        v[21] = 1.0 if (mine & 8) != 0 and (theirs & 8) != 0 else 0.0
        # of a name, d f t i: bits 0, 1, 7 and 6
        v[25] = 1.0 if ((mine & 64) != 0 and (theirs & 195) != 0) or ((theirs & 64) != 0 and (mine & 195) != 0) else 0.0
        v[27] = 1.0 if (mine & 128) != 0 and (theirs & 128) != 0 else 0.0
        only = False
        if not (a.person or self.acronym or self.joined or d_met > 0 or self._words_alike(a, b)):
            only = ((mine | theirs) & 1) != 0 or not (place_met > 0 and g_met > 1)
        v[35] = 1.0 if only else 0.0
        v[36] = 1.0 if self.near_pinyin and (not a.person or _all_pinyin(a) or _all_pinyin(b)) else 0.0
        v[37] = 1.0 if not a.person and unit and unit_other and not_office else 0.0
        low_met = met_left if met_left < met_right else met_right  # a comparison of C numbers
        single = not self.acronym and self.initials == 0 and ((mine | theirs) & 3) != 0 and long_left > 0 and low_met == 1
        v[38] = 1.0 if single else 0.0
        return v[9] + v[11] + v[13] + v[15] + v[21] + v[25] + v[27] + v[35] + v[36] + v[37] + v[38] > 0

    def _words_alike(self, a: Laid, b: Laid) -> bool:
        if a.n != b.n:
            return False
        for i in range(a.n):
            at, start = _two(a.blob, a.word_at, i), _two(b.blob, b.word_at, i)
            if not _equal(a.blob, at, _two(a.blob, a.word_at, i + 1) - at, b.blob, start, _two(b.blob, b.word_at, i + 1) - start):
                return False
        return True

    def _places(self, a: Laid, b: Laid, d_met: int) -> float:
        for i in range(a.n):
            if a.blob[a.kinds + i] != 64 or self.left[i] != 0:  # @
                continue
            for j in range(b.n):
                if b.blob[b.kinds + j] == 64 and self.right[j] == 0 and not self._agree(a, i, b, j):  # @
                    return 1.0
        return 1.0 if self.within and d_met == 0 else 0.0

    def features(self, a: Laid, b: Laid) -> None:
        """Fill in all features but those that :meth:`hard` filled in."""
        v = self.values
        self._sides(a, b)
        total = a.joined_long + b.joined_long
        likeness = 1.0 - float(total - 2 * self._common(a.blob, a.joined, a.joined_long, b.blob, b.joined, b.joined_long)) / float(total) if total > 0 else 1.0
        shorter = a.joined_long if a.joined_long < b.joined_long else b.joined_long  # a comparison of C numbers
        mine, theirs = self.mine, self.theirs
        v[6] = (1 - self.near) * 4
        if v[6] > 1:
            v[6] = 1.0
        v[7] = 1.0 if self.near_pinyin else 0.0
        v[8] = 1.0 if self.near_head else 0.0
        v[10] = 1.0 if (mine & 32) != (theirs & 32) else 0.0
        v[12] = 1.0 if (mine & 16) != (theirs & 16) else 0.0
        v[16] = 1.0 if a.form != 0 and b.form != 0 and a.form != b.form else 0.0
        v[17] = likeness
        v[18] = (likeness - 0.8) * 5 if likeness > 0.8 else 0.0  # as features.py
        v[19] = 1.0 if self.acronym else 0.0
        v[20] = 1.0 if self.joined else 0.0
        v[24] = self.initials / 2.0 if self.initials < 2 else 1.0  # as features.py
        v[26] = 1.0 if a.person and (mine & 3) != 0 and (theirs & 3) != 0 else 0.0
        v[28] = 1.0 if self.sound else 0.0
        v[29] = 1.0 if self.form_of else 0.0
        met = 0
        for i in range(a.n):
            if self.left[i] > 0 and (_bit(a.blob[a.kinds + i]) & 151) != 0:  # d f t g @
                met += 1
        v[30] = 1.0 if met < 2 else 0.0  # one word
        v[31] = 1.0 if self._turned(a, b) else 0.0
        v[32] = 1.0 if a.person and ((mine & 516) != 0) != ((theirs & 516) != 0) else 0.0
        v[33] = 1.0 if self.left[0] == 0 or self.right[0] == 0 else 0.0
        v[34] = 1.0 if self.near < 1 and shorter < 10 else 0.0  # letters

    def _sides(self, a: Laid, b: Laid) -> None:
        """How much of either side is met: features 0 to 5, 14, 22 and 23."""
        v = self.values
        total = hit = distinct = met = general = left = 0.0
        for i in range(a.n):
            kind, share, weight = a.blob[a.kinds + i], self.left[i], a.blob[a.weights + i] / 20.0
            if (_bit(kind) & 1792) != 0:  # l a p
                continue
            total += weight
            hit += weight * share
            if _distinct(kind):
                distinct += weight
                met += weight * share
                if share == 0:
                    left += weight
            elif share == 0 and (kind == 103 or kind == 118):  # g v
                general += weight
        total_b = hit_b = distinct_b = met_b = general_b = left_b = 0.0
        for j in range(b.n):
            kind, share, weight = b.blob[b.kinds + j], self.right[j], b.blob[b.weights + j] / 20.0
            if (_bit(kind) & 1792) != 0:  # l a p
                continue
            total_b += weight
            hit_b += weight * share
            if _distinct(kind):
                distinct_b += weight
                met_b += weight * share
                if share == 0:
                    left_b += weight
            elif share == 0 and (kind == 103 or kind == 118):  # g v
                general_b += weight
        one = hit / total if total > 0 else 0.0
        two = hit_b / total_b if total_b > 0 else 0.0
        v[0], v[1] = (one, two) if one < two else (two, one)
        one = met / distinct if distinct > 0 else (met_b / distinct_b if distinct_b > 0 else 0.5)
        two = met_b / distinct_b if distinct_b > 0 else one
        v[2], v[3] = (one, two) if one < two else (two, one)
        low = met if met < met_b else met_b  # a comparison of C numbers
        v[4] = 1.0 if low == 0 else 0.0
        v[5] = low / 8 if low < 8 else 1.0  # as features.py
        high = general if general > general_b else general_b  # a comparison of C numbers
        v[14] = high / 3 if high < 3 else 1.0  # as features.py
        low = left if left < left_b else left_b  # a comparison of C numbers
        v[22] = low / 4 if low < 4 else 1.0  # as features.py
        high = left if left > left_b else left_b  # a comparison of C numbers
        v[23] = high / 6 if high < 6 else 1.0  # as features.py

    def _turned(self, a: Laid, b: Laid) -> bool:
        """Whether the words that are the same stand in another order; a word that stands twice counts where it stands first."""
        for k in range(self.same):
            i, j = _first(a, self.same_i[k]), _first(b, self.same_j[k])
            m = k
            while m > 0 and (self.same_i[m - 1] > i or (self.same_i[m - 1] == i and self.same_j[m - 1] > j)):
                self.same_i[m] = self.same_i[m - 1]
                self.same_j[m] = self.same_j[m - 1]
                m -= 1
            self.same_i[m] = i
            self.same_j[m] = j
        for k in range(1, self.same):
            if self.same_j[k] < self.same_j[k - 1]:
                return True
        return False

    # --- the rules of latin.py, as far as they say no whatever else is known ---

    def refused(self, a: Laid, b: Laid) -> bool:
        """True when the rules say no to a query ``a`` and a name ``b``, hard or soft; False leaves it open."""
        if a.empty or b.empty or a.core_hash == b.core_hash or a.key_hash == b.key_hash or a.spaced_hash == b.spaced_hash or a.sorted_hash == b.sorted_hash:
            return False
        if a.core_hash == b.other_core_hash or a.spaced_hash == b.other_spaced_hash:
            return False
        if self._slipped(a, b):
            return False
        if a.numbers_hash != 0 and b.numbers_hash != 0 and a.numbers_hash != b.numbers_hash:
            return True
        if a.words_distinct > 47 or b.words_distinct > 47:
            return False
        shared = 0
        for j in range(b.words_distinct):
            self.spots[j] = 0
        for i in range(a.words_distinct):
            at = _two(a.blob, a.distinct_at, i)
            many = _two(a.blob, a.distinct_at, i + 1) - at
            self.spots[48 + i] = 0
            for j in range(b.words_distinct):
                start = _two(b.blob, b.distinct_at, j)
                if self.spots[j] == 0 and _equal(a.blob, at, many, b.blob, start, _two(b.blob, b.distinct_at, j + 1) - start):
                    self.spots[j] = self.spots[48 + i] = 1
                    shared += 1
                    break
        near = self._near_words(a, b)
        if near < 0:
            return False
        mine, theirs = a.words_distinct - shared - near, b.words_distinct - shared - near
        if shared == 0 and near == 0:
            return a.words_distinct > 0 or b.words_distinct > 0 or a.places_hash == 0 or a.places_hash != b.places_hash
        if shared == 0:
            return mine > 0 or theirs > 0 or not self._alike(a, a.core, a.core_long, b, b.core, b.core_long, 89.9)  # NEAR_NAME, a little below
        if mine > 0 and theirs > 0:
            return mine > 1 or theirs > 1 or not self._alike(a, a.sorted_core, a.sorted_long, b, b.sorted_core, b.sorted_long, 89.9)  # the same
        if mine > 0 or theirs > 0:
            return shared <= mine + theirs and not (a.told and mine + theirs == 1)
        if near > 0 or a.told or a.trading or a.places_hash != 0 or a.keys < 2 or b.keys < 2:  # one word alone
            return False
        if not self._tells(a, b) and not self._tells(b, a):
            return False
        return not self._alike(a, a.sorted_core, a.sorted_long, b, b.sorted_core, b.sorted_long, 74.9)  # as latin._words_left, a little below

    def _tells(self, a: Laid, b: Laid) -> bool:
        """Whether a word stands on one side only that is no place, no number and no carrier."""
        for i in range(a.keys):
            at = _two(a.blob, a.key_at, i)
            if (a.blob[a.key_marks + i] & 4) != 0 or a.blob[at] == 64 or a.blob[at] == 35:  # @ #
                continue
            many = _two(a.blob, a.key_at, i + 1) - at
            for j in range(b.keys):
                start = _two(b.blob, b.key_at, j)
                if _equal(a.blob, at, many, b.blob, start, _two(b.blob, b.key_at, j + 1) - start):
                    break
            else:
                return True
        return False

    def _slipped(self, a: Laid, b: Laid) -> bool:
        """Whether the two may be the same but for slips in general words, as ``latin._slips``."""
        if a.keys != b.keys or a.keys < 2:  # one word alone
            return False
        found = False
        for i in range(a.keys):
            at, start = _two(a.blob, a.key_at, i), _two(b.blob, b.key_at, i)
            many, length = _two(a.blob, a.key_at, i + 1) - at, _two(b.blob, b.key_at, i + 1) - start
            if _equal(a.blob, at, many, b.blob, start, length):
                continue
            if ((a.blob[a.key_marks + i] ^ b.blob[b.key_marks + i]) & 2) == 0 or many <= 4 or length <= 4:  # letters
                return False
            if not self._alike(a, at, many, b, start, length, 79.9):  # NEAR_GENERAL, a little below
                return False
            found = True
        return found

    def _near_words(self, a: Laid, b: Laid) -> int:
        """How many of the distinctive words that are left over are spellings of one, each taken once; -1 where that is not sure."""
        count = 0
        for i in range(a.words_distinct):
            at = _two(a.blob, a.distinct_at, i)
            many = _two(a.blob, a.distinct_at, i + 1) - at
            if self.spots[48 + i] != 0 or many <= 4:  # letters
                continue
            for j in range(b.words_distinct):
                start = _two(b.blob, b.distinct_at, j)
                length = _two(b.blob, b.distinct_at, j + 1) - start
                if self.spots[j] != 0 or length <= 4 or a.blob[at] != b.blob[start] or (a.blob[a.distinct_marks + i] & b.blob[b.distinct_marks + j] & 1) != 0:
                    continue
                if many > self.longest or length > self.longest:
                    return -1
                shorter = many if many < length else length  # a comparison of C numbers
                if 200 * shorter < 85.9 * (many + length):  # NEAR_WORD, a little below
                    continue
                same = self._common(a.blob, at, many, b.blob, start, length)
                if 200 * same < 85.9 * (many + length):  # the same
                    continue
                if 200 * same < 86.1 * (many + length):  # a little above
                    return -1
                self.spots[j] = 1
                count += 1
                break
        return count

    def _alike(self, a: Laid, at: int, many: int, b: Laid, start: int, length: int, least: float) -> bool:
        """Whether two lines of words may be alike to so many percent."""
        if many > self.longest or length > self.longest:
            return True
        shorter = many if many < length else length  # a comparison of C numbers
        if 200 * shorter < least * (many + length):
            return False
        return 200 * self._common(a.blob, at, many, b.blob, start, length) >= least * (many + length)


def _first(laid: Laid, i: int) -> int:
    """The first token that is spelled as this one."""
    at = _two(laid.blob, laid.surface_at, i)
    many = _two(laid.blob, laid.surface_at, i + 1) - at
    for k in range(i):
        start = _two(laid.blob, laid.surface_at, k)
        if _equal(laid.blob, at, many, laid.blob, start, _two(laid.blob, laid.surface_at, k + 1) - start):
            return k
    return i


def _bit(kind: int) -> int:
    """A kind as a bit: d f g v @ # i t p l a."""
    if kind == 100:  # the letters of the kinds
        return 1
    if kind == 102:
        return 2
    if kind == 103:
        return 4
    if kind == 118:
        return 8
    if kind == 64:
        return 16
    if kind == 35:
        return 32
    if kind == 105:
        return 64
    if kind == 116:
        return 128
    if kind == 112:
        return 256
    return 512 if kind == 108 else 1024


def _distinct(kind: int) -> bool:
    return kind == 100 or kind == 102 or kind == 116  # d f t


def _named(kind: int) -> bool:
    return kind == 100 or kind == 102 or kind == 116 or kind == 112  # d f t p


def _general(kind: int) -> bool:
    return kind == 103 or kind == 108 or kind == 64  # g l @


def _nearable(one: int, two: int) -> bool:
    """Whether words of these kinds may be spellings of one: both of dfgt, or one d and the other a place or legal form."""
    x, y = _bit(one), _bit(two)
    return ((x & 135) != 0 and (y & 135) != 0) or ((x & 1) != 0 and (y & 528) != 0) or ((x & 528) != 0 and (y & 1) != 0)


def _all_pinyin(laid: Laid) -> bool:
    for i in range(laid.n):
        if _distinct(laid.blob[laid.kinds + i]) and (laid.blob[laid.marks + i] & 1) == 0:
            return False
    return True


def _bits(mask: int) -> int:
    """How many bits of 64 are set."""
    mask -= (mask >> 1) & TWOS
    mask = (mask & FOURS) + ((mask >> 2) & FOURS)
    mask = (mask + (mask >> 4)) & EIGHTS
    return ((mask * ONES) >> 56) & 0xFF
