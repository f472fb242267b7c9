"""Invented matters with everything that is odd in them: names twice, nobody named, no country, no lines, makers, papers, contradictions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from countersight.model.matter import Matter

NAMES = (
    "Gartenbau Müller GmbH", "Willow Brook Machines Inc.", "Schmidt Feinwerk GmbH", "Invented Imaging Inc.", "N/A", "to order", "???",
    "Hangzhou Hikvision Digital Technology Co., Ltd.", "杭州海康威视数字技术股份有限公司", "Hikvison Digital", "武汉市公安局", "Wuhan Municipal Public Security Bureau",
    "Zhejiang Dahua Technology Co., Ltd.", "公安县示例食品有限公司", "Hong Kong Police Force", "Harbin Engineering University", "长沙示例系统集成有限公司", "Sandvine Incorporated",
    "Xinjiang Invented Cotton Textile Co., Ltd.", "Invented Freight Forwarders Ltd", "Skynet Prison Equipment Ltd", "Military Hospital No. 9", "Sensetime", "Ministry of Public Security",
)  # fmt: skip
ROLES = (
    "exporter",
    "purchaser",
    "intermediate_consignee",
    "ultimate_consignee",
    "end_user",
    "forwarder",
    "customer",
    "producer",
    "brand_owner",
    "seller",
    "importer",
)
GOODS = (
    "hard disk drives", "network cameras", "image signal processor for video cameras", "dough mixers", "automated palm print identification system, 1:N search",
    "STR typing kits", None, "N/A", "security cameras 230 V GB/T 28181", "tear gas", "firmware licence key", "face recognition terminal, not for export", "cotton shirts", "camera, spare part",
)  # fmt: skip


def matters(count: int, seed: int) -> Iterator[Matter]:
    """Shipments and some entries, the same for the same seed."""
    rng = random.Random(seed)
    for number in range(count):
        yield Matter.model_validate({name: value for name, value in _matter(rng, number).items() if value is not None})


def _maybe(rng: random.Random, value: object, share: float = 0.5) -> object:
    return value if rng.random() < share else None


def _matter(rng: random.Random, number: int) -> dict[str, object]:
    kind = rng.choice(("entry", "parties", "devices", *["shipment"] * 9))
    return {
        "id": f"G-{number}",
        "kind": kind,
        "date": (date(2019, 6, 1) + timedelta(days=rng.randrange(3_200))).isoformat(),
        "contract_date": _maybe(rng, "2024-05-01", 0.1),
        "transaction": "entry"
        if kind == "entry"
        else _maybe(rng, rng.choice(("export", "export", "reexport", "transfer", "service")), 0.9),
        "destination": _maybe(rng, rng.choice(("CN", "HK", "DE", "IR", "US", "TR", "CU", "MO")), 0.95),
        "route": _maybe(rng, ["TR", "AE"], 0.1),
        "license_number": _maybe(rng, rng.choice(("NLR", "D123456", "C33")), 0.2),
        "text": _maybe(
            rng,
            [
                rng.choice(
                    (
                        "Purpose: office network",
                        "天网工程二期 (Skynet project, phase 2)",
                        "no waiver. Federal contract",
                        "for the detention center",
                        "",
                    )
                )
            ],
            0.4,
        ),
        "parties": [_party(rng) for _ in range(rng.randrange(6))],
        "lines": [_line(rng) for _ in range(rng.randrange(3))] if rng.random() < 0.9 else None,
    }


def _party(rng: random.Random) -> dict[str, object]:
    told = {
        "role": rng.choice(ROLES),
        "name": rng.choice(NAMES),
        "names": [rng.choice(NAMES)] if rng.random() < 0.1 else None,
        "country": _maybe(rng, rng.choice(("CN", "US", "DE", "HK", "TR", "IR")), 0.8),
        "address": _maybe(rng, rng.choice(("Hauptstr. 3, Ulm", "12 Prison Road, Urumqi, Xinjiang", "N/A")), 0.2),
        "consignee_type": _maybe(rng, rng.choice(("direct_consumer", "government", "reseller", "other")), 0.3),
        "industry": _maybe(rng, rng.choice(("freight forwarding", "federal contractor", "bakery")), 0.1),
        "is_us_person": _maybe(rng, rng.random() < 0.5, 0.2),
        "identifiers": _maybe(
            rng,
            rng.choice(
                (
                    {"lei": "5493001KJTIIGC8Y1R12"},
                    {"uscc": "91330000749471411A"},
                    {"mid": "CNHANHIK555HAN"},
                    {"registration": "12345"},
                )
            ),
            0.1,
        ),
        "claims": _maybe(
            rng,
            rng.choice(
                (
                    {"government": False},
                    {"government": True, "organ": "police"},
                    {"programs": ["skynet"], "programs_complete": True},
                )
            ),
            0.15,
        ),
    }
    return {name: value for name, value in told.items() if value is not None}


def _line(rng: random.Random) -> dict[str, object]:
    told = {
        "description": rng.choice(GOODS),
        "node": _maybe(rng, rng.choice(("none", "CAM-IP", "BIO-FINGER", "SOC-ISP")), 0.2),
        "eccn": _maybe(rng, rng.choice(("EAR99", "3A991", "5A002.a", "0A979", "nonsense")), 0.7),
        "hs": _maybe(rng, rng.choice(("8525.89", "8521.90", "8471.70", "0000")), 0.7),
        "brand": _maybe(rng, rng.choice(("Hikvision", "Acme", "EZVIZ")), 0.15),
        "model": _maybe(rng, rng.choice(("DS-2CD2143G0-I", "X-100")), 0.15),
        "producer": _maybe(rng, rng.choice(NAMES), 0.1),
        "mac": _maybe(rng, "44:19:B6:00:11:22", 0.05),
        "value": _maybe(rng, str(rng.choice((100, 2_500, 99_999))), 0.8),
        "quantity": "3",
        "origin": _maybe(rng, rng.choice(("US", "CN", "DE")), 0.7),
        "us_content": _maybe(
            rng, {"pct": rng.choice(("9", "26", "10-30")), "class": rng.choice(("EAR99", "controlled"))}, 0.15
        ),
        "use": _maybe(rng, rng.choice(("secondary school", "police station", "watch list of petitioners")), 0.2),
        "place": _maybe(rng, rng.choice(("detention center, Kashgar", "office")), 0.2),
        "functions": _maybe(rng, ["1:N"], 0.1),
        "upstream": _maybe(rng, [{"name": rng.choice(NAMES), "input": "cotton"}], 0.05),
    }
    return {name: value for name, value in told.items() if value is not None}
