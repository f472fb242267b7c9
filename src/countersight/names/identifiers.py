"""Identifiers: one written form each, and their check digits.

Sources: USCC, GB 32100-2015; LEI, ISO 17442-1 with the check of ISO/IEC 7064 MOD 97-10; ISIN, ISO 6166; CUSIP, ANSI X9.6; FIGI, the
standard of the Object Management Group of that name; CIK, the EDGAR Filer Manual (up to ten digits, no check digit).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V, Z, which are easily misread."""

_USCC_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_NOT_ALNUM = re.compile(r"[^0-9A-Z]+")
_MAX = 128


def normalise_identifier(kind: str, value: str) -> str:
    """The form under which an identifier is stored and looked up: capitals and digits only.

    Args:
        kind: ``uscc``, ``lei``, ``isin``, ``cik``, ``ticker``, ``registration`` ... A CIK loses its leading zeros, a ROR id its address.
        value: As written; at most 128 characters are read.

    >>> normalise_identifier("uscc", " 9133 0000-733796106p ")
    '91330000733796106P'
    >>> normalise_identifier("cik", "0000731766"), normalise_identifier("ror", "https://ror.org/02bfwt286")
    ('731766', '02BFWT286')
    """
    if kind == "ror":
        value = value.rstrip("/").rpartition("/")[2]
    clean = _NOT_ALNUM.sub("", value[:_MAX].upper())
    return clean.lstrip("0") or clean[:1] if kind == "cik" else clean


def valid_uscc(value: str) -> bool:
    """True for an 18-character unified social credit code whose last character checks (GB 32100-2015).

    >>> valid_uscc("91330000733796106P"), valid_uscc("91330000733796106Q")
    (True, False)
    """
    code = normalise_identifier("uscc", value)
    if len(code) != 18 or any(char not in _USCC_ALPHABET for char in code):  # noqa: PLR2004 - the standard's length
        return False
    total = sum(_USCC_ALPHABET.index(char) * weight for char, weight in zip(code, _USCC_WEIGHTS, strict=False))
    return _USCC_ALPHABET[-total % 31] == code[17]


def valid_lei(value: str) -> bool:
    """True for a 20-character LEI whose two check digits give 1 modulo 97 (ISO 17442, ISO/IEC 7064).

    >>> valid_lei("5493001KJTIIGC8Y1R12"), valid_lei("5493001KJTIIGC8Y1R13")
    (True, False)
    """
    code = normalise_identifier("lei", value)
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", code):
        return False
    return int("".join(str(int(char, 36)) for char in code)) % 97 == 1


def valid_isin(value: str) -> bool:
    """True for a 12-character ISIN whose last digit checks by the Luhn rule (ISO 6166).

    >>> valid_isin("CNE100000PM8"), valid_isin("CNE100000PM9")
    (True, False)
    """
    code = normalise_identifier("isin", value)
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z]{9}[0-9]", code):
        return False
    return _luhn("".join(str(int(char, 36)) for char in code))


def _luhn(digits: str) -> bool:
    """Every second digit from the right, the last one left out, counts twice, and its own two digits apart."""
    doubled = (sum(divmod(int(digit) * 2, 10)) if i % 2 else int(digit) for i, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_ROR: Final = re.compile(r"0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}")


def valid_ror(value: str) -> bool:
    """True for a bare ROR id whose two check digits hold (Crockford's base 32; ISO/IEC 7064 MOD 97-10; ror.readme.io).

    >>> valid_ror("02bfwt286"), valid_ror("02bfwt287")
    (True, False)
    """
    if not _ROR.fullmatch(value):
        return False
    number = 0
    for char in value[:7]:
        number = number * 32 + _CROCKFORD.index(char)
    return 98 - number * 100 % 97 == int(value[7:])
_CUSIP_EXTRA: Final = {"*": 36, "@": 37, "#": 38}
_FIGI_FORBIDDEN: Final = frozenset({"BS", "BM", "GG", "GB", "GH", "KY", "VG"})
"""Heads that would make a FIGI look like an ISIN."""


def _double_add(values: list[int]) -> int:
    """The check digit of CUSIP and FIGI: every second value counts twice, and the digits of each are added."""
    total = sum(sum(divmod(value * (1 + at % 2), 10)) for at, value in enumerate(values))
    return -total % 10


def valid_cusip(value: str) -> bool:
    """True for a 9-character CUSIP whose last digit checks (ANSI X9.6; ``*``, ``@`` and ``#`` stand in private issues).

    >>> valid_cusip("037833100"), valid_cusip("037833101")
    (True, False)
    """
    code = re.sub(r"[\s.-]+", "", value[:_MAX].upper())
    if not re.fullmatch(r"[0-9A-Z*@#]{8}[0-9]", code, re.ASCII):
        return False
    return _double_add([_CUSIP_EXTRA.get(char) or int(char, 36) for char in code[:8]]) == int(code[8])


def valid_figi(value: str) -> bool:
    """True for a 12-character FIGI: two consonants, a G, eight consonants or digits, and a check digit.

    >>> valid_figi("BBG000BLNQ16"), valid_figi("BBG000BLNQ17")
    (True, False)
    """
    code = normalise_identifier("figi", value)
    if not re.fullmatch(r"[BCDFGHJ-NP-TV-Z]{2}G[0-9BCDFGHJ-NP-TV-Z]{8}[0-9]", code) or code[:2] in _FIGI_FORBIDDEN:
        return False
    return _double_add([int(char, 36) for char in code[:11]]) == int(code[11])


def valid_cik(value: str) -> bool:
    """True for one to ten digits that are not all zero: a CIK has no check digit.

    >>> valid_cik("0000731766"), valid_cik("CIK731766"), valid_cik("0000")
    (True, True, False)
    """
    return re.fullmatch(r"(?:CIK)?0*[1-9][0-9]{0,9}", _NOT_ALNUM.sub("", value[:_MAX].upper())) is not None


CHECKS: Final[Mapping[str, tuple[Callable[[str], bool], int, str]]] = {
    "uscc": (valid_uscc, 18, "18 characters, capitals without I, O, S, V and Z, the last one a check character"),
    "lei": (valid_lei, 20, "20 characters, the last two of them check digits"),
    "isin": (valid_isin, 12, "12 characters: a country, nine characters, and a check digit"),
    "cusip": (valid_cusip, 9, "9 characters, the last one a check digit"),
    "figi": (valid_figi, 12, "12 characters: two consonants, G, eight characters without vowels, and a check digit"),
    "cik": (valid_cik, 0, "up to ten digits"),
}
"""Kinds whose values can be checked by themselves: the check, the length (0: several), and the form in words."""


@lru_cache(maxsize=8192)
def fault_of(kind: str, value: str) -> str:
    """What is wrong with an identifier, and what would be right; empty where it is sound or its kind has no check.

    >>> fault_of("lei", "5493001KJTIIGC8Y1R12"), fault_of("registration", "anything")
    ('', '')
    >>> fault_of("lei", "5493001KJTIIGC8Y1R13")
    'its check digits are wrong: 12 would fit the rest. Read it again from the paper: one character may be misread'
    >>> fault_of("isin", "CNE10000PM8")
    'it has 11 characters: an ISIN has 12 characters: a country, nine characters, and a check digit'
    """
    check = CHECKS.get(kind)
    if check is None or check[0](value):
        return ""
    _, length, form = check
    article = "a" if kind in {"uscc", "cusip", "figi", "cik"} else "an"
    clean = _NOT_ALNUM.sub("", value[:_MAX].upper())
    if length and len(clean) != length:
        return f"it has {len(clean)} characters: {article} {kind.upper()} has {form}"
    if right := _completed(kind, clean):
        return f"its check digits are wrong: {right} would fit the rest. Read it again from the paper: one character may be misread"
    return f"it is not of the form of {article} {kind.upper()}: {form}"


def _completed(kind: str, clean: str) -> str:
    """The check digits that fit the rest of a code; empty where the rest is not of its form."""
    size = 2 if kind == "lei" else 1
    if kind not in CHECKS or kind == "cik":
        return ""
    alphabet = _USCC_ALPHABET if kind == "uscc" else "0123456789"
    ends = (f"{number:02d}" for number in range(2, 99)) if kind == "lei" else iter(alphabet)
    return next((end for end in ends if CHECKS[kind][0](clean[:-size] + end)), "")


def sound(identifiers: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Identifiers that may beat a name, and those that may not, with what is wrong with each.

    >>> sound({"cik": "731766", "isin": "CNE100000PM9"})[1]["isin"][:32]
    'its check digits are wrong: 8 wo'
    """
    wrong = {kind: said for kind, value in identifiers.items() if value and (said := fault_of(kind, value))}
    return {kind: value for kind, value in identifiers.items() if kind not in wrong}, wrong
