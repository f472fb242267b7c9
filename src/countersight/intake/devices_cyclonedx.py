"""A hardware bill of materials in CycloneDX JSON: components of type device or firmware, with everything nested in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from countersight.errors import InputError, Where
from countersight.intake.devices import Device, devices_matter
from countersight.intake.result import Intake

_TYPES: Final = frozenset({"device", "firmware", "device-driver"})
_PROPERTIES: Final = {
    "mac": "mac", "macaddress": "mac", "mac address": "mac", "fcc id": "fcc_id", "fccid": "fcc_id", "firmware": "firmware", "firmwareversion": "firmware",
    "firmware version": "firmware", "model": "model", "modelnumber": "model", "model number": "model", "brand": "brand", "location": "place", "place": "place", "use": "use",
}  # fmt: skip
_MAX_DEPTH: Final = 60


def _name(one: Any) -> str:  # noqa: ANN401 - JSON is anything
    return str(one.get("name") or "") if isinstance(one, dict) else str(one or "")


def _property(name: str) -> str:
    """The last part of a property's name, so that ``cdx:device:macAddress`` and ``mac_address`` are read."""
    return name.rpartition(":")[2].replace("_", " ").replace("-", " ").strip().casefold()


def _device(part: dict[str, Any], path: str, file: str) -> Device:
    device = Device(Where(file, None, path))
    values = device.values
    for one in part.get("properties") or ():
        if isinstance(one, dict) and (key := _PROPERTIES.get(_property(str(one.get("name") or "")))):
            values.setdefault(key, str(one.get("value") or ""))
    maker = _name(part.get("manufacturer")) or _name(part.get("supplier")) or str(part.get("publisher") or "")
    if maker:
        values["producer"] = maker
    if part.get("type") == "firmware":
        values.setdefault("firmware", str(part.get("version") or ""))
        values.setdefault("description", _name(part))
    else:
        values.setdefault("model", _name(part))
        values.setdefault("description", str(part.get("description") or ""))
    return device


def _parts(parts: Any, path: str, file: str, other: Counter[str], depth: int = 0) -> Iterator[Device]:  # noqa: ANN401 - JSON is anything
    if depth > _MAX_DEPTH:
        raise InputError("components nested too deeply", hint="is this a bill of materials?", where=Where(file, None, path))
    if parts is None:
        return
    if not isinstance(parts, list):
        raise InputError(f"{path} is not a list", hint="CycloneDX: components is a list of objects", where=Where(file, None, path))
    for at, part in enumerate(parts):
        here = f"{path}[{at}]"
        if not isinstance(part, dict):
            raise InputError(f"{here} is not an object", hint="CycloneDX: a component is an object with type and name", where=Where(file, None, here))
        if part.get("type") in _TYPES:
            yield _device(part, here, file)
        else:
            other[str(part.get("type") or "no type")] += 1
        yield from _parts(part.get("components"), f"{here}.components", file, other, depth + 1)


def is_cyclonedx(loaded: object) -> bool:
    """Whether a JSON document says of itself that it is CycloneDX."""
    return isinstance(loaded, dict) and loaded.get("bomFormat") == "CycloneDX"


def read_cyclonedx(data: bytes, file: str) -> Intake:
    """Read a bill of materials; the day is that of its timestamp.

    Raises:
        InputError: Not JSON, not CycloneDX, or no device in it.
    """
    try:
        loaded = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise InputError(f"not JSON: {fault}", hint="CycloneDX as JSON", where=Where(file)) from None
    if not is_cyclonedx(loaded):
        raise InputError("not CycloneDX: no bomFormat", hint='a document with "bomFormat": "CycloneDX"', where=Where(file))
    about = loaded.get("metadata") if isinstance(loaded.get("metadata"), dict) else {}
    whole = about.get("component")
    roots = ([whole] if isinstance(whole, dict) else []) + list(loaded.get("components") or ())
    try:
        day = date.fromisoformat(str(about.get("timestamp") or "")[:10])
    except ValueError:
        day = None
    other: Counter[str] = Counter()
    devices = list(_parts(roots, "components", file, other))
    told = ", ".join(f"{count} of type {name}" if name != "no type" else f"{count} without a type" for name, count in sorted(other.items()))
    if not devices and told:
        raise InputError(f"no device in this file: its components are {told}", hint="a device is a component of type device, firmware or device-driver", where=Where(file))
    intake = Intake()
    if told:
        intake.notes.append(f"{file}: components that are no devices are not read: {told}")
    return devices_matter(devices, file, intake, day)
