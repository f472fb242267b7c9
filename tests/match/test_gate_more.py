"""The gate loses nothing where a listed name holds its own acronym, its academy or an article, where places matter, and where many bodies bear one name."""

from __future__ import annotations

from typing import Any

import pytest

from countersight.match import gate
from countersight.match.matcher import resolve
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot
from tests.match.test_gate import kernel

__all__ = ["kernel"]

LISTED = (
    "Kestrel Electronics Technology Group KETG",
    "Kestrel Electronics Technology Group (Torwick)",
    "Shanghai Institute of Invented Physics, Chinese Academy of Sciences",
    "The Institute of Made Optics of the Chinese Academy of Sciences IMO",
    "The Torwick Bureau of Beijing",
    "Torwick Public Services Torwick",
    "Beijing Torwick Optics Ltd",
    "Torwick Optics",
    "Public Security Bureau of Kashgar Prefecture",
    "Joint Stock Company Torwick Marine",
    "Limited Liability Company",
    "Maria Torwick",
)
"""Invented names."""
CHANGES: tuple[Any, ...] = (
    str, str.upper, lambda name: name.partition(",")[0], lambda name: name.rpartition(" ")[0], lambda name: f"The {name}", lambda name: f"{name} of Shanghai",
    lambda name: f"{name} Co., Ltd", lambda name: name.replace("o", "0", 1), lambda name: name.replace("Torwick", "Torwik"), lambda name: f"OOO {name}",
)  # fmt: skip


def snapshot(more: int = 0) -> Snapshot:
    """These names, of bodies in China, in Russia and nowhere, one at an address; and so many more bodies of the first name."""
    bodies = [
        Body(f"b{i}", "Person" if name.startswith("Maria") else "Company", (Name(name, "", "primary" if i % 2 else "alias"),), (("CN",), ("RU",), ())[i % 3], addresses=("1 Road, Shanghai",) * (i % 4 == 0))
        for i, name in enumerate((*LISTED, *LISTED[:1] * more))
    ]
    return Snapshot.in_memory(AtlasRecords(bodies=bodies))


@pytest.mark.parametrize("country", [None, "CN", "US"])
def test_answers_are_the_same_with_and_without_the_gate(kernel: Any, monkeypatch: pytest.MonkeyPatch, country: str | None) -> None:  # noqa: ANN401, ARG001
    held = snapshot()
    texts = [change(name) for name in LISTED for change in CHANGES]
    gated = [resolve(held, (text,), country, use=use) for text in texts for use in ("balanced", "wide")]
    monkeypatch.setattr(gate, "_COMPILED", False)
    open_ = [resolve(held, (text,), country, use=use) for text in texts for use in ("balanced", "wide")]
    for text, one, other in zip((text for text in texts for _ in range(2)), gated, open_, strict=True):
        assert one == other, text
    assert sum(one.match is not None for one in gated) > len(LISTED)
    held.close()


def test_a_name_that_more_bodies_bear_than_there_is_room_for(kernel: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401, ARG001
    held = snapshot(300)
    gated = resolve(held, (LISTED[0],))
    monkeypatch.setattr(gate, "_COMPILED", False)
    assert gated == resolve(held, (LISTED[0],))
    assert gated.looked_at > 300
    held.close()
