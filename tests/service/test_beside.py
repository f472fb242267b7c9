"""What a worker does beside answering, around it, and over several workers."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from countersight.access.office import Office
from countersight.app import Screener
from countersight.model.body import Body, Name
from countersight.service import watching
from countersight.service.logs import Lines
from countersight.service.renewing import Renewing
from countersight.snapshots.current import POINTER, snapshot_folder
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot, write_snapshot
from tests.serving import Served, served


def current(home: Path, name: str) -> Snapshot:
    """A snapshot with one invented body, made the current one as an update does."""
    records = AtlasRecords(bodies=[Body("kw", "Company", (Name(name, "en", "primary"),), ("CN",))])
    made = write_snapshot(snapshot_folder(home, Snapshot.in_memory(records).content_hash), records)
    (home / POINTER).write_text(made.content_hash, encoding="ascii")
    return made


def test_a_new_snapshot_is_taken_into_use_while_the_service_runs(tmp_path: Path) -> None:
    first = current(tmp_path, "Kestrelworks Optics")
    made = served(tmp_path, screener=Screener(first))
    client = made.client()
    renewing = Renewing(made.app)
    assert not renewing.renew()
    second = current(tmp_path, "Willow Bakery Holding")
    assert client.get("/v1/entities", params={"q": "Willow Bakery Holding"}).json()["hits"] == []
    assert renewing.renew()
    got = client.get("/v1/entities", params={"q": "Willow Bakery Holding"}).json()
    assert (got["snapshot"], [one["id"] for one in got["hits"]]) == (second.content_hash, ["kw"])
    assert second.content_hash in client.get("/metrics").text
    assert first.content_hash not in client.get("/metrics").text
    (tmp_path / POINTER).write_text("0" * 64, encoding="ascii")
    office: Office = made.app.state.office
    with pytest.raises(Exception, match="is gone"):
        renewing.renew()
    assert made.app.state.office is office, "the old one stays"


def test_the_clock_runs_while_the_service_does_and_ends_with_it(tmp_path: Path) -> None:
    made = served(tmp_path, screener=Screener(current(tmp_path, "Kestrelworks Optics")))
    with made.client() as client:
        assert client.get("/readyz").status_code == 200
    with pytest.raises(Exception):  # noqa: B017, PT011 - of the database, which is closed with the service
        made.office.desk.database.engine.raw_connection().cursor().execute("SELECT 1 FROM no_such_table")


def test_a_span_tells_the_route_and_no_address(office: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    export = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter", reason="the SDK of OpenTelemetry is not installed")
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    kept, provider = export.InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    assert watching.tracer() is None, "requests pay nothing where no SDK was set up"
    middle = watching.Watching(office.app, office.app.state.metrics, office.app)
    monkeypatch.setattr(middle, "tracer", provider.get_tracer("t"))
    from starlette.testclient import TestClient

    TestClient(middle, base_url="http://127.0.0.1").get("/v1/decisions/SECRET?q=SECRET")
    spans = kept.get_finished_spans()
    assert [one.name for one in spans] == ["GET /v1/decisions/{decision_id}"]
    assert spans[0].attributes["http.response.status_code"] == 401
    assert "SECRET" not in spans[0].to_json()


def test_a_fault_of_ours_is_logged_by_place_and_not_by_what_was_sent(office: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object, **__: object) -> None:
        message = "SECRET name in an exception"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("countersight.api.v1_entities.hit_row", broken)
    with caplog.at_level(logging.INFO):
        got = office.client().get("/v1/entities", params={"q": "kestrelworks optics"})
    assert (got.status_code, got.json()["type"]) == (500, "urn:countersight:problem:internal")
    assert got.headers["content-type"] == "application/problem+json"
    assert "SECRET" not in got.text
    lines = [Lines().format(one) for one in caplog.records if one.name.startswith("countersight")]
    told = [json.loads(line) for line in lines]
    assert "SECRET" not in "".join(lines)
    fault = next(one for one in told if one.get("fault"))
    assert fault["fault"] == "ZeroDivisionError"
    assert any("test_beside.py" in place for place in fault["at_lines"])
    assert fault["request_id"] == got.headers["x-request-id"]


def test_every_answer_is_careful(office: Served) -> None:
    for got in (office.client().get("/v1/me"), office.nobody().get("/v1/me"), office.nobody().get("/no")):
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["x-frame-options"] == "DENY"
        assert got.headers["x-request-id"]
