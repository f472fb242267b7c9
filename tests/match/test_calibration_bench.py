"""The measure of calibration (``bench/calibration.py``): a score that is right is not taken for wrong, nor the other way round, and ties have no order."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def drawn(many: int, seed: int, *, truth: float = 0.0) -> list[tuple[float, bool]]:
    """Scores over the whole range; the truth of each is its score, moved by ``truth`` towards one half."""
    draw = random.Random(seed)
    scores = [draw.random() for _ in range(many)]
    return [(score, draw.random() < score + truth * (0.5 - score)) for score in scores]


def test_a_score_that_is_right_is_nowhere_surely_over_the_target() -> None:
    from calibration import TARGET, chance, error, interval

    told = [drawn(700, seed) for seed in range(8)]
    assert sum(interval(one)[0] > TARGET for one in told) <= 1
    assert abs(sum(map(error, told)) / 8 - sum(map(chance, told)) / 8) < 0.01


def test_a_score_that_promises_too_much_is_found_out_and_its_error_lies_in_the_interval() -> None:
    from calibration import TARGET, interval

    true = 0.4 * 0.25  # two fifths of the way to one half, where scores are a quarter away from it on average
    held = [interval(drawn(1500, seed, truth=0.4)) for seed in range(8)]
    assert all(low > TARGET for low, _ in held)
    assert sum(low <= true <= high for low, high in held) >= 6


def test_pairs_of_one_score_have_no_order() -> None:
    from calibration import error

    told = [(0.5, at % 2 == 0) for at in range(40)] + [(0.9, True)] * 20
    assert error(told) == pytest.approx(error(sorted(told))) == pytest.approx(error(told[::-1])) == pytest.approx(20 * 0.1 / 60)


def test_two_sets_with_other_truths_at_one_score_cannot_both_be_met() -> None:
    from calibration import apart, error

    low, high = [(0.2, False)] * 60 + [(0.9, True)] * 40, [(0.2, True)] * 60 + [(0.9, True)] * 40
    assert apart(low, high) == pytest.approx(0.3)
    assert apart(low, low) == 0
    best = min(max(error([(shared if score == 0.2 else 1.0, same) for score, same in told]) for told in (low, high)) for shared in (0.1, 0.3, 0.5, 0.7, 0.9))
    assert best == pytest.approx(0.3)
