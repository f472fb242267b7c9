"""Files that are wrong in every usual way: what the command says of each, word for word (tests/golden/bad_tables).

Run with ``COUNTERSIGHT_GOLDEN=write`` to write the texts again, and read what changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

Command = Callable[..., Any]
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "bad_tables"
HEAD = "id,date,destination,end_user,description,value\n"
GOOD = "S-1,2026-11-20,DE,Invented Bakery GmbH,desks,5\n"


def _workbook(path: Path, *rows: list[Any]) -> None:
    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Shipments")
    for row in rows:
        sheet.append(row)
    book.save(path)


def _broken(path: Path) -> None:
    whole = path.with_suffix(".whole")
    _workbook(whole, ["id"])
    with zipfile.ZipFile(path, "w") as made, zipfile.ZipFile(whole) as given:
        for one in given.namelist():
            made.writestr(one, given.read(one)[:80] if "sheet" in one else given.read(one))


def _text(text: str | bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text.encode() if isinstance(text, str) else text)


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "empty": ("ships.csv", _text("")),
    "only-blank-lines": ("ships.csv", _text("\n\n  \n")),
    "header-only": ("ships.csv", _text(HEAD)),
    "wrong-encoding": ("ships.csv", _text(HEAD.encode() + b"S-1,2026-11-20,CN,M\xfcller,x,5\n")),
    "two-encodings": ("ships.csv", _text((HEAD + "S-8,2026-11-20,CN,武汉,x,5\n" + GOOD * 30_000).encode() + "S-9,2026-11-20,CN,武汉,x,5\n".encode("gb18030"))),
    "nul-bytes": ("ships.csv", _text(b"id,date\nS\x00\x00x,2026-11-20\n")),
    "no-such-file": ("none.csv", lambda _: None),
    "a-folder": ("folder.csv", lambda path: path.mkdir()),
    "unknown-format": ("ships.pdf", _text("%PDF-1.7")),
    "old-workbook": ("ships.xls", _text("x")),
    "broken-workbook": ("ships.xlsx", _broken),
    "text-called-workbook": ("ships.xlsx", _text(HEAD + GOOD)),
    "formula-cells": ("ships.xlsx", lambda path: _workbook(path, ["id", "date", "destination", "value"], ["S-1", "2026-11-20", "DE", "=2*3"], ["S-2", "2026-11-20", "DE", 6])),
    "error-cells": ("ships.xlsx", lambda path: _workbook(path, ["id", "date", "destination", "value"], ["S-1", "2026-11-20", "DE", "#REF!"], ["S-2", "2026-11-20", "DE", 6])),
    "duplicate-headers": ("ships.csv", _text("id,date,destination,date\nS-1,2026-11-20,DE,2026-11-21\n")),
    "two-headings-of-one-column": ("ships.csv", _text("id,Buyer,Purchaser\nS-1,a,b\n")),
    "no-id": ("ships.csv", _text("date,destination,description\n2026-11-20,DE,desks\n")),
    "no-heading-known": ("ships.csv", _text("colour,size\nred,2\n")),
    "ten-thousand-columns": ("ships.csv", _text(HEAD + "S-0" + ",x" * 9_999 + "\n" + GOOD)),
    "dates-of-four-styles": ("ships.csv", _text(HEAD + "".join(f"S-{at},{day},DE,Invented Bakery GmbH,desks,5\n" for at, day in enumerate(("2026-11-20", "20.11.2026", "20 Nov 2026", "11/12/2026", "2026年11月20日"))))),
    "amounts-of-two-styles": ("ships.csv", _text(HEAD + 'S-1,2026-11-20,DE,Invented Bakery GmbH,desks,"1.234,50"\nS-2,2026-11-20,DE,Invented Bakery GmbH,desks,"1,234.50"\nS-3,2026-11-20,DE,Invented Bakery GmbH,desks,1.234\n')),
    "open-quotation-mark": ("ships.csv", _text(HEAD + 'S-1,2026-11-20,DE,"Invented Bakery GmbH,desks,5\n' + GOOD)),
    "rows-that-contradict": ("ships.csv", _text(HEAD + GOOD + "S-1,2026-11-21,DE,Invented Bakery GmbH,desks,5\n")),
    "every-cell-wrong": ("ships.csv", _text("id,date,destination,quantity,ultimate_consignee_type,end_user_government\nS-1,soon,Cathay,many,X,maybe\n")),
    "not-json": ("matters.json", _text('{"id": "S-1",\n "kind": }\n')),
    "unknown-key": ("matters.json", _text('{"id": "S-1", "kind": "shipment", "destinatoin": "CN"}')),
    "a-bad-line-of-json": ("matters.jsonl", _text('{"id": "S-1", "kind": "shipment", "date": "2026-11-20"}\n{"id": \n')),
    "parquet-that-is-none": ("ships.parquet", _text("PAR1 no")),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_of_a_bad_file(name: str, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, make = FILES[name]
    make(tmp_path / file)
    monkeypatch.chdir(tmp_path)
    got = command("screen", file, "--format", "jsonl")
    told = f"exit {got.code}, {got.out.count(chr(10))} decided\n{_without_coverage(got.err)}"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COUNTERSIGHT_GOLDEN") == "write":
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
    assert "Traceback" not in told
    assert "a fault of ours" not in told


def _without_coverage(text: str) -> str:
    """The words on lists that are held in part belong to the evidence, not to the file."""
    return "".join(line + "\n" for line in text.splitlines() if not line.startswith("held in part") and "countersight atlas" not in line)


def test_every_golden_text_has_its_file() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(FILES)


def test_a_pipe_that_closes_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    path.write_text(HEAD + "".join(f"S-{at},2026-11-20,DE,Invented Bakery GmbH,desks,5\n" for at in range(300)), encoding="utf-8")
    done = subprocess.run(f"{sys.executable} -m countersight screen {path} --format jsonl --rulebook us-in-force | head -1", shell=True, capture_output=True, text=True, check=False)  # noqa: S602 - a pipe is what is tested
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


@pytest.mark.parametrize("out", ["folder", "file/inside.html"])
def test_a_place_that_cannot_be_written_to_is_refused_before_anything_is_decided(out: str, command: Command, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    path = tmp_path / "ships.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    got = command("screen", str(path), "--format", "html", "--out", str(tmp_path / out))
    assert got.code == 2
    assert f"cannot write {tmp_path / out}" in got.err
    assert not got.out


def test_bad_rows_go_to_a_file_and_the_others_go_on(command: Command, tmp_path: Path) -> None:
    path, bad = tmp_path / "ships.csv", tmp_path / "bad.csv"
    path.write_text(HEAD + GOOD + "".join(f"B-{at},soon,DE,Invented Bakery GmbH,desks,5\n" for at in range(30)), encoding="utf-8")
    got = command("screen", str(path), "--format", "jsonl", "--bad-rows", str(bad))
    assert (got.code, got.out.count("\n")) == (2, 1)
    lines = bad.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 31
    assert lines[1].startswith(f"{path},3,date,B-0,not a day: 'soon'")
    assert got.err.count("not a day") == 20
    without = command("screen", str(path), "--format", "jsonl")
    assert "10 more rows could not be read" in without.err


def test_line_by_line_says_what_all_at_once_says(command: Command, tmp_path: Path) -> None:
    path, one, all_at_once = tmp_path / "ships.csv", tmp_path / "one.jsonl", tmp_path / "all.json"
    path.write_text(HEAD + GOOD + "S-2,2026-11-20,CN,武汉市公安局,network cameras,5\n", encoding="utf-8")
    import json

    command("screen", str(path), "--format", "jsonl", "--out", str(one))
    command("screen", str(path), "--format", "json", "--out", str(all_at_once))
    assert [json.loads(line) for line in one.read_text("utf-8").splitlines()] == json.loads(all_at_once.read_text("utf-8"))["decisions"]
