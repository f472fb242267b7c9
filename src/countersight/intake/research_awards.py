"""Awards of the National Science Foundation and the National Institutes of Health, as they publish them.

NSF: JSON of the award API (``response.award``), JSON of the yearly archives (``awd_id``), XML of either. NIH: JSON of the RePORTER
API (``results``), CSV of ExPORTER. Investigators and programme officers are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from countersight.intake import cells
from countersight.intake.research import FieldFault, Record, Told, country_of, known

NSF: Final = "National Science Foundation"
NIH: Final = "National Institutes of Health"
_MONTH_FIRST: Final = cells.Style(day_first=False)


def is_award(item: dict[str, Any]) -> bool:
    """Whether an object is an award of either agency."""
    return "awardeeName" in item or "awd_id" in item or ("appl_id" in item and "project_num" in item)


def award(item: dict[str, Any], line: int, told: Told) -> Record:
    """One award.

    Raises:
        FieldFault: A field is not what the agency writes there.
    """
    if "awd_id" in item:
        inst = item.get("inst") if isinstance(item.get("inst"), dict) else {}
        return nsf(_plain(item, {"id": "awd_id", "title": "awd_titl_txt", "start": "awd_eff_date", "end": "awd_exp_date", "amount": "tot_intn_awd_amt"}) | _plain(inst or {}, {"name": "inst_name", "country": "inst_country_name"}), line, told)
    if "awardeeName" in item:
        found = _plain(item, {"id": "id", "title": "title", "start": "startDate", "end": "expDate", "amount": "fundsObligatedAmt", "name": "awardeeName", "country": "awardeeCountryCode", "date": "date"})
        return nsf({"country": "US" if known(item.get("awardeeStateCode")) else "", **{key: value for key, value in found.items() if value}}, line, told)
    organisation = item.get("organization") if isinstance(item.get("organization"), dict) else {}
    told_of = _plain(item, {"id": "project_num", "title": "project_title", "start": "project_start_date", "end": "project_end_date", "amount": "award_amount", "date": "award_notice_date"})
    return nih(told_of | _plain(organisation or {}, {"name": "org_name", "country": "org_country"}) | {"application": _plain(item, {"appl_id": "appl_id"})["appl_id"]}, line, told)


def nsf(values: dict[str, str], line: int, told: Told) -> Record:
    """An award of the NSF, from its fields: id, title, name, country, start, end, amount, date."""
    return _award(values, NSF, "NSF", line, told)


def nih(values: dict[str, str], line: int, told: Told) -> Record:
    """An award of the NIH, from the same fields; one project has one application a year."""
    record = _award(values, NIH, "NIH", line, told)
    if application := known(values.get("application")):
        record.id = f"{record.id} ({application})"
    return record


def _award(values: dict[str, str], funder: str, key: str, line: int, told: Told) -> Record:
    number = known(values.get("id"))
    if not number:
        raise FieldFault("id", "an award without a number", "bring the file as the agency publishes it")
    days = {name: _day(name, known(values.get(name))) for name in ("date", "start", "end")}
    record = Record(f"{key} {number}", "award", days["date"] or days["start"])
    record.party("institution", values.get("name", ""), country=country_of(values.get("country"), told, line))
    record.party("funder", funder, country="US")
    amount = known(values.get("amount"))
    record.project |= {"title": known(values.get("title")), "award": number, "federal_award": True, "start": days["start"], "end": days["end"], "award_amount": _amount(amount) if amount else None}
    return record


def _day(column: str, text: str) -> str | None:
    """A day as the agencies write it: month first, or ISO with or without a time."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    try:
        found = cells.day(text, _MONTH_FIRST)
    except cells.CellFault as fault:
        raise FieldFault(column, str(fault), fault.hint) from None
    return found.isoformat()


def _amount(text: str) -> str:
    try:
        return cells.number(text.lstrip("$"), cells.Style(comma=False))
    except cells.CellFault as fault:
        raise FieldFault("amount", str(fault), fault.hint) from None


def _plain(item: dict[str, Any], fields: dict[str, str]) -> dict[str, str]:
    return {ours: str(value) if isinstance(value := item.get(theirs), str | int) else f"{value:f}" if isinstance(value, float) else "" for ours, theirs in fields.items()}


# --- CSV of ExPORTER

EXPORTER: Final = {
    "full project num": "id", "core project num": "core", "application id": "application", "project title": "title", "org name": "name", "org country": "country",
    "project start": "start", "project end": "end", "award notice date": "date", "total cost": "amount", "ic name": "institute",
}  # fmt: skip
"""Headings of ExPORTER's project files that are read; those of persons (PI_NAMEs, PI_IDS, PROGRAM_OFFICER_NAME) are not."""


def exporter(values: dict[str, str], line: int, told: Told) -> Record:
    """A row of ExPORTER."""
    record = nih({**values, "id": known(values.get("id")) or known(values.get("core"))}, line, told)
    if institute := known(values.get("institute")):
        record.party("funder", institute.title().replace(" Of ", " of ").replace(" And ", " and ").replace(" On ", " on ").replace("'S ", "'s "), country="US")
    return record


def unwrapped(item: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON is anything
    """The records inside an answer of an API: ``results``, ``response.award``, ``hits.hits._source``; else the item itself."""
    if isinstance(item, dict):
        for key in ("response", "hits"):
            if isinstance(item.get(key), dict):
                yield from unwrapped(item[key])
                return
        for key in ("results", "award", "hits", "items"):
            if isinstance(item.get(key), list):
                yield from (one["_source"] if isinstance(one, dict) and isinstance(one.get("_source"), dict) else one for one in item[key])
                return
    yield item
