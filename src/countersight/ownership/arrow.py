"""Ownership over Arrow tables, for those who hold their graph in Parquet or in a data frame: the extra ``pyarrow``.

A table of stakes has the columns ``owner``, ``asset`` (text) and ``share`` (text in percent, as :func:`parse_share` reads
it) or ``lo`` and ``hi`` (whole numbers in units of 1e-8); and perhaps ``class``, ``start``, ``end``, ``confirmed``,
``indirect``, ``id``, ``citation``, ``recorded``, ``retracted``. An empty owner is somebody whose name is not known. The answer is a table with one row per body asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from countersight.errors import InputError, UsageError
from countersight.model.body import Edge
from countersight.model.units import WHOLE, parse_share
from countersight.ownership.answer import ask
from countersight.ownership.cascade import Rule
from countersight.ownership.graph import Graph

NAMELESS = "nameless:"
"""Stands before the number of the row for an owner that a table leaves empty: who it is, and so whether it is listed, is not known."""
_TEXTS = ("start", "end", "id", "citation", "recorded", "retracted")


def edges_of(table: Any) -> list[Edge]:  # noqa: ANN401 - a pyarrow.Table
    """The stakes of an Arrow table.

    Raises:
        InputError: A column is missing, or a row holds a share that is no text and no range of whole units; the row is named.

    A share in words that cannot be read ("120", "-5", "n/a or so") may be any share: the edge says so in its remarks, and no row is lost.
    """
    names = set(table.column_names)
    ranged = {"lo", "hi"} <= names
    if not {"owner", "asset"} <= names or not (ranged or "share" in names):
        raise InputError(f"a table of stakes lacks a column; it has {', '.join(sorted(names))}", hint="owner, asset, and share or lo and hi")
    found = []
    for at, row in enumerate(table.to_pylist(), 1):
        remarks: tuple[str, ...] = ()
        try:
            lo, hi = (row["lo"], row["hi"]) if ranged else _share(row["share"])
        except (TypeError, ValueError) as fault:
            if isinstance(row["share"], str):
                lo, hi, remarks = 0, WHOLE, (f"the share {row['share']!r} cannot be read ({fault}): it may be any",)
            else:
                raise InputError(f"row {at}: {fault}", hint='write a share as text: "48.00", "25-50", ">=50" or "unknown"') from None
        found.append(
            Edge(
                row["owner"] or f"{NAMELESS}{at}",
                row["asset"],
                row.get("class") or "equity",
                lo,
                hi,
                confirmed=row.get("confirmed") is not False,
                indirect=bool(row.get("indirect")),
                remarks=remarks,
                **{key: str(row.get(key) or "") for key in _TEXTS},  # type: ignore[arg-type]
            )
        )
    return found


def _share(text: object) -> tuple[int, int]:
    share = parse_share(text)  # type: ignore[arg-type]
    return share.lo, share.hi


def ask_table(table: Any, seeds: Iterable[str], rule: Rule, day: date, bodies: Iterable[str] | None = None) -> Any:  # noqa: ANN401 - Arrow tables
    """The answers for several bodies, as an Arrow table.

    Args:
        table: The stakes.
        seeds: The listed bodies.
        rule: The test.
        day: The day on which ownership counts.
        bodies: Whom to ask about; without it, every asset of the table.

    Returns:
        Columns ``body, standing, met, lower, upper, undisclosed, proof, ask``; shares in units of 1e-8, edges as ids.

    Raises:
        UsageError: pyarrow is not installed.
        InputError: See :func:`edges_of`.

    >>> import pytest
    >>> pa = pytest.importorskip("pyarrow")
    >>> stakes = pa.table({"owner": ["x", "a"], "asset": ["a", "b"], "share": ["50", "40-60"], "id": ["e1", "e2"]})
    >>> found = ask_table(stakes, ["x"], Rule("equity", 50_000_000), date(2026, 11, 23))
    >>> found.column("standing").to_pylist(), found.column("proof").to_pylist(), found.column("ask").to_pylist()
    (['owned', 'possible'], [['e1'], []], [[], ['e2']])
    """
    try:
        import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("pyarrow is not installed", hint="pip install pyarrow") from None
    edges = edges_of(table)
    graph, listed = Graph(edges, named=lambda body: not body.startswith(NAMELESS)), frozenset(seeds)
    wanted = sorted({edge.asset for edge in edges}) if bodies is None else list(bodies)
    answers = [ask(graph, listed, rule, body, day) for body in wanted]
    return pa.table(
        {
            "body": wanted,
            "standing": [one.standing for one in answers],
            "met": pa.array([one.met for one in answers], pa.bool_()),
            "lower": pa.array([one.lower for one in answers], pa.int64()),
            "upper": pa.array([one.upper for one in answers], pa.int64()),
            "undisclosed": pa.array([one.undisclosed for one in answers], pa.int64()),
            "proof": pa.array([[edge.id for edge in one.path] for one in answers], pa.list_(pa.string())),
            "ask": pa.array([[edge.id for edge in one.asks] for one in answers], pa.list_(pa.string())),
        }
    )
