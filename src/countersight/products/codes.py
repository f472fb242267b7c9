"""Codes that goods carry: export control classification numbers and tariff numbers, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_CODE: Final = 64
"""Characters of a code that are read; the longest paragraph of the Commerce Control List has fewer."""

_ECCN = re.compile(r"(?:ECCN\s*:?\s*)?(?P<base>[0-9][A-E][0-9]{3})(?P<paragraph>[A-Z]?(?:\.[A-Z]{1,4}|\.[0-9]{1,2})*)\.?", re.ASCII)
_EAR99 = re.compile(r"(?:ECCN\s*:?\s*)?EAR[ -]?99", re.ASCII)
_HS = re.compile(r"[0-9][0-9 .\-]*", re.ASCII)
_HS_DIGITS: Final = (4, 12)


@dataclass(frozen=True, slots=True)
class Eccn:
    """A control number: ``base`` is the entry, ``full`` the paragraph as far as it is written.

    The form alone is checked: whether the Commerce Control List has such an entry is for the reader of the list.
    """

    base: str
    full: str


def parse_eccn(text: str) -> Eccn | None:
    """Read a control number; None for anything that is not one.

    >>> parse_eccn("3a991.a.1")
    Eccn(base='3A991', full='3A991.a.1')
    >>> parse_eccn("EAR 99")
    Eccn(base='EAR99', full='EAR99')
    >>> parse_eccn("none")
    """
    raw = text[:MAX_CODE].strip().upper()
    if _EAR99.fullmatch(raw):
        return Eccn("EAR99", "EAR99")
    found = _ECCN.fullmatch(raw)
    if found is None:
        return None
    paragraph = found["paragraph"].lower()
    if paragraph and paragraph[0] != ".":
        paragraph = f".{paragraph}"
    return Eccn(found["base"], found["base"] + paragraph)


def normalise_hs(text: str) -> str:
    """The digits of a tariff number, or empty where the text is no tariff number of four to twelve digits.

    >>> normalise_hs("8525.89.3000"), normalise_hs("8525"), normalise_hs("cameras")
    ('8525893000', '8525', '')
    """
    raw = text[:MAX_CODE].strip()
    if not _HS.fullmatch(raw):
        return ""
    digits = "".join(char for char in raw if char.isdigit())
    return digits if _HS_DIGITS[0] <= len(digits) <= _HS_DIGITS[1] else ""
