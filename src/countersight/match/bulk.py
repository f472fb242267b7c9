"""Many parties at once, over anything that speaks Arrow (pyarrow, pandas, polars): the extra ``countersight[bulk]``.

A table comes in through the PyCapsule interface (``__arrow_c_stream__`` or ``__arrow_c_array__``), batch by batch, so that it need not fit
into memory twice. Rows that tell the same of a party are asked about once. The answer has one row for each hit, in the order of the
input; a row without a hit does not appear, and that it does not says "not found", never "clear".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from countersight.cycles import uncollected
from countersight.errors import InputError, UsageError, Where
from countersight.match.asking import Answer, Facts, Party, ask
from countersight.match.matcher import ORDER, resolve_each

if TYPE_CHECKING:
    from countersight.match.adjudications import Adjudications
    from countersight.match.outcome import Resolution
    from countersight.match.uses import Use
    from countersight.store.snapshot import Snapshot

SCHEMA: Final = "countersight.matches/1"
FACTS: Final = ("name", "country", "address", "born", "incorporated", "jurisdiction")
KNOWN: Final = (*FACTS, *ORDER)
NOTES: Final = 1000
"""Notes on identifiers that are kept in the metadata of the answer."""

TOGETHER: Final = 4096
"""Rows that are asked about together."""

Columns = Mapping[str, str | Sequence[str]]
"""What is told of a party (``name``, ``country``, ``address``, ``born``, ``incorporated``, ``jurisdiction``, ``lei``, ``uscc`` ...) to the
heading of its column, or to those of several."""


@dataclass(frozen=True, slots=True)
class Job:
    """Against what, and how."""

    snapshot: Snapshot
    use: Use = "balanced"
    decided: Adjudications | None = None


def match_table(table: Any, job: Job, columns: Columns | None = None) -> Any:  # noqa: ANN401 - Arrow tables
    """Every row of a table against a snapshot.

    Args:
        table: Anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``.
        job: The snapshot, the use, and what was decided.
        columns: Which column tells what; without it, columns are taken that are called as :data:`KNOWN` says.

    Returns:
        A ``pyarrow.Table``: ``row`` (from 0), ``body_id``, ``band``, ``score``, ``reason``, ``name`` (as it stands on the list), ``use``.
        Its metadata names the snapshot, and holds notes on identifiers that cannot be right.

    Raises:
        UsageError: pyarrow is not installed, the table does not speak Arrow, or a key of ``columns`` is not known.
        InputError: A column is not there, or a cell is not text; row and column are named.
    """
    pa = _pyarrow()
    batches, names = _opened(table, pa)
    wanted = _wanted(columns, names)
    out: dict[str, list[Any]] = {key: [] for key in ("row", "body_id", "band", "score", "reason", "name")}
    notes: list[dict[str, Any]] = []
    row = 0
    held: dict[tuple[Any, ...], Answer | None] = {}
    with uncollected():
        for batch in batches:
            cells = zip(*[batch.column(names.index(heading)).to_pylist() for _, heading in wanted], strict=True)
            while some := list(islice(cells, TOGETHER)):
                _ask(some, row, wanted, job, held)
                for at, values in enumerate(some, row):
                    answer = held[values]
                    if answer is None:
                        continue
                    for hit in answer.hits:
                        for key, value in (("row", at), ("body_id", hit.body_id), ("band", hit.band), ("score", hit.score), ("reason", hit.reason), ("name", hit.name_matched)):
                            out[key].append(value)
                    notes += [{"row": at, "note": note} for note in answer.notes if len(notes) < NOTES]
                row += len(some)
    text = pa.string()
    types = {"row": pa.int64(), "body_id": text, "band": text, "score": pa.int32(), "reason": text, "name": text}
    arrays = [pa.array(out[key], kind) for key, kind in types.items()] + [pa.array([job.use] * len(out["row"]), text)]
    meta = {"countersight.schema": SCHEMA, "countersight.snapshot": job.snapshot.content_hash, "countersight.rows": str(row), "countersight.notes": json.dumps(notes, ensure_ascii=False)}
    return pa.table(arrays, schema=pa.schema([*((key, kind) for key, kind in types.items()), ("use", text)], metadata=meta))


def _ask(some: list[tuple[Any, ...]], row: int, wanted: list[tuple[str, str]], job: Job, held: dict[tuple[Any, ...], Answer | None]) -> None:
    """Ask about rows; those that tell the same once. None stands for an answer that has neither a hit nor a note: most rows have none.

    Args:
        some: Their cells.
        row: The number of the first one.
        wanted: What the cells tell, and the heading of their column.
        job: Against what, and how.
        held: Where the answers are put.
    """
    new: dict[tuple[Any, ...], Party] = {}
    by_country: dict[str, list[str]] = {}
    for at, values in enumerate(some, row):
        if values in held or values in new:
            continue
        party = new[values] = _party(values, wanted, at)
        if len(party.names) == 1 and not party.facts.identifiers:
            by_country.setdefault(party.facts.country, []).append(party.names[0])
    found: dict[str, dict[str, Resolution]] = {country: {} for country in by_country}
    for country, names in by_country.items():
        resolve_each(job.snapshot, names, found[country], country, use=job.use)
    for values, party in new.items():
        known = found[party.facts.country][party.names[0]] if len(party.names) == 1 and not party.facts.identifiers else None
        answer = ask(job.snapshot, party, use=job.use, decided=job.decided, found=known)
        held[values] = answer if answer.hits or answer.notes else None


def match_names(snapshot: Snapshot, names: Iterable[str], *, use: Use = "balanced") -> Iterator[Resolution]:
    """Who each of many names is, in their order; what stands twice is asked about once. A name that nothing else is told of.

    Args:
        snapshot: What is known.
        names: As written; up to :data:`TOGETHER` of them are taken before the first answer is given.
        use: As in :func:`~countersight.match.matcher.resolve`.
    """
    held: dict[str, Resolution] = {}
    rest = iter(names)
    while some := list(islice(rest, TOGETHER)):
        resolve_each(snapshot, some, held, use=use)
        yield from map(held.__getitem__, some)


def _pyarrow() -> Any:  # noqa: ANN401 - an extra without types
    try:
        import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("matching a table needs pyarrow", hint="pip install 'countersight[bulk]'; or ask name by name: Screener.match") from None
    return pa


def _opened(table: Any, pa: Any) -> tuple[Iterator[Any], list[str]]:  # noqa: ANN401 - the same
    """The batches of a table, as they come, and its headings."""
    try:
        if hasattr(table, "__arrow_c_stream__"):
            reader = pa.RecordBatchReader.from_stream(table)
            return iter(reader), list(reader.schema.names)
        if hasattr(table, "__arrow_c_array__"):
            batch = pa.record_batch(table)
            return iter((batch,)), list(batch.schema.names)
    except (TypeError, ValueError, pa.ArrowException) as fault:
        raise UsageError(f"this {type(table).__name__} is no table: {fault}", hint="give a table with a column for the name, not one column alone") from None
    hint = "give a table of pyarrow, pandas (2.2 or newer) or polars; a list of names: pyarrow.table({'name': names})"
    raise UsageError(f"a {type(table).__name__} does not speak Arrow", hint=hint)


def _wanted(columns: Columns | None, names: Sequence[str]) -> list[tuple[str, str]]:
    """What is told, and the heading of the column that tells it."""
    given: Columns = {key: key for key in KNOWN if key in names} if columns is None else columns
    if unknown := sorted(given.keys() - set(KNOWN)):
        raise UsageError(f"columns: nothing is called {unknown[0]!r}", hint=f"what can be told of a party: {', '.join(KNOWN)}")
    wanted = [(key, heading) for key, headings in given.items() for heading in ([headings] if isinstance(headings, str) else headings)]
    if not any(key == "name" for key, _ in wanted):
        raise InputError(f"no column tells the name; the table has {', '.join(map(repr, names))}", hint="columns={'name': 'the heading of that column'}")
    for key, heading in wanted:
        if names.count(heading) != 1:
            what = "stands twice" if heading in names else "is not there"
            raise InputError(f"the column {heading!r} for {key!r} {what}; the table has {', '.join(map(repr, names))}", hint="name one of them", where=Where(column=heading))
    return wanted


def _party(values: tuple[Any, ...], wanted: list[tuple[str, str]], row: int) -> Party:
    """What a row tells of a party."""
    told: dict[str, list[str]] = {}
    for (key, heading), value in zip(wanted, values, strict=True):
        if text := _text(value, heading, row):
            told.setdefault(key, []).append(text)
    get = told.get
    facts = Facts(
        country=_one(told, "country"),
        identifiers={kind: get(kind, [""])[0] for kind in ORDER if kind in told},
        addresses=tuple(get("address", ())),
        born=tuple(get("born", ())),
        incorporated=tuple(get("incorporated", ())),
        jurisdiction=_one(told, "jurisdiction"),
    )
    return Party(tuple(get("name", ())), facts)


def _one(told: Mapping[str, Sequence[str]], key: str) -> str:
    return told[key][0].upper() if key in told else ""


def _text(value: Any, heading: str, row: int) -> str:  # noqa: ANN401 - a cell
    """A cell as text; empty for nothing."""
    if isinstance(value, str):
        return value.strip()
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"row {row}: a {type(value).__name__} is no text", hint="cast the column to text, a whole number or a day", where=Where(column=heading))
