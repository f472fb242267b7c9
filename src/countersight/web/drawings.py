"""Drawings of the atlas as SVG with classes and no colours: the style sheet gives these, so that one drawing serves light, dark and paper.

Each is a picture of the table beside it and says nothing that the table does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from countersight.ownership.measure import broken, text_width
from countersight.web.network import Net, Node
from countersight.web.shapes import HEIGHT, WIDTH, Shape, shapes

STEPS: Final = 4
"""Shades of the map: one, two, three, and more programmes."""


def world(counts: Mapping[str, int], words: Callable[[str, int], str], name: Callable[[str], str], title: str, folder: Path) -> str:
    """The world with the countries of which something is reported; empty where no shapes are there.

    Args:
        counts: Country to number of programmes.
        words: A country and its number in a sentence.
        name: The name of a country.
        title: What the map shows.
        folder: Where the file of shapes is.
    """
    found = shapes(folder)
    if not found:
        return ""
    land = "".join(one.path for one in found.values() if one.code not in counts)
    out = [f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(title)}">', f'<path class="land" d="{land}"/>']
    marked = [(found[code], number) for code, number in sorted(counts.items()) if code in found]
    for shape, number in marked:
        step = min(number, STEPS)
        drawn = f'<path class="land on{step}" d="{shape.path}"/>' if shape.path else f'<circle class="dot" cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="5"/>'
        out.append(f'<a href="#c-{escape(shape.code)}" aria-label="{escape(words(shape.code, number))}"><title>{escape(words(shape.code, number))}</title>{drawn}</a>')
    out += _labels(marked, name)
    return "".join([*out, "</svg>"])


def _labels(marked: Sequence[tuple[Shape, int]], name: Callable[[str], str]) -> list[str]:
    """Names, each where none stands yet: beside, above or below; one that finds no place is left to the table."""
    taken: list[tuple[float, float, float, float]] = []
    out = []
    for shape, _ in sorted(marked, key=lambda one: -one[0].y):
        words = name(shape.code)
        width = text_width(words, 11, bold=True) * 0.92
        for right, down in ((0, 4), (0, 18), (0, -10), (width / 2 + 9, 4), (-width / 2 - 9, 4)):
            x, y = shape.x + right, shape.y + down
            box = (x - width / 2 - 2, y - 11, x + width / 2 + 2, y + 3)
            if box[0] > 0 and box[2] < WIDTH and all(box[2] < one[0] or box[0] > one[2] or box[3] < one[1] or box[1] > one[3] for one in taken):
                taken.append(box)
                out.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" aria-hidden="true">{escape(words)}</text>')
                break
    return out


def bars(rows: Sequence[tuple[str, int]], title: str) -> str:
    """Horizontal bars with their numbers."""
    if not rows:
        return ""
    most, left = max(number for _, number in rows), max(text_width(words, 13) for words, _ in rows) + 12
    out = [f'<svg class="bars" viewBox="0 0 640 {len(rows) * 30}" role="img" aria-label="{escape(title)}">']
    for at, (words, number) in enumerate(rows):
        width = (640 - left - 40) * number / most
        out.append(f'<text x="{left - 10}" y="{at * 30 + 20}" text-anchor="end">{escape(words)}</text><rect x="{left}" y="{at * 30 + 6}" width="{width:.1f}" height="18" rx="2"/><text class="soft" x="{left + width + 8:.1f}" y="{at * 30 + 20}">{number}</text>')
    return "".join([*out, "</svg>"])


COLUMN: Final = 172
GAP: Final = 46
ROW: Final = 50
HEAD: Final = 34


def network(net: Net, heads: Sequence[str], href: Callable[[Node], str], title: str) -> str:
    """The network in columns, from who holds to where it is used.

    Args:
        net: Nodes in columns, in their order, and links.
        heads: What stands above each column.
        href: Where a box leads, or nothing.
        title: What the drawing shows.
    """
    tall = max((len(column) for column in net.columns), default=0)
    height = HEAD + tall * ROW + 10
    width = len(net.columns) * COLUMN + (len(net.columns) - 1) * GAP + 4
    place: dict[str, tuple[float, float]] = {}
    for number, column in enumerate(net.columns):
        step = (height - HEAD) / max(len(column), 1)
        for at, node in enumerate(column):
            place[node.id] = (2 + number * (COLUMN + GAP), HEAD + step * (at + 0.5))
    _near(net, place)
    out = [f'<svg class="net" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">']
    out += [f'<text class="head" x="{2 + number * (COLUMN + GAP)}" y="16">{escape(words)}</text>' for number, words in enumerate(heads)]
    for link in net.links:
        (x1, y1), (x2, y2) = place[link.start], place[link.end]
        x1, bend = x1 + COLUMN, GAP * 0.55
        path = f"M{x1:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
        out.append(f'<path class="flow{" unsure" if link.unsure else ""}" stroke-width="{1.4 if link.unsure else 1.8}" d="{path}"><title>{escape(link.told)}</title></path>')
    for column in net.columns:
        for node in column:
            out += _box(node, *place[node.id], href(node))
    return "".join([*out, "</svg>"])


def _near(net: Net, place: dict[str, tuple[float, float]]) -> None:
    """Holders move to the height of what they hold, as far as those beside them leave room."""
    room = max(len(column) for column in net.columns) * ROW
    for number in range(net.kinds.count("holder") - 1, -1, -1):
        step = min(ROW + 10, room / max(len(net.columns[number]), 1))
        last = HEAD + step / 2 - step
        wanted = {node.id: [place[link.end][1] for link in net.links if link.start == node.id] or [place[node.id][1]] for node in net.columns[number]}
        for node_id in sorted(wanted, key=lambda one: sum(wanted[one]) / len(wanted[one])):
            last = max(sum(wanted[node_id]) / len(wanted[node_id]), last + step)
            place[node_id] = (place[node_id][0], last)
        lowest = HEAD + room - step / 2
        for node_id in sorted(wanted, key=lambda one: -place[one][1]):
            lowest = min(place[node_id][1], lowest)
            place[node_id] = (place[node_id][0], lowest)
            lowest -= step


def _box(node: Node, x: float, y: float, href: str) -> list[str]:
    lines = broken(node.label, 13, COLUMN - 12, 3 if node.kind == "holder" else 2)
    tall = 12 + 15 * len(lines)
    words = "".join(f'<text x="{x + 8:.0f}" y="{y + 4.5 + (at - (len(lines) - 1) / 2) * 16:.1f}">{escape(line)}</text>' for at, line in enumerate(lines))
    drawn = f'<title>{escape(node.label + (", " + node.note if node.note else ""))}</title><rect class="box{" listed" if node.listed else ""}" x="{x:.0f}" y="{y - tall / 2:.1f}" width="{COLUMN}" height="{tall}" rx="4"/>{words}'
    return [f'<a href="{escape(href)}">{drawn}</a>' if href else f"<g>{drawn}</g>"]


def counted(values: Sequence[str], most: int = 12) -> list[tuple[str, int]]:
    """Values with how often they stand there, the most frequent first."""
    return Counter(values).most_common(most)
