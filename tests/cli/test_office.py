"""The commands of an office: ledger, backup, restore, cases, watch. Invented parties over the starter atlas."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from countersight.app import Screener
from countersight.cases.cases import Cases
from countersight.cli.main import run
from countersight.desk.desk import Desk
from countersight.model.matter import Matter

VENDORS = "Vendor Number,Vendor Name,Country\nV-1,Invented Kestrel Optics GmbH,Germany\nV-2,Invented Puffin Networks Ltd,China\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office of its own, with two vendors that are watched."""
    monkeypatch.setenv("COUNTERSIGHT_DATABASE", f"sqlite:///{tmp_path / 'office' / 'office.db'}")
    monkeypatch.delenv("COUNTERSIGHT_LEDGER", raising=False)
    (tmp_path / "vendors.csv").write_text(VENDORS)
    assert run(["watch", "--add", str(tmp_path / "vendors.csv"), "--kind", "parties", "--rulebook", "us-in-force"]) == 0
    return tmp_path


def a_case(office: Path) -> str:
    screener = Screener.open()
    screener._rulebooks = ("us-in-force",)
    desk = Desk.open(f"sqlite:///{office / 'office' / 'office.db'}")
    matter = Matter.model_validate(
        {
            "id": "M-1",
            "kind": "parties",
            "date": "2026-11-20",
            "parties": [{"role": "vendor", "name": "Hangzhou Hikvision Digital Technology Co., Ltd.", "country": "CN"}],
        }
    )
    case = Cases(desk.of("local"), "ana", screener).open(screener.decide(matter), "the cameras of the new building")
    desk.close()
    return case.id


def test_watch_looks_and_tells(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["watch", "--list", "--format", "json"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["watched"]] == ["V-1", "V-2"]
    assert run(["watch", "--rulebook", "us-in-force"]) == 0
    assert "local: 2 watched, 0 looked up by name, 0 decided again, 0 otherwise than before" in capsys.readouterr().out
    assert run(["watch", "--feed"]) == 0
    assert capsys.readouterr().out.startswith("<?xml")
    assert run(["watch", "--end", "V-1"]) == 0
    assert run(["watch", "--end", "V-1"]) == 2
    assert run(["watch", "--list", "--feed"]) == 2
    assert "stand alone" in capsys.readouterr().err
    assert office.is_dir()


def test_the_ledger_verifies_and_a_change_is_found(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["ledger", "verify"]) == 0
    assert "local: sound; 2 entries, signed to 2" in capsys.readouterr().out
    assert run(["ledger", "head", "--out", str(office / "local.jsonl")]) == 0
    assert run(["ledger", "verify", "--copy", str(office / "local.jsonl"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["tenants"][0]["sound"] is True
    assert run(["ledger", "show", "--kind", "decision", "--limit", "1"]) == 0
    assert "system:command" in capsys.readouterr().out
    with sqlite3.connect(office / "office" / "office.db") as by_hand:
        by_hand.execute("DROP TRIGGER ledger_change")
        by_hand.execute("UPDATE ledger SET payload = replace(payload, 'Kestrel', 'Sparrow') WHERE seq = 1")
    by_hand.close()
    assert run(["ledger", "verify"]) == 3
    assert "what entry 1 (decision" in capsys.readouterr().out


def test_backup_and_restore(office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["backup", str(office / "office.backup")]) == 0
    assert run(["restore", str(office / "office.backup")]) == 2
    assert "here is an office already" in capsys.readouterr().err
    monkeypatch.setenv("COUNTERSIGHT_DATABASE", f"sqlite:///{office / 'again' / 'office.db'}")
    assert run(["ledger", "verify"]) == 2
    assert "there is no office yet" in capsys.readouterr().err
    assert run(["restore", str(office / "office.backup")]) == 0
    assert run(["ledger", "verify"]) == 0
    assert run(["restore", str(office / "nowhere")]) == 2


def test_cases_and_their_packs(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case_id = a_case(office)
    capsys.readouterr()
    assert run(["cases", "list"]) == 0
    assert case_id in capsys.readouterr().out
    assert run(["cases", "show", case_id]) == 0
    assert "the cameras of the new building" in capsys.readouterr().out
    pack = str(office / "case.zip")
    assert run(["cases", "pack", case_id, "--out", pack]) == 0
    assert "replays to the letter" in capsys.readouterr().err
    assert run(["cases", "verify-pack", pack, "--key", str(office / "office" / "ledger" / "ledger.key.pub")]) == 0
    assert capsys.readouterr().out.startswith("sound: ")
    data = bytearray(Path(pack).read_bytes())
    Path(pack).write_bytes(data[:-100])
    assert run(["cases", "verify-pack", pack]) == 3
    assert run(["cases", "show", "case-none"]) == 2
    assert run(["cases", "rebuild"]) == 0
    assert run(["cases", "retain", "--by", "admin"]) == 0
    assert run(["ledger", "verify"]) == 0
