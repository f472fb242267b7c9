"""The maker behind a device, and manufacturer identification codes."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.products import makers
from countersight.products.data import HERE, load
from countersight.products.makers import by_brand, by_fcc, by_mac, evidence, grantee, maker_named, maker_of, normal_mac
from countersight.products.mid import MAX, compare, derive, read

OUI = Path(__file__).parents[3] / "shared" / "data" / "open" / "oui" / "oui_2026.tsv"
ROWS: list[dict[str, Any]] = load(HERE / "makers.yaml")["makers"]
HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."


def test_every_claim_about_a_maker_has_a_source() -> None:
    codes = [code for one in ROWS for code in one["prefixes"]["codes"]]
    assert len(codes) == len(set(codes))
    assert all(len(code) == 6 and code == normal_mac(code).upper() for code in codes)
    for one in ROWS:
        assert one["prefixes"]["source"]
        assert all(row["source"] for what in ("grantees", "models", "firmware", "brands") for row in one.get(what, ()))
    assert {"hikvision", "dahua", "hytera", "huawei", "zte"} <= {one["id"] for one in ROWS}


@pytest.mark.skipif(not OUI.exists(), reason="../shared/data/open/oui is absent")
def test_prefixes_stand_in_the_registry_under_that_maker() -> None:
    listed = dict(line.split("\t")[:2] for line in OUI.read_text(encoding="utf-8").splitlines())
    for one in ROWS:
        first = one["name"].split()[1 if one["name"].startswith(("Hangzhou", "Zhejiang")) else 0].casefold()
        for code in one["prefixes"]["codes"]:
            assert first in listed[code].casefold(), code


@pytest.mark.parametrize(
    ("text", "maker"),
    [("44:19:B6:00:00:01", "hikvision"), ("3c-ef-8c-00-00-01", "dahua"), ("3cef.8c00.0001", "dahua"), ("9C066E", "hytera"), ("00:00:0C:00:00:01", None), ("46:19:B6:00:00:01", None), ("not a mac", None), ("", None), ("44:19:B6:00:00", None)],
)
def test_the_holder_of_an_address(text: str, maker: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makers, "_listing", lambda: None)
    found = by_mac(text)
    assert (found.maker if found else None) == maker


def test_the_whole_listing_is_asked_where_the_package_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    package = types.ModuleType("aiooui")
    package.is_loaded = lambda: True  # type: ignore[attr-defined]
    package.get_vendor = {"00:00:0C:00:00:00": "Cisco Systems, Inc", "00:11:22:00:00:00": "ZTE Corporation"}.get  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "aiooui", package)
    makers._listing.cache_clear()
    try:
        other, ours = by_mac("00000c112233"), by_mac("001122334455")
        assert other
        assert ours
        assert (other.maker, other.name, ours.maker, by_mac("aabbcc112233")) == ("", "Cisco Systems, Inc", "zte", None)
    finally:
        makers._listing.cache_clear()


@pytest.mark.parametrize(
    ("fcc_id", "code", "maker"),
    [("2ADTD-DS2CD", "2ADTD", "hikvision"), ("2AVYFIPC1", "2AVYF", "huacheng"), ("FCC ID: QISABC1", "QIS", "huawei"), ("2ADTE-1", "2ADTE", None), ("XX", "", None), ("2ADTD", "", None)],
)
def test_the_grantee_of_an_fcc_id(fcc_id: str, code: str, maker: str | None) -> None:
    found = by_fcc(fcc_id)
    assert (grantee(fcc_id), found.maker if found else None) == (code, maker)


def test_a_code_from_memory_is_marked_and_names_nobody() -> None:
    found = by_fcc("QIS-ABC1")
    assert found
    assert found.unconfirmed
    assert maker_named((found,)) is None


@pytest.mark.parametrize(
    ("model", "maker"),
    [("DS-2CD2143G2-I", "hikvision"), ("iDS-7208", "hikvision"), ("DH-SD49225", "dahua"), ("IPC-HFW2431S", "dahua"), ("IPC2124LB", "uniview"), ("TC-C32XN", "tiandy"), ("CS-C6N", "ezviz"), ("MDS-2CD", None), ("IPC-A-610", None), ("C9200", None)],
)
def test_model_numbers_have_the_form_of_a_maker(model: str, maker: str | None) -> None:
    found = evidence(model=model)
    assert next((one.maker for one in found), None) == maker
    assert all(one.strength == "pattern" for one in found)


def test_an_allegation_stays_one_and_names_nobody() -> None:
    found = by_brand("Lorex")
    assert found
    assert found.strength == "alleged"
    assert "no finding" in found.source
    assert maker_named((found,)) is None
    assert by_brand("LOREXIA") is None


def test_a_maker_is_named_by_registries_that_agree_only() -> None:
    assert maker_named(evidence(mac="44:19:b6:00:00:01", fcc_id="2ADTD-X1", brand="SafeHome")) == HIKVISION
    assert maker_named(evidence(mac="44:19:b6:00:00:01", fcc_id="2AVYF-X1")) is None
    assert maker_named(evidence(model="DS-2CD2143", brand="Hikvision")) is None
    assert maker_named(()) is None


def test_makers_by_name() -> None:
    assert (maker_of("HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO LTD"), maker_of("海康威视"), maker_of("Hangzhou Toys")) == ("hikvision", "hikvision", "")


@pytest.mark.parametrize(
    ("name", "street", "city", "origin", "code"),
    [
        ("Zhejiang Dahua Technology Co., Ltd.", "No. 1187, Bin'an Road", "Hangzhou", "CN", "CNZHEDAH1187HAN"),
        ("Hangzhou Hikvision Digital Technology", "No.555 Qianmo Road", "Hangzhou", "CN", "CNHANHIK555HAN"),
        ("The Model Company", "1 Main St", "Toronto", "XO", "XOMODCOM1TOR"),
        ("A.B.C. Widgets and Things", "12345 Road, Unit 7", "Ho Chi Minh", "VN", "VNABCWID1234HOC"),
        ("O'Neill-Smith", "", "Cork", "IE", "IEONECOR"),
        ("Amalgamated Plastics Corp.", "12,34,56 Example Road", "Tokyo", "JP", "JPAMAPLA1234TOK"),
        ("Shavings B L Inc.", "12-34-56 Example Road", "Tokyo", "JP", "JPSHABL1234TOK"),
        ("Dr. S.A. Smith", "Apt. 509 2727 Example St.", "Leeds", "GB", "GBDRSA2727LEE"),
        ("20th Century Example", "11455 Main Street Suite 9999", "Leeds", "GB", "GB20TCEN1145LEE"),
        ("大华", "1", "Hangzhou", "CN", None),
        ("Acme", "1", "X", "", None),
    ],
)
def test_a_code_is_made_as_the_appendix_says(name: str, street: str, city: str, origin: str, code: str | None) -> None:
    found = derive(name, street, city, origin)
    assert (str(found) if found else None) == code


@pytest.mark.parametrize(
    ("declared", "near"),
    [("CNZHEDAH1187HAN", "same"), ("VNZHEDAH1187HAN", "same_tail"), ("CNZHEDAH1178HAN", "near"), ("CNZHEDAH118HAN", "near"), ("CNZHEDAG1187HAN", "near"), ("CNZHEDAH2287HAN", "different"), ("CNHANHIK555HAN", "different")],
)
def test_codes_are_compared(declared: str, near: str) -> None:
    one, other = read(declared), read("CNZHEDAH1187HAN")
    assert one
    assert other
    assert compare(one, other) == near


def test_short_codes_are_not_near_each_other() -> None:
    one, other = read("CNABCHAN"), read("CNABDHAN")
    assert one
    assert other
    assert compare(one, other) == "different"


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_any_name_and_address(name: str, street: str, city: str) -> None:
    found = derive(name, street, city, "CN")
    assert found is None or len(str(found)) <= MAX


MODELS = Path(__file__).parents[3] / "shared" / "data" / "oracle" / "hikvision_models" / "hikvision_models.tsv"


@pytest.mark.skipif(not MODELS.exists(), reason="../shared/data/oracle/hikvision_models is absent")
def test_most_models_of_one_maker_have_its_form_and_none_has_anothers() -> None:
    models = [line.split("\t")[0] for line in MODELS.read_text(encoding="utf-8").splitlines()[1:]]
    found = [next((one.maker for one in evidence(model=model) if one.by == "model"), "") for model in models]
    assert len(models) > 10_000
    assert found.count("hikvision") >= 0.95 * len(models)
    assert set(found) == {"hikvision", ""}
