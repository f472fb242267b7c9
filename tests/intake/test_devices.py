"""Inventories of devices: CSV, nmap XML, CycloneDX; the maker behind a brand; what is wrong with a file, and where."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from countersight.errors import CountersightError, InputError, UsageError
from countersight.intake import devices
from countersight.intake.inventories import read_inventory
from countersight.intake.read import read_matters
from countersight.intake.result import Intake
from countersight.model.matter import Line, Matter

HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
NMAP = """<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" start="1795000000" version="7.94">
 <host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/><address addr="44:19:B6:01:02:03" addrtype="mac" vendor="Hangzhou Hikvision Digital Technology"/>
  <hostnames><hostname name="lobby.example" type="PTR"/></hostnames>
  <ports><port protocol="tcp" portid="80"><service name="http" product="Hikvision IP camera httpd" devicetype="webcam" version="5.7.3"/></port></ports></host>
 <host><status state="up"/><address addr="192.0.2.8" addrtype="ipv4"/></host>
 <host><status state="up"/><address addr="00:00:0C:01:02:03" addrtype="mac"/></host>
</nmaprun>
"""
BOM: dict[str, Any] = {
    "bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"timestamp": "2026-11-20T10:00:00Z", "component": {"type": "device", "name": "Site recorder"}},
    "components": [
        {"type": "device", "name": "DS-2CD2143G2-I", "manufacturer": {"name": "SafeHome"}, "properties": [{"name": "cdx:device:macAddress", "value": "44:19:b6:01:02:03"}, {"name": "fcc_id", "value": "2ADTD-X1"}],
         "components": [{"type": "firmware", "name": "camera firmware", "version": "V5.7.3 build 220112", "supplier": {"name": "N/A"}}]},
        {"type": "library", "name": "zlib"},
    ],
}  # fmt: skip


def one(intake: Intake | None) -> tuple[Matter, list[Line]]:
    assert intake is not None
    assert len(intake.matters) == 1
    assert intake.matters[0].kind == "devices"
    return intake.matters[0], intake.matters[0].lines or []


def test_a_table_of_devices(tmp_path: Path) -> None:
    file = tmp_path / "lobby.csv"
    file.write_text("MAC Address,Model No.,FW Version,FCC ID,Brand,Location,Owner\n44-19-B6-01-02-03,DS-2CD2143G2-I,V5.7.3 build 220112,2ADTD-X1,SafeHome,Lobby,x\n,,,,OtherBrand,N/A,\n", encoding="utf-8")
    intake = read_matters(str(file), "devices")
    matter, lines = one(intake)
    assert (matter.id, matter.day, len(lines)) == ("lobby", None, 2)
    assert (lines[0].producer, lines[0].brand, lines[0].place) == (HIKVISION, "SafeHome", "Lobby")
    assert (lines[1].producer, lines[1].brand, lines[1].place) == (None, "OtherBrand", None)
    assert any("columns not read: Owner" in note for note in intake.notes)
    assert sum("lobby.csv:2:" in note and HIKVISION in note for note in intake.notes) == 4


def test_a_maker_that_the_file_gives_stays_and_the_registry_stands_beside_it() -> None:
    intake = read_inventory(b"mac,manufacturer\n4419b6010203,SafeHome Inc.\n", "a.csv", "devices")
    _, lines = one(intake)
    assert lines[0].producer == "SafeHome Inc."
    assert intake
    assert any("the registry names Hangzhou Hikvision" in note for note in intake.notes)


def test_a_pattern_or_a_brand_names_no_producer() -> None:
    intake = read_inventory(b"model,brand\nDS-2CD2143G2-I,Lorex\n", "a.csv", "devices")
    _, lines = one(intake)
    assert lines[0].producer is None
    assert intake
    assert any("it is alleged, not found" in note for note in intake.notes)


def test_two_registries_that_disagree_name_nobody() -> None:
    intake = read_inventory(b"mac,fcc id\n4419b6010203,2AVYF-1\n", "a.csv", "devices")
    _, lines = one(intake)
    assert lines[0].producer is None
    assert intake
    assert any("two makers" in note for note in intake.notes)


def test_what_is_no_address_is_said_and_left_out() -> None:
    intake = read_inventory(b"mac,model\n44:19:B6,X1\nzz:zz,X2\n", "a.csv", "devices")
    _, lines = one(intake)
    assert [line.mac for line in lines] == ["44:19:B6", None]
    assert intake
    assert any("a.csv:3: not a network address" in note for note in intake.notes)


def test_a_quantity_that_is_none_leaves_the_device() -> None:
    intake = read_inventory(b"mac,qty\n4419b6010203,many\n4419b6010204,12\n", "a.csv", "devices")
    _, lines = one(intake)
    assert intake
    assert [(line.producer, str(line.quantity)) for line in lines] == [(HIKVISION, "None"), (HIKVISION, "12")]
    assert any("a.csv:2: the quantity is not read" in note for note in intake.notes)


def test_a_value_that_fits_no_line_leaves_a_line_of_which_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "maker_named", lambda _: 7)
    intake = read_inventory(b"mac\n4419b6010203\n", "a.csv", "devices")
    _, lines = one(intake)
    assert intake
    assert lines == [Line()]
    assert [(str(fault.where), fault.dropped) for fault in intake.faults] == [("a.csv:2:producer", False)]


def test_a_scan_of_nmap_keeps_no_address_of_the_network(tmp_path: Path) -> None:
    file = tmp_path / "scan.xml"
    file.write_text(NMAP, encoding="utf-8")
    matter, lines = one(read_matters(str(file)))
    assert (matter.day, len(lines)) == (date(2026, 11, 18), 2)
    assert (lines[0].producer, lines[0].firmware, lines[0].description) == ("Hangzhou Hikvision Digital Technology", "5.7.3", "Hikvision IP camera httpd")
    written = matter.model_dump_json()
    assert "192.0.2" not in written
    assert "lobby" not in written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun/>', "declarations of its own"),
        ("<nmaprun><host>", "not XML"),
        ("<bom/>", "the root is 'bom'"),
        ("<nmaprun/>", "no device in this file"),
        ("<nmaprun>" + "<a>" * 60, "nested more than"),
    ],
)
def test_other_xml_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_inventory(text.encode(), "x.xml", None)


def test_a_hardware_bill_of_materials(tmp_path: Path) -> None:
    file = tmp_path / "bom.json"
    file.write_text(json.dumps(BOM), encoding="utf-8")
    matter, lines = one(read_matters(str(file)))
    assert (matter.day, [line.model for line in lines]) == (date(2026, 11, 20), ["Site recorder", "DS-2CD2143G2-I", None])
    assert (lines[1].producer, lines[1].mac, lines[1].fcc_id) == ("SafeHome", "44:19:b6:01:02:03", "2ADTD-X1")
    assert (lines[2].firmware, lines[2].producer) == ("V5.7.3 build 220112", None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"components": {}}, "no device"),
        ({"components": [{"type": "library", "name": "x"}], "metadata": {}}, "no device in this file"),
        ({"components": ["x"]}, "is not an object"),
        ({"components": [{"type": "device", "name": "x", "components": {"a": 1}}]}, "is not a list"),
    ],
)
def test_other_documents_are_refused(change: dict[str, Any], message: str) -> None:
    document = json.dumps({"bomFormat": "CycloneDX", "components": []} | change).encode()
    with pytest.raises(InputError, match=message):
        read_inventory(document, "bom.json", None)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"owner,room\nx,1\n", "no column tells who made a device"),
        (b"mac,mac address\n1,2\n", "two columns say the same"),
        (b"mac\n", "no device in this file"),
        (b'mac,model\n"a,b\n', "not CSV"),
        ("mac\nü\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_whole(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_inventory(data, "a.csv", "devices")


def test_other_files_are_left_to_other_readers(tmp_path: Path) -> None:
    assert read_inventory(b'{"id": "x", "kind": "shipment"}', "a.json", None) is None
    assert read_inventory(b'[{"id": "x"}]', "a.json", "devices") is None
    assert read_inventory(b"id,date\n1,2\n", "a.csv", None) is None
    file = tmp_path / "a.docx"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        read_matters(str(file))


@pytest.mark.parametrize("data", [b"", b"<", b'{"bomFormat": "CycloneDX"', b"<nmaprun start='x'><host/></nmaprun>"])
def test_broken_bytes_are_faults_that_teach(data: bytes) -> None:
    with pytest.raises(CountersightError) as caught:
        read_inventory(data, "x", "devices")
    assert caught.value.hint


def test_a_table_with_semicolons_is_read_and_a_row_that_is_too_wide_is_a_fault() -> None:
    intake = read_inventory(b"mac;model;qty\n44:19:B6:01:02:03;X;2\n44:19:B6:01:02:04;Y;1;more\n44:19:B6:01:02:05\n", "a.csv", "devices")
    _, lines = one(intake)
    assert [line.producer for line in lines] == [HIKVISION, None, HIKVISION]
    assert intake is not None
    assert "a.csv: cells are parted by semicolons" in intake.notes
    assert [str(fault).splitlines()[0] for fault in intake.faults] == [
        "a.csv:3: the row has 4 cells, the header 3 (matter a: screened with a line of which nothing is known)"
    ]


def test_an_empty_table_is_told_apart_from_one_without_a_column() -> None:
    with pytest.raises(InputError, match="the file is empty"):
        read_inventory(b"", "a.csv", "devices")


def test_hosts_that_tell_nothing_are_told_and_not_passed_over() -> None:
    down = NMAP.replace("</nmaprun>", '<host><status state="down"/><address addr="192.0.2.9" addrtype="ipv4"/></host></nmaprun>')
    intake = read_inventory(down.encode(), "scan.xml", None)
    assert intake is not None
    assert any("1 host that answered, at line 7, told neither" in note and "-sV" in note for note in intake.notes)
    assert any("1 that did not answer" in note for note in intake.notes)
    assert "192.0.2" not in " ".join(intake.notes)
    silent = b"<nmaprun><host><status state='up'/><address addr='192.0.2.8' addrtype='ipv4'/></host></nmaprun>"
    with pytest.raises(InputError, match="told neither a hardware address") as caught:
        read_inventory(silent, "scan.xml", None)
    assert "-sV" in str(caught.value.hint)


def test_what_of_a_bill_of_materials_is_no_device_is_counted_and_a_device_of_which_nothing_is_said_is_told() -> None:
    document = {"bomFormat": "CycloneDX", "components": [{"type": "device"}, {"type": "library", "name": "zlib"}, {"name": "x"}]}
    intake = read_inventory(json.dumps(document).encode(), "bom.json", None)
    assert intake is not None
    assert "bom.json: components that are no devices are not read: 1 of type library, 1 without a type" in intake.notes
    assert any(note.startswith("bom.json:components[0]: nothing is said of this device") for note in intake.notes)
    with pytest.raises(InputError, match="its components are 1 of type library"):
        read_inventory(json.dumps(document | {"components": [{"type": "library", "name": "zlib"}]}).encode(), "bom.json", None)
