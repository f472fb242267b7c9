"""A mapping of somebody's headings to our columns: proposed from the headings, corrected by a person, then used.

A mapping is YAML: ``columns`` names for every heading the column it is, or null where it is not to be read; ``fixed`` gives
values that hold for every row. ``dates`` (day first, month first) and ``decimals`` (comma, point) decide what the file leaves
open; ``sheet`` names the sheet of a workbook, ``encoding`` that of a text file.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from countersight.errors import InputError, UsageError, Where
from countersight.intake.cells import CellFault, Style
from countersight.intake.columns import Column, column_of, columns_of, heading, headings_of, in_two_languages
from countersight.intake.layout import likely_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.intake.rows import Row

_OF_ENTRIES: Final = frozenset({"entry number", "entry date", "entry no", "entry summary number", "entered value", "importer of record", "进口日期"})
KEYS: Final = ("kind", "columns", "fixed", "dates", "decimals", "sheet", "encoding")
DATES: Final = {"day first": True, "month first": False}
DECIMALS: Final = {"comma": True, "point": False}
NEAR: Final = 0.82
"""How alike a heading must be to a known one to be proposed: a proposal is looked at by a person."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a file's headings mean."""

    file: str
    kind: str
    columns: dict[str, str | None]
    fixed: dict[str, str] = field(default_factory=dict)
    style: Style | None = None
    """How the file writes days and amounts, as far as a person says so."""
    sheet: str | None = None
    encoding: str | None = None

    def by_heading(self, kind: str) -> dict[str, Column]:
        """Every heading that is to be read, in compared form, to its column."""
        paths = {column.path: column for column in columns_of(kind)}
        return {heading(name): paths[path] for name, path in self.columns.items() if path is not None}

    def left_out(self, name: str) -> bool:
        """Whether a person said that a column is not to be read."""
        return any(path is None and heading(given) == heading(name) for given, path in self.columns.items())

    def fixed_values(self, kind: str) -> dict[Column, object]:
        """The values that hold for every row.

        Raises:
            InputError: A value that does not fit its column.
        """
        paths = {column.path: column for column in columns_of(kind)}
        found: dict[Column, object] = {}
        for path, cell in self.fixed.items():
            try:
                found[paths[path]] = paths[path].read(cell, Style())
            except CellFault as fault:
                raise InputError(str(fault), hint=fault.hint, where=Where(self.file, None, f"fixed.{path}")) from None
        return found


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.

    Raises:
        InputError: Not a mapping, or a column that there is not: with what it may be.
    """
    try:
        loaded: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"cannot be read: {fault}", hint="a mapping is YAML in UTF-8", where=Where(str(path))) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise InputError(f"not YAML: {getattr(fault, 'problem', fault)}", hint="quote headings with signs in them", where=Where(str(path), mark.line + 1 if mark else None)) from None
    if not isinstance(loaded, dict) or not set(loaded) <= set(KEYS) or not isinstance(loaded.get("columns"), dict):
        raise InputError(f"a mapping has the keys {', '.join(KEYS)}", hint="propose one: name a file that does not exist yet", where=Where(str(path)))
    kind, columns, fixed = loaded.get("kind", "shipment"), loaded["columns"], loaded.get("fixed") or {}
    if kind not in {"shipment", "entry", "parties"}:
        raise InputError(f"no table of the kind {kind!r}", hint="shipment, entry or parties", where=Where(str(path), None, "kind"))
    if not isinstance(fixed, dict):
        raise InputError("fixed is no mapping", hint="fixed: {destination: CN}", where=Where(str(path), None, "fixed"))
    known = {column.path for column in columns_of(kind)}
    for name, target in (*columns.items(), *((path, path) for path in fixed)):
        if target is not None and str(target) not in known:
            near = difflib.get_close_matches(str(target), known, 3, 0.5)
            hint = f"did you mean {' or '.join(map(repr, near))}?" if near else f"columns are for example {', '.join(sorted(known)[:12])}; docs/files.md names them all"
            raise InputError(f"{name!r}: no column is called {target!r}", hint=hint, where=Where(str(path)))
    return Mapping(
        str(path),
        kind,
        {str(name): target for name, target in columns.items()},
        {str(name): str(value) for name, value in fixed.items()},
        _style(loaded, path),
        _text(loaded, "sheet"),
        _encoding(loaded, path),
    )


def _style(loaded: dict[str, Any], path: Path) -> Style | None:
    found: list[bool | None] = []
    for key, words in (("dates", DATES), ("decimals", DECIMALS)):
        said = loaded.get(key)
        if said is not None and str(said) not in words:
            raise InputError(f"{key} is {said!r}", hint=f"one of {', '.join(words)}; leave it out where the file tells", where=Where(str(path), None, key))
        found.append(None if said is None else words[str(said)])
    day_first, comma = found
    return None if day_first is None and comma is None else Style(day_first=day_first, point_first=None, comma=comma)


def _text(loaded: dict[str, Any], key: str) -> str | None:
    return None if loaded.get(key) is None else str(loaded[key])


def _encoding(loaded: dict[str, Any], path: Path) -> str | None:
    said = _text(loaded, "encoding")
    try:
        if said is not None:
            "".encode(said)
    except LookupError:
        raise InputError(f"no encoding is called {said!r}", hint="utf-8, utf-16, gb18030, windows-1252", where=Where(str(path), None, "encoding")) from None
    return said


def propose(header: list[str], kind: str, source: str) -> str:
    """A mapping for a header, as YAML with a word on every line about why; what was not understood is null."""
    known = headings_of(kind)
    taken: dict[str, str] = {}
    lines = [
        f"# Proposed by countersight for {source}. Look at every line, correct it, and run the same command again.",
        "# A heading is on the left; on the right the column it is, or null where it is not to be read.",
        f"kind: {kind}",
        "columns:",
    ]
    for name in (cell.strip() for cell in header if cell.strip()):
        path, why = _target(name, known)
        if path in taken:
            path, why = None, f"not read: {taken[str(path)]!r} is {path} already; null one of the two"
        if path is not None:
            taken[path] = name
        lines.append(f"  {json.dumps(name, ensure_ascii=False)}: {path or 'null'}  # {why}")
    lines += [
        "# Values that hold for every row, for example the destination of all shipments of the file:",
        "fixed: {}",
        "# Only where the file itself does not tell (take the sign away):",
        "# dates: day first       # or month first: how 11/12/2026 is read",
        "# decimals: point        # or comma: how 1,234 and 1.234 are read",
        "# sheet: Sheet1          # of a workbook",
        "# encoding: gb18030      # of a text file",
        *_listed(kind),
    ]
    if "id" not in taken and kind != "parties":
        lines.insert(2, "# No heading gives each row its shipment: without one, every row is a shipment of its own.")
    return "\n".join(lines) + "\n"


def _listed(kind: str) -> list[str]:
    """The columns there are, as remarks."""
    columns = columns_of(kind)
    parties = dict.fromkeys(column.owner for column in columns if column.is_party)
    fields = dict.fromkeys(column.field for column in columns if column.is_party and column.field != "name")
    return [
        f"# Columns: {', '.join(column.path for column in columns if not column.is_party)}",
        f"# Parties: {', '.join(parties)}; and of each, after a dot: {', '.join(fields)}",
    ]


def _target(name: str, known: dict[str, Column]) -> tuple[str | None, str]:
    """The column that a heading may be, and why."""
    plain = heading(name)
    if plain in known:
        return known[plain].path, "recognised"
    halves = in_two_languages(plain)
    told = [known[half].path for half in halves if half in known]
    if len(told) == len(halves):
        return (told[0], "recognised in both languages") if told[0] == told[1] else (None, f"not understood: it says {told[0]} in one language and {told[1]} in the other")
    if told and all(halves):
        half = next(half for half in halves if half in known)
        return told[0], f"a guess: only {half!r} is known"
    if near := difflib.get_close_matches(plain, known, 1, NEAR):
        return known[near[0]].path, f"a guess: it is near {near[0]!r}"
    if inside := [word for word in known if _holds(plain, word)]:
        best = max(inside, key=len)
        return known[best].path, f"a guess: it holds {best!r}"
    return None, "not understood; the columns there are stand below"


def _holds(plain: str, word: str) -> bool:
    """Whether a known heading stands in a longer one: as words, or as two characters of Chinese or more."""
    return f" {word} " in f" {plain} " if word.isascii() and len(word) > 3 else not word.isascii() and len(word) > 1 and word in plain  # noqa: PLR2004 - shorter ones stand in others


def _kind(head: Sequence[Row]) -> str:
    """The kind of table that most headings speak for; of equal ones the first."""
    kinds = ("shipment", "entry", "parties")
    best = {kind: max((sum(column_of(cell, headings_of(kind)) is not None for cell in row.own if cell.strip()) for row in head), default=0) for kind in kinds}
    if best["shipment"] == best["entry"] and any(_OF_ENTRIES & {heading(cell) for cell in row.own} for row in head):
        return "entry"
    return max(kinds, key=lambda kind: best[kind])


def mapping_for(name: str, head: Sequence[Row], kind: str | None, source: str) -> Mapping:
    """The mapping of that name; where there is none yet, one is written for a person to look at, and nothing is screened.

    Args:
        name: Its file.
        head: The first rows of the table that hold something.
        kind: What the rows are; None where nobody said so.
        source: The table's file.

    Raises:
        UsageError: A proposal was written, and nothing was screened.
        InputError: The mapping cannot be read, or not be written; or the table is empty.
    """
    path = Path(name)
    if path.exists():
        return read_mapping(path)
    if not head:
        raise InputError("the file is empty", hint="the first row names the columns", where=Where(source, 1))
    kind = kind or _kind(head)
    text = propose(list(head[likely_header(head, kind)].own), kind, source)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise InputError(f"cannot be written: {fault.strerror}", hint="name a folder that may be written to", where=Where(name)) from None
    told = [line for line in text.splitlines() if line.startswith('  "')]
    open_ones, guesses = sum(": null" in line for line in told), sum("# a guess" in line for line in told)
    message = f"a mapping was proposed: {len(told)} headings, {guesses} guessed, {open_ones} not understood; nothing was screened"
    raise UsageError(message, hint=f"look at {name}, correct it, and run the same command again", where=Where(name))
