"""The official lists that the law in force names, under the ids used everywhere in the house."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficialList:
    """One list: our id, its title, the fact it answers, and its name in the Consolidated Screening List, if it is in it."""

    id: str
    title: str
    fact: str
    csl_source: str = ""
    restricts: bool = True
    """False for a list that informs and forbids nothing: to be on it is not to be a listed party."""


LISTS: tuple[OfficialList, ...] = (
    OfficialList("us.bis.entity_list", "Entity List (15 CFR part 744, Supp. 4)", "on.entity_list", "Entity List (EL) - Bureau of Industry and Security"),
    OfficialList("us.bis.meu", "Military End-User List (15 CFR part 744, Supp. 7)", "on.meu_list", "Military End User (MEU) List - Bureau of Industry and Security"),
    OfficialList("us.bis.uvl", "Unverified List (15 CFR part 744, Supp. 6)", "on.unverified_list", "Unverified List (UVL) - Bureau of Industry and Security"),
    OfficialList("us.bis.dpl", "Denied Persons List (15 CFR 764.3(a)(2))", "on.denied_persons", "Denied Persons List (DPL) - Bureau of Industry and Security"),
    OfficialList("us.ofac.sdn", "Specially Designated Nationals List", "on.sdn", "Specially Designated Nationals (SDN) - Treasury Department"),
    OfficialList("us.ofac.ns_cmic", "Non-SDN Chinese Military-Industrial Complex Companies List", "on.ns_cmic", "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department"),
    OfficialList("us.ofac.ssi", "Sectoral Sanctions Identifications List", "on.ssi", "Sectoral Sanctions Identifications List (SSI) - Treasury Department"),
    OfficialList("us.ofac.ns_mbs", "Non-SDN Menu-Based Sanctions List", "on.ns_mbs", "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department"),
    OfficialList("us.ofac.capta", "List of Foreign Financial Institutions Subject to Correspondent Account Sanctions", "on.capta", "Capta List (CAP) - Treasury Department"),
    OfficialList("us.ofac.fse", "Foreign Sanctions Evaders List", "on.fse", "Foreign Sanctions Evaders (FSE) - Treasury Department"),
    OfficialList("us.ofac.plc", "Palestinian Legislative Council List", "on.plc", "Palestinian Legislative Council List (PLC) - Treasury Department"),
    OfficialList("us.state.isn", "Nonproliferation Sanctions", "on.isn", "Nonproliferation Sanctions (ISN) - State Department"),
    OfficialList("us.state.aeca", "AECA / ITAR Debarred List", "on.itar_debarred", "ITAR Debarred (DTC) - State Department"),
    OfficialList("us.fcc.covered", "FCC Covered List", "on.covered_list"),
    OfficialList("us.ndaa889", "NDAA FY2019 section 889 makers", "on.s889"),
    OfficialList("us.dod.1260h", "Chinese military companies, section 1260H", "on.s1260h"),
    OfficialList("us.dod.1286", "Institutions of concern for research, section 1286", "on.s1286", restricts=False),
    OfficialList("us.uflpa", "UFLPA Entity List", "on.uflpa"),
    OfficialList("un.sc", "United Nations Security Council Consolidated List", "on.un_sc"),
)

SURVEILLANCE = "countersight.surveillance_companies"
"""Stands in an ownership test of the proposed Act for the bodies that the atlas holds to be Chinese surveillance companies."""

ABROAD: dict[str, str] = {
    "eu.fsf": "European Union, consolidated list of persons and entities subject to financial sanctions",
    "uk.sanctions": "United Kingdom, UK Sanctions List",
}
"""Lists of other jurisdictions, by id, with their titles: they answer no fact of US law, and only ownership tests name them."""

BY_ID: dict[str, OfficialList] = {entry.id: entry for entry in LISTS}
BY_CSL_SOURCE: dict[str, OfficialList] = {entry.csl_source: entry for entry in LISTS if entry.csl_source}
