"""The one error tree.

Every error that a user can cause says what was wrong, where, and what would be right::

    CountersightError
    ├── UsageError          exit 2   the command line or an argument is off
    ├── InputError          exit 2   a file that a user brought cannot be read as it stands
    ├── RulebookError       exit 2   a page of law is malformed (file, line, column)
    ├── DataError           exit 3   a list or a snapshot is stale, refused or damaged
    └── InternalError       exit 4   a fault of ours

The exit code of the command and the problem type of the HTTP API derive from the class, never from the text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; rows, lines and columns count from 1, and None means "not applicable"."""

    file: str = ""
    line: int | None = None
    column: int | str | None = None

    def __str__(self) -> str:
        """``file:line:column``, leaving out what is not known."""
        return ":".join(str(part) for part in (self.file or None, self.line, self.column) if part is not None)


class CountersightError(Exception):
    """Root of the tree: a message, a hint of what would be right, and the place."""

    exit_code = 4
    code = "error"

    def __init__(self, message: str, *, hint: str = "", where: Where | None = None) -> None:
        """Keep the three parts apart, so that each surface can lay them out in its own way."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where or Where()

    def __str__(self) -> str:
        """``place: message`` and, on a line of its own, the hint."""
        place = str(self.where)
        head = f"{place}: {self.message}" if place else self.message
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class UsageError(CountersightError):
    """The command line, or an argument of a function, is off."""

    exit_code = 2
    code = "usage"


class InputError(CountersightError):
    """A file that a user brought cannot be read as it stands."""

    exit_code = 2
    code = "input"


class RulebookError(CountersightError):
    """A page of law is malformed."""

    exit_code = 2
    code = "rulebook"


class DataError(CountersightError):
    """A list or a snapshot is stale, refused or damaged."""

    exit_code = 3
    code = "data"


class InternalError(CountersightError):
    """A fault of ours: please report it."""

    exit_code = 4
    code = "internal"
