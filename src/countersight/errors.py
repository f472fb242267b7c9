"""The one error tree.

Every error that a user can cause says what was wrong, where, and what would be right::

    CountersightError
    ├── UsageError          exit 2   400  the command line or an argument is off
    │   ├── NotFoundError            404  what was named is not there, or not for who asks
    │   ├── ConflictError            409  it was changed meanwhile, or that step is not open from where it stands
    │   ├── TooLargeError            413  more than is taken in one piece
    │   └── BusyError                429  too much at once: later, it goes
    ├── AccessError         exit 2   403  who asks may not do this
    │   └── UnknownCallerError       401  nobody knows who asks
    ├── InputError          exit 2   422  a file that a user brought cannot be read as it stands
    ├── RulebookError       exit 2   422  a page of law is malformed (file, line, column)
    ├── DataError           exit 3   503  a list or a snapshot is stale, refused or damaged
    └── InternalError       exit 4   500  a fault of ours

The exit code of the command and the problem type and status of the HTTP API derive from the class, never from the text.
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
    status = 500
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
    status = 400
    code = "usage"


class NotFoundError(UsageError):
    """What was named is not there; what belongs to another tenant is not there either."""

    status = 404
    code = "not-found"


class ConflictError(UsageError):
    """It was changed meanwhile, or that step is not open from where it stands."""

    status = 409
    code = "conflict"


class TooLargeError(UsageError):
    """More than is taken in one piece."""

    status = 413
    code = "too-large"


class BusyError(UsageError):
    """Too much at once: the same asked later is answered."""

    status = 429
    code = "busy"


class AccessError(CountersightError):
    """Who asks may not do this."""

    exit_code = 2
    status = 403
    code = "access"


class UnknownCallerError(AccessError):
    """Nobody knows who asks: no key, no session, or one that is over."""

    status = 401
    code = "unknown-caller"


class InputError(CountersightError):
    """A file that a user brought cannot be read as it stands."""

    exit_code = 2
    status = 422
    code = "input"


class RulebookError(CountersightError):
    """A page of law is malformed."""

    exit_code = 2
    status = 422
    code = "rulebook"


class DataError(CountersightError):
    """A list or a snapshot is stale, refused or damaged."""

    exit_code = 3
    status = 503
    code = "data"


class InternalError(CountersightError):
    """A fault of ours: please report it."""

    exit_code = 4
    status = 500
    code = "internal"
