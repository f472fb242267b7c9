"""Cells of a table to values: exact, or a fault that says what would be right.

What a country writes differently (11/12/2026, 1.234,50) is decided by the column as a whole (:mod:`countersight.intake.style`)
or not at all: a single cell is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from countersight.sources.countries import country_code

_CODE = re.compile(r"[A-Za-z]{2}\Z")
_SPACES = re.compile(r"\s+")
CONSIGNEE_TYPES = {
    "d": "direct_consumer", "g": "government", "r": "reseller", "o": "other",
    "direct consumer": "direct_consumer", "government entity": "government", "government": "government",
    "reseller": "reseller", "other": "other", "other/unknown": "other",
    "最终用户": "direct_consumer", "政府": "government", "经销商": "reseller", "其他": "other",
}  # fmt: skip
"""AES codes of the ultimate consignee type and their words (15 CFR 30.6(a)(28))."""

TRANSACTIONS = ("export", "reexport", "transfer", "service", "entry", "possession")
_HAN_COUNTRIES: Final = {
    "中国": "CN", "中华人民共和国": "CN", "香港": "HK", "中国香港": "HK", "澳门": "MO", "中国澳门": "MO", "台湾": "TW", "中国台湾": "TW", "美国": "US", "德国": "DE", "日本": "JP",
    "韩国": "KR", "越南": "VN", "新加坡": "SG", "马来西亚": "MY", "泰国": "TH", "印度": "IN", "法国": "FR", "英国": "GB", "荷兰": "NL", "俄罗斯": "RU", "阿联酋": "AE", "墨西哥": "MX",
}  # fmt: skip
_MORE_COUNTRIES: Final = {"usa": "US", "u.s.a.": "US", "u.s.": "US", "uk": "GB", "prc": "CN", "p.r.c.": "CN", "pr china": "CN", "p.r. china": "CN", "people's republic of china": "CN", "uae": "AE", "macau sar": "MO", "hong kong sar": "HK", "south korea": "KR", "vietnam": "VN"}
_MONTHS: Final = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}.*)?\Z")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
DAY_OR_MONTH: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\Z")
"""A day and a month in either order. With points the day is first wherever points are written."""
_IN_WORDS = re.compile(r"(?:(\d{1,2})[- ]([A-Za-z]{3})[a-z]*\.?[- ,]+(\d{4})|([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4}))\Z")
_SERIAL = re.compile(r"[34]\d{4}\Z")
COMMA: Final = re.compile(r"\d{1,3}(?:[. \u00a0']\d{3})+,\d+\Z|\d+,\d{1,2}\Z|\d+,\d{4,}\Z|\d{1,3}(?:\.\d{3}){2,}\Z")
"""An amount that only a decimal comma makes sense of."""
POINT: Final = re.compile(r"\d{1,3}(?:[, \u00a0']\d{3})+\.\d+\Z|\d+\.\d{1,2}\Z|\d+\.\d{4,}\Z|\d{1,3}(?:,\d{3}){2,}\Z")
"""An amount that only a decimal point makes sense of."""
_EITHER = re.compile(r"\d{1,3}[.,]\d{3}\Z")
_MONEY = re.compile(r"^(?:US\$|USD|\$|CNY|RMB|EUR|¥|€)\s*|\s*(?:USD|CNY|RMB|EUR|元|€)$", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0'](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes what can be written in two ways; None where it does not say."""

    day_first: bool | None = None
    comma: bool | None = None
    """True where a comma parts the decimals."""


PLAIN: Final = Style()


class CellFault(ValueError):  # noqa: N818 - a fault of the file, not of the program
    """A cell that does not fit its column: the message, and what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep both, so that the row fault can carry them apart."""
        super().__init__(message)
        self.hint = hint


def narrow(cell: str) -> str:
    """Full-width digits, letters and signs as plain ones, and no space around."""
    return unicodedata.normalize("NFKC", cell).strip()


def text(cell: str, _: Style = PLAIN) -> str:
    """Text with its spaces tidied."""
    return _SPACES.sub(" ", cell)


def code(cell: str, _: Style = PLAIN) -> str:
    """A code: text in plain letters and digits."""
    return _SPACES.sub(" ", narrow(cell))


def day(cell: str, style: Style = PLAIN) -> date:
    """A day: ``2026-11-20``, ``20261120``, ``2026年11月20日``, ``20.11.2026``, ``20 Nov 2026``, ``Nov 20, 2026``.

    Raises:
        CellFault: Anything else. ``11/12/2026`` is two days, and only the column can tell which.

    >>> day("２０２６年１１月２日"), day("11/12/2026", Style(day_first=True))
    (datetime.date(2026, 11, 2), datetime.date(2026, 12, 11))
    """
    plain = narrow(cell)
    try:
        if found := _YEAR_FIRST.match(plain) or _PLAIN.match(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _IN_WORDS.match(plain):
            name = (found[2] or found[4]).casefold()
            if name in _MONTHS:
                return date(int(found[3] or found[6]), _MONTHS[name], int(found[1] or found[5]))
        if found := DAY_OR_MONTH.match(plain):
            return _either(found, style, cell)
    except ValueError as fault:
        if isinstance(fault, CellFault):
            raise
    if _SERIAL.match(plain):
        raise CellFault(f"not a day: {cell!r}", "it looks like the serial number of a spreadsheet: format the column as text, 2026-11-20")
    raise CellFault(f"not a day: {cell!r}", "write year, month, day: 2026-11-20")


def _either(found: re.Match[str], style: Style, cell: str) -> date:
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    day_first = True if found[2] == "." or one > 12 else False if other > 12 else True if one == other else style.day_first  # noqa: PLR2004 - months
    if day_first is None:
        raise CellFault(f"two days in one: {cell!r}", "day or month first cannot be told from this column: write 2026-11-20")
    return date(year, other, one) if day_first else date(year, one, other)


def country(cell: str, _: Style = PLAIN) -> str:
    """An ISO 3166-1 alpha-2 code, in capitals, from the code or the name in English or Chinese."""
    plain = narrow(cell)
    if _CODE.match(plain):
        return plain.upper()
    found = _HAN_COUNTRIES.get(plain) or _MORE_COUNTRIES.get(plain.casefold()) or country_code(plain) or country_code(plain.title())
    if not found:
        raise CellFault(f"not a country: {cell!r}", "two letters (ISO 3166-1 alpha-2): CN, HK, US; or the name in English")
    return found


def countries(cell: str, _: Style = PLAIN) -> list[str]:
    """Countries parted by semicolons or commas, codes also by spaces or slashes."""
    parts = [part.strip() for part in re.split(r"[;,\uff1b\uff0c\u3001]+", cell) if part.strip()]
    if all(re.fullmatch(r"[A-Za-z]{2}(?:[\s/>-]+[A-Za-z]{2})*", part) for part in parts):
        parts = [one for part in parts for one in re.split(r"[\s/>-]+", part)]
    return [country(part) for part in parts]


def number(cell: str, style: Style = PLAIN) -> str:
    """An exact decimal number, kept as text; what groups thousands is dropped.

    Raises:
        CellFault: Not a number, negative, or one that the file as a whole does not decide.

    >>> number("1,234.50"), number("1.234,50"), number("1.234", Style(comma=True))
    ('1234.50', '1234.50', '1234')
    """
    plain = _GROUPED.sub("", _MONEY.sub("", narrow(cell)))
    if COMMA.match(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif POINT.match(plain):
        plain = plain.replace(",", "")
    elif _EITHER.match(plain):
        plain = _grouped_or_not(plain, style, cell)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise CellFault(f"not a number: {cell!r}", "digits, for example 2000 or 48000.50") from None
    if not value.is_finite() or value < 0:
        raise CellFault(f"not an amount: {cell!r}", "a number that is not negative")
    return f"{value:f}"


def _grouped_or_not(plain: str, style: Style, cell: str) -> str:
    """``1,234`` and ``1.234``: a thousand and more, or one and a bit."""
    if style.comma is None:
        if "," in plain:  # a comma before three digits groups, unless the file shows that it parts decimals
            return plain.replace(",", "")
        raise CellFault(f"two numbers in one: {cell!r}", "write 1234 or 1.2340: whether the point groups thousands cannot be told from this file")
    if style.comma:
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(",", "")


def one_of(words: dict[str, str], what: str) -> Callable[[str, Style], str]:
    """A reader of a closed vocabulary."""

    def read(cell: str, _: Style = PLAIN) -> str:
        plain = narrow(cell).casefold()
        found = words.get(plain) or words.get(plain.replace("_", " "))
        if found is None:
            raise CellFault(f"unknown {what}: {cell!r}", f"one of {', '.join(dict.fromkeys(words.values()))}")
        return found

    return read


def flag(cell: str, _: Style = PLAIN) -> bool:
    """Yes or no."""
    words = {"yes": True, "y": True, "true": True, "1": True, "是": True, "no": False, "n": False, "false": False, "0": False, "否": False}
    found = words.get(narrow(cell).casefold())
    if found is None:
        raise CellFault(f"neither yes nor no: {cell!r}", "write yes or no, or leave the cell empty")
    return found


def items(cell: str, _: Style = PLAIN) -> list[str]:
    """Texts parted by semicolons."""
    return [part.strip() for part in re.split(r"[;\uff1b]", cell) if part.strip()]


Reader = Callable[[str, Style], Any]
consignee_type = one_of(CONSIGNEE_TYPES, "ultimate consignee type")
transaction = one_of({name: name for name in TRANSACTIONS}, "transaction")
