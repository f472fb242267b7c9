"""The blind set: 360 texts by another hand, whose errors nobody has read."""

from __future__ import annotations

from pathlib import Path

from countersight.products.classify import classify

LINES = (Path(__file__).parent / "corpus" / "blind.tsv").read_text(encoding="utf-8").splitlines()


def test_of_what_nobody_has_read_enough_is_right() -> None:
    """Accuracy of the top node; precision and recall of "is a surveillance product"."""
    tops = [(frozenset(labels.split("|")), classify(text).top) for labels, text in (line.split("\t") for line in LINES)]
    found = sum(top != "none" and "none" not in labels for labels, top in tops)
    assert sum(top in labels for labels, top in tops) >= 0.94 * len(tops)
    assert found >= 0.99 * sum(top != "none" for _, top in tops)
    assert found >= 0.97 * sum("none" not in labels for labels, _ in tops)
