"""Holdings from filings: the sample with everything that goes wrong in such tables. Invented throughout."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.findings import findings
from countersight.ownership.graph import Graph
from countersight.sources.edition import Edition
from countersight.sources.holdings.reader import read_holdings
from countersight.sources.ownership_files import bods, gleif, holdings

SAMPLE = files("countersight.sources.holdings").joinpath("sample.csv").read_text("utf-8")
DAY = date(2026, 11, 23)
KESTREL = "holding-invented-kestrel-vision-co-ltd"


def read(folder: Path, text: str = SAMPLE) -> Edition:
    path = folder / "holdings.csv"
    path.write_text(text, encoding="utf-8")
    return read_holdings(path, date(2026, 3, 1))


def of(edition: Edition, owner: str) -> Edge:
    (found,) = [edge for edge in edition.edges if edge.owner == owner and edge.klass == "equity"]
    return found


def test_a_percentage_and_a_quotient_are_exact(tmp_path: Path) -> None:
    edition = read(tmp_path)
    merlin, fund = of(edition, "holding-invented-merlin-holding-ltd"), of(edition, "holding-invented-osprey-fund-lp")
    assert (merlin.lo, merlin.hi, merlin.start, merlin.recorded) == (36_480_800, 36_480_800, "2025-12-31", "2026-03-01")
    assert (fund.lo, fund.hi) == (33_333_333, 33_333_334), "a third, to the unit on both sides"
    assert fund.citation == "INVENTED SC 13G 0000000000-26-000002, filed 2026-02-14"


def test_of_a_group_only_the_first_is_added(tmp_path: Path) -> None:
    edition = read(tmp_path)
    assert not of(edition, "holding-invented-osprey-fund-lp").indirect
    again = of(edition, "holding-invented-osprey-management-llc")
    assert again.indirect
    assert "not added again" in again.remarks[0]


def test_no_name_of_a_person_is_kept_and_no_row_is_lost(tmp_path: Path) -> None:
    edition = read(tmp_path)
    assert len(edition.edges) == 6
    assert "Exampleperson" not in repr(edition)
    nameless = [body for body in edition.bodies if not body.names]
    assert sorted(body.schema for body in nameless) == ["LegalEntity", "Person"]


def test_bad_values_are_findings_on_the_edge_and_the_bounds_stay_wide(tmp_path: Path) -> None:
    edition = read(tmp_path)
    bad = [edge for edge in edition.edges if edge.remarks and not edge.indirect]
    assert all((edge.lo, edge.hi) == (0, WHOLE) for edge in bad)
    found = findings(Graph(edition.edges).at(DAY), [KESTREL], {body.id: body for body in edition.bodies})
    told = [(one.code, one.message.split(":")[0]) for one in found]
    assert ("record", "the share 'n/a' says nothing") in told
    assert ("record", "the share '-3' is negative") in told
    assert ("record", "the filing names no owner") in told
    assert {code for code, _ in told} == {"record", "backwards", "no_name"}


def test_the_weight_of_a_fund_is_no_share_of_a_company(tmp_path: Path) -> None:
    (weight,) = [edge for edge in read(tmp_path).edges if edge.klass == "holding_weight"]
    assert (weight.lo, weight.asset) == (2_500_000, "holding-invented-merlin-holding-ltd")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("holder,", "owner,", "the header lacks the column 'holder'"),
        (",equity,36.4808", ",shares,36.4808", r"holdings\.csv:2:class: unknown class 'shares'"),
        ("INVENTED 20-F item 7,", ",", r"holdings\.csv:2:form: no form is named"),
        ("2026-03-01", "soon", r"holdings\.csv:2:filed: not a day: 'soon'"),
        ("Ltd,organisation", "Ltd,robot", r"holdings\.csv:2:holder_kind: unknown kind 'robot'"),
        ('"Invented Kestrel Vision Co., Ltd."', "", r"holdings\.csv:2:issuer: the issuer has no name"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SAMPLE
    with pytest.raises(InputError, match=words):
        read(tmp_path, SAMPLE.replace(old, new, 1))


@pytest.mark.parametrize(("shares", "outstanding"), [("x", "3"), ("4", "3"), ("0", "0"), ("", "3")])
def test_numbers_of_shares_that_cannot_be_are_unknown(tmp_path: Path, shares: str, outstanding: str) -> None:
    (edge,) = read(tmp_path, f"holder,issuer,shares,outstanding,form,filed\nInvented Gull Ltd,Invented Hobby Ltd,{shares},{outstanding},F,2026-01-01\n").edges
    assert (edge.lo, edge.hi, len(edge.remarks)) == (0, WHOLE, 1)


def test_the_three_sources_come_in_through_the_door(tmp_path: Path) -> None:
    read(tmp_path)
    (source,) = holdings()
    assert len(source.read({"holdings.csv": tmp_path / "holdings.csv"}, DAY, expect=True).edges) == 6
    assert bods()[0].by_hand
    assert gleif()[0].by_hand
