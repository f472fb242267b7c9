"""A table of decisions for a terminal: one row a matter, one column a rulebook and profile."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from countersight.model.decision import Column, Decision
from countersight.reports.screening import Screening
from countersight.reports.shown import shown
from countersight.reports.words import OUTCOME, STYLE, asked, column_title, subject

PLAIN_WIDTH = 118
"""Columns of text where standard output is no terminal: a file or a pipe looks the same everywhere."""

_MATTER, _LAW = 39, (29, 19)
"""How the width is shared between the matter, the first column of law, and the others."""


def report(run: Screening) -> str:
    """The matrix of a run."""
    return table(run.decisions)


def table(decisions: Sequence[Decision], title: str = "", *, brief: bool = False, group: Callable[[Decision], str] | None = None) -> str:
    """The matrix as text; with colours only where standard output is a terminal.

    Args:
        decisions: A row each.
        title: A line above.
        brief: Two lines a matter: without goods and parties, for matters whose name says what they are.
        group: The heading under which a decision stands; decisions of one heading stand together already.
    """
    names = list(dict.fromkeys(column.name for one in decisions for column in one.columns))
    made = Table(title=title or None, title_justify="left", title_style="bold", show_lines=not brief, header_style="bold", expand=True)
    made.add_column("matter", overflow="fold", ratio=_MATTER)
    for number, name in enumerate(names):
        made.add_column(column_title(name), overflow="fold", ratio=_LAW[min(number, 1)])
    above = ""
    for one in decisions:
        heading = group(one) if group is not None else ""
        if heading != above:
            made.add_section()
            made.add_row(Text(heading.upper(), style="bold"), *(Text("") for _ in names))
            above = heading
        columns = {column.name: column for column in one.columns}
        cells = [_cell(columns[name]) if name in columns else Text("") for name in names]
        made.add_row(_matter(one, brief=brief), *cells)
    out = io.StringIO()
    colour = sys.stdout.isatty()
    width = max(80, min(shutil.get_terminal_size().columns, 160)) if colour else PLAIN_WIDTH
    Console(file=out, width=width, force_terminal=colour, color_system="auto" if colour else None).print(made)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n"))


def _matter(one: Decision, *, brief: bool) -> Text:
    text = Text(shown(one.matter["id"], 120), style="bold")
    text.append(f"\n{one.on}  {'' if brief else subject(one)}".rstrip(), style="not bold dim" if brief else "not bold")
    return text


def _cell(column: Column) -> Text:
    text = Text(OUTCOME[column.outcome], style=STYLE.get(column.outcome, ""))
    counting = [one for one in (*column.fired, *column.flags) if one.counts]
    deciding = [one.page for one in counting if one.outcome == column.outcome]
    if deciding:
        more = f" +{len(counting) - 1}" if len(counting) > 1 else ""
        text.append(f"\n{deciding[0]}{more}", style="not bold")
    if count := len(asked(column)):
        text.append(f"{', ' if deciding else chr(10)}{count} open", style="not bold dim")
    if column.next_change and column.next_change.outcome != column.outcome:
        text.append(f"\n{column.next_change.on}: {OUTCOME[column.next_change.outcome]}", style="not bold dim")
    return text
