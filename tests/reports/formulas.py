"""A small spreadsheet for tests: evaluates the formulas of a workbook in exact fractions, so that a result can be compared to the last part.

It knows what our sheets use: + - * /, comparisons, unary minus, ABS, COUNTIFS, IF, MAX, MIN, ROUND, SUM, SUMIFS. Anything else fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string

Cell = Fraction | str | None
_TOKEN = re.compile(
    r"\s*(?:(?P<ref>(?:'(?P<quoted>[^']+)'!|(?P<sheet>[A-Za-z]\w*)!)?\$?(?P<col>[A-Z]{1,3})\$?(?P<row>\d+)(?::\$?(?P<col2>[A-Z]{1,3})\$?(?P<row2>\d+))?(?![\w(]))"
    r"|(?P<name>[A-Z]+)\(|(?P<number>\d+(?:\.\d+)?)|(?P<op><=|>=|<>|[-+*/<>=(),]))"
)


class Sheets:
    """The numbers of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.known: dict[tuple[str, int, int], Cell] = {}

    def at(self, address: str) -> Cell:
        """The value at an address such as ``'Given'!$B$3``."""
        found = _TOKEN.match(address)
        assert found
        return self.cell(found["quoted"] or found["sheet"], column_index_from_string(found["col"]), int(found["row"]))

    def cell(self, sheet: str, column: int, row: int) -> Cell:
        """The value of a cell; a formula is worked out."""
        key = (sheet, column, row)
        if key not in self.known:
            value = self.book[sheet].cell(row, column).value
            formula = isinstance(value, str) and self.book[sheet].cell(row, column).data_type == "f"
            self.known[key] = _Formula(self, sheet, str(value)[1:]).value() if formula else _plain(value)
        return self.known[key]


def _plain(value: Any) -> Cell:  # noqa: ANN401 - whatever a cell holds
    if value is None or isinstance(value, str):
        return value
    return Fraction(value) if isinstance(value, int | Decimal) else Fraction(repr(value))


class _Formula:
    def __init__(self, sheets: Sheets, sheet: str, text: str) -> None:
        self.sheets, self.sheet, self.text, self.at = sheets, sheet, text, 0

    def peek(self) -> re.Match[str] | None:
        found = _TOKEN.match(self.text, self.at)
        if found is None and self.text[self.at :].strip():
            raise ValueError(f"{self.text[self.at :]!r} in ={self.text}")
        return found

    def take(self) -> re.Match[str]:
        found = self.peek()
        assert found, self.text
        self.at = found.end()
        return found

    def op(self, *wanted: str) -> str:
        found = self.peek()
        if found and found["op"] in wanted:
            self.at = found.end()
            return str(found["op"])
        return ""

    def value(self) -> Cell:
        found: Cell = self.compare()()
        assert self.peek() is None, self.text[self.at :]
        return found

    def compare(self) -> Callable[[], Any]:
        left = self.add()
        while op := self.op("<=", ">=", "<>", "<", ">", "="):
            left = _binary(op, left, self.add())
        return left

    def add(self) -> Callable[[], Any]:
        left = self.multiply()
        while op := self.op("+", "-"):
            left = _binary(op, left, self.multiply())
        return left

    def multiply(self) -> Callable[[], Any]:
        left = self.unary()
        while op := self.op("*", "/"):
            left = _binary(op, left, self.unary())
        return left

    def unary(self) -> Callable[[], Any]:
        if self.op("-"):
            inner = self.unary()
            return lambda: -_number(inner())
        return self.atom()

    def atom(self) -> Callable[[], Any]:
        found = self.take()
        if found["number"]:
            told = Fraction(found["number"])
            return lambda: told
        if found["ref"]:
            return self.reference(found)
        if found["op"] == "(":
            inner = self.compare()
            assert self.op(")"), self.text
            return inner
        assert found["name"], f"{found[0]!r} in ={self.text}"
        parts = [self.compare()]
        while self.op(","):
            parts.append(self.compare())
        assert self.op(")"), self.text
        return lambda: _call(str(found["name"]), parts)

    def reference(self, found: re.Match[str]) -> Callable[[], Any]:
        sheet = found["quoted"] or found["sheet"] or self.sheet
        column, row = column_index_from_string(found["col"]), int(found["row"])
        if not found["col2"]:
            return lambda: self.sheets.cell(sheet, column, row)
        last = int(found["row2"])
        assert column_index_from_string(found["col2"]) == column
        return lambda: [self.sheets.cell(sheet, column, each) for each in range(row, last + 1)]


def _number(value: Any) -> Fraction:  # noqa: ANN401
    assert not isinstance(value, str), value
    return Fraction(0) if value is None else Fraction(value)


def _binary(op: str, left: Callable[[], Any], right: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:  # noqa: ANN401
        one, two = left(), right()
        if op == "=" and (isinstance(one, str) or isinstance(two, str)):
            return one == two
        a, b = _number(one), _number(two)
        made: dict[str, Callable[[], Any]] = {
            "+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "<": lambda: a < b, ">": lambda: a > b,
            "<=": lambda: a <= b, ">=": lambda: a >= b, "<>": lambda: a != b, "=": lambda: a == b,
        }  # fmt: skip
        return made[op]()

    return run


def _call(name: str, parts: list[Callable[[], Any]]) -> Any:  # noqa: ANN401
    if name == "IF":
        return parts[1]() if parts[0]() else parts[2]()
    values = [part() for part in parts]
    if name in {"MAX", "MIN"}:
        numbers = [_number(value) for value in values]
        return max(numbers) if name == "MAX" else min(numbers)
    if name == "SUM":
        return sum((_number(one) for value in values for one in (value if isinstance(value, list) else [value])), Fraction(0))
    if name == "ABS":
        return abs(_number(values[0]))
    if name == "ROUND":
        scale = 10 ** int(values[1])
        whole = abs(_number(values[0])) * scale + Fraction(1, 2)
        return Fraction(int(whole), scale) * (1 if _number(values[0]) >= 0 else -1)
    if name in {"SUMIFS", "COUNTIFS"}:
        summed, tests = (values[0], values[1:]) if name == "SUMIFS" else (None, values)
        rows = [at for at in range(len(tests[0])) if all(tests[each][at] == tests[each + 1] for each in range(0, len(tests), 2))]
        return Fraction(len(rows)) if summed is None else sum((_number(summed[at]) for at in rows), Fraction(0))
    raise ValueError(f"unknown function {name}")
