"""Files of the Commission and directories of exchanges: each read whole, or refused. Invented rows in the published forms; the real files where they are beside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.intake.listings import Listing, read_listings
from countersight.intake.read import read_matters

SECURITIES = Path(__file__).parents[3] / "shared" / "data" / "open" / "securities"
beside = pytest.mark.skipif(not SECURITIES.exists(), reason="the files are not beside this checkout")

EXCHANGE = {"fields": ["cik", "name", "ticker", "exchange"], "data": [[320193, "Apple Inc.", "AAPL", "Nasdaq"], [1368365, "Remark Holdings, Inc.", "MARK", "OTC"], [7, "Invented Nameless Market Co", "INMC", None]]}
TICKERS = {"0": {"cik_str": 320193, "ticker": "AAPL", "title": "Apple Inc."}, "1": {"cik_str": 1946563, "ticker": "NA", "title": "Nano Labs Ltd"}}
NASDAQ = """Symbol|Security Name|Market Category|Test Issue|Financial Status|Round Lot Size|ETF|NextShares
AAPL|Apple Inc. - Common Stock|Q|N|N|100|N|N
INVA|Invented China Cameras Ltd. - American Depositary Shares, each representing two ordinary shares|G|N|N|100|N|N
ZVZZT|NASDAQ TEST STOCK|G|Y|N|100|N|N
INVF|Invented Index Fund|G|N|N|100|Y|N
File Creation Time: 1120202621:30|||||||
"""
OTHER = """ACT Symbol|Security Name|Exchange|CQS Symbol|ETF|Round Lot Size|Test Issue|NASDAQ Symbol
A|Agilent Technologies, Inc. Common Stock|N|A|N|100|N|A
INVP|Invented Arca Fund|P|INVP|Y|100|N|INVP
BRK.A|Berkshire Hathaway Inc. Common Stock|N|BRK.A|N|1|N|BRK.A
INVZ|Invented Z Co. Class A Common Stock|Z|INVZ|N|100|N|INVZ
File Creation Time: 1120202621:31||||||
"""


def read(tmp_path: Path, name: str, text: str) -> list[Listing]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_listings(str(file)).rows


def test_the_commissions_file_with_exchanges(tmp_path: Path) -> None:
    rows = read(tmp_path, "company_tickers_exchange.json", json.dumps(EXCHANGE))
    assert [(one.cik, one.ticker, one.exchange, one.us) for one in rows] == [("320193", "AAPL", "XNAS", True), ("1368365", "MARK", "OTC", False), ("7", "INMC", "", False)]


def test_the_commissions_file_without_exchanges_says_so_and_na_is_a_ticker(tmp_path: Path) -> None:
    file = tmp_path / "company_tickers.json"
    file.write_text(json.dumps(TICKERS), encoding="utf-8")
    found = read_listings(str(file))
    assert [(one.cik, one.ticker) for one in found.rows] == [("320193", "AAPL"), ("1946563", "NA")]
    assert "do not name their exchange" in found.notes[0]


def test_the_directory_of_nasdaq_leaves_out_test_securities_and_knows_classes(tmp_path: Path) -> None:
    file = tmp_path / "nasdaqlisted.txt"
    file.write_text(NASDAQ, encoding="utf-8")
    found = read_listings(str(file))
    assert (found.tests, found.edition, [one.ticker for one in found.rows]) == (1, "2026-11-20", ["AAPL", "INVA", "INVF"])
    assert [(one.issuer, one.receipt, one.fund) for one in found.rows] == [("Apple Inc.", False, False), ("Invented China Cameras Ltd.", True, False), ("Invented Index Fund", False, True)]


def test_the_directory_of_other_exchanges_names_each(tmp_path: Path) -> None:
    rows = read(tmp_path, "otherlisted.txt", OTHER)
    assert [(one.exchange, one.issuer) for one in rows] == [("XNYS", "Agilent Technologies, Inc."), ("ARCX", "Invented Arca Fund"), ("XNYS", "Berkshire Hathaway Inc."), ("BATS", "Invented Z Co.")]
    assert all(one.us for one in rows)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("nasdaqlisted.txt", NASDAQ.rsplit("File", 1)[0], "cut off"), ("x.json", json.dumps(EXCHANGE)[:-20], "not JSON"), ("x.csv", "a,b\n1,2\n", "no column tells the ticker"),
        ("x.json", "{}", "no listing"), ("x.json", "[1]", "row 1 is no object"), ("x.csv", 'ticker,name\n"A,B\n', "not CSV"),
    ],
)  # fmt: skip
def test_what_is_not_whole_or_of_no_known_kind_is_refused_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, name, text)
    assert caught.value.hint
    assert caught.value.where.file.endswith(name)


def test_a_row_that_does_not_fit_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "otherlisted.txt"
    file.write_text(OTHER.replace("INVP|Invented Arca Fund|P|INVP|Y|100|N|INVP", "INVP|Invented Arca"), encoding="utf-8")
    found = read_listings(str(file))
    assert len(found.rows) == 3
    assert (found.faults[0].where.line, found.faults[0].message) == (3, "2 cells under 8 headings")


@beside
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("sec_company_tickers.parquet", 10_365), ("us_nasdaq_full.json", 4_179), ("us_nyse_full.json", 2_711), ("us_amex_full.json", 292), ("fd_equities_ASE.csv", 1_115),
        ("fd_equities_HKG.csv", 1_625), ("fd_equities_NCM.csv", 958), ("fd_equities_NGM.csv", 271), ("fd_equities_SHH.csv", 1_628), ("fd_equities_SHZ.csv", 2_248),
    ],
)  # fmt: skip
def test_real_files_are_read_to_the_last_row(name: str, count: int) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("duckdb")
    found = read_listings(str(SECURITIES / name))
    assert (len(found.rows), found.faults) == (count, [])


def test_a_listing_file_is_read_into_a_matter_an_issuer(tmp_path: Path) -> None:
    told = {"fields": ["cik", "name", "ticker", "exchange"], "data": [[7, "Invented Maker Inc.", "INVM", "Nasdaq"], [7, "Invented Maker Inc.", "INVMW", "Nasdaq"], [8, "Other Invented Co", "OIC", "OTC"]]}
    file = tmp_path / "company_tickers_exchange.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    found = read_matters(str(file))
    assert [(one.id, one.kind, one.parties[0].name, one.issuer) for one in found.matters] == [
        ("CIK 7", "issuer", "Invented Maker Inc.", {"exchange": "XNAS"}), ("CIK 8", "issuer", "Other Invented Co", {"exchange": "OTC"}),
    ]  # fmt: skip
    first, second = (one.parties[0].identifiers for one in found.matters)
    assert first
    assert second
    assert (first.cik, first.ticker, second.ticker) == ("7", "INVM US", None)


def test_a_directory_is_known_by_its_head_and_a_table_by_the_word_of_the_user(tmp_path: Path) -> None:
    directory, table = tmp_path / "nasdaqlisted.txt", tmp_path / "t.csv"
    directory.write_text(NASDAQ, encoding="utf-8")
    table.write_text("symbol,name,mic,isin\n002415.SZ,Invented Ltd,XSHE,CNE100000PM8\n", encoding="utf-8")
    assert [one.id for one in read_matters(str(directory)).matters] == ["XNAS AAPL", "XNAS INVA", "XNAS INVF"]
    (one,) = read_matters(str(table), "issuer").matters
    assert one.parties[0].identifiers
    assert one.parties[0].identifiers.isin == "CNE100000PM8"


def test_a_custodians_table_with_bars_stays_a_table_of_positions(tmp_path: Path) -> None:
    file = tmp_path / "held.csv"
    file.write_text("Symbol|Security Name|Exchange|Asset Class\nAAPL|Apple Inc.|Nasdaq|equity\n", encoding="utf-8")
    (one,) = read_matters(str(file), "holdings").matters
    assert (one.kind, one.parties[0].name) == ("holdings", "Apple Inc.")


def test_a_list_of_a_screener_is_one_of_issuers_without_a_word_of_the_user(tmp_path: Path) -> None:
    file = tmp_path / "nasdaq.json"
    file.write_text(json.dumps([{"symbol": "INVM", "name": "Invented Maker Inc. Common Stock", "country": "China"}]), encoding="utf-8")
    found = read_matters(str(file))
    assert [(one.kind, one.parties[0].name, one.issuer) for one in found.matters] == [("issuer", "Invented Maker Inc.", {"exchange": "XNAS"})]


@pytest.mark.parametrize(("ticker", "mic", "written"), [("002415.SZ", "SHZ", "002415.SZ"), ("002415", "SHZ", "002415.SZ"), ("002415", "SZSE", "002415.SZ"), ("600000", "SSE", "600000.SS"), ("0700", "SEHK", "0700.HK"), ("0700", "HKG", "0700.HK"), ("INVM", "NMS", "INVM US"), ("INVM", "LSE", None)])
def test_a_ticker_is_known_with_its_market_alone(tmp_path: Path, ticker: str, mic: str, written: str | None) -> None:
    file = tmp_path / "listed.csv"
    file.write_text(f"symbol,name,exchange\n{ticker},Invented Maker,{mic}\n", encoding="utf-8")
    told = read_matters(str(file), kind="issuer").matters[0].parties[0].identifiers
    assert (told.ticker if told else None) == written
