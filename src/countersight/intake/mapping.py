"""A mapping of somebody's headings to our columns: proposed from the headings, corrected by a person, then used.

A mapping is YAML: ``columns`` names for every heading the column it is, or null where it is not to be read; ``fixed`` gives
values that hold for every row.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from countersight.errors import InputError, UsageError, Where
from countersight.intake.cells import CellFault, Style
from countersight.intake.columns import Column, columns_of, heading, headings_of

KEYS: Final = ("kind", "columns", "fixed")
NEAR: Final = 0.82
"""How alike a heading must be to a known one to be proposed: a proposal is looked at by a person."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a file's headings mean."""

    file: str
    kind: str
    columns: dict[str, str | None]
    fixed: dict[str, str] = field(default_factory=dict)

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
    for name, target in (*columns.items(), *fixed.items()):
        wanted = name if name in fixed and name not in columns else target
        if wanted is not None and wanted not in known:
            near = difflib.get_close_matches(str(wanted), known, 3, 0.5)
            raise InputError(f"{name!r}: no column is called {wanted!r}", hint=f"did you mean {' or '.join(map(repr, near))}?" if near else "docs/cli.md names them", where=Where(str(path)))
    return Mapping(str(path), kind, {str(name): target for name, target in columns.items()}, {str(name): str(value) for name, value in fixed.items()})


def propose(header: list[str], kind: str, source: str) -> str:
    """A mapping for a header, as YAML with a word on every line about why; what was not understood is null."""
    known = headings_of(kind)
    taken: set[str] = set()
    lines = [
        f"# Proposed by countersight for {source}. Look at every line, correct it, and run the same command again.",
        "# A heading is on the left; on the right the column it is, or null where it is not to be read.",
        f"kind: {kind}",
        "columns:",
    ]
    for name in (cell for cell in header if cell.strip()):
        path, why = _target(name, known)
        if path in taken:
            path, why = None, f"not read: another heading is {path} already"
        if path is not None:
            taken.add(path)
        lines.append(f"  {json.dumps(name.strip(), ensure_ascii=False)}: {path or 'null'}  # {why}")
    lines += ["# Values that hold for every row, for example the destination of all shipments of the file:", "fixed: {}"]
    if "id" not in taken and kind != "parties":
        lines.insert(2, "# No heading gives each row its shipment: without one, every row is a shipment of its own.")
    return "\n".join(lines) + "\n"


def _target(name: str, known: dict[str, Column]) -> tuple[str | None, str]:
    plain = heading(name)
    if plain in known:
        return known[plain].path, "recognised"
    near = difflib.get_close_matches(plain, known, 1, NEAR)
    if near:
        return known[near[0]].path, f"a guess: it is near {near[0]!r}"
    inside = [word for word in known if len(word) > 3 and (f" {word} " in f" {plain} ")]  # noqa: PLR2004 - shorter words stand in others
    if inside:
        best = max(inside, key=len)
        return known[best].path, f"a guess: it holds {best!r}"
    return None, "not understood"


def mapping_for(name: str, header: list[str], kind: str, source: str) -> Mapping:
    """The mapping of that name; where there is none yet, one is written for a person to look at, and nothing is screened.

    Raises:
        UsageError: A proposal was written, and nothing was screened.
        InputError: The mapping cannot be read, or not be written.
    """
    path = Path(name)
    if path.exists():
        return read_mapping(path)
    text = propose(header, kind, source)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise InputError(f"cannot be written: {fault.strerror}", hint="name a folder that may be written to", where=Where(name)) from None
    raise _proposed(name, text)


def _proposed(name: str, text: str) -> UsageError:
    told = [line for line in text.splitlines() if line.startswith('  "')]
    open_ones = sum(": null" in line for line in told)
    guesses = sum("# a guess" in line for line in told)
    message = f"a mapping was proposed: {len(told)} headings, {guesses} guessed, {open_ones} not understood; nothing was screened"
    return UsageError(message, hint=f"look at {name}, correct it, and run the same command again", where=Where(name))
