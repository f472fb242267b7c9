"""Bodies (who), designations (what an authority says of them) and edges (who owns whom).

Plain slotted dataclasses: these are read in hot paths. A body is an organisation, a programme or a person whom an
official list names; nobody else is in the atlas.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Edge:
    """Owner holds a share of asset. Shares in units of 1e-8; dates ISO, possibly partial, half-open, empty = unknown."""

    owner: str
    asset: str
    klass: str
    lo: int
    hi: int
    start: str = ""
    end: str = ""
    citation: str = ""
    confirmed: bool = True
    id: str = ""


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

    @property
    def caption(self) -> str:
        """The name to show: the first primary one, else the first."""
        return next((n.text for n in self.names if n.kind == "primary"), self.names[0].text if self.names else self.id)


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
