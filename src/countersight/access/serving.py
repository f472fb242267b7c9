"""How the service serves, from the environment: where, over which database, to whom, and how much at once. No module-level state."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from countersight.errors import UsageError
from countersight.settings import Settings

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""Addresses that only programs of this machine reach."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How the service serves: where, over which database, to whom, and how much at once."""

    database: str
    """SQLAlchemy's address of it: ``sqlite:///path`` or ``postgresql+psycopg://...``."""
    ledger: Path | None = None
    """Where the checkpoints of the ledger go: on another disk than the database; beside it where none is named and it is a file."""
    host: str = "127.0.0.1"
    port: int = 8765
    keys: bool = False
    """False: one local user, on loopback alone. True: everybody shows a key or signs in."""
    names: frozenset[str] = frozenset()
    """Host names under which it is asked, besides those of loopback; of any name where keys are wanted and none is given."""
    url: str = ""
    """The address under which browsers know the service, for example https://office.example: where a proxy stands before it."""
    oidc_issuer: str = ""
    """Who signs people in, by OpenID Connect; empty: nobody does."""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_tenant: str = "local"
    """The tenant whose users sign in."""
    oidc_join: str = ""
    """The role of who signs in and is no user yet; empty: nobody joins by signing in."""
    session_hours: int = 12
    max_body: int = 32_000_000
    """Bytes of one request."""
    per_minute: int = 6_000
    """Requests of one caller in a minute, in each worker; 0: no limit."""
    seconds: float = 60.0
    """After that many seconds a request that is still worked on is answered with 503."""

    def guarded(self) -> None:
        """Nothing where who serves is guarded.

        Raises:
            UsageError: Others could reach a service that asks nobody who they are.
        """
        if not self.keys and self.host not in LOOPBACK:
            raise UsageError(
                f"{self.host} is reached by others, and a local user is asked for nothing",
                hint="countersight serve --access keys wants a key or a sign-in of everybody; or serve on 127.0.0.1",
            )

    @classmethod
    def from_environment(cls, settings: Settings, environment: Mapping[str, str] | None = None) -> Serving:
        """Read ``COUNTERSIGHT_DATABASE`` (default: ``office.sqlite`` in the home folder that was named, else in the user's folder of data), ``_LEDGER``, ``_HOST``, ``_PORT``, ``_ACCESS`` (``local`` or ``keys``), ``_NAMES``, ``_URL``, ``_PER_MINUTE``, ``_OIDC_*``.

        >>> home = Settings(cache=Path("home"))
        >>> Serving.from_environment(home, {}).database
        'sqlite:///home/office.sqlite'
        >>> Serving.from_environment(home, {"COUNTERSIGHT_ACCESS": "keys"}).keys
        True
        """
        env = os.environ if environment is None else environment
        return cls(
            database=env.get("COUNTERSIGHT_DATABASE") or f"sqlite:///{_office(settings, env) / 'office.sqlite'}",
            ledger=Path(env["COUNTERSIGHT_LEDGER"]) if env.get("COUNTERSIGHT_LEDGER") else None,
            host=env.get("COUNTERSIGHT_HOST") or "127.0.0.1",
            port=int(env.get("COUNTERSIGHT_PORT") or 8765),
            keys=env.get("COUNTERSIGHT_ACCESS", "local") == "keys" or bool(env.get("COUNTERSIGHT_OIDC_ISSUER")),
            names=frozenset(env.get("COUNTERSIGHT_NAMES", "").casefold().replace(",", " ").split()),
            url=env.get("COUNTERSIGHT_URL", "").rstrip("/"),
            oidc_issuer=env.get("COUNTERSIGHT_OIDC_ISSUER", ""),
            oidc_client=env.get("COUNTERSIGHT_OIDC_CLIENT", ""),
            oidc_secret=env.get("COUNTERSIGHT_OIDC_SECRET", ""),
            oidc_tenant=env.get("COUNTERSIGHT_OIDC_TENANT", "local"),
            oidc_join=env.get("COUNTERSIGHT_OIDC_JOIN", ""),
            per_minute=int(env.get("COUNTERSIGHT_PER_MINUTE") or 6_000),
        )


def _office(settings: Settings, env: Mapping[str, str]) -> Path:
    """Where the database of an office goes: the home folder, unless that is the user's cache. A cache may be emptied, and nobody can make an office again."""
    if settings.cache != Settings.from_environment({name: value for name, value in env.items() if name != "COUNTERSIGHT_HOME"}).cache:
        return settings.cache
    data = env.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "countersight"
