"""The linear model: of this lexicon, made by the training command, quiet on ordinary texts, and never more than a proposal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from countersight.errors import DataError
from countersight.products.classify import classify
from countersight.products.lexicon import lexicon
from countersight.products.proposer import DATA, concepts_of, model, propose, read_model
from countersight.products.taxonomy import about

ROOT = Path(__file__).parents[2]
HS = ROOT.parent / "shared" / "data" / "open" / "hs" / "harmonized-system.csv"


def test_the_model_is_of_this_lexicon() -> None:
    assert (model().version, model().lexicon) == (about()["model"], about()["version"])
    assert set(model().weights) <= {one.id for one in lexicon().concepts}
    assert model().trained_on["ordinary texts"] > 5000


def test_a_text_that_says_little_is_proposed_with_its_reasons() -> None:
    found = classify("hidden surveillance")
    proposal = propose(found)
    assert (found.top, found.review) == ("none", ())
    assert proposal is not None
    assert proposal.score == model().bias + sum(weight for _, weight in proposal.because)
    assert proposal.score >= proposal.threshold
    assert {"covert", "surveillance-word"} == {name for name, _ in proposal.because} == set(concepts_of(found))


@pytest.mark.parametrize("text", ["", "steel bolts M8", "某市公安局食堂食材配送服务", "公安县人民医院彩超采购", "公安局办公家具采购", "facial tissue 3-ply", "看守所被服采购"])
def test_ordinary_texts_are_left_alone(text: str) -> None:
    assert propose(classify(text)) is None


def test_what_is_asserted_or_asked_needs_no_proposal() -> None:
    for text in ("监控摄像机", "门禁系统改造", "dome IP camera"):
        assert propose(classify(text)) is None


@pytest.mark.parametrize("change", [{"bias": 0.5}, {"weights": {"police": "much"}}, {"threshold": True}])
def test_a_weight_is_a_whole_number(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**json.loads(DATA.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(DataError, match="whole numbers"):
        read_model(path)
    with pytest.raises(DataError, match="no model"):
        read_model(tmp_path / "none.json")


@pytest.mark.skipif(not HS.exists(), reason="../shared/data/open/hs is absent")
def test_the_training_command_gives_this_model(tmp_path: Path) -> None:
    """Within one hundredth: another machine's mathematics may round the last digit otherwise."""
    out = tmp_path / "proposer.json"
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "train_proposer.py"), "--hs", str(HS), "--out", str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    again = read_model(out)
    assert (again.trained_on, again.lexicon) == (model().trained_on, model().lexicon)
    names = again.weights.keys() | model().weights.keys()
    assert max(abs(again.weights.get(name, 0) - model().weights.get(name, 0)) for name in names) <= 1
    assert abs(again.threshold - model().threshold) <= 3
