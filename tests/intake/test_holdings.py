"""Positions from N-PORT, 13F and custodians' tables: read as they come, nobody found who is not there, every seeded issuer found."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from countersight.app import load_rulebooks
from countersight.errors import InputError
from countersight.intake.holdings import ticker, valid_cusip, valid_figi
from countersight.intake.inventories import read_inventory
from countersight.intake.read import read_matters
from countersight.intake.result import Intake
from countersight.match.matcher import resolve
from countersight.model.matter import Matter
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

FILINGS = Path(__file__).parents[3] / "shared" / "data" / "open" / "securities" / "filings"
beside = pytest.mark.skipif(not FILINGS.exists(), reason="the filings are not beside this checkout")

HEAD = """<?xml version="1.0" encoding="UTF-8"?><edgarSubmission xmlns="http://www.sec.gov/edgar/nport"><formData><genInfo>
<regName>EXAMPLE TRUST</regName><regCik>0000000001</regCik><regStateConditional regCountry="US" regState="US-IL"/><seriesName>Example Bond Fund</seriesName>
<repPdEnd>2026-12-31</repPdEnd><repPdDate>2026-10-31</repPdDate></genInfo><invstOrSecs>"""
TAIL = "</invstOrSecs></formData></edgarSubmission>"


def security(name: str, category: str = "EC", *, title: str = "", isin: str = "", cusip: str = "000000000", lei: str = "N/A", inside: str = "") -> str:
    """An invented ``invstOrSec``."""
    ids = f'<identifiers><isin value="{isin}"/></identifiers>' if isin else '<identifiers><other otherDesc="internal" value="1"/></identifiers>'
    return (
        f"<invstOrSec><name>{name}</name><lei>{lei}</lei><title>{title or name}</title><cusip>{cusip}</cusip>{ids}<balance>10.00</balance><units>NS</units><curCd>USD</curCd>"
        f"<valUSD>12.50000000</valUSD><pctVal>0.010000000001</pctVal><assetCat>{category}</assetCat><invCountry>XX</invCountry>{inside}</invstOrSec>\n"
    )


SWAP = """<derivativeInfo><swapDeriv derivCat="SWP"><counterparties><counterpartyName>Example Bank NA</counterpartyName></counterparties>
<descRefInstrmnt><otherRefInst><issuerName>Hangzhou Hikvision Digital Technology Co., Ltd.</issuerName><issueTitle>A shares</issueTitle>
<identifiers><isin value="CNE100000PM8"/></identifiers></otherRefInst></descRefInstrmnt></swapDeriv></derivativeInfo>"""
SEEDED = HEAD + "".join((
    security("N/A", isin="CNE100000PM8", title="A shares"),
    security("HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO LTD"),
    security("Xiamen Meiya Pico Information Co., Ltd.", title="Sponsored ADR"),
    security("CloudWalk Technology Co., Ltd.", "DBT"),
    security("Example Bank NA", "DE", inside=SWAP),
    security("Zhejiang Dahua Technology Co., Ltd."),
    security("ALIBABA GROUP HOLDING LIMITED", title="ADR"),
    security("Apple Inc.", isin="US0378331005", cusip="037833100"),
)) + TAIL  # fmt: skip


def read(text: str, name: str = "filing.xml", kind: str | None = None) -> Intake:
    found = read_inventory(text.encode(), name, kind)
    assert found is not None
    return found


def issuers(matter: Matter) -> list[str]:
    return [one.name for one in matter.parties if one.role == "issuer"]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.in_memory(build(starter=True))


# --- real filings --------------------------------------------------------------------------------------------------------------


@beside
def test_a_real_filing_of_a_fund_is_read_whole_and_quickly() -> None:
    started = time.perf_counter()
    intake = read_matters(str(FILINGS / "nport_goldman_bond_2023-03.xml"))
    assert time.perf_counter() - started < 2
    assert (len(intake.matters), intake.faults) == (1685, [])
    assert len({one.id for one in intake.matters}) == 1685
    assert {one.kind for one in intake.matters} == {"holdings"}
    first = intake.matters[0]
    assert (first.day, issuers(first), first.parties[0].name) == (date(2023, 3, 31), ["Fannie Mae"], "Goldman Sachs Bond Fund")
    assert first.position is not None
    assert (first.position["instrument"], first.position["weight_pct"]) == ("bond", "0.003444980158")


@beside
@pytest.mark.parametrize(("file", "count", "known"), [("nport_goldman_bond_2023-03.xml", 1685, set()), ("13f_information_table_sample.xml", 169, {"alibaba"}), ("13f_infotable_abacus.xml", 255, set())])
def test_nobody_is_found_in_a_real_filing_who_is_not_there(snapshot: Snapshot, file: str, count: int, known: set[str]) -> None:
    intake = read_matters(str(FILINGS / file))
    assert len(intake.matters) == count
    parties = {(one.name, one.country): one for matter in intake.matters for one in matter.parties}
    found = set()
    for one in parties.values():
        identifiers = one.identifiers.model_dump(exclude_none=True) if one.identifiers else {}
        hit = resolve(snapshot, (one.name,), one.country, identifiers).match
        found |= {hit.body_id} if hit else set()
    assert found == known


# --- an invented filing --------------------------------------------------------------------------------------------------------


def test_every_seeded_issuer_is_found_and_only_those(snapshot: Snapshot) -> None:
    screener = Screener(snapshot, load_rulebooks(), Options(lists_complete=True, columns=frozenset({"us-in-force"})))
    decided = [screener.decide(one) for one in read(SEEDED).matters]
    bodies = [next((row["body_id"] for row in one.parties if "issuer" in row["roles"] and row["band"] == "match"), "") for one in decided]
    assert bodies == ["hikvision", "hikvision", "meiya-pico", "cloudwalk", "hikvision", "dahua", "alibaba", ""]
    assert [one.outcomes()["us-in-force"] for one in decided] == ["permitted_with_conditions"] * 5 + ["not_triggered"] * 3
    held = decided[0].columns[0]
    assert held.effect == {"divest_until": "2022-06-03", "may_hold": True, "may_trade": False}
    assert {one.page for one in decided[2].columns[0].flags} == {"RF-60"}
    assert {one.page for one in decided[4].columns[0].flags} == {"RF-60"}


def test_a_derivative_is_of_what_it_refers_to_and_not_of_its_counterparty() -> None:
    matters = read(SEEDED).matters
    assert issuers(matters[4]) == ["Hangzhou Hikvision Digital Technology Co., Ltd."]
    assert matters[4].position is not None
    assert matters[4].position["instrument"] == "derivative"
    assert matters[0].parties[0].country == "US"
    assert matters[0].parties[1].country is None, "XX is no country"


def test_an_identifier_that_fails_its_check_digit_names_nobody() -> None:
    intake = read(HEAD + security("Example AG", isin="CNE100000PM9", cusip="037833101", lei="5493001KJTIIGC8Y1R13") + TAIL)
    assert intake.matters[0].parties[1].identifiers is None
    assert sorted(note.split(": ")[1].split(" fail")[0] for note in intake.notes) == ["1 CUSIP", "1 ISIN", "1 LEI"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + security("A") , "not XML"), (HEAD + TAIL, "no position"), ('<!DOCTYPE x [<!ENTITY a "b">]>' + (HEAD + TAIL).partition("?>")[2], "entities"),
        (HEAD + security("A", inside="<a>" * 80 + "</a>" * 80) + TAIL, "nested"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_filing_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(text)
    assert caught.value.hint


def test_a_table_of_a_manager_names_no_holder_and_says_so() -> None:
    row = "<infoTable><nameOfIssuer>{}</nameOfIssuer><titleOfClass>{}</titleOfClass><cusip>037833100</cusip><value>1</value><shrsOrPrnAmt><sshPrnamt>2</sshPrnamt><sshPrnamtType>{}</sshPrnamtType></shrsOrPrnAmt>{}</infoTable>"
    rows = [row.format("EXAMPLE INC", *more) for more in (("COM", "SH", ""), ("SPONSORED ADS", "SH", ""), ("NOTE 2.5%", "PRN", ""), ("COM", "SH", "<putCall>Put</putCall>"), ("UNIT SER 1", "SH", ""))]
    intake = read(f'<ns1:informationTable xmlns:ns1="x">{"".join(rows)}</ns1:informationTable>'.replace("<info", "<ns1:info").replace("</info", "</ns1:info"))
    assert [one.position["instrument"] for one in intake.matters if one.position] == ["listed_equity", "adr", "bond", "derivative", "fund_unit"]
    assert {len(one.parties) for one in intake.matters} == {1}
    assert any("--as-of" in note for note in intake.notes)


# --- a custodian's table -------------------------------------------------------------------------------------------------------

TABLE = """Position ID;Fund Name;Fund Country;Security Name;ISIN;Symbol;MIC;Asset Class;Side;Trade Date;Weight;Desk
P1;Example Fund;US;Hangzhou Hikvision;CNE100000PM8;002415;XSHE;Equity;Sell;2026-11-20;1.25%;A
P2;Example Fund;US;Example AG;N/A;;;Bond;hold;2026-11-20;0.5;B
P3;Example Fund;US;Example AG;;;;stonk;hold;2026-11-20;0.5;B
"""


def test_a_custodians_table_is_read_row_by_row() -> None:
    intake = read(TABLE, "book.csv", "holdings")
    first, second = intake.matters
    assert first.parties[1].identifiers is not None
    assert (first.id, first.parties[1].identifiers.isin, first.parties[1].identifiers.ticker) == ("P1", "CNE100000PM8", "002415.SZ")
    assert first.position == {"instrument": "listed_equity", "action": "sell", "trade_date": "2026-11-20", "weight_pct": "1.25"}
    assert (first.parties[0].country, first.day, second.parties[1].identifiers) == ("US", date(2026, 11, 20), None)
    assert [(fault.where.line, fault.where.column) for fault in intake.faults] == [(4, "instrument")]
    assert "listed_equity" in intake.faults[0].hint
    assert any("Desk" in note for note in intake.notes)


@pytest.mark.parametrize(("text", "message"), [("Price,Colour\n1,red\n", "who issued"), ("ISIN,Isin code\nA,B\n", "say the same"), ("Issuer\n", "no position"), ('Issuer\n"a', "not CSV")])
def test_a_table_that_cannot_be_read_says_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(text, "book.csv", "holdings")
    assert caught.value.hint


def test_a_bare_code_is_no_ticker_and_check_digits_are_checked() -> None:
    assert [ticker(*one) for one in (("002415", ""), ("600000", "SSE"), ("20", "HKEX"), ("0020.HK", ""), ("BABA", ""), ("BABA", "XNYS"))] == ["", "600000.SS", "0020.HK", "0020.HK", "", "BABA"]
    assert valid_cusip("594918104")
    assert not valid_cusip("594918105")
    assert valid_figi("BBG000BPH459")
    assert not valid_figi("BBG000BPH458")


def test_the_door_reads_a_table_where_the_kind_is_said(tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text(TABLE, encoding="utf-8")
    assert [one.id for one in read_matters(str(file), "holdings").matters] == ["P1", "P2"]
    filing = tmp_path / "filing.xml"
    filing.write_text(SEEDED, encoding="utf-8")
    assert len(read_matters(str(filing)).matters) == 8
