"""Manufacturer IDs of entries against the names and addresses of listed makers."""

from __future__ import annotations

import pytest

from .worlds import COVERED, ENTITY, body, deal, party, value, world

MAKER = body("k", "Kestrel Vision Technology Co., Ltd.", on={COVERED: "2021-03-12"}, addresses=("No. 555 Example Road, Example District, Hangzhou, CN",), countries=("CN",))
OTHER = body("o", "Osprey Optics Co., Ltd.", on={ENTITY: "2021-03-12"}, addresses=("No. 7 Example Road, Hangzhou, CN",), countries=("CN",))
NO_STREET = body("n", "Nightjar Camera Works", on={COVERED: "2021-03-12"}, addresses=("Hangzhou, CN",), countries=("CN",))
HELD = world(MAKER, OTHER, NO_STREET)


def near(mid: str | None, name: str = "Unknown Trading Ltd.", role: str = "producer") -> object:
    one = party(name, role, identifiers={"mid": mid} if mid else {})
    return value(deal(HELD, kind="entry", transaction="entry", parties=[one]), "tx.mid_near_listed")


@pytest.mark.parametrize(
    ("mid", "expected"),
    [
        ("CNKESVIS555HAN", True), ("VNKESVIS555HAN", True), ("cn kesvis 555 han", True), ("CNKESVIS556HAN", True), ("CNKESVIS666HAN", None), ("CNBUTBAK12LON", None),
        ("CNOSPOPT7HAN", None), ("CNNIGCAMHAN", None), ("N/A", None), ("12", None), (None, None),
    ],
)  # fmt: skip
def test_a_code_that_a_listed_makers_name_and_address_give(mid: str | None, *, expected: bool | None) -> None:
    assert near(mid) is expected


def test_a_maker_whom_the_papers_name_is_answered_by_its_listing() -> None:
    assert near("CNKESVIS555HAN", "Kestrel Vision Technology Co., Ltd.") is None


def test_a_code_of_the_seller_counts_and_one_of_the_importer_does_not() -> None:
    assert near("CNKESVIS555HAN", role="seller") is True
    assert near("CNKESVIS555HAN", role="importer") is None


def test_the_note_says_whose_code_it_is() -> None:
    one = party("Unknown Trading Ltd.", "producer", identifiers={"mid": "VNKESVIS555HAN"})
    fact = deal(HELD, kind="entry", parties=[one])["tx.mid_near_listed"]
    assert "Kestrel Vision Technology" in fact.note
    assert "VNKESVIS555HAN" in fact.note
