"""Codes of one security in another system: a CUSIP inside an ISIN, so that a list that gives one is found by the other.

Sources: ISO 6166 (an ISIN is a country, nine characters and a check digit); CUSIP Global Services gives the nine characters of the
ISINs of the United States and Canada, and of the countries named in :data:`COUNTRIES`, for which the code is a CINS.
"""

from __future__ import annotations

from typing import Final

COUNTRIES: Final = {"G": ("KY", "BM", "VG"), "P": ("PA", "BS"), "V": ("LR",), "Y": ("MH",)}
"""First letter of a CINS to the countries whose ISINs hold it; a CUSIP that begins with a digit is of the United States or Canada."""


def isins_of(cusip: str) -> tuple[str, ...]:
    """The ISINs that a CUSIP or CINS can stand in.

    >>> isins_of("16941M109")
    ('US16941M1099', 'CA16941M1095')
    >>> isins_of("Y2106R110")
    ('MHY2106R1100',)
    >>> isins_of("12*456789")
    ()
    """
    code = cusip.upper()
    if len(code) != 9 or not code.isalnum() or not code.isascii():  # noqa: PLR2004 - the standard's length
        return ()
    countries = ("US", "CA") if code[0].isdigit() else COUNTRIES.get(code[0], ())
    return tuple(f"{country}{code}{_check(country + code)}" for country in countries)


def _check(body: str) -> int:
    """The check digit of an ISIN by the Luhn rule."""
    digits = "".join(str(int(char, 36)) for char in body)
    doubled = (int(digit) if at % 2 else sum(divmod(int(digit) * 2, 10)) for at, digit in enumerate(reversed(digits)))
    return -sum(doubled) % 10
