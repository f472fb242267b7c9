"""The reconciliation protocol, version 0.2, as OpenRefine speaks it: what its JSON schemas demand, said again in tests of our own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.invented import USCC, client


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client(tmp_path_factory.mktemp("office"))


def ask(api: TestClient, **queries: object) -> dict[str, Any]:
    answer = api.post("/reconcile/default", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    assert set(told) == set(queries)
    for one in told.values():
        results(one)
    return told


def results(batch: dict[str, Any]) -> None:
    """A result batch: a list of candidates, each with id, name and a number as score."""
    assert isinstance(batch["result"], list)
    for one in batch["result"]:
        assert isinstance(one["id"], str)
        assert isinstance(one["name"], str)
        assert isinstance(one["score"], int | float)
        assert isinstance(one["match"], bool)
        assert isinstance(one["description"], str)
        assert all(isinstance(kind["id"], str) and isinstance(kind["name"], str) for kind in one["type"])
        assert all(
            isinstance(part["id"], str) and isinstance(part["value"], int | float | bool) for part in one["features"]
        )


def test_the_manifest_says_what_the_protocol_wants(api: TestClient) -> None:
    told = api.get("/reconcile/default").json()
    assert "0.2" in told["versions"]
    assert all(isinstance(told[key], str) and ":" in told[key] for key in ("identifierSpace", "schemaSpace"))
    assert isinstance(told["name"], str)
    assert "{{id}}" in told["view"]["url"]
    assert "{{id}}" in told["preview"]["url"]
    assert isinstance(told["preview"]["width"], int)
    assert isinstance(told["preview"]["height"], int)
    assert len({one["id"] for one in told["defaultTypes"]}) == len(told["defaultTypes"]) > 3
    for kind in ("entity", "property", "type"):
        assert told["suggest"][kind]["service_url"].startswith("http")
        assert told["suggest"][kind]["service_path"].startswith("/")
    for setting in told["extend"]["property_settings"]:
        assert {"name", "label", "type"} <= set(setting)
        if setting["type"] == "select":
            assert all({"value", "name"} <= set(one) for one in setting["choices"])


def test_every_address_of_the_manifest_answers(api: TestClient) -> None:
    told = api.get("/reconcile/default").json()
    for kind, prefix in (("entity", "kestrel"), ("property", "country"), ("type", "organ")):
        service = told["suggest"][kind]
        answer = api.get(service["service_url"] + service["service_path"], params={"prefix": prefix})
        assert answer.json()["result"], kind
    propose = told["extend"]["propose_properties"]
    assert api.get(propose["service_url"] + propose["service_path"], params={"type": "Company"}).json()["properties"]
    preview = api.get(told["preview"]["url"].replace("{{id}}", "kestrel"))
    assert preview.headers["content-type"].startswith("text/html")
    assert "<h1>Kestrelworks Optics Co., Ltd.</h1>" in preview.text
    assert api.get(told["view"]["url"].replace("{{id}}", "kestrel")).status_code == 200


def test_a_key_in_the_address_is_passed_on_with_every_path(api: TestClient) -> None:
    told = api.get("/reconcile/default?api_key=").json()
    paths = [told["suggest"][kind]["service_path"] for kind in ("entity", "property", "type")]
    assert all(path.endswith("?api_key=") for path in (*paths, told["extend"]["propose_properties"]["service_path"]))
    assert told["preview"]["url"].endswith("preview?id={{id}}&api_key=")


def test_a_batch_of_questions(api: TestClient) -> None:
    told = ask(
        api,
        q0={"query": "Kestrelworks Optics", "type": "Company", "limit": 3, "type_strict": "should"},
        q1={"query": "Marten Ansel Quillford", "type": ["Person", "Company"]},
        q2={"query": "nobody at all"},
        q3={"query": "unlike", "properties": [{"pid": "LegalEntity:registrationNumber", "v": USCC}]},
        q4={"properties": [{"pid": "imoNumber", "v": [9074729, {"id": "Q1", "name": "heron"}]}], "type": "Vessel"},
        q5={"query": "Kestrelworks Optics", "properties": [{"pid": "country", "v": {"id": "de"}}]},
    )
    assert [(one["id"], one["match"]) for one in told["q0"]["result"]] == [("kestrel", True)]
    assert [(one["id"], one["match"]) for one in told["q1"]["result"]] == [("person", False)]
    assert told["q2"]["result"] == []
    assert [one["id"] for one in told["q3"]["result"]] == ["kestrel"]
    assert [one["id"] for one in told["q4"]["result"]] == ["vessel"]
    assert [one["match"] for one in told["q5"]["result"]] == [False], "another country"


def test_the_same_by_get(api: TestClient) -> None:
    answer = api.get("/reconcile/default", params={"queries": json.dumps({"q": {"query": "Ospreyline Sensors"}})})
    results(answer.json()["q"])
    assert [one["id"] for one in answer.json()["q"]["result"]] == ["osprey"]


@pytest.mark.parametrize(
    "query",
    [
        {"query": 37473874},
        {},
        {"query": ""},
        {"query": "a", "type": "Banana"},
        {"query": "a", "limit": "many"},
        {"query": "a", "properties": [{"pid": "country"}]},
        [],
        "a",
    ],
)
def test_a_question_that_is_none(api: TestClient, query: object) -> None:
    answer = api.post("/reconcile/default", data={"queries": json.dumps({"q": query})})
    assert answer.status_code == 400
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"queries": "{"},
        {"queries": "[]"},
        {"extend": "[]"},
        {"extend": '{"ids": ["a"]}'},
        {"extend": '{"ids": [1], "properties": []}'},
    ],
)
def test_a_form_that_cannot_be_read(api: TestClient, form: dict[str, str]) -> None:
    assert api.post("/reconcile/default", data=form).status_code == 422


def test_suggestions(api: TestClient) -> None:
    for kind in ("entity", "property", "type"):
        told = api.get(f"/reconcile/default/suggest/{kind}").json()
        assert told["result"] == [], "nothing was typed"
        assert api.get(f"/reconcile/default/suggest/{kind}?prefix=banana").json()["result"] == []
    (entity,) = api.get("/reconcile/default/suggest/entity?prefix=kestrelw").json()["result"]
    assert (entity["id"], entity["notable"]) == ("kestrel", [{"id": "Company", "name": "Companies"}])
    assert api.get("/reconcile/us_ofac_sdn/suggest/entity?prefix=osprey").json()["result"] == []
    properties = [one["id"] for one in api.get("/reconcile/default/suggest/property?prefix=country").json()["result"]]
    assert {"Thing:country", "LegalEntity:mainCountry"} <= set(properties)
    assert [one["id"] for one in api.get("/reconcile/default/suggest/type?prefix=organ").json()["result"]] == [
        "Organization"
    ]


def test_what_can_be_fetched(api: TestClient) -> None:
    told = api.get("/reconcile/default/extend/property?type=Company&limit=3").json()
    assert (told["type"], told["limit"], len(told["properties"])) == ("Company", 3, 3)
    assert all(isinstance(one["id"], str) and isinstance(one["name"], str) for one in told["properties"])
    assert api.get("/reconcile/default/extend/property?type=Banana").status_code == 400


def test_values_are_fetched_in_rows(api: TestClient) -> None:
    extend = {
        "ids": ["kestrel", "old-kestrel", "banana"],
        "properties": [
            {"id": "country"}, {"id": "alias", "settings": {"limit": 1}}, {"id": "Thing:name", "settings": {"render": "raw"}}, {"id": "sanctions"}, {"id": "ownershipAsset"},
            {"id": "colour"},
        ],
    }  # fmt: skip
    told = api.post("/reconcile/default", data={"extend": json.dumps(extend)}).json()
    assert [one["id"] for one in told["meta"]] == ["country", "alias", "Thing:name", "sanctions", "ownershipAsset"]
    assert all(isinstance(one["name"], str) for one in told["meta"])
    assert list(told["rows"]) == extend["ids"]
    row = told["rows"]["kestrel"]
    assert row["country"] == [{"str": "China"}]
    assert len(row["alias"]) == 1
    assert row["ownershipAsset"] == [{"id": "holding", "name": "Northfen Holdings"}]
    assert [set(one) for one in row["sanctions"]] == [{"str"}, {"str"}]
    assert told["rows"]["old-kestrel"] == row, "an id from before is as good"
    assert told["rows"]["banana"] == {}
    raw = {"ids": ["kestrel"], "properties": [{"id": "country", "settings": {"render": "raw"}}]}
    assert api.post("/reconcile/default", data={"extend": json.dumps(raw)}).json()["rows"]["kestrel"]["country"] == [
        {"str": "cn"}
    ]
