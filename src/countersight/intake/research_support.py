"""A table of current and pending support: one row a source of support, under headings of our own (docs/files.md).

The common form is a document; an office that screens it writes its rows down. Persons have no column: the table is that of
a laboratory or of an office, and whoever holds the support is not read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from countersight.intake import cells
from countersight.intake.columns import heading
from countersight.intake.research import FieldFault, Record, Told, known, ror_of

SUPPORT: Final = {
    "sponsor": "sponsor; source of support; source; supporting organization; funding source; funder; awarding agency; company; 资助方; 资助单位",
    "sponsor_country": "sponsor country; source country; country of sponsor; country; 资助方国家", "sponsor_ror": "sponsor ror; ror",
    "institution": "institution; organization; place of performance; primary place of performance; recipient; host institution; 依托单位",
    "institution_country": "institution country; country of performance; recipient country",
    "id": "id; award number; award id; grant number; contract number; reference", "title": "title; project; project title; proposal title; 项目名称",
    "status": "status; status of support; current or pending", "amount": "amount; total amount; total award amount; award amount; value; 金额", "currency": "currency; 货币",
    "start": "start; start date; from; period start; project start", "end": "end; end date; to; period end; project end", "date": "date; as of; day",
    "in_kind": "in kind; in kind contribution; type of support", "federal": "federal award; federal; lab holds federal award",
    "publication_planned": "publication planned; to be published; published", "technology_transfer": "technology transfer; transfer; items or know how",
    "talent_program": "malign talent programme; malign talent program; mftrp", "foreign_subaward": "foreign subaward; subaward abroad",
}  # fmt: skip
"""Column to the headings under which it is known; they are compared without case and signs."""
HEADINGS: Final = {heading(name): key for key, names in SUPPORT.items() for name in names.split("; ")}
_FLAGS: Final = {"federal": "federal_award", "publication_planned": "publication_planned", "technology_transfer": "technology_transfer", "talent_program": "talent_program", "foreign_subaward": "foreign_subaward"}
_STATUS: Final = {"current": "current", "active": "current", "awarded": "current", "pending": "pending", "submitted": "pending", "planned": "pending"}


def support(values: dict[str, str], line: int, told: Told) -> Record:
    """One row.

    Raises:
        FieldFault: A cell does not fit its column.
    """
    days = {key: _cell(key, values, cells.day) for key in ("date", "start", "end")}
    record = Record(values.get("id") or f"support-{line}", "support", (days["date"] or days["start"] or None) and (days["date"] or days["start"]).isoformat())
    sponsor = values.get("sponsor", "")
    if not sponsor:
        raise FieldFault("sponsor", "no sponsor", "name who gives the support, as its contract does")
    record.party("sponsor", sponsor, country=_cell("sponsor_country", values, cells.country) or "", ror=ror_of(values.get("sponsor_ror"), told, line))
    record.party("institution", values.get("institution", ""), country=_cell("institution_country", values, cells.country) or "")
    status = known(values.get("status")).casefold()
    if status and status not in _STATUS:
        raise FieldFault("status", f"status cannot be {status!r}", "current or pending")
    project: dict[str, Any] = {
        "title": values.get("title"), "status": _STATUS.get(status), "in_kind": values.get("in_kind"), "currency": values.get("currency", "").upper(),
        "sponsor_funds": _cell("amount", values, lambda text: cells.number(text.lstrip("$ "), cells.Style(comma=False))),
        **{key: days[key].isoformat() for key in ("start", "end") if days[key]},
        **{ours: _cell(key, values, cells.flag) for key, ours in _FLAGS.items()},
    }  # fmt: skip
    record.project |= project
    return record


def _cell(key: str, values: dict[str, str], read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - cells are of several types
    if key not in values:
        return None
    try:
        return read(values[key])
    except cells.CellFault as fault:
        raise FieldFault(key, str(fault), fault.hint) from None
