"""Many at once: no request waits for ever, none breaks, each counts once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from countersight.model.stored import read_decision
from tests.serving import MATTER, OPEN, Served


def test_what_decides_and_what_writes_never_wait_for_each_other(office: Served) -> None:
    client = office.client("one", "admin")
    one = read_decision(client.post("/v1/matters", json=OPEN).json()["decisions"][0])
    question = next(each for column in one.columns for each in column.questions)
    cases = [client.post("/v1/cases", json={"decision": one.id}).json()["id"] for _ in range(4)]
    answer = {"fact": question.fact, "about": question.about, "value": False, "evidence": "seen"}

    def ask(number: int) -> tuple[str, int, str]:
        case = cases[number % 4]
        key = {"idempotency-key": f"k-{number // 2}"} if number % 3 else {}
        jobs: list[tuple[str, dict[str, Any]]] = [
            ("/v1/matters", {**MATTER, "id": f"T-{number}"}),
            (f"/v1/cases/{case}/comments", {"text": f"{number}"}),
            (f"/v1/cases/{case}/answers", answer),
            ("/v1/watched", {"matter": {**MATTER, "id": f"W-{number}"}, "id": f"w{number}"}),
            (f"/v1/cases/{case}/decide", {"reason": "again"}),
        ]
        path, body = jobs[number % len(jobs)]
        got = client.post(path, json=body, headers={**key, "x": str(number)})
        return path, got.status_code, got.text if got.status_code == 400 else ""

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(ask, range(60), timeout=120))
    odd = [one for one in got if one[1] not in {200, 201, 409}]
    assert odd == []
    assert sum(status < 300 for _, status, _ in got) > 40
    told = client.get("/v1/ledger/verified").json()
    assert (told["sound"], told["faults"]) == (True, [])


def test_the_same_request_many_times_at_once_counts_once(office: Served) -> None:
    client = office.client("two", "admin")
    before = len(client.get("/v1/ledger", params={"limit": 200}).json())
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: client.post("/v1/matters", json={**MATTER, "id": "ONE"}, headers={"idempotency-key": "same"}), range(16)))
    assert {one.status_code for one in got} == {200}
    assert len({one.json()["summaries"][0]["id"] for one in got}) == 1
    assert sum(one.headers.get("idempotency-replayed") == "true" for one in got) == 15
    assert len(client.get("/v1/ledger", params={"limit": 200}).json()) == before + 1
