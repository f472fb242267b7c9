"""Customers against changing lists: whoever a full run finds to be somebody else is among those whom the change moves, always."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from countersight.errors import DataError
from countersight.match import gate, matcher
from countersight.match.matcher import resolve
from countersight.model.body import Body, Designation, Edge, Name
from countersight.screening import customer_names
from countersight.screening import customers as room
from countersight.screening.crew import Crew
from countersight.screening.delta import changed
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import Snapshot, write_snapshot

pytest.importorskip("pyarrow")
WORDS = "kestrel torwick lumen harbour optics imaging sensor systems vision cloud north east river delta micro quant signal data secure smart bright".split()
HAN = "海康威视大华科技数字光电武汉杭州北京安防系统"
PLACES = ("", "Shanghai ", "Wuhan ", "Hangzhou ", "Kunming ")
FORMS = ("", " Co., Ltd.", " Inc.", " GmbH", " Group")
SOURCE = SourceRecord("s", "invented", "invented", "https://example.org", "CC0", "2026-01-01", "0" * 64)


def _name(rng: random.Random) -> str:
    if rng.random() < 0.12:
        return "".join(rng.choice(HAN) for _ in range(rng.randint(3, 7))) + "有限公司"
    words = [rng.choice(WORDS) + rng.choice(("", "", "", "ix", "or", "ta")) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.1:
        words.append(str(rng.randint(1, 40)))
    return rng.choice(PLACES) + " ".join(words).title() + rng.choice(FORMS)


def _spoilt(rng: random.Random, name: str) -> str:
    at = rng.randrange(len(name))
    return rng.choice((name.upper(), name[:at] + name[at + 1 :], name[:at] + rng.choice("aeiou") + name[at:], f"Purchasing Dept., {name}", name.rsplit(" ", 1)[0], name))


def _body(rng: random.Random, number: int) -> Body:
    names = tuple(Name(text, "", "primary" if at == 0 else "alias") for at, text in enumerate(dict.fromkeys(_name(rng) for _ in range(rng.choice((1, 1, 2, 4))))))
    return Body(f"b{number}", rng.choice(("Company", "Company", "Company", "Person")), names, rng.choice(((), ("CN",), ("RU",))), source_id="s")


def _next(rng: random.Random, bodies: list[Body], number: int) -> list[Body]:
    """The list a day later: some gone, some new, some renamed, some elsewhere, some with another alias."""
    found = []
    for body in bodies:
        drawn = rng.random()
        names = body.names
        if 0.03 <= drawn < 0.05:
            names = (Name(_spoilt(rng, names[0].text) or "x", "", "primary"), *names[1:])
        elif 0.05 <= drawn < 0.07:
            names = (*names, Name(f"{_name(rng)} Works", "", "weak"))
        if drawn >= 0.03:
            found.append(replace(body, names=names, countries=rng.choice(((), ("CN",), ("IR",))) if 0.07 <= drawn < 0.09 else body.countries))
    return [*found, *(_body(rng, number + at) for at in range(rng.randint(1, 40)))]


def _told(snapshot: Snapshot, name: str) -> list[object]:
    """Everything that is found of a party of a name, wherever it sits, with what is held of it."""
    found = [resolve(snapshot, (name,), country) for country in (None, "CN", "RU")]
    hits = [(one.match, one.possible) for one in found]
    bodies = {hit.body_id for match, possible in hits for hit in ((match,) if match else ()) + possible}
    return [hits, [snapshot.body(one) for one in sorted(bodies)]]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
@pytest.mark.parametrize("crowded", [False, True])
def test_nobody_is_missed_over_days_of_random_changes(seed: int, crowded: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """Carried on from day to day; ``crowded``: five candidates a name, so that others crowd them out all the time."""
    if crowded:
        monkeypatch.setattr(matcher, "CANDIDATES", 5)
        monkeypatch.setattr(customer_names, "CANDIDATES", 5)
        monkeypatch.setattr(gate, "CANDIDATES", 5)
        monkeypatch.setattr(gate, "_GATES", gate._Gates())
    rng = random.Random(100 + seed)
    bodies = [_body(rng, number) for number in range(250)]
    held = Snapshot.in_memory(AtlasRecords(bodies=bodies, sources=[SOURCE]))
    listed = [name.text for body in bodies for name in body.names]
    names = list(dict.fromkeys([*(_name(rng) for _ in range(150)), *(_spoilt(rng, rng.choice(listed)) for _ in range(120)), "Co., Ltd.", "  Torwick   Optics "]))
    customers = room.Customers.write(tmp_path / "0", held, names)
    before = {name: _told(held, name) for name in names}
    moved_at_all = spared = 0
    for day in range(1, 5):
        bodies = _next(rng, bodies, 1_000 * day)
        after = Snapshot.in_memory(AtlasRecords(bodies=bodies, sources=[SOURCE]))
        told = changed(held, after)
        moved = customers.moved_by(held, after, told.bodies, told.behind)
        now = {name: _told(after, name) for name in names}
        differ = {name for name in names if now[name] != before[name]}
        assert differ <= moved.names, sorted(differ - moved.names)
        moved_at_all += len(differ)
        spared += len(names) - len(moved.names)
        customers = customers.carried(tmp_path / str(day), moved, after.content_hash)
        customers = room.Customers.open(customers.folder)
        held, before = after, now
    assert moved_at_all > 20
    assert spared > 20


def test_who_stands_behind_a_changed_stake_is_moved_too(tmp_path: Path) -> None:
    bodies = [Body(one, "Company", (Name(f"{one.title()} Optics Ltd", "", "primary"),), source_id="s") for one in ("kestrel", "torwick", "lumen", "willow")]
    edges = [Edge("kestrel", "torwick", "equity", 60_000_000, 60_000_000, id="e1", source_id="s"), Edge("torwick", "lumen", "equity", 60_000_000, 60_000_000, id="e2", source_id="s")]
    old = Snapshot.in_memory(AtlasRecords(bodies=bodies, edges=edges, sources=[SOURCE]))
    new = Snapshot.in_memory(AtlasRecords(bodies=bodies, edges=[replace(edges[0], lo=30_000_000), edges[1]], sources=[SOURCE]))
    told = changed(old, new)
    assert not told.bodies
    assert told.behind == {"kestrel", "torwick", "lumen"}
    customers = room.Customers.write(tmp_path / "c", old, ["Lumen Optics Limited", "Willow Optics Limited"])
    assert customers.moved_by(old, new, told.bodies, told.behind).names == {"Lumen Optics Limited"}
    with pytest.raises(DataError, match="not carried on"):
        customers.moved_by(new, old, told.bodies, told.behind)
    with pytest.raises(DataError, match="no index of customers"):
        room.Customers.open(tmp_path)


def test_a_customer_in_han_is_moved_by_the_name_in_letters_that_the_atlas_knows(tmp_path: Path) -> None:
    known = Body("tw", "Company", (Name("Torwickmarine Optics Ltd", "", "primary"), Name("蓝鹊湾光学有限公司")), ("CN",), source_id="s")
    listed = Body("new", "Company", (Name("Torwickmarine Optics Ltd.", "", "primary"),), ("CN",), source_id="s", designations=(Designation("us.bis.entity_list", "new", "2026-06-01", "invented", source_id="s"),))
    old = Snapshot.in_memory(AtlasRecords(bodies=[known], sources=[SOURCE]))
    new = Snapshot.in_memory(AtlasRecords(bodies=[known, listed], sources=[SOURCE]))
    told = changed(old, new)
    assert told.bodies == {"new"}
    customers = room.Customers.write(tmp_path / "c", old, ["蓝鹊湾光学有限公司", "示例贸易有限公司"])
    assert customers.moved_by(old, new, told.bodies, told.behind).names == {"蓝鹊湾光学有限公司"}


@pytest.mark.slow
def test_several_processes_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SMALL", 10)
    rng = random.Random(7)
    bodies = [_body(rng, number) for number in range(150)]
    old, new = (write_snapshot(tmp_path / name, AtlasRecords(bodies=held, sources=[SOURCE])) for name, held in (("old", bodies), ("new", _next(rng, bodies, 1_000))))
    names = [_spoilt(rng, body.names[0].text) for body in bodies]
    told = changed(old, new)
    one, several = (room.Customers.write(tmp_path / f"c{workers}", old, names, workers) for workers in (1, 2))
    assert list(one.partners.rows()) == list(several.partners.rows())
    crew = Crew()
    crew.start(2)
    alone, shared = one.moved_by(old, new, told.bodies, told.behind), several.moved_by(old, new, told.bodies, told.behind, crew)
    crew.close()
    assert shared.names == alone.names
    assert list(shared.partners.rows()) == list(alone.partners.rows())
