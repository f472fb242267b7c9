"""What this wire format keeps of the snapshot that is in use: entities ready to be sent, and which datasets there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from starlette.requests import HTTPConnection

from countersight.api.yente.entities import Cards, dataset_name
from countersight.api.yente.moved import merged_ids, moved_since
from countersight.errors import DataError, NotFoundError
from countersight.model.lists import ABROAD, BY_ID
from countersight.store.records import SourceRecord, dataset_of

if TYPE_CHECKING:
    from countersight.api.yente.search import Row
    from countersight.match.adjudications import Adjudications
    from countersight.store.snapshot import Snapshot

DEFAULT: Final = "default"
SANCTIONS: Final = "sanctions"
_REMEMBERED: Final = 50_000
"""Ids of which it is remembered where they went, or that nobody knows them."""


class Screening(Protocol):
    """What is asked of the screener of an office."""

    @property
    def snapshot(self) -> Snapshot:
        """What is known."""

    @property
    def decided(self) -> Adjudications | None:
        """What reviewers decided."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: everything, a source, or an official list."""

    name: str
    title: str
    summary: str = ""
    url: str = ""
    version: str = ""
    children: tuple[str, ...] = ()
    complete: bool = True
    """Of a list: whether the snapshot holds it whole, so that "not on it" can be said."""


class Held:
    """The state beside a snapshot. It is made anew for another snapshot and for another day."""

    __slots__ = ("_editions", "_merged", "_newest", "_rows", "cards", "datasets", "day", "not_covered", "snapshot")

    def __init__(self, snapshot: Snapshot, day: date) -> None:
        """Args: the snapshot in use, and the day on which it is asked."""
        self.snapshot = snapshot
        self.day = day
        self.cards = Cards(snapshot, day)
        self.datasets = _datasets(snapshot, day)
        self._editions: dict[str, str] = {}
        self._newest = max((row.last_edition for row in snapshot.coverages()), default="1970-01-01")
        self._rows: dict[str, Row] | None = None
        self._merged: dict[str, str] | None = None
        self.not_covered = ",".join(
            row.list_id for row in snapshot.coverages() if not snapshot.covers(row.list_id, day)
        )

    def dataset(self, name: str) -> str:
        """A dataset's name, checked: what ``/match/{dataset}`` looks in; empty for everything.

        Raises:
            NotFoundError: There is none of that name.
        """
        if name in self.datasets:
            return "" if name == DEFAULT else name
        raise NotFoundError(
            f"no dataset {name!r}", hint=f"one of {', '.join(sorted(self.datasets)[:40])}; see /catalog"
        )

    @property
    def rows(self) -> dict[str, Row]:
        """Every body as the search filters it; read when it is first asked for, and then kept."""
        if self._rows is None:
            from countersight.api.yente.search import rows_of  # noqa: PLC0415 - which needs what stands here

            self._rows = rows_of(self.snapshot, self.day.isoformat())
        return self._rows

    def moved(self, entity_id: str) -> str:
        """The id under which a body is known now that had another one; empty where nobody knows it.

        A reviewer's ruling says so, or the body stands in an older snapshot beside this one and would be merged into one of this one's.
        """
        if self._merged is None:
            self._merged = merged_ids(self.snapshot)
        found = self._merged.get(entity_id)
        if found is None:
            found = moved_since(self.snapshot, entity_id)
            if len(self._merged) < _REMEMBERED:
                self._merged[entity_id] = found
        return found

    def edition(self, source_id: str) -> str:
        """The day of a source's edition; of one that has none, the newest day that the snapshot tells of."""
        if source_id not in self._editions:
            source = self.snapshot.source(source_id)
            self._editions[source_id] = source.edition if source and source.edition else self._newest
        return self._editions[source_id]

    @property
    def headers(self) -> dict[str, str]:
        """Which snapshot answered, and which lists it does not hold in full for the day: not found there says nothing."""
        told = {"x-countersight-snapshot": self.snapshot.content_hash}
        return told | ({"x-countersight-not-covered": self.not_covered} if self.not_covered else {})


def screener_of(request: HTTPConnection) -> Screening:
    """The screener of the office that is open.

    Raises:
        DataError: None is.
    """
    office: Any = getattr(request.app.state, "office", None)
    if office is None:
        raise DataError("no snapshot is open", hint="wait until /readyz says ok")
    found: Screening = office.screener
    return found


def held_for(request: HTTPConnection) -> Held:
    """The state for the snapshot in use and today."""
    snapshot = screener_of(request).snapshot
    held: Held | None = getattr(request.app.state, "yente", None)
    today = datetime.now(UTC).date()
    if held is None or held.snapshot is not snapshot or held.day != today:
        held = request.app.state.yente = Held(snapshot, today)
    return held


def _datasets(snapshot: Snapshot, day: date) -> dict[str, Dataset]:
    found: dict[str, Dataset] = {}
    for told in snapshot.manifest()["sources"]:
        source = SourceRecord(**told)
        name = dataset_name(dataset_of(source.id))
        if name not in found or source.edition > found[name].version:
            found[name] = Dataset(name, source.title, source.publisher, source.url, source.edition)
    for row in snapshot.coverages():
        name = dataset_name(row.list_id)
        summary = (
            f"held in full from {row.first_edition} to {row.last_edition}"
            if row.complete
            else "not held in full: not to be found in it says nothing"
        )
        complete = snapshot.covers(row.list_id, day)
        url = found[name].url if name in found else ""
        found[name] = Dataset(name, row.title, summary, url, row.last_edition, complete=complete)
    for list_id in sorted({*BY_ID, *ABROAD} - {row.list_id for row in snapshot.coverages()}):
        if snapshot.designated(list_id) and dataset_name(list_id) not in found:
            title = BY_ID[list_id].title if list_id in BY_ID else ABROAD[list_id]
            found[dataset_name(list_id)] = Dataset(
                dataset_name(list_id),
                title,
                "some entries are known: not to be found in it says nothing",
                complete=False,
            )
    version = max((one.version for one in found.values()), default="")
    found[DEFAULT] = Dataset(
        DEFAULT, "Everything that this snapshot holds", version=version, children=tuple(sorted(found))
    )
    found[SANCTIONS] = Dataset(SANCTIONS, "Bodies that are on a list in force", version=version)
    return found
