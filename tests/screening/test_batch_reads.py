"""What the facts really read of a line and of a party, recorded: where that grows, what matters share must be looked at again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight import measures
from countersight.measures.deal_facts import deal_facts
from countersight.measures.establish import establish
from countersight.measures.record_facts import IN_NAMES, spoken_in
from countersight.measures.world import World
from countersight.model.matter import Line, Matter
from countersight.screening.batch_atoms import APART, COMPARED, _of_deal, unusual
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

from .batch_matters import matters

READ_OF_NAMES = {
    "answered.py": 2, "behind.py": 1, "context.py": 1, "deal_facts.py": 2, "entry_facts.py": 1, "given.py": 1, "history_facts.py": 4, "line_facts.py": 3, "party_facts.py": 2,
    "record_facts.py": 2, "research_facts.py": 4, "tax_group.py": 1, "who.py": 7,
}  # fmt: skip
"""Lines of each module of measures that read the names, the addresses or the label of a party. Where a number changes, ask: may two parties
of which nothing is held, and that are alike but for their names, now have other facts? Then ``Atoms._like`` or ``_seat`` must tell them apart."""
LINE_OF_DEAL = {"place", "use", "origin", "producer", "hs", "value", "currency"}


class Recorded:
    """A line that records what is read of it."""

    def __init__(self, line: Line, seen: set[str]) -> None:
        self.__dict__.update(_line=line, _seen=seen)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401, D105
        self._seen.add(name)
        return getattr(self._line, name)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.in_memory(build(starter=True))


def _seen(snapshot: Snapshot, matter: Matter, *, whole: bool) -> set[str]:
    seen: set[str] = set()
    lines = [Recorded(line, seen) for line in matter.lines or ()]
    recorded = matter.model_copy(update={"lines": lines})
    world = World(snapshot, matter.day, lists_complete=True)  # type: ignore[arg-type]
    if whole:
        establish(recorded, world)
    else:
        deal_facts(recorded, [], world)
    return seen


def test_the_facts_of_a_deal_read_of_a_line_what_is_compared(snapshot: Snapshot) -> None:
    seen: set[str] = set()
    for matter in matters(150, 21):
        if matter.transaction not in {None, "entry"}:
            seen |= _seen(snapshot, matter, whole=False)
    assert seen == LINE_OF_DEAL
    compared = Line(place="p", use="u", origin="US", producer="x", hs="8525")
    assert len(_of_deal(compared, "export")) == len(LINE_OF_DEAL - {"value", "currency"})


def test_a_line_is_told_apart_by_all_that_is_read_of_it_but_its_value(snapshot: Snapshot) -> None:
    seen = set().union(*(_seen(snapshot, matter, whole=True) for matter in matters(60, 22)))
    assert not seen & (APART - {"value", "currency"})
    assert seen - {"value", "currency"} <= set(Line.model_fields) - APART


def test_nothing_else_reads_the_name_of_a_party() -> None:
    found = {}
    for path in sorted(Path(measures.__file__).parent.glob("*.py")):
        lines = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if re.search(r"\b(?:who|one|maker|owner|party|self)\.(?:names|addresses|label)\b", line)
        ]
        if lines:
            found[path.name] = len(lines)
    assert found == READ_OF_NAMES


@given(st.lists(st.sampled_from("hong kong hongkong Police HKPF auxiliary Military INTELLIGENCE bureau of the joint staff freight Forwarders customs brokers warehousing Couriers logistic 物流 香港警察 K\u212a ſtaff".split()), max_size=7).map(" ".join))
def test_what_is_spoken_in_a_name_is_not_missed(name: str) -> None:
    assert spoken_in(name) == tuple(bool(pattern.search(name)) for pattern in IN_NAMES)


def test_no_fact_reads_the_place_in_a_name() -> None:
    """Names that differ in nothing but the place in them are alike (``batch_parties.Name.kind``): no fact may read the codes of a kind of body."""
    for path in sorted(Path(measures.__file__).parent.glob("*.py")):
        assert not re.search(r"\bkind\.(?:codes|province)\b", path.read_text(encoding="utf-8")), path.name


def test_whoever_brings_another_field_is_decided_by_itself() -> None:
    plain = next(one for one in matters(20, 23) if not unusual(one))
    assert all(unusual(plain.model_copy(update={name: value})) for name, value in (("earlier", []), ("answers", ["x"]), ("resolutions", {"RF-01": "x"}), ("attachments", []), ("given", "x")))
    assert {"id", "parties", "lines"} < COMPARED < set(Matter.model_fields)
