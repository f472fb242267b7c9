"""Kinds of end user by name: what is the state, what only sounds like it, and what stays open."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.endusers.classify import ORGANS, classify_body
from countersight.endusers.kinds import COMPANIES, KINDS, SECURITY
from countersight.endusers.text import word_set

CSL = Path(__file__).parents[3] / "shared" / "data" / "open" / "us_csl_full_2022-04" / "consolidated.csv"

LABELS = word_set(
    """association bank_fin border_immigration company court customs cyberspace data_bureau detention_internment devzone discipline edu_bureau emergency
    gov_general health_bureau hospital military npc_cppcc pap police police_academy political_legal prison procuratorate propaganda research_inst sasac soe
    soe_xpcc state_security transport_bureau united_front_religious university_school urban_mgmt xpcc"""
)
"""The vocabulary that the labelled cases use."""


@pytest.mark.parametrize(
    ("name", "kind", "organ"),
    [
        ("莎车县公安局", "PSB", "police"),
        ("公 安 局", "PSB", "police"),
        ("公安县公安局", "PSB", "police"),
        ("廣東省公安廳", "PSD-PROV", "police"),
        ("中华人民共和国公安部", "MPS", "police"),
        ("公安部物证鉴定中心", "MPS-INST", "police"),
        ("Institute of Forensic Science, Ministry of Public Security", "MPS-INST", "police"),
        ("Ministry of Public Security?s Institute of Forensic Science of China", "MPS-INST", "police"),
        ("Xinjiang Uyghur Autonomous Region (XUAR) People's Government Public Security Bureau", "PSB", "police"),
        ("Aksu District Public Security Bureau", "PSB", "police"),
        ("新疆生产建设兵团第一师公安局", "XPCC-PSB", "police"),
        ("Hong Kong Police Force", "HK-POL", "police"),
        ("澳門治安警察局", "MACAO-POL", "police"),
        ("天山区便民警务站", "POLICE-CHECK", "police"),
        ("江西警察学院", "POLICE-EDU", "police_academy"),
        ("People's Public Security University of China", "POLICE-EDU", "police_academy"),
        ("公安海警学院", "POLICE-EDU", "police_academy"),
        ("武警工程大学", "PAP", "pap"),
        ("某市610办公室", "PETITION", "political_legal"),
        ("某县禁毒中队", "POLICE-UNIT", "police"),
        ("某市科信支队", "POLICE-UNIT", "police"),
        ("某县网安中队", "CYBERPOL", "police"),
        ("Network Security Protection Detachment of Urumqi", "CYBERPOL", "police"),
        ("Township Comprehensive Management Office", "PLC", "political_legal"),
        ("喀什法制教育中心", "VTC", "detention_internment"),
        ("Kashgar Vocational Education Training Center", "VTC", "detention_internment"),
        ("武警医院", "PAP", "pap"),
        ("上海市国家安全局", "SS", "state_security"),
        ("南山区委政法委", "PLC", "political_legal"),
        ("皮山县维稳指挥部", "PETITION", "political_legal"),
        ("滁州市网信办", "CAC", "cyberspace"),
        ("武汉市第一看守所", "PRISON", "prison"),
        ("墨玉县职业技能教育培训中心", "VTC", "detention_internment"),
        ("Hotan County Vocational Training Center", "VTC", "detention_internment"),
        ("霍尔果斯出入境边防检查站", "BORDER", "border_immigration"),
        ("U.S. Customs and Border Protection", "BORDER", "border_immigration"),
        ("Chicago Police Department", "POLICE-OTHER", "police"),
        ("Polícia Federal", "POLICE-OTHER", "police"),
        ("Policía Nacional, Comisaría de Ejemplo", "POLICE-OTHER", "police"),
        ("Ministère de l'Intérieur", "POLICE-OTHER", "police"),
        ("Ministero dell'Interno", "POLICE-OTHER", "police"),
        ("Polizeipräsidium Beispielstadt", "POLICE-OTHER", "police"),
        ("Министерство внутренних дел", "POLICE-OTHER", "police"),
        ("Департамент полиции", "POLICE-OTHER", "police"),
        ("Bộ Công an", "POLICE-OTHER", "police"),
        ("وزارة الداخلية", "POLICE-OTHER", "police"),
        ("Denver Police Department, CO", "POLICE-OTHER", "police"),
    ],
)
def test_security_bodies(name: str, kind: str, organ: str) -> None:
    found = classify_body([name])
    assert (found.gov, found.type, found.organ, found.security) == ("yes", kind, organ, True)
    assert found.matched


@pytest.mark.parametrize(
    ("name", "organ"),
    [
        ("最高人民法院", "court"),
        ("长沙市芙蓉区人民检察院", "procuratorate"),
        ("中共安庆市纪律检查委员会", "discipline"),
        ("墨玉县城市管理综合执法大队", "urban_mgmt"),
        ("新疆生产建设兵团第二师财政局", "xpcc"),
        ("乌鲁木齐海关", "customs"),
        ("甘肃省民族事务委员会", "united_front_religious"),
        ("中国伊斯兰教协会", "united_front_religious"),
        ("中共福建省委宣传部", "propaganda"),
        ("福州高新区管委会", "devzone"),
        ("泽州县民营经济发展促进局", "gov_general"),
        ("佛山市禅城区南庄镇", "gov_general"),
        ("Aksu Prefecture Water Resources Bureau", "gov_general"),
        ("Ministry of Industry and Information Technology", "gov_general"),
        ("Example City Transit Authority", "transport_bureau"),
        ("City of Chicago", "gov_general"),
        ("National Science Foundation", "gov_general"),
    ],
)
def test_other_organs_of_state_are_no_security_bodies(name: str, organ: str) -> None:
    found = classify_body([name])
    assert (found.gov, found.organ, found.security, found.military) == ("yes", organ, False, None if organ == "xpcc" else False)


@pytest.mark.parametrize(
    "name",
    [
        "中信国安信息产业股份有限公司",
        "某某公安器材有限公司",
        "Public Security Equipment Co., Ltd.",
        "Guangzhou Public Security Equipment Co.",
        "公安县鑫源商贸有限公司",
        "Hangzhou Hikvision Digital Technology Co., Ltd.",
        "Prison Break Entertainment Inc.",
        "北京国安足球俱乐部",
        "中国公安法制研究会",
        "Police Credit Union",
        "Fraternal Order of Police",
        "Salvation Army",
        "喀什艾提尕尔清真寺",
    ],
)
def test_companies_and_associations_are_not_government(name: str) -> None:
    found = classify_body([name])
    assert (found.gov, found.security, found.military, found.level) == ("no", False, False, "")
    assert found.matched


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("公安县人民医院", "HEALTH"),
        ("上海大华医院", "HEALTH"),
        ("武汉大学", "EDU"),
        ("法院路小学", "EDU"),
        ("Department of Physics, Tsinghua University", "EDU"),
        ("中国科学院新疆理化技术研究所", "RESEARCH"),
        ("中国移动通信集团新疆有限公司", "TELCO"),
        ("中国电子科技集团公司第五十二研究所", "SOE-INT"),
        ("China Electronics Technology Group", "SOE-INT"),
        ("喀什地区城市建设投资集团有限公司", "SOE-INT"),
        ("示例省第一监狱服装厂", "SOE-INT"),
        ("某县看守所印刷厂", "SOE-INT"),
        ("Xinjiang Prison Enterprise Group Co., Ltd.", "SOE-INT"),
        ("新疆生产建设兵团第八师天业集团有限公司", "SOE-XPCC"),
        ("保定市保安服务总公司", "SECSVC"),
        ("杭州城市大脑研究院", "BIGDATA"),
        ("Xinjiang CDC", "HEALTH"),
        ("某县某村村民委会", "GRID"),
        ("和田县巴格其镇恰勒瓦西村村民委员会", "GRID"),
    ],
)
def test_bodies_whose_tie_to_the_state_depends_on_the_deal(name: str, kind: str) -> None:
    found = classify_body([name])
    assert (found.gov, found.type, found.security) == ("conditional", kind, False)


@pytest.mark.parametrize(
    "name",
    ["", "公安", "国安", "中信国安", "李公安", "张海军", "Hikvision", "中华书局", "成都市邮局", "Better Business Bureau", "Vocational Training Center Oslo", "上海青少年法制教育中心", "情报资料室", "Alibaba Group", "Прокуратура", "42"],
)
def test_a_name_that_does_not_say_it_stays_unknown(name: str) -> None:
    found = classify_body([name])
    assert (found.gov, found.security, found.military) == ("unknown", False, False)


def test_public_security_organs_word_is_not_the_ministry() -> None:
    assert classify_body(["公安部门采购中心"]).type == "PSB"


@pytest.mark.parametrize(
    ("name", "military"),
    [
        ("建始县人民武装部", True),
        ("国防科技大学", True),
        ("PLA Unit 61398", True),
        ("武警新疆总队", True),
        ("China Coast Guard", True),
        ("Northland Defence Academy", True),  # invented, as Britain writes it
        ("Ministry of State Security", True),
        ("Wuhan Municipal Public Security Bureau", None),
        ("中国人民公安大学", None),
        ("新疆生产建设兵团", None),
        ("武汉市第一看守所", False),
        ("滁州市人民政府", False),
        ("Example Ltd", False),
    ],
)
def test_military_end_user_by_kind(name: str, military: bool | None) -> None:  # noqa: FBT001 - a table
    assert classify_body([name]).military is military


def test_any_name_of_a_body_can_say_it() -> None:
    found = classify_body(["IFS", "公安部物证鉴定中心", "Forensic Centre"])
    assert (found.gov, found.type) == ("yes", "MPS-INST")


def test_the_state_outweighs_the_company_that_it_also_trades_as() -> None:
    found = classify_body(["China Xinjian Group Corporation", "Xinjiang Production and Construction Corps"])
    assert (found.gov, found.organ, found.level) == ("yes", "xpcc", "province")


def test_a_general_word_does_not_outweigh_a_company() -> None:
    found = classify_body(["China Communications Construction Company Tianjin Waterway Bureau", "CCCC Tianjin Waterway Bureau"])
    assert found.gov == "conditional"


def test_the_level_is_taken_from_another_name_of_the_same_organ() -> None:
    found = classify_body(["PSB China", "阿克苏地区公安局"])
    assert (found.organ, found.level) == ("police", "prefecture")


def test_order_of_names_does_not_decide_the_kind() -> None:
    names = ["Hikvision", "杭州海康威视数字技术股份有限公司", "HIK"]
    assert classify_body(names).gov == classify_body(names[::-1]).gov == "no"


def test_no_names_is_unknown() -> None:
    assert classify_body([]).gov == "unknown"


def test_published_organs_are_those_of_the_labelled_cases() -> None:
    assert set(ORGANS) == {row.id for row in (*KINDS, *COMPANIES)} | {"ASSOCIATION"}
    assert {organ for organs in ORGANS.values() for organ in organs} - {""} == LABELS
    assert SECURITY <= LABELS


def test_every_row_is_reached_by_its_own_words() -> None:
    """No row stands so far down that its words always belong to one above: a word on its own finds its row or a row of the same organ."""
    hidden = []
    for row in KINDS:
        words = [*row.phrases.han, *(word.strip() for word in row.phrases.words)]
        if words and not row.only_in_xinjiang and not any(classify_body([word]).organ == row.organ for word in words):
            hidden.append((row.id, row.organ))
    assert hidden == []


def test_companies_of_the_screening_list_are_never_security_bodies() -> None:
    if not CSL.exists():
        pytest.skip("../shared/data/open/us_csl_full_2022-04 is absent")
    with CSL.open(encoding="utf-8", newline="") as lines:
        rows = [row["name"] for row in csv.DictReader(lines) if "Entity List" in row["source"]]
    chinese = [name for name in rows if "Xinjiang" in name or "Public Security" in name]
    police = {name for name in chinese if classify_body([name]).security}
    assert len(police) > 19
    assert all("Public Security" in name or "Police" in name for name in police)
    assert not any(name.endswith(("Ltd.", "Ltd", "Inc.", "LLC")) for name in police)


@pytest.mark.parametrize("text", ["公安局" * 40_000, "police " * 20_000, "师团" * 50_000, "市" * 100_000, "a\u0301" * 50_000, "\ud800" * 100_000, "\ufdfa" * 100_000, "&^$" * 30_000])
def test_hostile_names_are_cut(text: str) -> None:
    start = time.perf_counter()
    classify_body([text] * 1000)
    assert time.perf_counter() - start < 0.5


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_is_answered_within_the_vocabulary(names: list[str]) -> None:
    found = classify_body(names)
    assert found.gov in {"yes", "no", "conditional", "unknown"}
    assert found.organ in LABELS | {""}
    assert not found.security or found.gov == "yes"
    assert found.type == "" or found.type in ORGANS


@given(st.sampled_from(["公安局", "国家安全局", "看守所", "网信办"]), st.sampled_from(["莎车县", "武汉市", "喀什地区", "浙江省"]))
def test_a_place_before_an_office_changes_the_level_only(office: str, place: str) -> None:
    alone, placed = classify_body([office]), classify_body([place + office])
    assert (placed.gov, placed.type, placed.security) == (alone.gov, alone.type, alone.security)
    assert placed.level


@pytest.mark.parametrize(
    ("name", "organ", "level", "province"),
    [
        ("PSB of Kashgar", "police", "prefecture", "65"), ("Hotan Prefecture PSB", "police", "prefecture", "65"), ("Bureau of Public Security of Aksu City", "police", "county", "65"),
        ("Aba Qiang and Tibetan Autonomous Prefecture Public Security Bureau", "police", "prefecture", "51"), ("Nagqu PSB", "police", "prefecture", "54"),
        ("Alxa League PSB", "police", "prefecture", "15"), ("鄂温克族自治旗公安局", "police", "county", "15"), ("日喀则市公安局桑珠孜区分局", "police", "county", "54"),
        ("XPCC 1st Division Public Security Bureau", "police", "prefecture", "65"), ("XPCC 8th Division", "xpcc", "prefecture", "65"), ("Bingtuan 3rd Agricultural Division", "xpcc", "prefecture", "65"),
        ("霍尔果斯边境管理大队", "border_immigration", "county", "65"), ("Vocational Education and Training Center, Lop County", "detention_internment", "county", "65"),
        ("Xinjiang Islamic Association", "united_front_religious", "province", "65"), ("Ili Kazakh Autonomous Prefecture Public Security Bureau", "police", "prefecture", "65"),
    ],
)  # fmt: skip
def test_tibet_xinjiang_mongolia_and_the_corps(name: str, organ: str, level: str, province: str) -> None:
    found = classify_body([name])
    assert (found.gov, found.organ, found.level, found.province) == ("yes", organ, level, province)


@pytest.mark.parametrize("name", ["Vocational Education and Training Center, Harris County", "Irvine Islamic Association", "Marine Corps First Division Association", "MSS Software Ltd"])
def test_the_same_words_elsewhere_are_none_of_these(name: str) -> None:
    assert classify_body([name]).organ not in {"detention_internment", "united_front_religious", "xpcc", "state_security"}
