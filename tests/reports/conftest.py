"""The demo's matters, and a hostile one, decided once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from countersight.app import load_rulebooks
from countersight.cli.demo import FILES
from countersight.intake.read import read_matters
from countersight.model.decision import Decision
from countersight.model.matter import Matter
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}\u202eevil\x1b[31m"
"""Markup, a template, a mark that turns the reading direction round, and a terminal's escape sequence."""


@pytest.fixture(scope="session")
def screener() -> Screener:
    return Screener(Snapshot.in_memory(build(starter=True)), load_rulebooks(), Options(lists_complete=True))


@pytest.fixture(scope="session")
def matters() -> dict[str, Matter]:
    """The demo's matters by the first word of their name."""
    folder = Path(str(files("countersight").joinpath("demo")))
    return {one.id.split()[0]: one for name, kind in FILES for one in read_matters(str(folder / name), kind).matters}


@pytest.fixture(scope="session")
def decided(screener: Screener, matters: dict[str, Matter]) -> dict[str, Decision]:
    return {name: screener.decide(one) for name, one in matters.items()}


@pytest.fixture(scope="session")
def decisions(decided: dict[str, Decision]) -> list[Decision]:
    return list(decided.values())


def hostile_matter(text: str) -> Matter:
    return Matter.model_validate({
        "id": text, "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN", "text": [text],
        "parties": [{"role": "end_user", "name": text, "country": "CN", "address": text}],
        "lines": [{"description": text, "eccn": "EAR99", "node": "none", "origin": "US", "place": text, "functions": [text]}],
        "resolutions": {"RF-22": {"by": text, "on": "2026-11-01", "evidence": text}},
    })  # fmt: skip


@pytest.fixture(scope="session")
def hostile(screener: Screener) -> list[Decision]:
    texts = (HOSTILE, "W" * 10_000, "大" * 10_000, f"武汉市公安局 {HOSTILE}", "=HYPERLINK(1)")
    return [screener.decide(hostile_matter(text)) for text in texts]
