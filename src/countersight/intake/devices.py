"""Inventories of devices to one matter of kind ``devices``: CSV, nmap XML, CycloneDX JSON.

Each device is a line. Where a public registry names the maker (network address, FCC ID) and the file does not, the maker is
filled in as producer, and a note says from where; a model number, a brand or an allegation only makes a note. Addresses on
the network, host names and persons are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from pydantic import ValidationError

from countersight.errors import InputError, Where
from countersight.intake import cells
from countersight.intake.result import UNKNOWN_MARKS, Intake, RowFault
from countersight.model.matter import Line, Matter
from countersight.products.makers import evidence, grantee, maker_named, normal_mac

MAX_DEVICES: Final = 200_000
"""Devices of one inventory; more are for several files."""
_TEXTS: Final = ("description", "brand", "model", "firmware", "fcc_id", "mac", "producer", "use", "place", "hs")

HOW: Final = {"registry": "the registry names", "pattern": "it has the form of", "alleged": "it is alleged, not found, that the maker is"}
"""What a thing that names a maker says, by its strength."""


@dataclass(slots=True)
class Device:
    """One device as its file names it; what is not said is empty. ``wrong`` says why it cannot be read, and what would be right."""

    where: Where
    values: dict[str, str] = field(default_factory=dict)
    quantity: str = ""
    wrong: tuple[str, str] | None = None


def _known(text: str | None) -> str:
    plain = " ".join((text or "").split())
    return "" if plain.casefold() in UNKNOWN_MARKS else plain


def _line(device: Device, intake: Intake) -> Line:
    """The line of a device, with the maker where a registry names one.

    Raises:
        ValidationError: A value does not fit the model of a matter.
    """
    said: dict[str, Any] = {key: text for key in _TEXTS if (text := _known(device.values.get(key)))}
    if "mac" in said and not normal_mac(said["mac"]):
        intake.notes.append(f"{device.where}: not a network address, so it names no maker: {said['mac']!r}")
        del said["mac"]
    if "fcc_id" in said and not grantee(said["fcc_id"]):
        intake.notes.append(f"{device.where}: not the form of an FCC ID: {said['fcc_id']!r}")
    if not said:
        intake.notes.append(f"{device.where}: nothing is said of this device: no network address, model, FCC ID, maker or description")
    found = evidence(**{key: said.get(key, "") for key in ("mac", "fcc_id", "model", "firmware", "brand")})
    named = maker_named(found)
    if named and "producer" not in said:
        said["producer"] = named
    for one in found:
        doubt = " (from memory)" if one.unconfirmed else ""
        intake.notes.append(f"{device.where}: {one.by} {one.read}: {HOW[one.strength]} {one.name}{doubt}; {one.source}")
    if len({one.name for one in found if one.strength == "registry"}) > 1:
        intake.notes.append(f"{device.where}: registries name two makers: a person must look at the device")
    if _known(device.quantity):
        try:
            said["quantity"] = cells.number(device.quantity.strip())
        except cells.CellFault as fault:
            intake.notes.append(f"{device.where}: the quantity is not read: {fault}")
    return Line.model_validate(said)


def devices_matter(devices: Iterable[Device], file: str, intake: Intake, day: date | None = None) -> Intake:
    """All devices of one file as one matter, whose id is the file's name.

    Raises:
        InputError: There is no device, or there are too many.
    """
    lines: list[Line] = []
    for device in devices:
        if len(lines) >= MAX_DEVICES:
            raise InputError(f"more than {MAX_DEVICES:,} devices", hint="split the inventory", where=Where(file))
        if device.wrong:
            intake.faults.append(RowFault(device.where, *device.wrong, PurePath(file).stem, dropped=False))
            lines.append(Line())
            continue
        try:
            lines.append(_line(device, intake))
        except ValidationError as fault:
            first = fault.errors()[0]
            column = str(first["loc"][-1]) if first["loc"] else None
            intake.faults.append(RowFault(Where(file, device.where.line, column), first["msg"], "see: countersight schema", PurePath(file).stem, dropped=False))
            lines.append(Line())
    if not lines:
        raise InputError("no device in this file", hint="a row, a host or a component per device", where=Where(file))
    intake.matters.append(Matter(id=PurePath(file).stem, kind="devices", date=day, lines=lines))
    return intake
