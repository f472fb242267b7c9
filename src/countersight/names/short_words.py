"""Abbreviations of trade words and legal forms, as shipping papers write them: to one written form each.

A table for what no rule finds; :func:`is_short_for` for the rest (a beginning, or first letter and consonants in order: SRVCES).
Legal forms of one meaning come to one class, after ISO 20275 (ELF code list): LTD and LIMITED are one, GMBH and SARL are not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_TABLE: Final = """
technology tech technol techn tchnlgy tec technologies techs technological
group grp gp groups gr
services svcs srvces serv svc service srvs
electronics elec electron elctrncs electronic elect
electric electr electrical
international intl internat intnl int
communications comm comms commun communication telecomms
company co comp cie cia
corporation corp corpn
limited ltd ltda lmt
incorporated inc
engineering engrg engg engr
systems sys syst system
industries inds indus industry
industrial indl indstrl
information info inform
security secur
instruments instr instrs instrument
equipment equip eqpt eqp
trading trdg tradg trade
logistics logis logist
machinery mach machy
chemical chem chemicals
intelligent intell
semiconductor semicon semiconductors
software softw
institute inst
university univ uni
research rsch
development dev devt devel
manufacturing mfg manuf manufactuering
import imp imports
export exp exports
aviation avn aviat
aerospace aerosp
management mgmt mgt
department dept depart
shipping shpg
solutions solns soln solution
network netw networks
energy engy
science sci sciences scientific
academy acad
bureau bur
national natl nat
administration admin
association assn assoc
brothers bros
center ctr centre
commercial coml comml
construction constr const
enterprise ent enterprises entpr
factory fty fac
general gen genl
government govt
holdings hldgs hldg holding
insurance ins
investment invest investments invt
laboratory lab labs laboratories
material mat materials matls
medical med
petroleum petrol
pharmaceutical pharm pharma pharmaceuticals
production prod products prods
province prov provincial
public pub
road rd
transportation transp transport trans
"""

CANONICAL: Final[dict[str, str]] = {}
"""A word or its abbreviation to the one written form."""
for _line in _TABLE.strip().split("\n"):
    _first, *_rest = _line.split()
    CANONICAL.update(dict.fromkeys((_first, *_rest), _first))

_FORMS: Final = """
limited: ltd limited llc lc gmbh sarl srl pte pvt pty bhd sdn sl bv kft sro ooo fze fzco fzc aps oy as unlimited private liability uab sia too tov doo ood eood eurl
shares: inc incorporated corp corporation plc ag sa spa nv ab oyj jsc ojsc cjsc pjsc oao zao pao ao kk se joint stock prjsc ead sal
partnership: lp llp kg gbr ohg partnership
"""
FORM_CLASS: Final[dict[str, str]] = {word: line.partition(":")[0] for line in _FORMS.strip().split("\n") for word in line.partition(":")[2].split()}
"""A legal form to its class: limited liability, shares, partnership."""

_VOWELS: Final = frozenset("aeiou")


@lru_cache(maxsize=8192)
def is_short_for(short: str, word: str) -> bool:
    """True when ``short`` abbreviates ``word``: a beginning of it, or its first letter and further letters in order, mostly consonants.

    >>> is_short_for("srvces", "services"), is_short_for("electro", "electronics"), is_short_for("hua", "huawei")
    (True, True, False)
    """
    if not 3 <= len(short) < len(word) or short[0] != word[0]:  # noqa: PLR2004 - letters
        return False
    if word.startswith(short):
        return len(short) > 3 or len(word) > 6  # noqa: PLR2004 - letters
    rest = iter(word)
    if not all(char in rest for char in short):
        return False
    return sum(char in _VOWELS for char in short[1:]) <= 1 or len(short) * 3 > len(word) * 2


GENERAL: Final = frozenset(
    """
    imaging microelectronics nanotechnology robotics drone drones unmanned avionics radar antenna antennas valve valves pump pumps tool tooling moulds mould
    steel copper rubber glass ceramics ceramic paint coating coatings packaging garments furniture timber mineral minerals mines gas gases water waste
    agro farm farms seed seeds fertilizer drug drugs biomedical dental diagnostics genomics genetics data analytics platform interactive game games
    entertainment culture cultural art arts design designs press publishing radio television broadcasting advertising exhibition
    guangbo leasing rental rent lease brokers broker consult advisory partners partner associates ventures capitals assets asset trustees fund funds
    civil hydraulic hydropower nuclear atomic thermal solar wind photovoltaic battery batteries cable cables wire wires circuit circuits display displays
    computing telecoms telematics automotive vehicles vehicle motorcycle bicycle tire tires tyre tyres train trains railways locomotive port ports harbour
    harbor marine vessels yacht airline airlines airways airport airports flight helicopter helicopters missile missiles weapons arms ammunition explosives
    """.split()
)
"""General words beside those of ``words.py``, which building the atlas reads as well and which therefore stay as they are."""
