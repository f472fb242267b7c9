"""Decisions on the command line, clause by clause: for these facts, per question, without limit, hiding nobody new, back when a fact changes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countersight.match.adjudications import read_adjudications
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import write_snapshot

Command = Callable[..., Any]
ONE = Body("one", "Company", (Name("Kestrelworks Optics Ltd", "en", "primary"),), ("CN",), ("12 Willow Road, Hangzhou",))
OTHER = Body("other", "Company", (Name("Kestrelworks Optics GmbH", "en", "primary"),), ("CN",))
NAME = "Kestrelworks Optics"
WHO = ("--by", "A. Reviewer", "--because", "another founder, another address; asked by phone")


def held(folder: Path, *bodies: Body) -> str:
    write_snapshot(folder, AtlasRecords(bodies=list(bodies)))
    return str(folder)


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    return held(tmp_path / "snapshot", ONE)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "decisions.jsonl"


def ids(command: Command, *arguments: str) -> list[str]:
    return [hit["id"] for hit in json.loads(command("name", *arguments, "--format", "json").out)["hits"]]


def test_different_takes_the_body_out_and_says_so(command: Command, snapshot: str, kept: Path) -> None:
    got = command("adjudicate", NAME, "one", "--different", *WHO, "--country", "CN", "--decided", str(kept), "--snapshot", snapshot)
    assert got.code == 0
    assert got.out.startswith("Kestrelworks Optics is not Kestrelworks Optics Ltd [one]\n  decided by A. Reviewer on ")
    assert "for these facts of the party: kestrelworks optics (CN)" in got.out
    asked = command("name", "KESTRELWORKS optics", "--country", "CN", "--decided", str(kept), "--snapshot", snapshot)
    assert asked.code == 0
    assert "nothing near 'KESTRELWORKS optics' in this snapshot, but for what was decided." in asked.out
    assert "not shown: Kestrelworks Optics Ltd  [one]: decided, not the same (A. Reviewer, " in asked.out
    assert "another founder" in asked.out


def test_it_holds_for_these_facts_only(command: Command, snapshot: str, kept: Path) -> None:
    command("adjudicate", NAME, "one", "--different", *WHO, "--country", "CN", "--decided", str(kept), "--snapshot", snapshot)
    asked = (NAME, "--decided", str(kept), "--snapshot", snapshot)
    assert ids(command, *asked, "--country", "CN") == []
    for more in ([], ["--country", "HK"], ["--country", "CN", "--address", "12 Willow Road"], ["--country", "CN", "--id", "registration=1"], ["--country", "CN", "--incorporated", "2011"]):
        got = json.loads(command("name", *asked, *more, "--format", "json").out)
        assert [hit["id"] for hit in got["hits"]] == ["one"]
        assert "look again" in got["hits"][0]["reason"]
    assert ids(command, "Kestrelworks Optics Co", "--country", "CN", "--decided", str(kept), "--snapshot", snapshot) == ["one"]
    assert ids(command, NAME, "--country", "CN", "--snapshot", snapshot) == ["one"]


def test_a_new_candidate_always_shows(command: Command, snapshot: str, kept: Path, tmp_path: Path) -> None:
    command("adjudicate", NAME, "one", "--different", *WHO, "--decided", str(kept), "--snapshot", snapshot)
    later = held(tmp_path / "later", ONE, OTHER)
    assert ids(command, NAME, "--decided", str(kept), "--snapshot", later) == ["other"]


def test_a_changed_body_comes_back_and_the_list_says_what_changed(command: Command, snapshot: str, kept: Path, tmp_path: Path) -> None:
    command("adjudicate", NAME, "one", "--different", *WHO, "--decided", str(kept), "--snapshot", snapshot)
    listed = ("adjudicate", "--list", "--decided", str(kept))
    got = command(*listed, "--snapshot", snapshot)
    assert got.code == 0
    assert got.out.startswith("HOLDS     kestrelworks optics (nothing else told): not the same as Kestrelworks Optics Ltd [one]")
    moved = held(tmp_path / "later", Body("one", "Company", ONE.names, ("CN",), ("1 New Road",)))
    got = command(*listed, "--snapshot", moved)
    assert got.code == 1
    assert "REOPENED" in got.out
    assert "the body, addresses: + 1 New Road, - 12 Willow Road, Hangzhou" in got.out
    assert "1 decided, 1 came back." in got.out
    assert ids(command, NAME, "--decided", str(kept), "--snapshot", moved) == ["one"]
    command("adjudicate", NAME, "one", "--different", *WHO, "--decided", str(kept), "--snapshot", moved)
    again = command(*listed, "--snapshot", moved, "--format", "json")
    assert again.code == 0
    assert [one["state"] for one in json.loads(again.out)["adjudications"]] == ["replaced", "holds"]
    assert ids(command, NAME, "--decided", str(kept), "--snapshot", moved) == []


def test_a_body_that_is_gone_comes_back_in_the_list(command: Command, snapshot: str, kept: Path, tmp_path: Path) -> None:
    command("adjudicate", NAME, "one", "--different", *WHO, "--decided", str(kept), "--snapshot", snapshot)
    got = command("adjudicate", "--list", "--decided", str(kept), "--snapshot", held(tmp_path / "later", OTHER))
    assert got.code == 1
    assert "a body no longer held" in got.out


def test_the_same_stands_first_though_its_name_is_far(command: Command, snapshot: str, kept: Path, tmp_path: Path) -> None:
    far = Body("far", "Company", (Name("Willowbend Radar Group", "en", "primary"),), ("CN",))
    both = held(tmp_path / "both", ONE, far)
    got = command("adjudicate", NAME, "Willowbend Radar Group", "--same", *WHO, "--decided", str(kept), "--snapshot", both)
    assert "with these facts it was no hit, and will be one now" in got.out
    found = json.loads(command("name", NAME, "--decided", str(kept), "--snapshot", both, "--format", "json").out)["hits"]
    assert next((hit["id"], hit["band"]) for hit in found) == ("far", "match")
    assert "decided: the same (A. Reviewer, " in found[0]["reason"]
    assert "one" in [hit["id"] for hit in found]
    assert snapshot


def test_as_json(command: Command, snapshot: str, kept: Path) -> None:
    got = command("adjudicate", NAME, "one", "--same", *WHO, "--decided", str(kept), "--snapshot", snapshot, "--format", "json")
    told = json.loads(got.out)
    assert (told["schema"], told["body_id"], told["decided"], told["by"]) == ("countersight.adjudication/1", "one", "same", "A. Reviewer")
    kept.write_text(json.dumps({key: value for key, value in told.items() if key not in {"schema", "facts"}}) + "\n", encoding="utf-8")
    listed = command("adjudicate", "--list", "--decided", str(kept), "--snapshot", snapshot)
    assert "NOT KNOWN" in listed.out
    assert ids(command, NAME, "--decided", str(kept), "--snapshot", snapshot) == ["one"]


def test_until(command: Command, snapshot: str, kept: Path) -> None:
    base = ("adjudicate", NAME, "one", "--different", *WHO, "--decided", str(kept), "--snapshot", snapshot)
    assert "has passed" in command(*base, "--until", "2020-01-01").err
    assert not kept.exists()
    assert command(*base, "--until", "2099-01-01").code == 0
    assert ids(command, NAME, "--decided", str(kept), "--snapshot", snapshot) == []
    kept.write_text(kept.read_text(encoding="utf-8").replace("2099-01-01", "2020-01-01"), encoding="utf-8")
    assert ids(command, NAME, "--decided", str(kept), "--snapshot", snapshot) == ["one"]
    assert "until 2020-01-01, which has passed" in command("adjudicate", "--list", "--decided", str(kept), "--snapshot", snapshot).out


def test_a_line_is_added_and_none_is_touched(command: Command, snapshot: str, kept: Path) -> None:
    base = ("adjudicate", NAME, "one", *WHO, "--decided", str(kept), "--snapshot", snapshot)
    command(*base, "--different")
    first = kept.read_text(encoding="utf-8")
    kept.write_text(first.rstrip("\n"), encoding="utf-8")  # an editor took the last line break
    command(*base, "--same", "--country", "CN")
    lines = kept.read_text(encoding="utf-8")
    assert lines.startswith(first)
    assert len(read_adjudications(lines)) == 2


@pytest.mark.parametrize(("arguments", "said"), [
    ([NAME], "a decision also needs BODY, --same or --different, --by, --because"),
    ([NAME, "one", "--same", "--by", " ", "--because", "x"], "a decision also needs --by"),
    ([NAME, "nobody at all", "--same", *WHO], "no body 'nobody at all'"),
    ([NAME, "one", "--same", *WHO, "--id", "lei"], "--id lei: not an identifier"),
    ([NAME, "one", "--same", *WHO, "--id", "cik=1", "--id", "cik=2"], "there is a cik already"),
    ([NAME, "one", "--same", *WHO, "--born", "long ago"], "--born long ago: not a day"),
    ([NAME, "one", "--same", *WHO, "--of", "x.json", "--country", "CN"], "--of takes the facts from the file"),
    (["--list", NAME], "--list stands alone"),
])  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_kept(command: Command, snapshot: str, kept: Path, arguments: list[str], said: str) -> None:
    kept.parent.mkdir()
    if "--list" in arguments:
        kept.touch()
    got = command("adjudicate", *arguments, "--decided", str(kept), "--snapshot", snapshot)
    assert got.code == 2
    assert said in got.err
    assert not kept.exists() or not kept.read_text(encoding="utf-8")


def test_a_file_that_is_not_there_or_cannot_be_read_is_named(command: Command, snapshot: str, kept: Path) -> None:
    assert "there is no such file" in command("name", NAME, "--decided", str(kept), "--snapshot", snapshot).err
    kept.parent.mkdir()
    kept.write_text("{}\n", encoding="utf-8")
    assert f"{kept}:1: this line is no adjudication" in command("name", NAME, "--decided", str(kept), "--snapshot", snapshot).err
    kept.write_bytes(b"\xff\xfe")
    assert "the file is not UTF-8" in command("name", NAME, "--decided", str(kept), "--snapshot", snapshot).err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "partners.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "name", "country"], ["P1", NAME, "CN"], ["P2", "Oak Bakery", "US"]])
    return path


def parties(out: str) -> dict[str, str]:
    return {party["label"]: party["band"] for one in json.loads(out)["decisions"] for party in one["parties"]}


def test_screen_reads_decisions_and_a_replay_gives_them_back(command: Command, snapshot: str, kept: Path, table: Path, tmp_path: Path) -> None:
    base = ("screen", str(table), "--kind", "parties", "--format", "json", "--snapshot", snapshot)
    plain = tmp_path / "plain.json"
    command(*base, "--out", str(plain))
    assert parties(plain.read_text(encoding="utf-8")) == {NAME: "match", "Oak Bakery": "no"}
    assert "decided" not in json.loads(plain.read_text(encoding="utf-8"))["decisions"][0]
    got = command("adjudicate", NAME, "one", "--different", *WHO, "--of", str(plain), "--decided", str(kept), "--snapshot", snapshot)
    assert got.code == 0
    assert "for these facts of the party: kestrelworks optics (CN)" in got.out
    stored = tmp_path / "decided.json"
    command(*base, "--decided", str(kept), "--out", str(stored))
    assert parties(stored.read_text(encoding="utf-8")) == {NAME: "no", "Oak Bakery": "no"}
    told = json.loads(stored.read_text(encoding="utf-8"))["decisions"]
    with_it = [one for one in told if "decided" in one]
    (party,) = with_it[0]["parties"]
    assert party["reason"].startswith("decided, not the same as Kestrelworks Optics Ltd [one] (A. Reviewer, "), "never: nothing near"
    assert [one["decided"]["adjudications"][0]["by"] for one in with_it] == ["A. Reviewer"]
    again = command("replay", str(stored), "--snapshot", snapshot)
    assert again.code == 0
    assert again.out.count("the same, bit for bit") == len(told)


def test_of_takes_every_identifier_also_one_that_is_nobodys(command: Command, snapshot: str, kept: Path, tmp_path: Path) -> None:
    matters = tmp_path / "m.json"
    party = {"role": "vendor", "name": NAME, "country": "CN", "identifiers": {"isin": "US0378331005"}}
    matters.write_text(json.dumps([{"id": "M", "kind": "parties", "date": "2026-11-20", "parties": [party]}]), encoding="utf-8")
    base = ("screen", str(matters), "--format", "json", "--snapshot", snapshot)
    stored = tmp_path / "d.json"
    command(*base, "--out", str(stored))
    got = command("adjudicate", NAME, "one", "--different", *WHO, "--of", str(stored), "--decided", str(kept), "--snapshot", snapshot)
    assert "isin US0378331005" in got.out
    assert parties(command(*base, "--decided", str(kept)).out) == {NAME: "no"}


def test_of_names_the_parties_of_the_file(command: Command, snapshot: str, kept: Path, table: Path, tmp_path: Path) -> None:
    stored = tmp_path / "d.json"
    command("screen", str(table), "--kind", "parties", "--format", "json", "--snapshot", snapshot, "--out", str(stored))
    got = command("adjudicate", "Somebody", "one", "--same", *WHO, "--of", str(stored), "--decided", str(kept), "--snapshot", snapshot)
    assert got.code == 2
    assert "'Somebody' is no party there" in got.err
    assert NAME in got.err
