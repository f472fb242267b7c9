"""A body of the atlas as an entity on the wire, kept ready in text: what it says is put together once, and joined to each answer as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.model import CONCERNS, topic_of
from countersight.measures.world import in_force
from countersight.snapshots.resolve import SAME
from countersight.sources.ftm.export import Maker, fitting_id
from countersight.store.records import AtlasRecords, dataset_of

if TYPE_CHECKING:
    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot

KEPT: Final = 8192
"""Bodies that are kept ready: a few kilobytes each."""

REVERSE: Final = {
    ("Sanction", "entity"): "sanctions", ("Security", "issuer"): "securities", ("Ownership", "owner"): "ownershipOwner",
    ("Ownership", "asset"): "ownershipAsset", ("Control", "controller"): "controlledEntities", ("Control", "controlled"): "controllingEntities",
}  # fmt: skip
"""Under which property of a body an entity is nested that points at it."""

ADJACENT: Final = tuple(REVERSE.values())
_NO_COLON: Final = (",", ":")


@dataclass(frozen=True, slots=True)
class Card:
    """What is asked of a body before it is shown, and how it is shown."""

    body_id: str
    schema: str
    caption: str
    countries: frozenset[str]
    topics: frozenset[str]
    datasets: frozenset[str]
    changed: str
    """The last day that its records tell of; empty where none does."""
    text: str
    """The entity in JSON without the closing brace."""

    def entity(self) -> dict[str, Any]:
        """The entity, as a new mapping."""
        made: dict[str, Any] = json.loads(f"{self.text}}}")
        return made


def dataset_name(dotted: str) -> str:
    """A source or a list as yente names datasets.

    >>> dataset_name("us.trade.csl")
    'us_trade_csl'
    """
    return dotted.replace(".", "_").replace("-", "_").lower()


@dataclass(slots=True)
class Cards:
    """The bodies of a snapshot as entities, read when they are asked for. They speak of one day: what is in force changes with it."""

    snapshot: Snapshot
    day: date
    maker: Maker = field(default_factory=lambda: Maker(AtlasRecords()))
    held: dict[str, Card] = field(default_factory=dict)

    def card(self, body_id: str) -> Card | None:
        """A body by its id, or None."""
        found = self.held.get(body_id)
        if found is None:
            body = self.snapshot.body(body_id)
            if body is None:
                return None
            if len(self.held) >= KEPT:
                self.held.clear()
            found = self.held[body_id] = self._made(body)
        return found

    def _made(self, body: Body) -> Card:
        topics = {topic_of(told.list_id) for told in body.designations if in_force(told, self.day)}
        topics |= {"gov"} if body.government == "yes" else set()
        datasets = {dataset_name(dataset_of(one)) for one in _sources(body)} | {
            dataset_name(told.list_id) for told in body.designations
        }
        days = sorted(day for day in _days(body, self.day.isoformat()))
        entity = self.maker.thing(body)
        if topics:
            entity["properties"]["topics"] = sorted(topics)
        entity |= {
            "datasets": sorted(datasets),
            "referents": sorted(referents(body)),
            "target": bool(topics & CONCERNS),
            "first_seen": _moment(days[0]) if days else None,
            "last_seen": self._seen(body),
            "last_change": _moment(days[-1]) if days else None,
        }
        text = json.dumps(entity, ensure_ascii=False, separators=_NO_COLON)
        countries = frozenset(code.lower() for code in body.countries)
        return Card(
            body.id,
            body.schema,
            body.caption,
            countries,
            frozenset(topics),
            frozenset(datasets),
            days[-1] if days else "",
            text[:-1],
        )

    def _seen(self, body: Body) -> str | None:
        editions = sorted(
            source.edition for one in _sources(body) if (source := self.snapshot.source(one)) and source.edition
        )
        return _moment(editions[-1]) if editions else None

    def pointing(self, body: Body) -> Iterator[tuple[str, dict[str, Any]]]:
        """What points at a body, each under the property at which it is nested: lists, securities, then stakes with the other body in full."""
        maker = Maker(AtlasRecords())  # of this question alone: it holds which types the ends of edges have
        for one in maker.about(body):
            prop = "sanctions" if one["schema"] == "Sanction" else "securities"
            yield prop, self._linked(one, body)
        owned, held = self.snapshot.edges_of(body.id), self.snapshot.holdings_of(body.id)
        others = {body.id: body} | {
            end: other
            for edge in (*owned, *held)
            for end in (edge.owner, edge.asset)
            if (other := self.snapshot.body(end))
        }
        maker.schemata = {key: one.schema for key, one in others.items()}
        for edge in dict.fromkeys((*owned, *held)):
            for one in maker.edge(edge):
                ends = ("controller", "controlled") if one["schema"] == "Control" else ("owner", "asset")
                for mine, theirs, this, that in (
                    (*ends, edge.owner, edge.asset),
                    (*ends[::-1], edge.asset, edge.owner),
                ):
                    if this == body.id and (found := self.card(that)):
                        linked = self._linked(one, body)
                        linked["properties"] = {**one["properties"], theirs: [found.entity()]}
                        yield REVERSE[one["schema"], mine], linked

    def _linked(self, one: dict[str, Any], body: Body) -> dict[str, Any]:
        whole = self.card(body.id)
        datasets = sorted(whole.datasets) if whole else []
        if one["schema"] == "Sanction" and (listed := one["properties"].get("programId")):
            datasets = [dataset_name(listed[0])]
        return {
            **one,
            "datasets": datasets,
            "target": False,
            "first_seen": None,
            "last_seen": None,
            "last_change": None,
        }


def referents(body: Body) -> set[str]:
    """Other ids under which the body was known: what a reviewer ruled to be the same."""
    return {
        fitting_id(said.value)
        for said in body.statements
        if said.prop == SAME and said.standing not in {"withdrawn", "corrected"}
    }


def _sources(body: Body) -> set[str]:
    told = chain(
        (body.source_id,),
        (one.source_id for one in body.origins),
        (one.source_id for one in body.designations),
        (one.source_id for one in body.statements),
    )
    return {one for one in told if one}


def _days(body: Body, today: str) -> Iterator[str]:
    """Days on which something was listed, ended or seen, as far as they are known to the day and not to come."""
    told = chain(
        chain.from_iterable((one.start, one.end) for one in body.designations), (one.seen for one in body.statements)
    )
    yield from (one for one in told if len(one) == 10 and one <= today)  # noqa: PLR2004 - an ISO day


def _moment(day: str) -> str:
    return f"{day}T00:00:00"
