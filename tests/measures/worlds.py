"""Small worlds for these tests. Every body here is invented, unless a test says that it reads the starter atlas."""

from __future__ import annotations

from datetime import date
from typing import Any

from countersight.app import load_rulebook
from countersight.measures.establish import Established, establish
from countersight.measures.given import lay_over
from countersight.measures.who import Who, look_up
from countersight.measures.world import World
from countersight.model.body import Body, Coverage, Designation, Edge, Name
from countersight.model.fact import Binding, Fact, Value
from countersight.model.lists import LISTS
from countersight.model.matter import Matter
from countersight.model.units import WHOLE
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

ON = date(2026, 11, 20)
LAW = (load_rulebook("us-in-force")[0],)
"""Where the numbers of the law stand that facts are worked out with."""
FIRST, LAST = "2019-01-01", "2026-11-01"
"""First and last edition of a list that is held in full; it is good for 45 days more."""
ALL_LISTS = tuple(one.id for one in LISTS)
ENTITY, SDN, MEU, CMIC, COVERED, UFLPA = (
    "us.bis.entity_list", "us.ofac.sdn", "us.bis.meu", "us.ofac.ns_cmic", "us.fcc.covered", "us.uflpa",
)  # fmt: skip


def body(body_id: str, *names: str, on: dict[str, str] | None = None, **more: Any) -> Body:  # noqa: ANN401
    """A body with its names and, by list, the window ``start..end`` of a designation; a start alone is open."""
    told: list[Designation] = []
    for list_id, window in (on or {}).items():
        start, _, end = window.partition("..")
        told.append(Designation(list_id, body_id, start, f"99 FR {len(told) + 1:05}", end))
    more.setdefault("schema", "Organization")
    named = tuple(Name(text, kind="alias" if at else "primary") for at, text in enumerate(names))
    return Body(id=body_id, names=named, designations=tuple(told), **more)


def edge(owner: str, asset: str, percent: int) -> Edge:
    """A stake of whole percent, known exactly and on every day."""
    return Edge(owner, asset, "equity", percent * WHOLE // 100, percent * WHOLE // 100, "", "", "an invented register")


def world(*bodies: Body, edges: tuple[Edge, ...] = (), full: tuple[str, ...] = (), on: date = ON) -> World:
    """A world of these bodies and stakes, with the lists named in ``full`` held in full."""
    coverage = [Coverage(list_id, list_id, complete=True, first_edition=FIRST, last_edition=LAST) for list_id in full]
    return World(Snapshot.in_memory(AtlasRecords(bodies=list(bodies), edges=list(edges), coverage=coverage)), on, law=LAW)


def matter(**fields: Any) -> Matter:  # noqa: ANN401
    """A matter, with what it must have filled in."""
    return Matter.model_validate({"id": "M", "kind": "shipment", "date": ON.isoformat()} | fields)


def party(name: str, role: str = "end_user", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """A party of a matter."""
    return {"role": role, "name": name} | fields


def who(name: str, where: World, **fields: Any) -> Who:  # noqa: ANN401
    """One party, looked up."""
    return look_up(matter(parties=[party(name, **fields)]).parties, where)[0]


def known(where: World | None = None, **fields: Any) -> Established:  # noqa: ANN401
    """What is established about a matter; a scenario's own records are laid over the world."""
    read = matter(**fields)
    below = where or world()
    return establish(read, World(lay_over(below.snapshot, read.given), below.on, below.lists_complete, law=below.law))


def bound(name: str, where: World | None = None, **fields: Any) -> dict[str, Fact]:  # noqa: ANN401
    """The facts of a single party."""
    return known(where, parties=[party(name, **fields)]).sheet.parties[0].facts


def line(where: World | None = None, parties: list[dict[str, Any]] | None = None, more: dict[str, Any] | None = None, **fields: Any) -> Binding:  # noqa: ANN401
    """What is established about a single line, of a matter with these parties and further fields."""
    return known(where, parties=parties or [], lines=[fields], **(more or {})).sheet.lines[0]


def value(facts: dict[str, Fact], path: str) -> Value | None:
    """The value of a fact; what is absent is unknown."""
    return facts[path].value if path in facts else None


def deal(where: World | None = None, **fields: Any) -> dict[str, Fact]:  # noqa: ANN401
    """The facts of the deal itself."""
    return known(where, **fields).sheet.matter


def all_facts(found: Established) -> list[tuple[str, str, Fact]]:
    """Every fact of a matter: what it belongs to (matter, party or line), its path, and the fact."""
    sheet = found.sheet
    held = [("matter", sheet.matter), *(("party", one.facts) for one in sheet.parties), *(("line", one.facts) for one in sheet.lines)]
    return [(scope, path, fact) for scope, facts in held for path, fact in facts.items()]
