"""For which country goods are set up, as far as their words say: mains voltage, standards of one country's networks, its language.

The words alone are read. What they name may be an option of the goods: a finding here asks a person, it settles nothing.
"""

from __future__ import annotations

import re
from typing import Final

from countersight.products.textform import normal

LOW_VOLTAGE: Final = frozenset("AW BS BZ CA CO CR CU DO EC GT HN HT JM JP MX NI PA PR SV TT TW US VE".split())
"""Countries whose households have 100 to 127 volts (IEC, World Plugs); the others have 220 to 240."""
CHINA: Final = frozenset({"CN", "HK", "MO"})
CHINESE_SPOKEN: Final = CHINA | {"TW", "SG", "MY"}
_RANGE: Final = re.compile(r"\d{2,3}\s?v?\s?(?:-|~|to|/)\s?\d{3}\s?v", re.IGNORECASE)
_LOW: Final = re.compile(r"(?<![\d.-])(?:ac\s?)?(?:100|110|115|120)\s?v(?:ac)?(?![a-z0-9])", re.IGNORECASE)
_HIGH: Final = re.compile(r"(?<![\d.-])(?:ac\s?)?(?:220|230|240)\s?v(?:ac)?(?![a-z0-9])", re.IGNORECASE)
_CHINA_NETWORK: Final = re.compile(r"gb/?t ?-?28181|gb ?35114|ga/?t ?1400|ga/?t ?1399")
_OPEN_NETWORK: Final = re.compile(r"onvif|psia|isapi")
_CHINA_MARKET: Final = re.compile(r"\b(?:china|chinese|domestic|cn) (?:market )?(?:version|firmware|edition)\b|国内版|中文版|内销版|国行")
_OTHER_MARKET: Final = re.compile(r"\b(?:overseas|international|export|english|global|european|us) (?:market )?(?:version|firmware|edition)\b|海外版|国际版|英文版|外贸版|出口版")


def misfit(text: str, destination: str) -> str:
    """The words of a text that do not fit a destination, or empty.

    >>> misfit("IP camera AC 110V, US plug", "CN"), misfit("camera AC 100-240V", "CN")
    ('ac 110v', '')
    >>> misfit("NVR, GB/T 28181", "KE"), misfit("NVR, ONVIF, GB/T 28181", "KE"), misfit("NVR, GB/T 28181", "CN")
    ('gb/t 28181', '', '')
    """
    form = normal(text)
    low, high, wide = _LOW.search(form), _HIGH.search(form), _RANGE.search(form)
    if not wide and low and not high and destination not in LOW_VOLTAGE:
        return low[0]
    if not wide and high and not low and destination in LOW_VOLTAGE:
        return high[0]
    if destination not in CHINA and (found := _CHINA_NETWORK.search(form)) and not _OPEN_NETWORK.search(form):
        return found[0]
    found = _CHINA_MARKET.search(form) if destination not in CHINESE_SPOKEN else _OTHER_MARKET.search(form) if destination == "CN" else None
    return found[0] if found else ""
