"""To send what is to be sent: mail, and webhooks that the receiver can check. What does not arrive is tried again, later and later, for three days.

A webhook is one POST of JSON. ``Countersight-Delivery`` is the same for every try, so that what comes twice counts once. What is signed is the
moment, a point, and the body: ``Countersight-Signature: t=SECONDS,v1=HEX`` with HMAC-SHA256 under the secret of the webhook, or ``t=...,ed25519=HEX``
with the key of the ledger, whose public half the office gives. A receiver refuses what is older than five minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import smtplib
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.desk.desk import Handle

WAITS: Final = (60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400)
"""Seconds until the next try; after the last one it is given up."""

TIME_OUT: Final = 15
"""Seconds that a mail server or a webhook may take."""

SIGNED_MAIL_LINES: Final = 200
"""Lines of a mail; what is longer stands in the case."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """Where mail goes out. ``url`` is ``smtp://user:password@host:587`` (STARTTLS), ``smtps://...`` or ``smtp+plain://localhost:25``."""

    url: str = ""
    sender: str = ""

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Mailing:
        """Read ``COUNTERSIGHT_SMTP`` and ``COUNTERSIGHT_MAIL_FROM``."""
        return cls(env.get("COUNTERSIGHT_SMTP", ""), env.get("COUNTERSIGHT_MAIL_FROM", ""))


@dataclass(slots=True)
class Sent:
    """How much was sent, is to be tried again, and was given up."""

    sent: int = 0
    again: int = 0
    given_up: int = 0


class Sender:
    """Sends for a tenant."""

    def __init__(
        self, handle: Handle, mailing: Mailing, *, private: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        """Args: what the tenant holds; where mail goes out; whether webhooks may lie in private networks; and what time it is."""
        self._handle = handle
        self._mailing = mailing
        self._private = private
        self._clock = clock

    def send(self, limit: int = 100) -> Sent:
        """Try everything that is due."""
        done = Sent()
        for row in self._handle.outgoing.due(limit):
            attempts = int(row["attempts"]) + 1
            try:
                self._mail(row) if row["channel"] == "mail" else self._webhook(row)
            except (OSError, smtplib.SMTPException, UsageError, _RefusedError) as fault:
                later = WAITS[attempts - 1] if attempts <= len(WAITS) else None
                at = datetime.fromtimestamp(self._clock() + later, UTC) if later is not None else None
                self._handle.outgoing.failed(
                    row["id"],
                    attempts,
                    f"{type(fault).__name__}: {fault}",
                    at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else "",
                )
                done.again += at is not None
                done.given_up += at is None
            else:
                self._handle.outgoing.sent(row["id"], attempts)
                done.sent += 1
        return done

    def _mail(self, row: Mapping[str, Any]) -> None:
        told = urlsplit(self._mailing.url)
        if told.scheme not in {"smtp", "smtps", "smtp+plain"} or not told.hostname or not self._mailing.sender:
            raise UsageError(
                "no mail server is named",
                hint="COUNTERSIGHT_SMTP=smtp://user:password@host:587 and COUNTERSIGHT_MAIL_FROM=countersight@example.org",
            )
        message = mail(row, self._mailing.sender)
        if told.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(told.hostname, told.port or 465, timeout=TIME_OUT)
        else:
            server = smtplib.SMTP(told.hostname, told.port or (587 if told.scheme == "smtp" else 25), timeout=TIME_OUT)
        with server:
            if told.scheme == "smtp":
                server.starttls()
            if told.username:
                server.login(told.username, told.password or "")
            server.send_message(message)

    def _webhook(self, row: Mapping[str, Any]) -> None:
        import httpx  # noqa: PLC0415 - only where there are webhooks

        hook = self._handle.webhooks.get(row["target"])
        if hook is None or hook["ended_at"]:
            raise UsageError("the webhook is told no longer", hint="make it again")
        address = allowed(hook["url"], private=self._private)
        body = envelope(row).encode()
        headers = {
            "content-type": "application/json",
            "user-agent": "countersight",
            "countersight-delivery": row["id"],
            "countersight-topic": row["topic"],
            "countersight-signature": self._signature(hook, body),
        }
        try:
            answer = httpx.post(
                address, content=body, headers=headers, timeout=TIME_OUT, follow_redirects=False, trust_env=False
            )
        except httpx.HTTPError as fault:
            raise _RefusedError(f"{fault}" or type(fault).__name__) from None
        if not answer.is_success:
            raise _RefusedError(f"answered {answer.status_code}")

    def _signature(self, hook: Mapping[str, Any], body: bytes) -> str:
        at = int(self._clock())
        text = f"{at}.".encode() + body
        if hook["scheme"] == "ed25519":
            return (
                f"t={at},ed25519={self._handle.checkpoints.sign(b'countersight-webhook 1' + bytes([10]) + text).hex()}"
            )
        return f"t={at},v1={hmac.new(hook['secret'].encode(), text, hashlib.sha256).hexdigest()}"


class _RefusedError(Exception):
    """The other side did not take it."""


def envelope(row: Mapping[str, Any]) -> str:
    """The body of a webhook: what it is about, when, and what is told."""
    told = json.loads(row["body"])
    return json.dumps(
        {
            "schema": "countersight.event/1",
            "id": row["id"],
            "topic": row["topic"],
            "at": row["created_at"],
            "told": told,
        },
        ensure_ascii=False,
    )


def mail(row: Mapping[str, Any], sender: str) -> EmailMessage:
    """What is told, as a mail; nothing in it can add a header."""
    told = json.loads(row["body"])
    message = EmailMessage()
    message["From"] = sender
    message["To"] = " ".join(str(row["target"]).split())
    message["Subject"] = "Countersight: " + " ".join(str(told.get("title", row["topic"])).split())[:150]
    message["Message-ID"] = f"<{row['id']}@{sender.rpartition('@')[2] or 'countersight'}>"
    lines = str(told.get("summary", "")).splitlines()[:SIGNED_MAIL_LINES]
    case = [f"The case: {told['case']}"] if told.get("case") else []
    message.set_content(
        "\n".join(
            [str(told.get("title", row["topic"])), "", *lines, "", *case, f"Told at {row['created_at'][:19]} UTC."]
        )
    )
    return message


def allowed(url: str, *, private: bool) -> str:
    """The address of a webhook, where it may be called: by HTTPS, and not into the network of the office.

    Raises:
        UsageError: It may not.
    """
    told = urlsplit(url)
    if told.scheme not in ({"https", "http"} if private else {"https"}) or not told.hostname or told.username:
        raise UsageError(
            f"a webhook is called by https, not {told.scheme or 'nothing'}", hint="https://office.example/hook"
        )
    if not private:
        for one in socket.getaddrinfo(told.hostname, told.port or 443, proto=socket.IPPROTO_TCP):
            if not ipaddress.ip_address(one[4][0]).is_global:
                raise UsageError(
                    "the webhook lies in a private network", hint="COUNTERSIGHT_PRIVATE_WEBHOOKS=1 allows it"
                )
    return url


def checked(signature: str, body: bytes, secret: str, at: datetime, old: timedelta = timedelta(minutes=5)) -> bool:
    """Whether a call is one of ours: what a receiver does who shares the secret."""
    told = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    moment = told.get("t", "")
    if not moment.isdecimal() or abs(at.timestamp() - int(moment)) > old.total_seconds():
        return False
    return hmac.compare_digest(
        hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest(), told.get("v1", "")
    )
