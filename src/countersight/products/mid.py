"""Manufacturer identification codes of customs entries (19 CFR part 102, appendix): made from name and address, and compared.

Country of origin of the goods (two letters; a province code for Canada), the first three letters of the first two words of
the name, up to four digits of the largest number in the street line (commas and hyphens inside a number do not part it), the
first three letters of the city; fifteen characters at most. The country is where the goods were made, not where the maker sits: so tails are compared on their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

MAX: Final = 15
Nearness = Literal["same", "same_tail", "near", "different"]
_SKIPPED: Final = frozenset({"a", "an", "and", "of", "the"})
_FORM: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3,13}")
_INITIALS: Final = re.compile(r"\b[a-z](?:[. ]+[a-z]\b)+\.?")
_NAME: Final = 3
_DIGITS: Final = 4
_NEAR: Final = 1
_SHORTEST: Final = 8
"""Tails shorter than this are not compared by one different character: too much would be near."""


@dataclass(frozen=True, slots=True)
class Mid:
    """A code in its two parts."""

    country: str
    tail: str

    def __str__(self) -> str:
        """The code as it is written on an entry."""
        return self.country + self.tail


def _words(name: str) -> list[str]:
    """The words that count: plain letters, initials together as one word, articles left out."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = _INITIALS.sub(lambda hit: re.sub(r"[^a-z]", "", hit[0]) + " ", plain)
    plain = re.sub(r"['-]", "", plain)
    return [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SKIPPED]


def derive(name: str, street: str, city: str, origin: str) -> Mid | None:
    """The code that name and address give; None where the name has no Latin letter or the country is no code.

    >>> str(derive("Zhejiang Dahua Technology Co., Ltd.", "No. 1187 Bin'an Road", "Hangzhou", "CN"))
    'CNZHEDAH1187HAN'
    >>> str(derive("The A.B.C. Company", "P.O. Box 12", "Hong Kong", "HK")), derive("大华", "", "", "CN")
    ('HKABCCOM12HON', None)
    """
    words = _words(name)
    if not words or not re.fullmatch(r"[A-Za-z]{2}", origin):
        return None
    numbers = re.findall(r"\d+", re.sub(r"(?<=\d)[,-](?=\d)", "", street))
    largest = max(numbers, key=int, default="")[:_DIGITS]
    place = re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", city).encode("ascii", "ignore").decode().lower())[:_NAME]
    tail = "".join(word[:_NAME] for word in words[:2]) + largest + place
    return Mid(origin.upper(), tail.upper()[: MAX - 2])


def read(text: str) -> Mid | None:
    """A code as it is written on an entry; None where it has not the form of one.

    >>> str(read(" cnzhedah1187han ")), read("CN")
    ('CNZHEDAH1187HAN', None)
    """
    code = re.sub(r"[\s.-]", "", text).upper()
    return Mid(code[:2], code[2:]) if _FORM.fullmatch(code) else None


PROVINCES: Final[dict[str, str]] = {
    "XA": "Alberta", "XB": "New Brunswick", "XC": "British Columbia", "XM": "Manitoba", "XN": "Nova Scotia", "XO": "Ontario", "XP": "Prince Edward Island", "XQ": "Quebec",
    "XS": "Saskatchewan", "XT": "Northwest Territories", "XV": "Nunavut", "XW": "Newfoundland and Labrador", "XY": "Yukon",
}  # fmt: skip
"""What stands in place of CA, which is no code of a country here (the appendix, paragraph 2)."""
_PARTS: Final = re.compile(r"(.*?[A-Z])(\d{1,4})([A-Z]{0,3})")


def parts(code: Mid) -> tuple[str, str, str] | None:
    """Letters of the name, digits of the street, letters of the city; None where no digits part them.

    >>> parts(read("CNZHEDAH1187HAN")), parts(read("CNBERHAN"))
    (('ZHEDAH', '1187', 'HAN'), None)
    """
    found = _PARTS.fullmatch(code.tail)
    return (found[1], found[2], found[3]) if found else None


def apart(declared: Mid, derived: Mid) -> list[str]:
    """Where two codes part, in words; nothing where they are the same.

    >>> apart(read("VNZHEDAH1178HAN"), read("CNZHEDAH1187HAN"))
    ['country of origin: VN is declared, CN is made', 'number of the street: 1178 is declared, 1187 is made']
    """
    found = [("country of origin", declared.country, derived.country)]
    left, right = parts(declared), parts(derived)
    if left and right:
        found += zip(("letters of the name", "number of the street", "letters of the city"), left, right, strict=True)
    else:
        found.append(("all behind the country", declared.tail, derived.tail))
    return [f"{what}: {one or 'nothing'} is declared, {other or 'nothing'} is made" for what, one, other in found if one != other]


def _one_apart(left: str, right: str) -> bool:
    """At most one character changed, added, left out, or two neighbours exchanged."""
    if abs(len(left) - len(right)) > _NEAR:
        return False
    if len(left) == len(right):
        apart = [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        return len(apart) <= _NEAR or (len(apart) == _NEAR + 1 and apart[1] == apart[0] + 1 and left[apart[0]] == right[apart[1]] and left[apart[1]] == right[apart[0]])
    short, long = sorted((left, right), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def compare(declared: Mid, derived: Mid) -> Nearness:
    """How near a declared code is to one that was derived from a listed maker's name and address.

    ``same_tail``: the same maker and place, another country of origin. ``near``: one character apart.

    >>> [compare(read("VNZHEDAH1187HAN"), read("CNZHEDAH1187HAN")), compare(read("CNZHEDAH1178HAN"), read("CNZHEDAH1187HAN"))]
    ['same_tail', 'near']
    """
    if declared == derived:
        return "same"
    if declared.tail == derived.tail:
        return "same_tail"
    long_enough = min(len(declared.tail), len(derived.tail)) >= _SHORTEST
    return "near" if long_enough and _one_apart(declared.tail, derived.tail) else "different"
