"""Who is this? Names against the starter atlas: what must be found, what must not, and what a person has to look at."""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.match.matcher import MAX_POSSIBLE, resolve
from countersight.match.outcome import RANK, Resolution
from countersight.model.body import Body, Name
from countersight.snapshots.build import build
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

TRAPS = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "false_positive_traps"
needs_traps = pytest.mark.skipif(not TRAPS.exists(), reason=f"the notices with false hits are not here: {TRAPS}")


@pytest.fixture(scope="module")
def atlas() -> Iterator[Snapshot]:
    snapshot = Snapshot.in_memory(build(starter=True))
    yield snapshot
    snapshot.close()


def found(resolution: Resolution) -> str:
    return resolution.match.body_id if resolution.match else ""


def near(resolution: Resolution) -> set[str]:
    return {other.body_id for other in resolution.possible}


FOUND = [
    ("甘肃省公安厅", "CN", "gansu-psd"),
    ("Hangzhou Hikvision Digital Technology Co., Ltd.", "CN", "hikvision"),
    ("HIKVISION DIGITAL TECHNOLOGY CO LTD", "CN", "hikvision"),
    ("Hikvision", "", "hikvision"),
    ("海康威视", "", "hikvision"),
    ("杭州海康威视数字技术股份有限公司", "", "hikvision"),
    ("杭州海康威視數字技術股份有限公司", "CN", "hikvision"),
    ("海康威视研究院", "CN", "hikvision"),
    ("Dahua Technology", "CN", "dahua"),
    ("Zhejiang Da Hua Technology Co Ltd", "CN", "dahua"),
    ("大华股份", "CN", "dahua"),
    ("科大讯飞", "CN", "iflytek"),
    ("旷视科技", "CN", "megvii"),
    ("商汤科技", "CN", "sensetime"),
    ("美亚柏科", "CN", "meiya-pico"),
    ("国投智能", "CN", "meiya-pico"),
    ("云从科技", "CN", "cloudwalk"),
    ("东方网力", "CN", "netposa"),
    ("云天励飞", "CN", "intellifusion"),
    ("天地伟业", "CN", "tiandy"),
    ("宇视科技", "CN", "uniview"),
    ("中兴通讯", "CN", "zte"),
    ("ZTE Corp.", "CN", "zte"),
    ("Xinjiang Uygur Autonomous Region Public Security Department", "CN", "xinjiang-psb"),
    ("Xinjiang Uighur Autonomous Region (XUAR) People?s Government Public Security Bureau", "CN", "xinjiang-psb"),
    ("XINJIANG PUBLIC SECURITY BUREAU", "CN", "xinjiang-psb"),
    ("新疆维吾尔自治区公安厅", "CN", "xinjiang-psb"),
    ("Khotan Prefecture PSB", "CN", "hotan-psb"),
    ("和田地区公安局", "CN", "hotan-psb"),
    ("Urumqi City Public Security Bureau", "CN", "urumqi-psb"),
    ("乌鲁木齐市公安局", "CN", "urumqi-psb"),
    ("武汉市公安局", "CN", "wuhan-psb"),
    ("公安部", "CN", "mps"),
    ("No. 52 Research Institute of China Electronics Technology Group Corporation", "CN", "cetc-52"),
    ("中国电子科技集团公司第五十二研究所", "CN", "cetc-52"),
    ("中电海康集团有限公司", "CN", "cetc-52"),
    ("雪亮工程", "CN", "sharp-eyes"),
]


@pytest.mark.parametrize(("name", "country", "body_id"), FOUND)
def test_a_body_is_found_under_its_names(atlas: Snapshot, name: str, country: str, body_id: str) -> None:
    answer = resolve(atlas, [name], country or None)
    assert found(answer) == body_id
    assert answer.match is not None
    assert answer.match.reason


NOBODY = [
    ("公安县人民医院", "CN"),
    ("公安县水利局", "CN"),
    ("上海大华医院", "CN"),
    ("大华医院", "CN"),
    ("Shanghai Dahua Hospital", "CN"),
    ("大华路小学", "CN"),
    ("Hengyang Dahua Textile Co., Ltd.", "CN"),
    ("衡阳大华纺织有限公司", "CN"),
    ("达华智能", "CN"),
    ("中信国安信息产业股份有限公司", "CN"),
    ("letzten", "DE"),
    ("gesetzten", "DE"),
    ("geschätztes", "DE"),
    ("zastrzeżenia", "PL"),
    ("China Electronics Technology Group Corporation 54th Research Institute", "CN"),
    ("中国电子科技集团公司第五十四研究所", "CN"),
    ("Hotan County Public Security Bureau", "CN"),
    ("Hotan City Public Security Bureau", "CN"),
    ("和田县公安局", "CN"),
    ("和田市公安局", "CN"),
    ("喀什市公安局", "CN"),
    ("乌鲁木齐市司法局", "CN"),
    ("江西省交通厅", "CN"),
    ("武汉市公安局江岸分局", "CN"),
    ("Public Security Bureau", "CN"),
    ("公安局", "CN"),
    ("Jiangxi Police College", "CN"),
    ("杭州立昂微电子股份有限公司", "CN"),
    ("中国平安保险", "CN"),
    ("天网", "CN"),
    ("Skynet Security Inc", "US"),
    ("Golden Shield Ltd", "US"),
    ("Ltd Consulting", "US"),
    ("Public Electronics Inc.", "US"),
    ("", "CN"),
    ("!?", "CN"),
]


@pytest.mark.parametrize(("name", "country"), NOBODY)
def test_a_look_alike_is_neither_found_nor_near(atlas: Snapshot, name: str, country: str) -> None:
    answer = resolve(atlas, [name], country)
    assert answer.match is None
    assert answer.possible == ()


LOOK = [
    ("大华", "CN", "dahua"),
    ("商汤", "CN", "sensetime"),
    ("宇视", "CN", "uniview"),
    ("兵团", "CN", "xpcc"),
    ("和田公安局", "CN", "hotan-psb"),
    ("Hotan Public Security Bureau", "CN", "hotan-psb"),
    ("Urumqi Public Security Bureau", "CN", "urumqi-psb"),
    ("Dahua Security Inc", "US", "dahua"),
    ("Lion Technology Inc", "US", "leon"),
    ("Hikvision", "US", "hikvision"),
    ("Ministry of Public Security", "VN", "mps"),
    ("CETC 54th Research Institute", "CN", "cetc"),
]


@pytest.mark.parametrize(("name", "country", "body_id"), LOOK)
def test_what_a_name_cannot_settle_is_possible_and_never_a_match(atlas: Snapshot, name: str, country: str, body_id: str) -> None:
    answer = resolve(atlas, [name], country)
    assert answer.match is None
    assert body_id in near(answer)


def test_the_three_companies_of_one_brand_are_told_apart_and_all_shown(atlas: Snapshot) -> None:
    hong_kong = resolve(atlas, ["SenseTime Group Limited"], "HK")
    assert found(hong_kong) == "sensetime-group-limited"
    assert {"sensetime", "sensetime-group-inc"} <= {other.body_id for other in hong_kong.matches}
    assert found(resolve(atlas, ["SenseTime Group Inc."], "KY")) == "sensetime-group-inc"


def test_an_identifier_beats_the_name(atlas: Snapshot) -> None:
    answer = resolve(atlas, ["An Unrelated Name"], "CN", {"uscc": "9133 0000 7337 96106P"})
    assert found(answer) == "hikvision"
    assert answer.match is not None
    assert answer.match.score == 1000
    assert found(resolve(atlas, ["Unrelated"], None, {"isin": "CNE100000BJ4"})) == "dahua"


def test_an_identifier_that_fails_its_own_check_beats_no_name() -> None:
    """A list may have misprinted it, so its bearer is shown; the bearer of the name is found."""
    code = "91330000733796107Q"
    bodies = [replace(body_in((("Torwick Optics Ltd", "en"),), "misprinted"), identifiers={"uscc": code}), body_in((("Kestrel Marine Ltd", "en"),), "named")]
    with closing(Snapshot.in_memory(AtlasRecords(bodies=bodies))) as snapshot:
        answer = resolve(snapshot, ["Kestrel Marine Ltd"], "CN", {"uscc": code})
        assert found(answer) == "named"
        assert [(one.body_id, one.band, one.score) for one in answer.possible] == [("misprinted", "possible", 600)]
        assert "check digits are wrong" in answer.possible[0].reason
        assert resolve(snapshot, ["Nobody"], "CN", {"uscc": code}).match is None


def test_a_ticker_alone_proves_nothing_without_its_country(atlas: Snapshot) -> None:
    assert found(resolve(atlas, ["Unrelated"], "CN", {"ticker": "002415.SZ"})) == "hikvision"
    elsewhere = resolve(atlas, ["Unrelated"], "TW", {"ticker": "002415"})
    assert elsewhere.match is None
    assert near(elsewhere) == {"hikvision"}


def test_another_valid_identifier_speaks_against_the_name(atlas: Snapshot) -> None:
    answer = resolve(atlas, ["Hikvision"], "CN", {"uscc": "914401153314442716"})
    assert found(answer) == "cloudwalk"
    assert next(other for other in answer.possible if other.body_id == "hikvision").band == "possible"


def test_the_best_of_several_names_wins(atlas: Snapshot) -> None:
    assert found(resolve(atlas, ["Nobody at all", "海康威视"], "CN")) == "hikvision"


def invented(body_id: str, name: str, country: str, schema: str = "Company") -> Body:
    return Body(body_id, schema, (Name(name, "en", "primary"),), (country,))


def test_of_two_homonyms_the_one_in_the_country_is_found_and_the_other_shown(atlas: Snapshot) -> None:
    pair = AtlasRecords(bodies=[invented("kestrel-cn", "Kestrelworks Ltd", "CN"), invented("kestrel-us", "Kestrelworks Ltd", "US")])
    snapshot = atlas.overlay(pair)
    for country in ("CN", "US"):
        answer = resolve(snapshot, ["Kestrelworks Ltd"], country)
        assert found(answer) == f"kestrel-{country.lower()}"
        assert len(near(answer)) == 1
    assert len(resolve(snapshot, ["Kestrelworks Ltd"]).matches) == 2


def test_a_persons_name_never_proves_who_it_is(atlas: Snapshot) -> None:
    snapshot = atlas.overlay(AtlasRecords(bodies=[invented("someone", "Exampleman Invented", "CN", "Person")]))
    answer = resolve(snapshot, ["Exampleman Invented"], "CN")
    assert answer.match is None
    assert near(answer) == {"someone"}
    assert resolve(snapshot, ["Exampleman Trading"], "CN").possible == ()


@given(st.text(max_size=60), st.sampled_from(("CN", "US", "", "zz")))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_an_answer_in_order(atlas: Snapshot, text: str, country: str) -> None:
    answer = resolve(atlas, [text], country)
    ranks = [(RANK[other.band], other.score) for other in answer.possible]
    assert ranks == sorted(ranks, reverse=True)
    assert len(ranks) <= MAX_POSSIBLE
    assert answer.match is None or answer.match.band == "match"
    assert answer == resolve(atlas, [text], country)


def test_every_primary_name_of_the_atlas_finds_its_own_body(atlas: Snapshot) -> None:
    for body_id in atlas.body_ids():
        body = atlas.body(body_id)
        assert body is not None
        answer = resolve(atlas, [body.caption], body.countries[0])
        assert found(answer) == body_id


@needs_traps
def test_words_and_buyers_of_notices_that_a_naive_search_took_for_zte_or_byd_stay_clean(atlas: Snapshot) -> None:
    looked = 0
    for file in ("ted_zte_substring_false_positives.json", "ted_byd_matches.json"):
        for notice in json.loads((TRAPS / file).read_text("utf-8")):
            text = " ".join(notice["evidence"])
            names = set(re.findall(r"<(?:OFFICIALNAME|TOWN)>([^<]+)", text)) | set(re.findall(r"\b\w*(?:zte|byd)\w*\b", text.casefold()))
            for name in names - {"zte"}:
                answer = resolve(atlas, [name], notice["authority_country"])
                assert answer.match is None, name
                assert answer.possible == (), name
                looked += 1
    assert looked > 40


@needs_traps
def test_issuers_that_were_wrongly_flagged_as_chinese_match_nobody(atlas: Snapshot) -> None:
    for issuer in json.loads((TRAPS / "sec_wrongly_flagged_chinese.json").read_text("utf-8")):
        assert resolve(atlas, [issuer["name"]], "US").match is None, issuer["name"]


def body_in(names: tuple[tuple[str, str], ...], body_id: str = "invented") -> Body:
    return Body(body_id, "Company", tuple(Name(text, lang, "primary" if not at else "alias") for at, (text, lang) in enumerate(names)), ("CN",))


LETTERS_ONLY = [
    ("奎屯市蓝鹊湾智能科技有限公司", "Kuitun Lanquewan Intelligent Technology Co., Ltd.", "match"),
    ("塔城地区公安局", "Tacheng Prefecture Public Security Bureau", "match"),
    ("蓝鹊科技有限公司", "Lanque Technology Co., Ltd.", "possible"),  # two syllables stand for many names
    ("和田县公安局", "Hotan City Public Security Bureau", ""),
    ("塔城地区司法局", "Tacheng Prefecture Public Security Bureau", ""),
    ("奎屯市红鹊滩食品有限公司", "Kuitun Lanquewan Intelligent Technology Co., Ltd.", ""),
]


@pytest.mark.parametrize(("han", "letters", "band"), LETTERS_ONLY)
def test_a_name_in_han_meets_a_list_in_letters_and_the_other_way_round(han: str, letters: str, band: str) -> None:
    for query, listed in ((han, letters), (letters, han)):
        snapshot = Snapshot.in_memory(AtlasRecords(bodies=[body_in(((listed, ""),))]))
        answer = resolve(snapshot, [query], "CN")
        told = "match" if answer.match else "possible" if answer.possible else ""
        assert told == band, (query, listed, answer)
        snapshot.close()


def test_where_a_body_has_names_in_han_its_letters_settle_nothing() -> None:
    snapshot = Snapshot.in_memory(AtlasRecords(bodies=[body_in((("Kuitun Lanquewan Intelligent Technology Co., Ltd.", "en"), ("奎屯市兰雀湾智能科技有限公司", "zh")))]))
    answer = resolve(snapshot, ["奎屯市蓝鹊湾智能科技有限公司"], "CN")
    assert answer.match is None
    assert [other.body_id for other in answer.possible] == ["invented"]
    assert "its names in Han are others" in answer.possible[0].reason
    snapshot.close()


PEOPLE = [
    ("郑青山", "ZHENG, Qingshan", "CN", True),
    ("郑青山", "Qing-Shan Zheng", "", True),
    ("Zheng Qing Shan", "郑青山", "", True),
    ("歐陽振華", "Ouyang Zhenhua", "", True),
    ("郑青山", "Cheng Ch'ing-shan", "", True),  # Wade-Giles
    ("郑青山", "ZHENG, Qingshan", "RU", False),
    ("郑山", "Zheng Shan", "", False),  # two syllables are nobody
    ("郑山", "Zheng Shan", "CN", True),
    ("郑青山", "Zheng Qingshui", "CN", False),
    ("郑青山", "Zheng Qingshan Ivanov", "CN", False),
]


@pytest.mark.parametrize(("query", "listed", "country", "asked"), PEOPLE)
def test_letters_that_read_a_persons_name_in_han_are_a_question_and_never_more(query: str, listed: str, country: str, *, asked: bool) -> None:
    body = Body("invented", "Person", (Name(listed, "", "primary"),), ("CN",))
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[body]))) as snapshot:
        answer = resolve(snapshot, [query], country or None)
    assert answer.match is None
    assert [(one.band, one.score < 600) for one in answer.possible] == ([("possible", True)] if asked else [])


def test_a_person_whose_name_in_han_is_another_is_not_asked_about() -> None:
    body = Body("invented", "Person", (Name("ZHENG, Qingshan", "en", "primary"), Name("郑清珊", "zh", "alias")), ("CN",))
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[body]))) as snapshot:
        assert resolve(snapshot, ["郑青山"], "CN").possible == ()


ON_PAPER = [
    ("M/S Kestrelworks Optronics Ltd", "Kestrelworks Optronics Limited", "", "match"),
    ("YUPELKA OOO", "OOO Yupelka", "", "match"),
    ("Elite Velkorin Privada S.A. de C.V.", "ELITE VELKORIN PRIVADA SA DE CV", "", "match"),
    ("Velkorin Electronic Inddustry Co., Ltd.", "Velkorin Electronic Industry Co., Ltd.", "", "match"),
    ("Velkorin Electronic Textiles Co., Ltd.", "Velkorin Electronic Industry Co., Ltd.", "", "possible or no"),
    ("Velkorin Investment Ltd", "Velkorin", "", "possible"),  # a trade follows, and the country is not known
    ("Velkorin Investment Ltd", "Velkorin", "CN", "match"),
    ("Velkorin Group", "Velkorin", "", "match"),
    ("G & L Manufacturing, Inc.", "L&M Manufacturing Corporation", "", "no"),
    ("Sparvel Asia Investment Advisors", "SAI Advisors Inc.", "", "possible or no"),
    ("Universal Logistics Systems GmbH", "Universal Logistics Systems GmbH", "", "match"),
    ("Logistics Systems GmbH", "Logistics Systems GmbH", "", "possible"),
    ("Kestrel Meridian Outpost", "Kestrel Meridian", "", "possible or no"),
]


@pytest.mark.parametrize(("query", "listed", "country", "band"), ON_PAPER)
def test_what_happens_to_a_name_on_paper(query: str, listed: str, country: str, band: str) -> None:
    snapshot = Snapshot.in_memory(AtlasRecords(bodies=[body_in(((listed, ""),))]))
    answer = resolve(snapshot, [query], country or None)
    told = "match" if answer.match else "possible" if answer.possible else "no"
    assert told in band.split(" or "), answer
    snapshot.close()


def test_a_legal_form_in_front_is_told_as_one() -> None:
    """Where the rules give the answer, what is shown beside it is what the two names say alone: the form is no word that one of them lacks."""
    one = Body("torwick", "Company", (Name("LLC Torwick", "", "primary"),), source_id="test")
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[one]))) as held:
        hit = resolve(held, ("OOO Torwick",)).match
    assert hit is not None
    assert hit.reason == "the same name but for the legal form in front"
    assert hit.evidence.likelihood > 0.9
    assert not any("one side only" in conflict for conflict in hit.evidence.conflicts)
