"""Reads the list of foreign institutions of concern for research (section 1286 of P.L. 115-232) from a table.

The Department publishes one list per fiscal year, as PDF; the columns of the table are those of
:data:`countersight.sources.listed_csv.OWN`, or those of the table that OpenSanctions keeps. Seen: the latter, with the
lists of fiscal years 2022 to 2025.

A fiscal year is not a day: where the table tells no day, the designation has none, and its programmes are the lists that
name the institution. An institution that the newest list does not name is not taken to be off it, since names change
from list to list; the scope says so, and only an end in the table ends a designation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from countersight.sources.edition import expected
from countersight.sources.listed_csv import OWN_FORM, TRANSCRIBED, Form, ListSpec, read_listed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from countersight.model.body import Designation
    from countersight.sources.edition import Edition

TRANSCRIPTION: Final = Form(
    {
        "schema": "schema", "name": "name", "aliases": "aliases", "report-date": "list", "start-date": "start", "end-date": "end",
        "country": "country", "notes": "note", "source_url": "source_url",
    },
    ("name", "report-date"),
    TRANSCRIBED,
    "noncommercial",
)  # fmt: skip

SPEC: Final = ListSpec(
    list_id="us.dod.1286",
    prefix="dod1286",
    schema="Organization",
    citation="P.L. 115-232 s.1286",
    publisher="US Department of Defense",
    url="https://basicresearch.defense.gov/Programs/Academic-Research-Security/",
    max_age_days=400,
    forms=(TRANSCRIPTION, OWN_FORM),
)


def read_1286(path: Path, edition: date, *, expect: bool = True) -> Edition:
    """Read the table.

    Args:
        path: The CSV file, UTF-8.
        edition: The day of the newest edition in it.
        expect: Hold it against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The file is hostile or in no known form, or a row cannot be read.
        DataError: The list is shorter than it should be, or misses what must be in it.
    """
    read = read_listed(path, edition, SPEC)
    newest = max((label for body in read.bodies for told in body.designations for label in told.programs), default="")
    bodies = [replace(body, designations=tuple(_dated(told, newest) for told in body.designations)) for body in read.bodies]
    read = replace(read, bodies=bodies)
    return expected(__package__, read, str(path), expect=expect)


def _dated(told: Designation, newest: str) -> Designation:
    if told.end or not told.programs or newest in told.programs:
        return told
    return replace(told, scope=f"not under this name in the list of {newest}")
