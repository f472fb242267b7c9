"""Values of the free parts of a matter (a position, an issuer's file), read as what they must be; absent is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from countersight.errors import InputError
from countersight.measures.stated import stated
from countersight.model.units import ShareRange, parse_money, parse_share


def day(told: Mapping[str, Any], key: str) -> date | None:
    """A day.

    Raises:
        InputError: Something else.
    """
    value = told.get(key)
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if stated(str(value)) else None
    except ValueError:
        raise InputError(f"{key} is no day: {value!r}", hint="write 2026-11-24") from None


def word(told: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str | None:
    """One of a few words.

    Raises:
        InputError: Another word.
    """
    value = told.get(key)
    if value is None or not stated(str(value)):
        return None
    text = "_".join(str(value).casefold().replace("-", " ").split())
    if text not in known:
        raise InputError(f"{key} cannot be {value!r}", hint=f"one of {', '.join(known)}; leave it out where it is not known")
    return text


def flag(told: Mapping[str, Any], key: str) -> bool | None:
    """Yes or no.

    Raises:
        InputError: Neither.
    """
    value = told.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise InputError(f"{key} is yes or no, not {value!r}", hint="write true or false; leave it out where it is not known")


def share(told: Mapping[str, Any], key: str) -> ShareRange | None:
    """A share of a hundred percent, or what is known of one.

    Raises:
        InputError: No share.
    """
    value = told.get(key)
    if value is None:
        return None
    try:
        return parse_share(str(value))
    except ValueError as fault:
        raise InputError(f"{key}: {fault}", hint="a percentage as 49.9, 25-50, >=25 or unknown") from None


def money(told: Mapping[str, Any], key: str) -> int | None:
    """An amount of dollars in cents; None also where it is in another currency.

    Raises:
        InputError: No amount.
    """
    value = told.get(key)
    if value is None or str(told.get("currency") or "USD").upper() != "USD":
        return None
    try:
        return parse_money(str(value))
    except ValueError as fault:
        raise InputError(f"{key}: {fault}", hint="an amount as 48,000.50, with at most two decimals") from None
