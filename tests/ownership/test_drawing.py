"""The picture: nothing on top of another, what each line looks like, words for those who listen, findings and words."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from countersight.model.body import Body, Edge, Name
from countersight.model.units import WHOLE
from countersight.ownership.answer import ask
from countersight.ownership.cascade import Rule, read_above
from countersight.ownership.findings import findings
from countersight.ownership.graph import Graph
from countersight.ownership.layout import Laid, Place, lay_out
from countersight.ownership.measure import broken, text_width
from countersight.ownership.picture import MOST, Picture, picture
from countersight.ownership.svg import draw
from countersight.ownership.words import stake_in_words

DAY = date(2026, 1, 1)
HALF = Rule("equity", WHOLE // 2)
M = 1_000_000


def drawn(edges: list[Edge], body: str, rule: Rule = HALF, listed: str = "X") -> tuple[Picture, str]:
    graph, seeds = Graph(edges), frozenset(listed)
    above = read_above(graph.at(DAY), rule, body, seeds)
    found = picture(above, ask(graph, seeds, rule, body, DAY), seeds, lambda one: f"Invented {one} <& Co>", "ofac.50")
    return found, draw(found)


EDGES = [
    Edge("X", "A", "equity", 50 * M, 50 * M, id="1"), Edge("A", "C", "equity", 30 * M, 30 * M, id="2"), Edge("X", "C", "equity", 20 * M, 30 * M, id="3"),
    Edge("Y", "C", "equity", 0, 10 * M, confirmed=False, id="4"), Edge("C", "A", "equity", 10 * M, 10 * M, id="5"), Edge("C", "C", "equity", 2 * M, 2 * M, id="6"),
]  # fmt: skip


def test_bold_is_proof_dashed_a_range_dotted_unconfirmed_and_what_is_not_disclosed_has_a_box() -> None:
    found, text = drawn(EDGES, "C")
    by_id = {(link.owner, link.asset): link for link in found.links}
    assert (by_id["X", "A"].bold, by_id["A", "C"].bold, by_id["C", "A"].bold) == (True, True, False)
    assert (by_id["X", "C"].dashed, by_id["X", "C"].bold, by_id["Y", "C"].dotted) == (True, True, True)
    assert [(node.label, node.kind) for node in found.nodes if node.kind == "undisclosed"] == [("not disclosed", "undisclosed")] * 2
    assert by_id["C\0", "C"].label == "up to 50%"
    assert by_id["A\0", "A"].label == "40%"
    root = ET.fromstring(text)  # noqa: S314 - our own
    svg = "{http://www.w3.org/2000/svg}"
    widths = {path.get("stroke-width"): path.get("stroke-dasharray") for path in root.iter(f"{svg}path") if path.get("stroke")}
    assert set(widths) == {"3", "1.2"}
    assert {path.get("stroke-dasharray") for path in root.iter(f"{svg}path") if path.get("stroke")} == {None, "7 4", "1.5 4"}
    words = [node.text for node in root.iter(f"{svg}text")]
    assert {"50%", "20% to 30%", "up to 10%", "(listed)", "(asked about)"} <= set(words)
    assert "holds up to 2% of itself" in words


def test_a_stake_that_may_have_ended_is_dotted_and_bold_words_get_room() -> None:
    found, _ = drawn([Edge("X", "A", "equity", 5 * M, 5 * M, end="2026"), Edge("X", "A", "voting", 5 * M, 5 * M)], "A")
    (link,) = [one for one in found.links if one.owner == "X"]
    assert (link.dotted, "not confirmed" in link.told) == (True, True)
    assert text_width("Invented Target", 13, bold=True) > 1.1 * text_width("Invented Target", 13)


def test_what_is_left_by_an_open_range_is_told_in_round_numbers() -> None:
    found, _ = drawn([Edge("X", "A", "equity", 25 * M + 1, 50 * M)], "A")
    assert [link.label for link in found.links if link.owner == "A\0"] == ["under 75%"]


def test_who_cannot_see_it_hears_the_whole() -> None:
    found, text = drawn(EDGES, "C")
    root = ET.fromstring(text)  # noqa: S314 - our own
    title, desc = root[0], root[1]
    assert (root.get("role"), root.get("aria-labelledby"), title.get("id"), desc.get("id")) == ("img", "t d", "t", "d")
    assert title.text == "Who stands behind Invented C <& Co>: owned (ofac.50)"
    assert desc.text is not None
    assert "Invented X <& Co> has 50% of Invented A <& Co>; part of the proof." in desc.text
    assert "not confirmed" in desc.text
    assert len(found.links) == desc.text.count(". ") + desc.text.endswith(".") - 1


def test_the_picture_is_the_same_every_time_and_holds_no_script_or_address() -> None:
    assert drawn(EDGES, "C")[1] == drawn(EDGES[::-1], "C")[1]
    text = drawn(EDGES, "C")[1].replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"<script|href|http|style=|\bon[a-z]+=", text)


def boxes_of(laid: Laid) -> list[Place]:
    return [place for row in laid.rows for place in row]


def apart(one: Place, two: Place) -> bool:
    return abs(one.x - two.x) >= (one.width + two.width) / 2 - 1e-6 or abs(one.y - two.y) >= (one.height + two.height) / 2 - 1e-6


@pytest.mark.parametrize("seed", range(40))
def test_nothing_lies_on_top_of_another_and_everything_lies_inside(seed: int) -> None:
    dice = random.Random(seed)
    count = dice.randint(1, 14)
    sizes = [(dice.randint(40, 200), dice.choice((27, 44, 61))) for _ in range(count)]
    links = [(at, dice.randrange(at), dice.randint(20, 130), 17) for at in range(1, count)]
    for _ in range(dice.randint(0, 8) if count > 1 else 0):
        owner, asset = dice.sample(range(count), 2)
        links.append((owner, asset, dice.randint(20, 130), 17))
    laid = lay_out(sizes, links)
    places = boxes_of(laid)
    assert all(apart(one, two) for one, two in combinations(places, 2))
    assert all(place.width / 2 - 1e-6 <= place.x <= laid.width - place.width / 2 + 1e-6 for place in places)
    assert all(place.y - place.height / 2 >= 0 and place.y + place.height / 2 <= laid.height for place in places)
    for line, (owner, asset, _, _) in zip(laid.lines, links, strict=True):
        ends = (laid.boxes[asset], laid.boxes[owner]) if line.upwards else (laid.boxes[owner], laid.boxes[asset])
        assert (line.places[0], line.places[-1]) == ends
        assert [place.row for place in line.places] == list(range(line.places[0].row, line.places[-1].row - 1, -1)), "an arrow passes every row in a place of its own"


def test_a_crowd_is_cut_to_what_can_be_read_and_says_so() -> None:
    edges = [Edge(f"p{at:03}", "A", "equity", M // 10, M // 10) for at in range(200)] + [Edge("X", "A", "equity", 60 * M, 60 * M)]
    found, text = drawn(edges, "A")
    assert len(found.nodes) <= MOST + 1
    assert any(link.bold and link.owner == "X" for link in found.links), "the proof is never cut"
    assert f"{201 + 1 - MOST} further bodies above are left out." in found.description
    assert text.startswith("<svg")


def test_a_name_is_measured_and_broken_and_a_long_word_cut() -> None:
    assert text_width("iiii", 13) < text_width("MMMM", 13) < text_width("虚构红隼", 13)
    for name in ("Invented Kestrel Vision Technology (Hong Kong) Group Co., Ltd.", "虚构红隼视觉技术股份有限公司虚构红隼视觉技术股份有限公司", "x" * 90):
        lines = broken(name, 13, 120)
        assert all(text_width(line, 13) <= 120 for line in lines)
        assert len(lines) <= 3
    assert broken("", 13, 120) == ["?"]


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        (Edge("x", "a", "equity", 25 * M + 1, 50 * M), "over 25% to 50%"), (Edge("x", "a", "equity", 0, WHOLE), "an unknown share"),
        (Edge("x", "a", "voting", 75 * M + 1, WHOLE), "over 75% of the votes"), (Edge("x", "a", "profit", 50 * M, WHOLE), "at least 50% of the profit"),
        (Edge("x", "a", "equity", 0, 25 * M - 1), "under 25%"), (Edge("x", "a", "consolidation", 0, WHOLE), "consolidated in its accounts"),
        (Edge("x", "a", "control", 0, WHOLE), "control"), (Edge("x", "a", "vie_contract", 0, WHOLE), "control: vie contract"),
        (Edge("x", "a", "equity", M, M, indirect=True), "1% (indirect, in sum)"),
    ],
)  # fmt: skip
def test_a_stake_in_words(edge: Edge, words: str) -> None:
    assert stake_in_words(edge) == words


def test_every_fault_of_a_record_is_a_finding_on_its_edge_and_none_is_lost() -> None:
    edges = [
        Edge("X", "A", "equity", 70 * M, 70 * M, id="over1"), Edge("Z", "A", "equity", 60 * M, 60 * M, id="over2"), Edge("A", "A", "equity", 5 * M, 5 * M, id="self"),
        Edge("?", "B", "equity", 10 * M, 10 * M, id="nameless"), Edge("X", "B", "equity", 20 * M, 20 * M, "2024", "2020", id="backwards"),
        Edge("X", "P", "equity", 20 * M, 20 * M, id="public"), Edge("X", "P", "state_body_of", 0, WHOLE, id="fine"),
        Edge("X", "B", "voting", 0, WHOLE, id="remark", remarks=("the share 'n/a' says nothing",)),
    ]  # fmt: skip
    names = {one: Body(one, "PublicBody" if one == "P" else "Company", (Name(f"Invented {one}"),)) for one in "XZABP"}
    found = [(one.edge.id, one.code) for one in findings(Graph(edges).at(DAY), ["A", "B", "P"], names)]
    assert sorted(found) == [("backwards", "backwards"), ("nameless", "no_name"), ("over1", "over_whole"), ("over2", "over_whole"), ("public", "public_body"), ("remark", "record"), ("self", "self")]
    answer = ask(Graph(edges), frozenset("X"), HALF, "A", DAY)
    assert (answer.met, answer.lower, answer.upper) == (True, 70 * M, 75 * M), "what it holds in itself counts at most as its owners do"
    assert ask(Graph(edges), frozenset("X"), HALF, "B", DAY).upper == 20 * M
