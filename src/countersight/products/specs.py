"""The configuration that a text states: numbers with their units, as far as law or risk turns on them.

Numbers are exact (``Decimal``); a number without its unit is not read. What is read is evidence of a set-up, not a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from countersight.products.textform import normal

_N: Final = r"(?<![\d.])(\d{1,7}(?:[.,]\d{1,3}){0,3})"
_MODE: Final = re.compile(r"(?<![\d:])1\s?(?:[:比]|to|-to-)\s?(1|n|m|many)(?![\d:])")
_MANY_WORDS: Final = re.compile(r"\bone[- ]to[- ]many\b|\bwatch ?list|布控|底库|\ba[fb]is\b")
_ONE_WORDS: Final = re.compile(r"\bone[- ]to[- ]one\b|人证(?:合一|核验|比对)|\bverification only\b")
_PAIR: Final = re.compile(r"(?<!\d)(\d{3,5})\s?[x*\u00d7]\s?(\d{3,5})(?!\d)")


@dataclass(frozen=True, slots=True)
class Spec:
    """One stated measure: what, how much, the unit, and the words that were read."""

    what: str
    value: Decimal
    unit: str
    read: str


@dataclass(frozen=True, slots=True)
class _Form:
    what: str
    unit: str
    pattern: re.Pattern[str]
    times: int = 1


def _form(what: str, unit: str, tail: str, times: int = 1) -> _Form:
    return _Form(what, unit, re.compile(_N + r"\s?" + tail), times)


_FORMS: Final = (
    _form("pixels", "pixels", r"(?:mp|mpx|m ?pixels?|mega ?pixels?|百万像素)(?![a-z])", 1_000_000),
    _form("pixels", "pixels", r"万(?:像素|高清|全彩|网络|红外|星光|超清|(?=[ ,,半球枪]|$))", 10_000),
    _form("compute", "TOPS", r"tops(?![a-z])"),
    _form("compute", "TFLOPS", r"t ?flops(?![a-z])"),
    _form("compute", "GFLOPS", r"g ?flops(?![a-z])"),
    _form("memory bandwidth", "GB/s", r"gb/s(?![a-z])"),
    _form("memory bandwidth", "GB/s", r"tb/s(?![a-z])", 1000),
    _form("clock", "MHz", r"mhz(?![a-z])"),
    _form("clock", "MHz", r"ghz(?![a-z])", 1000),
    _form("frequency", "MHz", r"(?:thz|太赫兹)(?![a-z])", 1_000_000),
    _form("channels", "channels", r"(?:-?ch(?:annels?)?(?![a-z])|路(?![口面由灯边]))"),
    _form("cameras", "cameras", r"(?:(?:ip |network |dome |bullet |poe )?cameras?(?![a-z])|(?:个|路|台)(?:高清)?(?:探头|摄像头|摄像机|监控点|点位))"),
    _form("templates", "templates", r"万(?:人脸)?(?:模板|人脸|底库|库|人像|条?指纹|名单)", 10_000),
    _form("templates", "templates", r"亿(?:级)?(?:人脸|人像|条|库)", 100_000_000),
    _form("templates", "templates", r"(?:million|m) (?:face|template|record|print|subject|gallery|identit|voice)[a-z]*", 1_000_000),
    _form("templates", "templates", r"(?:face|template|fingerprint|record|subject|user|identit|palm|iris)(?:es|s|ies)?(?: templates?| capacity)?(?![a-z])"),
    _form("frame rate", "Hz", r"hz(?![a-z])"),
    _form("frames", "frames a second", r"fps(?![a-z])"),
    _form("resolution", "dpi", r"(?:dpi|ppi)(?![a-z])"),
    _form("retention", "days", r"(?:days?(?: retention| storage| recording)|天(?:存储|录像|留存|保存)?)"),
    _form("throughput", "Gbit/s", r"(?:g(?:bps|bit/s|be|bps)|gige)(?![a-z])"),
    _form("night range", "m", r"(?:m|米)(?= ?(?:ir|红外|夜视|补光)(?![a-z]))"),
    _form("loci", "loci", r"(?:-?plex|loci|重)(?![a-z量])"),
    _form("loudness", "dB", r"db(?![a-z])"),
)
_ON_AIR: Final = re.compile(r"milli?met(?:re|er)|mm ?wave|terahertz|radar|wi-?fi|\b(?:lte|gsm|radio|band|imsi)\b|毫米波|太赫兹|雷达|频段")
_NO_CLOCK: Final = 10_000
"""MHz from which no chip is clocked: entry 2A984 speaks of 30 GHz and more."""
_BAND: Final = re.compile(r"\b(?:bands?|b)\s?(\d{1,3}(?:\s?[/,]\s?(?:b ?)?\d{1,3})*)|(\d{3,4})\s?mhz")


def _value(text: str) -> Decimal:
    """A number as people write it: ``6,000`` is six thousand, ``1.5`` is one and a half, and so is ``1,5``."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        text = text.replace(",", "")
    parts = text.replace(",", ".").split(".")
    return Decimal(parts[0] + ("." + "".join(parts[1:]) if len(parts) > 1 else ""))


def specs(text: str) -> tuple[Spec, ...]:
    """Every measure that the text states, in the order of the kinds above.

    >>> [(one.what, int(one.value), one.unit) for one in specs("4 MP, NPU 2 TOPS, 6,000 faces")]
    [('pixels', 4000000, 'pixels'), ('compute', 2, 'TOPS'), ('templates', 6000, 'templates')]
    >>> [(one.what, int(one.value)) for one in specs("400万像素 32路 30天存储 100万人脸")]
    [('pixels', 4000000), ('channels', 32), ('templates', 1000000), ('retention', 30)]
    >>> [(one.what, int(one.value), one.unit) for one in specs("body scanner, 70 GHz")]
    [('frequency', 70000, 'MHz')]
    """
    form = normal(text)
    found: list[Spec] = []
    taken: set[int] = set()
    for one in _FORMS:
        for hit in one.pattern.finditer(form):
            if hit.start() not in taken:
                taken.add(hit.start())
                value = _value(hit[1]) * one.times
                what = "frequency" if one.what == "clock" and (value >= _NO_CLOCK or _ON_AIR.search(form)) else one.what
                found.append(Spec(what, value, one.unit, hit[0].strip()))
    found += [Spec("elements", Decimal(hit[1]) * Decimal(hit[2]), "elements", hit[0]) for hit in _PAIR.finditer(form)]
    return tuple(found)


def comparison(text: str) -> str:
    """``1:N``, ``1:1``, ``both``, or empty where the text does not say how it compares persons.

    >>> comparison("face terminal 1:1 & 1:N"), comparison("人证核验"), comparison("dome camera")
    ('both', '1:1', '')
    """
    form = normal(text)
    modes = {"1:1" if hit[1] == "1" else "1:N" for hit in _MODE.finditer(form)}
    if _MANY_WORDS.search(form):
        modes.add("1:N")
    if _ONE_WORDS.search(form):
        modes.add("1:1")
    return "both" if len(modes) > 1 else next(iter(modes), "")


def bands(text: str) -> tuple[str, ...]:
    """Radio bands that the text names, as written.

    >>> bands("LTE bands 1/3/5, GSM 900 MHz")
    ('1/3/5', '900 MHz')
    """
    return tuple(hit[1].replace(" ", "") if hit[1] else f"{hit[2]} MHz" for hit in _BAND.finditer(normal(text)))
