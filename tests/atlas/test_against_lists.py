"""Every listing of the starter atlas is held against the real lists, where they are at hand."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from countersight.names.normalise import fold
from countersight.sources.starter import read_starter

if TYPE_CHECKING:
    from countersight.model.body import Body, Designation

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "open"
CSL_2026 = DATA / "us_csl_ccl_2026" / "screening-list.json"
CSL_2022 = DATA / "us_csl_full_2022-04" / "consolidated.csv"
CONS = DATA / "ofac_un_watchman" / "cons_prim.csv"
MILITARY = DATA.parent / "oracle" / "us_statutory_lists_os" / "us__dod_chinese_milcorps__sanctions.csv"
COVERED = DATA.parent / "oracle" / "us_statutory_lists_os" / "us__fcc_covered_list__table.csv"
NOTICES = DATA / "federal_register_notices" / "posts"
EDITION = "2026-07-31"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
REMOVED = {"mps-forensic-institute", "sandvine", "hefei-bitland", "nanchang-o-film"}
LICENCE = re.compile(r"footnote (\d)")
MARK = re.compile(r"(?:\)|EAR)[.\s]*(\d)(?!\d)")
"""A footnote of the list stands behind a bracket or the end: "734.9(e)1", "of the EAR)4"."""
DATED_OTHERWISE = {"huawei", "netposa", "sensenets", "fiberhome-starrysky"}
"""Huawei's record has the day on which the notice took effect, five days before it was published; the others came with
85 FR 34503, though the list gives the day of the batch of 2019."""


@pytest.fixture(scope="module")
def bodies() -> dict[str, Body]:
    return {body.id: body for body in read_starter().bodies}


@pytest.fixture(scope="module")
def today() -> list[dict[str, Any]]:
    if not CSL_2026.exists():
        pytest.skip("no ../shared/data/open/us_csl_ccl_2026 beside this clone")
    held = json.loads(CSL_2026.read_text(encoding="utf-8"))
    tables = held["tables"]
    return [
        {
            "source": tables["sources"][row["s"]],
            "names": {fold(text) for text in (row["n"], *row.get("a", ()))},
            "citation": row.get("fr") or "",
            "requirement": (tables["licenceRequirements"][row["lr"]] or "") if "lr" in row else "",
            "policy": (tables["licencePolicies"][row["lp"]] or "") if "lp" in row else "",
        }
        for row in held["entries"]
    ]


@pytest.fixture(scope="module")
def of_2022() -> list[dict[str, str]]:
    if not CSL_2022.exists():
        pytest.skip("no ../shared/data/open/us_csl_full_2022-04 beside this clone")
    with CSL_2022.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["source"] == ENTITY_LIST]


def told(bodies: dict[str, Body], list_id: str) -> list[tuple[Body, Designation]]:
    return [(body, one) for body in bodies.values() for one in body.designations if one.list_id == list_id]


def primary(body: Body) -> set[str]:
    return {fold(name.text) for name in body.names if name.kind == "primary"}


def pages(citation: str) -> set[str]:
    return set(re.findall(r"\d+ FR \d+", re.sub(r"\s+", " ", citation)))


def near(ours: set[str], theirs: set[str]) -> bool:
    """Whether a page of ours is in the same volume as one of theirs and at most eight pages from it.

    A rule is cited by its first page, an entry by the page on which it is printed.
    """
    split = [(one.split(), other.split()) for one in ours for other in theirs]
    return any(a[0] == b[0] and abs(int(a[2]) - int(b[2])) <= 8 for a, b in split)


def entries(body: Body, rows: list[dict[str, Any]], source: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["source"] == source and row["names"] & primary(body)]


def test_every_listing_on_the_entity_list_is_in_the_edition_of_today(bodies: dict[str, Body], today: list[dict[str, Any]]) -> None:
    missing = {
        body.id
        for body, one in told(bodies, "us.bis.entity_list")
        if not one.end and not entries(body, today, ENTITY_LIST)
    }
    assert not missing


def test_what_was_removed_is_not_in_the_edition_of_today(bodies: dict[str, Body], today: list[dict[str, Any]]) -> None:
    ended = {body.id for body, one in told(bodies, "us.bis.entity_list") if one.end}
    assert ended == REMOVED
    assert not [body_id for body_id in ended if entries(bodies[body_id], today, ENTITY_LIST)]


def test_citations_policies_and_footnotes_are_those_of_the_entries(bodies: dict[str, Body], today: list[dict[str, Any]]) -> None:
    for body, one in told(bodies, "us.bis.entity_list"):
        rows = entries(body, today, ENTITY_LIST)
        if one.end or not rows:
            continue
        official = set().union(*(pages(row["citation"]) for row in rows))
        assert near(pages(one.citation), official), body.id
        said = set(LICENCE.findall(one.scope))
        marks = {found for row in rows for found in MARK.findall(row["requirement"].strip())}
        marks |= {"4"} if any("734.9(e)(2)" in row["requirement"] for row in rows) else set()  # named without its number
        assert said <= marks, body.id
        assert marks & {"1", "4", "5"} <= said, body.id
        denied = {row["policy"].lower().startswith(("presumption", "policy of denial")) for row in rows}
        assert one.scope.startswith(("Presumption", "Policy of denial")) in denied, body.id


def test_days_before_2022_are_those_of_the_list_of_2022(bodies: dict[str, Body], of_2022: list[dict[str, str]]) -> None:
    days: dict[str, set[str]] = {}
    for row in of_2022:
        days.setdefault(fold(row["name"].replace("?", "'")), set()).add(row["start_date"])
    checked = 0
    for body, one in told(bodies, "us.bis.entity_list"):
        found = set().union(*(days.get(name, set()) for name in primary(body))) - {""}
        if found and body.id not in DATED_OTHERWISE:
            assert one.start in found or one.start == "2021-11-26", (body.id, one.start, found)
            checked += 1
    assert checked >= 90


def test_days_after_2022_are_those_of_notices(bodies: dict[str, Body]) -> None:
    if not NOTICES.exists():
        pytest.skip("no ../shared/data/open/federal_register_notices beside this clone")
    days = {path.name[:10] for path in NOTICES.glob("*.md")}
    later = {(body.id, one.start) for body, one in told(bodies, "us.bis.entity_list") if one.start > "2022-04-30" and one.verified_on}
    took_effect_before = {"2023-03-28": "2023-03-30"}
    unseen = {start for _, start in later if took_effect_before.get(start, start) not in days}
    assert unseen <= {"2024-12-10"}, "the notice of 2024-12-10 is not among the files; its day is in the law paper"


def test_what_ofac_blocks_and_bans_is_in_the_edition_of_today(bodies: dict[str, Body], today: list[dict[str, Any]]) -> None:
    assert {body.id for body, _ in told(bodies, "us.ofac.sdn")} == {"xinjiang-psb", "xpcc"}
    for body, _ in told(bodies, "us.ofac.sdn"):
        assert entries(body, today, SDN), body.id
    source = "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department"
    for body, _ in told(bodies, "us.ofac.ns_cmic"):
        assert entries(body, today, source), body.id


def test_names_securities_and_days_of_the_securities_ban_are_those_of_ofac(bodies: dict[str, Body]) -> None:
    if not CONS.exists():
        pytest.skip("no ../shared/data/open/ofac_un_watchman beside this clone")
    with CONS.open(encoding="utf-8", newline="") as stream:
        rows = {fold(row[1]): row[11] for row in csv.reader(stream) if len(row) > 11 and "CMIC" in row[3]}
    assert len(rows) == 68
    for body, one in told(bodies, "us.ofac.ns_cmic"):
        (remarks,) = [rows[name] for name in primary(body) if name in rows]
        listing = re.search(r"Listing Date \(CMIC\) (\d\d) (\w{3}) (\d{4})", remarks)
        assert listing
        assert one.start == f"{listing[3]}-{_MONTHS[listing[2]]}-{listing[1]}", body.id
        official = set(re.findall(r"ISIN (\w{12})", remarks))
        held = set(filter(None, body.identifiers.get("isin", "").split("; ")))
        assert held <= official, body.id
        assert bool(held) == ("ISIN " in remarks), body.id
        if code := re.search(r"\(USCC\) (\w+)", remarks):
            assert body.identifiers.get("uscc") == code[1], body.id


_MONTHS = {"Jun": "06", "Dec": "12"}


def test_every_military_company_begins_with_the_first_edition_that_names_it(bodies: dict[str, Body]) -> None:
    if not MILITARY.exists():
        pytest.skip("no ../shared/data/oracle/us_statutory_lists_os beside this clone")
    editions: dict[str, set[str]] = {}
    with MILITARY.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for text in (row["Clean Name"], row["Previous Name"], row["Name"]):
                editions.setdefault(fold(text), set()).add(row["Start date"])
    for body, one in told(bodies, "us.dod.1260h"):
        written = [name.text for name in body.names] + [f"{name.text} (MGI)" for name in body.names]
        assert one.start == min(set().union(*(editions.get(fold(text), set()) for text in written))), body.id


def test_every_entry_of_the_covered_list_has_its_day(bodies: dict[str, Body]) -> None:
    if not COVERED.exists():
        pytest.skip("no ../shared/data/oracle/us_statutory_lists_os beside this clone")
    with COVERED.open(encoding="utf-8", newline="") as stream:
        text = " ".join(" ".join(row.values()) for row in csv.DictReader(stream))
    for _, one in told(bodies, "us.fcc.covered"):
        day = date.fromisoformat(one.start)
        assert f"{day:%B} {day.day}, {day.year}" in text


def test_no_body_that_is_only_alleged_is_on_a_list_of_today(bodies: dict[str, Body], today: list[dict[str, Any]]) -> None:
    for body_id in ("remark-holdings", "infinova", "tyco", "bosch", "panasonic", "mit", "alibaba"):
        assert not [row for row in today if row["names"] & primary(bodies[body_id])], body_id
