"""What the atlas pages show: the map of reported exports, the network, the bodies of a list, lists and sources; for the service and the public edition."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

from countersight.reports.states import state
from countersight.store.snapshot import Snapshot
from countersight.web.catalogue import translated
from countersight.web.countries import country
from countersight.web.drawings import bars, counted, network, world
from countersight.web.kept import kept, programmes_of
from countersight.web.links import Links, Live
from countersight.web.network import Node, net
from countersight.web.rendering import FOLDER

SHOWN: Final = 300
"""Bodies of one page of a list."""
SORTED: Final = 60_000
"""Bodies that are put in the order of their names."""
HEADS: Final = {"holder": "Holders", "vendor": "Vendors", "programme": "Programmes", "place": "Where, and for whom"}


def exports_view(snapshot: Snapshot, lang: str, supplier: str = "", place: str = "") -> dict[str, Any]:
    """The map of reported exports with its table."""
    found = [one for one in programmes_of(snapshot) if one.exported]
    shown = [one for one in found if (not supplier or supplier in one.suppliers) and (not place or one.country == place)]
    counts = Counter(one.country for one in shown)
    named = {one: body for programme in found for one in programme.suppliers if (body := snapshot.body(one))}
    rows = counted([named[one].caption for programme in shown for one in programme.suppliers if one in named])

    def drawn() -> str:
        words = translated("%(place)s: %(num)s programmes reported", lang)
        return world(counts, lambda code, number: words % {"place": country(code, lang), "num": number}, lambda code: country(code, lang), translated("Map of reported exports", lang), FOLDER / "vendor")

    return {
        "snapshot": snapshot.content_hash, "shown": sorted(shown, key=lambda one: (country(one.country, lang), one.year, one.body.caption)), "named": named, "places": len(counts),
        "map": kept(snapshot, f"map {lang} {supplier} {place}", drawn), "bars": bars(rows, translated("Programmes by supplier, as reported", lang)),
        "suppliers": sorted(((key, body.caption) for key, body in named.items()), key=lambda one: one[1]), "countries": sorted({one.country for one in found}, key=lambda code: country(code, lang)),
        "supplier": supplier, "place": place, "years": sorted({one.year for one in shown if one.year}),
    }  # fmt: skip


def network_view(snapshot: Snapshot, lang: str, on: date, link: Links) -> dict[str, Any]:
    """The network with its table."""
    found = kept(snapshot, f"net {lang} {on}", lambda: net(snapshot, programmes_of(snapshot), on, lambda code: country(code, lang)))

    def href(node: Node) -> str:
        return link() if node.kind == "place" and not isinstance(link, Live) else link("atlas", place=node.id[6:]) if node.kind == "place" else link("bodies", node.id)

    heads = [translated(HEADS[kind], lang) for kind in found.kinds]
    for number, kind in enumerate(found.kinds[:-1]):
        if kind == "holder" and found.kinds[number + 1] == "holder":
            heads[number] = translated("Above them", lang) if number == found.kinds.count("holder") - 2 else ""
    return {"snapshot": snapshot.content_hash, "net": found, "drawing": network(found, heads, href, translated("Network of holders, vendors, programmes and places", lang))}


def lists_view(snapshot: Snapshot, on: date) -> dict[str, Any]:
    """Every list with how much of it is held, and every source with its terms."""
    held = {row.list_id: row for row in snapshot.coverages()}
    counts = kept(snapshot, "listed", lambda: {list_id: len(snapshot.designated(list_id)) for list_id in held})
    ids = sorted({row.get("id", "") for row in snapshot.manifest().get("sources", []) if isinstance(row, dict)})
    found = [source for one in ids if (source := snapshot.source(one))]
    return {"snapshot": snapshot.content_hash, "lists": list(held.values()), "counts": counts, "covers": {one: snapshot.covers(one, on) for one in held}, "held_sources": found, "on": on}


def bodies_view(snapshot: Snapshot, on: date, list_id: str = "", start: int = 0) -> dict[str, Any]:
    """The bodies of a list, or all, by name; a piece at a time, from a number on."""
    ids = kept(snapshot, f"order {list_id}", lambda: by_name(snapshot, snapshot.designated(list_id) if list_id else snapshot.body_ids()))
    shown = [body for one in ids[start : start + SHOWN] if (body := snapshot.body(one))]
    more = start + SHOWN if len(ids) > start + SHOWN else 0
    return {"snapshot": snapshot.content_hash, "shown": shown, "list_id": list_id, "on": on, "more": more, "count": len(ids), "lists": [row.list_id for row in snapshot.coverages()], "state": state}


def by_name(snapshot: Snapshot, ids: list[str]) -> list[str]:
    """Bodies in the order of their names; of more than can be read in a moment, in the order of their ids."""
    if len(ids) > SORTED:
        return ids
    names = {one: body.caption.casefold() for one in ids if (body := snapshot.body(one)) is not None}
    return sorted(names, key=lambda one: (names[one], one))
