"""A writer that is killed: threads that decide, open cases and work on them, and say on standard output what was acknowledged.

Run as ``python writer.py URL FOLDER``. Each line is written once the desk has given back: the case or the decision, and its number in the ledger.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from countersight.cases.cases import Cases
from countersight.desk.desk import Desk, Handle
from countersight.model.decision import SCHEMA, Column, Decision

THREADS = 4


def decision(matter: str) -> Decision:
    """An invented decision."""
    column = Column(
        "us-in-force",
        "",
        "Law",
        proposed=False,
        sha256="0" * 64,
        outcome="review",
        fired=(),
        flags=(),
        not_looked_at=(),
        checked=(),
        questions=(),
        next_change=None,
    )
    told = {"id": matter, "kind": "shipment", "text": ["x" * 3000]}
    return Decision(
        SCHEMA,
        "0",
        told,
        "2026-11-30",
        "2026-11-01",
        snapshot="1" * 64,
        lists_complete=False,
        enacted="",
        parties=(),
        columns=(column,),
    )


def work(handle: Handle, name: str) -> None:
    """Write without end."""
    cases = Cases(handle, name)
    number = 0
    while True:
        number += 1
        made = decision(f"{os.getpid()}-{name}-{number}")
        told = handle.decisions.put(made, name)
        acknowledged("decision", told.id)
        case = cases.open(made)
        acknowledged("case", f"{case.id}={case.events}")
        case = cases.comment(case.id, "looked at")
        case = cases.propose(case.id, "hold", "not known enough")
        acknowledged("case", f"{case.id}={case.events}")
        key = f"{os.getpid()}-{name}-{number}"
        handle.once(key, "print", lambda key=key: {"entry": handle.ledger.append("list.taken", key, {}, name).seq})  # type: ignore[misc]
        acknowledged("once", key)


def acknowledged(what: str, which: str) -> None:
    """One write, whole or not at all: a pipe takes short lines in one piece."""
    os.write(1, f"{what} {which}\n".encode())


if __name__ == "__main__":
    desk = Desk.open(sys.argv[1], Path(sys.argv[2]))
    os.write(1, b"ready\n")
    for index in range(THREADS):
        threading.Thread(target=work, args=(desk.of("office", new=True), f"w{index}"), daemon=True).start()
    threading.Event().wait()
