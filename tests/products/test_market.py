"""For which country goods are set up, as their words say it."""

from __future__ import annotations

import pytest

from countersight.products.market import misfit


@pytest.mark.parametrize(
    ("text", "destination", "read"),
    [
        ("IP camera, AC 110V 60Hz, US plug", "CN", "ac 110v"), ("UPS for NVR 120 VAC", "KE", "120 vac"), ("recorder 220V", "US", "220v"), ("网络硬盘录像机 220V", "JP", "220v"),
        ("平台软件 GB/T28181 接入", "ZW", "gb/t28181"), ("视图库 GA/T 1400", "RS", "ga/t 1400"), ("IP camera, China version", "VE", "china version"), ("摄像机 国内版", "ET", "国内版"),
        ("DS-2CD2143 overseas version", "CN", "overseas version"), ("power adapter 12V 2A, UK plug", "CN", "uk plug"), ("录像机 带英标插头", "CN", "英标插头"), ("charger with EU plug", "US", "eu plug"),
        ("camera kit, American plug", "DE", "american plug"), ("4G router LTE B2/B4/B12", "CN", "lte b2/b4/b12"), ("4G camera, band 12, 13, 17", "KE", "band 12, 13, 17"), ("module TDD-LTE B39", "DE", "lte b39"),
        ("RFID reader 902-928 MHz", "CN", "902-928 mhz"), ("gateway EU868", "US", "eu868"), ("LoRa node 470-510MHz", "KE", "470-510mhz"), ("analogue dome, NTSC", "CN", "ntsc"), ("CCTV camera PAL system", "US", "pal"),
        ("recorder 110V", "CL", "110v"),
    ],
)  # fmt: skip
def test_words_of_another_country_are_read(text: str, destination: str, read: str) -> None:
    assert misfit(text, destination) == read


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        ("camera AC 100-240V", "CN"), ("power supply 110V/220V switchable", "CN"), ("recorder 220V", "CN"), ("camera 12V DC", "US"), ("IP camera ONVIF, GB/T 28181", "KE"), ("NVR GB/T 28181", "CN"),
        ("IP camera, international version", "KE"), ("国内版", "HK"), ("Chinese take-away boxes", "US"), ("P/N 1120V4", "CN"), ("", "CN"), ("recorder 220V", "BR"), ("recorder 110V", "BR"),
        ("adapter with US, UK and EU plug", "CN"), ("US plug", "CN"), ("EU plug", "CN"), ("国标插头", "CN"), ("4G FDD-LTE B1/B3/B5/B8 TDD B38/39/40/41", "US"), ("LTE B2/B4/B12", "MX"), ("LTE B1/B2/B3/B4", "CN"), ("4G camera, lens B2", "CN"),
        ("P/N 915", "CN"), ("price 868 USD", "US"), ("reader 860-960 MHz", "CN"), ("868 MHz and 915 MHz versions", "CN"), ("PAL/NTSC", "CN"), ("NTSC", "KE"), ("pal", "US"), ("a digital pal", "US"), ("palm vein reader", "US"),
    ],
)  # fmt: skip
def test_what_fits_or_says_nothing_is_left_alone(text: str, destination: str) -> None:
    assert misfit(text, destination) == ""
