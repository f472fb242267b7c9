"""The columns of a table of shipments or entries, and every heading under which they may stand.

Headings are the element names of the Electronic Export Information (15 CFR 30.6) and of CBP form 7501, and our own
short names. A heading is compared in small letters with every mark between words as one space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from countersight.intake import cells
from countersight.intake.cells import Reader


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value goes (``matter``, ``line`` or a party's role), under which name, how it is read."""

    owner: str
    field: str
    read: Reader
    headings: tuple[str, ...]

    @property
    def is_party(self) -> bool:
        """True where the value belongs to a party."""
        return self.owner not in {"matter", "line"}


_MATTER: Final = (
    ("id", cells.text, "shipment reference number; shipment id; entry number; reference; matter"),
    ("date", cells.day, "date of export; export date; entry date; date of exportation"),
    ("transaction", cells.transaction, "kind of transaction"),
    ("destination", cells.country, "country of ultimate destination; destination country; ultimate destination"),
    ("route", cells.countries, "transit countries; routing"),
    ("contract_date", cells.day, "date of contract; order date"),
    ("text", cells.items, "purchase order text; purpose; remarks; end use; statement of end use"),
    ("license_number", cells.text, "license number; licence number; license no; license code exemption"),
)
_LINE: Final = (
    ("description", cells.text, "commodity description; description of merchandise; goods; item"),
    ("node", cells.text, "taxonomy node"),
    ("eccn", cells.text, "export control classification number"),
    ("hs", cells.text, "schedule b; schedule b number; hts; htsus; htsus number; hs code; schedule b or htsusa number"),
    ("brand", cells.text, "brand name"),
    ("model", cells.text, "model number"),
    ("producer", cells.text, "manufacturer of the line"),
    ("fcc_id", cells.text, "fcc identifier"),
    ("fcc_authorized_on", cells.day, "fcc authorization date; fcc grant date"),
    ("quantity", cells.number, "first quantity; qty; quantity 1"),
    ("value", cells.number, "value usd; value in us dollars; entered value; customs value"),
    ("origin", cells.country, "country of origin; origin country"),
    ("assembled_in", cells.country, "country of assembly"),
    ("use", cells.text, "intended use"),
    ("place", cells.text, "place of installation; installation address; site"),
    ("functions", cells.items, "item functions"),
)
_ROLES: Final = {
    "exporter": "usppi; us principal party in interest",
    "purchaser": "buyer",
    "intermediate_consignee": "",
    "ultimate_consignee": "consignee",
    "end_user": "",
    "forwarder": "freight forwarder; forwarding agent; authorized agent",
    "importer": "importer of record",
    "producer": "manufacturer",
    "seller": "",
    "brand_owner": "",
    "user": "",
}
_PARTY: Final = (
    ("names", cells.items, "other names"),
    ("country", cells.country, "country"),
    ("address", cells.text, "address"),
    ("consignee_type", cells.consignee_type, "type"),
    ("industry", cells.text, "industry"),
    ("is_us_person", cells.flag, "us person"),
    ("government", cells.flag, "government"),
    ("mid", cells.text, "mid"),
    ("uscc", cells.text, "uscc"),
    ("lei", cells.text, "lei"),
    ("registration", cells.text, "registration"),
)
IDENTIFIERS: Final = frozenset({"mid", "uscc", "lei", "registration"})
CLAIMS: Final = frozenset({"government"})


def heading(text: str) -> str:
    """A heading in the form in which headings are compared.

    >>> heading("Country_of Ultimate-Destination ")
    'country of ultimate destination'
    """
    return re.sub(r"[\W_]+", " ", text.lstrip("\ufeff")).strip().casefold()


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _columns() -> tuple[Column, ...]:
    found = [Column("matter", name, read, (heading(name), *_split(more))) for name, read, more in _MATTER]
    found += [Column("line", name, read, (heading(name), *_split(more))) for name, read, more in _LINE]
    for role, more in _ROLES.items():
        words = (heading(role), *_split(more))
        found.append(Column(role, "name", cells.text, tuple(h for w in words for h in (w, f"{w} name"))))
        for name, read, label in _PARTY:
            found.append(Column(role, name, read, tuple(f"{word} {tail}" for word in words for tail in {label, heading(name)})))
    return tuple(found)


COLUMNS: Final = _columns()
BY_HEADING: Final = {name: column for column in reversed(COLUMNS) for name in column.headings}
"""Every heading, to its column; where one heading could mean two, the first of the table wins."""
