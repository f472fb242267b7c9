"""Every route has a door, and nothing of one tenant is there for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from time import sleep
from typing import Any, Final

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from countersight.access.door import Require
from countersight.access.principal import SCOPES, scopes_of
from tests.serving import MATTER, Served

WITHOUT: Final = {"/healthz", "/readyz", "/signin", "/signin/back", "/signout", "/static/{path}"}
"""Health, sign-in, and files of the pages. Who signs out is known by the session that ends."""


@dataclass(frozen=True)
class Door:
    """A route, and the scopes that it asks for."""

    path: str
    methods: frozenset[str]
    scopes: frozenset[str]


def asked(dependant: Dependant | None) -> Iterator[str]:
    if dependant is None:
        return
    if isinstance(dependant.call, Require):
        yield dependant.call.scope
    for one in dependant.dependencies:
        yield from asked(one)


def doors(app: FastAPI) -> list[Door]:
    found = []
    for context in iter_route_contexts(app.routes):
        route: Any = context
        path = getattr(route, "path_format", None) or getattr(route, "path", None) or getattr(route.original_route, "path", "")
        methods = frozenset(getattr(route, "methods", None) or getattr(route.original_route, "methods", None) or ())
        found.append(Door(str(path), methods, frozenset(asked(getattr(route, "dependant", None)))))
    return found


def test_the_walk_sees_the_routes(office: Served) -> None:
    paths = {one.path for one in doors(office.app)}
    assert {"/v1/cases/{case_id}/approve", "/v1/matters/files", "/healthz", "/metrics"} <= paths
    assert len(paths) > 50


def test_every_route_has_a_door(office: Served) -> None:
    open_ = [one.path for one in doors(office.app) if not one.scopes and one.path not in WITHOUT]
    assert open_ == []


def test_every_scope_opens_something(office: Served) -> None:
    assert {scope for one in doors(office.app) for scope in one.scopes} == set(SCOPES)


def filled(path: str, ids: dict[str, str]) -> str:
    """A path with ids of another tenant put in."""
    return re.sub(r"\{(\w+)(?::path)?\}", lambda found: ids.get(found.group(1), "x"), path)


@pytest.fixture(scope="module")
def theirs(office: Served) -> dict[str, str]:
    """What tenant one holds: a decision, a case with an attachment, a key, a user, a webhook."""
    ana = office.client("one", "admin")
    decision = ana.post("/v1/matters", json={**MATTER, "id": "SECRET-MATTER"}).json()["summaries"][0]["id"]
    case = ana.post("/v1/cases", json={"decision": decision, "title": "SECRET-TITLE"}).json()["id"]
    attached = ana.post(f"/v1/cases/{case}/attachments", files={"file": ("secret.txt", b"SECRET-BYTES")}).json()
    ana.put("/v1/users/secret-user", json={"role": "reader", "name": "SECRET-NAME"})
    hook = ana.post("/v1/webhooks", json={"url": "https://secret.example/SECRET-HOOK"}).json()["id"]
    key = ana.post("/v1/keys", json={"user": "secret-user"}).json()["id"]
    watch = ana.post("/v1/watched", json={"matter": {**MATTER, "id": "SECRET-WATCH"}, "label": "SECRET-LABEL"}).json()["id"]
    sent = ana.post("/upload", files={"file": ("SECRET-FILE.csv", b"id,date\nSECRET-ROW,2026-11-20\n")}, data={"kind": "shipment"}, follow_redirects=False)
    job = sent.headers["location"].rpartition("/")[2]
    for _ in range(200):  # the file is read by a thread of its own
        if office.office.desk.of("one").settings.get(f"upload.{job}")["state"] in {"done", "failed"}:
            break
        sleep(0.05)
    return {
        "matter_id": "SECRET-MATTER", "decision_id": decision, "case_id": case, "sha256": attached["attachments"][-1]["sha256"], "user_id": "secret-user",
        "hook_id": hook, "key_id": key, "job_id": job, "watch_id": watch, "act": "comment", "kind": "shipment",
    }  # fmt: skip


BODIES: Final[dict[str, dict[str, Any]]] = {
    "/v1/cases/{case_id}/assign": {"to": "x"}, "/v1/cases/{case_id}/due": {"day": "2027-01-01"}, "/v1/cases/{case_id}/comments": {"text": "x"},
    "/v1/cases/{case_id}/snooze": {"until": "2099-01-01", "reason": "x"}, "/v1/cases/{case_id}/wake": {"reason": "x"},
    "/v1/cases/{case_id}/flags": {"flag": "RF-1", "how": "x", "evidence": "x"}, "/v1/cases/{case_id}/answers": {"fact": "x", "value": True, "evidence": "x"},
    "/v1/cases/{case_id}/decide": {"reason": "x"}, "/v1/cases/{case_id}/adjudications": {"party": "x", "body": "kw", "decided": "same", "note": "x"},
    "/v1/cases/{case_id}/proposals": {"disposition": "hold", "reason": "x"}, "/v1/cases/{case_id}/approve": {}, "/v1/cases/{case_id}/reject": {"reason": "x"},
    "/v1/cases/{case_id}/close": {"reason": "x"}, "/v1/cases/{case_id}/reopen": {"reason": "x"},
}  # fmt: skip
"""What is sent so that the other tenant's request is whole, and only the door stands between."""

SHARED: Final = ("/v1/entities", "/v1/rulebooks", "/v1/schemas", "/v1/classify", "/v1/facts", "/v1/taxonomy", "/v1/snapshot", "/match/", "/search/", "/entities/", "/reconcile/")
"""What is of no tenant: the law and the atlas."""


def test_nothing_of_one_tenant_is_there_for_the_other(office: Served, theirs: dict[str, str]) -> None:
    two = office.client("two", "admin")
    before = len(office.office.desk.of("one").ledger.after(limit=10_000))
    seen = 0
    for door in doors(office.app):
        for method in sorted(door.methods - {"HEAD", "OPTIONS"}):
            path = filled(door.path, theirs)
            more: dict[str, Any] = {"json": BODIES.get(door.path, {})} if method in {"POST", "PUT", "PATCH"} else {}
            if door.path.endswith("/attachments"):
                more = {"files": {"file": ("x.txt", b"x")}}
            got = two.request(method, path, follow_redirects=False, **more)
            for secret in ("SECRET-TITLE", "SECRET-BYTES", "SECRET-NAME", "SECRET-HOOK", "SECRET-FILE", "SECRET-ROW", "SECRET-WATCH", "SECRET-LABEL", '"id":"SECRET-MATTER"'):
                assert secret not in got.text, (method, path)
            named = (set(re.findall(r"\{(\w+)", door.path)) & set(theirs)) - {"act", "kind"}
            if named and not path.startswith(SHARED) and not (method == "PUT" and "user_id" in named):
                assert got.status_code == 404, (method, path, got.status_code, got.text)
                seen += 1
    assert seen >= 35
    assert len(office.office.desk.of("one").ledger.after(limit=10_000)) == before
    assert office.client("one").get(f"/v1/cases/{theirs['case_id']}").json()["status"] == "open"
    assert office.client("one").get("/v1/users").json() != two.get("/v1/users").json()


@pytest.mark.usefixtures("theirs")
def test_a_user_of_the_same_id_is_another_one(office: Served) -> None:
    office.client("two", "admin").put("/v1/users/secret-user", json={"role": "admin", "name": "other"})
    rows = {one["id"]: one for one in office.client("one").get("/v1/users").json()}
    assert rows["secret-user"]["name"] == "SECRET-NAME"
    assert rows["secret-user"]["role"] == "reader"


@pytest.mark.parametrize("role", ["reader", "analyst", "approver"])
def test_a_role_is_refused_what_it_does_not_hold(office: Served, theirs: dict[str, str], role: str) -> None:
    client = office.client("one", role)
    held = scopes_of(role)  # type: ignore[arg-type]
    for door in doors(office.app):
        if door.scopes and not door.scopes <= held:
            for method in sorted(door.methods - {"HEAD", "OPTIONS"}):
                body: dict[str, Any] = {"json": BODIES.get(door.path, {})} if method == "POST" else {}
                got = client.request(method, filled(door.path, theirs), **body)
                assert got.status_code in {403, 422}, (method, door.path, got.status_code)
                if got.status_code == 403:
                    assert got.json()["type"].endswith(":access")


def test_an_analyst_approves_on_no_page_either(office: Served, theirs: dict[str, str]) -> None:
    for act in ("approve", "reject"):
        assert office.client("one", "analyst").post(f"/cases/{theirs['case_id']}/{act}", data={"reason": "x"}).status_code == 403


def test_without_a_key_every_door_is_shut(office: Served, theirs: dict[str, str]) -> None:
    nobody = office.nobody()
    for door in doors(office.app):
        if door.scopes:
            for method in sorted(door.methods - {"HEAD", "OPTIONS"}):
                got = nobody.request(method, filled(door.path, theirs), follow_redirects=False)
                assert got.status_code in {401, 422}, (method, door.path, got.status_code)
                assert "SECRET" not in got.text
