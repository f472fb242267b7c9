"""For which country goods are set up, as their words say it."""

from __future__ import annotations

import pytest

from countersight.products.market import misfit


@pytest.mark.parametrize(
    ("text", "destination", "read"),
    [
        ("IP camera, AC 110V 60Hz, US plug", "CN", "ac 110v"), ("UPS for NVR 120 VAC", "KE", "120 vac"), ("recorder 220V", "US", "220v"), ("网络硬盘录像机 220V", "JP", "220v"),
        ("平台软件 GB/T28181 接入", "ZW", "gb/t28181"), ("视图库 GA/T 1400", "RS", "ga/t 1400"), ("IP camera, China version", "VE", "china version"), ("摄像机 国内版", "ET", "国内版"),
        ("DS-2CD2143 overseas version", "CN", "overseas version"),
    ],
)  # fmt: skip
def test_words_of_another_country_are_read(text: str, destination: str, read: str) -> None:
    assert misfit(text, destination) == read


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        ("camera AC 100-240V", "CN"), ("power supply 110V/220V switchable", "CN"), ("recorder 220V", "CN"), ("camera 12V DC", "US"), ("IP camera ONVIF, GB/T 28181", "KE"), ("NVR GB/T 28181", "CN"),
        ("IP camera, international version", "KE"), ("国内版", "HK"), ("Chinese take-away boxes", "US"), ("P/N 1120V4", "CN"), ("", "CN"),
    ],
)  # fmt: skip
def test_what_fits_or_says_nothing_is_left_alone(text: str, destination: str) -> None:
    assert misfit(text, destination) == ""
