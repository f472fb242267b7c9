"""Export: what a source does not let leave stays, value by value. All bodies invented."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.records import records

from countersight.errors import UsageError
from countersight.model.body import Body, Coverage, Designation, Edge, Name, Origin, Statement
from countersight.store.export import SHAREABLE, Export, export_lines, exportable
from countersight.store.records import AtlasRecords, SourceRecord, canonical
from countersight.store.statements import project

SOURCES = [SourceRecord(one, one, reuse=one) for one in ("open", "share_alike", "noncommercial", "facts_only", "link_only", "private")]


def kestrel() -> AtlasRecords:
    body = Body(
        "kestrel", "Company", (Name("Invented Kestrel", "en", "primary"), Name("Secret Kestrel")), ("CN", "HK"), ("1 Sample Street",), {"isin": "X1; X2"},
        designations=(Designation("us.uflpa", "kestrel", "2022-06-21", "00 FR 1", source_id="open"), Designation("us.fcc.covered", "kestrel", "2022-01-01", "n", source_id="private")),
        statements=(Statement("kestrel", "sector", "cameras", "a report"), Statement("kestrel", "sector", "drones", "a paper", source_id="facts_only")),
        source_id="open", origins=(Origin("name", "Secret Kestrel", "private"), Origin("country", "HK", "link_only"), Origin("identifier:isin", "X2", "share_alike"), Origin("address", "1 Sample Street", "private")),
    )  # fmt: skip
    hidden = Body("hidden", "Company", (Name("Invented Hidden"),), source_id="private")
    edges = [Edge("hidden", "kestrel", "equity", 1, 1, citation=f"c of {one}", source_id=one) for one in ("open", "private", "")]
    return canonical(AtlasRecords([body, hidden], edges, [Coverage("us.uflpa", "U", True, "2022-01-01", "2022-01-01", 45, "private")], SOURCES))  # noqa: FBT003 - the record's own field


def told(export: Export) -> str:
    return "\n".join(export_lines(export))


def test_what_may_not_leave_does_not_value_by_value() -> None:
    found = exportable(kestrel())
    (body,) = found.records.bodies
    assert [name.text for name in body.names] == ["Invented Kestrel"]
    assert (body.countries, body.addresses, body.identifiers) == (("CN",), (), {"isin": "X1"})
    assert [one.list_id for one in body.designations] == ["us.uflpa"]
    assert [one.value for one in body.statements] == ["cameras"]
    assert len(found.records.edges) == 1
    for word in ("Secret", "Hidden", "HK", "X2", "drones", "Sample Street", "covered"):
        assert word not in told(found)
    assert found.withheld == {"reuse class facts_only": 1, "reuse class link_only": 1, "reuse class private": 6, "reuse class share_alike": 1, "source not described: none named": 1}


def test_every_line_says_its_source_and_its_class() -> None:
    lines = [json.loads(line) for line in export_lines(exportable(kestrel(), SHAREABLE))]
    assert [(line["type"], line["source"], line["reuse"]) for line in lines] == [
        ("source", "noncommercial", "noncommercial"), ("source", "open", "open"), ("source", "share_alike", "share_alike"),
        ("body", "open", "open"), ("edge", "open", "open"),
    ]  # fmt: skip
    assert lines[3]["record"]["identifiers"] == {"isin": "X1; X2"}


@pytest.mark.parametrize("reuse", ["facts_only", "link_only", "private", "anything"])
def test_no_choice_lets_the_closed_classes_out(reuse: str) -> None:
    with pytest.raises(UsageError, match="cannot be exported"):
        exportable(kestrel(), ["open", reuse])


@given(records(), st.sets(st.sampled_from(SHAREABLE)))
@settings(max_examples=100, deadline=None)
def test_whatever_leaves_comes_from_a_source_that_lets_it(made: AtlasRecords, allowed: set[str]) -> None:
    whole = canonical(made)
    classes = {one.id: one.reuse for one in whole.sources}
    for row in project(exportable(whole, allowed).records):
        assert classes[row.source_id] in allowed


@pytest.mark.parametrize("answers", ["", "other"])
def test_a_contested_statement_leaves_only_with_its_reply(answers: str) -> None:
    said = Statement("kestrel", "sector", "cameras", "a report", standing="contested")
    reply = Statement("kestrel", "reply", "it makes bicycles", "a letter", "admission", answers=answers)
    body = Body("kestrel", "Company", (Name("K"),), statements=(said, reply), source_id="open")
    found = exportable(canonical(AtlasRecords([body], sources=SOURCES[:1])))
    left = {one.prop for one in found.records.bodies[0].statements}
    assert left == ({"reply"} if answers else {"sector", "reply"})
    assert found.withheld == ({"contested without its reply": 1} if answers else {})
    closed = replace(body, statements=(said, replace(reply, answers="", source_id="private")))
    found = exportable(canonical(AtlasRecords([closed], sources=SOURCES)))
    assert found.records.bodies[0].statements == ()
