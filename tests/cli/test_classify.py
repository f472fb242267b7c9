"""``countersight classify`` and ``countersight eval products`` from end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[..., Any]


def test_an_item_is_explained_word_by_word(command: Command) -> None:
    got = command("classify", "监控摄像机 400万 含支架", "--to", "CN")
    assert got.code == 1
    assert "CAM-IP" in got.out
    assert "read: '监控摄像机' as network-camera" in got.out
    assert "a person must confirm" in got.out
    assert "configuration: pixels 4000000 pixels" in got.out


def test_what_the_text_does_not_say_is_not_denied(command: Command) -> None:
    got = command("classify", "bracket for dome camera")
    assert "names what another thing is for" in got.out
    assert "that is not the same as no surveillance product" in got.out
    assert command("classify", "steel bolts").code == 0


def test_the_linear_model_proposes_a_look_and_asserts_nothing(command: Command) -> None:
    got = command("classify", "hidden surveillance")
    assert got.code == 1
    assert "no node is asserted" in got.out
    assert "the linear model proposes that a person looks" in got.out
    answer = json.loads(command("classify", "hidden surveillance", "--format", "json").out)
    assert answer["proposal"]["score"] >= answer["proposal"]["threshold"]
    assert answer["capability"] == {"asserted": [], "review": []}
    assert json.loads(command("classify", "监控摄像机", "--format", "json").out)["proposal"] is None


def test_json_keeps_the_four_axes_apart(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    got = command("classify", "警用人脸识别摄像机 1:N 100万人脸库", "--format", "json", "--out", str(file), "--to", "CN", "--hs", "3926.90", "--eccn", "9A012")
    assert (got.code, got.out) == (1, "")
    answer = json.loads(file.read_text(encoding="utf-8"))
    assert answer["schema"] == "countersight.classify/1"
    assert answer["capability"]["asserted"][0]["node"] == "CAM-SMART"
    assert answer["design_intent"] == ["made for police or security bodies"]
    assert answer["configuration"]["comparison"] == "1:N"
    assert answer["configuration"]["measures"][0] == {"what": "templates", "value": "1000000", "unit": "templates", "read": "100万人脸库"}
    assert answer["context"] == ["a police or security body"]
    assert {note["code"] for note in answer["notes"]} == {"hs-contradicts", "eccn-unusual"}
    assert {"concept", "read", "at", "state", "kind", "gives", "source"} == set(answer["hits"][0])


def test_a_hint_for_the_us_tariff_and_the_bands_are_printed(command: Command) -> None:
    got = command("classify", "IMSI catcher and IP camera, LTE bands 1/3/5")
    assert "US tariff, for a broker to confirm: 8525.89.3000" in got.out
    assert "band 1/3/5" in got.out


def test_the_published_list_and_chart_are_read_in_place_of_those_bundled(command: Command, tmp_path: Path) -> None:
    ccl, chart = tmp_path / "ccl.json", tmp_path / "chart.json"
    entry = {"eccn": "3A981", "heading": "invented heading", "reasonForControl": "CC", "countryChart": [{"control": "CC applies to entire entry", "countryChart": "CC Column 1"}]}
    ccl.write_text(json.dumps({"entries": [entry]}), encoding="utf-8")
    chart.write_text(json.dumps({"countries": {"Germany": {"marks": []}, "Kenya": {"marks": ["CC 1"]}}}), encoding="utf-8")
    law = ("--ccl", str(ccl), "--chart", str(chart))
    assert "3A981    licence by the chart: required" in command("classify", "ten-print live scan", "--to", "KE", *law).out
    assert "3A981    licence by the chart: not by chart" in command("classify", "ten-print live scan", "--to", "DE", *law).out
    assert "4A980    licence by the chart: unknown" in command("classify", "ten-print live scan", "--to", "KE", *law).out
    assert "3A981    licence by the chart: unknown" in command("classify", "ten-print live scan", "--to", "FR", *law).out
    assert "--ccl and --chart say nothing without a country" in command("classify", "ten-print live scan", *law).err


def test_an_empty_text_is_an_error_that_teaches(command: Command) -> None:
    got = command("classify", " ")
    assert got.code == 2
    assert "hint" in got.err


def test_labelled_texts_give_numbers(command: Command, tmp_path: Path) -> None:
    file, out = tmp_path / "labelled.csv", tmp_path / "cases.jsonl"
    file.write_text("text,lang,nodes\ndome IP camera,en,CAM-IP\nNVR 16ch,en,CAM-IP\n", encoding="utf-8")
    got = command("eval", "products", str(file), "--format", "json", "--out", str(out))
    assert got.code == 0
    assert {"n", "accuracy", "macro_f1", "surveillance"} <= set(json.loads(got.out))
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2
    table = command("eval", "products", str(file))
    assert "row 3: NVR 16ch" in table.out
    assert "2 texts: accuracy 0.5" in table.out
    assert command("eval", "products", str(tmp_path / "none.csv")).code == 2


def test_the_taxonomy_is_listed_shown_and_compared(command: Command) -> None:
    assert "39 nodes; edition" in command("taxonomy", "list").out
    assert json.loads(command("taxonomy", "list", "--format", "json").out)["schema"] == "countersight.taxonomy/1"
    page = command("taxonomy", "show", "cam-ip")
    assert page.out.startswith("# CAM-IP: ")
    assert page.code == 0
    wrong = command("taxonomy", "show", "CAM-IPS")
    assert (wrong.code, "did you mean CAM-IP" in wrong.err) == (2, True)
    one, other = command("taxonomy", "diff", "0.2"), command("rules", "diff", "taxonomy@0.2")
    assert (one.code, one.out) == (1, other.out)
    assert "concept governance-centre: new" in one.out
    same = command("taxonomy", "diff", "current")
    assert (same.code, same.out.strip()) == (0, "no difference")
