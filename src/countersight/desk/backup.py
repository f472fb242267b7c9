"""Backup and restore of a whole office, each in one step: every table as of one moment, the checkpoints up to it, and the key.

The file is a ZIP: ``manifest.json`` (form, version of the tables, last entry of each ledger, SHA-256 of every member), ``tables/NAME.jsonl`` (a row a
line, bytes in base 64), ``ledger/...``. It goes from SQLite to PostgreSQL and back. It holds everything, the signing key too: guard it as the database.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import MetaData, inspect, select

from countersight.desk.checkpoints import FOLDER, KEY
from countersight.desk.desk import Desk
from countersight.desk.engine import Database
from countersight.desk.moments import now
from countersight.desk.tables import chains, metadata
from countersight.desk.upgrade import HEAD, downgrade, upgrade, version
from countersight.desk.verifying import verify
from countersight.errors import DataError, UsageError, Where

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
BATCH: Final = 500


def backup(desk: Desk, out: Path) -> dict[str, int]:
    """Write a backup; the file appears whole or not at all, readable by its owner alone. Others go on working meanwhile.

    Args:
        desk: The office.
        out: The file.

    Returns:
        Table to the number of its rows.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.new")
    handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                counts = _written(desk, archive)
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return counts


def _written(desk: Desk, archive: zipfile.ZipFile) -> dict[str, int]:
    members: dict[str, str] = {}
    counts: dict[str, int] = {}
    with desk.database.reading() as connection:
        heads: dict[str, tuple[int, str]] = {
            str(row.tenant): (int(row.seq), str(row.hash)) for row in connection.execute(select(chains))
        }
        for table in metadata.sorted_tables:
            name = f"tables/{table.name}.jsonl"
            members[name], counts[table.name] = _put(archive, name, _lines(connection, table))
        held = version(desk.database)
    for tenant, (seq, _) in heads.items():
        file = desk.checkpoints.file(tenant)
        lines = file.read_text(encoding="ascii").splitlines() if file.is_file() else []
        name = f"ledger/{FOLDER}/{tenant}.jsonl"
        members[name], _ = _put(archive, name, (line for line in lines if _until(line, seq)))
    for path in (desk.checkpoints.key, desk.checkpoints.public):
        members[f"ledger/{path.name}"], _ = _put(
            archive, f"ledger/{path.name}", iter(path.read_text(encoding="ascii").splitlines())
        )
    told = {"format": FORMAT, "tables": held, "at": now(), "heads": heads, "rows": counts, "members": members}
    archive.writestr(MANIFEST, json.dumps(told, indent=1, sort_keys=True))
    return counts


def _put(archive: zipfile.ZipFile, name: str, lines: Iterator[str]) -> tuple[str, int]:
    seen, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as member:
        for line in lines:
            data = f"{line}\n".encode()
            seen.update(data)
            member.write(data)
            count += 1
    return seen.hexdigest(), count


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    for row in connection.execute(select(table).order_by(*table.primary_key)).mappings().yield_per(BATCH):
        yield json.dumps(
            {
                name: {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value
                for name, value in row.items()
            }
        )


def _until(line: str, seq: int) -> bool:
    """Whether a line is a checkpoint of what was there at the moment of the backup; a torn one is left out."""
    try:
        return bool(json.loads(line)["seq"] <= seq)
    except (ValueError, TypeError, KeyError):
        return False


def restore(path: Path, url: str, folder: Path | None = None) -> Desk:
    """Restore a backup into an empty place, and verify what came of it.

    Args:
        path: The backup.
        url: A database without tables.
        folder: Where key and checkpoints go; see :meth:`Desk.open`.

    Raises:
        UsageError: There is an office already.
        DataError: The file is no backup, damaged, or of a newer program; or the ledger in it does not verify. Nothing is left behind in the database.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            told = _manifest(archive, path)
            database = Database.open(url)
            try:
                place = folder or Path(str(database.engine.url.database)).parent / "ledger"
                if not database.embedded and folder is None:
                    raise UsageError(
                        "where are the checkpoints of the ledger to go?", hint="COUNTERSIGHT_LEDGER=/folder"
                    )
                if (place / KEY).exists() or _tables(database):
                    raise UsageError(
                        "here is an office already",
                        hint="restore into an empty database and an empty folder; nothing is written over",
                    )
                _filled(archive, told, database)
                _ledger(archive, told, place)
            finally:
                database.close()
    except (zipfile.BadZipFile, OSError) as fault:
        raise DataError(
            f"this is no backup, or damaged: {fault}", hint="copy it again", where=Where(str(path))
        ) from None
    desk = Desk.open(url, place)
    for tenant, head in told["heads"].items():
        handle = desk.of(tenant)
        found = verify(handle)
        if not found.sound or list(handle.ledger.last) != list(head):
            said = found.faults[0].what if found.faults else "it ends elsewhere than the backup says"
            downgrade(desk.database, "base")
            desk.close()
            shutil.rmtree(place)
            raise DataError(
                f"the ledger of {tenant} in the backup does not verify: {said}",
                hint="take an older backup, and look into what happened",
                where=Where(str(path)),
            )
    return desk


def _tables(database: Database) -> bool:
    with database.reading() as connection:
        return bool(inspect(connection).get_table_names())


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    """The manifest, once every member was found to be of its hash."""
    try:
        told: dict[str, Any] = json.loads(archive.read(MANIFEST))
        members = told["members"]
    except (KeyError, ValueError, TypeError):
        raise DataError(
            "this is no backup of Countersight", hint="countersight backup writes one", where=Where(str(path))
        ) from None
    if told.get("format") != FORMAT or told["tables"] > HEAD:
        raise DataError(
            f"a backup of form {told.get('format')} with tables {told.get('tables')}; this program knows {FORMAT} and {HEAD}",
            hint="use the program that wrote it",
            where=Where(str(path)),
        )
    for name, wanted in members.items():
        with archive.open(name) as member:
            if hashlib.file_digest(member, "sha256").hexdigest() != wanted:  # type: ignore[arg-type]
                raise DataError(
                    f"{name} in the backup is not of its hash", hint="copy it again", where=Where(f"{path}!{name}")
                )
    return told


def _filled(archive: zipfile.ZipFile, told: dict[str, Any], database: Database) -> None:
    """The tables as they were then, filled, and brought to this version; all of it or nothing."""
    with database.writing() as connection:
        upgrade(database, told["tables"])
        then = MetaData()
        then.reflect(connection)
        for table in then.sorted_tables:
            name = f"tables/{table.name}.jsonl"
            if name in told["members"]:
                _fill(archive, name, connection, table)
        upgrade(database)


def _fill(archive: zipfile.ZipFile, name: str, connection: Connection, table: Table) -> None:
    with archive.open(name) as lines:
        rows = [_row(line) for line in lines]
    for start in range(0, len(rows), BATCH):
        connection.execute(table.insert(), rows[start : start + BATCH])


def _row(line: bytes) -> dict[str, Any]:
    return {
        name: base64.b64decode(value["base64"]) if isinstance(value, dict) else value
        for name, value in json.loads(line).items()
    }


def _ledger(archive: zipfile.ZipFile, told: dict[str, Any], place: Path) -> None:
    (place / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in told["members"]:
        head, _, rest = name.partition("/")
        if head != "ledger" or ".." in rest:
            continue
        file = place / rest
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(archive.read(name))
