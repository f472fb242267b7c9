"""Pages of the taxonomy are what the data says, and editions can be compared."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from countersight.products.editions import changes
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
