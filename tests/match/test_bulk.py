"""Tables in, hits out: order, rows, what is told, and what cannot be read. pandas and polars where they are installed."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest

from countersight.app import Screener
from countersight.errors import InputError, UsageError
from countersight.match import bulk
from countersight.match.asking import Facts, Party, ask
from countersight.match.matcher import resolve
from countersight.model.body import Body, Name, Statement
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot
from tests.match.test_gate import ASKED

pa = pytest.importorskip("pyarrow", reason="the extra countersight[bulk] is not installed")

LEI = "5493001KJTIIGC8Y1R12"
FIRM = Body("kw", "Company", (Name("Kestrelworks Optics Co., Ltd.", "en", "primary"),), ("CN",), (), {"lei": LEI}, statements=(Statement("kw", "incorporated", "2011-03-04", "invented"),))
OTHER = Body("wb", "Company", (Name("Willowbend Radar Group", "en", "primary"),), ("DE",))
NAMES = ["Willowbend Radar Group", "Oak Bakery", "KESTRELWORKS OPTICS", None, "Willowbend Radar Group", ""]


@pytest.fixture
def screener() -> Screener:
    return Screener(Snapshot.in_memory(AtlasRecords(bodies=[FIRM, OTHER])))


def rows(table: Any) -> list[tuple[int, str, str]]:  # noqa: ANN401
    return [(one["row"], one["body_id"], one["band"]) for one in table.to_pylist()]


WANTED = [(0, "wb", "match"), (2, "kw", "match"), (4, "wb", "match")]


def test_one_row_for_each_hit_in_the_order_of_the_input(screener: Screener) -> None:
    found = screener.match_many(pa.table({"Vendor": NAMES}), columns={"name": "Vendor"})
    assert found.column_names == ["row", "body_id", "band", "score", "reason", "name", "use"]
    assert rows(found) == WANTED
    first = found.to_pylist()[0]
    one = screener.match("Willowbend Radar Group").hits[0]
    assert (first["score"], first["reason"], first["name"], first["use"]) == (one.score, one.reason, one.name_matched, "balanced")
    assert found.schema.metadata[b"countersight.snapshot"].decode() == screener.snapshot.content_hash
    assert found.schema.metadata[b"countersight.rows"] == b"6"


def test_rows_count_on_from_batch_to_batch_and_columns_are_found_by_their_names(screener: Screener) -> None:
    table = pa.Table.from_batches(pa.table({"name": NAMES}).to_batches(max_chunksize=2))
    assert rows(screener.match_many(table)) == WANTED
    assert rows(screener.match_many(pa.RecordBatchReader.from_batches(table.schema, table.to_batches()))) == WANTED


def test_a_single_batch_and_every_kind_of_text(screener: Screener) -> None:
    assert rows(screener.match_many(pa.record_batch({"name": NAMES}))) == WANTED
    for kind in (pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.string_view()):
        assert rows(screener.match_many(pa.table({"name": pa.array(NAMES, pa.string()).cast(kind)}))) == WANTED


def test_only_the_protocol_is_asked_for(screener: Screener) -> None:
    class Bare:
        def __init__(self, held: Any, name: str) -> None:  # noqa: ANN401
            setattr(type(self), name, lambda _self, *a, **k: getattr(held, name)(*a, **k))

    assert rows(screener.match_many(type("S", (Bare,), {})(pa.table({"name": NAMES}), "__arrow_c_stream__"))) == WANTED
    assert rows(screener.match_many(type("A", (Bare,), {})(pa.record_batch({"name": NAMES}), "__arrow_c_array__"))) == WANTED


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_data_frames(screener: Screener, library: str) -> None:
    frame = pytest.importorskip(library).DataFrame({"name": NAMES})
    assert rows(screener.match_many(frame)) == WANTED


def test_names_that_stand_twice_are_asked_about_once(screener: Screener, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(snapshot: Any, party: Any, **more: Any) -> Any:  # noqa: ANN401
        asked.append(party.names)
        return ask(snapshot, party, **more)

    monkeypatch.setattr(bulk, "ask", counted)
    assert len(rows(screener.match_many(pa.table({"name": NAMES * 50})))) == 150
    assert len(asked) == len(set(NAMES))


def test_everything_that_is_told_of_a_party_counts(screener: Screener) -> None:
    table = pa.table({
        "first": ["Oak Bakery", "Oak Bakery", "Kestrelworks Optics"], "second": [None, "Kestrelworks Optics Co., Ltd.", None],
        "code": [LEI, None, LEI[:-1] + "3"], "since": [None, date(2011, 3, 4), None], "country": ["cn", "cn", "CN"],
    })  # fmt: skip
    found = screener.match_many(table, {"name": ["first", "second"], "lei": "code", "incorporated": "since", "country": "country"})
    assert rows(found) == [(0, "kw", "match"), (1, "kw", "match"), (2, "kw", "match")]
    reasons = [one["reason"] for one in found.to_pylist()]
    assert "the same lei" in reasons[0]
    assert "incorporated on the same day" in reasons[1]
    assert [one["row"] for one in json.loads(found.schema.metadata[b"countersight.notes"])] == [2]


def test_rows_that_are_asked_about_together_are_answered_as_each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "TOGETHER", 90)
    rng, held = random.Random(3), ASKED.listed(1, 300)
    snapshot, texts = ASKED.snapshot(held), [text for text in ASKED.questions(2, 250, held) if text.encode(errors="ignore").decode().strip() == text]
    told = [
        {"name": rng.choice(texts), "country": rng.choice((None, "CN", "us", "RU")), "other": rng.choice((None, None, None, rng.choice(texts))), "lei": rng.choice((None,) * 9 + (LEI,)), "address": rng.choice((None,) * 5 + ("Harbour Road 12",))}
        for _ in range(400)
    ]  # fmt: skip
    found = Screener(snapshot).match_many(pa.Table.from_pylist(told), {"name": ["name", "other"], "country": "country", "lei": "lei", "address": "address"}).to_pylist()
    expected = []
    for at, row in enumerate(told):
        facts = Facts((row["country"] or "").upper(), {"lei": LEI} if row["lei"] else {}, (row["address"],) if row["address"] else ())
        answer = ask(snapshot, Party(tuple(one for one in (row["name"], row["other"]) if one), facts))
        expected += [(at, hit.body_id, hit.band, hit.score, hit.reason, hit.name_matched) for hit in answer.hits]
    assert [(one["row"], one["body_id"], one["band"], one["score"], one["reason"], one["name"]) for one in found] == expected
    assert len({row for row, *_ in expected}) > 100
    answers = bulk.match_names(snapshot, (row["name"] for row in told))
    assert list(answers) == [resolve(snapshot, (row["name"],)) for row in told]


def test_numbers_are_read_as_text(screener: Screener) -> None:
    held = Screener(Snapshot.in_memory(AtlasRecords(bodies=[Body("c", "Company", (Name("Willow"),), (), (), {"cik": "731766"})])))
    assert rows(held.match_many(pa.table({"name": ["x", "y", "z"], "cik": [731766, None, 1]}))) == [(0, "c", "match")]
    assert rows(held.match_many(pa.table({"name": ["x", "y"], "cik": [731766.0, float("nan")]}))) == [(0, "c", "match")]
    assert rows(screener.match_many(pa.table({"name": pa.array([], pa.string())}))) == []


@pytest.mark.parametrize(("table", "columns", "kind", "said"), [
    ({"Vendor": ["x"]}, None, InputError, "no column tells the name; the table has 'Vendor'"),
    ({"Vendor": ["x"]}, {"name": "Vendors"}, InputError, "the column 'Vendors' for 'name' is not there; the table has 'Vendor'"),
    ({"Vendor": ["x"]}, {"name": "Vendor", "nationality": "Vendor"}, UsageError, "nothing is called 'nationality'"),
    ({"name": ["x", b"\xff"]}, {"name": "name"}, InputError, "row 0: a bytes is no text"),
    ({"name": ["x", "y"], "country": [True, None]}, None, InputError, "row 0: a bool is no text"),
])  # fmt: skip
def test_what_cannot_be_read_is_named(screener: Screener, table: dict[str, Any], columns: Any, kind: type[Exception], said: str) -> None:  # noqa: ANN401
    arrays = {key: pa.array([one.encode() if isinstance(one, str) else one for one in values], pa.binary()) if bytes in map(type, values) else pa.array(values) for key, values in table.items()}
    with pytest.raises(kind, match=said):
        screener.match_many(pa.table(arrays), columns)


def test_what_is_no_table_is_told_apart(screener: Screener) -> None:
    with pytest.raises(UsageError, match="a list does not speak Arrow"):
        screener.match_many(["Oak Bakery"])
    with pytest.raises(UsageError, match="is no table"):
        screener.match_many(pa.array(["Oak Bakery"]))
    with pytest.raises(InputError, match="stands twice"):
        screener.match_many(pa.table([pa.array(["x"]), pa.array(["y"])], names=["name", "name"]))


def test_without_pyarrow_the_way_out_is_named(screener: Screener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match="needs pyarrow"):
        screener.match_many([])
