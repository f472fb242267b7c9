"""``countersight keys add|list|revoke``: API keys of the service."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from countersight.errors import NotFoundError

if TYPE_CHECKING:
    from countersight.desk.desk import Desk


def _desk(given: argparse.Namespace) -> Desk:
    from countersight.cli.ledger import open_desk

    return open_desk(given.database, make=True)


def add(given: argparse.Namespace) -> int:
    """Make a key, and print it: the only time that it can be seen."""
    from countersight.access.keys import Wanted, add_key
    from countersight.access.principal import role_of
    from countersight.cli.output import tell

    desk = _desk(given)
    try:
        made = add_key(desk, Wanted(given.tenant, given.user, role_of(given.role), frozenset(given.scope), given.label, given.days))
    finally:
        desk.close()
    tell(f"key {made.id} of {given.user} ({given.role}) in {given.tenant}, for {given.days} days; it is shown only now")
    print(made.text)
    return 0


def list_keys(given: argparse.Namespace) -> int:
    """Every key of a tenant, without what opens anything."""
    desk = _desk(given)
    try:
        rows = [{name: row[name] for name in row if name != "sha256"} for row in desk.of(given.tenant).people.keys()]  # noqa: SIM118 - a function, no mapping
    finally:
        desk.close()
    if given.format == "json":
        print(json.dumps({"schema": "countersight.keys/1", "keys": rows}, indent=1, ensure_ascii=False))
        return 0
    for row in rows:
        state = f"withdrawn {row['revoked_at'][:10]}" if row["revoked_at"] else f"until {row['expires_at'][:10] or 'it is withdrawn'}"
        print(f"{row['id']}  {row['user']:<16} {state:<22} {row['scopes']}  {row['label']}".rstrip())
    print(f"{len(rows)} keys")
    return 0


def revoke(given: argparse.Namespace) -> int:
    """Withdraw a key.

    Raises:
        NotFoundError: There is no such key that still opens anything.
    """
    desk = _desk(given)
    try:
        count = desk.of(given.tenant).people.revoke_key(given.id)
    finally:
        desk.close()
    if not count:
        raise NotFoundError(f"no key {given.id!r} that still opens anything in {given.tenant}", hint=f"countersight keys list --tenant {given.tenant}")
    print(f"{given.id}: withdrawn")
    return 0
