"""What a listed name stands near to, against every pair reckoned by itself; and that no weight can move anybody unseen."""

from __future__ import annotations

import random
from collections.abc import Iterable
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from countersight.match.gate import LEAST
from countersight.screening import customer_keys as room
from countersight.screening.customer_names import FLOOR, Chunk, keys_of, views
from countersight.screening.weighing import Weights, shaken
from countersight.store.index import NameIndex, build_index

WORDS = "kestrel torwick lumen harbour optics imaging sensor systems vision cloud north east river delta micro quant signal data secure smart bright".split()
HAN = "海康威视大华科技数字光电武汉杭州北京安防系统"
OTHER = "Ромашка Северсталь Торвик Оптика Маяк Заря Восток".split()


def _name(rng: random.Random) -> str:
    drawn = rng.random()
    if drawn < 0.1:
        return "".join(rng.choice(HAN) for _ in range(rng.randint(3, 7)))
    if drawn < 0.2:
        return " ".join(rng.choice(OTHER) for _ in range(rng.randint(1, 3)))
    return " ".join(rng.choice(WORDS) + rng.choice(("", "", "ix", "or", "ta")) for _ in range(rng.randint(1, 4)))


def _index(names: Iterable[str]) -> NameIndex:
    return NameIndex(build_index([(f"b-{one}", one) for one in dict.fromkeys(names)], "0" * 64))


def _made(folder: Path, asked: list[str], base: Weights) -> room.Keys:
    flat: list[int] = []
    sizes = []
    chunks = []
    for at, text in enumerate(asked):
        for wanted, more in views(text):
            flat += [*wanted, *more]
            sizes.append((at, len(wanted), len(wanted) + len(more)))
        if at % 40 == 39 or at == len(asked) - 1:
            chunks.append(Chunk(np.array(flat, np.uint32), np.array(sizes, np.uint32).reshape(-1, 3), []))
            flat, sizes = [], []
    room.Keys.write(folder, chunks, base, len(asked))
    return room.Keys(folder)


def _cosine(text: str, listed: str, weights: Weights) -> float:
    def of(keys: Iterable[int]) -> float:
        return float(weights.at(np.array(sorted(keys), np.uint32)).sum())

    every, counted = keys_of(listed)
    lengths = of(every[:counted])
    return max((of({*wanted, *more} & {*every}) / sqrt(of(wanted) * lengths) for wanted, more in views(text)), default=0.0)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_who_is_near_a_listed_name_is_what_every_pair_says(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    listed, asked = [_name(rng) for _ in range(120)], list(dict.fromkeys(_name(rng) for _ in range(200)))
    base = Weights.of(_index(listed))
    keys = _made(tmp_path, asked, base)
    some = 0
    for name in dict.fromkeys([*listed[:40], *(_name(rng) for _ in range(20))]):
        cosines = [_cosine(text, name, base) for text in asked]
        for share in (1.0, 0.8):
            wanted = {at for at, one in enumerate(cosines) if one >= share * FLOOR / 1000}
            found = set(keys.near(keys_of(name), share).tolist())
            assert wanted <= found, name
            assert all(cosines[at] >= 0.99 * share * FLOOR / 1000 for at in found), name
            some += len(wanted)
    assert some > 500
    assert not keys.near(([1, 2, 3], 3)).size


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6))])
def test_whoever_comes_near_because_weights_moved_is_asked_for(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From list to list, each pair of names that stay: near now, and not near when the customers were indexed."""
    if seed % 2:
        monkeypatch.setattr(room, "PAIRS", 300)  # then some keys are too common for pairs, and whoever holds them is loose
    rng = random.Random(10 + seed)
    listed, asked = [_name(rng) for _ in range(100)], list(dict.fromkeys(_name(rng) for _ in range(150)))
    before = _index(listed)
    base = Weights.of(before)
    keys = _made(tmp_path, asked, base)
    known = {(at, name): _cosine(text, name, base) for name in listed for at, text in enumerate(asked)}
    pairs = {pair for pair, cosine in known.items() if cosine >= FLOOR / 1000}
    old, held, came = keys.heavier(base, before), list(listed), 0
    assert not old.listed
    for _ in range(4):
        gone = rng.choice(WORDS)
        kept = [one for one in held if gone not in one or rng.random() < 0.3]
        index = _index([*kept, *(f"{rng.choice(WORDS)}a {_name(rng)}" for _ in range(rng.randint(0, 40)))])
        weights = Weights.of(index)
        now = keys.heavier(weights, index)
        loose = set(keys.loose(weights, list(now.listed)).tolist())
        shorter = shaken(base, index, room.STEADY)
        for at in range(index.names):
            name = index.text(at)
            some = [key for key, names in now.listed.items() if at in names and old.weights.get(key, 0.0) < now.weights[key]]
            pairs |= {(one, name) for one in keys.sharing(keys_of(name), some, now.weights).tolist()} if some else set()
            pairs |= {(one, name) for one in keys.near(keys_of(name), shorter[at] / room.STEADY).tolist()} if at in shorter else set()
        for name in dict.fromkeys(kept):
            for at, text in enumerate(asked):
                if at not in loose and _cosine(text, name, weights) >= LEAST / 1000:
                    assert (at, name) in pairs, (text, name)
                    came += known[at, name] < FLOOR / 1000
        held, old = kept, now
    assert came or seed % 2


def test_keys_within_bounds_alone_make_no_name_loose() -> None:
    assert room.SLACK * LEAST * room.STEADY * sqrt(room.LIGHTER) / room.HEAVIER >= FLOOR
