"""Who stands behind a body, under each ownership test that a page of law poses: asked once, for every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from countersight.errors import UsageError
from countersight.measures.owners import rule_of
from countersight.measures.world import World
from countersight.model.body import Body, Edge
from countersight.model.units import format_share, parse_partial_date
from countersight.ownership.answer import RANK, Answer, ask
from countersight.ownership.cascade import Above, Rule, read_above
from countersight.ownership.findings import Finding, findings
from countersight.ownership.graph import Graph
from countersight.ownership.history import last_met
from countersight.ownership.picture import picture
from countersight.ownership.svg import draw
from countersight.ownership.words import STANDINGS, stake_in_words
from countersight.rules.book import Rulebook
from countersight.rules.ownership_head import OwnershipTest, ownership_in_words
from countersight.rules.page import Page
from countersight.rules.window import phase


@dataclass(frozen=True)
class Asked:
    """One test with the pages that pose it, and its answer."""

    test: OwnershipTest
    pages: tuple[Page, ...]
    state: str
    """Whether the first page speaks on the day."""
    rule: Rule
    listed: frozenset[str]
    partial: tuple[str, ...]
    """Lists that are not held in full for the day: a no may be wrong where an owner is on such a part."""
    above: Above
    answer: Answer
    last: date | None
    """The last day before on which the test was surely met, where it is not met on the day."""


@dataclass(frozen=True)
class Around:
    """What is told besides the tests."""

    faults: list[Finding]
    beside: list[Edge]
    """Recorded of the body, and counted by none of the tests."""


@dataclass(frozen=True)
class Owners:
    """A body with every test that was asked of it."""

    body: Body
    asked: list[Asked]
    around: Around
    world: World
    known_at: date | None = None

    def lines(self) -> list[str]:
        """As text."""
        return _lines(self.body, self.asked, self.around, self.world, self.known_at)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return _to_dict(self.body, self.asked, self.around, self.world, self.known_at)

    def svg(self) -> str:
        """The picture of the test that says most.

        Raises:
            UsageError: No page has an ownership test.
        """
        return _svg(self.asked, self.world)


def ask_owners(world: World, body: Body, books: Sequence[Rulebook], rules: Sequence[str] = (), known_at: date | None = None) -> Owners:
    """Ask every ownership test of the rulebooks of a body.

    Args:
        world: The snapshot, and the day.
        body: One of its bodies.
        books: The rulebooks whose pages pose tests.
        rules: Ids of pages; all that pose one where none is named.
        known_at: The day up to which edges were known.

    Raises:
        UsageError: No such page has an ownership test.
    """
    graph = Graph(world.snapshot.edges(), known_at=known_at, named=world.named) if known_at else world.graph
    found = [(page, book.anchors) for book in books for page in book.pages if page.head.ownership]
    known = sorted({page.id for page, _ in found})
    for name in rules:
        if name not in known:
            raise UsageError(f"no page {name!r} with an ownership test", hint=f"there are: {', '.join(known)}")
    groups: dict[OwnershipTest, list[tuple[Page, Any]]] = {}
    for page, anchors in found:
        if page.head.ownership and (not rules or page.id in rules):
            groups.setdefault(page.head.ownership, []).append((page, anchors))
    asked = [_ask(test, pages, graph, body, world) for test, pages in groups.items()]
    return Owners(body, asked, Around(_faults(asked, graph, world), _beside(asked, graph, body, world)), world, known_at)


def _ask(test: OwnershipTest, pages: list[tuple[Page, Any]], graph: Graph, body: Body, world: World) -> Asked:

    page, anchors = pages[0]
    now = phase(page.head.windows, world.on, anchors)
    rule, listed = rule_of(test), world.listed(test.lists)
    answer = ask(graph, listed, rule, body.id, world.on, effort=1_000_000)
    return Asked(
        test=test,
        pages=tuple(one for one, _ in pages),
        state=(now.doubt or now.window.status.replace("_", " ")) if now else "not in force on this day",
        rule=rule,
        listed=listed,
        partial=tuple(one for one in test.lists if not world.covers(one)),
        above=read_above(graph.at(world.on), rule, body.id, listed if rule.aggregate else frozenset()),
        answer=answer,
        last=None if answer.met else _last(test, graph, body, world),
    )


def _last(test: OwnershipTest, graph: Graph, body: Body, world: World) -> date | None:


    if test.mode == "listed_only":
        return None
    ids = {body_id for list_id in test.lists for body_id in world.snapshot.designated(list_id)}
    near = [one for body_id in ids & graph.above(body.id) if (one := world.snapshot.body(body_id))]
    told = {parse_partial_date(day).earliest for one in near for listing in one.designations if listing.list_id in test.lists for day in (listing.start, listing.end) if day}

    def listed(day: date) -> frozenset[str]:
        there = replace(world, on=day, cache=type(world.cache)())
        return frozenset(one.id for one in near if any(there.designations(one, list_id) for list_id in test.lists))

    return last_met(graph, listed, rule_of(test), body.id, world.on, frozenset(told))


def _faults(asked: list[Asked], graph: Graph, world: World) -> list[Finding]:

    assets = sorted({body for one in asked for body in one.above.shares})
    seen = graph.at(world.on)
    near = {edge.owner for asset in assets for side in seen.holders(asset) for edge in side} | set(assets)
    return findings(seen, assets, {one: world.snapshot.body(one) for one in sorted(near)})


def name_of(world: World, body_id: str) -> str:
    """The name of a body, or that it is not held."""
    body = world.snapshot.body(body_id)
    if body is None or not body.names:
        return f"a holder whose name is not held [{body_id}]"
    return body.caption


def _beside(asked: list[Asked], graph: Graph, body: Body, world: World) -> list[Edge]:
    """What is recorded of those above the body and counted by none of the tests: summaries of chains, ties, other kinds of control."""
    counted = {(edge.owner, edge.klass) for one in asked for edge in one.above.shares[body.id]}
    counted |= {(edge.owner, edge.klass) for one in asked for edge, _ in one.above.control.get(body.id, ())}
    held = [edge for side in graph.at(world.on).holders(body.id) for edge in side]
    return [edge for edge in held if edge.indirect or (edge.owner, edge.klass) not in counted]


def _lines(body: Body, asked: list[Asked], around: Around, world: World, known_at: date | None) -> list[str]:

    told = [f"{body.caption}  [{body.id}]", f"ownership as of {world.on}, {f'as known on {known_at}' if known_at else 'as known now'}; snapshot {world.snapshot.content_hash[:12]}"]
    for one in asked:
        answer = one.answer
        first = one.pages[0]
        told += ["", f"{', '.join(page.id for page in one.pages)}  {first.title}", f"  {'; '.join(first.head.citations)}; {one.state}", f"  test: {ownership_in_words(one.test)}"]
        if one.test.mode == "listed_only" and not answer.met:
            told.append("  NOT REACHED THROUGH OWNERS: only a body that is itself on these lists is")
        elif answer.is_seed:
            told.append(f"  {STANDINGS[answer.standing].upper()}")
        else:
            any_share = one.test.strict and one.test.threshold == 0  # a stake of any size makes nobody an owner of the whole
            word = "a stake is held" if any_share and answer.standing == "owned" else STANDINGS[answer.standing]
            told.append(f"  {word.upper()}: listed parties, and bodies that count as such, hold {format_share(answer.lower)} to {format_share(answer.upper)}; {format_share(answer.undisclosed)} more may be theirs through holders nobody has named")
        if one.last:
            told.append(f"  it was met until {one.last}: what was blocked while it was may stay blocked, which is for the law to say")
        if not answer.met and one.partial:
            seen = "the list is not held in full for the day" if one.test.mode == "listed_only" else "not held in full for the day, so an owner may be on it unseen"
            told.append(f"  {seen}: {', '.join(one.partial)}")
        for title, edges in (("proof, no edge of which can be left out:", answer.path), ("to verify, and it is settled:", answer.asks), ("the stakes on which the no rests:", answer.cut)):
            told += [f"  {title}", *(f"    {edge_words(edge, world)}" for edge in edges)] if edges else []
        told += [f"  to find out: who {'else holds' if world.named(other) else 'is'} {name_of(world, other)}" for other in answer.opaque]
    if not asked:
        told.append("no page of these rulebooks has an ownership test.")
    if around.beside:
        told += ["", "also recorded, and counted by none of these tests:", *(f"  {edge_words(edge, world)}" for edge in around.beside)]
    if around.faults:
        told += ["", "findings about the records (nothing is left out for them):"]
        told += [f"  {fault.code}: {name_of(world, fault.edge.owner)} in {name_of(world, fault.edge.asset)}: {fault.message}" for fault in around.faults]
    return told


def edge_words(edge: Edge, world: World) -> str:
    """A stake in one line: who, in what, how much, when, says who."""
    share = stake_in_words(edge)
    when = f"{edge.start or '?'} to {edge.end or 'today'}"
    doubt = "" if edge.confirmed else "; not confirmed"
    return f"{name_of(world, edge.owner)} > {name_of(world, edge.asset)}: {share}; {when}{doubt}; {edge.citation}"


def _to_dict(body: Body, asked: list[Asked], around: Around, world: World, known_at: date | None) -> dict[str, Any]:
    return {
        "schema": "countersight.owners/1", "id": body.id, "name": body.caption, "as_of": world.on.isoformat(),
        "known_at": known_at.isoformat() if known_at else None, "snapshot": world.snapshot.content_hash,
        "unit": "shares are whole numbers in units of 1e-8",
        "tests": [
            {
                "pages": [page.id for page in one.pages], "citations": list(one.pages[0].head.citations), "state": one.state,
                "class": one.test.klass, "threshold": one.test.threshold, "op": ">" if one.test.strict else ">=", "aggregate": one.test.aggregate,
                "mode": one.test.mode, "control": list(one.test.control), "lists": list(one.test.lists), "lists_not_held_in_full": list(one.partial),
                "standing": one.answer.standing, "met": one.answer.met, "lower": one.answer.lower, "upper": one.answer.upper,
                "undisclosed": one.answer.undisclosed, "proof": [edge.record() for edge in one.answer.path],
                "ask": [edge.record() for edge in one.answer.asks], "unknown_holders_of": list(one.answer.opaque),
                "cut": [edge.record() for edge in one.answer.cut], "last_met": one.last.isoformat() if one.last else None,
            }
            for one in asked
        ],
        "not_counted": [edge.record() for edge in around.beside],
        "findings": [{"edge": fault.edge.id, "owner": fault.edge.owner, "asset": fault.edge.asset, "code": fault.code, "message": fault.message} for fault in around.faults],
    }  # fmt: skip


def _svg(asked: list[Asked], world: World) -> str:
    """The picture of the test that says most: of one that is met before one that is open."""
    if not asked:
        raise UsageError("no page has an ownership test, so there is nothing to draw", hint="give --rulebook with such a page")
    best = max(asked, key=lambda one: RANK[one.answer.standing])
    return draw(picture(best.above, best.answer, best.listed, lambda body_id: name_of(world, body_id), best.pages[0].id))
