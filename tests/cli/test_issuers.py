"""``countersight issuers``: listing files in, listed surveillance companies and the spill-over of the literal words out. Rows are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Command

LISTED = {"fields": ["cik", "name", "ticker", "exchange"], "data": [[1, "Invented Trust", "INVT", "NYSE"], [320193, "Apple Inc.", "AAPL", "Nasdaq"], [9, "Hangzhou Hikvision Digital Technology Co., Ltd.", "HIKV", "Nasdaq"]]}
FILING = """<?xml version="1.0"?><edgarSubmission xmlns="http://www.sec.gov/edgar/nport"><formData><genInfo><regName>INVENTED TRUST</regName><regCik>0000000001</regCik>
<repPdDate>2026-10-31</repPdDate></genInfo><invstOrSecs><invstOrSec><name>HIKVISION</name><title>A</title><cusip>000000000</cusip><identifiers><isin value="CNE100000PM8"/></identifiers>
<balance>1</balance><valUSD>1</valUSD><pctVal>1</pctVal><assetCat>EC</assetCat><invCountry>CN</invCountry></invstOrSec></invstOrSecs></formData></edgarSubmission>"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    listed, filing = tmp_path / "company_tickers_exchange.json", tmp_path / "filing.xml"
    listed.write_text(json.dumps(LISTED), encoding="utf-8")
    filing.write_text(FILING, encoding="utf-8")
    return str(listed), str(filing)


def test_a_name_alone_is_shown_apart_and_counted_nowhere(command: Command, files: tuple[str, str]) -> None:
    got = command("issuers", files[0])
    assert got.code == 0
    assert "3 listings of 3 issuers" in got.out
    assert "by a code: 0, of them on exchanges of the United States: 0" in got.out
    assert "By name alone, in no count, for a person to look at: 1" in got.out


def test_the_spill_over_is_printed_with_both_thresholds(command: Command, files: tuple[str, str]) -> None:
    got = command("issuers", files[0], "--spill-over", "--held", files[1], "--as-of", "2026-11-20")
    assert "Investors that us-dshra/literal reaches (any share): surely 1" in got.out
    assert "listed: INVENTED TRUST, INVT on XNYS" in got.out
    assert "us-dshra/workable reaches (10% or more): surely 0" in got.out
    assert "Spill-over: us-dshra/literal surely reaches 1 investors that us-dshra/workable does not, 1 of them listed in the United States." in got.out
    told = json.loads(command("issuers", files[0], "--spill-over", "--held", files[1], "--format", "json").out)
    assert [(one["reading"], one["floor"], list(one["us_listed"])) for one in told["spill_over"]] == [("us-dshra/literal", 0, ["INVENTED TRUST"]), ("us-dshra/workable", 10_000_000, [])]


def test_a_code_counts_and_sets_the_exit_code(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "listed.csv"
    file.write_text("ticker,name,exchange,isin\nHIKV,Whatever Ltd,Nasdaq,CNE100000PM8\n", encoding="utf-8")
    got = command("issuers", str(file))
    assert got.code == 1
    assert "by a code: 1, of them on exchanges of the United States: 1" in got.out


def test_positions_without_the_spill_over_are_refused(command: Command, files: tuple[str, str]) -> None:
    got = command("issuers", files[0], "--held", files[1])
    assert got.code == 2
    assert "--held goes with --spill-over" in got.err
