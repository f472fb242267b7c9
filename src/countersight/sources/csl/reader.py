"""Reads the Consolidated Screening List exactly as trade.gov publishes it (CSV).

Source: https://www.trade.gov/consolidated-screening-list. One body per row, then rows of one body are merged when an
identifier, or name and country together, agree. Of natural persons only what the list needs is kept: names, list,
programme, citation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from countersight.sources.csl.entry import Entry, edition_of
from countersight.sources.edition import Edition
from countersight.sources.raw import Row, decode, headed_rows, read_bytes

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

COLUMNS: Final = (
    "_id", "source", "entity_number", "type", "programs", "name", "addresses", "federal_register_notice", "start_date",
    "end_date", "license_requirement", "license_policy", "source_list_url", "alt_names", "source_information_url", "ids",
)  # fmt: skip
"""The published columns that are read. Others may come and go."""

CslEdition = Edition
"""What :func:`read_csl` gives."""

_COUNTRY = re.compile(r"[A-Z]{2}")


def read_csl(path: Path, edition: date, *, expect: bool = True) -> CslEdition:
    """Read one published file.

    Args:
        path: The CSV file, UTF-8.
        edition: The day of the edition.
        expect: Hold the file against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The file is not in the published format (file, line and column are named).
        DataError: The file is shorter than it should be, or misses what must be in it.
    """
    data = read_bytes(path)
    hint = "take the CSV file of the Consolidated Screening List as published, with its header"
    rows = headed_rows(decode(data, str(path)), str(path), COLUMNS, hint)
    read = edition_of(map(_entry, rows), data, edition)
    if expect:
        from countersight.sources.csl.expectations import check  # noqa: PLC0415 - brings in a YAML reader

        check(read, str(path))
    return read


def _entry(row: Row) -> Entry:
    several = {column: _split(row.cells[column]) for column in ("programs", "addresses", "alt_names", "ids")}
    ids = [_identifier(item) for item in several["ids"]]
    return Entry(row, several["programs"], several["addresses"], several["alt_names"], ids)


def _split(cell: str) -> list[str]:
    return [part for piece in cell.split("; ") if (part := piece.strip().strip(";").strip())]


def _identifier(item: str) -> tuple[str, str]:
    """``CN, 91330000733796106P, Unified Social Credit Code (USCC)`` as label and value."""
    value, _, label = item.rpartition(", ")
    country, _, bare = value.partition(", ")
    plain = bare if _COUNTRY.fullmatch(country) and bare else value
    return label, plain.rpartition(", ")[2]
