"""A million invented shipments, decided whole: rows a second, memory, and the share of rows of which something is not false.

``python bench/bulk.py [ROWS] [WORKERS]`` makes ROWS (20,000; ``1000000`` for the whole file) shipments with three parties each: 26 of 100
party names repeat an earlier one, 5 of 100 are listed parties, perturbed (letters and Han), the others names on no list (real ones where
``../shared/data`` has them, else invented). Days of one year, 40 countries, 60 kinds of goods in some 2,000 wordings, one to two lines.
Every one is decided under all built-in rulebooks and profiles, with the reasons of what is not false. Wall time and peak memory.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
ROWS = 20_000
SEED = 41
COUNTRIES = ("CN", "CN", "CN", "CN", "HK", "DE", "DE", "FR", "GB", "NL", "IT", "ES", "PL", "SE", "CH", "TR", "AE", "SA", "IN", "IN", "VN", "TH", "MY", "SG", "ID", "JP", "JP", "KR", "TW", "AU", "MX", "MX", "CA", "CA", "BR", "CL", "ZA", "KE", "EG", "KZ")
GOODS = (
    ("hard disk drives", "8471.70", "EAR99"), ("network cameras", "8525.89", "EAR99"), ("stainless steel hinges", "8302.10", "EAR99"),
    ("image signal processor for video cameras", "8542.31", "EAR99"), ("image signal processors", "8542.31", "3A991"), ("dough mixers", "8438.10", "EAR99"),
    ("laptop docking stations", "8471.80", "EAR99"), ("servers for video analytics", "8471.50", "EAR99"), ("network interface cards", "8517.62", "5A991"),
    ("cotton shirts", "6205.20", None), ("oscilloscopes", "9030.20", "3A992"), ("DNA sequencers", "9027.89", "EAR99"), ("STR typing kits", "3822.19", "EAR99"),
    ("fingerprint readers", "8471.60", "EAR99"), ("face recognition terminals, 1:N", "8543.70", "EAR99"), ("power supplies", "8504.40", "EAR99"),
    ("gaming consoles", "9504.50", "EAR99"), ("school microscopes", "9011.80", "EAR99"), ("pump seals", "8484.20", "2B999"), ("thermal cameras", "8525.89", "6A993"),
)  # fmt: skip
MAKES = ("", "spare ", "industrial ", "used ", "compact ", "two-channel ", "rack-mounted ", "refurbished ", "high-speed ", "portable ")
SIZES = ("", ", 2U", ", 12 V", ", type B", ", 50 Hz", ", boxed", ", series 3", ", 10 pcs per carton", ", with cable", ", grey")


def parties(count: int) -> Iterator[str]:
    """Names as a vendor file has them, without end of the invented ones."""
    from names import CSL22, listed
    from vendor import not_listed, vendor_rows

    names = [name for name, _, _ in listed()] if CSL22.exists() else ["Hangzhou Hikvision Digital Technology Co., Ltd.", "杭州海康威视数字技术股份有限公司", "浙江大华技术股份有限公司"]
    return (name for name, _ in vendor_rows(names, not_listed({name.lower() for name in names}), count))


def shipments(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Invented shipments, as rows of the schema of matters."""
    rng = random.Random(seed)
    names = parties(3 * count)
    for number in range(count):
        dest, goods = rng.choice(COUNTRIES), rng.choice(GOODS)
        lines = [_line(rng, goods)] + ([_line(rng, rng.choice(GOODS))] if rng.random() < 0.2 else [])
        yield {
            "id": f"S-{number:09d}",
            "kind": "shipment",
            "date": date(2026, 1, 1) + timedelta(days=rng.randrange(330)),
            "transaction": "export",
            "destination": dest,
            "parties": [
                {"role": "exporter", "name": next(names), "country": "US"},
                {"role": "ultimate_consignee", "name": next(names), "country": dest, "consignee_type": rng.choice(("direct_consumer", "reseller", "other"))},
                {"role": rng.choice(("end_user", "end_user", "purchaser", "intermediate_consignee")), "name": next(names), "country": dest if rng.random() < 0.9 else rng.choice(COUNTRIES)},
            ],
            "lines": lines,
            "text": [f"Purpose: {rng.choice(('office network', 'spare parts', 'school laboratory', 'food plant'))}"] if rng.random() < 0.3 else None,
        }


def _line(rng: random.Random, goods: tuple[str, str, str | None]) -> dict[str, Any]:
    words, code, eccn = goods
    return {
        "description": rng.choice(MAKES) + words + rng.choice(SIZES),
        "hs": code,
        "eccn": eccn,
        "quantity": str(rng.randrange(1, 500)),
        "value": str(rng.randrange(200, 90_000)),
        "currency": "USD",
        "origin": rng.choice(("US", "US", "CN", "TW")),
    }
