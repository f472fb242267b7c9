"""A table of names beside a list, from a folder to a decision: a listed body is found by them, and nobody is listed because of them. Invented."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.update.invented_lists import FILE, source, table, wish

from countersight import Matter, Screener
from countersight.snapshots.current import current_snapshot
from countersight.snapshots.update import update
from countersight.sources.name_files import names, ror
from countersight.sources.wish import silent
from countersight.store.snapshot import Snapshot

LISTED, HAN = "Invented Body 7 Limited", "蓝鹊湾光学股份有限公司"
OTHERS = ("Invented Merlin Marine Optics Ltd", "示例港海洋光学有限公司")


def built(home: Path, names_csv: str = "") -> Path:
    """The snapshot of an invented list, with a table of names or without."""
    folder = home / "files"
    folder.mkdir(parents=True)
    rows = list(csv.DictReader(io.StringIO(table(20).decode())))
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(row | {"addresses": "1 Willow Road, Hangzhou, CN"} for row in rows)
    if names_csv:
        (folder / "names.csv").write_text(names_csv, encoding="utf-8")
    done = update(home / "atlas", [source(), *names(), *ror()], wish(folder=folder), silent)
    assert done.sound
    found = current_snapshot(home / "atlas")
    assert found is not None
    return found


def outcomes(folder: Path, *parties: str) -> list[object]:
    """What the law says of a delivery to each party; what is cited may differ, what is found may not."""
    screener = Screener.open(folder)
    decided: list[object] = []
    for name in parties:
        matter = Matter.model_validate(
            {
                "id": name, "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
                "parties": [{"role": "end_user", "name": name, "country": "CN"}],
                "lines": [{"description": "hard disk drives", "eccn": "EAR99", "origin": "US"}],
            }
        )  # fmt: skip
        decision = screener.decide(matter)
        decided.append((decision.outcomes(), sorted((found.page, found.outcome) for column in decision.columns for found in column.fired)))
    return decided


def test_nobody_is_listed_because_a_table_names_them_and_no_list_is_covered(tmp_path: Path) -> None:
    rows = "".join(f"{name},{other},CN\n" for name, other in (OTHERS, OTHERS[::-1], (HAN, "Invented Torwick Optics Ltd")))
    alone, beside = built(tmp_path / "alone"), built(tmp_path / "beside", f"name,aliases,country\n{rows}")
    with_table = Snapshot.open(beside)
    assert [body.designations for body in map(with_table.body, with_table.body_ids()) if body and body.source_id.startswith("names")] == [(), (), ()]
    assert with_table.coverages() == Snapshot.open(alone).coverages()
    parties = (*OTHERS, HAN, "Invented Torwick Optics Ltd", "Invented Body 7 Limited")
    assert outcomes(beside, *parties) == outcomes(alone, *parties)


def test_a_listed_body_is_found_by_a_name_that_only_the_table_has(tmp_path: Path) -> None:
    alone = built(tmp_path / "alone")
    beside = built(tmp_path / "beside", f"name_en,name_zh,country\n{LISTED},{HAN},CN\n")
    assert not Screener.open(alone).match(HAN, "CN").hits
    (hit,) = Screener.open(beside).match(HAN, "CN").hits
    body = Snapshot.open(beside).body(hit.body_id)
    assert body is not None
    assert (hit.band, [told.list_id for told in body.designations]) == ("match", ["us.bis.entity_list"])
    assert outcomes(beside, HAN)[0] == outcomes(alone, LISTED)[0] != outcomes(alone, HAN)[0]
