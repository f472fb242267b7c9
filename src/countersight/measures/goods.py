"""Kinds of goods that single provisions name, by the words of a line: crowd control, software, what the Covered List reaches by kind.

A description of something else says no, an unclear one or none leaves it open. No page may read more into a word than it
says: "tear gas" is a kind of goods, "gas" is none.
"""

from __future__ import annotations

import re
from typing import Final

from countersight.measures.item_facts import LINE, MAX_WORDS
from countersight.measures.stated import stated
from countersight.measures.wording import DOUBT
from countersight.measures.world import computed, said, unknown
from countersight.model.fact import Fact
from countersight.model.matter import Line
from countersight.products.taxonomy import parse_eccn

_CROWD: Final = re.compile(
    r"\btear gas\b|\bpepper (?:spray|balls?)\b|\brubber (?:bullets?|batons?)\b|\b(?:foam|bean[ -]?bag) rounds?\b|\bwater cannons?\b|\bhandcuffs?\b|\bshackles?\b|"
    r"\bstun (?:guns?|batons?)\b|\btasers?\b|\bleg irons?\b|催泪|胡椒喷雾|橡胶子弹|布袋弹|水炮|手铐|脚镣|电击枪|电击棍|電擊|手銬",
    re.IGNORECASE,
)
_CROWD_ECCN: Final = frozenset({"0A977", "0A978", "0A979", "0A982", "0A985", "1A984"})
_SOFTWARE: Final = re.compile(
    r"\bsoft ?ware\b|\bfirm ?ware\b|\bsource code\b|\blicen[cs]e keys?\b|\b(?:technical )?support (?:subscription|renewal)\b|\bSDK\b|\bdownloads?\b|软件|固件|授权码|升级包|源代码|許可證|軟件|韌體",
    re.IGNORECASE,
)
_COMPOUND: Final = re.compile(r"\banti[- ]?(?:virus|malware|spyware|theft|glare|fog|vandal|shake)\b|\bnon[- ]?volatile\b", re.IGNORECASE)
"""Words of products that only look like a denial."""
_SOFTWARE_ECCN: Final = re.compile(r"^[0-9][D]")
_KINDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("uas", re.compile(r"\bdrones?\b|\b(?:UAV|UAS)s?\b|\bunmanned aer|\bunmanned aircraft|\bquad ?copters?\b|\bmulticopters?\b|无人机|無人機", re.IGNORECASE)),
    ("consumer_router", re.compile(r"\b(?:home|consumer|wi-?fi|wireless|mesh|broadband|soho)\b[^.;]{0,25}\brouters?\b|\brouters?\b[^.;]{0,20}\b(?:home|consumer|wi-?fi)\b|家用路由器|无线路由器", re.IGNORECASE)),
    ("inverter", re.compile(r"\b(?:solar|grid|pv|photovoltaic|power|battery|storage)\b[^.;]{0,25}\binverters?\b|\bmicro ?inverters?\b|逆变器", re.IGNORECASE)),
    ("robot", re.compile(r"\b(?:humanoid|quadruped|legged|advanced|mobile)\b[^.;]{0,15}\brobots?\b|\brobot dogs?\b|人形机器人|机器狗|四足机器人", re.IGNORECASE)),
)
_MAY_BE: Final = re.compile(r"\b(?:gimbal|aerial|propeller|flight controller|router|gateway|access point|inverter|converter|robot|actuator|accessor(?:y|ies)|kit|spare|parts?)\b|云台|飞控|路由|机器人", re.IGNORECASE)
"""Words of things that may be one of these kinds, or belong to one."""
_VEHICLE: Final = re.compile(
    r"\b(?:vehicle|car|automotive|telematics)\b[^.;]{0,40}\b(?:connectivity|telematics|cellular|modem|v2x|bluetooth|wi-?fi|driving system|ADAS|automated driving)\b|\btelematics (?:control )?units?\b|\bT-Box\b|车联网|车载通信|自动驾驶",
    re.IGNORECASE,
)


def goods_facts(line: Line) -> dict[str, Fact]:
    """The facts about kinds of goods."""
    words = _COMPOUND.sub(" ", stated(line.description))
    code = parse_eccn(line.eccn) if line.eccn else None
    eccn = code.base if code else ""
    facts = {
        "line.crowd_control": _one(words, _CROWD, by_code=eccn in _CROWD_ECCN),
        "line.software": _one(words, _SOFTWARE, by_code=bool(_SOFTWARE_ECCN.match(eccn))),
        "line.connected_vehicle": _one(words, _VEHICLE, by_code=False),
    }
    kind = _kind(words)
    return facts | ({} if kind is None else {"line.covered_kind": kind})


def _one(words: str, pattern: re.Pattern[str], *, by_code: bool) -> Fact:
    if by_code:
        return said(True, LINE, "its ECCN")
    if not words or len(words) > MAX_WORDS:
        return unknown("the item is not described, or at too great length")
    if pattern.search(words):
        return unknown("the description speaks of it, but not plainly") if DOUBT.search(words) else computed(True, "the description")
    return computed(False, "the description", "it does not speak of it")


def _kind(words: str) -> Fact | None:
    """Which kind of the Covered List that names kinds and not makers, or "none"."""
    if not words or len(words) > MAX_WORDS:
        return None
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return unknown("the description speaks of it, but not plainly") if DOUBT.search(words) else computed(kind, "the description")
    if _MAY_BE.search(words):
        return unknown("the description may be of a part of such goods")
    return computed("none", "the description")
