"""``countersight owners``: who stands behind a body, under each ownership test that a page of law poses."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.measures.world import World
    from countersight.model.body import Body, Edge
    from countersight.ownership.answer import Answer
    from countersight.ownership.cascade import Above, Rule
    from countersight.ownership.findings import Finding
    from countersight.ownership.graph import Graph
    from countersight.rules.ownership_head import OwnershipTest
    from countersight.rules.page import Page


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


@dataclass(frozen=True)
class Around:
    """What is told besides the tests."""

    faults: list[Finding]
    beside: list[Edge]
    """Recorded of the body, and counted by none of the tests."""


def owners(given: argparse.Namespace) -> int:
    """Who stands behind a body: exit code 1 where a test is met."""
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.cli.names import named
    from countersight.cli.output import settings, write
    from countersight.measures.world import World
    from countersight.ownership.graph import Graph

    snapshot = open_snapshot(settings(given.snapshot))
    body = snapshot.body(given.id) or named(snapshot, given.id)
    world = World(snapshot, given.as_of or date.today())  # noqa: DTZ011 - the user's own day
    graph = Graph(snapshot.edges(), known_at=given.known_at, named=world.named)
    books = load_rulebooks(given.rulebook)
    found = [(page, book.anchors) for book in books for page in book.pages if page.head.ownership]
    known = sorted({page.id for page, _ in found})
    for name in given.rule:
        if name not in known:
            raise UsageError(f"no page {name!r} with an ownership test", hint=f"there are: {', '.join(known)}")
    groups: dict[OwnershipTest, list[tuple[Page, Any]]] = {}
    for page, anchors in found:
        if page.head.ownership and (not given.rule or page.id in given.rule):
            groups.setdefault(page.head.ownership, []).append((page, anchors))
    asked = [_ask(test, pages, graph, body, world) for test, pages in groups.items()]
    if given.svg:
        write(_svg(asked, world), given.svg)
    if given.svg != "-":
        around = Around(_faults(asked, graph, world), _beside(asked, graph, body, world))
        if given.format == "json":
            write(json.dumps(_to_dict(body, asked, around, world, given.known_at), indent=1, ensure_ascii=False), given.out)
        else:
            write("\n".join(_lines(body, asked, around, world, given.known_at)), given.out)
    return int(any(one.answer.met for one in asked))


def _ask(test: OwnershipTest, pages: list[tuple[Page, Any]], graph: Graph, body: Body, world: World) -> Asked:
    from countersight.measures.owners import rule_of
    from countersight.ownership.answer import ask
    from countersight.ownership.cascade import read_above
    from countersight.rules.window import phase

    page, anchors = pages[0]
    now = phase(page.head.windows, world.on, anchors)
    rule, listed = rule_of(test), world.listed(test.lists)
    return Asked(
        test=test,
        pages=tuple(one for one, _ in pages),
        state=(now.doubt or now.window.status.replace("_", " ")) if now else "not in force on this day",
        rule=rule,
        listed=listed,
        partial=tuple(one for one in test.lists if not world.covers(one)),
        above=read_above(graph.at(world.on), rule, body.id, listed if rule.aggregate else frozenset()),
        answer=ask(graph, listed, rule, body.id, world.on, effort=1_000_000),
    )


def _faults(asked: list[Asked], graph: Graph, world: World) -> list[Finding]:
    from countersight.ownership.findings import findings

    assets = sorted({body for one in asked for body in one.above.shares})
    seen = graph.at(world.on)
    near = {edge.owner for asset in assets for side in seen.holders(asset) for edge in side} | set(assets)
    return findings(seen, assets, {one: world.snapshot.body(one) for one in sorted(near)})


def _name(world: World, body_id: str) -> str:
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
    from countersight.model.units import format_share
    from countersight.ownership.words import STANDINGS
    from countersight.rules.ownership_head import ownership_in_words

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
            told.append(f"  {STANDINGS[answer.standing].upper()}: listed parties, and bodies that count as such, hold {format_share(answer.lower)} to {format_share(answer.upper)}; {format_share(answer.undisclosed)} more may be theirs through holders nobody has named")
        if not answer.met and one.partial:
            seen = "the list is not held in full for the day" if one.test.mode == "listed_only" else "not held in full for the day, so an owner may be on it unseen"
            told.append(f"  {seen}: {', '.join(one.partial)}")
        for title, edges in (("proof, no edge of which can be left out:", answer.path), ("to verify, and it is settled:", answer.asks), ("the holders on which the no rests:", answer.cut)):
            told += [f"  {title}", *(f"    {_edge(edge, world)}" for edge in edges)] if edges else []
        told += [f"  to find out: who {'else holds' if world.named(other) else 'is'} {_name(world, other)}" for other in answer.opaque]
    if not asked:
        told.append("no page of these rulebooks has an ownership test.")
    if around.beside:
        told += ["", "also recorded, and counted by none of these tests:", *(f"  {_edge(edge, world)}" for edge in around.beside)]
    if around.faults:
        told += ["", "findings about the records (nothing is left out for them):"]
        told += [f"  {fault.code}: {_name(world, fault.edge.owner)} in {_name(world, fault.edge.asset)}: {fault.message}" for fault in around.faults]
    return told


def _edge(edge: Edge, world: World) -> str:
    from countersight.ownership.words import stake_in_words

    share = stake_in_words(edge)
    when = f"{edge.start or '?'} to {edge.end or 'today'}"
    doubt = "" if edge.confirmed else "; not confirmed"
    return f"{_name(world, edge.owner)} > {_name(world, edge.asset)}: {share}; {when}{doubt}; {edge.citation}"


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
                "cut": [edge.record() for edge in one.answer.cut],
            }
            for one in asked
        ],
        "not_counted": [edge.record() for edge in around.beside],
        "findings": [{"edge": fault.edge.id, "owner": fault.edge.owner, "asset": fault.edge.asset, "code": fault.code, "message": fault.message} for fault in around.faults],
    }  # fmt: skip


def _svg(asked: list[Asked], world: World) -> str:
    """The picture of the test that says most: of one that is met before one that is open."""
    from countersight.ownership.answer import RANK
    from countersight.ownership.picture import picture
    from countersight.ownership.svg import draw

    if not asked:
        raise UsageError("no page has an ownership test, so there is nothing to draw", hint="give --rulebook with such a page")
    best = max(asked, key=lambda one: RANK[one.answer.standing])
    return draw(picture(best.above, best.answer, best.listed, lambda body_id: _name(world, body_id), best.pages[0].id))
