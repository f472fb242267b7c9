"""``/entities`` with what points at them, page by page or nested, and ``/statements``: who says each thing of a body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.entities import ADJACENT, dataset_name
from countersight.api.yente.model import CONCERNS, PROPERTIES
from countersight.errors import NotFoundError
from countersight.sources.ftm.tables import IDENTIFIERS
from countersight.store.statements import body_rows, identified

if TYPE_CHECKING:
    from countersight.api.yente.entities import Card
    from countersight.api.yente.held import Held
    from countersight.model.body import Body
    from countersight.store.statements import Row

_DAY: Final = 10
_KINDS: Final = {one.name: one.kind for one in PROPERTIES}
_PROPS: Final = {f"identifier:{kind}": prop for prop, kind in IDENTIFIERS.items()} | {
    "identifier:registration": "registrationNumber"
}


def entity_of(held: Held, entity_id: str) -> tuple[str, Card]:
    """Where an entity is to be found: the id under which it is known now, and its card.

    Raises:
        NotFoundError: No body has that id, nor ever had it as far as is known.
    """
    card = held.cards.card(entity_id)
    if card is None and (now := held.moved(entity_id)):
        card = held.cards.card(now)
    if card is None:
        raise NotFoundError(
            "no such entity", hint="/search/default?q=NAME finds ids; an id of another service is none of this one"
        )
    return card.body_id, card


def nested(held: Held, card: Card) -> dict[str, Any]:
    """An entity with everything that points at it in place."""
    entity = card.entity()
    for prop, one in pointing(held, card):
        entity["properties"].setdefault(prop, []).append(one)
    return entity


def pointing(held: Held, card: Card) -> Iterator[tuple[str, dict[str, Any]]]:
    """What points at a body, by property."""
    body = held.snapshot.body(card.body_id)
    if body is not None:
        yield from held.cards.pointing(body)


def adjacent(held: Held, card: Card, limit: int, offset: int) -> dict[str, Any]:
    """What points at a body, a page of each property that has something."""
    found: dict[str, list[dict[str, Any]]] = {}
    for prop, one in pointing(held, card):
        found.setdefault(prop, []).append(one)
    return {
        "entity": card.entity(),
        "adjacent": {prop: paged(found[prop], limit, offset) for prop in ADJACENT if prop in found},
    }


def adjacent_by(held: Held, card: Card, prop: str, limit: int, offset: int) -> dict[str, Any]:
    """A page of what points at a body under one property.

    Raises:
        NotFoundError: Nothing ever points at a body under that property.
    """
    if prop not in ADJACENT:
        raise NotFoundError(
            f"no property {prop[:40]!r} under which something points at an entity", hint=f"one of {', '.join(ADJACENT)}"
        )
    return paged([one for name, one in pointing(held, card) if name == prop], limit, offset)


def paged(found: list[Any], limit: int, offset: int) -> dict[str, Any]:
    """A page with the number of all."""
    return {
        "results": found[offset : offset + limit],
        "total": {"value": len(found), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def statements(held: Held, body: Body, *, dataset: str = "", prop: str = "", value: str = "") -> list[dict[str, Any]]:
    """What is said of a body, in the columns of yente's statements: names, countries, addresses, identifiers, designations and claims."""
    card = held.cards.card(body.id)
    target = bool(card and card.topics & CONCERNS)
    rows = (_statement(identified(row), held.edition(row.source_id), target=target) for row in body_rows(body))
    return [
        row
        for row in rows
        if (not dataset or row["dataset"] == dataset)
        and (not prop or row["prop"] == prop)
        and (not value or row["value"] == value)
    ]


def _statement(row: Row, edition: str, *, target: bool) -> dict[str, Any]:
    """A row as yente has it. Where no day is told, it was seen in the edition that is held, first and last."""
    last = row.last_seen if len(row.last_seen) == _DAY else edition
    first = row.first_seen if len(row.first_seen) == _DAY else last
    prop = _PROPS.get(row.prop, row.prop)
    return {
        "id": row.id, "entity_id": row.entity_id, "canonical_id": row.canonical_id, "prop": prop, "prop_type": _KINDS.get(prop, "string"), "schema": row.schema,
        "value": row.value.lower() if prop == "country" else row.value, "dataset": dataset_name(row.dataset), "target": target, "first_seen": f"{first}T00:00:00",
        "last_seen": f"{last}T00:00:00", "lang": row.lang or None, "original_value": row.original_value or None, "external": row.external, "origin": row.origin or None,
    }  # fmt: skip
