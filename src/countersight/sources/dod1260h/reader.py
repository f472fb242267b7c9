"""Reads the list of Chinese military companies (section 1260H of P.L. 116-283) from a table.

The Department publishes the list as PDF and in the Federal Register; the columns of the table are those of
:data:`countersight.sources.listed_csv.OWN`, or those of the table that OpenSanctions keeps. Seen: the latter, with the
editions of 2021 to 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from countersight.sources.edition import expected
from countersight.sources.listed_csv import OWN_FORM, TRANSCRIBED, Form, ListSpec, read_listed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition

TRANSCRIPTION: Final = Form(
    {
        "Clean Name": "name", "Alias": "aliases", "Previous Name": "former_names", "Parent Name": "parent", "Note": "note",
        "Start date": "start", "End date": "end", "Source Url": "source_url",
    },
    ("Clean Name", "Start date"),
    TRANSCRIBED,
    "noncommercial",
)  # fmt: skip

SPEC: Final = ListSpec(
    list_id="us.dod.1260h",
    prefix="dod1260h",
    schema="Company",
    citation="P.L. 116-283 s.1260H",
    publisher="US Department of Defense",
    url="https://www.defense.gov/News/Releases/Search/1260H/",
    max_age_days=400,
    forms=(TRANSCRIPTION, OWN_FORM),
)


def read_1260h(path: Path, edition: date, *, expect: bool = True) -> Edition:
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
    return expected(__package__, read, str(path), expect=expect)
