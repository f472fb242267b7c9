"""Programmes that papers name, and the common words that are no programme."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.endusers.classify import find_programmes
from countersight.endusers.programmes import ALL

TENDERS = Path(__file__).parents[3] / "shared" / "data" / "oracle" / "sharp_eyes_tenders" / "tenders.json"


@pytest.mark.parametrize(
    ("text", "programmes"),
    [
        ("天网工程", ("skynet",)),
        ("“天网”工程二期", ("skynet",)),
        ("海州区“天网五期”(雪亮二期)建设标段一", ("skynet", "sharp_eyes")),
        ("Skynet project, phase II", ("skynet",)),
        ("Sky Net surveillance cameras", ("skynet",)),
        ("Tianwang system", ("skynet",)),
        ("滁州市公安局南谯分局南谯区雪亮工程", ("sharp_eyes",)),
        ("a Sharp Eyes tender", ("sharp_eyes",)),
        ("Xueliang Project", ("sharp_eyes",)),
        ("平安城市监控", ("safe_city",)),
        ("Safe City, Lahore", ("safe_city",)),
        ("integrated joint operations platform (IJOP)", ("ijop",)),
        ("一体化联合作战平台", ("ijop",)),
        ("北疆云·智慧公安", ("smart_policing",)),
        ("淮安社会治安防控实战应用平台", ("prevention_control",)),
        ("公共安全视频监控建设联网应用项目", ("video_network",)),
        ("公安视频专网", ("video_network",)),
        ("全域覆盖、全网共享、全时可用、全程可控", ("sharp_eyes",)),
        ("“情报、指挥、行动”一体化运行机制", ("ijop",)),
        ("某县重点人员管控系统", ("de_extremification",)),
        ("去极端化工作平台", ("de_extremification",)),
        ("Key persons management for the county", ("de_extremification",)),
        ("涉疆人员动态管控", ("de_extremification",)),
        ("智慧城市二期", ("smart_city",)),
        ("city brain, lot 2", ("smart_city",)),
        ("综治信息业务平台", ("grid_governance",)),
    ],
)
def test_programmes_are_found(text: str, programmes: tuple[str, ...]) -> None:
    assert find_programmes([text]) == programmes


@pytest.mark.parametrize(
    "text",
    ["供应商不涉疆承诺书", "涉疆产品合规声明", "涉疆棉花溯源", "涉疆信息披露", "涉疆专项尽职调查", "key persons of the company", "重点人才引进", "网格布", "power grid management", "天网行动", "“天网”行动追逃", "天网恢恢,疏而不漏", "天网渔具厂", "Skynet Fishing Nets Ltd", "Skynet Worldwide Express", "he has sharp eyes", "中国平安保险", "平安县人民医院", "雪亮的眼睛", "Zhang Xueliang", ""],
)
def test_common_words_are_no_programme(text: str) -> None:
    assert find_programmes([text]) == ()


def test_the_ids_are_those_of_the_rulebook_and_two_that_call_for_no_halt() -> None:
    assert ALL == ("skynet", "safe_city", "sharp_eyes", "ijop", "smart_policing", "prevention_control", "video_network", "de_extremification", "smart_city", "grid_governance")


def test_real_tenders_of_sharp_eyes_and_skynet() -> None:
    if not TENDERS.exists():
        pytest.skip("../shared/data/oracle/sharp_eyes_tenders is absent")
    rows = json.loads(TENDERS.read_text(encoding="utf-8"))
    named = [(row["project"], program) for row in rows for program in ("skynet", "sharp-eyes") if program in row["program"]]
    assert len(named) > 15
    assert [project for project, program in named if program.replace("-", "_") not in find_programmes([project])] == []


@pytest.mark.parametrize("text", ["天网 " * 70_000, "sharp eyes " * 9_000, "skynet " * 20_000, "a" * 300_000, "\ud800" * 100_000])
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    find_programmes([text])
    assert time.perf_counter() - start < 2


@given(st.lists(st.text(max_size=200), max_size=3))
def test_any_text_is_answered_in_order(texts: list[str]) -> None:
    found = find_programmes(texts)
    assert found == tuple(ident for ident in ALL if ident in found)
