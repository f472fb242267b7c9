"""One edition of a source, read: what every reader of an official list gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from countersight.model.body import Coverage
from countersight.model.lists import LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from countersight.model.body import Body, Edge
    from countersight.store.records import SourceRecord


@dataclass(frozen=True, slots=True)
class Edition:
    """One file or set of files of one day: bodies, the coverage of each list in it, and where it comes from."""

    edition: date
    bodies: list[Body]
    coverage: list[Coverage]
    source: SourceRecord
    rows: dict[str, int]
    """Rows per list id, before merging."""
    edges: list[Edge] = field(default_factory=list)
    """Between bodies of the edition; when these are merged into others, the ends follow."""
    names_only: bool = False
    """Evidence of names and no more: nobody is designated, no list is covered, and its bodies never bring two others together."""


def full_coverage(rows: Mapping[str, int], source: SourceRecord, max_age_days: int) -> list[Coverage]:
    """Each list that has rows is held whole, on the day of the edition.

    A list without a row is left out: that nobody is on it would rest on the absence of evidence.

    Args:
        rows: Rows per list id.
        source: Where they come from; its edition is the day.
        max_age_days: After how many days the source calls for a newer edition.
    """
    return [
        Coverage(
            list_id=entry.id,
            title=entry.title,
            complete=True,
            first_edition=source.edition,
            last_edition=source.edition,
            max_age_days=max_age_days,
            source_id=source.id,
        )
        for entry in LISTS
        if rows.get(entry.id)
    ]
