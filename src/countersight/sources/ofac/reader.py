"""Reads OFAC's lists from the CSV files: a main table, addresses, other names and, where remarks are long, comments.

Source: https://sanctionslist.ofac.treas.gov/, files SDN.CSV, ADD.CSV, ALT.CSV, SDN_COMMENTS.CSV and CONS_PRIM.CSV,
CONS_ADD.CSV, CONS_ALT.CSV, CONS_COMMENTS.CSV. They have no header, and ``-0-`` for nothing.

The consolidated files do not name the list of an entry. Its programme does for NS-CMIC, SSI, PLC, FSE and CAPTA; what is
left is menu-based (held against the lists in OFAC's own XML of 2025-01-10: the same for every entry that is not also on
the SDN list). Directives 1A, 3 and 4 under E.O. 14024 in the remarks put an entry on NS-MBS too; they also stay in the
remarks of parties that were later moved to the SDN list, which these files do not tell: the enhanced XML does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.errors import UsageError
from countersight.model.body import Name
from countersight.sources.countries import country_code
from countersight.sources.edition import expected
from countersight.sources.ofac.entry import PUBLISHED, Entry, day_of, digest_of, edition_of
from countersight.sources.ofac.remarks import Remarks, other_party, read_remarks
from countersight.sources.raw import Row, bare_rows, decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition

MAIN: Final = (
    "ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "vess_flag", "vess_owner",
    "remarks",
)  # fmt: skip
ADDRESSES: Final = ("ent_num", "add_num", "address", "city", "country", "add_remarks")
NAMES: Final = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
COMMENTS: Final = ("ent_num", "remarks")

LISTS: Final = {
    "CMIC-EO13959": "us.ofac.ns_cmic", "UKRAINE-EO13662": "us.ofac.ssi", "NS-PLC": "us.ofac.plc", "FSE-IR": "us.ofac.fse",
    "FSE-SY": "us.ofac.fse", "561-Related": "us.ofac.capta",
}  # fmt: skip
"""Programmes of the consolidated files that belong to one list. All others there are menu-based."""

NEVER_BLOCKING: Final = frozenset({"CMIC-EO13959", "561-Related"})
"""Programmes that no entry of the SDN list has alone: where one does, it is the other file."""

_MENU_BASED: Final = frozenset({"Directive 1a", "Directive 3", "Directive 4"})
_NOTHING: Final = "-0-"
_END: Final = "\x1a"
_KINDS: Final = {"": "entity", "individual": "individual", "vessel": "vessel", "aircraft": "aircraft"}
_ALIASES: Final = {"aka": "alias", "fka": "former", "nka": "alias"}


@dataclass(frozen=True, slots=True)
class OfacFiles:
    """The files of one publication, all of one day."""

    main: Path
    addresses: Path
    names: Path
    comments: Path | None = None


@dataclass(frozen=True, slots=True)
class _Tables:
    """The side tables, by the number of the entry."""

    addresses: dict[str, list[Row]]
    names: dict[str, list[Row]]
    comments: dict[str, list[Row]]


def read_ofac(files: OfacFiles, publication: str, edition: date, *, expect: bool = True) -> Edition:
    """Read one publication.

    Args:
        files: Its CSV files.
        publication: ``sdn`` or ``consolidated``.
        edition: The day of the edition, which the files do not tell.
        expect: Hold it against ``expectations.yaml``. Off only for samples.

    Raises:
        UsageError: There is no such publication.
        InputError: A file is not in the published form, or belongs to another day or publication.
        DataError: The list is shorter than it should be, or misses what must be in it.
    """
    if publication not in PUBLISHED:
        raise UsageError(f"no publication {publication!r}", hint=f"known are: {', '.join(PUBLISHED)}")
    paths = [path for path in (files.main, files.addresses, files.names, files.comments) if path]
    data = {path: read_bytes(path) for path in paths}
    main: dict[str, Row] = {}
    for row in _table(data[files.main], files.main, MAIN):
        number = row.cells["ent_num"]
        if not number.isdecimal():
            raise row.fault("ent_num", f"not the number of an entry: {number!r}", "the file has no header, and begins with a number")
        if number in main:
            raise row.fault("ent_num", f"the entry {number} stands twice", "one entry has one row in the main table")
        main[number] = row
    tables = _Tables(
        _side(data[files.addresses], files.addresses, ADDRESSES, main),
        _side(data[files.names], files.names, NAMES, main),
        _side(data[files.comments], files.comments, COMMENTS, main) if files.comments else {},
    )
    read = edition_of(_entries(main, tables, publication), publication, digest_of(data.values()), edition)
    return expected(__package__, read, str(files.main), PUBLISHED[publication], expect=expect)


def _table(data: bytes, path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of one file, without the control-Z at its end; nothing is nothing, whichever way it is written."""
    text = decode(data, str(path)).rstrip().removesuffix(_END)
    for row in bare_rows(text, str(path), columns):
        # Remarks keep their blanks: the text may go on in the comments, in the middle of a word.
        cells = {key: "" if value.strip() == _NOTHING else value if key == "remarks" else value.strip() for key, value in row.cells.items()}
        yield Row(cells, row.file, row.line)


def _side(data: bytes, path: Path, columns: tuple[str, ...], main: dict[str, Row]) -> dict[str, list[Row]]:
    held: dict[str, list[Row]] = {}
    for row in _table(data, path, columns):
        number = row.cells["ent_num"]
        if number not in main:
            message = f"the entry {number!r} is not in the main table"
            raise row.fault("ent_num", message, "take all files of one publication, of the same day")
        held.setdefault(number, []).append(row)
    return held


def _entries(main: dict[str, Row], tables: _Tables, publication: str) -> Iterator[Entry]:
    listed = frozenset(row.cells["name"] for row in main.values())
    for number, row in main.items():
        programs = [program for part in row.cells["program"].split("] [") if (program := part.strip())]
        if not programs:
            raise row.fault("program", "an entry without a programme", "every published entry has one")
        rest = "".join(part.cells["remarks"] for part in tables.comments.get(number, ()))
        remarks = read_remarks(row.cells["remarks"], rest)
        kind = _KINDS.get(row.cells["type"].casefold(), row.cells["type"])
        yield Entry(
            place=row,
            number=number,
            kind=kind,
            names=[Name(row.cells["name"], "", "primary"), *map(_alias, tables.names.get(number, ())), *remarks.aliases],
            lists=_lists(row, programs, remarks, publication),
            programs=programs,
            addresses=[_address(part) for part in tables.addresses.get(number, ())],
            details=remarks.details,
            linked_to=[other_party(text, listed) for text in remarks.linked_to],
        )


def _alias(row: Row) -> Name:
    kind = row.cells["alt_type"].casefold()
    if kind not in _ALIASES:
        raise row.fault("alt_type", f"an unknown kind of name: {kind!r}", f"known are: {', '.join(_ALIASES)}")
    return Name(row.cells["alt_name"], "", _ALIASES[kind])


def _address(row: Row) -> tuple[str, str]:
    cells = row.cells
    text = ", ".join(cells[key] for key in ("address", "city", "country") if cells[key])
    return text, country_code(cells["country"])


def _lists(row: Row, programs: list[str], remarks: Remarks, publication: str) -> dict[str, str]:
    """The lists of an entry, each with the day of listing where the remarks tell it."""
    if publication == "sdn":
        if NEVER_BLOCKING.issuperset(programs):
            message = f"the programme {programs[0]!r} is not one of the SDN list"
            raise row.fault("program", message, "this looks like the consolidated (non-SDN) file: read it as such")
        return {"us.ofac.sdn": ""}
    found = {LISTS[program]: "" for program in programs if program in LISTS}
    if "us.ofac.ns_cmic" in found:
        days = [value for label, value in remarks.details if label == "Listing Date (CMIC)"]
        found["us.ofac.ns_cmic"] = day_of(row, days[0]) if days else ""
    menu = [day_of(row, day) if day else "" for name, day in remarks.directives.items() if name in _MENU_BASED]
    if menu or not found:
        found["us.ofac.ns_mbs"] = min(menu, default="")
    return found
