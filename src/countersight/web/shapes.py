"""The shapes of countries out of a TopoJSON file that the build brings (world-atlas, from Natural Earth, public domain), on the Equal Earth projection.

The projection shows every country with its true area (Savric, Patterson and Jenny, 2018, doi 10.1080/13658816.2018.1504949). Where the file is
not there, there is no map, and the table beside it says the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

from countersight.web.countries import CODE

FILE: Final = "countries-110m.json"
WIDTH: Final = 960
HEIGHT: Final = 440
_TOP: Final = 84.0
_SCALE: Final = WIDTH / (2 * 2.7066)
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT: Final = sqrt(3) / 2

_SMALL: Final = """
AD 1.6 42.5|AG -61.8 17.1|AI -63.1 18.2|AS -170.7 -14.3|AW -70.0 12.5|AX 20.0 60.3|BB -59.5 13.2|BH 50.5 26.1|BL -62.8 17.9|BM -64.8 32.3|CK -159.8 -21.2
CV -23.6 15.1|CW -69.0 12.2|DM -61.4 15.4|FM 158.2 6.9|FO -6.8 62.1|GD -61.7 12.1|GG -2.6 49.5|GU 144.8 13.4|HK 114.1 22.5|IM -4.5 54.2|JE -2.1 49.2
KI -157.4 1.9|KM 43.4 -11.7|KN -62.7 17.3|KY -81.3 19.3|LC -61.0 13.9|LI 9.5 47.1|MC 7.4 43.8|MF -63.1 18.1|MH 171.2 7.1|MO 113.5 22.2|MP 145.8 15.2
MS -62.2 16.7|MT 14.5 35.9|MU 57.5 -20.3|MV 73.5 4.2|NR 166.9 -0.5|NU -169.9 -19.0|PF -149.4 -17.7|PW 134.6 7.5|SC 55.5 -4.7|SG 103.9 1.4|SM 12.5 43.9
ST 6.6 0.2|SX -63.1 18.1|TC -71.7 21.8|TO -175.2 -21.1|VA 12.4 41.9|VC -61.2 13.2|VG -64.4 18.5|VI -64.8 17.8|WS -172.5 -13.6
"""
"""Countries that are too small for shapes at this scale: longitude and latitude of their middle, in degrees."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map: the path of its outline, empty where it is only a dot, and its middle; in pixels."""

    code: str
    path: str
    x: float
    y: float


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """A place in degrees as pixels of the map.

    >>> tuple(round(one) for one in projected(0, 0)), tuple(round(one) for one in projected(180, 0))
    ((480, 232), (960, 232))
    """
    x, y = _equal_earth(longitude, latitude)
    return WIDTH / 2 + x * _SCALE, (_equal_earth(0, _TOP)[1] - y) * _SCALE


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    one, two, three, four = _A
    angle = asin(_ROOT * sin(radians(latitude)))
    square = angle * angle
    sixth = square**3
    x = radians(longitude) * cos(angle) / (_ROOT * (one + 3 * two * square + sixth * (7 * three + 9 * four * square)))
    return x, angle * (one + two * square + sixth * (three + four * square))


@cache
def shapes(folder: Path) -> dict[str, Shape]:
    """Countries by code; empty where the file is not there. What has no code of its own stands under ``-`` and its number."""
    path = folder / FILE
    if not path.is_file():
        return {}
    found = {shape.code: shape for shape in _read(json.loads(path.read_text(encoding="utf-8"))) if shape.code != "AQ"}
    for row in _SMALL.split("\n"):
        for code, longitude, latitude in (one.split() for one in row.split("|") if one):
            found.setdefault(code, Shape(code, "", *projected(float(longitude), float(latitude))))
    return found


def _read(topology: dict[str, Any]) -> Iterator[Shape]:
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_arc(one, scale, move) for one in topology["arcs"]]
    for number, one in enumerate(topology["objects"]["countries"]["geometries"]):
        polygons = [one["arcs"]] if one["type"] == "Polygon" else one.get("arcs", [])
        rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
        largest = max(rings, key=_size)
        path = "".join(map(_path, rings))
        yield Shape(CODE.get(str(one.get("id", "")), f"-{number}"), path, *_middle(largest))


def _arc(steps: Sequence[Sequence[int]], scale: Sequence[float], move: Sequence[float]) -> list[tuple[float, float]]:
    """An arc of a topology: whole numbers, each the way from the one before, to pixels."""
    x = y = 0
    found = []
    for right, up in steps:
        x, y = x + right, y + up
        found.append(projected(x * scale[0] + move[0], y * scale[1] + move[1]))
    return found


def _ring(numbers: Sequence[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """A ring out of its arcs; a negative number is an arc backwards."""
    found: list[tuple[float, float]] = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += part[1:] if found else part
    return found


def _path(ring: Sequence[tuple[float, float]]) -> str:
    """A ring as the path of a drawing; where it goes round the back of the world, it is lifted."""
    out, before = [], None
    for x, y in ring:
        out.append(f"{'L' if before is not None and abs(x - before) < WIDTH / 2 else 'M'}{x:.1f} {y:.1f}")
        before = x
    return "".join(out) + "Z"


def _size(ring: Sequence[tuple[float, float]]) -> float:
    return (max(x for x, _ in ring) - min(x for x, _ in ring)) * (max(y for _, y in ring) - min(y for _, y in ring))


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of area of a ring."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (x / (3 * area), y / (3 * area)) if area else ring[0]
