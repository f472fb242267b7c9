"""Which of FollowTheMoney's schemata and properties are read, and what they are called here.

Facts from the public description of the model (https://followthemoney.tech, version 4.11) and of the programmes of
OpenSanctions; nothing else of an entity is kept, and of a person nothing but names.
"""

from __future__ import annotations

from typing import Final

DATASET: Final = "countersight"
"""The dataset of what we export: where it stands, a record is our own and is read back as it was."""

BODIES: Final = frozenset({"Company", "Organization", "PublicBody", "LegalEntity", "Person", "Vessel", "Airplane", "Project"})
ORGANISATIONS: Final = frozenset({"Company", "Organization", "PublicBody", "Project", "Vessel", "Airplane"})
"""Schemata that are certainly no person."""

ASSETS: Final = frozenset({"Company", "Vessel", "Airplane"})
"""What FollowTheMoney lets be the asset of an Ownership."""

OWNERS: Final = frozenset({"Company", "Organization", "PublicBody", "LegalEntity", "Person"})
"""What FollowTheMoney lets own or control."""

NAMES: Final = {"name": "alias", "alias": "alias", "weakAlias": "weak", "previousName": "former", "abbreviation": "short"}
"""Property to kind of name; the one that is shown is the primary."""

COUNTRIES: Final = ("country", "jurisdiction", "mainCountry")

IDENTIFIERS: Final = {
    "uscCode": "uscc", "leiCode": "lei", "isinCode": "isin", "cikCode": "cik", "ticker": "ticker", "dunsCode": "duns",
    "swiftBic": "bic", "imoNumber": "imo",
}  # fmt: skip
"""Property to kind of identifier; a registration number depends on the schema: see :func:`registration`."""

INDIRECT: Final = "indirect"
"""The type of an Ownership that sums up a chain: it is shown, and never added to direct ones."""

SECURITY: Final = {"isin": "isin", "ticker": "ticker"}

LINKS: Final = {
    "Directorship": ("director", "organization", "director"),
    "Membership": ("member", "organization", "member"),
    "Representation": ("agent", "client", "agent"),
    "Succession": ("predecessor", "successor", "predecessor"),
    "UnknownLink": ("subject", "object", "linked_to"),
}
"""Links between two bodies that are no ownership: property of the one, of the other, and what is said of the other."""

PROGRAMS: Final = {
    "US-BIS-EL": "us.bis.entity_list", "US-BIS-MEU": "us.bis.meu", "US-BIS-UVL": "us.bis.uvl", "US-BIS-DPL": "us.bis.dpl",
    "US-NS-CMIC": "us.ofac.ns_cmic", "US-SSI": "us.ofac.ssi", "US-NS-MBS": "us.ofac.ns_mbs", "US-CAPTA": "us.ofac.capta",
    "US-FSE": "us.ofac.fse", "US-NS-PLC": "us.ofac.plc", "US-DOS-ISN": "us.state.isn", "US-AECA-DEBARRED": "us.state.aeca",
    "US-MCCAIN-889": "us.ndaa889", "US-DOD-1260H": "us.dod.1260h", "US-MCCAIN-1286": "us.dod.1286", "US-UFLPA": "us.uflpa",
}  # fmt: skip
"""Programme ids of OpenSanctions that are one official list."""

DATASETS: Final = {
    "us_ofac_sdn": "us.ofac.sdn", "us_bis_denied": "us.bis.dpl", "us_dod_chinese_milcorps": "us.dod.1260h",
    "us_dhs_uflpa": "us.uflpa", "us_fcc_covered_list": "us.fcc.covered", "un_sc_sanctions": "un.sc",
}  # fmt: skip
"""Datasets of OpenSanctions whose sanctions are entries of one official list, whatever their programme."""

HELD: Final = {name: (list_id,) for name, list_id in DATASETS.items()} | {
    "us_ofac_cons": ("us.ofac.ns_cmic", "us.ofac.ssi"),
    "us_trade_csl": ("us.bis.entity_list", "us.bis.uvl", "us.bis.meu", "us.bis.dpl"),
}
"""Which lists a file of a dataset must hold, so that what is expected of them can be asked of it."""

KEPT: Final[dict[str, frozenset[str]]] = {
    "Person": frozenset(NAMES),
    "Security": frozenset({"isin", "ticker", "issuer"}),
    "Address": frozenset({"full"}),
    "Sanction": frozenset(
        "entity authority authorityId program programId programUrl provisions startDate listingDate endDate status sourceUrl recordId retrievedAt".split()
    ),
    "Ownership": frozenset("owner asset percentage role ownershipType sharesType startDate endDate sourceUrl recordId status".split()),
    "Control": frozenset("controller controlled controlType startDate endDate sourceUrl recordId status".split()),
} | {
    schema: frozenset({one, other, "role", "startDate", "endDate", "sourceUrl"}) for schema, (one, other, _) in LINKS.items()
} | {
    schema: frozenset({*NAMES, *COUNTRIES, *IDENTIFIERS, "registrationNumber", "address", "addressEntity"})
    for schema in (*ORGANISATIONS, "LegalEntity")
}  # fmt: skip
"""Schema to the properties that are kept. Entities of other schemata are counted and forgotten."""


def registration(schema: str) -> str:
    """What a registration number is for a body of a schema.

    >>> registration("Airplane"), registration("Company")
    ('tail', 'registration')
    """
    return "tail" if schema == "Airplane" else "registration"
