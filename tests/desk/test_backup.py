"""Backup and restore: what was there is there again, in either database, and a damaged file is refused."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from countersight.desk.backup import backup, restore
from countersight.desk.desk import Desk
from countersight.desk.tables import metadata
from countersight.desk.verifying import verify
from countersight.errors import DataError, UsageError
from countersight.model.decision import Decision


def fill(desk: Desk, decision: Callable[[str], Decision]) -> None:
    handle = desk.of("office", new=True)
    desk.of("other", new=True)
    for number in range(5):
        handle.decisions.put(decision(f"m{number}"), "ana")
    handle.attachments.put(bytes(range(256)), "all.bin", "application/octet-stream", "ana")
    handle.people.put("ana", name="Ana \u00c1lvarez \u738b", role="admin")
    handle.settings.put("mail", ["a@example.org"], "ana")
    handle.ledger.purge([2], "no longer needed", "ana")


def everything(desk: Desk) -> dict[str, list[str]]:
    with desk.database.reading() as connection:
        return {
            table.name: sorted(map(str, connection.execute(table.select()).all())) for table in metadata.sorted_tables
        }


def test_what_was_there_is_there_again(desk: Desk, decision: Callable[[str], Decision], tmp_path: Path) -> None:
    fill(desk, decision)
    counts = backup(desk, tmp_path / "office.backup")
    assert counts["ledger"] == 6
    desk.of("office").decisions.put(decision("later"), "ana")  # goes on meanwhile
    light = restore(tmp_path / "office.backup", f"sqlite:///{tmp_path / 'again' / 'office.db'}")
    found = verify(light.of("office"))
    assert (found.sound, found.entries, found.purged) == (True, 6, 1)
    assert light.of("office").attachments.data(light.of("office").attachments.held()[0]) == bytes(range(256))
    light.of("office").decisions.put(decision("more"), "ana")
    assert verify(light.of("office")).sound
    light.close()


def test_every_row_of_every_table_comes_back(light: Desk, decision: Callable[[str], Decision], tmp_path: Path) -> None:
    fill(light, decision)
    backup(light, tmp_path / "office.backup")
    again = restore(tmp_path / "office.backup", f"sqlite:///{tmp_path / 'again' / 'office.db'}")
    assert everything(again) == everything(light)
    again.close()


def test_from_sqlite_to_postgresql(light: Desk, url: str, decision: Callable[[str], Decision], tmp_path: Path) -> None:
    if url.startswith("sqlite"):
        pytest.skip("the way to the other database")
    fill(light, decision)
    backup(light, tmp_path / "office.backup")
    heavy = restore(tmp_path / "office.backup", url, tmp_path / "ledger-of-postgresql")
    assert verify(heavy.of("office")).sound
    assert heavy.tenants() == ["office", "other"]
    assert (heavy.of("office").people.user("ana") or {})["name"] == "Ana \u00c1lvarez \u738b"
    heavy.close()


def test_nothing_is_written_over(light: Desk, decision: Callable[[str], Decision], tmp_path: Path) -> None:
    fill(light, decision)
    backup(light, tmp_path / "office.backup")
    with pytest.raises(UsageError, match="here is an office already"):
        restore(tmp_path / "office.backup", f"sqlite:///{tmp_path / 'light.db'}", tmp_path / "fresh")
    with pytest.raises(UsageError, match="here is an office already"):
        restore(tmp_path / "office.backup", f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "ledger")


def test_a_backup_that_was_changed_is_refused(light: Desk, decision: Callable[[str], Decision], tmp_path: Path) -> None:
    fill(light, decision)
    whole, changed = tmp_path / "office.backup", tmp_path / "changed.backup"
    backup(light, whole)
    assert whole.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"m3", b"m9") if name == "tables/ledger.jsonl" else old.read(name)
            )
    with pytest.raises(DataError, match="is not of its hash"):
        restore(changed, f"sqlite:///{tmp_path / 'x' / 'office.db'}")
    with (
        zipfile.ZipFile(changed) as old,
        zipfile.ZipFile(tmp_path / "sealed.backup", "w") as new,
    ):  # who also puts the hashes right
        import hashlib

        told = json.loads(old.read("manifest.json"))
        told["members"]["tables/ledger.jsonl"] = hashlib.sha256(old.read("tables/ledger.jsonl")).hexdigest()
        for name in old.namelist():
            new.writestr(name, json.dumps(told) if name == "manifest.json" else old.read(name))
    with pytest.raises(DataError, match="does not verify: what entry"):
        restore(tmp_path / "sealed.backup", f"sqlite:///{tmp_path / 'y' / 'office.db'}")


@pytest.mark.parametrize("content", [b"", b"PK", b"a letter"])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.backup").write_bytes(content)
    with pytest.raises(DataError, match="no backup"):
        restore(tmp_path / "x.backup", f"sqlite:///{tmp_path / 'z' / 'office.db'}")
    shutil.rmtree(tmp_path / "z", ignore_errors=True)
