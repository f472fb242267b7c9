"""The queue against the ledger: each line of the index says what the events of its case say; and the index built again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from countersight.cases.cases import refused, row_of
from countersight.cases.folding import Case, event_of, step
from countersight.desk.verifying import Fault
from countersight.errors import CountersightError

if TYPE_CHECKING:
    from countersight.desk.desk import Handle


def folded(handle: Handle) -> tuple[dict[str, Case], list[Fault]]:
    """Every case, out of the ledger; and events that no case allows, which only a hand beside the program can have written."""
    found: dict[str, Case] = {}
    faults: list[Fault] = []
    for entry in handle.ledger.every(kind="case."):
        event = event_of(entry)
        case = found.get(entry.subject)
        try:
            if event.purged:
                faults += (
                    []
                    if case or event.kind == "opened"
                    else [Fault(entry.seq, f"entry {entry.seq} is of a case that was never opened")]
                )
            elif case is None and event.kind != "opened":
                faults.append(Fault(entry.seq, f"entry {entry.seq} is of a case that was never opened"))
            elif case and (fault := refused(case, event.kind)):
                faults.append(Fault(entry.seq, f"entry {entry.seq}: {fault}"))
            elif case and event.kind == "approved" and case.proposal and case.proposal.by == event.actor:
                faults.append(
                    Fault(entry.seq, f"entry {entry.seq}: {event.actor} approved what the same person proposed")
                )
            found[entry.subject] = step(case or Case(entry.subject, opened_by=event.actor, opened_at=event.at), event)
        except (CountersightError, KeyError) as fault:
            faults.append(Fault(entry.seq, f"entry {entry.seq}: {fault}"))
    return found, faults


def check_queue(handle: Handle) -> list[Fault]:
    """Where the queue says something else than the ledger."""
    with handle.reading():
        cases, faults = folded(handle)
        held = set(handle.queue.ids())
        faults += [
            Fault(0, f"the queue holds the case {one}, of which the ledger has no event")
            for one in sorted(held - cases.keys())
        ]
        for case_id, case in cases.items():
            faults += _differs(handle, case_id, case)
    return faults


def _differs(handle: Handle, case_id: str, case: Case) -> Iterator[Fault]:
    row, told = handle.queue.get(case_id), row_of(case)
    if row is None:
        yield Fault(0, f"the case {case_id} is missing in the queue")
        return
    for name in told.__dataclass_fields__:
        if getattr(row, name) != getattr(told, name):
            yield Fault(
                0,
                f"the queue says {name} {getattr(row, name)!r} of the case {case_id}, its events {getattr(told, name)!r}",
            )


def rebuild(handle: Handle) -> int:
    """Build the queue again out of the ledger; how many cases there are."""
    with handle.writing():
        handle.hold()
        cases, _ = folded(handle)
        handle.queue.clear()
        for case in cases.values():
            handle.queue.put(row_of(case))
    return len(cases)
