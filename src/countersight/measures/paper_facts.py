"""Facts about what the papers of a deal say: what the goods are for, what they are to do, how a kit is entered.

These are facts about papers, not about the world: papers that do not name a thing do not name it. Whether there are
papers at all is another matter, and where there are none the fact is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from countersight.endusers.text import MAX_TEXT
from countersight.measures.entry_facts import isf_gaps
from countersight.measures.stated import all_stated, stated
from countersight.measures.wording import Subject, mentions, subject
from countersight.measures.world import computed, said, unknown
from countersight.model.fact import Fact
from countersight.model.matter import Line, Matter
from countersight.model.units import parse_money
from countersight.products.taxonomy import normalise_hs

MATTER: Final = "the matter"

_TARGETS: Final = subject(
    r"\b(?:ethnic(?:ity)?|minorit(?:y|ies)|uy[gh]h?urs?|tibetans?|race)\b[^.;]{0,30}\b(?:recognition|detection|identification|analysis|attributes?|alerts?|alarms?|warnings?|classif\w+)|"
    r"\b(?:recogni[sz]e|detect|identify|classify|flag)\b[^.;]{0,30}\b(?:ethnic(?:ity)?|minorit(?:y|ies)|uy[gh]h?urs?|tibetans?|race)\b|"
    r"\bemotion (?:recognition|detection|analysis)\b|\bwatch ?lists?\b|\bblack ?lists?\b|\bcovert(?:ly)?\b|\bpetitioners?\b|\bkey (?:persons?|personnel)\b|"
    r"\b(?:track|monitor|follow|identify|locate)(?:s|ing)?\b[^.;]{0,30}\b(?:journalists?|reporters?|activists?|dissidents?|protesters?|protestors?|demonstrators?|human rights defenders?|worshipp?ers?)\b|"
    r"民族识别|识别(?:少数)?民族|族裔识别|识别族裔|维吾尔|维族|少数民族识别|情绪识别|情感识别|黑名单|布控|重点人员|上访|信访人员|异见"
)
_SECURITY_BODIES: Final = subject(
    r"\bpublic security (?:bureaus?|departments?|organs?|sub-?bureaus?)\b|\bpolice (?:departments?|bureaus?|forces?|stations?|headquarters|academ(?:y|ies)|commands?)\b|\b(?:traffic|criminal|armed|state|national|federal) police\b|"
    r"\b(?:state|national) security (?:bureaus?|departments?|agenc(?:y|ies))\b|\bministry of (?:public security|state security|(?:the )?interior|internal affairs)\b|\bcyberspace administration\b|\bpolitical and legal (?:affairs )?commission\b|"
    r"\b(?:detention|internment) (?:cent(?:er|re)s?|facilit(?:y|ies)|camps?)\b|\bprisons?\b|"
    r"公安局|公安厅|公安分局|公安部|派出所|交警|刑警|特警|国家安全局|国家安全厅|政法委|网信办|武警|看守所|监狱|戒毒所|拘留所"
)
_EXCLUSION: Final = subject(r"\bexclusion orders?\b|\b337-TA-\d{3,5}\b|\bsection 337\b")
_ACT_WAIVER: Final = subject(r"\b(?:national|US)[ -]interest waivers?\b")
CAMERAS: Final = "8525"
RECORDERS: Final = "8521"
_RECORDER: Final = re.compile(r"\b(?:network |digital )?video recorders?\b|\b[NDX]VRs?\b|录像机|錄影機", re.IGNORECASE)
_CAMERA: Final = re.compile(r"\bcameras?\b|\bcamcorders?\b|摄像机|摄像头|攝影機", re.IGNORECASE)
_FOR_CAMERAS: Final = re.compile(r"\b(?:for|of) (?:\w+ ){0,3}cameras?\b|\bcamera (?:housings?|mounts?|brackets?|lens(?:es)?|cables?|bags?|cases?|parts?|modules?)\b", re.IGNORECASE)


def paper_facts(matter: Matter) -> dict[str, Fact]:
    """The facts that only papers and declared codes give."""
    return {
        "tx.purpose_stated": _purpose(matter),
        "tx.asks_targeting": _named(matter, _TARGETS, "no order, tender or contract text is given"),
        "tx.names_security_body": _named(matter, _SECURITY_BODIES, "no order, tender or contract text is given"),
        "tx.exclusion_order": _exclusion(matter),
        "tx.kit_split": _kit_split(matter),
        "tx.value": value_of(matter),
        "tx.isf_gaps": isf_gaps(matter),
        "tx.act_waiver": _act_waiver(matter),
    }


def _purpose(matter: Matter) -> Fact:
    if all_stated(matter.text or ()) or all_stated(line.use for line in matter.lines or ()):
        return computed(True, "the papers and the lines")
    if matter.text is None or matter.attachments:
        return unknown("no papers are given" if matter.text is None else "not all papers were read")
    return computed(False, "the papers and the lines")


def _named(matter: Matter, what: Subject, none: str) -> Fact:
    texts = [text for text in (*(matter.text or ()), *(line.use or "" for line in matter.lines or ())) if stated(text)]
    found = mentions(texts, what)
    if "yes" in found:
        return said(True, MATTER)
    if "doubt" in found:
        return unknown("the papers speak of it, but not plainly")
    if not texts:
        return unknown(none)
    whole = not matter.attachments and all(len(text) <= MAX_TEXT for text in texts)
    return said(False, MATTER) if whole else unknown("not all papers were read")


def _exclusion(matter: Matter) -> Fact:
    """Whether papers name an exclusion order. That there is none is never said: an order binds whether or not a paper speaks of it."""
    found = _named(matter, _EXCLUSION, "no papers are given")
    return unknown("the papers given name no exclusion order, which does not say that there is none") if found.value is False else found


def _act_waiver(matter: Matter) -> Fact:
    """Whether a waiver under the proposed Act is on file. One that no paper speaks of is not; one that papers name is a question."""
    found = mentions([text for text in matter.text or () if stated(text)], _ACT_WAIVER)
    if found - {"no"}:
        return unknown("the papers speak of a waiver: is it on file, by whom, and for what?")
    return said(False, MATTER, "no waiver is on file with the matter")


def _kit_split(matter: Matter) -> Fact:
    """Whether cameras come with what records their pictures in one entry, and not all of it under the cameras' heading."""
    if matter.transaction not in {None, "entry"}:
        return computed(False, "not an entry of goods")
    lines = matter.lines
    if not lines:
        return unknown("the lines of the entry are not stated")
    codes = [normalise_hs(line.hs) if line.hs else "" for line in lines]
    kinds = [_part_of_kit(line, code) for line, code in zip(lines, codes, strict=True)]
    if "camera" in kinds and "recorder" in kinds:
        split = any(code.strip("0") and not code.startswith(CAMERAS) for code in codes)
        return computed(split, "the goods and the headings declared")
    if None in kinds:
        return unknown("a line is not described")
    return computed(False, "the goods declared")


def _part_of_kit(line: Line, code: str) -> str | None:
    """``camera``, ``recorder``, another thing (empty), or None where the line says nothing."""
    words = stated(line.description)
    if not (words or line.node or code.strip("0")):
        return None
    if line.node:
        return "camera" if line.node.startswith("CAM-") else "recorder" if line.node == "REC-NVR" else ""
    if _RECORDER.search(words):
        return "recorder"
    if code.startswith(CAMERAS) or (_CAMERA.search(words) and not _FOR_CAMERAS.search(words)):
        return "camera"
    return "recorder" if code.startswith(RECORDERS) else ""


def value_of(matter: Matter) -> Fact:
    """The values of the lines together, in cents of a dollar."""
    return value_told([(line.value, line.currency) for line in matter.lines or ()])


def value_told(worths: Sequence[tuple[str | None, str | None]]) -> Fact:
    """The same of values and their currencies."""
    if not worths or any(value is None or (currency or "USD").upper() != "USD" for value, currency in worths):
        return unknown("the value in dollars is not stated for every line")
    try:
        total = sum(parse_money(str(value)) for value, _ in worths)
    except ValueError:
        return unknown("a value cannot be read")
    return declared(total)


def declared(cents: int) -> Fact:
    """The value of a deal that the papers state, in cents of a dollar."""
    return computed(cents, "the values declared")
