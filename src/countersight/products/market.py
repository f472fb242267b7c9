"""For which country goods are set up, as far as their words say: mains voltage, plug, television standard, radio bands, standards of one country's networks, its language.

The words alone are read. What they name may be an option of the goods: a finding here asks a person, it settles nothing. What several countries use is
said of none of them, and words that name two of a kind say nothing. Mains and plugs as in IEC World Plugs, LTE bands as in 3GPP TS 36.101.
"""

from __future__ import annotations

import re
from typing import Final

from countersight.products.textform import normal

LOW_VOLTAGE: Final = frozenset("AI AS AW BB BM BS CA CO CR CU DO EC FM GT GU HN HT JM JP KY MX NI PA PR PW SR SV TC TT TW US VE VG VI".split())
"""Countries whose households have 100 to 127 volts."""
EITHER_VOLTAGE: Final = frozenset("BO BR BZ CW ID KP LR LY MA MF MG".split())
"""Countries with both; the others have 220 to 240."""
CHINA: Final = frozenset({"CN", "HK", "MO"})
CHINESE_SPOKEN: Final = CHINA | {"TW", "SG", "MY"}
AMERICAS: Final = frozenset(
    "AG AI AR AW BB BL BM BO BQ BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI".split()
)
EUROPE: Final = frozenset("AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA".split())
NTSC: Final = frozenset("CA JP KR MX PH TW US".split())
PAL: Final = frozenset("AU CN DE ES GB IN".split())
"""Countries of the two standards of analogue television of which one is sure; the words of many cameras still name one."""
_PLUGS: Final[dict[str, frozenset[str]]] = {
    "us": frozenset("AG AI AS AW BB BM BO BS BZ CA CN CO CR CU CW DO EC FM GT GU GY HN HT JM JO JP KH KN KP KY LA LB LR MS MV MX MY NE NI PA PE PH PR PW SV TC TH TM TT TW US VC VE VG VI VN YE".split()),
    "uk": frozenset("AE BD BH BN BT BW BZ CY DM FK GB GD GH GI GM GY HK IE IM IQ JO KE KH KN KW LB LC LK MM MO MT MU MV MW MY NG OM PK QA SA SB SC SG SL TZ UG VC VU YE ZM ZW".split()),
    "cn": frozenset("AR AS AU CK CN FJ KI NR NZ PG SB TJ TL TO TV UY UZ VC VU WS".split()),
}
"""Countries whose sockets take a plug of type A or B, G, I."""
_NO_EUROPEAN: Final = frozenset(
    "AG AI AU BB BH BM BN BS BW BZ CA CK CO CR CU CY DM DO EC FJ FK FM GB GD GH GM GT GU GY HK HN HT IE JM JP KE KI KN KY LC LK LS MS MT MW MX NA NG NI NR NZ PA PG PR PW QA SA SB SC SL SV SZ TC TO TT TV TW TZ UG US VE VG VI WS YE ZW".split()
)
"""Countries whose sockets take none of type C, E or F."""
_PLUG: Final = re.compile(r"\b(us|american|uk|british|eu|european|euro|au|australian|cn|chinese|china|gb)[ -](?:standard )?(?:power )?plug\b|(美|英|欧|澳|国)(?:标|规)(?:插头|三插|两插|电源插头)")
_PLUG_OF: Final = {"american": "us", "british": "uk", "european": "eu", "euro": "eu", "au": "cn", "australian": "cn", "chinese": "cn", "china": "cn", "gb": "cn", "美": "us", "英": "uk", "欧": "eu", "澳": "cn", "国": "cn"}
_RANGE: Final = re.compile(r"\d{2,3}\s?v?\s?(?:-|~|to|/)\s?\d{3}\s?v", re.IGNORECASE)
_LOW: Final = re.compile(r"(?<![\d.-])(?:ac\s?)?(?:100|110|115|120)\s?v(?:ac)?(?![a-z0-9])", re.IGNORECASE)
_HIGH: Final = re.compile(r"(?<![\d.-])(?:ac\s?)?(?:220|230|240)\s?v(?:ac)?(?![a-z0-9])", re.IGNORECASE)
_TELEVISION: Final = re.compile(r"(?<![a-z])(ntsc|pal(?= ?(?:system|format|version|standard|signal|video|camera|tv|制|/))|(?<=(?:stem|rmat|dard|gnal)[ :])pal|(?<=/)pal)(?![a-z])")
_LTE: Final = re.compile(r"lte|\b4g|fdd|tdd")
_LTE_BAND: Final = re.compile(r"(?:(?<![a-z0-9])bands? ?|(?:lte|4g|fdd|tdd)[ :-]{0,2}(?:bands? ?|b)|(?<![a-z0-9])b(?=\d{1,2} ?[/,]))(\d{1,2}(?:(?: ?/ ?|, ?)b?\d{1,2}(?![\d.]))*)")
_AMERICAN_BANDS: Final = frozenset({2, 4, 12, 13, 14, 17, 25, 26, 29, 30, 66, 71})
_CHINESE_BANDS: Final = frozenset({39})
_SHORT_RANGE: Final = re.compile(r"(?<![\d.])(?:(902 ?(?:-|~|to) ?928|915|86[358] ?(?:-|~|to) ?8(?:68|70)|868|470 ?(?:-|~|to) ?510) ?mhz|(us915|eu868|cn470)(?!\d))")
"""Bands without a licence, of RFID and of meters: 902 to 928 MHz in the Americas, 863 to 870 in Europe, 470 to 510 in China."""
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
    >>> misfit("adapter with UK plug", "CN"), misfit("router LTE B2/B4/B12", "CN"), misfit("analogue dome, NTSC", "CN")
    ('uk plug', 'lte b2/b4/b12', 'ntsc')
    """
    form = normal(text)
    return _of_mains(form, destination) or _of_plug(form, destination) or _of_bands(form, destination) or _of_standard(form, destination)


def _of_mains(form: str, destination: str) -> str:
    low, high = _LOW.search(form), _HIGH.search(form)
    if destination in EITHER_VOLTAGE or bool(low) == bool(high) or _RANGE.search(form):
        return ""
    found = low if destination not in LOW_VOLTAGE else high
    return found[0] if found else ""


def _of_plug(form: str, destination: str) -> str:
    found = list(_PLUG.finditer(form))
    kinds = {_PLUG_OF.get(one, one) for hit in found for one in hit.groups() if one}
    if len(kinds) != 1:
        return ""
    (kind,) = kinds
    fits = destination not in _NO_EUROPEAN if kind == "eu" else destination in _PLUGS[kind]
    return "" if fits else found[0][0]


def _of_bands(form: str, destination: str) -> str:
    if _LTE.search(form):
        found = list(_LTE_BAND.finditer(form))
        bands = {int(one) for hit in found for one in re.findall(r"\d+", hit[1])}
        if bands and ((bands <= _AMERICAN_BANDS and destination not in AMERICAS) or (bands <= _CHINESE_BANDS and destination not in CHINA)):
            return found[0][0]
    found = list(_SHORT_RANGE.finditer(form))
    kinds = {"american" if "9" in (told := hit[1] or hit[2]) else "european" if "86" in told else "chinese" for hit in found}
    if len(kinds) != 1:
        return ""
    (kind,) = kinds
    elsewhere = {"american": EUROPE | {"CN"}, "european": frozenset({"CN", "US", "CA"})}
    misfits = destination not in CHINA if kind == "chinese" else destination in elsewhere[kind]
    return found[0][0] if misfits else ""


def _of_standard(form: str, destination: str) -> str:
    television: set[str] = {hit[1] for hit in _TELEVISION.finditer(form)}
    if (television == {"ntsc"} and destination in PAL) or (television == {"pal"} and destination in NTSC):
        return min(television)
    if destination not in CHINA and (found := _CHINA_NETWORK.search(form)) and not _OPEN_NETWORK.search(form):
        return found[0]
    found = _CHINA_MARKET.search(form) if destination not in CHINESE_SPOKEN else _OTHER_MARKET.search(form) if destination == "CN" else None
    return found[0] if found else ""
