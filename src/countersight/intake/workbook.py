"""What is looked at in a workbook before it is read: bombs, links to elsewhere, merged cells, formulas.

A workbook is an archive of XML (ECMA-376). It is only ever unpacked a piece at a time, nothing in it is run, and nothing that it
names elsewhere is fetched.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from countersight.errors import InputError, Where

MAX_UNPACKED: Final = 1_000_000_000
SUSPECT: Final = 10_000_000
"""Below that many bytes a workbook does no harm, however well it packs."""
MAX_RATIO: Final = 200
"""Bytes unpacked for one packed: text packs well, a bomb far better."""
MAX_PARTS: Final = 10_000
MAX_MERGED: Final = 100_000
_PIECE: Final = 1 << 20
_SHOWN: Final = 5
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGED = re.compile(rb"mergeCell ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ELSEWHERE: Final = (("xl/externalLinks/", "links to other files"), ("xl/connections.xml", "fetches data from elsewhere"))


@dataclass(slots=True)
class Marks:
    """What the XML of a sheet says beside its cells. Merged cells are (first row, last row, column), counted from 1."""

    merged: list[tuple[int, int, int]] = field(default_factory=list)
    shown: str = ""
    """The first of them as the spreadsheet writes them."""
    formulas: bool = False


def check_workbook(path: Path, file: str) -> None:
    """Refuse what is no workbook, or none that should be opened.

    Raises:
        InputError: No archive, one that unpacks without end, or one that reaches out of itself.
    """
    where = Where(file)
    try:
        with path.open("rb") as stream:
            if stream.read(len(_OLE)) == _OLE:
                raise InputError("an old workbook, or one with a password", hint="open it, and save it as XLSX without a password", where=where)
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_parts(archive, infos, where)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise InputError(f"not a workbook: {fault}", hint="save it again as XLSX; an older .xls must be saved as XLSX first", where=where) from None


def _check_parts(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], where: Where) -> None:
    unpacked, packed = sum(one.file_size for one in infos), sum(one.compress_size for one in infos)
    if unpacked > MAX_UNPACKED or (unpacked > SUSPECT and unpacked > MAX_RATIO * max(1, packed)) or len(infos) > MAX_PARTS:
        raise InputError(f"the workbook unpacks to {unpacked:,} bytes", hint="that is no table of ours: save the sheet as CSV", where=where)
    if not any(one.filename == "xl/workbook.xml" for one in infos):
        raise InputError("an archive, and no workbook", hint="bring the XLSX file itself", where=where)
    for one in infos:
        for start, what in _ELSEWHERE:
            if one.filename.startswith(start):
                raise InputError(f"the workbook {what} ({one.filename})", hint="break the links (Data, Edit Links), or copy the values into a new workbook", where=where)
        if one.filename.endswith((".xml", ".rels")):
            with archive.open(one) as part:
                if b"<!DOCTYPE" in part.read(2000).replace(b"\0", b""):
                    raise InputError(f"the workbook defines entities ({one.filename})", hint="no spreadsheet writes that: save it again as XLSX", where=where)


def marks(path: Path, part: str) -> Marks:
    """The merged cells of a sheet, and whether it holds formulas."""
    found, names = Marks(), list[tuple[int, int, str]]()
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as stream:
        tail = b""
        while piece := stream.read(_PIECE):
            data = tail + piece
            found.formulas = found.formulas or _FORMULA.search(data) is not None
            end = 0
            for one in _MERGED.finditer(data):
                end = one.end()
                if len(names) < MAX_MERGED:
                    first, last, column = int(one[2]), int(one[4]), _column(one[1].decode())
                    found.merged.append((first, last, column))
                    names.append((first, column, f"{one[1].decode()}{first}:{one[3].decode()}{last}"))
            tail = data[max(end, len(data) - 100) :]
    found.shown = ", ".join(name for _, _, name in sorted(names)[:_SHOWN]) + (" ..." if len(names) > _SHOWN else "")
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
