"""Cells of a table to values: exact, or a fault that says what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

_COUNTRY = re.compile(r"[A-Za-z]{2}\Z")
_SPACES = re.compile(r"\s+")
CONSIGNEE_TYPES = {
    "d": "direct_consumer", "g": "government", "r": "reseller", "o": "other",
    "direct consumer": "direct_consumer", "government entity": "government", "government": "government",
    "reseller": "reseller", "other": "other", "other/unknown": "other",
}  # fmt: skip
"""AES codes of the ultimate consignee type and their words (15 CFR 30.6(a)(28))."""

TRANSACTIONS = ("export", "reexport", "transfer", "service", "entry", "possession")


class CellFault(ValueError):  # noqa: N818 - a fault of the file, not of the program
    """A cell that does not fit its column: the message, and what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep both, so that the row fault can carry them apart."""
        super().__init__(message)
        self.hint = hint


def text(cell: str) -> str:
    """Text with its spaces tidied."""
    return _SPACES.sub(" ", cell)


def day(cell: str) -> date:
    """A day: ``2026-11-20`` or ``20261120``.

    Raises:
        CellFault: Anything else. ``11/12/2026`` is two days, depending on the country, so it is not guessed.
    """
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise CellFault(f"not a day: {cell!r}", "write year, month, day: 2026-11-20") from None


def country(cell: str) -> str:
    """An ISO 3166-1 alpha-2 code, in capitals."""
    if not _COUNTRY.match(cell):
        raise CellFault(f"not a country code: {cell!r}", "two letters (ISO 3166-1 alpha-2): CN, HK, US")
    return cell.upper()


def countries(cell: str) -> list[str]:
    """Codes parted by semicolons, commas or spaces."""
    return [country(part) for part in re.split(r"[;,\s]+", cell) if part]


def number(cell: str) -> str:
    """An exact decimal number, kept as text; ``1,234.50`` loses its commas.

    Raises:
        CellFault: Not a number, negative, or a comma where only a decimal comma would make sense.
    """
    plain = cell.replace(" ", "").lstrip("$")
    if "," in plain and not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        raise CellFault(f"not a number: {cell!r}", "write 1234.50 or 1,234.50; a decimal comma is not guessed")
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        raise CellFault(f"not a number: {cell!r}", "digits, for example 2000 or 48000.50") from None
    if not value.is_finite() or value < 0:
        raise CellFault(f"not an amount: {cell!r}", "a number that is not negative")
    return f"{value:f}"


def one_of(words: dict[str, str], what: str) -> Callable[[str], str]:
    """A reader of a closed vocabulary."""

    def read(cell: str) -> str:
        found = words.get(cell.casefold()) or words.get(cell.casefold().replace("_", " "))
        if found is None:
            raise CellFault(f"unknown {what}: {cell!r}", f"one of {', '.join(dict.fromkeys(words.values()))}")
        return found

    return read


def flag(cell: str) -> bool:
    """Yes or no."""
    found = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}.get(cell.casefold())
    if found is None:
        raise CellFault(f"neither yes nor no: {cell!r}", "write yes or no, or leave the cell empty")
    return found


def items(cell: str) -> list[str]:
    """Texts parted by semicolons."""
    return [part.strip() for part in re.split(r"[;\uff1b]", cell) if part.strip()]


Reader = Callable[[str], Any]
consignee_type = one_of(CONSIGNEE_TYPES, "ultimate consignee type")
transaction = one_of({name: name for name in TRANSACTIONS}, "transaction")
