"""Listed surveillance companies: by a code, never by a name alone; and whom each reading of the investors limb reaches. All bodies are invented."""

from __future__ import annotations

import pytest

from countersight.intake.listings import Listing
from countersight.measures.listed_issuers import (
    BY_CODE,
    BY_NAME,
    Listed,
    reach,
    surveillance_bodies,
    surveillance_issuers,
)
from countersight.measures.world import World
from countersight.model.body import Body, Edge
from countersight.model.units import WHOLE

from .worlds import body, edge, world

MAKER = body("maker", "Invented Camera Maker Co., Ltd.", surveillance_company="yes", countries=("CN",), identifiers={"cik": "77; 78", "isin": "CNE100000PM8", "ticker": "INVM US; 002999.SZ"})
OTHER = body("other", "Invented Recognition Group Ltd.", surveillance_company="yes", countries=("CN",))
TOYS = body("toys", "Invented Toy Co. Ltd.", surveillance_company="no", identifiers={"cik": "5"})
CHIPS, PENSION, INDEX, GROUP = (body(one, f"Invented {one.title()} Corp", countries=("US",), identifiers={"cik": cik}) for one, cik in (("chips", "11"), ("pension", "12"), ("index", "13"), ("group", "14")))


def found(*rows: Listing, bodies: tuple[Body, ...] = (MAKER, OTHER, TOYS)) -> list[tuple[str, str, str]]:
    snapshot = world(*bodies).snapshot
    return [(one.body.id, one.how, one.listing.ticker) for one in surveillance_issuers(Listed(list(rows)), surveillance_bodies(snapshot), snapshot)]


@pytest.mark.parametrize(
    "listing",
    [
        Listing("INVM", "Some Other Words Inc", "XNAS", cik="77"), Listing("XX", "Some Other Words Inc", "XNYS", cik="78"), Listing("900", "N", "XHKG", isin="CNE100000PM8"),
        Listing("INVM", "Invented Camera Maker Co Ltd - American Depositary Shares", "XNAS"), Listing("002999.SZ", "Invented Camera Maker Co., Ltd.", "XSHE"),
    ],
)  # fmt: skip
def test_a_code_identifies(listing: Listing) -> None:
    assert found(listing) == [("maker", BY_CODE, listing.ticker)]


@pytest.mark.parametrize(
    "listing",
    [
        Listing("ZZZ", "Invented Camera Maker Co., Ltd.", "XNAS"), Listing("REC", "Invented Recognition Group Limited", "XNYS", cik="999"),
        Listing("INVM", "Invented Camera Maker Co., Ltd.", "XHKG"),
    ],
)  # fmt: skip
def test_nobody_counts_by_name_alone(listing: Listing) -> None:
    hits = found(listing)
    assert hits
    assert {how for _, how, _ in hits} == {BY_NAME}


@pytest.mark.parametrize(
    "listing",
    [
        Listing("INVM", "Quite Another Company That Took The Ticker Inc", "XNAS"), Listing("TOY", "Invented Toy Co. Ltd.", "XNAS", cik="5"), Listing("CAM", "Camera Maker Holdings of Ohio", "XNYS"),
        Listing("NA", "Recognition Systems Inc", "XNAS"),
    ],
)  # fmt: skip
def test_a_reused_ticker_a_toy_company_and_a_like_name_are_nobody(listing: Listing) -> None:
    assert found(listing) == []


def test_another_class_of_the_same_issuer_is_found_with_it_and_issuers_are_counted_once() -> None:
    rows = [Listing("INVM", "Invented Camera Maker ADS", "XNAS", cik="77"), Listing("INVMW", "Invented Camera Maker Warrant", "XNAS", cik="77"), Listing("INVM", "Invented Camera Maker Co", "XNAS"), Listing("AA", "Alone Inc", "XNYS")]
    assert sorted(hit for *_, hit in found(*rows)) == ["INVM", "INVM", "INVMW"]
    assert Listed(rows).issuers() == 2


def weight(owner: str, asset: str, percent: int) -> Edge:
    return Edge(owner, asset, "holding_weight", percent * WHOLE // 100, percent * WHOLE // 100, "", "", "an invented report")


def where() -> World:
    stakes = (edge("chips", "maker", 3), edge("pension", "maker", 12), edge("group", "toys", 60), weight("index", "maker", 1))
    return world(MAKER, OTHER, TOYS, CHIPS, PENSION, INDEX, GROUP, edges=stakes)


def test_the_literal_words_spill_over_to_a_chip_maker_and_an_index_fund_and_a_threshold_does_not() -> None:
    told = {"An Invented Filer": "holds Invented Camera Maker, by its own filing"}
    there = where()
    bodies = surveillance_bodies(there.snapshot)
    literal, workable = reach("literal", 0, there, bodies, told), reach("workable", WHOLE // 10, there, bodies, told)
    assert sorted(literal.surely) == ["An Invented Filer", "chips", "index", "pension"]
    assert sorted(workable.surely) == ["pension"]
    assert sorted(workable.possibly) == ["An Invented Filer", "index"], "a fund's weight says nothing of its share in the company"
    unknown = reach("no threshold", None, there, bodies, {})
    assert (unknown.surely, sorted(unknown.possibly)) == ({}, ["chips", "index", "pension"])


def test_who_holds_a_company_that_is_none_is_not_reached() -> None:
    there = where()
    assert "group" not in reach("literal", 0, there, surveillance_bodies(there.snapshot), {}).surely
