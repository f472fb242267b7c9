"""Participation of a taxpayer's group from the ownership graph. Every body here is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from countersight.measures.tax_group import group_of
from countersight.measures.who import look_up
from countersight.measures.world import World
from countersight.model.body import Body, Edge
from countersight.model.units import WHOLE

from .worlds import body, deal, edge, matter, value, world

YEAR = (date(2027, 1, 1), date(2028, 1, 1))
MAKER = body("m", "Kestrel Vision Technology Co., Ltd.", surveillance_company="yes")
FIRM, MIDDLE, PARENT = body("f", "Invented Analytics Corp."), body("h", "Invented Holdings Ltd."), body("p", "Invented Parent Inc.")
TAX = {"tax_year": 2027, "items": [{"country": "CN", "income": 100, "tax_local": 20}]}
TAXPAYER = [{"role": "taxpayer", "name": "Invented Analytics Corp.", "country": "US"}]


def over(*edges: Edge, bodies: tuple[Body, ...] = (MAKER, FIRM, MIDDLE, PARENT)) -> World:
    return world(*bodies, edges=edges)


def spans(where: World) -> tuple[tuple[date, date], ...]:
    return group_of(look_up(matter(kind="tax", parties=TAXPAYER).parties, where), where, YEAR).spans


def dated(owner: str, asset: str, percent: int, start: str = "", end: str = "") -> Edge:
    return Edge(owner, asset, "equity", percent * WHOLE // 100, percent * WHOLE // 100, start, end, "an invented register")


def test_a_member_through_a_chain_of_majorities_makes_the_group_a_participant() -> None:
    assert spans(over(edge("f", "h", 51), edge("h", "m", 80))) == (YEAR,)
    assert spans(over(edge("f", "h", 50), edge("h", "m", 80))) == ()


def test_a_sister_under_one_parent_is_a_member() -> None:
    assert spans(over(edge("p", "f", 100), edge("p", "m", 51))) == (YEAR,)


def test_days_are_those_on_which_it_is_a_member() -> None:
    assert spans(over(dated("f", "m", 60, "2027-03-01", "2027-06-01"))) == ((date(2027, 3, 1), date(2027, 6, 1)),)
    assert spans(over(dated("f", "m", 60, "", "2027-02-01"), dated("f", "m", 60, "2027-12-01"))) == ((date(2027, 1, 1), date(2027, 2, 1)), (date(2027, 12, 1), date(2028, 1, 1)))
    assert spans(over(dated("f", "m", 60, "2027"))) == ((date(2027, 12, 31), date(2028, 1, 1)),), "begun somewhere in the year: certain on its last day"
    assert spans(over(dated("f", "m", 60, "2027-05"))) == ((date(2027, 5, 31), date(2028, 1, 1)),), "certain from the last day of the month"


def facts(where: World, tax: dict[str, Any], parties: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    found = deal(where, kind="tax", parties=parties or TAXPAYER, tax=TAX | tax)
    return {name: value(found, name) for name in ("tax.participant", "flag.rf_62")}


DENIES = {"participation": {"participant": False, "complete": True}}


def test_what_the_graph_shows_goes_before_what_the_matter_says() -> None:
    assert facts(over(edge("f", "m", 60)), DENIES) == {"tax.participant": True, "flag.rf_62": True}
    assert facts(over(), DENIES) == {"tax.participant": False, "flag.rf_62": False}


def test_a_lesser_stake_is_a_link_to_look_at_and_no_participation() -> None:
    assert facts(over(edge("f", "m", 5)), DENIES) == {"tax.participant": None, "flag.rf_62": True}
    assert facts(over(edge("f", "m", 5)), {"participation": {"participant": True}}) == {"tax.participant": True, "flag.rf_62": True}


def test_a_customer_that_is_a_surveillance_company_is_a_link() -> None:
    parties = [*TAXPAYER, {"role": "customer", "name": "Kestrel Vision Technology Co., Ltd.", "country": "CN"}]
    assert facts(over(), DENIES, parties) == {"tax.participant": None, "flag.rf_62": True}
