"""Who asks, for which tenant, and what they may do.

A route names a scope; a role holds scopes; a key may hold fewer than its role. Nothing else decides who may do what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from countersight.errors import AccessError, UsageError

Role = Literal["reader", "analyst", "approver", "admin"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""From the least to the most; each may do everything that those before it may."""

SCOPES: Final[dict[str, Role]] = {
    "law:read": "reader",
    "atlas:read": "reader",
    "match": "reader",
    "decisions:read": "reader",
    "cases:read": "reader",
    "matters:decide": "analyst",
    "cases:write": "analyst",
    "cases:approve": "approver",
    "metrics:read": "admin",
    "admin": "admin",
}
"""Every scope and the least role that holds it.

``law:read`` pages of law and schemas; ``atlas:read`` bodies, owners, snapshot; ``match`` names and classification;
``decisions:read`` and ``cases:read`` what the tenant keeps; ``matters:decide`` decides and keeps; ``cases:write`` works on
cases; ``cases:approve`` is the second pair of eyes; ``metrics:read`` the numbers of the service, for a key of Prometheus that opens nothing else; ``admin`` users, keys, webhooks, settings, purge.
"""

LOCAL: Final = "local"
"""The tenant of a machine that serves its one user."""

How = Literal["local", "key", "session"]


def scopes_of(role: Role) -> frozenset[str]:
    """What a role may do.

    >>> sorted(scopes_of("reader"))
    ['atlas:read', 'cases:read', 'decisions:read', 'law:read', 'match']
    >>> scopes_of("admin") == frozenset(SCOPES)
    True
    """
    rank = ROLES.index(role)
    return frozenset(scope for scope, least in SCOPES.items() if ROLES.index(least) <= rank)


def role_of(text: str) -> Role:
    """A role by its name.

    Raises:
        UsageError: There is no such role.
    """
    for role in ROLES:
        if role == text:
            return role
    raise UsageError(f"no role {text!r}", hint=f"roles: {', '.join(ROLES)}")


def checked_scopes(wanted: frozenset[str], role: Role) -> frozenset[str]:
    """Scopes that a role may hand on; all of them where none is named.

    Raises:
        UsageError: A scope that is not known, or that the role does not hold.
    """
    held = scopes_of(role)
    for scope in sorted(wanted):
        if scope not in SCOPES:
            raise UsageError(f"no scope {scope!r}", hint=f"scopes: {', '.join(SCOPES)}")
        if scope not in held:
            raise UsageError(f"the role {role} does not hold {scope!r}", hint=f"it takes at least the role {SCOPES[scope]}")
    return wanted or held


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks."""

    tenant: str
    user: str
    role: Role
    scopes: frozenset[str]
    how: How = "local"
    """How it is known: the local user of this machine, a key, a signed-in session."""
    key: str = ""
    """Id of the key, where one was used: a part of every audit line."""

    def may(self, scope: str) -> bool:
        """True where the scope is held.

        >>> Principal("t", "u", "reader", scopes_of("reader")).may("cases:write")
        False
        """
        return scope in self.scopes

    def need(self, scope: str) -> None:
        """Nothing where the scope is held.

        Raises:
            AccessError: It is not.
        """
        if scope not in self.scopes:
            raise AccessError(f"this takes the scope {scope!r}", hint=f"it comes with the role {SCOPES[scope]}; yours is {self.role}")


def local_user(user: str) -> Principal:
    """The one user of a machine that serves nobody else."""
    return Principal(LOCAL, user, "admin", scopes_of("admin"))
