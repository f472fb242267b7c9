"""The tables of an office. Every one has the tenant first in its key; nothing outside this room writes a statement of its own.

Moments are UTC text (``2026-11-30T08:15:02.123456Z``), days are ISO text, records are canonical JSON: both databases order and compare them
alike. What is in ``ledger`` is the truth; ``decisions`` and ``cases`` are its index, and can be built from it again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key(name: str, kind: type[Text | BigInteger | Integer] = Text) -> Column[Any]:
    return Column(name, kind(), primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    """Text that is there; empty where nothing is said."""
    return Column(name, Text(), nullable=False, server_default="")


def _table(name: str, *columns: Column[Any] | Index) -> Table:
    """A table of tenants: the tenant comes first, and is one that there is."""
    return Table(name, metadata, _key("tenant"), *columns, ForeignKeyConstraint(["tenant"], ["chains.tenant"]))


chains = Table(
    "chains", metadata, _key("tenant"), Column("seq", BigInteger(), nullable=False), _text("hash"), _text("created_at")
)
"""A tenant, with the last entry of its ledger. Whoever writes holds this row, so that entries follow one another."""

ledger = _table(
    "ledger",
    _key("seq", BigInteger),
    _text("at"),
    _text("actor"),
    _text("kind"),
    _text("subject"),
    _text("payload_sha256"),
    _text("prev"),
    _text("hash"),
    Column("payload", Text()),
    Index(None, "tenant", "kind", "seq"),
    Index(None, "tenant", "subject", "seq"),
)
"""Decisions, events of cases, updates of lists. ``payload`` is empty where it was purged; its hash stays."""

matters = _table(
    "matters",
    _key("id"),
    _text("kind"),
    _text("day"),
    _text("sha256"),
    _text("body"),
    _text("by"),
    _text("at"),
    Index(None, "tenant", "at", "id"),
)

decisions = _table(
    "decisions",
    _key("id"),
    Column("seq", BigInteger(), nullable=False),
    _text("matter"),
    _text("kind"),
    _text("day"),
    _text("outcome"),
    _text("snapshot"),
    _text("at"),
    Index(None, "tenant", "matter", "seq"),
    Index(None, "tenant", "seq"),
)

cases = _table(
    "cases",
    _key("id"),
    _text("title"),
    _text("matter"),
    _text("decision"),
    _text("outcome"),
    _text("status"),
    _text("assignee"),
    _text("due"),
    _text("snoozed_until"),
    _text("opened_at"),
    _text("changed_at"),
    Column("events", Integer(), nullable=False),
    Index(None, "tenant", "status", "id"),
    Index(None, "tenant", "matter"),
    Index(None, "tenant", "assignee"),
)

attachments = _table(
    "attachments", _key("sha256"), _text("name"), _text("media_type"), Column("size", BigInteger(), nullable=False), _text("by"), _text("at"), Column("data", LargeBinary())
)  # fmt: skip

adjudications = _table("adjudications", _key("query"), _key("body_id"), _key("fingerprint"), _text("line"), _text("at"))

once = _table("once", _key("key"), _text("fingerprint"), _text("answer"), _text("at"), Index(None, "tenant", "at"))
"""Keys of requests that may come twice and count once."""

users = _table(
    "users",
    _key("id"),
    _text("name"),
    _text("mail"),
    _text("role"),
    _text("login"),
    _text("disabled_at"),
    _text("created_at"),
    Index(None, "login"),
)
"""``login`` is ``issuer subject`` of OpenID Connect, or empty."""

keys = _table(
    "keys",
    _key("id"),
    _text("sha256"),
    _text("user"),
    _text("label"),
    _text("scopes"),
    _text("expires_at"),
    _text("revoked_at"),
    _text("used_at"),
    _text("created_at"),
    Index(None, "sha256", unique=True),
)
"""API keys by their hash; ``scopes`` with spaces between."""

sessions = _table(
    "sessions",
    _key("sha256"),
    _text("user"),
    _text("expires_at"),
    _text("created_at"),
    Index("ix_sessions_sha256", "sha256", unique=True),
)

reads = _table(
    "reads",
    _key("id"),
    _text("at"),
    _text("actor"),
    _text("what"),
    _text("subject"),
    _text("why"),
    Index(None, "tenant", "at"),
)
"""Who read what of sensitive data."""

watched = _table(
    "watched",
    _key("id"),
    _text("kind"),
    _text("label"),
    _text("matter"),
    _text("decision"),
    _text("outcome"),
    _text("checked_on"),
    _text("next_on"),
    _text("case"),
    _text("since"),
    _text("by"),
    _text("ended_at"),
    Index(None, "tenant", "next_on"),
)
"""Customers and holdings that are decided again when something changes; ``matter`` is the JSON of the matter."""

watched_by = _table("watched_by", _key("key"), _key("watched"))
"""The reverse index: ``body:ID``, ``word:...``, ``law:BOOK kind`` to what is watched."""

webhooks = _table(
    "webhooks",
    _key("id"),
    _text("url"),
    _text("events"),
    _text("scheme"),
    _text("secret"),
    _text("by"),
    _text("created_at"),
    _text("ended_at"),
)

outgoing = _table(
    "outgoing",
    _key("id"),
    _text("channel"),
    _text("target"),
    _text("topic"),
    _text("body"),
    Column("attempts", Integer(), nullable=False, server_default="0"),
    _text("next_at"),
    _text("sent_at"),
    _text("gave_up_at"),
    _text("error"),
    _text("created_at"),
    Index(None, "tenant", "sent_at", "next_at"),
)
"""What is to be sent: written with the event it tells of, so that none is lost, and tried until it arrived."""

settings = _table("settings", _key("name"), _text("value"), _text("by"), _text("at"))

leases = Table("leases", metadata, _key("name"), _text("holder"), _text("until"))
"""Which process does what only one may do, until when. The only table that is nobody's."""
