"""The graph above a body as a picture: which bodies and edges are in it, and how each is drawn.

Bold is what proves the answer, dashed a share that is a range, dotted what is not confirmed or may not hold on the day.
The part of a body that no known holder accounts for is a holder of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countersight.model.body import Edge
from countersight.model.units import WHOLE, format_share
from countersight.ownership.answer import Answer
from countersight.ownership.cascade import Above
from countersight.ownership.words import STANDINGS, share_in_words, stake_in_words

MOST = 60
"""Bodies in a picture at most; the proof always, then those nearest to the body asked about."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box. ``kind``: asked, listed, body or undisclosed."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from owner to asset."""

    owner: str
    asset: str
    label: str
    bold: bool = False
    dashed: bool = False
    dotted: bool = False
    told: str = ""
    """The whole in a sentence, for those who listen to the picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, with a title and a description in words."""

    title: str
    description: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def picture(above: Above, answer: Answer, listed: frozenset[str], name: Callable[[str], str], test: str) -> Picture:
    """Choose what to draw of everybody above a body.

    Args:
        above: The body with everybody above it, as the test sees them.
        answer: The answer to the test.
        listed: The listed bodies.
        name: The name to show for an id.
        test: The test in words, for the title.
    """
    kept = _kept(above, answer)
    edges = [(edge, edge not in above.doubtful) for body in kept for edge in above.shares[body]]
    edges += [pair for body in kept for pair in above.control.get(body, ())]
    edges = [(edge, certain) for edge, certain in edges if edge.owner in kept]
    nodes = [Node(body, name(body), "asked" if body == above.body else "listed" if body in listed else "body") for body in kept]
    links = [_link(edge, certain, answer, name) for edge, certain in edges]
    for body in kept:
        total = above.totals[body]
        gap = WHOLE - min(total.lo, WHOLE)
        hidden = len(above.shares[body]) - sum(edge.owner in kept for edge in above.shares[body])
        if above.shares[body] and gap and not total.complete and not hidden and (body not in listed or body == above.body):
            part = format_share(gap) if total.lo == total.hi else share_in_words(0, gap)
            nodes.append(Node(f"{body}\0", "not disclosed", "undisclosed"))
            links.append(Link(f"{body}\0", body, part, dashed=True, told=f"{part} of {name(body)} is not disclosed."))
    missing = len(above.shares) - len(kept)
    title = f"Who stands behind {name(above.body)}: {STANDINGS[answer.standing]} ({test})"
    told = [f"{name(above.body)} is {STANDINGS[answer.standing]}.", *(link.told for link in links)]
    told += [f"{missing} further bodies above are left out."] if missing else []
    return Picture(title, " ".join(told), tuple(nodes), tuple(links))


def _kept(above: Above, answer: Answer) -> list[str]:
    shown = dict.fromkeys([above.body, *(end for edge in (*answer.path, *answer.asks) for end in (edge.asset, edge.owner) if end in above.shares)])
    for body in above.shares:  # nearest first
        if len(shown) >= MOST:
            break
        shown[body] = None
    return list(shown)


def _link(edge: Edge, certain: bool, answer: Answer, name: Callable[[str], str]) -> Link:  # noqa: FBT001 - one of a pair
    proves = edge in answer.path
    label = stake_in_words(edge)
    doubt = not edge.confirmed or not certain
    told = f"{name(edge.owner)} has {label} of {name(edge.asset)}" if edge.klass in {"equity", "voting", "profit"} else f"{name(edge.owner)} over {name(edge.asset)}: {label}"
    told += ", not confirmed, or not surely in force on the day" if doubt else ""
    told += "; part of the proof." if proves else "; to be verified." if edge in answer.asks else "."
    return Link(edge.owner, edge.asset, label, bold=proves, dashed=edge.lo < edge.hi and edge.klass in {"equity", "voting", "profit"}, dotted=doubt, told=told)
