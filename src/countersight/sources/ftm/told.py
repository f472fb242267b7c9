"""A Sanction of FollowTheMoney to a designation on one of our lists, or to the statement that an authority named the body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from countersight.model.body import Designation, Statement
from countersight.model.lists import BY_CSL_SOURCE, BY_ID
from countersight.model.units import parse_partial_date
from countersight.sources.ftm.tables import DATASET, DATASETS, PROGRAMS

if TYPE_CHECKING:
    from countersight.sources.ftm.catalogue import Dataset
    from countersight.sources.ftm.lines import Entity

SANCTION: Final = "sanction"
"""What is said of a body that an authority named on a list that is none of ours."""

_OVER: Final = frozenset({"inactive", "expired", "lifted", "removed", "revoked", "terminated", "delisted"})
_FULL: Final = 10
_LAST_YEAR: Final = 9000
"""Later years are placeholders for "without end"."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a sanction is read with."""

    dataset: Dataset
    source_id: str
    edition: date


def is_ours(entity: Entity) -> bool:
    """True for what our own export wrote."""
    return entity.datasets == (DATASET,)


def lists_of(sanction: Entity) -> tuple[str, ...]:
    """The official lists that a sanction is an entry of; none where it is one of a list that we do not know."""
    ids = sanction.values("programId")
    found = [one for one in ids if one in BY_ID] or [PROGRAMS[one] for one in ids if one in PROGRAMS]
    found = found or [BY_CSL_SOURCE[one].id for one in sanction.values("program") if one in BY_CSL_SOURCE]
    found = found or [DATASETS[one] for one in sanction.datasets if one in DATASETS]
    return tuple(sorted(set(found)))


def official(sanction: Entity, context: Context) -> bool:
    """True when an authority itself publishes the list: one of ours, or a dataset whose publisher is official."""
    others = context.dataset.others
    return bool(lists_of(sanction)) or any(others[name].official for name in sanction.datasets if name in others)


def designations(sanction: Entity, body_id: str, context: Context) -> list[Designation]:
    """One per list.

    The day of listing is that of our readers of the lists themselves; a day of effect that differs goes into the scope.
    FollowTheMoney's last day still counts, our ends are half-open.

    Raises:
        InputError: A date that is none.
    """
    listed, effective = _first(sanction, "listingDate"), _first(sanction, "startDate")
    begun = listed or effective
    scope = list(sanction.values("provisions"))
    if listed and effective and listed != effective:
        scope.append(f"Effective {effective}")
    if begun and len(begun) < _FULL:
        scope.append(f"listed in {begun}")
    end = _last(sanction)
    if not end and _OVER & {status.lower() for status in sanction.values("status")}:
        end = context.edition.isoformat()
        scope.append(f"no longer in force in the edition of {end}; since when is not told")
    return [
        Designation(
            list_id=list_id,
            body_id=body_id,
            start=begun if len(begun) == _FULL else "",
            citation=_citation(sanction, list_id, context),
            end=end,
            programs=sanction.values("program") or (() if is_ours(sanction) else sanction.values("programId")),
            scope="; ".join(scope),
            source_id=context.source_id,
            url=_url(sanction),
            verified_on=_first(sanction, "retrievedAt") if is_ours(sanction) else "",
        )
        for list_id in lists_of(sanction)
    ]


def statement(sanction: Entity, body_id: str, context: Context) -> Statement:
    """That an authority named the body: a designation by nature, under a list that no page of law here asks about.

    Raises:
        InputError: A date that is none.
    """
    value = sanction.joined("program") or sanction.joined("programId") or sanction.joined("authority") or "on a list of sanctions"
    return Statement(
        body_id=body_id,
        prop=SANCTION,
        value=value,
        citation=_citation(sanction, "", context),
        nature="designation",
        url=_url(sanction),
        start=_first(sanction, "startDate") or _first(sanction, "listingDate"),
        end=_last(sanction),
        source_id=context.source_id,
        locator="" if is_ours(sanction) else f"entity {sanction.id}",
    )


def _citation(sanction: Entity, list_id: str, context: Context) -> str:
    """Where it is said: the authority's own number where it gives one, else the entity of the dataset."""
    if is_ours(sanction) and (own := sanction.joined("recordId")):
        return own
    number = sanction.joined("authorityId") or sanction.joined("recordId")
    entry = f"entry {number}" if number else f"entity {sanction.id}"
    head = BY_ID[list_id].title if list_id else sanction.joined("program") or context.dataset.titled(sanction.datasets) or context.dataset.title
    return "; ".join(filter(None, (f"{head}, {entry}", sanction.joined("authority"))))


def _url(entity: Entity) -> str:
    return next(iter(entity.values("sourceUrl")), "") or next(iter(entity.values("programUrl")), "")


def _first(entity: Entity, name: str) -> str:
    """The earliest date of a property, as exact as it is told."""
    return min((dated(entity, name, text) for text in entity.values(name)), key=lambda text: parse_partial_date(text).earliest, default="")


def _last(entity: Entity) -> str:
    """The first day on which it no longer holds."""
    known = [parse_partial_date(dated(entity, "endDate", text)).latest for text in entity.values("endDate")]
    last = max(known, default=None)
    return (last + timedelta(days=1)).isoformat() if last and last.year < _LAST_YEAR else ""


def dated(entity: Entity, name: str, text: str) -> str:
    """A date of FollowTheMoney without its time of day.

    Raises:
        InputError: It is none.
    """
    bare = text[:_FULL]
    try:
        parse_partial_date(bare)
    except ValueError:
        raise entity.fault(name, f"not a date: {text!r}", "dates are written 2024, 2024-03 or 2024-03-09") from None
    return bare
