"""The taxonomy of surveillance products: all nodes, by id.

The nodes are Python, in four files by what a product does. A maintainer edits them as a table: a wrong field name or a
wrong word for a class is an error of the type checker and not of a run, each claim can carry a comment beside it, the
tests read every row, and no file has to be found and parsed at the start of the command.

Sources. Tariff headings: Harmonized System 2022 (existence checked, fit is a judgement); US numbers: CBP rulings
NY N324932 and HQ H304455. Control numbers: 15 CFR 742.7 and the Commerce Control List, 15 CFR part 774, Supp. 1, as of
2026-07-23; those named from memory are marked ``unconfirmed``. State Department list: draft guidance of 2019 and
guidance of 2020-09-30 on products with surveillance capabilities. Definitions are in our own words.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from countersight.products.codes import Eccn, normalise_hs, parse_eccn
from countersight.products.governing import GOVERNING
from countersight.products.identifying import IDENTIFYING
from countersight.products.intercepting import INTERCEPTING
from countersight.products.node import Candidate, Node
from countersight.products.watching import WATCHING

__all__ = ["NODES", "Candidate", "Eccn", "Node", "is_surveillance", "near", "node", "normalise_hs", "parse_eccn"]

NODES: Final[tuple[Node, ...]] = (*WATCHING, *IDENTIFYING, *INTERCEPTING, *GOVERNING)

_BY_ID: Final = {one.id: one for one in NODES}
_SURVEILLANCE: Final = frozenset(("core", "context", "enabling"))
_CLOSE: Final = 0.5
"""How alike an id has to be to be offered; difflib's ratio, from 0 to 1."""


def node(ident: str) -> Node | None:
    """The node of an id, written in capitals or not; None where there is none.

    >>> node("soc-isp").image_processing_chip
    True
    >>> node("CAM-ANALOG") is None
    True
    """
    return _BY_ID.get(ident.strip().upper())


def near(ident: str) -> tuple[str, ...]:
    """Up to three ids that somebody who wrote this may have meant, best first.

    >>> near("BIO-FINGERS")[0], near("paper clip")
    ('BIO-FINGER', ())
    """
    return tuple(get_close_matches(ident.strip().upper()[:32], _BY_ID, n=3, cutoff=_CLOSE))


def is_surveillance(known: Node) -> bool:
    """Whether a node counts as a surveillance product, a part of one among them.

    Every node of today does; what is none (a drone for crops, a display) has no node and is written ``none`` in a matter.
    """
    return known.dshra in _SURVEILLANCE
