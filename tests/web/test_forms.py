"""A form for every kind of matter: what is typed becomes a matter that is decided, what is empty stays unknown, and what is wrong is told."""

from __future__ import annotations

import io
import time

import pytest
from starlette.testclient import TestClient

from countersight.cases.cases import Cases
from countersight.web.forms import Draft, draft, matter_of
from countersight.web.upload import Job
from countersight.web.wording import KIND
from tests.serving import Served

TYPED: dict[str, dict[str, str]] = {
    "parties": {}, "shipment": {"transaction": "export", "destination": "cn", "text": "for a safe city\nas ordered"}, "entry": {}, "devices": {},
    "holdings": {"position.instrument": "listed_equity", "position.action": "sell", "position.trade_date": "2026-11-20"},
    "research": {"project.title": "Invented project", "project.federal_award": "yes"}, "tax": {"tax": '{"tax_year": 2026, "us_income": 600000, "items": []}'}, "issuer": {"issuer.exchange": "NYSE"},
}  # fmt: skip
PARTY = {"id": "FORM-1", "date": "2026-11-20", "party0.name": "Invented Harbour Trading", "party0.country": "cn", "party0.names": "虚构港口；Invented Port"}


@pytest.mark.parametrize("kind", KIND)
def test_every_kind_has_a_form_that_decides(ana: TestClient, kind: str) -> None:
    assert ana.get(f"/matters/new/{kind}").status_code == 200
    lines = {"line0.description": "network camera", "line0.origin": "us"} if kind in {"shipment", "entry", "devices", "research"} else {}
    answer = ana.post(f"/matters/new/{kind}", data={**PARTY, **TYPED[kind], **lines, "id": f"FORM {kind}"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text[-3000:]
    text = ana.get(answer.headers["location"]).text
    assert f"FORM {kind}" in text
    assert "Invented Harbour Trading" in text


def test_what_was_typed_becomes_the_matter() -> None:
    told = matter_of(draft("shipment", {**PARTY, **TYPED["shipment"], "line0.description": "camera", "line0.origin": "us"}))
    assert told == {
        "kind": "shipment", "id": "FORM-1", "date": "2026-11-20", "transaction": "export", "destination": "CN", "text": ["for a safe city", "as ordered"],
        "parties": [{"role": "exporter", "name": "Invented Harbour Trading", "names": ["虚构港口", "Invented Port"], "country": "CN"}], "lines": [{"description": "camera", "origin": "US"}],
    }  # fmt: skip


def test_what_is_empty_is_unknown() -> None:
    assert matter_of(Draft("holdings", typed={"id": "x"})) == {"kind": "holdings", "id": "x"}
    assert matter_of(Draft("research", typed={"id": "x", "project.federal_award": "no"}))["project"] == {"federal_award": False}


def test_one_more_row_keeps_what_was_typed(ana: TestClient) -> None:
    text = ana.post("/matters/new/shipment", data={**PARTY, "more": "party"}).text
    assert 'name="party2.name"' in text
    assert 'value="Invented Harbour Trading"' in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [({"party0.country": "China"}, "country"), ({"date": "soon"}, "date"), ({"id": ""}, "id")],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(ana: TestClient, typed: dict[str, str], told: str) -> None:
    answer = ana.post("/matters/new/shipment", data={**PARTY, **typed})
    assert answer.status_code == 422
    alert = answer.text.partition('role="alert"')[2][:700]
    assert told in alert
    assert "Invented Harbour Trading" in answer.text


def test_json_that_is_none_is_told(ana: TestClient) -> None:
    answer = ana.post("/matters/new/tax", data={"id": "T", "date": "2026-11-20", "tax": "{tax_year: 2026}"})
    assert answer.status_code == 422
    assert "straight double quotes" in answer.text


def read(ana: TestClient, name: str, data: bytes, **more: str) -> str:
    """Bring a file, and wait for its page."""
    answer = ana.post("/upload", files={"file": (name, io.BytesIO(data), "text/csv")}, data=more, follow_redirects=False)
    assert answer.status_code == 303
    for _ in range(200):
        text = ana.get(answer.headers["location"]).text
        if "<progress" not in text:
            return text
        assert 'http-equiv="refresh"' in text  # without a script the page loads itself again
        time.sleep(0.05)
    raise AssertionError(text)


def test_a_row_that_cannot_be_read_is_told_and_the_others_go_on(ana: TestClient) -> None:
    rows = "Shipment Reference Number,Date of Export,End User,End User Country,Commodity Description\nINV-1,2026-11-20,Willow Bakery,CN,oven\nINV-2,someday,Willow Bakery,CN,oven\n"
    text = read(ana, "ships.csv", rows.encode())
    assert "INV-1" in text
    assert "someday" in text
    assert "What could not be read" in text
    assert "countersight-upload" not in text


def test_a_file_of_no_known_form_is_told(ana: TestClient) -> None:
    text = read(ana, "picture.png", b"\x89PNG")
    assert "a format that is not known" in text
    assert "countersight-upload" not in text


def test_no_file_is_told(ana: TestClient) -> None:
    assert ana.post("/upload", data={"kind": "shipment"}).status_code == 422


def test_work_that_stopped_says_so(office: Served, ana: TestClient) -> None:
    from dataclasses import asdict

    office.office.desk.of("one").settings.put("upload.old", asdict(Job("old", "x.csv", state="deciding", total=9, done=3, said=1.0)), "x")
    text = ana.get("/upload/old").text
    assert "stopped before its end" in text
    assert "<progress" not in text


def decided(ana: TestClient, name: str) -> str:
    data = {**PARTY, "id": name, "transaction": "export", "destination": "CN", "line0.description": "network camera", "line0.eccn": "4A994", "line0.origin": "US", "party0.role": "end_user"}
    return ana.post("/matters/new/shipment", data=data, follow_redirects=False).headers["location"]


def number_of(text: str, words: str) -> str:
    """The number of the question that holds these words."""
    return text.partition(words)[0].rpartition('<h3 id="q')[2].partition('"')[0]


def test_an_answer_gives_a_new_decision_and_leaves_the_old(ana: TestClient) -> None:
    old = decided(ana, "FORM answer")
    text = ana.get(old).text
    number = number_of(text, "Is the party a military end user")
    without = ana.post(f"{old}/answers", data={f"value{number}": "yes"})
    assert without.status_code == 422
    assert "needs its evidence" in without.text
    answer = ana.post(f"{old}/answers", data={f"value{number}": "yes", f"evidence{number}": "invented extract"}, follow_redirects=False)
    new = answer.headers["location"]
    assert new.partition("?")[0] != old
    assert "REVIEW" in (shown := ana.get(new).text)
    assert "LICENCE REQUIRED" in shown
    assert "invented extract" in shown
    assert "LICENCE REQUIRED" not in ana.get(old).text.partition('id="rests"')[0]  # below it stand the other decisions on the matter
    assert ana.post(f"{old}/answers", data={}).status_code == 422


def test_an_answer_in_a_case_is_an_event_of_the_case(office: Served, ana: TestClient) -> None:
    old = decided(ana, "FORM case")
    case = ana.post(f"{old}/case", follow_redirects=False).headers["location"]
    number = number_of(ana.get(old).text, "Is the party a military end user")
    ana.post(f"{old}/answers", data={f"value{number}": "yes", f"evidence{number}": "invented extract"})
    found = Cases(office.office.desk.of("one"), "x").get(case.rpartition("/")[2])
    assert len(found.decisions) == 2
    assert "LICENCE REQUIRED" in ana.get(case).text


def test_every_act_on_a_case_has_its_form(office: Served, ana: TestClient) -> None:
    case = ana.post(f"{decided(ana, 'FORM acts')}/case", follow_redirects=False).headers["location"]
    ben = office.client("one", "approver")

    def act(client: TestClient, name: str, **data: str) -> int:
        return int(client.post(f"{case}/{name}", data=data, headers={"accept": "text/html"}, follow_redirects=False).status_code)

    assert act(ana, "assign", to="approver-of-one") == 303
    assert act(ana, "due", day="2027-01-05") == 303
    assert act(ana, "due", day="soon") == 422
    assert act(ana, "comment", text="looked at") == 303
    assert act(ana, "comment", text="") == 422
    assert act(ana, "snooze", until="2999-01-01", reason="waits for a letter") == 303
    assert act(ana, "wake") == 303
    assert act(ana, "again", why="a new list") == 303
    assert act(ana, "propose", disposition="hold", reason="waits") == 303
    assert act(ana, "approve") == 400  # four eyes
    assert act(ben, "reject", reason="not enough") == 303
    assert act(ana, "propose", disposition="refuse", reason="no licence") == 303
    assert act(ben, "approve", reason="seen") == 303
    assert act(ana, "comment", text="closed, and still heard") == 303
    assert act(ana, "reopen", why="the list changed") == 303
    assert act(ana, "nothing") == 404
    assert ana.post(f"{case}/attach", files={"file": ("<b>note</b>.txt", b"words", "text/html")}, follow_redirects=False).status_code == 303
    text = ana.get(case).text
    assert "&lt;b&gt;note" in text
    link = text.partition("/files/")[2].partition('"')[0]
    got = ana.get(f"{case}/files/{link}")
    assert got.content == b"words"
    assert "attachment" in got.headers["content-disposition"]
    assert "sandbox" in got.headers["content-security-policy"]


def test_a_reader_decides_nothing_and_an_analyst_approves_nothing(office: Served, ana: TestClient) -> None:
    case = ana.post(f"{decided(ana, 'FORM roles')}/case", follow_redirects=False).headers["location"]
    ana.post(f"{case}/propose", data={"disposition": "hold", "reason": "waits"})
    assert office.client("one", "analyst").post(f"{case}/approve", data={}).status_code == 403
    reader = office.client("one", "reader")
    assert reader.get("/matters/new", headers={"accept": "text/html"}).status_code == 403
    text = reader.get(case, headers={"accept": "text/html"}).text
    assert "<button" not in text.partition("<main")[2]


def test_who_is_not_the_listed_body_is_decided_in_the_case(office: Served, ana: TestClient) -> None:
    data = {**PARTY, "id": "FORM same", "party0.name": "Hangzhou Hikvision Digital Technology", "party0.role": "end_user", "transaction": "export", "destination": "CN", "line0.description": "disks", "line0.eccn": "EAR99", "line0.origin": "US"}
    made = ana.post("/matters/new/shipment", data=data, follow_redirects=False).headers["location"]
    assert "LICENCE REQUIRED" in ana.get(made).text
    case = ana.post(f"{made}/case", follow_redirects=False).headers["location"]
    text = ana.get(case).text
    assert "Is it the same body?" in text
    told = {"party": text.partition('name="party" value="')[2].partition('"')[0], "body": "hikvision", "decided": "not_same"}
    assert ana.post(f"{case}/adjudicate", data=told).status_code == 422  # nobody decides without saying why
    assert ana.post(f"{case}/adjudicate", data={**told, "note": "an invented company of that name"}, follow_redirects=False).status_code == 303
    found = Cases(office.office.desk.of("one"), "x").get(case.rpartition("/")[2])
    assert found.outcome != "license_required"
    assert len(found.decisions) == 2
