"""FollowTheMoney in and out: the invented sample, every way to get it wrong, what may leave, and that it comes back the same."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.errors import DataError, InputError, UsageError
from countersight.model.body import Body, Designation, Edge, Name, Origin, Statement, each
from countersight.model.lists import BY_ID
from countersight.model.units import WHOLE
from countersight.names.normalise import fold
from countersight.sources.ftm.catalogue import read_catalogue
from countersight.sources.ftm.export import FtmExport, export_ftm, file_bytes, fitting_id
from countersight.sources.ftm.reader import NAMELESS, FtmRead, read_ftm
from countersight.sources.ftm.shares import read_percentage, write_percentage
from countersight.sources.ftm.validating import problems
from countersight.sources.starter import read_starter
from countersight.store.records import AtlasRecords, SourceRecord, canonical, edge_key

PACKAGE = files("countersight.sources.ftm")
LINES = PACKAGE.joinpath("sample.entities.ftm.json").read_text("utf-8").splitlines()
INDEX = json.loads(PACKAGE.joinpath("sample.index.json").read_text("utf-8"))
DAY = date(2026, 1, 31)
KESTREL = "Invented Kestrel Vision Technology Co., Ltd."
MISSING = find_spec("followthemoney") is None


def entity(entity_id: str, schema: str = "Company", **props: list[str]) -> str:
    """One line of a file."""
    return json.dumps({"id": entity_id, "caption": "", "schema": schema, "properties": props, "datasets": ["invented_list"], "referents": []})


def read(folder: Path, data: bytes | list[str], index: dict[str, Any] | None = None, *, dataset: str = "", expect: bool = False) -> FtmRead:
    raw = data if isinstance(data, bytes) else "".join(f"{line}\n" for line in data).encode()
    (folder / "entities.ftm.json").write_bytes(raw)
    told = {key: value for key, value in INDEX.items() if key not in {"resources", "entity_count"}} if index is None else index
    (folder / "index.json").write_text(json.dumps(told), encoding="utf-8")
    return read_ftm(folder / "entities.ftm.json", folder / "index.json", dataset=dataset, expect=expect)


@pytest.fixture
def sample(tmp_path: Path) -> FtmRead:
    return read(tmp_path, LINES, INDEX)


def named(found: FtmRead, name: str) -> Body:
    return next(body for body in found.edition.bodies if body.caption == name)


def test_the_sample_says_that_it_is_invented() -> None:
    assert INDEX["title"] == "INVENTED EXAMPLE DATASET"
    assert all("nvented" in line or "INVENTED" in line for line in LINES)


def test_sanctions_on_our_lists_are_designations(sample: FtmRead) -> None:
    kestrel = named(sample, KESTREL)
    entity_list, cmic = kestrel.designations
    assert (entity_list.list_id, entity_list.start, entity_list.scope) == ("us.bis.entity_list", "2019-10-09", "Presumption of denial.")
    assert entity_list.citation == "Entity List (15 CFR part 744, Supp. 4), entry invented-1; Bureau of Industry and Security"
    assert (cmic.list_id, cmic.start, cmic.end, cmic.scope) == ("us.ofac.ns_cmic", "2021-06-03", "2024-06-03", "Effective 2021-08-02")
    assert sample.edition.rows == {"us.bis.entity_list": 1, "us.ofac.ns_cmic": 1, "us.ofac.sdn": 1}


def test_a_sanction_on_another_list_is_a_statement_with_the_citation_of_its_authority(sample: FtmRead) -> None:
    (said,) = named(sample, "Invented Osprey GmbH").statements
    assert (said.prop, said.nature, said.value) == ("sanction", "designation", "Invented Regulation 1/2026")
    assert "Example Ministry of Samples" in said.citation
    assert (said.start, said.end) == ("2026-01-02", "2027-01-01")
    assert named(sample, "Invented Osprey GmbH").designations == ()


def test_names_keep_their_kinds_and_an_entry_of_ofac_its_id(sample: FtmRead) -> None:
    kestrel = named(sample, KESTREL)
    assert kestrel.id == "ofac-990001"
    assert {(name.text, name.kind) for name in kestrel.names} == {
        (KESTREL, "primary"), (KESTREL.upper(), "alias"), ("Invented Kestrel", "alias"), ("IKVT", "weak"), ("Example Kestrel Works", "former"),
    }  # fmt: skip
    assert kestrel.identifiers == {"uscc": "91330000MA2XXXXX0Y", "isin": "XX0000000009", "ticker": "999999"}
    assert kestrel.addresses == ("1 Example Road, Hangzhou", "2 Sample Street, Urumqi")
    assert named(sample, "Invented Kestrel Group").countries == ("CN",)


def test_ownership_and_control_are_edges_with_exact_ranges(sample: FtmRead) -> None:
    told = {(edge.owner, edge.asset, edge.klass, edge.lo, edge.hi, edge.start) for edge in sample.edition.edges}
    assert told == {
        ("invented-bureau", "invented-group", "control", 0, WHOLE, ""),
        ("invented-group", "ofac-990001", "equity", 25_000_001, 50_000_000, "2020-03"),
        *((edge.owner, edge.asset, edge.klass, edge.lo, edge.hi, edge.start) for edge in sample.edition.edges if NAMELESS in edge.remarks),
    }
    (private,) = (edge for edge in sample.edition.edges if NAMELESS in edge.remarks)
    assert private.owner.startswith("ftm-p-"), "the stake of a private person stays, since it leaves less to others; who it is does not"
    assert private.owner not in {body.id for body in sample.edition.bodies}
    assert {said.prop for said in named(sample, KESTREL).statements} == {"director"}


def test_of_a_listed_person_only_names_and_list_are_kept_and_others_are_counted(sample: FtmRead) -> None:
    people = [body for body in sample.edition.bodies if body.schema == "Person"]
    assert [(body.id, body.caption) for body in people] == [("ofac-990002", "Samplewoman, Invented")]
    assert (people[0].countries, people[0].addresses, people[0].identifiers, people[0].statements) == ((), (), {}, ())
    assert people[0].designations[0].list_id == "us.ofac.sdn"
    assert sample.skipped == {
        "Directorship of a person, or of a body that is not held": 1,
        "name of an owner by Ownership, of which only the stake is kept": 1,
        "a person, or what may be one, that no official list names": 1,
        "schema Family": 1,
    }


def test_nothing_of_a_person_but_names_is_in_what_was_read(sample: FtmRead) -> None:
    assert not [word for word in ("1900", "INVENTEDPASS", "4 Example Road", "Exampleman") if word in repr(sample)]


def test_a_party_that_may_be_a_person_is_left_out_and_one_whose_name_says_it_is_none_stays(tmp_path: Path) -> None:
    found = read(tmp_path, [entity("a", "LegalEntity", name=["Invented Exampleman"]), entity("b", "LegalEntity", name=["Invented Example Trading Co."], address=["1 Road"])])
    assert [(body.id, body.addresses) for body in found.edition.bodies] == [("b", ("1 Road",))]


def test_a_person_whom_an_authority_names_on_a_list_that_is_not_ours_is_kept(tmp_path: Path) -> None:
    lines = [entity("p", "Person", name=["Samplewoman"]), entity("s", "Sanction", entity=["p"], program=["Invented Order"])]
    with pytest.raises(DataError, match="no body in the file"):
        read(tmp_path, lines)
    catalogue = {"datasets": [{**INDEX, "resources": [], "entity_count": None, "publisher": {"name": "Example Ministry", "official": True}}]}
    found = read(tmp_path, lines, catalogue)
    assert [said.value for body in found.edition.bodies for said in body.statements] == ["Invented Order"]


def test_a_third_party_never_makes_a_list_complete(sample: FtmRead) -> None:
    assert sample.edition.coverage == []


def test_a_lifted_sanction_without_a_day_ends_on_the_day_of_the_file(tmp_path: Path) -> None:
    lines = [entity("a", name=["A Co."]), entity("s", "Sanction", entity=["a"], programId=["US-UFLPA"], status=["Lifted"], startDate=["2021-06-03"])]
    (told,) = read(tmp_path, lines).edition.bodies[0].designations
    assert (told.start, told.end) == ("2021-06-03", "2026-01-31")
    assert "since when is not told" in told.scope


@pytest.mark.parametrize(
    ("licence", "reuse"),
    [
        ("https://creativecommons.org/licenses/by-nc/4.0/", "noncommercial"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "noncommercial"),
        ("CC BY-SA 4.0", "share_alike"),
        ("https://creativecommons.org/licenses/by-nd/4.0/", "link_only"),
        ("https://creativecommons.org/licenses/by/4.0/", "open"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "open"),
        ("All rights reserved", "private"),
        (None, "private"),
    ],
)
def test_the_reuse_class_is_that_of_the_licence_and_what_is_not_known_stays(tmp_path: Path, licence: str | None, reuse: str) -> None:
    assert read(tmp_path, [entity("a", name=["A Co."])], {**INDEX, "license": licence, "resources": [], "entity_count": None}).edition.source.reuse == reuse


def test_a_catalogue_of_several_wants_the_name_of_one(tmp_path: Path) -> None:
    other = {**INDEX, "name": "example_other", "resources": []}
    catalogue = {"datasets": [{**INDEX, "resources": [], "entity_count": None}, other]}
    with pytest.raises(UsageError, match="the catalogue has 2 datasets"):
        read(tmp_path, [entity("a", name=["A Co."])], catalogue)
    with pytest.raises(UsageError, match="did you mean 'invented_list'"):
        read(tmp_path, [entity("a", name=["A Co."])], catalogue, dataset="invented_lists")
    assert read(tmp_path, [entity("a", name=["A Co."])], catalogue, dataset="invented_list").edition.source.id == "ftm.invented_list.2026-01-31"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entity_count": len(LINES) + 1}, r"18 entities, the catalogue says 19"),
        ({"resources": [{"name": "entities.ftm.json", "size": 3}]}, r"\d+ bytes, the catalogue says 3"),
        ({"resources": [{"name": "entities.ftm.json", "checksum": "0" * 40}]}, "the checksum is not that of the catalogue"),
    ],
)
def test_a_file_that_is_not_the_one_of_the_catalogue_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, LINES, {**INDEX, **change})


def test_half_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"download the file and index\.json again"):
        read(tmp_path, LINES[: len(LINES) // 2], INDEX)


def test_a_dataset_that_holds_a_known_list_is_held_against_it(tmp_path: Path) -> None:
    told = {**INDEX, "name": "us_dhs_uflpa", "resources": [], "entity_count": None}
    with pytest.raises(DataError, match=r"0 rows of us\.uflpa, at least 115"):
        read(tmp_path, LINES, told, expect=True)
    assert read(tmp_path, LINES, INDEX, expect=True).edition.bodies


BAD_LINES: dict[str, tuple[str | bytes, str]] = {
    "not JSON": ("{", r"entities\.ftm\.json:2:\d+: not JSON"),
    "not an object": ("[]", r"entities\.ftm\.json:2: not an object"),
    "no id": ('{"schema": "Company", "properties": {}}', r":2:id: id is missing"),
    "an id that is a list": ('{"id": ["a"], "schema": "Company", "properties": {}}', r":2:id: id is not text"),
    "an empty id": ('{"id": " ", "schema": "Company", "properties": {}}', r":2:id: id and schema are empty"),
    "no properties": ('{"id": "b", "schema": "Company"}', r":2:properties: properties is not an object"),
    "a property that is text": ('{"id": "b", "schema": "Company", "properties": {"name": "B"}}', r":2:properties\.name: not a list"),
    "nested": ('{"id": "b", "schema": "Sanction", "properties": {"entity": [{"id": "c"}]}}', r"an entity inside an entity\n  hint: .*targets\.nested\.json"),
    "a value that is a list": ('{"id": "b", "schema": "Company", "properties": {"name": [["B"]]}}', r":2:properties\.name: a value that is not text"),
    "too many values": ('{"id": "b", "schema": "Company", "properties": {"name": [' + ",".join(['"B"'] * 20_001) + "]}}", "20001 values, at most 20000"),
    "half a pair": ('{"id": "b", "schema": "Company", "properties": {"name": ["\\ud800"]}}', "half of a surrogate pair"),
    "an id twice": (entity("a", name=["A Co."]), r":2: the id 'a' stands twice"),
    "a key twice": ('{"id": "b", "id": "c", "schema": "Company", "properties": {}}', r":2: the key 'id' stands twice"),
    "nested without end": ("[" * 100_000, r":2: nested too deep"),
    "a bad date": (entity("s", "Sanction", entity=["a"], programId=["US-UFLPA"], startDate=["soon"]), r":2:properties\.startDate: not a date: 'soon'"),
    "a list of objects": ('{"id": "b", "schema": "Company", "properties": {}, "referents": [{}]}', r":2:referents: referents is not a list of text"),
    "not a number": ('{"id": "b", "schema": "Company", "properties": {"name": [NaN]}}', r":2: NaN is no JSON value"),
    "another encoding": ('{"id": "b", "schema": "Company", "properties": {"name": ["乌鲁木齐市公安局"]}}'.encode("gb18030"), r":2: not UTF-8 at byte \d+ of the line: it looks like GB18030"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_line_that_is_wrong_or_hostile_is_refused_with_line_property_and_hint(tmp_path: Path, name: str) -> None:
    line, message = BAD_LINES[name]
    data = entity("a", name=["A Co."]).encode() + b"\n" + (line.encode() if isinstance(line, str) else line) + b"\n"
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, data)
    assert caught.value.hint


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"entities\.ftm\.json:1: a line of more than 16777216 bytes"):
        read(tmp_path, b'{"id": "' + b"a" * (17 * 1024 * 1024))


def test_utf_16_is_refused_and_a_byte_order_mark_is_not(tmp_path: Path) -> None:
    text = entity("a", name=["A Co."])
    with pytest.raises(InputError, match="the file is UTF-16 by its byte order mark"):
        read(tmp_path, text.encode("utf-16"))
    assert read(tmp_path, ("\ufeff" + text).encode()).edition.bodies


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ([], "not a catalogue"),
        ({"title": "A"}, r"index\.json:name: the field is missing"),
        ({"name": 1.5, "license": ["x"]}, r"index\.json:license: not text: list"),
        ({"name": "a", "last_export": "soon"}, r"index\.json:last_export: not a time: 'soon'"),
        ({"name": "a", "publisher": "b"}, r"index\.json:publisher: not an object"),
        ({"name": "a", "resources": [1]}, r"index\.json:resources: not a list of objects"),
        ({"name": "a", "entity_count": "many"}, r"index\.json:entity_count: not a number: 'many'"),
        ({"datasets": [{"name": "a"}, 1]}, r"index\.json:datasets\[1\]: not an object"),
    ],
)
def test_a_catalogue_that_is_wrong_is_refused_with_its_field(tmp_path: Path, told: object, message: str) -> None:
    path = tmp_path / "index.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_catalogue(path)


def test_a_catalogue_without_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the catalogue tells no day"):
        read(tmp_path, LINES, {"name": "a"})


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("100%", WHOLE, WHOLE),
        ("25 to 50 percent", 25_000_000, 50_000_000),
        ("between 25% and 50%", 25_000_000, 50_000_000),
        ("ownership-of-shares-25-to-50-percent", 25_000_000, 50_000_000),
        ("At least 51", 51_000_000, WHOLE),
        (">50", 50_000_001, WHOLE),
        ("up to 10%", 0, 10_000_000),
        ("less than 5", 0, 4_999_999),
        ("25 or more but less than 50", 25_000_000, 49_999_999),
        ("0.0000001", 0, 1),
    ],
)
def test_a_share_in_words_is_an_exact_range(text: str, lo: int, hi: int) -> None:
    found = read_percentage(text)
    assert found is not None
    assert (found.lo, found.hi) == (lo, hi)


@given(st.integers(0, WHOLE), st.integers(0, WHOLE))
def test_every_range_is_written_and_read_back(one: int, two: int) -> None:
    lo, hi = sorted((one, two))
    found = read_percentage(write_percentage(lo, hi)) if (lo, hi) != (0, WHOLE) else None
    assert found is None or (found.lo, found.hi) == (lo, hi)
    assert found is not None or (lo, hi) == (0, WHOLE)


@given(st.text(max_size=40))
def test_no_text_as_a_share_raises(text: str) -> None:
    found = read_percentage(text)
    assert found is None or 0 <= found.lo <= found.hi <= WHOLE


def test_a_share_that_cannot_be_read_is_unknown_and_counted(tmp_path: Path) -> None:
    lines = [entity("a", name=["A Co."]), entity("b", name=["B Co."]), entity("o", "Ownership", owner=["a"], asset=["b"], percentage=["25", "a majority"])]
    found = read(tmp_path, lines)
    assert [(edge.lo, edge.hi) for edge in found.edition.edges] == [(0, WHOLE)]
    assert found.skipped == {"a share that is no percentage, taken as unknown": 1}


# --- out ---------------------------------------------------------------------------------------------------------------

OPEN = SourceRecord("own", "Invented own records", licence="CC0-1.0")
CLOSED = {
    reuse: SourceRecord(f"theirs-{reuse}", "Invented records of another", licence="ask", reuse=reuse)
    for reuse in ("noncommercial", "share_alike", "facts_only", "link_only", "private")
}


def records(*bodies: Body, edges: tuple[Edge, ...] = ()) -> AtlasRecords:
    return AtlasRecords(list(bodies), list(edges), [], [OPEN, *CLOSED.values()])


def company(body_id: str, name: str = "Invented Kestrel Co., Ltd.", source_id: str = "own") -> Body:
    return Body(body_id, "Company", (Name(name, "", "primary"),), countries=("CN",), source_id=source_id)


def came_back(export: FtmExport) -> FtmRead:
    with TemporaryDirectory() as folder:
        return read(Path(folder), file_bytes(export.lines), json.loads(export.index))


@pytest.mark.parametrize("reuse", CLOSED)
def test_what_may_not_leave_does_not_leave(reuse: str) -> None:
    theirs = f"theirs-{reuse}"
    designation = Designation("us.uflpa", "a", "2022-06-21", "Invented citation", source_id=theirs)
    own = replace(
        company("a"),
        names=(Name("Invented Kestrel Co., Ltd.", "", "primary"), Name("Their Alias")),
        designations=(designation,),
        origins=(Origin("name", "Their Alias", theirs),),
    )
    edge = Edge("a", "c", "equity", 1, 2, citation="Invented register", source_id=theirs)
    held = records(own, company("b", "Their Company", theirs), company("c", "Invented Osprey Co., Ltd."), edges=(edge,))
    text = "\n".join(export_ftm(held, DAY).lines)
    assert "Invented Kestrel" in text
    assert not [word for word in ("Their", "us.uflpa", "Invented register") if word in text]
    told = "\n".join(export_ftm(held, DAY, noncommercial=True, share_alike=True).lines)
    assert ("Their Alias" in told and "Their Company" in told and "us.uflpa" in told and "Invented register" in told) is (reuse in {"noncommercial", "share_alike"})
    assert sum(export_ftm(held, DAY).withheld.values()) == 4


def test_the_catalogue_of_an_export_carries_the_strictest_class(tmp_path: Path) -> None:
    export = export_ftm(records(company("a"), company("b", "Their Company", "theirs-noncommercial")), DAY, noncommercial=True)
    (tmp_path / "index.json").write_text(export.index, encoding="utf-8")
    told = read_catalogue(tmp_path / "index.json")
    assert (told.reuse, told.entities, told.day) == ("noncommercial", 2, "2026-01-31")
    assert told.checksum == hashlib.sha1(file_bytes(export.lines), usedforsecurity=False).hexdigest()


def test_what_has_no_fit_stays_in_our_own_form_and_is_counted() -> None:
    allegation = Statement("a", "named_by", "an invented article", "Invented Paper", nature="allegation")
    body = replace(company("a"), statements=(allegation,), government="yes", identifiers={"ror": "x"})
    product = Body("p", "Product", (Name("Invented Camera", "", "primary"),), source_id="own")
    bureau = Body("g", "PublicBody", (Name("Invented Bureau", "", "primary"),), source_id="own")
    edge = Edge("a", "g", "equity", 1, 2, citation="Invented register", source_id="own")
    export = export_ftm(records(body, product, bureau, edges=(edge,)), DAY)
    assert "article" not in "".join(export.lines)
    assert export.no_fit == {
        "edge to a PublicBody": 1, "government": 1, "identifier ror of a Company": 1, "schema Product": 1, "statement named_by": 1,
    }  # fmt: skip


def test_edges_go_out_and_come_back_with_their_class_a_summary_as_one_and_one_onto_itself(tmp_path: Path) -> None:
    edges = (
        Edge("a", "b", "equity", 30, 30, citation="Invented register", id="e1", source_id="own"),
        Edge("a", "b", "equity", 50, 70, citation="Invented register", id="e2", source_id="own", indirect=True, remarks=("the share 'x' says nothing",)),
        Edge("a", "b", "golden_share", 0, WHOLE, citation="Invented register", id="e3", source_id="own"),
        Edge("a", "a", "equity", 5, 5, citation="Invented register", id="e4", source_id="own"),
    )
    export = export_ftm(records(company("a"), company("b", "Invented Osprey Co., Ltd."), edges=edges), DAY)
    assert export.no_fit == {"remark on an edge": 1}
    found = read(tmp_path, list(export.lines), json.loads(export.index)).edition.edges
    assert {(edge.id, edge.owner, edge.asset, edge.klass, edge.lo, edge.hi, edge.indirect) for edge in found} == {
        (edge.id, edge.owner, edge.asset, edge.klass, edge.lo, edge.hi, edge.indirect) for edge in edges
    }


@pytest.mark.parametrize(("text", "fault"), [("n/a", "says nothing"), ("-5", "is negative"), ("120", "is more than the whole"), ("some", "is no percentage that can be read")])
def test_a_share_that_is_none_is_a_finding_on_the_edge(tmp_path: Path, text: str, fault: str) -> None:
    lines = [entity("a", name=["Invented A Ltd"]), entity("b", name=["Invented B Ltd"]), entity("o", "Ownership", owner=["a"], asset=["b"], percentage=[text, "10"])]
    found = read(tmp_path, lines)
    (edge,) = found.edition.edges
    assert (edge.lo, edge.hi) == (0, WHOLE)
    assert fault in edge.remarks[0]
    assert found.skipped["a share that is no percentage, taken as unknown"] == 1


def test_a_person_whose_list_may_not_leave_does_not_leave() -> None:
    told = Designation("us.ofac.sdn", "p", "2020-01-01", "Invented citation", source_id="theirs-private")
    person = Body("p", "Person", (Name("Exampleman, Invented", "", "primary"),), designations=(told,), source_id="own")
    assert export_ftm(records(person), DAY).lines == ()
    assert len(export_ftm(records(replace(person, designations=(replace(told, source_id="own"),))), DAY).lines) == 2


def test_the_export_is_the_same_in_any_order() -> None:
    bodies = [company("a"), company("b", "Invented Osprey Co., Ltd."), company("c", "Invented Harrier Co., Ltd.")]
    assert export_ftm(records(*bodies), DAY) == export_ftm(records(*bodies[::-1]), DAY)


texts = st.text("abcdeXYZ 海康威视éß0123456789.,&'-()", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(fold)
days = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(date.isoformat)
partial = st.sampled_from(["", "2019", "2020-03", "2021-04-05"])
ids = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,8}[a-z0-9])?", fullmatch=True)


@st.composite
def told_of(draw: Callable[..., Any], body_id: str) -> tuple[Designation, ...]:
    lists = draw(st.lists(st.sampled_from(sorted(BY_ID)), max_size=3, unique=True))
    return tuple(
        Designation(
            list_id=list_id,
            body_id=body_id,
            start=draw(st.one_of(st.just(""), days)),
            citation=draw(texts),
            end=draw(st.one_of(st.just(""), days)),
            programs=tuple(draw(st.lists(texts, max_size=2, unique=True))),
            scope=draw(st.one_of(st.just(""), texts)),
            source_id="own",
            url=draw(st.sampled_from(["", "https://example.org/list"])),
            verified_on=draw(st.one_of(st.just(""), days)),
        )
        for list_id in lists
    )


@st.composite
def a_body(draw: Callable[..., Any], body_id: str) -> Body:
    schema = draw(st.sampled_from(["Company", "Organization", "PublicBody", "Person", "Vessel", "Airplane", "Project"]))
    kinds = ["alias", "weak", "former", *(["short"] if schema in {"Company", "Organization", "PublicBody", "Person"} else [])]
    names = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    told = draw(told_of(body_id))
    if schema == "Person":
        told = told or (Designation("us.ofac.sdn", body_id, "2020-01-01", "Invented citation", source_id="own"),)
    numbers = {"Company": ["uscc", "lei", "cik", "duns", "bic", "isin", "ticker", "registration"], "Airplane": ["tail"], "Vessel": ["imo", "registration"]}
    kinds_of = numbers.get(schema, ["uscc", "lei", "isin", "ticker", "registration"] if schema in {"Organization", "PublicBody"} else [])
    held = draw(st.lists(st.sampled_from(kinds_of), max_size=3, unique=True)) if kinds_of else []
    plain = schema != "Person"
    return Body(
        id=body_id,
        schema=schema,
        names=(Name(names[0], "", "primary"), *(Name(text, "", draw(st.sampled_from(kinds))) for text in names[1:])),
        countries=tuple(draw(st.lists(st.sampled_from(["CN", "DE", "US", "XK"]), max_size=2, unique=True))) if plain else (),
        addresses=tuple(draw(st.lists(texts, max_size=2, unique=True))) if plain else (),
        identifiers={kind: "; ".join(draw(st.lists(st.from_regex(r"[A-Z0-9]{3,9}", fullmatch=True), min_size=1, max_size=2, unique=True))) for kind in held},
        designations=told,
        source_id="own",
    )


@st.composite
def an_atlas(draw: Callable[..., Any]) -> AtlasRecords:
    bodies = [draw(a_body(body_id)) for body_id in draw(st.lists(ids, min_size=1, max_size=4, unique=True))]
    owners = [body.id for body in bodies if body.schema in {"Company", "Organization", "PublicBody", "Person"}]
    assets = [body.id for body in bodies if body.schema == "Company"]
    edges = {}
    for _ in range(draw(st.integers(0, 3)) if owners and assets else 0):
        lo, hi = sorted((draw(st.integers(0, WHOLE)), draw(st.sampled_from([0, 50_000_000, WHOLE]))))
        edge = Edge(
            owner=draw(st.sampled_from(owners)),
            asset=draw(st.sampled_from(assets)),
            klass=draw(st.sampled_from(["equity", "voting", "profit", "control"])),
            lo=lo,
            hi=hi,
            start=draw(partial),
            end=draw(partial),
            citation=draw(texts),
            confirmed=draw(st.booleans()),
            source_id="own",
        )
        if edge.owner != edge.asset:
            edges[edge_key(edge)] = edge
    return AtlasRecords(bodies, list(edges.values()), [], [OPEN])


def seen(body: Body) -> tuple[object, ...]:
    """What has to come back of a body."""
    return (
        body.id, body.schema, body.caption, frozenset(body.names), frozenset(body.countries), frozenset(body.addresses),
        frozenset((kind, frozenset(each(values))) for kind, values in body.identifiers.items()),
        frozenset(replace(one, source_id="") for one in body.designations),
    )  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(an_atlas())
def test_what_goes_out_comes_back_the_same(atlas: AtlasRecords) -> None:
    export = export_ftm(atlas, DAY)
    back = came_back(export)
    assert export.withheld == {}
    assert {seen(body) for body in back.edition.bodies} == {seen(body) for body in canonical(atlas).bodies}
    assert {replace(edge, source_id="") for edge in back.edition.edges} == {replace(edge, source_id="") for edge in canonical(atlas).edges}
    assert back.skipped == {}
    if not MISSING:
        assert problems(export.lines) == []


def test_the_starter_atlas_goes_out_and_its_designations_come_back() -> None:
    starter = read_starter()
    starter.edges = [replace(edge, source_id=starter.sources[0].id) for edge in starter.edges]
    export = export_ftm(starter, DAY)
    back = {body.id: body for body in came_back(export).edition.bodies}
    wanted = [body for body in canonical(starter).bodies if body.schema != "Product"]
    assert len(back) == len(wanted)
    for body in wanted:
        found = back[fitting_id(body.id)]
        assert {name.text for name in found.names} == {" ".join(name.text.split()) for name in body.names}
        assert {(one.list_id, one.start, one.end, one.citation) for one in found.designations} == {
            (one.list_id, one.start, one.end, one.citation) for one in body.designations
        }


def test_without_the_real_package_the_door_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    with pytest.raises(UsageError, match=r"followthemoney is not installed") as caught:
        problems([])
    assert "countersight[ftm]" in caught.value.hint


@pytest.mark.skipif(MISSING, reason="followthemoney is not installed: the extra countersight[ftm]")
def test_the_real_package_has_nothing_against_what_goes_out_and_something_against_what_is_wrong() -> None:
    assert problems(export_ftm(read_starter(), DAY).lines) == []
    wrong = [
        entity("a", name=["A Co."], birthDate=["2020"]),
        entity("b", "Robot"),
        entity("c", "PublicBody", name=["C"]),
        entity("o", "Ownership", owner=["a"], asset=["c"]),
        entity("s", "Sanction", startDate=["soon"]),
    ]
    assert [text.partition(":")[0] for text in problems(wrong)] == ["1", "2", "4", "5", "5"]
