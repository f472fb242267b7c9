"""Who is known without showing anything, local or by a session, is asked for by nobody else's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from countersight.access.serving import Serving
from countersight.errors import UsageError
from countersight.service.app import create_app
from tests.serving import MATTER, served


@pytest.fixture
def local(tmp_path: Path) -> TestClient:
    return TestClient(served(tmp_path, keys=False).app, base_url="http://127.0.0.1")


def test_a_local_service_minds_no_key_of_elsewhere_and_every_one_of_its_own(local: TestClient) -> None:
    assert local.get("/v1/me", headers={"authorization": "ApiKey of-another-service"}).json()["how"] == "local"
    assert local.get("/v1/me", headers={"authorization": "ApiKey of-another-service", "host": "evil.example"}).status_code == 403
    assert local.get("/v1/me", headers={"authorization": "Bearer cs_0"}).status_code == 401


SITES = [
    ("POST", {"sec-fetch-site": "cross-site"}, 403),
    ("POST", {"sec-fetch-site": "same-site"}, 403),
    ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 403),
    ("POST", {"sec-fetch-site": "same-origin"}, 200),
    ("POST", {"sec-fetch-site": "none"}, 200),
    ("POST", {"origin": "https://evil.example"}, 403),
    ("POST", {"origin": "null"}, 403),
    ("POST", {"origin": "http://127.0.0.1"}, 200),
    ("POST", {}, 200),
    ("GET", {"sec-fetch-site": "cross-site"}, 403),
    ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
    ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
    ("GET", {"sec-fetch-site": "same-site"}, 200),
    ("GET", {}, 200),
]


@pytest.mark.parametrize(("method", "headers", "status"), SITES)
def test_another_sites_page_asks_in_vain(local: TestClient, method: str, headers: dict[str, str], status: int) -> None:
    more: dict[str, Any] = {"json": {"text": "camera"}} if method == "POST" else {}
    got = local.request(method, "/v1/classify/items" if method == "POST" else "/v1/me", headers=headers, **more)
    assert got.status_code == status
    if status == 403:
        assert got.json()["type"] == "urn:countersight:problem:access"


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:8765", 200), ("localhost", 200), ("[::1]:8765", 200), ("evil.example", 403), ("127.0.0.1.evil.example", 403), ("", 403)])
def test_a_strangers_name_that_points_here_is_refused(local: TestClient, host: str, status: int) -> None:
    assert local.get("/v1/me", headers={"host": host}).status_code == status


def test_the_local_user_is_admin_of_the_tenant_local(local: TestClient) -> None:
    told = local.get("/v1/me").json()
    assert (told["tenant"], told["role"], told["how"]) == ("local", "admin", "local")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "office.example", "::"])  # noqa: S104 - what is refused
def test_others_are_never_served_without_keys(tmp_path: Path, host: str) -> None:
    with pytest.raises(UsageError, match="is reached by others"):
        Serving(database="sqlite://", host=host).guarded()
    with pytest.raises(UsageError, match="is reached by others"):
        served(tmp_path, keys=False, host=host)
    Serving(database="sqlite://", host=host, keys=True).guarded()


def test_a_key_is_sent_on_purpose_from_wherever(tmp_path: Path) -> None:
    made = served(tmp_path)
    assert made.client().post("/v1/matters", json=MATTER, headers={"sec-fetch-site": "cross-site", "host": "any.example"}).status_code == 200


def test_a_session_is_held_to_the_site_and_ends(tmp_path: Path) -> None:
    made = served(tmp_path)
    client = made.nobody()
    cookie = made.cookie("one", "analyst-of-one")
    told = client.get("/v1/me", headers={"cookie": cookie}).json()
    assert (told["user"], told["role"], told["how"]) == ("analyst-of-one", "analyst", "session")
    assert client.post("/v1/matters", json=MATTER, headers={"cookie": cookie, "sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/v1/matters", json=MATTER, headers={"cookie": cookie, "sec-fetch-site": "same-origin"}).status_code == 200
    assert client.get("/v1/me", headers={"cookie": cookie[:-4] + "AAAA"}).status_code == 401
    assert client.post("/signout", headers={"cookie": cookie, "sec-fetch-site": "same-origin"}, follow_redirects=False).status_code == 303
    assert client.get("/v1/me", headers={"cookie": cookie}).status_code == 401


def test_a_session_ends_with_its_user(tmp_path: Path) -> None:
    made = served(tmp_path)
    cookie = made.cookie("one", "analyst-of-one")
    made.client().delete("/v1/users/analyst-of-one")
    assert made.nobody().get("/v1/me", headers={"cookie": cookie}).status_code == 401


def test_an_application_of_settings_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from countersight.access import office
    from tests.serving import invented

    monkeypatch.setattr(office, "open_snapshot", lambda _: invented())
    monkeypatch.setenv("COUNTERSIGHT_HOME", str(tmp_path))
    monkeypatch.delenv("COUNTERSIGHT_DATABASE", raising=False)
    app = create_app()
    assert TestClient(app, base_url="http://localhost").get("/readyz").json() == {"status": "ok"}
    app.state.office.desk.close()
