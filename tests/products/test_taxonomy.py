"""The taxonomy: every row holds what it must, corrections of the law papers are in, and codes are read as people write them."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import DataError
from countersight.products.codes import normalise_hs, parse_eccn
from countersight.products.taxonomy import DATA as TAXONOMY
from countersight.products.taxonomy import NODES, Node, about, is_surveillance, near, node, read_nodes

DATA = Path(__file__).parents[3] / "shared" / "data" / "open"
IDS = [one.id for one in NODES]
BY_ID = {one.id: one for one in NODES}


def codes(ident: str) -> set[str]:
    return {candidate.code for candidate in BY_ID[ident].eccn}


def test_there_are_39_nodes_and_no_id_twice() -> None:
    assert len(IDS) == len(set(IDS)) == 39


@pytest.mark.parametrize("one", NODES, ids=IDS)
def test_a_row_is_complete(one: Node) -> None:
    assert re.fullmatch(r"[A-Z]+-[A-Z]+|ANPR|CROWD|SPYWARE|CRYPTAN", one.id)
    assert all((one.name_en, one.name_zh, one.definition, one.keywords, one.risk, one.legitimate, one.eccn, one.hs6))
    assert re.search(r"[\u4e00-\u9fff]", one.name_zh[0])
    assert one.definition.endswith(".")
    assert is_surveillance(one)


@pytest.mark.parametrize("one", NODES, ids=IDS)
def test_tariff_numbers_have_six_digits_and_us_numbers_stand_below_one_of_them(one: Node) -> None:
    assert all(re.fullmatch(r"\d{6}", code) for code in one.hs6)
    assert len(set(one.hs6)) == len(one.hs6)
    assert all(normalise_hs(code)[:6] in one.hs6 for code in one.htsus)


@pytest.mark.parametrize("one", NODES, ids=IDS)
def test_control_numbers_have_the_form_of_one(one: Node) -> None:
    for candidate in one.eccn:
        parsed = parse_eccn(candidate.code)
        assert parsed is not None
        assert parsed.full == candidate.code


def test_tariff_numbers_exist_in_the_harmonized_system() -> None:
    source = DATA / "hs" / "harmonized-system.csv"
    if not source.exists():
        pytest.skip("../shared/data/open/hs is absent")
    with source.open(encoding="utf-8-sig", newline="") as lines:
        known = {row["hscode"] for row in csv.DictReader(lines)}
    assert {code for one in NODES for code in one.hs6} <= known


def test_control_numbers_exist_in_the_commerce_control_list() -> None:
    source = DATA / "us_csl_ccl_2026" / "ccl.json"
    if not source.exists():
        pytest.skip("../shared/data/open/us_csl_ccl_2026 is absent")
    entries = set(re.findall(r'"eccn":\s*"(\w{5})"', source.read_text(encoding="utf-8")))
    assert len(entries) > 600
    bases = {candidate.code.partition(".")[0] for one in NODES for candidate in one.eccn}
    assert bases - {"EAR99"} <= entries


def test_entries_that_were_found_wrong_are_gone() -> None:
    everything = {candidate.code for one in NODES for candidate in one.eccn}
    assert not {code for code in everything if code.startswith(("0A504", "5A001.i", "5A001.g", "3A999", "3A504", "3D504", "3E504"))}
    assert not any("Supp" in candidate.note for one in NODES for candidate in one.eccn if candidate.code.startswith("6A993"))


def test_corrections_are_in() -> None:
    assert {"5A001.f", "5A980"} <= codes("RADIO-IMSI")
    assert {"5D001.e"} <= codes("GEO-TRACK") & codes("PRED-IJOP") & codes("LI-GATE")
    assert {"2A983", "2A984"} <= codes("XRAY-ID")
    assert {"3A991.a", "3A991.p"} <= codes("SOC-ISP")
    assert codes("BIO-DNA") == {"EAR99", "9A980"}
    assert codes("AUDIO-SURV") == {"EAR99"}
    assert "5A992.c" in codes("BIO-IRIS")
    phone = next(candidate for candidate in BY_ID["FOR-PHONE"].eccn if candidate.code == "5A004.b")
    assert "chip-off" in phone.contra
    assert {one.id for one in NODES if "89 FR 60998" in one.proposed} == {"CAM-SMART", "BIO-FACE", "CROWD"}


def test_what_was_named_from_memory_is_marked() -> None:
    marked = {(one.id, candidate.code) for one in NODES for candidate in one.eccn if candidate.unconfirmed}
    assert {("NET-IPSURV", "5D001.c"), ("NET-IPSURV", "5E001"), ("LI-GATE", "5D980"), ("FOR-PHONE", "5D002"), ("CRYPTAN", "5D002")} <= marked
    assert ("BIO-FINGER", "3A981") not in marked


def test_crime_control_entries_are_candidates_of_fingerprint_equipment() -> None:
    assert {"3A981", "4A980", "3D980", "4D980", "3E980", "4E980", "4A003", "4D001", "4E001", "1A985"} == codes("BIO-FINGER")


def test_only_the_image_processor_is_one_of_the_chips() -> None:
    assert [one.id for one in NODES if one.image_processing_chip] == ["SOC-ISP"]


@pytest.mark.parametrize(
    "ident",
    "SPYWARE CRYPTAN NET-DPI SOC-ISP GEO-TRACK RADIO-IMSI ANPR CAM-BODY UAV-OBS BIO-FACE CAM-THERMAL BIO-DNA BIO-FINGER OSINT-SOC BIO-GAIT NET-IPSURV AUDIO-SURV".split(),
)
def test_capabilities_on_the_state_departments_list(ident: str) -> None:
    assert BY_ID[ident].state2020


@pytest.mark.parametrize("ident", ["SENSOR-IC", "AI-SRV", "SPARE-SVC", "XRAY-ID"])
def test_capabilities_that_the_list_does_not_name(ident: str) -> None:
    assert not BY_ID[ident].state2020


def test_node_is_found_in_any_case_and_nothing_is_guessed() -> None:
    assert node(" cam-ip ") is BY_ID["CAM-IP"]
    assert node("CAM-IPS") is None
    assert node("") is None
    assert node("none") is None


@pytest.mark.parametrize(("written", "meant"), [("CAM-IPS", "CAM-IP"), ("bio-fase", "BIO-FACE"), ("SOC_ISP", "SOC-ISP"), ("NETDPI", "NET-DPI")])
def test_near_offers_what_was_meant(written: str, meant: str) -> None:
    assert near(written)[0] == meant


def test_near_offers_nothing_for_something_else() -> None:
    assert near("zzzz") == ()


@pytest.mark.parametrize(
    ("text", "base", "full"),
    [
        ("3a991.a.1", "3A991", "3A991.a.1"),
        ("EAR99", "EAR99", "EAR99"),
        ("ear 99", "EAR99", "EAR99"),
        ("ECCN: 5A992.c", "5A992", "5A992.c"),
        ("5A992c", "5A992", "5A992.c"),
        (" 4A003 ", "4A003", "4A003"),
        ("9x515", None, None),
        ("6A003.b.4.b", "6A003", "6A003.b.4.b"),
        ("3A001.a.5.a.1", "3A001", "3A001.a.5.a.1"),
        ("XA991", None, None),
        ("3F991", None, None),
        ("3A99", None, None),
        ("3A9911", None, None),
        ("3A991 or EAR99", None, None),
        ("", None, None),
        ("３A991", None, None),
    ],
)
def test_eccn(text: str, base: str | None, full: str | None) -> None:
    found = parse_eccn(text)
    assert (found.base if found else None, found.full if found else None) == (base, full)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8525.89.3000", "8525893000"),
        ("8525 89 30", "85258930"),
        ("852589", "852589"),
        ("85", ""),
        ("8525.89.30 (cameras)", ""),
        ("cameras", ""),
        ("", ""),
        ("-8525", ""),
        ("８５２５", ""),
        ("1234567890123", ""),
    ],
)
def test_hs(text: str, digits: str) -> None:
    assert normalise_hs(text) == digits


@pytest.mark.parametrize("text", ["3A991" + ".i" * 50_000, "3A991" + ".1" * 28 + "!", "8" * 100_000, "8." * 50_000, "A" * 100_000])
def test_hostile_codes_are_read_at_once(text: str) -> None:
    start = time.perf_counter()
    parse_eccn(text)
    normalise_hs(text)
    near(text)
    assert time.perf_counter() - start < 0.1


@given(st.text(max_size=40))
def test_a_parsed_code_reads_as_itself(text: str) -> None:
    found = parse_eccn(text)
    if found is not None:
        assert parse_eccn(found.full) == found
    digits = normalise_hs(text)
    assert normalise_hs(digits) == digits


@given(base=st.from_regex(r"[0-9][A-E][0-9]{3}", fullmatch=True), parts=st.lists(st.from_regex(r"[a-z]{1,3}|[0-9]{1,2}", fullmatch=True), max_size=4))
def test_every_written_paragraph_comes_back(base: str, parts: list[str]) -> None:
    full = ".".join([base, *(part.strip() for part in parts)])
    found = parse_eccn(full.lower())
    assert found is not None
    assert (found.base, found.full) == (base, full)


def test_the_edition_says_what_changed_and_where_codes_are_from() -> None:
    edition = about()
    assert edition["version"] == edition["changes"][-1]["version"]
    assert set(edition["axes"]) == {"capability", "design_intent", "configuration", "context"}
    assert {"hs6", "eccn", "cpc", "state_list", "dshra"} <= {one["about"] for one in edition["sources"]}


@pytest.mark.parametrize("one", NODES, ids=IDS)
def test_the_other_axes_are_said_beside_the_capability(one: Node) -> None:
    assert all((one.design_intent, one.configuration, one.context, one.cpc))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("dual_use: high", "dual_use: often", 1), "CAM-IP: dual_use is 'often'"),
        (lambda text: text.replace("  risk:", "  danger:", 1), "CAM-IP: a field that is not known: danger"),
        (lambda text: "\n".join(line for line in text.splitlines() if not line.startswith("  risk:")), "CAM-IP: risk is missing"),
        (lambda text: text.replace('{code: "EAR99"}', '{number: "EAR99"}', 1), "CAM-IP: a control number is written wrongly"),
        (lambda text: text.replace("id: CAM-SMART", "id: CAM-IP", 1), "CAM-IP: this id stands twice"),
        (lambda text: text + "\n- [", "not YAML"),
    ],
)
def test_a_wrong_row_is_refused_by_its_name(tmp_path: Path, change: Callable[[str], str], message: str) -> None:
    for path in TAXONOMY.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(change(text) if path.name == "watching.yaml" else text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_nodes(tmp_path)
    assert message in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_nodes(tmp_path)
