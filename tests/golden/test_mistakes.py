"""Every classic mistake that the law paper and the shared scenarios name has a scenario of our own that would catch it."""

from __future__ import annotations

from pathlib import Path

import pytest

from countersight.evaluate.scenarios import read_scenarios

HERE = Path(__file__).parent / "scenarios"
SHARED = Path(__file__).parents[3] / "shared" / "eval" / "scenarios.yaml"
OWN = {one["id"]: one for one in read_scenarios(str(HERE))}

OF_THE_LAW_PAPER = {
    "export: screening only the consignee": "GOLD-31 GOLD-32 GOLD-144",
    "export: 50 percent as OFAC's rule while suspended, and the reverse": "GOLD-85 GOLD-89",
    "export: 25 and 26 not added up": "GOLD-86",
    "export: more than half instead of half or more": "GOLD-87",
    "export: police as military, or the reverse": "GOLD-50 GOLD-51",
    "export: EAR99 means free": "GOLD-33 GOLD-M01",
    "export: the ECCN of the part for the system": "GOLD-140",
    "export: access-control readers as 3A981": "GOLD-54 GOLD-55",
    "export: EAR99 content counted in de minimis": "GOLD-58",
    "export: one de minimis share for every destination": "GOLD-59 GOLD-M05",
    "export: Hong Kong as a separate territory": "GOLD-01 GOLD-52 GOLD-122",
    "export: not screened again at each shipment": "GOLD-35",
    "export: removals ignored": "GOLD-36 GOLD-37",
    "export: hits on common words": "GOLD-70 GOLD-71 GOLD-72 GOLD-73",
    "tax: no basket of its own": "GOLD-T02",
    "tax: hollow without an analogue of 952(a)(5)": "GOLD-T03",
    "tax: denied tax grossed up": "GOLD-T03 GOLD-T13",
    "tax: deducted and credited": "GOLD-T01",
    "tax: the payment-date rate for accrued tax": "GOLD-T06",
    "tax: value-added tax and surcharges credited or denied": "GOLD-T06",
    "tax: a part of the year not by days": "GOLD-T08",
    "tax: the factor before the limit": "GOLD-T05",
    "tax: the group not looked at": "GOLD-T09",
    "import: the brand is the maker": "GOLD-106 GOLD-113",
    "import: importing country as origin": "GOLD-134",
    "import: only heading 8525": "GOLD-108 GOLD-120 GOLD-111",
    "import: assembly elsewhere cures a bar on what somebody produced": "GOLD-20 GOLD-121",
    "import: section 889 as an import rule": "GOLD-22 GOLD-128",
    "import: use-limited entries as absolute, or as nothing": "GOLD-100 GOLD-102",
    "import: the change of 2026 for legacy models": "GOLD-101",
    "import: hits on streets and persons": "GOLD-76 GOLD-79",
    "capital: a 50 percent rule for listed companies": "GOLD-C03 GOLD-C04",
    "capital: must be sold": "GOLD-C02",
    "capital: sold after the window": "GOLD-C01",
    "capital: receipts, derivatives and feeder funds": "GOLD-C05 GOLD-C06",
    "capital: the day of the listing for the day of the bar": "GOLD-C01 GOLD-C11",
    "capital: 1260H as a ban": "GOLD-C07 GOLD-D05",
    "capital: every outbound deal is notified only": "GOLD-C08 GOLD-C09",
    "delisting: ticker reuse": "GOLD-M03",
    "delisting: the parent of a listed subsidiary": "GOLD-M02",
    "delisting: quotation and reports after it": "GOLD-D01 GOLD-D02",
    "delisting: the literal investor limb": "GOLD-D03 GOLD-D04",
    "delisting: three years, or conduct": "GOLD-D02 GOLD-M04",
    "definitions: one flag for a kind of product": "GOLD-M01 GOLD-147",
}
"""The mistakes of sections 1 to 6, research aside, and who would catch them."""

OF_THE_SHARED_SCENARIOS = {
    "EXP-01": "GOLD-50 GOLD-M01", "EXP-02": "GOLD-50", "EXP-04": "GOLD-54", "EXP-05": "GOLD-33 GOLD-38", "EXP-06": "GOLD-86 GOLD-87", "EXP-07": "GOLD-58", "EXP-09": "GOLD-37", "EXP-11": "GOLD-05 GOLD-61",
    "IMP-01": "GOLD-101 GOLD-106", "IMP-02": "GOLD-120", "IMP-04": "GOLD-123", "IMP-06": "GOLD-22 GOLD-128",
    "TAX-01": "GOLD-T01", "TAX-03": "GOLD-T03", "TAX-04": "GOLD-T05", "TAX-05": "GOLD-T06", "TAX-07": "GOLD-T07",
    "CAP-01": "GOLD-C01 GOLD-C02", "CAP-04": "GOLD-C08 GOLD-C09", "DEL-01": "GOLD-D01", "DEL-02": "GOLD-D02", "DEL-04": "GOLD-D05", "DEF-01": "GOLD-M01",
}  # fmt: skip
"""The scenarios that are shared with everybody, by the mistake that each names."""

RESEARCH = {"RND-01"}
"""Research has pages and scenarios of its own."""


@pytest.mark.parametrize("mistake", [*OF_THE_LAW_PAPER, *OF_THE_SHARED_SCENARIOS])
def test_the_mistake_has_a_scenario_that_says_what_must_come_out(mistake: str) -> None:
    for name in (OF_THE_LAW_PAPER | OF_THE_SHARED_SCENARIOS)[mistake].split():
        rows = OWN[name]["expect"]
        assert any(row.get("outcome") or row.get("numbers") or row.get("never") for row in rows), name


@pytest.mark.skipif(not SHARED.exists(), reason="the shared scenarios are not beside this checkout")
def test_no_shared_scenario_is_left_out() -> None:
    named = {one["id"] for one in read_scenarios(str(SHARED)) if one.get("classic_mistake")}
    assert named - RESEARCH == OF_THE_SHARED_SCENARIOS.keys()
    assert "GOLD-86" in OWN
