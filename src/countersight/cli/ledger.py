"""``countersight ledger``, ``backup`` and ``restore``."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.desk.desk import Desk

BROKEN = 3


def open_desk(database: str | None, *, make: bool = False) -> Desk:
    """The desk that the command line or the environment names.

    Args:
        database: What the command line says.
        make: Make it where there is none yet.

    Raises:
        UsageError: There is none yet, or the service is not installed.
    """
    url, ledger = place(database)
    try:
        from countersight.desk.desk import Desk
    except ImportError as fault:
        raise _missing(fault) from None
    file = url.removeprefix("sqlite:///")
    if not make and file != url and not Path(file).is_file():
        raise UsageError(f"there is no office yet at {url}", hint="countersight serve makes one; or set COUNTERSIGHT_DATABASE")
    return Desk.open(url, ledger)


def place(database: str | None) -> tuple[str, Path | None]:
    """The address of the database, and the folder of the checkpoints."""
    from countersight.access.serving import Serving
    from countersight.settings import Settings

    serving = Serving.from_environment(Settings.from_environment())
    return database or serving.database, serving.ledger


def _missing(fault: ImportError) -> UsageError:
    return UsageError(f"the package {fault.name} is not installed", hint="pip install 'countersight[service]'")


def _tenants(desk: Desk, name: str | None) -> list[str]:
    return [name] if name else desk.tenants()


def verify(given: argparse.Namespace) -> int:
    """Verify the ledger, and the lists and queue that are made of it."""
    from countersight.cases.checking import check_queue
    from countersight.cli.output import write
    from countersight.desk.signing import verifier
    from countersight.desk.verifying import SHOWN
    from countersight.desk.verifying import verify as verified

    desk = open_desk(given.database)
    check = verifier(Path(given.key)) if given.key else None
    copies = [Path(one) for one in given.copy]
    if missing := [one for one in copies if not one.is_file()]:
        raise UsageError(f"no file {missing[0]}", hint="name a file of checkpoints that was kept elsewhere")
    told, lines = [], []
    for tenant in _tenants(desk, given.tenant):
        handle = desk.of(tenant)
        found = verified(handle, check=check, copies=[one for one in copies if given.tenant or one.stem == tenant])
        faults = [*found.faults, *check_queue(handle)]
        told.append({**asdict(found), "faults": [asdict(one) for one in faults], "sound": not faults})
        state = "sound" if not faults else f"{len(faults)} FAULTS"
        lines.append(
            f"{tenant}: {state}; {found.entries:,} entries, signed to {found.signed_to:,} by {found.checkpoints:,} checkpoints, {found.purged:,} purged; ends in {found.last_hash[:16] or 'nothing'}"
        )
        if not faults and found.signed_to < found.entries:
            lines.append(
                f"  entries {found.signed_to + 1} to {found.entries} are under no checkpoint yet: written when the program ended, and nobody was told of them"
            )
        lines += [f"  {one.what}" for one in faults[:SHOWN]]
        if len(faults) > SHOWN:
            lines.append(f"  and {len(faults) - SHOWN} more")
    if given.format == "json":
        write(json.dumps({"schema": "countersight.ledger/1", "tenants": told}, indent=1, ensure_ascii=False), given.out)
    else:
        write("\n".join(lines or ["there is no tenant yet"]), given.out)
    return 0 if all(one["sound"] for one in told) else BROKEN


def show(given: argparse.Namespace) -> int:
    """The entries of a ledger."""
    from countersight.cli.output import write

    handle = open_desk(given.database).of(given.tenant)
    found = handle.ledger.after(given.after, kind=given.kind, limit=given.limit, payloads=False)
    if given.format == "json":
        write(
            json.dumps(
                {
                    "schema": "countersight.ledger-entries/1",
                    "tenant": given.tenant,
                    "entries": [one.head() for one in found],
                },
                indent=1,
            ),
            given.out,
        )
    else:
        write(
            "\n".join(f"{one.seq:>8}  {one.at}  {one.actor:<16} {one.kind:<22} {one.subject}" for one in found)
            or "no entries",
            given.out,
        )
    return 0


def head(given: argparse.Namespace) -> int:
    """The last checkpoint of each ledger, to be kept where nobody who writes to the database can write."""
    from countersight.cli.output import write

    desk = open_desk(given.database)
    files = [desk.checkpoints.file(tenant) for tenant in _tenants(desk, given.tenant)]
    lines = [file.read_text(encoding="ascii").splitlines()[-1] for file in files if file.is_file()]
    write("\n".join(lines), given.out)
    return 0


def backup(given: argparse.Namespace) -> int:
    """Write a backup of everything."""
    from countersight.cli.output import tell
    from countersight.desk.backup import backup as written

    counts = written(open_desk(given.database), Path(given.file))
    tell(
        f"{given.file}: {counts['ledger']:,} entries of the ledger, {counts['cases']:,} cases, {counts['attachments']:,} attachments; guard it as the database: the signing key is in it"
    )
    return 0


def restore(given: argparse.Namespace) -> int:
    """Restore a backup into an empty place."""
    from countersight.cli.output import tell

    try:
        from countersight.desk.backup import restore as restored
    except ImportError as fault:
        raise _missing(fault) from None
    if not Path(given.file).is_file():
        raise UsageError(f"no file {given.file}", hint="name a backup, as countersight backup wrote it")
    desk = restored(Path(given.file), *place(given.database))
    for tenant in desk.tenants():
        tell(f"{tenant}: {desk.of(tenant).ledger.last[0]:,} entries of the ledger, verified")
    return 0
