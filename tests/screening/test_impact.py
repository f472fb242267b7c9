"""Impact: which matters a new snapshot would decide otherwise, and nothing that it would not. Bodies and matters invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countersight.app import load_rulebooks
from countersight.model.body import Body, Coverage, Designation, Name
from countersight.model.lists import LISTS
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.screening.impact import Evidence, preview
from countersight.screening.one import Options
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

COVERAGE = [Coverage(one.id, one.title, complete=True, first_edition="2019-01-01", last_edition="2026-11-19") for one in LISTS]
LISTED = Body(
    "kestrel", "Company", (Name("Invented Kestrel Vision Co., Ltd.", "en", "primary"),), ("CN",), government="no",
    designations=(Designation("us.bis.entity_list", "kestrel", "2019-10-09", "00 FR 1"),),
)  # fmt: skip
FREE = replace(LISTED, designations=())


def snapshot(*bodies: Body) -> Snapshot:
    return Snapshot.in_memory(AtlasRecords(list(bodies), coverage=COVERAGE))


def matter(name: str, number: str, day: str | None = "2026-11-20") -> Matter:
    return Matter.model_validate(
        {
            "id": number, "kind": "shipment", "date": day, "transaction": "export", "destination": "CN",
            "parties": [{"role": "exporter", "name": "Invented Inc.", "country": "US"}, {"role": "end_user", "name": name, "country": "CN"}],
            "lines": [{"description": "drives", "node": "REC-NVR", "eccn": "EAR99", "origin": "US", "value": "12.50"}],
        }
    )  # fmt: skip


KESTREL, MERLIN = matter("Invented Kestrel Vision Co., Ltd.", "M-1"), matter("Invented Merlin Bicycles", "M-2")


@pytest.fixture(scope="module")
def books() -> list[Rulebook]:
    return load_rulebooks(["us-in-force"])


def test_a_listing_moves_the_matter_that_it_hits_and_no_other(books: list[Rulebook]) -> None:
    found = preview(Evidence(snapshot(FREE), snapshot(LISTED), books), [(KESTREL, Options()), (MERLIN, Options())])
    assert (found.looked_at, found.undecided) == (2, ())
    (impact,) = found.impacts
    assert (impact.matter, impact.on) == ("M-1", "2026-11-20")
    (moved,) = impact.columns
    assert (moved.column, moved.after) == ("us-in-force", "license_required")
    assert moved.before != moved.after
    assert "ear.744.11" in moved.newly
    assert impact.parties == ()


def test_a_removal_is_the_way_back(books: list[Rulebook]) -> None:
    there = preview(Evidence(snapshot(FREE), snapshot(LISTED), books), [(KESTREL, Options())]).impacts[0].columns[0]
    back = preview(Evidence(snapshot(LISTED), snapshot(FREE), books), [(KESTREL, Options())]).impacts[0].columns[0]
    assert (back.before, back.after, back.no_longer, back.newly) == (there.after, there.before, there.newly, there.no_longer)


def test_a_body_that_is_new_names_the_party_that_is_now_somebody(books: list[Rulebook]) -> None:
    (impact,) = preview(Evidence(snapshot(), snapshot(LISTED), books), [(KESTREL, Options())]).impacts
    name = "Invented Kestrel Vision Co., Ltd."
    assert impact.parties == (f"{name}: was no, is match {name}",)


def test_the_same_evidence_moves_nothing(books: list[Rulebook]) -> None:
    found = preview(Evidence(snapshot(LISTED), snapshot(LISTED), books), [(KESTREL, Options()), (MERLIN, Options())])
    assert found.impacts == ()


def test_a_matter_that_cannot_be_decided_is_named_and_the_others_go_on(books: list[Rulebook]) -> None:
    undated = matter("Invented Kestrel Vision Co., Ltd.", "M-3", None)
    found = preview(Evidence(snapshot(FREE), snapshot(LISTED), books), [(undated, Options()), (KESTREL, Options())])
    assert found.undecided == ("M-3: matter 'M-3' has no date",)
    assert [one.matter for one in found.impacts] == ["M-1"]
