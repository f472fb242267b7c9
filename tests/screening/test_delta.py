"""What a change touches: customers of changed names are found and decided again to what a full run gives; a page touches its kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from countersight.app import load_rulebooks
from countersight.model.body import Body, Designation, Name
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook, read_rulebook
from countersight.screening.batch import Kernel
from countersight.screening.bulk_schema import matter_of, matter_schema
from countersight.screening.delta import Customers, changed, parties_of, parts_with, touch
from countersight.screening.one import Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

NEW = ("Kestrelworks Optics Co., Ltd.", "凯创光电有限公司")
PARTIES = ("KESTRELWORKS OPTICS", "凯创光电有限公司", "Kestrelwork Optics Company Limited", "Willow Bakery", "Schmidt Feinwerk GmbH", "Hangzhou Hikvision Digital Technology Co., Ltd.")


@pytest.fixture(scope="module")
def snapshots() -> tuple[Snapshot, Snapshot]:
    old = build(starter=True)
    listed = Designation("us.bis.entity_list", "kw", "2026-06-01", "invented", source_id=old.sources[0].id)
    body = Body("kw", "Company", tuple(Name(name, "", "primary") for name in NEW), ("CN",), source_id=old.sources[0].id, identifiers={"registration": "K-77"}, designations=(listed,))
    return Snapshot.in_memory(old), Snapshot.in_memory(replace(old, bodies=[*old.bodies, body]))


def _matters() -> list[Matter]:
    return [
        Matter.model_validate(
            {
                "id": f"S-{number}", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
                "parties": [{"role": "end_user", "name": name, "country": "CN"}, {"role": "exporter", "name": "Invented Imaging Inc.", "country": "US"}],
                "lines": [{"description": "hard disk drives", "eccn": "EAR99", "origin": "US"}],
            }
        )
        for number, name in enumerate(PARTIES)
    ]  # fmt: skip


def test_only_whom_a_changed_name_finds_is_decided_again_and_a_full_run_changes_nobody_else(snapshots: tuple[Snapshot, Snapshot], tmp_path: Path) -> None:
    old, new = snapshots
    rows = [one.model_dump(mode="python", by_alias=True, exclude_none=True, exclude_defaults=True) for one in _matters()]
    pq.write_table(pa.Table.from_pylist(rows, schema=matter_schema()), tmp_path / "m.parquet")
    customers = Customers.write(tmp_path / "customers", parties_of([tmp_path / "m.parquet"]), [("Willow Bakery", "registration", "K-77")], shard=3)
    told = changed(old, new)
    assert told.bodies == {"kw"}
    assert {name for _, name in told.names} == set(NEW)
    affected = customers.affected(told)
    assert {"KESTRELWORKS OPTICS", "凯创光电有限公司", "Kestrelwork Optics Company Limited", "Willow Bakery"} <= set(affected)
    assert not {"Schmidt Feinwerk GmbH", "Invented Imaging Inc."} & set(affected)
    again = [matter_of(row) for part in parts_with([tmp_path / "m.parquet"], affected) for row in part.batch.to_pylist()]
    books = load_rulebooks()
    before, after = (Kernel(Screener(one, books)).decide(_matters()).rows for one in (old, new))
    moved = {row["matter"] for row, other in zip(after, before, strict=True) if row is not None and row != other}
    assert moved
    assert moved <= {one.id for one in again}


def test_a_customer_in_han_is_found_by_the_name_in_letters_that_the_atlas_knows(tmp_path: Path) -> None:
    old = build(starter=True)
    source = old.sources[0].id
    known = Body("tw", "Company", (Name("Torwickmarine Optics Ltd", "", "primary"), Name("蓝鹊湾光学有限公司")), ("CN",), source_id=source)
    listed = Body("new", "Company", (Name("Torwickmarine Optics Ltd.", "", "primary"),), ("CN",), source_id=source, designations=(Designation("us.bis.entity_list", "new", "2026-06-01", "invented", source_id=source),))
    before = Snapshot.in_memory(replace(old, bodies=[*old.bodies, known]))
    after = Snapshot.in_memory(replace(old, bodies=[*old.bodies, known, listed]))
    told = changed(before, after)
    assert told.bodies == {"new"}
    customers = Customers.write(tmp_path / "customers", [("han", "蓝鹊湾光学有限公司"), ("other", "示例贸易有限公司")])
    assert customers.affected(told) == ["han"]


def test_an_edition_of_a_rulebook_touches_the_kinds_of_its_changed_pages() -> None:
    book = next(one for one in load_rulebooks() if one.id == "us-in-force")
    assert touch(book, book).pages == frozenset()
    page = next(one for one in book.pages if one.head.scope == ("entry",) and one.decides)
    told = touch(book, _changed(book, page.file))
    assert page.id in told.pages
    assert told.covers("entry", date(2020, 1, 1))
    assert not told.covers("shipment", date(2026, 11, 20))


def test_a_changed_definition_touches_the_pages_that_rest_on_it() -> None:
    book = next(one for one in load_rulebooks() if one.id == "us-dshra")
    page = next(one for one in book.pages if one.head.defines)
    told = touch(book, _changed(book, page.file))
    assert len(told.pages) > 1
    assert told.columns == ("us-dshra/literal", "us-dshra/workable")


def _changed(book: Rulebook, file: str) -> Rulebook:
    found, faults = read_rulebook({**book.files, file: book.files[file] + "\nOne more word.\n"})
    assert not faults
    return found
