"""Names of countries to codes: only codes that ISO 3166-1 assigns, and every row of the Commerce Country Chart."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH

import pytest

from countersight.products.controls import read_chart
from countersight.sources.countries import _CODES, country_code, country_name

CHART = Path(__file__).parents[3] / "shared" / "data" / "open" / "us_csl_ccl_2026" / "country-chart.json"
USER_ASSIGNED = {"XK"}
"""Kosovo: a code that ISO leaves to its users, and that the World Customs Organization uses."""


def assigned() -> dict[str, str]:
    """Code to name, out of the database of time zones: that of the machine, or of the package tzdata."""
    held = next((path for path in (Path(folder, "iso3166.tab") for folder in TZPATH) if path.exists()), None)
    if held is None:
        pytest.importorskip("tzdata")
    text = held.read_text(encoding="utf-8") if held else files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines() if line[:1] != "#")


def test_every_code_is_assigned_by_iso_3166() -> None:
    assert set(_CODES.values()) - assigned().keys() == USER_ASSIGNED


@pytest.mark.parametrize(
    ("name", "code", "iso"),
    [
        ("Congo (Democratic Republic of the)", "CD", "Congo (Dem. Rep.)"), ("Congo (Republic of the)", "CG", "Congo (Rep.)"), ("Gambia, The", "GM", "Gambia"),
        ("Micronesia (Federated State of)", "FM", "Micronesia"), ("St. Kitts and Nevis", "KN", "St Kitts & Nevis"), ("St. Lucia", "LC", "St Lucia"),
        ("St. Vincent and the Grenadines", "VC", "St Vincent"), ("Seycheles", "SC", "Seychelles"), ("South Sudan, Republic of", "SS", "South Sudan"),
        ("Sint Maarten (the Dutch two-fifths of the island of Saint Martin)", "SX", "St Maarten (Dutch)"), ("Western Sahara", "EH", "Western Sahara"),
    ],
)  # fmt: skip
def test_names_as_the_country_chart_writes_them(name: str, code: str, iso: str) -> None:
    assert country_code(name) == code
    assert assigned()[code] == iso


def test_people_are_shown_the_usual_name() -> None:
    assert [country_name(code) for code in ("SC", "GM", "CD", "VC", "EH")] == ["Seychelles", "The Gambia", "Congo, Democratic Republic of the", "Saint Vincent and the Grenadines", "Western Sahara"]


@pytest.mark.skipif(not CHART.exists(), reason="../shared/data/open/us_csl_ccl_2026 is absent")
def test_every_row_of_the_published_chart_is_read() -> None:
    names = json.loads(CHART.read_text(encoding="utf-8"))["countries"]
    assert [name for name in names if not country_code(name)] == []
    rows = read_chart(str(CHART), country_code)
    assert len(set(rows) - {"HK"}) == len(names)  # no two rows share a code; Hong Kong has none, and stands with China
