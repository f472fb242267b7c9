"""The yente wire format: the requests that its documentation shows, and the shape of what comes back."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from countersight.api.yente import wire
from countersight.api.yente.entities import Cards
from countersight.api.yente.model import PROPERTIES, SCHEMATA, TOPICS
from countersight.api.yente.search import rows_of
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot, write_snapshot
from tests.api.invented import LEI, SOURCE, USCC, bodies, client, records

MISSING = find_spec("followthemoney") is None

DOCUMENTED = {
    "entity1": {
        "schema": "Person",
        "properties": {"name": ["John Doe"], "birthDate": ["1975-04-21"], "nationality": ["us"]},
    },
    "entity2": {
        "schema": "Company",
        "properties": {
            "name": ["Brilliant Amazing Limited"],
            "jurisdiction": ["hk"],
            "registrationNumber": ["84BA99810"],
        },
    },
}
"""The examples of yente's own description of /match."""
QUICKSTART = {
    "schema": "Person",
    "properties": {"firstName": ["Aleksandr"], "lastName": ["Zacharov"], "birthDate": ["1965"]},
}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client(tmp_path_factory.mktemp("office"))


def match(api: TestClient, example: dict[str, Any], query: str = "") -> dict[str, Any]:
    answer = api.post(f"/match/default{query}", json={"queries": {"q": example}})
    assert answer.status_code == 200, answer.text
    wire.MatchResponse.model_validate(answer.json())
    found: dict[str, Any] = answer.json()["responses"]["q"]
    return found


def company(name: str, **more: list[str]) -> dict[str, Any]:
    return {"schema": "Company", "properties": {"name": [name], **more}}


def test_the_documented_examples_give_an_answer_each_of_the_documented_shape(api: TestClient) -> None:
    answer = api.post("/match/default", json={"queries": {**DOCUMENTED, "q": QUICKSTART}})
    assert answer.status_code == 200
    assert answer.headers["x-batch-size"] == "3"
    told = answer.json()
    assert set(told) >= {"responses", "limit"}
    assert list(told["responses"]) == ["entity1", "entity2", "q"]
    for one in told["responses"].values():
        assert set(one) >= {"status", "results", "total", "query"}
        assert one["total"] == {"value": 0, "relation": "eq"}
    assert told["responses"]["entity2"]["query"] == {"id": None, **DOCUMENTED["entity2"]}


def test_a_result_is_an_entity_with_score_match_features_and_the_reason(api: TestClient) -> None:
    (hit,) = match(api, company("KESTRELWORKS OPTICS", jurisdiction=["China"]))["results"]
    assert (hit["id"], hit["schema"], hit["match"], hit["target"]) == ("kestrel", "Company", True, True)
    assert hit["score"] >= 0.7
    assert hit["properties"]["uscCode"] == [USCC]
    assert hit["properties"]["topics"] == ["export.control"], "the entry on the SDN list has ended"
    assert hit["datasets"] == ["us_bis_entity_list", "us_ofac_sdn", "us_trade_csl"]
    assert hit["referents"] == ["old-kestrel"]
    assert hit["explanations"]["countersight"]["detail"].startswith("the same name but for the legal form")
    assert hit["first_seen"] == "2015-01-05T00:00:00"
    assert hit["last_seen"] == "2026-01-31T00:00:00"


def test_what_may_be_told_of_a_party_is_heard(api: TestClient) -> None:
    by_number = match(
        api, {"schema": "LegalEntity", "properties": {"name": ["nothing like it"], "registrationNumber": [USCC]}}
    )
    assert [one["id"] for one in by_number["results"]] == ["kestrel"], (
        "a number of China's register is known by its check digit"
    )
    by_lei = match(api, {"schema": "Company", "properties": {"leiCode": [LEI]}})
    assert [one["id"] for one in by_lei["results"]] == ["kestrel"]
    text = match(
        api, {"schema": "Company", "properties": {"name": "Kestrelworks", "colour": "red", "country": "China"}}
    )
    assert text["query"]["properties"] == {"name": ["Kestrelworks"], "country": ["cn"]}
    elsewhere = match(api, company("Kestrelworks Optics", jurisdiction=["us"]))["results"]
    assert [one["match"] for one in elsewhere] == [False], "another country: a person has to look"
    wrong = match(api, company("Kestrelworks Optics", leiCode=["5493001KJTIIGC8Y1R13"]))
    assert "lei" in wrong["notes"][0]


def test_a_person_is_possible_by_name_and_nationality_counts_nothing(api: TestClient) -> None:
    told = match(
        api,
        {"id": "mine", "schema": "Person", "properties": {"name": ["Marten Ansel Quillford"], "nationality": ["ru"]}},
    )
    (hit,) = told["results"]
    assert (hit["id"], hit["match"], told["total"]["value"]) == ("person", False, 0)
    assert hit["score"] < 0.7
    assert told["query"] == {"id": "mine", "schema": "Person", "properties": {"name": ["Marten Ansel Quillford"]}}
    elsewhere = match(api, {"schema": "Person", "properties": {"name": ["Marten Ansel Quillford"], "country": ["us"]}})
    assert elsewhere["results"][0]["score"] == hit["score"], (
        "of a person the country counts nothing, which may be a nationality"
    )
    in_parts = match(
        api, {"schema": "Person", "properties": {"firstName": ["Marten Ansel"], "lastName": ["Quillford"]}}
    )
    assert [one["id"] for one in in_parts["results"]] == ["person"]


def test_the_type_of_the_example_counts(api: TestClient) -> None:
    assert match(api, {"schema": "Vessel", "properties": {"name": ["Kestrelworks Optics"]}})["results"] == []
    assert [
        one["id"] for one in match(api, {"schema": "Vessel", "properties": {"imoNumber": ["9074729"]}})["results"]
    ] == ["vessel"]
    assert [
        one["id"] for one in match(api, {"schema": "Thing", "properties": {"name": ["Kestrelworks"]}})["results"]
    ] == ["kestrel"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["kestrel"]), ("?limit=0", []), ("?threshold=0.5", ["kestrel"]), ("?cutoff=1.5&threshold=2", []), ("?include_dataset=us_bis_entity_list", ["kestrel"]),
        ("?include_dataset=us_uflpa", []), ("?include_dataset=us_uflpa&include_dataset=us_trade_csl", ["kestrel"]), ("?exclude_dataset=us_trade_csl", []),
        ("?exclude_schema=Company", []), ("?exclude_schema=Person", ["kestrel"]), ("?topics=export.control", ["kestrel"]), ("?topics=sanction", []),
        ("?changed_since=2019-01-01", ["kestrel"]), ("?changed_since=2019-10-10T00:00", []), ("?exclude_entity_ids=kestrel", []), ("?exclude_entity_ids=none", ["kestrel"]),
        ("?algorithm=logic-v2", ["kestrel"]), ("?algorithm=countersight-strict", ["kestrel"]),
    ],
)  # fmt: skip
def test_what_narrows_a_match(api: TestClient, query: str, ids: list[str]) -> None:
    assert [one["id"] for one in match(api, company("Kestrelworks Optics Co Ltd"), query)["results"]] == ids


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/match/default", {"queries": {"fail": {"properties": {"name": "Banana"}}}}, 422),
        ("/match/default", {"queries": {"fail": {"schema": "xxx", "properties": {"name": "Banana"}}}}, 400),
        ("/match/default", {"queries": {}}, 400), ("/match/default", {}, 422), ("/match/default", [], 422), ("/match/banana", {"queries": DOCUMENTED}, 404),
        ("/match/default?algorithm=banana", {"queries": DOCUMENTED}, 400), ("/match/default?limit=9999", {"queries": DOCUMENTED}, 422),
        ("/match/default?limit=a", {"queries": DOCUMENTED}, 422), ("/match/default?threshold=nan", {"queries": DOCUMENTED}, 422),
        ("/match/default?exclude_schema=Banana", {"queries": DOCUMENTED}, 400), ("/match/default?changed_since=yesterday", {"queries": DOCUMENTED}, 422),
        ("/match/default", {"queries": {str(at): DOCUMENTED["entity2"] for at in range(101)}}, 400),
        ("/match/default?" + "&".join(f"exclude_entity_ids={at}" for at in range(51)), {"queries": DOCUMENTED}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_with_a_hint(api: TestClient, path: str, body: object, status: int) -> None:
    answer = api.post(path, json=body)
    assert answer.status_code == status
    told = answer.json()
    assert told["detail"]
    assert told["hint"]
    assert "Banana" not in answer.text.replace("schema 'Banana'", ""), "names are not repeated"


def test_a_null_query_is_left_out_as_yente_does(api: TestClient) -> None:
    told = api.post("/match/default", json={"queries": {"a": None, "b": DOCUMENTED["entity2"]}}).json()
    assert list(told["responses"]) == ["b"]


def test_the_headers_say_which_snapshot_answers_and_what_it_does_not_hold(api: TestClient) -> None:
    answer = api.post("/match/default", json={"queries": DOCUMENTED})
    assert answer.headers["x-countersight-not-covered"] == "us.ofac.sdn"
    assert len(answer.headers["x-countersight-snapshot"]) == 64


def found(api: TestClient, query: str, dataset: str = "default") -> list[str]:
    answer = api.get(f"/search/{dataset}?{query}")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    wire.SearchResponse.model_validate(told)
    return [one["id"] for one in told["results"]]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("q=kestrelw", ["kestrel"]), ("q=optics%20kestrel", ["kestrel"]), ("q=红隼", ["kestrel"]),
        ("q=隼", ["kestrel"]), (f"q={USCC}", ["kestrel"]), ("q=osprey", ["osprey"]), ("q=banana", []),
        ("q=%25", []), ("q=kestrelworsk&fuzzy=true", ["kestrel"]), ("schema=Person", ["person"]), ("schema=LegalEntity&exclude_schema=Company", ["bureau", "person"]),
        ("countries=de", ["osprey"]), ("countries=DE&countries=cn&schema=Company", ["holding", "kestrel", "osprey"]), ("topics=sanction", ["person", "vessel"]),
        ("topics=gov&topics=export.control&filter_op=AND", ["bureau"]), ("target=false", ["holding", "osprey"]), ("datasets=us_ofac_sdn", ["kestrel", "person", "vessel"]),
        ("changed_since=2021-01-01", ["holding", "osprey", "vessel"]),
        ("changed_since=2021-01-01T10:00:00.5%2B00:00", ["holding", "osprey", "vessel"]),
        ("filter=properties.country:cn&filter=schema:Company", ["holding", "kestrel"]),
        ("filter=topics:gov", ["bureau"]), ("sort=caption&limit=2", ["kestrel", "holding"]), ("sort=caption:desc&limit=1", ["bureau"]),
        ("sort=first_seen:desc&target=true&limit=1", ["vessel"]), ("offset=5", ["vessel"]), ("offset=100", []), ("limit=0", []), ("exclude_dataset=us_trade_csl", ["holding"]),
    ],
)  # fmt: skip
def test_search(api: TestClient, query: str, ids: list[str]) -> None:
    assert found(api, query) == ids


def test_a_dataset_is_a_source_a_list_or_everybody_on_a_list_in_force(api: TestClient) -> None:
    assert found(api, "", "us_bis_entity_list") == ["bureau", "kestrel"]
    assert found(api, "", "sanctions") == ["bureau", "kestrel", "person", "vessel"]
    assert found(api, "", "user_own") == ["holding"]


def test_facets_count_all_that_was_found_and_not_the_page(api: TestClient) -> None:
    told = api.get("/search/default?limit=1").json()
    assert list(told["facets"]) == ["countries", "topics", "datasets"]
    assert told["facets"]["countries"]["values"][0] == {"name": "cn", "label": "China", "count": 3}
    assert told["total"]["value"] == 6
    two = api.get("/search/default?facets=schema&facets=topics").json()["facets"]
    assert list(two) == ["schema", "topics"]
    assert two["schema"]["values"][0] == {"name": "Company", "label": "Company", "count": 3}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search/default?schema=Banana", 400),
        ("/search/default?offset=9999", 422),
        ("/search/default?limit=10000", 422),
        ("/search/default?sort=colour", 400),
        ("/search/default?filter=colour:red", 400),
        ("/search/default?filter=properties.colour:red", 400),
        ("/search/default?filter=cn", 400),
        ("/search/banana", 404),
    ],
)
def test_searches_that_are_refused(api: TestClient, path: str, status: int) -> None:
    assert api.get(path).status_code == status


def test_the_outlines_say_what_the_cards_say() -> None:
    snapshot = Snapshot.in_memory(records())
    from datetime import UTC, datetime

    day = datetime.now(UTC).date()
    cards = Cards(snapshot, day)
    for row in rows_of(snapshot, day.isoformat()).values():
        card = cards.card(row.id)
        assert card is not None
        assert (row.schema, row.topics, row.datasets, row.last) == (
            card.schema,
            card.topics,
            card.datasets,
            card.changed,
        )
        assert row.countries == (card.countries if card.schema != "Person" else frozenset())


def test_an_entity_holds_what_points_at_it(api: TestClient) -> None:
    told = api.get("/entities/kestrel").json()
    wire.Entity.model_validate(told)
    props = told["properties"]
    assert [one["properties"]["programId"] for one in props["sanctions"]] == [["us.bis.entity_list"], ["us.ofac.sdn"]]
    assert props["sanctions"][0]["datasets"] == ["us_bis_entity_list"]
    (stake,) = props["ownershipAsset"]
    assert stake["properties"]["percentage"] == ["50"]
    assert stake["properties"]["owner"][0]["caption"] == "Northfen Holdings"
    assert stake["properties"]["asset"] == ["kestrel"]
    assert props["securities"][0]["properties"]["isin"] == ["CNE100000PM8"]
    (other,) = api.get("/entities/holding").json()["properties"]["ownershipOwner"]
    assert other["properties"]["asset"][0]["id"] == "kestrel"
    plain = api.get("/entities/kestrel?nested=false").json()
    assert "sanctions" not in plain["properties"]


def test_what_points_at_an_entity_page_by_page(api: TestClient) -> None:
    told = api.get("/entities/kestrel/adjacent?limit=1").json()
    wire.AdjacentAll.model_validate(told)
    assert told["adjacent"]["sanctions"]["total"]["value"] == 2
    assert len(told["adjacent"]["sanctions"]["results"]) == 1
    second = api.get("/entities/kestrel/adjacent/sanctions?limit=1&offset=1").json()
    assert second["results"][0]["properties"]["programId"] == ["us.ofac.sdn"]
    assert api.get("/entities/kestrel/adjacent/banana").status_code == 404
    assert api.get("/entities/vessel/adjacent/securities").json()["total"]["value"] == 0


def test_an_id_from_before_leads_on(api: TestClient) -> None:
    answer = api.get("/entities/old-kestrel/adjacent/sanctions?limit=1", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "/entities/kestrel/adjacent/sanctions?limit=1"
    assert api.get("/entities/old-kestrel?nested=false").json()["id"] == "kestrel"
    assert api.get("/entities/banana").status_code == 404


def test_an_id_of_an_older_snapshot_leads_on_where_the_builder_would_have_merged(tmp_path: Path) -> None:
    before, after = records(), records()
    for one in before.bodies:
        if one.id in {"kestrel", "person", "osprey"}:
            one.id = f"old-{one.id}-1"
    before.bodies = [one for one in before.bodies if one.id != "kestrel"]
    before.edges = []
    from dataclasses import replace

    before.bodies = [
        replace(one, designations=tuple(replace(told, body_id=one.id) for told in one.designations), statements=())
        for one in before.bodies
    ]
    write_snapshot(tmp_path / ("a" * 64), before).close()
    api = client(tmp_path, write_snapshot(tmp_path / ("b" * 64), after))
    assert api.get("/entities/old-kestrel-1", follow_redirects=False).headers["location"] == "/entities/kestrel"
    assert api.get("/entities/old-osprey-1", follow_redirects=False).headers["location"] == "/entities/osprey", (
        "one name in one country"
    )
    assert api.get("/entities/old-person-1").status_code == 404, "of a person the name alone never proves who it is"


def test_what_is_left_out_takes_no_place(tmp_path: Path) -> None:
    """More bodies of nearly one name than the matcher gives, and the one that is asked about behind them."""
    alike = [
        Body(
            f"a{at:02}", "Company", (Name("Pellmere Instruments Ltd", "en", "primary"),), ("CN",), source_id="user.own"
        )
        for at in range(40)
    ]
    behind = Body("z", "Company", (Name("Pellmere Instruments Co., Ltd.", "en", "primary"),), ("CN",), source_id=SOURCE)
    api = client(tmp_path, Snapshot.in_memory(AtlasRecords(bodies=[*alike, behind], sources=records().sources)))
    assert len(match(api, company("Pellmere Instruments Ltd"), "?limit=30")["results"]) > 10
    for query in ("?include_dataset=us_trade_csl", "?exclude_dataset=user_own"):
        assert [one["id"] for one in match(api, company("Pellmere Instruments Ltd"), query)["results"]] == ["z"]
    told = api.post("/match/us_trade_csl", json={"queries": {"q": company("Pellmere Instruments Ltd")}}).json()
    assert [one["id"] for one in told["responses"]["q"]["results"]] == ["z"]


def test_an_id_that_may_have_gone_to_two_bodies_leads_nowhere(tmp_path: Path) -> None:
    def body(body_id: str, *names: str) -> Body:
        return Body(body_id, "Company", tuple(Name(name, "en", "primary") for name in names), ("DE",), source_id=SOURCE)

    sources = records().sources
    write_snapshot(
        tmp_path / ("a" * 64),
        AtlasRecords(
            bodies=[body("both", "Quennel Optics", "Farrow Optics"), body("one", "Dunmere Optics")], sources=sources
        ),
    ).close()
    after = AtlasRecords(
        bodies=[body("q", "Quennel Optics"), body("f", "Farrow Optics"), body("d", "Dunmere Optics")], sources=sources
    )
    api = client(tmp_path, write_snapshot(tmp_path / ("b" * 64), after))
    assert api.get("/entities/one", follow_redirects=False).headers["location"] == "/entities/d"
    assert api.get("/entities/both").status_code == 404


def test_statements_say_who_says_each_thing(api: TestClient) -> None:
    told = api.get("/statements?canonical_id=kestrel&prop=name").json()
    wire.StatementResponse.model_validate(told)
    assert [(one["value"], one["dataset"], one["lang"]) for one in told["results"]] == [
        ("Kestrelworks Optics Co., Ltd.", "us_trade_csl", "en")
    ]
    assert api.get("/statements?entity_id=old-kestrel&prop=country").json()["results"][0]["value"] == "cn"
    assert api.get("/statements").status_code == 400


def test_what_there_is(api: TestClient) -> None:
    algorithms = api.get("/algorithms").json()
    wire.Algorithms.model_validate(algorithms)
    assert algorithms["best"] in {one["name"] for one in algorithms["algorithms"]}
    catalog = api.get("/catalog").json()
    wire.Catalog.model_validate(catalog)
    assert catalog == api.get("/manifest").json()
    assert "us_bis_entity_list" in catalog["current"]
    assert catalog["outdated"] == ["us_ofac_sdn"]
    for path in ("/healthz", "/readyz"):
        assert api.get(path).json() == {"status": "ok"}


def test_every_shape_of_the_description_is_closed_where_answers_are() -> None:
    with pytest.raises(ValueError, match="extra"):
        wire.Entity.model_validate(
            {
                "id": "a",
                "caption": "a",
                "schema": "Company",
                "properties": {},
                "datasets": [],
                "referents": [],
                "target": False,
                "first_seen": None,
                "last_seen": None,
                "last_change": None,
                "colour": "red",
            }
        )
    assert issubclass(wire.Scored, BaseModel)


def test_a_snapshot_with_nothing_in_it_answers(tmp_path: Path) -> None:
    api = client(tmp_path, Snapshot.in_memory(AtlasRecords()))
    assert match(api, company("Kestrelworks"))["results"] == []
    assert found(api, "q=kestrel") == []


def test_what_is_taken_from_the_model_is_in_it() -> None:
    if MISSING:
        pytest.skip("followthemoney is not installed (extra ftm)")
    model: Any = import_module("followthemoney").model
    registry: Any = import_module("followthemoney.types").registry

    for schema in SCHEMATA.values():
        theirs = model.get(schema.name)
        assert theirs is not None
        assert (theirs.label, theirs.plural) == (schema.label, schema.plural)
        assert {one.name for one in theirs.schemata} - {schema.name} == set(schema.parents)
    for one in PROPERTIES:
        assert model.get(one.schema).properties[one.name].qname == one.qname
        assert (model.get(one.schema).get(one.name).label, model.get(one.schema).get(one.name).type.name) == (
            one.label,
            one.kind,
        )
    assert all(registry.topic.names[topic] == label for topic, label in TOPICS.items())


def test_the_atlas_of_these_tests_is_invented() -> None:
    assert len(bodies()) == 6
