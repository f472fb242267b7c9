"""Ties that an authority prints, as edges; and edges whose ends merge, kept. All invented."""

from __future__ import annotations

from dataclasses import replace

from countersight.model.body import Body, Designation, Edge, Name, Statement
from countersight.model.units import WHOLE
from countersight.snapshots.build import combine
from countersight.snapshots.ties import kept, ties
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.statements import fold, project

CMIC, SDN, DOD = "us.ofac.ns_cmic", "us.ofac.sdn", "us.dod.1260h"


def body(body_id: str, list_id: str, *said: Statement, name: str = "", end: str = "") -> Body:
    told = Designation(list_id, body_id, "2021-06-03", "an invented notice", end=end, source_id="s")
    return Body(body_id, "Organization", (Name(name or f"INVENTED {body_id.upper()} CO., LTD.", "", "primary"),), designations=(told,), statements=said, source_id="s")


def tie(body_id: str, prop: str, value: str, **more: str) -> Statement:
    return Statement(body_id, prop, value, "an invented entry", nature=more.pop("nature", "finding"), **more)


def test_linked_to_is_an_edge_that_is_not_confirmed_and_has_no_share() -> None:
    (edge,) = ties([body("gull", SDN), body("tern", CMIC, tie("tern", "linked_to", "Invented Gull Co., Ltd."))])
    assert (edge.owner, edge.asset, edge.klass, edge.lo, edge.hi, edge.confirmed) == ("gull", "tern", "linked_to", 0, WHOLE, False)
    assert (edge.start, edge.end, edge.citation) == ("2021-06-03", "", "an invented entry")


def test_a_parent_is_an_edge_for_as_long_as_the_entry_stands() -> None:
    (edge,) = ties([body("gull", DOD), body("tern", DOD, tie("tern", "parent", "INVENTED GULL CO., LTD."), end="2025-01-07")])
    assert (edge.klass, edge.confirmed, edge.start, edge.end) == ("parent", True, "2021-06-03", "2025-01-07")
    (told,) = ties([body("gull", DOD), body("tern", DOD, tie("tern", "parent", "INVENTED GULL CO., LTD.", start="2022-10-05"))])
    assert told.start == "2022-10-05"


def test_only_a_name_that_one_body_of_the_same_lists_has_makes_an_edge() -> None:
    said = tie("tern", "parent", "Invented Gull Co., Ltd.")
    assert ties([body("gull", SDN), body("tern", DOD, said)]) == [], "the owner is on no list of that authority"
    assert ties([body("gull", DOD), body("heron", DOD, name="Invented Gull Co., Ltd."), body("tern", DOD, said)]) == [], "two have the name"
    assert ties([body("gull", DOD), body("tern", CMIC, said)]) == [], "the body itself is on none of them"
    assert ties([body("tern", DOD, said, name="Invented Gull Co., Ltd.")]) == [], "to itself"
    assert ties([body("gull", DOD), body("tern", DOD, replace(said, nature="report"))]) == [], "a report is no list"
    assert ties([body("gull", DOD), body("tern", DOD, replace(said, standing="withdrawn"))]) == []


def test_the_atlas_holds_them_with_the_statement_behind_each() -> None:
    bodies = [body("gull", DOD), body("tern", DOD, tie("tern", "parent", "Invented Gull Co., Ltd.", source_id="s"))]
    built = combine(AtlasRecords(bodies, sources=[SourceRecord("s", "S")]), [])
    (edge,) = built.edges
    rows = {row.id: row for row in project(built)}
    assert [(rows[one].prop, rows[one].value) for one in edge.statements] == [("claim:parent", "Invented Gull Co., Ltd.")]
    assert [one for one in fold(project(built)).edges if one.klass == "parent"] == [edge]


def test_an_edge_whose_ends_became_one_body_stays_and_says_so() -> None:
    edge = Edge("one", "two", "equity", 5, 5, citation="an invented filing", id="e")
    (found,) = kept([edge], {"two": "one"})
    assert (found.owner, found.asset, found.remarks) == ("one", "one", ("its ends one and two are one body here: it was between two records of it",))
    own = replace(edge, asset="one")
    assert kept([own], {}) == [own], "what a source itself gives as held by the body in itself is a finding elsewhere"
