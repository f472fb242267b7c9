"""Sign-in against an issuer of OpenID Connect that runs here: code, PKCE, state, nonce, and who becomes whom."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from tests.serving import Served, served

CLIENT, SECRET = "countersight", "of-a-test"


@dataclass
class Issuer:
    """Who vouches, for whom it is told to."""

    url: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "k1"}))
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    audience: str = CLIENT
    signer: RSAKey | None = None

    def asked(self, address: str) -> str:
        """What the person at the browser does: allows it, and is sent back with a code."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{urlsplit(query['redirect_uri']).path}?code={code}&state={query['state']}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        query = self.codes.pop(form["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        assert challenge == query["code_challenge"]
        now = int(time.time())
        claims = {"iss": self.url, "aud": self.audience, "iat": now, "exp": now + 60, "nonce": query["nonce"], **self.claims}
        return {"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.signer or self.key)}


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    issuer = Issuer()

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self.tell({
                    "issuer": issuer.url, "authorization_endpoint": f"{issuer.url}/authorize", "token_endpoint": f"{issuer.url}/token", "jwks_uri": f"{issuer.url}/keys",
                    "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
                })  # fmt: skip
            else:
                self.tell({"keys": [issuer.key.as_dict(private=False)]})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self.tell(issuer.token({name: values[0] for name, values in parse_qs(body).items()}))

        def tell(self, value: object) -> None:
            data = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield issuer
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    running.claims, running.audience, running.signer = {"sub": "s-1", "email": "Ana@one.example", "email_verified": True, "name": "Ana"}, CLIENT, None
    return running


def office(folder: Path, issuer: Issuer, **more: Any) -> Served:  # noqa: ANN401 - of Serving
    return served(folder, oidc_issuer=issuer.url, oidc_client=CLIENT, oidc_secret=SECRET, oidc_tenant="one", **more)


def sign_in(made: Served, issuer: Issuer) -> tuple[TestClient, Any]:
    browser = made.nobody()
    went = browser.get("/signin", follow_redirects=False)
    assert went.status_code == 302
    return browser, browser.get(issuer.asked(went.headers["location"]), follow_redirects=False)


def test_who_was_filed_with_a_verified_address_signs_in_and_out(tmp_path: Path, issuer: Issuer) -> None:
    made = office(tmp_path, issuer)
    made.client().put("/v1/users/ana", json={"role": "approver", "mail": "ana@one.example"})
    browser, back = sign_in(made, issuer)
    assert back.status_code == 303
    cookie = back.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    told = browser.get("/v1/me").json()
    assert (told["tenant"], told["user"], told["role"], told["how"]) == ("one", "ana", "approver", "session")
    issuer.claims["email"] = "other@one.example"  # known by the subject from now on
    assert sign_in(made, issuer)[0].get("/v1/me").json()["user"] == "ana"
    assert browser.post("/signout", follow_redirects=False).status_code == 303
    assert browser.get("/v1/me").status_code == 401


def test_an_address_that_nobody_verified_opens_nothing(tmp_path: Path, issuer: Issuer) -> None:
    made = office(tmp_path, issuer)
    made.client().put("/v1/users/ana", json={"role": "approver", "mail": "ana@one.example"})
    issuer.claims["email_verified"] = False
    browser, back = sign_in(made, issuer)
    assert back.status_code == 403
    assert browser.get("/v1/me").status_code == 401


def test_nobody_joins_by_signing_in_unless_it_was_said(tmp_path: Path, issuer: Issuer) -> None:
    assert sign_in(office(tmp_path / "a", issuer), issuer)[1].status_code == 403
    made = office(tmp_path / "b", issuer, oidc_join="reader")
    browser, _ = sign_in(made, issuer)
    assert browser.get("/v1/me").json()["role"] == "reader"
    user = browser.get("/v1/me").json()["user"]
    made.client().delete(f"/v1/users/{user}")
    assert browser.get("/v1/me").status_code == 401
    assert sign_in(made, issuer)[1].status_code == 403


@pytest.mark.parametrize("wrong", ["state", "nonce", "audience", "signature", "expired", "none"])
def test_what_the_issuer_did_not_say_opens_nothing(tmp_path: Path, issuer: Issuer, wrong: str) -> None:
    made = office(tmp_path, issuer, oidc_join="admin")
    browser = made.nobody()
    address = issuer.asked(browser.get("/signin", follow_redirects=False).headers["location"])
    if wrong == "state":
        address = address.partition("&state=")[0] + "&state=x"
    elif wrong == "audience":
        issuer.audience = "another"
    elif wrong == "signature":
        issuer.signer = RSAKey.generate_key(2048, parameters={"kid": "k1"})
    elif wrong == "none":
        issuer.claims = {}
    else:
        issuer.claims |= {"nonce": "x"} if wrong == "nonce" else {"exp": int(time.time()) - 3600}
    assert browser.get(address, follow_redirects=False).status_code == 403
    assert browser.get("/v1/me").status_code == 401


def test_a_code_is_of_the_browser_that_asked(tmp_path: Path, issuer: Issuer) -> None:
    made = office(tmp_path, issuer, oidc_join="admin")
    theirs = issuer.asked(made.nobody().get("/signin", follow_redirects=False).headers["location"])
    victim = made.nobody()
    assert victim.get(theirs, follow_redirects=False).status_code == 403


def test_without_an_issuer_nobody_signs_in(tmp_path: Path) -> None:
    assert served(tmp_path).nobody().get("/signin").status_code == 404


def test_an_issuer_that_does_not_answer(tmp_path: Path) -> None:
    made = served(tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client=CLIENT)
    assert made.nobody().get("/signin", follow_redirects=False).status_code == 503
