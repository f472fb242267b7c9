"""Numbers with their units, as sellers in both languages write them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.products.specs import bands, comparison, specs


@pytest.mark.parametrize(
    ("text", "what", "value", "unit"),
    [
        ("4MP dome", "pixels", "4000000", "pixels"), ("1.3 megapixel", "pixels", "1300000.0", "pixels"), ("400万像素", "pixels", "4000000", "pixels"), ("800万全彩", "pixels", "8000000", "pixels"),
        ("NPU 2.5 TOPS INT8", "compute", "2.5", "TOPS"), ("150 GB/s", "memory bandwidth", "150", "GB/s"), ("1.2TB/s", "memory bandwidth", "1200.0", "GB/s"), ("1.5 GHz", "clock", "1500.0", "MHz"), ("SoC, 8 GFLOPS", "compute", "8", "GFLOPS"),
        ("body scanner 70 GHz", "frequency", "70000", "MHz"), ("terahertz camera, 0.3 THz", "frequency", "300000.0", "MHz"), ("IMSI catcher, 900 MHz", "frequency", "900", "MHz"),
        ("16CH NVR", "channels", "16", "channels"), ("32路硬盘录像机", "channels", "32", "channels"), ("8 channels", "channels", "8", "channels"),
        ("1,200 cameras", "cameras", "1200", "cameras"), ("300个高清探头", "cameras", "300", "cameras"), ("with 8 PoE cameras", "cameras", "8", "cameras"),
        ("6,000 faces", "templates", "6000", "templates"), ("100万人脸库", "templates", "1000000", "templates"), ("10 million face gallery", "templates", "10000000", "templates"), ("3亿人像", "templates", "300000000", "templates"),
        ("640x512 9Hz", "frame rate", "9", "Hz"), ("640*512", "elements", "327680", "elements"), ("500 dpi livescan", "resolution", "500", "dpi"),
        ("90 days retention", "retention", "90", "days"), ("30天存储", "retention", "30", "days"), ("100Gbps DPI", "throughput", "100", "Gbit/s"), ("27-plex STR", "loci", "27", "loci"), ("160 dB", "loudness", "160", "dB"),
    ],
)  # fmt: skip
def test_a_measure_is_read_with_its_unit(text: str, what: str, value: str, unit: str) -> None:
    assert (what, value, unit) in {(one.what, str(one.value), one.unit) for one in specs(text)}


@pytest.mark.parametrize("text", ["DS-2CD2143", "model 4000", "8525.89.3000", "路口监控 2", "3路口", "USD 400", "10 m cable", "2024 edition", "MPEG-4"])
def test_a_number_without_its_unit_is_not_read(text: str) -> None:
    assert specs(text) == ()


@pytest.mark.parametrize(
    ("text", "how"),
    [("1:N", "1:N"), ("1：1 核验", "1:1"), ("one-to-many search", "1:N"), ("1:1 and 1:N", "both"), ("人证合一", "1:1"), ("布控库", "1:N"), ("1:10 scale model", ""), ("ratio 11:1", ""), ("camera", "")],
)
def test_how_persons_are_compared(text: str, how: str) -> None:
    assert comparison(text) == how


def test_bands() -> None:
    assert bands("bands 1/3/5/41 and GSM 1800MHz") == ("1/3/5/41", "1800 MHz")
    assert bands("band-aid") == ()


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert all(one.value >= 0 and one.read for one in specs(text))


@pytest.mark.parametrize("text", ["1" * 100_000, "1," * 50_000, "1x" * 50_000, "b1/" * 30_000])
def test_hostile_texts_are_read_at_once(text: str) -> None:
    start = time.perf_counter()
    specs(text)
    bands(text)
    comparison(text)
    assert time.perf_counter() - start < 1
