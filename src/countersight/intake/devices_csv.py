"""A CSV inventory: one device a row, under the headings that people use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from countersight.errors import InputError, Where
from countersight.intake.csv_table import csv_columns, csv_rows
from countersight.intake.devices import Device, devices_matter
from countersight.intake.result import Intake

HEADINGS: Final = {
    name: key
    for key, names in {
        "mac": "mac; mac address; macaddress; hardware address; ethernet address; physical address; oui",
        "model": "model; model number; model no; device model; part number; sku; type designation",
        "firmware": "firmware; firmware version; fw; fw version; software version; version",
        "fcc_id": "fcc id; fcc; fccid; fcc identifier",
        "brand": "brand; brand name; label; trade mark",
        "producer": "manufacturer; maker; producer; vendor; oem",
        "description": "description; device; device name; item; name; asset; product",
        "place": "place; location; site; installation address; building",
        "use": "use; purpose; intended use; function",
        "hs": "hs; htsus; hs code",
        "quantity": "quantity; qty; count; number of devices",
    }.items()
    for name in names.split("; ")
}
_NAMES_MAKER: Final = frozenset({"mac", "model", "fcc_id", "firmware", "brand", "producer"})


def _devices(rows: Iterator[tuple[int, list[str]]], columns: list[str | None], file: str) -> Iterator[Device]:
    for number, cells in rows:
        device = Device(Where(file, number))
        for key, cell in zip(columns, cells, strict=False):
            if key == "quantity":
                device.quantity = cell.strip()
            elif key and cell.strip():
                device.values[key] = cell
        yield device


def read_devices_csv(data: bytes, file: str) -> Intake:
    """Read a CSV inventory.

    Raises:
        InputError: Not UTF-8, not CSV, no heading that names a maker, or a heading twice.
    """
    rows = csv_rows(data, file)
    first, header = next(rows, (1, []))
    lacking = InputError("no column tells who made a device", hint="name a column mac, model, firmware, fcc id, brand or manufacturer", where=Where(file, first))
    columns, unread = csv_columns(header, HEADINGS, _NAMES_MAKER, lacking)
    intake = Intake()
    if unread:
        intake.notes.append(f"{file}: columns not read: {', '.join(unread)}")
    return devices_matter(_devices(rows, columns, file), file, intake)
