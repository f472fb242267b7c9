"""What an office keeps, and whom it tells: who read what, the ledger, retention, webhooks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from countersight.access.asking import Admin, AtDesk
from countersight.api.asking import Cursor, Limit, Page, WriteOnce, cut, found, text_position
from countersight.api.problems import documented
from countersight.api.v1_admin import Done, Line
from countersight.cases.cases import utc_today
from countersight.cases.retaining import Retention, retain

router = APIRouter(prefix="/v1", tags=["admin"])


class ReadTold(BaseModel):
    """Who read what."""

    id: str
    at: str
    actor: str
    what: str
    subject: str
    why: str = Field(description="the id of the key, where one was used")


class EntryTold(BaseModel):
    """An entry of the ledger, without its payload."""

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    payload_sha256: str
    prev: str
    hash: str


@router.get("/reads", responses=documented())
def list_reads(
    handle: AtDesk,
    _: Admin,
    cursor: Cursor = "",
    limit: Limit = 50,
    actor: Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")] = "",
    subject: Annotated[str, Query(max_length=500, pattern=r"^[^\x00]*$")] = "",
) -> Page[ReadTold]:
    """Who read which decision, case or attachment, the newest first."""
    rows = handle.reads.page(text_position(cursor), limit + 1, actor=actor, subject=subject)
    return Page(items=[ReadTold(**row) for row in rows[:limit]], next=cut(rows, limit, lambda row: row["id"]))


@router.get("/ledger", responses=documented())
def ledger(handle: AtDesk, _: Admin, after: Annotated[int, Query(ge=0, le=2**53)] = 0, limit: Limit = 50) -> list[EntryTold]:
    """Entries of the ledger without what they hold, from the oldest on: `countersight ledger verify` checks the chain and its checkpoints."""
    return [EntryTold(**one.head()) for one in handle.ledger.after(after, limit=limit, payloads=False)]


class LedgerFault(BaseModel):
    """What is wrong, and at which entry; 0 where it is at none."""

    seq: int
    what: str


class LedgerVerified(BaseModel):
    """What came of verifying the ledger."""

    sound: bool
    entries: int
    last_hash: str
    checkpoints: int
    signed_to: int = Field(description="the last entry that a checkpoint covers")
    purged: int
    faults: list[LedgerFault]


@router.get("/ledger/verified", responses=documented())
def verified(handle: AtDesk, _: Admin) -> LedgerVerified:
    """Whether the chain and its checkpoints hold: any change, removal or cut is found, and where."""
    from countersight.desk.verifying import verify  # noqa: PLC0415 - of this route alone

    got = verify(handle)
    return LedgerVerified(
        sound=got.sound, entries=got.entries, last_hash=got.last_hash, checkpoints=got.checkpoints, signed_to=got.signed_to, purged=got.purged,
        faults=[LedgerFault(seq=one.seq, what=one.what) for one in got.faults],
    )  # fmt: skip


Days = Annotated[int | None, Field(ge=1, le=36_500, description="days; null keeps it")]


class RetentionTold(BaseModel):
    """Days after which something goes. What was said goes; that it was said, and its hash, stays in the ledger."""

    model_config = ConfigDict(extra="forbid")
    cases: Days = None
    decisions: Days = None
    matters: Days = None
    reads: Days = None
    sent: Days = 90
    once: Days = 30


class LetGo(BaseModel):
    """How much of each was let go."""

    gone: dict[str, int]


@router.get("/retention", responses=documented())
def get_retention(handle: AtDesk, _: Admin) -> RetentionTold:
    """What the office keeps for how long."""
    return RetentionTold(**asdict(Retention.of(handle)))


@router.put("/retention", responses=documented(409), response_model=RetentionTold)
def put_retention(sent: RetentionTold, handle: AtDesk, principal: Admin, once: WriteOnce) -> Any:  # noqa: ANN401
    """Set it; the ledger says who did. The clock of the service lets go what is old."""

    def write() -> dict[str, Any]:
        Retention(**sent.model_dump()).keep(handle, principal.user)
        return sent.model_dump()

    return once(write)


@router.post("/retention/now", responses=documented(409), response_model=LetGo)
def let_go(handle: AtDesk, principal: Admin, once: WriteOnce) -> Any:  # noqa: ANN401
    """Let go now what has been kept long enough."""
    return once(lambda: {"gone": retain(handle, utc_today(), principal.user)})


class HookSent(BaseModel):
    """Where the office wants to be told."""

    model_config = ConfigDict(extra="forbid")
    url: str = Field(pattern=r"^https://[^\s\x00]{1,1000}$", description="over HTTPS alone")
    events: list[Line] = Field(default_factory=list, max_length=50, description="of what; of everything where none is named")
    scheme: Literal["hmac", "ed25519"] = "hmac"


class HookTold(BaseModel):
    """A webhook."""

    id: str
    url: str
    events: list[str]
    scheme: str
    by: str
    created_at: str


class HookMade(HookTold):
    """A webhook as it was made."""

    secret: str = Field(description="what messages are signed with, shown only now; empty where the key of the ledger signs them")


@router.get("/webhooks", responses=documented())
def list_webhooks(handle: AtDesk, _: Admin) -> list[HookTold]:
    """Where the office is told of what changes."""
    return [HookTold(**{**{name: row[name] for name in HookTold.model_fields}, "events": row["events"].split()}) for row in handle.webhooks.all()]


@router.post("/webhooks", responses=documented(409), status_code=201, response_model=HookMade)
def add_webhook(sent: HookSent, handle: AtDesk, principal: Admin) -> Any:  # noqa: ANN401
    """Have the office told. The secret is told only now, and no repetition tells it again: this request takes no `Idempotency-Key`."""
    import secrets  # noqa: PLC0415 - of this route alone

    secret = secrets.token_hex(32) if sent.scheme == "hmac" else ""
    events = [word for one in sent.events for word in one.split()]
    hook = handle.webhooks.add(sent.url, principal.user, events=events, scheme=sent.scheme, secret=secret)
    row = found(handle.webhooks.get(hook), "webhook", hook)
    return HookMade(**{**{name: row[name] for name in HookTold.model_fields}, "events": row["events"].split(), "secret": secret})


@router.delete("/webhooks/{hook_id}", responses=documented(404, 409), response_model=Done)
def end_webhook(hook_id: Annotated[str, Path(pattern=r"^hook-[0-9a-z]{10,40}$")], handle: AtDesk, _: Admin, once: WriteOnce) -> Any:  # noqa: ANN401
    """Tell it no longer."""

    def write() -> dict[str, Any]:
        found(handle.webhooks.end(hook_id) or None, "webhook", hook_id, "GET /v1/webhooks lists them")
        return {"id": hook_id}

    return once(write)
