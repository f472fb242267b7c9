"""The index beside the snapshot: what it finds, that it is a file which may be missing, old or damaged, and that it is built the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from countersight.model.body import Body, Name
from countersight.names.keys import keys, sound_keys
from countersight.store.index import INDEX, NameIndex, build_index
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot, write_snapshot

RNG = random.Random(1)
NAMES = ["".join(RNG.choice("bdgklmnprstvz") + RNG.choice("aeiou") for _ in range(4)).title() + f" {trade} Ltd" for trade in ("Optics", "Steel", "Digital") for _ in range(200)]
ROWS = [(f"b{i}", name) for i, name in enumerate(NAMES)]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(build_index(ROWS, "digest"))


def test_a_name_is_found_as_it_stands_joined_split_turned_and_with_a_slip(index: NameIndex) -> None:
    for at in range(0, len(NAMES), 29):
        name = NAMES[at]
        brand, trade, _ = name.split()
        for query in (name, name.upper(), name.replace(" ", ""), f"{brand[:4]} {brand[4:]} {trade}", f"{trade} {brand}", name[:5] + "x" + name[6:]):
            assert name in [hit.text for hit in index.search(query, 20)], query


def test_scores_are_thousandths_in_order_and_the_name_itself_is_whole(index: NameIndex) -> None:
    found = index.search(NAMES[7], 20)
    assert found[0].text == NAMES[7]
    assert found[0].body_id == "b7"
    assert found[0].score >= 995
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert index.search("", 5) == []
    assert index.search("\ud800" * 50_000, 5) == []


def test_other_scripts_are_found_by_letters_and_by_sound() -> None:
    held = NameIndex(build_index([("a", "Mohammed Karimpour"), ("b", "Gazstroy Karelia"), ("c", "海康威视"), *ROWS[:50]], ""))
    assert held.search("محمد کریم‌پور", 3)[0].body_id == "a"
    assert held.search("Газстрой Карелия", 3)[0].body_id == "b"
    assert held.search("海康威視", 3)[0].body_id == "c"


def test_the_bytes_are_the_same_every_time_and_their_hash_is_held(index: NameIndex) -> None:
    built = build_index(ROWS, "digest")
    assert built == build_index(ROWS, "digest")
    assert index.verify()
    spoilt = bytearray(built)
    spoilt[-5000] ^= 1
    assert not NameIndex(bytes(spoilt)).verify()


def records() -> AtlasRecords:
    return AtlasRecords(bodies=[Body(i, "Company", (Name(text, "en", "primary"),)) for i, text in ROWS[:40]])


def test_a_snapshot_without_a_fitting_index_answers_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "held"
    write_snapshot(folder, records()).close()
    path = folder / INDEX
    good = path.read_bytes()
    expected = Snapshot.open(folder).candidates(NAMES[3], 5)
    assert expected[0][1] == NAMES[3]
    assert NameIndex.open(path, "of other records") is None
    for content in (None, b"", b"CSNAMES1 and then nothing", good[:5000], good.replace(b'"version":', b'"version":9', 1)):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        held = Snapshot.open(folder)
        assert held.candidates(NAMES[3], 5) == expected
        held.close()
        path.write_bytes(good)


def test_keys_are_bounded_and_each_stands_once() -> None:
    assert len(keys("ab cd " * 4000)) <= 400
    assert len(set(keys("banana banana"))) == len(keys("banana banana"))
    assert sound_keys("محمد كريمي") == sound_keys("Mohammed Karimi")
    assert sound_keys("海康威视") == []
