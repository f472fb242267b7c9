"""The words in which outcomes, values and columns are shown; one table for every report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from countersight.model.decision import Column, Decision, Finding, Question
from countersight.reports.shown import shown
from countersight.tax.exact import cents

OUTCOME: Final = {
    "prohibited": "PROHIBITED",
    "license_required": "LICENCE REQUIRED",
    "hold": "HOLD",
    "review": "REVIEW",
    "disclose": "DISCLOSE",
    "notify": "NOTIFY",
    "permitted_with_conditions": "PERMITTED, CONDITIONS",
    "not_triggered": "not triggered",
    "no_rule": "no rule",
    "deny_credit": "DENY CREDIT",
    "timetable": "TIMETABLE",
    "note": "note",
}
"""An outcome, as a reader sees it. None of them says "clear"."""

MEANS: Final = {
    "prohibited": "the pages read forbid it as it stands",
    "license_required": "not without a licence",
    "hold": "an unresolved red flag or a presumption stops it until a person settles it",
    "review": "facts are missing, or the law is unsettled: the questions say which",
    "disclose": "allowed, to be disclosed",
    "notify": "allowed, to be notified",
    "permitted_with_conditions": "allowed under the conditions named",
    "deny_credit": "the foreign tax credit is denied, in full or in part",
    "timetable": "dates run that the effect names",
    "not_triggered": "the pages read do not reach these facts; this is not a clearance",
    "no_rule": "no page of this rulebook speaks of such a matter: this is the gap",
}

STYLE: Final = {
    "prohibited": "bold red", "license_required": "bold red", "hold": "bold yellow", "review": "yellow",
    "disclose": "cyan", "notify": "cyan", "permitted_with_conditions": "cyan", "not_triggered": "dim", "no_rule": "dim",
    "deny_credit": "bold red", "timetable": "cyan",
}  # fmt: skip
"""How a terminal colours an outcome."""

MARK: Final = {"met": "✓", "not_met": "✗", "unknown": "?"}
"""Met, not met, unknown: a sign beside each line of a proof."""

COLUMN: Final = {
    "us-in-force": "law in force",
    "us-dshra/literal": "the Act, literal",
    "us-dshra/workable": "the Act, workable",
}


GROUP: Final = {"all": "all of these", "any": "at least one of these", "none": "none of these", "exception": "an exception", "definition": "a definition"}
"""A line of a proof that has no words of its own."""

BAND: Final = {"match": "is", "possible": "may be", "no": "not found"}
"""How surely a party is a body of the atlas."""

NOT: Final = (
    "This is no legal advice, and it clears nobody: a person decides. An allegation is not a designation, and neither is a "
    "finding about a person. Whoever is named has a right of reply: see ETHICS.md."
)
"""What an answer is not; every report says it."""

_LINE: Final = {
    "node": "taxonomy node", "eccn": "ECCN", "hs": "tariff number", "brand": "brand", "model": "model", "producer": "made by", "fcc_id": "FCC ID",
    "fcc_authorized_on": "authorised by the FCC on", "firmware": "firmware", "quantity": "quantity", "value": "value", "currency": "currency",
    "origin": "origin", "assembled_in": "assembled in", "use": "use", "place": "place", "functions": "functions",
}  # fmt: skip


def line_words(line: Mapping[str, Any]) -> str:
    """A line of a matter in one line of text.

    >>> line_words({"description": "drives", "eccn": "EAR99", "quantity": "5"})
    'drives (ECCN EAR99, quantity 5)'
    """
    told = [f"{words} {shown(', '.join(line[key]) if isinstance(line[key], list) else line[key])}" for key, words in _LINE.items() if line.get(key)]
    if content := line.get("us_content"):
        told.append(f"US content {content.get('pct', 'not given')} percent, {content.get('class') or content.get('klass') or 'class not given'}")
    return shown(line.get("description") or "not described") + (f" ({', '.join(told)})" if told else "")


def matter_words(decision: Decision) -> str:
    """What a matter is, to which country it goes and on which day it is read."""
    matter = decision.matter
    kind = ", ".join(dict.fromkeys(filter(None, (matter["kind"], matter.get("transaction")))))
    return f"{kind}{' to ' + matter['destination'] if matter.get('destination') else ''}, read on {decision.on}"


_LAST: Final = ("end_user", "user", "ultimate_consignee", "producer")
"""Roles that say whom a matter is about, the first that is named."""


def subject(decision: Decision) -> str:
    """The goods and the party that a matter is about, as far as it names them."""
    matter = decision.matter
    lines = matter.get("lines") or []
    goods = next((line.get("description") or line.get("node") or "" for line in lines), "")
    more = f" and {len(lines) - 1} more" if goods and len(lines) > 1 else ""
    by_role = {party["role"]: party["name"] for party in matter.get("parties", [])}
    party = next((by_role[role] for role in _LAST if role in by_role), "")
    return "; ".join(filter(None, (f"{shown(goods, 80)}{more}" if goods else "", shown(party, 80) if party else "")))


def column_title(name: str) -> str:
    """A column's heading."""
    return COLUMN.get(name, name)


def effects(column: Column) -> list[tuple[str, str]]:
    """What follows and what was worked out, in words and to the cent: the effect of a position, then the numbers of a calculator.

    >>> from types import SimpleNamespace
    >>> effects(SimpleNamespace(effect={"may_trade": False}, numbers={"denied_tax": "8400000/421"}))
    [('may trade', 'no'), ('denied tax', '19952.49')]
    """
    told = [(name.replace("_", " "), {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)) for name, value in column.effect.items()]
    return told + [_number(name, value) for name, value in column.numbers.items()]


def _number(name: str, value: str) -> tuple[str, str]:
    """A number of a calculator: a share in percent, an amount to the cent, or as it is."""
    if name.endswith("_pct"):
        return name.removesuffix("_pct").replace("_", " "), f"{percent(Fraction(value) / 100)} percent at least"
    return name.replace("_", " "), cents(Fraction(value)) if "/" in value else value


def percent(value: Fraction) -> str:
    """A part as percent, exact where it has at most eight decimals, else to eight.

    >>> percent(Fraction(3, 40)), percent(Fraction(1, 3)), percent(Fraction(1))
    ('7.5', '33.33333333', '100')
    """
    text = f"{Decimal(round(value * 10**10)) / 10**8:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def asked(column: Column) -> list[Question]:
    """The questions whose answer would move a column: not those that only a page waits for that counts for nothing."""
    counting = {one.page for one in column.fired if one.counts}
    return [one for one in column.questions if counting & set(one.pages)]


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in the order in which they are shown: what counts before what is only shown, the worst first."""
    order = list(OUTCOME)
    return sorted(findings, key=lambda one: (not one.counts, order.index(one.outcome)))
