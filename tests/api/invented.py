"""An invented atlas and the service over it: what the tests of the wire formats ask."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from countersight.app import Screener
from countersight.model.body import Body, Coverage, Designation, Edge, Name, Statement
from countersight.model.units import WHOLE
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import Snapshot
from tests.serving import served

LEI = "5493001KJTIIGC8Y1R12"
USCC = "91330000733796106P"
SOURCE = "us.trade.csl.2026-01-31"


def _listed(body_id: str, list_id: str, start: str, end: str = "") -> Designation:
    return Designation(
        list_id,
        body_id,
        start,
        f"invented notice of {start}",
        end,
        ("INVENTED",),
        "presumption of denial",
        SOURCE,
        "https://example.org/notice",
    )


def bodies() -> list[Body]:
    """Six bodies, all of them invented."""
    kestrel = Body(
        "kestrel", "Company",
        (Name("Kestrelworks Optics Co., Ltd.", "en", "primary"), Name("红隼光学有限公司", "zh", "alias"), Name("Kestrelworks", "en", "short")),
        ("CN",), ("12 Invented Road, Hangzhou",), {"uscc": USCC, "lei": LEI, "isin": "CNE100000PM8"},
        designations=(_listed("kestrel", "us.bis.entity_list", "2019-10-09"), _listed("kestrel", "us.ofac.sdn", "2015-01-05", "2018-01-05")),
        statements=(Statement("kestrel", "same_as", "old-kestrel", "adjudication by A. Reviewer", "computed", source_id=SOURCE),),
        source_id=SOURCE,
    )  # fmt: skip
    osprey = Body("osprey", "Company", (Name("Ospreyline Sensors GmbH", "de", "primary"),), ("DE",), source_id=SOURCE)
    bureau = Body(
        "bureau", "PublicBody", (Name("Tallmere District Public Security Bureau", "en", "primary"),), ("CN",), government="yes",
        designations=(_listed("bureau", "us.bis.entity_list", "2020-06-05"),), source_id=SOURCE,
    )  # fmt: skip
    person = Body(
        "person",
        "Person",
        (Name("QUILLFORD, Marten Ansel", "", "primary"),),
        ("RU",),
        designations=(_listed("person", "us.ofac.sdn", "2016-02-02"),),
        source_id=SOURCE,
    )
    vessel = Body(
        "vessel",
        "Vessel",
        (Name("PELLUCID HERON", "en", "primary"),),
        identifiers={"imo": "9074729"},
        designations=(_listed("vessel", "us.ofac.sdn", "2022-03-03"),),
        source_id=SOURCE,
    )
    holding = Body("holding", "Company", (Name("Northfen Holdings", "en", "primary"),), ("CN",), source_id="user.own")
    return [kestrel, osprey, bureau, person, vessel, holding]


def records() -> AtlasRecords:
    """What the snapshot is made of."""
    return AtlasRecords(
        bodies=bodies(),
        edges=[Edge("holding", "kestrel", "equity", WHOLE // 2, WHOLE // 2, "2020-01-01", citation="invented register", source_id=SOURCE)],
        coverage=[Coverage("us.bis.entity_list", "Entity List", complete=True, first_edition="2019-01-01", last_edition="2026-01-31", max_age_days=36_500, source_id=SOURCE),
                  Coverage("us.ofac.sdn", "SDN List", complete=False, first_edition="2026-01-31", last_edition="2026-01-31", source_id=SOURCE)],
        sources=[SourceRecord(SOURCE, "Invented list", "Invented authority", edition="2026-01-31", kind="official_list"), SourceRecord("user.own", "Own records", reuse="private", kind="user")],
    )  # fmt: skip


def application(folder: Path, snapshot: Snapshot | None = None) -> FastAPI:
    """The whole service over the invented atlas, for a local user."""
    return served(folder, screener=Screener(snapshot or Snapshot.in_memory(records())), keys=False, per_minute=0).app


def client(folder: Path, snapshot: Snapshot | None = None) -> TestClient:
    """A client of it, as a local user."""
    return TestClient(application(folder, snapshot), base_url="http://127.0.0.1")
