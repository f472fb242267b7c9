"""An office with invented bodies and matters, whose lists change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from countersight.app import Screener
from countersight.desk.desk import Desk, Handle
from countersight.model.body import Body, Coverage, Designation, Edge, Name
from countersight.model.lists import LISTS
from countersight.model.matter import Matter
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

COVERAGE = [
    Coverage(one.id, one.title, complete=True, first_edition="2019-01-01", last_edition="2026-11-19") for one in LISTS
]
LISTING = Designation("us.bis.entity_list", "kestrel", "2019-10-09", "00 FR 1")
FREE = Body(
    "kestrel", "Company", (Name("Invented Kestrel Vision Co., Ltd.", "en", "primary"),), ("CN",), government="no"
)
LISTED = replace(FREE, designations=(LISTING,))
OTHER = Body("puffin", "Company", (Name("Invented Puffin Networks GmbH", "en", "primary"),), ("DE",), government="no")


def snapshot(*bodies: Body, edges: tuple[Edge, ...] = (), coverage: list[Coverage] = COVERAGE) -> Snapshot:
    return Snapshot.in_memory(AtlasRecords(list(bodies), edges=list(edges), coverage=coverage))


def shipment(name: str, number: str, day: str | None = "2026-11-20", **more: Any) -> Matter:  # noqa: ANN401 - any field of a matter
    return Matter.model_validate(
        {
            "id": number, "kind": "shipment", "date": day, "transaction": "export", "destination": "CN",
            "parties": [{"role": "exporter", "name": "Invented Inc.", "country": "US"}, {"role": "end_user", "name": name, "country": "CN"}],
            "lines": [{"description": "drives", "node": "REC-NVR", "eccn": "EAR99", "origin": "US", "value": "12.50"}],
            **more,
        }
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk.open(f"sqlite:///{tmp_path / 'office.db'}", tmp_path / "ledger")
    yield found
    found.close()


@pytest.fixture
def handle(desk: Desk) -> Handle:
    return desk.of("office", new=True)


@pytest.fixture(scope="session")
def screening() -> Callable[[Snapshot], Screener]:
    """A screener over a snapshot; the law is read once for all tests."""
    first: list[Screener] = []

    def made(held: Snapshot) -> Screener:
        found = Screener(held, rulebooks=["us-in-force"])
        if first:
            deciding = first[0].deciding
            found._held = replace(deciding, snapshot=held, _worlds={}, _met={}, _positions={}, _moves={}, _changes={})
        first.append(found)
        return found

    return made
