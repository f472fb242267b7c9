"""``GET /search/{dataset}``: bodies by a piece of text, with filters, facets and pages; and the outlines that lie ready for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.entities import dataset_name
from countersight.api.yente.held import DEFAULT, SANCTIONS, Held
from countersight.api.yente.model import CONCERNS, FACETS, PROPERTIES, TOPICS, is_a, topic_of
from countersight.errors import UsageError
from countersight.sources.countries import country_name
from countersight.store.records import dataset_of
from countersight.store.search import Outline, find, ordered, outlines

if TYPE_CHECKING:
    from countersight.store.snapshot import Snapshot

SORTS: Final = ("score", "caption", "first_seen", "last_change")
_DAY: Final = 10
_FACET_VALUES: Final = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A body as the search filters and counts it: what its card says of it, without its text."""

    id: str
    schema: str
    countries: frozenset[str]
    topics: frozenset[str]
    datasets: frozenset[str]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    text: str = ""
    dataset: str = ""
    schema: str = "Thing"
    include_dataset: frozenset[str] = frozenset()
    exclude_dataset: frozenset[str] = frozenset()
    exclude_schema: frozenset[str] = frozenset()
    changed_since: str = ""
    countries: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    target: bool | None = None
    every: bool = False
    """Of several values of one filter, all must hold, not one."""
    fuzzy: bool = False
    properties: tuple[tuple[str, str], ...] = ()
    """Column or property, and the value that it has to have."""


def rows_of(snapshot: Snapshot, today: str) -> dict[str, Row]:
    """Every body as a row."""
    same: dict[frozenset[str], frozenset[str]] = {}

    def kept(values: set[str]) -> frozenset[str]:
        frozen = frozenset(values)
        return same.setdefault(frozen, frozen)

    return {one.id: _row(one, today, kept) for one in outlines(snapshot)}


def _row(one: Outline, today: str, kept: Callable[[set[str]], frozenset[str]]) -> Row:
    topics = {
        topic_of(name) for name, start, end in one.listed if (not start or start <= today) and (not end or today < end)
    }
    topics |= {"gov"} if one.government == "yes" else set()
    datasets = {dataset_name(dataset_of(source)) for source in one.sources} | {
        dataset_name(name) for name, _, _ in one.listed
    }
    days = sorted(
        day
        for day in (*(day for _, *both in one.listed for day in both), *one.seen)
        if len(day) == _DAY and day <= today
    )
    countries = kept({code.lower() for code in one.countries} if one.schema != "Person" else set())
    return Row(
        one.id, one.schema, countries, kept(topics), kept(datasets), days[0] if days else "", days[-1] if days else ""
    )


def within(row: Row, dataset: str) -> bool:
    """Whether a body is part of a dataset."""
    return dataset in row.datasets or dataset in {"", DEFAULT} or (dataset == SANCTIONS and bool(row.topics & CONCERNS))


def fits(row: Row, wanted: Wanted) -> bool:
    """Whether a body is looked for. One of which no day is known may have changed on any."""
    some = all if wanted.every else any
    return (
        is_a(row.schema, wanted.schema)
        and within(row, wanted.dataset)
        and (not wanted.include_dataset or any(within(row, one) for one in wanted.include_dataset))
        and not any(within(row, one) for one in wanted.exclude_dataset)
        and row.schema not in wanted.exclude_schema
        and not (wanted.changed_since and row.last and row.last < wanted.changed_since)
        and (not wanted.countries or some(one in row.countries for one in wanted.countries))
        and (not wanted.topics or some(one in row.topics for one in wanted.topics))
        and (not wanted.datasets or some(within(row, one) for one in wanted.datasets))
        and (wanted.target is None or bool(row.topics & CONCERNS) is wanted.target)
    )


def search(held: Held, wanted: Wanted, sort: tuple[str, ...] = ()) -> list[Row]:
    """Every body that is looked for, best first.

    Raises:
        UsageError: What to sort by is not known.
    """
    rows = held.rows
    if wanted.text.strip():
        found = find(held.snapshot, wanted.text, fuzzy=wanted.fuzzy)
        hits = [row for body_id in ordered(found) if (row := rows.get(body_id)) and fits(row, wanted)]
    else:
        hits = [row for row in rows.values() if fits(row, wanted)]
    for name, value in wanted.properties:
        hits = [row for row in hits if value in _values(held, row, name)]
    for one in reversed(sort):
        column, _, direction = one.partition(":")
        if column not in SORTS or direction not in {"", "asc", "desc"}:
            raise UsageError(f"cannot sort by {one!r}", hint=f"one of {', '.join(SORTS)}, with :asc or :desc")
        if column != "score":
            hits.sort(key=_sorting(held, column), reverse=direction == "desc")
    return hits


def properties_told(filters: list[str]) -> tuple[tuple[str, str], ...]:
    """Filters of the form ``properties.country:cn``.

    Raises:
        UsageError: Not of that form, or of a column that there is not.

    >>> properties_told(["properties.country:cn", "topics:sanction"])
    (('country', 'cn'), ('topics:', 'sanction'))
    """
    found = []
    for one in filters:
        column, mark, value = one.partition(":")
        name = column.removeprefix("properties.")
        if not mark or (name not in _KNOWN if column.startswith("properties.") else column not in _COLUMNS):
            raise UsageError(
                "a filter that is not known",
                hint=f"one of {', '.join(_COLUMNS)}, or properties.NAME, with a colon and the value",
            )
        found.append((name if column.startswith("properties.") else f"{column}:", value))
    return tuple(found)


_COLUMNS: Final = ("countries", "topics", "datasets", "schema")
_KNOWN: Final = frozenset(one.name for one in PROPERTIES)


def _values(held: Held, row: Row, name: str) -> Collection[str]:
    if name.endswith(":"):
        return {
            "countries:": row.countries,
            "topics:": row.topics,
            "datasets:": row.datasets,
            "schema:": (row.schema,),
        }[name]
    card = held.cards.card(row.id)
    values: list[str] = card.entity()["properties"].get(name, []) if card else []
    return values


def _sorting(held: Held, column: str) -> Callable[[Row], str]:
    if column == "caption":
        return lambda row: card.caption.casefold() if (card := held.cards.card(row.id)) else ""
    return lambda row: row.first if column == "first_seen" else row.last


def facets(held: Held, hits: list[Row], names: tuple[str, ...]) -> dict[str, Any]:
    """How often each value occurs, the most frequent first. Identifiers and genders are not counted: they are named for yente's sake."""
    told: dict[str, Any] = {}
    for name in names:
        counted: Counter[str] = Counter()
        for row in hits:
            counted.update(
                {
                    "countries": row.countries,
                    "topics": row.topics,
                    "datasets": row.datasets,
                    "schema": (row.schema,),
                }.get(name, ())
            )
        values = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_FACET_VALUES]
        told[name] = {
            "label": FACETS[name],
            "values": [{"name": key, "label": _label(held, name, key), "count": count} for key, count in values],
        }
    return told


def _label(held: Held, facet: str, key: str) -> str:
    if facet == "countries":
        return country_name(key)
    if facet == "topics":
        return TOPICS.get(key, key)
    return held.datasets[key].title if facet == "datasets" and key in held.datasets else key


def page(held: Held, hits: list[Row], limit: int, offset: int) -> list[dict[str, Any]]:
    """Part of the hits as entities."""
    return [card.entity() for row in hits[offset : offset + limit] if (card := held.cards.card(row.id))]
