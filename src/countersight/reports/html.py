"""Decisions as one page of HTML that needs nothing else: readable on a phone, printable, light and dark.

The page holds no script, no font and no picture. Every value goes through one door (``markup.safe``), which escapes it,
cuts it and marks its language; a proof opens with the browser's own disclosure element, and paper shows all of them.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from countersight.reports import words
from countersight.reports.gathered import deciders, open_questions, sources
from countersight.reports.markup import cut, linked, safe
from countersight.reports.screening import Screening
from countersight.reports.why import fact_words, not_so

_TONE = {
    "prohibited": "stop", "license_required": "stop", "hold": "wait", "review": "ask", "disclose": "tell", "notify": "tell",
    "permitted_with_conditions": "tell", "deny_credit": "stop", "timetable": "tell", "not_triggered": "none", "no_rule": "none", "note": "none",
}  # fmt: skip

_SLOT = {"who": "Resolved by", "when": "On", "evidence": "Evidence (id)"}

def _source(name: str) -> str:
    return files("countersight.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_source), autoescape=select_autoescape(default=True, default_for_string=True), finalize=safe,
        undefined=StrictUndefined, auto_reload=False, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        _=str, OUTCOME=words.OUTCOME, MEANS=words.MEANS, MARK=words.MARK, GROUP=words.GROUP, BAND=words.BAND, TONE=_TONE, SLOT=_SLOT,
        NOT=words.NOT, column_title=words.column_title, line_words=words.line_words, matter_words=words.matter_words, subject=words.subject,
        fact_words=fact_words, not_so=not_so, asked=words.asked, effects=words.effects, deciders=deciders, sources=sources, open_questions=open_questions, ordered=words.worst_first,
    )  # fmt: skip
    made.filters.update(facts=lambda instance: {fact.path: fact for fact in instance.facts}, cut=cut, linked=linked, upper_first=lambda text: text[:1].upper() + text[1:])
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
    return _environment().get_template("report.html").render(
        decisions=decisions,
        faults=run.faults,
        notes=run.notes,
        title=title,
        notice=notice,
        columns=columns,
        counts=counts,
        seen=[name for name in words.OUTCOME if any(found[name] for found in counts.values())],
    )
