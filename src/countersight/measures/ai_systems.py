"""What the papers of an investment say of the target's AI system: for which end use it is designed (31 CFR 850.224, 850.217)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from countersight.measures.stated import all_stated
from countersight.measures.wording import DOUBT
from countersight.measures.world import said, unknown
from countersight.model.fact import Fact

_AI: Final = re.compile(r"\bAI\b|\bartificial[- ]intelligence\b|\b(?:machine|deep)[- ]learning\b|\bneural network|人工智能|大模型", re.IGNORECASE)
_WATCHING: Final = re.compile(
    r"\bmass[- ]surveillance\b|\b(?:government|state|police|public[- ]security)\b[^.;]{0,40}\b(?:intelligence|surveillance|monitoring|watching)\b|"
    r"\b(?:surveillance|monitoring)\b[^.;]{0,40}\b(?:population|citizens|residents|government|police|public[- ]security|the public)\b|"
    r"\b(?:face|facial|gait|voice|person)[- ](?:search|recognition|identification|matching|tracking)\b[^.;]{0,60}\b(?:police|public[- ]security|city|cities|government|state security)\b|"
    r"\b(?:police|public[- ]security|city-?wide|government)\b[^.;]{0,60}\b(?:face|facial|gait|voice|person)[- ](?:search|recognition|identification|matching|tracking)\b|"
    r"\bmilitary\b|\bweapons?\b|大规模监控|公安|天网|雪亮工程",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(r"\b(?:only|exclusively|solely|purely)\b|\bintended (?:to be used )?(?:for|by)\b|\bintends? (?:it|to use it) for\b|专用|专为", re.IGNORECASE)
_DESIGNED: Final = re.compile(r"\b(?:design|develop|train|built?|sell|offer)\w*\b|\bfor\b|研发|开发|用于", re.IGNORECASE)
_OTHER: Final = re.compile(r"\b(?:digital|cyber|phone) forensics?\b|\bpenetration[- ]test\w*\b|\b10 ?\^ ?2[3-9]\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.;!?])\s+|[\u3002\uff1b\uff01\uff1f]|\n")
_DENIED: Final = re.compile(r"\b(?:no|not|never|without) (?:\w+ ){0,6}$", re.IGNORECASE)
_NO_AI: Final = re.compile(r"\b(?:develops?|makes?|builds?|has|uses?) (?:no|neither) (?:\w+ ){0,3}(?:AI|artificial[- ]intelligence)\b|\bdoes not (?:develop|make|build|use) (?:\w+ ){0,3}(?:AI|artificial[- ]intelligence)\b", re.IGNORECASE)

_WHERE: Final = "the papers"


def ai_end_use(texts: Iterable[str | None]) -> Fact:
    """``exclusive``, ``designed``, ``other`` (a notifiable use besides) or ``none``; unknown where the papers do not say so plainly.

    ``exclusive`` stands for a system designed to be used exclusively, or intended, for military, intelligence or
    mass-surveillance end use; ``designed`` for one designed for such a use among others.
    """
    found: set[str] = set()
    first = ""
    for text in all_stated(texts):
        for sentence in _SENTENCE.split(text):
            kind = _kind(sentence)
            first = first or (sentence[:200] if kind else "")
            found |= {kind} if kind else set()
    for one in ("doubt", "exclusive", "designed", "other", "none"):
        if one in found:
            return said(one, _WHERE, first) if one != "doubt" else unknown(f"the papers are not plain: {first}")
    return unknown("the papers do not say what the target's AI system, if any, is for")


def _kind(sentence: str) -> str:
    if _NO_AI.search(sentence):
        return "none"
    if not _AI.search(sentence):
        return ""
    use = _WATCHING.search(sentence)
    if use is None:
        return "other" if _OTHER.search(sentence) and not DOUBT.search(sentence) else ""
    if _DENIED.search(sentence[: use.start()]) or DOUBT.search(sentence):
        return "doubt"
    if _ONLY.search(sentence):
        return "exclusive"
    return "designed" if _DESIGNED.search(sentence) else "doubt"
