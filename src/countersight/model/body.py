"""Bodies (who), designations (what an authority says of them) and edges (who owns whom).

Plain slotted dataclasses: these are read in hot paths. A body is an organisation, a programme or a person whom an
official list names; nobody else is in the atlas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

Tri = Literal["yes", "no", "conditional", "unknown"]


@dataclass(frozen=True, slots=True)
class Name:
    """One written form. ``kind``: primary, alias, weak (a low-quality alias), former, short."""

    text: str
    lang: str = ""
    kind: str = "alias"


@dataclass(frozen=True, slots=True)
class Designation:
    """An authority's act about a body: never an allegation.

    ``start`` and ``end`` are ISO days, half-open; an empty ``end`` is "still in force in the edition held".
    """

    list_id: str
    body_id: str
    start: str
    citation: str
    end: str = ""
    programs: tuple[str, ...] = ()
    scope: str = ""
    """What the entry itself limits, for example the uses of a Covered List entry or a licence policy."""
    source_id: str = ""
    url: str = ""
    verified_on: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim about a body: what is said, who says it, of which nature, and whether it stands."""

    body_id: str
    prop: str
    value: str
    citation: str
    nature: str = "finding"
    standing: str = "asserted"
    url: str = ""
    seen: str = ""
    start: str = ""
    end: str = ""
    source_id: str = ""
    """Empty where it is that of the body."""
    locator: str = ""
    """Where in the source: a page, a row, a paragraph."""
    quote: str = ""
    """A few words of the source, as they stand there."""
    method: str = ""
    """How it was come by, where not by reading: a measure, a decision of the user."""
    answers: str = ""
    """Of a reply: the id of the statement that it answers; empty for everything that is contested of this body."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Owner holds a share of asset. Shares in units of 1e-8; dates ISO, possibly partial, half-open, empty = unknown.

    The last five fields are optional in a record: where they are empty they are not written, so that records without
    them keep their id and their hash.
    """

    owner: str
    asset: str
    klass: str
    """``equity``, ``voting``, ``profit``; ``consolidation`` (accounts, no shareholding); or a kind of control."""
    lo: int
    hi: int
    start: str = ""
    end: str = ""
    citation: str = ""
    confirmed: bool = True
    id: str = ""
    source_id: str = ""
    indirect: bool = False
    """A summary of a chain through other bodies. It is shown, and never enters a sum."""
    statements: tuple[str, ...] = ()
    """Ids of the source's own statements behind it."""
    recorded: str = ""
    """The day from which it could be known, ISO; empty: it always counts."""
    retracted: str = ""
    """The day from which the source no longer stands by it: a correction, not the end of a stake."""
    remarks: tuple[str, ...] = ()
    """What was wrong with the record as it came, and how it was read: each a finding about this edge."""

    def record(self) -> dict[str, Any]:
        """The edge for JSON, without optional fields that are empty.

        >>> Edge("x", "a", "equity", 1, 2, id="e", indirect=True).record()["indirect"]
        True
        """
        told = asdict(self)
        return {key: value for key, value in told.items() if value or key not in OPTIONAL}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Edge:
        """Undo :meth:`record`."""
        told: dict[str, Any] = {key: tuple(value) if key in {"statements", "remarks"} else value for key, value in record.items()}
        return cls(**told)


OPTIONAL: Final = frozenset({"indirect", "statements", "recorded", "retracted", "remarks"})
"""Fields of an edge that are written only where they say something."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which source states a value of a body that the body's own source does not.

    ``prop`` is ``name``, ``country``, ``address`` or ``identifier:`` with its kind; ``value`` is as the body holds it.
    """

    prop: str
    value: str
    source_id: str


@dataclass(slots=True)
class Body:
    """A body with everything an atlas holds about it. ``schema`` is FollowTheMoney's (Company, PublicBody, ...)."""

    id: str
    schema: str
    names: tuple[Name, ...]
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: dict[str, str] = field(default_factory=dict)
    """Keys as in a matter: lei, uscc, isin, cik, ticker, registration ..."""
    government: Tri = "unknown"
    organ: str = ""
    surveillance_company: Tri = "unknown"
    designations: tuple[Designation, ...] = ()
    statements: tuple[Statement, ...] = ()
    source_id: str = ""
    origins: tuple[Origin, ...] = ()
    """Only for values that came from elsewhere than ``source_id``, as they do when records of several lists merge."""

    @property
    def caption(self) -> str:
        """The name to show: the first primary one, else the first."""
        return next((n.text for n in self.names if n.kind == "primary"), self.names[0].text if self.names else self.id)

    def values(self) -> list[tuple[str, str]]:
        """Property and value of every name, country, address and identifier, in the words of :class:`Origin`.

        >>> Body("a", "Company", (Name("A"),), identifiers={"isin": "X; Y"}).values()
        [('name', 'A'), ('identifier:isin', 'X'), ('identifier:isin', 'Y')]
        """
        found = [("name", name.text) for name in self.names]
        found += [("country", code) for code in self.countries]
        found += [("address", text) for text in self.addresses]
        return found + [(f"identifier:{kind}", one) for kind, text in self.identifiers.items() for one in each(text)]


def each(values: str) -> list[str]:
    """The values of one kind of identifier, which stand in one text, parted by semicolons.

    >>> each(" X;Y ; ")
    ['X', 'Y']
    """
    return [one for part in values.split(";") if (one := part.strip())]


def origins(first: Body, rest: Sequence[Body]) -> tuple[Origin, ...]:
    """Where the values of a body come from that is made of several: each from the first that states it.

    Args:
        first: The body whose source the whole has.
        rest: The others, in order of precedence.
    """
    said = {(one.prop, one.value): one.source_id for one in first.origins}
    held = {value: said.get(value, first.source_id) for value in first.values()}
    for body in rest:
        own = {(one.prop, one.value): one.source_id for one in body.origins}
        for value in body.values():
            held.setdefault(value, own.get(value, body.source_id))
    return tuple(Origin(*value, source) for value, source in held.items() if source != first.source_id)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a list is held: "not found" is false only where this covers the day."""

    list_id: str
    title: str
    complete: bool
    first_edition: str
    last_edition: str
    max_age_days: int = 45
    source_id: str = ""
