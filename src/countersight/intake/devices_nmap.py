"""What ``nmap -oX`` found: a device per host that has a network address or names what it runs.

IP addresses and host names are not kept. The DOCTYPE that nmap writes is allowed; one that declares entities is refused.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from countersight.errors import InputError, Where
from countersight.intake.devices import Device, devices_matter
from countersight.intake.result import SHOWN, Intake

_MAX_DEPTH: Final = 40
_SCAN: Final = "scan as root from within the same network segment, with -sV"


class _Hosts:
    """Builds one host at a time and remembers the root's attributes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[tuple[int, Element]] = []
        self.root: dict[str, str] | None = None
        self.depth = 0
        self.inside = False
        self.line = 0
        self.tree = TreeBuilder()
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.entity
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def entity(self, *_: object) -> None:
        raise self.fault("the file declares entities", "nmap writes none: do not open it")

    def doctype(self, _name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if internal:
            raise self.fault("the DOCTYPE has declarations of its own", "nmap writes none: do not open it")

    def fault(self, message: str, hint: str) -> InputError:
        return InputError(message, hint=hint, where=Where(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self.fault(f"elements nested more than {_MAX_DEPTH} deep", "is this from nmap -oX?")
        if self.root is None:
            if name != "nmaprun":
                raise self.fault(f"the root is {name!r}, not 'nmaprun'", "write it with nmap -oX FILE; CycloneDX is read as JSON")
            self.root = attributes
        if name == "host" and not self.inside:
            self.inside, self.line, self.tree = True, self.parser.CurrentLineNumber, TreeBuilder()
        if self.inside:
            self.tree.start(name, attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.inside:
            self.tree.end(name)
            if name == "host":
                self.inside = False
                self.found.append((self.line, self.tree.close()))


def _firmware(host: Element) -> str:
    """The version of the first service that names a product of a camera or recorder, else of none."""
    for service in host.iter("service"):
        if service.get("devicetype") in {"webcam", "media device", "storage-misc", "security-misc"} and service.get("version"):
            return service.get("version", "")
    return ""


def _device(line: int, host: Element, file: str) -> Device | None:
    values: dict[str, str] = {}
    for address in host.iter("address"):
        if address.get("addrtype") == "mac":
            values["mac"] = address.get("addr", "")
            values["producer"] = address.get("vendor", "")
    products = list(dict.fromkeys(text for service in host.iter("service") if (text := service.get("product", ""))))
    if products:
        values["description"] = "; ".join(products)[:500]
    values["firmware"] = _firmware(host)
    system = host.find("os/osmatch")
    if system is not None and "description" not in values:
        values["description"] = system.get("name", "")
    return Device(Where(file, line), values) if values.get("mac") or values.get("description") else None


def _day(root: dict[str, str]) -> date | None:
    start = root.get("start", "")
    try:
        return datetime.fromtimestamp(int(start), UTC).date() if start else None
    except (ValueError, OverflowError, OSError):
        return None


def read_nmap(data: bytes, file: str) -> Intake:
    """Read the XML of one scan; its day is the matter's day.

    Raises:
        InputError: Not XML, not from nmap, entities, or no host that names a device.
    """
    hosts = _Hosts(file)
    try:
        hosts.parser.Parse(data, True)  # noqa: FBT003 - as expat has it
    except expat.ExpatError as error:
        raise InputError(f"not XML: {expat.ErrorString(error.code)}", hint="write it with nmap -oX FILE; is it whole?", where=Where(file, error.lineno, error.offset + 1)) from None
    intake = Intake()
    intake.notes.append(f"{file}: network addresses of hosts and their names are not kept")
    up = [(line, host) for line, host in hosts.found if (status := host.find("status")) is None or status.get("state") != "down"]
    devices = [one for line, host in up if (one := _device(line, host, file))]
    silent = [line for line, host in up if _device(line, host, file) is None]
    if silent:
        many = f"{len(silent)} host" + ("s" if len(silent) > 1 else "")
        told = f"{many} that answered, at line {', '.join(map(str, silent[:SHOWN]))}{' and more' if len(silent) > SHOWN else ''}, told neither a hardware address nor what runs there: nothing is known of them"
        if not devices:
            raise InputError(f"no device in this file: {told}", hint=_SCAN, where=Where(file))
        intake.notes.append(f"{file}: {told}; {_SCAN}")
    if down := len(hosts.found) - len(up):
        intake.notes.append(f"{file}: {down} that did not answer when the scan was made: whether a device stands there is not known")
    return devices_matter(devices, file, intake, _day(hosts.root or {}))
