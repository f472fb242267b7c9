"""A hit as plain data: the body that a name may be, why, and how it stands on lists. Apart, because ``countersight name`` answers at once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from countersight.reports.states import state

if TYPE_CHECKING:
    from countersight.match.outcome import Match
    from countersight.match.why import Why
    from countersight.model.body import Body


def hit_row(match: Match, body: Body, on: date, opened: Why | None = None) -> dict[str, Any]:
    """A hit, ready for JSON."""
    listed = [
        {"list": one.list_id, "state": state(one, on), "from": one.start, "to": one.end, "citation": one.citation, "scope": one.scope}
        for one in body.designations
    ]
    told = {
        "id": body.id, "name": body.caption, "band": match.band, "score": match.score, "reason": match.reason,
        "matched": match.name_matched, "likelihood": match.evidence.likelihood or None, "segments": [list(one) for one in match.evidence.segments],
        "agreements": list(match.evidence.agreements), "conflicts": list(match.evidence.conflicts), "flips": list(match.evidence.flips),
        "countries": list(body.countries), "designations": listed,
    }  # fmt: skip
    return told | ({"why": asdict(opened)} if opened else {})
