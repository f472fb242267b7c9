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
from typing import Any, Final, get_args

from countersight.model.matter import Role
from countersight.sources.countries import country_code

_CODE = re.compile(r"[A-Za-z]{2}\Z")
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
DAY_OR_MONTH: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[T ]\d{1,2}:\d{2}.*)?\Z")
"""A day and a month in either order. With points the day is first, unless the column shows that it is not."""
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\Z")
_IN_WORDS = re.compile(r"(?:(\d{1,2})[- ]([A-Za-z]{3})[a-z]*\.?[- ,]+(\d{4})|([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4}))\Z")
_SERIAL = re.compile(r"[34]\d{4}\Z")
COMMA: Final = re.compile(r"\d{1,3}(?:[. \u00a0']\d{3})+,\d+\Z|\d+,\d{1,2}\Z|\d+,\d{4,}\Z|(?:0|\d{4,}),\d{3}\Z|\d{1,3}(?:\.\d{3}){2,}\Z")
"""An amount that only a decimal comma makes sense of."""
POINT: Final = re.compile(r"\d{1,3}(?:[, \u00a0']\d{3})+\.\d+\Z|\d+\.\d{1,2}\Z|\d+\.\d{4,}\Z|(?:0|\d{4,})\.\d{3}\Z|\d{1,3}(?:,\d{3}){2,}\Z")
"""An amount that only a decimal point makes sense of."""
_EITHER = re.compile(r"\d{1,3}[.,]\d{3}\Z")
_SIGNS: Final = r"US\$|HK\$|\$|¥|€|£|人民币|美元|欧元|元|USD|CNY|RMB|EUR|HKD|GBP|JPY|KRW|TWD|SGD|CHF"
_MONEY = re.compile(rf"^({_SIGNS})\s*(?=[\d-])|(?<=\d)\s*({_SIGNS})$", re.IGNORECASE)
_CURRENCIES: Final = {"US$": "USD", "$": "USD", "美元": "USD", "HK$": "HKD", "RMB": "CNY", "元": "CNY", "人民币": "CNY", "€": "EUR", "欧元": "EUR", "£": "GBP", "¥": "CNY or JPY"}
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{1,2}\Z")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0'](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes what can be written in two ways; None where it does not say."""

    day_first: bool | None = None
    point_first: bool | None = True
    """The same for days that are written with points."""
    comma: bool | None = None
    """True where a comma parts the decimals."""


PLAIN: Final = Style()


class CellFault(ValueError):  # noqa: N818 - a fault of the file, not of the program
    """A cell that does not fit its column: the message, and what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep both, so that the row fault can carry them apart."""
        super().__init__(message)
        self.hint = hint


class DoubtfulCell(CellFault):
    """An amount that can be two: it stays unknown, and that is said; its row goes on."""


def narrow(cell: str) -> str:
    """Full-width digits, letters and signs as plain ones, and no space around."""
    return (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip()


def text(cell: str, _: Style = PLAIN) -> str:
    """Text with its spaces tidied."""
    return " ".join(cell.split())


def code(cell: str, _: Style = PLAIN) -> str:
    """A code: text in plain letters and digits.

    Raises:
        CellFault: ``9.133E+17``: a spreadsheet has shortened it, and its digits are lost.
    """
    plain = " ".join(narrow(cell).split())
    if _SHORTENED.match(plain):
        raise CellFault(f"a number that a spreadsheet has shortened: {cell!r}", "format the column as text and fill it in again: the digits are lost")
    return plain


def currency(cell: str, _: Style = PLAIN) -> str:
    """A currency in three letters (ISO 4217)."""
    plain = narrow(cell).upper()
    found = _CURRENCIES.get(plain, plain)
    if not re.fullmatch(r"[A-Z]{3}|CNY or JPY", found):
        raise CellFault(f"not a currency: {cell!r}", "three letters (ISO 4217): USD, CNY, EUR")
    return found


def bare(cell: str) -> str:
    """An amount without the currency beside it, in plain digits."""
    return _MONEY.sub("", narrow(cell)).strip()


def one_currency(told: str, earlier: str) -> str:
    """The currency of an amount that two cells name.

    Raises:
        CellFault: They differ.
    """
    if not earlier or earlier == told or earlier in told.split(" or "):
        return earlier or told
    if told in earlier.split(" or "):
        return told
    raise CellFault(f"two currencies of one amount: {earlier} and {told}", "keep one of the two")


def currency_in(cell: str) -> str:
    """The currency that stands beside an amount, or nothing.

    >>> currency_in("5 EUR"), currency_in("US$ 5"), currency_in("5")
    ('EUR', 'USD', '')
    """
    found = _MONEY.search(narrow(cell))
    return currency(found[1] or found[2]) if found else ""


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
    if _SHORT_YEAR.match(plain):
        raise CellFault(f"a year of two digits: {cell!r}", "write year, month, day: 2026-11-20")
    if _SERIAL.match(plain):
        raise CellFault(f"not a day: {cell!r}", "it looks like the serial number of a spreadsheet: format the column as text, 2026-11-20")
    raise CellFault(f"not a day: {cell!r}", "write year, month, day: 2026-11-20")


def _either(found: re.Match[str], style: Style, cell: str) -> date:
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    told = style.point_first if found[2] == "." else style.day_first
    day_first = True if one > 12 else False if other > 12 else True if one == other else told  # noqa: PLR2004 - months
    if day_first is None:
        ways = f"{year}-{other:02}-{one:02} or {year}-{one:02}-{other:02}?"
        raise CellFault(f"two days in one: {cell!r}", f"{ways} The column does not tell: write 2026-11-20, or say dates: day first (or month first) in a mapping (--map)")
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
        CellFault: Not a number, or negative.
        DoubtfulCell: One that the file as a whole does not decide.

    >>> number("1,234.50"), number("1.234,50"), number("1.234", Style(comma=True))
    ('1234.50', '1234.50', '1234')
    """
    plain = _GROUPED.sub("", bare(cell))
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
        raise DoubtfulCell(f"two numbers in one: {cell!r}", "write 1234 or 1.2340, or say decimals: point (or comma) in a mapping (--map)")
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
ROLES: Final = {
    **{name: name for name in get_args(Role)}, **{name.replace("_", " "): name for name in get_args(Role)},
    "supplier": "vendor", "client": "customer", "buyer": "purchaser", "consignee": "ultimate_consignee", "shipper": "exporter", "manufacturer": "producer",
    "客户": "customer", "供应商": "vendor", "收货人": "ultimate_consignee", "最终用户": "end_user", "生产商": "producer", "机构": "institution",
}  # fmt: skip
party_role = one_of(ROLES, "role")
