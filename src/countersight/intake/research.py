"""Works, awards and support to matters of the kind ``research``: what their readers share.

A record becomes a :class:`Record` without persons: authors, investigators and officers are never read, so that neither
their names nor their order can reach a decision. Institutions are kept once each, in an order of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from countersight.errors import Where
from countersight.intake.result import UNKNOWN_MARKS, Intake, RowFault
from countersight.model.matter import Matter
from countersight.names.identifiers import valid_ror
from countersight.sources.countries import country_code

CHUNK: Final = 500
"""Matters that are given back together."""
MAX_INSTITUTIONS: Final = 5_000
"""Institutions of one work; the largest collaborations have some hundreds."""
_OF_COUNTRY: Final = re.compile(r"(?:\bof (?:the )?|\()([A-Z][\w' .-]{2,40}?)\)?$")


class FieldFault(ValueError):  # noqa: N818 - a fault of the file, not of the program
    """A field that does not fit: which, what is wrong, what would be right."""

    def __init__(self, column: str, message: str, hint: str) -> None:
        """Keep the three apart, so that the row fault can carry them."""
        super().__init__(message)
        self.column, self.hint = column, hint


@dataclass(slots=True)
class Record:
    """One work, award, institution or row of support, while it is read."""

    id: str
    document: str
    day: str | None = None
    parties: dict[tuple[str, str, str, str], dict[str, Any]] = field(default_factory=dict)
    project: dict[str, Any] = field(default_factory=dict)

    def party(self, role: str, name: str, *, country: str = "", ror: str = "", names: Iterable[str] = ()) -> None:
        """Name a party once in a role; one of which nothing is said is left out.

        Raises:
            FieldFault: More institutions than a work can have.
        """
        name, more = known(name), [text for text in map(known, names) if text]
        if not name and not more and not ror:
            return
        key = (role, country, name or next(iter(more), ror), ror)
        told: dict[str, Any] = {"role": role, "name": key[2]}
        if country:
            told["country"] = country
        if ror:
            told["identifiers"] = {"ror": ror}
        if rest := [text for text in dict.fromkeys(more) if text != key[2]]:
            told["names"] = rest
        self.parties.setdefault(key, told)
        if len(self.parties) > MAX_INSTITUTIONS:
            raise FieldFault("authorships", f"more than {MAX_INSTITUTIONS:,} institutions", "is this one work?")

    def raw(self) -> dict[str, Any]:
        """The matter; parties in an order that no author decides."""
        project = {key: value for key, value in self.project.items() if value not in (None, "", [])}
        return {"id": self.id, "kind": "research", "date": self.day, "parties": [self.parties[key] for key in sorted(self.parties)], "project": {"document": self.document, **project}}


@dataclass(slots=True)
class Told:
    """What was read as unknown, counted over a file, with the first place of each."""

    file: str
    count: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, what: str, example: str, line: int) -> None:
        """Count a case."""
        self.count[what] += 1
        self.first.setdefault(what, f"{example!r} in line {line}")

    def notes(self) -> list[str]:
        """A line for each kind of case."""
        return [f"{self.file}: {what}: {count:,}, the first {self.first[what]}" for what, count in sorted(self.count.items())]


def known(text: object) -> str:
    """A text with its spaces tidied; empty where it says that it is not known, and for what is no text.

    >>> known(" N/A "), known("Example  University"), known(None), known(3)
    ('', 'Example University', '', '')
    """
    plain = " ".join(text.split()) if isinstance(text, str) else ""
    return "" if plain.casefold() in UNKNOWN_MARKS else plain


def ror_of(value: object, told: Told, line: int) -> str:
    """The bare ROR id of an address or an id; empty, and said so, where it fails its check."""
    plain = known(value).rstrip("/").rpartition("/")[2].lower()
    if plain and not valid_ror(plain):
        told.add("ROR ids that fail their check digits and are not used", plain, line)
        return ""
    return plain


def country_of(value: object, told: Told, line: int) -> str:
    """An ISO 3166-1 code out of a code or a country's name; empty, and said so, where it is neither."""
    plain = known(value)
    if re.fullmatch(r"[A-Za-z]{2}", plain):
        return plain.upper()
    found = country_code(plain.title()) or country_code(plain)
    if plain and not found:
        told.add("countries that are read as unknown", plain, line)
    return found


def country_in_name(name: str) -> str:
    """The country that a funder's own name ends with, or nothing.

    >>> country_in_name("National Natural Science Foundation of China"), country_in_name("Example (Norway)"), country_in_name("Russian Science Foundation")
    ('CN', 'NO', '')
    """
    found = _OF_COUNTRY.search(name)
    plain = found.group(1).replace("People's Republic of China", "China") if found else ""
    return country_code(plain)


def matters_of(records: Iterable[tuple[int, Record | RowFault]], told: Told) -> Iterator[Intake]:
    """Records as matters, some at a time; what was read as unknown is said with the last."""
    intake = Intake()
    seen: Counter[str] = Counter()
    for line, record in records:
        if isinstance(record, RowFault):
            intake.faults.append(record)
        else:
            seen[record.id] += 1
            if seen[record.id] > 1:
                told.add("ids that stand more than once; a number is put behind", record.id, line)
                record.id = f"{record.id}-{seen[record.id]}"
            _take(record, line, intake, told.file)
        if len(intake.matters) + len(intake.faults) >= CHUNK:
            yield intake
            intake = Intake()
    intake.notes += told.notes()
    yield intake


def _take(record: Record, line: int, intake: Intake, file: str) -> None:
    try:
        intake.matters.append(Matter.model_validate(record.raw()))
    except ValidationError as fault:
        first = fault.errors()[0]
        column = ".".join(map(str, first["loc"]))
        intake.faults.append(RowFault(Where(file, line, column), first["msg"], "see: countersight schema", record.id))
