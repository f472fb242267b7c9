"""Decisions as one page of HTML that needs nothing else: readable on a phone, printable, light and dark.

The page holds no script. Every value is escaped by the template engine; a proof opens with the browser's own
disclosure element.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from countersight.reports.screening import Screening
from countersight.reports.why import fact_words
from countersight.reports.words import MARK, MEANS, OUTCOME, column_title, worst_first

_TONE = {
    "prohibited": "stop", "license_required": "stop", "hold": "wait", "review": "ask", "disclose": "tell", "notify": "tell",
    "permitted_with_conditions": "tell", "not_triggered": "none", "no_rule": "none", "note": "none",
}  # fmt: skip


def _source(name: str) -> str:
    return files("countersight.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_source), autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(OUTCOME=OUTCOME, MEANS=MEANS, MARK=MARK, TONE=_TONE, column_title=column_title, fact_words=fact_words)
    made.filters["facts"] = lambda instance: {fact.path: fact for fact in instance.facts}
    return made


def report(run: Screening) -> str:
    """The page of a run."""
    return page(run)


def page(run: Screening, *, title: str = "Screening report", notice: str = "") -> str:
    """The page.

    Args:
        run: Decisions in the order in which they are shown; rows that could not be read stand above everything else.
        title: The page's heading.
        notice: A sentence below it, for example that the transactions are invented.
    """
    decisions = run.decisions
    columns = list(dict.fromkeys(column.name for one in decisions for column in one.columns))
    counts = {name: Counter(one.outcomes()[name] for one in decisions if name in one.outcomes()) for name in columns}
    order = list(OUTCOME)
    return _environment().get_template("report.html").render(
        decisions=decisions,
        faults=run.faults,
        title=title,
        notice=notice,
        columns=columns,
        counts={name: sorted(found.items(), key=lambda item: order.index(item[0])) for name, found in counts.items()},
        ordered=worst_first,
    )
