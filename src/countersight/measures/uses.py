"""What equipment is used for: whether that is among the uses that the FCC's Covered List names, or plainly private.

The entries of three makers reach equipment "for the purpose of public safety, security of government facilities,
physical security surveillance of critical infrastructure, and other national security purposes" (P.L. 115-232
s.889(f)(3)(B)). A named use is recognised by its words. A private one is believed only where every word of it is known:
one word that is not understood leaves the question open.
"""

from __future__ import annotations

import re
from typing import Final

from countersight.measures.stated import stated
from countersight.measures.wording import DOUBT
from countersight.measures.world import computed, unknown
from countersight.model.fact import Fact

MAX_USE: Final = 2000
"""Characters of a use or a place that are read; where there are more, no use is taken for private."""

_COVERED: Final = re.compile(
    r"\b(?:public transit|mass transit|city transit|rail transit|transit (?:agency|authority|police|security|stations?|systems?)|"
    r"(?:metro|subway|train|railway) (?:lines?|stations?|systems?)|railways?|railroads?|airports?|seaports?|port (?:authority|security|terminals?)|"
    r"police|sheriff'?s?|public safety|fire (?:brigade|department|service|stations?)|911 (?:call|centers?|centre|dispatch)|"
    r"emergency (?:dispatch|management|services?)|government(?:al)?|federal (?:agency|building|court|facility|facilities|government|office|prison)|"
    r"(?:city|town) hall|municipal|embassy|consulate|courthouses?|(?:county|criminal|district|federal|high|supreme) court|prisons?|jails?|"
    r"detention|correctional|military|army|navy|naval|air force|armed forces|national guard|power (?:plants?|stations?|grid)|"
    r"electric(?:al)? (?:grid|utility)|substations?|nuclear|hydroelectric|water (?:supply|treatment|utility|works)|wastewater|"
    r"(?:oil|gas|fuel) pipelines?|pipeline (?:security|stations?)|telecom\w{0,20}|data cent(?:er|re)s?|critical infrastructure|hospitals?|"
    r"refiner(?:y|ies)|dams?|border (?:control|crossings?|guard|patrol|posts?|security))\b",
    re.IGNORECASE,
)
_CRITICAL: Final = re.compile(
    r"power (?:plants?|stations?|grid)|electric(?:al)? (?:grid|utility)|substations?|nuclear|hydroelectric|water (?:supply|treatment|utility|works)|wastewater|"
    r"(?:oil|gas|fuel) pipelines?|pipeline (?:security|stations?)|telecom\w{0,20}|data cent(?:er|re)s?|critical infrastructure|hospitals?|refiner(?:y|ies)|dams?",
    re.IGNORECASE,
)
"""The words among them that name critical infrastructure and nothing else."""
_CLAUSE: Final = re.compile(r"[,;/&+.\n]|\b(?:and|or|also|plus)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_PRIVATE: Final = re.compile(
    r"\b(?:homes?|houses?|households?|residen(?:ce|ces|tial)|apartments?|boutiques?|restaurants?|cafes?|bakery|hobby|farm|shop|"
    r"(?:book|clothing|flower|gift|grocery|retail|toy) stores?)\b",
    re.IGNORECASE,
)
_PLAIN: Final = frozenset(
    """
    home homes house houses household households residence residences residential apartment apartments boutique boutiques
    restaurant restaurants cafe cafes bakery hobby farm shop store stores book clothing flower gift grocery retail toy
    a an the my own for in at of inside outside use used only private family single consumer personal small local
    security surveillance monitoring camera cameras cctv video doorbell baby pet indoor outdoor front back door yard garden
    kitchen living dining bedroom entrance interior dairy cattle chicken vacation holiday
    """.split()
)
"""Every word that a plainly private use may be written with."""
_PUBLIC_HINT: Final = re.compile(
    r"\b(?:agency|authority|ministry|department|bureau|office|base|camp|fort|barracks|pentagon|capitol|council|commission|utility|"
    r"plant|station|terminal|port|harbou?r|depot|bank|school|university|clinic|laboratory|wind|solar|server|tank|bridge|tunnel|tower)s?\b",
    re.IGNORECASE,
)


def use_covered(use: str | None, place: str | None) -> Fact:
    """Whether a use at a place falls under the purposes of the Covered List.

    >>> [use_covered(use, None).value for use in ("city police station", "private house", "wind farm", "not for police")]
    [True, False, None, None]
    """
    told = [text for text in (stated(use), stated(place)) if text]
    for text in told:
        for clause in _CLAUSE.split(text[:MAX_USE]):
            if (found := _COVERED.search(clause)) and not DOUBT.search(clause):
                return computed(True, "the use stated", found.group(0))
    if _private(stated(use) or stated(place)) and not _speaks_against(stated(place)):
        return computed(False, "the use stated", (stated(use) or stated(place))[:80])
    return unknown("the use is not stated, or does not say whether it falls under the entry")


def critical_only(use: str | None, place: str | None) -> Fact:
    """Whether every use among those of the Covered List that is named is one of critical infrastructure.

    What that word reaches is not settled: a court set the Commission's reading aside (D.C. Cir. No. 23-1032, 2024-04-02).

    >>> [critical_only(use, None).value for use in ("power plant", "police station", "power plant and police", "shop", None)]
    [True, False, False, False, None]
    """
    told = [text[:MAX_USE] for text in (stated(use), stated(place)) if text]
    if not told:
        return unknown("the use is not stated")
    found = [hit.group(0) for text in told for clause in _CLAUSE.split(text) if not DOUBT.search(clause) for hit in _COVERED.finditer(clause)]
    return computed(bool(found) and all(_CRITICAL.fullmatch(word) for word in found), "the use stated", ", ".join(found)[:80])


def _private(text: str) -> bool:
    """Whether every clause of a text names something private, in words that are all known."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    plain = all(_PRIVATE.search(clause) and set(_WORD.findall(clause.lower())) <= _PLAIN for clause in clauses)
    return bool(clauses) and plain and len(text) <= MAX_USE


def _speaks_against(place: str) -> bool:
    """Whether a place may be of another kind than a private use."""
    return len(place) > MAX_USE or bool(_COVERED.search(place) or _PUBLIC_HINT.search(place)) or bool(DOUBT.search(place))
