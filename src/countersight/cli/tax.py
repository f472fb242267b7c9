"""``countersight tax``: a taxable year under the law in force and under the Act, line by line, with what the difference is made of."""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError, Where

if TYPE_CHECKING:
    from countersight.model.matter import Matter
    from countersight.tax.engine import Result

FINDINGS = 1
LINES = (
    ("taxable_income", "taxable income", "Form 1118, Sch. B, Part II, line 8c"),
    ("us_tax", "US tax before credits", "line 10"),
    ("limit", "limit, all baskets", "line 13"),
    ("credit", "foreign tax credit", "line 14"),
    ("net_us_tax", "US tax after credit", ""),
    ("denied_tax", "tax denied", ""),
    ("subpart_f", "included like subpart F income", ""),
    ("excess", "excess credit, carried back and forward", "26 USC 904(c)"),
    ("excess_lost", "excess of the 951A basket, lost", "26 USC 904(c)"),
    ("total_tax", "foreign and US tax together", ""),
)
"""Numbers that are printed, in words, and the form's line on the revision of December 2022; later revisions were not seen."""


def tax(given: argparse.Namespace) -> int:
    """Print the year of every tax matter of the files."""
    from countersight.cli.output import write
    from countersight.intake.read import read_matters

    matters = [one for name in given.files for one in read_matters(name).matters if one.kind == "tax"]
    if not matters:
        raise InputError("no matter of the kind tax", hint='{"id": "T-1", "kind": "tax", "date": "2026-12-31", "tax": {...}}: see countersight schema', where=Where(given.files[0]))
    told = [_worked(one) for one in matters]
    if given.format == "json":
        write(json.dumps({"schema": "countersight.tax/1", "matters": told}, indent=1, ensure_ascii=False), given.out)
    else:
        write("\n\n".join(_table(one) for one in told), given.out)
    return FINDINGS if any(Fraction(column["numbers"].get("denied_tax", "0")) for one in told for column in one["columns"]) else 0


def _worked(matter: Matter) -> dict[str, Any]:
    from countersight.tax.case import read_case
    from countersight.tax.engine import NOT_MODELLED, compute, cost
    from countersight.tax.exact import cents
    from countersight.tax.regime import IN_FORCE, LITERAL, WORKABLE, with_variant

    variant = matter.regime or {}
    case = read_case(matter.tax or {}, variant.get("factor"))
    base = compute(case, IN_FORCE)
    columns = []
    for regime in (IN_FORCE, with_variant(LITERAL, variant, case.factor), with_variant(WORKABLE, variant, case.factor)):
        found = compute(case, regime)
        numbers = dict(found.numbers)
        if found.whole and regime is not IN_FORCE:
            numbers["cost_of_denial"] = cost(base, found)
        columns.append(
            {
                "column": regime.name,
                "numbers": {name: str(amount) for name, amount in numbers.items()},
                "steps": [{"basket": one.basket, "what": one.what, "amount": cents(one.amount), "citation": one.citation} for one in found.steps],
                "difference": _difference(base, found) if regime is not IN_FORCE and found.whole else [],
            }
        )
    return {"matter": matter.id, "tax_year": case.year, "columns": columns, "not_modelled": list(NOT_MODELLED)}


def _difference(base: Result, act: Result) -> list[dict[str, str]]:
    """What the cost of denial is made of: credit lost, less what a smaller taxable income saves."""
    from countersight.tax.exact import cents

    credit = base.numbers["credit"] - act.numbers["credit"]
    income = act.numbers["us_tax"] - base.numbers["us_tax"]
    return [
        {"what": "credit lost", "amount": cents(credit)},
        {"what": "US tax on a larger or smaller taxable income", "amount": cents(income)},
        {"what": "cost of denial in the year", "amount": cents(credit + income)},
    ]


def _table(told: dict[str, Any]) -> str:
    from countersight.tax.exact import cents

    columns = told["columns"]
    lines = [f"{told['matter']}, taxable year {told['tax_year']}", "", f"{'dollars':<48}{''.join(one['column'].rjust(22) for one in columns)}"]
    for key, words, where in LINES:
        if any(key in one["numbers"] for one in columns):
            cells = "".join((cents(Fraction(one["numbers"][key])) if key in one["numbers"] else "-").rjust(22) for one in columns)
            lines.append(f"{words:<48}{cells}{'  ' + where if where else ''}")
    lines.append(f"{'cost of denial':<48}{''.join((cents(Fraction(one['numbers']['cost_of_denial'])) if 'cost_of_denial' in one['numbers'] else '-').rjust(22) for one in columns)}")
    for one in columns:
        lines += ["", f"-- {one['column']}"]
        lines += [f"   {step['basket']:<10} {step['what']:<60} {step['amount']:>16}  {step['citation']}" for step in one["steps"]]
        lines += [f"   difference  {step['what']:<58} {step['amount']:>16}" for step in one["difference"]]
    return "\n".join([*lines, "", "not modelled:", *(f"   {text}" for text in told["not_modelled"]), "A person must confirm the return; this is no advice."])
