"""What the reconciliation service says of itself, and what it suggests while somebody types."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.model import PROPERTIES, SCHEMATA, THING, Schema, is_a, properties_of
from countersight.errors import UsageError
from countersight.sources.countries import country_name
from countersight.store.search import find, ordered
from countersight.version import __version__

if TYPE_CHECKING:
    from countersight.api.yente.entities import Card
    from countersight.api.yente.held import Held

VERSIONS: Final = ("0.1", "0.2")
BATCH: Final = 20
"""Questions that OpenRefine is asked to send at a time."""
MAX_SUGGESTED: Final = 100
OTHER: Final = (
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
        "defaultTypes": [type_of(one) for one in SCHEMATA.values() if one.matchable],
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


def about(card: Card) -> str:
    """What tells namesakes apart: type, countries, and whether it is on a list."""
    places = ", ".join(country_name(code) for code in sorted(card.countries))
    topics = ", ".join(sorted(card.topics))
    return "; ".join(filter(None, (SCHEMATA[card.schema].label, places, topics)))


def type_of(schema: Schema) -> dict[str, str]:
    """A type as the protocol names it."""
    return {"id": schema.name, "name": schema.plural, "description": schema.about}


def suggest_entity(held: Held, dataset: str, prefix: str, limit: int) -> dict[str, Any]:
    """Entities whose names begin so."""
    found = []
    for body_id in ordered(find(held.snapshot, prefix)) if prefix.strip() else ():
        card = held.cards.card(body_id)
        if card and (not dataset or dataset in card.datasets):
            kind = type_of(SCHEMATA[card.schema])
            found.append(
                {
                    "id": card.body_id,
                    "name": card.caption,
                    "description": about(card),
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
        [
            type_of(one)
            for one in SCHEMATA.values()
            if one.matchable and _begins(prefix, one.name, one.label, one.plural)
        ][:limit],
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
        {"id": name, "name": label} for name, label in OTHER
    ]
    return {"limit": limit, "type": schema, "properties": told[:limit] if limit else told}


def preview(card: Card) -> str:
    """A few lines of HTML about an entity, for the frame that OpenRefine shows."""
    told = card.entity()["properties"]
    lists = "".join(f"<li>{escape(name)}</li>" for name in sorted(card.datasets))
    names = "".join(f"<li>{escape(name)}</li>" for name in [*told.get("name", []), *told.get("alias", [])][:8])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(card.caption)}</title></head><body>'
        f"<h1>{escape(card.caption)}</h1><p>{escape(about(card))}</p><h2>Names</h2><ul>{names}</ul><h2>Sources and lists</h2><ul>{lists}</ul></body></html>"
    )
