"""What the pages call things that records name by a code: kinds, roles, natures, standings, lists. English; the catalogue has the rest."""

from __future__ import annotations

from typing import Final

from countersight.model.lists import ABROAD, LISTS

KIND: Final = {
    "parties": "Business partners", "shipment": "Shipment or export", "entry": "Import entry", "devices": "Devices in use", "holdings": "Holdings and trades",
    "research": "Research project", "tax": "Taxable year", "issuer": "Issuer of securities",
}  # fmt: skip
KIND_HELP: Final = {
    "parties": "Who are our vendors, customers and partners, and is any of them on a list or owned by somebody who is?",
    "shipment": "Goods, software or technology that leave for another country, and everybody who takes part.",
    "entry": "Goods that come into the United States: maker, origin, brand and tariff number.",
    "devices": "Cameras, recorders, radios and routers that an office owns or is about to buy.",
    "holdings": "Shares, bonds or fund parts that are held or are to be traded.",
    "research": "A project with its institutions, sponsors and the technology that it works with.",
    "tax": "A taxable year with foreign taxes, under the law in force and under the Act.",
    "issuer": "A company whose securities are traded in the United States.",
}
ROLE: Final = {
    "exporter": "exporter", "purchaser": "purchaser", "intermediate_consignee": "intermediate consignee", "ultimate_consignee": "ultimate consignee",
    "end_user": "end user", "forwarder": "forwarder", "importer": "importer", "producer": "producer", "seller": "seller", "brand_owner": "brand owner",
    "user": "user", "holder": "holder", "investor": "investor", "issuer": "issuer", "target": "target", "sponsor": "sponsor", "funder": "funder",
    "institution": "institution", "author_affiliation": "affiliation of an author", "taxpayer": "taxpayer", "payor": "payor", "customer": "customer", "vendor": "vendor",
}  # fmt: skip
NATURE: Final = {
    "designation": "designation", "finding": "finding of an authority", "register": "register", "report": "report", "admission": "own statement",
    "allegation": "allegation", "filing": "filing", "tender": "tender", "court": "court",
}  # fmt: skip
STANDING: Final = {"reply": "reply", "asserted": "stands", "contested": "contested", "corrected": "corrected", "withdrawn": "withdrawn", "ended": "ended"}
STATUS: Final = {
    "open": "open", "in_review": "in review", "awaiting_approval": "awaiting approval", "snoozed": "put aside", "closed": "closed",
    "in_force": "in force", "suspended": "suspended", "unconfirmed": "unconfirmed", "proposed": "proposed", "repealed": "repealed",
}  # fmt: skip
SCHEMA: Final = {
    "Company": "Company", "PublicBody": "Public body", "Organization": "Organisation", "Project": "Programme", "Person": "Person, named by an official list",
    "LegalEntity": "Legal entity", "Vessel": "Vessel", "Airplane": "Aircraft", "Security": "Security", "CryptoWallet": "Wallet",
}  # fmt: skip
LIST: Final = {one.id: one.title for one in LISTS} | ABROAD
INFORMS: Final = frozenset(one.id for one in LISTS if not one.restricts)
"""Lists that inform and forbid nothing: to be on one is not to be a listed party, and is never shown as that."""
PROP: Final = {
    "listed_for": "listed for", "government": "is a body of the state", "surveillance_company": "is a surveillance company", "programme": "what it is", "supplier": "supplier",
    "named_by": "named", "linked_to": "linked to", "outcome": "what became of it", "reply": "reply", "listed_s1286": "listed under section 1286",
}  # fmt: skip
GRADE: Final = {"possibly": "possibly so", "probable": "probably so", "certain": "well founded"}
SLOT: Final = {"who": "Resolved by", "when": "On", "evidence": "Evidence (id)"}
TONE: Final = {
    "prohibited": "stop", "license_required": "stop", "hold": "wait", "review": "ask", "disclose": "tell", "notify": "tell",
    "permitted_with_conditions": "tell", "deny_credit": "stop", "timetable": "tell", "not_triggered": "none", "no_rule": "none", "note": "none",
}  # fmt: skip
"""The colour of an outcome."""
