"""How the lists of the US government name an identifier, and how a matter does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from countersight.model.body import Statement
from countersight.names.part_days import part_day

IDENTIFIERS: Final = {
    "Unified Social Credit Code (USCC)": "uscc", "ISIN": "isin", "Equity Ticker": "ticker",
    "Legal Entity Number": "lei", "D-U-N-S Number": "duns", "SWIFT/BIC": "bic",
    "Registration Number": "registration", "Registration ID": "registration", "Company Number": "registration",
    "Business Registration Number": "registration", "Commercial Registry Number": "registration", "C.R. No.": "registration",
    "Vessel Registration Identification": "imo", "Aircraft Tail Number": "tail",
}  # fmt: skip
"""What is not here (documents of persons, tax numbers, dates) stays out."""

ESTABLISHED: Final = "Organization Established Date"
"""The label of the day on which an organisation came to be, perhaps known in part."""

_COUNTRY = re.compile(r" \([^()]*\)$")


def identifiers(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Identifiers by kind, several of one kind joined by ``"; "``.

    Args:
        pairs: Label as published, and value, with or without the country of issue in brackets behind it.

    >>> identifiers([("ISIN", "CNE100000PM8"), ("Equity Ticker", "600677  CN"), ("Passport", "1"), ("ISIN", "CNE100000PM8")])
    {'isin': 'CNE100000PM8', 'ticker': '600677 CN'}
    """
    found: dict[str, list[str]] = {}
    for label, value in pairs:
        if (kind := IDENTIFIERS.get(label)) and (clean := _COUNTRY.sub("", " ".join(value.split())).removeprefix("IMO ")):
            found.setdefault(kind, []).append(clean)
    return {kind: "; ".join(dict.fromkeys(values)) for kind, values in found.items()}


def english_day(text: str) -> str:
    """An ISO day out of one as these lists write it in English.

    Raises:
        ValueError: Not such a day.

    >>> english_day("03 Jun 2021")
    '2021-06-03'
    """
    return datetime.strptime(text, "%d %b %Y").date().isoformat()  # noqa: DTZ007 - a day has no time zone


def established(pairs: Iterable[tuple[str, str]], about: Statement) -> Iterator[Statement]:
    """When an organisation came to be, as statements; what is no day, even in part, stays out.

    Args:
        pairs: Label as published, and value.
        about: The statement to fill: body, citation, source.

    >>> blank = Statement("a", "incorporated", "", "invented")
    >>> [said.value for said in established([("Organization Established Date", "05 Feb 2011"), ("Organization Established Date", "2017"), ("Gender", "2017")], blank)]
    ['2011-02-05', '2017']
    """
    for label, value in pairs:
        if label == ESTABLISHED and (day := part_day(" ".join(value.split()))):
            yield replace(about, prop="incorporated", value=str(day))
