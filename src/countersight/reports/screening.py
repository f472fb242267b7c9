"""What a report is made of: the decisions, the rows that could not be read, and the notes of the readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countersight.intake.result import RowFault
from countersight.model.decision import Decision


@dataclass(frozen=True, slots=True)
class Screening:
    """One run of ``countersight screen``, as every report gets it."""

    decisions: Sequence[Decision]
    faults: Sequence[RowFault] = ()
    notes: Sequence[str] = ()
