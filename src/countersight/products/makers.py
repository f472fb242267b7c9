"""The maker behind a device: from its network address, FCC ID, model number, firmware or brand, with the strength of each.

Network addresses: the IEEE listing of the package ``aiooui`` where it is installed (extra ``devices``), else the small table
of ``makers.yaml``. The holder of a prefix made the network interface, and with these makers usually the device. What nothing
names is unknown, never "another maker".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final, Literal

from countersight.names.normalise import fold
from countersight.products.data import HERE, load

Strength = Literal["registry", "pattern", "alleged"]
_HEX: Final = re.compile(r"[^0-9a-f]")
_MAC: Final = re.compile(r"[0-9a-f]{12}|[0-9a-f]{6}")
_FCC: Final = re.compile(r"(?:fcc ?id:? ?)?([0-9][a-z0-9]{4}|[a-z][a-z0-9]{2})[-a-z0-9]{1,14}", re.IGNORECASE)
_LOCAL: Final = 0x02
"""The bit of the first byte that says: this address was made up locally, no maker has it."""
_LONG_GRANTEE: Final = 5
_GRANTEE: Final = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that names a maker.

    Attributes:
        maker: Id in ``makers.yaml``, or empty where only the registry's text is known.
        name: The maker's name, as our table or the registry writes it.
        by: mac, fcc_id, model, firmware or brand.
        strength: registry, pattern, or alleged (never more than a question).
        read: What was read.
        source: Where it is from.
        unconfirmed: The source was named from memory.
    """

    maker: str
    name: str
    by: str
    strength: Strength
    read: str
    source: str
    unconfirmed: bool = False


@cache
def _makers() -> tuple[dict[str, Any], ...]:
    return tuple(load(HERE / "makers.yaml")["makers"])


@cache
def _prefixes() -> dict[str, tuple[str, str, str]]:
    return {code: (one["id"], one["name"], one["prefixes"]["source"]) for one in _makers() for code in one["prefixes"]["codes"]}


@cache
def _patterns(what: str) -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple((re.compile(row["pattern"]), one["id"], one["name"], row["source"]) for one in _makers() for row in one.get(what, ()))


def maker_of(name: str) -> str:
    """The id of a maker by one of its names, or empty.

    >>> maker_of("Zhejiang Dahua Technology Co., Ltd."), maker_of("Acme")
    ('dahua', '')
    """
    wanted = fold(name)
    for one in _makers():
        known = fold(one["name"])
        if wanted == known or any(wanted == fold(other) for other in one["names"]):
            return str(one["id"])
        start = known.split()[:2]
        if wanted.split()[:2] == start and len(start) > 1:
            return str(one["id"])
    return ""


def normal_mac(text: str) -> str:
    """The six or twelve digits of an address or prefix, in small letters; empty for anything else.

    >>> normal_mac("44:19:B6:01:02:03"), normal_mac("4419.b601.0203"), normal_mac("n/a")
    ('4419b6010203', '4419b6010203', '')
    """
    digits = _HEX.sub("", text.strip().lower().removeprefix("0x"))
    return digits if _MAC.fullmatch(digits) and not re.search(r"[g-z]", text.lower().removeprefix("0x")) else ""


@cache
def _listing() -> Any:  # noqa: ANN401 - a package that is not always there
    """The function of the package that names the holder of a prefix, or None."""
    try:
        package = import_module("aiooui")
    except ImportError:
        return None
    import asyncio  # noqa: PLC0415 - only with the extra

    if not package.is_loaded():
        asyncio.run(package.async_load())
    return package.get_vendor


def by_mac(text: str) -> Evidence | None:
    """The holder of an address's prefix; None where it is no address, a local one, or not held.

    >>> by_mac("44:19:b6:01:02:03").maker, by_mac("02:00:00:00:00:01")
    ('hikvision', None)
    """
    digits = normal_mac(text)
    if not digits or int(digits[:2], 16) & _LOCAL:
        return None
    prefix = digits[:6].upper()
    if found := _prefixes().get(prefix):
        return Evidence(found[0], found[1], "mac", "registry", prefix, found[2])
    listing = _listing()
    holder = listing(f"{prefix[:2]}:{prefix[2:4]}:{prefix[4:]}:00:00:00") if listing else None
    return Evidence(maker_of(holder), holder, "mac", "registry", prefix, "IEEE registration authority, MA-L listing of the package aiooui") if holder else None


def grantee(fcc_id: str) -> str:
    """The grantee code of an FCC ID: five characters where it begins with a digit, else three (47 CFR 2.926).

    >>> grantee("2ADTD-DS2CD2143"), grantee("FCC ID: QISABC-1"), grantee("?")
    ('2ADTD', 'QIS', '')
    """
    found = _FCC.fullmatch(fcc_id.strip())
    if not found:
        return ""
    code = found[1].upper()
    return code[:_LONG_GRANTEE] if code[0].isdigit() else code[:_GRANTEE]


def by_fcc(fcc_id: str) -> Evidence | None:
    """The grantee of an FCC ID, as far as our table holds it."""
    code = grantee(fcc_id)
    for one in _makers():
        for row in one.get("grantees", ()):
            if code == row["code"]:
                return Evidence(one["id"], one["name"], "fcc_id", "registry", code, row["source"], bool(row.get("unconfirmed")))
    return None


def _by_pattern(what: str, text: str) -> Evidence | None:
    low = text.strip().lower()
    for pattern, ident, name, source in _patterns("models" if what == "model" else "firmware"):
        if found := pattern.search(low):
            return Evidence(ident, name, what, "pattern", found[0], source)
    return None


def by_brand(text: str) -> Evidence | None:
    """The maker of a brand, as a whole word; an allegation stays one.

    >>> by_brand("HIKVISION").maker, by_brand("Lorex").strength, by_brand("Lorexian")
    ('hikvision', 'alleged', None)
    """
    wanted = f" {fold(text)} "
    for one in _makers():
        for row in one.get("brands", ()):
            if f" {fold(row['name'])} " in wanted:
                return Evidence(one["id"], one["name"], "brand", row["strength"], row["name"], row["source"])
    return None


def evidence(*, mac: str = "", fcc_id: str = "", model: str = "", firmware: str = "", brand: str = "") -> tuple[Evidence, ...]:
    """Everything that names a maker of one device, registries first.

    >>> [(one.maker, one.by) for one in evidence(mac="44:19:b6:01:02:03", model="DS-2CD2143G2-I", brand="SafeHome")]
    [('hikvision', 'mac'), ('hikvision', 'model')]
    """
    asked = (by_mac(mac) if mac else None, by_fcc(fcc_id) if fcc_id else None, _by_pattern("model", model), _by_pattern("firmware", firmware), by_brand(brand) if brand else None)
    return tuple(one for one in asked if one)


def maker_named(found: tuple[Evidence, ...]) -> str | None:
    """The maker's name where a registry names one and no registry another; None is unknown.

    A pattern or a brand raises a question, it names nobody.
    """
    names = {one.name for one in found if one.strength == "registry" and not one.unconfirmed}
    return next(iter(names)) if len(names) == 1 else None
