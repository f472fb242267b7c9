"""Texts in many manners, each with the share that is found at least: errors of the halves ``a`` and of ``rounds_*`` were read (but not of ``deeds2_a``), those of the halves ``b`` never."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from countersight.products.classify import classify
from countersight.products.lexicon import lexicon

CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize(
    ("name", "accuracy", "precision", "recall"),
    [("round8_a", 0.92, 0.985, 0.97), ("round8_b", 0.92, 0.95, 0.955), ("round9_a", 0.92, 0.98, 0.98), ("round9_b", 0.89, 0.95, 0.94), ("rounds_deeds", 0.89, 0.985, 0.975),
     ("deeds_a", 0.87, 0.95, 0.98), ("deeds_b", 0.86, 0.97, 0.97), ("deeds2_a", 0.80, 0.97, 0.83), ("deeds2_b", 0.85, 0.97, 0.94),
     ("rounds_deeds2", 0.75, 0.98, 0.82), ("rounds_deeds3", 0.69, 0.97, 0.59),
     ("law_a", 0.98, 0.98, 0.99), ("law_b", 0.97, 0.99, 0.97), ("rounds_law", 0.97, 0.92, 0.99)],
)
def test_texts_in_many_manners(name: str, accuracy: float, precision: float, recall: float) -> None:
    """Accuracy of the top node; precision and recall of "is a surveillance product"."""
    rows = (line.split("\t") for line in (CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines())
    tops = [(frozenset(labels.split("|")), classify(text).top) for labels, text in rows]
    found = sum(top != "none" and "none" not in labels for labels, top in tops)
    assert sum(top in labels for labels, top in tops) >= accuracy * len(tops)
    assert found >= precision * sum(top != "none" for _, top in tops)
    assert found >= recall * sum("none" not in labels for labels, _ in tops)


def test_few_ordinary_studies_and_declarations_are_taken_for_a_product() -> None:
    """153 neighbours of other sciences, of what protects people and of what is said not to be done, of which the first run took 26, and one with words far apart."""
    rows = (line.split("\t") for line in (CORPUS / "rounds_deeds4.tsv").read_text(encoding="utf-8").splitlines())
    tops = [classify(text).top for label, text in rows if label == "none"]
    assert len(tops) == 154
    assert sum(top != "none" for top in tops) <= 6


@pytest.mark.parametrize(
    "text",
    [
        "Bodies for motor cars and other motor vehicles principally designed for the transport of persons",
        "Indicator panels with liquid crystal devices (excl. those of a kind used for motor vehicles, cycles or traffic signalling)",
        "Image converters and intensifiers and other photo cathode tubes (excl. television camera tubes)",
        "Sign-plates, nameplates, address-plates and similar plates, numbers, letters and other symbols, of base metal, incl. traffic signs",
        "Malt extract with a dry extract content of < 90%",
        "Custom furniture, news stand, 2 pcs",
    ],
)
def test_tariff_texts_that_share_the_words_stay_clean(text: str) -> None:
    assert classify(text).top == "none"


def test_what_gives_way_to_a_name_is_not_looked_at_where_the_name_is_found() -> None:
    """Passing over the tail of the rules changes no answer: each of them gives way by its own ``unless``."""
    known = lexicon()
    start, names = known.tail
    assert names
    assert start < len(known.derived)
    plain = replace(known, tail=(len(known.derived), frozenset()))
    texts = [line.split("\t")[1] for line in (CORPUS / "round8_a.tsv").read_text(encoding="utf-8").splitlines()]
    assert all(classify(text, using=known) == classify(text, using=plain) for text in texts)
