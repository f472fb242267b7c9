"""The network of the trade: who holds a vendor, what the vendor is reported to have supplied, and where that is used; in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from countersight.ownership.words import stake_in_words
from countersight.reports.states import state
from countersight.web.wording import INFORMS

if TYPE_CHECKING:
    from countersight.model.body import Body, Edge
    from countersight.store.snapshot import Snapshot
    from countersight.web.exports import Programme

DEEPEST: Final = 3
"""Columns of holders above a vendor, and of their holders."""
SWEEPS: Final = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A box. ``kind``: holder, vendor, programme or place; a place's id is ``place:`` with its country."""

    id: str
    label: str
    kind: str
    note: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the drawing and a row of the table: from, to, what, since when, who says it."""

    start: str
    end: str
    what: str
    year: str
    citation: str
    url: str
    unsure: bool
    told: str


@dataclass(frozen=True, slots=True)
class Net:
    """Nodes in columns from left to right, and the links."""

    columns: tuple[tuple[Node, ...], ...]
    kinds: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def nodes(self) -> dict[str, Node]:
        """Every node by id."""
        return {node.id: node for column in self.columns for node in column}


def net(snapshot: Snapshot, found: Sequence[Programme], on: date, country: Callable[[str], str]) -> Net:
    """The network of every programme abroad whose supplier is named.

    Args:
        snapshot: What is known.
        found: The programmes.
        on: The day on which it is asked who is listed.
        country: The name of a country.
    """
    shown = [one for one in found if one.exported and one.suppliers]
    vendors = list(dict.fromkeys(one for programme in shown for one in programme.suppliers))
    depth, edges = _holders(snapshot, vendors)
    names = {body_id: body for body_id in depth if (body := snapshot.body(body_id)) is not None}
    layers: list[list[Node]] = [[] for _ in range(max(depth.values(), default=0) + 3)]
    base = len(layers) - 3
    for body_id, level in depth.items():
        if body_id in names:
            layers[base - level].append(_node(names[body_id], "holder" if level else "vendor", on))
    layers[base + 1] = [Node(one.body.id, one.body.caption, "programme", one.what) for one in shown]
    layers[base + 2] = [Node(f"place:{code}", country(code), "place") for code in dict.fromkeys(one.country for one in shown)]
    links = [_stake(edge, names) for edge in edges if edge.owner in names and edge.asset in names and depth[edge.owner] > depth[edge.asset]]
    for one in shown:
        said = next((each for each in one.statements if each.prop == "supplier"), one.statements[0])
        links += [
            Link(vendor, one.body.id, "supplier", one.year, said.citation, said.url, one.unverified, f"{names[vendor].caption} is reported to supply {one.body.caption} ({said.citation})")
            for vendor in one.suppliers if vendor in names
        ]  # fmt: skip
        what = next((each for each in one.statements if each.prop == "programme"), said)
        links.append(Link(one.body.id, f"place:{one.country}", "used", one.year, what.citation, what.url, False, f"{one.body.caption} is used in {country(one.country)}"))  # noqa: FBT003 - not unsure
    kinds = [*(["holder"] * base), "vendor", "programme", "place"]
    return Net(tuple(tuple(layer) for layer in _ordered(layers, links)), tuple(kinds), tuple(links))


def _holders(snapshot: Snapshot, vendors: Sequence[str]) -> tuple[dict[str, int], list[Edge]]:
    """Vendors and whoever stands above them, each with its distance, and the edges between."""
    depth = dict.fromkeys(vendors, 0)
    edges: list[Edge] = []
    level = list(vendors)
    for step in range(1, DEEPEST + 1):
        above: list[str] = []
        for asset in level:
            for edge in snapshot.edges_of(asset):
                edges.append(edge)
                if edge.owner not in depth:
                    depth[edge.owner] = step
                    above.append(edge.owner)
        level = above
    return depth, edges


def _node(body: Body, kind: str, on: date) -> Node:
    listed = [one.list_id for one in body.designations if state(one, on) == "in force" and one.list_id not in INFORMS]
    return Node(body.id, body.caption, kind, f"on {len(listed)} lists" if listed else "", bool(listed))


def _stake(edge: Edge, names: dict[str, Body]) -> Link:
    words = stake_in_words(edge)
    return Link(edge.owner, edge.asset, words, edge.start[:4], edge.citation, "", not edge.confirmed, f"{names[edge.owner].caption}: {words} of {names[edge.asset].caption} ({edge.citation})")


def _ordered(layers: list[list[Node]], links: Sequence[Link]) -> list[list[Node]]:
    """Fewer crossings: each column in the order of the middle of its neighbours, to the right and to the left in turn."""
    at = {node.id: number for layer in layers for number, node in enumerate(layer)}
    near: dict[str, list[str]] = {}
    for link in links:
        near.setdefault(link.start, []).append(link.end)
        near.setdefault(link.end, []).append(link.start)
    column = {node.id: number for number, layer in enumerate(layers) for node in layer}
    for sweep in range(SWEEPS):
        way = 1 if sweep % 2 else -1
        for number in range(len(layers))[::way]:
            middles = {}
            for node in layers[number]:
                beside = [at[one] for one in near.get(node.id, []) if (column[one] - number) * way < 0] or [at[one] for one in near.get(node.id, [])] or [at[node.id]]
                middles[node.id] = sum(beside) / len(beside)
            layers[number].sort(key=lambda node: (middles[node.id], node.label))
            for place, node in enumerate(layers[number]):
                at[node.id] = place
    return layers
