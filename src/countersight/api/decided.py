"""From what was sent to what is filed: matters are read by the readers of the command, decided by what decides there, and both are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, Field

from countersight.access.office import Office
from countersight.access.principal import Principal
from countersight.cases.again import Again
from countersight.cases.cases import utc_today
from countersight.desk.desk import Handle
from countersight.desk.filed import outcome_of
from countersight.errors import CountersightError, InputError, TooLargeError, Where
from countersight.intake.result import Intake, RowFault
from countersight.model.decision import Decision
from countersight.model.matter import Matter
from countersight.screening.one import Options

MOST: Final = 5_000
"""Matters of one request; the command has no such limit."""
WHOLE: Final = 200
"""Decisions that one answer holds in full."""


class FailedRow(BaseModel):
    """A row, or an item, that could not be read, as the command reports it."""

    file: str
    row: int | None = None
    column: str | None = None
    message: str
    hint: str = ""
    matter: str = Field(default="", description="the matter that it belongs to, where it is known")
    screened: bool = Field(description="true: the matter goes on with a line of which nothing is known")


class Summary(BaseModel):
    """What a list shows of a decision."""

    id: str = Field(description="the hash of the decision: GET /v1/decisions/{id}")
    matter: str
    kind: str
    on: str = Field(description="the day on which the law was read")
    outcome: str = Field(description="the worst outcome of the law in force")
    outcomes: dict[str, str] = Field(description="column of law to outcome")
    questions: int = Field(description="how many questions are open")


class Screened(BaseModel):
    """What came out of what was sent."""

    schema_: str = Field(default="countersight.screened/1", alias="schema", serialization_alias="schema")
    summaries: list[Summary]
    decisions: list[dict[str, Any]] = Field(default_factory=list, description="the decisions in full, where they were asked for: GET /v1/schemas/decision")
    failed_rows: list[FailedRow]
    notes: list[str] = Field(description="what was read as unknown, and which columns were not read")


def decider(office: Office, handle: Handle, as_of: date | None) -> Callable[[Matter], Decision]:
    """What decides for a tenant: with what its reviewers decided of names, and a day for matters that have none."""
    decided = Again(office.screener, handle, utc_today()).decided()
    if decided is None and as_of is None:
        return office.decide  # it keeps what it worked out, so that the next request is quick
    with office.alone():
        return office.screener.under(Options(as_of=as_of, decided=decided)).decide


@dataclass
class Deciding:
    """One request on its way."""

    decide: Callable[[Matter], Decision]
    decisions: list[Decision] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, intakes: Iterable[Intake]) -> None:
        """Decide what was read, piece by piece; a matter that cannot be decided becomes a fault, and the others go on.

        Raises:
            TooLargeError: More matters than one request may hold.
        """
        for intake in intakes:
            self.faults += intake.faults
            self.notes += [note for note in intake.notes if note not in self.notes]
            if len(self.decisions) + len(intake.matters) > MOST:
                raise TooLargeError(f"more than {MOST:,} matters in one request", hint="send the file in parts, or run countersight screen beside the service")
            for matter in intake.matters:
                self._decide(matter)

    def _decide(self, matter: Matter) -> None:
        try:
            if matter.given is not None:
                raise InputError("a matter of the office brings no invented records", hint="leave `given` out; scenarios are for countersight eval", where=Where("matter", column="given"))
            self.decisions.append(self.decide(matter))
            self.matters.append(matter)
        except CountersightError as fault:
            self.faults.append(RowFault(fault.where if str(fault.where) else Where("matter"), fault.message, fault.hint, matter.id))

    def keep(self, handle: Handle, principal: Principal) -> None:
        """File matters and decisions, in the transaction of the request."""
        for matter, decision in zip(self.matters, self.decisions, strict=True):
            handle.matters.put(plain_matter(matter), principal.user)
            handle.decisions.put(decision, principal.user)

    def told(self, *, whole: bool) -> dict[str, Any]:
        """The answer, as plain JSON.

        Raises:
            TooLargeError: More decisions than one answer holds in full.
        """
        if whole and len(self.decisions) > WHOLE:
            raise TooLargeError(f"more than {WHOLE} decisions in full in one answer", hint="ask with whole=false, and for each by its id")
        answer = Screened(
            summaries=[summary(one) for one in self.decisions],
            decisions=[json.loads(json.dumps(one.to_dict(), ensure_ascii=False)) for one in self.decisions] if whole else [],
            failed_rows=[failed(one) for one in self.faults],
            notes=self.notes,
        )
        return answer.model_dump(mode="json", by_alias=True)


def plain_matter(matter: Matter) -> dict[str, Any]:
    """A matter as JSON, as decisions hold it."""
    return matter.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def summary(one: Decision) -> Summary:
    """What a list shows of a decision."""
    asked = {(each.about, each.fact) for column in one.columns for each in column.questions}
    return Summary(id=one.id, matter=str(one.matter["id"]), kind=str(one.matter["kind"]), on=one.on, outcome=outcome_of(one), outcomes=one.outcomes(), questions=len(asked))


def failed(one: RowFault) -> FailedRow:
    """A fault as plain data."""
    column = None if one.where.column is None else str(one.where.column)
    return FailedRow(file=one.where.file, row=one.where.line, column=column, message=one.message, hint=one.hint, matter=one.matter, screened=not one.dropped)
