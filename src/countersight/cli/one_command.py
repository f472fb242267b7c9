"""A command line of which one command alone is made, for who types ``countersight name`` and waits."""

from __future__ import annotations

import argparse
import os
from typing import Any


class _Left:
    """A command that was not asked for: it takes every option, and keeps none."""

    def __getattr__(self, _: str) -> Any:  # noqa: ANN401 - stands for a parser, a group and an option
        return lambda *_, **__: self


class Commands(argparse._SubParsersAction):  # type: ignore[type-arg]  # noqa: SLF001 - argparse has no other name for it
    """The commands of which one alone may be made: making all sixty takes longer than looking up a name."""

    only = ""

    def add_parser(self, name: str, **kwargs: Any) -> Any:  # noqa: ANN401 - as argparse has it
        """Make a command where it is asked for."""
        return super().add_parser(name, **kwargs) if self.only in {"", name} else _Left()


class Parser(argparse.ArgumentParser):
    """Asks the terminal for its width itself: argparse loads three archive formats to do so."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - as argparse has it
        super().__init__(formatter_class=_formatter, **kwargs)


def _formatter(prog: str) -> argparse.HelpFormatter:
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(1).columns or 80
        except OSError:
            columns = 80
    return argparse.HelpFormatter(prog, width=columns - 2)
