"""Pages of the taxonomy are what the data says, and editions can be compared."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.products.editions import changes, current, differences, edition, kept, write
from countersight.products.taxonomy import DATA, NODES

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "tools" / "taxonomy.py"), *arguments], capture_output=True, text=True, check=False)


def test_the_pages_are_those_that_the_data_gives() -> None:
    done = run("--check")
    assert done.returncode == 0, done.stderr
    assert {one.stem for one in (ROOT / "docs" / "taxonomy").glob("*.md")} == {one.id for one in NODES} | {"README", "nodes"}


def test_an_older_edition_is_compared(tmp_path: Path) -> None:
    for path in DATA.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace('hs6: ["852589", "852581", "852583"]', 'hs6: ["852580"]'), encoding="utf-8")
    assert run("--diff", str(tmp_path)).stdout == "CAM-IP: hs6: 852580 -> 852589; 852581; 852583\n"


def test_nodes_that_came_and_went() -> None:
    one = NODES[0]
    other = replace(one, id="CAM-NEW", name_en="Another camera")
    assert [str(change) for change in changes([one], [other])] == ["CAM-NEW: new: Another camera", f"{one.id}: gone: {one.name_en}"]
    assert changes(NODES, NODES) == ()


def test_an_edition_that_is_kept_is_compared_with_this_one() -> None:
    found = [str(one) for one in differences(edition("0.2"), current())]
    assert "XRAY-ID: name_zh: 安检机; X光机 -> 人体安检仪; 数据门" in found
    assert "LI-GATE: name_zh: added: 侦控设备" in found
    assert any(one.startswith("concept governance-centre: new: SCS-FUSION +6") for one in found)
    assert not any(": finds:" in one for one in found)
    assert differences(current(), edition("current")) == ()
    assert "0.2" in kept()


def test_an_edition_is_kept_as_it_is(tmp_path: Path) -> None:
    path = write(current(), tmp_path)
    assert differences(edition(str(path)), current()) == ()
    gone = replace(current(), nodes=NODES[1:], concepts=current().concepts[1:])
    assert {change.after for change in differences(current(), gone)} == {""}


def test_an_edition_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no edition '9\.9'"):
        edition("9.9")
    broken = tmp_path / "x.json"
    broken.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="no edition of the taxonomy"):
        edition(str(broken))
