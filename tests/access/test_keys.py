"""Keys: shown once, kept as a hash, with fewer scopes than the role, and over at their time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from countersight.access import keys
from countersight.access.keys import Wanted, add_key, hashed, principal_of_key
from countersight.access.principal import scopes_of
from countersight.desk.desk import Desk
from countersight.errors import UnknownCallerError, UsageError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.open(f"sqlite:///{tmp_path / 'office.sqlite'}")


def test_a_key_says_whose_it_is_and_is_kept_as_a_hash(desk: Desk, tmp_path: Path) -> None:
    made = add_key(desk, Wanted("one", "ana", "analyst"))
    found = principal_of_key(desk, made.text)
    assert (found.tenant, found.user, found.role, found.scopes, found.key) == ("one", "ana", "analyst", scopes_of("analyst"), made.id)
    desk.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert made.text.encode() not in kept
    assert hashed(made.text).encode() in kept


@pytest.mark.parametrize("text", ["", "cs_", "cs_" + "0" * 64, "no", "cs_\x00", "Bearer x"])
def test_another_text_is_nobody(desk: Desk, text: str) -> None:
    add_key(desk, Wanted("one", "ana", "analyst"))
    with pytest.raises(UnknownCallerError):
        principal_of_key(desk, text)


def test_a_key_that_was_withdrawn_or_whose_user_is_gone_opens_nothing(desk: Desk) -> None:
    first, second = add_key(desk, Wanted("one", "ana", "analyst")), add_key(desk, Wanted("one", "bo", "analyst"))
    desk.of("one").people.revoke_key(first.id)
    desk.of("one").people.disable("bo")
    for made in (first, second):
        with pytest.raises(UnknownCallerError):
            principal_of_key(desk, made.text)


def test_a_key_is_over_at_its_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = add_key(desk, Wanted("one", "ana", "analyst", days=2))

    class Later(datetime):
        ahead = timedelta(days=2, seconds=-30)

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # noqa: ARG003 - as it is called
            return datetime.now(UTC) + cls.ahead

    monkeypatch.setattr(keys, "datetime", Later)
    assert principal_of_key(desk, made.text).user == "ana"
    Later.ahead = timedelta(days=2, seconds=1)
    with pytest.raises(UnknownCallerError):
        principal_of_key(desk, made.text)


def test_a_key_holds_no_more_than_its_role(desk: Desk) -> None:
    made = add_key(desk, Wanted("one", "ana", "analyst", frozenset({"match"})))
    assert principal_of_key(desk, made.text).scopes == {"match"}
    with pytest.raises(UsageError, match="does not hold 'admin'"):
        add_key(desk, Wanted("one", "ana", "analyst", frozenset({"admin"})))
    with pytest.raises(UsageError, match="no scope 'fly'"):
        add_key(desk, Wanted("one", "ana", "analyst", frozenset({"fly"})))


def test_a_role_that_is_taken_away_takes_its_scopes_from_keys_that_were_made_before(desk: Desk) -> None:
    made = add_key(desk, Wanted("one", "ana", "admin"))
    desk.of("one").people.put("ana", role="reader")
    assert principal_of_key(desk, made.text).scopes == scopes_of("reader")


@pytest.mark.parametrize("days", [0, -1, 5000])
def test_a_key_lives_a_while_and_not_for_ever(desk: Desk, days: int) -> None:
    with pytest.raises(UsageError, match="a key lives"):
        add_key(desk, Wanted("one", "ana", "reader", days=days))
