"""What an admin of an office does: users and keys."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from countersight.access.asking import Admin, AtDesk, InOffice
from countersight.access.keys import LONGEST, Wanted, add_key
from countersight.access.principal import Role, role_of
from countersight.api.asking import WriteOnce, found
from countersight.api.problems import documented
from countersight.errors import ConflictError

router = APIRouter(prefix="/v1", tags=["admin"])

UserId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$", description="the id of a user")]
Line = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class UserSent(BaseModel):
    """A user as an admin files one."""

    model_config = ConfigDict(extra="forbid")
    role: Role
    name: Line = ""
    mail: Line = Field(default="", description="who signs in with this address, verified by the issuer, is this user")


class UserTold(BaseModel):
    """A user."""

    id: str
    name: str
    mail: str
    role: str
    signs_in: bool = Field(description="true where somebody signed in as this user")
    disabled_at: str
    created_at: str


class KeySent(BaseModel):
    """A key to make."""

    model_config = ConfigDict(extra="forbid")
    user: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$", description="a user that is filed")
    scopes: list[Line] = Field(default_factory=list, max_length=20, description="fewer than those of the user's role; empty: all of them")
    days: int = Field(default=365, ge=1, le=LONGEST)
    label: Line = ""


class KeyTold(BaseModel):
    """A key, without what opens anything."""

    id: str
    user: str
    label: str
    scopes: list[str]
    expires_at: str
    revoked_at: str
    used_at: str
    created_at: str


class KeyMade(BaseModel):
    """A key as it was made."""

    id: str
    key: str = Field(description="shown only now: keep it, and send it as `Authorization: Bearer`")


class Done(BaseModel):
    """It is done."""

    id: str


def _user(row: dict[str, Any]) -> UserTold:
    return UserTold(**{name: row[name] for name in ("id", "name", "mail", "role", "disabled_at", "created_at")}, signs_in=bool(row["login"]))


@router.get("/users", responses=documented())
def list_users(handle: AtDesk, _: Admin) -> list[UserTold]:
    """The users of the office."""
    return [_user(row) for row in handle.people.users()]


@router.put("/users/{user_id}", responses=documented(409), response_model=UserTold)
def put_user(user_id: UserId, sent: UserSent, handle: AtDesk, principal: Admin, once: WriteOnce) -> Any:  # noqa: ANN401 - JSON that the model describes; as below
    """File a user, change one, or let one that was disabled in again."""
    if user_id == principal.user and sent.role != principal.role:
        raise ConflictError("nobody changes the own role", hint="another admin does")

    def write() -> dict[str, Any]:
        held = handle.people.user(user_id)
        handle.people.put(user_id, name=sent.name, mail=sent.mail, role=sent.role, login=held["login"] if held else "")
        return _user(found(handle.people.user(user_id), "user", user_id)).model_dump()

    return once(write)


@router.delete("/users/{user_id}", responses=documented(404, 409), response_model=Done)
def disable_user(user_id: UserId, handle: AtDesk, principal: Admin, once: WriteOnce) -> Any:  # noqa: ANN401
    """Disable a user: keys and sessions end. Nobody is deleted, because the ledger names them."""
    if user_id == principal.user:
        raise ConflictError("nobody disables the own user", hint="another admin does")
    found(handle.people.user(user_id), "user", user_id, "GET /v1/users lists them")

    def write() -> dict[str, Any]:
        handle.people.disable(user_id)
        return {"id": user_id}

    return once(write)


@router.get("/keys", responses=documented())
def list_keys(handle: AtDesk, _: Admin) -> list[KeyTold]:
    """The keys of the office, without what opens anything."""
    return [KeyTold(**{**{name: row[name] for name in KeyTold.model_fields}, "scopes": row["scopes"].split()}) for row in handle.people.keys()]  # noqa: SIM118 - a function, no mapping


@router.post("/keys", responses=documented(404, 409), status_code=201, response_model=KeyMade)
def make_key(sent: KeySent, office: InOffice, handle: AtDesk, principal: Admin) -> Any:  # noqa: ANN401
    """Make a key. It is told only now, and no repetition tells it again: this request takes no `Idempotency-Key`."""
    user = found(handle.people.user(sent.user), "user", sent.user, "PUT /v1/users/{id} files one")
    if user["disabled_at"]:
        raise ConflictError("this user was disabled", hint="PUT /v1/users/{id} lets the user in again")
    made = add_key(office.desk, Wanted(principal.tenant, sent.user, role_of(user["role"]), frozenset(sent.scopes), sent.label, sent.days))
    return KeyMade(id=made.id, key=made.text)


@router.delete("/keys/{key_id}", responses=documented(404, 409), response_model=Done)
def revoke_key(key_id: Annotated[str, Path(pattern=r"^key-[0-9a-z]{10,40}$")], handle: AtDesk, _: Admin, once: WriteOnce) -> Any:  # noqa: ANN401
    """Withdraw a key."""

    def write() -> dict[str, Any]:
        found(handle.people.revoke_key(key_id) or None, "key that still opens anything", key_id, "GET /v1/keys lists them")
        return {"id": key_id}

    return once(write)
