"""The rows that could not be read, as a table of their own: what to mend, in the order of the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from countersight.intake.result import RowFault

COLUMNS = ("file", "row", "column", "matter", "message", "hint", "follows")


def bad_rows(faults: Iterable[RowFault]) -> str:
    """CSV with one line per fault; only the header where there is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in faults:
        follows = "not screened" if one.dropped else "screened with a line of which nothing is known"
        writer.writerow([one.where.file, one.where.line or "", _plain(str(one.where.column or "")), _plain(one.matter), _plain(one.message), _plain(one.hint), follows])
    return out.getvalue()


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
