"""The part of FollowTheMoney's model that the wire format speaks: schemata, their properties, topics, and what each is called.

Facts from the public description of the model (https://followthemoney.tech, version 4.11); a test compares them with the package where that is
installed. It holds what an entity of ours carries and what a question may tell; another property of FollowTheMoney is read over, as yente reads over
what it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

THING: Final = "Thing"


@dataclass(frozen=True, slots=True)
class Schema:
    """One type of entity."""

    name: str
    label: str
    plural: str
    parents: tuple[str, ...]
    """All types that it is as well."""
    about: str
    matchable: bool = True


@dataclass(frozen=True, slots=True)
class Property:
    """One property, under the schema that defines it. ``kind`` is its type: name, country, identifier, date, address, topic, url or string."""

    schema: str
    name: str
    label: str
    kind: str

    @property
    def qname(self) -> str:
        """The name by which OpenRefine knows it."""
        return f"{self.schema}:{self.name}"


_SCHEMATA: Final = (
    Schema("Thing", "Thing", "Thing", (), "Anything that has a name.", matchable=False),
    Schema(
        "LegalEntity",
        "Legal entity",
        "Legal entities",
        ("Thing",),
        "A party of which the record does not say whether it is a person or an organization.",
    ),
    Schema(
        "Organization", "Organization", "Organizations", ("Thing", "LegalEntity"), "A body that is not owned in shares."
    ),
    Schema(
        "Company",
        "Company",
        "Companies",
        ("Thing", "LegalEntity", "Organization", "Asset", "Value"),
        "A corporation, which can be owned.",
    ),
    Schema(
        "PublicBody",
        "Public body",
        "Public bodies",
        ("Thing", "LegalEntity", "Organization"),
        "A ministry, a department, an organ of a state.",
    ),
    Schema("Person", "Person", "People", ("Thing", "LegalEntity"), "A natural person, whom an official list names."),
    Schema("Vessel", "Vessel", "Vessels", ("Thing", "Asset", "Value", "Vehicle"), "A ship."),
    Schema("Airplane", "Airplane", "Airplanes", ("Thing", "Asset", "Value", "Vehicle"), "An aircraft."),
    Schema("Project", "Project", "Projects", ("Thing", "Value", "Interval"), "A programme.", matchable=False),
    Schema("Security", "Security", "Securities", ("Thing", "Asset", "Value"), "A security that a body has issued."),
    Schema("Address", "Address", "Addresses", ("Thing",), "An address.", matchable=False),
    Schema("Asset", "Asset", "Assets", ("Thing", "Value"), "What can be owned.", matchable=False),
    Schema("Vehicle", "Vehicle", "Vehicles", ("Thing", "Asset", "Value"), "What moves.", matchable=False),
    Schema("Sanction", "Sanction", "Sanctions", ("Interval",), "An entry on a list of an authority.", matchable=False),
    Schema(
        "Ownership",
        "Ownership",
        "Ownerships",
        ("Interest", "Interval"),
        "A stake of one body in another.",
        matchable=False,
    ),
    Schema(
        "Control",
        "Control",
        "Control relationships",
        ("Interest", "Interval"),
        "Control of one body over another.",
        matchable=False,
    ),
)
SCHEMATA: Final = {one.name: one for one in _SCHEMATA}

_PROPERTIES: Final = """
Thing name Name name|Thing alias Alias name|Thing weakAlias Weak_alias name|Thing previousName Previous_name name
Thing country Country country|Thing address Address address|Thing topics Topics topic|Thing sourceUrl Source_link url
LegalEntity abbreviation Abbreviation name|LegalEntity jurisdiction Jurisdiction country|LegalEntity mainCountry Country_of_origin country
LegalEntity registrationNumber Registration_number identifier|LegalEntity idNumber ID_Number identifier|LegalEntity taxNumber Tax_Number identifier
LegalEntity leiCode LEI identifier|LegalEntity uscCode USCC identifier|LegalEntity dunsCode DUNS identifier|LegalEntity swiftBic SWIFT/BIC identifier
LegalEntity incorporationDate Incorporation_date date
Organization imoNumber IMO_Number identifier
Company isinCode ISIN identifier|Company cikCode SEC_Central_Index_Key identifier|Company ticker Stock_ticker_symbol identifier
Person birthDate Birth_date date|Person firstName First_name string|Person lastName Last_name string|Person middleName Middle_name string
Vessel imoNumber IMO_Number identifier|Vehicle registrationNumber Registration_number identifier
Security isin ISIN identifier|Security ticker Stock_ticker_symbol identifier
"""
PROPERTIES: Final = tuple(
    Property(schema, name, label.replace("_", " "), kind)
    for line in _PROPERTIES.strip().splitlines()
    for schema, name, label, kind in (item.split() for item in line.split("|"))
)

TOPICS: Final = {
    "sanction": "Sanctioned", "export.control": "Export controlled", "export.risk": "Trade risk", "debarment": "Debarred",
    "invest.ban": "Investment ban", "forced.labor": "Forced labor", "poi": "Person of interest", "gov": "Government",
}  # fmt: skip
"""Topics that are given, with their labels. ``target`` is true where one of the first six is."""

CONCERNS: Final = frozenset(TOPICS) - {"poi", "gov"}

_TOPICS_OF: Final = {
    "us.bis.entity_list": "export.control", "us.bis.meu": "export.control", "us.bis.dpl": "export.control", "us.bis.uvl": "export.risk",
    "us.ofac.ns_cmic": "invest.ban", "us.state.aeca": "debarment", "us.fcc.covered": "debarment", "us.ndaa889": "debarment",
    "us.dod.1260h": "debarment", "us.dod.1286": "poi", "us.uflpa": "forced.labor",
}  # fmt: skip
"""List to topic; every other list is one of sanctions."""

FACETS: Final = {
    "countries": "Countries",
    "topics": "Topics",
    "datasets": "Data sources",
    "schema": "Entity types",
    "identifiers": "Identifiers",
    "genders": "Genders",
}


def topic_of(list_id: str) -> str:
    """The topic of an entry on a list.

    >>> topic_of("us.bis.entity_list"), topic_of("un.sc")
    ('export.control', 'sanction')
    """
    return _TOPICS_OF.get(list_id, "sanction")


def is_a(schema: str, other: str) -> bool:
    """Whether an entity of one type is one of the other.

    >>> is_a("Company", "LegalEntity"), is_a("Vessel", "LegalEntity"), is_a("Person", "Person")
    (True, False, True)
    """
    held = SCHEMATA.get(schema)
    return schema == other or (held is not None and other in held.parents)


def properties_of(schema: str) -> dict[str, Property]:
    """The properties of a type by name, its own and those of what it is as well.

    >>> "birthDate" in properties_of("Person"), "birthDate" in properties_of("Company")
    (True, False)
    """
    return {one.name: one for one in PROPERTIES if is_a(schema, one.schema)}
