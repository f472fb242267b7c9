"""Mail, webhooks and the feed: signed, tried again, given up, and never into the network of the office. All invented."""

from __future__ import annotations

import hashlib
import json
import socketserver
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from countersight.cases.feed import ATOM, feed
from countersight.cases.sending import WAITS, Mailing, Sender, allowed, checked, mail
from countersight.cases.telling import MAIL, tell
from countersight.desk.desk import Handle
from countersight.desk.moments import now
from countersight.errors import UsageError

TOLD = {
    "title": "Invented Ltd: review -> license_required",
    "summary": "us-in-force: review -> license_required\nbecause a list changed",
    "case": "case-1",
}


class Receiver(HTTPServer):
    """A webhook of somebody's."""

    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.got: list[tuple[dict[str, str], bytes]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def hook(handle: Handle, receiver: Receiver, **more: str) -> str:
    return handle.webhooks.add(f"http://127.0.0.1:{receiver.server_port}/hook", "ana", secret="a secret", **more)  # noqa: S106 - invented


def test_a_webhook_is_signed_and_sent_once(handle: Handle, receiver: Receiver) -> None:
    hook(handle, receiver)
    tell(handle, "watch.changed", TOLD)
    assert Sender(handle, Mailing(), private=True).send().sent == 1
    assert Sender(handle, Mailing(), private=True).send().sent == 0
    ((headers, body),) = receiver.got
    told = json.loads(body)
    assert (told["schema"], told["topic"], told["told"]["case"]) == ("countersight.event/1", "watch.changed", "case-1")
    assert headers["countersight-delivery"] == told["id"]
    signature = headers["countersight-signature"]
    assert checked(signature, body, "a secret", datetime.now(UTC))
    assert not checked(signature, body + b" ", "a secret", datetime.now(UTC))
    assert not checked(signature, body, "another secret", datetime.now(UTC))
    assert not checked(signature, body, "a secret", datetime(2030, 1, 1, tzinfo=UTC)), "an old call is refused"
    assert not checked("t=x,v1=", body, "a secret", datetime.now(UTC))


def test_a_webhook_may_be_signed_with_the_key_of_the_ledger(handle: Handle, receiver: Receiver) -> None:
    hook(handle, receiver, scheme="ed25519")
    tell(handle, "watch.changed", TOLD)
    Sender(handle, Mailing(), private=True).send()
    headers, body = receiver.got[0]
    told = dict(part.split("=", 1) for part in headers["countersight-signature"].split(","))
    key = load_pem_public_key(handle.checkpoints.public.read_bytes())
    key.verify(bytes.fromhex(told["ed25519"]), b"countersight-webhook 1\n" + told["t"].encode() + b"." + body)  # type: ignore[union-attr, call-arg]


def test_only_what_is_wanted_is_sent(handle: Handle, receiver: Receiver) -> None:
    handle.webhooks.add(f"http://127.0.0.1:{receiver.server_port}/", "ana", events=["case.closed"], secret="s")  # noqa: S106 - invented
    tell(handle, "watch.changed", TOLD)
    tell(handle, "case.closed", TOLD)
    assert Sender(handle, Mailing(), private=True).send().sent == 1
    assert json.loads(receiver.got[0][1])["topic"] == "case.closed"


def test_what_does_not_arrive_is_tried_again_and_in_the_end_given_up(
    handle: Handle, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(handle, receiver)
    receiver.status = 500
    tell(handle, "watch.changed", TOLD)
    sender = Sender(handle, Mailing(), private=True, clock=lambda: 0.0)  # so that the next try is due at once
    first = sender.send()
    assert (first.sent, first.again, first.given_up) == (0, 1, 0)
    (row,) = handle.outgoing.page(channel="webhook")
    assert (row["attempts"], row["next_at"]) == (1, "1970-01-01T00:01:00.000000Z")
    assert "answered 500" in row["error"]
    for _ in range(len(WAITS) - 1):
        assert sender.send().again == 1
    assert sender.send().given_up == 1
    assert sender.send().given_up == 0
    assert len({headers["countersight-delivery"] for headers, _ in receiver.got}) == 1, "each try is the same delivery"
    assert len(receiver.got) == len(WAITS) + 1
    receiver.status = 204
    tell(handle, "watch.changed", TOLD)
    monkeypatch.setattr(Receiver, "status", 204)
    assert sender.send().sent == 1


def test_a_redirect_is_not_followed(handle: Handle, receiver: Receiver) -> None:
    hook(handle, receiver)
    receiver.status = 302
    tell(handle, "watch.changed", TOLD)
    assert Sender(handle, Mailing(), private=True).send().again == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest",
        "ftp://example.org/",
        "https://user:pass@example.org/",
        "https:///x",
    ],
)
def test_no_webhook_into_the_network_of_the_office(url: str) -> None:
    with pytest.raises(UsageError, match=r"a webhook is called by https|private network"):
        allowed(url, private=False)


class _Smtp(socketserver.StreamRequestHandler):
    """As much of SMTP as smtplib speaks."""

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        say = self._say
        say("220 invented")
        data: list[str] = []
        reading = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if reading:
                if line == ".":
                    reading = False
                    self.server.got.append("\n".join(data))  # type: ignore[attr-defined]
                    say("250 kept")
                else:
                    data.append(line)
            elif line.upper().startswith("DATA"):
                reading = True
                say("354 go on")
            elif line.upper().startswith("QUIT"):
                say("221 bye")
                return
            else:
                say("250 fine")


def test_a_mail_goes_out(handle: Handle) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.got = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        handle.settings.put(MAIL, ["ana@example.org"], "ana")
        tell(handle, "watch.changed", TOLD)
        assert Sender(handle, Mailing()).send().again == 1, "without a mail server it waits"
        handle.outgoing.failed(handle.outgoing.page(channel="mail")[0]["id"], 1, "", now())
        found = Sender(
            handle, Mailing(f"smtp+plain://127.0.0.1:{server.server_address[1]}", "office@example.org")
        ).send()
        assert found.sent == 1
        server.shutdown()
        (text,) = server.got  # type: ignore[attr-defined]
    assert "Subject: Countersight: Invented Ltd: review -> license_required" in text
    assert "To: ana@example.org" in text
    assert "because a list changed" in text
    assert "The case: case-1" in text


def test_nothing_in_a_title_adds_a_header() -> None:
    row = {
        "id": "out-1",
        "target": "ana@example.org\nBcc: eve@example.org",
        "topic": "t",
        "created_at": now(),
        "body": json.dumps({"title": "x\r\nBcc: eve@example.org", "summary": ""}),
    }
    message = mail(row, "office@example.org")
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"] + message["To"]


def test_the_feed_is_atom_the_newest_first(handle: Handle) -> None:
    assert ET.fromstring(feed(handle)).findall(f"{{{ATOM}}}entry") == []  # noqa: S314 - our own
    for number in range(3):
        tell(handle, "watch.changed", {**TOLD, "title": f"<b>{number}</b> & \x07 more"})
    root = ET.fromstring(feed(handle, base="https://office.example"))  # noqa: S314 - as above
    entries = root.findall(f"{{{ATOM}}}entry")
    assert [one.findtext(f"{{{ATOM}}}title") for one in entries] == [f"<b>{number}</b> &  more" for number in (2, 1, 0)]
    for one in (root, *entries):
        assert one.findtext(f"{{{ATOM}}}id")
        assert one.findtext(f"{{{ATOM}}}updated")
    link = entries[0].find(f"{{{ATOM}}}link")
    assert link is not None
    assert link.get("href") == "https://office.example/cases/case-1"
    assert len({one.findtext(f"{{{ATOM}}}id") for one in entries}) == 3
    assert hashlib.sha256(feed(handle).encode()).digest() == hashlib.sha256(feed(handle).encode()).digest()
