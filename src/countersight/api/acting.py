"""What is sent to a case and what is told of it; and one act on a case, done once and in turn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from countersight.access.asking import Approver, AtDesk, CaseWorker, InOffice
from countersight.access.office import Office
from countersight.access.principal import Principal
from countersight.api.asking import Once, WriteOnce, found
from countersight.cases.cases import Cases
from countersight.cases.folding import DISPOSITIONS, Case
from countersight.desk.desk import Handle
from countersight.errors import ConflictError, CountersightError, UsageError

CaseId = Annotated[str, Path(pattern=r"^case-[0-9a-z]{10,40}$", description="the id of a case")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
Line = Annotated[str, StringConstraints(max_length=1_000, pattern=r"^[^\x00]*$")]
Status = Literal["open", "in_review", "awaiting_approval", "snoozed", "closed"]
Disposition = Literal["proceed", "proceed_with_conditions", "apply_for_licence", "hold", "refuse", "divest", "report", "false_match", "no_action"]
assert set(DISPOSITIONS) == set(Disposition.__args__)  # type: ignore[attr-defined]  # noqa: S101 - the two may not drift apart


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Opened(_Sent):
    """A case to open, about a decision that is filed."""

    decision: str = Field(pattern=r"^[0-9a-f]{64}$")
    title: Line = ""
    why: Line = ""


class Assigned(_Sent):
    """To whom; to nobody where it is empty."""

    to: Line = ""


class Due(_Sent):
    """By which day; by none where it is null."""

    day: date | None = None


class Commented(_Sent):
    """What somebody says."""

    text: Words


class Snoozed(_Sent):
    """Until which day a case rests, and why."""

    until: date
    reason: Words


class Resolved(_Sent):
    """How a red flag was resolved, and on which evidence."""

    flag: Line = Field(examples=["RF-22"])
    how: Words
    evidence: Words


class Answered(_Sent):
    """The answer to a question that the decision left open."""

    fact: Line = Field(examples=["party.security_organ"])
    value: bool | int | str | list[str] | None = Field(description="what is so, in the type of the fact: GET /v1/facts")
    evidence: Words
    about: Line = Field(default="", description="the party or line, as the question names it; empty where there is only one")


class Reasoned(_Sent):
    """Why."""

    reason: Words


class Approved(_Sent):
    """Approval of what somebody else proposed."""

    reason: Line = ""
    close: bool = Field(default=True, description="false: something is still to be done")


class Proposed(_Sent):
    """What to do. It needs another person's approval."""

    disposition: Disposition
    reason: Words


class Adjudicated(_Sent):
    """That a party is a body, or is not; for these facts of both."""

    party: Line = Field(description="the label of the party in the decision")
    body: Line = Field(description="the id of the body")
    decided: Literal["same", "not_same"]
    note: Words
    until: date | None = None


class CaseTold(BaseModel):
    """A case as it stands. The status is where the work stands; the outcome is what the law says."""

    model_config = ConfigDict(extra="allow")
    id: str
    title: str
    matter: str
    kind: str
    decision: str = Field(description="the id of the last decision")
    decisions: list[str]
    outcome: str
    status: Status
    assignee: str
    due: str
    snoozed_until: str
    disposition: str
    events: int


class CaseRow(BaseModel):
    """A case in the queue."""

    model_config = ConfigDict(extra="allow")
    id: str
    title: str
    matter: str
    decision: str
    outcome: str
    status: Status
    assignee: str
    due: str
    snoozed_until: str
    opened_at: str
    changed_at: str
    events: int


class EventTold(BaseModel):
    """One event of a case."""

    n: int
    seq: int = Field(description="its place in the ledger")
    at: str
    actor: str
    kind: str
    body: dict[str, Any]
    purged: bool


def told(case: Case) -> dict[str, Any]:
    """A case, ready for JSON."""
    return CaseTold.model_validate(asdict(case)).model_dump(mode="json")


def there(handle: Handle, case_id: str) -> None:
    """Nothing where the tenant has such a case.

    Raises:
        NotFoundError: It has none.
    """
    found(handle.queue.get(case_id), "case", case_id, "GET /v1/cases lists them")


class Acting:
    """One act on a case: by whom, once, and with the turn of what decides where it decides again."""

    def __init__(self, office: Office, handle: Handle, principal: Principal, once: Once) -> None:
        self.office, self.handle, self.once = office, handle, once
        self.cases = Cases(handle, principal.user, office.screener)

    def __call__(self, case_id: str, act: Callable[[Cases], Case], *, decides: bool = False) -> Any:  # noqa: ANN401 - JSON
        """The case after it.

        Raises:
            NotFoundError: There is no such case.
            ConflictError: The case does not allow it, from where it stands.
        """
        if case_id:
            there(self.handle, case_id)
        # The turn of what decides comes before the turn of who writes, here as everywhere: two orders would let two requests wait for each other.
        with self.office.alone() if decides else nullcontext():
            try:
                return self.once(lambda: told(act(self.cases)))
            except UsageError as fault:
                raise _conflict(fault) from None


def _conflict(fault: UsageError) -> CountersightError:
    return ConflictError(fault.message, hint=fault.hint, where=fault.where) if type(fault) is UsageError else fault


def acting(office: InOffice, handle: AtDesk, principal: CaseWorker, once: WriteOnce) -> Acting:
    """For who works on cases."""
    return Acting(office, handle, principal, once)


def approving(office: InOffice, handle: AtDesk, principal: Approver, once: WriteOnce) -> Acting:
    """For the second pair of eyes."""
    return Acting(office, handle, principal, once)
