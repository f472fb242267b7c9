"""An invented filing and an invented custodian's table, seeded with issuers of three lists by every code, beside clean look-alikes: each found, nobody else.

Funds, weights and amounts are invented; the listed bodies are those of the starter atlas.
"""

from __future__ import annotations

import json
import time
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from countersight.app import load_rulebooks
from countersight.intake.inventories import read_inventory
from countersight.intake.read import read_matters
from countersight.measures.capital_facts import UNREAD
from countersight.measures.establish import establish
from countersight.measures.securities import isins_of
from countersight.measures.world import World
from countersight.model.body import Body, Edge, Name
from countersight.model.decision import Decision
from countersight.model.lists import BY_ID
from countersight.model.matter import Matter
from countersight.model.units import WHOLE
from countersight.names.identifiers import valid_isin
from countersight.reports.exposure import exposure_report
from countersight.reports.machine import json_report
from countersight.reports.portfolio import effect, exposures, positions
from countersight.reports.screening import Screening
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

FILINGS = Path(__file__).parents[3] / "shared" / "data" / "open" / "securities" / "filings"
beside = pytest.mark.skipif(not FILINGS.exists(), reason="the filings are not beside this checkout")

CMIC, ENTITY, S1260H = "us.ofac.ns_cmic", "us.bis.entity_list", "us.dod.1260h"
HEADINGS = "Position ID,Portfolio,Account Country,Security Name,ISIN,CUSIP,FIGI,LEI,Ticker,Exchange,Country,Asset Class,Side,Trade Date,Market Value,Currency,Weight"
SEEDS = [
    # id, name, isin, cusip, lei, ticker, exchange, country, class, side, weight, body, list
    ("isin", "N/A", "CNE100000PM8", "", "", "", "", "", "equity", "hold", "1.5", "hikvision", CMIC),
    ("name", "HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO LTD A", "", "", "", "", "", "CN", "equity", "hold", "0.5", "hikvision", CMIC),
    ("chinese", "杭州海康威视数字技术股份有限公司", "", "", "", "", "", "CN", "equity", "hold", "0.25", "hikvision", CMIC),
    ("ticker", "N/A", "", "", "", "002415", "XSHE", "CN", "equity", "hold", "0.25", "hikvision", CMIC),
    ("adr-cusip", "N/A", "", "16941M109", "", "", "", "", "adr", "hold", "2", "china-mobile-limited", CMIC),
    ("adr-isin", "N/A", "US16945R1041", "", "", "", "", "", "adr", "hold", "1", "china-unicom-hong-kong", CMIC),
    ("h-share", "China Mobile Ltd", "HK0941009539", "", "", "0941", "HK", "HK", "equity", "hold", "1", "china-mobile-limited", CMIC),
    ("lei", "N/A", "", "", "549300XIVJCBIGMRUD48", "", "", "", "bond", "hold", "1", "cnooc-limited", CMIC),
    ("us-ticker", "China Mobile Ltd ADR", "", "", "", "CHL", "NYSE", "HK", "adr", "hold", "0", "china-mobile-limited", CMIC),
    ("reg-s-bond", "N/A", "XS1809220830", "", "", "", "", "", "bond", "hold", "1", "", CMIC),
    ("fund", "Invented China Equity ETF", "", "", "", "", "", "US", "etf", "hold", "10", "invented-etf", ""),
    ("fund-of-funds", "Invented Fund of Funds", "", "", "", "", "", "US", "fund", "hold", "20", "invented-fof", ""),
    ("entity-isin", "N/A", "CNE100001120", "", "", "", "", "", "equity", "hold", "1", "meiya-pico", ENTITY),
    ("entity-name", "Zhejiang Dahua Technology Co., Ltd.", "", "", "", "", "", "CN", "equity", "hold", "1", "dahua", ENTITY),
    ("1260h-isin", "N/A", "CNE100000BJ4", "", "", "", "", "", "equity", "hold", "1", "dahua", S1260H),
    ("1260h-name", "Tencent Holdings Limited", "", "", "", "", "", "CN", "equity", "hold", "1", "tencent", S1260H),
    ("1260h-adr", "Baidu, Inc.", "", "", "", "", "", "CN", "adr", "hold", "1", "baidu", S1260H),
    ("clean-1", "Apple Inc.", "US0378331005", "037833100", "", "AAPL", "NASDAQ", "US", "equity", "hold", "20", "", ""),
    ("clean-2", "China Fund Inc", "US1693731077", "169373107", "", "CHN", "NYSE", "US", "equity", "hold", "5", "", ""),
    ("clean-3", "Mobile Mini Inc", "", "", "", "", "", "US", "equity", "hold", "5", "", ""),
    ("clean-4", "Dahua Garden Hotel Invented Ltd", "", "", "", "", "", "CN", "equity", "hold", "5", "", ""),
    ("clean-5", "Unicorn Telecom Invented Ltd", "", "", "", "941", "NASDAQ", "US", "equity", "hold", "5", "", ""),
    ("clean-6", "002415 Invented Numbered Co", "", "", "", "002415", "", "CA", "equity", "hold", "16.5", "", ""),
]  # fmt: skip
BARRED = [one for one in SEEDS if one[12] == CMIC or one[11] == "meiya-pico"]
"""Meiya Pico stands on the Entity List and on the list of EO 14032."""
ETF, FOF = (Body(id=one, names=(Name(name, kind="primary"),), schema="Company", countries=("US",)) for one, name in (("invented-etf", "Invented China Equity ETF"), ("invented-fof", "Invented Fund of Funds")))


def held(owner: str, asset: str, weight: int) -> Edge:
    return Edge(owner, asset, "holding_weight", weight, weight, "", "", "an invented report of holdings")


@pytest.fixture(scope="module")
def screener() -> Screener:
    records = build(starter=True)
    records.bodies += [ETF, FOF]
    records.edges += [held("invented-etf", "hikvision", WHOLE * 3 // 100), held("invented-etf", "china-mobile-limited", WHOLE * 2 // 100), held("invented-fof", "invented-etf", WHOLE // 4), held("invented-fof", "hikvision", WHOLE // 100)]
    return Screener(Snapshot.in_memory(records), load_rulebooks(), Options(lists_complete=True))


@pytest.fixture(scope="module")
def matters() -> list[Matter]:
    rows = [HEADINGS]
    for name, security, isin, cusip, lei, code, exchange, country, kind, side, weight, *_ in SEEDS:
        rows.append(f'{name},Invented Pension Fund,US,"{security}",{isin},{cusip},,{lei},{code},{exchange},{country},{kind},{side},2026-11-20,,USD,{weight}')
    found = read_inventory("\n".join(rows).encode(), "holdings.csv", "holdings")
    assert found is not None
    assert not found.faults
    return found.matters


@pytest.fixture(scope="module")
def decided(screener: Screener, matters: list[Matter]) -> dict[str, Decision]:
    return {one.id: screener.decide(one) for one in matters}


def bodies(one: Decision) -> list[str]:
    return [row["body_id"] for row in one.parties if "issuer" in row["roles"] and row["band"] == "match"]


@pytest.mark.parametrize("seed", SEEDS, ids=[one[0] for one in SEEDS])
def test_every_seed_is_found_by_its_code_and_nobody_else_is(decided: dict[str, Decision], screener: Screener, matters: list[Matter], seed: tuple[str, ...]) -> None:
    name, body, list_id = seed[0], seed[11], seed[12]
    one = decided[name]
    if list_id:
        (found,) = bodies(one)
        assert not body or found == body
        matter = next(each for each in matters if each.id == name)
        assert one.matter["position"]["action"] == "hold"
        sheet = establish(matter, World(screener.snapshot, screener.day_of(matter), lists_complete=True)).sheet
        issuer = next(each for each in sheet.parties if "issuer" in each.roles)
        assert issuer.facts[f"party.{BY_ID[list_id].fact}"].value is True
    else:
        assert bodies(one) == ([body] if body else [])


def test_the_list_of_eo_14032_bars_trade_and_not_holding_whatever_the_form(decided: dict[str, Decision]) -> None:
    for seed in SEEDS:
        column = decided[seed[0]].columns[0]
        reached = seed in BARRED or seed[0].startswith("fund")
        assert (column.effect.get("may_hold"), "divest_until" in column.effect) == ((True, True) if reached else (None, False)), seed[0]
        if seed in BARRED:
            assert effect(column)["may_trade"] == "no"
        if seed[0].startswith("clean"):
            assert column.outcome == "not_triggered"
            assert not column.flags


def test_a_fund_is_looked_through_with_exact_weights(decided: dict[str, Decision]) -> None:
    assert decided["fund"].columns[0].numbers == {"fund_exposure_pct": "5"}
    assert decided["fund-of-funds"].columns[0].numbers == {"fund_exposure_pct": "9/4"}, "a quarter of 5 percent, and 1 percent held directly"
    assert [step["what"] for step in decided["fund-of-funds"].columns[0].working] == [
        "1% of net assets in Hangzhou Hikvision Digital Technology Co., Ltd.", "25% of net assets in Invented China Equity ETF, a fund that holds such companies",
    ]  # fmt: skip
    assert decided["isin"].columns[0].numbers == {}


def test_the_exposure_of_the_portfolio_is_exact(decided: dict[str, Decision]) -> None:
    rows = {row.page: row for row in exposures(positions(decided.values())) if row.column == "us-in-force"}
    direct = sum(Fraction(seed[10]) for seed in BARRED) / 100
    assert (rows["eo14032.holding"].weight, rows["eo14032.holding"].positions) == (direct, len(BARRED))
    assert rows["eo14032.fund-holding"].weight == (Fraction(10) * Fraction(5, 100) + Fraction(20) * Fraction(9, 400)) / 100
    assert rows["eo14032.fund-holding"].weight_possible == Fraction(30, 100)
    text = " ".join(exposure_report(Screening(list(decided.values()))).split())
    assert "weight 0.95 percent at least, 30 percent at most" in text
    assert "together 100 percent" in text


def test_a_cusip_stands_in_its_isin() -> None:
    assert all(valid_isin(one) for code in ("16941M109", "G8020E119", "037833100", "Y2106R110") for one in isins_of(code))
    assert "KYG8020E1199" in isins_of("G8020E119")
    assert "US0378331005" in isins_of("037833100")


# --- positions are decided once where they are alike ---------------------------------------------------------------------------


def test_positions_that_differ_in_size_only_share_their_columns_and_nothing_else(screener: Screener, matters: list[Matter]) -> None:
    one = next(each for each in matters if each.id == "isin")
    other = one.model_copy(update={"id": "again", "position": {**(one.position or {}), "weight_pct": "7", "amount": "5", "quantity": "9", "title": "other"}})
    sold = one.model_copy(update={"id": "sold", "position": {**(one.position or {}), "action": "sell"}})
    first, second, third = (screener.decide(each) for each in (one, other, sold))
    assert first.columns is second.columns
    assert first.id != second.id
    assert third.columns[0].outcome != first.columns[0].outcome
    fresh = Screener(screener.snapshot, screener.books, screener.options)
    assert [fresh.decide(each).id for each in (sold, other, one)] == [third.id, second.id, first.id], "what was decided before changes nothing"


@pytest.mark.parametrize("name", sorted(UNREAD))
def test_no_fact_reads_how_much_is_held(screener: Screener, matters: list[Matter], name: str) -> None:
    world = World(screener.snapshot, screener.day_of(matters[0]), lists_complete=True)
    for one in matters:
        other = one.model_copy(update={"position": {**(one.position or {}), name: "12345"}})
        assert establish(one, world).sheet == establish(other, world).sheet


def test_the_text_of_many_decisions_is_what_json_writes(decided: dict[str, Decision]) -> None:
    run = Screening(list(decided.values()))
    plain = {"schema": "countersight.screening/1", "decisions": [one.to_dict() for one in run.decisions], "failed_rows": [], "notes": []}
    assert json_report(run) == json.dumps(plain, ensure_ascii=False, indent=1)
    for one in run.decisions:
        assert one.canonical() == json.dumps({key: value for key, value in one.to_dict().items() if key != "id"}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@beside
def test_real_filings_are_decided_quickly_and_nothing_in_them_fires() -> None:
    screener = Screener(Snapshot.in_memory(build(starter=True)), load_rulebooks(), Options(lists_complete=True))
    found = [one for name in ("nport_goldman_bond_2023-03.xml", "13f_information_table_sample.xml", "13f_infotable_abacus.xml") for one in read_matters(str(FILINGS / name)).matters]
    started = time.process_time()
    decided = [screener.decide(one if one.day else one.model_copy(update={"day": date(2026, 11, 20)})) for one in found]
    assert time.process_time() - started < 6, "a bound for a busy machine; the bench has the number"
    assert len(decided) == 2109
    assert not [one.matter["id"] for one in decided for column in one.columns for each in (*column.fired, *column.flags) if each.value == "met"]
