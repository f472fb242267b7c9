"""Identifiers: one written form each, and their check digits.

Sources: USCC, GB 32100-2015; LEI, ISO 17442-1 with the check of ISO/IEC 7064 MOD 97-10; ISIN, ISO 6166.
"""

from __future__ import annotations

import re
from typing import Final

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
    digits = "".join(str(int(char, 36)) for char in code)
    doubled = (sum(divmod(int(d) * 2, 10)) if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
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
