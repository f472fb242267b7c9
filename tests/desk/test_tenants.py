"""Tenants are apart by construction: every method of one handle is tried with the ids of the other, and gives nothing and does nothing."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from countersight.desk.bound import Bound
from countersight.desk.desk import Desk, Handle
from countersight.desk.queue import InQueue
from countersight.desk.tables import chains, ledger, matters, metadata
from countersight.errors import CountersightError, InputError, UsageError
from countersight.model.decision import Decision


def fill(handle: Handle, word: str, decision: Callable[[str], Decision]) -> dict[str, str]:
    """Something of everything, with a word that gives it away; and the ids of it."""
    filed = handle.decisions.put(decision(f"{word}-matter"), f"{word}-user")
    handle.matters.put({"id": f"{word}-matter", "kind": "parties", "text": [word]}, f"{word}-user")
    handle.people.put(f"{word}-user", name=word, mail=f"{word}@example.org", login=f"issuer {word}")
    handle.people.add_session(f"{word}-user", f"{word}-session", "2999-01-01")
    handle.adjudicated.put(f"{word}-query", "body", "print", json.dumps({"note": word}))
    handle.queue.put(
        InQueue(
            f"{word}-case",
            word,
            f"{word}-matter",
            filed.id,
            "review",
            "open",
            f"{word}-user",
            "2027-01-01",
            "",
            "t",
            "t",
            1,
        )
    )
    handle.once(f"{word}-key", "print", lambda: {"word": word})
    handle.reads.note(f"{word}-user", "attachment", f"{word}-subject", word)
    watch = handle.watched.add({"kind": "parties", "id": word}, word, f"{word}-user")
    handle.watched.decided(watch, [f"body:{word}"], decision=filed.id, next_on="2020-01-01")
    handle.settings.put(f"{word}-setting", word, f"{word}-user")
    return {
        "decision_id": filed.id, "matter_id": f"{word}-matter", "user": f"{word}-user", "case_id": f"{word}-case", "watch_id": watch,
        "key_id": handle.people.add_key(f"{word}-user", f"{word}-sha", label=word), "sha256": f"{word}-session", "subject": filed.id,
        "hook_id": handle.webhooks.add(f"https://{word}.example/", f"{word}-user", secret=word), "out_id": handle.outgoing.add("mail", f"{word}@example.org", "t", {"word": word}),
        "key": handle.attachments.put(word.encode(), f"{word}.txt", "text/plain", f"{word}-user"), "name": f"{word}-setting", "actor": f"{word}-user",
        "matter": f"{word}-matter", "keys": f"body:{word}",
    }  # fmt: skip


STORES = (
    "ledger",
    "matters",
    "decisions",
    "attachments",
    "adjudicated",
    "queue",
    "once",
    "people",
    "reads",
    "watched",
    "webhooks",
    "outgoing",
    "settings",
)
NOT_TRIED = {
    "ledger.entry", "ledger.after", "ledger.every", "ledger.purge",  # numbers, which both tenants have: looked at below
    "ledger.append", "matters.put", "decisions.put", "attachments.put", "adjudicated.put", "queue.put", "people.put", "reads.note", "watched.add",
    "webhooks.add", "outgoing.add", "settings.put", "once.__call__",  # these write what they are given, for their own tenant: looked at below
}  # fmt: skip


def methods(handle: Handle) -> list[tuple[str, Callable[..., Any]]]:
    found = []
    for store in STORES:
        one = getattr(handle, store)
        found += [
            (f"{store}.{name}", method)
            for name, method in inspect.getmembers(one, callable)
            if not name.startswith("_")
        ]
    return [(name, method) for name, method in found if name not in NOT_TRIED]


PLAIN = {
    "attempts": 1,
    "error": "e",
    "next_at": "",
    "fingerprint": "print",
    "before": "0000",
    "day": "2999-01-01",
    "expires_at": "2999",
}


def arguments(name: str, method: Callable[..., Any], ids: dict[str, str]) -> dict[str, Any]:
    """What a method is given: the ids of the other tenant wherever it takes one."""
    if name in {"watched.decided", "watched.note"}:
        return {"watch_id": ids["watch_id"], "outcome": "no_rule"} | (
            {"keys": [ids["keys"]]} if name == "watched.decided" else {}
        )
    if name == "decisions.blank":
        return {"ids": [ids["decision_id"]]}
    if name == "people.add_key":
        return {"user": ids["user"], "sha256": "fresh"}
    given: dict[str, Any] = {}
    for one in inspect.signature(method).parameters.values():
        if one.kind in {one.VAR_KEYWORD, one.VAR_POSITIONAL}:
            continue
        value: Any = ids.get(one.name) or (PLAIN.get(one.name) if one.default is one.empty else None)
        if one.name == "keys":
            value = [ids["keys"]]
        elif name.endswith(".page") and one.name == "after" and not name.startswith("decisions"):
            value = "z"
        if value is not None:
            given[one.name] = value
    return given


def rows(desk: Desk, tenant: str) -> dict[str, list[str]]:
    """Everything that the database holds of a tenant."""
    with desk.database.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table).where(table.c.tenant == tenant))))
            for table in metadata.sorted_tables
            if "tenant" in table.c
        }


def test_every_store_of_a_handle_is_tried(light: Desk) -> None:
    held = {name for name in vars(light.of("one", new=True)) if not name.startswith("_")}
    assert held - {"tenant", "checkpoints"} == set(STORES)


def test_nothing_of_one_tenant_is_reached_with_the_handle_of_another(
    desk: Desk, decision: Callable[[str], Decision]
) -> None:
    mine, theirs = desk.of("mine", new=True), desk.of("theirs", new=True)
    fill(mine, "cherry", decision)
    ids = fill(theirs, "walnut", decision)
    before = rows(desk, "theirs")
    tried = 0
    for name, method in methods(mine):
        given = arguments(name, method, ids)
        try:
            answer = method(**given)
        except CountersightError as refused:
            answer = str(refused)
            for value in given.values():
                answer = answer.replace(str(value), "")
        tried += 1
        assert "walnut" not in json.dumps(answer, default=repr), f"{name} gave {answer!r}"
        assert rows(desk, "theirs") == before, f"{name} changed what another tenant holds"
    assert tried > 40


def test_writing_what_another_has_writes_ones_own(desk: Desk, decision: Callable[[str], Decision]) -> None:
    mine, theirs = desk.of("mine", new=True), desk.of("theirs", new=True)
    ids = fill(theirs, "walnut", decision)
    before = rows(desk, "theirs")
    mine.matters.put({"id": ids["matter_id"], "kind": "entry"}, "eve")
    mine.decisions.put(decision("walnut-matter"), "eve")
    mine.attachments.put(b"walnut", "mine.txt", "text/plain", "eve")
    mine.adjudicated.put("walnut-query", "body", "print", "{}")
    mine.people.put(ids["user"], name="eve")
    mine.watched.add({"kind": "entry", "id": "x"}, "x", "eve", watch_id=ids["watch_id"])
    mine.settings.put(ids["name"], "mine", "eve")
    assert mine.once("walnut-key", "other", lambda: {"word": "mine"}).answer == {"word": "mine"}
    mine.ledger.append("list.taken", ids["subject"], {}, "eve")
    mine.ledger.purge([1], "a reason", "eve")
    assert rows(desk, "theirs") == before
    assert [entry.actor for entry in mine.ledger.every()] == ["eve"] * 3
    assert mine.ledger.entry(1) != theirs.ledger.entry(1)


def test_a_bound_takes_no_other_tenant(desk: Desk) -> None:
    desk.of("theirs", new=True)
    bound = Bound(desk.database, "mine")
    desk.of("mine", new=True)
    with pytest.raises(InputError, match="no column 'tenant' to be set"):
        bound.add(matters, {"tenant": "theirs", "id": "x"})
    with pytest.raises(InputError, match="no column 'tenant' to be set"):
        bound.change(matters, matters.c.id == "x", tenant="theirs")
    bound.add(matters, {"id": "x"})
    assert bound.rows(matters, matters.c.tenant == "theirs") == []
    assert bound.change(chains, seq=0) == 1


def test_no_module_but_the_desk_names_a_tenant_in_a_statement() -> None:
    """The tables are reached by the desk alone."""
    from pathlib import Path

    import countersight

    root = Path(countersight.__file__).parent
    others = [path for path in root.rglob("*.py") if path.parent != root / "desk" and "migrations" not in path.parts]
    assert not [path.name for path in others if "desk.tables" in path.read_text() or "desk.bound" in path.read_text()]


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "-a", "a" * 64, "a/b"])
def test_a_tenant_has_a_plain_name(light: Desk, name: str) -> None:
    with pytest.raises(UsageError, match="no name of a tenant"):
        light.of(name, new=True)


def test_a_tenant_is_made_on_purpose(light: Desk) -> None:
    with pytest.raises(UsageError, match="there is no tenant 'new'"):
        light.of("new")
    light.of("new", new=True)
    assert light.tenants() == ["new"]
    assert "tenant" in ledger.c
