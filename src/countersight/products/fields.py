"""Rules that count: so many different words of one field in one stretch of a text, whichever they are and in whatever order.

A rule of groups (``when`` with ``near``) asks for a word of each of its groups, and fails where a text has two of one group and none of another.
A long sentence about one matter has many words of its field; no one of them says it, four of them do. Such a rule is asked last, where
nothing is asserted, and nothing stands on it. Of several that hold the one with most words is told, of equals the narrowest: fields
share words, and a text is of one matter.

Fields are bits of one whole number, so that a text is counted for all of them at once: four additions of bits a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from countersight.products.finding import Hit
    from countersight.products.lexicon import Concept

MOST: Final = range(2, 5)
"""How many words a rule may ask for."""


@dataclass(frozen=True, slots=True)
class Field:
    """One rule: the number of its concept, how many words in how many characters, what it gives way to, and how many concepts its field has."""

    number: int
    least: int
    near: int
    unless: frozenset[str]
    width: int


@dataclass(frozen=True, slots=True)
class Fields:
    """All such rules; a rule's bit is its place here.

    Attributes:
        each: The rules.
        bits: Concept to the rules that count its words.
        asking: For two, three and four words the rules that ask for so many.
        all_give_way: What every rule gives way to.
    """

    each: tuple[Field, ...] = ()
    bits: dict[str, int] = field(default_factory=dict)
    asking: tuple[int, int, int] = (0, 0, 0)
    all_give_way: frozenset[str] = frozenset()

    def of(self, names: Iterable[str]) -> int:
        """The rules that count a word of these concepts.

        >>> Fields(bits={"a": 1, "b": 2}).of(["a", "b", "c"])
        3
        """
        bits = self.bits
        found = 0
        for name in names:
            found |= bits.get(name, 0)
        return found

    def told(self, names: set[str], hits: Iterable[Hit]) -> int:
        """The concept of the rule that holds, -1 where none does; ``names`` are the concepts that count, ``hits`` the places in the order of the text.

        Where ``names`` has one of those to which every rule gives way there is none: that is for the caller to ask, because it is asked for every text.
        """
        words = [(bits, one.read, one.start, one.end) for one in hits if (bits := getattr(one.concept, "fields", 0)) and one.state == "counts"]
        if len(words) < MOST.start:
            return -1
        one = two = three = four = 0
        seen: set[str] = set()
        for bits, read, *_ in words:
            if read not in seen:
                seen.add(read)
                four |= three & bits
                three |= two & bits
                two |= one & bits
                one |= bits
        many = self.asking[0] & two | self.asking[1] & three | self.asking[2] & four
        best = (0, 0, -1)
        while many:
            bit = many & -many
            many ^= bit
            rule = self.each[bit.bit_length() - 1]
            if rule.unless.isdisjoint(names):
                count = together([(start, end, read) for bits, read, start, end in words if bits & bit], rule.near)
                if count >= rule.least and (count, -rule.width) > best[:2]:
                    best = (count, -rule.width, rule.number)
        return best[2]


NONE: Final = Fields()


def together(places: Sequence[tuple[int, int, str]], near: int) -> int:
    """How many different words stand in one stretch of so many characters; of words that overlap the first counts, the longest of those that begin together.

    >>> together([(0, 4, "gait"), (5, 9, "gait"), (10, 15, "walks")], 15), together([(0, 4, "gait"), (5, 9, "gait"), (10, 15, "walks")], 9)
    (2, 1)
    >>> together([(0, 12, "mobile phone"), (7, 12, "phone")], 40), together([(0, 4, "gait"), (40, 45, "walks")], 40)
    (1, 1)
    """
    apart: list[tuple[int, int, str]] = []
    for place in places:
        if not apart or place[0] >= apart[-1][1]:
            apart.append(place)
    return max((len({read for _, end, read in apart[at:] if end - start <= near}) for at, (start, *_) in enumerate(apart)), default=0)


def fields_of(concepts: Sequence[Concept]) -> Fields:
    """The rules of a lexicon that count words."""
    each: list[Field] = []
    bits: dict[str, int] = {}
    asking = [0, 0, 0]
    for number, one in enumerate(concepts):
        if one.least:
            bit = 1 << len(each)
            each.append(Field(number, one.least, one.near, frozenset(one.unless), len(one.when[0])))
            asking[one.least - MOST.start] |= bit
            for name in one.when[0]:
                bits[name] = bits.get(name, 0) | bit
    common = frozenset.intersection(*[one.unless for one in each]) if each else frozenset()
    return Fields(tuple(each), bits, (asking[0], asking[1], asking[2]), common)
