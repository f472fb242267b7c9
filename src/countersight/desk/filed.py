"""Matters, decisions, attachments and what reviewers decided of names, as an office files them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import tuple_

from countersight.desk.moments import now
from countersight.desk.tables import adjudications, attachments, decisions, ledger, matters
from countersight.errors import DataError, InputError
from countersight.model.canonical import canonical_json, digest
from countersight.model.outcomes import RANK, worst

if TYPE_CHECKING:
    from countersight.desk.bound import Bound, Row
    from countersight.desk.ledger import Ledger
    from countersight.model.decision import Decision

LARGEST: Final = 25 * 1024 * 1024
"""Bytes of one attachment."""


class Matters:
    """What was asked about. A matter that is put again stands in the place of the one of its id; decisions hold the matter they were made of."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def put(self, matter: dict[str, Any], by: str) -> str:
        """File a matter as plain JSON; its hash.

        Raises:
            InputError: It has no id or no kind.
        """
        if not matter.get("id") or not matter.get("kind"):
            raise InputError("a matter needs an id and a kind", hint="see the JSON Schema: countersight schema")
        body = canonical_json(matter)
        row = {
            "id": str(matter["id"]),
            "kind": str(matter["kind"]),
            "day": str(matter.get("date") or ""),
            "sha256": digest(body),
            "body": body,
            "by": by,
            "at": now(),
        }
        self._bound.put(matters, row)
        return str(row["sha256"])

    def get(self, matter_id: str) -> dict[str, Any] | None:
        """A matter, or None."""
        row = self._bound.row(matters, matters.c.id == matter_id)
        return json.loads(row["body"]) if row else None

    def page(self, after: str = "", limit: int = 50, *, kind: str = "") -> list[Row]:
        """Matters, the newest first: ``id kind day sha256 by at``.

        Args:
            after: The id of the last one that was shown.
            limit: How many at most.
            kind: Only of that kind.
        """
        where = [matters.c.kind == kind] if kind else []
        last = self._bound.row(matters, matters.c.id == after) if after else None
        if after and last is None:
            raise InputError(f"there is no matter {after!r} to go on from", hint="begin again without a cursor")
        if last:
            where.append(tuple_(matters.c.at, matters.c.id) < tuple_(last["at"], last["id"]))
        return self._bound.rows(
            matters,
            *where,
            order=[matters.c.at.desc(), matters.c.id.desc()],
            limit=limit,
            only=("id", "kind", "day", "sha256", "by", "at"),
        )

    def remove(self, matter_id: str) -> int:
        """Take a matter away; decisions on it stay."""
        return self._bound.remove(matters, matters.c.id == matter_id)

    def purge(self, before: str) -> int:
        """Take away those that were filed before a moment; how many."""
        return self._bound.remove(matters, matters.c.at < before)


@dataclass(frozen=True, slots=True)
class Filed:
    """A decision in its file: where in the ledger, and what a list of decisions shows of it."""

    id: str
    seq: int
    matter: str
    kind: str
    day: str
    outcome: str
    snapshot: str
    at: str


class Decisions:
    """Decisions, by the hash that is their id. One that is made again to the letter is filed once."""

    def __init__(self, bound: Bound, ledger_: Ledger) -> None:
        """Args: the tables and the ledger of the tenant."""
        self._bound = bound
        self._ledger = ledger_

    def put(self, decision: Decision, by: str) -> Filed:
        """File a decision; the entry of the ledger holds its text, whose hash is its id."""
        held = self.row(decision.id)
        if held:
            return held
        matter = decision.matter
        with self._bound.writing():
            entry = self._ledger.append("decision", decision.id, decision.canonical(), by)
            if entry.payload_sha256 != decision.id:
                raise DataError("the decision is not the one of its id", hint="report it: nothing was written")
            found = Filed(
                decision.id,
                entry.seq,
                str(matter.get("id", "")),
                str(matter.get("kind", "")),
                decision.on,
                outcome_of(decision),
                decision.snapshot,
                entry.at,
            )
            self._bound.add(decisions, {name: getattr(found, name) for name in Filed.__dataclass_fields__})
        return found

    def row(self, decision_id: str) -> Filed | None:
        """What a list shows of a decision, or None."""
        row = self._bound.row(decisions, decisions.c.id == decision_id)
        return Filed(**row) if row else None

    def get(self, decision_id: str) -> dict[str, Any] | None:
        """A decision as ``Decision.to_dict`` gives it, or None; ``model.stored.read_decision`` makes a :class:`Decision` of it.

        Raises:
            DataError: It was purged.
        """
        row = self._bound.row(ledger, ledger.c.subject == decision_id, ledger.c.kind == "decision")
        if row is None:
            return None
        if row["payload"] is None:
            raise DataError(
                f"the decision {decision_id[:16]} was purged",
                hint="the ledger says by whom and why: countersight ledger show --kind ledger.purge",
            )
        return {"id": decision_id, **json.loads(row["payload"])}

    def page(self, after: int | None = None, limit: int = 50, *, matter: str = "", outcome: str = "") -> list[Filed]:
        """Decisions, the newest first.

        Args:
            after: ``seq`` of the last one that was shown.
            limit: How many at most.
            matter: Only on that matter.
            outcome: Only with that worst outcome.
        """
        where = [decisions.c.seq < after] if after is not None else []
        where += [decisions.c.matter == matter] if matter else []
        where += [decisions.c.outcome == outcome] if outcome else []
        return [
            Filed(**row) for row in self._bound.rows(decisions, *where, order=[decisions.c.seq.desc()], limit=limit)
        ]

    def blank(self, ids: Sequence[str]) -> int:
        """Take out of the list what it shows of decisions that were purged: on what, of which day, with what outcome."""
        return sum(
            self._bound.change(decisions, decisions.c.id == one, matter="", kind="", day="", outcome="", snapshot="")
            for one in ids
        )


def outcome_of(decision: Decision) -> str:
    """The worst outcome of a decision over the columns of law in force; of proposals where it was asked about these alone."""
    asked = [column for column in decision.columns if not column.proposed] or list(decision.columns)
    return worst([column.outcome for column in asked if column.outcome in RANK])


class Attachments:
    """Files by the hash of their bytes."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def put(self, data: bytes, name: str, media_type: str, by: str) -> str:
        """File bytes; their SHA-256. The same bytes are filed once, under their first name.

        Raises:
            InputError: Larger than is taken.
        """
        if len(data) > LARGEST:
            raise InputError(
                f"the file has {len(data):,} bytes; {LARGEST:,} are taken", hint="send what the case needs of it"
            )
        key = digest(data)
        with self._bound.writing():
            row = {
                "sha256": key,
                "name": name,
                "media_type": media_type,
                "size": len(data),
                "by": by,
                "at": now(),
                "data": data,
            }
            held = self.row(key)
            if held is None or not held["held"]:
                self._bound.put(attachments, row)
        return key

    def row(self, key: str) -> Row | None:
        """``sha256 name media_type size by at held`` of a file, or None; ``held`` is false where it was purged."""
        found = self._bound.rows(
            attachments, attachments.c.sha256 == key, only=("sha256", "name", "media_type", "size", "by", "at")
        )
        return (
            {
                **found[0],
                "held": self._bound.count(attachments, attachments.c.sha256 == key, attachments.c.data.is_not(None))
                == 1,
            }
            if found
            else None
        )

    def data(self, key: str) -> bytes | None:
        """The bytes, or None.

        Raises:
            DataError: They are not those of the hash.
        """
        row = self._bound.row(attachments, attachments.c.sha256 == key)
        if row is None or row["data"] is None:
            return None
        found = bytes(row["data"])
        if digest(found) != key:
            raise DataError(
                f"the attachment {key[:16]} was changed: its bytes are not those of its hash",
                hint="restore it from a backup",
            )
        return found

    def held(self) -> list[str]:
        """The hashes of all that are held."""
        return [
            row["sha256"]
            for row in self._bound.rows(
                attachments, attachments.c.data.is_not(None), order=[attachments.c.sha256], only=("sha256",)
            )
        ]

    def empty(self, key: str) -> int:
        """Take the bytes away; name and hash stay."""
        return self._bound.change(attachments, attachments.c.sha256 == key, attachments.c.data.is_not(None), data=None)


class Adjudicated:
    """What reviewers decided of names, as lines that ``match.adjudications`` reads."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def put(self, query: str, body_id: str, fingerprint: str, line: str) -> None:
        """File one; of several on one pair with the same facts the last counts."""
        self._bound.put(
            adjudications, {"query": query, "body_id": body_id, "fingerprint": fingerprint, "line": line, "at": now()}
        )

    def lines(self) -> str:
        """All of them as JSON lines, in the order in which they were decided."""
        return "\n".join(
            row["line"]
            for row in self._bound.rows(adjudications, order=[adjudications.c.at, adjudications.c.fingerprint])
        )
