"""The reconciliation protocol that OpenRefine speaks, version 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.data import pointing
from countersight.api.yente.example import asked
from countersight.api.yente.match import results
from countersight.api.yente.model import PROPERTIES, SCHEMATA, THING, Property, Schema, is_a, properties_of
from countersight.api.yente.params import MAX_BATCH, MAX_MATCHES, THRESHOLD, Params
from countersight.errors import InputError, UsageError
from countersight.sources.countries import country_name
from countersight.store.search import find, ordered
from countersight.version import __version__

if TYPE_CHECKING:
    from countersight.api.yente.entities import Card
    from countersight.api.yente.held import Held
    from countersight.match.adjudications import Adjudications

VERSIONS: Final = ("0.1", "0.2")
BATCH: Final = 20
"""Questions that OpenRefine is asked to send at a time."""
MAX_SUGGESTED: Final = 100
_SHAPE: Final = (
    '{"q0": {"query": "Kestrelworks Optics", "type": "Company", "properties": [{"pid": "country", "v": "CN"}]}}'
)
_EXTEND: Final = '{"ids": ["hikvision"], "properties": [{"id": "country"}]}'
_OTHER: Final = (
    ("sanctions", "Lists that it is or was on"),
    ("ownershipAsset", "Owners"),
    ("ownershipOwner", "Holdings"),
)
"""What can be fetched beside properties of the entity itself: each value is an entity or the name of a list."""


def manifest(held: Held, dataset: str, base: str, query: str) -> dict[str, Any]:
    """What the service can do.

    Args:
        held: The state beside the snapshot.
        dataset: As in the address.
        base: The address of the service, without a slash at the end.
        query: The query string of the request, which holds the key where one is wanted: OpenRefine passes it on with the paths.
    """
    here, more = f"{base}/reconcile/{dataset}", f"?{query}" if query else ""
    return {
        "versions": list(VERSIONS),
        "name": f"{held.datasets[dataset].title} (Countersight)",
        "identifierSpace": "urn:countersight:atlas",
        "schemaSpace": "https://followthemoney.tech/explorer/",
        "documentation": "https://followthemoney.tech/",
        "serviceVersion": __version__,
        "batchSize": BATCH,
        "defaultTypes": [_type(one) for one in SCHEMATA.values() if one.matchable],
        "view": {"url": f"{base}/entities/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}{more.replace('?', '&', 1)}", "width": 430, "height": 300},
        "suggest": {kind: {"service_url": here, "service_path": f"/suggest/{kind}{more}"} for kind in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": f"/extend/property{more}"},
            "property_settings": [
                {"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "Most values of a row; 0 for all."},
                {
                    "name": "render", "label": "Values", "type": "select", "default": "caption", "help_text": "Countries by name (China) or by code (cn).",
                    "choices": [{"value": "caption", "name": "for people"}, {"value": "raw", "name": "for machines"}],
                },
            ],
        },
    }  # fmt: skip


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
                "id": card.body_id, "name": card.caption, "description": _about(card), "type": [_type(SCHEMATA[card.schema])], "score": score, "match": score >= THRESHOLD,
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


def _about(card: Card) -> str:
    """What tells namesakes apart: type, countries, and whether it is on a list."""
    places = ", ".join(country_name(code) for code in sorted(card.countries))
    topics = ", ".join(sorted(card.topics))
    return "; ".join(filter(None, (SCHEMATA[card.schema].label, places, topics)))


def _type(schema: Schema) -> dict[str, str]:
    return {"id": schema.name, "name": schema.plural, "description": schema.about}


def suggest_entity(held: Held, dataset: str, prefix: str, limit: int) -> dict[str, Any]:
    """Entities whose names begin so."""
    found = []
    for body_id in ordered(find(held.snapshot, prefix)) if prefix.strip() else ():
        card = held.cards.card(body_id)
        if card and (not dataset or dataset in card.datasets):
            kind = _type(SCHEMATA[card.schema])
            found.append(
                {
                    "id": card.body_id,
                    "name": card.caption,
                    "description": _about(card),
                    "type": [kind],
                    "notable": [{"id": kind["id"], "name": kind["name"]}],
                }
            )
        if len(found) >= limit:
            break
    return _suggested(prefix, found)


def suggest_property(prefix: str, limit: int) -> dict[str, Any]:
    """Properties whose names begin so."""
    found = [one for one in PROPERTIES if _begins(prefix, one.name, one.label)]
    return _suggested(
        prefix,
        [
            {
                "id": one.qname,
                "name": one.label,
                "description": f"{one.label} of a {SCHEMATA[one.schema].label.lower()}",
            }
            for one in found
        ][:limit],
    )


def suggest_type(prefix: str, limit: int) -> dict[str, Any]:
    """Types whose names begin so."""
    return _suggested(
        prefix,
        [_type(one) for one in SCHEMATA.values() if one.matchable and _begins(prefix, one.name, one.label, one.plural)][
            :limit
        ],
    )


def _suggested(prefix: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": found}


def _begins(prefix: str, *names: str) -> bool:
    """Whether a word of one of the names begins so.

    >>> _begins("num", "registrationNumber", "Registration number"), _begins("", "a")
    (True, False)
    """
    wanted = prefix.strip().casefold()
    return bool(wanted) and any(
        word.startswith(wanted) for name in names for word in (name.casefold(), *name.casefold().split())
    )


def propose(schema: str, limit: int) -> dict[str, Any]:
    """What can be fetched of entities of a type.

    Raises:
        UsageError: The type is not known.
    """
    if schema not in SCHEMATA:
        raise UsageError("a type that is not known", hint=f"one of {', '.join(SCHEMATA)}")
    kinds = [schema, *(name for name in SCHEMATA if schema == THING and is_a(name, THING))]
    own = {one.name: one for kind in kinds for one in properties_of(kind).values()}
    told = [{"id": one.name, "name": one.label} for one in sorted(own.values(), key=lambda one: one.label)] + [
        {"id": name, "name": label} for name, label in _OTHER
    ]
    return {"limit": limit, "type": schema, "properties": told[:limit] if limit else told}


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
        name: Property(THING, name, label, "entity") for name, label in _OTHER
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


def preview(card: Card) -> str:
    """A few lines of HTML about an entity, for the frame that OpenRefine shows."""
    told = card.entity()["properties"]
    lists = "".join(f"<li>{escape(name)}</li>" for name in sorted(card.datasets))
    names = "".join(f"<li>{escape(name)}</li>" for name in [*told.get("name", []), *told.get("alias", [])][:8])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(card.caption)}</title></head><body>'
        f"<h1>{escape(card.caption)}</h1><p>{escape(_about(card))}</p><h2>Names</h2><ul>{names}</ul><h2>Sources and lists</h2><ul>{lists}</ul></body></html>"
    )


def _object(text: str, shape: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("not JSON", hint=shape) from None
    if not isinstance(told, dict):
        raise InputError("not an object", hint=shape)
    return told
