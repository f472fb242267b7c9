"""Reports: the table, the proof in words, JSON, and the page, over the demo's matters and over hostile ones."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.app import load_rulebooks
from countersight.errors import Where
from countersight.intake.read import read_matters
from countersight.intake.result import RowFault
from countersight.model.decision import Decision
from countersight.model.matter import Matter
from countersight.model.outcomes import ORDER
from countersight.reports.html import page as html_page
from countersight.reports.machine import json_report, jsonl_report
from countersight.reports.screening import Screening
from countersight.reports.table import table
from countersight.reports.why import why, why_not
from countersight.reports.words import MEANS, OUTCOME, STYLE
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(Snapshot.in_memory(build(starter=True)), load_rulebooks(), Options(lists_complete=True))


@pytest.fixture(scope="module")
def decisions(screener: Screener) -> list[Decision]:
    folder = Path(str(files("countersight").joinpath("demo")))
    return [screener.decide(matter) for name in ("shipments.csv", "matters.json") for matter in read_matters(str(folder / name)).matters]


@pytest.fixture(scope="module")
def hostile(screener: Screener) -> Decision:
    raw = {
        "id": HOSTILE, "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN", "text": [HOSTILE],
        "parties": [{"role": "end_user", "name": HOSTILE, "country": "CN", "address": HOSTILE}],
        "lines": [{"description": HOSTILE, "eccn": "EAR99", "node": "none", "origin": "US", "place": HOSTILE}],
    }  # fmt: skip
    return screener.decide(Matter.model_validate(raw))


class Tags(HTMLParser):
    """Checks that every tag is closed, and collects names and text."""

    VOID = frozenset({"meta", "br", "!doctype"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text: list[str] = []
        self.refs: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.refs += [value for key, value in attrs if key in {"href", "src"} and value]
        self.ids += [value for key, value in attrs if key == "id" and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(page: str) -> Tags:
    found = Tags()
    found.feed(page)
    assert found.open == []
    return found


def test_every_outcome_has_words_a_style_and_a_meaning() -> None:
    assert set(ORDER) <= OUTCOME.keys()
    assert set(ORDER) == MEANS.keys() == STYLE.keys()
    assert not [text for text in (*OUTCOME.values(), *MEANS.values()) if re.search(r"\bclear\b", text, re.IGNORECASE)]


def test_the_table_has_a_row_a_matter_and_a_column_a_rulebook(decisions: list[Decision]) -> None:
    text = table(decisions)
    for one in decisions:
        assert one.matter["id"].split()[0] in text
    for heading in ("law in force", "the Act, literal", "the Act, workable"):
        assert heading in text
    assert max(len(line) for line in text.split("\n")) <= 118
    assert "\x1b" not in text


def test_the_proof_in_words_names_citation_source_question_and_what_was_checked(decisions: list[Decision]) -> None:
    text = why(next(one for one in decisions if one.matter["id"].startswith("DEMO-03")))
    assert "LICENCE REQUIRED  ear.744.11" in text
    assert "84 FR 54002" in text
    assert "questions that would settle it:" in text
    assert "checked, and not so:" in text
    assert text.index("LICENCE REQUIRED  ear.744.11") < text.index("RF-40")
    assert "the Act" not in why(decisions[0], "us-in-force")


def test_why_not_answers_per_rulebook(decisions: list[Decision]) -> None:
    one = next(one for one in decisions if one.matter["id"].startswith("DEMO-05"))
    text = why_not(one, "ear.744.11")
    assert "us-in-force: looked at, not a hit: Hengyang Dahua Textile Co., Ltd." in text
    assert "the party is on the Entity List on that day" in text
    assert "us-dshra/literal: no such page speaks of a shipment" in text
    hit = next(one for one in decisions if one.matter["id"].startswith("DEMO-03"))
    assert "it is a hit" in why_not(hit, "ear.744.11")
    assert "whose facts are not known" in why_not(hit, "RF-33")


def test_json_is_stable_and_has_a_schema_version(decisions: list[Decision]) -> None:
    fault = RowFault(Where("f.csv", 3, "date"), "not a day", "2026-11-20", "M")
    told = json.loads(json_report(Screening(decisions, [fault], ["a note"])))
    assert told["schema"] == "countersight.screening/1"
    assert told["failed_rows"] == [{"file": "f.csv", "row": 3, "column": "date", "message": "not a day", "hint": "2026-11-20", "matter": "M", "screened": False}]
    assert told["notes"] == ["a note"]
    assert [one["schema"] for one in told["decisions"]] == ["countersight.decision/1"] * len(decisions)
    assert [json.loads(line) for line in jsonl_report(Screening(decisions)).split("\n")] == told["decisions"]


def test_the_page_is_whole_needs_nothing_and_holds_everything(decisions: list[Decision]) -> None:
    page = html_page(Screening(decisions, [RowFault(Where("f.csv", 3, "date"), "not a day", "write 2026-11-20")]), title="Report", notice="Invented")
    found = parsed(page)
    assert "script" not in found.seen
    assert all(ref.startswith("#") and ref[1:] in found.ids for ref in found.refs)
    assert "url(" not in page
    text = " ".join(" ".join(found.text).split())
    for wanted in ("f.csv:3:date", "not a day", "Invented", "84 FR 54002", "杭州海康威视数字技术股份有限公司", "Questions that would settle it", "Checked, and not so", decisions[0].id):
        assert wanted in text, wanted


def test_a_hostile_matter_stays_text(hostile: Decision) -> None:
    page = html_page(Screening([hostile]))
    found = parsed(page)
    assert "script" not in found.seen
    assert HOSTILE in " ".join(found.text)
    assert "49" not in re.findall(r"alert\(1\).{0,40}", page)[0]
    assert HOSTILE.split("{", maxsplit=1)[0] in why(hostile)
    assert table([hostile])
    assert json.loads(json_report(Screening([hostile])))["decisions"][0]["matter"]["id"] == HOSTILE
