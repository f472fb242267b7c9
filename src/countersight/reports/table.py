"""A table of decisions for a terminal: one row a matter, one column a rulebook and profile."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from countersight.model.decision import Column, Decision
from countersight.reports.screening import Screening
from countersight.reports.words import OUTCOME, STYLE, column_title

PLAIN_WIDTH = 118
"""Columns of text where standard output is no terminal: a file or a pipe looks the same everywhere."""

_DECIDERS = 3
"""Pages that a cell names below its outcome."""


def report(run: Screening) -> str:
    """The matrix of a run."""
    return table(run.decisions)


def table(decisions: Sequence[Decision], title: str = "") -> str:
    """The matrix as text; with colours only where standard output is a terminal."""
    names = list(dict.fromkeys(column.name for one in decisions for column in one.columns))
    made = Table(title=title or None, title_justify="left", title_style="bold", show_lines=True, header_style="bold")
    made.add_column("matter", overflow="fold")
    made.add_column("read on", no_wrap=True)
    for name in names:
        made.add_column(column_title(name), overflow="fold")
    for one in decisions:
        columns = {column.name: column for column in one.columns}
        cells = [_cell(columns[name]) if name in columns else Text("") for name in names]
        made.add_row(_matter(one), one.on, *cells)
    out = io.StringIO()
    colour = sys.stdout.isatty()
    width = max(80, min(shutil.get_terminal_size().columns, 160)) if colour else PLAIN_WIDTH
    Console(file=out, width=width, force_terminal=colour, color_system="auto" if colour else None).print(made)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n"))


def _matter(one: Decision) -> Text:
    matter = one.matter
    last = [party["name"] for party in matter.get("parties", []) if party["role"] in {"end_user", "ultimate_consignee", "producer", "user"}]
    item = next((line.get("description") or line.get("node") or "" for line in matter.get("lines") or []), "")
    text = Text(matter["id"], style="bold")
    for detail in (item, dict.fromkeys(last)):
        words = detail if isinstance(detail, str) else "; ".join(list(detail)[:2])
        if words:
            text.append(f"\n{words}", style="not bold")
    return text


def _cell(column: Column) -> Text:
    text = Text(OUTCOME[column.outcome], style=STYLE.get(column.outcome, ""))
    deciding = [one.page for one in (*column.fired, *column.flags) if one.counts and one.outcome == column.outcome]
    others = len([one for one in (*column.fired, *column.flags) if one.counts]) - len(deciding[:_DECIDERS])
    if deciding:
        more = f" +{others}" if others > 0 else ""
        text.append(f"\n{', '.join(deciding[:_DECIDERS])}{more}", style="not bold")
    if column.questions:
        count = len(column.questions)
        text.append(f"\n{count} question{'s' * (count > 1)} open", style="not bold dim")
    if column.next_change and column.next_change.outcome != column.outcome:
        text.append(f"\n{column.next_change.on}: {OUTCOME[column.next_change.outcome]}", style="not bold dim")
    return text
