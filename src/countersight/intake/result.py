"""What a reader gives back: the matters it could read, the rows it could not, and what it took for unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

from countersight.errors import Where
from countersight.model.matter import Matter

UNKNOWN_MARKS = frozenset(
    {
        "-", "--", "---", "\u2013", "\u2014", "\u2014\u2014", ".", "?", "/", "n/a", "na", "n.a.", "#n/a", "none", "null", "nil", "unknown", "tbd", "tba", "0000", "00000000",
        "not applicable", "not available", "not known", "\u65e0", "\u6682\u65e0", "\u672a\u77e5", "\u4e0d\u8be6", "\u5f85\u5b9a",
    }
)  # fmt: skip
"""How people write "unknown" in a cell. A lone zero is a number: a quantity or a value may be nothing. The last are Chinese: none, none yet, unknown, not known, to be settled."""

SHOWN = 20
"""Row numbers that are named; of more, only how many they are."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One row, or one item, that could not be read: where, what was wrong, what would be right, what follows."""

    where: Where
    message: str
    hint: str
    matter: str = ""
    """Id of the matter that the row belongs to, where it is known."""
    dropped: bool = True
    """False where the matter goes on with a line of which nothing is known."""

    def __str__(self) -> str:
        """Place and message, the hint, and what follows from it, a line each."""
        follows = "not screened" if self.dropped else "screened with a line of which nothing is known"
        about = f" (matter {self.matter}: {follows})" if self.matter else f" ({follows})"
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.where}: {self.message}{about}{hint}"


@dataclass(slots=True)
class Intake:
    """Everything that came out of one file. ``notes`` say what was read as unknown and which columns were not read."""

    matters: list[Matter] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Rows in which something was met: how many, and the first."""

    count: int = 0
    first: list[int] = field(default_factory=list)
    example: str = ""

    def add(self, number: int, example: str = "") -> None:
        """Count a row; the first example is kept."""
        self.count += 1
        self.example = self.example or example
        if len(self.first) < SHOWN:
            self.first.append(number)

    def __str__(self) -> str:
        """The rows as a person reads them."""
        more = self.count - len(self.first)
        return f"{'row' if self.count == 1 else 'rows'} {', '.join(map(str, self.first))}" + (f" and {more:,} more" if more else "")
