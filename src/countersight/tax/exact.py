"""Amounts as exact fractions. Rounding happens on the lines of a form and nowhere else."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from countersight.errors import InputError, Where

HALF = Fraction(1, 2)


def exact(value: object, place: str) -> Fraction:
    """An amount, a rate or a share as it was written.

    Args:
        value: Text or a whole number. A float is refused: what was written is no longer known.
        place: Where it stands, for the error.

    Raises:
        InputError: Not a number.

    >>> exact("7.2", "rate"), exact(1000, "income")
    (Fraction(36, 5), Fraction(1000, 1))
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise InputError(f"not an exact number: {value!r}", hint="write numbers as text or whole: '7.2', 1000", where=Where("tax", None, place))
    try:
        number = Decimal(str(value).replace(",", ""))
        if number.is_finite():
            return Fraction(number)
    except InvalidOperation:
        pass
    raise InputError(f"not a number: {value!r}", hint="write 1440000 or 7.2", where=Where("tax", None, place))


def dollars(amount: Fraction) -> int:
    """Whole dollars, half away from zero, as a form asks for them.

    >>> dollars(Fraction(5, 2)), dollars(Fraction(-5, 2))
    (3, -3)
    """
    return int(amount + HALF) if amount >= 0 else -int(-amount + HALF)


def cents(amount: Fraction) -> str:
    """An amount to the cent, as text.

    >>> cents(Fraction(7200000, 37))
    '194594.59'
    """
    whole = dollars(amount * 100)
    sign, whole = ("-", -whole) if whole < 0 else ("", whole)
    return f"{sign}{whole // 100}.{whole % 100:02d}"
