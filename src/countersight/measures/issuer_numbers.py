"""The timetable of an issuer, and how many of its holders each reading of the proposed Act would reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from countersight.measures import told
from countersight.measures.issuer_facts import Identified, holder_bindings, identified
from countersight.measures.timetables import Numbers, business_days_after, form_25, longest_run
from countersight.model.fact import Binding
from countersight.model.matter import Matter
from countersight.tax.translation import after

Step = dict[str, str]


def issuer_numbers(matter: Matter, on: date, number: Numbers, least: int | None = None) -> tuple[dict[str, str], tuple[Step, ...]]:
    """Days and counts by name, and how each came about.

    Args:
        matter: Of the kind issuer.
        on: The day of the event.
        number: Gives a number of the law on the day by its name, or None.
        least: Units of a share from which a reading of the proposed Act reaches a holder; None where it reaches none.

    Raises:
        InputError: The issuer's file cannot be read.
    """
    steps = [*_form_25(matter, number), *_identified(matter, on, number), *_holders(matter, least)]
    return {step["name"]: step["value"] for step in steps}, tuple({"what": step["what"], "amount": step["value"], "basket": "", "citation": step["citation"]} for step in steps)


def _step(name: str, value: object, what: str, citation: str) -> Step:
    return {"name": name, "value": str(value), "what": what, "citation": citation}


def _form_25(matter: Matter, number: Numbers) -> Iterator[Step]:
    filed = told.day(matter.issuer or {}, "form25_filed")
    days = form_25(filed, number) if filed else None
    if days is None:
        return
    told_days = [number(name) for name in ("form25_delisted_days", "form25_deregistered_days")]
    yield _step("delisted", days[0], f"the listing ends {told_days[0]} calendar days after Form 25 is filed", "17 CFR 240.12d2-2(d)(1)")
    yield _step("deregistered_12b", days[1], f"registration under section 12(b) ends after {told_days[1]} calendar days; duties under 12(g) or 15(d) go on until Form 15", "17 CFR 240.12d2-2(d)(2)")


def _identified(matter: Matter, on: date, number: Numbers) -> Iterator[Step]:
    rows = identified(matter.issuer or {}, on)
    if rows is None:
        return
    run = longest_run(one.fiscal_year for one in rows)
    yield _step("hfcaa_years", run, "fiscal years in a row for which the issuer was conclusively identified", "15 USC 7214(i)")
    yield from _relapse(matter, rows, on, number)
    for row in (matter.issuer or {}).get("hfcaa_years") or ():
        named, within = told.day(row, "provisional_on"), number("hfcaa_dispute_days")
        if named is not None and isinstance(within, int):
            last = business_days_after(named, within)
            yield _step(f"dispute_until_{row['fiscal_year']}", last, f"last of {within} business days to dispute the identification", "15 USC 7214(i)")


def _relapse(matter: Matter, rows: Sequence[Identified], on: date, number: Numbers) -> Iterator[Step]:
    """Until when a second prohibition lasts at least: counted from the day on which the new identification became conclusive."""
    lifted, years = told.day(matter.issuer or {}, "hfcaa_prohibition_lifted"), number("hfcaa_relapse_years")
    again = [one.conclusive_on for one in rows if one.conclusive_on is not None and lifted is not None and lifted <= one.conclusive_on <= on]
    if again and isinstance(years, int):
        yield _step("prohibited_at_least_until", after(min(again), years), f"identified again after a prohibition was lifted: at least {years} years, and until an auditor that can be inspected is certified", "15 USC 7214(i)")


def _holders(matter: Matter, least: int | None) -> Iterator[Step]:
    """The spill-over of the investors limb, for an issuer that is a surveillance company; the count says nothing of whether it is one."""
    if least is None or (matter.issuer or {}).get("holders") is None:
        return
    held = holder_bindings(matter)
    reached = [one for one in held if _low(one) >= least]
    american = [one for one in reached if (fact := one.facts.get("holder.us_person")) is not None and fact.value is True]
    cite = "Proposal of 2019, fifth measure"
    yield _step("holders", len(held), "holders that the file names", cite)
    yield _step("holders_reached", len(reached), "holders that this reading would reach, were the issuer a surveillance company", cite)
    yield _step("us_holders_reached", len(american), "among them US persons", cite)


def _low(one: Binding) -> int:
    fact = one.facts.get("holder.pct_lower")
    return fact.value if fact is not None and isinstance(fact.value, int) else 0
