"""A service for tests: an invented atlas, the real law, two tenants with a key for each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from starlette.testclient import TestClient

from countersight.access.keys import Wanted, add_key
from countersight.access.office import Office
from countersight.access.principal import ROLES
from countersight.access.serving import Serving
from countersight.access.session import Sessions, begin, sealing_key
from countersight.app import Screener
from countersight.desk.desk import Desk
from countersight.model.body import Body, Coverage, Designation, Edge, Name
from countersight.service.app import create_app
from countersight.settings import Settings
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

LIST: Final = "us.bis.entity_list"

MATTER: Final[dict[str, Any]] = {
    "id": "S-1", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
    "parties": [{"role": "end_user", "name": "Kestrelworks Optics", "country": "CN"}],
    "lines": [{"description": "hard disk drives", "eccn": "EAR99", "origin": "US"}],
}  # fmt: skip
"""An invented shipment to an invented body on the Entity List."""

OPEN: Final[dict[str, Any]] = {**MATTER, "id": "S-2", "parties": [{"role": "end_user", "name": "Willow Bakery", "country": "CN"}], "lines": [{"description": "camera", "origin": "US"}]}
"""One that leaves questions open."""


def invented() -> Snapshot:
    """Two invented bodies: one on the Entity List, and its holder."""
    bodies = [
        Body("kw", "Company", (Name("Kestrelworks Optics Co., Ltd.", "en", "primary"), Name("\u7ea2\u96bc\u5149\u5b66\u6709\u9650\u516c\u53f8", "zh")), ("CN",),
             designations=(Designation(LIST, "kw", "2019-10-09", "84 FR 54002", source_id="invented"),), source_id="invented"),
        Body("fh", "Company", (Name("Falcon Holdings Ltd.", "en", "primary"),), ("CN",), source_id="invented"),
    ]  # fmt: skip
    edges = [Edge("fh", "kw", "equity", 60_000_000, 60_000_000, "2015-01-01", "", "invented register", id="e1", source_id="invented")]
    coverage = [Coverage(LIST, "Entity List", complete=True, first_edition="2018-01-01", last_edition="2026-11-25", source_id="invented")]
    return Snapshot.in_memory(AtlasRecords(bodies=bodies, edges=edges, coverage=coverage))


@dataclass
class Served:
    """The application with its keys."""

    app: FastAPI
    office: Office
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    """Tenant and role to key."""

    def client(self, tenant: str = "one", role: str = "admin") -> TestClient:
        """A client of a tenant in a role."""
        return TestClient(self.app, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {self.keys[tenant, role]}"}, raise_server_exceptions=False)

    def cookie(self, tenant: str, user: str) -> str:
        """The Cookie header of a user who signed in."""
        session: dict[str, Any] = {}
        begin(self.office.desk, tenant, user, session, 1)
        return Sessions(self.app, sealing_key(self.office.settings.cache), 3600, secure=False).sealed(session).partition(";")[0]

    def nobody(self) -> TestClient:
        """A client that shows nothing."""
        return TestClient(self.app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def served(folder: Path, *, screener: Screener | None = None, keys: bool = True, **more: Any) -> Served:  # noqa: ANN401 - of Serving
    """A service over a database of its own."""
    serving = Serving(**{"database": f"sqlite:///{folder / 'office.sqlite'}", "ledger": folder / "ledger", "keys": keys, **more})
    office = Office(Settings(cache=folder), serving, screener or Screener(invented()), Desk.open(serving.database, serving.ledger))
    made = Served(create_app(office=office), office)
    if keys:
        for tenant in ("one", "two"):
            for role in ROLES:
                made.keys[tenant, role] = add_key(office.desk, Wanted(tenant, f"{role}-of-{tenant}", role)).text
    return made
