"""Pairs of names beside a snapshot: two names of one body are one, whatever the strings say."""

from __future__ import annotations

from contextlib import closing

import pytest

from countersight.evaluate.names import Case, run_pairs, scripts, summary
from countersight.evaluate.names_known import ALIAS, APART
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

OTHER = Body("other", "Company", (Name("Torwik Marine Optics Ltd", "en", "primary"), Name("杭州蓝鹊湾水产股份有限公司", "zh", "alias")), ("CN",))


def test_names_of_two_bodies_are_never_a_match_and_keep_their_order() -> None:
    cases = [pair("Torwick Marine Optics", "Torwik Marine Optics", same=False), pair("蓝鹊湾光学有限公司", "Torwik Marine Optics Ltd", same=False)]
    alone = list(run_pairs(cases))
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[BODY, OTHER]))) as snapshot:
        known = list(run_pairs(cases, snapshot=snapshot))
        beside = list(run_pairs([pair("Torwick Marine Optics", "Kestrel Marine Optics", same=False)], snapshot=snapshot))
    assert alone[0].found
    assert [(one.found, one.known, one.reason) for one in known] == [(False, "two", "names of two bodies: invented, other")] * 2
    assert [one.score for one in known] == pytest.approx([one.score * APART for one in alone], abs=1e-5)
    assert beside[0].known == "", "a name that the snapshot does not hold stays with the strings"


def test_a_name_that_is_like_one_of_a_body_goes_as_far_as_the_likeness() -> None:
    case = pair("蓝鹊湾光学（中国）有限公司", "Torwick Marine Optics Ltd", same=True)
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[BODY]))) as snapshot:
        (known,) = run_pairs([case], snapshot=snapshot)
        told = summary([known])
    (alone,) = run_pairs([case])
    assert (alone.found, known.found, known.known) == (False, True, "like")
    assert alone.score < known.score < ALIAS
    assert told["by_known"]["like"]["n"] == 1
