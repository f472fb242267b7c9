"""Where the database of an office is, and where its checkpoints go: told by the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a database, and the folder of its checkpoints (None: beside the file of SQLite)."""

    url: str
    ledger: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Place:
        """Read ``COUNTERSIGHT_DATABASE`` and ``COUNTERSIGHT_LEDGER``.

        Without the first it is a file in ``COUNTERSIGHT_HOME``, else in the user's folder of data: not in the cache, since nobody can
        make it again.

        >>> Place.from_environment({"COUNTERSIGHT_HOME": "/office"}).url
        'sqlite:////office/desk/office.db'
        """
        env = os.environ if environment is None else environment
        home, data = env.get("COUNTERSIGHT_HOME"), env.get("XDG_DATA_HOME")
        base = Path(home) if home else (Path(data) if data else Path.home() / ".local" / "share") / "countersight"
        ledger = env.get("COUNTERSIGHT_LEDGER")
        return cls(
            env.get("COUNTERSIGHT_DATABASE") or f"sqlite:///{base.resolve() / 'desk' / 'office.db'}",
            Path(ledger) if ledger else None,
        )
