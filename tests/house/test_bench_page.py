"""The page of the benches: numbers to tables, plots and what is reckoned; a short run says so; what was not measured is not reckoned."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from record import Measured

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def numbers(*, short: bool) -> list[Measured]:
    from record import Measured

    told = [(series, at, factor * at, unit) for series, factor, unit in (("rows: decided, processor time", 0.002, "s"), ("rows: decisions and texts on disk", 400.0, "bytes"), ("names: the index on disk", 330.0, "bytes")) for at in (1_000, 10_000)]
    told += [("names: a search", at, 2 * at**0.25, "us") for at in (10_000, 160_000)]
    return [
        *(Measured(series, at, value, unit, short=short) for series, at, value, unit in told),
        Measured("peers: rows a second", 200, 4_000, "rows/s", short=short),
        Measured("peers: rows a second", 200, 40, "rows/s", who="another & one", short=short),
        Measured("peers: shown of the listed", 200, 0.9, "share", short=short),
        Measured("start: countersight --help", 0, 54, "ms", short=short),
    ]


def test_the_page_and_its_plots() -> None:
    import page

    text, plots = page.bench_page(numbers(short=True), "A machine.")
    assert "no measure of the program" in text
    assert "| countersight | 4,000 *(short)* | 0.900 | 0.0000 |" in text
    assert "| start: countersight --help |  | 54 ms *(short)* |  |" in text
    assert plots.keys() == {"peers", "names", "list-bytes", "rows", "rows-bytes"}
    for name, drawn in plots.items():
        assert f"bench/{name}.svg" in text
        root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
        assert root.tag.endswith("svg")
        assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    assert "another &amp; one" in plots["peers"]
    assert "40 rows a second" in plots["peers"]


def test_what_is_reckoned_follows_from_slopes_alone() -> None:
    import page

    text = page.sizing(numbers(short=False), "A machine.")
    assert "All numbers are of whole runs" in text
    assert "| rows: decided, processor time | matters | 0.002 s for each more |" in text
    assert "| names: a search | listed names | to the power of 0.25; us |" in text
    assert "| 10^9 | 200 (Spark) | 2.78 | 400 GB | reckoned |" in text
    assert "| 10^7 | 112 us | 3.3 GB | reckoned |" in text
    assert "hours" not in page.sizing(numbers(short=False)[2:4], "A machine.")


def test_numbers_are_kept_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import record

    record.put("a", 1, 2, "s")
    monkeypatch.setenv("COUNTERSIGHT_BENCH_OUT", str(tmp_path / "b.jsonl"))
    monkeypatch.setenv("COUNTERSIGHT_BENCH_SHORT", "1")
    record.put("a", 1, 2, "s", note="n")
    assert json.loads((tmp_path / "b.jsonl").read_text()) == {"series": "a", "at": 1, "value": 2, "unit": "s", "who": "countersight", "short": True, "note": "n"}
    assert list(record.read(tmp_path / "b.jsonl")) == [record.Measured("a", 1, 2, "s", short=True, note="n")]


def test_the_page_of_sizes_has_its_two_marks() -> None:
    import page

    text = (page.DOCS / "sizing.md").read_text(encoding="utf-8")
    assert text.count(page.BEGIN) == text.count(page.END) == 1
    assert text.index(page.BEGIN) < text.index(page.END)
