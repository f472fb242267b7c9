"""Earlier deals out of a file of shipments or entries, put beside the matters that they can say something of.

The file is read like any other (``read_matters``); each line becomes one deal a buyer. A matter gets the deals before its day that are of like
goods or of a buyer of its own, the latest first and so many at most, because a stored decision holds its matter whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from countersight.intake.result import Intake
from countersight.model.matter import Earlier, Line, Matter, Party
from countersight.names.normalise import fold
from countersight.products.codes import normalise_hs

BUYERS: Final = ("purchaser", "ultimate_consignee", "end_user")
MOST: Final = 500
"""Deals that are put beside one matter."""
_HS6: Final = 6


def goods_keys(one: Line | Earlier) -> frozenset[str]:
    """By what two deals are of like goods: the node, the first six digits of the tariff, the words; one in common is enough.

    >>> line = Line(description="Network  Cameras", node="CAM-IP", hs="8525.89.3000")
    >>> sorted(goods_keys(line) & goods_keys(Earlier(date="2026-01-05", description="network cameras", hs="852589")))
    ['hs 852589', 'words network cameras']
    """
    code = normalise_hs(one.hs or "")[:_HS6]
    words = fold(one.description or "")
    found = {f"node {one.node}" if one.node else "", f"hs {code}" if len(code) == _HS6 and code.strip("0") else "", f"words {words}" if words else ""}
    return frozenset(found - {""})


def deals(matters: Iterable[Matter]) -> list[Earlier]:
    """The deals of matters that tell their day; one for each line and each party that buys."""
    return [deal for matter in matters if matter.day is not None for deal in _deals(matter)]


def _deals(matter: Matter) -> Iterable[Earlier]:
    buyers: dict[str, Party] = {}
    for one in matter.parties:
        if one.role in BUYERS:
            buyers.setdefault(fold(one.name), one)
    producers = [one.name for one in matter.parties if one.role == "producer"]
    only = producers[0] if len(producers) == 1 else None
    for line in matter.lines or ():
        what = {"date": matter.day, "producer": line.producer or only, "description": line.description, "node": line.node, "hs": line.hs, "origin": line.origin}
        for buyer in buyers.values() or (None,):
            yield Earlier.model_validate(what | ({"buyer": buyer.name, "address": buyer.address} if buyer else {}))


@dataclass(frozen=True, slots=True)
class Books:
    """Earlier deals, the latest first."""

    held: tuple[Earlier, ...]

    def put(self, intake: Intake) -> Intake:
        """The matters of an intake with the deals that can say something of them; a matter that brings its own keeps them."""
        intake.matters[:] = [one if one.earlier is not None else one.model_copy(update={"earlier": self._of(one)}) for one in intake.matters]
        return intake

    def _of(self, matter: Matter) -> list[Earlier]:
        wanted = frozenset[str]().union(*(goods_keys(line) for line in matter.lines or ()))
        names = {fold(name) for party in matter.parties for name in (party.name, *party.names)}
        before = (one for one in self.held if matter.day is None or one.day < matter.day)
        found = [one for one in before if (one.buyer and fold(one.buyer) in names) or not wanted.isdisjoint(goods_keys(one))]
        return found[:MOST]


def books(matters: Iterable[Matter]) -> Books:
    """The books that a file of matters is."""
    return Books(tuple(sorted(deals(matters), key=lambda one: one.day, reverse=True)))
