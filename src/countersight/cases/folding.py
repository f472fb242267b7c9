"""A case is a fold of its events: what they say, one after the other. The status is where the work stands; the outcome is what the law says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from countersight.desk.ledger import Entry
from countersight.errors import DataError

Status = Literal["open", "in_review", "awaiting_approval", "snoozed", "closed"]
STATUSES: Final = ("open", "in_review", "awaiting_approval", "snoozed", "closed")

DISPOSITIONS: Final = {
    "proceed": "go on",
    "proceed_with_conditions": "go on, under the conditions that the reason names",
    "apply_for_licence": "apply for a licence, and wait for it",
    "hold": "hold until more is known",
    "refuse": "do not do it",
    "divest": "sell within the time that the law gives",
    "report": "tell the authority that the reason names",
    "false_match": "the party is not the listed one",
    "no_action": "nothing follows from it",
}
"""What an office does about a case, in words. None of them says that something is clear."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes to do, on which decision. It needs another person's approval."""

    disposition: str
    reason: str
    by: str
    at: str
    decision: str


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a case: its number in the case, its number in the ledger, and what it says."""

    n: int
    seq: int
    at: str
    actor: str
    kind: str
    body: dict[str, Any]
    purged: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands."""

    id: str
    title: str = ""
    matter: str = ""
    kind: str = ""
    decision: str = ""
    """The id of the last decision."""
    decisions: tuple[str, ...] = ()
    """Ids of all decisions, in their order."""
    outcome: str = ""
    status: Status = "open"
    why: str = ""
    """Why it was opened, or opened again."""
    assignee: str = ""
    due: str = ""
    snoozed_until: str = ""
    snooze_reason: str = ""
    proposal: Proposal | None = None
    disposition: str = ""
    reason: str = ""
    proposed_by: str = ""
    approved_by: str = ""
    approved_at: str = ""
    flags: dict[str, dict[str, str]] = field(default_factory=dict)
    """Red flags that were resolved: id to ``by on how evidence``."""
    adjudications: tuple[dict[str, str], ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()
    comments: int = 0
    opened_by: str = ""
    opened_at: str = ""
    changed_at: str = ""
    events: int = 0
    watch: str = ""
    """The id of what is watched, where the case came of watching."""


def event_of(entry: Entry) -> Event:
    """The event of an entry of the ledger; one whose payload was purged says nothing but that it was there."""
    body = entry.body
    return Event(
        int(body.pop("n", 0)),
        entry.seq,
        entry.at,
        entry.actor,
        entry.kind.removeprefix("case."),
        body,
        entry.payload is None,
    )


def fold(case_id: str, events: Iterable[Event]) -> Case | None:
    """The case after its events; None where there are none.

    Raises:
        DataError: An event of a kind that this version does not know.
    """
    case: Case | None = None
    for event in events:
        case = step(case or Case(case_id, opened_by=event.actor, opened_at=event.at), event)
    return case


def step(case: Case, event: Event) -> Case:
    """The case after one more event."""
    if event.purged:
        return replace(case, changed_at=event.at, events=case.events + 1)
    does = _STEPS.get(event.kind)
    if does is None:
        raise DataError(
            f"an event of the kind {event.kind!r} in the case {case.id}",
            hint="it was written by a newer version of the program: use that one",
        )
    return replace(does(case, event), changed_at=event.at, events=case.events + 1)


def _opened(case: Case, event: Event) -> Case:
    told = event.body
    bare = replace(
        case,
        title=told["title"],
        matter=told["matter"],
        kind=told["kind"],
        why=told["why"],
        watch=told.get("watch", ""),
    )
    return _with_decision(replace(bare, opened_by=event.actor, opened_at=event.at), event)


def _with_decision(case: Case, event: Event) -> Case:
    """Another decision voids what was proposed on the one before."""
    told = event.body
    status: Status = "in_review" if case.status == "awaiting_approval" else case.status
    return replace(
        case,
        decision=told["decision"],
        decisions=(*case.decisions, told["decision"]),
        outcome=told["outcome"],
        proposal=None,
        status=status,
    )


def _touched(case: Case) -> Case:
    """Somebody is at work on it."""
    return replace(case, status="in_review") if case.status == "open" else case


def _assigned(case: Case, event: Event) -> Case:
    return _touched(replace(case, assignee=event.body["to"]))


def _due(case: Case, event: Event) -> Case:
    return replace(case, due=event.body["day"])


def _commented(case: Case, _: Event) -> Case:
    return replace(case, comments=case.comments + 1)


def _attached(case: Case, event: Event) -> Case:
    return replace(case, attachments=(*case.attachments, {**event.body, "by": event.actor, "at": event.at}))


def _snoozed(case: Case, event: Event) -> Case:
    return replace(case, status="snoozed", snoozed_until=event.body["until"], snooze_reason=event.body["reason"])


def _woken(case: Case, _: Event) -> Case:
    return replace(case, status="open", snoozed_until="", snooze_reason="")


def _flag_resolved(case: Case, event: Event) -> Case:
    told = event.body
    flags = {
        **case.flags,
        told["flag"]: {"by": event.actor, "on": event.at[:10], "how": told["how"], "evidence": told["evidence"]},
    }
    return _touched(_with_decision(replace(case, flags=flags), event))


def _answered(case: Case, event: Event) -> Case:
    return _touched(_with_decision(case, event))


def _adjudicated(case: Case, event: Event) -> Case:
    told = {name: str(event.body[name]) for name in ("party", "body", "decided", "note", "until")}
    return _touched(
        _with_decision(
            replace(case, adjudications=(*case.adjudications, {**told, "by": event.actor, "at": event.at})), event
        )
    )


def _proposed(case: Case, event: Event) -> Case:
    told = event.body
    return replace(
        case,
        status="awaiting_approval",
        proposal=Proposal(told["disposition"], told["reason"], event.actor, event.at, told["decision"]),
    )


def _approved(case: Case, event: Event) -> Case:
    said = case.proposal
    if said is None:
        raise DataError(
            f"the case {case.id} was approved without a proposal",
            hint="restore it from a backup: countersight ledger verify",
        )
    done = replace(
        case,
        proposal=None,
        disposition=said.disposition,
        reason=said.reason,
        proposed_by=said.by,
        approved_by=event.actor,
        approved_at=event.at,
    )
    return replace(done, status="in_review")


def _rejected(case: Case, _: Event) -> Case:
    return replace(case, proposal=None, status="in_review")


def _closed(case: Case, _: Event) -> Case:
    return replace(case, status="closed", snoozed_until="", snooze_reason="")


def _reopened(case: Case, event: Event) -> Case:
    return replace(
        case,
        status="open",
        why=event.body["why"],
        proposal=None,
        disposition="",
        reason="",
        proposed_by="",
        approved_by="",
        approved_at="",
    )


_STEPS: Final[dict[str, Callable[[Case, Event], Case]]] = {
    "opened": _opened,
    "assigned": _assigned,
    "due": _due,
    "commented": _commented,
    "attached": _attached,
    "snoozed": _snoozed,
    "woken": _woken,
    "flag_resolved": _flag_resolved,
    "answered": _answered,
    "decided": _with_decision,
    "adjudicated": _adjudicated,
    "proposed": _proposed,
    "approved": _approved,
    "rejected": _rejected,
    "closed": _closed,
    "reopened": _reopened,
}

KINDS: Final = frozenset(_STEPS)
"""Every kind of event."""
