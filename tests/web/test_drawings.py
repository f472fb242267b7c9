"""The drawings: what stands in the network and on the map, where it stands, and that nothing in them is a colour or a script."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from countersight.model.body import Body, Designation, Edge, Name, Statement
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot
from countersight.web.drawings import bars, network, world
from countersight.web.exports import programmes
from countersight.web.network import net
from countersight.web.rendering import FOLDER
from countersight.web.shapes import WIDTH, projected, shapes


def invented(holders: int) -> Snapshot:
    """A vendor with so many holders, each with one of its own, and two programmes."""
    said = Statement("p1", "supplier", "Kestrelworks Optics", "invented report", "report", start="2020")
    bodies = [
        Body("kw", "Company", (Name("Kestrelworks Optics", "en", "primary"),), designations=(Designation("us.bis.entity_list", "kw", "2019-10-09", "84 FR 54002"),)),
        Body("p1", "Project", (Name("<b>Invented</b> Programme", "en", "primary"),), ("EC",), statements=(said,)),
        Body("p2", "Project", (Name("Other Programme", "en", "primary"),), ("KE",), statements=(Statement("p2", "supplier", "Kestrelworks Optics (unverified: no source)", "invented", "report"),)),
        *(Body(f"h{at}", "Company", (Name(f"Holder {at}", "en", "primary"),)) for at in range(2 * holders)),
    ]
    edges = [Edge(f"h{at}", "kw", "equity", 1, 2, citation="invented", id=f"a{at}") for at in range(holders)]
    edges += [Edge(f"h{holders + at}", f"h{at}", "equity", 1, 1, citation="invented", id=f"b{at}") for at in range(holders)]
    edges.append(Edge("kw", "h0", "equity", 1, 1, citation="a loop", id="loop"))
    return Snapshot.in_memory(AtlasRecords(bodies=bodies, edges=edges))


@pytest.mark.parametrize("holders", [0, 1, 3, 30])
def test_boxes_of_a_column_do_not_overlap_and_stay_inside(holders: int) -> None:
    snapshot = invented(holders)
    found = net(snapshot, programmes(snapshot), date(2026, 11, 20), lambda code: code)
    drawn = network(found, [""] * len(found.kinds), lambda node: f"#{node.id}", "Network")
    height = float(re.search(r'viewBox="0 0 \S+ (\S+)"', drawn)[1])  # type: ignore[index]
    columns: dict[float, list[tuple[float, float]]] = {}
    for x, y, tall in re.findall(r'<rect class="box[^"]*" x="([\d.-]+)" y="([\d.-]+)" width="\d+" height="(\d+)"', drawn):
        columns.setdefault(float(x), []).append((float(y), float(y) + float(tall)))
    assert len(columns) == len(found.columns)
    for boxes in columns.values():
        boxes.sort()
        assert boxes[0][0] >= 20
        assert boxes[-1][1] <= height
        assert all(below[0] >= above[1] for above, below in pairwise(boxes))


def test_every_line_of_the_drawing_is_a_row_with_a_source() -> None:
    snapshot = invented(2)
    found = net(snapshot, programmes(snapshot), date(2026, 11, 20), lambda code: code)
    drawn = network(found, [""] * len(found.kinds), lambda node: f"#{node.id}", "Network")
    assert drawn.count('<path class="flow') == len(found.links)
    assert all(link.citation for link in found.links)
    assert [link.unsure for link in found.links if link.end == "p2"] == [True]
    assert [node.id for column in found.columns for node in column if node.listed] == ["kw"]
    assert "<b>" not in drawn
    assert "style=" not in drawn
    assert "fill=" not in drawn


def test_a_name_is_a_supplier_only_as_whole_words() -> None:
    said = Statement("p", "supplier", "Kestrelworkshop of Nairobi", "invented", "report")
    snapshot = Snapshot.in_memory(AtlasRecords(bodies=[Body("kw", "Company", (Name("Kestrelworks", "en", "primary"),)), Body("p", "Project", (Name("P"),), ("KE",), statements=(said,))]))
    assert programmes(snapshot)[0].suppliers == ()


def test_the_projection_keeps_areas() -> None:
    def area(latitude: float) -> float:
        (x1, y1), (x2, _), (_, y3) = projected(0, latitude), projected(1, latitude), projected(0, latitude + 1)
        return abs((x2 - x1) * (y3 - y1))

    from math import cos, radians

    for latitude in (10.0, 30.0, 50.0, 65.0):
        assert area(latitude) / area(0.0) == pytest.approx(cos(radians(latitude + 0.5)) / cos(radians(0.5)), rel=0.03)


def test_the_map_has_the_countries_and_small_states_as_dots(brought: str) -> None:
    if brought:
        pytest.skip(f"the shapes cannot be had: {brought}")
    drawn = world({"EC": 1, "PK": 2, "MU": 1, "ZZ": 3}, lambda code, number: f"{code} {number}", lambda code: code, "Map", FOLDER / "vendor")
    assert re.findall(r'<a href="#c-(\w+)" aria-label="(\w+ \d)"', drawn) == [("EC", "EC 1"), ("MU", "MU 1"), ("PK", "PK 2")]
    assert 'class="land on2"' in drawn
    assert drawn.count('class="dot"') == 1
    assert "style=" not in drawn
    assert len(shapes(FOLDER / "vendor")) > 200
    assert all(0 <= shape.x <= WIDTH for shape in shapes(FOLDER / "vendor").values())
    for path in re.findall(r' d="([^"]+)"', drawn):  # nothing goes across the whole map: what meets the edge is lifted there
        for piece in path.split("M")[1:]:
            points = [float(one.split()[0]) for one in piece.rstrip("Z").split("L")]
            assert all(abs(x2 - x1) < WIDTH / 2 for x1, x2 in pairwise(points))


def test_without_shapes_there_is_no_map(tmp_path: Path) -> None:
    assert world({"EC": 1}, lambda *_: "", lambda code: code, "Map", tmp_path) == ""


def test_bars_carry_their_numbers() -> None:
    assert bars([], "none") == ""
    assert re.findall(r">(\w+)</text>", bars([("Kestrel", 4), ("Falcon", 1)], "Bars")) == ["Kestrel", "4", "Falcon", "1"]
