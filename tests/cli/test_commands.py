"""The command from end to end: output, exit codes, and errors that teach instead of tracebacks."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from countersight.cli.demo import FILES
from countersight.cli.parser import _built, build_parser, parse
from countersight.intake.read import read_matters
from countersight.match.matcher import resolve
from countersight.reports.shown import width
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

Command = Callable[..., Any]
DEMO = Path(str(files("countersight").joinpath("demo")))
CSL_SAMPLE = Path(str(files("countersight").joinpath("sources", "csl", "sample.csv")))


@pytest.fixture
def ships(tmp_path: Path) -> Path:
    return Path(shutil.copy(DEMO / "shipments.csv", tmp_path / "ships.csv"))


def test_help_names_every_command(command: Command) -> None:
    got = command("--help")
    assert got.code == 0
    for name in ("demo", "screen", "name", "who", "rules", "atlas", "replay", "eval", "schema"):
        assert f"    {name} " in got.out


@pytest.mark.parametrize("arguments", [[], ["fly"], ["screen"], ["rules"], ["screen", "x", "--as-of", "soon"]])
def test_a_wrong_command_line_is_exit_2(command: Command, arguments: list[str]) -> None:
    got = command(*arguments)
    assert got.code == 2
    assert "usage:" in got.err


def test_screen_prints_a_table_and_says_what_is_held_in_part(command: Command, ships: Path) -> None:
    got = command("screen", str(ships))
    assert got.code == 1
    assert "DEMO-01" in got.out
    assert "held in part (a starter, not the whole list): us.bis.entity_list" in got.err
    assert "read as unknown: End User: 'N/A' (1 times)" in got.err


def test_screen_json_and_jsonl_agree_and_replay_gives_them_back(command: Command, ships: Path, tmp_path: Path) -> None:
    whole, lines = tmp_path / "d.json", tmp_path / "out" / "d.jsonl"
    assert command("screen", str(ships), "--format", "json", "--out", str(whole)).out == ""
    command("screen", str(ships), "--format", "jsonl", "--out", str(lines))
    told = json.loads(whole.read_text(encoding="utf-8"))
    assert told["decisions"] == [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    for file in (whole, lines):
        again = command("replay", str(file))
        assert again.code == 0
        assert again.out.count("the same, bit for bit") == len(told["decisions"]) == 23
    told["decisions"][0]["columns"][0]["outcome"] = "not_triggered"
    whole.write_text(json.dumps(told), encoding="utf-8")
    again = command("replay", str(whole))
    assert again.code == 1
    assert "us-in-force: outcome was not_triggered, is hold" in again.out


def test_screen_writes_a_page(command: Command, ships: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert command("screen", str(ships), "--format", "html", "--out", str(out)).code == 1
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_screen_reads_several_files_and_one_rulebook(command: Command, ships: Path) -> None:
    got = command("screen", str(ships), str(DEMO / "matters.json"), "--rulebook", "us-dshra/literal", "--format", "json")
    told = json.loads(got.out)["decisions"]
    assert len({one["matter"]["id"] for one in told}) == len(told)
    assert {"DEMO-01", "DEMO-05"} <= {one["matter"]["id"].split()[0] for one in told}
    assert {column["profile"] for one in told for column in one["columns"]} == {"literal"}


def test_why_and_why_not(command: Command, ships: Path) -> None:
    assert "Questions that would settle it" in command("screen", str(ships), "--why", "--rulebook", "us-in-force").out
    assert "law in force: not a hit, because" in command("screen", str(ships), "--why-not", "ear.742.7").out
    assert "Why is it not a hit: Zhejiang Dahua Technology Co., Ltd. [dahua]" in command("screen", str(ships), "--why-not", "Zhejiang Dahua Technology").out
    assert "not on the list" in command("screen", str(ships), "--why-not", "us.bis.entity_list").out
    got = command("screen", str(ships), "--why", "--format", "json")
    assert got.code == 2
    assert "--why and --why-not go with the table" in got.err


def test_failed_rows_are_exit_2_and_the_others_are_decided(command: Command, ships: Path) -> None:
    rows = len(ships.read_text(encoding="utf-8").splitlines())
    whole = json.loads(command("screen", str(ships), "--format", "json").out)
    with ships.open("a", encoding="utf-8") as file:
        file.write("BAD,tomorrow,CN\n")
    got = command("screen", str(ships), "--format", "json")
    assert got.code == 2
    told = json.loads(got.out)
    assert told["decisions"] == whole["decisions"]
    assert told["failed_rows"][0]["column"] == "Date of Export"
    assert f"{ships}:{rows + 1}:Date of Export: not a day: 'tomorrow' (matter BAD: not screened)" in got.err
    last = command("screen", str(ships), "--format", "csv").out.splitlines()[-1]
    assert last.startswith("countersight.rows/1,BAD,")
    assert ",not_screened," in last


def test_what_a_file_says_cannot_steer_the_terminal(command: Command, ships: Path) -> None:
    lines = ships.read_text(encoding="utf-8").splitlines()
    ships.write_text("\n".join([f"{lines[0]},\x1b[31mred\u202e", f"{lines[1]},x", "BAD\x1b[2J,tomorrow"]) + "\n", encoding="utf-8")
    got = command("screen", str(ships), "--why")
    assert "<U+001B>[31mred<U+202E>" in got.err
    assert not {"\x1b", "\u202e"} & set(got.out + got.err)


@pytest.mark.parametrize("name", ["table", "json", "jsonl", "csv", "parquet", "html", "xlsx"])
def test_half_a_character_in_a_file_stops_no_report(command: Command, tmp_path: Path, name: str) -> None:
    file, out = tmp_path / "half.json", tmp_path / "out"
    file.write_text(r'[{"id": "A\ud800", "kind": "shipment", "date": "2026-11-20"}]', encoding="utf-8")
    assert command("screen", str(file), "--format", name, "--out", str(out)).code == 2
    assert out.exists()


def test_a_matter_without_a_date_fails_alone_and_as_of_fills_it(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    file.write_text('[{"id": "A", "kind": "shipment"}, {"id": "B", "kind": "shipment", "date": "2026-11-20"}]', encoding="utf-8")
    got = command("screen", str(file), "--format", "json")
    assert got.code == 2
    assert [one["matter"]["id"] for one in json.loads(got.out)["decisions"]] == ["B"]
    assert "matter 'A' has no date" in got.err
    dates = [one["on"] for one in json.loads(command("screen", str(file), "--format", "json", "--as-of", "2020-01-01").out)["decisions"]]
    assert dates == ["2020-01-01", "2026-11-20"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["screen", "none.csv"], "none.csv: cannot be read: No such file or directory"),
        (["screen", "SHIPS", "--rulebook", "us-dshra/strict"], "us-dshra has no profile 'strict'"),
        (["screen", "SHIPS", "--rulebook", "uk"], "no rulebook 'uk'"),
        (["screen", "SHIPS", "--snapshot", "nowhere"], "nowhere"),
        (["screen", "SHIPS", "--kind", "weather"], "no table reader for 'weather'"),
        (["screen", "SHIPS", "--format", "doc"], "no report 'doc'"),
        (["screen", "SHIPS", "--why-not", "ear.1.2.3"], "no page, no list and no body of this snapshot is 'ear.1.2.3'"),
        (["who", "nobody"], "no body 'nobody' in this snapshot"),
        (["replay", "none.json"], "none.json: No such file or directory"),
        (["replay", "SHIPS"], "not JSON"),
        (["eval", "scenarios", "none.yaml"], "no file or folder none.yaml"),
        (["atlas", "build", "x", "--csl", "list.csv"], "--csl DAY=FILE, for example"),
        (["atlas", "build", "x", "--csl", "2026-01-01=none.csv"], "no file none.csv"),
        (["atlas", "build", "x", "--list", "moon=2026-01-01=a.csv"], "no source 'moon'"),
        (["atlas", "build", "x", "--list", f"ofac-sdn-csv=2026-01-01={__file__}"], "the source ofac-sdn-csv is several files"),
        (["atlas", "build", "x", "--list", f"un=2026-01-01={Path(__file__).parent}"], "no consolidated.xml for the source un in"),
        (["atlas", "build", "x", "--no-starter"], "nothing to build from"),
        (["demo", "--csl", "x.csv"], "--csl and --edition go together"),
    ],
)
def test_every_error_has_a_message_and_a_hint(command: Command, ships: Path, arguments: list[str], words: str) -> None:
    got = command(*(str(ships) if one == "SHIPS" else one for one in arguments))
    assert got.code in {2, 3}
    assert words in got.err
    assert "\n  hint: " in got.err
    assert "Traceback" not in got.err


def test_a_fault_of_ours_is_exit_4_without_a_traceback(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import countersight.app

    def broken(*_: object) -> None:
        raise ZeroDivisionError("so")

    monkeypatch.setattr(countersight.app, "load_rulebooks", broken)
    got = command("rules", "list")
    assert got.code == 4
    assert "a fault of ours: ZeroDivisionError: so" in got.err
    monkeypatch.setenv("COUNTERSIGHT_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        command("rules", "list")


def test_name_in_any_script_with_lists_dates_and_reasons(command: Command) -> None:
    got = command("name", "杭州海康威视数字技术股份有限公司")
    assert got.code == 1
    assert "MATCH    Hangzhou Hikvision Digital Technology Co., Ltd.  [hikvision]  CN" in got.out
    assert "84 FR 54002" in got.out
    told = json.loads(command("name", "Institute of Forensic Science of the Ministry of Public Security", "--on", "2024-06-01", "--format", "json").out)
    assert told["hits"][0]["designations"][0]["state"] == "removed 2023-11-16"
    clean = command("name", "letzten Endes GmbH")
    assert clean.code == 0
    assert "nothing near" in clean.out
    assert "not finding a name there says nothing" in clean.out


def test_who_keeps_designations_apart_from_other_statements(command: Command) -> None:
    got = command("who", "hikvision")
    assert got.out.index("designations (acts of an authority):") < got.out.index("other statements (never the same as a designation):")
    assert json.loads(command("who", "ezviz", "--format", "json").out)["holders"][0]["owner"] == "hikvision"


def test_a_snapshot_is_built_described_verified_and_used(command: Command, ships: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import countersight.sources.csl.expectations as held

    monkeypatch.setattr(held, "check", lambda *_: None)
    folder = tmp_path / "snap"
    got = command("atlas", "build", str(folder), "--csl", f"2026-11-01={CSL_SAMPLE}")
    assert got.code == 0, got.err
    assert got.out.strip() == str(folder)
    info = command("atlas", "info", "--snapshot", str(folder), "--verify")
    assert "complete" in info.out
    assert "every record read back" in info.out
    told = json.loads(command("atlas", "info", "--snapshot", str(folder), "--format", "json").out)
    assert any(row["complete"] for row in told["coverage"])
    assert command("name", "Invented Kestrel Vision Technology Co., Ltd.", "--snapshot", str(folder)).code == 1
    stale = command("screen", str(ships), "--snapshot", str(folder))
    assert stale.code == 3
    assert "does not cover every date of these matters" in stale.err


def test_eval_scenarios_counts_rows_and_writes_every_case(command: Command, tmp_path: Path) -> None:
    golden = Path(__file__).parents[1] / "golden" / "scenarios"
    out = tmp_path / "rows.jsonl"
    got = command("eval", "scenarios", str(golden), "--format", "json", "--out", str(out))
    assert got.code == 0
    told = json.loads(got.out)
    assert list(told) == ["total", "passed", "failed", "unsupported", "failures"]
    assert told["passed"] == told["total"] == len(out.read_text(encoding="utf-8").splitlines())
    text = command("eval", "scenarios", str(golden), "--only", "GOLD-01")
    assert "3 of 3 rows pass, 0 fail, 0 unsupported" in text.out
    one = command("eval", "scenarios", str(golden), "--limit", "1").out
    assert len({line.split()[1].split("/")[0] for line in one.splitlines() if line.startswith("passed")}) == 1


def test_the_demo_screens_about_forty_matters_and_writes_the_page(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "demo.html"
    got = command("demo", "--out", str(out))
    assert got.code == 0
    assert "Every transaction here is invented" in got.out
    told = re.search(r"^(\d+) matters, (\d+) columns decided in", got.out, re.MULTILINE)
    assert told
    count, columns = map(int, told.groups())
    assert count >= 40
    assert columns == 3 * count
    assert max(map(width, got.out.splitlines())) <= 118
    named = set(re.findall(r"^│ (DEMO-\d\d)", got.out, re.MULTILINE))
    assert len(named) == count
    assert named == set(re.findall(r">(DEMO-\d\d)", out.read_text(encoding="utf-8")))
    headings = re.findall(r"^│ ([A-Z][A-Z0-9: ]+?) +│ +│", got.out, re.MULTILINE)
    assert headings == [
        "MEASURE 1: EXPORT", "MEASURE 2: TAX", "MEASURE 3: IMPORT", "MEASURE 4: CAPITAL", "MEASURE 4: RESEARCH", "MEASURE 5: DELISTING", "MEASURE 6: DEFINITIONS", "BESIDE THEM: FEDERAL CONTRACTS",
    ]  # fmt: skip
    assert "no rule" not in got.out, "every measure has pages under every reading"
    assert re.search(r"DEMO-52 +the Act, literal +denied tax 0\.00; cost of denial 0\.00", got.out)
    assert re.search(r"DEMO-52 +the Act, workable +denied tax 250000\.00; cost of denial 157500\.00", got.out)


def test_the_demo_is_marked_as_invented() -> None:
    """Every party that is not in the atlas says that it is invented, by its name or as an example (示例)."""
    held = Snapshot.in_memory(build(starter=True))
    look_alikes = {"Hengyang Dahua Textile Co., Ltd.", "舟山天网渔具有限公司"}
    for name, kind in FILES:
        for matter in read_matters(str(DEMO / name), kind).matters:
            assert matter.id.startswith("DEMO-")
            for party in matter.parties:
                names = (party.name, *party.names)
                marked = any(mark in one for one in names for mark in ("Invented", "示例"))
                known = resolve(held, names).match or re.search("市公安局|市教育局|Municipal Public Security Bureau", party.name)
                assert marked or known or party.name in look_alikes, party.name


def test_rows_go_to_a_file_and_parquet_is_no_text(command: Command, ships: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "answers.parquet"
    assert command("screen", str(ships), "--format", "parquet", "--out", str(out)).code == 1
    assert out.read_bytes()[:4] == b"PAR1"
    lines = command("screen", str(ships), "--format", "csv", "--rulebook", "us-in-force").out.splitlines()
    assert lines[0].startswith("schema,matter,kind,read_on,")
    assert len(lines) > 20
    monkeypatch.setitem(sys.modules, "duckdb", None)
    got = command("screen", str(ships), "--format", "parquet", "--out", str(tmp_path / "none.parquet"))
    assert (got.code, "countersight[bulk]" in got.err) == (2, True)
    assert not (tmp_path / "none.parquet").exists()


def test_the_schema_is_json(command: Command) -> None:
    told = json.loads(command("schema").out)
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert told["title"] == "Countersight matter"


def test_a_reader_that_goes_away_is_no_error(ships: Path) -> None:
    line = f"{sys.executable} -m countersight screen {ships} --format json | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_heavy_libraries_stay_unloaded_where_people_wait() -> None:
    code = "import sys; from countersight.cli.main import run; run(['name', 'Hikvision', '--format', 'json']); print(sorted({'pydantic', 'rich', 'jinja2', 'duckdb', 'markdown_it'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]"


NOT_FOR_A_NAME = (
    "countersight.access countersight.match.adjudications countersight.match.evidence countersight.match.han countersight.match.why countersight.measures "
    "countersight.model.units countersight.names.gazetteer countersight.names.han_compare countersight.rules countersight.screening countersight.snapshots.build "
    "countersight.sources countersight.store.statements countersight.store.without decimal importlib.resources numpy pyarrow shutil tempfile yaml zipfile"
).split()
"""What the first answer over an atlas that is there already has no use for, each of them milliseconds or more."""


def test_a_name_is_looked_up_with_what_it_takes_and_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); from countersight.cli.main import run; run(['name', 'Hangzhou Hikvision']); print(*sorted(sys.modules.keys() - before))"
    for _ in range(2):  # the first may build the atlas of the starter
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert sorted(loaded & set(NOT_FOR_A_NAME)) == []
    assert "countersight.match.gate" in loaded
    assert len([name for name in loaded if name.startswith("countersight.")]) <= 66, sorted(loaded)


def _helps(parser: argparse.ArgumentParser) -> list[str]:
    below = [one for action in parser._actions if isinstance(action, argparse._SubParsersAction) for one in action.choices.values()]
    return [parser.format_help(), *(text for one in below for text in _helps(one))]


def test_one_command_is_made_as_it_stands_among_all() -> None:
    commands = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)).choices
    assert len(commands) > 20
    for name, whole in commands.items():
        alone, known = _built(name)
        made = next(action for action in alone._actions if isinstance(action, argparse._SubParsersAction)).choices
        assert known
        assert list(made) == [name]
        assert _helps(made[name]) == _helps(whole)
    assert not _built("nosuch")[1]
    assert vars(parse(["name", "x", "--use", "wide"])) == vars(build_parser().parse_args(["name", "x", "--use", "wide"]))


@pytest.mark.parametrize("missing", ["numpy", "pyarrow"])
def test_many_matters_into_a_folder_without_the_extra_say_how_to_get_it(missing: str, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; from countersight.cli.main import run; "
        f"sys.exit(run(['screen', 'matters.csv', '--out', {str(tmp_path)!r} + '/']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "countersight[bulk]" in done.stderr
    assert "fault of ours" not in done.stderr
    assert done.returncode == 2
