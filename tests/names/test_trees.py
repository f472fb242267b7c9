"""The trees of a score: how they are walked, that they are of the values they say, and that every value has the sign that it must have. Invented names."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from countersight.errors import InternalError
from countersight.match.pair import compare_names
from countersight.match.translated import TWICE, read_twice
from countersight.names.han_compare import ACROSS, ACROSS_SIGNS, across, raw_alignment
from countersight.names.trees import Node, Trees, trees

sys.path.append(str(Path(__file__).parents[2] / "tools"))

ONE_OF_HAN = ("杭州青峰光学有限公司", "Hangzhou Qingfeng Optics Co., Ltd.")
PAIRS = [
    ONE_OF_HAN, ("青峰光学", "Qingfeng Optics"), ("杭州青峰光学有限公司", "Shanghai Torwick Trading Ltd"), ("北京航天研究所", "Beijing Aerospace Institute"),
    ("Shanghai Qingfeng Technology Co., Ltd.", "Shanghai Breeze Technology Co., Ltd."), ("Hangzhou Torwick Factory No. 12", "Hangzhou Torwick Factory No. 21"), ("Qingfeng Optics Ltd", "Qingfeng Optical Instruments Limited"),
]  # fmt: skip
UNRELATED = [
    ("青峰光学", "Boeing"), ("杭州青峰光学有限公司", "Boeing"), ("Shanghai Qingfeng Technology Co., Ltd.", "Boeing"), ("Shanghai Qingfeng", "Lockheed Martin Corporation"), ("Peking University", "Boeing"),
]  # fmt: skip


def _values(left: str, right: str) -> tuple[str, tuple[str, ...], list[float], tuple[int, ...]]:
    way, found = raw_alignment(left, right)
    if way == "ze":
        return "across", ACROSS, across(found, left, right), ACROSS_SIGNS
    from company_names import SIGNS_TWICE

    return "letters", TWICE, read_twice(compare_names(left, right, reading="alone"), left, right), SIGNS_TWICE


def _asked(node: Node) -> set[int]:
    return {node[0]} | _asked(node[2]) | _asked(node[3]) if isinstance(node, list) else set()


@pytest.mark.parametrize("pair", PAIRS)
def test_more_that_agrees_never_lowers_a_score_and_a_conflict_never_raises_it(pair: tuple[str, str]) -> None:
    kind, names, values, signs = _values(*pair)
    held, draw = trees(kind, names), random.Random(3)
    assert len(values) == len(names) == len(signs)
    before, signed = held.log_odds(values), 0
    for at, sign in enumerate(signs):
        for _ in range(6):
            more = values[at] + draw.random()
            after = held.log_odds([*values[:at], more, *values[at + 1 :]])
            assert (after - before) * sign >= -1e-9, names[at]
        signed += sign != 0
    assert signed > 20


@pytest.mark.parametrize("kind", ["across", "letters"])
def test_the_shipped_trees_ask_what_their_names_say_and_their_knots_rise(kind: str) -> None:
    names = ACROSS if kind == "across" else TWICE
    held = trees(kind, names)
    asked = set().union(*map(_asked, held.trees))
    assert max(asked) < len(names)
    assert len(asked) > len(names) / 2
    assert list(held.knots) == sorted(held.knots)
    assert [share for _, share in held.knots] == sorted(share for _, share in held.knots)
    assert 0.01 < held.nothing < 0.2


def test_trees_of_other_values_are_refused() -> None:
    with pytest.raises(InternalError, match="other values"):
        trees("across", ACROSS[:-1])


def test_a_tree_goes_to_the_first_branch_up_to_its_cut() -> None:
    held = Trees(0.0, ([0, 0.5, -1.0, [1, 0.0, 2.0, 3.0]],))
    assert [held.log_odds(values) for values in ([0.5, 9.0], [0.6, 0.0], [0.6, 0.1])] == [-1.0, 2.0, 3.0]


@pytest.mark.parametrize("pair", UNRELATED)
def test_names_that_share_nothing_score_what_was_counted(pair: tuple[str, str]) -> None:
    kind, names, *_ = _values(*pair)
    assert compare_names(*pair).score == pytest.approx(trees(kind, names).nothing, abs=1e-4)


@pytest.mark.parametrize("pair", PAIRS + UNRELATED)
def test_either_way_round(pair: tuple[str, str]) -> None:
    assert compare_names(*pair).score == pytest.approx(compare_names(*pair[::-1]).score)


def test_one_body_in_both_scripts_scores_high() -> None:
    assert compare_names(*ONE_OF_HAN).score > 0.85
