"""Red flags of items, bodies and entries, end to end: a file of matters in, `countersight screen`, the flag out, and its nearest neighbour without it.

Transactions are invented; bodies named "Invented" too. Listed bodies are those of the starter atlas.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from countersight.cli.main import run

Matter = dict[str, Any]
CAMERA: Matter = {"description": "network camera 4MP", "node": "CAM-IP", "eccn": "EAR99", "hs": "8525.89", "origin": "US", "place": "office building", "use": "office security"}
BAKERY = "Invented Bakery Co., Ltd."
HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
DAHUA = "Zhejiang Dahua Technology Co., Ltd."


def party(role: str, name: str, country: str = "CN", **more: Any) -> Matter:  # noqa: ANN401
    return {"role": role, "name": name, "country": country, **more}


def shipment(*parties: Matter, line: Matter | None = None, **more: Any) -> Matter:  # noqa: ANN401
    """A shipment of one line from the United States; to China, where nothing else is said."""
    fields = {"kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN", "lines": [CAMERA if line is None else line]}
    return fields | {"parties": [party("exporter", "Invented Imaging Inc.", "US"), *(parties or (party("end_user", BAKERY),))]} | more


def entry(*lines: Matter, parties: tuple[Matter, ...] = (), **more: Any) -> Matter:  # noqa: ANN401
    fields = {"kind": "entry", "date": "2026-11-20", "transaction": "entry", "destination": "US", "lines": list(lines)}
    return fields | {"parties": [party("importer", "Invented Transit Supply LLC", "US"), *parties]} | more


def orders(buyer: str, address: str, day: str = "2026-09-01", node: str = "CAM-IP") -> list[Matter]:
    return [{"date": day, "buyer": buyer, "address": address, "node": node}]


AT = "No. 7 Invented Road, Hangzhou"
NEW_AT = party("ultimate_consignee", "Invented Kestrel Trading Co., Ltd.", address=AT)
VIETNAM: Matter = {"description": "network camera", "node": "CAM-IP", "producer": "Invented Producer", "origin": "VN"}
"""Entered in December 2021; the starter atlas holds the maker on the Covered List since March of that year."""

PAIRS: dict[str, tuple[list[Matter], list[Matter]]] = {
    "RF-03": ([shipment(line={"description": "CCTV camera 110V 60Hz NTSC, UL listed"})], [shipment(line={"description": "CCTV camera 220V 50Hz PAL"})]),
    "RF-08": (
        [shipment(party("ultimate_consignee", "Shanghai Invented Freight Forwarding Co., Ltd.")), shipment(party("ultimate_consignee", "上海示例国际货运代理有限公司")), shipment(party("ultimate_consignee", "Invented Supply Chain Services Ltd"))],
        [shipment(party("ultimate_consignee", "Shanghai Invented Freight Forwarding Co., Ltd."), party("end_user", BAKERY))],
    ),
    "RF-13": (
        [shipment(party("end_user", "Hangzhou Ezviz Network Co., Ltd."), route=["AE"])],
        [shipment(party("end_user", "Hangzhou Ezviz Network Co., Ltd."), route=[]), shipment(party("end_user", BAKERY), route=["AE"])],
    ),
    "RF-20": ([shipment(party("end_user", "武汉市教育局")), shipment(party("end_user", "Ministère de l'Intérieur", "TD"), destination="TD")], [shipment(party("end_user", "武汉示例教育科技有限公司")), shipment(party("end_user", "Invented County Sheriff", "US", claims={"government": True}), destination="US")]),
    "RF-21": ([shipment(party("end_user", "Xinjiang Public Security Bureau"))], [shipment(party("end_user", "武汉市气象局"))]),
    "RF-22": ([shipment(party("end_user", "武汉市公安局")), shipment(party("purchaser", "示例县看守所"), party("end_user", BAKERY)), shipment(party("end_user", "Polícia Federal", "BR"), destination="BR")], [shipment(party("end_user", "公安县人民医院"))]),
    "note.papers-security-body": (
        [shipment(text=["视频监控项目 采购人:示例市公安局"]), shipment(line={**CAMERA, "use": "video wall of the Invented County Public Security Bureau"})],
        [shipment(text=["公安县人民医院 采购合同"]), shipment(text=["No police department buys or uses these cameras"])],
    ),
    "RF-23": ([shipment(party("end_user", "China Electronics Technology Group Corporation"))], [shipment(party("end_user", "中信国安示例食品有限公司"))]),
    "RF-24": ([shipment(line={"description": "network camera"}, text=[]), shipment(line={"description": "IMSI catcher, bands 1/3/5", "use": "private house"})], [shipment(line={"description": "IMSI catcher, bands 1/3/5", "use": "test of base stations"}), shipment(line={"description": "network camera", "use": "watching the oven"}, text=[]), shipment(line={"description": "network camera"}, text=["For the bakery's till"])]),
    "RF-25": (
        [shipment(text=["Tender: the system shall support minority attribute recognition and watchlists"]), shipment(text=["支持少数民族识别与布控"]), shipment(text=["The platform shall identify protesters by gait"])],
        [shipment(text=["Tender: the system shall count visitors at the door"]), shipment(text=["The system must not hold a watch list"])],
    ),
    "RF-33": ([shipment(line={**CAMERA, "place": "detention center in Kashgar"}), shipment(line={**CAMERA, "place": "某市清真寺门口"}), shipment(line={**CAMERA, "place": "border zone of Dandong"})], [shipment(line={**CAMERA, "place": "warehouse in Shanghai"})]),
    "RF-40": ([shipment(line={"description": "face recognition server 1:N"})], [shipment(line={"description": "X-ray baggage scanner"}), shipment(line={"description": "dough mixer", "node": "none"})]),
    "RF-50": ([shipment(text=["某县雪亮工程二期视频监控采购合同"]), shipment(text=["PO 12 for the Safe City phase II project"])], [shipment(text=["Order of ski goggles, brand Skylight, for the city's school"]), shipment(text=["平安银行网点装修"])]),
    "RF-51": (
        [entry({"description": "network camera", "brand": "Invented LumaSafe", "producer": DAHUA}), entry({"description": "network camera", "producer": "Invented Lens Works", "model": "DS-2CD2143G2-I"})],
        [entry({"description": "network camera", "brand": "Dahua", "producer": DAHUA}), entry({"description": "network camera", "producer": "Invented Lens Works", "model": "IL-2000"})],
    ),
    "RF-52": (
        [entry({"description": "network camera"}, parties=(party("producer", "Invented Lens Works Co., Ltd.", identifiers={"mid": mid}),)) for mid in ("VNHANHIK555HAN", "CNHANHIK556HAN")],
        [entry({"description": "network camera"}, parties=(party("producer", "Invented Lens Works Co., Ltd.", identifiers={"mid": "CNINVLEN12SHA"}),))],
    ),
    "RF-53": (
        [entry({"description": "network cameras", "hs": "8525.89"}, {"description": "network video recorder", "hs": "8521.90"})],
        [entry({"description": "network cameras", "hs": "8525.89"}, {"description": "camera brackets", "hs": "7326.90"}), entry({"description": "network cameras with recorder, NVR", "hs": "8525.89"})],
    ),
    "RF-54": (
        [entry({**VIETNAM, "producer": HIKVISION}, date="2021-12-01", earlier=[{"date": "2020-11-01", "producer": "海康威视", "node": "CAM-IP", "origin": "CN"}])],
        [
            entry({**VIETNAM, "producer": HIKVISION}, date="2021-12-01", earlier=[{"date": "2020-11-01", "producer": "海康威视", "node": "CAM-IP", "origin": "VN"}]),
            entry({**VIETNAM, "producer": HIKVISION}, date="2021-12-01", earlier=[{"date": "2020-11-01", "producer": "Invented Lens Works", "node": "CAM-IP", "origin": "CN"}]),
            entry({**VIETNAM, "producer": HIKVISION}, date="2021-12-01", earlier=[{"date": "2020-11-01", "producer": "海康威视", "node": "AUDIO-SURV", "origin": "CN"}]),
        ],
    ),
    "RF-55": (
        [shipment(NEW_AT, earlier=orders(DAHUA, AT))],
        [
            shipment(NEW_AT, earlier=orders(DAHUA, AT, day="2025-01-05")),
            shipment(NEW_AT, earlier=orders(DAHUA, "No. 9 Another Street, Ningbo")),
            shipment(NEW_AT, earlier=orders(BAKERY, AT)),
            shipment(NEW_AT, earlier=[*orders(DAHUA, AT), *orders("Invented Kestrel Trading Co., Ltd.", AT, day="2026-05-01")]),
        ],
    ),
    "RF-56": (
        [shipment(party("ultimate_consignee", "Invented Dubai Trading FZE", "AE", consignee_type="reseller"), destination="AE")],
        [
            shipment(party("ultimate_consignee", "Invented Berlin Handel GmbH", "DE", consignee_type="reseller"), destination="DE"),
            shipment(party("ultimate_consignee", "Invented Dubai Trading FZE", "AE", consignee_type="reseller"), party("end_user", "Invented Hotel LLC", "AE"), destination="AE"),
        ],
    ),
}


def matters() -> list[Matter]:
    told = ((flag, side, number, one) for flag, pair in PAIRS.items() for side, some in zip(("fires", "near"), pair, strict=True) for number, one in enumerate(some))
    return [{"id": f"{flag} {side} {number}", **one} for flag, side, number, one in told]


@pytest.fixture(scope="module")
def raised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The flags that one run of the command raised, by matter."""
    folder = tmp_path_factory.mktemp("flags")
    (folder / "matters.json").write_text(json.dumps(matters(), ensure_ascii=False), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERSIGHT_HOME", str(folder / "home"))
        patch.delenv("COUNTERSIGHT_SNAPSHOT", raising=False)
        code = run(("screen", str(folder / "matters.json"), "--rulebook", "us-in-force", "--format", "json", "--out", str(folder / "out.json")))
    assert code == 1
    decisions = json.loads((folder / "out.json").read_text(encoding="utf-8"))["decisions"]
    return {one["matter"]["id"]: {flag["page"] for column in one["columns"] for flag in column["flags"]} for one in decisions}


@pytest.mark.parametrize("one", matters(), ids=[one["id"] for one in matters()])
def test_a_flag_is_raised_by_its_papers_and_not_by_those_next_to_them(one: Matter, raised: dict[str, set[str]]) -> None:
    flag, side, _ = one["id"].split()
    assert (flag in raised[one["id"]]) is (side == "fires")


def test_every_flag_of_items_bodies_and_entries_is_tried() -> None:
    assert set(PAIRS) == {"note.papers-security-body"} | {f"RF-{number:02}" for number in (3, 8, 13, *range(20, 26), 33, 40, *range(50, 57))}


def test_a_table_of_earlier_deals_is_read_beside_a_table_of_shipments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "Shipment ID,Export Date,USPPI,USPPI Country,Ultimate Consignee,Consignee Country,Consignee Address,Destination,Description,Schedule B\n"
    row = f'{{}},{{}},Invented Imaging Inc.,US,"{{}}",CN,"{AT}",CN,network cameras,8525.89\n'
    (tmp_path / "now.csv").write_text(head + row.format("NOW", "2026-11-20", "Invented Kestrel Trading Co., Ltd."), encoding="utf-8")
    (tmp_path / "past.csv").write_text(head + row.format("PAST", "2026-09-01", DAHUA), encoding="utf-8")
    monkeypatch.setenv("COUNTERSIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COUNTERSIGHT_SNAPSHOT", raising=False)
    found = []
    for beside in ([], ["--earlier", str(tmp_path / "past.csv")]):
        run(("screen", str(tmp_path / "now.csv"), "--rulebook", "us-in-force", "--format", "json", "--out", str(tmp_path / "out.json"), *beside))
        (decision,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["decisions"]
        found.append("RF-55" in {flag["page"] for column in decision["columns"] for flag in column["flags"]})
    assert found == [False, True]
