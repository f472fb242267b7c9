"""The classifier: what stands, what stays clean, why; and its numbers on our own texts and on the shared ones."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.products.classify import ASKS, ASSERTS, GENERAL, classify
from countersight.products.taxonomy import NODES

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = Path(__file__).parent / "corpus"


def cases(half: str) -> list[tuple[frozenset[str], str]]:
    """Invented texts with the nodes that are acceptable."""
    rows = (line.split("\t") for line in (CORPUS / f"half_{half}.tsv").read_text(encoding="utf-8").splitlines())
    return [(frozenset(labels.split("|")), text) for labels, text in rows]


def numbers(rows: list[tuple[frozenset[str], str]]) -> tuple[float, float, float]:
    """Accuracy of the top node; precision and recall of "is a surveillance product"."""
    tops = [(labels, classify(text).top) for labels, text in rows]
    flagged = [labels for labels, top in tops if top != "none"]
    wanted = [top for labels, top in tops if "none" not in labels]
    right = sum(top in labels for labels, top in tops)
    return right / len(tops), sum("none" not in labels for labels in flagged) / len(flagged), sum(top != "none" for top in wanted) / len(wanted)


@pytest.mark.parametrize(("half", "least"), [("a", (0.95, 0.99, 0.97)), ("b", (0.94, 0.99, 0.98))])
def test_our_own_texts(half: str, least: tuple[float, float, float]) -> None:
    got = numbers(cases(half))
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


@pytest.mark.parametrize(("name", "precision", "recall"), [("titles_a", 0.98, 0.97), ("titles_b", 0.98, 0.95), ("titles_c", 0.98, 0.96), ("titles_d", 0.98, 0.93), ("titles_e", 0.98, 0.96)])
def test_titles_of_tenders(name: str, precision: float, recall: float) -> None:
    rows = [line.split("\t") for line in (CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    _, got_precision, got_recall = numbers([(frozenset({label}), text) for label, text in rows])
    assert got_precision >= precision
    assert got_recall >= recall


def test_lines_with_brands_and_model_numbers() -> None:
    rows = [line.split("\t") for line in (CORPUS / "lines_en.tsv").read_text(encoding="utf-8").splitlines()]
    assert numbers([(frozenset({label}), text) for label, text in rows]) >= (0.95, 0.98, 0.97)
    assert [text for label, text in rows if label == "none" and classify(text).top != "none"] == []


def test_rounds_that_were_read() -> None:
    rows = [line.split("\t") for line in (CORPUS / "rounds.tsv").read_text(encoding="utf-8").splitlines()]
    _, precision, recall = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert precision >= 0.985
    assert recall >= 0.975


def test_rounds_of_edition_0_5_that_were_read() -> None:
    rows = [line.split("\t") for line in (CORPUS / "rounds_near.tsv").read_text(encoding="utf-8").splitlines()]
    _, precision, recall = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert precision >= 0.985
    assert recall >= 0.975


def test_terse_rounds_that_were_read() -> None:
    rows = [line.split("\t") for line in (CORPUS / "rounds_terse.tsv").read_text(encoding="utf-8").splitlines()]
    _, precision, recall = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert precision >= 0.985
    assert recall >= 0.97


def test_texts_that_were_read() -> None:
    rows = [line.split("\t") for line in (CORPUS / "read.tsv").read_text(encoding="utf-8").splitlines()]
    wrong = [text for label, text in rows if (classify(text).top == "none") != (label == "none")]
    flagged = [text for label, text in rows if label == "none" and text in wrong]
    assert flagged == []
    assert len(wrong) <= 0.02 * len(rows), wrong


@pytest.mark.parametrize(("half", "least"), [("a", (0.92, 0.98, 0.97)), ("b", (0.93, 0.98, 0.98))])
def test_texts_of_sellers_and_of_tender_offices(half: str, least: tuple[float, float, float]) -> None:
    """Written node by node before the lexicon was widened; the misses of the second half were never printed."""
    rows = [line.split("\t") for line in (CORPUS / f"sellers_{half}.tsv").read_text(encoding="utf-8").splitlines()]
    got = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


@pytest.mark.parametrize(("half", "least"), [("a", (0.92, 0.98, 0.97)), ("b", (0.86, 0.98, 0.95))])
def test_texts_written_from_the_taxonomy_alone(half: str, least: tuple[float, float, float]) -> None:
    """``surveillance`` stands where any node is right, and is not counted in the accuracy of the top node."""
    rows = [line.split("\t") for line in (CORPUS / f"fresh_{half}.tsv").read_text(encoding="utf-8").splitlines()]
    every = [(frozenset(labels.split("|")), text) for labels, text in rows]
    _, precision, recall = numbers(every)
    accuracy, _, _ = numbers([(labels, text) for labels, text in every if "surveillance" not in labels])
    assert all(one >= floor for one, floor in zip((accuracy, precision, recall), least, strict=True)), (accuracy, precision, recall)


@pytest.mark.parametrize(("half", "least"), [("a", (0.95, 0.99, 0.97)), ("b", (0.82, 0.965, 0.82))])
def test_terse_texts_of_a_hand_that_had_not_seen_the_lexicon(half: str, least: tuple[float, float, float]) -> None:
    """Errors of the first half were read, those of the second never: the second says what to expect of such texts."""
    rows = [line.split("\t") for line in (CORPUS / f"seen_{half}.tsv").read_text(encoding="utf-8").splitlines()]
    got = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


@pytest.mark.parametrize(("name", "least"), [("rounds_plain", (0.88, 0.985, 0.98)), ("rounds_plain2", (0.87, 0.985, 0.98)), ("rounds_plain4", (0.82, 0.98, 0.97)), ("rounds_plain5", (0.89, 0.98, 0.95)), ("rounds_plain6", (0.92, 0.98, 0.95))])
def test_plain_rounds_of_edition_0_6_that_were_read(name: str, least: tuple[float, float, float]) -> None:
    rows = [line.split("\t") for line in (CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    got = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


def test_ordinary_neighbours_that_were_read() -> None:
    texts = [line.split("\t")[1] for line in (CORPUS / "rounds_plain3.tsv").read_text(encoding="utf-8").splitlines()]
    flagged = [text for text in texts if classify(text).top != "none"]
    assert len(flagged) <= 0.01 * len(texts), flagged


@pytest.mark.parametrize(("half", "least"), [("a", (0.93, 0.99, 0.98)), ("b", (0.9, 0.965, 0.955))])
def test_plain_texts_of_a_hand_that_had_not_seen_the_lexicon(half: str, least: tuple[float, float, float]) -> None:
    """Errors of the first half were read, those of the second never: the second says what to expect of well-written trade texts."""
    rows = [line.split("\t") for line in (CORPUS / f"plain_{half}.tsv").read_text(encoding="utf-8").splitlines()]
    got = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


@pytest.mark.parametrize(("half", "least"), [("a", (0.92, 0.97, 0.96)), ("b", (0.88, 0.975, 0.955))])
def test_cases_of_a_hand_that_had_not_seen_the_lexicon(half: str, least: tuple[float, float, float]) -> None:
    """Errors of the first half were read, those of the second never."""
    rows = [line.split("\t") for line in (CORPUS / f"cases_{half}.tsv").read_text(encoding="utf-8").splitlines()]
    got = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


@pytest.mark.parametrize(("name", "least"), [("rounds_wide", (0.92, 0.985, 0.955)), ("rounds_wide2", (0.91, 0.985, 0.94))])
def test_wide_rounds_that_were_read(name: str, least: tuple[float, float, float]) -> None:
    rows = [line.split("\t") for line in (CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    got = numbers([(frozenset(labels.split("|")), text) for labels, text in rows])
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


def test_ordinary_goods_beside_the_products_that_were_read() -> None:
    texts = [line.split("\t")[1] for line in (CORPUS / "rounds_beside.tsv").read_text(encoding="utf-8").splitlines()]
    flagged = [text for text in texts if classify(text).top != "none"]
    assert len(texts) > 1100
    assert len(flagged) <= 0.01 * len(texts), flagged


@pytest.mark.parametrize("line", ["{part} for {thing}", "{part}, black, for {thing}, carton of ten", "{thing} {part}"])
def test_a_part_is_not_what_it_is_for(line: str) -> None:
    """Thirteen parts of ten things: next to none of the lines may be taken for the thing itself."""
    parts = ("bracket", "mounting plate", "junction box", "power adapter", "carrying case", "protective film", "rubber gasket", "wall mount", "foam insert", "replacement battery", "steel cabinet", "lanyard", "user manual")
    things = ("dome camera", "network video recorder", "fingerprint reader", "face recognition terminal", "police drone", "iris scanner", "speed camera", "surveillance microphone", "ankle monitor", "mobile forensics workstation")
    texts = [line.format(part=part, thing=thing) for part in parts for thing in things]
    flagged = [text for text in texts if classify(text).top != "none"]
    assert len(flagged) <= 0.02 * len(texts), flagged


@pytest.mark.parametrize(
    "text",
    ["人脸识别终端支架", "支架，热镀锌，适用于人证核验机", "安装板（用于安放网络硬盘录像机），不含设备", "虹膜采集仪密封圈", "警用无人机用硅胶套，黑色，十只装", "Junction boxes, waterproof, for bullet cameras, carton of twenty", "mounting boxes for face terminals"],
)
def test_the_words_inside_what_a_part_is_for_speak_for_nothing_else(text: str) -> None:
    assert classify(text).top == "none"


@pytest.mark.parametrize(
    "text",
    [
        "supply of plastic conduit and trenching, street camera route, civil works only", "PoE switch 24 ports for security cameras", "box of mounting for street camera", "body camera charging cradle", "drone propellers, carbon",
        "执法仪 充电座", "无人机 桨叶", "人脸 贴纸", "声学成像 查漏气", "指挥中心 空调滤网 更换", "重点人才 动态 管理", "步态 康复 训练",
    ],
)  # fmt: skip
def test_what_only_holds_feeds_or_covers_is_no_product(text: str) -> None:
    assert classify(text).top == "none"


@pytest.mark.parametrize(
    ("text", "node"),
    [("lawfull intersept gateway", "LI-GATE"), ("ancle bracelet GPS court", "EM-BAND"), ("deep-paket inspect probe", "NET-DPI"), ("虹莫 采集器", "BIO-IRIS"), ("舆请 监测 软件", "OSINT-SOC"), ("探真 采集 终端 mac", "WIFI-PROBE")],
)
def test_slips_by_sound_are_read(text: str, node: str) -> None:
    assert classify(text).top == node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("web mail monitoring for security agencies", "NET-IPSURV"), ("for security agencies: monitoring of web mail", "NET-IPSURV"), ("journey analysis of handsets", "GEO-TRACK"),
        ("portrait comparison platform", "BIO-FACE"), ("deleted data recovery for law enforcement", "FOR-PHONE"), ("parking-lot camera on mast", "CAM-IP"), ("某市信访局重点人员", "PRED-IJOP"), ("视频融合赋能平台", "SW-VMS"),
    ],
)  # fmt: skip
def test_words_that_name_a_product_together_need_not_touch(text: str, node: str) -> None:
    assert classify(text).top == node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("database of irises", "BIO-IRIS"), ("search of fugitives", "BIO-FACE"), ("early warning on petitioners", "PRED-IJOP"), ("whereabouts of a journalist", "GEO-TRACK"), ("探头 重点部位", "CAM-IP"),
        ("照片比对", "BIO-FACE"), ("背影检索", "BIO-GAIT"), ("后门漏洞收购", "SPYWARE"),
    ],
)  # fmt: skip
def test_words_side_by_side_name_a_product_in_either_order(text: str, node: str) -> None:
    assert classify(text).top == node


@pytest.mark.parametrize("text", ["iris bulbs in a box of peat, with a leaflet on how to search for pests in a library", "照片打印 设备房内设有档案比对室", "household scale with memory and a booklet for registration of warranty"])
def test_the_same_words_far_apart_name_nothing(text: str) -> None:
    assert classify(text).top == "none"


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("infrared gun machine, 4 million", "CAM-IP"), ("intelligent bayonet snapshot unit", "ANPR"), ("brush face passage gate", "BIO-VERIF"), ("snow bright engineering third phase", "CITY-SAFE"),
        ("Überwachungskamera außen", "CAM-IP"), ("caméra de vidéosurveillance", "CAM-IP"), ("reconnaissance faciale", "BIO-FACE"), ("GPS-Fußfessel", "EM-BAND"),
    ],
)  # fmt: skip
def test_names_put_over_word_by_word_and_names_in_other_languages(text: str, node: str) -> None:
    assert classify(text).top == node


def test_one_pattern_is_one_witness() -> None:
    """A kit is a recorder and cameras: no word of it may count for two."""
    answer = classify("NVR kit with 4 dome IP cameras", "8521.90")
    assert {one.node for one in answer.nodes} == {"REC-NVR", "CAM-IP"}
    for one in answer.nodes:
        assert len(one.because) == len({name for name, _ in one.because})


@pytest.mark.parametrize("text", ["web mail hosting for travel agencies", "journey planner", "portrait lens", "data recovery for households", "parking lot paint", "某市信访局办公家具", "短视频平台推广"])
def test_one_word_alone_names_nothing(text: str) -> None:
    assert classify(text).top == "none"


@pytest.mark.parametrize("text", ["full body scanner for a prison", "毫米波人体安检仪", "人证合一安检门", "passenger screening with ID reader", "清真寺 通道式X光安检机", "看守所安检设备", "安检机 人脸识别 身份证核验", "数据门"])
def test_screening_of_persons_or_beside_their_identity_is_asserted(text: str) -> None:
    assert "XRAY-ID" in {one.node for one in classify(text).nodes}


def test_the_corpus_is_what_it_says() -> None:
    both = cases("a") + cases("b")
    assert len(both) >= 600
    assert len({text for _, text in both}) == len(both)
    assert {one.id for one in NODES} <= {label for labels, _ in both for label in labels}
    assert sum("none" in labels for labels, _ in both) >= 150


@pytest.mark.parametrize(
    "text",
    [
        "facial tissue, 3-ply, 100 sheets", "面巾纸 抽纸", "dome tent for 4 persons", "帐篷 户外", "ISP router, dual band", "internet service provider (ISP) equipment rental",
        "某市公安局食堂食材配送服务采购项目", "公安机关食堂托管服务", "公安县人民医院彩超采购", "中信国安足球俱乐部球衣", "平安县教育局课桌椅", "天网银行卡制作",
        "iris flower bulbs", "bullet journal", "thermal paper", "600 dpi laser printer", "TrojanCondoms lubricated", "fingerprint-proof stainless steel",
        "bracket for dome camera", "监控立杆 6米 热镀锌", "mapping drone with RTK", "植保无人机", "counter-drone jammer", "police desk and chairs", "drone for crop spraying",
        "55 inch LCD video wall display", "CCTV camera tester 7 inch", "Television cameras, digital cameras and video camera recorders", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays_clean(text: str) -> None:
    assert classify(text).top == "none"


def test_no_node_is_not_a_denial() -> None:
    answer = classify("electronic equipment as per invoice")
    assert (answer.nodes, answer.review, answer.top) == ((), (), "none")


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("人脸识别摄像机 带热成像测温", {"CAM-SMART", "CAM-THERMAL"}),
        ("8CH NVR with 8 PoE bullet IP cameras", {"REC-NVR", "CAM-IP"}),
        ("XX县雪亮工程视频监控运维服务", {"CITY-SAFE", "CAM-IP", "SPARE-SVC"}),
        ("雪亮工程人脸卡口与车牌识别系统", {"CITY-SAFE", "BIO-FACE", "ANPR"}),
    ],
)
def test_several_nodes_at_once(text: str, nodes: set[str]) -> None:
    assert nodes <= {one.node for one in classify(text).nodes}


@pytest.mark.parametrize(
    ("one", "other"),
    [("網絡攝像機 監控", "网络摄像机 监控"), ("“雪亮”工程", "雪亮工程"), ("ＩＰ　ＣＡＭＥＲＡ", "ip camera"), ("IP CAMERAS", "ip camera"), ("face-recognition", "face recognition")],
)
def test_scripts_and_signs_make_no_difference(one: str, other: str) -> None:
    assert [(score.node, score.weight) for score in classify(one).nodes] == [(score.node, score.weight) for score in classify(other).nodes]


@pytest.mark.parametrize(
    ("text", "concept", "state"),
    [
        ("junction box, without IP camera", "network-camera", "denied"),
        ("机箱 不含摄像头", "camera-bare", "denied"),
        ("housing for CCTV camera", "network-camera", "names_another"),
        ("BRACKET, CCTV CAMERA, STEEL", "network-camera", "names_another"),
        ("IP camera with Ambarella SoC", "isp-chip", "constituent"),
        ("公安视频会议系统", "it-generic", "covered"),
    ],
)
def test_places_that_do_not_count(text: str, concept: str, state: str) -> None:
    assert state in {hit.state for hit in classify(text).hits if hit.concept.id == concept}


def test_of_a_camera_and_a_chip_the_item_is_found() -> None:
    assert classify("CMOS image sensor for IP camera").top == "SENSOR-IC"
    assert classify("IP camera with CMOS image sensor").top == "CAM-IP"
    assert classify("监控摄像机主控芯片").top == "SOC-ISP"


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("survelliance camera 4mp", "CAM-IP"), ("netwrok camrea", "CAM-IP"), ("thermal imagng camera", "CAM-THERMAL"), ("licence plate recogniton", "ANPR"), ("securty cameras", "CAM-IP"), ("facail recognition", "BIO-FACE"),
        ("视屏监控", "CAM-IP"), ("摄象头 400万", "CAM-IP"), ("監視攝影機 紅外線", "CAM-IP"), ("人臉辨識系統", "BIO-FACE"), ("车牌抓怕", "ANPR"),
    ],
)  # fmt: skip
def test_slips_of_the_pen_are_read(text: str, node: str) -> None:
    assert classify(text).top == node


@pytest.mark.parametrize("text", ["video recorded by tourists", "monitory policy", "scarlet camels", "interrogatory letter", "detective novel", "recording engineer", "survivors", "piston rings", "spring pens", "First Sentier Infrastructure", "Autohome service", "Neutech pumps", "Genertec medical", "Tianyang adhesives", "printed on one face"])
def test_a_word_that_is_another_word_is_no_slip(text: str) -> None:
    assert classify(text).top == "none"


def test_every_weight_is_accounted_for() -> None:
    for _, text in cases("a"):
        answer = classify(text)
        for one in (*answer.nodes, *answer.review):
            assert one.weight == sum(share for _, share in one.because)
        assert all(one.weight >= ASSERTS for one in answer.nodes)
        assert all(ASKS <= one.weight < ASSERTS for one in answer.review)


def test_intent_and_context_stand_apart_from_the_capability() -> None:
    police, home = classify("警用无人机 公安局采购"), classify("smart home IP camera for household use")
    assert police.design_intent == ("made for police or security bodies",)
    assert police.context == ("a police or security body",)
    assert (home.top, home.design_intent) == ("CAM-IP", ("made for homes",))
    assert "profiling by ethnicity or religion is asked for" in classify("camera with ethnicity attribute analytics").context


def test_a_tariff_number_alone_says_nothing_and_never_turns_words_round() -> None:
    assert classify("electronic goods", "8525.89.3000").top == "none"
    words, both = classify("dome IP camera"), classify("dome IP camera", "8525.89.3000")
    assert (both.nodes[0].node, both.nodes[0].weight) == (words.nodes[0].node, words.nodes[0].weight + 2)


def test_general_nodes_exist() -> None:
    assert {one.id for one in NODES} >= GENERAL


@pytest.mark.parametrize("text", ["监控" * 3000, "camera " * 3000, "((((" * 5000, "1:" * 5000, "无" * 9000, "ds-2" * 4000, "不含" * 4000 + "摄像机"])
def test_hostile_texts_are_read_at_once(text: str) -> None:
    start = time.perf_counter()
    answer = classify(text)
    assert time.perf_counter() - start < 2
    assert answer.truncated


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    answer = classify(text)
    assert all(one.weight >= ASSERTS for one in answer.nodes)
    assert all(ASKS <= one.weight < ASSERTS for one in answer.review)
    assert not {one.node for one in answer.nodes} & {one.node for one in answer.review}


@pytest.mark.skipif(not (SHARED / "data/open/hs/harmonized-system.csv").exists(), reason="../shared/data/open/hs is absent")
def test_headings_of_the_harmonized_system_stay_clean() -> None:
    with (SHARED / "data/open/hs/harmonized-system.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row["description"] for row in csv.DictReader(lines) if row["level"] == "6"]
    assert len(rows) == 5613
    assert sum(classify(text).top != "none" for text in rows) <= 0.0005 * len(rows)


@pytest.mark.skipif(not (SHARED / "data/oracle/sharp_eyes_tenders/tenders.json").exists(), reason="../shared/data/oracle/sharp_eyes_tenders is absent")
def test_real_procurement_records() -> None:
    records = json.loads((SHARED / "data/oracle/sharp_eyes_tenders/tenders.json").read_text(encoding="utf-8"))
    controls = [one for one in records if "control" in one["note"]]
    assert len(controls) == 2
    assert {classify(one["project"]).top for one in controls} == {"none"}
    assert all(classify(one["project"]).top != "none" for one in records if one not in controls)


@pytest.mark.skipif(not (SHARED / "data/open/securities").exists(), reason="../shared/data/open/securities is absent")
def test_names_of_listed_companies_are_no_items() -> None:
    names: list[str] = []
    for path in sorted((SHARED / "data/open/securities").glob("fd_equities_*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            names += [row["name"] for row in csv.DictReader(lines)]
    flagged = [name for name in names if classify(name).top != "none"]
    assert len(names) > 5000
    assert len(flagged) <= 0.002 * len(names), flagged


@pytest.mark.skipif(not (SHARED / "eval/products/products.csv").exists(), reason="../shared/eval/products is absent")
def test_the_shared_texts() -> None:
    with (SHARED / "eval/products/products.csv").open(encoding="utf-8", newline="") as lines:
        got = numbers([(frozenset(row["nodes"].split("|")), row["text"]) for row in csv.DictReader(lines)])
    assert all(one >= floor for one, floor in zip(got, (0.93, 0.98, 0.94), strict=True)), got
