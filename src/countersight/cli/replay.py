"""``countersight replay``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from countersight.errors import InputError, Where

DIFFERS = 1


def decisions(name: str) -> list[Any]:
    """The decisions of a file that screen wrote, as JSON or JSON lines.

    Raises:
        InputError: Not UTF-8, or not JSON: with line and column.
    """
    try:
        text = Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError("not UTF-8", hint="take the file as screen wrote it", where=Where(name)) from None
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as fault:
        try:
            loaded = [json.loads(line) for line in text.split("\n") if line.strip()]
        except json.JSONDecodeError:
            raise InputError(f"not JSON: {fault.msg}", hint="take the file as screen wrote it", where=Where(name, fault.lineno, fault.colno)) from None
    if isinstance(loaded, dict) and "decisions" in loaded:
        loaded = loaded["decisions"]
    return loaded if isinstance(loaded, list) else [loaded]


def replay_file(given: argparse.Namespace) -> int:
    """Decide every stored decision again."""
    from countersight.app import law_below, load_rulebooks, open_snapshot
    from countersight.cli.output import settings
    from countersight.screening.replay import replay

    snapshot, books = open_snapshot(settings(given.snapshot)), load_rulebooks(given.rulebook)
    code = 0
    for stored in decisions(given.file):
        found = replay(stored, snapshot, books, law_below(books))
        if found.same:
            print(f"{found.new.matter['id']}: the same, bit for bit ({found.stored_id[:16]})")
            continue
        code = DIFFERS
        print(f"{found.new.matter['id']}: differs ({found.stored_id[:16]} stored, {found.new.id[:16]} now)")
        for line in found.differs:
            print(f"  {line}")
    return code
