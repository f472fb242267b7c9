"""The picture of who stands behind a body, as SVG: black on white, for paper as well, and in words for who cannot see it."""

from __future__ import annotations

from html import escape as html_escape
from typing import Final

from countersight.ownership.layout import Laid, Line, Place, lay_out
from countersight.ownership.measure import broken, text_width
from countersight.ownership.picture import Link, Node, Picture

SIZE: Final = 13
SMALL: Final = 12
LINE: Final = 17
WIDEST: Final = 190
MARGIN: Final = 24
PAD: Final = 10
STUB: Final = 13
"""An arrow runs straight into its box for so long, so that its point stands on its line; less than the gap between rows."""

KEY: Final = "bold: the proof; dashed: the share is a range; dotted: not confirmed; double frame: listed"
_TAGS: Final = {"asked": "asked about", "listed": "listed", "undisclosed": "", "body": ""}


def draw(picture: Picture) -> str:
    """The picture as one SVG document.

    Boxes, words and arrows do not overlap: see :mod:`countersight.ownership.layout`. The font is whatever the reader has
    of Helvetica's measure; names are measured by a table (:mod:`countersight.ownership.measure`).
    """
    place = {node.id: at for at, node in enumerate(picture.nodes)}
    links = [link for link in picture.links if link.owner != link.asset]
    own = {link.asset: link.label for link in picture.links if link.owner == link.asset}
    texts = [_text(node, own.get(node.id, "")) for node in picture.nodes]
    heavy = [node.kind == "asked" for node in picture.nodes]
    sizes = [
        (max(text_width(line, SIZE, bold=bold) for line in lines) + 2 * PAD, len(lines) * LINE + PAD)
        for lines, bold in zip(texts, heavy, strict=True)
    ]
    words = [broken(link.label, SMALL, 130, bold=link.bold) for link in links]
    laid = lay_out(
        sizes,
        [
            (place[link.owner], place[link.asset], max(text_width(line, SMALL, bold=link.bold) for line in lines) + 8, len(lines) * LINE)
            for link, lines in zip(links, words, strict=True)
        ],
    )
    title = broken(picture.title, SIZE, max(laid.width, 420), 4, bold=True)
    key = broken(KEY, SMALL, max(laid.width, 420), 3)
    head = MARGIN + len(title) * LINE
    width = max([laid.width, *(text_width(line, SIZE, bold=True) for line in title), *(text_width(line, SMALL) for line in key)]) + 2 * MARGIN
    height = head + laid.height + 2 * MARGIN + len(key) * LINE
    shift = ((width - laid.width) // 2, head + MARGIN // 2)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d" font-family="Helvetica, Arial, Liberation Sans, sans-serif" font-size="{SIZE}">',
        f'<title id="t">{escape(picture.title)}</title>',
        f'<desc id="d">{escape(picture.description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_lines(title, MARGIN, MARGIN, SIZE, bold=True),
        f'<g transform="translate({shift[0]} {shift[1]})">',
    ]
    ports = _ports(laid)
    out += [_arrow(link, line, ports) for link, line in zip(links, laid.lines, strict=True)]
    for link, line, lines in zip(links, laid.lines, words, strict=True):
        out += _middle(lines, line.words, SMALL, bold=link.bold)
    for node, box, lines in zip(picture.nodes, laid.boxes, texts, strict=True):
        out += ["<g>", f"<title>{escape(' '.join(lines))}</title>", *_frame(node, box), *_middle(lines, box, SIZE, bold=node.kind == "asked"), "</g>"]
    out += ["</g>", *_lines(key, MARGIN, height - MARGIN // 2 - (len(key) - 1) * LINE - 4, SMALL, bold=False), "</svg>"]
    return "\n".join(out) + "\n"


def escape(text: str) -> str:
    r"""Text for an element, without what XML cannot hold.

    >>> escape("A & B\x00")
    'A &amp; B'
    """
    return html_escape("".join(char for char in text if char.isprintable() or char == " "))


def _text(node: Node, own: str) -> list[str]:
    tag, bold = _TAGS[node.kind], node.kind == "asked"
    held = broken(f"holds {own} of itself", SIZE, WIDEST, bold=bold) if own else []
    return [*broken(node.label, SIZE, WIDEST, bold=bold), *([f"({tag})"] if tag else []), *held]


def _lines(lines: list[str], x: int, y: int, size: int, *, bold: bool) -> list[str]:
    weight = ' font-weight="bold"' if bold else ""
    return [f'<text x="{x}" y="{y + at * LINE}" font-size="{size}"{weight}>{escape(line)}</text>' for at, line in enumerate(lines)]


def _middle(lines: list[str], place: Place, size: int, *, bold: bool) -> list[str]:
    weight = ' font-weight="bold"' if bold else ""
    first = place.y - (len(lines) - 1) * LINE / 2 + size * 0.35
    return [
        f'<text x="{place.x:.1f}" y="{first + at * LINE:.1f}" font-size="{size}" text-anchor="middle"{weight}>{escape(line)}</text>'
        for at, line in enumerate(lines)
    ]


def _frame(node: Node, box: Place) -> list[str]:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    look = ' stroke-dasharray="4 3"' if node.kind == "undisclosed" else ' stroke-width="2.5"' if node.kind == "asked" else ""
    out = [f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width}" height="{box.height}" fill="#fff" stroke="#000"{look}/>']
    if node.kind == "listed":
        out.append(f'<rect x="{left + 3:.1f}" y="{top + 3:.1f}" width="{box.width - 6}" height="{box.height - 6}" fill="none" stroke="#000"/>')
    return out


def _ports(laid: Laid) -> dict[tuple[int, int], float]:
    """Where each arrow meets a box: side by side, in the order of what is at its other end."""
    ports: dict[tuple[int, int], float] = {}
    for end, step in ((0, 1), (-1, -2)):
        at_box: dict[int, list[Line]] = {}
        for line in laid.lines:
            at_box.setdefault(id(line.places[end]), []).append(line)
        for lines in at_box.values():
            box = lines[0].places[end]
            for number, line in enumerate(sorted(lines, key=lambda one: one.places[step].x), 1):
                ports[id(line), end] = box.x - box.width / 2 + box.width * number / (len(lines) + 1)
    return ports


def _arrow(link: Link, line: Line, ports: dict[tuple[int, int], float]) -> str:
    """The arrow in pieces: from the upper box to its words, and from there past the rows to the lower box."""
    top, words, *rest, bottom = line.places
    start, end = ports[id(line), 0], ports[id(line), -1]
    stubs = (STUB if line.upwards else 0, STUB)
    upper = [(start, top.y + top.height / 2), (start, top.y + top.band / 2 + stubs[0]), (words.x, words.y - words.band / 2), (words.x, words.y - words.height / 2)]
    through = [(one.x, one.y + side * one.band / 2) for one in rest for side in (-1, 1)]
    lower = [(words.x, words.y + words.height / 2), (words.x, words.y + words.band / 2), *through, (end, bottom.y - bottom.band / 2 - stubs[1]), (end, bottom.y - bottom.height / 2)]
    width = 3 if link.bold else 1.2
    dash = "1.5 4" if link.dotted else "7 4" if link.dashed else ""
    look = f'fill="none" stroke="#000" stroke-width="{width}"' + (f' stroke-dasharray="{dash}"' if dash else "")
    paths = "".join(f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}" {look}/>' for points in (upper, lower))
    (tip_x, tip_y), way = (upper[0], -1) if line.upwards else (lower[-1], 1)
    tip = f'<path d="M{tip_x:.1f} {tip_y:.1f} l-5 {-9 * way} h10 z" fill="#000"/>'
    return f"<g><title>{escape(link.told or link.label)}</title>{paths}{tip}</g>"
