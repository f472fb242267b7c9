"""The proof in words, and an auditor's question: why is this not a hit?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import UsageError
from countersight.intake.read import read_matters
from countersight.model.decision import Decision
from countersight.model.matter import Matter
from countersight.reports.html import page as html_page
from countersight.reports.screening import Screening
from countersight.reports.shown import width
from countersight.reports.why import why
from countersight.reports.why_not import deciding, why_not
from countersight.rules.explain import Proof
from countersight.screening.one import Screener

Matters = dict[str, Matter]


def test_the_proof_in_words_names_citation_source_question_and_what_was_checked(decided: dict[str, Decision]) -> None:
    text = why(decided["DEMO-03"])
    for wanted in ("LICENCE REQUIRED: Export to a party on the Entity List", "ear.744.11, a provision; 15 CFR 744.11(a)", "84 FR 54002", "[party.on.entity_list]", "Questions that would settle it", "Looked at, and not met", "no legal advice", "right of reply"):
        assert wanted in " ".join(text.split()), wanted
    assert text.index("ear.744.11, a provision") < text.index("RF-40, a red flag")
    assert "is Hangzhou Hikvision Digital Technology Co., Ltd." in text
    assert "the Act" not in why(decided["DEMO-03"], "us-in-force").lower().replace("countersight", "")[:2000]


def test_every_line_of_every_proof_fits(decisions: list[Decision], hostile: list[Decision]) -> None:
    for one in (*decisions, *hostile):
        text = why(one)
        assert max(map(width, text.split("\n"))) <= 118
        assert not set(text) & {"\x1b", "\u202e", "\x07"}


def test_a_page_that_does_not_fire_names_the_condition_the_fact_and_its_source(screener: Screener, matters: Matters) -> None:
    text = why_not(screener, [matters["DEMO-09"]], "ear.744.11")
    assert "law in force: not a hit, because" in text
    assert "✗ (3) the party is on the Entity List on that day" in text
    assert "= no: removed on 2023-11-16. Source: 85 FR 34503" in text
    assert "[party.on.entity_list]" in text
    assert "the Act" not in text


def test_a_page_that_fires_says_so_and_one_that_is_open_names_the_unknown(screener: Screener, matters: Matters) -> None:
    assert "law in force: it is a hit" in why_not(screener, [matters["DEMO-03"]], "ear.744.11")
    open_one = why_not(screener, [matters["DEMO-02"]], "ear.744.21")
    assert "law in force: not settled, because" in open_one
    assert "? (5) the party is a military end user" in open_one
    assert "= not known: whether this body is 'national police'" in open_one


def test_a_page_that_is_not_read_says_why(screener: Screener, matters: Matters) -> None:
    assert "speaks of entry, and this is a shipment" in why_not(screener, [matters["DEMO-03"]], "fcc.notice-2026")
    assert "does not speak on that day: in_force from 2025-09-29 to 2025-11-10" in why_not(screener, [matters["DEMO-09"]], "ear.744.11.affiliates")
    assert "defines a word or makes an exception" in why_not(screener, [matters["DEMO-13"]], "ndaa.889.d")


@pytest.mark.parametrize("named", ["us.bis.entity_list", "Entity List", "on.entity_list"])
def test_a_list_is_asked_of_every_party(screener: Screener, matters: Matters, named: str) -> None:
    text = why_not(screener, [matters["DEMO-03"], matters["DEMO-05"], matters["DEMO-10"]], named)
    assert "杭州海康威视数字技术股份有限公司 (end user, ultimate consignee): on the list" in text
    assert "Hengyang Dahua Textile Co., Ltd. (end user): not on the list" in text
    assert "= no: looked for, not found. Source: Entity List" in text
    assert "read by ear.744.11 Export to a party on the Entity List: a hit" in text


def test_a_body_that_was_compared_names_names_reason_and_the_lists_of_the_day(screener: Screener, matters: Matters) -> None:
    text = why_not(screener, [matters["DEMO-05"]], "浙江大华技术股份有限公司")
    assert "Zhejiang Dahua Technology Co., Ltd. [dahua] on that day: on us.bis.entity_list (84 FR 54002" in text
    assert "compared: Hengyang Dahua Textile Co., Ltd. beside Zhejiang Dahua Technology Co., Ltd.:" in " ".join(text.split())
    assert "(end user): not taken for it" in text
    assert "never a candidate; compared here all the same: Invented Machines Inc." in " ".join(text.split())


def test_a_body_before_its_listing_and_after_its_removal(screener: Screener, matters: Matters) -> None:
    text = why_not(screener, [matters["DEMO-19"], matters["DEMO-20"]], "tiandy")
    early, late = text.split("DEMO-20")
    assert "not yet on us.bis.entity_list: from 2022-12-" in early
    assert "it is a hit: it is this body" in late
    assert "on us.bis.entity_list (87 FR 77505)" in late
    assert "no longer on us.bis.entity_list: removed 2024-10-21" in why_not(screener, [matters["DEMO-22"]], "sandvine")


def test_a_body_behind_a_party_is_named_as_its_owner(screener: Screener, matters: Matters) -> None:
    assert "it holds 25% of the party (equity)" in why_not(screener, [matters["DEMO-11"]], "dahua")


def test_what_is_not_held_teaches(screener: Screener, matters: Matters) -> None:
    with pytest.raises(UsageError, match="what is not held can be no hit") as fault:
        why_not(screener, list(matters.values()), "ear.744.12")
    assert "ear.744.11" in fault.value.hint


def test_every_decided_matter_can_be_asked_about_every_page(screener: Screener, matters: Matters) -> None:
    some = [matters[name] for name in ("DEMO-12", "DEMO-13")]
    for page in dict.fromkeys(page.id for book in screener.books for page in book.pages):
        text = why_not(screener, some, page)
        assert max(map(width, text.split("\n"))) <= 118
        assert all(len(block.strip().split("\n")) > 1 for block in text.split("\n\n")[1:]), page


def leaves(proof: Proof) -> Iterator[str]:
    for _, words, mark in deciding(proof):
        yield f"{mark} {words}"


def group(kind: str, value: str, *parts: Proof) -> Proof:
    return Proof("", kind, kind, {"yes": True, "no": False, "open": None}[value], children=parts)


def test_only_what_decides_is_named() -> None:
    yes, no, unknown = (Proof("", words, "leaf", value, facts=("x",)) for words, value in (("yes", True), ("no", False), ("open", None)))
    assert list(leaves(group("all", "no", yes, no, unknown))) == ["✗ no"]
    assert list(leaves(group("all", "open", yes, unknown))) == ["? open"]
    assert list(leaves(group("any", "no", no, no))) == ["✗ no", "✗ no"]
    assert list(leaves(group("none", "no", yes, no))) == ["✗ none: one of these is so"]
    assert list(leaves(group("all", "yes", yes))) == []


def test_numbers_and_effects_stand_in_every_form(screener: Screener) -> None:
    demo = Path(str(files("countersight").joinpath("demo", "year.json")))
    decision = screener.decide(read_matters(str(demo)).matters[0])
    for told in (why(decision), html_page(Screening([decision], [], []))):
        assert "cost of denial" in told
        assert "63000" in told
        assert "not modelled: " in told
