"""Verify a ledger: every change, removal, insertion and cut is found, and the entry named at which it is.

What the chain shows: each entry is sealed over the one before. What the checkpoints show: that the end is the end, and that nobody made the
chain anew from some entry on. What the index shows: that the lists an office works with say what the ledger says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.desk.checkpoints import Checkpoint, read_checkpoints
from countersight.desk.ledger import PURGE, Entry, seal
from countersight.errors import DataError
from countersight.model.canonical import digest
from countersight.model.outcomes import RANK, worst

if TYPE_CHECKING:
    from countersight.desk.desk import Handle
    from countersight.desk.signing import Verify

SHOWN = 200
"""Faults that are told one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which entry; 0 where it is at none."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found."""

    tenant: str
    entries: int
    last_hash: str
    checkpoints: int
    signed_to: int
    """The last entry that a checkpoint covers. Entries behind it were written and nobody was told of them yet, as after a power cut."""
    purged: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(slots=True)
class _Walk:
    """What is known on the way."""

    seq: int = 0
    hash: str = ""
    entries: int = 0
    purged: int = 0


def verify(handle: Handle, *, check: Verify | None = None, copies: Sequence[Path] = ()) -> Verified:
    """Verify the ledger of a tenant.

    Args:
        handle: What the tenant holds.
        check: Checks with the public key; without one the key beside the checkpoints is taken.
        copies: Files of checkpoints that were kept elsewhere, besides the one of the office.
    """
    with handle.reading():
        return _verify(handle, check or handle.checkpoints.check, copies)


def _verify(handle: Handle, check: Verify, copies: Sequence[Path]) -> Verified:
    signed, faults = _signed(handle, check, copies)
    walk = _Walk()
    gone: dict[int, str] = {}
    told_purged: set[int] = set()
    decided: set[str] = set()
    for entry in handle.ledger.every():
        faults += _links(handle.tenant, walk, entry)
        faults += _against(signed.get(entry.seq, []), entry)
        if entry.payload is None:
            gone[entry.seq] = f"{entry.kind} {entry.subject}"
        elif digest(entry.payload) != entry.payload_sha256:
            faults.append(
                Fault(
                    entry.seq,
                    f"what entry {entry.seq} ({entry.kind} {entry.subject}) says was changed: it is not of its hash",
                )
            )
        elif entry.kind == PURGE:
            told_purged |= set(json.loads(entry.payload)["entries"])
        if entry.kind == "decision":
            decided.add(entry.subject)
            faults += _indexed(handle, entry)
        walk = _Walk(entry.seq, entry.hash, walk.entries + 1, walk.purged + (entry.payload is None))
    faults += [
        Fault(seq, f"what entry {seq} ({one}) said was taken away, and no purge says so")
        for seq, one in gone.items()
        if seq not in told_purged
    ]
    faults += _end(handle, walk, signed)
    faults += _beside(handle, decided)
    return Verified(
        handle.tenant,
        walk.entries,
        walk.hash,
        sum(map(len, signed.values())),
        max((seq for seq in signed if seq <= walk.seq), default=0),
        walk.purged,
        tuple(sorted(faults, key=lambda one: one.seq)),
    )


def _signed(handle: Handle, check: Verify, copies: Sequence[Path]) -> tuple[dict[int, list[Checkpoint]], list[Fault]]:
    found: dict[int, list[Checkpoint]] = {}
    faults = []
    for file in (handle.checkpoints.file(handle.tenant), *copies):
        try:
            for one, wrong in read_checkpoints(file, check, handle.tenant):
                if wrong:
                    faults.append(Fault(one.seq if one else 0, f"{wrong}: do not trust what it says"))
                elif one:
                    found.setdefault(one.seq, []).append(one)
        except DataError as fault:
            faults.append(Fault(0, f"{file.name}: {fault.message}"))
    return found, faults


def _links(tenant: str, walk: _Walk, entry: Entry) -> Iterator[Fault]:
    """An entry behind the one before."""
    if entry.seq != walk.seq + 1:
        gap = (
            f"entry {walk.seq + 1} is"
            if entry.seq == walk.seq + 2
            else f"entries {walk.seq + 1} to {entry.seq - 1} are"
        )
        yield Fault(walk.seq + 1, f"{gap} missing: removed")
    elif entry.prev != walk.hash:
        yield Fault(
            entry.seq,
            f"entry {entry.seq} does not follow entry {walk.seq}: one of them was changed, or put in place of another",
        )
    if seal(tenant, entry.head()) != entry.hash:
        yield Fault(entry.seq, f"entry {entry.seq} ({entry.kind} {entry.subject}) was changed: it is not of its hash")


def _against(signed: list[Checkpoint], entry: Entry) -> Iterator[Fault]:
    if other := next((one for one in signed if one.hash != entry.hash), None):
        yield Fault(
            entry.seq,
            f"entry {entry.seq} is not the one that was signed at {other.at}: the ledger was made anew from here or before",
        )


def _indexed(handle: Handle, entry: Entry) -> Iterator[Fault]:
    """A decision, and its line in the list of decisions."""
    row = handle.decisions.row(entry.subject)
    if row is None:
        yield Fault(
            entry.seq, f"the decision {entry.subject[:16]} of entry {entry.seq} is missing in the list of decisions"
        )
        return
    told = {"seq": entry.seq, "at": entry.at} | (
        _shown(entry.payload) if entry.payload and digest(entry.payload) == entry.subject else {}
    )
    for name, value in told.items():
        if getattr(row, name) != value:
            yield Fault(
                entry.seq,
                f"the list of decisions says {name} {getattr(row, name)!r} of the decision of entry {entry.seq}, the ledger {value!r}",
            )


def _shown(text: str) -> dict[str, str]:
    """What a list shows of a decision, out of its text."""
    told = json.loads(text)
    asked = [column for column in told["columns"] if not column["proposed"]] or told["columns"]
    outcome = worst([column["outcome"] for column in asked if column["outcome"] in RANK])
    return {
        "matter": str(told["matter"].get("id", "")),
        "kind": str(told["matter"].get("kind", "")),
        "day": told["on"],
        "snapshot": told["snapshot"],
        "outcome": outcome,
    }


def _end(handle: Handle, walk: _Walk, signed: dict[int, list[Checkpoint]]) -> Iterator[Fault]:
    seq, last = handle.ledger.last
    if (seq, last) != (walk.seq, walk.hash):
        yield Fault(walk.seq, f"the ledger ends at entry {walk.seq}, and was left at entry {seq}")
    if walk.entries and not signed:
        yield Fault(0, "there is no checkpoint: nothing shows that the end of the ledger is its end")
    beyond = max(signed, default=0)
    if beyond > walk.seq:
        at = signed[beyond][0].at
        cut = f"entry {beyond} is" if beyond == walk.seq + 1 else f"entries {walk.seq + 1} to {beyond} are"
        yield Fault(walk.seq + 1, f"{cut} missing at the end: cut off; the last was signed at {at}")


def _beside(handle: Handle, decided: set[str]) -> Iterator[Fault]:
    """Lines and files that no entry tells of."""
    after: int | None = None
    while page := handle.decisions.page(after, 500):
        for row in page:
            if row.id not in decided:
                yield Fault(row.seq, f"the list of decisions holds {row.id[:16]}, of which the ledger has no entry")
        after = page[-1].seq
    for key in handle.attachments.held():
        try:
            handle.attachments.data(key)
        except DataError as fault:
            yield Fault(0, fault.message)
