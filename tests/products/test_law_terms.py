"""What texts of law name is found under its node in any natural wording, and what shares its words stays clean.

The corpus that was written from the texts is read by ``test_manners.py``.
"""

from __future__ import annotations

import pytest

from countersight.products.classify import classify


@pytest.mark.parametrize(
    "text",
    [
        "cargo scanner, 6 MeV", "快递包裹X射线安检设备", "explosive trace detector", "walk-through metal detector", "某法院安检门", "X光机 2台", "邮政局安检机", "X-ray baggage scanner", "luggage x-ray machine 6550", "通道式X光安检机 6550",
        "行李安检机", "某市地铁安检设备采购", "Security inspection machine for cabin bags, 2 sets", "explosives detection system for hold baggage", "双视角X光安检仪", "tunnel scanner for cabin baggage",
    ],
)  # fmt: skip
def test_screening_of_goods_is_asked_about_and_not_asserted(text: str) -> None:
    """A scanner that knows nobody watches nobody: 15 CFR 742.7 treats 2A983 case by case, as security equipment."""
    answer = classify(text)
    assert answer.top == "none"
    assert [one.node for one in answer.review] == ["XRAY-ID"]


@pytest.mark.parametrize("text", ["screening gate with identification", "concealed object detection portal", "人证合一安检机"])
def test_screening_of_persons_is_of_the_node(text: str) -> None:
    assert classify(text).top == "XRAY-ID"


@pytest.mark.parametrize(
    "text",
    [
        "机动车安检设备", "锅炉安检系统", "燃气安检终端", "安检员制服", "安检服务外包", "行李安检机传送带及辊筒更换", "行李转盘", "handheld baggage scanner, barcode", "baggage scanner belt", "network security scanner",
        "car body scanner for paint", "三维人体扫描量衣", "牙科X光机", "胸透X光机", "Food X-ray machine", "X-ray inspection of welds",
    ],
)  # fmt: skip
def test_what_shares_the_words_of_screening_is_not_asserted(text: str) -> None:
    assert classify(text).top == "none"


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("thermal camera for building inspection", "CAM-THERMAL"), ("某消防救援支队热像仪", "CAM-THERMAL"), ("夜视，10套", "CAM-THERMAL"), ("球机，10套", "CAM-IP"), ("industrial safety camera", "CAM-IP"),
        ("retail counting camera, 6 pcs", "CAM-SMART"), ("航拍无人机，2架", "UAV-OBS"), ("networked video platform", "SW-VMS"), ("remote audio and video recorders", "REC-NVR"), ("某市公安局大数据存储扩容", "REC-NVR"),
        ("automated fingerprint and identification retrieval systems", "BIO-FINGER"), ("gait software", "BIO-GAIT"), ("driver drowsiness detection camera", "BIO-EMOTION"), ("mobile crime laboratory on a van", "BIO-DNA"),
        ("vehicle track search", "ANPR"), ("crowd scanning software", "CROWD"), ("optical parts for cameras", "SENSOR-IC"), ("parental control at carrier, 40 Gbit/s", "NET-DPI"), ("network-protocol surveillance", "NET-IPSURV"),
        ("extraction of device identifiers over the air", "RADIO-IMSI"), ("penetration testing tool suite", "SPYWARE"), ("渗透测试工具，5套", "SPYWARE"), ("checkpoint phone search device", "FOR-PHONE"), ("geolocation analytics", "GEO-TRACK"),
        ("cross-agency scoring", "SCS-FUSION"),
    ],
)  # fmt: skip
def test_names_that_law_gives_to_the_kinds(text: str, node: str) -> None:
    assert node in {one.node for one in classify(text).nodes}


@pytest.mark.parametrize("thing", ["AFIS", "iris recognition system", "gait recognition system", "voiceprint database", "polygraph", "deep packet inspection system", "lawful interception system", "IMSI catcher", "mobile forensics system", "ankle monitors"])
@pytest.mark.parametrize("deed", ["maintenance of {}", "upgrade of {}", "technical support for {}", "operator training on {}"])
def test_upkeep_of_every_core_kind_is_upkeep_of_surveillance(thing: str, deed: str) -> None:
    """Firmware, support, training and operation of any core node, not of cameras alone."""
    assert "SPARE-SVC" in {one.node for one in classify(deed.format(thing)).nodes}


@pytest.mark.parametrize(("text", "node"), [("镜头，10套", "SENSOR-IC"), ("大数据存储", "REC-NVR"), ("smart classroom", "EDU-CLASS"), ("智慧课堂建设", "EDU-CLASS"), ("麦克风阵列", "AUDIO-SURV")])
def test_a_term_that_names_other_things_too_is_asked_about(text: str, node: str) -> None:
    answer = classify(text)
    assert (answer.top, [one.node for one in answer.review]) == ("none", [node])


@pytest.mark.parametrize(
    "text",
    [
        "乒乓球发球机采购", "枪机润滑油", "手表 夜视功能", "镜头纸", "电影镜头", "contact lenses, monthly", "热成像原理教具", "thermal imaging course", "gait software for patients of a clinic", "临床步态分析", "步态康复训练机器人",
        "penetration testing service report", "渗透测试服务", "cone penetration test kit", "渗透探伤剂", "反渗透设备", "market penetration tools", "store location analysis", "parental control app", "relational database", "脚镣", "emergency location beacon for sailors",
        "船用应急示位标采购", "电子围栏 脉冲 主机", "电子围栏牧场用（牛羊）", "NPU-powered laptop", "laptop with NPU 40 TOPS", "Mobile phone 256 GB, face unlock, blue", "mobile dental laboratory", "training of cooks for the police", "某医院大数据存储",
        "Letter of intent", "mapping drone", "测绘无人机", "crowd barrier", "forensic accounting service",
    ],
)  # fmt: skip
def test_what_shares_the_words_of_law_stays_clean(text: str) -> None:
    assert classify(text).top == "none"


@pytest.mark.parametrize(
    ("ordinary", "text", "node"),
    [
        ("stress analysis of concrete dams", "psychological stress analysis equipment", "BIO-EMOTION"), ("trajectory analysis of ballistic missiles", "trajectory analysis of suspects", "GEO-TRACK"),
        ("remote control system for overhead crane", "remote control system, trojan agent", "SPYWARE"), ("dog electronic fence", "electronic fence for phones", "RADIO-IMSI"), ("Corvette Stingray parts", "stingray cell-site simulator", "RADIO-IMSI"),
        ("power grid management system", "grid management of residents", "SCS-FUSION"), ("plate reader ELISA", "number plate reader", "ANPR"), ("variable message sign VMS for motorway", "VMS licence, 64 channels", "SW-VMS"),
        ("phone extraction fan", "phone extraction kit", "FOR-PHONE"), ("retina display tablet", "retina scanner", "BIO-IRIS"), ("供水管网网格化", "社区网格化管理", "SCS-FUSION"), ("脚环 鸟", "社区矫正脚环", "EM-BAND"),
        ("mobile billing mediation software", "LI mediation software", "LI-GATE"), ("car with driver drowsiness warning", "driver drowsiness camera for trucks", "BIO-EMOTION"), ("tracker for our own trucks", "covert vehicle tracker", "GEO-TRACK"),
    ],
)  # fmt: skip
def test_a_word_in_another_trade_says_nothing_and_in_its_own_it_does(ordinary: str, text: str, node: str) -> None:
    assert classify(ordinary).top == "none"
    assert node in {one.node for one in classify(text).nodes}


def test_a_chip_for_a_computer_is_still_the_chip() -> None:
    assert classify("Smartphone SoC with ISP, 3,000 pcs").top == "SOC-ISP"
