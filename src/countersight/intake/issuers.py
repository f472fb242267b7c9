"""Listing files as matters of the kind ``issuer``: one matter an issuer, with its CIK, its first ticker and the exchange."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from countersight.intake.listings import Listing, read_listings
from countersight.intake.result import Intake
from countersight.model.matter import Matter

KIND: Final = "issuer"
_HEAD: Final = 4096
_DIRECTORY: Final = re.compile(rb"\s*(?:ACT )?Symbol\|Security Name\|")
_COMMISSION: Final = re.compile(rb'"cik_str"\s*:|"fields"\s*:\s*\[\s*"cik"')
_SCREENER: Final = re.compile(rb'\s*\[\s*\{\s*"symbol"\s*:\s*"[^"]*",\s*"name"\s*:')
_MARKETS: Final = {"XHKG": "HK", "XSHG": "SS", "XSHE": "SZ"}
"""What stands behind a ticker of a market, as lists write it."""
_TABLES: Final = frozenset({".csv", ".txt", ".parquet"})


def is_listing(path: Path, ending: str, kind: str | None) -> bool:
    """Whether a file is a directory of an exchange or a file of the Commission, or the user says that its rows are issuers."""
    if kind not in {None, KIND}:
        return False
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return bool(_DIRECTORY.match(head) or _COMMISSION.search(head) or _SCREENER.match(head)) or (kind == KIND and ending in _TABLES)


def issuer_matters(path: Path, name: str) -> Intake:
    """One matter an issuer; the day is left open, because the files name none that counts.

    Args:
        path: The file.
        name: How it is called in faults.

    Raises:
        InputError: As :func:`countersight.intake.listings.read_listings`.
    """
    found = read_listings(str(path))
    intake = Intake(faults=found.faults, notes=[note.replace(str(path), name) for note in found.notes])
    groups: dict[str, list[Listing]] = {}
    for one in found.rows:
        groups.setdefault(f"CIK {one.cik}" if one.cik else f"{one.exchange} {one.ticker}".strip(), []).append(one)
    for key, rows in groups.items():
        first = next((one for one in rows if one.name), rows[0])
        identifiers = {"cik": first.cik, "isin": next((one.isin for one in rows if one.isin), ""), "ticker": _with_market(first)}
        party: dict[str, Any] = {"role": "issuer", "name": first.issuer or "N/A", "identifiers": {kind: value for kind, value in identifiers.items() if value} or None}
        intake.matters.append(Matter.model_validate({"id": key, "kind": KIND, "parties": [party], "issuer": {"exchange": first.exchange} if first.exchange else {}}))
    if found.tests:
        intake.notes.append(f"{name}: {found.tests} securities that the exchange lists to test its systems are left out")
    return intake


def _with_market(one: Listing) -> str:
    """A ticker with its market behind it, as lists write it; empty where the market is not one that we can write."""
    if one.us:
        return f"{one.ticker} US" if one.ticker.isalpha() else ""
    suffix = _MARKETS.get(one.exchange, "")
    return f"{one.ticker.removesuffix(f'.{suffix}')}.{suffix}" if suffix and one.ticker else ""
