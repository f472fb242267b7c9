"""Small things that an office keeps: settings, and the answers of requests that may come twice and count once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countersight.desk.moments import now
from countersight.desk.tables import once, settings
from countersight.errors import ConflictError
from countersight.model.canonical import canonical_json

if TYPE_CHECKING:
    from countersight.desk.bound import Bound


class SettingsKept:
    """Settings of the tenant: a name, and anything that JSON knows."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def put(self, name: str, value: object, by: str) -> None:
        """Set one."""
        self._bound.put(settings, {"name": name, "value": canonical_json(value), "by": by, "at": now()})

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - JSON
        """The value, or what is given for one that was never set."""
        row = self._bound.row(settings, settings.c.name == name)
        return json.loads(row["value"]) if row else default

    def all(self) -> dict[str, Any]:
        """Every setting."""
        return {row["name"]: json.loads(row["value"]) for row in self._bound.rows(settings, order=[settings.c.name])}


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request was answered, and whether it was answered before."""

    answer: Any
    again: bool


class Once:
    """Idempotency keys: what a request wrote and what it was answered are one transaction."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def seen(self, key: str, fingerprint: str) -> Answered | None:
        """The answer of a key that came before, so that nothing is worked out again; None where it is new.

        Raises:
            ConflictError: The key came before with another request.
        """
        row = self._bound.row(once, once.c.key == key)
        if row is None:
            return None
        if row["fingerprint"] != fingerprint:
            raise ConflictError(
                "this idempotency key came with another request before",
                hint="a key is for one request, and for its repetitions",
            )
        return Answered(json.loads(row["answer"]), again=True)

    def __call__(self, key: str, fingerprint: str, write: Callable[[], Any]) -> Answered:
        """Do it, unless it was done.

        Args:
            key: What the caller sent.
            fingerprint: A hash of the request; another one under the same key is refused.
            write: Writes, and gives the answer as plain JSON. What takes long is worked out before: other writers wait.

        Raises:
            ConflictError: The key came before with another request.
        """
        with self._bound.writing():
            self._bound.hold()
            if found := self.seen(key, fingerprint):
                return found
            answer = write()
            self._bound.add(
                once, {"key": key, "fingerprint": fingerprint, "answer": canonical_json(answer), "at": now()}
            )
        return Answered(answer, again=False)

    def purge(self, before: str) -> int:
        """Forget the keys before a moment; how many."""
        return self._bound.remove(once, once.c.at < before)
