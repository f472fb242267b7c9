"""A matter: what is asked about. The border model, in pydantic; inside, facts are plain values.

Field names and vocabularies follow the published contract; unknown is absent or null, never "" or "N/A" or 0.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Kind = Literal["parties", "shipment", "entry", "devices", "holdings", "research", "tax", "issuer"]
Measure = Literal["export", "import", "capital", "research", "tax", "delisting", "definitions", "adjacent"]
Role = Literal[
    "exporter", "purchaser", "intermediate_consignee", "ultimate_consignee", "end_user", "forwarder", "importer",
    "producer", "seller", "brand_owner", "user", "holder", "investor", "issuer", "target", "sponsor", "funder",
    "institution", "author_affiliation", "taxpayer", "payor", "customer", "vendor",
]
Transaction = Literal["export", "reexport", "transfer", "service", "entry", "possession"]
ConsigneeType = Literal["direct_consumer", "government", "reseller", "other"]

MEASURE_OF_KIND: dict[str, str] = {
    "parties": "adjacent", "shipment": "export", "entry": "import", "devices": "adjacent", "holdings": "capital",
    "research": "research", "tax": "tax", "issuer": "delisting",
}


def _exact_text(value: object) -> object:
    """A number becomes the plain decimal that its writer wrote, so that a share or an amount stays exact.

    Raises:
        ValueError: Not a number, or infinite.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    written = Decimal(str(value))
    if not written.is_finite():
        message = f"{value} is no number"
        raise ValueError(message)
    return f"{written:f}"


PEOPLE = re.compile(r"author|investigator|\bpis?\b|_pi_|^pi_|_pi$|person|contact|officer|applicant|biosketch|orcid|nationality|ethnic|citizenship|birth", re.IGNORECASE)
"""Keys of a project that speak of persons. They are dropped where a matter is read: no decision rests on them (ETHICS.md)."""


def _without_people(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """A project without the keys that speak of persons, however deep.

    >>> _without_people({"title": "T", "authors": ["A"], "current_and_pending": [{"sponsor": "S", "pi_name": "B"}]})
    {'title': 'T', 'current_and_pending': [{'sponsor': 'S'}]}
    """
    if isinstance(value, dict):
        return {key: _without_people(one) for key, one in value.items() if not PEOPLE.search(str(key))}
    return [_without_people(one) for one in value] if isinstance(value, list) else value


Exact = Annotated[str, BeforeValidator(_exact_text)]
"""An exact decimal kept as text (shares in percent, money, quantities)."""


class _Model(BaseModel):
    """Shared settings: unknown fields are refused with their name, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Identifiers(_Model):
    """Identifiers of a party. Any one of them beats a name."""

    lei: str | None = None
    uscc: str | None = None
    isin: str | None = None
    cusip: str | None = None
    figi: str | None = None
    cik: str | None = None
    ror: str | None = None
    duns: str | None = None
    registration: str | None = None
    mid: str | None = None
    ticker: str | None = None


class Claims(_Model):
    """What the user says of a party: weaker than the atlas, stronger than nothing."""

    government: bool | None = None
    organ: str | None = None
    programs: list[str] | None = None
    programs_complete: bool | None = None


class Party(_Model):
    """One body in a role."""

    role: Role
    name: str
    names: list[str] = Field(default_factory=list)
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    address: str | None = None
    identifiers: Identifiers | None = None
    consignee_type: ConsigneeType | None = None
    industry: str | None = None
    is_us_person: bool | None = None
    claims: Claims | None = None


class UsContent(_Model):
    """The controlled US-origin content of a foreign-made item, for 15 CFR 734.4."""

    pct: Exact
    klass: Literal["EAR99", "AT_only", "controlled"] | None = Field(default=None, alias="class")


class Upstream(_Model):
    """An input and who made it."""

    name: str
    input: str | None = None


class Line(_Model):
    """One thing that moves, or is held."""

    description: str | None = None
    node: str | None = None
    eccn: str | None = None
    hs: str | None = None
    brand: str | None = None
    model: str | None = None
    producer: str | None = None
    fcc_id: str | None = None
    fcc_authorized_on: date | None = None
    mac: str | None = None
    firmware: str | None = None
    quantity: Exact | None = None
    value: Exact | None = None
    currency: str | None = None
    origin: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    assembled_in: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    us_content: UsContent | None = None
    use: str | None = None
    place: str | None = None
    functions: list[str] | None = None
    upstream: list[Upstream] | None = None


class Earlier(_Model):
    """An earlier deal of the same books: what went to whom, from which maker and origin."""

    day: date = Field(alias="date")
    buyer: str | None = None
    address: str | None = None
    producer: str | None = None
    description: str | None = None
    node: str | None = None
    hs: str | None = None
    origin: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")


class Resolution(_Model):
    """A red flag's slot, filled: who resolved it, when, on which evidence."""

    by: str
    on: date
    evidence: str


class Answer(_Model):
    """An answer to a question that a decision left open: which fact, about whom, who answered, when, on which evidence.

    ``about`` is a party or a line as decisions name them ("line 1", or a party's name); it may be left out where there
    is only one. An answer fills what is unknown and never goes before what is known.
    """

    fact: str
    about: str | None = None
    value: Any
    by: str
    on: date
    evidence: str


class Matter(_Model):
    """One thing to decide about."""

    id: str
    kind: Kind
    measure: Measure | None = None
    day: date | None = Field(default=None, alias="date")
    text: list[str] | None = None
    contract_date: date | None = None
    parties: list[Party] = Field(default_factory=list)
    lines: list[Line] | None = None
    transaction: Transaction | None = None
    destination: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    route: list[str] | None = None
    license_number: str | None = None
    earlier: list[Earlier] | None = None
    earlier_complete: bool | None = None
    resolutions: dict[str, Resolution] = Field(default_factory=dict)
    answers: list[Answer] = Field(default_factory=list)
    attachments: list[dict[str, str]] | None = None
    position: dict[str, Any] | None = None
    project: Annotated[dict[str, Any] | None, BeforeValidator(_without_people)] = None
    tax: dict[str, Any] | None = None
    issuer: dict[str, Any] | None = None
    regime: dict[str, Any] | None = None
    given: Given | None = None

    @property
    def measured(self) -> str:
        """The measure, derived from the kind where absent."""
        return self.measure or MEASURE_OF_KIND[self.kind]


class GivenBody(_Model):
    """An invented body that a scenario brings along."""

    id: str
    name: str
    names: list[str] = Field(default_factory=list)
    country: str | None = None
    surveillance_company: bool | None = None


class GivenDesignation(_Model):
    """An invented designation of a scenario."""

    body: str
    list: str
    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    cite: str


class GivenOwnership(_Model):
    """An invented stake of a scenario."""

    owner: str
    asset: str
    pct: Exact
    klass: Literal["equity", "voting", "profit", "control"] = Field(default="equity", alias="class")
    start: Exact | None = Field(default=None, alias="from")
    end: Exact | None = Field(default=None, alias="to")


class Given(_Model):
    """Invented atlas records; never used outside ``eval``, ``demo`` and tests."""

    bodies: list[GivenBody] = Field(default_factory=list)
    designations: list[GivenDesignation] = Field(default_factory=list)
    ownership: list[GivenOwnership] = Field(default_factory=list)
    facts: dict[str, Any] = Field(default_factory=dict)


Matter.model_rebuild()


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of a matter (draft 2020-12)."""
    schema = Matter.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Countersight matter"}
