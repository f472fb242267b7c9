"""``countersight classify FILE``: an inventory of devices, line by line; the devices are invented, the prefixes are the makers'."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
SCAN = """<nmaprun start="1795000000"><host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/><address addr="44:19:B6:01:02:03" addrtype="mac"/>
<ports><port protocol="tcp" portid="80"><service name="http" product="IP camera httpd"/></port></ports></host><host><status state="up"/><address addr="192.0.2.8" addrtype="ipv4"/></host></nmaprun>"""
BOM = {"bomFormat": "CycloneDX", "components": [{"type": "device", "name": "DS-2CD2143G2-I", "properties": [{"name": "fcc id", "value": "2ADTD-X1"}]}, {"type": "library", "name": "zlib"}]}
TABLE = "name;mac;model;firmware;fcc id\nlobby camera;44-19-B6-01-02-03;DS-2CD2143G2-I;V5.7;2ADTD-X1\ngarage;no;C9200;;\nroof;;X;;;too many\n"


@pytest.mark.parametrize(("file", "text", "told"), [("scan.xml", SCAN, "1 host that answered"), ("bom.json", json.dumps(BOM), "1 of type library"), ("cams.csv", TABLE, "cells are parted by semicolons")])
def test_every_kind_of_inventory_is_read(command: Command, tmp_path: Path, file: str, text: str, told: str) -> None:
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    got = command("classify", str(path))
    assert "CAM-IP" in got.out
    assert f"made by {HIKVISION}" in got.out
    assert f"the registry names {HIKVISION}" in got.out
    assert told in got.err
    assert got.code == (2 if file == "cams.csv" else 1)
    assert "192.0.2" not in got.out + got.err


def test_bad_rows_are_told_with_their_place_and_stay_unknown(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "cams.csv"
    path.write_text(TABLE, encoding="utf-8")
    got = command("classify", str(path), "--format", "json")
    assert "cams.csv:3: not a network address" in got.err
    assert "cams.csv:4: the row has 6 cells, the header 5" in got.err
    lines = json.loads(got.out)["lines"]
    assert [(row["line"], row["maker"], row["text"]) for row in lines] == [("cams line 1", HIKVISION, "lobby camera; DS-2CD2143G2-I"), ("cams line 2", "", "garage; C9200"), ("cams line 3", "", "")]
    assert [one["by"] for one in lines[0]["evidence"]] == ["mac", "fcc_id", "model"]


def test_a_table_of_which_nothing_points_to_anybody(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "cams.csv"
    path.write_text("name,mac\nbolt,\n", encoding="utf-8")
    got = command("classify", str(path))
    assert got.code == 0
    assert "made by: not known" in got.out
    assert "that is not the same as no surveillance product" in got.out


@pytest.mark.parametrize(
    ("given", "wrong", "right"),
    [
        (("missing.csv",), "missing.csv: cannot be read", "check the name"),
        (("HERE", "--hs", "8525"), "say something of one item", "columns of the file"),
    ],
)
def test_errors_teach(command: Command, tmp_path: Path, given: tuple[str, ...], wrong: str, right: str) -> None:
    path = tmp_path / "cams.csv"
    path.write_text("name,mac\nbolt,\n", encoding="utf-8")
    got = command("classify", *(str(path) if one == "HERE" else one for one in given))
    assert got.code == 2
    assert wrong in got.err
    assert right in got.err


def test_a_trade_text_is_no_file(command: Command) -> None:
    assert command("classify", "steel bolts, as in list.csv").code == 0
    assert command("classify", "camera " * 2000).code in {0, 1}
