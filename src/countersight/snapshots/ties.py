"""What an authority prints beside an entry of its list about another entry, as edges: "Linked To" of OFAC, and parents.

The text is a name. It becomes an edge only where exactly one body on the same authority's lists has that name; else it
stays what it was, a statement. Neither kind is a shareholding: the edge carries no share, and counts for the pages of law
that name its class as control, and for no other. How a party is linked OFAC does not publish, so that edge is not confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.names.normalise import fold
from countersight.store.statements import claim_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from countersight.model.body import Body, Designation, Statement

FAMILIES: Final = {"linked_to": ("us.ofac.",), "parent": ("us.dod.1260h", "us.uflpa", "us.fcc.covered")}
"""Kind of tie to the lists of which it is printed; a list id that ends in a dot stands for all that begin so."""
NATURES: Final = frozenset({"finding", "designation"})


def ties(bodies: Sequence[Body]) -> list[Edge]:
    """The edges, in the order of the bodies; a tie of a body to itself is none.

    Args:
        bodies: After merging.
    """
    families = sorted({family for some in FAMILIES.values() for family in some})
    named: dict[tuple[str, str], set[str]] = {}
    for body in bodies:
        for family in families:
            if _on(body, family):
                for name in body.names:
                    if name.kind != "weak":
                        named.setdefault((family, fold(name.text)), set()).add(body.id)
    found: dict[str, Edge] = {}
    for body in bodies:
        for said in body.statements:
            if said.nature in NATURES and said.standing == "asserted":
                for edge in _edges(body, said, named):
                    found.setdefault(edge.id, edge)
    return list(found.values())


def _edges(body: Body, said: Statement, named: dict[tuple[str, str], set[str]]) -> Iterable[Edge]:
    for family in FAMILIES.get(said.prop, ()):
        told = _on(body, family)
        owners = named.get((family, fold(said.value)), set())
        if told and len(owners) == 1 and body.id not in owners:
            yield _edge(body, said, next(iter(owners)), told)


def _edge(body: Body, said: Statement, owner: str, told: list[Designation]) -> Edge:
    """It holds as long as the statement says, else as long as the entry beside which it is printed."""
    row = claim_row(body, said).id
    ends = [one.end for one in told]
    return Edge(
        owner=owner,
        asset=body.id,
        klass=said.prop,
        lo=0,
        hi=WHOLE,
        start=said.start or min(one.start for one in told),
        end=said.end or ("" if "" in ends else max(ends)),
        citation=said.citation,
        confirmed=said.prop == "parent",
        id=f"tie-{row[:20]}",
        source_id=said.source_id or body.source_id,
        statements=(row,),
    )


def _on(body: Body, family: str) -> list[Designation]:
    return [one for one in body.designations if one.list_id == family or (family.endswith(".") and one.list_id.startswith(family))]


def kept(edges: Iterable[Edge], renamed: dict[str, str]) -> list[Edge]:
    """Edges between bodies as they are after merging. One whose ends became one body stays, and says so.

    Args:
        edges: As their sources gave them.
        renamed: Id before merging to id after it.
    """
    found = []
    for edge in edges:
        owner, asset = (renamed.get(end, end) for end in (edge.owner, edge.asset))
        merged = owner == asset and edge.owner != edge.asset
        remark = f"its ends {edge.owner} and {edge.asset} are one body here: it was between two records of it"
        found.append(replace(edge, owner=owner, asset=asset, remarks=(*edge.remarks, remark) if merged else edge.remarks))
    return found
