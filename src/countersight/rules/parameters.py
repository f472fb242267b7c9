"""Dated parameters: the numbers and lists of the law, each value with its window, citation, model and what it was verified against.

A value holds from a day on, for one profile or for all. A value that is ``unconfirmed`` may decide nothing: a page that
asks for it gets an unknown, and so at most a review; who computes with it is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from countersight.errors import RulebookError
from countersight.model.units import WHOLE, parse_money, percent_to_units
from countersight.rules.ownership_head import texts
from countersight.rules.syntax import Lit, Literal, Type
from countersight.rules.window import Anchors, Day, Status, read_day

VALUE_KEYS = frozenset({"from", "value", "profile", "citation", "model", "verified_on", "status", "note"})
VALUE_STATUSES: tuple[Status, ...] = ("in_force", "unconfirmed", "proposed")


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from a day on, for one profile or all, with its reference.

    Attributes:
        start: From which day.
        value: A day that hangs on an anchor stays one until the scenario gives the anchor.
        profile: Empty for every profile.
        citation: Where the number stands.
        model: For a drafting default: the enacted law that it is modelled on.
        verified_on: The day on which it was checked against its source, as text; empty where nobody did.
        status: in_force, unconfirmed, or proposed.
        note: What else to know.
    """

    start: Day
    value: Literal | Day
    profile: str
    citation: str
    model: str = ""
    verified_on: str = ""
    status: Status = "in_force"
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether a page may decide by it."""
        return self.status != "unconfirmed"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated parameter of a rulebook."""

    name: str
    type: Type
    values: tuple[DatedValue, ...]

    def dated(self, day: date, profile: str, anchors: Anchors) -> DatedValue | None:
        """What holds on a day: the latest start wins, and a profile's own value beats the common one. None where nothing does."""
        begun = [
            (bool(one.profile), start, one)
            for one in self.values
            if one.profile in {"", profile} and (start := one.start.on_calendar(anchors) or date.min) <= day
        ]
        return max(begun, key=lambda item: item[:2])[2] if begun else None

    def on(self, day: date, profile: str, anchors: Anchors) -> Lit:
        """The value that a page may decide by on a day; a literal without a value where there is none or it is unconfirmed."""
        found = self.dated(day, profile, anchors)
        if found is None or not found.confirmed:
            return Lit(None, self.type)
        return Lit(found.value.on_calendar(anchors) if isinstance(found.value, Day) else found.value, self.type)


def fraction(value: Literal | Day) -> Fraction:
    """A share as an exact fraction of one.

    Raises:
        TypeError: No number.

    >>> fraction(21_000_000)
    Fraction(21, 100)
    """
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"{value!r} is no share"
        raise TypeError(message)
    return Fraction(value, WHOLE)


def _exactly(kind: type[bool | int | str], value: object) -> Literal:
    if type(value) is not kind:
        message = f"found {value!r}"
        raise TypeError(message)
    return value


def _share(value: object) -> int:
    text = str(value)
    if not text.endswith("%"):
        message = f"a share is written 50%, not {value!r}"
        raise ValueError(message)
    return percent_to_units(text[:-1])


def _texts(value: object) -> tuple[str, ...]:
    found = texts(value)
    if not isinstance(value, list) or not found:
        message = f'a list of texts such as [CN, "NO"], with words that YAML reads as yes or no in quotes; found {value!r}'
        raise ValueError(message)
    return found


TYPED: Mapping[Type, Callable[[object], Literal | Day]] = {
    "bool": lambda value: _exactly(bool, value),
    "int": lambda value: _exactly(int, value),
    "share": _share,
    "money": lambda value: parse_money(str(value)),
    "string": lambda value: _exactly(str, value),
    "date": read_day,
    "list<string>": _texts,
}
"""The types of parameters, each with what reads a value of it."""


def read_dated(kind: Type, raw: object) -> DatedValue:
    """One value of a parameter.

    Raises:
        RulebookError: A key is missing or unknown, there is no citation, or the value is not of its type. The message goes
            on after the parameter's name.
    """
    if not isinstance(raw, dict) or not {"from", "value"} <= set(raw) <= VALUE_KEYS:
        raise RulebookError(f": a value has from, value, and perhaps {', '.join(sorted(VALUE_KEYS - {'from', 'value'}))}")
    if not texts(raw.get("citation")):
        raise RulebookError(" has a value without a citation", hint="citation: where the number stands")
    status = raw.get("status", "in_force")
    if status not in VALUE_STATUSES:
        raise RulebookError(f" has a value of status {status!r}", hint=f"one of {', '.join(VALUE_STATUSES)}")
    try:
        value = TYPED[kind](raw["value"])
    except (ValueError, TypeError) as fault:
        raise RulebookError(f" is not a {kind}: {fault}") from None
    except RulebookError as fault:
        raise RulebookError(f" is not a {kind}: {fault.message}", hint=fault.hint) from None
    try:
        start = read_day(raw["from"])
    except RulebookError as fault:
        raise RulebookError(f": {fault.message}", hint=fault.hint) from None
    return DatedValue(
        start=start,
        value=value,
        profile=str(raw.get("profile", "")),
        citation="; ".join(texts(raw["citation"])),
        model=" ".join(str(raw.get("model", "")).split()),
        verified_on=str(raw.get("verified_on", "")),
        status=status,
        note=" ".join(str(raw.get("note", "")).split()),
    )
