"""Rows that wait for others of their matter, on disk: however many there are, they take little memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from countersight.intake.rows import Row


class Held:
    """Rows by the id of their matter. The file has no name and goes with the object; small ones never leave memory."""

    def __init__(self) -> None:
        """Nothing is held yet."""
        self._base = sqlite3.connect("")
        self._base.execute("CREATE TABLE held(id TEXT, number INTEGER, row TEXT)")
        self.count = 0

    def add(self, key: str, row: Row) -> None:
        """Keep a row."""
        told = json.dumps([row.cells, list(row.broken.items()), list(row.exact), list(row.merged)], ensure_ascii=True)
        self._base.execute("INSERT INTO held VALUES(?, ?, ?)", (key, row.number, told))
        self.count += 1

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        """All rows, matter by matter, in the order in which matters and rows came."""
        order = "SELECT id, number, row FROM (SELECT *, min(number) OVER (PARTITION BY id) AS first FROM held) ORDER BY first, number"
        for key, number, told in self._base.execute(order):
            cells, broken, exact, merged = json.loads(told)
            yield key, Row(number, cells, {at: (message, hint) for at, (message, hint) in broken}, frozenset(exact), frozenset(merged))

    def close(self) -> None:
        """Let the file go."""
        self._base.close()
