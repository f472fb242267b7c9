"""Plots as SVG: black on white, both axes logarithmic, with words for who cannot see them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 84, 46, 40, 56
COLOURS = ("#1f4e79", "#b03a2e", "#3d6b35", "#7a5c00")
Point = tuple[float, float]


def ticks(low: float, high: float) -> list[float]:
    """Powers of ten that lie around two numbers.

    >>> ticks(3, 250)
    [1.0, 10.0, 100.0, 1000.0]
    """
    return [10.0**one for one in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def figure(value: float) -> str:
    """A number in few letters.

    >>> figure(0.01), figure(25), figure(4_500), figure(1e6), figure(3.4e9)
    ('0.01', '25', '4,500', '1 million', '3.4 billion')
    """
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.3g} {word}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def growth(title: str, across: str, up: str, series: dict[str, Sequence[Point]]) -> str:
    """How numbers grow: one line for each series, over a size.

    Args:
        title: What is shown.
        across: What the size counts.
        up: The unit.
        series: Name to points; numbers that are not above 0 are left out.
    """
    kept = {name: [(x, y) for x, y in points if x > 0 and y > 0] for name, points in series.items()}
    every = [point for points in kept.values() for point in points]
    if not every:
        return ""
    xs, ys = (ticks(min(one[at] for one in every), max(one[at] for one in every)) for at in (0, 1))
    told = "; ".join(f"{name}: " + ", ".join(f"{figure(y)} {up} at {figure(x)}" for x, y in points) for name, points in kept.items())
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place(value: float, marks: list[float], start: float, end: float) -> float:
        low, high = math.log10(marks[0]), math.log10(marks[-1])
        return start + (math.log10(value) - low) / max(high - low, 1e-9) * (end - start)

    def x_of(value: float) -> float:
        return place(value, xs, LEFT, right)

    def y_of(value: float) -> float:
        return place(value, ys, bottom, TOP)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d" font-family="Helvetica, Arial, Liberation Sans, sans-serif" font-size="13">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(told)}.</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-weight="bold">{escape(title)}</text>',
    ]
    for value in xs:
        out += [f'<path d="M{x_of(value):.1f} {TOP}V{bottom}" stroke="#ddd"/>', f'<text x="{x_of(value):.1f}" y="{bottom + 18}" text-anchor="middle">{figure(value)}</text>']
    for value in ys:
        out += [f'<path d="M{LEFT} {y_of(value):.1f}H{right}" stroke="#ddd"/>', f'<text x="{LEFT - 8}" y="{y_of(value) + 4:.1f}" text-anchor="end">{figure(value)}</text>']
    out += [
        f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="#000"/>',
        f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(across)}</text>',
        f'<text transform="translate(16 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text>',
    ]
    for colour, (name, points) in zip(COLOURS, kept.items(), strict=False):
        out.append(f'<path d="M{"L".join(f"{x_of(x):.1f} {y_of(y):.1f}" for x, y in points)}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        out += [f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="4" fill="{colour}"/>' for x, y in points]
        if len(kept) > 1 and points:
            x, y = points[-1]
            out.append(f'<text x="{x_of(x) - 6:.1f}" y="{y_of(y) - 9:.1f}" text-anchor="end" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*out, "</svg>", ""])


def bars(title: str, up: str, values: dict[str, float]) -> str:
    """One bar for each name, on a logarithmic scale from a power of ten below the smallest."""
    kept = {name: value for name, value in values.items() if value > 0}
    if not kept:
        return ""
    low, high = math.floor(math.log10(min(kept.values()))) - 0.2, math.log10(max(kept.values()))
    row, left = 34, 250
    height = TOP + row * len(kept) + 20
    told = "; ".join(f"{name}: {figure(value)} {up}" for name, value in kept.items())
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-labelledby="t d" font-family="Helvetica, Arial, Liberation Sans, sans-serif" font-size="13">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(told)}.</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="24" font-weight="bold">{escape(title)} ({escape(up)}, logarithmic)</text>',
    ]
    for at, (name, value) in enumerate(kept.items()):
        y = TOP + row * at
        wide = (math.log10(value) - low) / max(high - low, 1e-9) * (WIDTH - left - 110)
        out += [
            f'<text x="{left - 10}" y="{y + 17}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{left}" y="{y + 3}" width="{wide:.1f}" height="20" fill="{COLOURS[0] if at == 0 else "#999"}"/>',
            f'<text x="{left + wide + 8:.1f}" y="{y + 17}">{figure(value)}</text>',
        ]
    return "\n".join([*out, "</svg>", ""])
