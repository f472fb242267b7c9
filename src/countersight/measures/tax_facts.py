"""Facts about a taxable year: whether there is foreign tax, PRC tax, participation, and what kinds of tax are among it."""

from __future__ import annotations

from countersight.measures.world import computed, said, unknown
from countersight.model.fact import Fact
from countersight.model.matter import Matter
from countersight.tax.case import Case, read_case

WHERE = "the tax facts of the matter"
PRC = "CN"


def tax_facts(matter: Matter) -> dict[str, Fact]:
    """The facts of a matter of the kind tax; nothing of any other.

    Raises:
        InputError: The tax facts cannot be read.
    """
    if matter.kind != "tax" or matter.tax is None:
        return {}
    case = read_case(matter.tax)
    told = matter.tax.get("participation") or {}
    return {
        "tax.foreign_tax": computed(any(one.tax and one.creditable for one in case.items) or any(one.tax for one in case.controlled), WHERE),
        "tax.controlled": computed(bool(case.controlled), WHERE),
        "tax.translated": computed(any(one.get("currency") not in {None, "USD"} for one in matter.tax.get("items") or ()), WHERE),
        "tax.prc_tax": computed(_prc(case), WHERE),
        "tax.participant": _participant(case, told),
        "tax.boycott": said(bool(matter.tax.get("boycott_operations")), WHERE),
        "flag.rf_62": _participant(case, told),
        "flag.rf_63": computed(any(not one.creditable for one in case.items), WHERE),
    }


def _prc(case: Case) -> bool:
    return any(one.country == PRC and one.tax for one in case.items) or any(one.country == PRC and one.tax for one in case.controlled)


def _participant(case: Case, told: dict[str, object]) -> Fact:
    """Whether the taxpayer's group takes part; that it does not is believed only where somebody says that this is the whole answer."""
    evidence = str(told.get("evidence") or "")[:200]
    if case.participant is True:
        return said(case.share_of_year > 0, WHERE, evidence)
    if case.participant is False and told.get("complete") is True:
        return said(False, WHERE, evidence)
    return unknown("whether the group takes part in building or operating the system is not settled for the year")
