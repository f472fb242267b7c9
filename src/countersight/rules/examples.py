"""A page's worked examples run as tests: each row is facts, a date, and what the page must say of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from countersight.errors import RulebookError, Where
from countersight.model.fact_schema import TYPES
from countersight.model.units import parse_money, percent_to_units
from countersight.rules.book import Rulebook
from countersight.rules.closures import OPEN, compile_test
from countersight.rules.ground import ground
from countersight.rules.page import Example, Page
from countersight.rules.reading import Reading, compile_reading
from countersight.rules.window import read_day

EXAMPLE_ENACTMENT = date(2027, 1, 1)
"""The day that an example means by ``E``, where its date hangs on the enactment of a proposed Act."""

UNKNOWN_CELLS = frozenset({"–", "-", "", "…", "?", "unknown"})


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example, what was wanted and what came out."""

    page: Page
    example: Example
    profile: str
    got: str
    fault: str = ""

    @property
    def passed(self) -> bool:
        """True when the page says what the example wants."""
        return not self.fault and self.got == self.example.result


def read_cell(path: str, cell: str) -> tuple[object, bool]:
    """A cell as a value, and whether a list is open.

    ``yes``/``no``, ``50%``, a day, a whole number, an amount, text; lists as ``{a, b}``, with ``…`` after it where
    something may be missing; ``–`` is unknown.

    Raises:
        ValueError: The cell does not fit the fact's type.
    """
    if cell in UNKNOWN_CELLS:
        return None, False
    kind = TYPES[path]
    return _READERS[kind](cell), kind.startswith("list") and cell.endswith("…")


def _list(cell: str) -> tuple[str, ...]:
    inner = cell.rstrip("…").strip()
    if not (inner.startswith("{") and inner.endswith("}")):
        message = f"a list is written {{a, b}}, not {cell!r}"
        raise ValueError(message)
    return tuple(item.strip() for item in inner[1:-1].split(",") if item.strip())


def _yes_or_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        message = f"write yes, no or –, not {cell!r}"
        raise ValueError(message)
    return cell == "yes"


_READERS: dict[str, Callable[[str], object]] = {
    "bool": _yes_or_no,
    "int": int,
    "share": lambda cell: percent_to_units(cell.rstrip("%")),
    "money": parse_money,
    "date": date.fromisoformat,
    "string": str,
    "list<string>": _list,
}


def _facts(page: Page, example: Example) -> dict[str, object]:
    flat: dict[str, object] = {}
    for path, cell in example.cells:
        if path not in TYPES:
            raise RulebookError(f"unknown fact {path!r} in the Examples table", where=Where(page.file, example.line))
        try:
            value, is_open = read_cell(path, cell)
        except ValueError as fault:
            raise RulebookError(f"example {example.case!r}, column {path}: {fault}", where=Where(page.file, example.line)) from None
        if value is not None:
            flat[path] = value
            if is_open:
                flat[path + OPEN] = True
    return flat


def _say(page: Page, reading: Reading, flat: dict[str, object]) -> str:
    if page.decides:
        rule = next((one for one in reading.rules if one.page is page), None)
        if rule is None:
            return "not_in_force"
        value = rule.test(flat)
        if value is False:
            return "not_triggered"
        return "needs_review" if value is None or rule.phase.doubt else page.outcome
    if not reading.speaks(page):
        return "not_in_force"
    return {True: "met", False: "not_met", None: "unknown"}[compile_test(ground(page.rule.tree(), reading.ground))(flat)]


@dataclass(slots=True)
class ExampleRunner:
    """Runs the examples of a rulebook's pages; readings are compiled once per day and profile."""

    book: Rulebook
    _readings: dict[tuple[str, date, bool], Reading] = field(default_factory=dict)

    def run(self, page: Page) -> list[ExampleResult]:
        """Run a page's examples, in every profile that the page belongs to unless a row names one."""
        results = []
        for example in page.examples:
            profiles = (example.profile,) if example.profile else page.head.profiles or self.book.profiles or ("",)
            for profile in profiles:
                try:
                    got, fault = _say(page, self._reading(example, profile, page.file), _facts(page, example)), ""
                except RulebookError as error:
                    got, fault = "", error.message
                results.append(ExampleResult(page, example, profile, got, fault))
        return results

    def _reading(self, example: Example, profile: str, file: str) -> Reading:
        day = read_day(example.on)
        scenario = self.book.enacted(EXAMPLE_ENACTMENT) if day.anchor else self.book
        on = day.on_calendar(scenario.anchors)
        if on is None:
            raise RulebookError(f"not a day: {example.on!r}", hint="write 2026-11-20 or E+200d", where=Where(file, example.line))
        if profile and profile not in self.book.profiles:
            raise RulebookError(f"{profile!r} is not a profile of {self.book.id}", where=Where(file, example.line))
        key = (profile, on, bool(day.anchor))
        if key not in self._readings:
            self._readings[key] = compile_reading(scenario, profile, on)
        return self._readings[key]
