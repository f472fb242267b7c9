"""``investors`` on the command line: what each page that asks for investors finds. Bodies invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countersight.model.body import Body, Designation, Edge, Name
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import write_snapshot

Command = Callable[..., Any]
M = 1_000_000


def body(body_id: str, *told: Designation, surveillance: bool = False) -> Body:
    name = Name(f"Invented {body_id.title()} Ltd", "", "primary")
    return Body(body_id, "Company", (name,), designations=told, surveillance_company="yes" if surveillance else "unknown", source_id="s")


def stake(owner: str, asset: str, percent: int, klass: str = "equity", most: int = 0) -> Edge:
    return Edge(owner, asset, klass, percent * M, (most or percent) * M, citation="an invented filing", id=f"{owner}-{asset}-{klass}")


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    listed = Designation("us.ofac.ns_cmic", "gull", "2021-08-02", "an invented notice")
    edges = [
        stake("heron", "gull", 12), stake("swift", "gull", 3), stake("raven", "gull", 5, most=15),
        stake("pipit", "heron", 60, "voting"), stake("tern", "gull", 2, "holding_weight"), stake("stork", "tern", 50, "holding_weight"),
    ]  # fmt: skip
    bodies = [body("gull", listed, surveillance=True), *map(body, ("heron", "swift", "raven", "pipit", "tern", "stork"))]
    folder = tmp_path / "snapshot"
    write_snapshot(folder, AtlasRecords(bodies, edges, sources=[SourceRecord("s", "S")])).close()
    return str(folder)


def searches(command: Command, *given: str) -> dict[tuple[str, str], dict[str, Any]]:
    found = command("investors", *given, "--format", "json")
    return {(one["page"], one["profile"]): one for one in json.loads(found.out)["searches"]}


def test_each_page_counts_as_its_own_parameters_say(command: Command, snapshot: str) -> None:
    found = searches(command, "gull", "--as-of", "2026-01-01", "--snapshot", snapshot)

    def owners(key: tuple[str, str], side: str) -> list[str]:
        return [edge["owner"] for edge in found[key][side]]

    literal, workable, fund = ("dshra.s501.investor", "literal"), ("dshra.s501.investor", "workable"), ("eo14032.fund", "")
    assert owners(literal, "direct") == ["heron", "raven", "swift"], "any share, however small"
    assert (owners(workable, "direct"), owners(workable, "possible")) == (["heron"], ["raven"]), "ten percent, by the dated parameter"
    assert (found[workable]["floor"], found[workable]["controllers"]) == (10 * M, {"pipit": ["heron"]})
    assert found[workable]["exposure"] == {}
    assert (owners(fund, "direct"), found[fund]["exposure"]) == ([], {"stork": "1/100", "tern": "1/50"})
    assert found[literal]["undisclosed"] == {"gull": 80 * M}


def test_the_text_says_what_is_sure_what_is_open_and_what_nobody_knows(command: Command, snapshot: str) -> None:
    found = command("investors", "gull", "--as-of", "2026-01-01", "--snapshot", snapshot)
    assert found.code == 1
    assert "search: 10% or more of equity in the issuer; whoever controls such a holder (more than 50% of voting)" in found.out
    assert "Invented Raven Ltd > Invented Gull Ltd: 5% to 15%" in found.out
    assert "Invented Pipit Ltd controls Invented Heron Ltd" in found.out
    assert "Invented Stork Ltd: 1%" in found.out
    assert "80% of Invented Gull Ltd may be anybody's" in found.out


def test_without_an_issuer_all_that_are_listed_on_the_day_are_taken(command: Command, snapshot: str) -> None:
    day = ("--rule", "eo14032.fund", "--snapshot", snapshot)
    assert searches(command, *day, "--as-of", "2026-01-01")["eo14032.fund", ""]["issuers"] == ["gull"]
    before = command("investors", *day, "--as-of", "2020-01-01")
    assert (before.code, "none is listed on the day" in before.out) == (0, True)


def test_one_that_is_not_listed_is_shown_and_that_is_said_and_silence_is_no_finding(command: Command, snapshot: str) -> None:
    found = command("investors", "swift", "--rule", "eo14032.fund", "--snapshot", snapshot)
    assert "on none of these lists on the day, and shown because you asked: Invented Swift Ltd" in found.out
    assert "a gap in the evidence, not a finding that there is none" in found.out


def test_an_unknown_page_is_told_with_those_that_there_are(command: Command, snapshot: str) -> None:
    found = command("investors", "gull", "--rule", "ofac.50", "--snapshot", snapshot)
    assert found.code == 2
    assert "no page 'ofac.50' that asks for investors" in found.err
    assert "eo14032.fund" in found.err
