"""Pairs of names beside a snapshot: two names of one body are one, whatever the strings say."""

from __future__ import annotations

from contextlib import closing

from countersight.evaluate.names import ALIAS, Case, run_pairs, scripts, summary
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

BODY = Body("invented", "Company", (Name("Torwick Marine Optics Ltd", "en", "primary"), Name("蓝鹊湾光学有限公司", "zh", "alias")), ("CN",))


def pair(left: str, right: str, schema: str = "", *, same: bool) -> Case:
    return Case(left, right, same, schema, "k")


PAIRS = [
    pair("蓝鹊湾光学", "TORWICK MARINE OPTICS", same=True),
    pair("蓝鹊湾光学有限公司", "Torwick Marine Fisheries Ltd", same=False),
    pair("Ltd", "有限公司", same=False),
]


def test_an_alias_of_the_snapshot_settles_what_no_string_tells() -> None:
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[BODY]))) as snapshot:
        known = list(run_pairs(PAIRS, snapshot=snapshot))
    alone = list(run_pairs(PAIRS))
    assert not alone[0].found
    assert (known[0].found, known[0].score, known[0].reason) == (True, ALIAS, "two names of one body: invented")
    assert [one.to_dict() | {"microseconds": 0} for one in known[1:]] == [one.to_dict() | {"microseconds": 0} for one in alone[1:]]


def test_the_numbers_are_told_for_each_pair_of_scripts() -> None:
    told = summary(list(run_pairs([*PAIRS, pair("Иван Торвик", "Ivan Torwik", "Person", same=True)])))
    assert set(told["by_scripts"]) == {"Han-Latin", "Cyrillic-Latin"}
    assert told["by_scripts"]["Han-Latin"]["n"] == 3
    assert scripts(PAIRS[0]) == "Han-Latin"
