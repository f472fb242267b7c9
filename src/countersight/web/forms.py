"""The form of a matter: which fields there are for which kind, and how what was typed becomes a matter. What is left empty stays unknown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from countersight.errors import InputError
from countersight.web.wording import KIND, ROLE


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it asks in English, and how it is asked."""

    name: str
    label: str
    hint: str = ""
    form: str = "text"
    """``text``, ``area``, ``date``, ``choice`` or ``json``."""
    options: tuple[tuple[str, str], ...] = ()
    size: str = ""


YES_NO: Final = (("yes", "yes"), ("no", "no"))
_PARTY: Final = (
    Field("name", "Name", "As the papers have it, in any script", size="broad"),
    Field("role", "Role", form="choice"),
    Field("country", "Country", "Two letters, such as CN", size="short"),
    Field("names", "Other names", "Parted by semicolons", size="broad"),
    Field("lei", "LEI", size="short"),
    Field("uscc", "Social credit code", size="short"),
)
_LINE: Final = (
    Field("description", "What it is", "In the words of the papers", size="broad"),
    Field("eccn", "ECCN", "Or EAR99", size="short"),
    Field("hs", "Tariff number", size="short"),
    Field("brand", "Brand", size="short"),
    Field("model", "Model", size="short"),
    Field("producer", "Made by", size="short"),
    Field("origin", "Country of origin", "Two letters", size="short"),
    Field("quantity", "Quantity", size="short"),
    Field("value", "Value", "In dollars", size="short"),
    Field("use", "What it is for", size="broad"),
)
_COMMON: Final = (Field("id", "What you call it", "A reference of your own, such as an order number"), Field("date", "Day of the event", "The law is read as of this day", form="date", size="short"))
_TRANSACTION: Final = Field("transaction", "What happens", form="choice", options=(("export", "export"), ("reexport", "reexport"), ("transfer", "transfer in the country"), ("service", "service"), ("entry", "entry"), ("possession", "possession")))
_TEXT: Final = Field("text", "What the papers say", "Words of the order, the tender or the contract; one paragraph a line", form="area")

_OWN: Final[dict[str, tuple[Field, ...]]] = {
    "parties": (),
    "shipment": (_TRANSACTION, Field("destination", "Country of destination", "Two letters, such as CN", size="short"), Field("license_number", "Licence number", size="short"), _TEXT),
    "entry": (Field("license_number", "Licence number", size="short"), _TEXT),
    "devices": (),
    "holdings": (
        Field("position.instrument", "Instrument", form="choice", options=tuple((one, one.replace("_", " ")) for one in ("listed_equity", "adr", "bond", "fund_unit", "derivative", "direct_equity", "lp_interest"))),
        Field("position.action", "What is done", form="choice", options=(("buy", "buy"), ("sell", "sell"), ("hold", "hold"), ("reinvest", "reinvest"))),
        Field("position.trade_date", "Day of the trade", form="date", size="short"), Field("position.acquired_on", "Acquired on", form="date", size="short"), Field("position.amount", "Amount in dollars", size="short"),
    ),
    "research": (
        Field("project.title", "Title of the project"), Field("project.sponsor_funds", "Money of the sponsor, in dollars", size="short"), Field("project.federal_award", "Paid from a federal award", form="choice", options=YES_NO),
        Field("project.publication_planned", "The results are to be published", form="choice", options=YES_NO), Field("project.technology_transfer", "Technology is handed over", form="choice", options=YES_NO),
    ),
    "tax": (Field("tax", "The taxable year, as JSON", 'For example {"tax_year": 2026, "us_income": 600000, "items": [...]}; docs/tax.md names every key', form="json"),),
    "issuer": (Field("issuer.exchange", "Exchange", "Such as NYSE", size="short"), Field("issuer.form25_filed", "Form 25 filed on", form="date", size="short")),
}  # fmt: skip
ROLES: Final[dict[str, tuple[str, ...]]] = {
    "parties": ("vendor", "customer", "purchaser", "seller"),
    "shipment": ("exporter", "ultimate_consignee", "end_user", "purchaser", "intermediate_consignee", "forwarder", "producer"),
    "entry": ("importer", "producer", "seller", "brand_owner"),
    "devices": ("user", "vendor"),
    "holdings": ("issuer", "holder", "investor", "target"),
    "research": ("institution", "sponsor", "funder", "author_affiliation"),
    "tax": ("taxpayer", "payor"),
    "issuer": ("issuer", "holder", "investor"),
}
_LINES: Final = frozenset({"shipment", "entry", "devices", "research"})
MOST: Final = 40
"""Parties, or lines, of one form; a file may have more."""


@dataclass(slots=True)
class Draft:
    """A form on its way: the kind, how many rows it has, and what was typed."""

    kind: str
    parties: int = 2
    lines: int = 1
    typed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A kind without lines has none."""
        if self.kind not in _LINES:
            self.lines = 0

    @property
    def common(self) -> tuple[Field, ...]:
        """Fields of the matter itself."""
        return _COMMON

    @property
    def own(self) -> tuple[Field, ...]:
        """Fields of the kind."""
        return _OWN[self.kind]

    @property
    def party(self) -> tuple[Field, ...]:
        """Fields of a party."""
        return tuple(Field("role", "Role", form="choice", options=tuple((one, ROLE[one]) for one in ROLES[self.kind])) if one.name == "role" else one for one in _PARTY)

    @property
    def line(self) -> tuple[Field, ...]:
        """Fields of a line."""
        return _LINE

    def value(self, name: str) -> str:
        """What was typed."""
        return self.typed.get(name, "")


def draft(kind: str, typed: Mapping[str, str]) -> Draft:
    """A form as it was sent, or empty.

    Raises:
        InputError: No such kind.
    """
    if kind not in KIND:
        raise InputError(f"no kind of matter {kind[:40]!r}", hint=", ".join(KIND))
    parties, lines = _number(typed.get("parties", ""), 2), _number(typed.get("lines", ""), 1)
    return Draft(kind, parties, lines, {key: value for key, value in typed.items() if value})


def _number(text: str, least: int) -> int:
    return min(max(int(text), least), MOST) if text.isdecimal() else least


def matter_of(form: Draft) -> dict[str, Any]:
    """The matter as JSON, for :meth:`Matter.model_validate`.

    Raises:
        InputError: A field that is to hold JSON does not.
    """
    found: dict[str, Any] = {"kind": form.kind}
    for one in (*form.common, *form.own):
        value = _value(one, form.value(one.name))
        if value is not None:
            head, _, rest = one.name.partition(".")
            if rest:
                found.setdefault(head, {})[rest] = value
            else:
                found[head] = value
    parties = [party for at in range(form.parties) if (party := _party(form, at)) is not None]
    lines = [line for at in range(form.lines) if (line := {one.name: value for one in form.line if (value := _value(one, form.value(f"line{at}.{one.name}"))) is not None})]
    return found | ({"parties": parties} if parties else {}) | ({"lines": [_upper(line, "origin") for line in lines]} if lines else {}) | _destination(found)


def _destination(found: dict[str, Any]) -> dict[str, Any]:
    return _upper({"destination": found["destination"]}, "destination") if "destination" in found else {}


def _upper(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {**row, name: str(row[name]).upper()} if row.get(name) else row


def _party(form: Draft, at: int) -> dict[str, Any] | None:
    told = {one.name: form.value(f"party{at}.{one.name}") for one in form.party}
    if not told["name"]:
        return None
    ids = {key: told[key] for key in ("lei", "uscc") if told[key]}
    names = [one.strip() for one in told["names"].replace("\uff1b", ";").split(";") if one.strip()]
    more = ({"names": names} if names else {}) | ({"identifiers": ids} if ids else {}) | ({"country": told["country"].upper()} if told["country"] else {})
    return {"role": told["role"] or ROLES[form.kind][0], "name": told["name"]} | more


def _value(one: Field, text: str) -> Any:  # noqa: ANN401 - as the matter has it
    if not text:
        return None
    if one.options == YES_NO:
        return {"yes": True, "no": False}.get(text)
    if one.form == "area":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if one.form == "json":
        try:
            return json.loads(text)
        except ValueError as fault:
            raise InputError(f"{one.label}: not JSON: {fault}", hint="keys and text stand in straight double quotes") from None
    return text
