"""Reported exports of surveillance: programmes with their country, supplier, year and source, read out of the statements of a snapshot.

A supplier is a body of the atlas only where its name stands in the statement as a whole word, and the statement does not call it unverified.
Nothing here is a designation, and nothing is guessed: what no statement names stays without a body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.names.normalise import fold

if TYPE_CHECKING:
    from countersight.model.body import Body, Statement
    from countersight.store.snapshot import Snapshot

HOME: Final = "CN"
"""Programmes of this country are programmes of its own state; all others were exported to where they are."""
_PART: Final = re.compile(r"\s*(?:;|,|/|\band\b|\bor\b|\bwith\b|与|和)\s*")
_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme, as it is reported."""

    body: Body
    country: str
    what: str
    year: str
    supplier: str
    """As the statement has it; empty where none names one."""
    suppliers: tuple[str, ...]
    """Ids of bodies of the atlas that the statement names."""
    unverified: bool
    statements: tuple[Statement, ...]

    @property
    def exported(self) -> bool:
        """True where somebody is reported to have supplied it to another country; an index that counts programmes is none."""
        return self.country not in {HOME, ""} and bool(self.supplier)


def programmes(snapshot: Snapshot) -> list[Programme]:
    """Every programme, by country and name."""
    found = [_programme(snapshot, body) for body_id in snapshot.saying("schema", "Project") if (body := snapshot.body(body_id)) is not None and body.schema == "Project"]
    return sorted(found, key=lambda one: (one.country, one.body.caption))


def _programme(snapshot: Snapshot, body: Body) -> Programme:
    said = [one for one in body.statements if one.prop in {"programme", "supplier"}]
    what = next((one.value for one in said if one.prop == "programme"), "")
    supplier = next((one.value for one in said if one.prop == "supplier"), "")
    plain = re.sub(r"\([^)]*\)", " ", supplier)
    unverified = "unverified" in supplier.casefold()
    ids = dict.fromkeys(one for part in _PART.split(plain) for one in _named(snapshot, part))
    year = min((one.start[:4] for one in said if one.start), default="")
    return Programme(body, body.countries[0] if body.countries else "", what, year, supplier, tuple(ids), unverified, tuple(said))


def _named(snapshot: Snapshot, part: str) -> list[str]:
    """Bodies whose name stands in a few words, the longest name first."""
    words = part.split()
    for length in range(min(_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            found = [body_id for body_id, _ in snapshot.by_exact(fold(" ".join(words[start : start + length])))]
            companies = [one for one in dict.fromkeys(found) if (body := snapshot.body(one)) is not None and body.schema != "Project"]
            if companies:
                return companies[:1]
    return []


def of_supplier(found: list[Programme], body_id: str) -> list[Programme]:
    """The programmes whose supplier is reported to be this body."""
    return [one for one in found if body_id in one.suppliers]
