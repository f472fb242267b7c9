"""The client against the service itself, and against services that fail: what is sent again, what counts once, and which error comes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from countersight import errors
from countersight.app import Screener
from countersight.client import Client, UnreachableError
from countersight.store.snapshot import Snapshot
from tests.api.invented import records
from tests.serving import MATTER, OPEN, Served, served


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("office"), screener=Screener(Snapshot.in_memory(records())), per_minute=0)
    yield made
    made.office.desk.close()


class Inside(httpx.BaseTransport):
    """Leads into the application, in this process."""

    def __init__(self, app: FastAPI) -> None:
        self.inside = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
        self.inside.headers.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        found = self.inside.request(
            request.method,
            str(request.url),
            headers=dict(request.headers),
            content=request.read(),
            follow_redirects=False,
        )
        return httpx.Response(found.status_code, headers=dict(found.headers), content=found.content)


@pytest.fixture(scope="module")
def client(office: Served) -> Iterator[Client]:
    with Client("http://127.0.0.1", key=office.keys["one", "admin"], transport=Inside(office.app)) as made:
        yield made


def failing(answer: Callable[[httpx.Request], httpx.Response], retries: int = 4) -> tuple[Client, list[float]]:
    waits: list[float] = []
    return Client(
        "http://127.0.0.1:1", transport=httpx.MockTransport(answer), sleep=waits.append, retries=retries
    ), waits


def test_names(client: Client) -> None:
    assert client.ready()
    (hit,) = client.match("Kestrelworks Optics", country="cn")
    assert (hit["id"], hit["match"]) == ("kestrel", True)
    assert client.match(["Willow Bakery"]) == []
    assert (
        client.match(
            "Kestrelworks Optics", properties={"leiCode": ["5493001KJTIIGC8Y1R12"]}, limit=1, topics=["export.control"]
        )[0]["id"]
        == "kestrel"
    )
    many = client.match_many(
        {str(at): {"schema": "Company", "properties": {"name": ["Ospreyline Sensors"]}} for at in range(205)}
    )
    assert len(many) == 205
    assert all(found[0]["id"] == "osprey" for found in many.values())


def test_search_goes_on_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countersight.client.client.PAGE", 4)
    assert [one["id"] for one in client.search()] == ["bureau", "holding", "kestrel", "osprey", "person", "vessel"]
    assert [one["id"] for one in client.search("kestrel", schema="Company")] == ["kestrel"]
    assert [one["properties"]["programId"] for one in client.adjacent("kestrel", "sanctions")] == [
        ["us.bis.entity_list"],
        ["us.ofac.sdn"],
    ]


def test_entities(client: Client) -> None:
    assert client.entity("old-kestrel", nested=False)["id"] == "kestrel", "an id from before leads on"
    assert client.dossier("kestrel")["body"]["id"] == "kestrel"
    assert client.owners("kestrel", rule=["ofac.50"])["id"] == "kestrel"
    with pytest.raises(errors.NotFoundError) as fault:
        client.entity("banana/../etc")
    assert fault.value.hint


def test_matters_decisions_and_cases(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countersight.client.client.PAGE", 1)
    told = client.decide([MATTER, OPEN], once="first")
    assert client.decide([MATTER, OPEN], once="first") == told, "the same key: the same answer"
    assert [one["matter"] for one in told["summaries"]] == ["S-1", "S-2"]
    assert {one["id"] for one in client.matters()} == {"S-1", "S-2"}
    decision = told["summaries"][0]["id"]
    assert decision in {one["id"] for one in client.decisions()}
    assert client.decision(decision)["matter"]["id"] == "S-1"
    assert "LICENCE REQUIRED" in client.explain(decision)["text"]
    assert client.replay(decision)["same"] is True
    assert client.workpaper(decision).startswith(b"PK")
    assert client.matter("S-1")["kind"] == "shipment"
    path = tmp_path / "one.json"
    path.write_text(json.dumps({**MATTER, "id": "S-3"}), encoding="utf-8")
    assert client.decide_file(path)["summaries"][0]["matter"] == "S-3"
    case = client.open_case(decision, title="A case")
    after = client.act(case["id"], "comments", text="looked at", once="c1")
    assert client.act(case["id"], "comments", text="looked at", once="c1")["events"] == after["events"]
    assert case["id"] in {one["id"] for one in client.cases()}
    assert client.case(case["id"])["decision"] == decision
    with pytest.raises(errors.ConflictError):
        client.act(case["id"], "comments", text="something else", once="c1")


def test_law(client: Client) -> None:
    assert "us-in-force" in {one["id"] for one in client.rulebooks()}
    assert "ear.744.11" in {one["id"] for one in client.pages("us-in-force")}
    assert client.page("us-in-force", "ear.744.11")[0]["examples"]


def test_errors_are_those_of_the_house_with_what_would_be_right(client: Client, office: Served) -> None:
    with pytest.raises(errors.UsageError, match="no algorithm") as fault:
        client.match("a", algorithm="banana")
    assert "one of" in fault.value.hint
    with pytest.raises(errors.InputError) as wrong:
        client.decide({"id": "S", "kind": "shipment", "destinaton": "CN", "date": "never"})
    assert "destinaton" in wrong.value.message
    nobody = Client("http://127.0.0.1", transport=Inside(office.app))
    with pytest.raises(errors.UnknownCallerError) as unknown:
        nobody.match("a")
    assert "countersight keys add" in unknown.value.hint


def test_what_may_pass_is_waited_for_and_counts_once() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) == 1:
            raise httpx.ConnectError("refused")
        if len(seen) == 2:
            return httpx.Response(429, headers={"retry-after": "7"}, json={"detail": "wait"})
        return httpx.Response(200, json={"summaries": [], "decisions": [], "failed_rows": [], "notes": []})

    client, waits = failing(answer)
    client.decide(MATTER)
    assert len(seen) == 3
    assert len({one.headers["idempotency-key"] for one in seen}) == 1
    assert waits[0] < 1
    assert waits[1] == 7


def test_what_does_not_pass_is_told() -> None:
    def refuses(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    client, waits = failing(refuses, retries=2)
    with pytest.raises(UnreachableError, match="does not answer") as fault:
        client.match("a")
    assert len(waits) == 2
    assert "countersight serve" in fault.value.hint
    broken, waits = failing(lambda _: httpx.Response(500, text="<html>", headers={"x-request-id": "abc"}))
    with pytest.raises(errors.InternalError, match="500") as ours:
        broken.match("a")
    assert waits == [], "a fault is no reason to ask again"
    assert "abc" in ours.value.hint
    busy, waits = failing(
        lambda _: httpx.Response(503, json={"detail": "no answer within 60 seconds", "hint": "ask for less"}), retries=1
    )
    with pytest.raises(errors.DataError, match="within 60 seconds"):
        busy.match("a")
    assert len(waits) == 1


def test_several_faults_are_told_together() -> None:
    told = {
        "detail": "2 parts of the request do not fit",
        "errors": [{"where": "body.a", "message": "x"}, {"where": "body.b", "message": "y"}],
    }
    client, _ = failing(lambda _: httpx.Response(422, json=told))
    with pytest.raises(errors.InputError, match=r"body\.a: x; body\.b: y"):
        client.match("a")


def test_the_environment_names_service_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGHT_URL", "http://office.example/")
    monkeypatch.setenv("COUNTERSIGHT_KEY", "cs_1_2")
    with Client.from_environment() as client:
        assert client._sent.base_url == "http://office.example"
        assert client._sent._http.headers["authorization"] == "Bearer cs_1_2"
