"""LEI data: the sample, every way to get it wrong, and excerpts of the golden copy where they lie beside the project."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.model.units import WHOLE
from countersight.ownership.answer import ask
from countersight.ownership.cascade import Rule
from countersight.ownership.graph import Graph
from countersight.sources.edition import Edition
from countersight.sources.gleif.reader import GleifFiles, read_gleif

FOLDER = files("countersight.sources.gleif")
RR = FOLDER.joinpath("sample_rr.xml").read_text("utf-8")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "gleif" / "l2_fixtures"
KESTREL, MERLIN = "lei-inventedkestrel00002", "lei-inventedmerlin000092"
DAY = date(2026, 11, 23)


def read(folder: Path, old: str = "", new: str = "") -> Edition:
    assert old in RR
    (folder / "rr.xml").write_text(RR.replace(old, new, 1) if old else RR, encoding="utf-8")
    for name in ("lei", "repex"):
        (folder / f"{name}.xml").write_text(FOLDER.joinpath(f"sample_{name}.xml").read_text("utf-8"), encoding="utf-8")
    return read_gleif(GleifFiles(folder / "rr.xml", folder / "lei.xml", folder / "repex.xml"), date(2026, 1, 1))


def test_consolidation_is_an_edge_from_the_parent_without_a_share(tmp_path: Path) -> None:
    edition = read(tmp_path)
    (edge,) = [one for one in edition.edges if not one.indirect]
    assert (edge.owner, edge.asset, edge.klass, edge.lo, edge.hi) == (MERLIN, KESTREL, "consolidation", 0, WHOLE)
    assert (edge.start, edge.end, edge.recorded, edge.retracted) == ("2019-04-01", "", "2020-02-01", ""), "not the period of the accounts"
    assert (edition.edition, edition.source.id, edition.source.licence) == (date(2026, 6, 5), "gleif.2026-06-05", "CC0 1.0")


def test_an_annulled_and_inactive_relationship_is_kept_and_does_not_count(tmp_path: Path) -> None:
    (edge,) = [one for one in read(tmp_path).edges if one.indirect]
    assert (edge.retracted, edge.confirmed) == ("2026-02-01", False)
    assert "inactive" in edge.remarks[0]


def test_consolidation_counts_only_where_a_rule_says_so(tmp_path: Path) -> None:
    graph = Graph(read(tmp_path).edges)
    rules = (Rule("equity", WHOLE // 2), Rule("equity", WHOLE // 2, hints=frozenset({"consolidation"})), Rule("equity", WHOLE // 2, control=frozenset({"consolidation"})))
    found = [ask(graph, frozenset({MERLIN}), rule, KESTREL, DAY).standing for rule in rules]
    assert found == ["holders_unknown", "possible", "owned"]


def test_names_and_country_come_from_level_1_and_a_sole_proprietor_has_none(tmp_path: Path) -> None:
    bodies = {body.id: body for body in read(tmp_path).bodies}
    assert set(bodies) == {KESTREL, MERLIN}, "only those that take part in a relationship"
    kestrel, merlin = bodies[KESTREL], bodies[MERLIN]
    assert [(name.text, name.kind) for name in kestrel.names] == [("Invented Kestrel Vision Ltd", "primary"), ("Invented Gull Ltd", "former")]
    assert (kestrel.countries, kestrel.identifiers) == (("GB",), {"lei": "INVENTEDKESTREL00002"})
    assert (merlin.schema, merlin.names, merlin.countries) == ("Person", (), ())
    assert [(one.prop, one.value) for one in merlin.statements] == [("no_direct_parent_reported", "NO_KNOWN_PERSON")]


def test_everybody_can_be_kept(tmp_path: Path) -> None:
    read(tmp_path)
    edition = read_gleif(GleifFiles(tmp_path / "rr.xml", tmp_path / "lei.xml"), DAY, everybody=True)
    assert len(edition.bodies) == 3


def test_who_says_its_name_in_a_second_script_is_kept_without_a_relationship(tmp_path: Path) -> None:
    read(tmp_path)
    path = tmp_path / "lei.xml"
    entity = (
        '<lei:LEIRecord><lei:LEI>{}</lei:LEI><lei:Entity><lei:LegalName xml:lang="zh">{}</lei:LegalName><lei:OtherEntityNames>'
        '<lei:OtherEntityName xml:lang="en" type="{}">{}</lei:OtherEntityName></lei:OtherEntityNames><lei:LegalAddress><lei:Country>CN</lei:Country>'
        "</lei:LegalAddress><lei:EntityCategory>{}</lei:EntityCategory></lei:Entity></lei:LEIRecord>"
    )
    told, preferred, made, same = "ALTERNATIVE_LANGUAGE_LEGAL_NAME", "TRADING_OR_OPERATING_NAME", "AUTO_ASCII_TRANSLITERATED_LEGAL_NAME", "Invented Torwick Ltd"
    more = [
        ("INVENTEDTORWICK00011", "蓝鹊湾光学有限公司", told, same, "GENERAL"),
        ("INVENTEDTORWICK00022", "示例光学有限公司", preferred, "Invented Osprey", "GENERAL"),
        ("INVENTEDTORWICK00033", "例示光学有限公司", made, "Li Shi Guang Xue", "GENERAL"),
        ("INVENTEDTORWICK00044", "Invented Gull Works", told, same, "GENERAL"),
        ("INVENTEDTORWICK00055", "示例人", told, "Invented Exampleperson", "SOLE_PROPRIETOR"),
    ]
    text = path.read_text("utf-8").replace("</lei:LEIRecords>", "".join(entity.format(*one) for one in more) + "</lei:LEIRecords>")
    path.write_text(text, encoding="utf-8")
    kept = {body.id: body for body in read_gleif(GleifFiles(tmp_path / "rr.xml", path), DAY).bodies}
    assert set(kept) == {KESTREL, MERLIN, "lei-inventedtorwick00011", "lei-inventedtorwick00022"}
    assert [(name.text, name.kind) for name in kept["lei-inventedtorwick00011"].names] == [("蓝鹊湾光学有限公司", "primary"), (same, "primary")]
    assert [name.kind for name in kept["lei-inventedtorwick00022"].names] == ["primary", "alias"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rr:RelationshipData xmlns:rr", "rr:Other xmlns:rr", "mismatched tag"),
        ("INVENTEDMERLIN000092", "short", r"rr\.xml:6:Relationship/EndNode/NodeID: not an LEI: 'short'"),
        ("<?xml", "<!DOCTYPE a []><?xml", "not XML|DOCTYPE"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(tmp_path, old, new)


def test_the_wrong_file_is_refused(tmp_path: Path) -> None:
    read(tmp_path)
    with pytest.raises(InputError, match="its first element is RelationshipData"):
        read_gleif(GleifFiles(tmp_path / "lei.xml"), DAY)


def test_check_digits_that_do_not_fit_are_remarked(tmp_path: Path) -> None:
    edition = read(tmp_path, "INVENTEDMERLIN000092", "INVENTEDMERLIN000099")
    assert any("the check digits of INVENTEDMERLIN000099 do not fit" in edge.remarks for edge in edition.edges)


@pytest.mark.skipif(not REAL.exists(), reason="the excerpts of the golden copy (../shared/data/open/gleif) are not here")
@pytest.mark.parametrize(("which", "edges"), [("", 10), ("-updates-data2", 11), ("-updates-data2-new", 10)])
def test_an_excerpt_of_the_golden_copy_loads(which: str, edges: int) -> None:
    paths = [REAL / (f"{name}{which}.xml" if which else f"{name}-data.xml") for name in ("rr", "lei", "repex")]
    edition = read_gleif(GleifFiles(*paths), DAY, everybody=True)
    assert len(edition.edges) == edges
    assert not [edge.remarks for edge in edition.edges if edge.remarks]
    assert {edge.klass for edge in edition.edges} <= {"consolidation", "fund_management", "subfund"}
    assert sum(bool(body.names) for body in edition.bodies) >= 8
    assert edition.edition.year >= 2023
