"""Which files are inventories of devices or positions of a portfolio, and their readers."""

from __future__ import annotations

from typing import Final

from countersight.intake.devices_csv import read_devices_csv
from countersight.intake.devices_cyclonedx import read_cyclonedx
from countersight.intake.devices_nmap import read_nmap
from countersight.intake.holdings_csv import read_holdings_csv
from countersight.intake.holdings_xml import ROOTS, read_filing
from countersight.intake.result import Intake

KIND: Final = "devices"
HOLDINGS: Final = "holdings"
KINDS: Final = frozenset({KIND, HOLDINGS})
"""Kinds of table that are read here."""
_HEAD: Final = 4096


def read_inventory(data: bytes, name: str, kind: str | None) -> Intake | None:
    """Read an inventory by what stands in it; None where the file is something else.

    XML is what nmap writes, or a filing of a fund or a manager; JSON that names CycloneDX in its head is a bill of materials, and a table is one where the user
    says that its kind is ``devices`` or ``holdings``.

    Raises:
        InputError: It is an inventory and cannot be read.
    """
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return read_filing(data, name) if ROOTS.search(start) else read_nmap(data, name)
    if start[:1] == b"{" and b"bomFormat" in start and b"CycloneDX" in start:
        return read_cyclonedx(data, name)
    if kind == KIND and start[:1] not in {b"{", b"["}:
        return read_devices_csv(data, name)
    if kind == HOLDINGS and start[:1] not in {b"{", b"["}:
        return read_holdings_csv(data, name)
    return None
