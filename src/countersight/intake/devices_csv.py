"""A CSV inventory: one device a row, under the headings that people use."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from countersight.errors import InputError, Where
from countersight.intake.columns import heading
from countersight.intake.devices import Device, devices_matter
from countersight.intake.result import Intake
from countersight.intake.rows import Row, csv_rows

HEADINGS: Final = {
    name: key
    for key, names in {
        "mac": "mac; mac address; macaddress; hardware address; ethernet address; physical address; oui",
        "model": "model; model number; model no; model name; device model; part number; part no; product number; sku; type designation",
        "firmware": "firmware; firmware version; firmware ver; fw; fw version; software version; version",
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


def _devices(rows: Iterator[Row], columns: list[str | None], file: str) -> Iterator[Device]:
    for row in rows:
        device = Device(Where(file, row.number))
        for key, cell in zip(columns, row.cells, strict=False):
            if key == "quantity":
                device.quantity = cell.strip()
            elif key and cell.strip():
                device.values[key] = cell
        if any(cell.strip() for cell in row.cells[len(columns) :]):
            device.wrong = (f"the row has {len(row.cells)} cells, the header {len(columns)}", "put a cell with the separator in it between quotation marks")
        yield device


def read_devices_csv(data: bytes, file: str) -> Intake:
    """Read a CSV inventory.

    Raises:
        InputError: Not UTF-8, not CSV, no heading that names a maker, or a heading twice.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise InputError(f"not UTF-8 at byte {fault.start}", hint="save the table as CSV UTF-8", where=Where(file, line)) from None
    intake = Intake()
    rows = (row for row in csv_rows(iter(io.StringIO(text, newline="")), file, intake.notes) if not row.empty)
    header = next(rows, Row(1, [])).cells
    if not header:
        raise InputError("the file is empty", hint="a heading with a column mac, model, firmware, fcc id, brand or manufacturer, and a row per device", where=Where(file))
    columns = [HEADINGS.get(heading(cell)) for cell in header]
    if not _NAMES_MAKER & set(columns):
        raise InputError("no column tells who made a device", hint="name a column mac, model, firmware, fcc id, brand or manufacturer", where=Where(file, 1))
    known = [one for one in columns if one]
    if twice := [one for one in known if known.count(one) > 1]:
        same = [cell for cell, column in zip(header, columns, strict=True) if column == twice[0]]
        raise InputError(f"two columns say the same: {same[0]!r} and {same[1]!r}", hint="keep one of the two", where=Where(file, 1, same[1]))
    if unread := [cell for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()]:
        intake.notes.append(f"{file}: columns not read: {', '.join(unread)}")
    return devices_matter(_devices(rows, columns, file), file, intake)
