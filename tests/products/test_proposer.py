"""The linear model: of this lexicon, made by the training command, quiet on ordinary texts, and never more than a proposal."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from countersight.errors import DataError
from countersight.products.classify import classify
from countersight.products.lexicon import lexicon
from countersight.products.proposer import DATA, JOIN, NEAR, Model, Weights, close, model, propose, read_model, script
from countersight.products.taxonomy import about

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
LITTLE = "hidden surveillance"


def test_the_model_is_of_this_lexicon() -> None:
    assert (model().version, model().lexicon) == (about()["model"], about()["version"])
    concepts = {one.id for one in lexicon().concepts}
    for weights in model().of.values():
        assert weights.named <= concepts
    assert model().trained_on["ordinary texts"] > 5000


def test_a_text_that_says_little_is_proposed_with_every_share() -> None:
    found = classify(LITTLE)
    proposal = propose(found)
    assert (found.top, found.review) == ("none", ())
    assert proposal is not None
    assert proposal.score == model().of["latin"].bias + sum(weight for _, weight in proposal.because)
    assert proposal.score >= proposal.threshold
    said = {hit.concept.id for hit in found.hits if hit.state == "counts"} | {one.id for one in found.derived}
    assert {one for name, _ in proposal.because for one in name.split(JOIN)} <= said


@pytest.mark.parametrize("text", ["", "steel bolts M8", "某市公安局食堂食材配送服务", "公安县人民医院彩超采购", "公安局办公家具采购", "facial tissue 3-ply", "看守所被服采购"])
def test_ordinary_texts_are_left_alone(text: str) -> None:
    assert propose(classify(text)) is None


def test_what_is_asserted_or_asked_needs_no_proposal() -> None:
    for text in ("监控摄像机", "门禁系统改造", "dome IP camera"):
        assert propose(classify(text)) is None


def neighbours() -> Iterator[str]:
    """Ordinary texts of the halves that nobody trained on."""
    for path in sorted(CORPUS.glob("*_b.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            label, text = line.split("\t")[:2]
            if label == "none":
                yield text


def test_few_ordinary_neighbours_are_asked_about() -> None:
    asked = [propose(classify(text)) is not None for text in neighbours()]
    assert len(asked) > 900
    assert sum(asked) <= 0.02 * len(asked)


def small(pairs: dict[str, dict[str, int]], threshold: int = 50) -> Model:
    weights = Weights(bias=-100, threshold=threshold, alone={"covert": 40}, pairs=pairs, named=frozenset({"covert", "surveillance-word"}))
    return Model("", "", {}, dict.fromkeys(NEAR, weights))


def test_a_pair_counts_where_its_words_stand_near_each_other() -> None:
    pairs = {"covert": {"surveillance-word": 120}}
    found = propose(classify("hidden surveillance"), small(pairs))
    assert found is not None
    assert (found.score, found.because) == (60, ((f"covert{JOIN}surveillance-word", 120), ("covert", 40)))
    far = "hidden, " + "x" * NEAR["latin"] + ", surveillance"
    assert propose(classify(far), small(pairs)) is None
    assert propose(classify("hidden surveillance"), small(pairs, 61)) is None


def test_a_script_and_nearness() -> None:
    assert (script("caméra"), script("IP 摄像机"), script("")) == ("latin", "han", "latin")
    assert close([(6, 9)], [(0, 4)], 2)
    assert not close([(6, 9)], [(0, 3)], 2)


@pytest.mark.parametrize(("field", "value"), [("bias", 0.5), ("alone", {"police": "much"}), ("pairs", {"police": {"camera": 1.5}}), ("threshold", True)])
def test_a_weight_is_a_whole_number(field: str, value: object, tmp_path: Path) -> None:
    told = json.loads(DATA.read_text(encoding="utf-8"))
    told["han"][field] = value
    path = tmp_path / "model.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(DataError, match="whole numbers"):
        read_model(path)
    with pytest.raises(DataError, match="no model"):
        read_model(tmp_path / "none.json")


def test_the_training_learns_what_stands_together_and_is_deterministic(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scipy")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    sys.modules.pop("train_proposer", None)
    train_proposer = importlib.import_module("train_proposer")

    pair = f"camera{JOIN}covert"
    product: list[Any] = [(frozenset({"camera", "covert", pair}), True, f"file{number % 6}") for number in range(60)]
    plain: list[Any] = [(frozenset(names), False, f"file{number % 6}") for number in range(60) for names in ({"camera"}, {"covert"}, {"camera", "covert"})]
    found = train_proposer.weighed(product + plain)
    assert found["pairs"]["camera"]["covert"] > 0 > found["bias"]
    assert found == train_proposer.weighed(plain + product)
