"""When a body was last owned: what was blocked while it was owned stays blocked after the stake is sold (OFAC FAQ 402).

That is a matter of property and never of the graph: the test of today does not change. So it is told beside the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from countersight.model.units import parse_partial_date
from countersight.ownership.answer import ask
from countersight.ownership.cascade import Rule
from countersight.ownership.graph import Graph

MOST: Final = 200
"""Days looked at, the latest first."""


def change_days(graph: Graph, body: str) -> set[date]:
    """Every day on which a record above a body may begin or end, over all days and classes."""
    days: set[date] = set()
    for asset in graph.above(body):
        for records in graph.records(asset).values():
            for text in (text for edge in records for text in (edge.start, edge.end) if text):
                when = parse_partial_date(text)
                days |= {when.earliest, when.latest}
    return days


def last_met(graph: Graph, listed: Callable[[date], frozenset[str]], rule: Rule, body: str, before: date, more: frozenset[date] = frozenset()) -> date | None:  # noqa: PLR0913, PLR0917 - a question in time has so many parts
    """The last day before a day on which the test was surely met; None where none was found.

    Between two days of change nothing changes, so only the day before each is asked about.

    Args:
        graph: Who owns whom, over all days.
        listed: The listed bodies on a day.
        rule: The test.
        body: The body in question.
        before: The day on which it is not met.
        more: Further days of change: those of listings.

    >>> from countersight.model.body import Edge
    >>> graph = Graph([Edge("x", "a", "equity", 60_000_000, 60_000_000, "2019-01-01", "2023-07-01")])
    >>> last_met(graph, lambda day: frozenset({"x"}), Rule("equity", 50_000_000), "a", date(2026, 1, 1))
    datetime.date(2023, 6, 30)
    """
    days = {day for day in change_days(graph, body) | more if date.min < day <= before}
    for day in sorted(days, reverse=True)[:MOST]:
        eve = day - timedelta(days=1)
        if ask(graph, listed(eve), rule, body, eve, effort=0).met:
            return eve
    return None
