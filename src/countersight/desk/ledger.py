"""The ledger of a tenant: a chain of hashes over everything that was decided, done with a case, or taken into use.

The hash of an entry is SHA-256 over the canonical JSON of its own fields and of the hash before it; of its payload only the hash enters, so
that a payload may be purged and the chain still be followed. The chain alone shows every change, removal and insertion up to its end; that
its end is the end, only a checkpoint shows that lies elsewhere (:mod:`countersight.desk.checkpoints`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from countersight.desk.moments import now
from countersight.desk.tables import chains, ledger
from countersight.errors import DataError, InputError
from countersight.model.canonical import canonical_json, digest

if TYPE_CHECKING:
    from countersight.desk.bound import Bound, Row
    from countersight.desk.checkpoints import Checkpoints

BATCH: Final = 500
"""Entries that are read at a time."""

PURGE: Final = "ledger.purge"
"""The kind of the entry that names entries whose payload was taken away."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``payload`` is text, or None where it was purged (or was not read)."""

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    payload_sha256: str
    prev: str
    hash: str
    payload: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        """What the payload says; empty where it was purged."""
        told: dict[str, Any] = json.loads(self.payload) if self.payload else {}
        return told

    def head(self) -> dict[str, Any]:
        """The entry without its payload: what an evidence pack carries of entries that are not its business."""
        return {name: value for name, value in asdict(self).items() if name != "payload"}


def seal(tenant: str, head: dict[str, Any]) -> str:
    """The hash of an entry.

    Args:
        tenant: Whose ledger it is.
        head: ``seq at actor kind subject payload_sha256 prev``; other keys do not count.
    """
    return digest(
        canonical_json(
            [tenant, *(head[name] for name in ("seq", "at", "actor", "kind", "subject", "payload_sha256", "prev"))]
        )
    )


class Ledger:
    """Append, and read; nothing is ever changed. Every entry is under a signed checkpoint before its writer hears that it was written."""

    def __init__(self, bound: Bound, tenant: str, checkpoints: Checkpoints) -> None:
        """Args: the tenant's tables and name, and where its checkpoints go."""
        self._bound = bound
        self._tenant = tenant
        self._checkpoints = checkpoints

    def append(self, kind: str, subject: str, payload: object, actor: str) -> Entry:
        """Write an entry.

        Args:
            kind: What it is: ``decision``, ``case.opened``, ``list.taken`` ...
            subject: The id of the case, the decision, the list.
            payload: Text as it is, or anything that JSON knows.
            actor: Who did it: the id of a user, or ``system:`` and what.

        Raises:
            InputError: No kind, or nobody.
        """
        if not kind or not actor:
            raise InputError(
                "an entry of the ledger needs a kind and somebody who did it",
                hint="ledger.append('list.taken', 'csl', {...}, 'ana')",
            )
        text = payload if isinstance(payload, str) else canonical_json(payload)
        with self._bound.writing() as connection:
            query = select(chains.c.seq, chains.c.hash).where(chains.c.tenant == self._tenant).with_for_update()
            last = connection.execute(query).one()
            head: dict[str, Any] = {
                "seq": int(last.seq) + 1,
                "at": now(),
                "actor": actor,
                "kind": kind,
                "subject": subject,
                "payload_sha256": digest(text),
                "prev": str(last.hash),
            }
            entry = Entry(**head, hash=seal(self._tenant, head), payload=text)
            self._bound.add(ledger, asdict(entry))
            self._bound.change(chains, seq=entry.seq, hash=entry.hash)
            self._checkpoints.wanted(self._bound, self._tenant, entry.seq, entry.hash)
        return entry

    @property
    def last(self) -> tuple[int, str]:
        """Number and hash of the last entry; 0 and empty where there is none."""
        row = self._bound.row(chains)
        return (int(row["seq"]), str(row["hash"])) if row else (0, "")

    def entry(self, seq: int) -> Entry | None:
        """One entry, whole."""
        row = self._bound.row(ledger, ledger.c.seq == seq)
        return _entry(row) if row else None

    def of(self, subject: str, kind: str = "") -> list[Entry]:
        """The entries on a subject, in their order.

        Args:
            subject: An id.
            kind: Only those of a kind, or of a family of kinds where it ends with a point (``case.``).
        """
        where = [ledger.c.subject == subject]
        if kind:
            where.append(ledger.c.kind.like(f"{kind}%") if kind.endswith(".") else ledger.c.kind == kind)
        return [_entry(row) for row in self._bound.rows(ledger, *where, order=[ledger.c.seq])]

    def after(self, seq: int = 0, *, kind: str = "", limit: int = BATCH, payloads: bool = True) -> list[Entry]:
        """The next entries behind one, in their order.

        Args:
            seq: The number of that one.
            kind: As in :meth:`of`.
            limit: How many at most.
            payloads: Leave them out with False.
        """
        where = [ledger.c.seq > seq]
        if kind:
            where.append(ledger.c.kind.like(f"{kind}%") if kind.endswith(".") else ledger.c.kind == kind)
        only = () if payloads else [column.name for column in ledger.c if column.name != "payload"]
        return [_entry(row) for row in self._bound.rows(ledger, *where, order=[ledger.c.seq], limit=limit, only=only)]

    def every(self, *, kind: str = "", payloads: bool = True) -> Iterator[Entry]:
        """Every entry from the first, read in batches."""
        seq = 0
        while batch := self.after(seq, kind=kind, limit=BATCH, payloads=payloads):
            yield from batch
            seq = batch[-1].seq

    def purge(self, seqs: list[int], reason: str, actor: str) -> Entry:
        """Take the payload of entries away. Their hashes stay, and an entry says who did it and why.

        Raises:
            InputError: No such entry, no reason, or an entry that names purged ones.
        """
        if not reason.strip():
            raise InputError("a purge needs a reason", hint="for example: kept five years, 15 CFR 762.6")
        with self._bound.writing():
            rows = self._bound.rows(ledger, ledger.c.seq.in_(seqs), only=("seq", "kind"))
            if missing := set(seqs) - {row["seq"] for row in rows}:
                raise InputError(f"the ledger has no entry {min(missing)}", hint=f"it goes to {self.last[0]}")
            if kept := [row["seq"] for row in rows if row["kind"] == PURGE]:
                raise InputError(f"entry {kept[0]} says what was purged, and stays", hint="leave it out")
            said = self.append(PURGE, "", {"entries": sorted(seqs), "reason": reason.strip()}, actor)
            self._bound.change(ledger, ledger.c.seq.in_(seqs), payload=None)
        return said


def _entry(row: Row) -> Entry:
    return Entry(**{"payload": None, **row})


def whole(entry: Entry) -> str:
    """The payload of an entry.

    Raises:
        DataError: It was purged.
    """
    if entry.payload is None:
        raise DataError(
            f"what entry {entry.seq} ({entry.kind} {entry.subject}) said was purged",
            hint="the ledger says by whom and why: countersight ledger show --kind ledger.purge",
        )
    return entry.payload
