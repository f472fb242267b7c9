"""Whether codes and words of an item agree: tariff number, control number, kits, and goods split over lines.

Nothing here decides: each note says what does not fit and what a person should look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from countersight.products.classify import Classification, classify
from countersight.products.codes import normalise_hs, parse_eccn
from countersight.products.taxonomy import node

CAMERAS: Final = frozenset({"CAM-IP", "CAM-SMART", "CAM-THERMAL"})
RECORDERS: Final = frozenset({"REC-NVR"})
KIT: Final = "camera and recorder in one set: the camera gives the set its character, heading 8525.89.30 (CBP HQ H304455)"
_HEADING: Final = 4
_NEAR_GOODS: Final = ("8471", "8473", "8517", "8519", "8521", "8523", "8525", "8526", "8528", "8529", "8542", "8543", "9031")
"""Headings of electronics under which such goods are often declared, rightly or wrongly."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that does not fit: a short code, and words for a person."""

    code: str
    words: str


def _tariff(found: Classification, hs: str) -> list[Note]:
    digits = normalise_hs(hs)
    if not digits or not found.nodes:
        return []
    said = [known for score in found.nodes if (known := node(score.node))]
    if any(digits[:_HEADING] == code[:_HEADING] for known in said for code in known.hs6):
        return []
    headings = {code[:_HEADING] for code in said[0].hs6} if said else set()
    usual = ", ".join(sorted(headings))
    if digits[:_HEADING] in _NEAR_GOODS:
        return [Note("hs-unusual", f"the words say {found.top}, usually under {usual}; the number says {digits[:_HEADING]}")]
    return [Note("hs-contradicts", f"the words say {found.top}, usually under {usual}; the number {digits[:_HEADING]} is for something else")]


def _control(found: Classification, eccn: str) -> list[Note]:
    parsed = parse_eccn(eccn) if eccn else None
    if parsed is None or not found.nodes:
        return []
    bases = {one.code.partition(".")[0] for score in found.nodes if (known := node(score.node)) for one in known.eccn}
    if parsed.base in bases:
        return []
    return [Note("eccn-unusual", f"{parsed.full} is not among the candidates of {found.top}: {', '.join(sorted(bases))}; a person must look at it")]


def check(found: Classification, hs: str = "", eccn: str = "") -> tuple[Note, ...]:
    """What does not fit between the words of one item and the codes declared for it."""
    notes = _tariff(found, hs) + _control(found, eccn)
    nodes = {one.node for one in found.nodes}
    if nodes & CAMERAS and nodes & RECORDERS:
        declared = normalise_hs(hs)
        where = f"; declared under {declared[:_HEADING]}" if declared and not declared.startswith("8525") else ""
        notes.append(Note("kit", KIT + where))
    return tuple(notes)


def split_kit(items: Sequence[tuple[str, str]]) -> Note | None:
    """Cameras and a recorder on different lines of one entry, under different headings: a set that may have been split.

    Args:
        items: Description and tariff number per line.

    >>> split_kit([("8CH NVR", "8521900000"), ("5MP PoE bullet IP camera x8", "8525893000")]).code
    'split-kit'
    """
    cameras: set[str] = set()
    recorders: set[str] = set()
    for text, hs in items:
        nodes = {one.node for one in classify(text, hs).nodes}
        heading = normalise_hs(hs)[:_HEADING]
        if nodes & CAMERAS and not nodes & RECORDERS:
            cameras.add(heading)
        elif nodes & RECORDERS and not nodes & CAMERAS:
            recorders.add(heading)
    if not cameras or not recorders or cameras == recorders:
        return None
    return Note("split-kit", f"cameras ({', '.join(sorted(cameras))}) and recorders ({', '.join(sorted(recorders))}) on lines of their own: sold as one set? {KIT}")
