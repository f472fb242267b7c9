"""What an item is: its taxonomy node, its codes, and whether it reads fingerprints and tells one person among many."""

from __future__ import annotations

import re
from typing import Final

from countersight.measures.stated import all_stated, stated
from countersight.measures.wording import DOUBT
from countersight.measures.world import computed, said, unknown
from countersight.model.fact import Fact
from countersight.model.matter import Line
from countersight.products.classify import Classification, Score, classify
from countersight.products.lexicon import lexicon
from countersight.products.taxonomy import Node, is_surveillance, node, normalise_hs, parse_eccn

LINE = "the matter's line"
MAX_WORDS: Final = 4000
"""Characters of a description that are read; where there are more, nothing is denied because of it."""

_FINGERPRINT: Final = re.compile(
    r"finger[ -]?prints?\b|fingerprint(?:ing|er)\b|palm[ -]?prints?\b|live[ -]?scan|\ba[fb]is\b|huellas? dactilar|empreintes? digitale|fingerabdruck|指纹|指紋|掌纹",
    re.IGNORECASE,
)
_REPELS: Final = re.compile(r"finger[ -]?prints?[ -](?:resistant|proof|free|repellent)|smudge", re.IGNORECASE)
_MAY_READ: Final = re.compile(
    r"finger|palm|biometric|access control|attendance|time clock|door|lock|reader|scanner|terminal|sensor|identi|verif|authenti|生物识别|考勤|门禁",
    re.IGNORECASE,
)
"""Words of things that may hold a fingerprint reader without saying so."""
_MANY: Final = re.compile(r"\b1\s?[:\uff1a]\s?[nm]\b|\b(?:1|one)[ -]to[ -](?:many|n)\b|\ba[fb]is\b|watch ?list", re.IGNORECASE)
_MANY_IN_WORDS: Final = re.compile(
    r"\b(?:fac(?:e|ial)|finger ?prints?|iris|voice|gait|palm|biometric|person)\b[^.;]{0,30}\b(?:identification|recognition|retrieval)", re.IGNORECASE
)
_ONE: Final = re.compile(
    r"\b1\s?[:\uff1a]\s?1\b|\bone[ -]to[ -]one\b|\b(?:biometric|face|finger ?print|identity|palm|user) verification\b|\bverification (?:mode|only|reader|terminal)\b",
    re.IGNORECASE,
)
_MAYBE_MANY: Final = re.compile(r"identif|recogni|retriev|watch|match|search|gallery|database|dedup|many|[:\uff1a]\s?[nm]\b", re.IGNORECASE)
_MANY_FUNCTIONS: Final = frozenset({"1:n", "identification", "recognition", "retrieval", "watchlist", "watch list"})

_CHIP: Final = re.compile(r"\b(?:chips?|chip ?sets?|processors?|so[cm]s?|[inv]pus?|isps?|asics?|fpgas?|ics?|integrated circuits?|semiconductors?|wafers?|dies?|boards?|pcbas?|modules?|kits?|parts?)\b|芯片|处理器|集成电路|晶圆|模组|主板|散件|零件", re.IGNORECASE)
"""Words of things that may be an image-processing chip, or hold one that is sold as such."""
_GRADES: Final = ("core", "context", "enabling")
_BARE_PARTS: Final = frozenset({"camera-spare", "spare-of-surveillance", "parts-of-watching", "parts-near-zh", "tariff number"})
"""Concepts of the lexicon that say no more than that something is a part, a board or a cover, beside those whose kind says so."""
MAY_HOLD_READER: Final = frozenset({"BIO-VERIF", "CITY-SAFE", "PRED-IJOP", "SCS-FUSION", "SPARE-SVC", "XRAY-ID"})
"""Nodes of things that may read fingerprints among others."""
IDENTIFIES: Final = frozenset({"BIO-FACE", "BIO-FINGER", "BIO-GAIT", "BIO-IRIS", "BIO-VOICE"})
DOES_NOT_IDENTIFY: Final = frozenset(
    "ANPR BIO-VERIF CAM-BODY CAM-IP CAM-THERMAL CRYPTAN LI-GATE NET-DPI NET-IPSURV RADIO-IMSI REC-NVR SENSOR-IC SOC-ISP WIFI-PROBE".split()
)
"""Nodes whose things do not tell persons apart by body, voice or face; of the others the node does not say."""


def item_facts(line: Line) -> dict[str, Fact]:
    """The facts of the item itself."""
    known = node(line.node) if line.node else None
    facts = _node_facts(line, known)
    if line.eccn and (eccn := parse_eccn(line.eccn)) is not None:
        facts["line.eccn"] = said(eccn.base, LINE)
        facts["line.eccn_paragraph"] = said(eccn.full, LINE)
    if line.hs and (hs := normalise_hs(line.hs)).strip("0"):
        facts["line.hs"] = said(hs, LINE)
    facts["line.fingerprint"] = _fingerprint(line, known)
    facts["line.biometric_identification"] = _identification(line, known)
    return facts


def _no_surveillance(line: Line) -> bool:
    """Whether the matter says that the item is of no node."""
    return (line.node or "").strip().casefold() == "none"


def _node_facts(line: Line, known: Node | None) -> dict[str, Fact]:
    if known is not None:
        where = f"taxonomy node {known.id}"
        return {
            "line.node": said(known.id, LINE),
            "line.class": computed(known.dshra if is_surveillance(known) else "none", where),
            "line.image_chip": computed(known.image_processing_chip, where),
            "line.state_list": computed(known.state2020, where),
        }
    if _no_surveillance(line):
        nothing = said(False, LINE)
        return {"line.node": said("none", LINE), "line.class": said("none", LINE), "line.image_chip": nothing, "line.state_list": nothing}
    return {} if stated(line.node) else _read_facts(line)


def _read_facts(line: Line) -> dict[str, Fact]:
    """What the words of the description assert where no node is given. Words never deny: what they do not say stays unknown."""
    words = stated(line.description)
    if not words or len(words) > MAX_WORDS or DOUBT.search(words):
        return {}
    found = classify(words, stated(line.hs))
    known = [one for score in found.nodes if (one := node(score.node)) is not None]
    if not known:
        return {}
    where = f"the description, read as {', '.join(name for name, share in found.nodes[0].because if share > 0)}"
    facts = {"line.node": computed(known[0].id, where), "line.class": computed(min((_grade(score) for score in found.nodes), key=_GRADES.index), where)}
    chips = any(one.image_processing_chip for one in known)
    if chips or not _may_be_chip(words, found):
        facts["line.image_chip"] = computed(chips, where)
    if any(one.state2020 for one in known):
        facts["line.state_list"] = computed(True, where)
    return facts


def _grade(score: Score) -> str:
    """The standing of a node that words assert. A bare part is one from which products are made, not the upkeep of a product."""
    known = node(score.node)
    if all(_bare(name) for name, share in score.because if share > 0):
        return _GRADES[-1]
    return known.dshra if known is not None else _GRADES[0]


def _bare(concept: str) -> bool:
    words = lexicon()
    return concept in _BARE_PARTS or words.concepts[words.at[concept]].kind == "part"


def _may_be_chip(words: str, found: Classification) -> bool:
    """Whether a description may be of a chip: by a word of it, or by a node of chips that a person should look at."""
    review = (node(score.node) for score in found.review)
    return bool(_CHIP.search(words)) or any(one is not None and one.image_processing_chip for one in review)


def _fingerprint(line: Line, known: Node | None) -> Fact:
    """Whether it reads fingerprints. A description of something else says no; one of a reader or a lock says nothing."""
    if known is not None and known.id == "BIO-FINGER":
        return computed(True, f"taxonomy node {known.id}")
    words = stated(line.description)[:MAX_WORDS]
    if _FINGERPRINT.search(words) and not _REPELS.search(words):
        return unknown("the description speaks of fingerprints, but not plainly") if DOUBT.search(words) else computed(True, "the description")
    if known is not None and known.id in MAY_HOLD_READER:
        return unknown(f"an item of node {known.id} may read fingerprints")
    if known is not None or _no_surveillance(line):
        return computed(False, f"taxonomy node {known.id if known else 'none'}")
    if not words:
        return unknown("the item is not described")
    if _MAY_READ.search(words) or len(stated(line.description)) > MAX_WORDS:
        return unknown("whether the item reads fingerprints is not stated")
    return computed(False, "the description", "it does not speak of fingerprints")


def _identification(line: Line, known: Node | None) -> Fact:
    functions = {one.casefold() for one in all_stated(line.functions or ())}
    words = " ; ".join((*functions, stated(line.description)))[:MAX_WORDS]
    plain = not DOUBT.search(words)
    if plain and (functions & _MANY_FUNCTIONS or _MANY.search(words) or _MANY_IN_WORDS.search(words)):
        return computed(True, "the functions stated")
    if _MAYBE_MANY.search(words):
        return unknown("whether it identifies or only verifies is not stated plainly")
    if plain and ("verification" in functions or _ONE.search(words)):
        return computed(False, "the functions stated")
    if known is not None and known.id in IDENTIFIES:
        return computed(True, f"taxonomy node {known.id}")
    if known is not None and known.id in DOES_NOT_IDENTIFY:
        return computed(False, f"taxonomy node {known.id}")
    if _no_surveillance(line):
        return computed(False, "taxonomy node none")
    return unknown("whether it identifies or only verifies is not stated")
