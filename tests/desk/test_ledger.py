"""The ledger: whatever is changed, removed, put in or cut is found, and the place is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from countersight.desk.desk import Desk, Handle
from countersight.desk.ledger import seal
from countersight.desk.tables import attachments, decisions, ledger
from countersight.desk.verifying import verify
from countersight.errors import InputError
from countersight.model.canonical import digest
from countersight.model.decision import Decision


def filled(desk: Desk, decision: Callable[[str], Decision]) -> Handle:
    handle = desk.of("office", new=True)
    for number in range(1, 7):
        handle.decisions.put(decision(f"m{number}"), "ana")
    handle.ledger.append("list.taken", "csl", {"edition": "2026-11-20"}, "system:update")
    handle.attachments.put(b"a letter", "letter.txt", "text/plain", "ana")
    return handle


def sql(desk: Desk, statement: str, **values: object) -> None:
    """A hand beside the program, that puts the guards of the database out of the way first."""
    with desk.database.writing() as connection:
        for trigger in ("ledger_change", "ledger_removal"):
            connection.execute(
                text(f"DROP TRIGGER IF EXISTS {trigger}{'' if desk.database.embedded else ' ON ledger'}")
            )
        connection.execute(text(statement), values)


def told(handle: Handle) -> str:
    return "\n".join(one.what for one in verify(handle).faults)


def test_a_ledger_that_nobody_touched_is_sound(desk: Desk, decision: Callable[[str], Decision]) -> None:
    found = verify(filled(desk, decision))
    assert found.sound, found.faults
    assert (found.entries, found.signed_to, found.checkpoints, found.purged) == (7, 7, 8, 0)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE ledger SET payload = replace(payload, 'm3', 'm9') WHERE seq = 3", "what entry 3 (decision"),
        ("UPDATE ledger SET actor = 'eve' WHERE seq = 3", "entry 3 (decision"),
        ("UPDATE ledger SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3", "entry 3 (decision"),
        ("UPDATE ledger SET payload = NULL WHERE seq = 3", "said was taken away, and no purge says so"),
        ("DELETE FROM ledger WHERE seq = 3", "entry 3 is missing: removed"),
        ("DELETE FROM ledger WHERE seq = 1", "entry 1 is missing: removed"),
        ("DELETE FROM ledger WHERE seq IN (3, 4)", "entries 3 to 4 are missing: removed"),
        ("DELETE FROM ledger WHERE seq = 7", "entry 7 is missing at the end: cut off"),
        ("DELETE FROM ledger WHERE seq >= 6", "entries 6 to 7 are missing at the end: cut off"),
        ("DELETE FROM ledger", "entries 1 to 7 are missing at the end: cut off"),
        (
            "UPDATE decisions SET outcome = 'no_rule' WHERE seq = 3",
            "the list of decisions says outcome 'no_rule' of the decision of entry 3, the ledger 'review'",
        ),
        ("DELETE FROM decisions WHERE seq = 3", "is missing in the list of decisions"),
        (
            "UPDATE decisions SET id = 'x' WHERE seq = 3",
            "the list of decisions holds x, of which the ledger has no entry",
        ),
        ("UPDATE chains SET seq = 9", "was left at entry 9"),
    ],
)
def test_a_change_is_found_and_its_place_named(
    light: Desk, decision: Callable[[str], Decision], statement: str, says: str
) -> None:
    handle = filled(light, decision)
    sql(light, statement)
    assert says in told(handle)


def test_a_cut_that_hides_its_traces_is_found_by_the_checkpoints(
    desk: Desk, decision: Callable[[str], Decision]
) -> None:
    handle = filled(desk, decision)
    fifth = handle.ledger.entry(5)
    assert fifth is not None
    sql(desk, "DELETE FROM ledger WHERE seq > 5")
    sql(desk, "DELETE FROM decisions WHERE seq > 5")
    sql(desk, "UPDATE chains SET seq = 5, hash = :hash", hash=fifth.hash)
    assert told(handle).startswith("entries 6 to 7 are missing at the end: cut off; the last was signed at 20")


def test_a_chain_made_anew_is_found_by_the_checkpoints(desk: Desk, decision: Callable[[str], Decision]) -> None:
    handle = filled(desk, decision)
    before = handle.ledger.entry(3)
    assert before is not None
    prev = before.hash
    for seq in range(4, 8):  # who changes entry 4 seals every entry after it again
        entry = handle.ledger.entry(seq)
        assert entry is not None
        payload = (entry.payload or "").replace('"m4"', '"m9"')
        head = {
            **entry.head(),
            "payload_sha256": digest(payload),
            "prev": prev,
            "subject": digest(payload) if seq == 4 else entry.subject,
        }
        prev = seal("office", head)
        values = {
            "seq": seq,
            "payload": payload,
            "sha": digest(payload),
            "prev": head["prev"],
            "hash": prev,
            "subject": head["subject"],
        }
        sql(
            desk,
            "UPDATE ledger SET payload = :payload, payload_sha256 = :sha, prev = :prev, hash = :hash, subject = :subject WHERE seq = :seq",
            **values,
        )
    sql(
        desk, "UPDATE decisions SET matter = 'm9', id = (SELECT subject FROM ledger WHERE ledger.seq = 4) WHERE seq = 4"
    )
    sql(desk, "UPDATE chains SET hash = :hash", hash=prev)
    found = verify(handle).faults
    assert [one.seq for one in found] == [4, 5, 6, 7], found
    assert all("is not the one that was signed" in one.what for one in found)


def test_a_checkpoint_of_another_key_counts_for_nothing(desk: Desk, decision: Callable[[str], Decision]) -> None:
    handle = filled(desk, decision)
    file = handle.checkpoints.file("office")
    lines = file.read_text().splitlines()
    last = json.loads(lines[-1])
    file.write_text("\n".join([*lines[:-1], json.dumps({**last, "hash": "0" * 64}), ""]))
    assert "line 8 of office.jsonl is not signed with this key" in told(handle)


def test_without_checkpoints_the_end_is_not_known(desk: Desk, decision: Callable[[str], Decision]) -> None:
    handle = filled(desk, decision)
    handle.checkpoints.file("office").unlink()
    assert "there is no checkpoint" in told(handle)


def test_a_copy_of_the_checkpoints_finds_a_cut_of_both(
    desk: Desk, decision: Callable[[str], Decision], tmp_path: Path
) -> None:
    handle = filled(desk, decision)
    file = handle.checkpoints.file("office")
    copy = tmp_path / "elsewhere.jsonl"
    copy.write_text(file.read_text().splitlines()[-1] + "\n")
    fifth = handle.ledger.entry(5)
    assert fifth is not None
    sql(desk, "DELETE FROM ledger WHERE seq > 5")
    sql(desk, "DELETE FROM decisions WHERE seq > 5")
    sql(desk, "UPDATE chains SET seq = 5, hash = :hash", hash=fifth.hash)
    file.write_text("".join(f"{line}\n" for line in file.read_text().splitlines()[:6]))
    assert verify(handle).sound
    assert "entries 6 to 7 are missing" in "\n".join(one.what for one in verify(handle, copies=[copy]).faults)


def test_a_line_that_a_killed_process_left_unfinished_is_passed_over(
    light: Desk, decision: Callable[[str], Decision]
) -> None:
    handle = filled(light, decision)
    file = handle.checkpoints.file("office")
    file.write_text(file.read_text() + '{"tenant": "office", "seq": 8, "ha')
    assert verify(handle).sound
    handle.ledger.append("list.taken", "csl", {}, "ana")
    found = verify(handle)
    assert found.sound
    assert found.signed_to == 8


def test_a_purge_leaves_the_chain(desk: Desk, decision: Callable[[str], Decision]) -> None:
    handle = filled(desk, decision)
    handle.ledger.purge([2, 3], "kept five years", "admin")
    found = verify(handle)
    assert found.sound, found.faults
    assert found.purged == 2
    entry = handle.ledger.entry(3)
    assert entry is not None
    assert entry.payload is None
    assert len(entry.payload_sha256) == 64
    with pytest.raises(InputError, match="says what was purged"):
        handle.ledger.purge([8], "why not", "admin")
    with pytest.raises(InputError, match="no entry 99"):
        handle.ledger.purge([99], "why not", "admin")


def test_bytes_that_were_changed_are_found(desk: Desk, decision: Callable[[str], Decision]) -> None:
    handle = filled(desk, decision)
    with desk.database.writing() as connection:
        connection.execute(attachments.update().values(data=b"another letter"))
    assert "was changed: its bytes are not those of its hash" in told(handle)


def test_an_error_undoes_the_whole_transaction_and_signs_nothing(
    desk: Desk, decision: Callable[[str], Decision]
) -> None:
    handle = filled(desk, decision)

    def write() -> None:
        with handle.writing():
            handle.ledger.append("list.taken", "uflpa", {}, "ana")
            raise InputError("no")

    with pytest.raises(InputError, match="no"):
        write()
    assert handle.ledger.last[0] == 7
    assert verify(handle).sound


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM ledger WHERE seq = 7", "UPDATE ledger SET actor = 'eve'", "UPDATE ledger SET payload = 'x'"],
)
def test_the_database_refuses_a_slip(desk: Desk, decision: Callable[[str], Decision], statement: str) -> None:
    filled(desk, decision)
    with pytest.raises(DBAPIError, match="appended to, never edited"), desk.database.writing() as connection:
        connection.execute(text(statement))


def test_every_column_of_an_entry_is_sealed() -> None:
    head = {"seq": 1, "at": "t", "actor": "a", "kind": "k", "subject": "s", "payload_sha256": "p", "prev": ""}
    seals = {seal("office", head), seal("other", head), *(seal("office", {**head, name: "x"}) for name in head)}
    assert len(seals) == 2 + len(head)
    assert {column.name for column in ledger.c} - set(head) == {"tenant", "hash", "payload"}
    assert "seq" in decisions.c
