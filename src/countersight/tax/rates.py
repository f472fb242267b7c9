"""Rates, shares and periods for a taxable year: dated parameters of the rulebooks, read on the first day of the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from countersight.errors import InputError, Where
from countersight.rules.book import Rulebook
from countersight.rules.parameters import DatedValue, fraction


@dataclass(frozen=True, slots=True)
class Rates:
    """What the law says in numbers on a day. The first rulebook that holds a parameter gives it."""

    books: tuple[Rulebook, ...]
    on: date

    def dated(self, name: str, on: date | None = None) -> DatedValue:
        """A value with its citation; ``on`` another day than the first of the year.

        Raises:
            InputError: No rulebook that was read holds the parameter on that day.
        """
        day = on or self.on
        for book in self.books:
            found = book.parameters[name].dated(day, "", book.anchors) if name in book.parameters else None
            if found is not None:
                return found
        if any(name in book.parameters for book in self.books):
            raise InputError(f"the taxable year {day.year} is not modelled", hint=f"no value of {name} on {day}: years from 2018 on", where=Where("tax", None, "tax_year"))
        raise InputError(f"no rulebook that is read holds the parameter {name!r}", hint="read us-in-force as well", where=Where("tax", None, "tax_year"))

    def share(self, name: str, on: date | None = None) -> Fraction:
        """A rate or share as an exact fraction of one."""
        value = self.dated(name, on).value
        try:
            return fraction(value)
        except TypeError:
            raise InputError(f"the parameter {name!r} is no share: {value!r}", hint="type: share") from None

    def whole(self, name: str) -> int:
        """A number of years."""
        value = self.dated(name).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputError(f"the parameter {name!r} is no whole number: {value!r}", hint="type: int")
        return value

    def citation(self, name: str) -> str:
        """Where the value of the year stands; with a mark where it is unconfirmed."""
        found = self.dated(name)
        return found.citation if found.confirmed else f"{found.citation} (unconfirmed)"

    def told(self) -> Iterator[str]:
        """The rulebooks that the numbers come from, by id and hash, for the working papers."""
        yield from (f"{book.id} {book.sha256[:12]}" for book in self.books)


def rates_on(books: Sequence[Rulebook], on: date) -> Rates:
    """The numbers of a day: of the rulebooks as they are given, the first one that has a number wins."""
    return Rates(tuple(books), on)
