"""Facts about a matter of research: who takes part, who pays, what passes to a partner, what the list of support leaves out.

Only affiliation, funding and contract count. Persons are no part of a matter: what names them is dropped when it is read
(:data:`countersight.model.matter.PEOPLE`), and nothing here asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from countersight.measures import told
from countersight.measures.federal_agencies import agency
from countersight.measures.stated import all_stated, stated
from countersight.measures.who import US_AREAS, Who
from countersight.measures.world import any_true, computed, said, unknown
from countersight.model.fact import Fact, Source
from countersight.model.matter import Matter
from countersight.names.normalise import core, fold

PROJECT: Final = "the project"
DOCUMENTS: Final = ("project", "work", "award", "support")
WORK: Final = "a published work"
PAYERS: Final = frozenset({"sponsor", "funder"})
PLACES: Final = frozenset({"institution", "author_affiliation"})
MAX_SUPPORT: Final = 10_000
_US_TIE: Final = frozenset({True})


def research_facts(matter: Matter, parties: Sequence[Who]) -> dict[str, Fact]:
    """The facts of a matter of the kind research; nothing of any other.

    Raises:
        InputError: The project cannot be read.
    """
    if matter.kind != "research":
        return {}
    project = matter.project or {}
    document = told.word(project, "document", DOCUMENTS) or "project"
    payers = [who for who in parties if who.roles & PAYERS]
    places = [who for who in parties if who.roles & PLACES]
    published = document == "work"
    facts = {
        "project.document": said(document, "the file"),
        "project.us_institution": _us_institution(places),
        "project.foreign_party": _foreign([*places, *payers], "no institution, sponsor or funder is named"),
        "project.foreign_institution": _foreign(places, "no institution is named"),
        **_funding(project, payers, document),
        **_release(project, published=published),
        **_support(project, payers),
    }
    for name in ("talent_program", "foreign_subaward"):
        flag = told.flag(project, name)
        if flag is not None:
            facts[f"project.{name}"] = said(flag, PROJECT)
    if published:
        facts.setdefault("project.foreign_subaward", computed(False, WORK, "a work names grants, and no subaward"))
    facts["project.joint_only"] = _joint_only(facts, payers)
    return facts


def _us_institution(places: Sequence[Who]) -> Fact:
    """Whether an institution in the United States takes part."""
    values = [True if who.country in US_AREAS or who.us_person_said == _US_TIE else None if who.country is None else False for who in places]
    value = any_true(values) if values else None
    if value is None:
        return unknown("no institution is named" if not values else "the country of an institution is not given")
    return computed(value, "the countries of the institutions")


def _foreign(parties: Sequence[Who], none: str) -> Fact:
    """Whether any of the parties is outside the United States."""
    values = [None if who.country is None else who.country not in US_AREAS for who in parties]
    value = any_true(values) if values else None
    if value is None:
        return unknown(none if not values else "the country of a party is not given")
    return computed(value, "the countries of the parties")


def _funding(project: Mapping[str, Any], payers: Sequence[Who], document: str) -> dict[str, Fact]:
    """Federal awards, and what is named besides. What is not named is not denied: only a person can say that there is no award."""
    named = tuple(sorted({found for who in payers if (found := agency(who.names, who.country))}))
    award, funds = told.flag(project, "federal_award"), told.money(project, "sponsor_funds")
    others = [who for who in payers if not agency(who.names, who.country)]
    if named:
        federal = unknown("the matter says that there is no federal award, and names a federal agency") if award is False else computed(True, "the funders named", ", ".join(named))
    else:
        federal = unknown("whether the laboratory holds a federal award is not stated") if award is None else said(award, PROJECT)
    if any(who.named for who in others) or funds:
        other = computed(True, "the sponsors and funders named")
    elif others:
        other = unknown("a sponsor is not named")
    else:
        other = computed(False, "the sponsors and funders named", "no support besides federal awards is named")
    if others:
        abroad = _foreign(others, "")
    else:
        abroad = unknown("who pays is not named") if funds else computed(False, "the sponsors and funders named", "none is named besides federal agencies")
    return {
        "project.agencies": Fact(named, open=document != "award" or not named, sources=(Source("the funders named"),)),
        "project.federal_award": federal,
        "project.other_support": other,
        "project.foreign_support": abroad,
    }


def _release(project: Mapping[str, Any], *, published: bool) -> dict[str, Fact]:
    """What passes to a partner. Fundamental research that is meant to be published is not subject to the EAR (15 CFR 734.8)."""
    plan, transfer = told.flag(project, "publication_planned"), told.flag(project, "technology_transfer")
    if published and plan is None:
        plan = True
    held_back = unknown("whether the results will be published is not stated") if plan is None else said(not plan, WORK if published else PROJECT)
    facts = {"project.results_held_back": held_back}
    if transfer is not None:
        facts["project.technology_transfer"] = said(transfer, PROJECT)
    if transfer is not None:
        facts["project.ear_release"] = said(transfer, PROJECT)
    elif plan:
        facts["project.ear_release"] = computed(False, "15 CFR 734.8", "the results are published or meant to be, and no transfer of anything else is stated")
    else:
        facts["project.ear_release"] = unknown("whether an item or unpublished technology passes to a partner is not stated")
    return facts


def _support(project: Mapping[str, Any], payers: Sequence[Who]) -> dict[str, Fact]:
    """Whether the list of current and pending support names every sponsor. A name that is not found there is a question, not a finding."""
    listed = disclosed(project.get("current_and_pending"))
    if listed is None:
        note = "no list of current and pending support is at hand"
        return {"project.support_stated": computed(False, PROJECT, note), "project.undisclosed_support": unknown(note)}
    keys = {key for text in listed for key in _keys(text)}
    missing = [who.label for who in payers if who.named and not keys & {key for name in _written(who) for key in _keys(name)}]
    gap = unknown(f"not found in the list of current and pending support: {'; '.join(missing[:5])}") if missing else computed(False, "the list of current and pending support", "every sponsor and funder is in it")
    facts = {"project.support_stated": said(True, "the list of current and pending support"), "project.undisclosed_support": gap}
    return facts if missing else facts | {"flag.rf_59": gap}


def disclosed(value: object) -> list[str] | None:
    """The sponsors of a list of current and pending support; None where there is no list.

    >>> disclosed(None), disclosed(["Example Fund", {"sponsor": "Example Co.", "ror": ""}])
    (None, ['Example Fund', 'Example Co.'])
    """
    if not isinstance(value, list):
        return None
    rows = value[:MAX_SUPPORT]
    texts = [text for row in rows for text in ((row.get("sponsor"), row.get("ror")) if isinstance(row, Mapping) else (row,))]
    return list(all_stated(str(text) for text in texts if text))


def _written(who: Who) -> Iterable[str]:
    """Every way in which a payer may be written: its own names, and those of the body that it is."""
    yield from who.names
    yield from (name.text for body in who.bodies for name in body.names)


def _keys(text: str) -> set[str]:
    return {key for key in (fold(text), core(text)) if stated(key)}


def _joint_only(facts: Mapping[str, Fact], payers: Sequence[Who]) -> Fact:
    """Whether nothing but joint authorship is stated."""
    transfer = facts.get("project.technology_transfer")
    if payers or facts["project.other_support"].value or (transfer is not None and transfer.value):
        return computed(False, "the sponsors, funds and transfers stated")
    if facts["project.document"].value == "work":
        return computed(True, WORK, "it names no sponsor, no funds and no transfer")
    return unknown("whether there are funds, a contract or a transfer is not stated")
