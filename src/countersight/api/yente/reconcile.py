"""The reconciliation protocol that OpenRefine speaks, version 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.data import pointing
from countersight.api.yente.example import asked
from countersight.api.yente.match import results
from countersight.api.yente.model import PROPERTIES, SCHEMATA, THING, Property, properties_of
from countersight.api.yente.params import MAX_BATCH, MAX_MATCHES, THRESHOLD, Params
from countersight.api.yente.reconcile_about import OTHER, about, type_of
from countersight.errors import InputError, UsageError
from countersight.sources.countries import country_name

if TYPE_CHECKING:
    from countersight.api.yente.entities import Card
    from countersight.api.yente.held import Held
    from countersight.match.adjudications import Adjudications

_SHAPE: Final = (
    '{"q0": {"query": "Kestrelworks Optics", "type": "Company", "properties": [{"pid": "country", "v": "CN"}]}}'
)
_EXTEND: Final = '{"ids": ["hikvision"], "properties": [{"id": "country"}]}'


def queries_of(text: str) -> dict[str, Any]:
    """The batch of questions.

    Raises:
        InputError: Not of the form.
        UsageError: Too many.
    """
    batch = _object(text, _SHAPE)
    if len(batch) > MAX_BATCH:
        raise UsageError(f"{len(batch)} queries in one batch", hint=f"at most {MAX_BATCH}")
    return batch


def reconciled(held: Held, decided: Adjudications | None, dataset: str, query: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The answer to one question.

    Raises:
        UsageError: It is not of the form.
    """
    example, limit = _example(query)
    params = Params(limit=limit)
    found = results(held, decided, dataset, asked(example), params)
    return {
        "result": [
            {
                "id": card.body_id, "name": card.caption, "description": about(card), "type": [type_of(SCHEMATA[card.schema])], "score": score, "match": score >= THRESHOLD,
                "features": [{"id": "countersight", "value": score}, {"id": "name_likelihood", "value": hit.evidence.likelihood}],
            }
            for score, hit, card in found
        ]
    }  # fmt: skip


def _example(query: Any) -> tuple[dict[str, Any], int]:  # noqa: ANN401 - JSON
    if (
        not isinstance(query, dict)
        or not isinstance(text := query.get("query", ""), str)
        or not isinstance(told := query.get("properties") or [], list)
    ):
        raise UsageError("a query has text, and properties in a list", hint=_SHAPE)
    if not text and not told:
        raise UsageError("a query without text and without properties asks nothing", hint=_SHAPE)
    types = query.get("type") or THING
    types = types if isinstance(types, list) else [types]
    limit = query.get("limit", 5)
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not 0 <= limit <= MAX_MATCHES:
        raise UsageError("the limit of a query is off", hint=f"a number from 0 to {MAX_MATCHES}")
    if not all(isinstance(one, str) and one in SCHEMATA for one in types):
        raise UsageError("a type that is not known", hint=f"one of {', '.join(SCHEMATA)}")
    schema = types[0] if len(types) == 1 else THING
    properties: dict[str, list[Any]] = {"name": [text]} if text else {}
    for one in told:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise UsageError("a property has a pid and a value v", hint=_SHAPE)
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        properties.setdefault(one["pid"].rpartition(":")[2], []).extend(
            value.get("name", value.get("id", "")) if isinstance(value, dict) else value for value in values
        )
    # What is only asked of some types is read whatever the type is: OpenRefine sends none where the user chose none.
    if schema == THING and any(name not in _THING for name in properties):
        schema = next(
            (
                name
                for name in ("LegalEntity", "Company", "Person", "Vessel", "Airplane")
                if all(key in properties_of(name) for key in properties if key in _ANY)
            ),
            THING,
        )
    return {"schema": schema, "properties": properties}, int(limit)


_THING: Final = frozenset(properties_of(THING))
_ANY: Final = frozenset(one.name for one in PROPERTIES)


def extended(held: Held, text: str) -> dict[str, Any]:
    """Values of properties, a row for each entity; of one that is not known the row is empty.

    Raises:
        InputError: Not of the form.
        UsageError: Too many.
    """
    told = _object(text, _EXTEND)
    ids, wanted = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids) or not isinstance(wanted, list):
        raise InputError("an extension has ids and properties", hint=_EXTEND)
    if len(ids) > MAX_BATCH:
        raise UsageError(f"{len(ids)} ids in one request", hint=f"at most {MAX_BATCH}")
    asked_for = [_wanted(one) for one in wanted]
    known = {one.name: one for one in PROPERTIES} | {
        name: Property(THING, name, label, "entity") for name, label in OTHER
    }
    meta = [{"id": pid, "name": known[name].label} for pid, name, _, _ in asked_for if name in known]
    rows: dict[str, Any] = {}
    for entity_id in ids:
        card = held.cards.card(entity_id) or held.cards.card(held.moved(entity_id))
        rows[entity_id] = (
            {
                pid: _values(held, card, known[name], limit, raw=raw)
                for pid, name, limit, raw in asked_for
                if name in known
            }
            if card
            else {}
        )
    return {"meta": meta, "rows": rows}


def _wanted(one: Any) -> tuple[str, str, int, bool]:  # noqa: ANN401 - JSON
    if (
        not isinstance(one, dict)
        or not isinstance(one.get("id"), str)
        or not isinstance(settings := one.get("settings") or {}, dict)
    ):
        raise InputError("a property to fetch has an id, and perhaps settings", hint=_EXTEND)
    limit = settings.get("limit", 0)
    try:
        most = max(0, int(limit or 0))
    except (TypeError, ValueError, OverflowError):
        raise InputError("the limit of a property is no number", hint='{"limit": 3}') from None
    return one["id"], one["id"].rpartition(":")[2], most, settings.get("render") == "raw"


def _values(held: Held, card: Card, prop: Property, limit: int, *, raw: bool) -> list[dict[str, str]]:
    if prop.kind == "entity":
        found = list(_pointing(held, card, prop.name))
    else:
        texts = card.entity()["properties"].get(prop.name, [])
        found = [{"str": country_name(one) if prop.kind == "country" and not raw else one} for one in texts]
    return found[:limit] if limit else found


def _pointing(held: Held, card: Card, prop: str) -> Iterator[dict[str, str]]:
    for name, one in pointing(held, card):
        if name == prop and name == "sanctions":
            yield {"str": (one["properties"].get("authority") or [one["caption"]])[0]}
        elif name == prop:
            other = one["properties"]["owner" if prop == "ownershipAsset" else "asset"][0]
            yield {"id": other["id"], "name": other["caption"]}


def _object(text: str, shape: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("not JSON", hint=shape) from None
    if not isinstance(told, dict):
        raise InputError("not an object", hint=shape)
    return told
