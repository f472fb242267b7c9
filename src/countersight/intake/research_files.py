"""Which reader a file of research needs, and its records one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from countersight.errors import InputError, UsageError, Where
from countersight.intake.columns import heading
from countersight.intake.documents import MAX_LINE, load_line
from countersight.intake.json_items import json_items
from countersight.intake.research import FieldFault, Record, Told, known, matters_of
from countersight.intake.research_awards import EXPORTER, award, exporter, is_award, nsf, unwrapped
from countersight.intake.research_ror import institution, is_organisation
from countersight.intake.research_support import HEADINGS, support
from countersight.intake.research_works import is_work, work
from countersight.intake.result import Intake, RowFault
from countersight.intake.text import text_rows

KIND: Final = "research"
_HEAD: Final = 1 << 16
_TELLS: Final = re.compile(rb'"(?:authorships|awardeeName|awd_id|appl_id)"\s*:|"id"\s*:\s*"https://ror\.org/0')
_NSF_XML: Final = re.compile(rb"<(?:rootTag|Award|award)\b")
_HINT: Final = "works of OpenAlex, awards of NSF or NIH RePORTER, organisations of ROR; or matters as countersight schema prints them"
Reader = Callable[[dict[str, Any], int, Told], Record]
_READERS: Final[tuple[tuple[Callable[[dict[str, Any]], bool], Reader], ...]] = ((is_work, work), (is_award, award), (is_organisation, institution))


def is_research(path: Path, ending: str, kind: str | None) -> bool:
    """Whether a file is one of research: the user says so, or what stands at its beginning. A file of matters is none."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if re.search(rb'"kind"\s*:\s*"[a-z]+"', head):
        return False
    tells = _NSF_XML if ending == ".xml" else _TELLS
    return kind == KIND or (kind is None and ending in {".json", ".jsonl", ".ndjson", ".xml"} and tells.search(head) is not None)


def research_chunks(path: Path, name: str, ending: str) -> Iterator[Intake]:
    """Read a file of works, awards, organisations or support, some at a time.

    Raises:
        InputError: The file as a whole cannot be read.
        UsageError: A format that is not known here.
    """
    told = Told(name)
    if ending in {".json", ".jsonl", ".ndjson"}:
        records = _json(path, name, told, lines=ending != ".json")
    elif ending in {".csv", ".tsv", ".tab", ".txt"}:
        records = _table(path, name, told)
    elif ending == ".xml":
        records = _xml(path, name, told)
    else:
        raise UsageError(f"no reader of research for {name}", hint="bring JSON or JSON lines (OpenAlex, NSF, NIH, ROR), XML (NSF) or CSV (NIH ExPORTER, current and pending support)")
    yield from matters_of(records, told)


def _json(path: Path, name: str, told: Told, *, lines: bool) -> Iterator[tuple[int, Record | RowFault]]:
    with path.open("rb") as stream:
        for line, item in _lines(stream, name) if lines else json_items(stream, name):
            if isinstance(item, RowFault):
                yield line, item
                continue
            for one in [item] if _reader(item) else unwrapped(item):
                yield line, _record(one, line, told)


def _lines(stream: Any, name: str) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 - a line is JSON of any kind
    """One object a line; a line that is none is a fault of its own."""
    for number, line in enumerate(iter(partial(stream.readline, MAX_LINE), b""), 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            if text:
                yield number, load_line(text, name, number)
        except UnicodeDecodeError as fault:
            yield number, RowFault(Where(name, number, fault.start + 1), "not UTF-8", "save the file as UTF-8")
        except InputError as fault:
            yield number, RowFault(fault.where, fault.message, fault.hint)


def _reader(item: Any) -> Reader | None:  # noqa: ANN401 - JSON is anything
    return next((read for fits, read in _READERS if fits(item)), None) if isinstance(item, dict) else None


def _record(item: Any, line: int, told: Told) -> Record | RowFault:  # noqa: ANN401 - JSON is anything
    if not isinstance(item, dict):
        return RowFault(Where(told.file, line), f"a record is an object, not {type(item).__name__}", _HINT)
    read = _reader(item)
    if read is not None:
        return _read(partial(read, item), line, told, str(item.get("id") or item.get("awd_id") or item.get("project_num") or ""))
    return RowFault(Where(told.file, line), f"a record of a kind that is not known: {', '.join(map(str, list(item)[:5]))}", _HINT)


def _read(read: Callable[[int, Told], Record], line: int, told: Told, named: str) -> Record | RowFault:
    try:
        return read(line, told)
    except FieldFault as fault:
        return RowFault(Where(told.file, line, fault.column), str(fault), fault.hint, named)


def _table(path: Path, name: str, told: Told) -> Iterator[tuple[int, Record | RowFault]]:
    rows = iter(text_rows(lambda: path.open("rb"), name).read())
    header = next((row for row in rows if not row.empty), None)
    if header is None:
        raise InputError("an empty table", hint="a header and a row for each source of support", where=Where(name))
    titles = [heading(cell) for cell in header.cells]
    from_nih = "org name" in titles and bool({"full project num", "core project num"} & set(titles))
    keys = [(EXPORTER if from_nih else HEADINGS).get(title) for title in titles]
    if not from_nih and "sponsor" not in keys:
        raise InputError("no column names a sponsor", hint="head it sponsor or source of support; or bring ExPORTER's project file with ORG_NAME and FULL_PROJECT_NUM", where=Where(name, header.number))
    stated = [key for key in keys if key]
    if twice := next((key for key in stated if stated.count(key) > 1), None):
        same = [cell for cell, key in zip(header.cells, keys, strict=True) if key == twice]
        raise InputError(f"two columns say the same: {same[0]!r} and {same[1]!r}", hint="keep one of the two", where=Where(name, header.number, same[1]))
    if unread := [cell for cell, key in zip(header.cells, keys, strict=True) if key is None and cell.strip()]:
        told.add("columns that are not read", "; ".join(unread)[:300], header.number)
    titled = {key: cell for cell, key in zip(header.cells, keys, strict=True) if key}
    for row in rows:
        if row.empty:
            continue
        if len(row.cells) > len(keys):
            yield row.number, RowFault(Where(name, row.number), f"{len(row.cells)} cells under {len(keys)} headings", "is a quotation mark missing?")
            continue
        values = {key: plain for key, cell in zip(keys, row.cells, strict=False) if key and (plain := known(cell))}
        found = _read(partial(exporter if from_nih else support, values), row.number, told, values.get("id", ""))
        if isinstance(found, RowFault):
            found = RowFault(Where(name, row.number, titled.get(str(found.where.column), found.where.column)), found.message, found.hint, found.matter)
        yield row.number, found


def _xml(path: Path, name: str, told: Told) -> Iterator[tuple[int, Record | RowFault]]:
    from countersight.sources.raw_xml import xml_records  # noqa: PLC0415 - only for XML

    with path.open("rb") as stream:
        for one in xml_records(iter(partial(stream.read, _HEAD), b""), name, frozenset({"Award", "award"})):
            if one.element.tag in {"Award", "award"}:
                yield one.line, _read(partial(_nsf_xml, one.element), one.line, told, known(one.element.findtext("AwardID") or one.element.findtext("id")))


def _nsf_xml(element: Element, line: int, told: Told) -> Record:
    """``Award`` of the yearly archives, or ``award`` of the API."""
    paths = {
        "id": ("AwardID", "id"), "title": ("AwardTitle", "title"), "start": ("AwardEffectiveDate", "startDate"), "end": ("AwardExpirationDate", "expDate"),
        "amount": ("AwardAmount", "AwardTotalIntnAmount", "fundsObligatedAmt"), "name": ("Institution/Name", "awardeeName"),
        "country": ("Institution/CountryName", "awardeeCountryCode"),
    }  # fmt: skip
    values = {key: next((text for tag in tags if (text := known(element.findtext(tag)))), "") for key, tags in paths.items()}
    return nsf(values, line, told)
