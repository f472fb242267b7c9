"""``/v1``: what the command gives, over HTTP; errors that teach, cursors, requests that count once, reads that are noted."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from countersight.model.matter import Matter
from countersight.model.stored import read_decision
from tests.serving import MATTER, OPEN, Served


@pytest.fixture(scope="module")
def client(office: Served) -> TestClient:
    return office.client("one", "admin")


@pytest.fixture(scope="module")
def decision(client: TestClient) -> str:
    return str(client.post("/v1/matters", json=MATTER).json()["summaries"][0]["id"])


def problem(got: Any, status: int, kind: str) -> dict[str, Any]:  # noqa: ANN401 - an answer of httpx
    assert got.status_code == status, got.text
    assert got.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = got.json()
    assert told["type"] == f"urn:countersight:problem:{kind}"
    assert told["status"] == status
    return told


def test_a_matter_is_decided_as_the_command_would_and_both_are_filed(client: TestClient, office: Served) -> None:
    got = client.post("/v1/matters", json=MATTER).json()
    assert got["summaries"][0]["outcomes"]["us-in-force"] == "license_required"
    one = read_decision(got["decisions"][0])
    assert one.id == got["summaries"][0]["id"] == office.office.decide(Matter.model_validate(MATTER)).id
    assert client.get("/v1/matters/S-1").json() == MATTER
    assert client.get(f"/v1/decisions/{one.id}").json() == got["decisions"][0]
    assert client.get("/v1/ledger").json()[0]["subject"] == one.id


def test_items_that_cannot_be_read_are_reported_and_the_others_go_on(client: TestClient) -> None:
    got = client.post(
        "/v1/matters?whole=false",
        json=[MATTER, {"id": "B", "kind": "shipment", "destinaton": "CN"}, {"id": "C", "kind": "shipment"}, 7],
    ).json()
    assert [one["matter"] for one in got["summaries"]] == ["S-1"]
    assert got["decisions"] == []
    told = {one["matter"]: one for one in got["failed_rows"]}
    assert "did you mean 'destination'" in told["B"]["hint"]
    assert "has no date" in told["C"]["message"]
    assert "not int" in told[""]["message"]
    assert (
        client.post("/v1/matters?as_of=2026-11-20", json={"id": "C", "kind": "shipment"}).json()["summaries"][0]["on"]
        == "2026-11-20"
    )


def test_nothing_readable_is_422_with_every_fault(client: TestClient) -> None:
    told = problem(client.post("/v1/matters", json=[{"id": "B", "kind": "x"}, {"kind": "shipment"}]), 422, "input")
    assert len(told["errors"]) == 2
    assert "nothing could be read" in told["detail"]
    problem(client.post("/v1/matters", content=b"{", headers={"content-type": "application/json"}), 422, "input")


def test_invented_records_come_into_no_office(client: TestClient) -> None:
    told = problem(client.post("/v1/matters", json={**MATTER, "given": {"facts": {}}}), 422, "input")
    assert "invented" in told["detail"]


CSV = "id,date,transaction,destination,end_user,end_user_country,description,eccn,origin\nF-1,2026-11-20,export,CN,Kestrelworks Optics,CN,disk,EAR99,US\nF-2,never,export,CN,Willow Bakery,CN,disk,EAR99,US\n"


def test_a_file_is_read_by_the_readers_of_the_command(client: TestClient) -> None:
    got = client.post("/v1/matters/files", files={"file": ("C:\\ships\\may.csv", CSV.encode())}).json()
    assert next((one["matter"], one["outcomes"]["us-in-force"]) for one in got["summaries"]) == (
        "F-1",
        "license_required",
    )
    bad = got["failed_rows"][0]
    assert (bad["file"], bad["row"], bad["column"]) == ("may.csv", 3, "date")
    assert bad["hint"]


def test_a_file_of_json_lines_and_one_that_is_no_table(client: TestClient) -> None:
    lines = "\n".join(json.dumps({**MATTER, "id": f"L-{n}"}) for n in range(3))
    got = client.post("/v1/matters/files", files={"file": ("m.jsonl", lines.encode())}).json()
    assert [one["matter"] for one in got["summaries"]] == ["L-0", "L-1", "L-2"]
    told = problem(client.post("/v1/matters/files", files={"file": ("m.xls", b"x")}), 400, "usage")
    assert "saved as XLSX" in told["hint"]
    told = problem(client.post("/v1/matters/files", files={"file": ("m.csv", b"\xff\xfe\x00")}), 422, "input")
    assert "/" not in told["where"]


def test_a_key_of_a_request_counts_once(client: TestClient) -> None:
    key = {"idempotency-key": "k-1"}
    first = client.post("/v1/matters", json={**MATTER, "id": "K"}, headers=key)
    length = len(client.get("/v1/ledger?limit=200").json())
    again = client.post("/v1/matters", json={**MATTER, "id": "K"}, headers=key)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    assert len(client.get("/v1/ledger?limit=200").json()) == length
    problem(client.post("/v1/matters", json={**MATTER, "id": "K2"}, headers=key), 409, "conflict")
    files = {"file": ("may.csv", CSV.encode())}
    one, two = (client.post("/v1/matters/files", files=files, headers={"idempotency-key": "k-2"}) for _ in range(2))
    assert two.headers["idempotency-replayed"] == "true"
    assert one.json() == two.json()
    problem(
        client.post(
            "/v1/matters/files", files={"file": ("may.csv", CSV.encode() + b"\n")}, headers={"idempotency-key": "k-2"}
        ),
        409,
        "conflict",
    )


def test_an_event_of_a_case_counts_once(client: TestClient, decision: str) -> None:
    case = client.post("/v1/cases", json={"decision": decision}).json()["id"]
    for _ in range(3):
        got = client.post(f"/v1/cases/{case}/comments", json={"text": "once"}, headers={"idempotency-key": "c-1"})
        assert got.status_code == 200
    assert [one["kind"] for one in client.get(f"/v1/cases/{case}/events").json()] == ["opened", "commented"]


def test_lists_go_on_with_a_cursor(client: TestClient) -> None:
    for number in range(5):
        client.post("/v1/matters", json={**MATTER, "id": f"P-{number}"})
    for path, key in (("/v1/decisions", "id"), ("/v1/matters", "id"), ("/v1/reads", "id")):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            got = client.get(path, params={"limit": 2, "cursor": cursor}).json()
            seen += [one[key] for one in got["items"]]
            cursor = got["next"]
        whole = [one[key] for one in client.get(path, params={"limit": 200}).json()["items"]]
        assert seen == whole
        assert len(set(seen)) == len(seen)
    for wrong in ("x", "bm8", "bnVsbA", "WzFd"):
        problem(client.get("/v1/decisions", params={"cursor": wrong}), 422, "input")


def test_a_decision_comes_in_the_form_that_is_asked_for(client: TestClient, decision: str) -> None:
    address = f"/v1/decisions/{decision}"
    page = client.get(address, headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Kestrelworks" in page.text
    assert page.text == client.get(f"{address}/page").text
    book = client.get(address, headers={"accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book.content)).namelist()
    assert client.get(f"{address}/workpaper").headers["content-disposition"].endswith('.xlsx"')
    assert client.get(address, headers={"accept": "*/*"}).json()["id"] == decision


def test_the_letter(client: TestClient, decision: str) -> None:
    pytest.importorskip("typst", reason="the extra countersight[letters] is not installed")
    letter = client.get(f"/v1/decisions/{decision}", headers={"accept": "application/pdf"})
    assert letter.content.startswith(b"%PDF-")
    assert client.get(f"/v1/decisions/{decision}/letter").content == letter.content


def test_an_explanation_and_a_replay(client: TestClient, decision: str) -> None:
    told = client.get(f"/v1/decisions/{decision}/explanation").json()
    assert "Entity List" in told["text"]
    assert any(one["nature"] for one in told["sources"])
    assert client.get(f"/v1/decisions/{decision}/explanation", headers={"accept": "text/plain"}).text == told["text"]
    again = client.get(f"/v1/decisions/{decision}/replay").json()
    assert (again["same"], again["now"], again["differs"]) == (True, decision, [])


def test_reads_of_what_is_sensitive_are_noted(client: TestClient, office: Served, decision: str) -> None:
    office.client("one", "reader").get(f"/v1/decisions/{decision}/explanation")
    rows = client.get("/v1/reads", params={"actor": "reader-of-one"}).json()["items"]
    assert [(one["what"], one["subject"]) for one in rows] == [("explanation", decision)]
    assert rows[0]["why"].startswith("key-")


def test_who_is_this(client: TestClient) -> None:
    got = client.get("/v1/entities", params={"q": "kestrelworks optics", "country": "cn"}).json()
    assert [(one["id"], one["band"]) for one in got["hits"]] == [("kw", "match")]
    assert got["hits"][0]["designations"][0]["list"] == "us.bis.entity_list"
    none = client.get("/v1/entities", params={"q": "Willow Bakery", "on": "2030-01-01"}).json()
    assert (none["hits"], none["not_held_in_full"]) == ([], ["us.bis.entity_list"])


def test_a_dossier_and_its_owners(client: TestClient) -> None:
    body = client.get("/v1/entities/kw").json()
    assert body["holders"][0]["owner"] == "fh"
    held = client.get("/v1/entities/kw/owners", params={"as_of": "2026-11-20", "rule": "ear.744.11.affiliates"}).json()
    assert held["tests"][0]["pages"] == ["ear.744.11.affiliates"]
    picture = client.get("/v1/entities/kw/owners.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    problem(client.get("/v1/entities/nobody"), 404, "not-found")
    problem(client.get("/v1/entities/kw/owners", params={"rule": "x"}), 400, "usage")


def test_classification(client: TestClient) -> None:
    item = client.post("/v1/classify/items", json={"text": "监控摄像机 400万", "to": "CN"}).json()
    assert item["capability"]["asserted"][0]["control_candidates"] is not None
    user = client.post("/v1/classify/endusers", json={"names": ["武汉市公安局"]}).json()
    assert (user["gov"], user["organ"], user["codes"]) == ("yes", "police", ["420100"])
    problem(client.post("/v1/classify/items", json={"text": "   "}), 422, "input")
    problem(client.post("/v1/classify/items", json={"text": "x", "more": 1}), 422, "input")


def test_the_law(client: TestClient) -> None:
    assert [one["id"] for one in client.get("/v1/rulebooks").json()] == ["us-in-force", "us-dshra"]
    page = client.get("/v1/rulebooks/us-in-force/pages/ear.744.21").json()[0]
    assert page["rule"]["parts"]
    assert page["source"]["url"]
    raw = client.get("/v1/rulebooks/us-in-force/pages/ear.744.21", headers={"accept": "text/markdown"})
    assert raw.text.startswith("---\n")
    ran = client.get("/v1/rulebooks/us-in-force/pages/ear.744.21/examples").json()
    assert ran
    assert all(one["passed"] for one in ran)
    assert client.get("/v1/rulebooks/us-in-force/calendar", params={"from": "2025-01-01", "to": "2027-01-01"}).json()
    assert client.get("/v1/rulebooks/us-in-force/diff", params={"from": "2025-09-01", "to": "2025-10-15"}).json()
    assert len(client.get("/v1/rulebooks/us-in-force/diff", params={"against": "us-dshra"}).json()) > 50
    problem(client.get("/v1/rulebooks/us-in-force/diff"), 400, "usage")
    for path in ("/v1/rulebooks/x/pages", "/v1/rulebooks/..%2f..%2fetc/pages", "/v1/rulebooks/us-in-force/pages/x"):
        assert client.get(path).status_code == 404


def test_a_case_takes_four_eyes(client: TestClient, office: Served) -> None:
    ana, bo = office.client("one", "analyst"), office.client("one", "approver")
    opened = ana.post("/v1/matters", json=OPEN).json()
    one = read_decision(opened["decisions"][0])
    case = ana.post("/v1/cases", json={"decision": one.id, "title": "bakery"})
    assert case.status_code == 201
    address = f"/v1/cases/{case.json()['id']}"
    question = next(each for column in one.columns for each in column.questions)
    answered = ana.post(
        f"{address}/answers",
        json={
            "fact": question.fact,
            "about": question.about,
            "value": False,
            "evidence": "register of companies, seen today",
        },
    )
    assert answered.status_code == 200, answered.text
    assert answered.json()["decision"] != one.id
    assert (
        ana.post(f"{address}/proposals", json={"disposition": "hold", "reason": "not known yet"}).json()["status"]
        == "awaiting_approval"
    )
    problem(ana.post(f"{address}/approve", json={}), 403, "access")
    problem(client.post(f"{address}/close", json={"reason": "done"}), 409, "conflict")
    assert bo.post(f"{address}/approve", json={"reason": "I agree"}).json()["status"] == "closed"
    problem(ana.post(f"{address}/snooze", json={"until": "2099-01-01", "reason": "x"}), 409, "conflict")
    assert ana.post(f"{address}/reopen", json={"reason": "new facts"}).json()["status"] == "open"
    assert {one["kind"] for one in client.get(f"{address}/events").json()} >= {
        "opened",
        "answered",
        "proposed",
        "approved",
        "closed",
        "reopened",
    }
    assert client.get("/v1/cases", params={"status": "open"}).json()["items"][0]["title"] == "bakery"


def test_who_proposed_approves_nothing(client: TestClient, decision: str) -> None:
    case = client.post("/v1/cases", json={"decision": decision}).json()["id"]
    client.post(f"/v1/cases/{case}/proposals", json={"disposition": "refuse", "reason": "x"})
    assert "four eyes" in problem(client.post(f"/v1/cases/{case}/approve", json={}), 409, "conflict")["detail"]


def test_an_attachment_comes_back_and_is_never_shown_in_the_browser(client: TestClient, decision: str) -> None:
    case = client.post("/v1/cases", json={"decision": decision}).json()["id"]
    got = client.post(
        f"/v1/cases/{case}/attachments", files={"file": ("x.html", b"<script>alert(1)</script>", "text/html")}
    ).json()
    file = client.get(f"/v1/cases/{case}/attachments/{got['attachments'][0]['sha256']}")
    assert file.content == b"<script>alert(1)</script>"
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment")
    problem(client.get(f"/v1/cases/{case}/attachments/{'0' * 64}"), 404, "not-found")


def test_a_pack_verifies_by_itself(client: TestClient, decision: str, tmp_path: Path) -> None:
    case = client.post("/v1/cases", json={"decision": decision}).json()["id"]
    got = client.get(f"/v1/cases/{case}/pack")
    assert got.headers["content-type"] == "application/zip"
    zipfile.ZipFile(io.BytesIO(got.content)).extractall(tmp_path)
    found = subprocess.run([sys.executable, "verify.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    problem(client.get("/v1/cases/case-00000000000000000000/pack"), 404, "not-found")


def test_what_is_watched_is_decided_and_looked_at_again(client: TestClient) -> None:
    customer = {"id": "C-7", "kind": "parties", "parties": [{"role": "customer", "name": "Kestrelworks Optics", "country": "CN"}]}
    got = client.post("/v1/watched", json={"matter": customer, "label": "customer 7", "id": "crm:7"})
    assert got.status_code == 201, got.text
    assert (got.json()["id"], got.json()["checked_on"] != "") == ("crm:7", True)
    assert client.get("/v1/watched/crm:7").json()["label"] == "customer 7"
    assert [one["id"] for one in client.get("/v1/watched").json()["items"]] == ["crm:7"]
    assert client.post("/v1/watched/look").json()["watched"] == 1
    feed = client.get("/v1/feed")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert client.delete("/v1/watched/crm:7").json() == {"id": "crm:7"}
    problem(client.delete("/v1/watched/crm:7"), 404, "not-found")
    problem(client.post("/v1/watched", json={"matter": {"id": "x", "kind": "y"}}), 422, "input")


def test_the_ledger_verifies(client: TestClient) -> None:
    told = client.get("/v1/ledger/verified").json()
    assert (told["sound"], told["faults"]) == (True, [])
    assert told["entries"] == len(client.get("/v1/ledger", params={"limit": 200}).json())


def test_users_and_keys(client: TestClient, office: Served) -> None:
    client.put("/v1/users/cleo", json={"role": "analyst", "name": "Cleo"})
    made = client.post("/v1/keys", json={"user": "cleo", "scopes": ["match"], "days": 1}).json()
    cleo = TestClient(office.app, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {made['key']}"})
    assert cleo.get("/v1/entities?q=x").status_code == 200
    assert next(one for one in client.get("/v1/keys").json() if one["id"] == made["id"])["used_at"]
    problem(cleo.get("/v1/decisions"), 403, "access")
    assert made["key"] not in client.get("/v1/keys").text
    assert client.delete(f"/v1/keys/{made['id']}").status_code == 200
    problem(cleo.get("/v1/entities?q=x"), 401, "unknown-caller")
    problem(client.delete(f"/v1/keys/{made['id']}"), 404, "not-found")
    problem(client.post("/v1/keys", json={"user": "cleo", "scopes": ["admin"]}), 400, "usage")
    problem(client.post("/v1/keys", json={"user": "nobody"}), 404, "not-found")
    problem(client.delete("/v1/users/admin-of-one"), 409, "conflict")
    problem(client.put("/v1/users/admin-of-one", json={"role": "reader"}), 409, "conflict")


def test_what_is_old_is_let_go_and_the_ledger_still_verifies(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/v1/retention").json()["decisions"] is None
    old = client.post("/v1/matters", json={**MATTER, "id": "OLD"}).json()["summaries"][0]["id"]
    assert client.put("/v1/retention", json={"decisions": 30}).json()["decisions"] == 30
    problem(client.put("/v1/retention", json={"decisions": 0}), 422, "input")
    later = date.today() + timedelta(days=40)  # noqa: DTZ011 - of the test
    monkeypatch.setattr("countersight.api.v1_keeping.utc_today", lambda: later)
    assert client.post("/v1/retention/now").json()["gone"]["decisions"] >= 1
    assert "purged" in problem(client.get(f"/v1/decisions/{old}"), 404, "not-found")["detail"]
    assert client.get("/v1/ledger/verified").json()["sound"]


def test_what_was_sent_stands_in_no_error(client: TestClient) -> None:
    for got in (
        client.post("/v1/classify/items", json={"text": ["SECRET"]}),
        client.get("/v1/entities", params={"q": "x", "country": "SECRET"}),
        client.get("/v1/decisions/SECRET"),
    ):
        assert got.status_code == 422
        assert "SECRET" not in got.text


def test_schemas(client: TestClient) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="it comes with schemathesis")
    decision = client.post("/v1/matters", json=OPEN).json()["decisions"][0]
    jsonschema_rs.validator_for(client.get("/v1/schemas/decision").json()).validate(decision)
    jsonschema_rs.validator_for(client.get("/v1/schemas/matter").json()).validate(MATTER)
    assert client.get("/v1/schemas/x").status_code == 422


def test_the_rest_tells_of_itself(client: TestClient) -> None:
    assert client.get("/v1/me").json()["scopes"]
    assert client.get("/v1/snapshot").json()["counts"]["bodies"] == 2
    assert len(client.get("/v1/facts").json()) > 100
    assert client.get("/v1/taxonomy").json()["nodes"]
    problem(client.get("/v1/nothing"), 404, "not-found")
    problem(client.put("/v1/me"), 405, "method")
