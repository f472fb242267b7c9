"""What is watched, the reverse index to it, webhooks, and what is to be sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countersight.desk.moments import new_id, now
from countersight.desk.tables import outgoing, watched, watched_by, webhooks
from countersight.model.canonical import canonical_json

if TYPE_CHECKING:
    from countersight.desk.bound import Bound, Row


@dataclass(frozen=True, slots=True)
class Watch:
    """One customer or holding that is watched, with its last decision."""

    id: str
    kind: str
    label: str
    matter: dict[str, Any]
    decision: str = ""
    outcome: str = ""
    checked_on: str = ""
    next_on: str = ""
    """The next day on which something changes for it without anybody doing anything."""
    case: str = ""
    """The case that is open about it, if any."""
    since: str = ""
    by: str = ""
    ended_at: str = ""


class Watched:
    """What is watched, and by which keys it is found again when something changes."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def add(self, matter: Mapping[str, Any], label: str, by: str, *, watch_id: str = "") -> str:
        """Watch a matter; its id. One of an id that is watched stands in its place.

        Args:
            matter: As plain JSON, without a day: it is decided as of the day on which one looks.
            label: What a person calls it.
            by: Who watches.
            watch_id: An id of the office's own, for example the number of a customer.
        """
        key = watch_id or new_id("watch")
        bare = {
            "id": key,
            "kind": str(matter.get("kind", "")),
            "label": label,
            "matter": canonical_json(dict(matter)),
            "by": by,
            "since": now(),
            "ended_at": "",
        }
        with self._bound.writing():
            self._bound.put(
                watched, {**bare, "decision": "", "outcome": "", "checked_on": "", "next_on": "", "case": ""}
            )
            self._bound.remove(watched_by, watched_by.c.watched == key)
        return key

    def get(self, watch_id: str) -> Watch | None:
        """One, or None."""
        row = self._bound.row(watched, watched.c.id == watch_id)
        return _watch(row) if row else None

    def page(self, after: str = "", limit: int = 50) -> list[Watch]:
        """Those that are watched, by id; ``after`` is the last one that was shown."""
        return [
            _watch(row)
            for row in self._bound.rows(
                watched, watched.c.id > after, watched.c.ended_at == "", order=[watched.c.id], limit=limit
            )
        ]

    def count(self) -> int:
        """How many are watched."""
        return self._bound.count(watched, watched.c.ended_at == "")

    def end(self, watch_id: str) -> int:
        """Watch it no longer."""
        with self._bound.writing():
            self._bound.remove(watched_by, watched_by.c.watched == watch_id)
            return self._bound.change(watched, watched.c.id == watch_id, watched.c.ended_at == "", ended_at=now())

    def decided(self, watch_id: str, keys: Iterable[str], **told: str) -> None:
        """Note what was decided of it (``decision outcome checked_on next_on case``), and by which keys it is found again."""
        with self._bound.writing():
            if self._bound.change(watched, watched.c.id == watch_id, **told):
                self._bound.remove(watched_by, watched_by.c.watched == watch_id)
                self._bound.add(watched_by, *({"key": key, "watched": watch_id} for key in sorted(set(keys))))

    def note(self, watch_id: str, **told: str) -> None:
        """Note something else of it, and leave its keys as they are."""
        self._bound.change(watched, watched.c.id == watch_id, **told)

    def hangs(self, watch_id: str, key: str) -> bool:
        """Whether one hangs on a key."""
        return self._bound.count(watched_by, watched_by.c.watched == watch_id, watched_by.c.key == key) > 0

    def found(self, keys: Sequence[str]) -> set[str]:
        """The ids of those that hang on one of these keys."""
        out: set[str] = set()
        for start in range(0, len(keys), 500):
            rows = self._bound.rows(watched_by, watched_by.c.key.in_(keys[start : start + 500]), only=("watched",))
            out.update(row["watched"] for row in rows)
        return out

    def due(self, day: str) -> set[str]:
        """The ids of those for which something changed by that day, or that were never decided."""
        rows = self._bound.rows(
            watched,
            watched.c.ended_at == "",
            (watched.c.decision == "") | ((watched.c.next_on != "") & (watched.c.next_on <= day)),
            only=("id",),
        )
        return {row["id"] for row in rows}


def _watch(row: Row) -> Watch:
    return Watch(**{**row, "matter": json.loads(row["matter"])})


class Webhooks:
    """Where an office wants to be told, and how it is signed: ``hmac`` (SHA-256, with the secret) or ``ed25519`` (with the key of the ledger)."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def add(self, url: str, by: str, *, events: Sequence[str] = (), scheme: str = "hmac", secret: str = "") -> str:
        """File one; its id. Without ``events`` it is told of everything."""
        row = {
            "id": new_id("hook"),
            "url": url,
            "events": " ".join(events),
            "scheme": scheme,
            "secret": secret,
            "by": by,
            "created_at": now(),
        }
        self._bound.add(webhooks, row)
        return row["id"]

    def get(self, hook_id: str) -> Row | None:
        """``id url events scheme secret by created_at ended_at``, or None."""
        return self._bound.row(webhooks, webhooks.c.id == hook_id)

    def all(self) -> list[Row]:
        """Those that are told."""
        return self._bound.rows(webhooks, webhooks.c.ended_at == "", order=[webhooks.c.id])

    def end(self, hook_id: str) -> int:
        """Tell it no longer."""
        return self._bound.change(webhooks, webhooks.c.id == hook_id, webhooks.c.ended_at == "", ended_at=now())


class Outgoing:
    """What is to be sent. Written in the transaction of what it tells of."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def add(self, channel: str, target: str, topic: str, body: object) -> str:
        """Have something sent; its id.

        Args:
            channel: ``mail``, ``webhook`` or ``feed``.
            target: The address, or the id of the webhook.
            topic: What it tells of: ``watch.changed``, ``case.approved`` ...
            body: Anything that JSON knows.
        """
        row = {
            "id": new_id("out"),
            "channel": channel,
            "target": target,
            "topic": topic,
            "body": canonical_json(body),
            "attempts": 0,
            "next_at": now(),
            "created_at": now(),
        }
        self._bound.add(outgoing, row)
        return str(row["id"])

    def due(self, limit: int = 100) -> list[Row]:
        """What is to be tried now, the oldest first."""
        open_ = (
            outgoing.c.sent_at == "",
            outgoing.c.gave_up_at == "",
            outgoing.c.channel != "feed",
            outgoing.c.next_at <= now(),
        )
        return self._bound.rows(outgoing, *open_, order=[outgoing.c.id], limit=limit)

    def page(self, after: str = "", limit: int = 50, *, channel: str = "", topic: str = "") -> list[Row]:
        """What was to be sent, the newest first; ``after`` is the id of the last one that was shown."""
        where = [outgoing.c.id < after] if after else []
        where += [outgoing.c.channel == channel] if channel else []
        where += [outgoing.c.topic.startswith(topic)] if topic else []
        return self._bound.rows(outgoing, *where, order=[outgoing.c.id.desc()], limit=limit)

    def sent(self, out_id: str, attempts: int) -> None:
        """It arrived."""
        self._bound.change(outgoing, outgoing.c.id == out_id, sent_at=now(), attempts=attempts, error="")

    def failed(self, out_id: str, attempts: int, error: str, next_at: str) -> None:
        """It did not arrive; without a next moment it is given up."""
        self._bound.change(
            outgoing,
            outgoing.c.id == out_id,
            attempts=attempts,
            error=error[:500],
            next_at=next_at,
            gave_up_at="" if next_at else now(),
        )

    def purge(self, before: str) -> int:
        """Take away what was sent or given up before a moment; how many."""
        return self._bound.remove(
            outgoing,
            outgoing.c.created_at < before,
            (outgoing.c.sent_at != "") | (outgoing.c.gave_up_at != "") | (outgoing.c.channel == "feed"),
        )
