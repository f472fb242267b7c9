"""A decision: what every rulebook says of a matter on a day, with the proof, and with what would settle the rest.

Plain frozen dataclasses with text, numbers, lists and mappings only, so that a decision is the same in memory, in JSON
and after a replay. A decision is never changed; a new look is a new decision.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

SCHEMA = "countersight.decision/1"
"""Version of the machine-readable form; a change that breaks readers changes the number."""


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact as a proof used it: the value as text, its sources as citations."""

    path: str
    value: str | None
    says: str
    open: bool = False
    note: str = ""
    sources: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One line of a proof: ``met``, ``not_met`` or ``unknown``, in the words of the page."""

    label: str
    words: str
    kind: str
    value: str
    expr: str = ""
    facts: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    children: tuple[ProofLine, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceProof:
    """A page read over one binding (a party, a line, both)."""

    about: str
    body_id: str
    value: str
    proof: ProofLine
    facts: tuple[FactUsed, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is still open: about whom, which fact, the question in words, and the pages that it would settle."""

    about: str
    fact: str
    ask: str
    pages: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A page that fired, could not be settled, or raised a flag."""

    page: str
    title: str
    citations: tuple[str, ...]
    measure: str
    outcome: str
    """What it adds to the roll-up: an outcome, or ``review`` where it could not be settled."""
    would_be: str
    """What it gives when it is met in full."""
    value: str
    doubt: str
    flag: bool
    counts: bool
    """False where it is shown but moves nothing: a proposed page, a note, a resolved flag."""
    license_policy: str
    effect: dict[str, Any]
    verified_on: str
    page_sha256: str
    instances: tuple[InstanceProof, ...]
    slots: tuple[str, ...] = ()
    resolution: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A page that was looked at and did not fire, with the condition that was not met."""

    page: str
    title: str
    citations: tuple[str, ...]
    flag: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextChange:
    """The next day on which the law changes for these facts, and what the column would then say."""

    on: str
    outcome: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One rulebook under one profile. Positions that differ in nothing that a page reads share one, and its text."""

    rulebook: str
    profile: str
    title: str
    proposed: bool
    sha256: str
    outcome: str
    fired: tuple[Finding, ...]
    flags: tuple[Finding, ...]
    not_looked_at: tuple[str, ...]
    """Ids of flags whose facts are not known: listed, and moving nothing."""
    checked: tuple[Checked, ...]
    questions: tuple[Question, ...]
    next_change: NextChange | None
    numbers: dict[str, str] = field(default_factory=dict)
    """What a calculator worked out, exact: whole, decimal or as a fraction."""
    working: tuple[dict[str, str], ...] = ()
    """How: basket, what, amount to the cent, citation."""
    effect: dict[str, Any] = field(default_factory=dict)
    """What follows for a position or an issuer, over all pages that fired: may_hold, may_trade, divest_until, notify ..."""

    @property
    def name(self) -> str:
        """The column's name in a matrix."""
        return f"{self.rulebook}/{self.profile}" if self.profile else self.rulebook

    @cached_property
    def canonical(self) -> str:
        """Canonical JSON of the column."""
        return _canonical(self)


def fields_of(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any record of a decision
    """The fields of a record by name: what ``json.dumps(..., default=fields_of)`` wants, one layer at a time."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _canonical(value: object) -> str:
    """JSON with sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=fields_of)


@dataclass(frozen=True)
class Decision:
    """What came back for one matter."""

    schema: str
    program: str
    matter: dict[str, Any]
    on: str
    known_at: str
    snapshot: str
    lists_complete: bool
    enacted: str
    parties: tuple[dict[str, str], ...]
    """Who each party was found to be: label, body, band of the match, reason."""
    columns: tuple[Column, ...]
    decided: dict[str, Any] = field(default_factory=dict)
    """What reviewers had decided of these parties (``adjudications``), and the day on which that was read (``on``). Written only where
    there is any, so that other decisions keep their id."""

    @cached_property
    def id(self) -> str:
        """A hash of the whole decision; two decisions with one id are the same to the letter."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def canonical(self) -> str:
        """Canonical JSON: sorted keys, no spaces, UTF-8 as it is. The columns come first by name, each in its own text."""
        columns = ",".join(column.canonical for column in self.columns)
        return f'{{"columns":[{columns}],{_canonical(self.head())[1:]}'

    def head(self) -> dict[str, Any]:
        """Everything but the columns, ready for JSON."""
        left_out = {"columns"} if self.decided else {"columns", "decided"}
        return {one.name: getattr(self, one.name) for one in dataclasses.fields(self) if one.name not in left_out}

    def to_dict(self) -> dict[str, Any]:
        """The decision with its id, ready for JSON."""
        return {"id": self.id, **self._plain()}

    def _plain(self) -> dict[str, Any]:
        told = dataclasses.asdict(self)
        return told if self.decided else {key: value for key, value in told.items() if key != "decided"}

    def outcomes(self) -> dict[str, str]:
        """Column name to outcome."""
        return {column.name: column.outcome for column in self.columns}
