"""Facts about a taxable year: whether there is foreign tax, PRC tax, participation, and what kinds of tax are among it."""

from __future__ import annotations

from collections.abc import Sequence

from countersight.measures.tax_group import Group, group_of
from countersight.measures.who import Who
from countersight.measures.world import World, computed, said, unknown
from countersight.model.fact import Fact
from countersight.model.matter import Matter
from countersight.tax.case import Case
from countersight.tax.reading import read_case

WHERE = "the tax facts of the matter"
PRC = "CN"


def tax_facts(matter: Matter, parties: Sequence[Who], world: World) -> dict[str, Fact]:
    """The facts of a matter of the kind tax; nothing of any other.

    Raises:
        InputError: The tax facts cannot be read.
    """
    if matter.kind != "tax" or matter.tax is None:
        return {}
    case = read_case(matter.tax, world.law)
    told = matter.tax.get("participation") or {}
    group = group_of(parties, world, case.days)
    part = _participant(case, told, group)
    deemed = any(one.tax or one.subpart_f_tax for one in case.controlled)
    return {
        "tax.foreign_tax": computed(any(one.tax and one.creditable for one in case.items) or deemed, WHERE),
        "tax.controlled": computed(bool(case.controlled), WHERE),
        "tax.translated": computed(any(one.get("currency") not in {None, "USD"} for one in matter.tax.get("items") or ()), WHERE),
        "tax.countries": computed(tuple(sorted(_countries(case))), WHERE),
        "tax.carried": computed(bool(case.carried), WHERE),
        "tax.subpart_f": computed(any(one.subpart_f or one.subpart_f_tax for one in case.controlled), WHERE),
        "tax.on_included": computed(any(one.ptep_year for one in case.items), WHERE),
        "tax.individual": computed(case.individual, WHERE),
        "tax.prc_tax": computed(PRC in _countries(case), WHERE),
        "tax.participant": part,
        "tax.boycott": said(bool(matter.tax.get("boycott_operations")), WHERE),
        "flag.rf_62": _linked(part, group),
        "flag.rf_63": computed(any(not one.creditable for one in case.items), WHERE),
    }


def _countries(case: Case) -> set[str]:
    """The countries to which tax was paid, directly or by a controlled corporation."""
    return {one.country for one in case.items if one.tax} | {one.country for one in case.controlled if one.tax or one.subpart_f_tax}


def _participant(case: Case, told: dict[str, object], group: Group) -> Fact:
    """Whether the taxpayer's group takes part.

    What the ownership graph shows goes before what the matter says. That it does not is believed only where somebody says that
    this is the whole answer, and the graph shows no link that would have to be looked at.
    """
    evidence = str(told.get("evidence") or "")[:200]
    if group.spans:
        return Fact(True, sources=group.sources, note=group.why)
    if case.participant is True:
        return said(case.share_of_year > 0, WHERE, evidence)
    if group.links or group.cut:
        return unknown("; ".join(group.links) or "the group is larger than what was looked at")
    if case.participant is False and told.get("complete") is True:
        return said(False, WHERE, evidence)
    return unknown("whether the group takes part in building or operating the system is not settled for the year")


def _linked(part: Fact, group: Group) -> Fact:
    """Red flag 62: revenue, supply or a stake; a link that does not settle participation raises it all the same."""
    if part.value is True or not group.links:
        return part
    return computed(True, "the ownership graph and the parties", "; ".join(group.links))
