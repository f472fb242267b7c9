"""What a verdict rests on is made when somebody reads it, and is then what it would have been."""

from __future__ import annotations

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import pytest

from countersight.match import pair, weigh
from countersight.match.matcher import resolve
from countersight.match.outcome import Evidence
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

TOLD = Evidence(0.5, (("kestrel", "kestral", "spelling"),), ("another place",), ("another word",), ("the same lei",))


def later() -> Evidence:
    return Evidence.later(lambda: copy.copy(TOLD))


def test_it_is_what_it_would_have_been() -> None:
    assert later() == TOLD
    assert later() == TOLD == later()
    assert hash(later()) == hash(TOLD)
    assert repr(later()) == repr(TOLD)
    assert replace(later(), likelihood=0.1) == replace(TOLD, likelihood=0.1)
    assert json.dumps(asdict(later())) == json.dumps(asdict(TOLD))
    assert later() != replace(TOLD, flips=())


def test_it_is_copied_and_pickled_whole() -> None:
    for made in (copy.copy(later()), copy.deepcopy(later()), pickle.loads(pickle.dumps(later()))):  # noqa: S301 - our own
        assert made == TOLD
        assert made.flips == TOLD.flips


def test_what_it_does_not_have_it_does_not_have() -> None:
    for one in (later(), TOLD, object.__new__(Evidence)):
        with pytest.raises(AttributeError, match="proof"):
            _ = one.proof


def test_it_is_asked_once_and_threads_read_the_same() -> None:
    asked = []

    def make() -> Evidence:
        asked.append(1)
        return TOLD

    held = Evidence.later(make)
    assert not asked
    assert (held.segments, held.conflicts) == (TOLD.segments, TOLD.conflicts)
    assert asked == [1]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(50):
            one = later()
            assert set(pool.map(lambda name, one=one: str(getattr(one, name)), ("flips", "segments") * 4)) == {str(TOLD.flips), str(TOLD.segments)}


@pytest.fixture
def snapshot() -> Snapshot:
    return Snapshot.in_memory(AtlasRecords(bodies=[Body("a", "Company", (Name("Kestrelworks Optics Co., Ltd.", "", "primary"),), ("CN",))]))


def test_the_same_name_is_a_match_before_anything_is_laid_side_by_side(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(*given: object, **more: object) -> pair.PairScore:
        asked.append(given)
        return pair.compare_names(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(weigh, "compare_names", counted)
    found = resolve(snapshot, ("KESTRELWORKS OPTICS",))
    assert found.match is not None
    assert not asked
    assert found.match.evidence.segments == (("kestrelworks", "kestrelworks", "same"), ("optics", "optics", "same"))
    assert len(asked) == 1


def test_an_answer_is_pickled_with_what_it_rests_on(snapshot: Snapshot) -> None:
    for text in ("KESTRELWORKS OPTICS", "Kestrelworks Opticss Ltd"):
        sent = pickle.loads(pickle.dumps(resolve(snapshot, (text,))))  # noqa: S301 - our own
        assert sent == resolve(snapshot, (text,))
        assert sent.match is not None
        assert sent.match.evidence.likelihood > 0.5
