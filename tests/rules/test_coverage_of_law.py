"""The built-in rulebooks hold what the law papers ask for: every red flag, every provision, dated parameters with their papers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from countersight.app import load_rulebooks
from countersight.rules.book import Rulebook

LAW = Path(__file__).parents[3] / "shared" / "law"
HERE = pytest.mark.skipif(not LAW.exists(), reason="the law papers are not beside this checkout")


@pytest.fixture(scope="module")
def books() -> dict[str, Rulebook]:
    return {book.id: book for book in load_rulebooks()}


@HERE
def test_every_red_flag_of_the_list_is_a_page_that_raises_what_the_list_says(books: dict[str, Rulebook]) -> None:
    flags = yaml.safe_load((LAW / "redflags.yaml").read_text(encoding="utf-8"))["flags"]
    assert len(flags) == 50
    raises = {page.id: page.head.raises for page in books["us-in-force"].pages if page.is_flag}
    assert {one["id"] for one in flags} - raises.keys() == set()
    assert {one["id"]: raises[one["id"]] for one in flags if raises[one["id"]] != one["effect"]} == {}
    slots = {page.id: page.head.slots for page in books["us-in-force"].pages if page.is_flag}
    assert all(slots[one["id"]] for one in flags), "every flag has slots for who resolved it, when, on what evidence"


CITED = """
15 CFR 742.7|P.L. 101-246 s.902|89 FR 60985|89 FR 60998|15 CFR 744.11|15 CFR 744.16|90 FR 47201|15 CFR 744.22|15 CFR 744.6|15 CFR 744.21|15 CFR 744.9|15 CFR 744.17
EO 13818|31 CFR part 583|31 CFR 583.411|P.L. 116-77|15 CFR 734.4|15 CFR 734.9|State guidance 2020-09-30|Supp. 3 to part 732|P.L. 116-145|15 CFR 744.15
26 USC 901(j)|26 USC 908|26 USC 999|26 USC 903|26 USC 904(c)|26 USC 275|26 USC 986|26 USC 951A|26 USC 250|26 USC 78|26 USC 960(d)|26 USC 960(a)|26 USC 952|26 USC 954(b)(4)|26 USC 6511(d)(3)|S.327|art. 22|Form 1116
47 CFR 2.903|88 FR 7592|90 FR 55826|90 FR 53227|FCC notice 2026-06-26|P.L. 115-232|FAR 52.204-25|P.L. 117-78|19 USC 1307|15 CFR part 791|19 USC 1337|19 USC 2411|P.L. 118-31|EO 14256|19 CFR 149.3|47 CFR 2.1204|HQ H304455
EO 14032|31 CFR 586.404|31 CFR 850.224|31 CFR 850.217|31 CFR 850.501|FY2026 NDAA|P.L. 116-283
15 USC 7214(i)|17 CFR 240.12d2-2|15 USC 78l(j)|15 USC 78l(k)|15 USC 78l(g)(4)|NYSE notices|EO 14093
"""
"""What sections 1 to 6 of the law paper name as law, research aside, one line a section or less."""


def test_every_provision_that_the_law_paper_names_is_cited_by_a_page(books: dict[str, Rulebook]) -> None:
    cited = " ; ".join(text for page in books["us-in-force"].pages for text in (*page.head.citations, *(cite for one in page.head.windows for cite in one.citations)))
    assert [one for one in re.split(r"[|\n]", CITED.strip()) if one not in cited] == []


@pytest.mark.parametrize("measure", ["export", "tax", "import", "capital", "delisting"])
def test_where_no_law_reaches_the_gap_is_a_page(books: dict[str, Rulebook], measure: str) -> None:
    page = books["us-in-force"].page(f"gap.{measure}")
    assert page.title.startswith("No rule: ")
    assert "This is the gap that the" in page.text
    assert page.head.raises == "note", "a gap moves no outcome"


def test_numbers_of_law_in_force_were_verified_and_drafting_defaults_name_their_model(books: dict[str, Rulebook]) -> None:
    for name, one in books["us-in-force"].parameters.items():
        assert all(value.verified_on and value.citation for value in one.values), name
    for name, one in books["us-dshra"].parameters.items():
        assert all(value.model for value in one.values if value.profile == "workable"), name
        assert all(value.status == "proposed" for value in one.values), name


def test_an_unconfirmed_number_decides_nothing(books: dict[str, Rulebook]) -> None:
    known = books["us-in-force"].parameters["de_minimis"]
    doubted = replace(known, values=tuple(replace(one, status="unconfirmed") for one in known.values))
    assert known.on(date(2026, 11, 20), "", {}).value == 25_000_000
    assert doubted.on(date(2026, 11, 20), "", {}).value is None
